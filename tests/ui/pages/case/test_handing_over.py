"""A case handed over by hand: given in its page, taken or refused in the other commune's window, ended here."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton

from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.pages.exchange.exchange_page import ExchangePage
from ansinh_desktop.ui.transfers.giving import GivingDialog
from ansinh_desktop.ui.transfers.offered import OfferedDialog
from ansinh_desktop.ui.widgets.progress_strip import ProgressStrip
from tests import factories
from tests.factories import orphan, person, trust


@pytest.fixture
def program(desk) -> Program:
    return Program(desk.vault)


@pytest.fixture
def other(tmp_path, program):
    """Return the other commune; both know each other."""
    (tmp_path / "usb").mkdir()
    with Program(factories.new_vault(tmp_path / "xã kia", factories.OTHER)[0]) as made:
        trust(program, made, tmp_path / "usb")
        trust(made, program, tmp_path / "usb")
        yield made


@pytest.fixture
def known(other) -> str:
    return other.cases.save(orphan())


@pytest.fixture
def record(program) -> str:
    found = program.cases.save(orphan())
    program.cases.move(found, "managed", "2026-01-05")
    return found


@pytest.fixture
def page(desk, program, record, tasks, show, qtbot) -> CasePage:
    made = CasePage(program, tasks, desk.around)
    show(made)
    made.show_case(record)
    qtbot.waitUntil(lambda: made.case is not None)
    return made


def words(page) -> str:
    return " ".join(each.text() for each in page.banner.findChildren(QLabel))


def dialog_of(widget, kind):
    return next((each for each in widget.findChildren(kind) if each.isVisible()), None)


@pytest.fixture
def exchange(tasks, show, qtbot):
    """Return what opens the page for sending and receiving of a commune."""

    def opened(program: Program) -> ExchangePage:
        made = ExchangePage(program, tasks)
        show(made)
        made.refresh()
        qtbot.waitUntil(lambda: made.transfers.findChild(QPushButton, "offered_case") is not None)
        return made

    return opened


@pytest.fixture
def here(program, exchange) -> ExchangePage:
    """Return the page for sending and receiving of the commune that gives."""
    return exchange(program)


@pytest.fixture
def usb(tmp_path, other):
    return tmp_path / "usb"


@pytest.fixture
def path(page, usb, qtbot):
    """Return the package of the case, given by hand."""
    page.head.transfer_asked.emit()
    dialog = dialog_of(page, GivingDialog)
    (commune,) = dialog.commune.options
    assert commune.label == "Xã Bình Long"
    dialog.commune.set_value(commune.code)
    dialog.look()
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    dialog.give_to(usb)
    qtbot.waitUntil(lambda: bool(page.case and page.case.going_to))
    (found,) = usb.glob("*.agpkg")
    return found


@pytest.fixture
def offered(other, path, exchange, qtbot):
    """Return what opens the case in the window of the other commune."""

    def opened() -> OfferedDialog:
        there = exchange(other)
        there.transfers.look(str(path))
        qtbot.waitUntil(lambda: dialog_of(there, OfferedDialog) is not None)
        return dialog_of(there, OfferedDialog)

    return opened


def test_the_menu_of_a_case_offers_it(page, other, qtbot):
    page.head.more_button.click()
    (menu,) = [
        each for each in QApplication.topLevelWidgets() if isinstance(each, QMenu) and each.isVisible()
    ]
    (action,) = [each for each in menu.actions() if each.text() == "Chuyển cho xã khác…"]
    action.trigger()
    menu.close()
    qtbot.waitUntil(lambda: dialog_of(page, GivingDialog) is not None)
    dialog = dialog_of(page, GivingDialog)
    assert not dialog.yes_button.isEnabled(), "nothing is chosen yet"
    assert not dialog.until.isVisible(), "this register pays nobody by month"
    dialog.reject()


def test_a_case_is_given_taken_and_ended(page, here, offered, path, qtbot):
    assert not page.head.edit_button.isEnabled()
    offered().yes_button.click()
    qtbot.waitUntil(lambda: bool(list(path.parent.glob("*.agrcpt"))))
    (answer,) = path.parent.glob("*.agrcpt")
    here.transfers.take_answer(str(answer))
    qtbot.waitUntil(lambda: "đã nhận hồ sơ" in words(here))
    page.refresh()
    qtbot.waitUntil(lambda: page.case.closed)


def test_a_case_is_refused_with_a_reason(page, here, offered, path, qtbot, monkeypatch):
    monkeypatch.setattr(messages, "confirm_with_reason", lambda *_args, **_more: "Chuyển nhầm xã")
    offered().refuse_button.click()
    qtbot.waitUntil(lambda: bool(list(path.parent.glob("*.agrcpt"))))
    (answer,) = path.parent.glob("*.agrcpt")
    here.transfers.take_answer(str(answer))
    qtbot.waitUntil(lambda: "không nhận hồ sơ: Chuyển nhầm xã" in words(here))
    page.refresh()
    qtbot.waitUntil(lambda: not page.case.going_to)
    assert not page.case.closed


def test_somebody_known_has_to_be_chosen_first(known, other, offered, path, qtbot):
    dialog = offered()
    assert not dialog.yes_button.isEnabled()
    dialog.whom.set_value(dialog.whom.options[0].code)
    dialog.whom.edited.emit()
    dialog.yes_button.click()
    qtbot.waitUntil(lambda: bool(list(path.parent.glob("*.agrcpt"))))
    with other.vault.reading() as store:
        assert store.people.count() == 1


def test_a_case_is_called_back(program, record, path, here, qtbot, monkeypatch):
    here.refresh()
    qtbot.waitUntil(lambda: here.transfers.findChild(QPushButton, "call_back") is not None)
    monkeypatch.setattr(messages, "confirm_with_reason", lambda *_args, **_more: "Chuyển nhầm xã")
    here.transfers.findChild(QPushButton, "call_back").click()
    qtbot.waitUntil(lambda: not program.cases.get(record).going_to)


def test_a_package_is_stopped_by_the_button_beside_its_progress(page, other, usb, program, qtbot):
    before = set(usb.iterdir())
    page.head.transfer_asked.emit()
    dialog = dialog_of(page, GivingDialog)
    dialog.commune.set_value(dialog.commune.options[0].code)
    dialog.look()
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    dialog.give_to(usb)
    strip = dialog.findChild(ProgressStrip)
    assert strip.isVisible()
    strip.cancel_button.click()
    qtbot.waitUntil(dialog.yes_button.isEnabled)
    assert dialog.isVisible()
    assert "Đã dừng" in words(dialog)
    assert set(usb.iterdir()) == before
    assert program.exchange.transfers.all() == []


def test_what_cannot_be_given_says_why(page, program, other, record, qtbot, tmp_path):
    page.head.transfer_asked.emit()
    dialog = dialog_of(page, GivingDialog)
    dialog.commune.set_value(dialog.commune.options[0].code)
    program.people.save(page.case.person_id, person(full_name="Danh Thị Na", death_date="2026-11-01"))
    dialog.look()
    qtbot.waitUntil(dialog.banner.isVisible)
    assert not dialog.yes_button.isEnabled()
