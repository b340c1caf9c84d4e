"""Passwords to keys, signatures and sealed files: bytes in, bytes out, without a window or a database."""
