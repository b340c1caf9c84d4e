"""Units that follow others: signed by the receiving unit, followed on both sides as one act."""
