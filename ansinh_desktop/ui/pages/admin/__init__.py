"""What is set up once: the office, officers, backups."""
