"""Everybody of the commune, one person at a time."""
