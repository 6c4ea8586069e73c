"""The interview line by line: for screen readers, simple terminals, pipes and logs."""
