"""What is said to an officer about each question: the texts that registers share, and how they come to the fields."""
