"""The sections of a register's form: made when first asked for, their rows shown and hidden by conditions."""

import functools
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.field import About, Field
from ansinh_desktop.registers.field import Section as Declared
from ansinh_desktop.registers.register import Register
from ansinh_desktop.registers.value import EMPTY
from ansinh_desktop.rules import law
from ansinh_desktop.ui.forms.fields import Fields, key_of
from ansinh_desktop.ui.widgets.editor import Editor
from ansinh_desktop.ui.widgets.rows import RowsEditor
from ansinh_desktop.ui.widgets.section import Section

_COLUMNS = 3
_COLUMN_WIDTH = 250
_LETTERS = 44
"""As many letters as one column shows."""
_WIDE = (kinds.Rows, kinds.LongText, kinds.Choices)


@dataclass
class _Part:
    """One section, and whether its rows are made."""

    declared: Declared
    card: Section
    made: bool = False

    @property
    def keys(self) -> list[str]:
        return [each.key for each in self.declared.fields]


class Sections:
    """Puts the fields of a register into cards under one another."""

    def __init__(
        self,
        register: Register,
        fields: Fields,
        column: QVBoxLayout,
        parent: QWidget,
        about: Callable[[], About],
    ) -> None:
        """Make the cards.

        Args:
            register: Whose questions they are.
            fields: Their rows.
            column: Where the cards stand.
            parent: Their parent.
            about: Of whom is asked just now.
        """
        self._fields, self._about = fields, about
        self._wanted: set[str] = set()
        """What the officer wants to see although it is not asked any more."""
        self._declared = register.fields
        self._parts = [_Part(each, _card(each, register.code, parent)) for each in register.sections]
        for part in self._parts:
            part.card.hide()
            part.card.kept_asked.connect(functools.partial(self._show_kept, part))
            column.addWidget(part.card)

    def begin(self) -> None:
        """Begin with another record."""
        self._wanted.clear()

    def asked(self, answers: Mapping[str, Value]) -> list[str]:
        """Return the keys of the questions that apply to these answers, and of those whose answers are to be seen."""
        about = self._about()
        return [
            key
            for key, field in self._declared.items()
            if not field.hidden and (key in self._wanted or field.asked(answers, about))
        ]

    def update(self, answers: Mapping[str, Value], *, make: int = 1000) -> bool:
        """Show what is asked and hide the rest; make no more than some sections that were not there before.

        Returns:
            Whether any section that is asked is still to be made.
        """
        asked = set(self.asked(answers))
        waiting = False
        for part in self._parts:
            kept = self._kept(part, answers, asked)
            part.card.set_kept(kept)
            wanted = bool(kept) or any(key in asked for key in part.keys)
            if wanted and not part.made and make > 0:
                self._make(part, asked)
                make -= 1
            if part.made:
                self._show_rows(part, asked)
            part.card.setVisible(wanted and part.made)
            waiting = waiting or (wanted and not part.made)
        return waiting

    def made(self) -> int:
        """Return how many sections are made."""
        return sum(part.made for part in self._parts)

    def shown(self, answers: Mapping[str, Value]) -> list[list[str]]:
        """Return the keys of the questions that apply to these answers, section by section; never an empty one."""
        asked = set(self.asked(answers))
        found = [[key for key in part.keys if key in asked] for part in self._parts]
        return [keys for keys in found if keys]

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Count in the head of each section what was found in it."""
        for part in self._parts:
            own = set(part.keys)
            part.card.set_findings([each for each in findings if key_of(each) in own])

    def open(self, key: str) -> None:
        """Unfold the section of a field."""
        for part in self._parts:
            if key in part.keys and part.card.is_folded():
                part.card.set_folded(False)

    def _kept(self, part: _Part, answers: Mapping[str, Value], asked: set[str]) -> list[str]:
        """Return in words the answers of a part that are kept although nobody is asked for them any more."""
        about = self._about()
        return [
            f"{field.label}: {field.shown(value)}"
            for field in part.declared.fields
            if field.key not in asked
            and not field.hidden
            # What is not asked only because its reason is masked would tell it.
            and not (field.when and field.when.keys() & self._fields.masked)
            and (value := answers.get(field.key)) not in EMPTY
            and field.answered_by(answers, about) != value
        ]

    def _show_kept(self, part: _Part) -> None:
        answers = self._fields.values()
        self._wanted |= {key for key in part.keys if answers.get(key) not in EMPTY}
        self.update(answers)

    def _show_rows(self, part: _Part, asked: set[str]) -> None:
        for key in part.keys:
            row = self._fields.row(key)
            if row is not None:
                part.card.set_shown(row, key in asked)

    def _make(self, part: _Part, asked: set[str]) -> None:
        part.made = True
        for field in part.declared.fields:
            if field.hidden:
                continue
            row = self._fields.make(field.key, above=True)
            if field.key not in asked:
                # Said before the row is placed, so that what is not asked leaves no gap.
                row.hide()
            part.card.add(row, span=_span(field))


def _card(section: Declared, anchor: str, parent: QWidget) -> Section:
    return Section(
        section.title,
        parent,
        help_text=section.help,
        anchor=anchor,
        column_width=_COLUMN_WIDTH,
        most_columns=_COLUMNS,
    )


def _span(field: Field) -> int:
    """Return over how many columns a field goes: by what it shows, and by the length of its label."""
    if isinstance(field.kind, _WIDE):
        return _COLUMNS
    longest = len(field.label)
    if type(field.kind) is kinds.Choice:
        labels = (row.label for row in law.code_list(field.kind.list_name))
        longest = max(longest, *(len(each) for each in labels))
    return min(_COLUMNS, 1 + longest // _LETTERS)


def chain(editors: Sequence[Editor], then: Sequence[QWidget]) -> None:
    """Let Tab and Enter go through the editors in this order, whenever each was made, and on to the buttons."""
    stops = [stop for editor in editors for stop in _stops(editor)] + list(then)
    for before, after in itertools.pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(editor: Editor) -> list[QWidget]:
    """Return the widgets of an editor through which Tab goes, in their order."""
    veil = [editor.veil] if editor.veil is not None else []
    if not isinstance(editor, RowsEditor):
        return [*veil, editor.control]
    rows = range(editor.row_count())
    cells = [editor.cell(row, field.key).control for row in rows for field in editor.fields]
    return [*veil, *cells, editor.control]
