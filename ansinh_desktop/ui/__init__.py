"""What the officer sees: the only package that knows Qt, with app.py."""
