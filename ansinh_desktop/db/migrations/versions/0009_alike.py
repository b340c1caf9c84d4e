"""What was decided of people of two communes who may be one, and what the receiving unit told a commune of it."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add both tables, and let people be found by their name and birth together, and by an old number."""
    op.create_table(
        "likeness",
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("one_id", "other_id", "decision")),
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("reason", "author")),
        sa.Column("at", sa.DateTime(), nullable=False),
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("one", "other")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name="pk_likeness"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "told_alike",
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("receiver", "person_id", "unit", "said")),
        sa.PrimaryKeyConstraint("receiver", "person_id", "unit", name="pk_told_alike"),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_person_search_key", "person")
    op.create_index("ix_person_search_key", "person", ["search_key", "birth_date"], unique=False)
    op.create_index(
        "ix_person_old_id", "person", ["old_id"], unique=False, sqlite_where=sa.text("old_id IS NOT NULL")
    )
    op.create_index("ix_told_alike_person_id", "told_alike", ["person_id"], unique=False)
