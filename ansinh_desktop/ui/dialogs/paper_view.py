"""A paper of a case, shown from memory in a window of its own: nothing of it is written to the disk."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.attachments import PaperContent
from ansinh_desktop.ui import messages, theme
from ansinh_desktop.ui.dialogs.image_view import ImageView, read_image
from ansinh_desktop.ui.pages.page import button
from ansinh_desktop.ui.screen_room import open_at
from ansinh_desktop.ui.widgets.pdf_preview import PdfPreview


@dataclass(frozen=True)
class ReadPaper:
    """A paper that was read, and its picture where it is one."""

    paper: PaperContent
    image: QImage | None


def read_paper(paper: PaperContent) -> ReadPaper:
    """Make a paper ready to be shown, away from the window.

    Raises:
        UserError: The window cannot show it.
    """
    image = read_image(paper.content) if paper.type.shown == "image" else None
    if not paper.type.shown or (paper.type.shown == "image" and image is None):
        raise UserError("AS-2046", name=paper.name)
    return ReadPaper(paper, image)


class PaperDialog(QDialog):
    """The paper in a window of its own."""

    def __init__(
        self,
        read: ReadPaper,
        parent: QWidget,
        *,
        save: Callable[[], object] | None,
        printed: Callable[[], object] | None,
    ) -> None:
        """Show a paper; the arguments are those of the sheet, and over which window."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Not the paper's name: a title stands on the task bar too, and the name often tells whose it is.
        self.setWindowTitle(f"Giấy tờ kèm theo – {messages.TITLE}")
        self.setProperty("help_anchor", "giay-to-kem-theo")
        sheet = PaperSheet(read, self, save=save, printed=printed)
        self.view = sheet.view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(sheet)
        self.view.setFocus()
        open_at(self, 980, 680)


class PaperSheet(QWidget):
    """The paper under its buttons."""

    def __init__(
        self,
        read: ReadPaper,
        parent: QWidget,
        *,
        save: Callable[[], object] | None,
        printed: Callable[[], object] | None,
    ) -> None:
        """Show a paper.

        Args:
            read: What to show.
            parent: Where.
            save: What to do when a copy is wanted; None where the officer may not.
            printed: What to do when the printer took it; None where the officer may not print.

        Raises:
            UserError: The window cannot show it.
        """
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if read.image is not None:
            self.view: QWidget = self._add_image(column, read.image, save)
        else:
            self.view = self._add_pdf(column, read.paper, save, printed)

    def _add_image(self, column: QVBoxLayout, image: QImage, save: Callable[[], object] | None) -> ImageView:
        view = ImageView(image, self)
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.px(8), theme.px(6), theme.px(8), theme.px(6))
        bar.setSpacing(theme.px(4))
        for words, sign, deed in (
            ("Thu nhỏ", "zoom-out", lambda: view.zoom(0.8)),
            ("Phóng to", "zoom-in", lambda: view.zoom(1.25)),
            ("Cả ảnh", "maximize", view.fit),
        ):
            made = button(words, sign, self)
            made.clicked.connect(lambda _checked=False, deed=deed: deed())
            bar.addWidget(made)
        bar.addStretch(1)
        if save is not None:
            copy = button("Lưu bản sao…", "download", self, name="save_copy")
            copy.clicked.connect(lambda _checked=False: save())
            bar.addWidget(copy)
        column.addLayout(bar)
        column.addWidget(view, 1)
        return view

    def _add_pdf(
        self,
        column: QVBoxLayout,
        paper: PaperContent,
        save: Callable[[], object] | None,
        printed: Callable[[], object] | None,
    ) -> PdfPreview:
        view = PdfPreview(self)
        try:
            view.show_pdf(paper.content)
        except UserError as error:
            raise UserError("AS-2046", name=paper.name) from error
        view.save_button.setVisible(save is not None)
        view.print_button.setVisible(printed is not None)
        if save is not None:
            view.save_asked.connect(save)
        if printed is not None:
            view.printed.connect(lambda *_pages: printed())
        column.addWidget(view)
        return view
