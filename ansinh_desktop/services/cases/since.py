"""From which month a changed fact of a confirmed record holds: asked where nobody has said it, and written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh_desktop.db.models import Record
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import dated
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.dated import Since
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.kinds import Month
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY


@dataclass(frozen=True)
class ChangedFact:
    """A fact that is to become another, in words."""

    label: str
    before: str
    after: str


class UndatedChangeError(UserError):
    """Facts that decide money were changed in a confirmed record, and nobody said from which month they hold."""

    def __init__(self, changed: Sequence[ChangedFact]) -> None:
        super().__init__("AS-2060", labels=", ".join(f"“{each.label}”" for each in changed))
        self.changed = tuple(changed)


def undated(
    register: Register,
    state: str,
    *,
    draft: bool,
    before: tuple[Answers, Answers],
    after: tuple[Answers, Answers],
) -> list[ChangedFact]:
    """Return the changed facts of a record of which it has to be said from which month they hold.

    A fact that nobody had recorded yet is no change: it was not known before, and now it is.

    Args:
        register: Whose record it is.
        state: Where it stands.
        draft: Whether it is only a draft.
        before: Answers and person as they are kept.
        after: The same as they are to be kept.
    """
    if draft or state not in register.monthly_in:
        return []
    return [
        _in_words(each, before, after)
        for each in dated.differing(register.dated_fields, before, after)
        if dated.value_of(each.key, *before) not in EMPTY
    ]


def with_since(
    register: Register, record: Record, person: Answers, after: tuple[Answers, Answers], since: Since | None
) -> Answers:
    """Return the answers to be kept: with what held before the month, where a change begins with one.

    Args:
        register: Whose record it is.
        record: The record as it is kept.
        person: What is kept of its person.
        after: Answers and person as they are to be kept.
        since: What the officer said, if they were asked.

    Raises:
        UndatedChangeError: It has to be asked.
        UserError: The month is none from which these facts can change.
    """
    before = (record.answers, person)
    changed = undated(register, record.state, draft=record.draft, before=before, after=after)
    if not changed or since == dated.FROM_BEGINNING:
        return after[0]
    if since is None:
        raise UndatedChangeError(changed)
    keys = [each.key for each in dated.differing(register.dated_fields, before, after)]
    _require_possible(register, record.answers, keys, since.month)
    return dated.with_change(after[0], before, keys, since)


def _in_words(field: Field, before: tuple[Answers, Answers], after: tuple[Answers, Answers]) -> ChangedFact:
    was, now = (dated.value_of(field.key, *each) for each in (before, after))
    return ChangedFact(field.label, field.kind.show(was), "" if now in EMPTY else field.kind.show(now))


def _require_possible(register: Register, answers: Answers, keys: Sequence[str], month: str) -> None:
    begins = text_of(answers, register.assessing.month) if register.assessing else ""
    if begins and month <= begins:
        raise UserError("AS-2061", month=Month().show(month), begins=Month().show(begins))
    later = dated.later_change(answers, keys, month)
    if later is not None:
        label = next(each.label for each in register.dated_fields if each.key == later[0])
        raise UserError("AS-2062", label=label, month=Month().show(month), later=Month().show(later[1]))
