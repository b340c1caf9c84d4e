"""How a form of one case is declared: what its paper says, with the places that the record fills.

A text names its places in braces, ``Họ và tên: {person.full_name}``; ``{decision_date:words}`` says a day as papers
do, ``{amount:words}`` an amount, ``{person.full_name:upper}`` is in capitals. A place that the record does not fill is
printed as dots, to be filled with the pen.
"""

import datetime
import string
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.declared import Declared, unknown
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.sources import Source
from ansinh_desktop.rules import law

_HOW = frozenset({"", "words", "upper", "inside"})
"""As the value is shown; in words; in capitals; a unit's name inside a sentence: ``xã Vĩnh Thạnh Trung``."""

OFFICE_SOURCES: tuple[Source, ...] = (
    Source("office.name", "Đơn vị", kinds.Text()),
    Source("office.province", "Tỉnh", kinds.Text()),
    Source("office.signer_title", "Chức vụ người ký", kinds.Text()),
    Source("office.signs_for", "Nơi ra văn bản", kinds.Text()),
    Source("office.signer_name", "Người ký", kinds.Text()),
    Source("office.preparer_name", "Người lập", kinds.Text()),
    Source("office.today", "Ngày in", kinds.Date()),
    Source("paper.law_day", "Ngày của quy định", kinds.Date()),
)


@dataclass(frozen=True)
class Say:
    """A paragraph; the dots of a place left open at its end fill the line, and ``lines`` of them in all."""

    text: str
    style: Literal["regular", "bold", "italic"] = "regular"
    lines: int = 1
    running: bool = False
    """Running text: indented and justified; else a line of the form."""
    centred: bool = False
    when: When | None = None
    """Only where the answers say so."""


@dataclass(frozen=True)
class Tick:
    """A question whose answers all stand there, with a box before each."""

    label: str
    source: str


@dataclass(frozen=True)
class Levels:
    """An assessment: a line for each row of a code list, a column for each level, totals for each part."""

    prefix: str
    """Of the sources: ``m02_`` with the code of a row behind it."""
    rows: str
    levels: str
    parts: tuple[tuple[str, str], ...] = ()
    """The heading and the name of each part of the rows; without any there are no totals."""
    heading: str = "Nội dung đánh giá"
    compared: str = ""
    """The words under the table before the totals of the parts, side by side."""

    def sources(self) -> list[str]:
        """Return where the level of each row comes from."""
        return [f"{self.prefix}{row.code}" for row in law.code_list(self.rows)]


@dataclass(frozen=True)
class TableColumn:
    """One column of repeated rows."""

    key: str
    heading: str
    weight: float = 1.0


@dataclass(frozen=True)
class Table:
    """Repeated rows of a field; ``empty`` lines to be filled with the pen where there are none."""

    source: str
    columns: tuple[TableColumn, ...]
    empty: int = 3


@dataclass(frozen=True)
class Facts:
    """Label and value of what is answered, line by line; nothing at all where nothing is."""

    title: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Happened:
    """What happened in the case, day by day; only the support given, with its total, where ``supports``."""

    title: str
    supports: bool = False


@dataclass(frozen=True)
class Limits:
    """The time limits that still run."""

    title: str


Piece: TypeAlias = Say | Tick | Levels | Table | Facts | Happened | Limits


@dataclass(frozen=True)
class SignedBy:
    """One signature: its lines in capitals, who signs, and the small line between."""

    lines: tuple[str, ...]
    name: str = ""
    note: str = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class PaperForm:
    """A form of one case as it is printed under the heading of the office."""

    code: str
    title: str
    pieces: tuple[Piece, ...]
    signatures: tuple[SignedBy, ...]
    subtitle: str = ""
    model: str = ""
    """Which official form it is: "Mẫu số 01"; empty where the program made it up."""
    legal: str = ""
    """Where it stands: "NĐ 56/2017/NĐ-CP"."""
    mark: law.Mark = "✓"
    """How sure it is that the paper is as the law prints it."""
    number: str = ""
    """The source of its number; with ``symbol``, it stands at the top with place and day."""
    symbol: str = ""
    """What stands behind the number: "BC-UBND"."""
    dated: str = ""
    """The source of its day; without one it is left open."""
    recipients: tuple[str, ...] = ()
    event: str = ""
    """The kind of event of which it speaks; then ``event.on`` and the answers of the event are sources as well."""
    declared: bool = False
    """Whether a citizen declares it: the national title stands alone above, without the office."""
    when: When | None = None
    """Only for records whose answers say so."""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    """The days on which a record was opened that it is for."""
    named: bool = True
    """Whether it names the person of a confidential record; it is for internal use then."""

    @property
    def label(self) -> str:
        """What the officer chooses it by."""
        words = self.title.capitalize() if self.title.isupper() else self.title
        said = f"{words} {self.subtitle[:1].lower()}{self.subtitle[1:]}".strip() if self.subtitle else words
        return f"{self.model}: {said}" if self.model else said

    def texts(self) -> Iterator[str]:
        """Yield every text with places in it."""
        yield from (self.title, self.subtitle)
        yield from (each.text for each in self.pieces if isinstance(each, Say))
        yield from (each.title for each in self.pieces if isinstance(each, Facts))
        for each in self.signatures:
            yield from (*each.lines, each.name)
        yield from self.recipients

    def sources(self) -> list[str]:
        """Return the name of everything of which it prints a value, each once."""
        found = [name for each in self.texts() for name, _how in places(each)]
        found += [name for name in (self.number, self.dated) if name]
        for piece in self.pieces:
            match piece:
                case Tick() | Table():
                    found.append(piece.source)
                case Levels():
                    found += piece.sources()
                case Facts():
                    found += piece.sources
                case _:
                    pass
        return list(dict.fromkeys(found))


def places(text: str) -> Iterator[tuple[str, str]]:
    """Yield the places of a text: the name of the source, and how it is said."""
    for _before, name, how, _conversion in string.Formatter().parse(text):
        if name is not None:
            yield name, how or ""


def sources_of(register: Declared, form: PaperForm) -> dict[str, Source]:
    """Return every source that a form of a register may name."""
    found = dict(register.sources) | {each.name: each for each in OFFICE_SOURCES}
    if form.event:
        found["event.on"] = Source("event.on", "Ngày", kinds.Date())
        for each in register.event_kinds[form.event].fields:
            found[f"event.{each.key}"] = Source(f"event.{each.key}", each.label, each.kind)
    return found


def faults_of(register: Declared, forms: tuple[PaperForm, ...]) -> Iterator[str]:
    """Yield what is wrong with the forms of a register."""
    codes = [each.code for each in forms]
    yield from (f"the form {code} stands twice" for code in set(codes) if codes.count(code) > 1)
    for form in forms:
        if form.event and form.event not in register.event_kinds:
            yield f"the form {form.code} speaks of {form.event}, which is no event"
        else:
            yield from (f"the form {form.code} {each}" for each in _form_faults(register, form))


def _form_faults(register: Declared, form: PaperForm) -> Iterator[str]:
    known = sources_of(register, form)
    yield from unknown(form.sources(), known, "names {}")
    yield from (f"says {each}" for each in _unknown_ways(form.texts()))
    yield from (f"has a piece: {each}" for each in _piece_faults(form, known))
    conditions = (form.when, *(each.when for each in form.pieces if isinstance(each, Say)))
    asked = (each.key for each in conditions if each)
    yield from unknown(asked, register.fields, "depends on {}, which is no field")


def _unknown_ways(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"{name}:{how}" for each in texts for name, how in places(each) if how not in _HOW)


def _piece_faults(form: PaperForm, known: dict[str, Source]) -> Iterator[str]:
    for piece in form.pieces:
        kind = known[piece.source].kind if isinstance(piece, Tick | Table) and piece.source in known else None
        if isinstance(piece, Tick) and kind and not isinstance(kind, kinds.Choice | kinds.YesNo):
            yield f"{piece.source} has no boxes"
        elif isinstance(piece, Table) and kind:
            keys = {each.key for each in kind.fields} if isinstance(kind, kinds.Rows) else set()
            yield from unknown((each.key for each in piece.columns), keys, f"{piece.source} has no {{}}")
