"""The law of this data file: updates from outside, what the province and the commune have set, and what they touch."""
