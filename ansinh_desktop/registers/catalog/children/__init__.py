"""Children in special circumstances, register A1."""
