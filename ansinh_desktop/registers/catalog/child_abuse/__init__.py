"""Cases of abused children and children at risk, register A2."""
