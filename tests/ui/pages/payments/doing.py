"""What an officer does on the page of the months, and sees there."""

import io

import pypdf
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from ansinh_desktop.ui.dialogs.preview import PreviewDialog
from ansinh_desktop.ui.messages import Dialog, ReasonDialog


def rest(qtbot, tasks, page):
    """Wait until the page shows its month and nothing is being done."""
    qtbot.waitUntil(lambda: page.standing is not None and not tasks.is_busy())


def answer(words="", button=""):
    """Type into the question that comes up, and press a button of it; return the list that will hold the question."""
    asked: list[str] = []

    def act():
        dialogs = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()
        ]
        if not dialogs:
            QTimer.singleShot(10, act)
            return
        dialog = dialogs[0]
        if isinstance(dialog, Dialog):
            asked.append(dialog.accessibleName())
        if isinstance(dialog, ReasonDialog):
            dialog.typed.setPlainText(words)
        next(each for each in dialog.findChildren(QPushButton) if each.text() == button).click()

    QTimer.singleShot(0, act)
    return asked


def kinds_of(page):
    """Return how far each step of the month is."""
    return [kind for kind, _title, _more in page.sheet.line.words()]


def titles(page):
    """Return the headings of the findings, with how many stand under each."""
    return [(group.title, len(group.rows)) for group in page.sheet.findings.table.model.groups]


def press_next(page, qtbot, tasks):
    """Press the button of the next step."""
    page.sheet.next.act.click()
    rest(qtbot, tasks, page)


def cells(table, *keys):
    rows = [table.model.row(place) for place in range(table.model.rowCount())]
    return [tuple(getattr(row.cells[key], "text", row.cells[key]) for key in keys) for row in rows]


def preview(page, qtbot):
    """Wait for the window in which a paper is shown, put it away, and return its title and its words."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(PreviewDialog)))
    dialog = next(each for each in page.findChildren(PreviewDialog) if each.isVisible())
    title, pages = dialog.windowTitle(), pypdf.PdfReader(io.BytesIO(dialog.preview.content())).pages
    dialog.done(0)
    dialog.setParent(None)
    return title, " ".join(" ".join(each.extract_text().split()) for each in pages)
