"""Support of people who sell sex, with all that is only its own: never a list of names."""
