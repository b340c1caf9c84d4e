"""What keeps the data safe: copies, putting one back, the check of everything, and what is swept away."""
