"""A table of the officer's own: of which register, by what its rows and columns are parted, who stands in it; kept by name."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan import table_file
from ansinh_desktop.services.plan.table_file import SharedTable
from ansinh_desktop.services.plan.tables import WHO, TableAsked, Who
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.saving import save_whole
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.pages.plan.period_choice import PeriodChoice
from ansinh_desktop.ui.pages.plan.table_filters import TableFilters, choice
from ansinh_desktop.ui.target import choose_target

_NEW = "Bảng mới"
_NO_COLUMN = "Không chia cột, chỉ tổng số"
_FILES = f"Bảng số liệu tự lập (*{table_file.SUFFIX})"


class TablesDialog(DialogFrame):
    """Asks what a table is made of.

    Signals:
        table_asked: A table is to be shown. Carries what it is made of, its period and its title.
    """

    table_asked = Signal(object, object, str)

    def __init__(self, program: Program, period: Period, parent: QWidget) -> None:
        super().__init__(parent, "Bảng số liệu tự lập", "Xem bảng", name="show_table", width=660)
        self._program = program
        self._kept: dict[str, TableAsked] = {}
        self.kept = choice(self, "kept_table", "Bảng đã lưu")
        self.register = choice(self, "table_register", "Sổ")
        self.rows = choice(self, "table_rows", "Dòng")
        self.columns = choice(self, "table_columns", "Cột")
        self.who = choice(self, "table_who", "Tính người")
        self.filters = TableFilters(self._values, self)
        self.period = PeriodChoice(self)
        self.period.set_short(short=True)
        self.period.set_period(period)
        self.name = QLineEdit(self)
        composing.watch(self.name)
        self.name.setObjectName("table_name")
        self.name.setPlaceholderText("Thí dụ: Trẻ em theo ấp và giới tính")
        self.keep_button = QPushButton("Lưu bảng này", self)
        self.drop_button = QPushButton("Bỏ bảng đã lưu", self)
        self.open_button = QPushButton("Mở tệp…", self)
        self.open_button.setToolTip("Mở bảng mà máy khác ghi ra tệp")
        self.write_button = QPushButton("Ghi ra tệp…", self)
        self.write_button.setToolTip(
            "Ghi cách lập bảng ra tệp cho máy khác; không có số liệu, không có tên ai"
        )
        self._lay_out()
        self._connect()
        self._offer()

    def asked(self) -> TableAsked:
        """Return what is chosen."""
        who: Who = self.who.currentData()
        return TableAsked(
            self.register.currentData(),
            self.rows.currentData(),
            self.columns.currentData() or "",
            who,
            self.filters.chosen(),
        )

    def accept(self) -> None:
        """Ask for the table; the dialog stays, for the next one."""
        title = self.name.text().strip() or f"{self.register.currentText()}: {self.rows.currentText()}"
        self.table_asked.emit(self.asked(), self.period.period, title)

    def keep(self) -> None:
        """Keep what is chosen under the name that was typed."""
        try:
            self._program.plans.tables.keep(self.name.text(), self.asked())
        except UserError as refused:
            self.banner.say(refused.message, "error")
            self.name.setFocus()
            return
        self.banner.clear()
        self._offer(self.name.text().strip())

    def write(self, target: Path) -> None:
        """Write what is chosen to a file for another machine."""
        shared = SharedTable(self.name.text().strip(), self.asked(), self.period.period)
        try:
            save_whole(target, table_file.written(shared))
        except UserError as refused:
            self.banner.say(refused.message, "error")
            return
        self.banner.say(f"Đã ghi cách lập bảng vào {target}.", "good")

    def bring(self, source: Path) -> None:
        """Show what a file of another machine says; it is kept only when it is asked for."""
        try:
            shared = table_file.read(source)
            self._program.access.require(shared.asked.register, "p")
        except UserError as refused:
            self.banner.say(refused.message, "error")
            return
        self.kept.setCurrentIndex(0)
        self.period.set_period(shared.period)
        self._show(shared.name, shared.asked)
        self.banner.say("Đã mở bảng từ tệp. Bấm Lưu bảng này nếu muốn dùng lại.", "good")

    def drop(self) -> None:
        """Forget the kept table that is chosen."""
        if self.kept.currentData():
            self._program.plans.tables.keep(self.kept.currentData(), None)
            self._offer()

    def take(self, name: str) -> None:
        """Show what a kept table is made of."""
        asked = self._kept.get(name)
        self.drop_button.setEnabled(asked is not None)
        if asked is not None:
            self._show(name, asked)

    def _show(self, name: str, asked: TableAsked) -> None:
        self.name.setText(name)
        _choose(self.register, asked.register)
        for combo, said in ((self.rows, asked.rows), (self.columns, asked.columns), (self.who, asked.who)):
            _choose(combo, said)
        self.filters.set_chosen(asked.filters)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(theme.px(8))
        form.addRow("Bảng đã lưu:", _beside(self.kept, self.open_button))
        for each in (self.register, self.rows, self.columns, self.who):
            form.addRow(f"{each.accessibleName()}:", each)
        form.addRow("Chỉ người có:", self.filters)
        form.addRow("Kỳ:", self.period)
        form.addRow("Tên bảng:", _beside(self.name, self.write_button))
        self.column.addLayout(form)
        hint = QLabel("Mỗi người tính một lần. Bảng đã lưu dùng lại được cho kỳ khác.", self)
        hint.setProperty("tone", "small")
        self.column.addWidget(hint)
        self.close_frame((), beside=(self.drop_button, self.keep_button))

    def _connect(self) -> None:
        self.yes_button.clicked.connect(self.accept)
        self.keep_button.clicked.connect(self.keep)
        self.drop_button.clicked.connect(self.drop)
        self.register.currentIndexChanged.connect(lambda _at: self._offer_parts())
        self.open_button.clicked.connect(self._choose_file)
        self.write_button.clicked.connect(self._choose_target)
        self.period.changed.connect(self.filters.offer_values)
        self.kept.currentIndexChanged.connect(lambda _at: self.take(self.kept.currentData() or ""))

    def _offer(self, chosen: str = "") -> None:
        access = self._program.access
        kept = self._program.plans.tables.kept()
        self._kept = {name: each for name, each in kept.items() if access.may(each.register, "p")}
        blocked = self.kept.blockSignals(True)  # noqa: FBT003 - Qt takes no name
        _fill(self.kept, {"": _NEW, **{name: name for name in self._kept}})
        _choose(self.kept, chosen)
        self.kept.blockSignals(blocked)
        self.drop_button.setEnabled(bool(chosen))
        if not self.register.count():
            titles = {code: catalog.register(code).title for code in access.readable if access.may(code, "p")}
            _fill(self.who, {str(who): words for who, words in WHO.items()})
            _fill(self.register, titles)

    def _offer_parts(self) -> None:
        if not self.register.currentData():
            return
        parts = self._program.plans.tables.choices(self.register.currentData())
        _fill(self.rows, parts)
        _fill(self.columns, {"": _NO_COLUMN, **parts})
        self.filters.offer(parts)

    def _values(self, name: str) -> Sequence[str]:
        asked = TableAsked(self.register.currentData(), name, "", "open_in_period")
        return self._program.plans.tables.make(asked, self.period.period).rows

    def _choose_file(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, "Mở bảng số liệu tự lập", "", _FILES)
        if found:
            self.bring(Path(found))

    def _choose_target(self) -> None:
        name = self.name.text().strip().replace(":", ",") or "Bảng số liệu"
        target = choose_target(self, "Ghi cách lập bảng ra tệp", name, table_file.SUFFIX)
        if target is not None:
            self.write(target)


def _beside(field: QWidget, deed: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(6))
    row.addWidget(field, 1)
    row.addWidget(deed)
    return row


def _fill(combo: QComboBox, offered: Mapping[str, str]) -> None:
    combo.clear()
    for data, label in offered.items():
        combo.addItem(label, data)


def _choose(combo: QComboBox, data: str) -> None:
    if (at := combo.findData(data)) >= 0:
        combo.setCurrentIndex(at)
