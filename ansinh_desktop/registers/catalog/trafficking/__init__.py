"""Victims of trafficking, by the law of 2011 and that of 2024."""
