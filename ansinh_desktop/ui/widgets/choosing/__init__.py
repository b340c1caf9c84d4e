"""Fields in which one chooses: of few, of many, several."""
