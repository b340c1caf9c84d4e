"""How old the last packages of the communes are, all of them in one bar, and what is missing or came back."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.services.sync.communes import LATE_AFTER, Commune
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.pages.page import figure, small
from ansinh_desktop.ui.widgets.progress_strip import number

_NARROWEST = 30
_BAR_FROM = 56
"""Where the bar begins, behind sign and number."""


@dataclass(frozen=True)
class Ages:
    """Communes whose last package is about as old."""

    words: str
    count: int
    tone: str
    """``accent``, ``soft``, ``muted`` or ``error``."""


def ages_of(communes: Sequence[Commune]) -> list[Ages]:
    """Return the communes by the age of their last package; together they are all."""
    half, week = LATE_AFTER // 2, 7
    days = [each.days for each in communes]
    sent = [each for each in days if each is not None]
    return [
        Ages(f"0–{week} ngày", sum(each <= week for each in sent), "accent"),
        Ages(f"{week + 1}–{half}", sum(week < each <= half for each in sent), "soft"),
        Ages(f"{half + 1}–{LATE_AFTER}", sum(half < each <= LATE_AFTER for each in sent), "muted"),
        Ages(f"trên {LATE_AFTER}", sum(each > LATE_AFTER for each in sent), "error"),
        Ages("chưa gửi", len(days) - len(sent), "error"),
    ]


class AgeBar(QWidget):
    """The bar: each part carries its number, its words stand below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("age_bar")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.ages: list[Ages] = []

    def show_ages(self, ages: Sequence[Ages]) -> None:
        """Show these parts; those of nobody are left out."""
        self.ages = [each for each in ages if each.count]
        words = ", ".join(f"{each.words}: {each.count} xã" for each in self.ages)
        self.setToolTip(words)
        self.setAccessibleName(f"Tuổi của gói gần nhất: {words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self.ages:
            return
        gap, least = theme.px(3), theme.px(_NARROWEST)
        room = self.width() - gap * (len(self.ages) - 1) - least * len(self.ages)
        every = sum(each.count for each in self.ages)
        left = 0.0
        with QPainter(self) as painter:
            for place, each in enumerate(self.ages):
                width = least + max(0, room) * each.count / every
                self._draw(
                    painter, QRectF(left, 0, width, theme.px(24)), each, last=place == len(self.ages) - 1
                )
                left += width + gap

    def _draw(self, painter: QPainter, box: QRectF, part: Ages, *, last: bool) -> None:
        now = theme.colours()
        ground, words = {
            "accent": (now.accent, now.on_accent),
            "soft": (now.accent_soft, now.text),
            "muted": (now.raised, now.text),
            "error": (now.error, now.surface),
        }[part.tone]
        painter.setPen(QColor(now.line_strong))
        painter.setBrush(QColor(ground))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(words))
        painter.setFont(theme.type_font("text", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, number(part.count))
        painter.setPen(QColor(now.error if part.tone == "error" else now.muted))
        painter.setFont(theme.type_font("small"))
        side = Qt.AlignmentFlag.AlignRight if last and len(self.ages) > 1 else Qt.AlignmentFlag.AlignLeft
        room = painter.fontMetrics().horizontalAdvance(part.words)
        # The words of a narrow part would run into those beside it: its tip says them.
        if last or room <= box.width():
            below = QRectF(box.left(), theme.px(26), max(box.width(), room), theme.px(18))
            if side == Qt.AlignmentFlag.AlignRight:
                below.moveRight(box.right())
            painter.drawText(below, side | Qt.AlignmentFlag.AlignVCenter, part.words)


class CommunesBand(QFrame):
    """The figures over the list of communes.

    Signals:
        asked: The communes behind a figure are wanted. Carries which: ``late``, ``missing``, ``rejected``,
            ``given_back``; empty for all.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.bar = AgeBar(self)
        self.doors: dict[str, QPushButton] = {}
        self._below: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(20))
        row.addLayout(self._figure("late", f"Chậm quá {LATE_AFTER} ngày"))
        middle = QVBoxLayout()
        middle.setSpacing(theme.px(4))
        middle.addWidget(small(self, "Tuổi của gói gần nhất"))
        middle.addWidget(self.bar)
        row.addLayout(middle, 1)
        row.addLayout(self._figure("missing", "Thiếu gói ở giữa"))
        row.addLayout(self._figure("rejected", "Bị trả lại"))
        row.addLayout(self._figure("given_back", "Đã trả lại cho xã"))

    def show_communes(self, communes: Sequence[Commune]) -> None:
        """Show the figures of these communes."""
        late = sum(each.is_late for each in communes)
        missing = [each for each in communes if each.missing]
        rejected = [each for each in communes if each.rejected]
        back = [each for each in communes if each.given_back]
        self.bar.show_ages(ages_of(communes))
        self._put("late", f"{number(late)} xã", f"trên {number(len(communes))} đơn vị", late, "error")
        gaps = sum(len(each.missing) for each in missing)
        self._put("missing", f"{number(len(missing))} xã", f"{number(gaps)} gói chưa thấy", gaps, "")
        count = sum(each.rejected for each in rejected)
        self._put("rejected", f"{number(count)} hồ sơ", f"ở {number(len(rejected))} xã", count, "warning")
        count = sum(each.given_back for each in back)
        self._put("given_back", f"{number(count)} hồ sơ", f"của {number(len(back))} xã", count, "")

    def _figure(self, key: str, words: str) -> QVBoxLayout:
        column, door, below = figure(self, key, words)
        door.clicked.connect(lambda: self.asked.emit(key))
        self.doors[key], self._below[key] = door, below
        return column

    def _put(self, key: str, words: str, below: str, count: int, tone: str) -> None:
        self.doors[key].setText(words)
        self.doors[key].setEnabled(count > 0)
        self._below[key].setText(below)
        theme.mark(self._below[key], tone=tone if count and tone else "small")


class AgeDelegate(QStyledItemDelegate):
    """Draws beside the days of a package a bar as long as they are."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.longest = 0
        """The days at which the bar fills its place."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        words = str(index.data() or "")
        if not words.replace(".", "").isdecimal() or not self.longest:
            return
        days = int(words.replace(".", ""))
        box: QRect = option.rect
        left = box.left() + theme.px(_BAR_FROM)
        room = box.right() - theme.px(8) - left
        width = max(1, round(room * days / self.longest)) if room > 0 else 0
        now = theme.colours()
        late = days > LATE_AFTER
        colour = now.error if late else now.warning if days > LATE_AFTER // 2 else now.line_strong
        painter.fillRect(left, box.center().y() - theme.px(4), width, theme.px(9), QColor(colour))
