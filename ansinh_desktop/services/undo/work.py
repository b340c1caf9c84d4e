"""The last acts of one officer, and what takes them back: an act of its own, which can be taken back again."""

import datetime
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from ansinh_desktop.db.acts import ACT, LINE, UNDO, Told
from ansinh_desktop.db.history import WRITES
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import Message, UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.safety.garbage import collector_at_rest
from ansinh_desktop.services.undo import words
from ansinh_desktop.services.undo.net import nets
from ansinh_desktop.services.undo.planning import is_remembered, planned, planned_of_field
from ansinh_desktop.services.undo.reach import reach
from ansinh_desktop.services.undo.reversing import Progress, reversing

LAST = 50
"""So many acts are looked at."""
_AT_ONCE = 100


@dataclass(frozen=True)
class Act:
    """One thing that an officer did in one go, however many rows it wrote."""

    id: int
    """The number of its first change."""
    at: datetime.datetime
    words: str
    author: str
    """By full name."""
    rows: int
    """How many rows it wrote."""
    recent: bool
    """Whether it was done since the data were unlocked."""
    refusal: Message | None = None
    """Why it may not be taken back; None where it may."""
    undone: bool = False
    """Whether it was taken back, and that stands."""
    depth: int = 0
    """How many times over it takes back: once what was undone is undone, it is done again."""

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it can be taken back now."""
        return self.refusal is None


class Undo:
    """Undoing for one officer; it asks the history alone, so that it outlives the program."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def acts(self, limit: int = LAST) -> list[Act]:
        """Return what the officer did last, the latest first: each act that wrote something."""
        with self._vault.reading() as store:
            return [self._act(store, told) for told in self._last(store, limit)]

    def last_act_id(self) -> int | None:
        """Return the officer's last act; None where there is none."""
        with self._vault.reading() as store:
            return next((told[0].act_id for told in self._last(store, 1)), None)

    def act(self, act_id: int) -> Act:
        """Return one act of the officer.

        Raises:
            UserError: AS-2090 there is none; AS-2085 it is somebody else's.
        """
        with self._vault.reading() as store:
            told = _told(store, act_id)
            if told[0].author != self._vault.officer:
                raise UserError("AS-2085", who=words.officer(store, told[0].author))
            return self._act(store, told)

    def take_back(self, act_id: int) -> Act:
        """Take an act back with a new one, and return that one.

        Raises:
            UserError: AS-2080 … AS-2091 it may not be taken back; AS-1110, AS-2033, AS-2036 its rows may not be
                written; whatever a guard of the data file says. Nothing was written then.
        """
        steps = self.taking_back(act_id)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                made: Act = end.value
                return made

    def taking_back(self, act_id: int) -> Generator[Progress, None, Act]:
        """Do what :meth:`take_back` does step by step; closed in between, nothing of it stays."""
        with self._vault.reading() as store:
            told = _told(store, act_id)
            planned(store, self._access, self._vault.officer, told)
        reason = f"Hoàn tác việc lúc {words.moment(told[0].at)}"
        with self._vault.work(reason) as store, collector_at_rest():
            plan = planned(store, self._access, self._vault.officer, told)
            store.log.note(UNDO, ACT, str(act_id), {})
            made = store.chain.seq
            yield from reversing(store, plan)
        return self.act(made)

    def give_back(self, change: int, key: str) -> Act:
        """Give one field of a line of the history the value of before it, and return the act that does so.

        Args:
            change: The number of the change.
            key: The field, as :class:`~ansinh_desktop.services.cases.HistoryRow` names it.

        Raises:
            UserError: As :meth:`take_back`; AS-2089 the field comes with other rows of its act.
        """
        with self._vault.reading() as store:
            planned_of_field(store, self._access, change, key)
            told = store.acts.change(change)
        reason = f"Trả lại giá trị trước lúc {words.moment(told.at)}" if told else None
        with self._vault.work(reason) as store:
            plan = planned_of_field(store, self._access, change, key)
            store.log.note(UNDO, LINE, f"{change} {key}", {})
            made = store.chain.seq
            for _step in reversing(store, plan):
                pass
        return self.act(made)

    def _last(self, store: Store, limit: int) -> list[list[Told]]:
        found: list[list[Told]] = []
        before: int | None = None
        while begun := store.acts.begun(self._vault.officer, before, _AT_ONCE):
            before = begun[-1]
            for each in begun:
                told = store.acts.told(each)
                found += [told] if _writes(told) else []
                if len(found) == limit:
                    return found
        return found

    def _act(self, store: Store, told: Sequence[Told]) -> Act:
        written = nets(each for each in told if each.act in WRITES and not is_remembered(each))
        reached = reach(store, self._access, written)
        refusal = None
        try:
            planned(store, self._access, self._vault.officer, told)
        except UserError as error:
            refusal = error
        return Act(
            told[0].act_id,
            told[0].at,
            words.act_words(store, told, reached),
            words.officer(store, told[0].author),
            len(written),
            told[0].seq > self._vault.unlocked_at,
            refusal.message if refusal else None,
            undone=refusal is not None and refusal.code == "AS-2084",
            depth=words.taken_back_by(store, told)[0],
        )


def _told(store: Store, act_id: int) -> list[Told]:
    told = store.acts.told(act_id)
    if not _writes(told):
        raise UserError("AS-2090", act=act_id)
    return told


def _writes(told: Sequence[Told]) -> bool:
    return any(each.act in WRITES and not is_remembered(each) for each in told)
