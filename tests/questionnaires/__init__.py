"""Forms of other trades, each a questionnaire of its own, and what a person gets from them."""
