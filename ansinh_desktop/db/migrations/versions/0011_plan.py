"""The plan by period: figures that are entered, and what was said when a period was closed."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def _travelling() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("vector", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
    )


def upgrade() -> None:
    """Make both tables; nothing was entered or closed before."""
    op.create_table(
        "figure",
        *(
            sa.Column(each, sa.Text(), nullable=False)
            for each in ("id", "unit", "target", "part", "first", "last")
        ),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    op.create_index(op.f("ix_figure_unit"), "figure", ["unit", "target", "last"], unique=False)
    op.create_table(
        "closed_period",
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("id", "unit", "plan", "first", "last")),
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("said", "signature")),
        *_travelling(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_period")),
    )
    op.create_index(op.f("ix_closed_period_unit"), "closed_period", ["unit", "last"], unique=False)
