"""The frame of a form: its head, the part that scrolls, what stands beside it, and the ways of saving."""

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers.person import fields_with
from ansinh_desktop.registers.register import Register
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.forms.draft_card import DraftCard
from ansinh_desktop.ui.forms.fields import Fields
from ansinh_desktop.ui.forms.person_box import PersonBox
from ansinh_desktop.ui.forms.side_panel import SidePanel
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.icons import icon

_BESIDE = 760
"""From this width on there is room beside the form."""


class FormFrame(QWidget):
    """Everything of a record's form but its sections, and without what it does."""

    def __init__(self, register: Register, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("help_anchor", register.code)
        self.title, self.state = QLabel(self), QLabel(self)
        self.title.setProperty("tone", "page")
        self.state.setProperty("tone", "muted")
        self.banner = messages.Banner(self)
        self.draft = DraftCard(self)
        self.side = SidePanel(register, self)
        self.kept = QLabel(self)
        self.kept.setProperty("tone", "small")
        self.back_button = self._button("back", theme.beside_icon("Quay lại"), "Quay lại (Esc)")
        self.back_button.setIcon(icon("arrow-left"))
        self.drop_person = self._button("drop_person", "Bỏ chọn người này", "Ghi hồ sơ cho một người mới")
        self.drop_person.hide()
        self.found_button = self._button("found", "", "Đến chỗ đầu tiên cần xem lại")
        self.found_button.setProperty("role", "link")
        self.draft_button = self._button("save_draft", "Lưu nháp", "Lưu để làm tiếp sau, kể cả khi còn lỗi")
        self.save_button = self._button("save", "Lưu", "Lưu hồ sơ (Ctrl+Enter)")
        self.save_button.setProperty("role", "primary")
        self.save_button.setProperty("pass_over", "")
        self.save_button.setAutoDefault(True)
        self.go_on_button = self._button("go_on", "", "")
        self.go_on_button.setProperty("pass_over", "")
        self.go_on_button.setAutoDefault(True)
        self.go_on_button.hide()
        self.area = QScrollArea(self)
        self.body = QWidget(self.area.viewport())
        self.body.setProperty("role", "page")
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, theme.px(8), 0)
        self.column.setSpacing(theme.px(8))
        self.box = PersonBox(
            f"{register.subject}: nhân thân",
            around,
            self.body,
            fields_with(register.person_optional),
            calm=True,
        )
        self.column.addWidget(self.box)
        self.area.setWidget(self.body)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let what stands beside the form lie below it where there is no room for both."""
        super().resizeEvent(event)
        below = self.width() < theme.px(_BESIDE)
        way = QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight
        if way != self._middle.direction():
            self._middle.setDirection(way)
            self.side.lie(below=below)

    def say_found(self, found: list[Finding]) -> None:
        """Say in the foot how much there is to look at."""
        errors = sum(each.level is Level.ERROR for each in found)
        warnings = sum(each.level is Level.WARNING for each in found)
        words = [f"{errors} lỗi"] if errors else []
        words += [f"{warnings} cảnh báo"] if warnings else []
        self.found_button.setText(f"Cần xem lại: {', '.join(words)}")
        self.found_button.setVisible(bool(words))

    def set_saving(self, *, saving: bool) -> None:
        """Let nothing be saved twice."""
        for button in (self.save_button, self.draft_button):
            button.setEnabled(not saving)

    def follow(self, fields: Fields, key: str) -> None:
        """Show the help of a field that the officer came to, and bring it into sight."""
        self.side.show_help(fields.declared.get(key))
        self.follow_found((fields, key))
        row = fields.row(key)
        if row is not None:
            self.scroll_to(row)

    def follow_found(self, stop: "tuple[Fields, str] | None") -> None:
        """Say all that was found about the field at hand beside the form, where it moves nothing."""
        row = stop[0].row(stop[1]) if stop is not None else None
        self.side.show_found(row.findings_with_reasons() if row is not None else ())

    def scroll_to(self, row: QWidget) -> None:
        """Bring a row into sight, with some of what follows it."""
        # A little later: what was found stands below the field by then, and is brought into sight with it.
        QTimer.singleShot(0, row, lambda: self._bring_into_sight(row))

    def _bring_into_sight(self, row: QWidget) -> None:
        if self.isVisible():
            self.area.ensureWidgetVisible(row, 0, theme.px(40))
            # Where little is seen at once, rather the beginning with its label than what follows.
            bar, top = self.area.verticalScrollBar(), row.mapTo(self.body, QPoint()).y()
            bar.setValue(min(bar.value(), top))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.px(12))
        # The title is never cut: with less room it goes on in the next line.
        self.title.setWordWrap(True)
        head.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.state)
        head.addWidget(self.drop_person)
        self._middle = middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        middle.setSpacing(theme.px(8))
        middle.addWidget(self.area, 1)
        middle.addWidget(self.side)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self.found_button)
        foot.addWidget(self.kept)
        foot.addStretch(1)
        foot.addWidget(self.draft_button)
        foot.addWidget(self.go_on_button)
        foot.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(10))
        outer.setSpacing(theme.px(8))
        for layout_or_widget in (head, self.banner, self.draft, middle, foot):
            if isinstance(layout_or_widget, QWidget):
                outer.addWidget(layout_or_widget)
            else:
                outer.addLayout(layout_or_widget, 1 if layout_or_widget is middle else 0)

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.setProperty("pass_over", "yes")
        return button
