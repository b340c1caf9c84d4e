"""The first hour: a course beside the window, on invented data."""
