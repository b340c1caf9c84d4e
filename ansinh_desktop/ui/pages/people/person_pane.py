"""One person beside the list: what is known, the records, the household, the relations."""

import functools
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, RETURN
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.joining.work import Joined
from ansinh_desktop.services.lives.work import Recorded, offered
from ansinh_desktop.services.people import HouseholdView, PersonView, RelationView
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue

_LIFE_ICONS = {DEATH: "user-x", MOVE: "log-out", RETURN: "log-in"}
_TONES = {"death_date": "warning", "moved_on": "warning", "moved_to": "warning"}
_IN_HEAD = frozenset({"full_name", "birth_date", "sex", "hamlet"})


class PersonPane(QFrame):
    """All that is shown of a person, and what can be asked from here.

    Signals:
        turned: Somebody is shown, or nobody any more.
        edit_asked: The person's data are to be changed.
        case_asked: A record is to be opened. Carries its id and its register.
        new_case_asked: A record is to be added. Carries the register.
        person_asked: Another person is to be shown. Carries the id.
        household_asked: The household is to be made or changed.
        member_asked: Somebody is to be taken into the household.
        head_asked: A member is to be its head. Carries the id.
        leave_asked: The person is to leave the household.
        relation_asked: A relation is to be written down.
        unrelate_asked: A relation is to be taken back. Carries its id.
        join_asked: The person is to be joined with another who is the same. Carries the id and the name.
        part_asked: Somebody who was joined with the person is to be parted again. Carries the ids of both.
        life_asked: A death, a move or a return is to be said. Carries which.
        take_back_asked: What was said of the person's life is to be taken back. Carries the act and its words.
    """

    turned = Signal()
    edit_asked = Signal()
    case_asked = Signal(str, str)
    new_case_asked = Signal(str)
    person_asked = Signal(str)
    household_asked = Signal()
    member_asked = Signal()
    head_asked = Signal(str)
    leave_asked = Signal()
    relation_asked = Signal()
    unrelate_asked = Signal(str)
    join_asked = Signal(str, str)
    part_asked = Signal(str, str)
    life_asked = Signal(str)
    take_back_asked = Signal(int, str)

    def __init__(self, writable: list[str], parent: QWidget | None = None) -> None:
        """Make the pane; ``writable`` are the registers in which the officer may add records."""
        super().__init__(parent)
        self.setProperty("role", "card")
        self._writable = writable
        self.view: PersonView | None = None
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px(4),) * 4)
        column.addWidget(self._area)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Show that nobody is chosen."""
        self.view = None
        words = "Chọn một người để xem hồ sơ, hộ gia đình và quan hệ."
        self._area.setWidget(EmptyState("users", "Chưa chọn người nào", words, parent=self))
        self.turned.emit()

    def show_person(
        self, view: PersonView, recorded: Sequence[Recorded] = (), joined: Sequence[Joined] = ()
    ) -> None:
        """Show a person, what was said of their life and can be taken back, and who was joined with them."""
        self.view = view
        changeable = view.ours and bool(self._writable)
        body = QWidget(self._area.viewport())
        body.setProperty("role", "page")
        column = QVBoxLayout(body)
        column.setContentsMargins(*(theme.px(10),) * 4)
        column.setSpacing(theme.px(4))
        self._add_head(column, view, changeable=changeable)
        if changeable:
            column.addWidget(self._lives_of(view, recorded))
        self._add_records(column, view)
        self._add_joined(column, view.id, joined if changeable else ())
        self._add_household(column, view, changeable=changeable)
        self._add_relations(column, view, changeable=changeable)
        column.addStretch(1)
        self._area.setWidget(body)
        self.turned.emit()

    def _add_head(self, column: QVBoxLayout, view: PersonView, *, changeable: bool) -> None:
        name = QLabel(str(view.person["full_name"]))
        name.setProperty("tone", "page")
        name.setWordWrap(True)
        line = QLabel(_head_line(view))
        line.setProperty("tone", "muted")
        line.setWordWrap(True)
        column.addWidget(name)
        column.addWidget(line)
        buttons = [_button("edit_person", "Sửa nhân thân", "pencil", self.edit_asked.emit, "F2")]
        if self._writable:
            add = _button("add_case", "Thêm hồ sơ", "plus", lambda: None, "Thêm hồ sơ cho người này")
            add.clicked.connect(functools.partial(self._open_registers, add))
            buttons.append(add)
            tip = "Người này được ghi hai lần: đặt hai người cạnh nhau rồi gộp"
            ask = functools.partial(self.join_asked.emit, view.id, str(view.person["full_name"]))
            buttons.append(_button("join", "Gộp…", "merge", ask, tip))
        if changeable:
            column.addWidget(_line_of(*buttons))
        facts = KeyValue(label_width=116)
        facts.set_facts(
            [
                Fact(field.label, field.kind.show(view.person[key]), key=key, tone=_TONES.get(key, ""))
                for key, field in PERSON_FIELDS.items()
                if key not in _IN_HEAD and view.person.get(key)
            ]
        )
        column.addWidget(facts)

    def _lives_of(self, view: PersonView, recorded: Sequence[Recorded]) -> QWidget:
        """Return the buttons that say something of the person's life, and those that take it back."""
        buttons = [
            _button(
                f"life_{each.code}",
                each.offered,
                _LIFE_ICONS[each.code],
                functools.partial(self.life_asked.emit, each.code),
                f"{each.label} ({keys.shortcut('life').shown})",
            )
            for each in offered(view.person)
        ]
        buttons += [
            _button(
                f"take_back_{each.code}",
                each.label,
                "undo-2",
                functools.partial(self.take_back_asked.emit, each.act_id, f"{each.label} ({each.day})"),
            )
            for each in recorded
        ]
        return _line_of(*buttons)

    def _add_records(self, column: QVBoxLayout, view: PersonView) -> None:
        column.addWidget(_title("Hồ sơ"))
        for record in view.records:
            words = f"{catalog.register(record.register).short_title}: {record.number} · {record.state}"
            column.addWidget(
                _link(words, functools.partial(self.case_asked.emit, record.id, record.register))
            )
        if not view.records:
            # Also where all records go by their number: that there are any is not told beside the name.
            column.addWidget(_small("Không có hồ sơ nào hiện ở đây. Hồ sơ mật mở từ sổ của nó."))

    def _add_joined(self, column: QVBoxLayout, person_id: str, joined: Sequence[Joined]) -> None:
        """Tell who was recorded besides, and was found to be the same."""
        if joined:
            column.addWidget(_title("Đã gộp vào người này"))
        for each in joined:
            born = f" ({each.birth})" if each.birth else ""
            column.addWidget(_small(f"{each.name}{born}. {each.officer}: {each.reason}"))
            ask = functools.partial(self.part_asked.emit, person_id, each.person_id)
            column.addWidget(_line_of(_button("part", "Tách lại…", "undo-2", ask)))

    def _add_household(self, column: QVBoxLayout, view: PersonView, *, changeable: bool) -> None:
        column.addWidget(_title("Hộ gia đình"))
        household = view.household
        if household is None:
            column.addWidget(_small("Chưa ghi hộ"))
            if changeable:
                make = _button("make_household", "Lập hộ", "house", self.household_asked.emit)
                column.addWidget(_line_of(make))
            return
        facts = KeyValue(label_width=116)
        facts.set_facts(_household_facts(household))
        column.addWidget(facts)
        for member in household.members:
            words = f"{member.name} ({member.birth})" if member.birth else member.name
            words += f", {member.gone}" if member.gone else ""
            row = QHBoxLayout()
            if member.id == view.id:
                row.addWidget(QLabel(words))
            else:
                row.addWidget(_link(words, functools.partial(self.person_asked.emit, member.id)))
            if member.head:
                row.addWidget(_small("chủ hộ"))
            elif changeable and not member.gone:
                row.addWidget(_link("đặt làm chủ hộ", functools.partial(self.head_asked.emit, member.id)))
            row.addStretch(1)
            column.addLayout(row)
        if changeable:
            column.addWidget(
                _line_of(
                    _button("add_member", "Thêm thành viên", "user-plus", self.member_asked.emit),
                    _button("edit_household", "Sửa hộ", "pencil", self.household_asked.emit),
                    _button("leave_household", "Đưa ra khỏi hộ", "log-out", self.leave_asked.emit),
                )
            )

    def _add_relations(self, column: QVBoxLayout, view: PersonView, *, changeable: bool) -> None:
        column.addWidget(_title("Quan hệ"))
        for relation in view.relations:
            row = QHBoxLayout()
            row.addWidget(QLabel(f"{relation.text}:"))
            row.addWidget(_link(relation.other, functools.partial(self.person_asked.emit, relation.other_id)))
            row.addWidget(_small(_span(relation)))
            if changeable:
                row.addWidget(_link("rút", functools.partial(self.unrelate_asked.emit, relation.id)))
            row.addStretch(1)
            column.addLayout(row)
        if not view.relations:
            column.addWidget(_small("Chưa ghi quan hệ"))
        if changeable:
            column.addWidget(
                _line_of(_button("add_relation", "Thêm quan hệ", "link", self.relation_asked.emit))
            )

    def _open_registers(self, above: QPushButton) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in self._writable:
            action = menu.addAction(catalog.register(code).title)
            action.triggered.connect(lambda _=False, code=code: self.new_case_asked.emit(code))
        menu.popup(above.mapToGlobal(above.rect().bottomLeft()))


def _head_line(view: PersonView) -> str:
    parts = (PERSON_FIELDS[key].kind.show(view.person.get(key)) for key in ("sex", "birth_date", "hamlet"))
    return " · ".join(part for part in parts if part)


def _household_facts(household: HouseholdView) -> list[Fact]:
    facts = []
    for key, field in HOUSEHOLD_FIELDS.items():
        if household.values.get(key):
            facts.append(Fact(field.label, field.kind.show(household.values[key]), key=key))
    return facts


def _span(relation: RelationView) -> str:
    days = (
        f"{relation.since} – {relation.until}"
        if relation.until
        else f"từ {relation.since}"
        if relation.since
        else ""
    )
    return ", ".join(part for part in (days, relation.note) if part)


def _title(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("tone", "section")
    label.setContentsMargins(0, theme.px(10), 0, 0)
    return label


def _small(words: str) -> QLabel:
    label = QLabel(words)
    label.setProperty("tone", "muted")
    label.setWordWrap(True)
    return label


def _button(name: str, words: str, sign: str, slot: object, tip: str = "") -> QPushButton:
    button = QPushButton(theme.beside_icon(text.literal(words)))
    button.setObjectName(name)
    button.setIcon(icon(sign))
    button.setToolTip(tip)
    button.clicked.connect(slot)
    return button


def _link(words: str, slot: object) -> QPushButton:
    button = QPushButton(text.literal(words))
    button.setProperty("role", "link")
    button.clicked.connect(slot)
    return button


def _line_of(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, gap=theme.px(6))
    for widget in widgets:
        flow.addWidget(widget)
    return holder
