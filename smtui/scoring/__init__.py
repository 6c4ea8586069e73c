"""What a plan is worth: checks, dimensions, a band, findings, each with its reason."""
