"""Forms made from declarations: a register's record, a person, an event, a household."""
