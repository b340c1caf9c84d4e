"""A death, a move, a return: asked once for the person; what it makes of a record, each register declares once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.acts.many import Effect
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.declared import Declared, unknown
from ansinh_desktop.registers.field import Field, Questions, When
from ansinh_desktop.registers.value import EMPTY

DEATH, MOVE, RETURN = "death", "move", "return"

_REPORTED_BY = Field("reported_by", "Người báo", kinds.Text(100))
_DECISION = (
    Field("decision_no", "Số quyết định, nếu đã có", kinds.Text(60)),
    Field("decision_on", "Ngày quyết định", kinds.Date()),
)


@dataclass(frozen=True)
class Life:
    """What may be said once for a person."""

    code: str
    label: str
    """What the officer does: "Ghi nhận chết"."""
    offered: str
    """The same on the button that asks for it."""
    taken_back: str
    """On the button that takes it back."""
    fields: tuple[Field, ...]
    """What is asked once; ``on`` is its day."""

    @cached_property
    def asked(self) -> Questions:
        """The questions by their keys."""
        return Questions.of(self.fields)


LIVES: Mapping[str, Life] = {
    each.code: each
    for each in (
        Life(
            DEATH,
            "Ghi nhận chết",
            "Ghi nhận chết…",
            "Lấy lại việc ghi nhận chết",
            (
                Field(
                    "on",
                    "Ngày chết",
                    kinds.PartialDate(),
                    required=True,
                    help="Theo giấy chứng tử. Chỉ biết tháng hoặc năm thì chỉ ghi tháng hoặc năm.",
                ),
                Field("paper_no", "Số giấy báo tử, trích lục khai tử", kinds.Text(60)),
                Field("paper_on", "Ngày cấp giấy ấy", kinds.Date()),
                _REPORTED_BY,
                *_DECISION,
            ),
        ),
        Life(
            MOVE,
            "Ghi nhận chuyển đi",
            "Ghi nhận chuyển đi…",
            "Lấy lại việc ghi nhận chuyển đi",
            (
                Field("on", "Chuyển đi từ ngày", kinds.Date(), required=True),
                Field("unit", "Xã chuyển đến (trong tỉnh)", kinds.Unit()),
                Field("place", "Nơi chuyển đến ngoài tỉnh", kinds.Text()),
                Field(
                    "month",
                    "Thôi chi trả ở đây từ tháng",
                    kinds.Month(),
                    help="Theo quyết định thôi chi trả. Để trống: từ tháng liền sau ngày chuyển đi.",
                ),
                Field("household", "Cả hộ cùng đi", kinds.YesNo()),
                _REPORTED_BY,
                *_DECISION,
            ),
        ),
        Life(
            RETURN,
            "Ghi nhận trở về",
            "Ghi nhận trở về…",
            "Lấy lại việc ghi nhận trở về",
            (Field("on", "Trở về từ ngày", kinds.Date(), required=True), _REPORTED_BY),
        ),
    )
}


@dataclass(frozen=True)
class Outcome:
    """What becomes of one record, and what has to be known or done beside it."""

    effect: Effect
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class LifeChange:
    """What the end of a life, a removal or a return makes of a record."""

    answers: Answers = field(default_factory=dict)
    """What the record answers then; None takes an answer away."""
    takes: Mapping[str, str] = field(default_factory=dict)
    """By field the question whose answer it takes over."""
    event: str = ""
    """What happens in the record with it."""
    event_takes: Mapping[str, str] = field(default_factory=dict)
    """By field of that event the question whose answer it takes over."""
    to: str = ""
    """The state into which the record goes."""
    when: When | None = None
    proposed: bool = False
    """Whether a remark of an imported list may propose these answers."""
    outcome: Callable[[CaseFacts, Answers], Outcome] | None = None
    """What becomes of a record, in place of the above, where it has to be reckoned; the facts know of it already."""


@dataclass(frozen=True)
class Named:
    """Fields of a record that name another person, of whom something is asked once that person is gone."""

    label: str
    """As whom: "Người chăm sóc"."""
    name: str
    number: str = ""
    birth: str = ""
    cares: bool = False
    """Whether whoever is named cares for the person of the record."""
    moves: bool = True
    """Whether it is asked after a move, too, and not only after a death."""
    settled: When | None = None
    """When the record has said already that the other is gone."""


@dataclass(frozen=True)
class Coming:
    """What becomes of a record that another commune hands over: what it decided there is decided here anew."""

    answers: Answers = field(default_factory=dict)
    """What the record answers then."""
    takes: Mapping[str, str] = field(default_factory=dict)
    """By field what it takes over: ``on``, the day; ``place``, the commune it comes from; ``month``, the first month
    that is not paid there any more."""
    forgets: tuple[str, ...] = ()
    """The fields that speak of decisions of the other commune."""
    forgets_events: tuple[str, ...] = ()
    """The kinds of events that do; those with money are never taken over, for nobody gives the same twice."""
    state: str = ""
    """In which state it begins; the first of its life cycle where nothing is said."""

    def of(self, answers: Answers, said: Answers) -> dict[str, Value]:
        """Return the answers of the new record.

        Args:
            answers: Those of the other commune's.
            said: By what the fields take over.
        """
        kept = {key: value for key, value in answers.items() if key not in self.forgets}
        taken = {key: said[source] for key, source in self.takes.items() if said.get(source)}
        return {**kept, **self.answers, **taken}


_SAID_OF_COMING = ("on", "place", "month")


LifeChanges = Mapping[str, tuple[LifeChange, ...]]
"""By what is said: what it makes of a record; of several the first whose condition holds."""


def change_of(changes: LifeChanges, code: str, answers: Answers) -> LifeChange | None:
    """Return what a register declares of a record with these answers; None where it declares nothing."""
    return next(
        (each for each in changes.get(code, ()) if each.when is None or each.when.holds(answers)), None
    )


def outcome_of(register: Declared, change: LifeChange, facts: CaseFacts, said: Answers) -> Outcome:
    """Return what becomes of a record.

    Args:
        register: Whose it is.
        change: What it declares.
        facts: The record; of the person it is known already.
        said: What was answered once.
    """
    if change.outcome is not None:
        return change.outcome(facts, said)
    answers = {**change.answers, **_taken(register.fields, change.takes, said)}
    events: tuple[tuple[str, Answers], ...] = ()
    if change.event:
        fields = register.event_kinds[change.event].asked
        events = ((change.event, _taken(fields, change.event_takes, said)),)
    return Outcome(Effect(events, answers, to=change.to))


def _taken(fields: Mapping[str, Field], takes: Mapping[str, str], said: Answers) -> dict[str, Value]:
    """Return what the fields take over: nothing that is no answer to them, such as a month where a day is asked."""
    found: dict[str, Value] = {}
    for key, question in takes.items():
        value = said.get(question)
        if value in EMPTY:
            continue
        if not any(each.level is Level.ERROR for each in fields[key].kind.check(value, key)):
            found[key] = value
    return found


def proposals(changes: LifeChanges) -> dict[str, Answers]:
    """Return by what is said the answers that a remark of an imported list may propose."""
    return {code: each.answers for code, every in changes.items() for each in every if each.proposed}


def faults_of(register: Declared, changes: LifeChanges, named: tuple[Named, ...]) -> Iterator[str]:
    """Yield what is wrong with the declared changes of a life."""
    yield from unknown(changes, LIVES, "{} is nothing that is said of a life")
    declared = [(code, each) for code, every in changes.items() if code in LIVES for each in every]
    for code, change in declared:
        yield from _faults_of_change(register, code, change)
    for each in named:
        keys = (each.name, each.number, each.birth, each.settled.key if each.settled else "")
        yield from unknown(filter(None, keys), register.fields)


def faults_of_coming(register: Declared, coming: Coming) -> Iterator[str]:
    """Yield what is wrong with what is declared of a record that comes from elsewhere."""
    yield from unknown((*coming.answers, *coming.takes, *coming.forgets), register.fields)
    yield from unknown(coming.forgets_events, register.event_kinds, "{} is no event")
    yield from unknown(coming.takes.values(), _SAID_OF_COMING, "{} is not said of a record that comes")
    yield from unknown([coming.state] if coming.state else [], register.states, "{} is no state")


def _faults_of_change(register: Declared, code: str, change: LifeChange) -> Iterator[str]:
    asked = [*change.answers, *change.takes, *([change.when.key] if change.when else [])]
    yield from unknown(asked, register.fields)
    taken = (*change.takes.values(), *change.event_takes.values())
    yield from unknown(taken, LIVES[code].asked, "{} is not asked")
    yield from unknown([change.to] if change.to else [], register.states, "{} is no state")
    # Of these it would have to be asked from which month they hold.
    fields = (register.fields.get(key) for key in (*change.answers, *change.takes))
    yield from (f"{each.key} holds from a month" for each in fields if each is not None and each.dated)
    if change.event:
        kind = register.event_kinds.get(change.event)
        known = {each.key for each in kind.fields} if kind else ()
        yield from unknown(change.event_takes, known, f"{change.event} has no {{}}")
