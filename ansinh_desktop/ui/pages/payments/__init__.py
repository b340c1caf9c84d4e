"""The page of the months of payment."""
