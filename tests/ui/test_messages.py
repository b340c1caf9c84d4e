"""What the program says by itself: each thing with what to do, its code, and deeds on the buttons."""

import functools
import tomllib

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from ansinh_desktop import paths
from ansinh_desktop.errors import UserError, message
from ansinh_desktop.findings import Finding, Level
from ansinh_desktop.ui import messages, theme


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.apply(qapp)


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def during(deed) -> None:
    """Do something while the dialog that opens next is open."""

    def try_again() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.isActiveWindow():
            deed(dialog)
        else:
            QTimer.singleShot(10, try_again)

    QTimer.singleShot(0, try_again)


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def press(label: str, dialog: QDialog) -> None:
    next(each for each in dialog.findChildren(QPushButton) if each.text() == label).click()


def test_an_error_says_what_to_do_and_its_code(window, qtbot):
    heard: list[str] = []

    def read(dialog: QDialog) -> None:
        heard.append(words(dialog))
        heard.append(dialog.accessibleName())
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    during(read)
    messages.tell(window, UserError("AS-9041", name="bang.xlsx"))
    told = message("AS-9041", name="bang.xlsx")
    assert told.text in heard[0]
    assert told.todo in heard[0]
    assert "AS-9041" in heard[0]
    assert heard[1] == told.text


@pytest.mark.parametrize(("button", "answer"), [("Xóa dòng", True), ("Giữ lại", False)])
def test_a_question_is_answered_by_a_deed(window, button, answer):
    during(functools.partial(press, button))
    assert messages.ask(window, "Xóa dòng này?\nKhông thể lấy lại.", "Xóa dòng", "Giữ lại") is answer


def test_esc_is_no_and_enter_is_no_where_it_cannot_be_undone(window, qtbot):
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        during(lambda dialog, key=key: qtbot.keyClick(dialog, key))
        assert messages.ask(window, "Xóa?", "Xóa", "Giữ lại", danger=True) is False
    during(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Return))
    assert messages.ask(window, "Lưu?", "Lưu", "Bỏ") is True


class TestReason:
    def test_without_a_reason_there_is_no_yes(self, window, qtbot):
        seen: list[bool] = []

        def answer(dialog: QDialog) -> None:
            yes = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Giữ")
            area = dialog.findChild(QPlainTextEdit, "reason")
            seen.append(yes.isEnabled())
            qtbot.keyClicks(area, "  a ")
            seen.append(yes.isEnabled())
            qtbot.keyClicks(area, "theo giay  to")
            seen.append(yes.isEnabled())
            qtbot.keyClick(area, Qt.Key.Key_Return)
            seen.append(dialog.focusWidget() is yes)
            yes.click()

        during(answer)
        assert messages.confirm_with_reason(window, "Giữ giá trị này?", "Giữ") == "a theo giay to"
        assert seen == [False, False, True, True]

    def test_a_usual_reason_is_one_press(self, window):
        def answer(dialog: QDialog) -> None:
            press("Theo giấy khai sinh", dialog)
            press("Giữ", dialog)

        during(answer)
        kept = messages.confirm_with_reason(window, "Giữ?", "Giữ", reasons=("Theo giấy khai sinh",))
        assert kept == "Theo giấy khai sinh"

    def test_going_back_gives_nothing(self, window):
        during(functools.partial(press, "Quay lại"))
        assert messages.confirm_with_reason(window, "Giữ?", "Giữ") is None


class TestBanner:
    def test_it_says_a_finding_by_its_level_and_can_be_put_away(self, window, qtbot):
        banner = messages.Banner(window)
        assert not banner.isVisible()
        banner.say(Finding(Level.WARNING, "AS-9012", "x", {"typed": "31/2"}))
        assert banner.isVisible()
        assert banner.property("level") == "warning"
        assert "“31/2”" in words(banner)
        assert "AS-9012" in words(banner)
        with qtbot.waitSignal(banner.closed):
            banner._close.click()
        assert not banner.isVisible()

    def test_it_offers_what_can_be_done(self, window, qtbot):
        banner = messages.Banner(window)
        banner.say("Có bản nháp chưa lưu.", button="Khôi phục")
        with qtbot.waitSignal(banner.acted):
            banner._button.click()
        banner.say(UserError("AS-2033"))
        assert banner.property("level") == "error"
        assert "bản nháp" not in words(banner)
        assert not banner._button.isVisible()

    def test_a_toast_goes_by_itself_but_an_error_stays(self, window, qtbot, monkeypatch):
        monkeypatch.setattr(messages, "_TOAST_MS", 30)
        toast = messages.Toast(window)
        toast.pop("Đã lưu.")
        assert toast.isVisible()
        assert window.rect().contains(toast.geometry())
        qtbot.waitUntil(lambda: not toast.isVisible())
        toast.pop(UserError("AS-2033"), Level.ERROR)
        assert not toast._timer.isActive()
        window.resize(500, 400)
        QApplication.processEvents()
        assert window.rect().contains(toast.geometry())


def test_every_text_of_the_program_has_a_sentence_and_what_to_do():
    texts = tomllib.loads((paths.resources() / "messages" / "program.toml").read_text(encoding="utf-8"))
    for code, entry in texts.items():
        assert code.startswith("AS-9")
        assert entry["text"].endswith((".", "{doing}."))
        assert entry["todo"].endswith(".")
