"""The inbox by the keyboard alone: a key from a line to its field, saved and on to the next, back to the same line."""

import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from ansinh_desktop import clock
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.services.cases import kept_key
from ansinh_desktop.ui.dialogs.joining import JoinDialog
from ansinh_desktop.ui.dialogs.many import ManyDialog
from ansinh_desktop.ui.dialogs.paper_view import PaperDialog
from tests import factories, kept
from tests.ui.pages.review.conftest import child, paid

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636000000002000148afa4710000000049454e44ae426082"
)

CONTROL = Qt.KeyboardModifier.ControlModifier
NAMES = ("Danh An", "Danh Ba", "Danh Cảnh")


def fill(program):
    return {name: child(program, name) for name in NAMES}


made_before, children = kept.before("children", fill)


@pytest.fixture
def page(children, opened):
    return opened()


def to_group(page, hands, title="Chưa ghi hình thức chăm sóc trẻ"):
    """Go to the line of a kind."""
    hands.press(Qt.Key.Key_Home)
    for _ in page.desk.inbox.groups():
        if page.desk.groups[page.desk.inbox.current_group()].title == title:
            break
        hands.press(Qt.Key.Key_Down)
    assert page.desk.groups[page.desk.inbox.current_group()].title == title


def into_group(page, hands):
    """Go to the line of a kind, and unfold it."""
    to_group(page, hands)
    hands.press(Qt.Key.Key_Right)
    hands.press(Qt.Key.Key_Down)


def who(page):
    row = page.desk.rows.get(page.desk.inbox.current_row())
    return row.who if row is not None else ""


def test_forty_findings_of_one_kind_are_settled_with_a_few_keys(program, opened, hands, qtbot, rest, at_most):
    records = [
        paid(
            program,
            f"{'ABCDEFGH'[place % 8] * 3} {'KLMNO'[place // 8] * 3}",
            birth_date=f"1949-{1 + place % 12:02d}-{1 + place % 28:02d}",
        )
        for place in range(40)
    ]
    page = opened()
    assert page.desk.pane.who.text() == "40 hồ sơ"
    with at_most("40 base rises with one decision", 20):
        hands.enter()
        (dialog,) = page.findChildren(ManyDialog)
        rest()
        hands.type("15/QĐ-UBND")
        qtbot.waitUntil(lambda: dialog.preview is not None)
        rest()
        hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    assert page.shown() == []
    decided = [[each.kind for each in program.cases.get(record).events] for record in records]
    assert all("increase" in each for each in decided)
    assert page.desk.done.said.text() == "Đã xem xong 40 trên 40 điều tìm thấy của tháng này"


def test_one_answer_for_all_who_lack_it_is_as_few_keys(page, program, children, hands, rest, at_most):
    with at_most("one answer for all who lack it", 12):
        to_group(page, hands)
        hands.enter()
        (dialog,) = page.findChildren(ManyDialog)
        rest()
        assert hands.where() == "care_arrangement"
        hands.type("hh")
        dialog.fields.set_answer("care_arrangement", "relatives")
        dialog.look()
        rest()
        hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    assert {program.cases.get(each).answers["care_arrangement"] for each in children.values()} == {
        "relatives"
    }
    assert "Chưa ghi hình thức chăm sóc trẻ" not in {each.title for each in page.desk.inbox.groups()}


def test_enter_opens_the_record_at_its_field_and_esc_leads_back_to_the_line(page, children, hands, rest):
    into_group(page, hands)
    assert who(page) == "Danh An"
    line = page.desk.inbox.current_row()
    hands.enter()
    rest()
    form = page.desk.place.form()
    assert form.record_id() == children["Danh An"]
    assert hands.where() == "care_arrangement"
    assert "chăm sóc" in page.desk.pane.title.text()
    assert "Ctrl+Enter" in form.save_button.text()
    hands.press(Qt.Key.Key_Escape)
    assert page.desk.place.form() is None
    assert page.desk.inbox.hasFocus()
    assert page.desk.inbox.current_row() == line


def test_what_is_saved_leaves_and_the_next_one_opens_at_its_field(
    page, program, children, hands, rest, at_most
):
    into_group(page, hands)
    hands.enter()
    rest()
    with at_most("a finding mended, and the next one open", 1):
        page.desk.place.form().fields.set_answer("care_arrangement", "relatives")
        hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    assert program.cases.get(children["Danh An"]).answers["care_arrangement"] == "relatives"
    assert who(page) == "Danh Ba"
    assert page.desk.place.form().record_id() == children["Danh Ba"]
    assert hands.where() == "care_arrangement"
    group = next(each for each in page.desk.inbox.groups() if each.key == page.desk.inbox.current_group())
    assert {row.who: bool(row.status) for row in group.rows} == {
        "Danh An": True, "Danh Ba": False, "Danh Cảnh": False
    }  # fmt: skip
    assert page.desk.pane.left.text() == "còn 2 trong nhóm"
    page.desk.place.form().fields.set_answer("care_arrangement", "relatives")
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    group = next(each for each in page.desk.inbox.groups() if each.key == page.desk.inbox.current_group())
    assert [row.who for row in group.rows] == ["Danh Ba", "Danh Cảnh"]  # the first has left
    page.desk.place.form().fields.set_answer("care_arrangement", "relatives")
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    assert page.desk.place.form() is None
    assert page.desk.inbox.hasFocus()
    assert "Đã xem xong 3 trên" in page.desk.done.said.text()


def test_what_is_put_off_stays_and_the_next_one_is_opened(page, hands, rest):
    into_group(page, hands)
    hands.press(Qt.Key.Key_F8)
    assert who(page) == "Danh Ba"
    hands.enter()
    rest()
    hands.press(Qt.Key.Key_F8)
    rest()
    assert who(page) == "Danh Cảnh"
    assert hands.where() == "care_arrangement"
    assert "Danh Ba" in {row.who for row in page.desk.groups[page.desk.inbox.current_group()].rows}


def test_a_warning_is_left_with_a_reason_typed_in_the_place_of_its_words(
    page, program, children, hands, rest
):
    pane = page.desk.pane
    into_group(page, hands)
    where = [each.geometry() for each in (pane.card, pane._acts, page.desk.inbox)]
    hands.press(Qt.Key.Key_G, CONTROL)
    assert pane.reason.edit.hasFocus()
    assert not pane.words.isVisible()
    assert [each.geometry() for each in (pane.card, pane._acts, page.desk.inbox)] == where, "nothing moves"
    hands.type("đã")
    hands.enter()
    assert pane.reason.asks, "too short for a reason"
    assert not pane.give_button.isEnabled()
    hands.type(" xác minh")
    hands.enter()
    rest()
    assert who(page) == "Danh Ba"
    assert page.desk.inbox.hasFocus()
    with program.vault.reading() as store:
        assert "đã xác minh" in store.records.get(children["Danh An"]).kept.values()
    hands.enter()
    rest()
    hands.press(Qt.Key.Key_G, CONTROL)
    hands.type("đang xác minh")
    hands.press(Qt.Key.Key_Return, CONTROL)  # what saves a record elsewhere gives the reason here
    rest()
    assert page.desk.place.form().record_id() == children["Danh Cảnh"]
    kept = page.desk.inbox.groups()[-1]
    assert kept.title == "Đã giữ kèm lý do"
    assert {row.who for row in kept.rows} >= {"Danh An", "Danh Ba"}
    assert "đang xác minh" in kept.rows[1].hint


def test_a_reason_that_is_not_given_yet_stands_there_when_it_is_asked_again(page, hands, rest):
    into_group(page, hands)
    hands.press(Qt.Key.Key_G, CONTROL)
    hands.type("đang xác minh")
    hands.press(Qt.Key.Key_Escape)
    assert page.desk.inbox.hasFocus()
    assert "chăm sóc" in page.desk.pane.title.text()
    assert who(page) == "Danh An"
    hands.press(Qt.Key.Key_G, CONTROL)
    assert page.desk.pane.reason.reason() == "đang xác minh"
    page.desk.inbox.setFocus()
    hands.press(Qt.Key.Key_Down)  # another line: its words, not what was typed for the first
    assert not page.desk.pane.reason.asks
    assert page.desk.pane.who.text() == "Danh Ba"


def test_a_warning_that_only_the_changed_form_knows_is_kept_with_it(page, program, children, hands, rest):
    into_group(page, hands)
    hands.enter()
    rest()
    form = page.desk.place.form()
    form.fields.set_answer("care_arrangement", "relatives")
    form.box.fields.set_answer("personal_id", "001149123456")  # of somebody born in 1949
    form.check()
    key = next(kept_key(each) for each in form.found.findings if each.level == "warning" and each.field)
    form.ask_reason(key)
    assert page.desk.pane.title.text() == form.found.of_key(key).text
    hands.type("theo giấy khai sinh")
    hands.enter()
    assert form.found.kept[key] == "theo giấy khai sinh"
    assert not page.desk.pane.reason.asks
    assert page.desk.place.form() is form, "it is saved with the record"


def test_a_whole_kind_is_left_with_one_reason(page, program, children, hands, rest):
    to_group(page, hands)
    page.resize(800, 560)  # where there is room for the list alone the question takes its place
    hands.press(Qt.Key.Key_G, CONTROL)
    assert page.desk.pane.isVisible()
    assert "3 hồ sơ" in page.desk.pane.title.text()
    hands.type("đang xác minh")
    hands.enter()
    rest()
    with program.vault.reading() as store:
        kept = [store.records.get(each).kept for each in children.values()]
    assert all("đang xác minh" in (each or {}).values() for each in kept)


def test_who_may_only_read_is_led_to_the_case_from_the_line_and_from_what_was_kept(
    page, program, children, hands, rest, qtbot
):
    program.access.rights["children"] = "r"
    into_group(page, hands)
    record = children[who(page)]
    with qtbot.waitSignal(page.case_asked) as asked:
        hands.enter()
    assert asked.args[:2] == [record, "children"]
    with qtbot.waitSignal(page.case_asked) as asked:
        page.desk.place.open_record(record, "children", "care_arrangement")
    assert asked.args[:2] == [record, "children"]
    rest()
    assert page.desk.place.form() is None


def test_what_is_about_no_field_opens_its_case_at_its_time_limit(page, qtbot):
    late = page.shown()[0]._replace(category="overdue", task="một hạn")
    page.desk.rows = {late.key: late}
    with qtbot.waitSignal(page.case_asked) as asked:
        page.desk.open_row(late.key)
    assert asked.args == [late.record_id, late.register, "một hạn"]


def test_the_whole_record_is_one_key_away(page, hands, qtbot, rest):
    into_group(page, hands)
    with qtbot.waitSignal(page.case_asked) as asked:
        hands.press(Qt.Key.Key_F2)
    assert asked.args[:2] == [page.shown()[0].record_id, "children"]


def test_where_there_is_little_room_the_record_takes_the_place_of_the_list(page, hands, rest, qtbot):
    page.resize(800, 560)
    qtbot.waitUntil(lambda: not page.desk.pane.isVisible())
    into_group(page, hands)
    hands.enter()
    rest()
    assert page.desk.pane.isVisible()
    assert not page.desk.inbox.isVisible()
    hands.press(Qt.Key.Key_Escape)
    assert page.desk.inbox.isVisible()
    assert not page.desk.pane.isVisible()


def test_what_was_found_stands_once_above_its_record_and_beneath_it_only_of_other_fields(page, hands, rest):
    into_group(page, hands)
    hands.enter()
    rest()
    form = page.desk.place.form()
    assert not form.side.isVisible()  # the card above says it
    form.fields.set_answer("school", "studying")
    form.fields.set_answer("entered_on", "2035-01-01")
    form.check()
    form._walk.to(form.fields, "entered_on")
    rest()
    assert form.fields.row("entered_on").findings_with_reasons()
    assert form.side.isVisible()


def test_a_low_pane_leaves_the_room_to_the_record(page, hands, rest):
    line = page.desk.pane.words.fontMetrics().lineSpacing()
    assert page.desk.pane.words.minimumHeight() == 4 * line
    page.resize(1160, 520)
    rest()
    assert page.desk.pane.words.minimumHeight() == 2 * line


def test_where_a_value_came_from_and_its_papers_stand_above_the_record(
    page, program, children, hands, rest, tmp_path
):
    record = children["Danh An"]
    with program.vault.work(f"{IMPORTED}cu.xlsx") as store:
        found = store.records.get(record)
        answers = {**found.answers, "school": "studying"}
        content = RecordContent(
            answers, found.draft, found.opened_on, {"AS-2001": f"{IMPORTED}cu.xlsx, dòng 56"}
        )
        store.records.change(catalog.register("children"), record, content)
    scan = tmp_path / "giấy khai sinh.png"
    scan.write_bytes(PNG)
    program.attachments.add(record, scan)
    into_group(page, hands)
    hands.enter()
    rest()
    origin = page.desk.origin
    assert origin.said.text().startswith(f"{IMPORTED}cu.xlsx, dòng 56 (")
    assert [each.text() for each in origin.links] == ["giấy khai sinh.png"]
    page.desk.close_record()
    assert not origin.isVisible()


@pytest.fixture
def with_papers(page, program, children, tmp_path):
    for side, name in ((40, "giấy khai sinh"), (60, "giấy xác nhận")):
        scan = tmp_path / f"{name}.png"
        QPixmap(side, side).save(str(scan))
        program.attachments.add(children["Danh An"], scan)
        scan.unlink()
    return page


def test_a_scanned_paper_stands_beside_the_field_and_the_keyboard_stays_in_it(
    with_papers, program, hands, rest, tmp_path
):
    page = with_papers
    into_group(page, hands)
    assert not page.desk.pane.paper_button.isVisible()
    hands.enter()
    rest()
    page.desk.pane.paper_button.click()
    rest()
    assert page.desk.paper.isVisible()
    assert page.desk.paper.name.text() == "giấy xác nhận.png"
    assert not page.desk.inbox.isVisible()
    assert hands.where() == "care_arrangement"
    page.desk.origin.links[1].click()
    rest()
    assert page.desk.paper.name.text() == "giấy khai sinh.png"
    assert not [*tmp_path.rglob("*.png"), *tmp_path.rglob("*.tmp")]  # from memory
    page.desk.paper.sheet.view.setFocus()
    hands.press(Qt.Key.Key_Escape)
    assert page.desk.inbox.isVisible()
    assert hands.where() == "care_arrangement"


def test_the_paper_of_one_never_stands_beside_the_record_of_another(with_papers, hands, rest):
    page = with_papers
    into_group(page, hands)
    hands.enter()
    rest()
    page.desk.pane.paper_button.click()
    rest()
    hands.press(Qt.Key.Key_F8)
    rest()
    assert who(page) == "Danh Ba"
    assert page.desk.paper.sheet is None
    assert page.desk.inbox.isVisible()
    assert not page.desk.pane.paper_button.isVisible()
    assert hands.where() == "care_arrangement"


def test_a_paper_that_is_read_when_its_record_was_left_is_not_shown(with_papers, hands, rest):
    page = with_papers
    into_group(page, hands)
    hands.enter()
    rest()
    page.desk.pane.paper_button.click()
    hands.press(Qt.Key.Key_Escape)
    rest()
    assert page.desk.paper.sheet is None
    assert page.desk.inbox.isVisible()


def test_with_room_for_one_only_the_paper_stands_over_the_record(with_papers, hands, rest):
    page = with_papers
    page.resize(900, 600)
    rest()
    into_group(page, hands)
    hands.enter()
    rest()
    page.desk.pane.paper_button.click()
    rest()
    (paper,) = page.findChildren(PaperDialog)
    paper.close()


@pytest.fixture
def this_moment(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime.datetime(2026, 11, 20, 0, 41, tzinfo=datetime.UTC))


def test_what_was_mended_today_is_counted_and_shown_and_outlives_a_lock(
    page, this_moment, children, hands, rest, opened
):
    assert not page.done.isVisible()
    into_group(page, hands)
    hands.enter()
    rest()
    page.desk.place.form().fields.set_answer("care_arrangement", "relatives")
    hands.press(Qt.Key.Key_Return, CONTROL)
    rest()
    page.desk.close_record()
    rest()
    assert page.done.link.text() == "1 hồ sơ"
    said = page.desk.done.said.text()
    assert said.startswith("Đã xem xong 1 trên")
    again = opened()
    assert again.done.link.text() == "1 hồ sơ"
    assert again.desk.done.said.text() == said
    again.done.link.click()
    rest()
    (shown,) = [each for each in again.desk.inbox.groups() if each.title == "Đã xong hôm nay"]
    assert [(each.who, each.hamlet) for each in shown.rows] == [("Danh An", "Hòa Phú")]
    assert shown.rows[0].status.startswith("đã sửa, lúc")
    asked = []
    again.case_asked.connect(lambda *what: asked.append(what))
    hands.enter()
    assert asked == [(children["Danh An"], "children", "")]
    again.done.link.click()
    assert "Đã xong hôm nay" not in {each.title for each in again.desk.inbox.groups()}


def test_what_is_found_again_is_not_done(page, this_moment, program, children, rest):
    before = dict(program.cases.get(children["Danh An"]).answers)
    for answers, done in (({**before, "care_arrangement": "relatives"}, True), (before, False)):
        with program.vault.work("sửa") as store:
            found = store.records.get(children["Danh An"])
            content = RecordContent(answers, found.draft, found.opened_on, {})
            store.records.change(catalog.register("children"), found.id, content)
        page.review()
        rest()
        assert page.done.isVisible() is done
    assert page.desk.done.said.text().startswith("Đã xem xong 0 trên")


def test_a_value_that_was_changed_says_by_whom_and_what_it_was(page, program, children, hands, rest):
    known = program.cases.get(children["Danh An"])
    for said in ("relatives", None):
        answers = {**known.answers, "care_arrangement": said}
        program.cases.save(
            factories.case(
                "children",
                {key: value for key, value in answers.items() if value},
                person=dict(known.person),
                record_id=known.id,
                person_id=known.person_id,
                final=False,
            )
        )
    into_group(page, hands)
    hands.enter()
    rest()
    assert "sửa ô này" in page.desk.origin.said.text()
    assert "trước đó: " in page.desk.origin.said.text()


def test_two_people_who_may_be_one_are_set_side_by_side_from_their_line(program, opened, hands, rest):
    for name in ("Danh Thị Na", "Danh Na"):
        child(program, name)
    page = opened()
    to_group(page, hands, "Có thể trùng người")
    assert page.desk.inbox.buttons[page.desk.inbox.current_group()].text() == "So từng cặp…"
    hands.enter()
    rest()
    (dialog,) = page.findChildren(JoinDialog)
    dialog.reason.setText("đã xem giấy khai sinh")
    dialog.do()
    rest()
    assert "Có thể trùng người" not in {each.title for each in page.desk.inbox.groups()}
