"""Buttons side by side of which one is chosen: how something is looked at."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ansinh_desktop import text
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon

_EDGES = 16


class Segments(QWidget):
    """The buttons; Tab comes to the chosen one, the arrows to the others.

    Signals:
        chosen: Another one was pressed, or the chosen one again. Carries its key.
    """

    chosen = Signal(str)

    def __init__(self, name: str, label: str, parent: QWidget, *, fills: bool = False) -> None:
        """Make the row; ``fills`` lets its buttons share all the room there is."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._label, self._fills = label, fills
        self.buttons: dict[str, QPushButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(
            QSizePolicy.Policy.Expanding if fills else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )

    def set_choices(
        self, choices: Sequence[tuple[str, str]], signs: dict[str, tuple[str, str]] | None = None
    ) -> None:
        """Offer these; what was chosen stays so while it is among them.

        Args:
            choices: The key and the words of each.
            signs: By key the icon and its tone.
        """
        kept = self.key()
        if [key for key, _ in choices] != list(self.buttons):
            self._make([key for key, _ in choices])
        for key, words in choices:
            sign, tone = (signs or {}).get(key, ("", ""))
            made = self.buttons[key]
            made.setText(theme.beside_icon(text.literal(words)) if sign else text.literal(words))
            made.setAccessibleName(f"{self._label}: {words}")
            if sign:
                made.setIcon(icon(sign, theme.tone(tone)[0]))
            # As wide as in bold, as it is once it is chosen: nothing beside it moves.
            bold = QFontMetrics(theme.type_font("text", bold=True)).horizontalAdvance(made.text())
            made.setMinimumWidth(bold + theme.px(_EDGES + (20 if sign else 0)))
        self.choose(kept if kept in self.buttons else next(iter(self.buttons), ""))

    def key(self) -> str:
        """Return which is chosen; empty where none is."""
        return next((key for key, each in self.buttons.items() if each.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose one; nothing is emitted."""
        for each, made in self.buttons.items():
            made.setChecked(each == key)
            made.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == key else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows choose."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if by and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                made = list(self.buttons.values())
                at = next((place for place, each in enumerate(made) if each is watched), 0) + by
                if 0 <= at < len(made):
                    made[at].setFocus(Qt.FocusReason.TabFocusReason)
                    made[at].click()
                return True
        return super().eventFilter(watched, event)

    def _make(self, keys: Sequence[str]) -> None:
        for old in self.buttons.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = {}
        for place, key in enumerate(keys):
            made = QPushButton(self)
            made.setObjectName(f"{self.objectName()}_{key}")
            made.setCheckable(True)
            made.setAutoDefault(False)
            made.setProperty("dense", "yes")
            role = "left" if not place else "right" if place == len(keys) - 1 else "middle"
            made.setProperty("role", role if len(keys) > 1 else "only")
            made.installEventFilter(self)
            made.clicked.connect(partial(self._press, key))
            self._row.addWidget(made, 1 if self._fills else 0)
            self.buttons[key] = made

    def _press(self, key: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.choose(key)
        self.chosen.emit(key)
