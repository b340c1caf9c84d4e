"""What was decided of two people who look alike begins to travel, and two who are one can be joined."""

import json

import sqlalchemy as sa
from alembic import op

from ansinh_desktop import clock, ids
from ansinh_desktop.db import ending, history
from ansinh_desktop.db.models import Json, UtcMoment

revision = "0013"
down_revision = "0012"

_TEXTS = ("id", "unit", "one_id", "other_id", "decision", "reason", "author", "one", "other")
_CHANGE = sa.table(
    "change",
    *(
        sa.column(each)
        for each in ("seq", "device", "author", "entity", "entity_id", "act", "reason", "digest")
    ),
    sa.column("at", UtcMoment),
    sa.column("fields", Json),
)
_LIKENESS = sa.table(
    "likeness",
    *(sa.column(each) for each in (*_TEXTS[:-2], "deleted", "seq")),
    *(sa.column(each, Json) for each in _TEXTS[-2:]),
    sa.column("changed_at", UtcMoment),
)


def upgrade() -> None:
    """Make the table anew with what stands in it, and tell the history of each."""
    connection = op.get_bind()
    kept = connection.exec_driver_sql("SELECT * FROM likeness ORDER BY one_id, other_id").mappings().all()
    op.drop_table("likeness")
    op.create_table(
        "likeness",
        *(sa.Column(each, sa.Text(), nullable=False) for each in _TEXTS),
        sa.Column("steps", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("vector", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_likeness"),
    )
    for each in ("one_id", "other_id"):
        op.create_index(f"ix_likeness_{each}", "likeness", [each], unique=False)
    op.create_index(
        "ix_likeness_steps", "likeness", ["unit"], unique=False, sqlite_where=sa.text("steps IS NOT NULL")
    )
    _fill(connection, [dict(each) for each in kept])


def _fill(connection: sa.Connection, kept: list[dict[str, str]]) -> None:
    device = connection.exec_driver_sql("SELECT id FROM device").scalar()
    office = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'office'").scalar()
    if not kept or device is None or office is None:
        return
    chain = history.Chain(device, "", *history.last_link(connection), reason="ghi lại việc đối chiếu người")
    for each in kept:
        row = {
            "id": ids.named_id("likeness", each["one_id"], each["other_id"]),
            "unit": json.loads(office)["unit"],
            **{key: each[key] for key in ("one_id", "other_id", "decision", "reason", "author")},
            **{key: json.loads(each[key]) for key in ("one", "other")},
            "deleted": False,
        }
        seq = chain.add("likeness", row["id"], "insert", {key: [None, value] for key, value in row.items()})
        connection.execute(sa.insert(_LIKENESS), {**row, "seq": seq, "changed_at": clock.now()})
    for change in chain.pending:
        connection.execute(sa.insert(_CHANGE), {column.name: change[column.name] for column in _CHANGE.c})
    ending.seal(connection, chain.seq, chain.digest)
