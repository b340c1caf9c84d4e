"""Where cases are kept: the only package that knows SQLAlchemy and SQLCipher."""
