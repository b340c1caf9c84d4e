"""A list as it will be printed, in a window of its own: print it, save it, close it."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ansinh_desktop.ui import messages
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview


class PreviewDialog(QDialog):
    """The preview of one paper."""

    def __init__(
        self,
        title: str,
        content: bytes,
        *,
        save: Callable[[], object],
        printed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Show a paper.

        Args:
            title: What it is.
            content: Its pages.
            save: What to do when the file itself is wanted.
            printed: What to do when the printer took it.
            parent: Over which window.
        """
        super().__init__(parent)
        self.setWindowTitle(f"{title} – {messages.TITLE}")
        self.preview = PdfPreview(self)
        self.preview.save_asked.connect(save)
        self.preview.printed.connect(lambda *_: printed())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.preview)
        open_at(self, 980, 680)
        self.preview.show_pdf(content)
