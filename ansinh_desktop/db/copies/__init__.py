"""Copies of the data: backups, keys that follow, a folder that takes another's place."""
