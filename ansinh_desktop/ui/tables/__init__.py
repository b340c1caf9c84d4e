"""Where the rows of the lists come from."""
