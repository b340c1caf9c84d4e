"""A draft of before that was found as a form began: it waits, and nothing is typed until it is taken or dropped."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ansinh_desktop.services.drafts import KeptDraft
from ansinh_desktop.ui.drafts.keeper import DraftKeeper
from ansinh_desktop.ui.forms.draft_card import Difference, DraftCard


class OfferedDraft(QObject):
    """Offers it on its card.

    Signals:
        dropped: The officer does not want it.
    """

    dropped = Signal()

    def __init__(self, card: DraftCard, body: QWidget, keeper: DraftKeeper) -> None:
        super().__init__(card)
        self._card, self._body, self._keeper = card, body, keeper
        self.draft: KeptDraft | None = None
        """What waits; None where nothing does."""
        card.dropped.connect(self._drop)

    def waits(self) -> bool:
        """Whether nobody has said yet what is to become of it."""
        return self.draft is not None

    def offer(self, draft: KeptDraft, found: list[Difference], *, officer: str) -> None:
        """Show in what it differs from what is saved."""
        self.draft, self._keeper.waiting = draft, True
        self._body.setEnabled(False)
        self._card.offer(draft, found, officer=officer)

    def take(self) -> KeptDraft | None:
        """Offer it no more, and return it, if there was one."""
        draft = self.draft
        self.draft, self._keeper.waiting = None, False
        self._body.setEnabled(True)
        self._card.hide()
        return draft

    def _drop(self) -> None:
        self.take()
        self._keeper.drop()
        self.dropped.emit()
