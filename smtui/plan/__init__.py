"""What was answered: values, the rules they keep to, one session, and the file it lies in."""
