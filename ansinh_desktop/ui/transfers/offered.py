"""What another commune hands over, looked at before it is taken or refused."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.tables import Step
from ansinh_desktop.services.transfers.accepting import Arrived
from ansinh_desktop.services.transfers.offered import Coming, Offered
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.dialog_frame import DialogFrame
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.field_row import FieldRow

_NEW = "new"
_ANSWERED = {"accepted": "Gói này đã nhận trước đó.", "refused": "Gói này đã trả lời là không nhận."}
_ABOUT = ("birth_date", "sex", "personal_id", "permanent_address")
_REASONS = ("Người này không về xã", "Chuyển nhầm xã", "Thiếu giấy tờ")


class OfferedDialog(DialogFrame):
    """Who comes, with which records; to be taken as ours, or refused with a reason.

    Signals:
        answered: The receipt lies beside the package. Carries the :class:`Arrived`.
    """

    answered = Signal(object)

    def __init__(
        self, program: Program, path: Path, offered: Offered, tasks: Tasks, parent: QWidget | None
    ) -> None:
        title = f"{offered.sender} chuyển đến: {offered.who}"
        super().__init__(parent, title, "Nhận hồ sơ", name="accept_case", width=680)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help_anchor", "chuyen-xa")
        self._arrivals, self._path, self._tasks = program.exchange.arrivals, path, tasks
        for words in _about(offered):
            self._say(words)
        for each in offered.records:
            self._say(_record(each))
        self.whom = FilteredCombo("whom", self)
        self._propose(offered)
        self.refuse_button = QPushButton("Không nhận…", self)
        self.refuse_button.setObjectName("refuse_case")
        self.refuse_button.setAutoDefault(True)
        self.refuse_button.clicked.connect(self._refuse)
        self.yes_button.clicked.connect(self.accept_case)
        if offered.state:
            self._say(f"{_ANSWERED[offered.state]} Bấm nút để ghi lại tệp trả lời cũ.")
            self.refuse_button.setVisible(offered.state == "refused")
            self.yes_button.setVisible(offered.state == "accepted")
        self.close_frame([self.whom], beside=[self.refuse_button])

    def accept_case(self) -> None:
        """Take it as ours."""
        chosen = str(self.whom.value() or "")
        whom = "" if chosen == _NEW else chosen
        self._do(lambda step: self._arrivals.accept(self._path, self._path.parent, whom, step))

    def refuse_for(self, reason: str) -> None:
        """Say no, with a reason."""
        self._do(lambda _step: self._arrivals.refuse(self._path, self._path.parent, reason))

    def _propose(self, offered: Offered) -> None:
        """Offer the people already recorded who may be the same; nobody is chosen in the officer's place."""
        birth = PERSON_FIELDS["birth_date"].kind.show
        options = [
            Option(
                each.id,
                f"{each.person['full_name']}, {birth(each.person.get('birth_date'))}",
                ", ".join(record.number for record in each.records),
            )
            for each in offered.known
        ]
        self.whom.set_options([*options, Option(_NEW, "Người mới, chưa có trong sổ")])
        row = FieldRow("Trong sổ của xã là ai", self.whom, self)
        row.setVisible(bool(options) and not offered.state)
        self.whom.set_value(None if options else _NEW)
        self.yes_button.setEnabled(not options or bool(offered.state))
        self.whom.edited.connect(lambda: self.yes_button.setEnabled(bool(self.whom.value())))
        self.column.addWidget(row)

    def _refuse(self) -> None:
        question = (
            "Không nhận hồ sơ này?\nLý do được ghi vào tệp trả lời; xã kia giữ hồ sơ như trước khi chuyển."
        )
        reason = messages.confirm_with_reason(self, question, "Không nhận", reasons=_REASONS)
        if reason:
            self.refuse_for(reason)

    def _do(self, work: Callable[[Step], Arrived]) -> None:
        self.yes_button.setEnabled(False)
        task = self._tasks.run_counting(
            work, self._end, failed=self._fail, owner=self, title="Trả lời xã chuyển hồ sơ"
        )
        self.follow(task, lambda: self.yes_button.setEnabled(True))

    def _end(self, arrived: Arrived) -> None:
        self.answered.emit(arrived)
        self.accept()

    def _fail(self, fault: Exception) -> None:
        self.yes_button.setEnabled(True)
        if isinstance(fault, UserError):
            self.banner.say(fault)
        else:
            self._tasks.complain(fault)

    def _say(self, words: str) -> None:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        self.column.addWidget(label)


def _about(offered: Offered) -> list[str]:
    fields = [PERSON_FIELDS[key] for key in _ABOUT if offered.person.get(key)]
    found = ["; ".join(f"{each.label}: {each.kind.show(offered.person[each.key])}" for each in fields)]
    found.append(f"Chuyển đi từ ngày {kinds.Date().show(offered.moved_on)}")
    found += [f"Hộ: {offered.poverty}"] if offered.poverty else []
    return [each for each in found if each]


def _record(each: Coming) -> str:
    words = (
        f"{each.title}: {each.number} ({each.state}); {each.events} diễn biến, {each.papers} giấy tờ. "
        "Thành hồ sơ nháp, mã mới của xã mình."
    )
    if not each.paid_until:
        return words
    month = kinds.Month().show(each.paid_until)
    return f"{words} Nơi cũ chi trả đến hết tháng {month}; xã mình phải ra quyết định, hưởng từ tháng sau đó."


def arrived_words(arrived: Arrived) -> str:
    """Return in one sentence what was answered, and what to do now."""
    done = "Đã nhận hồ sơ" if arrived.state == "accepted" else "Đã trả lời không nhận"
    return (
        f"{done} từ {arrived.sender}: {arrived.told}. Đưa tệp trả lời {arrived.receipt.name} lại cho xã đó."
    )
