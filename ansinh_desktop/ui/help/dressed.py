"""A page of the help as a document: its headings in the type scale, its pictures within the room there is."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import (
    QFont,
    QImageReader,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)

from ansinh_desktop.ui import theme


def put(document: QTextDocument, markdown: str, folder: Path, *, larger: float = 1.0) -> None:
    """Fill a document: Qt's Markdown gives neither air nor sizes to headings.

    Args:
        document: What is filled.
        markdown: The page.
        folder: Where its pictures lie.
        larger: How much larger than on the screen its letters are.
    """
    document.setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
    document.setDefaultFont(_font("text", larger))
    document.setMarkdown(markdown)
    block = document.begin()
    while block.isValid():
        _give_air(block, larger)
        block = block.next()


def _give_air(block: QTextBlock, larger: float) -> None:
    cursor = QTextCursor(block)
    shape = block.blockFormat()
    level = shape.headingLevel()
    shape.setTopMargin(theme.px(14 if level and block.blockNumber() else 0))
    in_list = block.textList() is not None and block.next().textList() is not None
    shape.setBottomMargin(theme.px(2 if in_list else 6))
    cursor.setBlockFormat(shape)
    if level:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        look = QTextCharFormat()
        look.setFont(_font("page" if level == 1 else "section", larger, bold=True))
        cursor.mergeCharFormat(look)


def _font(step: str, larger: float, *, bold: bool = False) -> QFont:
    font = theme.type_font(step, bold=bold)
    font.setPixelSize(max(round(font.pixelSize() * larger), 1))
    return font


def fit_pictures(document: QTextDocument, room: int) -> None:
    """Let no picture be wider than the room, nor larger than it is; pressed, each opens itself."""
    for at, image in list(_pictures(document)):
        size = QImageReader(document.baseUrl().resolved(QUrl(image.name())).toLocalFile()).size()
        if not size.isValid():
            continue
        wide = min(size.width(), room)
        image.setWidth(wide)
        image.setHeight(size.height() * wide / size.width())
        image.setAnchor(True)
        image.setAnchorHref(image.name())
        cursor = QTextCursor(document)
        cursor.setPosition(at)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(image)


def _pictures(document: QTextDocument) -> Iterator[tuple[int, QTextImageFormat]]:
    block = document.begin()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            part = walk.fragment()
            if part.charFormat().isImageFormat():
                for place in range(part.length()):
                    yield part.position() + place, part.charFormat().toImageFormat()
            walk += 1
        block = block.next()
