"""A case in a window of its own, and two side by side: rights, masks, the lock and what is typed hold there as well."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from ansinh_desktop import app
from ansinh_desktop.registers.field import MASK
from ansinh_desktop.services import drafts
from ansinh_desktop.services.program import open_data
from ansinh_desktop.services.views import Look
from ansinh_desktop.ui.drafts import spots
from ansinh_desktop.ui.drafts.coming_back import ComingBack
from ansinh_desktop.ui.pages.case.case_page import CasePage
from ansinh_desktop.ui.ways import commands
from ansinh_desktop.ui.ways.case_windows import CaseWindow
from tests.factories import OFFICER, PASSWORD, abuse, orphan
from tests.ui.whole_window import whole_window

CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def second(window) -> str:
    return window._program.cases.save(orphan("Danh Thị Lụa"))


def case_windows() -> list[CaseWindow]:
    return [
        each for each in QApplication.topLevelWidgets() if isinstance(each, CaseWindow) and each.isVisible()
    ]


def shown(window: CaseWindow) -> list[str]:
    return [each.desk.case.case.id for each in window.places() if each.desk.case.case]


def stand_apart(pages, rest, record, *, beside=False, register="children") -> CaseWindow:
    pages.windows.open(record, register, beside=beside)
    rest()
    return case_windows()[-1]


def test_by_a_key_a_case_goes_into_a_window_of_its_own_and_the_main_one_to_its_list(
    pages, record, rest, hands
):
    pages.open_case(record, "children")
    rest()
    hands.press(Qt.Key.Key_O, CONTROL_SHIFT)
    rest()
    (window,) = case_windows()
    assert shown(window) == [record]
    assert window.windowTitle().startswith("Trẻ em")
    desk = pages.stack.desk()
    assert desk.list.isVisibleTo(desk)
    rest()
    pages.open_case(record, "children")
    rest()
    assert desk.list.isVisibleTo(desk), "the window comes forward instead"
    desk.edit_case(record)
    rest()
    assert desk.list.isVisibleTo(desk), "nobody types into one case in two places"
    hands.press(Qt.Key.Key_Escape)
    rest()
    assert case_windows() == []
    pages.open_case(record, "children")
    rest()
    assert desk.case.isVisibleTo(desk)


def test_two_cases_stand_side_by_side_and_each_is_changed_there(pages, record, second, rest, qtbot):
    window = stand_apart(pages, rest, record)
    pages.open_case(second, "children")
    rest()
    pages.stack.desk().case.head.ask_apart(beside=True)
    rest()
    assert case_windows() == [window]
    assert shown(window) == [record, second]
    left, right = window.places()
    assert left.x() < right.x()
    for each in (left, right):
        assert each.minimumSizeHint().width() <= 670, "both fit on a screen of 1366"
    right.desk.case._edit()
    rest()
    form = right.desk.form
    assert form.side.y() > form.area.y(), "what stands beside a form lies below it there"
    right.desk.form.box.fields.set_answer("phone", "0912345678")
    right.desk.form.save(final=False)
    rest()
    assert shown(window) == [record, second]
    assert pages._program.cases.get(second).person["phone"] == "0912345678"
    left.desk.case._leave()
    rest()
    qtbot.waitUntil(lambda: shown(window) == [second])
    right.desk.case._leave()
    rest()
    qtbot.waitUntil(lambda: case_windows() == [])


def test_a_third_case_opens_a_window_more(pages, record, second, rest):
    third = pages._program.cases.save(orphan("Danh Ba"))
    window = stand_apart(pages, rest, record)
    stand_apart(pages, rest, second, beside=True)
    stand_apart(pages, rest, third, beside=True)
    assert sorted(map(shown, case_windows())) == sorted([[record, second], [third]])
    assert not window.has_room()


def test_what_another_window_wrote_is_seen_by_who_comes_back_to_it(pages, record, rest, qtbot):
    window = stand_apart(pages, rest, record)
    known = pages._program.cases.get(record)
    pages._program.people.save(known.person_id, {**known.person, "full_name": "Danh Thị Nga"})
    pages.window().activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    window.activateWindow()
    qtbot.waitUntil(lambda: window.places()[0].desk.case.case.person["full_name"] == "Danh Thị Nga")


def test_a_case_that_goes_by_code_names_nobody_in_the_title_and_masks_the_same(pages, rest):
    record = pages._program.cases.save(abuse(reporter_name="Lê Báo Tin"))
    window = stand_apart(pages, rest, record, register="child_abuse")
    assert "Phượng" not in window.windowTitle()
    page = window.findChild(CasePage)
    said = " ".join(each.text() for each in page.findChildren(QPushButton))
    assert "Lê Báo Tin" not in said
    assert MASK in str([each.text() for each in page._answers.findChildren(type(page.head._name))])


def test_at_the_lock_every_window_goes_and_what_was_typed_in_them_is_kept(
    window, pages, record, second, rest, qtbot
):
    own = stand_apart(pages, rest, record)
    stand_apart(pages, rest, second, beside=True)
    left = own.places()[0]
    left.desk.case._edit()
    rest()
    left.desk.form.box.fields.set_answer("phone", "0912000777")
    folder = window._folder
    window.lock()
    app.settle(window.tasks)
    assert case_windows() == []
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert program.cases.drafts.read(record, "children").typed["person"]["phone"]["value"] == "0912000777"
        with whole_window(qtbot, program, folder) as again:
            qtbot.waitUntil(lambda: [shown(each) for each in case_windows()] == [[record, second]])
            app.settle(again.tasks)


def test_an_event_that_is_typed_there_is_offered_again_where_its_case_stands_after_the_lock(
    window, pages, record, rest, qtbot
):
    own = stand_apart(pages, rest, record)
    page = own.places()[0].desk.case
    page.tabs.setCurrentWidget(page._happened)
    page._happened.start_kind("visit")
    rest()
    typed = page._happened.form.fields.editor("findings")
    typed.control.setFocus()
    typed.set_value("đang khỏe")
    window._watch.keep()
    rest()
    with pages._program.vault.reading() as store:
        (kept,) = drafts.unsaved(store, pages._program.access)
    openings = spots.openings_of(kept)
    assert [each.method for each in openings[:3]] == ["go_to", "open_again", "show_tab"]
    assert openings[0].given == ("register:children",), "where the main window leads to as well"
    folder = window._folder
    window.lock()
    app.settle(window.tasks)
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert "đang khỏe" in str(program.drafts.read(kept.key).typed)
        with whole_window(qtbot, program, folder) as again:
            qtbot.waitUntil(lambda: [shown(each) for each in case_windows()] == [[record]])
            again._watch.go_to(openings)
            qtbot.waitUntil(lambda: again.findChild(ComingBack) is None and not again.tasks.is_busy())
            (own,) = case_windows()
            events = own.places()[0].desk.case._happened
            assert events.form.fields.editor("findings").value() == "đang khỏe"


def test_when_the_program_is_to_look_otherwise_the_windows_stand_there_again(
    window, pages, record, second, rest, qtbot
):
    stand_apart(pages, rest, record)
    stand_apart(pages, rest, second, beside=True)
    (before,) = case_windows()
    window._look_otherwise(Look(dark=True))
    qtbot.waitUntil(lambda: before not in case_windows())
    qtbot.waitUntil(lambda: [shown(each) for each in case_windows()] == [[record, second]])
    app.settle(window.tasks)


@pytest.mark.parametrize("key", [Qt.Key.Key_N, Qt.Key.Key_2])
def test_a_key_that_leads_into_the_main_window_brings_it_forward(
    pages, record, rest, hands, monkeypatch, key
):
    forward: list[QWidget] = []
    monkeypatch.setattr(commands, "come_forward", forward.append)
    pages.jump_to("register:children")
    rest()
    apart = stand_apart(pages, rest, record)
    assert QApplication.activeWindow() is apart
    hands.press(key, Qt.KeyboardModifier.ControlModifier)
    rest()
    assert forward == [pages.window()]
    assert pages.stack.key == ("register:children" if key == Qt.Key.Key_N else pages.page_keys()[1])


def test_of_two_cases_the_keys_mean_the_one_that_has_the_keyboard(pages, record, second, rest, hands):
    stand_apart(pages, rest, record, beside=True)
    apart = stand_apart(pages, rest, second, beside=True)
    left, right = apart.places()
    for part, other in ((right, left), (left, right)):
        part.desk.take_focus()
        rest()
        hands.press(Qt.Key.Key_F2)
        rest()
        assert part.desk.form is not None
        assert part.desk.form.isVisible()
        assert other.desk.form is None or not other.desk.form.isVisible()
        hands.press(Qt.Key.Key_Escape)
        rest()
        assert not part.desk.form.isVisible()
    right.desk.take_focus()
    hands.press(Qt.Key.Key_Escape)
    rest()
    assert apart.places() == [left]
    hands.press(Qt.Key.Key_F2)
    rest()
    assert left.desk.form.isVisible()
