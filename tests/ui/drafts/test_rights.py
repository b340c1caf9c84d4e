"""A draft shows nothing of what its officer may no longer see or change."""

import pytest
import shiboken6
from PySide6.QtWidgets import QPlainTextEdit

from ansinh_desktop import app
from ansinh_desktop.services import officers
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.officers import Post
from ansinh_desktop.services.program import open_data
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from tests.factories import OFFICER, PASSWORD, new_vault, orphan

HERS = "trời mưa rơi lộp độp"
TYPED = "Chữ của Hoa"


@pytest.fixture
def opened(qtbot, tmp_path):
    """Return a function that opens the data as somebody in a window, and waits until it is as it was."""
    new_vault(tmp_path / "xã")[0].lock()
    app.make_application()
    made = app.Window(tmp_path / "xã")
    made.resize(1200, 700)
    with qtbot.waitExposed(made):
        made.show()

    def start(officer, password):
        made.open(open_data(tmp_path / "xã", officer, password))
        qtbot.waitUntil(lambda: not made.tasks.is_busy() and made.findChild(ComingBack) is None)
        return made

    yield start
    made.shut()
    shiboken6.delete(made)  # here, and not wherever its last name goes


@pytest.mark.parametrize(("rights", "there"), [("rw", ["form"]), ("r", ["case"]), ("", [])])
def test_a_right_that_is_gone_closes_the_way_back(qtbot, opened, rights, there):
    window = opened(OFFICER, PASSWORD)
    record = window._program.cases.save(orphan())
    officers.add(window._program.vault, FirstOfficer("hoa", "Lê Hoa", HERS), "officer")
    window.lock()
    window = opened("hoa", HERS)
    desk = window.pages.go_to("register:children")
    desk.open_case(record)
    app.settle(window.tasks)
    desk.case.tabs.setCurrentWidget(desk.case._happened)
    desk.case._happened.start_kind("visit")
    desk.case._happened.form.findChildren(QPlainTextEdit)[-1].setPlainText(TYPED)
    window.lock()
    window = opened(OFFICER, PASSWORD)
    assert [each.opening.given for each in spots.chain(window.pages)] == [("overview",)]
    given = {each.name: each for each in officers.officers(window._program.vault)}["hoa"].rights
    officers.change(window._program.vault, "hoa", Post("", "officer", dict(given) | {"children": rights}))
    window.lock()
    window = opened("hoa", HERS)
    methods = [each.opening.method for each in spots.chain(window.pages)]
    assert ("start_kind" in methods) == ("form" in there)
    assert ("open_again" in methods) == bool(there)
    shown = [each.toPlainText() for each in window.findChildren(QPlainTextEdit)]
    assert (TYPED in shown) == ("form" in there)
    with window._program.vault.reading() as store:
        kept = [each for each in store.drafts.all() if TYPED in str(each.typed)]
    assert [each.author for each in kept] == ["hoa"], "nothing typed is lost, whoever may see it"
