"""What is learnt in the first hour, step by step; each says when it was really done."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication

from ansinh_desktop import paths
from ansinh_desktop.services.safety.learning import Course
from ansinh_desktop.ui import later
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.main_window import MainWindow

_SAMPLE, _REGISTER = "btxh_2022.xlsx", "assistance"
_MANY = 100


@dataclass
class Learning:
    """The window in which one learns."""

    course: Course
    pages: MainWindow
    tasks: Tasks
    records: int = -1
    """How many records there were when the list had come in; below zero until then."""
    done: set[str] = field(default_factory=set)

    def counted(self) -> int:
        """Return how many records there are."""
        return sum(self.course.program.listing.counts().values())


@dataclass(frozen=True)
class Step:
    """One thing to do."""

    key: str
    title: str
    words: str
    is_done: Callable[[Learning], bool]
    act: str = ""
    """What a button beside it is called, where one helps."""
    do: Callable[[Learning], object] = lambda _now: None


def _brought(now: Learning) -> bool:
    found = now.counted()
    if found < _MANY:
        return False
    now.records = found
    return True


def _bring(now: Learning) -> None:
    now.pages.bring_list(_REGISTER)
    page = now.pages.page()
    if isinstance(page, later.ImportPage):
        page.open(paths.resources() / "demo" / _SAMPLE)


def _case_open(now: Learning) -> bool:
    page = now.pages.page()
    return isinstance(page, later.RegisterDesk) and page.shows_case()


def _why_open(_now: Learning) -> bool:
    return any(
        isinstance(each, later.WhyDialog) and each.isVisible() for each in QApplication.topLevelWidgets()
    )


def _added(now: Learning) -> bool:
    return 0 <= now.records < now.counted()


def _taken_back(now: Learning) -> bool:
    return "add" in now.done and any(each.undone for each in now.course.program.undo.acts())


def _list_shown(now: Learning) -> bool:
    page = now.pages.page()
    return isinstance(page, later.PapersPage) and page.preview.page_count() > 0


def _sent(now: Learning) -> bool:
    return any(now.course.usb.glob("*.agpkg"))


def _send(now: Learning) -> None:
    page = now.pages.go_to("exchange")
    if isinstance(page, later.ExchangePage):
        page.export_to(now.course.usb)


STEPS = (
    Step(
        "import",
        "Đưa danh sách Excel vào",
        "Bấm nút dưới đây để mở một danh sách mẫu 240 người. Xem các cột, bấm Xem trước; xem từng dòng sẽ thành gì, "
        "rồi bấm Nhập vào sổ.",
        _brought,
        "Mở danh sách mẫu",
        _bring,
    ),
    Step(
        "find",
        "Tìm một người",
        "Bấm Ctrl+F, gõ ba chữ không dấu: hue. Dùng mũi tên chọn một người, bấm Enter để mở hồ sơ.",
        _case_open,
    ),
    Step(
        "why",
        "Hỏi vì sao ra số tiền ấy",
        "Ở trang hồ sơ, bấm Tại sao?: từng bước tính, mỗi bước kèm điều luật. Bấm Esc để đóng.",
        _why_open,
    ),
    Step(
        "add",
        "Thêm một hồ sơ",
        "Bấm Ctrl+N. Gõ họ tên, Enter sang ô sau, ngày sinh gõ 1958 cũng được. Chưa đủ giấy tờ thì bấm Lưu nháp; "
        "đủ thì Ctrl+Enter.",
        _added,
    ),
    Step(
        "undo",
        "Làm sai thì hoàn tác",
        "Bấm Ctrl+Z, chọn việc vừa làm, bấm Hoàn tác việc này. Không có gì mất hẳn: lịch sử vẫn giữ.",
        _taken_back,
    ),
    Step(
        "tasks",
        "Xem việc cần làm",
        "Bấm Ctrl+2. Việc quá hạn đứng trước; Enter mở đúng hồ sơ.",
        lambda now: now.pages.stack.key == "tasks",
    ),
    Step(
        "print",
        "Xem một danh sách để in",
        "Mở Danh sách & biểu mẫu ở cột trái, chọn Danh sách chi trả. Bản xem trước đúng như bản in.",
        _list_shown,
    ),
    Step(
        "send",
        "Gửi một gói lên cấp trên",
        "Ở xã thật, bạn cắm USB rồi bấm Xuất gói gửi lên… Ở đây bấm nút dưới: gói được ghi vào một USB giả.",
        _sent,
        "Xuất ra USB giả",
        _send,
    ),
)
