"""The acts for marked records: as many buttons as there is room for, the others in a menu; none that fits nobody."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from ansinh_desktop.findings import Finding
from ansinh_desktop.registers.acts.many import ManyAct
from ansinh_desktop.ui import theme

_GAP = 8


class MarkedActs(QWidget):
    """A button for each act, from the left, for as long as there is room.

    Signals:
        asked: An act is to be done. Carries its code.
    """

    asked = Signal(str)

    def __init__(self, acts: Sequence[ManyAct], parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._why: Mapping[str, Finding] = {}
        self._acts = {each.code: each for each in acts}
        self.buttons: dict[str, QPushButton] = {}
        """By the code of the act; those without room are not shown."""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(_GAP))
        for each in acts:
            made = QPushButton(f"{each.label}…", self)
            made.setObjectName(f"many_{each.code}")
            made.setAutoDefault(False)
            made.clicked.connect(partial(self._press, each.code))
            self.buttons[each.code] = made
            row.addWidget(made)
        self.more = QPushButton("Việc khác", self)
        self.more.setObjectName("many_more")
        self.more.setAutoDefault(False)
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        row.addStretch(1)
        self._share_room()

    def show_unfit(self, why: Mapping[str, Finding]) -> None:
        """Let nothing be asked for that fits none of the records, and say why not."""
        self._why = why
        for code, made in self.buttons.items():
            made.setEnabled(code not in why)
            made.setToolTip(why[code].text if code in why else "")

    def menu(self) -> QMenu:
        """Return the acts for whose buttons there is no room."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for code, made in self.buttons.items():
            if made.isHidden():
                action = menu.addAction(made.text())
                action.setEnabled(made.isEnabled())
                action.setToolTip(made.toolTip())
                action.triggered.connect(partial(self._press, code))
        return menu

    def sizeHint(self) -> QSize:
        """Return the room of all buttons."""
        return QSize(self._width(len(self.buttons)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the room of the one button behind which all the others stand."""
        return QSize(self._width(0), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many buttons as there is room for."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        most = len(self.buttons)
        while most and self._width(most) > self.width():
            most -= 1
        for place, made in enumerate(self.buttons.values()):
            made.setVisible(place < most)
        self.more.setVisible(most < len(self.buttons))

    def _width(self, most: int) -> int:
        """Return the room that the first buttons need, and the one of the menu where some are left over."""
        shown = list(self.buttons.values())[:most]
        shown += [self.more] if most < len(self.buttons) else []
        return sum(each.sizeHint().width() for each in shown) + theme.px(_GAP) * max(0, len(shown) - 1)

    def _press(self, code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.asked.emit(code)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
