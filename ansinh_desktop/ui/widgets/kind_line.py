"""Fields of one line that read a kind of answer: numbers, money, dates, moments, identity numbers."""

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QToolButton, QVBoxLayout, QWidget

from ansinh_desktop import clock, dates
from ansinh_desktop.findings import Finding, error
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind, UnreadableError, Value
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.line import LineEditor, unit_label


class KindEdit(LineEditor):
    """One line that means what its kind of answer reads in it."""

    def __init__(
        self,
        kind: Kind,
        key: str = "",
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        width: int = 0,
    ) -> None:
        super().__init__(key, parent, placeholder=placeholder, width=width)
        self.kind = kind

    def read(self, typed: str) -> Value:
        return self.kind.read(typed)

    def show_value(self, value: Value) -> str:
        return self.kind.show(value)

    def fault_of(self, error_: ValueError, typed: str) -> Finding:
        if isinstance(error_, UnreadableError):
            return error_.finding(self.objectName())
        return error("AS-9012", self.objectName(), typed=typed)


class NumberEdit(KindEdit):
    """A number, whole or with a decimal comma, with its unit."""

    def __init__(
        self,
        key: str = "",
        parent: QWidget | None = None,
        *,
        kind: Kind | None = None,
        unit: str = "",
        width: int = 96,
    ) -> None:
        super().__init__(kind or kinds.Whole(), key, parent, width=width)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if unit:
            self.row.insertWidget(1, unit_label(self, unit))


class MoneyEdit(NumberEdit):
    """An amount of đồng; its thousands are parted by dots when it is left."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(key, parent, kind=kinds.Money(), unit="đồng", width=150)


class MomentEdit(KindEdit):
    """A day with the time of day: «19/11/2026 15:00», «19/11/2026 15h»."""

    def __init__(self, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kinds.Moment(), key, parent, placeholder="ngày/tháng/năm giờ:phút", width=190)


_PRECISION = {"day": "", "month": "chỉ tháng, năm", "year": "chỉ có năm", "estimated": "ước lượng"}


class PartialDateEdit(KindEdit):
    """A date known to the day, the month or the year, typed as people write it: 5/8/61, 05081961, 8/1961, 1961."""

    def __init__(
        self,
        key: str = "",
        parent: QWidget | None = None,
        *,
        kind: Kind | None = None,
        calendar: bool = True,
    ) -> None:
        partial = kind is None or type(kind) is kinds.PartialDate
        words = "5/8/61, 1961" if partial else "ngày/tháng/năm"
        super().__init__(
            kind or kinds.PartialDate(), key, parent, placeholder=words, width=170 if partial else 138
        )
        self._hint = unit_label(self, "")
        if partial:
            # Its room is kept free, so that nothing moves when the precision appears.
            self._hint.setMinimumWidth(
                max(map(self._hint.fontMetrics().horizontalAdvance, _PRECISION.values()))
            )
        self._button: QToolButton | None = self._calendar_button() if calendar else None
        self.row.insertWidget(2 if calendar else 1, self._hint)
        self.edited.connect(self._show_precision)

    def set_value(self, value: Value) -> None:
        super().set_value(value)
        self._show_precision()

    def set_typed(self, typed: Value) -> None:
        super().set_typed(typed)
        self._show_precision()

    def settle(self) -> None:
        super().settle()
        self._show_precision()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        super().set_read_only(read_only)
        if self._button:
            self._button.setVisible(not read_only)

    def press(self, event: QKeyEvent) -> bool:
        if self._button and keys.matches("open_choices", event):
            self.open_calendar()
            return True
        return super().press(event)

    def open_calendar(self) -> None:
        """Let a day be picked from a calendar."""
        if self.read_only:
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("role", "popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setLocale(QLocale(QLocale.Language.Vietnamese, QLocale.Country.Vietnam))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        plain = QTextCharFormat()
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)
        calendar.setMinimumSize(theme.px(330), theme.px(230))
        calendar.setSelectedDate(self._shown_day())
        calendar.activated.connect(lambda day: self._pick(day, popup))
        calendar.clicked.connect(lambda day: self._pick(day, popup))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        popup.show()
        calendar.setFocus()

    def _calendar_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon("calendar"))
        button.setIconSize(QSize(theme.px(16), theme.px(16)))
        button.setToolTip("Chọn ngày trên lịch (F4)")
        button.setAccessibleName("Chọn ngày trên lịch")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.open_calendar)
        self.row.insertWidget(1, button)
        return button

    def _shown_day(self) -> QDate:
        value = self.said()
        day = dates.PartialDate.from_iso(value).first if value else clock.today()
        return QDate(day.year, day.month, day.day)

    def _pick(self, day: QDate, popup: QFrame) -> None:
        popup.close()
        self.set_value(dates.PartialDate(day.year(), day.month(), day.day()).iso)
        self.line.setFocus()
        self.edited.emit()

    def _show_precision(self) -> None:
        value = self.said() if self.line.text() else ""
        self._hint.setText(_PRECISION[dates.PartialDate.from_iso(value).precision] if value else "")
