"""Who stands on one side of a target, and why each of them does."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ansinh_desktop import text
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.plan.counting import Standing
from ansinh_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

_HEIGHT, _LINE = 44, 26


def beside(standing: Standing) -> str:
    """Return what stands beside a name; beside the number of whoever goes by it nothing does."""
    record = standing.record
    if goes_by_code(record.confidentiality):
        return ""
    born = PERSON_FIELDS["birth_date"].kind.show(record.person.get("birth_date"))
    return " · ".join(filter(None, (born, str(record.person.get("hamlet") or ""))))


class StandingModel(QAbstractListModel):
    """The rows, all in memory."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.standings: tuple[Standing, ...] = ()
        self.says_why = False
        """Whether anybody's place has a reason: then all have a second line."""

    def set_standings(self, standings: Sequence[Standing]) -> None:
        """Show these, in the order of their names."""
        self.beginResetModel()
        self.standings = tuple(sorted(standings, key=lambda each: text.name_sort_key(each.record.who)))
        self.says_why = any(each.why for each in standings)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.standings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        each = self.standings[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return each.record.who
            case Qt.ItemDataRole.UserRole:
                return each
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (each.record.who, beside(each), each.why)))
            case _:
                return None


class StandingList(QListView):
    """The list.

    Signals:
        opened: A record is to be opened. Carries its id.
        left: The officer goes back to the targets.
    """

    opened = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("standings")
        self.setAccessibleName("Ai được tính")
        self.model_ = StandingModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self.model_, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._open)

    def set_standings(self, standings: Sequence[Standing]) -> None:
        """Show these; who is current stays so where they still are among them, else the first is."""
        at = self.currentIndex().row()
        kept = self.model_.standings[at].record.id if at >= 0 else ""
        self.model_.set_standings(standings)
        if standings:
            rows = enumerate(self.model_.standings)
            row = next((place for place, each in rows if each.record.id == kept), 0)
            self.setCurrentIndex(self.model_.index(row))

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: there is a search box, which asks the data file."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open a record with Enter, go back with Esc or the left arrow."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Left) and not event.modifiers():
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model_.standings[index.row()].record.id)


class _Delegate(QStyledItemDelegate):
    """Paints a name with what stands beside it, and beneath it why."""

    def __init__(self, model: StandingModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme.px(120), theme.px(_HEIGHT if self._model.says_why else _LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        each: Standing = index.data(Qt.ItemDataRole.UserRole)
        now, box = theme.colours(), option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(now.accent_soft))
        painter.fillRect(QRect(box.left(), box.bottom(), box.width(), 1), QColor(now.line))
        inner = box.adjusted(theme.px(8), theme.px(3), -theme.px(8), -theme.px(2))
        high = theme.px(_LINE - 6)
        line = QRect(inner.left(), inner.top(), inner.width(), high)
        painter.setFont(theme.type_font("small"))
        said = beside(each)
        wide = painter.fontMetrics().horizontalAdvance(said)
        painter.setFont(theme.type_font("text"))
        name = painter.fontMetrics().horizontalAdvance(each.record.who)
        painter.setPen(QColor(now.accent))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, each.record.who)
        painter.fillRect(QRect(line.left(), line.bottom(), name, 1), QColor(now.accent))
        painter.setFont(theme.type_font("small"))
        painter.setPen(QColor(now.muted))
        if name + wide + theme.px(12) <= line.width():
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        if each.why:
            below = QRect(inner.left(), line.bottom() + 1, inner.width(), inner.bottom() - line.bottom())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, each.why)
        painter.restore()
