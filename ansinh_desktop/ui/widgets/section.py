"""A titled part of a form that can be folded away; its rows stand in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.editor import worst

_COLUMN_WIDTH = 430
_COUNTED = {Level.ERROR: "lỗi", Level.WARNING: "cảnh báo", Level.NOTE: "lưu ý"}


class Section(QFrame):
    """A card with a head; pressing the head folds it.

    Signals:
        folded: It was folded (true) or opened (false) by the officer.
        kept_asked: What is kept here and not asked any more is to be shown.
    """

    folded = Signal(bool)
    kept_asked = Signal()

    def __init__(
        self,
        title: str,
        parent: QWidget | None = None,
        *,
        help_text: str = "",
        anchor: str = "",
        column_width: int = _COLUMN_WIDTH,
        most_columns: int = 2,
    ) -> None:
        """Make the section.

        Args:
            title: Its head.
            parent: Its parent.
            help_text: What stands beneath the head.
            anchor: Where the help opens on F1.
            column_width: The room that a column needs, at 100 %.
            most_columns: How many columns there are at most.
        """
        super().__init__(parent)
        self._column_width, self._most_columns = column_width, most_columns
        self.title = title
        self.setProperty("role", "card")
        self.setProperty("help_anchor", anchor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.head = QPushButton(theme.beside_icon(text.literal(title)), self)
        self.head.setProperty("role", "section")
        self.head.setProperty("pass_over", "yes")
        self.head.setAutoDefault(False)
        self.head.setIconSize(QSize(theme.px(16), theme.px(16)))
        self.head.clicked.connect(lambda: self._fold(not self.is_folded()))
        self._sign = QLabel(self)
        self._body = QWidget(self)
        self._grid = QGridLayout(self._body)
        self._grid.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(8))
        self._grid.setHorizontalSpacing(theme.px(24))
        self._grid.setVerticalSpacing(theme.px(6))
        self._rows: list[tuple[QWidget, int]] = []
        self._columns = 0
        self._help = QLabel(help_text, self)
        self._help.setProperty("tone", "muted")
        self._help.setWordWrap(True)
        self._help.setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(4))
        self._help.setVisible(bool(help_text))
        self._kept, self._kept_words = QWidget(self), QLabel(self)
        self._lay_out_kept()
        head_row = QHBoxLayout()
        head_row.addWidget(self.head, 1)
        head_row.addWidget(self._sign)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*(theme.px(8),) * 4)
        outer.setSpacing(theme.px(4))
        outer.addLayout(head_row)
        outer.addWidget(self._help)
        outer.addWidget(self._kept)
        outer.addWidget(self._body)
        self._draw_head()

    def add(self, row: QWidget, *, wide: bool = False, span: int = 1) -> None:
        """Put a row at the end; a wide one takes all columns, another as many as ``span`` says."""
        row.setParent(self._body)
        self._rows.append((row, self._most_columns if wide else span))
        self._arrange(max(self._columns, 1), anew=True)

    def set_shown(self, row: QWidget, shown: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Show a row or hide it, as its condition holds or not; the others close up."""
        if row.isHidden() == shown:
            row.setVisible(shown)
            self._arrange(max(self._columns, 1), anew=True)

    def _lay_out_kept(self) -> None:
        self._kept_words.setProperty("tone", "muted")
        self._kept_words.setTextFormat(Qt.TextFormat.PlainText)
        self._kept_words.setWordWrap(True)
        show_kept = QPushButton("Hiện để xem, sửa", self._kept)
        show_kept.setProperty("role", "link")
        show_kept.setProperty("pass_over", "yes")
        show_kept.setAutoDefault(False)
        show_kept.clicked.connect(self.kept_asked)
        kept_row = QHBoxLayout(self._kept)
        kept_row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        kept_row.addWidget(self._kept_words, 1)
        kept_row.addWidget(show_kept, 0, Qt.AlignmentFlag.AlignTop)
        self._kept.hide()

    def set_kept(self, kept: Sequence[str]) -> None:
        """Say which answers are kept here although nobody is asked for them any more."""
        words = f"Còn giữ, không hỏi nữa: {'; '.join(kept)}." if kept else ""
        if words != self._kept_words.text():
            self._kept_words.setText(words)
            self._kept.setVisible(bool(words))

    def is_folded(self) -> bool:
        """Whether only the head is seen."""
        return self._body.isHidden()

    def set_folded(self, folded: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Fold it away, or open it."""
        self._body.setVisible(not folded)
        self._help.setVisible(not folded and bool(self._help.text()))
        self._draw_head()

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Say in the head how much was found inside, so that nothing hides in a folded part."""
        counts = {level: sum(each.level is level for each in findings) for level in Level}
        words = ", ".join(f"{count} {_COUNTED[level]}" for level, count in counts.items() if count)
        self._sign.setText(words)
        theme.mark(self._sign, tone=worst(findings))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange(max(1, min(self.width() // theme.px(self._column_width), self._most_columns)))

    def _fold(self, folded: bool) -> None:  # noqa: FBT001 - as the setter
        self.set_folded(folded)
        self.folded.emit(folded)

    def _draw_head(self) -> None:
        self.head.setIcon(icon("chevron-right" if self.is_folded() else "chevron-down"))
        self.head.setAccessibleName(self.title)
        self.head.setAccessibleDescription("đang thu gọn" if self.is_folded() else "đang mở")

    def _arrange(self, columns: int, *, anew: bool = False) -> None:
        if columns == self._columns and not anew:
            return
        self._columns = columns
        for row, _span in self._rows:
            self._grid.removeWidget(row)
        line, column = 0, 0
        for row, wanted in self._rows:
            if row.isHidden() and row.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                continue
            span = min(wanted, columns)
            if column + span > columns:
                line, column = line + 1, 0
            self._grid.addWidget(row, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
        for each in range(self._most_columns):
            self._grid.setColumnStretch(each, 1 if each < columns else 0)
