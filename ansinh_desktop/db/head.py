"""The form of the data file that this program writes; apart, so that a start need not load alembic."""

HEAD = "0013"
