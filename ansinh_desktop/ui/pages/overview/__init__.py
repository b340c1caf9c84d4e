"""The cards of the first page."""
