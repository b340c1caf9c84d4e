"""Small words that can be taken away: what was chosen, and the filters of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.findings import Level
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.choosing.option_popup import OptionModel, make_list
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.progress_strip import number

_LONGEST = 42
_LEAST = 80
_ROUNDED = 3
"""Widths are told in whole pixels, each rounded by itself."""


class _Word(QPushButton):
    """A word that is as long as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._said = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, words: str) -> None:
        """Show all of it, until the room is known."""
        self._said = words
        super().setText(words)

    def sizeHint(self) -> QSize:
        """Ask for room for all of it."""
        metrics, hint = self.fontMetrics(), super().sizeHint()
        return hint + QSize(metrics.horizontalAdvance(self._said) - metrics.horizontalAdvance(self.text()), 0)

    def minimumSizeHint(self) -> QSize:
        """Do with little."""
        return QSize(min(theme.px(_LEAST), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        beside = self.sizeHint().width() - self.fontMetrics().horizontalAdvance(self._said)
        room = self.width() - beside + theme.px(_ROUNDED)
        shown = self.fontMetrics().elidedText(self._said, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            super().setText(shown)


class Chip(QFrame):
    """A word with a cross.

    Signals:
        pressed: The word was pressed.
        removed: The cross was pressed, or Delete on the word.
    """

    pressed = Signal()
    removed = Signal()

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        closable: bool = True,
        level: str = "",
        whole: bool = False,
    ) -> None:
        """Make the chip.

        Args:
            label: The word.
            parent: Its parent.
            closable: Whether it has a cross.
            level: Of what it asks for, where that is findings.
            whole: As much of the word is shown as there is room for: several long answers often begin alike.
        """
        super().__init__(parent)
        self._whole = whole
        self.setProperty("role", "chip")
        self.setProperty("level", level)
        self._level = level
        self.word: QPushButton = _Word(self) if whole else QPushButton(self)
        self.say(label)
        self.word.setToolTip(label)
        self.word.setAutoDefault(False)
        self.word.setProperty("pass_over", "yes")
        self.word.clicked.connect(self.pressed)
        self.word.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(4), 0, 0, 0)
        row.setSpacing(0)
        if level:
            self.word.setIcon(icon(theme.LEVEL_ICONS[Level(level)], theme.tone(level)[0]))
            self.word.setIconSize(QSize(theme.px(14), theme.px(14)))
        row.addWidget(self.word)
        self.cross = QToolButton(self)
        self.cross.setIcon(icon("x"))
        self.cross.setIconSize(QSize(theme.px(12), theme.px(12)))
        self.cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.cross.setToolTip(f"Bỏ “{label}”")
        self.cross.setAccessibleName(f"Bỏ {label}")
        self.cross.clicked.connect(self.removed)
        self.cross.setVisible(closable)
        row.addWidget(self.cross)

    def say(self, label: str) -> None:
        """Show other words."""
        shown = label if self._whole or len(label) <= _LONGEST else label[: _LONGEST - 1].rstrip() + "…"
        self.word.setText(theme.beside_icon(text.literal(shown)) if self._level else text.literal(shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Delete do what the cross does."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Delete
        ):
            self.removed.emit()
            return True
        return super().eventFilter(watched, event)


@dataclass(frozen=True)
class FilterField:
    """Something a list can be narrowed by."""

    key: str
    label: str
    options: tuple[Option, ...]
    level: str = ""
    """``error``, ``warning`` or ``note``, where it asks for what has findings."""
    only: str = ""
    """The choice that its name says already."""
    named: bool = True
    """Whether its choices need its name before them."""


class CheckPanel(QFrame):
    """A small window in which several options are ticked: a search line, and the list.

    Signals:
        changed: The ticks changed. Carries the codes, in the order of the options.
        closed: It was put away.
    """

    changed = Signal(list)
    closed = Signal()

    def __init__(self, parent: QWidget, options: Sequence[Option], chosen: Sequence[str]) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._options = tuple(options)
        self._chosen = list(chosen)
        self.model = OptionModel(self, checks=True)
        self.model.set_options(self._options)
        self.model.set_checked(self._chosen)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Gõ để tìm, Enter để chọn")
        self.line.setAccessibleName("Tìm trong danh sách")
        self.line.setProperty("unkept", "searches")
        self.line.textEdited.connect(self._narrow)
        self.line.installEventFilter(self)
        composing.watch(self.line)
        self.view: QListView = make_list(self, self.model)
        self.view.clicked.connect(lambda index: self._toggle(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(theme.px(6),) * 4)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.line)
        layout.addWidget(self.view)
        self.setFixedWidth(theme.px(340))
        self.view.setFixedHeight(min(max(self.model.rowCount(), 3), 10) * theme.px(27) + theme.px(4))

    def open_under(self, widget: QWidget) -> None:
        """Show it beneath a widget, inside the screen."""
        self.adjustSize()
        place = widget.mapToGlobal(QPoint(0, widget.height()))
        room = widget.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        top = (
            place.y()
            if place.y() + self.height() <= room.bottom()
            else place.y() - widget.height() - self.height()
        )
        self.move(left, top)
        self.show()
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move through the list and tick with the keys while the search line has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.view.currentIndex().row()
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    step = 1 if event.key() == Qt.Key.Key_Down else -1
                    self._choose(max(0, min(self.model.rowCount() - 1, row + step)))
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    if row >= 0:
                        self._toggle(row)
                    else:
                        self.close()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Say that it is gone."""
        self.closed.emit()
        super().closeEvent(event)

    def _narrow(self, typed: str) -> None:
        self.model.narrow(typed)
        self._choose(0 if typed.strip() and self.model.rowCount() else -1)

    def _choose(self, row: int) -> None:
        self.view.setCurrentIndex(self.model.index(row))

    def _toggle(self, row: int) -> None:
        option = self.model.option(row)
        if option is None:
            return
        if option.code in self._chosen:
            self._chosen.remove(option.code)
        else:
            self._chosen.append(option.code)
        self.model.set_checked(self._chosen)
        self.changed.emit([each.code for each in self._options if each.code in self._chosen])


class ChipBar(QWidget):
    """The filters of a list, each as a chip, and a button that adds one.

    Signals:
        changed: The filters are others than before.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: tuple[FilterField, ...] = ()
        self._chosen: dict[str, list[str]] = {}
        self._count: int | None = None
        """How many rows these filters leave, where that is known by now."""
        self._flow = FlowLayout(self, gap=theme.px(6))
        self.add_button = QPushButton(theme.beside_icon("Thêm bộ lọc"), self)
        self.add_button.setObjectName("add_filter")
        self.add_button.setIcon(icon("list-filter"))
        self.add_button.setProperty("role", "small")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._open_menu)
        self.clear_button = QPushButton("Bỏ hết", self)
        self.clear_button.setToolTip("Bỏ mọi bộ lọc")
        self.clear_button.setProperty("role", "link")
        self.clear_button.clicked.connect(lambda: self._set({}))
        self._flow.addWidget(self.add_button)
        self._flow.addWidget(self.clear_button)
        self._chips: dict[str, Chip] = {}
        self._draw()

    def set_fields(self, fields: Sequence[FilterField]) -> None:
        """Say by what the list can be narrowed."""
        self._fields = tuple(fields)
        self._draw()

    def value(self) -> dict[str, list[str]]:
        """Return the chosen codes by the key of their field; fields without any are left out."""
        return {key: list(codes) for key, codes in self._chosen.items()}

    def said(self) -> str:
        """Return the filters in words, whole: ``Ấp, khóm: Vĩnh Lợi; Sổ: Trẻ em``."""
        chosen = [each for each in self._fields if each.key in self._chosen]
        return "; ".join(f"{each.label}: {', '.join(self._labels(each))}" for each in chosen)

    def set_value(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Show these filters; nothing is emitted."""
        self._chosen = {key: list(codes) for key, codes in chosen.items() if codes}
        self._count = None
        self._draw()

    def say_count(self, count: int) -> None:
        """Say how many rows are shown on the chips that ask for what is to be looked at."""
        self._count = count
        for key, chip in self._chips.items():
            field = self._field(key)
            if field.level and self._is_named_whole(field):
                chip.say(f"{field.label}: {number(count)}")

    def open_field(self, key: str) -> CheckPanel:
        """Let the options of one field be ticked."""
        field = self._field(key)
        panel = CheckPanel(self, field.options, self._chosen.get(key, ()))
        panel.changed.connect(lambda codes: self._set(self._chosen | {key: codes}))
        panel.open_under(self._chips.get(key, self.add_button))
        return panel

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for field in self._fields:
            menu.addAction(field.label).triggered.connect(
                lambda _checked=False, key=field.key: self.open_field(key)
            )
        menu.popup(self.add_button.mapToGlobal(QPoint(0, self.add_button.height())))

    def _set(self, chosen: Mapping[str, Sequence[str]]) -> None:
        self.set_value(chosen)
        self.changed.emit()

    def _field(self, key: str) -> FilterField:
        return next(each for each in self._fields if each.key == key)

    def _draw(self) -> None:
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for place, field in enumerate(each for each in self._fields if each.key in self._chosen):
            chip = self._make_chip(field)
            self._chips[field.key] = chip
            self._flow.insert(place, chip)
            chip.show()
        self.add_button.setVisible(bool(self._fields))
        self.clear_button.setVisible(len(self._chips) > 1)
        if self._count is not None:
            self.say_count(self._count)

    def _labels(self, field: FilterField) -> list[str]:
        return [each.label for each in field.options if each.code in self._chosen[field.key]]

    def _is_named_whole(self, field: FilterField) -> bool:
        return self._chosen[field.key] == [field.only]

    def _make_chip(self, field: FilterField) -> Chip:
        labels = self._labels(field)
        more = f" +{len(labels) - 2}" if len(labels) > 2 else ""
        alone = self._is_named_whole(field)
        name = f"{field.label}: " if field.named or not any(labels) else ""
        words = field.label if alone else f"{name}{', '.join(labels[:2])}{more}"
        chip = Chip(words, self, level=field.level if alone else "")
        chip.word.setToolTip(f"{field.label}: {', '.join(labels)}")
        chip.pressed.connect(lambda: self.open_field(field.key))
        chip.removed.connect(
            lambda: self._set({key: codes for key, codes in self._chosen.items() if key != field.key})
        )
        return chip
