"""The help on paper: one page of it, or the whole handbook with its contents first."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextOption,
)

from ansinh_desktop import __version__
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.help.book import HelpBook
from ansinh_desktop.ui.help.dressed import fit_pictures, put

_DPI, _FINE = 96, 8
"""What is laid out is measured in pixels of a screen, and drawn so many times finer."""
_WIDE, _HIGH, _MARGIN = 794, 1123, 76
"""A4 and its margins of 20 mm, in such pixels."""
_LARGER = 1.1
_MERELY = ("Xem", "Cách làm")
"""Words of a link that say nothing where it can't be pressed."""


def handbook(book: HelpBook) -> bytes:
    """Return the guide as a PDF, each page of it beginning a sheet."""
    contents = "\n\n".join(book.title_of(name) for name in book.guide)
    first = f"# An Sinh Xã {__version__}: sổ tay hướng dẫn\n\n{contents}"
    document = _document(book, [first, *(book.pages[name] for name in book.guide)])
    heads = [each for each in _blocks(document) if each.blockFormat().headingLevel() == 1]
    document.pageCount()  # lays all of it out
    layout = document.documentLayout()
    sheets = [int(layout.blockBoundingRect(each).top() // _HIGH) + 1 for each in heads]
    for line, sheet in zip(_blocks(document)[1:], sheets[1:], strict=False):
        _put_number(line, sheet)
    document.setPageSize(QSizeF())  # or what follows would be laid out only in part
    document.setPageSize(QSizeF(_WIDE, _HIGH))
    return _pdf(document)


def one_page(book: HelpBook, name: str) -> bytes:
    """Return one page of the help as a PDF."""
    return _pdf(_document(book, [book.pages[name]]))


def _document(book: HelpBook, pages: Sequence[str]) -> QTextDocument:
    document = QTextDocument()
    document.setDocumentMargin(_MARGIN)
    written = "\n\n".join(_without_links(book, each) for each in pages)
    put(document, written, book.folder, larger=_LARGER)
    for each in _blocks(document):
        if each.blockFormat().headingLevel() == 1 and each.blockNumber():
            shape = QTextBlockFormat()
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            QTextCursor(each).mergeBlockFormat(shape)
    document.setPageSize(QSizeF(_WIDE, _HIGH))
    fit_pictures(document, _WIDE - 2 * _MARGIN)
    return document


def _blocks(document: QTextDocument) -> list[QTextBlock]:
    return [document.findBlockByNumber(number) for number in range(document.blockCount())]


def _put_number(line: QTextBlock, sheet: int) -> None:
    """Write at the end of a line of the contents on which sheet its page begins."""
    shape = line.blockFormat()
    shape.setTabPositions([QTextOption.Tab(_WIDE - 2 * _MARGIN, QTextOption.TabType.RightTab)])
    cursor = QTextCursor(line)
    cursor.setBlockFormat(shape)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    cursor.insertText(f"\t{sheet}")


def _without_links(book: HelpBook, markdown: str) -> str:
    """Return Markdown whose links are words that can be followed on paper."""

    def said(link: re.Match[str]) -> str:
        words, page = link[1], link[2].partition("#")[0].removesuffix(".md")
        return f"{words} bài “{book.title_of(page)}”" if words in _MERELY and page else words

    return re.sub(r"(?<!!)\[([^\]]*)\]\(([^)]*)\)", said, markdown)


def _pdf(document: QTextDocument) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle("An Sinh Xã: hướng dẫn")
    writer.setResolution(_DPI * _FINE)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter(writer)
    painter.scale(_FINE, _FINE)
    painter.setFont(theme.type_font("small"))
    foot = QRectF(_MARGIN, _HIGH - _MARGIN, _WIDE - 2 * _MARGIN, _MARGIN / 2)
    for page in range(document.pageCount()):
        if page:
            writer.newPage()
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, f"{page + 1}")
        painter.save()
        painter.translate(0, -page * _HIGH)
        document.drawContents(painter, QRectF(0, page * _HIGH, _WIDE, _HIGH))
        painter.restore()
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())
