"""Each change says to which unit of work it belongs, so that an act can be taken back whole."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the mark; changes of before it stay as they were hashed, and count as acts of one row each."""
    op.add_column("change", sa.Column("work", sa.Integer(), nullable=True))
    op.create_index(
        "ix_change_author",
        "change",
        ["author", "seq"],
        unique=False,
        sqlite_where=sa.text("coalesce(work, seq) = seq"),
    )
