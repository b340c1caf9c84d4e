"""The preview of a paper: it shows, prints and saves the very pages it was given."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIntValidator, QKeySequence, QPageLayout, QPageSize, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ansinh_desktop.errors import UserError
from ansinh_desktop.ui import composing, messages, theme
from ansinh_desktop.ui.icons import icon
from ansinh_desktop.ui.widgets.flow import FlowLayout
from ansinh_desktop.ui.widgets.printing import PrintRun
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PdfPreview(QWidget):
    """The pages under a bar of buttons.

    Signals:
        printed: The printer took the pages. Carries how many, and how many copies of each.
        save_asked: The officer wants the file itself.
    """

    printed = Signal(int, int)
    save_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bytes = QByteArray()
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setDocument(self.document)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setAccessibleName("Bản xem trước")
        self._page = QLineEdit(self)
        self._page.setProperty("unkept", "a place in a preview")
        self._page.setAccessibleName("Trang")
        self._page.setFixedWidth(theme.px(48))
        self._page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page.setValidator(QIntValidator(1, 99_999, self))
        composing.watch(self._page)
        self._page.returnPressed.connect(lambda: self.go_to(int(self._page.text()) - 1))
        self._of = QLabel(self)
        self.print_button = QPushButton(theme.beside_icon("In…"), self)
        self.print_button.setIcon(icon("printer", theme.colours().on_accent))
        self.print_button.setProperty("role", "primary")
        self.print_button.clicked.connect(self.print_pages)
        self.save_button = QPushButton(theme.beside_icon("Lưu PDF…"), self)
        self.save_button.setIcon(icon("download"))
        self.save_button.clicked.connect(self.save_asked)
        self._strip = ProgressStrip(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._bar())
        column.addWidget(self.view, 1)
        column.addWidget(self._strip)
        self.view.pageNavigator().currentPageChanged.connect(self._show_page)
        self._bind_keys()
        self.setFocusProxy(self.view)

    def show_pdf(self, content: bytes) -> None:
        """Show a PDF.

        Raises:
            UserError: It is none.
        """
        self.document.close()
        self._buffer.close()
        self._bytes = QByteArray(content)
        self._buffer.setBuffer(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        if self.document.status() is not QPdfDocument.Status.Ready:
            raise UserError("AS-9030")
        self._of.setText(f"/ {self.page_count()} trang")
        self.go_to(0)

    def content(self) -> bytes:
        """Return the PDF that is shown."""
        return bytes(self._bytes.data())

    def page_count(self) -> int:
        """Return how many pages it has."""
        return self.document.pageCount()

    def current_page(self) -> int:
        """Return the page that is in view, from 0."""
        return self.view.pageNavigator().currentPage()

    def go_to(self, page: int) -> None:
        """Show a page, from 0."""
        if 0 <= page < self.page_count():
            self.view.pageNavigator().jump(page, QPointF())
            self._show_page(page)

    def zoom(self, step: int) -> None:
        """Make the pages larger or smaller by a step."""
        now = self.view.zoomFactor() if self.view.zoomMode() is QPdfView.ZoomMode.Custom else 1.0
        places = [each for each in _ZOOMS if (each > now if step > 0 else each < now)]
        if places:
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(places[0] if step > 0 else places[-1])

    def fit(self, mode: QPdfView.ZoomMode) -> None:
        """Fit the page to the window."""
        self.view.setZoomMode(mode)

    def print_pages(self) -> None:
        """Ask for the printer, and print."""
        if not QPrinterInfo.availablePrinterNames():
            messages.tell(self, UserError("AS-9031"))
            return
        printer = self.make_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("In")
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.print_to(printer)

    def make_printer(self) -> QPrinter:
        """Return a printer set to the size and direction of the first page."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        points = self.document.pagePointSize(0)
        upright = points.width() <= points.height()
        size = points if upright else points.transposed()
        printer.setPageSize(QPageSize(size, QPageSize.Unit.Point))
        printer.setPageOrientation(
            QPageLayout.Orientation.Portrait if upright else QPageLayout.Orientation.Landscape
        )
        printer.setFullPage(True)
        # The list of what waits for the printer is everybody's to read.
        printer.setDocName(messages.TITLE)
        printer.setFromTo(1, self.page_count())
        return printer

    def print_to(self, printer: QPrinter) -> PrintRun:
        """Print the pages the printer is set to, each as it is shown; the strip shows how far it is."""
        run = PrintRun(self.content(), printer, self)
        self.print_button.setEnabled(False)
        self._strip.begin("Đang gửi bản in")
        run.stepped.connect(self._strip.show_count)
        self._strip.cancel_asked.connect(run.cancel)
        run.printed.connect(self.printed)
        run.failed.connect(lambda error: messages.tell(self, error))
        run.ended.connect(self._end_printing)
        run.ended.connect(run.deleteLater)
        run.start()
        return run

    def _end_printing(self) -> None:
        self._strip.end()
        self.print_button.setEnabled(True)

    def _bar(self) -> QHBoxLayout:
        """Return the buttons, in a second line where one has no room for them."""
        bar, outer = FlowLayout(gap=theme.px(4)), QHBoxLayout()
        outer.setContentsMargins(theme.px(8), theme.px(6), theme.px(8), theme.px(6))
        outer.addLayout(bar)
        for widget in (
            self.print_button,
            self.save_button,
            self._button("chevron-left", "Trang trước (PageUp)", lambda: self.go_to(self.current_page() - 1)),
            self._page,
            self._of,
            self._button(
                "chevron-right", "Trang sau (PageDown)", lambda: self.go_to(self.current_page() + 1)
            ),
            self._button("zoom-out", "Thu nhỏ (Ctrl+-)", lambda: self.zoom(-1)),
            self._button("zoom-in", "Phóng to (Ctrl++)", lambda: self.zoom(1)),
            self._word_button("Vừa ngang", lambda: self.fit(QPdfView.ZoomMode.FitToWidth)),
            self._word_button("Cả trang", lambda: self.fit(QPdfView.ZoomMode.FitInView)),
        ):
            bar.addWidget(widget)
        return outer

    def _bind_keys(self) -> None:
        for pressed, deed in (
            ("Ctrl++", lambda: self.zoom(1)),
            ("Ctrl+=", lambda: self.zoom(1)),
            ("Ctrl+-", lambda: self.zoom(-1)),
            ("PgDown", lambda: self.go_to(self.current_page() + 1)),
            ("PgUp", lambda: self.go_to(self.current_page() - 1)),
        ):
            bound = QShortcut(
                QKeySequence.fromString(pressed, QKeySequence.SequenceFormat.PortableText), self
            )
            bound.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            bound.activated.connect(deed)

    def _button(self, sign: str, words: str, deed: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(sign))
        button.setIconSize(QSize(theme.px(18), theme.px(18)))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _word_button(self, words: str, deed: Callable[[], object]) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.clicked.connect(lambda _checked=False: deed())
        return button

    def _show_page(self, page: int) -> None:
        self._page.setText(str(page + 1))
