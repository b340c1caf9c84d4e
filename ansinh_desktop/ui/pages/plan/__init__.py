"""The page of the plan: its targets in a period, who stands behind each, figures that are entered, and its closing."""
