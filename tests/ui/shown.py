"""What a window shows, text by text, and whether each is shown letter by letter."""

from collections.abc import Iterator
from html import unescape

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabWidget,
    QTextBrowser,
    QWidget,
)

NAME = """<b>An</b> <img src='file://10.9.8.7/a.png'> & "Ấn" <b>"""
"""What nobody is called, and may be typed all the same."""


def visible(shown: QWidget) -> Iterator[QWidget]:
    """Yield every widget that is seen in a window; what is hidden with its page is not even looked through."""
    for each in shown.children():
        if isinstance(each, QWidget) and each.isVisible():
            yield each
            yield from visible(each)


def texts(shown: QWidget) -> Iterator[tuple[str, bool]]:
    """Yield every text that a window shows or would show in a tip, and whether it is shown letter by letter."""
    yield shown.windowTitle(), True
    for each in visible(shown):
        yield from (
            (text, True) for text in (each.toolTip(), each.accessibleName(), each.accessibleDescription())
        )
        yield from _own(each)


def _own(each: QWidget) -> Iterator[tuple[str, bool]]:
    match each:
        case QLabel():
            yield each.text(), _is_plain(each)
        case QAbstractButton():
            yield each.text(), _without_mnemonic(each.text())
        case QLineEdit() | QPlainTextEdit():
            yield each.placeholderText(), True
        case QGroupBox():
            yield each.title(), _without_mnemonic(each.title())
        case QTabWidget():
            titles = [each.tabText(place) for place in range(each.count())]
            yield from ((title, _without_mnemonic(title)) for title in titles)
        case QMenu():
            yield from ((act.text(), _without_mnemonic(act.text())) for act in each.actions())
        case QTextBrowser():
            yield "", "An</b>" not in each.toHtml()
        case QAbstractItemView():
            yield from ((text, True) for text in cells(each.model()))


def _is_plain(label: QLabel) -> bool:
    """Whether a label says of itself that it draws no markup, or draws its own, with nothing of the data in it."""
    if label.textFormat() is Qt.TextFormat.AutoText:
        return False
    if label.textFormat() is Qt.TextFormat.PlainText:
        return label.buddy() is None or _without_mnemonic(label.text())
    return "<img" not in label.text() and (label.buddy() is None or _without_mnemonic(unescape(label.text())))


def _without_mnemonic(words: str) -> bool:
    """Whether every ampersand is drawn, and none makes a shortcut of the letter after it."""
    return "&" not in words.replace("&&", "")


def cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    columns = 1 if isinstance(model, QAbstractListModel) else min(model.columnCount(), 40)
    for column in range(columns):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), 30)):
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                yield str(model.index(row, column).data(role) or "")
