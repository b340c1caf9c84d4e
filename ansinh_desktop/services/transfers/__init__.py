"""A case that goes from one commune to another: given, looked at, taken or refused, and ended."""
