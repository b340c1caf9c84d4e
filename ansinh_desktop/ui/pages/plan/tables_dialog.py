"""A table of the officer's own: of which register, by what its rows and columns are parted, who stands in it; kept by name."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.tables import WHO, TableAsked, Who
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import composing, theme
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame

_NEW = "Bảng mới"
_NO_COLUMN = "Không chia cột, chỉ tổng số"
_NO_FILTER = "Không lọc"


class TablesDialog(DialogFrame):
    """Asks what a table is made of.

    Signals:
        table_asked: A table is to be shown. Carries what it is made of, and its title.
    """

    table_asked = Signal(object, str)

    def __init__(self, program: Program, period: Period, parent: QWidget) -> None:
        super().__init__(
            parent, f"Bảng số liệu tự lập, {period.name}", "Xem bảng", name="show_table", width=620
        )
        self._program = program
        self._kept: dict[str, TableAsked] = {}
        self.kept = self._combo("kept_table", "Bảng đã lưu")
        self.register = self._combo("table_register", "Sổ")
        self.rows = self._combo("table_rows", "Dòng")
        self.columns = self._combo("table_columns", "Cột")
        self.who = self._combo("table_who", "Tính người")
        self.filter = self._combo("table_filter", "Chỉ người có")
        self.value = self._combo("table_value", "là")
        self.name = QLineEdit(self)
        composing.watch(self.name)
        self.name.setObjectName("table_name")
        self.name.setPlaceholderText("Thí dụ: Trẻ em theo ấp và giới tính")
        self.keep_button = QPushButton("Lưu bảng này", self)
        self.drop_button = QPushButton("Bỏ bảng đã lưu", self)
        self._period = period
        self._lay_out()
        self._connect()
        self._offer()

    def asked(self) -> TableAsked:
        """Return what is chosen."""
        who: Who = self.who.currentData()
        name, value = self.filter.currentData(), self.value.currentData()
        filters: Mapping[str, tuple[str, ...]] = {name: (value,)} if name and value else {}
        return TableAsked(
            self.register.currentData(),
            self.rows.currentData(),
            self.columns.currentData() or "",
            who,
            filters,
        )

    def accept(self) -> None:
        """Ask for the table; the dialog stays, for the next one."""
        title = self.name.text().strip() or f"{self.register.currentText()}: {self.rows.currentText()}"
        self.table_asked.emit(self.asked(), title)

    def keep(self) -> None:
        """Keep what is chosen under the name that was typed."""
        try:
            self._program.plans.tables.keep(self.name.text(), self.asked())
        except UserError as refused:
            self.banner.say(refused.message, "error")
            self.name.setFocus()
            return
        self._offer(self.name.text().strip())

    def drop(self) -> None:
        """Forget the kept table that is chosen."""
        if self.kept.currentData():
            self._program.plans.tables.keep(self.kept.currentData(), None)
            self._offer()

    def take(self, name: str) -> None:
        """Show what a kept table is made of."""
        asked = self._kept.get(name)
        self.drop_button.setEnabled(asked is not None)
        if asked is None:
            return
        self.name.setText(name)
        _choose(self.register, asked.register)
        for combo, said in ((self.rows, asked.rows), (self.columns, asked.columns), (self.who, asked.who)):
            _choose(combo, said)
        for key, values in asked.filters.items():
            _choose(self.filter, key)
            _choose(self.value, values[0])

    def _combo(self, name: str, label: str) -> QComboBox:
        made = QComboBox(self)
        made.setObjectName(name)
        made.setAccessibleName(label)
        made.setProperty("look", "yes")
        return made

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(theme.px(8))
        for each in (self.kept, self.register, self.rows, self.columns, self.who, self.filter, self.value):
            form.addRow(f"{each.accessibleName()}:", each)
        form.addRow("Tên bảng:", self.name)
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
        self.filter.currentIndexChanged.connect(lambda _at: self._offer_values())
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
        _fill(self.filter, {"": _NO_FILTER, **parts})

    def _offer_values(self) -> None:
        name = self.filter.currentData()
        values: tuple[str, ...] = ()
        if name:
            tables = self._program.plans.tables
            values = tables.make(
                TableAsked(self.register.currentData(), name, "", "open_in_period"), self._period
            ).rows
        _fill(self.value, {each: each for each in values})
        self.value.setEnabled(bool(values))


def _fill(combo: QComboBox, offered: Mapping[str, str]) -> None:
    combo.clear()
    for data, label in offered.items():
        combo.addItem(label, data)


def _choose(combo: QComboBox, data: str) -> None:
    if (at := combo.findData(data)) >= 0:
        combo.setCurrentIndex(at)
