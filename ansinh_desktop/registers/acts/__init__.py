"""What may be done to records: to many at once, to all of a person, and what one record establishes for another."""
