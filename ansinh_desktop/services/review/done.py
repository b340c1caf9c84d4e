"""What an officer has seen to of what a month's review found: kept, so that neither a lock nor a night forgets it."""

import datetime
import hashlib
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ansinh_desktop import clock
from ansinh_desktop.db.scan import ScannedRecord
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import short
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.drafts import DONE, Drafts
from ansinh_desktop.services.review.rows import Reviewed


class Done(NamedTuple):
    """One finding that was settled."""

    record_id: str
    code: str
    at: datetime.datetime
    """On the officer's clock."""
    kept: bool
    """Whether it was left as it is, with a reason."""


class DoneRow(NamedTuple):
    """The same, as the list shows it."""

    key: str
    register: str
    record_id: str
    who: str
    hamlet: str
    what: str
    at: datetime.datetime
    kept: bool


class DoneFindings:
    """What one officer settled of the findings of this month."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault, self._access = vault, access
        self._drafts = Drafts(vault, access)

    def now(self) -> dict[str, Done]:
        """Return what is settled of this month, by what tells each finding from all others."""
        found = self._drafts.read(DONE)
        kept = found.typed if found is not None else {}
        if kept.get("month") != _month():
            return {}
        return {
            key: Done(record, code, datetime.datetime.fromisoformat(at), left)
            for key, (record, code, at, left) in kept.get("done", {}).items()
        }

    def follow(self, before: Reviewed | None, found: Reviewed) -> dict[str, Done]:
        """Take notice of what a review no longer finds, or finds again, and return what is settled by then.

        Args:
            before: What the review of the same day found before it; None where there was none.
            found: What it finds now.
        """
        known = self.now()
        waiting = {mark(each.about) for each in found.rows if not each.kept}
        left = {mark(each.about) for each in found.rows if each.kept}
        at = calendar.wall_time(clock.now()).replace(microsecond=0)
        done = {key: each for key, each in known.items() if key not in waiting}
        for each in before.rows if before is not None and before.on == found.on else ():
            key = mark(each.about)
            if not each.kept and key not in waiting:
                done.setdefault(key, Done(each.record_id, each.code, at, key in left))
        if done != known and self._vault.is_writable:
            self._keep(done)
        return done

    def rows(self, done: Mapping[str, Done], day: datetime.date) -> list[DoneRow]:
        """Return what was settled on a day, the latest first; of records that are there still."""
        of_day = {key: each for key, each in done.items() if each.at.date() == day}
        places: dict[str, list[int]] = {}
        with self._vault.reading() as store:
            for record in store.records.some([each.record_id for each in of_day.values()]).values():
                if record.register in self._access.readable:
                    places.setdefault(record.register, []).append(record.row)
            there = {
                each.id: (register, each)
                for register, rows in places.items()
                for each in store.scan.page(register, rows)
            }
        found = [
            _row(key, each, *there[each.record_id]) for key, each in of_day.items() if each.record_id in there
        ]
        return sorted(found, key=lambda each: each.at, reverse=True)

    def _keep(self, done: Mapping[str, Done]) -> None:
        settled = {
            key: [each.record_id, each.code, each.at.isoformat(), each.kept] for key, each in done.items()
        }
        self._drafts.keep(DONE, {"month": _month(), "done": settled})


def _row(key: str, done: Done, register: str, record: ScannedRecord) -> DoneRow:
    hamlet = "" if record.who == record.number else str(record.person.get("hamlet", ""))
    what = short(done.code)
    return DoneRow(key, register, record.id, record.who, hamlet, what, done.at, done.kept)


def records_done(done: Collection[Done], day: datetime.date) -> int:
    """Return in how many records something was settled on a day."""
    return len({each.record_id for each in done if each.at.date() == day})


def mark(about: str) -> str:
    """Return a short mark of a finding: thousands of them are kept, and none has to be read."""
    return hashlib.blake2b(about.encode(), digest_size=8).hexdigest()


def _month() -> str:
    return f"{clock.today():%Y-%m}"
