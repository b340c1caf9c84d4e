"""Điểm b of khoản 5 meant other people under NĐ 20 than under NĐ 335: records decided by the latter get its code."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from ansinh_desktop import clock
from ansinh_desktop.db import ending, history
from ansinh_desktop.db.models import Json, UtcMoment

revision = "0003"
down_revision = "0002"

_SINCE = "2026-10-05"
_OLD, _NEW = "k5b", "k5b_335"
_RECORD = sa.table(
    "record",
    *(sa.column(each, sa.Text) for each in ("id", "unit", "register")),
    sa.column("answers", Json),
    sa.column("seq", sa.Integer),
    sa.column("changed_at", UtcMoment),
)
_CHANGE = sa.table(
    "change",
    *(
        sa.column(each)
        for each in ("seq", "device", "author", "entity", "entity_id", "act", "reason", "digest")
    ),
    sa.column("at", UtcMoment),
    sa.column("fields", Json),
)


def upgrade() -> None:
    """Give this unit's records their new code, and tell the history; those of others come anew from their owners."""
    connection = op.get_bind()
    device = connection.exec_driver_sql("SELECT id FROM device").scalar()
    office = connection.exec_driver_sql("SELECT value FROM setting WHERE key = 'office'").scalar()
    if device is None or office is None:
        return
    unit = connection.exec_driver_sql("SELECT json_extract(?, '$.unit')", (office,)).scalar()
    chain = history.Chain(
        device, "", *history.last_link(connection), reason="tách mã khoản 5 điểm b của NĐ 335"
    )
    query = sa.select(_RECORD.c.id, _RECORD.c.answers).where(
        _RECORD.c.register == "assistance", _RECORD.c.unit == unit
    )
    for record_id, answers in connection.execute(query).all():
        if answers.get("social_group") == _OLD and _decided_by_nd335(answers):
            seq = chain.add("record", record_id, "update", {"answers.social_group": [_OLD, _NEW]})
            changed = {"answers": answers | {"social_group": _NEW}, "seq": seq, "changed_at": clock.now()}
            connection.execute(sa.update(_RECORD).where(_RECORD.c.id == record_id).values(changed))
    for each in chain.pending:
        connection.execute(sa.insert(_CHANGE), {column.name: each[column.name] for column in _CHANGE.c})
    if chain.pending:
        ending.seal(connection, chain.seq, chain.digest)


def _decided_by_nd335(answers: dict[str, Any]) -> bool:
    """Whether the decision is one of NĐ 335: by its day, else by the month from which it pays."""
    decided = answers.get("decision_date")
    if decided:
        return str(decided) >= _SINCE
    return str(answers.get("start_month") or "") >= _SINCE[:7] and not answers.get("hard_area")
