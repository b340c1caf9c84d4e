"""The box in which a person is entered: dense, the rare fields folded away, the card's code read at once."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.rules.identity import CardQr
from ansinh_desktop.services import hamlets
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.card_edit import CardEdit, NameEdit
from ansinh_desktop.ui.forms.editors import Maker, hamlet_edit
from ansinh_desktop.ui.forms.fields import Changes, Fields
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option

_MAIN = (
    "full_name",
    "birth_date",
    "sex",
    "personal_id",
    "ethnicity",
    "hamlet",
    "address",
    "phone",
    "health_insurance",
    "poverty_status",
)
_LONG = frozenset({"full_name", "address"})
_WIDE = frozenset({"permanent_address", "note"})
_TWO_COLUMNS_FROM = 480
_THREE_COLUMNS_FROM = 760


class PersonBox(QFrame):
    """The fields of a person.

    Signals:
        edited: Something was typed. Carries the key.
        left: A field is done with. Carries the key.
    """

    edited = Signal(str)
    left = Signal(str)

    def __init__(
        self,
        title: str,
        around: Surroundings,
        parent: QWidget | None = None,
        declared: Mapping[str, Field] = PERSON_FIELDS,
        *,
        calm: bool = False,
    ) -> None:
        """Make the box.

        Args:
            title: What stands over it.
            around: What the fields need.
            parent: Its parent.
            declared: What is asked.
            calm: What is found moves nothing beneath.
        """
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setProperty("help_anchor", "person")
        self.fields = Fields(declared, around, self, anchor="person", calm=calm)
        self.optional = [key for key, each in declared.items() if not each.required]
        """What need not be known of them."""
        self.fields.edited.connect(self.edited)
        self.fields.left.connect(self.left)
        self._around = around
        self.fields.left.connect(self._learn_hamlet)
        self._makers: dict[str, Maker] = {
            "full_name": lambda key, _kind, _around: NameEdit(key),
            "hamlet": lambda key, _kind, around: hamlet_edit(PERSON_FIELDS[key], around),
        }
        self._title = QLabel(title, self)
        self._title.setProperty("tone", "section")
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.more_button = QPushButton(self)
        self.more_button.setObjectName("more_person")
        self.more_button.setProperty("role", "link")
        self.more_button.setProperty("pass_over", "yes")
        self.more_button.setAutoDefault(False)
        # The style sheet's least height of a button is that of one line.
        self.more_button.ensurePolished()
        self.more_button.setMinimumHeight(theme.px(24))
        self.more_button.clicked.connect(lambda: self.unfold(shown=not self.is_unfolded()))
        self._main, self._rest = QGridLayout(), QGridLayout()
        self._rest_holder = QWidget(self)
        self._rest_holder.setLayout(self._rest)
        self._rest_holder.hide()
        self._rest_made = False
        self._columns = 3
        self._lay_out()
        self._make_main()
        self._name_more()

    @property
    def rare(self) -> list[str]:
        """The fields that are folded away: all that the box does not name, so that a new one has its place."""
        return [key for key in PERSON_FIELDS if key not in _MAIN]

    def set_person(self, person: Answers) -> None:
        """Show what is stored of a person."""
        self.fields.set_stored(person)
        self.unfold(shown=any(person.get(key) for key in self.rare))

    def values(self) -> dict[str, Value]:
        """Return what is known; None where something was known and was taken away."""
        return self.fields.values() | dict.fromkeys(self.fields.cleared())

    def apply(self, changes: Changes) -> None:
        """Bring back what was typed and not saved."""
        if any(key in changes for key in self.rare):
            self.unfold()
        self.fields.apply(changes)

    def is_unfolded(self) -> bool:
        """Whether the rare fields are seen."""
        return not self._rest_holder.isHidden()

    def unfold(self, *, shown: bool = True) -> None:
        """Show the rare fields, or fold them away."""
        if shown and not self._rest_made:
            self._make_rest()
        self._rest_holder.setVisible(shown)
        self._name_more()

    def focus_first(self) -> None:
        """Put the cursor into the name."""
        editor = self.fields.editor("full_name")
        if editor is not None:
            editor.control.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addWidget(self.said, 1)
        head.addWidget(self.more_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(10))
        outer.setSpacing(theme.px(4))
        outer.addLayout(head)
        outer.addLayout(self._main)
        outer.addWidget(self._rest_holder)
        for grid in (self._main, self._rest):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setHorizontalSpacing(theme.px(16))
            grid.setVerticalSpacing(theme.px(4))

    def _make_main(self) -> None:
        for key in _MAIN:
            self._row(key)
        for key in ("full_name", "personal_id"):
            editor = self.fields.editor(key)
            if isinstance(editor, CardEdit | NameEdit):
                editor.scanned.connect(self._take_card)
        self._arrange()

    def _make_rest(self) -> None:
        self._rest_made = True
        self._rest.setContentsMargins(0, theme.px(6), 0, 0)
        for key in self.rare:
            self._row(key)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use three columns where there is room, else two, and one where the letters are large."""
        super().resizeEvent(event)
        columns = 1 + sum(self.width() >= theme.px(each) for each in (_TWO_COLUMNS_FROM, _THREE_COLUMNS_FROM))
        if columns != self._columns:
            self._columns = columns
            self._arrange()

    def _arrange(self) -> None:
        self._pack(self._main, _MAIN)
        if self._rest_made:
            wide_last = sorted(self.rare, key=lambda key: key in _WIDE)
            self._pack(self._rest, wide_last)

    def _pack(self, grid: QGridLayout, keys: Sequence[str]) -> None:
        """Put the rows into as many columns as there are, in their order."""
        line, column = 0, 0
        for key in keys:
            row = self.fields.row(key)
            if row is None:
                continue
            span = self._columns if key in _WIDE else max(1, self._columns - 1) if key in _LONG else 1
            if column + span > self._columns:
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for each in range(3):
            grid.setColumnStretch(each, 1 if each < self._columns else 0)

    def _row(self, key: str) -> None:
        self.fields.make(key, self._makers.get(key), above=True)

    def _name_more(self) -> None:
        self.more_button.setText("Thu gọn" if self.is_unfolded() else f"Thông tin khác ({len(self.rare)})")

    def _learn_hamlet(self, key: str) -> None:
        """Offer a hamlet that was typed here from now on."""
        editor = self.fields.editor("hamlet")
        if key != "hamlet" or not isinstance(editor, FilteredCombo):
            return
        typed = editor.value()
        if typed and typed not in self._around.hamlets:
            self._around.hamlets = [*self._around.hamlets, typed]
            editor.set_options([Option(name, name) for name in self._around.hamlets])

    def _take_card(self, card: CardQr) -> None:
        """Fill in what the card says; what it does not say stays as it is."""
        known = self.fields.values()
        # The part of the address that is a hamlet of ours; where they live may have been said before.
        lives_in = "" if known.get("hamlet") else hamlets.within(card.address, self._around.hamlets)
        for key, value in (_on_card(card) | {"hamlet": lives_in or None}).items():
            # Where they live now may be elsewhere than where the card says that they are registered.
            if value and not (key == "address" and known.get(key)):
                if key in self.rare:
                    self.unfold()
                self.fields.set_answer(key, value)
        # The reader's own Enter went on from the field it was typed into.
        self.left.emit("personal_id")


def _on_card(card: CardQr) -> dict[str, Value]:
    birth: PartialDate | None = card.birth_date
    return {
        "personal_id": card.personal_id,
        "full_name": card.full_name,
        "birth_date": birth.iso if birth else None,
        "sex": card.sex,
        "address": card.address,
        "permanent_address": card.address,
        "old_id": card.old_id,
        "id_issued_on": card.issued_on.isoformat() if card.issued_on else None,
    }
