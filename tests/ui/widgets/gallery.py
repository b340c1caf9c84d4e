"""Shows every widget of the kit with invented people, and takes its picture: python tests/ui/widgets/gallery.py FOLDER.

Needs a screen (under Linux: xvfb-run -s "-screen 0 1366x768x24"). Options: --dark, --scale 1.5.
"""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from reportlab.pdfgen.canvas import Canvas

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.registers import kinds
from ansinh_desktop.ui import messages, theme, translation
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.help.book import HelpBook, message_page
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.choosing.yes_no import YesNo
from ansinh_desktop.ui.widgets.empty_state import EmptyState
from ansinh_desktop.ui.widgets.field_row import FieldRow
from ansinh_desktop.ui.widgets.history import HistoryLine, HistoryTable
from ansinh_desktop.ui.widgets.key_sheet import KeySheet
from ansinh_desktop.ui.widgets.key_value import Fact, KeyValue
from ansinh_desktop.ui.widgets.kind_line import KindEdit, MomentEdit, MoneyEdit, NumberEdit, PartialDateEdit
from ansinh_desktop.ui.widgets.line import PasswordEdit, TextLine
from ansinh_desktop.ui.widgets.navigation import Navigation, NavigationEntry
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip
from ansinh_desktop.ui.widgets.rows import RowField, RowsEditor
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.section import Section
from ansinh_desktop.ui.widgets.text_area import TextEdit
from ansinh_desktop.ui.widgets.timeline import TimeLine, TimeLineEvent
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable
from ansinh_desktop.ui.widgets.window_model import Face, TableColumn, TableRow

ETHNIC = tuple(
    Option(code, label, words=words)
    for code, label, words in (
        ("01", "Kinh", ("Việt",)),
        ("04", "Hoa", ("Hán",)),
        ("05", "Khơ-me", ("Khmer", "Cur")),
        ("14", "Chăm", ("Chàm",)),
        ("99", "Khác", ()),
    )
)
AID = (
    Option("a", "Trợ cấp hằng tháng"),
    Option("b", "Thẻ bảo hiểm y tế"),
    Option("c", "Hỗ trợ chi phí mai táng"),
    Option("d", "Nhận nuôi dưỡng, chăm sóc tại cộng đồng"),
    Option("x", "Trợ cấp theo Nghị định 136/2013/NĐ-CP", retired=True),
)
NAMES = (
    "Nguyễn Thị Đào",
    "Trần Văn Khởi",
    "Lê Hoàng Ửng",
    "Néang Sóc Kha",
    "Phạm Quỳnh Như",
    "Chau Rích",
    "Đặng Út Mười",
)
HAMLETS = ("Ấp Vĩnh Hòa", "Ấp An Thạnh", "Ấp Phú Thượng 3", "Ấp Tân Đông")
COLUMNS = (
    TableColumn("number", "Mã hồ sơ", 190),
    TableColumn("name", "Họ và tên", 170),
    TableColumn("born", "Ngày sinh", 96),
    TableColumn("hamlet", "Ấp", 140),
    TableColumn("kind", "Nhóm đối tượng", 200),
    TableColumn("money", "Mức trợ cấp", 104, numeric=True),
    TableColumn("sent", "Gửi cấp trên", 150),
    TableColumn("note", "Ghi chú", 120, shown=False),
)
SENT = (
    Face("Đã có biên nhận", "circle-check", "good"),
    Face("Đã xuất gói 12", "send", "note"),
    Face("Chưa gửi", "circle", "muted"),
    Face("Bị trả lại", "circle-x", "error"),
)


class InventedRows:
    """As many invented people as one likes."""

    def __init__(self, count: int) -> None:
        self._count = count

    def count(self) -> int:
        """Return how many."""
        return self._count

    def rows(self, first: int, count: int) -> Sequence[TableRow]:
        """Return some of them."""
        return [_invented(place) for place in range(first, min(first + count, self._count))]

    def ordered(self, column: str, *, descending: bool) -> "InventedRows":
        """Return the same: they are invented in every order."""
        del column, descending
        return self


def _invented(place: int) -> TableRow:
    return TableRow(
        str(place),
        {
            "number": f"BTXH-30325-2026-{place + 1:06d}",
            "name": NAMES[place % len(NAMES)],
            "born": ("1948", "05/08/1961", "11/1937", "02/03/2019")[place % 4],
            "hamlet": HAMLETS[place % len(HAMLETS)],
            "kind": ("Người cao tuổi từ đủ 80 tuổi", "Người khuyết tật đặc biệt nặng", "Trẻ em mồ côi")[
                place % 3
            ],
            "money": ("500.000", "1.250.000", "750.000")[place % 3],
            "sent": SENT[place % 4],
        },
    )


def _form(parent: QWidget) -> QWidget:
    holder = QWidget(parent)
    column = QVBoxLayout(holder)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(12)
    banner = messages.Banner(holder)
    banner.say("Có bản nháp chưa lưu của ngày 19/11/2026, 14:05.", button="Xem và khôi phục")
    person = Section(
        "Thông tin cá nhân", holder, help_text="Ghi theo giấy tờ tùy thân hoặc cơ sở dữ liệu dân cư."
    )
    for row, wide in _person_rows():
        person.add(row, wide=wide)
    aid = Section("Chính sách được hưởng", holder)
    for row, wide in _aid_rows():
        aid.add(row, wide=wide)
    folded = Section("Hồ sơ kèm theo", holder)
    folded.set_folded(True)
    folded.set_findings([Finding(Level.WARNING, "AS-9010", "x", {"typed": "x"})])
    for widget in (banner, person, aid, folded):
        column.addWidget(widget)
    buttons = QHBoxLayout()
    buttons.addStretch(1)
    for words, role in (("Xóa hồ sơ", "danger"), ("Quay lại", ""), ("Lưu (Ctrl+Enter)", "primary")):
        button = QPushButton(words, holder)
        button.setProperty("role", role)
        buttons.addWidget(button)
    column.addLayout(buttons)
    column.addStretch(1)
    scroll = QScrollArea(parent)
    scroll.setWidgetResizable(True)
    scroll.setWidget(holder)
    return scroll


def _person_rows() -> list[tuple[QWidget, bool]]:
    name, born, number, ethnic = (
        KindEdit(kinds.Name(), "full_name"),
        PartialDateEdit("birth"),
        KindEdit(kinds.CitizenId(), "citizen_id", width=170),
        FilteredCombo("ethnicity", options=ETHNIC),
    )
    name.set_value("Nguyễn Thị Đào")
    born.set_value("1961-08")
    number.set_value("089161")
    ethnic.set_value("05")
    issued = PartialDateEdit("issued", kind=kinds.Date())
    issued.set_value("2024-03-15")
    found = FieldRow("Số định danh cá nhân", number, required=True)
    found.set_findings([Finding(Level.ERROR, "AS-9012", "citizen_id", {"typed": "089161"})])
    warned = FieldRow("Dân tộc", ethnic)
    warned.set_findings([Finding(Level.WARNING, "AS-9011", "ethnicity", {"label": "Khơ-me"})])
    return [
        (FieldRow("Họ và tên", name, required=True), False),
        (
            FieldRow(
                "Ngày, tháng, năm sinh",
                born,
                required=True,
                help_text="Không rõ ngày thì ghi tháng/năm hoặc năm.",
            ),
            False,
        ),
        (found, False),
        (warned, False),
        (FieldRow("Ngày cấp", issued), False),
        (FieldRow("Mật khẩu", PasswordEdit("password", placeholder="Ít nhất 10 ký tự")), False),
        (FieldRow("Ghi chú", TextEdit("note")), True),
    ]


def _aid_rows() -> list[tuple[QWidget, bool]]:
    aid, old, lives, money = (
        ChoicesBox("aid", options=AID),
        FilteredCombo("old", options=AID),
        YesNo("lives"),
        MoneyEdit("sum"),
    )
    aid.set_value(["a", "b"])
    old.set_value("x")
    lives.set_value(True)
    money.set_value(1_250_000)
    rows = RowsEditor(
        "members",
        (
            RowField("name", "Họ và tên", lambda key: KindEdit(kinds.Name(), key), stretch=3, required=True),
            RowField("born", "Năm sinh", lambda key: PartialDateEdit(key, calendar=False), stretch=2),
            RowField("income", "Thu nhập (đồng)", MoneyEdit, stretch=2),
        ),
    )
    rows.set_value(
        [
            {"name": "Trần Văn Khởi", "born": "1959", "income": 2_000_000},
            {"name": "Trần Thị Mười", "born": "2011-09-01"},
        ]
    )
    moment, plain = MomentEdit("moment"), TextLine("plain")
    moment.set_value("2026-11-19T15:00")
    plain.set_value("Không sửa được")
    plain.set_read_only(True)
    return [
        (FieldRow("Chính sách", aid, required=True), False),
        (FieldRow("Chính sách trước đây", old), False),
        (FieldRow("Sống một mình", lives), False),
        (FieldRow("Mức trợ cấp", money), False),
        (FieldRow("Số người trong hộ", NumberEdit("people", unit="người")), False),
        (FieldRow("Thời điểm tiếp nhận", moment), False),
        (FieldRow("Chỉ đọc", plain), False),
        (FieldRow("Thành viên hộ", rows), True),
    ]


def _list(parent: QWidget, tasks: Tasks, count: int) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 8)
    column.setSpacing(8)
    title = QLabel("Bảo trợ xã hội", page)
    title.setProperty("tone", "page")
    top = QHBoxLayout()
    top.addWidget(title)
    top.addStretch(1)
    for words, role in (("Xuất Excel", ""), ("In danh sách", ""), ("Thêm mới (Ctrl+N)", "primary")):
        button = QPushButton(words, page)
        button.setProperty("role", role)
        top.addWidget(button)
    bar = ChipBar(page)
    bar.set_fields(
        (
            FilterField("ethnicity", "Dân tộc", ETHNIC),
            FilterField("aid", "Chính sách", AID),
            FilterField("hamlet", "Ấp", tuple(Option(each, each) for each in HAMLETS)),
        )
    )
    bar.set_value({"ethnicity": ["05", "14"], "hamlet": ["Ấp Vĩnh Hòa"]})
    table = VirtualTable(COLUMNS, tasks, page)
    table.set_source(InventedRows(count))
    table.set_order("name")
    table.set_empty("search", "Không có hồ sơ nào khớp", "Bỏ bớt bộ lọc hoặc gõ ít chữ hơn.", "Bỏ mọi bộ lọc")
    split = QSplitter(Qt.Orientation.Horizontal, page)
    split.addWidget(table)
    split.addWidget(_detail(split))
    split.setStretchFactor(0, 3)
    split.setStretchFactor(1, 1)
    strip = ProgressStrip(page)
    strip.begin("Đang nhập danh sách từ Excel")
    strip.show_step(_Step(3120, 10_000, "Đang kiểm tra dòng 3.120"))
    column.addLayout(top)
    column.addWidget(bar)
    column.addWidget(split, 1)
    column.addWidget(strip)
    table.counted.connect(lambda _count: table.choose_first())
    return page


class _Step:
    def __init__(self, done: int, total: int, text: str) -> None:
        self.done, self.total, self.text = done, total, text


def _detail(parent: QWidget) -> QWidget:
    facts = KeyValue(parent)
    facts.set_facts(
        [
            Fact("Nguyễn Thị Đào", heading=True),
            Fact("Ngày sinh", "08/1961 (65 tuổi)"),
            Fact("Số định danh", "089161000001", key="citizen_id"),
            Fact("Nơi ở", "Ấp Vĩnh Hòa, xã Vĩnh Thạnh Trung"),
            Fact("Điện thoại", ""),
            Fact("Hồ sơ khác", "TE-30325-2026-0007", key="other", link=True),
            Fact("Tình trạng", heading=True),
            Fact("Trạng thái", "Đang hưởng", tone="good"),
            Fact("Hạn xử lý", "Quá hạn 3 ngày", tone="error"),
        ]
    )
    holder = QWidget(parent)
    box = QVBoxLayout(holder)
    box.setContentsMargins(16, 4, 4, 4)
    box.addWidget(facts)
    events = TimeLine(holder)
    events.set_events(_EVENTS)
    box.addWidget(events, 1)
    return holder


_EVENTS = (
    TimeLineEvent(
        "4",
        "19/11/2026",
        "Chi trả trợ cấp",
        "Tháng 11/2026, chi tại nhà văn hóa ấp.",
        "1.250.000 đ",
        "good",
        "Lê Thị Ửng",
    ),
    TimeLineEvent(
        "3",
        "02/10/2026",
        "Quyết định trợ cấp",
        "Quyết định số 112/QĐ-UBND của Chủ tịch Ủy ban nhân dân xã.",
        "",
        "accent",
    ),
    TimeLineEvent(
        "2",
        "20/09/2026",
        "Niêm yết",
        "Niêm yết công khai kết quả xét duyệt trong 2 ngày làm việc.",
        tone="note",
    ),
    TimeLineEvent("1", "15/09/2026", "Tiếp nhận hồ sơ", tone="muted", by="Trần Văn Khởi"),
)


def _readings(parent: QWidget, tasks: Tasks) -> QWidget:
    page = QWidget(parent)
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    for what, level in (
        ("Đã lưu hồ sơ BTXH-30325-2026-000124.", "good"),
        (Finding(Level.WARNING, "AS-9011", "x", {"label": "Chuẩn nghèo 2021"}), None),
        (Finding(Level.ERROR, "AS-9012", "x", {"typed": "31/02/1961"}), None),
    ):
        banner = messages.Banner(page)
        banner.say(what, level)
        column.addWidget(banner)
    history = HistoryTable(page)
    history.set_lines(
        [
            HistoryLine(
                "19/11/2026 15:02",
                "Lê Thị Ửng",
                "Mức trợ cấp",
                "750.000",
                "1.250.000",
                "Theo quyết định số 112/QĐ-UBND",
            ),
            HistoryLine(
                "18/11/2026 08:40",
                "Lê Thị Ửng",
                "Nơi ở",
                "Ấp An Thạnh",
                "Ấp Vĩnh Hòa, xã Vĩnh Thạnh Trung, tỉnh An Giang",
                "Chuyển nơi ở",
            ),
            HistoryLine("15/09/2026 09:15", "Trần Văn Khởi", "Số định danh cá nhân", "", "089161000001"),
        ]
    )
    history.setMaximumHeight(180)
    column.addWidget(history)
    row = QHBoxLayout()
    book = HelpBook()
    book.add("index", _HELP)
    book.add("thong-bao", message_page({"AS-9012": {"text": "Không đọc được {typed}.", "todo": "Nhập lại."}}))
    pane = HelpPane(book, tasks, page)
    pane.open("children.category")
    row.addWidget(pane, 2)
    row.addWidget(
        EmptyState(
            "inbox",
            "Chưa có gói nào",
            "Cắm USB có biên nhận của cấp trên rồi chọn Nhận tệp.",
            "Nhận tệp…",
            page,
        ),
        1,
    )
    column.addLayout(row, 1)
    foot = QHBoxLayout()
    foot.addWidget(SearchBox("Tìm theo tên, số định danh, mã hồ sơ", page))
    box = QCheckBox("Chỉ hồ sơ quá hạn", page)
    box.setChecked(True)
    foot.addWidget(box)
    column.addLayout(foot)
    return page


_HELP = """# Hướng dẫn {#index}

Nhấn **F1** ở bất kỳ ô nào để mở đúng mục.

## Nhóm trẻ em {#children.category}

Theo Nghị định 56/2017/NĐ-CP, trẻ em có hoàn cảnh đặc biệt gồm 14 nhóm:

1. Trẻ em mồ côi cả cha và mẹ;
2. Trẻ em bị bỏ rơi;
3. Trẻ em không nơi nương tựa.

Xem thêm [mã thông báo](thong-bao.md#AS-9012).

## Phím tắt {#keys}

| Phím | Việc |
|---|---|
| Ctrl+Enter | Lưu |
| Ctrl+N | Thêm mới |
"""


def _paper(parent: QWidget) -> QWidget:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(842, 595))
    for page in range(3):
        canvas.drawString(72, 500, f"Trang {page + 1}")
        canvas.rect(60, 60, 722, 475)
        canvas.showPage()
    canvas.save()
    preview = PdfPreview(parent)
    preview.show_pdf(buffer.getvalue())
    return preview


class Gallery(QWidget):
    """A window like the program's, with a page for each family of widgets."""

    def __init__(self, tasks: Tasks, *, count: int = 300_000) -> None:
        super().__init__()
        self.setWindowTitle("An sinh xã hội")
        self.pages = QStackedWidget(self)
        self.navigation = Navigation(_ENTRIES, self)
        self.navigation.set_count("list", count)
        self.navigation.set_count("form", 128)
        self.navigation.set_badge("texts", 7, hint="7 việc quá hạn")
        self.navigation.set_badge("paper", 2, "warning")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.pages, 1)
        made: dict[str, Callable[[], QWidget]] = {
            "form": lambda: _form(self),
            "list": lambda: _list(self, tasks, count),
            "empty": lambda: _list(self, tasks, 0),
            "texts": lambda: _readings(self, tasks),
            "paper": lambda: _paper(self),
        }
        for make in made.values():
            self.pages.addWidget(make())
        self.navigation.chosen.connect(lambda key: self.pages.setCurrentIndex(list(made).index(key)))
        self.toast = messages.Toast(self)


_ENTRIES = (
    NavigationEntry("form", "Biểu mẫu", "file-text"),
    NavigationEntry("list", "Danh sách", "users"),
    NavigationEntry("", "Khác"),
    NavigationEntry("empty", "Danh sách trống", "folder-open"),
    NavigationEntry("texts", "Thông báo, hướng dẫn", "bell"),
    NavigationEntry("paper", "Bản in", "printer"),
)


ENTRY_KEYS = tuple(entry.key for entry in _ENTRIES if entry.key)


def _wait(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def _shoot(app: QApplication, target: Path) -> None:
    _wait(350)
    app.primaryScreen().grabWindow(0).save(str(target))


def take_pictures(app: QApplication, gallery: Gallery, folder: Path, suffix: str) -> None:
    """Go through the pages and the small windows, and take a picture of each."""
    for key in ENTRY_KEYS:
        gallery.navigation.go_to(key)
        if key == "form":
            gallery.findChild(FilteredCombo, "ethnicity").control.setFocus()
        if key == "texts":
            gallery.toast.pop("Đã lưu. Hồ sơ nằm trong danh sách chưa gửi.")
        _shoot(app, folder / f"{key}{suffix}.png")
        gallery.toast.hide()
    gallery.navigation.go_to("form")
    combo = gallery.findChild(ChoicesBox, "aid")
    combo.control.setFocus()
    combo.open()
    _shoot(app, folder / f"popup{suffix}.png")
    combo.close_list()
    gallery.findChild(PartialDateEdit, "birth").open_calendar()
    _shoot(app, folder / f"calendar{suffix}.png")
    app.activePopupWidget().close()
    gallery.navigation.go_to("list")
    panel = gallery.findChildren(ChipBar)[0].open_field("aid")
    _shoot(app, folder / f"panel{suffix}.png")
    panel.close()
    _shoot_dialogs(app, gallery, folder, suffix)


def _shoot_dialogs(app: QApplication, gallery: Gallery, folder: Path, suffix: str) -> None:
    sheet = KeySheet(gallery)
    sheet.open()
    _shoot(app, folder / f"keys{suffix}.png")
    sheet.close()

    def shoot_and_close(name: str) -> None:
        _shoot(app, folder / f"{name}{suffix}.png")
        app.activeModalWidget().reject()

    QTimer.singleShot(100, lambda: shoot_and_close("reason"))
    messages.confirm_with_reason(
        gallery,
        "Giữ số định danh không khớp năm sinh?\nLý do được in trong bảng kiểm tra.",
        "Giữ lại",
        reasons=("Theo giấy khai sinh",),
    )
    QTimer.singleShot(100, lambda: shoot_and_close("ask"))
    messages.ask(
        gallery, "Xóa dòng này?\nThao tác này được ghi vào lịch sử.", "Xóa dòng", "Giữ lại", danger=True
    )
    QTimer.singleShot(100, lambda: shoot_and_close("tell"))
    messages.tell(gallery, UserError("AS-9041", name="danh-sach.xlsx"))


def main() -> None:
    """Show the gallery, or take its pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--dark", action="store_true")
    parser.add_argument("--scale", type=float, default=1.0)
    chosen = parser.parse_args()
    app = QApplication(sys.argv[:1])
    translation.install(app)
    theme.apply(app, dark=chosen.dark, scale=chosen.scale)
    tasks = Tasks(lambda message: messages.tell(None, message))
    gallery = Gallery(tasks)
    gallery.resize(1366, 768)
    gallery.show()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
        suffix = ("-dark" if chosen.dark else "") + (f"-{chosen.scale:g}" if chosen.scale != 1 else "")
        take_pictures(app, gallery, chosen.folder, suffix)
    else:
        app.exec()
    tasks.finish()


if __name__ == "__main__":
    main()
