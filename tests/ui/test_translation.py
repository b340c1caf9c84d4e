"""Qt's own texts: no English word reaches the officer."""

import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QAction, QContextMenuEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QErrorMessage,  # noqa: TID251 - Qt's own is what is looked at here
    QFileDialog,
    QGroupBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,  # noqa: TID251 - the same
    QPlainTextEdit,
    QProgressDialog,
    QScrollBar,
    QSpinBox,
    QTabWidget,
    QTextEdit,
    QTreeView,
    QWidget,
    QWizard,
)

from ansinh_desktop import paths
from ansinh_desktop.ui import keys, translation

SOURCE = paths.resources() / "i18n" / "qtbase_vi.ts"
MESSAGES = [
    (context.findtext("name", ""), message.findtext("source", ""), message.findtext("translation", ""))
    for context in ET.parse(SOURCE).getroot().iter("context")
    for message in context.iter("message")
]
PLAIN_WORD = re.compile(r"(?<![^\W\d_])[A-Za-z]{2,}(?![^\W\d_])")
VIETNAMESE = {word.lower() for *_, told in MESSAGES for word in PLAIN_WORD.findall(told.replace("&", ""))}


@pytest.fixture(autouse=True)
def _vietnamese(qapp: QApplication) -> Iterator[None]:
    """Speak Vietnamese in this module only, whatever order the tests run in."""
    before, translators = QLocale(), set(qapp.findChildren(QTranslator))
    translation.install(qapp)
    yield
    QLocale.setDefault(before)
    for added in set(qapp.findChildren(QTranslator)) - translators:
        qapp.removeTranslator(added)
        added.deleteLater()


def english_in(text: str) -> list[str]:
    """Return the words that no Vietnamese text of ours has."""
    shown = re.sub("<[^>]*>", " ", text).split("\t")[0].replace("&", "")
    return [word for word in PLAIN_WORD.findall(shown) if word.lower() not in VIETNAMESE]


def texts_of(window: QWidget) -> Iterator[str]:
    """Yield all that a window says: names, hints, menus, lists, headings."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.windowTitle(), widget.toolTip(), widget.statusTip(), widget.whatsThis())
        match widget:
            case QLabel() | QAbstractButton():
                yield widget.text()
            case QGroupBox():
                yield widget.title()
            case QComboBox() if widget.objectName() not in {"lookInCombo", "printers"}:
                yield from (widget.itemText(each) for each in range(widget.count()))
            case QTabWidget():
                yield from (widget.tabText(each) for each in range(widget.count()))
            case QTreeView() if widget.model() is not None:
                columns = range(widget.model().columnCount())
                yield from (
                    str(widget.model().headerData(each, Qt.Orientation.Horizontal)) for each in columns
                )
            case _:
                pass
    for action in window.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def assert_vietnamese(window: QWidget) -> None:
    texts = [text for text in texts_of(window) if text.strip()]
    assert texts, "nothing was looked at"
    assert {text: english_in(text) for text in texts if english_in(text)} == {}


def test_english_would_be_seen():
    assert english_in("&Cancel")
    assert english_in("Save As")
    assert english_in("Brightness")
    assert not english_in("&Hủy")
    assert not english_in("In ra tệp (PDF)")


def test_the_compiled_file_says_what_its_source_says(qapp):
    faults = [each for each in MESSAGES if QCoreApplication.translate(each[0], each[1]) != each[2]]
    assert faults == []


def test_every_placeholder_and_line_is_kept():
    def marks(text: str) -> list[str]:
        return sorted(re.findall(r"%(?:\d|p%)|</?(?:p|h3)>|\n", text))

    assert [each for each in MESSAGES if marks(each[1]) != marks(each[2])] == []


def test_a_mnemonic_stands_once_and_is_a_letter_that_can_be_typed():
    marked = [each for each in MESSAGES if "&" in each[1] and each[0] != "QShortcut"]
    assert marked
    assert [each for each in marked if len(re.findall("&[A-Za-z]", each[2])) != 1] == []


@pytest.mark.parametrize(
    "button", [each for each in QDialogButtonBox.StandardButton if each.value], ids=lambda b: b.name
)
def test_standard_buttons(qtbot, button):
    box = QDialogButtonBox(button)
    qtbot.addWidget(box)
    assert_vietnamese(box)


def test_message_boxes(qtbot):
    box = QMessageBox()
    qtbot.addWidget(box)
    for button in QMessageBox.StandardButton:
        if button.value and button.name not in {"FirstButton", "LastButton", "Default", "Escape", "FlagMask"}:
            box.addButton(button)
    box.setDetailedText("Chi tiết")
    assert len(box.buttons()) > 15
    assert_vietnamese(box)


@pytest.mark.parametrize("box", [QLineEdit, QTextEdit, QPlainTextEdit])
def test_context_menus_of_text(qtbot, box):
    widget = box()
    qtbot.addWidget(widget)
    menu = widget.createStandardContextMenu()
    texts = [action.text() for action in menu.actions() if action.text()]
    menu.deleteLater()
    assert len(texts) >= 6
    assert [text for text in texts if english_in(text)] == []


@pytest.mark.parametrize("box", [QSpinBox, QScrollBar])
def test_context_menus_that_qt_opens_itself(qtbot, box):
    widget = box()
    qtbot.addWidget(widget)
    widget.show()
    shown: list[str] = []

    def read_and_close() -> None:
        menu = QApplication.activePopupWidget()
        shown.extend(action.text() for action in menu.actions() if action.text())
        menu.close()

    QTimer.singleShot(0, read_and_close)
    place = widget.rect().center()
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, asked)
    qtbot.waitUntil(lambda: len(shown) > 0)
    assert len(shown) >= 7
    assert [text for text in shown if english_in(text)] == []


def test_wizard_buttons(qtbot):
    wizard = QWizard()
    qtbot.addWidget(wizard)
    wizard.setOption(QWizard.WizardOption.HaveHelpButton)
    buttons = [
        each for each in QWizard.WizardButton if QWizard.WizardButton.BackButton.value <= each.value < 6
    ]
    texts = [wizard.buttonText(each) for each in buttons]
    assert len([text for text in texts if text]) == len(buttons) > 4
    assert [text for text in texts if english_in(text)] == []


@pytest.mark.parametrize("mode", [QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave])
@pytest.mark.parametrize("files", [QFileDialog.FileMode.AnyFile, QFileDialog.FileMode.Directory])
def test_file_dialogs(qtbot, tmp_path, mode, files):
    dialog = QFileDialog(None, "", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(files)
    dialog.setAcceptMode(mode)
    assert_vietnamese(dialog)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows brings its own dialog for printing")
def test_print_dialogs(qtbot, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "a.pdf"))
    for kind in (QPrintDialog, QPrintPreviewDialog):
        dialog = kind(printer)
        qtbot.addWidget(dialog)
        assert_vietnamese(dialog)


def test_small_dialogs(qtbot):
    for kind in (QErrorMessage, QInputDialog, QProgressDialog):
        dialog = kind()
        qtbot.addWidget(dialog)
        dialog.show()
        assert_vietnamese(dialog)


def test_months_days_and_numbers(qapp):
    assert QLocale().monthName(8) == "tháng 8"
    assert QLocale().dayName(1) == "Thứ Hai"
    assert QLocale().toString(1234567) == "1.234.567"


@pytest.mark.parametrize(("key", "shown"), [(Qt.Key.Key_Space, "Phím cách"), (Qt.Key.Key_PageDown, "PgDn")])
def test_keys(qapp, key, shown):
    assert QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) == shown


def test_shortcuts_are_not_translated(qapp):
    translation.install(qapp)
    for each in keys.SHORTCUTS:
        found = [sequence.toString() for sequence in keys.sequences(each.id)]
        assert found == list(each.keys)
