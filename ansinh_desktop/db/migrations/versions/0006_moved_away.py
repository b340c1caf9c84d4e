"""Where somebody has moved away, and since when, stands with the person: it is said once, whatever their records."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the two columns, and find the few who are gone without reading everybody; nobody is known to have moved."""
    for name in ("moved_on", "moved_to"):
        op.add_column("person", sa.Column(name, sa.Text(), nullable=True))
    op.create_index(
        "ix_person_gone",
        "person",
        ["unit"],
        unique=False,
        sqlite_where=sa.text("death_date IS NOT NULL OR moved_on IS NOT NULL"),
    )
