"""Everybody of the commune: searched, by hamlet, with their records, households and relations."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, text_of
from ansinh_desktop.registers.field import Field
from ansinh_desktop.registers.household import HOUSEHOLD_FIELDS, RELATION_FIELDS
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.people import PersonView
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import keys, messages, theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.join_acts import JoinActs
from ansinh_desktop.ui.drafts.spots import Opening, Spot, opens
from ansinh_desktop.ui.forms.editors import hamlet_edit
from ansinh_desktop.ui.forms.fields_dialog import FieldsDialog
from ansinh_desktop.ui.forms.life_acts import LifeActs
from ansinh_desktop.ui.forms.life_dialog import Whom
from ansinh_desktop.ui.forms.person_dialog import PersonDialog
from ansinh_desktop.ui.forms.surroundings import Found, Surroundings
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.pages.people.chosen_person import ChosenPerson
from ansinh_desktop.ui.pages.people.person_pane import PersonPane
from ansinh_desktop.ui.tables.people_rows import COLUMNS, PeopleRows
from ansinh_desktop.ui.widgets.choosing.chips import ChipBar, FilterField
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.progress_strip import number
from ansinh_desktop.ui.widgets.search_box import SearchBox
from ansinh_desktop.ui.widgets.virtual_table import VirtualTable

_HAMLET = "person.hamlet"
_BESIDE_FROM = 860
"""The width, at 100 %, from which the person stands beside the list."""
_OTHER = Field("other", "Người", kinds.PersonLink(), required=True)


class PeoplePage(HeadedPage):
    """The list of people, and the chosen one beside it.

    Signals:
        case_asked: A record is to be opened. Carries its id and its register.
        new_case_asked: A record of a person is to be added. Carries the register and the person's id.
    """

    case_asked = Signal(str, str)
    new_case_asked = Signal(str, str)

    def __init__(
        self,
        program: Program,
        access: Access,
        tasks: Tasks,
        around: Surroundings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Người và hộ", "nguoi-va-ho", parent)
        people, lives = program.people, program.lives
        self._people, self._tasks = people, tasks
        self._around = Surroundings(hamlets=around.hamlets, find_people=self._find)
        self._begun = False
        writable = [code for code in access.readable if access.writes(code)]
        self.search = SearchBox("Tìm người: họ tên, số định danh, điện thoại, ấp", self)
        self.chips = ChipBar(self)
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self.table = VirtualTable(COLUMNS, tasks, self._split)
        self.pane = PersonPane(writable, self._split)
        self.count = QLabel(self)
        self.count.setProperty("tone", "muted")
        self._acts = LifeActs(self, lives, lambda: _whom(self._changeable()), tasks, self._around)
        self._joins = JoinActs(self, lambda: people.joinings, tasks, self._around)
        self._chosen = ChosenPerson(program, tasks, self.table, self.pane)
        self._lay_out()
        self._connect()

    def refresh(self) -> None:
        """Ask for everybody anew; the current row and the place in the list stay."""
        self._tasks.run(self._people.hamlets, self._take_hamlets, owner=self)
        self.table.set_source(self._source(), keep=self._begun)
        self._begun = True
        if self.pane.view is not None:
            self._chosen.ask(self.pane.view.id)

    def spot_inside(self) -> Spot | None:
        """Return the person who is shown."""
        view = self.pane.view
        return Spot(self.pane, Opening(type(self).__name__, "open_person", (view.id,))) if view else None

    @opens
    def open_person(self, person_id: str) -> None:
        """Show one person, also where the list shows others."""
        self.search.set_text("")
        self.chips.set_value({})
        self._begun = True
        source = self._source()

        def show(place: int) -> None:
            if place >= 0:
                self.table.go_to(source, person_id, place)
            else:
                self.table.set_source(source)
            self._chosen.ask(person_id)

        self._tasks.run(lambda: source.place_of(person_id), show, owner=self, urgent=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask nothing more for a page that nobody sees."""
        self._chosen.stop()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        self.head.insertWidget(1, self.count)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        line.addWidget(self.search, 2, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.chips, 3)
        split = self._split
        split.setProperty("role", "gap")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.px(8))
        split.addWidget(self.table)
        split.addWidget(self.pane)
        split.setStretchFactor(0, 1)
        self.pane.setMinimumWidth(theme.px(320))
        split.setSizes([theme.px(700), theme.px(400)])
        self.body.addLayout(line)
        self.body.addWidget(split, 1)
        words = "Người được ghi vào đây cùng với hồ sơ đầu tiên của họ."
        self.table.set_empty("users", "Không có người nào", words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the person below the list where there is no room for both beside each other."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        narrow = self.width() < theme.px(_BESIDE_FROM)
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
        # Below the list nobody takes no room; somebody half of it.
        shown = not narrow or self.pane.view is not None
        comes = narrow and shown and self.pane.isHidden()
        self.pane.setVisible(shown)
        if comes:
            self._split.setSizes([self._split.height() // 2] * 2)

    def _connect(self) -> None:
        self.search.searched.connect(lambda _words: self._reload())
        self.search.accepted.connect(self.table.choose_first)
        self.search.escaped.connect(self.table.setFocus)
        self.chips.changed.connect(self._reload)
        self.table.counted.connect(lambda count: self.count.setText(f"{number(count)} người"))
        self.table.opened.connect(lambda _key: self._open_record())
        pane = self.pane
        pane.turned.connect(self._share_room)
        pane.edit_asked.connect(self._edit)
        pane.case_asked.connect(self.case_asked)
        pane.new_case_asked.connect(self._add_case)
        pane.person_asked.connect(self.open_person)
        pane.household_asked.connect(self._edit_household)
        pane.member_asked.connect(self._add_member)
        pane.head_asked.connect(self._set_head)
        pane.leave_asked.connect(self._leave_household)
        pane.relation_asked.connect(self._add_relation)
        pane.unrelate_asked.connect(self._unrelate)
        pane.life_asked.connect(self.say_life)
        pane.join_asked.connect(self._joins.ask_whom)
        pane.part_asked.connect(self._joins.ask_part)
        self._joins.said.connect(lambda words: self.banner.say(words, "good"))
        self._joins.said.connect(lambda _words: self.refresh())
        acts = self._acts
        pane.take_back_asked.connect(acts.take_back)
        acts.said.connect(lambda words: self.banner.say(words, "good"))
        acts.said.connect(lambda _words: self.refresh())
        acts.refused.connect(self._refuse)
        acts.place_asked.connect(self.case_asked)
        keys.action("edit", self, self._edit)
        keys.action("life", self, lambda: acts.offer(self.say_life))

    def _source(self) -> PeopleRows:
        hamlets = self.chips.value().get(_HAMLET, [])
        return PeopleRows(self._people, self.search.text(), hamlets)

    def _reload(self) -> None:
        self.table.set_source(self._source())

    def _take_hamlets(self, found: Sequence[tuple[str, str, int]]) -> None:
        options = tuple(Option(value, words, number(count)) for value, words, count in found)
        self.chips.set_fields([FilterField(_HAMLET, "Ấp, khóm", options)])

    def _open_record(self) -> None:
        """Open the record of the person where there is only one."""
        view = self.pane.view
        if view is not None and view.id == self.table.current_key() and len(view.records) == 1:
            self.case_asked.emit(view.records[0].id, view.records[0].register)

    def _add_case(self, register: str) -> None:
        if self.pane.view is not None:
            self.new_case_asked.emit(register, self.pane.view.id)

    # ---------------------------------------------------------------- changes

    def _changeable(self) -> PersonView | None:
        """Return the person who is shown, where the officer may change them."""
        view = self.pane.view
        return view if view is not None and view.ours and self._people.may_write() else None

    @opens
    def _edit(self) -> None:
        view = self._changeable()
        if view is None:
            return
        dialog = PersonDialog(view, self._people, self._tasks, self._around, self)
        dialog.saved.connect(lambda _id: self.refresh())
        dialog.open()

    @opens
    def _edit_household(self) -> None:
        view = self._changeable()
        if view is None:
            return
        home = view.household
        title = "Sửa hộ" if home else f"Lập hộ của {view.person['full_name']}"

        def work(answers: Answers) -> str:
            return self._people.save_household(answers, home.id if home else None, None if home else view.id)

        dialog = self._dialog(title, HOUSEHOLD_FIELDS, work)
        known = {"hamlet": view.person.get("hamlet"), "address": view.person.get("address")}
        dialog.set_answers(home.values if home else known)
        dialog.open()

    @opens
    def _add_member(self) -> None:
        view = self._changeable()
        if view is None or view.household is None:
            return
        home = view.household.id
        title = "Thêm thành viên của hộ"
        self._dialog(
            title, {"other": _OTHER}, lambda answers: self._people.join(text_of(answers, "other"), home)
        ).open()

    def _set_head(self, person_id: str) -> None:
        view = self.pane.view
        if view is not None and view.household is not None:
            home = view.household.id
            self._do(lambda: self._people.set_head(home, person_id))

    def _leave_household(self) -> None:
        view = self.pane.view
        if view is None:
            return
        question = f"Đưa {view.person['full_name']} ra khỏi hộ?\nHồ sơ của người này không thay đổi."
        if messages.ask(self, question, "Đưa ra khỏi hộ", "Quay lại"):
            self._do(lambda: self._people.leave(view.id))

    @opens
    def _add_relation(self) -> None:
        view = self._changeable()
        if view is None:
            return

        def work(answers: Answers) -> str:
            given = {key: value for key, value in answers.items() if key != "other"}
            # What is asked is what the other is to this one.
            return self._people.relate(text_of(answers, "other"), view.id, given)

        title = f"Người có quan hệ với {view.person['full_name']}"
        fields = {"other": _OTHER, **RELATION_FIELDS}
        self._dialog(title, fields, work).open()

    @opens
    def _unrelate(self, relation_id: str) -> None:
        question = "Rút quan hệ đã ghi nhầm?\nLịch sử vẫn giữ."
        reason = messages.confirm_with_reason(self, question, "Rút quan hệ")
        if reason:
            self._do(lambda: self._people.unrelate(relation_id, reason))

    @opens
    def say_life(self, code: str) -> None:
        """Ask for a death, a move or a return of the person who is shown."""
        self._acts.say(code)

    def _dialog(
        self, title: str, fields: Mapping[str, Field], work: Callable[[Answers], object]
    ) -> FieldsDialog:
        hamlet = HOUSEHOLD_FIELDS["hamlet"]
        dialog = FieldsDialog(
            title,
            fields,
            work,
            tasks=self._tasks,
            around=self._around,
            parent=self,
            makers={"hamlet": lambda _key, _kind, around: hamlet_edit(hamlet, around)},
        )
        dialog.done_well.connect(lambda _result: self.refresh())
        return dialog

    def _do(self, work: Callable[[], object]) -> None:
        self._tasks.run(work, lambda _done: self.refresh(), failed=self._refuse, owner=self)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.banner.say(error)
        else:
            self._tasks.complain(error)

    def _find(self, typed: str, then: Found) -> None:
        view = self.pane.view
        self._tasks.run(
            partial(self._people.find, typed, view.id if view else ""), then, owner=self, urgent=True
        )


def _whom(view: PersonView | None) -> Whom | None:
    return Whom(view.id, str(view.person["full_name"]), view.person) if view else None
