"""Closed months of payment as they travel."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add their table; a month that was closed before begins to travel with the next package."""
    op.create_table(
        "closed_month",
        *(
            sa.Column(each, sa.Text(), nullable=False)
            for each in ("id", "unit", "register", "month", "state")
        ),
        sa.Column("closing", sa.Text(), nullable=False),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in ("place", "pieces")),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("packed", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("vector", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closed_month"),
    )
    op.create_index("ix_closed_month_unit", "closed_month", ["unit"], unique=False)
