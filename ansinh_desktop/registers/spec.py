"""How a register is declared: fields, sections, events, life cycle, lists; a wrong declaration is refused at once."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from ansinh_desktop import text
from ansinh_desktop.errors import BugError, Message
from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.kinds import Kind, Value
from ansinh_desktop.rules import law, plan

if TYPE_CHECKING:
    from ansinh_desktop.registers.assessing import Assessing
    from ansinh_desktop.registers.duties import Standing, Task
    from ansinh_desktop.registers.explanation import Explanation
    from ansinh_desktop.registers.guards import Guard
    from ansinh_desktop.registers.paper_forms import PaperForm

Confidentiality: TypeAlias = Literal["c1", "c2", "c3", "c4"]
"""The classes of data protection: internal, restricted, sensitive, most sensitive."""

SHOWN_BY_CODE: Confidentiality = "c3"
"""From this class on a record goes by its number: it never stands beside a name outside its own page."""

Answers: TypeAlias = Mapping[str, Value]


def goes_by_code(confidentiality: str) -> bool:
    """Whether a record of this class is named by its number alone."""
    return confidentiality >= SHOWN_BY_CODE


@dataclass(frozen=True)
class When:
    """A condition on another answer: it is one of ``codes`` (or holds one of them, or is yes)."""

    key: str
    codes: tuple[str, ...] = ()

    def holds(self, answers: Answers) -> bool:
        """Whether the field that carries this condition is asked."""
        value = answers.get(self.key)
        if not self.codes:
            return bool(value)
        return any(code in self.codes for code in value) if isinstance(value, list) else value in self.codes


@dataclass(frozen=True)
class Field:
    """One question of a record."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    """A record cannot be final without it (while its condition holds)."""
    when: When | None = None
    help: str = ""
    aliases: tuple[str, ...] = ()
    """Other headings under which communes keep this column."""
    confidentiality: Confidentiality | None = None
    """Where it is higher than the register's."""
    was: str = ""
    """The key it had before it was renamed."""
    hidden: bool = False
    """Kept for the program itself and never shown."""

    def asked(self, answers: Answers) -> bool:
        """Whether the question applies to these answers."""
        return self.when is None or self.when.holds(answers)


@dataclass(frozen=True)
class Section:
    """Questions that stand together under one heading."""

    title: str
    fields: tuple[Field, ...]
    help: str = ""


@dataclass(frozen=True)
class EventKind:
    """Something that happens in a case: an assessment, a decision, a visit, support given.

    The day on which it happened is no field: every event has one.
    """

    code: str
    label: str
    fields: tuple[Field, ...] = ()
    support: bool = False
    """Support given: has an amount, a source of money and a giver."""
    automatic: bool = False
    """Written by the program itself, never offered to the officer."""
    after_end: bool = False
    """May still be written down in a closed record: a funeral follows the death that closed it."""


@dataclass(frozen=True)
class PaidOnce:
    """Money that one person gets once: a second event that says the same is refused."""

    event: str
    by: tuple[str, ...]
    """The fields of the event that tell one payment from another: the month."""
    given: str
    """The field that says that the money was given; an event without it is no payment yet."""


@dataclass(frozen=True)
class EventFacts:
    """One event of a case, as checks and computed columns see it."""

    kind: str
    on: datetime.date
    answers: Answers


@dataclass(frozen=True)
class CaseFacts:
    """All that checks and computed columns may look at."""

    answers: Answers
    person: Answers
    on: datetime.date
    """The day whose law is asked: of the event, never today's by itself."""
    state: str = ""
    events: Sequence[EventFacts] = ()
    read: frozenset[str] | None = None
    """The kinds of events that were read; every kind where nothing is said."""

    @cached_property
    def answered(self) -> dict[object, Any]:
        """What was reckoned from these facts already: several columns and checks ask the same of the law."""
        return {}

    def events_of(self, kind: str) -> list[EventFacts]:
        """Return the events of one kind, the earliest first.

        Raises:
            BugError: They were not read, because whoever asks did not declare that it looks at them.
        """
        if self.read is not None and kind not in self.read:
            raise BugError(f"events of the kind {kind} are asked for and were not read")
        if not self.events:
            return []
        found = [each for each in self.events if each.kind == kind]
        found.sort(key=lambda each: each.on)
        return found


Check: TypeAlias = Callable[[CaseFacts], Iterable[Finding]]


@dataclass(frozen=True)
class Computed:
    """A column that follows from the facts and is never stored."""

    key: str
    label: str
    kind: Kind
    compute: Callable[[CaseFacts], Value]
    of_lists: bool = False
    """A column of printed lists only: beside the case it would say twice what stands there already."""


@dataclass(frozen=True)
class Indicator:
    """A share that the provincial plan asks for: of the records that count, those of which something holds.

    Its words and its target are the plan's own (``resources/law/rules/plan_322.toml``).
    """

    target: str
    """The plan's id of it."""
    among: Callable[[CaseFacts], bool]
    """Whether a record stands in the denominator."""
    holds: Callable[[CaseFacts], bool]
    """Whether it stands in the numerator as well."""
    variant: str = ""
    """What tells it from another way of counting the same, where the plan leaves the way open."""
    events: tuple[str, ...] = ()
    """The kinds of events at which it looks, "state" among them; no others are read for it."""
    closed: bool = False
    """Whether closed records may count as well; else they never do."""
    unclear: Callable[[CaseFacts], str] | None = None
    """What is not recorded, so that nobody can tell whether a record counts or it holds; empty where all is told."""


@dataclass(frozen=True)
class LifeCycle:
    """The states of a record; which workflow of the law data rules may depend on one answer (``by``)."""

    workflows: Mapping[str, str]
    """By the value of the answer ``by``; the key "" stands for any other."""
    by: str = ""
    guards: "tuple[Guard, ...]" = ()
    """What a step asks for besides being listed in the workflow."""

    def workflow(self, answers: Answers) -> law.Workflow:
        """Return the workflow that rules a record of these answers."""
        value = answers.get(self.by) if self.by else ""
        return law.workflow(self.workflows.get(str(value or ""), self.workflows[""]))

    def all_workflows(self) -> list[law.Workflow]:
        """Return each workflow once."""
        return [law.workflow(name) for name in dict.fromkeys(self.workflows.values())]

    def state_label(self, state: str) -> str:
        """Return the Vietnamese name of a state of any of the workflows."""
        for workflow in self.all_workflows():
            if workflow.has_state(state):
                return workflow.state_label(state)
        return state


@dataclass(frozen=True)
class Phrase:
    """An everyday phrase in an imported column and the answers it gives (``NKT đặc biệt nặng``)."""

    words: tuple[str, ...]
    """Folded words that must all be in the cell."""
    sets: Mapping[str, Value]
    """Answers by field key; empty where the phrase says "none" (``chưa cai``)."""
    unless: tuple[str, ...] = ()
    """Folded words that must not be in the cell."""

    def matches(self, folded: str) -> bool:
        """Whether a folded cell says this."""
        padded = f" {folded} "
        said = [f" {word} " in padded for word in self.words]
        return all(said) and not any(f" {word} " in padded for word in self.unless)


def _united(phrases: Iterable[Phrase]) -> dict[str, Value]:
    """Return all answers of the phrases a cell says: lists are united, of single answers the first stands."""
    found: dict[str, Value] = {}
    for name, value in (item for phrase in phrases for item in phrase.sets.items()):
        if isinstance(value, list):
            known = found.setdefault(name, [])
            known += [each for each in value if each not in known]
        else:
            found.setdefault(name, value)
    return found


@dataclass(frozen=True)
class PaperColumn:
    """A column of a printed list; ``source`` is what :meth:`Register.source` understands."""

    source: str
    heading: str
    weight: float = 1.0
    total: bool = False
    group: str = ""


@dataclass(frozen=True)
class PaperList:
    """A list as it is printed and exported; the running number (STT) stands before its columns by itself."""

    code: str
    title: str
    columns: tuple[PaperColumn, ...]
    words_of: str = ""
    """The source of the column whose total is written in words."""
    states: tuple[str, ...] = ()
    """Where not empty, only records in these states stand in it."""
    includes: "Callable[[CaseFacts], bool] | None" = None
    """Which of them stand in it, by the day of the list; all where nothing is said."""
    leaves_out: "Callable[[CaseFacts], Finding | None] | None" = None
    """Why one of them does not stand in it after all; it is told before the list is printed."""
    present: bool = False
    """Only who stands in the register on the day of the list: no closed records."""
    of_month: bool = False
    """Of a calendar month, which the officer chooses and the title names; else of a day."""
    public: bool = False
    """For public posting: no numbers, no diagnoses; records of the classes c3 and c4 are left out of it."""


@dataclass(frozen=True)
class Source:
    """Where a list column takes its value from."""

    name: str
    label: str
    kind: Kind


IMPORTED = "Nhập từ "
"""With these words begins the reason of a warning that an import kept by itself, and that nobody has looked at since."""

RECORD_SOURCES: tuple[Source, ...] = (
    Source("record.number", "Mã hồ sơ", kinds.Text()),
    Source("record.state", "Tình trạng", kinds.Text()),
    Source("record.sent", "Gửi cấp trên", kinds.Text()),
    Source("record.opened_on", "Ngày lập", kinds.Date()),
    Source("record.closed_on", "Ngày đóng", kinds.Date()),
    Source("record.draft", "Nháp", kinds.YesNo()),
    Source("record.review", "Cần xem lại", kinds.YesNo()),
    Source("record.supports", "Hỗ trợ đã nhận", kinds.Text()),
    Source("record.supports_amount", "Số tiền đã hỗ trợ", kinds.Money()),
    Source("record.unit", "Xã", kinds.Unit()),
    Source("record.name_or_number", "Họ và tên", kinds.Text()),
    Source("paper.blank", "", kinds.Text()),
)
"""What the list itself knows of a record.

``record.review`` says that it is a draft, or came from a list with a warning that nobody has looked at;
``record.name_or_number`` is the name of the person, or the case number where the record is of class c3 or c4;
``paper.blank`` is a column to be filled with the pen.
"""


@dataclass(frozen=True, eq=False)
class Register:
    """One register, whole: everything the program does with it follows from here."""

    code: str
    prefix: str
    """The letters before a case number: BTXH-30325-2026-0001."""
    title: str
    short_title: str
    icon: str
    subject: str
    """What the person of a record is called: "Đối tượng", "Trẻ em"."""
    sections: tuple[Section, ...]
    events: tuple[EventKind, ...]
    life_cycle: LifeCycle
    listed: tuple[str, ...]
    """Sources of the columns shown at first."""
    filters: tuple[str, ...]
    """Field keys (choices) offered as filters, besides state, hamlet and sending."""
    papers: tuple[PaperList, ...]
    legal_basis: str
    forms: "tuple[PaperForm, ...]" = ()
    """The official forms of one case; the case sheet, which every register has, follows from the declaration."""
    version: int = 1
    confidentiality: Confidentiality = "c1"
    confidential_when: Callable[[Answers], Confidentiality] | None = None
    """Where single answers make a record more confidential than its register."""
    computed: tuple[Computed, ...] = ()
    checks: tuple[Check, ...] = ()
    messages: tuple[Message, ...] = ()
    """Sentences that only its own checks say, with their codes, as patterns of the findings' facts."""
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """By field key: everyday phrases of its imported column."""
    life_changes: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    """What the end of a life or a removal answers, by "death" and "move"; a remark may only propose it."""
    gone: frozenset[str] = frozenset()
    """Keys of former fields; never used again with another meaning."""
    import_defaults: Mapping[str, str] = field(default_factory=dict)
    """Answers that an imported list gives as a whole, by key: a code, or ``as_of`` and ``as_of_month``, which
    stand for the day of which the list speaks."""
    imported_state: Callable[[Answers], str] | None = None
    """The state of a record that comes from a list kept before; else the first state of its life cycle."""
    opened_by: str = ""
    """The field whose date opens the record and chooses its law; else the day it was entered."""
    decided_by: str = ""
    """The field with the day of the decision: papers that have no other day ask the law of that one."""
    deadlines: tuple[str, ...] = ()
    """Its names in the law's time limits, the first its own."""
    duties: "tuple[Standing, ...]" = ()
    """What starts a time limit of the law, what fulfils it, and the days to be thought of."""
    foreseen: "tuple[Callable[[CaseFacts], Iterable[Task]], ...]" = ()
    """Further tasks that follow from the facts of a case on its day."""
    foreseen_by: tuple[str, ...] = ()
    """The kinds of events at which ``foreseen`` looks."""
    assessing: "Assessing | None" = None
    """The law's result that is written down with a decision."""
    explained: "Callable[[CaseFacts], Explanation | None] | None" = None
    """Why the law says what it says of a case, on the day of the facts."""
    indicators: tuple[Indicator, ...] = ()
    """The shares by which the plan measures this work; each figure opens the records behind it."""
    dated_by: tuple[str, ...] = ()
    """Fields that tie recorded figures to their month; a review sets the figures against another month without them."""
    monthly_in: tuple[str, ...] = ()
    """The states in which the person is paid every month: two such records are a double benefit."""
    paid_in: tuple[str, ...] = ()
    """Of them, those in which money goes out: no record comes into one while another of the person runs."""
    paid_once: tuple[PaidOnce, ...] = ()
    """The events of money that nobody may get twice, in whichever record of theirs."""

    def __post_init__(self) -> None:
        faults = [*self._condition_faults(), *self._key_faults(), *self._list_faults()]
        faults = faults or list(self._step_faults())
        if faults:
            raise BugError(f"register {self.code}: " + "; ".join(faults))

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Every field by its key, in the order of the form."""
        return {each.key: each for section in self.sections for each in section.fields}

    @cached_property
    def event_kinds(self) -> dict[str, EventKind]:
        """Every kind of event by its code."""
        return {each.code: each for each in self.events}

    @cached_property
    def computed_by_key(self) -> dict[str, Computed]:
        """Every computed column by its key."""
        return {each.key: each for each in self.computed}

    @cached_property
    def running_in(self) -> frozenset[str]:
        """The states in which a monthly benefit runs: it is paid, or was paid and may be paid again."""
        steps = [step for flow in self.life_cycle.all_workflows() for step in flow.transitions]
        after = {step.target for step in steps if step.source in self.paid_in}
        return frozenset(self.paid_in) | after & set(self.monthly_in)

    @cached_property
    def reckoned(self) -> tuple[Computed, ...]:
        """The computed columns that are shown beside a case."""
        return tuple(each for each in self.computed if not each.of_lists)

    @cached_property
    def standing(self) -> "dict[tuple[str, frozenset[str]], tuple[Standing, ...]]":
        """The duties of a record by its state and the kinds of its events, as far as they were asked for."""
        return {}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source a list column may name."""
        from ansinh_desktop.registers.person import PERSON_SOURCES  # noqa: PLC0415 - the person is declared with Field

        found = {each.name: each for each in (*RECORD_SOURCES, *PERSON_SOURCES)}
        found |= {each.key: Source(each.key, each.label, each.kind) for each in self.fields.values()}
        return found | {each.key: Source(each.key, each.label, each.kind) for each in self.computed}

    @property
    def by_code(self) -> bool:
        """Whether every record of it goes by its number, so that nobody learns in passing who stands in it."""
        return goes_by_code(self.confidentiality)

    def class_of(self, answers: Answers) -> Confidentiality:
        """Return how confidential a record of these answers is."""
        if self.confidential_when is None:
            return self.confidentiality
        return max(self.confidentiality, self.confidential_when(answers))

    def read_cell(self, key: str, cell: object) -> dict[str, Value]:
        """Return the answers that a cell of an imported column gives: everyday phrases, else the field's own kind.

        Raises:
            UnreadableError: It means nothing that is known; the officer must be asked.
        """
        folded = text.fold(kinds.cell_text(cell))
        said = [phrase for phrase in self.phrases.get(key, ()) if phrase.matches(folded)]
        try:
            value = self.fields[key].kind.read(cell)
        except kinds.UnreadableError:
            if not said:
                raise
            return _united(said)
        if value is None:
            return {}
        # What the field itself reads is certain; phrases only add to it.
        return {**_united([each for each in said if each.sets.get(key, value) == value]), key: value}

    def _key_faults(self) -> Iterator[str]:
        seen: set[str] = set()
        for section in self.sections:
            for each in section.fields:
                if each.key in seen:
                    yield f"the key {each.key} stands twice"
                if each.key in self.gone or (each.was and each.was not in self.gone):
                    yield f"the key {each.key} or {each.was} was used before"
                seen.add(each.key)
        for group in self._inner_groups():
            keys = [each.key for each in group]
            yield from (
                f"the key {key} stands twice in one event or row" for key in set(keys) if keys.count(key) > 1
            )
        codes = [each.code for each in self.events]
        yield from (f"the event {code} stands twice" for code in set(codes) if codes.count(code) > 1)
        papers = [each.code for each in self.papers]
        yield from (f"the list {code} stands twice" for code in set(papers) if papers.count(code) > 1)
        yield from (f"{key} is computed and a field" for key in self.computed_by_key if key in self.fields)
        known = [name for name in self.life_cycle.workflows.values() if name in law.workflow_names()]
        states = {state.code for name in known for state in law.workflow(name).states}
        for paper in self.papers:
            yield from (f"{state} is no state" for state in paper.states if state not in states)

    def _list_faults(self) -> Iterator[str]:
        columns = [column.source for paper in self.papers for column in paper.columns]
        words = [paper.words_of for paper in self.papers if paper.words_of]
        for name in (*self.listed, *columns, *words):
            if name not in self.sources:
                yield f"the list column {name} is no field"
        yield from (f"the filter {key} is no field" for key in self.filters if key not in self.fields)
        for each in self._all_fields():
            if isinstance(each.kind, kinds.Choice):
                yield from self._choice_faults(each.key, each.kind)

    @staticmethod
    def _choice_faults(key: str, kind: kinds.Choice) -> Iterator[str]:
        if not law.has_list(kind.list_name):
            yield f"{key} asks for the code list {kind.list_name}, which does not exist"
            return
        if not (kind.only or kind.words):
            return
        rows = law.code_list(kind.list_name)
        unknown = [code for code in (*kind.only, *kind.words.values()) if code not in rows]
        yield from (f"{key} names {code}, which is not in {kind.list_name}" for code in unknown)

    def _condition_faults(self) -> Iterator[str]:
        for group in (tuple(self.fields.values()), *self._inner_groups()):
            keys = {each.key for each in group}
            for each in group:
                if each.when and each.when.key not in keys:
                    yield f"{each.key} depends on {each.when.key}, which is no field"
        said = [name for phrases in self.phrases.values() for phrase in phrases for name in phrase.sets]
        said += [name for answers in self.life_changes.values() for name in answers]
        for key in (self.opened_by, self.decided_by, self.life_cycle.by, *self.phrases, *said):
            if key and key not in self.fields:
                yield f"{key} is no field"
        if "" not in self.life_cycle.workflows:
            yield "the life cycle has no workflow for any other value"
        for name in self.life_cycle.workflows.values():
            if name not in law.workflow_names():
                yield f"the workflow {name} does not exist"

    def _step_faults(self) -> Iterator[str]:
        # They are declared with the parts of this module.
        from ansinh_desktop.registers import assessing, duties, guards, paper_forms  # noqa: PLC0415

        states = {state.code for each in self.life_cycle.all_workflows() for state in each.states}
        yield from (f"{state} is no state" for state in self.monthly_in if state not in states)
        yield from (f"{state} is no monthly state" for state in self.paid_in if state not in self.monthly_in)
        yield from self._payment_faults()
        yield from (f"{key} is no field" for key in self.dated_by if key not in self.fields)
        for each in self.indicators:
            if each.target not in plan.targets():
                yield f"{each.target} is no target"
            yield from (
                f"{kind} is no event" for kind in each.events if kind not in (*self.event_kinds, "state")
            )
        yield from duties.faults_of(self)
        yield from guards.faults_of(self)
        yield from assessing.faults_of(self)
        yield from paper_forms.faults_of(self)

    def _payment_faults(self) -> Iterator[str]:
        for once in self.paid_once:
            kind = self.event_kinds.get(once.event)
            known = {each.key for each in kind.fields} if kind else set()
            yield from (
                f"{once.event} has no {key}, by which it is paid once"
                for key in (*once.by, once.given)
                if key not in known
            )

    def _inner_groups(self) -> Iterator[tuple[Field, ...]]:
        """Yield the fields of each event and of each kind of row."""
        for event in self.events:
            yield event.fields
        for each in (*self.fields.values(), *(one for event in self.events for one in event.fields)):
            if isinstance(each.kind, kinds.Rows):
                yield each.kind.fields

    def _all_fields(self) -> Iterator[Field]:
        yield from self.fields.values()
        for group in self._inner_groups():
            yield from group
