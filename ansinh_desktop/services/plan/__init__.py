"""The plan answered by period: what registers count, what is entered, what was closed."""
