"""A list comes in: its file, its columns, its rows."""
