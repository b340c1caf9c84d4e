"""How a register is declared: fields, sections, events, life cycle, lists; a wrong declaration is refused at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from ansinh_desktop import text
from ansinh_desktop.errors import BugError, Message
from ansinh_desktop.registers import assessing, dated, duties, kinds, life_cycle, paper_forms, paying, phrase
from ansinh_desktop.registers.acts import establishing, lives, many
from ansinh_desktop.registers.acts.establishing import Establishing
from ansinh_desktop.registers.acts.lives import Coming, LifeChanges, Named
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.registers.answer import Answers, UnreadableError, Value, cell_text
from ansinh_desktop.registers.assessing import Assessing
from ansinh_desktop.registers.case import CaseFacts, Check
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.declared import unknown
from ansinh_desktop.registers.duties import Opening, Standing, Task
from ansinh_desktop.registers.event import EventKind, PaidOnce
from ansinh_desktop.registers.explanation import Explanation
from ansinh_desktop.registers.field import (
    OF_PERSON,
    Confidentiality,
    Field,
    Questions,
    Section,
    When,
    goes_by_code,
)
from ansinh_desktop.registers.household import STATUS_KEYS
from ansinh_desktop.registers.life_cycle import LifeCycle
from ansinh_desktop.registers.paper_forms import PaperForm
from ansinh_desktop.registers.paper_list import PaperList
from ansinh_desktop.registers.paying import Paying
from ansinh_desktop.registers.person import PERSON_FIELDS, PERSON_SOURCES
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.plan.indicator import Indicator
from ansinh_desktop.registers.plan.tally import Tally
from ansinh_desktop.registers.sources import RECORD_SOURCES, Source
from ansinh_desktop.rules import law, plan


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _choice_faults(key: str, kind: kinds.Choice) -> Iterator[str]:
    if not law.has_list(kind.list_name):
        yield f"{key} asks for the code list {kind.list_name}, which does not exist"
        return
    if not (kind.only or kind.words):
        return
    rows = law.code_list(kind.list_name)
    says = f"{key} names {{}}, which is not in {kind.list_name}"
    yield from unknown((*kind.only, *kind.words.values()), rows, says)


def _mask_faults(register: "Register", fields: Sequence[Field]) -> Iterator[str]:
    """Yield where a masked answer would be told all the same."""
    masked = {key for key, each in register.fields.items() if each.masked}
    told = {
        "is a filter": set(register.filters),
        "holds from a month": {each.key for each in register.dated_fields},
        "offers a form": {each.when.key for each in register.forms if each.when},
        "names somebody": {
            name for each in register.names_others for name in (each.name, each.number, each.birth)
        },
    }
    yield from (f"the masked {key} {how}" for how, keys in told.items() for key in sorted(masked & keys))
    yield from (f"{key} is masked in rows that are not" for key in _masked_in_open_rows(fields))


def _masked_in_open_rows(fields: Sequence[Field]) -> Iterator[str]:
    for each in fields:
        if isinstance(each.kind, kinds.Rows) and not each.masked:
            yield from (one.key for one in each.kind.fields if one.masked)


def _follow_faults(field: Field, known: Mapping[str, Field]) -> Iterator[str]:
    """Yield where a field follows what cannot answer it."""
    if field.follows.startswith(OF_PERSON):
        yield from unknown([field.follows.removeprefix(OF_PERSON)], PERSON_FIELDS)
    elif field.follows:
        source = known.get(field.follows)
        if source is None or not isinstance(source.kind, kinds.Choices):
            yield f"{field.key} follows {field.follows}, which is no choice of several"


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
    forms: tuple[PaperForm, ...] = ()
    """The official forms of one case; the case sheet, which every register has, follows from the declaration."""
    person_optional: tuple[str, ...] = ()
    """What every other register asks of a person and this one does not; who has no name gets one that tells nobody."""
    kept_never: tuple[str, ...] = ()
    """Findings with which a record is not kept at all, not even as a draft."""
    anonymised_in: str = ""
    """The state on reaching which a record forgets who it was about: only figures, days and codes stay."""
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
    life_changes: LifeChanges = field(default_factory=dict)
    """What a death, a move or a return makes of a record; of an imported list a remark may only propose it."""
    names_others: tuple[Named, ...] = ()
    """Which of its fields name another person, who may be gone."""
    coming: Coming = field(default_factory=Coming)
    """What becomes of a record that another commune hands over."""
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
    duties: tuple[Standing, ...] = ()
    """What starts a time limit of the law, what fulfils it, and the days to be thought of."""
    openings: tuple[Opening, ...] = ()
    """The records of the same person in other registers that a record of it calls for."""
    foreseen: tuple[Callable[[CaseFacts], Iterable[Task]], ...] = ()
    """Further tasks that follow from the facts of a case on its day."""
    foreseen_by: tuple[str, ...] = ()
    """The kinds of events at which ``foreseen`` looks."""
    assessing: Assessing | None = None
    """The law's result that is written down with a decision."""
    explained: Callable[[CaseFacts], Explanation | None] | None = None
    """Why the law says what it says of a case, on the day of the facts."""
    tallies: tuple[Tally, ...] = ()
    """The regular reports whose lines its records fill."""
    indicators: tuple[Indicator, ...] = ()
    """How its records answer targets of the plan; each figure opens the records behind it."""
    dated_of_person: tuple[str, ...] = ()
    """The data of the person that decide money and so hold from a month, as the dated fields do."""
    dated_by: tuple[str, ...] = ()
    """Fields that tie recorded figures to their month; a review sets the figures against another month without them."""
    monthly_in: tuple[str, ...] = ()
    """The states in which the person is paid every month: two such records are a double benefit."""
    paid_in: tuple[str, ...] = ()
    """Of them, those in which money goes out: no record comes into one while another of the person runs."""
    paid_once: tuple[PaidOnce, ...] = ()
    """The events of money that nobody may get twice, in whichever record of theirs."""
    paying: Paying | None = None
    """What its months of payment are made of."""
    many: tuple[ManyAct, ...] = ()
    """What may be done to many of its records at once."""
    of_dead: When | None = None
    """Records whose person is dead by their nature, as a martyr is: there a known death asks for nothing."""
    establishes: Establishing | None = None
    """What its records settle of their people for every register that asks the same."""

    def __post_init__(self) -> None:
        faults = [*self._condition_faults(), *self._name_faults(), *self._key_faults()]
        faults += [
            *self._event_faults(),
            *self._list_faults(),
            *_mask_faults(self, list(self._all_fields())),
        ]
        faults = faults or list(self._step_faults())
        if faults:
            raise BugError(f"register {self.code}: " + "; ".join(faults))

    @cached_property
    def fields(self) -> Questions:
        """Every field by its key, in the order of the form; last the one that keeps what changed from which month."""
        found = [each for section in self.sections for each in section.fields]
        by_month = dated.field_of(self.dated_fields)
        return Questions.of((*found, *([by_month] if by_month else [])))

    @cached_property
    def dated_fields(self) -> tuple[Field, ...]:
        """The facts that hold from a month; those of the person under the names that their changes have."""
        own = tuple(each for section in self.sections for each in section.fields if each.dated)
        of_person = (PERSON_FIELDS[key] for key in self.dated_of_person)
        return own + tuple(replace(each, key=dated.OF_PERSON + each.key) for each in of_person)

    @cached_property
    def event_kinds(self) -> dict[str, EventKind]:
        """Every kind of event by its code."""
        return {each.code: each for each in self.events}

    @cached_property
    def computed_by_key(self) -> dict[str, Computed]:
        """Every computed column by its key."""
        return {each.key: each for each in self.computed}

    @cached_property
    def states(self) -> frozenset[str]:
        """Every state of its life cycle."""
        return frozenset(state.code for each in self.life_cycle.all_workflows() for state in each.states)

    @cached_property
    def closed_in(self) -> tuple[str, ...]:
        """The states in which a record of any of its life cycles is closed."""
        states = [state for each in self.life_cycle.all_workflows() for state in each.states]
        open_in = {state.code for state in states if state.kind != "closed"}
        return tuple(
            dict.fromkeys(
                state.code for state in states if state.kind == "closed" and state.code not in open_in
            )
        )

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
    def standing(self) -> dict[tuple[str, frozenset[str]], tuple[Standing, ...]]:
        """The duties of a record by its state and the kinds of its events, as far as they were asked for."""
        return {}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Every source a list column may name."""
        found = {each.name: each for each in (*RECORD_SOURCES, *PERSON_SOURCES)}
        found |= {
            each.key: Source(each.key, each.label, each.kind, masked=each.masked)
            for each in self.fields.values()
        }
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
        folded = text.fold(cell_text(cell))
        said = [each for each in self.phrases.get(key, ()) if each.matches(folded)]
        try:
            value = self.fields[key].kind.read(cell)
        except UnreadableError:
            if not said:
                raise
            return phrase.united(said)
        if value is None:
            return {}
        # What the field itself reads is certain; phrases only add to it.
        return {**phrase.united([each for each in said if each.sets.get(key, value) == value]), key: value}

    def _key_faults(self) -> Iterator[str]:
        keys = [each.key for section in self.sections for each in section.fields]
        yield from (f"the key {key} stands twice" for key in _doubled(keys))
        used = (each for each in self.fields.values() if self._was_used(each))
        yield from (f"the key {each.key} or {each.was} was used before" for each in used)
        for group in self._inner_groups():
            inner = _doubled(each.key for each in group)
            yield from (f"the key {key} stands twice in one event or row" for key in inner)
        yield from (f"{key} is computed and a field" for key in self.computed_by_key if key in self.fields)

    def _was_used(self, each: Field) -> bool:
        return each.key in self.gone or (bool(each.was) and each.was not in self.gone)

    def _event_faults(self) -> Iterator[str]:
        yield from (f"the event {code} stands twice" for code in _doubled(each.code for each in self.events))
        for event in self.events:
            asked = sorted(STATUS_KEYS) if event.dates_household else ()
            given = {each.key for each in event.fields}
            yield from unknown(asked, given, f"{event.code} dates the household without {{}}")

    def _list_faults(self) -> Iterator[str]:
        yield from (f"the list {code} stands twice" for code in _doubled(each.code for each in self.papers))
        columns = [column.source for paper in self.papers for column in paper.columns]
        words = [paper.words_of for paper in self.papers if paper.words_of]
        yield from unknown((*self.listed, *columns, *words), self.sources, "the list column {} is no field")
        yield from unknown(self.filters, self.fields, "the filter {} is no field")
        for each in self._all_fields():
            if isinstance(each.kind, kinds.Choice):
                yield from _choice_faults(each.key, each.kind)

    def _condition_faults(self) -> Iterator[str]:
        for group in (tuple(self.fields.values()), *self._inner_groups()):
            known = {each.key: each for each in group}
            for each in group:
                says = f"{each.key} depends on {{}}, which is no field"
                yield from unknown(each.when.keys() if each.when else (), known, says)
                yield from _follow_faults(each, known)

    def _name_faults(self) -> Iterator[str]:
        said = [name for phrases in self.phrases.values() for each in phrases for name in each.sets]
        named = (self.opened_by, self.decided_by, self.life_cycle.by, *self.phrases, *said)
        yield from unknown([self.of_dead.key] if self.of_dead else [], self.fields)
        yield from unknown(filter(None, named), self.fields)
        yield from unknown(self.person_optional, PERSON_FIELDS)
        if "" not in self.life_cycle.workflows:
            yield "the life cycle has no workflow for any other value"
        flows = self.life_cycle.workflows.values()
        yield from unknown(flows, law.workflow_names(), "the workflow {} does not exist")

    def _step_faults(self) -> Iterator[str]:
        named = [
            *self.monthly_in,
            *filter(None, (self.anonymised_in,)),
            *(state for paper in self.papers for state in paper.states),
        ]
        yield from unknown(named, self.states, "{} is no state")
        yield from unknown(self.paid_in, self.monthly_in, "{} is no monthly state")
        yield from self._payment_faults()
        yield from unknown(self.dated_by, self.fields)
        yield from self._indicator_faults()
        yield from duties.faults_of(self, self.duties, self.foreseen_by)
        yield from duties.faults_of_openings(self, self.openings)
        yield from life_cycle.faults_of(self, self.life_cycle)
        yield from assessing.faults_of(self, self.assessing)
        yield from paper_forms.faults_of(self, self.forms)
        yield from many.faults_of(self.many)
        yield from lives.faults_of(self, self.life_changes, self.names_others)
        yield from establishing.faults_of(self, self.confidentiality, self.establishes)
        yield from lives.faults_of_coming(self, self.coming)

    def _indicator_faults(self) -> Iterator[str]:
        yield from unknown((each.counted_by for each in self.indicators if each.counted_by), self.fields)
        for each in self.indicators:
            if each.target not in plan.targets():
                yield f"{each.target} is no target"
            yield from unknown(each.events, self.event_kinds, "{} is no event")
        for tally in self.tallies:
            yield from unknown(tally.events, self.event_kinds, "{} is no event")

    def _payment_faults(self) -> Iterator[str]:
        for once in self.paid_once:
            kind = self.event_kinds.get(once.event)
            known = {each.key for each in kind.fields} if kind else set()
            says = f"{once.event} has no {{}}, by which it is paid once"
            yield from unknown((*once.by, once.given), known, says)
        yield from paying.faults_of(self.paying, [each.code for each in self.papers], self.event_kinds)

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
