"""What the program does, without a window; takes and returns plain values."""
