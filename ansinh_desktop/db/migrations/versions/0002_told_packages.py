"""The history also tells of packages, receipts and the device; its end is signed."""

import sqlalchemy as sa
from alembic import op

from ansinh_desktop.db import ending, history
from ansinh_desktop.db.models import Json, UtcMoment

revision = "0002"
down_revision = "0001"

_TEXTS = ("id", "direction", "kind", "unit", "device", "epoch", "digest", "previous_digest", "file_name")
_TOLD = (
    sa.table("device", sa.column("id", sa.Text), sa.column("epoch", sa.Text)),
    sa.table(
        "package",
        *(sa.column(each, sa.Text) for each in _TEXTS),
        *(sa.column(each, sa.Integer) for each in ("number", "from_seq", "to_seq")),
        sa.column("counts", Json),
        sa.column("at", UtcMoment),
    ),
    sa.table(
        "receipt",
        sa.column("id", sa.Text),
        sa.column("package_id", sa.Text),
        sa.column("at", UtcMoment),
        sa.column("counts", Json),
        sa.column("returned", Json),
    ),
)


def upgrade() -> None:
    """Tell the history of the rows that are there already, so that it knows them all."""
    op.add_column("package", sa.Column("audit_head", sa.Text(), nullable=True))
    connection = op.get_bind()
    device = connection.exec_driver_sql("SELECT id FROM device").scalar()
    if device is None:
        return
    chain = history.Chain(device, "", *history.last_link(connection), reason="nâng cấp dạng dữ liệu")
    for table in _TOLD:
        for row in connection.execute(sa.select(*table.columns)).mappings().all():
            fields = {key: [None, history.plain(row[key])] for key in row if row[key] is not None}
            chain.add(table.name, row["id"], "insert", fields)
    for each in chain.pending:
        connection.execute(sa.insert(_CHANGE), {column.name: each[column.name] for column in _CHANGE.c})
    ending.seal(connection, chain.seq, chain.digest)


_CHANGE = sa.table(
    "change",
    *(
        sa.column(each)
        for each in ("seq", "device", "author", "entity", "entity_id", "act", "reason", "digest")
    ),
    sa.column("at", UtcMoment),
    sa.column("fields", Json),
)
