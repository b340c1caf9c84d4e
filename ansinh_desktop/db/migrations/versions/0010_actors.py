"""Each opening of a data folder is a writer of its own; what was written before was written by its life."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the table of who wrote which part of the history."""
    op.create_table(
        "actor",
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("since", name="pk_actor"),
    )
    op.execute("INSERT INTO actor (since, name) SELECT 0, epoch FROM device")
