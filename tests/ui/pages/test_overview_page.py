"""The first page: what is paid, late, begun and planned; each number opens what it counts."""

import datetime
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton

from ansinh_desktop import app, clock
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.overview import pressing
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.help.pane import HelpPane
from ansinh_desktop.ui.pages.importing.import_page import ImportPage
from ansinh_desktop.ui.pages.overview_page import OverviewPage
from ansinh_desktop.ui.pages.payments.payments_page import PaymentsPage
from ansinh_desktop.ui.pages.plan.plan_page import PlanPage
from ansinh_desktop.ui.pages.review.review_page import ReviewPage
from ansinh_desktop.ui.pages.tasks_page import TasksPage
from tests.factories import OFFICER, PROVINCE, abuse, new_vault, trust
from tests.services.payments.commune import JUNE, MAY, MONEY, closed, people, standing


@pytest.fixture(autouse=True)
def _this_morning(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 25))


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    """Return a commune that closed May, begins June with one more and one less, and has a draft, and something late."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: datetime.date(2022, 6, 25))
        made = new_vault(tmp_path_factory.mktemp("overview") / "dữ liệu")[0]
        program = Program(made)
        records = people(program)
        closed(program, MAY)
        standing(program, "Lương Mới", start_month="2022-06", decision_date="2022-06-02")
        with made.work("thôi hưởng") as store:
            store.records.set_state(
                store.records.get(records["Trần Em"]), "stopped", closed_on=None, reason=None
            )
        program.cases.save(abuse(final=False))
        program.payments.prepare(JUNE)
    yield made
    made.lock()


@pytest.fixture
def opened(qtbot, tmp_path, vault):
    """Return a function that shows the first page of an officer once every card is there."""
    windows = []

    def open_page(program=None, size=(1366, 768)):
        window = app.Window(tmp_path / "none")
        windows.append(window)
        window.resize(*size)
        window.open(program or Program(vault))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        page = window.pages.page()
        assert isinstance(page, OverviewPage)
        qtbot.waitUntil(lambda: page.first_day is not None or page.is_reckoned(), timeout=20_000)
        app.settle(window.tasks)
        return window, page

    yield open_page
    for each in windows:
        each.stay_open()
        each.put_away()


def there(page):
    """Return the cards that are shown, by name."""
    desk = page.desk
    every = (desk.month, desk.overdue, desk.begun, desk.review, desk.unsent, desk.plan)
    return [each.objectName() for each in every if each.isVisible()]


def at_rest(qtbot, window, ready):
    qtbot.waitUntil(lambda: ready() and not window.tasks.is_busy(), timeout=20_000)


def test_the_month_says_what_the_payment_page_says_and_each_figure_opens_its_people(opened, qtbot):
    window, page = opened()
    month = page.desk.month
    view = window._program.payments.view(JUNE)
    now = view.identity.now
    assert month.title.text() == "Tháng chi trả 06/2022"
    assert month.people.text() == f"{now.people} người"
    assert month.money.text() == f"{now.amount:,}".replace(",", ".")
    said = {kind: tuple(each.text() for each in labels) for kind, labels in month.said.items()}
    assert said["increase"] == ("1", "+540.000")
    assert said["decrease"] == ("1", "−540.000")
    assert said["before"][0] == "0"
    month.changes["decrease"].click()
    payments = window.pages.page()
    assert isinstance(payments, PaymentsPage)
    at_rest(qtbot, window, lambda: payments.standing is not None)
    assert payments.standing.view.day == JUNE
    assert payments.sheet.people.looked_at() == "terms"
    window.pages.go_to("overview")
    app.settle(window.tasks)
    assert page.desk.month.isVisible()


def test_closed_months_stand_beside_it_as_they_were_closed_and_open_themselves(opened, qtbot):
    window, page = opened()
    keys = [each.key for each in page.desk.month.paid.spots]
    assert keys == [
        *(f"2021-{month:02d}" for month in range(7, 13)),
        *(f"2022-{month:02d}" for month in range(1, 7)),
    ]
    hints = {each.key: each.hint for each in page.desk.month.paid.spots}
    assert f"{5 * MONEY:,}".replace(",", ".") in hints["2022-05"]
    assert "5 người" in hints["2022-05"]
    assert hints["2022-04"].endswith("chưa chốt"), "a month is never reckoned after the fact"
    page.desk.month.paid.pressed.emit("2022-05")
    payments = window.pages.page()
    at_rest(qtbot, window, lambda: payments.standing is not None)
    assert payments.standing.view.day == MAY


@pytest.mark.parametrize(("at", "kind"), [(0, "increase"), (1, "decrease")])
def test_what_came_and_what_went_open_their_own_people(opened, qtbot, at, kind):
    window, page = opened()
    opens = [each.key for each in page.desk.month.changed.spots if each.key.startswith("2022-06")]
    with qtbot.waitSignal(page.desk.month.doors.month) as asked:
        page.desk.month.changed.pressed.emit(opens[at])
    assert asked.args == [JUNE, kind]
    at_rest(qtbot, window, lambda: True)
    # Nobody knows who came in a month that was never closed.
    with qtbot.waitSignal(page.desk.month.doors.month) as asked:
        page.desk.month.changed.pressed.emit("2022-01-")
    assert asked.args[1] == ""


def test_enter_leads_to_the_next_step_of_the_month(opened, qtbot):
    window, page = opened()
    act = page.desk.month.act
    assert act.hasFocus(), "the keyboard begins at what is to be done next"
    met = window._program.payments.view(JUNE)
    blocked = met.errors + met.unkept
    words = f"Xử lý {blocked} chỗ chặn" if blocked else "Xác nhận đã kiểm tra"
    assert act.text().strip() == f"{words}   Enter"
    qtbot.keyClick(act, Qt.Key.Key_Return)
    payments = window.pages.page()
    assert isinstance(payments, PaymentsPage)
    at_rest(qtbot, window, lambda: payments.standing is not None)
    assert payments.standing.view.day == JUNE


def test_what_is_late_is_counted_by_kind_and_by_hamlet_and_opens_just_that(opened, qtbot):
    window, page = opened()
    card = page.desk.overdue
    late = [each for each in window._program.agenda.items() if each.band == "overdue"]
    assert late, "the commune is late with something"
    assert card.total.text() == str(len(late))
    first = card.lines()[0]
    words = first.link.text().replace("\n", " ")
    first.link.click()
    tasks = window.pages.page()
    assert isinstance(tasks, TasksPage)
    at_rest(qtbot, window, lambda: bool(tasks.shown()))
    assert {(each.band, each.what) for each in tasks.shown()} == {("overdue", words)}
    assert len(tasks.shown()) == sum(each.what == words for each in late)
    window.pages.go_to("overview")
    card.ways.buttons["hamlet"].click()
    line = card.lines()[0]
    name = line.link.text()
    line.link.click()
    at_rest(qtbot, window, lambda: bool(tasks.shown()))
    assert {each.hamlet or "Không ghi ấp, khóm" for each in tasks.shown()} == {name}


def test_who_comes_to_an_age_is_counted_beneath_and_opens_just_those(opened, qtbot):
    window, page = opened()
    coming = [
        each for each in window._program.agenda.items() if "turns_" in each.task and each.band != "overdue"
    ]
    found = pressing(window._program.agenda.items()).turning
    assert found.count == len(coming)
    late = replace(found, count=2, ages=(16, 80), kinds=("Một việc",))
    page.desk.overdue.show_pressing(replace(pressing(window._program.agenda.items()), turning=late))
    line = page.desk.overdue.lines()[-1]
    assert line.link.text() == "Sắp đủ 16, 80 tuổi"
    with qtbot.waitSignal(page.doors.tasks) as asked:
        line.link.click()
    assert asked.args == [{"band": ["soon", "later"], "what": ("Một việc",)}]


def test_the_newest_draft_is_gone_on_with_by_one_key(opened, qtbot):
    window, page = opened()
    assert page.desk.begun.every.text() == "1 nháp"
    qtbot.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages.stack.key == "register:child_abuse", timeout=20_000)
    app.settle(window.tasks)
    qtbot.waitUntil(lambda: window.pages.page().form is not None)


def test_what_a_review_would_find_is_counted_and_opens_that_review(opened, qtbot):
    window, page = opened()
    lines = page.desk.review.lines()
    assert lines, "who is stopped without a decision is found"
    said, count = lines[0].link.text().split(": ")
    lines[0].link.click()
    review = window.pages.page()
    assert isinstance(review, ReviewPage)
    at_rest(qtbot, window, lambda: review.found is not None)
    assert len({each.record_id for each in review.shown() if not each.kept}) == int(count)
    assert {review.filters.said()} == {f"Loại: {said}"}


def test_the_plan_stands_with_its_furthest_targets_first_and_each_opens_itself(opened, qtbot):
    window, page = opened()
    card = page.desk.plan
    rows = {each.target.id: each for each in card._now.answer.rows}
    shown = [rows[each] for each in card.targets]
    assert 0 < len(shown) <= 8
    assert [each.state for each in shown] == sorted(each.state for each in shown)
    target = card.targets[-1]
    card.findChild(QPushButton, f"target_{target}").click()
    plan = window.pages.page()
    assert isinstance(plan, PlanPage)
    at_rest(qtbot, window, lambda: plan.looked is not None and plan.sheet.table.current() == target)
    assert plan.period.period.code == "2022-H1"


def test_a_register_that_the_officer_may_not_see_leaves_no_trace(opened, vault):
    rights = {"child_abuse": "rwpx"}
    _window, page = opened(Program(vault, may=Access(OFFICER, "officer", rights, keeps=True)))
    assert "desk_month" not in there(page)
    assert "desk_unsent" not in there(page)
    said = " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())
    said += " ".join(each.text() for each in page.findChildren(QPushButton) if each.isVisible())
    for hidden in ("Trần Em", "Lương Mới", "trợ cấp hằng tháng", "Tháng chi trả"):
        assert hidden not in said


def test_with_little_room_the_cards_stand_below_one_another_and_nothing_is_cut(opened):
    _window, page = opened(size=(1093, 614))
    desk = page.desk
    assert desk.month.x() == desk.overdue.x() == desk.begun.x() == desk.plan.x()
    assert desk.month.y() < desk.overdue.y() < desk.begun.y() < desk.plan.y()
    for each in desk.findChildren(QPushButton):
        if each.isVisible():
            assert each.width() >= each.sizeHint().width(), each.text()
            lines = each.text().count("\n") + 1
            assert each.height() >= lines * each.fontMetrics().height(), each.text()
    assert desk.width() <= page._area.viewport().width()


def test_on_the_first_day_there_are_three_steps_until_something_is_recorded(opened, qtbot, tmp_path):
    program = Program(new_vault(tmp_path / "mới")[0])
    window, page = opened(program)
    assert list(page.first_day.buttons) == ["first_import", "first_case", "first_card"]
    assert page.first_day.buttons["first_import"].hasFocus()
    page.first_day.buttons["first_case"].click()
    menu = page.findChild(QMenu, "first_case_registers")
    assert len(menu.actions()) == len(
        [each for each in program.access.readable if program.access.writes(each)]
    )
    menu.close()
    page.first_day.buttons["first_import"].click()
    menu = page.findChild(QMenu, "first_import_registers")
    menu.actions()[0].trigger()
    menu.close()
    assert isinstance(window.pages.page(), ImportPage)
    standing(program, "Danh An")
    window.pages.go_to("overview")
    qtbot.waitUntil(lambda: page.desk is not None and page.is_reckoned(), timeout=20_000)
    assert page.first_day is None


def test_on_the_first_day_a_step_says_that_it_is_done_or_begun(opened, qtbot, tmp_path):
    program = Program(new_vault(tmp_path / "mới")[0])
    province = Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0])
    trust(program, province, tmp_path)
    with program.vault.work() as store:
        store.people.add_all(program.office.unit, [{"full_name": "Danh An", "birth_date": "1960"}])
    typed = {"person": {"full_name": {"value": "Danh Ba"}}, "answers": {}, "kept": {}, "person_id": None}
    program.drafts.keep("new:children", typed, "full_name", "children")
    window, page = opened(program)
    said = {name: words.text() for name, (_sign, words) in page.first_day.results.items()}
    assert said["first_import"] == "1 người đã vào"
    assert said["first_card"] == f"Đã nhận thẻ của {PROVINCE.name}"
    assert said["first_case"].startswith("Đang làm dở, gõ ")
    assert all(sign.isVisible() for sign, _words in page.first_day.results.values())
    qtbot.keyClick(page, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.pages.stack.key == "register:children", timeout=20_000)
    app.settle(window.tasks)
    province.vault.lock()


def test_on_the_first_day_what_is_done_already_leads_to_where_it_is_changed(opened, qtbot, tmp_path):
    program = Program(new_vault(tmp_path / "mới")[0])
    window, page = opened(program)
    links = {each.text(): each for each in page.first_day.findChildren(QPushButton)}
    with qtbot.waitSignal(page.doors.page) as went:
        links["đặt mã mới"].click()
    assert went.args == ["admin"]
    assert {"sửa", "cách chép", "Khôi phục từ bản sao lưu…", "Hướng dẫn (F1)"} <= links.keys()
    links["Hướng dẫn (F1)"].click()
    assert window.findChild(HelpPane).current() is not None


def test_on_the_first_day_the_lower_cards_stand_below_one_another_where_there_is_little_room(
    opened, tmp_path
):
    program = Program(new_vault(tmp_path / "mới")[0])
    _window, page = opened(program)
    done, course = page.first_day._lower
    assert done.y() == course.y()
    page.first_day.set_narrow(narrow=True)
    page.first_day.layout().activate()
    assert done.x() == course.x()
    assert done.y() < course.y()


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_nothing_lies_beyond_the_right_edge_where_nobody_can_scroll(opened, vault, percent):
    program = Program(vault)
    before = program.views.look()
    program.views.keep_look(replace(before, percent=percent))
    try:
        window, page = opened(program)
        assert there(page)[-1] == "desk_plan"
        for wide in (page.width(), theme.px(600), page.width()):  # made smaller, and larger again
            page.setFixedWidth(wide)
            app.settle(window.tasks)
            assert page.desk.minimumSizeHint().width() <= page._area.viewport().width()
    finally:
        program.views.keep_look(before)
