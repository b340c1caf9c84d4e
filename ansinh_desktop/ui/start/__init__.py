"""What comes before the data are open: unlocking them, and setting them up."""
