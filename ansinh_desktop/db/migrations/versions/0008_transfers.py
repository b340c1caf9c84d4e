"""Cases on their way from one commune to another."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_WORDS = (
    *("id", "direction", "unit", "device", "name", "person_id", "records", "until", "on"),
    *("digest", "state", "told", "file_name"),
)


def upgrade() -> None:
    """Add what is known of them."""
    op.create_table(
        "transfer",
        *(sa.Column(each, sa.Text(), nullable=False) for each in _WORDS),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answer_name", sa.Text(), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("act", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_transfer"),
    )
