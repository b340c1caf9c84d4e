"""The list of one register, and what leads from it."""
