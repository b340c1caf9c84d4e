"""Windows of their own that answer one question."""
