"""The months of payment that were closed: their rows, how they travel, and what is remembered of them beside the data."""
