"""Social assistance: what a record asks, how it is checked, and what the law says of it."""
