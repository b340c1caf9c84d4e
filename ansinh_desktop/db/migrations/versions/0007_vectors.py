"""Rows know who wrote them, a ledger says what each receiver holds, and case numbers are no constraint any more.

Packages and receipts of the first format count for nothing: the history keeps them, and the next package holds all.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

from ansinh_desktop.db import ending, history
from ansinh_desktop.db.models import Json, UtcMoment

revision = "0007"
down_revision = "0006"

_TRAVELLING = ("household", "person", "relation", "hamlet", "event", "attachment")
_CHANGE = sa.table(
    "change",
    *(
        sa.column(each)
        for each in ("seq", "device", "author", "entity", "entity_id", "act", "reason", "digest")
    ),
    sa.column("at", UtcMoment),
    sa.column("fields", Json),
)
_PERSON = sa.ForeignKeyConstraint(
    ["person_id"], ["person.id"], name="fk_record_person_id", initially="DEFERRED", deferrable=True
)


def upgrade() -> None:
    """Add what the exchange asks for; who wrote a row until now is this data folder in its present life."""
    for name in _TRAVELLING:
        op.add_column(name, sa.Column("vector", sa.Text(), nullable=True))
    op.add_column("hamlet", sa.Column("deleted", sa.Boolean(), nullable=False, server_default=sa.false()))
    _make_records_anew(op.get_bind())
    _tell(op.get_bind())
    for name in ("receipt", "package"):
        op.drop_table(name)
    _add_exchange()


def _make_records_anew(connection: Connection) -> None:
    """Make the table of records anew: the engine does not let go of a constraint that was declared with it."""
    views = "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'register\\_%' ESCAPE '\\'"
    for (view,) in connection.exec_driver_sql(views).fetchall():
        connection.exec_driver_sql(f'DROP VIEW "{view}"')
    # The views, and the indexes on answers, are made again when the data are opened.
    connection.exec_driver_sql("DELETE FROM setting WHERE key = 'derived'")
    connection.exec_driver_sql("CREATE TABLE record_before AS SELECT * FROM record ORDER BY row")
    connection.exec_driver_sql("DROP TABLE record")
    columns: list[sa.Column[Any]] = [
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("opened_on", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Text(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("vector", sa.Text(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
    ]
    named = ", ".join(f'"{each.name}"' for each in columns if each.name != "vector")
    op.create_table(
        "record",
        *columns,
        _PERSON,
        sa.PrimaryKeyConstraint("row", name="pk_record"),
        sa.UniqueConstraint("id", name="uq_record_id"),
    )
    connection.exec_driver_sql(f"INSERT INTO record ({named}) SELECT {named} FROM record_before")  # noqa: S608
    connection.exec_driver_sql("DROP TABLE record_before")
    of_person = ["person_id", "register", "deleted", "confidentiality", "number"]
    op.create_index("ix_record_person_id", "record", of_person, unique=False)
    op.create_index(
        "ix_record_register_state", "record", ["register", "deleted", "state", "draft"], unique=False
    )
    op.create_index("ix_record_number", "record", ["number"], unique=False)


def _tell(connection: Connection) -> None:
    """Tell the history what is gone and what came to the rows; of what others wrote, the first package says all."""
    device = connection.exec_driver_sql("SELECT id FROM device").scalar()
    if device is None:
        return
    chain = history.Chain(device, "", *history.last_link(connection), reason="nâng cấp dạng dữ liệu")
    for name in ("receipt", "package"):
        for (row_id,) in connection.exec_driver_sql(f"SELECT id FROM {name}").fetchall():  # noqa: S608
            chain.add(name, row_id, "delete", {})
    for (row_id,) in connection.exec_driver_sql("SELECT id FROM hamlet ORDER BY id").fetchall():
        seq = chain.add("hamlet", row_id, "update", {"deleted": [None, False]})
        connection.exec_driver_sql("UPDATE hamlet SET seq = ? WHERE id = ?", (seq, row_id))
    level = "SELECT json_extract(value, '$.level') FROM setting WHERE key = 'office'"
    if connection.exec_driver_sql(level).scalar() not in (None, "commune"):
        for name in (*_TRAVELLING, "record"):
            connection.exec_driver_sql(f"UPDATE {name} SET vector = '{{}}'")  # noqa: S608
    for each in chain.pending:
        connection.execute(sa.insert(_CHANGE), {column.name: each[column.name] for column in _CHANGE.c})
    if chain.pending:
        ending.seal(connection, chain.seq, chain.digest)


def _add_exchange() -> None:
    op.create_table(
        "package",
        *(
            sa.Column(each, sa.Text(), nullable=False)
            for each in ("id", "direction", "kind", "unit", "device", "epoch", "receiver")
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("ancestors", sa.Text(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("audit_head", sa.Text(), nullable=True),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
    )
    op.create_index("ix_package_epoch", "package", ["epoch", "direction"], unique=False)
    of_package = sa.ForeignKeyConstraint(
        ["package_id"], ["package.id"], name="fk_receipt_package_id", initially="DEFERRED", deferrable=True
    )
    op.create_table(
        "receipt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("returned", sa.Text(), nullable=False),
        of_package,
        sa.PrimaryKeyConstraint("id", name="pk_receipt"),
    )
    op.create_index("ix_receipt_package_id", "receipt", ["package_id"], unique=False)
    op.create_table(
        "answer",
        sa.Column("package_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["package.id"], name="fk_answer_package_id", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("package_id", "number", name="pk_answer"),
    )
    op.create_table(
        "counterpart",
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("life", sa.Text(), nullable=False),
        sa.Column("lives", sa.Text(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("confirmed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("receiver", name="pk_counterpart"),
    )
    for name, owner in (("delivery", "receiver"), ("shipped", "package_id")):
        op.create_table(
            name,
            *(sa.Column(each, sa.Text(), nullable=False) for each in (owner, "entity", "row_id")),
            sa.Column("seq", sa.Integer(), nullable=False),
            sa.Column("vector", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint(owner, "entity", "row_id", name=f"pk_{name}"),
            sqlite_with_rowid=False,
        )
    op.create_table(
        "returned",
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("receiver", "entity", "row_id")),
        *(sa.Column(each, sa.Integer(), nullable=False) for each in ("seq", "package")),
        *(sa.Column(each, sa.Text(), nullable=False) for each in ("result", "code", "told", "todo")),
        sa.PrimaryKeyConstraint("receiver", "entity", "row_id", name="pk_returned"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conflict",
        *(
            sa.Column(each, sa.Text(), nullable=False)
            for each in ("id", "entity", "row_id", "theirs", "source")
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conflict"),
    )
    op.create_index("ix_conflict_row_id", "conflict", ["row_id"], unique=False)
    op.create_table(
        "replaced",
        sa.Column("row", sa.Integer(), nullable=False),
        *(
            sa.Column(each, sa.Text(), nullable=False)
            for each in ("package_id", "entity", "row_id", "content")
        ),
        sa.PrimaryKeyConstraint("row", name="pk_replaced"),
    )
    for column in ("package_id", "row_id"):
        op.create_index(f"ix_replaced_{column}", "replaced", [column], unique=False)
