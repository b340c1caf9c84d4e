"""A death, a move, a return: said once for the person, written into every record that it touches."""
