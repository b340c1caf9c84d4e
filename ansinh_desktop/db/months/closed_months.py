"""Closed months of payment as they travel: each whole, with every row, in pieces that a cell of a package holds.

A month that was closed is one thing: it comes back as it was, or it does not come back. So its list travels packed, and
is written out only where all of it is there and no other list of the month was closed.
"""

import base64
import hashlib
import itertools
import json
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import history
from ansinh_desktop.db.models import ClosedMonth, PaymentMonth, PaymentRow, Person, Record, dump_json
from ansinh_desktop.db.months.paid_months import CLOSED, OUTCOME, PaidMonths

LONGEST_PIECE: Final = 60_000
"""Letters."""
MOST_PIECES: Final = 500
_LARGEST: Final = 64 << 20
"""Bytes of a month, written out."""
_OWN = uuid.UUID("6f1ce0c4-6a0e-5c5b-9a43-0d3c1a5b7e21")
_OF_MONTH = ("state", "steps", "kept", "digest", "frozen")
_NOT_OF_ROW = frozenset({"seq", "changed_at", "month_id", "unit", "benefit", "month"})
_OF_ROW = tuple(each.key for each in PaymentRow.__table__.columns if each.key not in _NOT_OF_ROW)
_REOPENED = "reopened"


@dataclass(frozen=True)
class Whole:
    """A closed month that stands whole in its pieces."""

    unit: str
    register: str
    month: str
    closing: str
    said: dict[str, Any]
    """The columns of the month."""
    rows: list[dict[str, Any]]


class Paid(NamedTuple):
    """What one list of a month comes to."""

    register: str
    people: int
    amount: int
    """Đồng."""


_paid: dict[tuple[str, str, str], tuple[int, int]] = {}
"""What whole lists come to that were asked for, by unit, closing, digest: a list of two thousand people takes a moment to read."""


def closing_of(row: PaymentMonth) -> str:
    """Return what tells the closing of a month from another: when it was closed, and by whom."""
    last = next(each for each in reversed(row.steps) if each["step"] == "closed")
    return str(uuid.uuid5(_OWN, f"{row.benefit} {row.month} {last['at']} {last['by']}"))


class ClosedMonths:
    """The closed months of a data file as they travel."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._months = PaidMonths(session)

    def keep(self, row: PaymentMonth) -> None:
        """Let a month travel as it stands; one that is not closed travels no more."""
        if not any(each["step"] == "closed" for each in row.steps):
            return
        self._session.flush()
        closing = closing_of(row)
        wanted = list(self._pieces(row, closing)) if row.state in CLOSED else []
        # Another closing of the month stays: it is that of another laptop.
        query = select(ClosedMonth).where(ClosedMonth.unit == row.unit, ClosedMonth.closing == closing)
        there = {each.id: each for each in self._session.scalars(query)}
        for piece in wanted:
            present = there.pop(piece["id"], None)
            if present is None:
                self._session.add(ClosedMonth(**piece))
            else:
                _change(present, piece)
        for left in there.values():
            _change(left, {"deleted": True, "packed": None})
        self._session.flush()

    def keep_all(self) -> None:
        """Let every closed month travel that does not yet."""
        of_same = (
            ClosedMonth.unit == PaymentMonth.unit,
            ClosedMonth.register == PaymentMonth.benefit,
            ClosedMonth.month == PaymentMonth.month,
        )
        travels: ColumnElement[bool] = select(ClosedMonth.id).where(*of_same).exists()
        for row in self._session.scalars(
            select(PaymentMonth).where(PaymentMonth.state.in_(CLOSED), ~travels)
        ).all():
            self.keep(row)

    def write_out(self, unit: str) -> tuple[list[str], list[str]]:
        """Write out the months that came: those that are not closed here, and what became of those that are.

        Returns:
            The months that were not closed here and now are; those that came closed with another list, or whose people
            are not here: they stay as they came.
        """
        taken: list[str] = []
        left: list[str] = []
        query = select(ClosedMonth).where(ClosedMonth.unit == unit)
        pieces = self._session.scalars(
            query.order_by(ClosedMonth.month, ClosedMonth.closing, ClosedMonth.place)
        )
        for _key, group in itertools.groupby(pieces.all(), lambda each: (each.month, each.closing)):
            found = list(group)
            present = self._months.of(unit, found[0].register, found[0].month)
            if all(each.deleted for each in found):
                self._open_again(present, found[0].closing)
                continue
            whole = _joined([each for each in found if not each.deleted])
            if whole is None:
                continue
            if present is None or present.state not in CLOSED:
                (taken if self._write(present, whole) else left).append(whole.month)
            elif closing_of(present) == whole.closing:
                self._go_on(present, whole)
            else:
                left.append(whole.month)
        return taken, left

    def last(self, until: str) -> str:
        """Return the latest month, not after another, that somebody closed; empty where nobody has."""
        query = select(func.max(ClosedMonth.month)).where(~ClosedMonth.deleted, ClosedMonth.month <= until)
        return self._session.scalar(query) or ""

    def sums(self, month: str) -> dict[str, list[Paid]]:
        """Return what each unit paid in a month, list by list; none of a list that is not whole."""
        query = select(ClosedMonth.unit, ClosedMonth.register, ClosedMonth.closing, ClosedMonth.digest)
        of_month = query.where(ClosedMonth.month == month, ~ClosedMonth.deleted).distinct()
        found: dict[str, list[Paid]] = {}
        for unit, register, closing, digest in self._session.execute(of_month).all():
            key = unit, closing, digest
            # What is not whole yet may be so with the next package.
            if (paid := _paid.get(key) or self._paid_by(unit, closing)) is not None:
                _paid[key] = paid
                found.setdefault(unit, []).append(Paid(register, *paid))
        return found

    # Inside

    def _paid_by(self, unit: str, closing: str) -> tuple[int, int] | None:
        pieces = select(ClosedMonth).where(ClosedMonth.unit == unit, ClosedMonth.closing == closing)
        found = self._session.scalars(pieces.where(~ClosedMonth.deleted).order_by(ClosedMonth.place)).all()
        whole = _joined(found)
        if whole is None:
            return None
        return len(whole.rows), sum(each["amount"] for each in whole.rows)

    def _pieces(self, row: PaymentMonth, closing: str) -> Iterator[dict[str, Any]]:
        said = {key: getattr(row, key) for key in _OF_MONTH}
        rows = self._months.said(row, _OF_ROW)
        content = dump_json({"month": said, "rows": rows}).encode()
        packed = base64.b64encode(zlib.compress(content, 9)).decode("ascii")
        cut = [packed[start : start + LONGEST_PIECE] for start in range(0, len(packed), LONGEST_PIECE)]
        digest = hashlib.sha256(packed.encode()).hexdigest()
        for place, each in enumerate(cut):
            yield {
                "id": str(uuid.uuid5(_OWN, f"{closing} {place}")),
                "unit": row.unit,
                "register": row.benefit,
                "month": row.month,
                "state": row.state,
                "closing": closing,
                "place": place,
                "pieces": len(cut),
                "digest": digest,
                "packed": each,
                "deleted": False,
            }

    def _write(self, present: PaymentMonth | None, whole: Whole) -> bool:
        if not self._has_all(whole.rows):
            return False
        row = present or self._months.add(whole.unit, whole.register, whole.month)
        for key, value in whole.said.items():
            setattr(row, key, value)
        self._session.flush()
        named = [(table, each[f"{table}_id"]) for each in whole.rows for table in ("person", "record")]
        history.chain_of(self._session).ownership.admit(named)
        of_month = {"month_id": row.id, "unit": whole.unit, "benefit": whole.register, "month": whole.month}
        history.insert_rows(self._session, PaymentRow, [{**each, **of_month} for each in whole.rows])
        return True

    def _has_all(self, rows: Sequence[dict[str, Any]]) -> bool:
        """Whether the people and the records of some rows are here; a row names them."""
        for model, key in ((Person, "person_id"), (Record, "record_id")):
            wanted = {each[key] for each in rows}
            found = set[str]()
            for some in _chunks(sorted(wanted)):
                found.update(self._session.scalars(select(model.id).where(model.id.in_(some))))
            if found != wanted:
                return False
        return True

    def _go_on(self, row: PaymentMonth, whole: Whole) -> None:
        """Take over how far a month has come, where it is the further one."""
        if len(whole.said["steps"]) <= len(row.steps):
            return
        came = {each["id"]: each for each in whole.rows}
        for each in self._months.rows(row):
            for key in OUTCOME if each.id in came else ():
                setattr(each, key, came[each.id][key])
        row.state, row.steps = whole.said["state"], whole.said["steps"]
        self._session.flush()

    def _open_again(self, row: PaymentMonth | None, closing: str) -> None:
        """Open a month again that was opened again where it was closed; one that was closed otherwise stays."""
        if row is None or row.state not in CLOSED or closing_of(row) != closing:
            return
        last = {**row.steps[-1], "step": _REOPENED, "reason": "đã mở lại ở máy khác"}
        row.state, row.steps, row.digest, row.frozen = "prepared", [*row.steps, last], None, None
        self._session.flush()
        self._months.drop_rows(row)


_AT_ONCE = 500


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _change(row: ClosedMonth, said: dict[str, Any]) -> None:
    for key, value in said.items():
        if getattr(row, key) != value:
            setattr(row, key, value)


def _joined(pieces: Sequence[ClosedMonth]) -> Whole | None:
    """Return the month that its pieces make; None where one is missing, or they make none."""
    first = pieces[0]
    packed = "".join(each.packed or "" for each in pieces)
    is_whole = [each.place for each in pieces] == list(range(first.pieces)) and (
        {each.digest for each in pieces} == {hashlib.sha256(packed.encode()).hexdigest()}
    )
    if not is_whole:
        return None
    try:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(base64.b64decode(packed, validate=True), _LARGEST)
        said = json.loads(content)
        found = Whole(
            first.unit, first.register, first.month, first.closing, dict(said["month"]), list(said["rows"])
        )
    except (ValueError, zlib.error, TypeError, LookupError):
        return None
    return found if unpacking.eof and _is_sound(found) else None


def _is_sound(whole: Whole) -> bool:
    """Whether a month says what one says, and every row of it as well."""
    said = whole.said
    if set(said) != set(_OF_MONTH) or said["state"] not in CLOSED or not isinstance(said["frozen"], dict):
        return False
    closed = [each for each in said["steps"] if isinstance(each, dict) and each.get("step") == "closed"]
    if not closed or not all(isinstance(each, dict) for each in whole.rows):
        return False
    people = [each.get("person_id") for each in whole.rows]
    return len(set(people)) == len(people) and all(map(_is_row, whole.rows))


def _is_row(row: dict[str, Any]) -> bool:
    whole = all(type(row.get(key)) is int for key in ("amount", "position"))
    return set(row) == set(_OF_ROW) and whole and row["amount"] > 0 and _has_texts(row, _TEXTS)


_TEXTS = ("id", "person_id", "record_id", "number", "full_name", "confidentiality")


def _has_texts(row: dict[str, Any], keys: Iterable[str]) -> bool:
    return all(isinstance(row[key], str) for key in keys)
