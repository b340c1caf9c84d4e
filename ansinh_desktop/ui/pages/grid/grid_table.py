"""The grid at the keyboard: typed into, pasted, copied and moved about in as in a spreadsheet."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QKeyCombination,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ansinh_desktop.services import grid
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.pages.grid.grid_model import GridModel
from ansinh_desktop.ui.tables.standing import stand_at
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option

Offered = Callable[[int], Sequence[Option]]
_Index = QModelIndex | QPersistentModelIndex

_WIDTHS = {"person.full_name": 190, "person.address": 200, "person.personal_id": 130, "person.sex": 90}
_WIDTH, _CHOICE_WIDTH = 130, 170
_ROW_HEIGHT = 28

_WAYS = {
    Qt.Key.Key_Return: (1, 0),
    Qt.Key.Key_Enter: (1, 0),
    Qt.Key.Key_Tab: (0, 1),
    Qt.Key.Key_Backtab: (0, -1),
}


def _way_of(event: QKeyEvent) -> tuple[int, int] | None:
    """Return how many rows down and columns to the right a key leads out of a cell; None where it does not."""
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        return None
    return _WAYS.get(Qt.Key(event.key()))


def _is_pressed(key: QKeySequence.StandardKey | str, event: QKeyEvent) -> bool:
    """Whether an event is of some keys; those of the number pad count as well."""
    if not isinstance(key, str):
        return event.matches(key)
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return QKeySequence(QKeyCombination(held, Qt.Key(event.key()))) == QKeySequence.fromString(key)


class _Cells(QStyledItemDelegate):
    """The line in a cell; where a list is offered, the same field as in a form.

    Signals:
        gone: Enter or Tab left the cell. Carries how many rows down and how many columns to the right one goes.
    """

    gone = Signal(int, int)

    def __init__(self, offered: Offered, parent: QWidget) -> None:
        super().__init__(parent)
        self._offered = offered
        self.editor: QWidget | None = None
        """The one that is open."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the cell, and the ring around the one that keys go to."""
        super().paint(painter, option, index)
        at: QStyle.StateFlag = option.state
        if at & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(QPen(QColor(theme.colours().accent), theme.px(2)))
            rect: QRect = option.rect
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
            painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        """Return the line."""
        options = self._offered(index.column())
        if options:
            combo = FilteredCombo("", parent, options=options)
            combo.line.installEventFilter(self)
            self.editor = combo
        else:
            line = super().createEditor(parent, option, index)
            self.editor = line
        self.editor.setProperty("unkept", "as the rows of the grid")
        return self.editor

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        """Show what stands in the cell as it is."""
        _line(editor).setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        """Take what was typed."""
        composing.commit()
        if isinstance(editor, FilteredCombo):
            editor.settle()
        model.setData(index, _line(editor).text(), Qt.ItemDataRole.EditRole)

    def destroyEditor(self, editor: QWidget, index: _Index) -> None:
        """Forget the line."""
        self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the cell with Enter downwards and with Tab to the right."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.editor is not None:
            way = _way_of(event)
            if way is not None:
                self._take(self.editor)
                self.close()
                self.gone.emit(*way)
                return True
        if watched is not self.editor:
            return False
        return super().eventFilter(watched, event)

    def close(self) -> None:
        """Take what is being typed, and close the line."""
        if self.editor is not None:
            editor = self.editor
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)

    @staticmethod
    def _take(editor: QWidget) -> None:
        if isinstance(editor, FilteredCombo) and editor.is_open() and (option := editor.popup.current()):
            editor.pick(option)


def _line(editor: QWidget) -> QLineEdit:
    if isinstance(editor, FilteredCombo):
        return editor.line
    if not isinstance(editor, QLineEdit):
        raise TypeError(type(editor).__name__)
    return editor


class GridTable(QTableView):
    """The cells.

    Signals:
        pasted: Something was pasted. Carries its text.
    """

    pasted = Signal(str)

    def __init__(self, model: GridModel, offered: Offered, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("grid")
        self.setAccessibleName("Bảng nhập nhiều")
        self._model, self._offered = model, offered
        self._tabbed_from = 0
        self.setModel(model)
        self.cells = _Cells(offered, self)
        self.cells.gone.connect(self._go)
        self.setItemDelegate(self.cells)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.EditKeyPressed | trigger.DoubleClicked)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW_HEIGHT))
        self.verticalHeader().setMinimumWidth(theme.px(52))
        self.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.horizontalHeader().setMinimumSectionSize(theme.px(60))
        self._at = (0, 0)
        """Where one stood before the columns became others."""
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._take_up_again)
        self.set_widths()

    def set_widths(self) -> None:
        """Give each column the room of its heading, and of what stands in it as a rule."""
        heading = self.horizontalHeader()
        for place, each in enumerate(self._model.content.columns):
            usual = _CHOICE_WIDTH if self._offered(place) else _WIDTH
            least = _WIDTHS.get(each.target or "", usual)
            self.setColumnWidth(place, max(theme.px(least), heading.sectionSizeHint(place) + theme.px(12)))

    def _remember(self) -> None:
        at = self.currentIndex()
        self._at = max(at.row(), 0), max(at.column(), 0)

    def _take_up_again(self) -> None:
        """Stand where one stood: another column is no reason to lose one's place."""
        self.set_widths()
        self.setCurrentIndex(self._model.index(self._at[0], min(self._at[1], self._model.columnCount() - 1)))

    def being_typed(self) -> tuple[int, int, str] | None:
        """Return the cell that is being typed into, with what stands in it."""
        editor, at = self.cells.editor, self.currentIndex()
        return (at.row(), at.column(), _line(editor).text()) if editor is not None and at.isValid() else None

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one."""
        self.cells.close()
        self.setCurrentIndex(self._model.index(row, column))
        self.setFocus()

    def setCurrentIndex(self, index: _Index) -> None:
        """Make a cell the current one and the only chosen one."""
        stand_at(self, index)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a spreadsheet from what they do in the whole window."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._act_of(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of a spreadsheet do."""
        if (act := self._act_of(event)) is not None:
            act()
        elif (way := _way_of(event)) is not None:
            self._go(*way)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Keep Tab for the cells; Ctrl+Tab and F6 lead out."""
        return False

    def _act_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        """Return what a key of a spreadsheet does; None for any other."""
        acts: dict[QKeySequence.StandardKey | str, Callable[[], object]] = {
            QKeySequence.StandardKey.Paste: self.paste,
            QKeySequence.StandardKey.Copy: self.copy,
            QKeySequence.StandardKey.Cut: self.cut,
            QKeySequence.StandardKey.Undo: self._model.take_back,
            "Ctrl+D": self.fill_down,
            "Del": self.clear,
        }
        if not self._model.can_take_back():
            del acts[QKeySequence.StandardKey.Undo]
        return next((act for key, act in acts.items() if _is_pressed(key, event)), None)

    # ---------------------------------------------------------------- acts

    def paste(self) -> None:
        """Put what lies in the clipboard into the cells from the current one on."""
        typed = QGuiApplication.clipboard().text()
        if typed.strip():
            self.pasted.emit(typed)

    def copy(self) -> None:
        """Put the chosen cells into the clipboard, as a spreadsheet takes them."""
        top, left, bottom, right = self._chosen()
        content = self._model.content
        rows = [
            [content.cell(row, column) for column in range(left, right + 1)] for row in range(top, bottom + 1)
        ]
        QGuiApplication.clipboard().setText(grid.for_clipboard(rows))

    def cut(self) -> None:
        """Copy the chosen cells, and empty them."""
        self.copy()
        self.clear()

    def clear(self) -> None:
        """Empty the chosen cells."""
        top, left, bottom, right = self._chosen()
        bottom = min(bottom, len(self._model.content.rows) - 1)
        if bottom >= top:
            self._put(top, left, [[""] * (right - left + 1)] * (bottom - top + 1))

    def fill_down(self) -> None:
        """Let stand in the chosen cells what stands above the first of them."""
        top, left, bottom, right = self._chosen()
        source = top if bottom > top else top - 1
        if source >= 0:
            content = self._model.content
            above = [content.cell(source, column) for column in range(left, right + 1)]
            self._put(source, left, [above] * (bottom - source + 1))

    def _put(self, top: int, left: int, block: Sequence[Sequence[str]]) -> None:
        at = self.currentIndex()
        row, column = at.row(), at.column()
        self._model.put(self._model.content.with_block(top, left, block))
        self.setCurrentIndex(self._model.index(row, column))

    def _chosen(self) -> tuple[int, int, int, int]:
        """Return the first and last row and column of the chosen cells; of the current one where none is."""
        at = self.selectedIndexes() or [self.currentIndex()]
        rows, columns = [each.row() for each in at], [each.column() for each in at]
        return max(min(rows), 0), max(min(columns), 0), max(rows), max(columns)

    def _go(self, down: int, right: int) -> None:
        """Go on as in a spreadsheet: Tab to the right, and Enter then below where one began with Tab."""
        at, last = self.currentIndex(), self._model.columnCount() - 1
        row, column = max(at.row(), 0), max(at.column(), 0)
        if right:
            column += right
            if column > last:
                row, column = row + 1, self._tabbed_from
            elif column < 0:
                row, column = max(row - 1, 0), last
        else:
            row, column = row + down, self._tabbed_from
        if not right or down:
            self._tabbed_from = column
        self.setCurrentIndex(self._model.index(min(row, self._model.rowCount() - 1), column))
        self.setFocus()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Remember from which column one goes on with Tab."""
        super().currentChanged(current, previous)
        same_row = previous.isValid() and current.row() == previous.row()
        if not (same_row and abs(current.column() - previous.column()) == 1):
            self._tabbed_from = current.column()
