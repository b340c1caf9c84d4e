"""Puts the pages of a PDF on a printer, one at a time, so that the window lives and the officer can stop it."""

from collections.abc import Generator

from PySide6.QtCore import QBuffer, QObject, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from ansinh_desktop.errors import UserError

_MOST_DPI = 300
"""Enough for text; more would need hundreds of megabytes a page."""


class PrintRun(QObject):
    """One printing.

    Signals:
        stepped: A page is on its way. Carries how many are, and how many there will be.
        printed: The printer took all pages. Carries how many, and how many copies of each.
        failed: The printer took no more. Carries the error.
        ended: It is over, whichever way.
    """

    stepped = Signal(int, int)
    printed = Signal(int, int)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, content: bytes, printer: QPrinter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # A document of its own: the preview may show another paper before the last page is out.
        buffer = QBuffer(self)
        buffer.setData(content)
        buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        document = QPdfDocument(self)
        document.load(buffer)
        self._printer = printer
        self._total = len(_pages(document, printer))
        self._steps = put_pages(document, printer)
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._step)

    def start(self) -> None:
        """Begin; the rest happens between two drawings of the window."""
        self._turn.start()

    def cancel(self) -> None:
        """Stop: what the printer has not begun, it forgets."""
        self._turn.stop()
        self._printer.abort()
        self._steps.close()
        self.ended.emit()

    def _step(self) -> None:
        try:
            done = next(self._steps, None)
        except UserError as error:
            self._turn.stop()
            self.failed.emit(error)
            self.ended.emit()
            return
        if done is not None:
            self.stepped.emit(done, self._total)
            return
        self._turn.stop()
        self.printed.emit(self._total, max(self._printer.copyCount(), 1))
        self.ended.emit()


def put_pages(document: QPdfDocument, printer: QPrinter) -> Generator[int, None, None]:
    """Print the pages that the printer is set to, each in its own size, and say after each how many there are.

    Raises:
        UserError: The printer takes nothing.
    """
    painter = QPainter()
    if not painter.begin(printer):
        raise UserError("AS-9032")
    try:
        for place, page in enumerate(_pages(document, printer)):
            if place and not printer.newPage():
                raise UserError("AS-9032")
            _draw_page(painter, printer, document, page)
            yield place + 1
    finally:
        painter.end()


def _pages(document: QPdfDocument, printer: QPrinter) -> range:
    first = max(printer.fromPage(), 1)
    last = printer.toPage() or document.pageCount()
    return range(first - 1, min(last, document.pageCount()))


def _draw_page(painter: QPainter, printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """Draw one page, turned where the paper lies the other way."""
    dpi = printer.resolution()
    points = document.pagePointSize(page)
    fineness = min(dpi, _MOST_DPI) / 72
    image = document.render(page, QSize(round(points.width() * fineness), round(points.height() * fineness)))
    paper = QRectF(printer.pageLayout().fullRectPixels(dpi))
    if (points.width() > points.height()) == (paper.width() > paper.height()):
        painter.drawImage(_placed(points, paper.size(), dpi), image)
        return
    painter.save()
    painter.translate(paper.width(), 0)
    painter.rotate(90)
    painter.drawImage(_placed(points, paper.size().transposed(), dpi), image)
    painter.restore()


def _placed(points: QSizeF, paper: QSizeF, dpi: int) -> QRectF:
    """Return where a page lies on the paper: in its true size, made smaller only where the paper is smaller."""
    size = QSizeF(points.width() / 72 * dpi, points.height() / 72 * dpi)
    # A difference of a millimetre is how printers round their paper, and no reason to shrink.
    slack = dpi / 25.4
    if size.width() > paper.width() + slack or size.height() > paper.height() + slack:
        size.scale(paper, Qt.AspectRatioMode.KeepAspectRatio)
    return QRectF(QPointF((paper.width() - size.width()) / 2, (paper.height() - size.height()) / 2), size)
