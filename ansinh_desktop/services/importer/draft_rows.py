"""Makes of each row of a list what would be recorded, with everything that is wrong or doubtful about it."""

import datetime
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import fault_place
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.registers.answer import Value, cell_text
from ansinh_desktop.rules import identity
from ansinh_desktop.services.importer import everyday_words, money_cells
from ansinh_desktop.services.importer.cells import Context, Reading, read_cell
from ansinh_desktop.services.importer.columns import ColumnMapping, ColumnMatch, is_mark
from ansinh_desktop.services.importer.reading import said_by
from ansinh_desktop.services.importer.sheets import Cell, Row
from ansinh_desktop.services.importer.table import PersonRow, Table, is_blank
from ansinh_desktop.services.importer.targets import (
    ADDRESS,
    BIRTH,
    HAMLET,
    NAME,
    OLD_ID,
    PERSONAL_ID,
    SEX,
    Target,
)

_log = logging.getLogger(__name__)
_SEX_NAMES = {"male": "Nam", "female": "Nữ"}
_SEX_SIGNS = {"♂": "male", "♀": "female"}
_SEX_CODES = frozenset({"0", "1", "2", "t", "g", "b"})
"""Marks for a sex that each list means in its own way."""
_DOUBLED = frozenset({"AS-3170", "AS-3171", "AS-3172"})
_YEARS_LOOKED_AT = 500
_REMEMBERED = 20_000
_DATE_ORDER = ("day", "month", "year")


@dataclass
class RowDraft:
    """What one row would become; ``row_number`` is counted from 1, as the spreadsheet shows it."""

    row_number: int
    cells: Row
    place: str = ""
    """How the row is called where several sheets are read; else its number."""
    values: dict[str, Value] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    """``field`` is the key of a target."""
    duplicate_of: int | None = None
    """The number of the earlier row that says the same person again."""
    section: str = ""
    leaving: str = ""
    """The title under which it stands, where that says that these people leave."""
    typed: dict[str, str] = field(default_factory=dict)
    """What the officer wrote in place of the cells, by target."""
    proposed: dict[str, Value] = field(default_factory=dict)
    """What a remark may say of this person, by target: set only when the officer says so."""
    asked: bool = False
    """Whether the officer has still to answer for that."""

    @property
    def name(self) -> str:
        """The name as it would be recorded."""
        return str(self.values.get(NAME) or "")


def compare_again(drafts: Iterable[RowDraft]) -> list[RowDraft]:
    """Look anew for people who stand in the list twice, and return the rows of whom that says something else now."""
    doubles, changed = _Doubles(), []
    for draft in drafts:
        before = draft.duplicate_of, [each for each in draft.findings if each.code in _DOUBLED]
        draft.duplicate_of = None
        draft.findings = [each for each in draft.findings if each.code not in _DOUBLED]
        doubles.compare(draft)
        if before != (draft.duplicate_of, [each for each in draft.findings if each.code in _DOUBLED]):
            changed.append(draft)
    return changed


class RowReader:
    """Reads rows against what the whole list says: its day, its marks, its hamlets."""

    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        targets: Sequence[Target],
        today: datetime.date,
        hamlets: Sequence[str],
        renamed: Mapping[str, str],
    ) -> None:
        by_key = {each.key: each for each in targets}
        self._table, self._today = table, today
        self._columns = [(each, by_key[each.target]) for each in mapping.matches if each.target in by_key]
        # The number is read first: it settles the century of a birth, and the sex.
        self._columns.sort(key=lambda each: each[1].key != PERSONAL_ID)
        self._targets = by_key
        self._parts: dict[str, list[ColumnMatch]] = {}
        for match, target in self._columns:
            if match.part:
                self._parts.setdefault(target.key, []).append(match)
        self._earliest = self._earliest_year()
        self._contexts = {
            match.column: self._context(match, target, mapping) for match, target in self._columns
        }
        heading = next((each.heading for each in mapping.of(HAMLET)), "")
        sections = dict.fromkeys(each.hamlet for each in table.people if each.hamlet)
        self._hamlets = everyday_words.Hamlets(hamlets, sections, heading, renamed)
        self._sex_column = next((match.column for match, target in self._columns if target.key == SEX), None)
        self._sexes = everyday_words.SexMarks(self._marks())
        self._of_parts: dict[tuple[int, int], Context] = {}
        """How an amount is read where lists of different units were put together: by column and part."""
        # Groups, amounts and remarks are the same in row after row.
        self._read_before: dict[tuple[int, int, bool, type, Cell], Reading] = {}

    def drafts(self) -> Iterator[RowDraft]:
        """Yield every row of the list."""
        doubles = _Doubles()
        for person in self._table.people:
            draft = self.draft(person)
            doubles.compare(draft)
            yield draft

    def person(self, row: int) -> PersonRow:
        """Return the person who stands in a row, from 0."""
        return next(each for each in self._table.people if each.row == row)

    def draft(self, person: PersonRow, typed: Mapping[str, str] | None = None) -> RowDraft:
        """Return what a row would become; one that cannot be read at all stops no other.

        Args:
            person: The row.
            typed: What the officer wrote in place of its cells, by target.
        """
        draft = RowDraft(
            person.row + 1,
            person.cells,
            self._table.place(person.row),
            section=person.section,
            leaving=person.leaving,
            typed=dict(typed or {}),
        )
        try:
            self._fill(person, draft)
        except Exception as fault:  # noqa: BLE001 - whatever one row leads to, the others come in
            _log.error("a row could not be read: %s", fault_place(fault))
            draft.values.clear()
            draft.findings.append(error("AS-3186", NAME))
        return draft

    def _fill(self, person: PersonRow, draft: RowDraft) -> None:
        derived: dict[str, Value] = {}
        for match, target in (*self._columns, *self._typed_alone(draft)):
            cell = self._cell_of(person, match, target, draft)
            reading = self._read(person.row, match, target, cell, draft)
            draft.findings += reading.findings
            self._keep(draft, target, reading.value)
            derived |= reading.also
            if reading.proposed is not None:
                draft.proposed |= reading.proposed
                draft.asked = True
            if not is_blank(cell):
                derived |= match.sets
        self._add_derived(draft, derived)
        self._settle_sex(person, draft)
        self._settle_hamlet(person, draft)
        if (person.row, -1) in self._table.shared:
            draft.findings.append(warning("AS-3185", NAME))
        missing = self._targets[NAME].required and not draft.values.get(NAME)
        if missing and not any(each.field == NAME for each in draft.findings):
            draft.findings.append(error("AS-3150", NAME))

    def _typed_alone(self, draft: RowDraft) -> Iterator[tuple[ColumnMatch, Target]]:
        """Yield what the officer wrote for fields that have no column, each as a column of its own."""
        own = {target.key for _match, target in self._columns}
        for key in draft.typed:
            if key not in own and key in self._targets:
                yield ColumnMatch(-1, "", key), self._targets[key]

    def _cell_of(self, person: PersonRow, match: ColumnMatch, target: Target, draft: RowDraft) -> Cell:
        """Return what is read: what the officer wrote goes before the cell, and stands for all columns of a field."""
        if target.key not in draft.typed:
            return self._cell(person.cells, match, target)
        first = next((each for each, other in self._columns if other.key == target.key), match)
        return draft.typed[target.key] if first.column == match.column else None

    def _context(self, match: ColumnMatch, target: Target, mapping: ColumnMapping) -> Context:
        unit, guessed = self._unit(match, target, self._table.money_unit, self._table.people)
        return Context(
            self._today,
            self._table.as_of,
            match.heading,
            mapping.words.get(target.key, {}),
            earliest_year=self._earliest,
            old_font=match.column in self._table.sheet.old_columns,
            money_unit=unit,
            unit_is_guessed=guessed,
        )

    @staticmethod
    def _unit(
        match: ColumnMatch, target: Target, above: int | None, people: Iterable[PersonRow]
    ) -> tuple[int, bool]:
        """Return in which unit a column of amounts counts where its own heading does not say, and whether it is guessed."""
        if target.kind_name != "Money":
            return 1, False
        cells = (said_by(_at(each.cells, match.column)) for each in people)
        return money_cells.column_unit(above, match.heading, cells)

    def _context_at(self, row: int, match: ColumnMatch, target: Target) -> Context:
        """Return how a column is read in a row; an amount in the unit of the list from which the row came."""
        context = self._contexts.get(match.column) or Context(self._today, self._table.as_of)
        if target.kind_name != "Money" or not self._table.units or match.column < 0:
            return context
        first, above = self._table.part_of(row)
        if (match.column, first) not in self._of_parts:
            own = (each for each in self._table.people if self._table.part_of(each.row)[0] == first)
            unit, guessed = self._unit(match, target, above, own)
            made = replace(context, money_unit=unit, unit_is_guessed=guessed)
            self._of_parts[match.column, first] = made
        return self._of_parts[match.column, first]

    def _cell(self, cells: Row, match: ColumnMatch, target: Target) -> Cell:
        """Return what a column says; of a value in several columns the first says all of it."""
        if not match.part:
            return _at(cells, match.column)
        parts = self._parts[target.key]
        if match is not parts[0]:
            return None
        if match.part == "name":
            return text.clean(" ".join(cell_text(_at(cells, each.column)) for each in parts))
        ordered = sorted(parts, key=lambda each: _DATE_ORDER.index(each.part))
        return "/".join(filter(None, (cell_text(_at(cells, each.column)) for each in ordered)))

    def _read(self, row: int, match: ColumnMatch, target: Target, cell: Cell, draft: RowDraft) -> Reading:
        fault = self._table.sheet.faults.get((row, match.column))
        if fault and target.key not in draft.typed:
            return Reading(None, (Finding(fault.level, fault.code, target.key, fault.facts),))
        if match.mark is not None and is_mark(cell):
            return Reading([match.mark] if target.kind_name == "Choices" else match.mark)
        context = self._context_at(row, match, target)
        if target.key == BIRTH:
            own = context.with_id_year(_id_year(draft.values.get(PERSONAL_ID)))
            return read_cell(target, cell, own)
        return self._read_alone(match, target, cell, context)

    def _read_alone(self, match: ColumnMatch, target: Target, cell: Cell, context: Context) -> Reading:
        """Read what means the same in every row."""
        if target.key == SEX:
            return self._read_sex(target, cell_text(cell), context)
        if target.key == HAMLET:
            return Reading(None if is_blank(cell) else self._hamlets.named(cell_text(cell)))
        key = match.column, context.money_unit, context.unit_is_guessed, type(cell), cell
        if key not in self._read_before:
            if len(self._read_before) > _REMEMBERED:
                self._read_before.clear()
            self._read_before[key] = read_cell(target, cell, context)
        return self._read_before[key]

    def _keep(self, draft: RowDraft, target: Target, value: Value) -> None:
        """Keep a value; where two columns fill one field, the first that says something counts."""
        if value is None:
            return
        value = list(value) if isinstance(value, list) else value
        kept = draft.values.setdefault(target.key, value)
        if kept == value:
            return
        if isinstance(kept, list) and isinstance(value, list):
            draft.values[target.key] = list(dict.fromkeys([*kept, *value]))
        elif target.kind_name == "LongText":
            draft.values[target.key] = f"{kept}\n{value}"
        else:
            shown = target.show(kept), target.show(value)
            draft.findings.append(
                warning("AS-3183", target.key, label=target.label, kept=shown[0], other=shown[1])
            )

    def _add_derived(self, draft: RowDraft, derived: Mapping[str, Value]) -> None:
        """Add what one column says of another field, where that field's own column is silent."""
        for key, value in derived.items():
            target = self._targets.get(key)
            own = draft.values.get(key)
            if own is None:
                draft.values[key] = list(value) if isinstance(value, list) else value
            elif own != value and target and not isinstance(own, list):
                shown = target.show(own), target.show(value)
                draft.findings.append(
                    warning("AS-3183", key, label=target.label, kept=shown[0], other=shown[1])
                )

    # ------------------------------------------------------------ the sex

    def _read_sex(self, target: Target, typed: str, context: Context) -> Reading:
        """Read only what is plain; what is not is settled when the name and the number are known."""
        said = text.fold(typed)
        return Reading(context.said.get(said) or target.words.get(said) or _SEX_SIGNS.get(typed))

    def _settle_sex(self, person: PersonRow, draft: RowDraft) -> None:
        if SEX not in self._targets or draft.values.get(SEX):
            return
        typed = draft.typed.get(SEX) or self._sex_typed(person)
        parts = identity.id_parts(str(draft.values.get(PERSONAL_ID) or ""))
        if parts:
            draft.values[SEX] = parts.sex
            draft.findings.append(note("AS-3132", SEX, shown=_SEX_NAMES[parts.sex]))
        elif text.fold(typed) in _SEX_CODES:
            draft.findings.append(error("AS-3136", SEX, typed=typed))
        else:
            self._propose_sex(draft, typed)

    def _propose_sex(self, draft: RowDraft, typed: str) -> None:
        """Take what the name speaks for, else what the mark means in this list; ask where neither tells."""
        by_name = everyday_words.sex_of_name(draft.name)
        proposed = by_name or (self._sexes.meaning(typed) if self._sex_column is not None else "")
        if proposed:
            draft.values[SEX] = proposed
        if proposed or draft.name:
            shown = _SEX_NAMES.get(proposed, "")
            draft.findings.append(_doubtful_sex(typed, shown, by_name=bool(by_name)))

    def _sex_typed(self, person: PersonRow) -> str:
        return cell_text(_at(person.cells, self._sex_column))

    def _marks(self) -> Iterator[tuple[str, str]]:
        """Yield mark and name of each row whose sex is not plain."""
        names = [match for match, target in self._columns if target.key == NAME]
        if self._sex_column is None or not names:
            return
        plain = self._targets[SEX].words
        for person in self._table.people:
            mark = self._sex_typed(person)
            if text.fold(mark) not in plain:
                yield mark, cell_text(self._cell(person.cells, names[0], self._targets[NAME]))

    # ------------------------------------------------------------ hamlet and birth

    def _settle_hamlet(self, person: PersonRow, draft: RowDraft) -> None:
        """Take the hamlet from the section or the address; tell where the section says another one."""
        if HAMLET not in self._targets:
            return
        by_section = self._hamlets.named(person.hamlet) if person.hamlet else ""
        own = draft.values.get(HAMLET)
        if own:
            if by_section and own != by_section:
                draft.findings.append(warning("AS-3182", HAMLET, kept=own, other=by_section))
            return
        by_address = self._hamlets.within(str(draft.values.get(ADDRESS) or ""))
        if by_address or by_section:
            draft.values[HAMLET] = by_address or by_section
            code = "AS-3181" if by_address else "AS-3180"
            draft.findings.append(note(code, HAMLET, shown=by_address or by_section))

    def _earliest_year(self) -> int | None:
        """Return the earliest year of birth that the list writes with four digits."""
        columns = [match.column for match, target in self._columns if target.key == BIRTH]
        years = []
        step = len(self._table.people) // _YEARS_LOOKED_AT + 1
        for person in self._table.people[::step]:
            for column in columns:
                years += _full_year(_at(person.cells, column))
        return min(years, default=None) if len(years) > 4 else None


class _Doubles:
    """Remembers the people of the rows before, to find those who stand in the list twice."""

    def __init__(self) -> None:
        self._by_number: dict[str, tuple[int, str]] = {}
        self._by_name: dict[tuple[str, str, str], list[tuple[int, str]]] = {}
        self._places: dict[int, str] = {}

    def compare(self, draft: RowDraft) -> None:
        self._places[draft.row_number] = draft.place or str(draft.row_number)
        name = text.fold(draft.name)
        number = str(draft.values.get(PERSONAL_ID) or draft.values.get(OLD_ID) or "")
        if number and self._same_number(draft, number, name):
            return
        if name:
            self._same_name(draft, number, name)

    def _same_number(self, draft: RowDraft, number: str, name: str) -> bool:
        row, other = self._by_number.setdefault(number, (draft.row_number, name))
        if row == draft.row_number:
            return False
        key = PERSONAL_ID if draft.values.get(PERSONAL_ID) else OLD_ID
        if other == name:
            draft.duplicate_of = row
            draft.findings.append(warning("AS-3170", key, row=self._places[row]))
        else:
            draft.findings.append(error("AS-3172", key, row=self._places[row]))
        return other == name

    def _same_name(self, draft: RowDraft, number: str, name: str) -> None:
        key = name, str(draft.values.get(BIRTH) or ""), text.fold(str(draft.values.get(HAMLET) or ""))
        known = self._by_name.setdefault(key, [])
        # Two numbers are two people, however alike the rest is.
        row = next((row for row, other in known if not (number and other)), None)
        if row is not None and key[1]:
            draft.duplicate_of = row
            draft.findings.append(warning("AS-3171", NAME, row=self._places[row]))
        known.append((draft.row_number, number))


def _doubtful_sex(typed: str, proposed: str, *, by_name: bool) -> Finding:
    if not proposed:
        return warning("AS-3131", SEX, typed=typed) if typed else warning("AS-3135", SEX)
    if by_name:
        return (
            warning("AS-3130", SEX, typed=typed, shown=proposed)
            if typed
            else warning("AS-3134", SEX, shown=proposed)
        )
    return warning("AS-3133", SEX, typed=typed or "để trống", shown=proposed)


def _at(cells: Sequence[Cell], column: int | None) -> Cell:
    return cells[column] if column is not None and column < len(cells) else None


def _id_year(number: Value) -> int | None:
    parts = identity.id_parts(str(number or ""))
    return parts.birth_year if parts else None


def _full_year(cell: Cell) -> list[int]:
    said = said_by(cell)
    if said.day:
        return [said.day.year] if said.day.year != 1905 else []
    shown = said.text
    year = shown[-4:]
    if not (year.isascii() and year.isdecimal() and 1900 <= int(year) <= 2100):
        return []
    try:
        return [PartialDate(int(year)).year] if len(shown) in {4, 6, 7, 8, 9, 10} else []
    except ValueError:
        return []
