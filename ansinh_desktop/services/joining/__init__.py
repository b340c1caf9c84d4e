"""Two people who are one: joined field by field, with what both have kept, and parted again."""
