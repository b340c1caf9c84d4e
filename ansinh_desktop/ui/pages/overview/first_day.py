"""The first page while nothing is recorded: three things to begin with, in any order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop import text
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import ADMIN, Access
from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.services.overview import Overview
from ansinh_desktop.ui import keys, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.overview.parts import LINE, Doors, link, when
from ansinh_desktop.ui.pages.overview.work_cards import brings
from ansinh_desktop.ui.pages.page import button, card
from ansinh_desktop.ui.widgets.progress_strip import number

_EDGE = 20


@dataclass(frozen=True)
class _Step:
    name: str
    sign: str
    title: str
    said: str
    act: str
    takes: str
    key: str = ""


_STEPS = (
    _Step(
        "first_import",
        "file-spreadsheet",
        "Đưa danh sách Excel vào",
        "Danh sách đang dùng, để nguyên như vậy: font cũ, mất số 0, tiêu đề ở đâu cũng được. "
        "Xem trước từng dòng rồi mới ghi; chưa vừa ý thì hoàn tác cả lần nhập.",
        "Nhập từ Excel…",
        "Khoảng 3 phút cho 400 người. Nhận tệp .xlsx, .xls, .csv.",
        "bring",
    ),
    _Step(
        "first_case",
        "user-plus",
        "Thêm một hồ sơ",
        "Gõ tay, hoặc quét mã QR trên thẻ căn cước: họ tên, ngày sinh, địa chỉ tự điền. "
        "Enter sang ô kế tiếp; chương trình tính mức hưởng và nói theo điều nào.",
        "Thêm hồ sơ…",
        "Khoảng 1 phút một hồ sơ. Mất điện giữa chừng cũng không mất chữ đã gõ.",
        "new",
    ),
    _Step(
        "first_card",
        "id-card",
        "Lập thẻ của xã",
        "Thẻ cho đơn vị nhận biết gói đến từ xã. Ghi thẻ ra USB, nhận thẻ của đơn vị nhận, "
        "rồi hai bên đọc cho nhau dãy số đối chiếu qua điện thoại.",
        "Ghi thẻ của xã…",
        "Làm một lần. Chưa có đơn vị nhận thì để sau cũng được.",
    ),
)


class FirstDay(QWidget):
    """The steps, as far as the officer may take them."""

    def __init__(self, doors: Doors, access: Access, hamlets: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.doors = doors
        self._writes = [each for each in access.readable if access.writes(each)]
        acts: dict[str, Callable[[], object]] = {}
        if self._writes:
            acts["first_import"] = lambda: self._ask("first_import", doors.bring.emit)
            acts["first_case"] = lambda: self._ask("first_case", doors.case.emit)
        if access.keeps and access.may_all("x"):
            acts["first_card"] = lambda: doors.page.emit("exchange")
        self.buttons: dict[str, QPushButton] = {}
        self.results: dict[str, tuple[QLabel, QLabel]] = {}
        """What came of each step: a sign, and words."""
        self._cards: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(theme.px(16))
        lead = QLabel(
            "Chưa có hồ sơ nào. Ba việc để bắt đầu, làm việc nào trước cũng được, dừng lúc nào cũng không mất gì."
            if len(acts) == len(_STEPS)
            else "Chưa có hồ sơ nào.",
            self,
        )
        lead.setFont(theme.type_font("section"))
        lead.setWordWrap(True)
        for place, step in enumerate(each for each in _STEPS if each.name in acts):
            self._cards.append(self._card(place + 1, step, acts[step.name]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(16))
        column.addWidget(lead)
        column.addLayout(self._grid)
        self._takes = {each.name: each.takes for each in _STEPS}
        self._begun: dict[bool, Unsaved] = {}
        """What was begun last, by whether a list is brought in."""
        self._lower = [self._done(access, hamlets), *([] if self._learns(parent) else [self._course(access)])]
        self._below = QGridLayout()
        self._below.setSpacing(theme.px(16))
        column.addLayout(self._below)
        closing = QLabel(
            "Trang này tự đổi thành bàn làm việc khi có hồ sơ đầu tiên. Ba bước vẫn tìm được trong Hướng dẫn (F1).",
            self,
        )
        closing.setWordWrap(True)
        closing.setProperty("tone", "muted")
        column.addWidget(closing)
        column.addStretch(1)
        self.set_narrow(narrow=False)

    def set_narrow(self, narrow: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Put the steps below one another where there is little room."""
        for place, each in enumerate(self._cards):
            self._grid.addWidget(each, place if narrow else 0, 0 if narrow else place)
        for place in range(len(self._cards)):
            self._grid.setColumnStretch(place, 0 if narrow and place else 1)
        for place, each in enumerate(self._lower):
            self._below.addWidget(each, place if narrow else 0, 0 if narrow else place)
            self._below.setColumnStretch(place, 0 if narrow and place else 1)

    def show_found(self, found: Overview) -> None:
        """Show what is done of each step, or begun."""
        self._begun = {brings(each): each for each in reversed(found.unsaved)}
        done = {
            "first_import": f"{number(found.people)} người đã vào" if found.people else "",
            "first_card": f"Đã nhận thẻ của {found.receiver}" if found.receiver else "",
        }
        begun = {"first_import": True, "first_case": False}
        for name, (sign, words) in self.results.items():
            draft = self._begun.get(begun[name]) if name in begun else None
            said, tone, drawn = done.get(name, ""), "good", icon("circle-check", theme.tone("good")[0])
            if not said and draft is not None:
                said, tone = f"Đang làm dở, gõ {when(draft.at)}: Ctrl+J làm tiếp", "note"
                drawn = icon("pencil", theme.tone(tone)[0])
            side = theme.px(16)
            sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
            sign.setVisible(bool(said))
            words.setText(said or self._takes[name])
            theme.mark(words, tone=tone if said else "small")

    def take_focus(self) -> None:
        """Give the keyboard to the first step that is not done."""
        open_ones = (
            each for name, each in self.buttons.items() if not self.results[name][0].isVisibleTo(self)
        )
        if first := next(open_ones, next(iter(self.buttons.values()), None)):
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _card(self, place: int, step: _Step, act: Callable[[], object]) -> QWidget:
        frame, column = card(self)
        head = QLabel(f"Bước {place}", frame)
        head.setProperty("tone", "muted")
        head.setFont(theme.type_font("section"))
        sign, side = QLabel(frame), theme.px(24)
        drawn = icon(step.sign, theme.colours().accent)
        sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
        sign.setProperty("role", "disc")
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign.setFixedSize(theme.px(48), theme.px(48))
        column.setContentsMargins(*(theme.px(_EDGE),) * 4)
        title, said, takes = QLabel(step.title, frame), QLabel(step.said, frame), QLabel(step.takes, frame)
        done = QLabel(frame)
        done.hide()
        self.results[step.name] = (done, takes)
        title.setProperty("tone", "page")
        takes.setProperty("tone", "small")
        # Two lines each, so that the buttons stand side by side.
        takes.setMinimumHeight(2 * QFontMetrics(theme.type_font("small")).lineSpacing())
        takes.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for each in (title, said, takes):
            each.setWordWrap(True)
        shown = f"   {keys.shortcut(step.key).shown}" if step.key else ""
        signs = {"first_import": "upload", "first_case": "plus", "first_card": "id-card"}
        made = button(f"{step.act}{shown}", signs[step.name], frame, primary=not self.buttons, name=step.name)
        made.clicked.connect(act)
        self.buttons[step.name] = made
        rule = QFrame(frame)
        rule.setProperty("role", "rule")
        above = QHBoxLayout()
        above.setSpacing(theme.px(16))
        above.addWidget(sign)
        above.addWidget(head, 1)
        column.addLayout(above)
        for each in (title, said):
            column.addWidget(each)
        column.addStretch(1)
        column.addSpacing(theme.px(20))
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.px(16))
        column.addWidget(rule)
        below = QHBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(done, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(takes, 1)
        column.addLayout(below)
        return frame

    @staticmethod
    def _learns(parent: QWidget) -> bool:
        """Whether this is the course itself."""
        return bool(parent.window().property("course"))

    def _done(self, access: Access, hamlets: Sequence[str]) -> QWidget:
        """Say what the setting-up has done, so that nobody looks for it."""
        frame, column = card(self)
        title = QLabel("Đã xong khi thiết lập", frame)
        title.setProperty("tone", "section")
        named = ", ".join(hamlets[:3])
        more = f" và {len(hamlets) - 3} ấp, khóm nữa" if len(hamlets) > 3 else ""
        lines = [("Mật khẩu, mã khôi phục", "đặt mã mới", True)]
        lines += [(f"Danh mục {len(hamlets)} ấp, khóm: {named}{more}", "sửa", True)] if hamlets else []
        # Only an officer can do that, and nobody knows whether it was.
        lines.append(("Tự sao lưu mỗi ngày trong máy này; ra USB thì tự chép mỗi tuần", "cách chép", False))
        column.setContentsMargins(*(theme.px(_EDGE),) * 4)
        column.addWidget(title)
        for words, act, done in lines:
            row, said, sign = QHBoxLayout(), QLabel(words, frame), QLabel(frame)
            row.setSpacing(theme.px(8))
            side = theme.px(16)
            drawn = icon("circle-check" if done else "usb", theme.tone("good" if done else "warning")[0])
            sign.setPixmap(drawn.pixmap(QSize(side, side), self.devicePixelRatio()))
            sign.setFixedHeight(theme.px(LINE))
            row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
            said.setTextFormat(Qt.TextFormat.PlainText)
            said.setWordWrap(True)
            row.addWidget(said, 1)
            if access.role == ADMIN:
                door = link(act, frame)
                door.clicked.connect(lambda _on=False: self.doors.page.emit("admin"))
                row.addWidget(door, 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addStretch(1)
        return frame

    def _course(self, access: Access) -> QWidget:
        """Offer to learn on invented data."""
        frame, column = card(self)
        title = QLabel("Chưa muốn làm thật?", frame)
        title.setProperty("tone", "section")
        said = QLabel(
            "Học một giờ đầu trên một xã giả: nhập danh sách, thêm hồ sơ, in danh sách chi trả, gửi gói. "
            "Dữ liệu giả nằm riêng, đóng lại là hết; sổ thật khóa trong lúc ấy.",
            frame,
        )
        said.setWordWrap(True)
        begin = button("Học giờ đầu tiên", "book-open", frame, name="begin_course")
        begin.clicked.connect(lambda _on=False: self.doors.course.emit())
        guide = link("Hướng dẫn (F1)", frame)
        guide.clicked.connect(lambda _on=False: self.doors.help.emit())
        column.setContentsMargins(*(theme.px(_EDGE),) * 4)
        row = QHBoxLayout()
        row.setSpacing(theme.px(16))
        row.addWidget(begin)
        row.addStretch(1)
        if access.role == ADMIN:
            restore = link("Khôi phục từ bản sao lưu…", frame)
            restore.clicked.connect(lambda _on=False: self.doors.page.emit("admin"))
            row.addWidget(restore)
        row.addWidget(guide)
        column.addWidget(title)
        column.addWidget(said)
        column.addStretch(1)
        column.addLayout(row)
        return frame

    def _ask(self, name: str, then: Callable[[str], object]) -> None:
        """Ask for which register, where there is more than one."""
        if len(self._writes) == 1:
            then(self._writes[0])
            return
        menu = QMenu(self)
        menu.setObjectName(f"{name}_registers")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for code in self._writes:
            menu.addAction(text.literal(catalog.register(code).title)).triggered.connect(
                partial(_without_state, then, code)
            )
        under = self.buttons[name]
        menu.popup(under.mapToGlobal(QPoint(0, under.height())))


def _without_state(then: Callable[[str], object], code: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
    then(code)
