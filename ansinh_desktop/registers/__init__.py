"""What a case record says: the registers and the kinds of answers they are made of."""
