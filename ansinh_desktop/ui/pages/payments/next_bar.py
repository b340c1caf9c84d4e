"""The foot of the page: what the next step is, or why it cannot be taken, and the button that takes it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ansinh_desktop import text
from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.drafts.spots import opens
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.pages.payments.words import SIGNS, act_words, beside_act, money, people, why_short


class NextBar(QFrame):
    """The one thing to do next, and beside it the way back.

    Signals:
        taken: A step is to be taken. Carries it.
        reopened: The closed month is to be opened again. Carries the reason.
    """

    taken = Signal(str)
    reopened = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._standing: Standing | None = None
        self.said = QLabel(self)
        self.said.setProperty("tone", "muted")
        self.said.setWordWrap(True)
        self.reopen = QPushButton("Mở lại (lãnh đạo)…", self)
        self.reopen.setObjectName("reopen_month")
        self.results = button("Ghi lại kết quả chi trả…", "hand-coins", self, name="results_again")
        self.act = button("", "check", self, primary=True, name="next_step")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(6), theme.px(6))
        row.setSpacing(theme.px(8))
        row.addWidget(self.said, 1)
        for each in (self.reopen, self.results, self.act):
            row.addWidget(each)
        self.reopen.clicked.connect(self.ask_to_reopen)
        self.results.clicked.connect(lambda: self.taken.emit("paid_out"))
        self.act.clicked.connect(self._take)

    def show_month(self, standing: Standing) -> None:
        """Show what comes next."""
        self._standing, step = standing, standing.next_step
        may = standing.why_not is None and bool(step)
        self.said.setText(beside_act(standing))
        self.act.setText(theme.beside_icon(text.literal(act_words(standing))))
        self.act.setEnabled(may)
        self.act.setVisible(bool(step))
        colours = theme.colours()
        sign = SIGNS.get(step, "check") if may else "lock"
        self.act.setIcon(icon(sign, colours.on_accent if may else colours.muted))
        self.act.setToolTip(self.said.text())
        closed = standing.view.is_closed
        self.reopen.setVisible(closed and standing.view.state == "closed")
        why = standing.why.get("reopen")
        self.reopen.setEnabled(why is None)
        self.reopen.setToolTip(why.text if why is not None else "Mở lại tháng đã chốt, ghi lý do")
        if why is not None:
            self.reopen.setText(f"Mở lại: {why_short(why)}")
        else:
            self.reopen.setText("Mở lại (lãnh đạo)…")
        self.results.setVisible(standing.view.state == "paid_out")
        self.results.setEnabled(standing.may("paid_out"))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep as high as the sentence needs: above, the cards are scrolled."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))

    @opens
    def ask_to_reopen(self) -> None:
        """Ask why the closed month is opened again."""
        if self._standing is None:
            return
        month = wording.month(self._standing.view.day)
        question = f"Mở lại tháng {month} đã chốt?\nPhải kiểm tra, duyệt và chốt lại; lý do ghi vào lịch sử."
        if reason := messages.confirm_with_reason(self, question, "Mở lại"):
            self.reopened.emit(reason)

    def _take(self) -> None:
        """Take the next step; what closes the month is asked first."""
        if self._standing is None:
            return
        step, view = self._standing.next_step, self._standing.view
        if step == "closed":
            now = view.identity.now
            paid = f"{people(now.people)}, {money(now.amount)} đồng"
            rest = "Chốt rồi thì danh sách không đổi nữa; chưa chi thì lãnh đạo còn mở lại được."
            question = f"Chốt tháng {wording.month(view.day)}: {paid}?\n{rest}"
            if not messages.ask(self, question, "Chốt tháng", "Để sau"):
                return
        self.taken.emit(step)
