"""The field for several codes of a list: ticked in the list, shown as chips."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers.answer import Value, as_list, as_text, text_of
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.widgets.choosing.chips import Chip
from ansinh_desktop.ui.widgets.choosing.choice import ChoiceLine
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.flow import FlowLayout


class ChoicesBox(ChoiceLine):
    """Several codes: type a few letters, Enter ticks the first line that fits; Enter in the empty line goes on."""

    def __init__(
        self,
        key: str = "",
        parent: QWidget | None = None,
        *,
        options: Sequence[Option] = (),
        show: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(key, parent, checks=True, placeholder="Gõ vài chữ rồi Enter để thêm")
        self._show = show
        self._codes: list[str] = []
        self._fault: Finding | None = None
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, gap=theme.px(4))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(self._chips)
        column.addWidget(self.line)
        self.row.addLayout(column, 1)
        self.set_options(options)
        self._draw()

    def value(self) -> Value:
        found: list[Value] = list(self._codes)
        return found or None

    def set_value(self, value: Value) -> None:
        self._codes, self._fault = [as_text(each) for each in as_list(value)], None
        self.line.clear()
        self._draw()

    def typed(self) -> Value:
        return {"codes": list(self._codes), "text": self.line.text()}

    def set_typed(self, typed: Value) -> None:
        # What another version kept of it may be of another form.
        stood = typed if isinstance(typed, dict) else {}
        codes = stood.get("codes")
        self.set_value([each for each in codes if isinstance(each, str)] if isinstance(codes, list) else None)
        self.line.setText(text_of(stood, "text"))

    def fault(self) -> Finding | None:
        return self._fault

    def settle(self) -> None:
        self.close_list()
        wanted = text.clean(self.line.text())
        if not wanted:
            self.line.clear()
        self._fault = error("AS-9010", self.objectName(), typed=wanted) if wanted else None

    def pick(self, option: Option) -> None:
        if option.code in self._codes:
            self._codes.remove(option.code)
        else:
            self._codes.append(option.code)
        if self.line.text():
            # Found by its letters: the next Enter is to go on, not to take the tick back.
            self.close_list()
        self.line.clear()
        self._draw()
        self.line.setFocus()
        self.edited.emit()

    def open(self) -> None:
        super().open()
        if self.is_open():
            self.popup.model.set_checked(self._codes)
            if self.popup.current() is None:
                self.popup.move_by(1)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        super().set_read_only(read_only)
        self.line.setVisible(not read_only)
        self._draw()

    def press(self, event: QKeyEvent) -> bool:
        enter = (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if enter and self.is_open() and (option := self.popup.current()) is not None:
            self.pick(option)
            return True
        return super().press(event)

    def _take_letter(self, typed: str) -> None:
        self._fault = None
        super()._take_letter(typed)
        self.popup.model.set_checked(self._codes)

    def _draw(self) -> None:
        if self._popup is not None:
            self._popup.model.set_checked(self._codes)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for code in self._ordered():
            chip = Chip(self._label(code), self._chips, closable=not self.read_only, whole=True)
            chip.removed.connect(lambda code=code: self._remove(code))
            self._flow.addWidget(chip)
        self._chips.setVisible(bool(self._codes) or self.read_only)
        self._chips.updateGeometry()

    def _remove(self, code: str) -> None:
        if not self.read_only:
            self._codes.remove(code)
            self._draw()
            self.line.setFocus()
            self.edited.emit()

    def _ordered(self) -> list[str]:
        places = {each.code: place for place, each in enumerate(self.options)}
        return sorted(self._codes, key=lambda code: places.get(code, len(places)))

    def _label(self, code: str) -> str:
        option = next((each for each in self.options if each.code == code), None)
        if option:
            return option.label
        return self._show(code) if self._show else code
