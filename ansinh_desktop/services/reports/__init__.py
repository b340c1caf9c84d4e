"""Turns declared lists into paper, workbooks and plain tables; knows nothing of the data file."""
