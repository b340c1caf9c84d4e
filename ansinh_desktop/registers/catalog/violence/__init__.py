"""Gender-based and domestic violence, with all that is only its own."""
