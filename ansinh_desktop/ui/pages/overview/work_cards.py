"""What was begun, what waits to be looked at, what was not sent: three cards of the first page."""

import json
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ansinh_desktop import clock, text
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.drafts import Unsaved
from ansinh_desktop.services.overview import Begun, Overview
from ansinh_desktop.services.review import CATEGORIES, Category, Reviewed
from ansinh_desktop.services.sync.standing import Sent, Standing
from ansinh_desktop.ui import keys
from ansinh_desktop.ui.drafts.spots import openings_of
from ansinh_desktop.ui.pages.overview.parts import DeskCard, DoorLine, Doors, link, when
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.widgets.progress_strip import number

_MOST = 3
_IMPORTS = ("bring_list", "enter_many")


def brings(draft: Unsaved) -> bool:
    """Whether something is left of a list that is being brought in, from a workbook or typed."""
    return not draft.register and any(way in each for each in json.loads(draft.key) for way in _IMPORTS)


class BegunCard(DeskCard):
    """«Đang làm dở»: what was typed and never saved, and saved drafts; the newest with one key."""

    def __init__(self, doors: Doors, title_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__("desk_begun", "pencil", "Đang làm dở", doors, parent)
        self._title_of = title_of
        self._found: Overview | None = None
        self.every = link("", self)
        self.every.setObjectName("unsaved")
        self.every.clicked.connect(self._offer)
        self.head.addWidget(self.every)
        shown = keys.shortcut("newest_draft").shown
        self.act = button(f"Làm tiếp bản mới nhất   {shown}", "pencil", self, name="newest_draft")
        self.act.clicked.connect(self.go_on)
        self.end_with(self.act)

    def show_begun(self, found: Overview) -> None:
        """Show what was begun."""
        self._found = found
        self.clear_lines()
        said = [
            f"{number(len(found.unsaved))} chưa lưu" if found.unsaved else "",
            f"{number(found.drafts)} nháp" if found.drafts else "",
        ]
        self.every.setText(" · ".join(filter(None, said)))
        for place, each in enumerate(self._named()[:_MOST]):
            register = catalog.register(each.unsaved.register).short_title if each.unsaved.register else ""
            lack = f"còn {each.missing} lỗi" if each.missing else ""
            beside = " · ".join(filter(None, (register if each.who else "", lack, when(each.unsaved.at))))
            line = DoorLine(self._words(each), partial(self._go, each.unsaved), self, said=beside)
            self._lines.append(line)
            self.column.insertWidget(place + 1, line)

    def go_on(self) -> None:
        """Go on with what was begun last."""
        if self._found is not None and (last := begun_last(self._found)) is not None:
            self._go(last)

    def _named(self) -> list[Begun]:
        """Return what can be gone on with, the latest first; of workbooks another card speaks."""
        found = self._found.begun if self._found is not None else ()
        mine = [each for each in found if not brings(each.unsaved)]
        return sorted(mine, key=lambda each: each.unsaved.at, reverse=True)

    def _words(self, begun: Begun) -> str:
        if begun.who:
            return begun.who
        place = openings_of(begun.unsaved)[0].given
        title = self._title_of(str(place[0])) if place else ""
        return f"Hồ sơ mới: {title}" if begun.unsaved.register else title

    def _go(self, draft: Unsaved) -> None:
        self.doors.place.emit(openings_of(draft))

    def _offer(self) -> None:
        """Offer all of it: what is not saved one by one, the drafts by their registers."""
        if self._found is None:
            return
        if len(self._found.unsaved) == 1 and not self._found.drafts:
            self._go(self._found.unsaved[0])
            return
        menu = QMenu(self)
        menu.setObjectName("unsaved_places")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each in self._found.begun:
            if each.unsaved in self._found.unsaved:
                words = text.literal(f"{place_of(each.unsaved, self._title_of)}: gõ {when(each.unsaved.at)}")
                menu.addAction(words).triggered.connect(partial(self._choose, each.unsaved))
        for state in self._found.registers:
            if state.drafts:
                query = ListQuery(state.code, {"record.draft": ("1",)})
                words = text.literal(f"{state.title}: {number(state.drafts)} nháp")
                menu.addAction(words).triggered.connect(partial(self._list, query))
        menu.popup(QCursor.pos())

    def _choose(self, draft: Unsaved, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self._go(draft)

    def _list(self, query: ListQuery, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - from a signal
        self.doors.list.emit(query)


def begun_last(found: Overview) -> Unsaved | None:
    """Return what was begun last; a workbook that is being brought in only where nothing else was."""
    every = sorted(found.begun, key=lambda each: (not brings(each.unsaved), each.unsaved.at), reverse=True)
    return every[0].unsaved if every else None


def place_of(draft: Unsaved, title_of: Callable[[str], str]) -> str:
    """Return where something was typed."""
    first = openings_of(draft)[0]
    place = str(first.given[0]) if first.given else ""
    if first.method == "go_to":
        return title_of(place)
    return f"Nhập danh sách, {title_of(f'register:{place}')}"


class ReviewCard(DeskCard):
    """«Cần xem lại»: workbooks that were not brought in to their end, and what a review of this month finds."""

    def __init__(self, doors: Doors, title_of: Callable[[str], str], parent: QWidget) -> None:
        super().__init__("desk_review", "list-checks", "Cần xem lại", doors, parent)
        self._title_of = title_of
        self._imports: Sequence[Unsaved] = ()
        self._found: Reviewed | None = None
        self.total = link("", self)
        self.total.clicked.connect(lambda: self.doors.review.emit(""))
        self.head.addWidget(self.total)
        self.act = button("Xem lần lượt", "list-checks", self, name="look_one_by_one")
        self.act.clicked.connect(lambda: self.doors.review.emit(""))
        self.end_with(self.act)

    @property
    def has_any(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self._imports or self._categories())

    def show_imports(self, found: Sequence[Unsaved]) -> None:
        """Show the workbooks among what was never saved."""
        self._imports = [each for each in found if brings(each)]
        self._fill()

    def show_reviewed(self, found: Reviewed) -> None:
        """Show what a review found."""
        self._found = found
        self._fill()

    def _categories(self) -> list[tuple[Category, int]]:
        """Return how many records there are of each category of which no other card speaks."""
        if self._found is None:
            return []
        # Two people who may be one first: nothing else here waits for them.
        mine = sorted(
            {*CATEGORIES} - {"overdue", "draft"},
            key=lambda each: (each != "alike", [*CATEGORIES].index(each)),
        )
        counted = [(each, self._found.open_records(each)) for each in mine]
        return [(each, count) for each, count in counted if count]

    def _fill(self) -> None:
        self.clear_lines()
        counted = self._categories()
        total = sum(count for _each, count in counted)
        self.total.setText(f"{number(total)} chỗ" if total else "")
        self.total.setVisible(bool(total))
        self.act.setVisible(bool(total))
        imports = [
            DoorLine(
                place_of(each, self._title_of),
                partial(self.doors.place.emit, openings_of(each)),
                self,
                said=f"chưa xong · {when(each.at)}",
            )
            for each in self._imports
        ]
        found = [
            DoorLine(
                f"{CATEGORIES[category]}: {number(count)}{' cặp' if category == 'alike' else ''}",
                partial(self.doors.review.emit, category),
                self,
                said=f"rà soát {clock.today():%m/%Y}",
            )
            for category, count in counted
        ]
        lines = [*imports[:1], *found, *imports[1:]]
        for place, each in enumerate(lines[:_MOST]):
            self._lines.append(each)
            self.column.insertWidget(place + 1, each)
        for each in lines[_MOST:]:
            each.deleteLater()


class UnsentCard(DeskCard):
    """«Chưa gửi»: what the next package carries, those without a receipt, what came back."""

    def __init__(self, doors: Doors, parent: QWidget) -> None:
        super().__init__("desk_unsent", "send", "Chưa gửi", doors, parent)
        self.total: QPushButton = link("", self)
        self.total.clicked.connect(self._go)
        self.head.addWidget(self.total)
        self.act = button("Xuất gói gửi lên…", "upload", self, name="send_on")
        self.act.clicked.connect(self._go)
        self.end_with(self.act)
        self.has_any = False

    def show_standing(self, found: Standing) -> None:
        """Show where the exchange stands."""
        self.clear_lines()
        waits = [each for each in found.packages if not each.answered]
        waiting = found.waiting
        self.has_any = bool(waiting.anything or waits or found.not_taken or found.conflicts)
        self.total.setText(f"{number(waiting.records)} hồ sơ")
        self.total.setVisible(bool(waiting.records))
        lines = [
            ("Mới hoặc vừa sửa", waiting.records, waiting.receiver or "chưa có đơn vị nhận"),
            ("Bị trả lại", len(found.not_taken), "sửa rồi gửi lại"),
            ("Hai bản khác nhau", found.conflicts, "cần chọn"),
        ]
        shown = [
            DoorLine(f"{words}: {number(count)}", self._go, self, said=said)
            for words, count, said in lines
            if count
        ]
        shown += [self._package(each) for each in reversed(waits)]
        for place, each in enumerate(shown[:_MOST]):
            self._lines.append(each)
            self.column.insertWidget(place + 1, each)
        for each in shown[_MOST:]:
            each.deleteLater()

    def _package(self, sent: Sent) -> DoorLine:
        return DoorLine(f"Gói {sent.number:06d} chờ biên nhận", self._go, self, said=f"xuất {when(sent.at)}")

    def _go(self) -> None:
        self.doors.page.emit("exchange")
