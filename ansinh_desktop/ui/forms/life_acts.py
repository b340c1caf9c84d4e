"""What a page does about the life of whom it shows: asks for it, offers it by the keyboard, takes it back."""

import functools
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from ansinh_desktop.registers.acts.lives import Life
from ansinh_desktop.services.lives.work import LifePreview, Lives, offered
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.forms.life_dialog import LifeDialog, Whom
from ansinh_desktop.ui.forms.surroundings import Surroundings


class LifeActs(QObject):
    """The acts of one page.

    Signals:
        said: Something was written or taken back. Carries what, in words.
        refused: It could not be taken back. Carries the error.
        place_asked: The record of a question is to be opened. Carries its id and its register.
    """

    said = Signal(str)
    refused = Signal(object)
    place_asked = Signal(str, str)

    def __init__(
        self, page: QWidget, lives: Lives, whom: Callable[[], Whom | None], tasks: Tasks, around: Surroundings
    ) -> None:
        """Make the acts.

        Args:
            page: The page.
            lives: What writes it.
            whom: Returns whom the page shows; nobody where the officer may not change them.
            tasks: Where it is done in the background.
            around: What the fields of the dialog need.
        """
        super().__init__(page)
        self._page, self._lives, self._whom = page, lives, whom
        self._tasks, self._around = tasks, around

    def say(self, code: str) -> None:
        """Ask for a death, a move or a return, where that may be said of whom the page shows."""
        whom = self._whom()
        life = next((each for each in offered(whom.person) if each.code == code), None) if whom else None
        if whom is None or life is None:
            return
        dialog = LifeDialog(
            self._lives, life, whom, tasks=self._tasks, around=self._around, parent=self._page
        )
        dialog.done_well.connect(lambda done: self.said.emit(_done_words(done, life)))
        dialog.place_asked.connect(self.place_asked)
        dialog.open()

    def offer(self, say: Callable[[str], object]) -> None:
        """Let the officer choose by the keyboard what is to be said."""
        whom = self._whom()
        if whom is None:
            return
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for life in offered(whom.person):
            menu.addAction(life.offered).triggered.connect(functools.partial(say, life.code))
        menu.popup(self._page.mapToGlobal(self._page.rect().center()))
        menu.setActiveAction(menu.actions()[0])

    def take_back(self, act_id: int, words: str) -> None:
        """Ask whether what was said is to be taken back, and do it."""
        whom = self._whom()
        question = (
            f"{words}?\nNgười, các hồ sơ và bước của chúng trở lại như trước việc ấy; "
            "lịch sử vẫn giữ cả hai việc."
        )
        if whom is not None and messages.ask(self._page, question, "Lấy lại", "Quay lại"):
            self._tasks.run(
                lambda: self._lives.take_back(whom.person_id, act_id),
                lambda _done: self.said.emit(f"{words}: mọi thứ trở lại như trước."),
                failed=self.refused.emit,
                owner=self,
            )


def _done_words(done: LifePreview, life: Life) -> str:
    """Return in one sentence what was done."""
    records, left = len(done.done), len(done.rows) - len(done.done)
    said = [f"đã ghi {records} hồ sơ"] if records else []
    said += [f"{left} hồ sơ còn phải làm"] if left else []
    said += [f"{len(done.questions)} điều cần hỏi"] if done.questions else []
    return f"{life.label}: {', '.join(said) or 'đã ghi vào nhân thân'}."
