"""The form of a record: worked by the keyboard alone, checked while it is typed, never losing a letter."""

import datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.ui.forms.alike_panel import AlikePanel
from ansinh_desktop.ui.forms.record_form import RecordForm
from ansinh_desktop.ui.forms.since_dialog import SinceDialog
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from tests import factories

Typed = dict[str, str | list[str]]

PERSON: Typed = {
    "full_name": "danh thị na",
    "birth_date": "3/2/2015",
    "sex": "nu",
    "hamlet": "hoa ph",
    "address": "Tổ 5",
}

CASES: dict[str, Typed] = {
    "assistance": PERSON
    | {
        "birth_date": "1940",
        "social_group": "80 tuổi",
        "received_on": "5/8/2025",
        "decision_no": "12/QĐ-UBND",
        "decision_date": "1/9/2025",
        "start_month": "9/2025",
    },
    "children": PERSON
    | {
        "groups": ["mo coi ca cha"],
        "main_group": "mo coi ca cha",
        "entered_on": "01032024",
        "care_arrangement": "ong ba",
    },
}
"""What is typed into the registers whose records are to be final; of the others the person alone, as a draft."""


@pytest.fixture
def form(desk, tasks, show):
    def make(code: str) -> RecordForm:
        made = RecordForm(catalog.register(code), desk.cases, tasks, desk.around)
        show(made)
        return made

    return make


def wait_idle(qtbot, tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.is_busy())


def words_beside(form: RecordForm, key: str) -> str:
    QApplication.processEvents()
    row = form.fields.row(key) or form.box.fields.row(key)
    labels = [each for each in row.findChildren(FindingLabel) if not each.isHidden()]
    return " ".join(label.text() for each in labels for label in each.findChildren(QLabel))


def child(**changes):
    answers = {
        "groups": ["a"],
        "main_group": "a",
        "entered_on": "2024-03-01",
        "care_arrangement": "relatives",
    }
    person = factories.person(full_name="Danh Thị Na", birth_date="2015-02-03", phone="0912345678")
    return factories.case("children", answers | changes.pop("answers", {}), person=person, **changes)


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_a_case_of_each_register_is_added_by_keyboard_alone(code, form, hands, desk, tasks, qtbot):
    made = form(code)
    made.start_new()
    wait_idle(qtbot, tasks)
    hands.fill(CASES.get(code, PERSON))
    with qtbot.waitSignal(made.saved) as saved:
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if made.found_button.isVisible():
            # What the law still asks of this register is kept as a draft.
            QApplication.processEvents()
            made.draft_button.setFocus()
            hands.press(Qt.Key.Key_Space)
    case = desk.cases.get(saved.args[0])
    assert case.person["full_name"] == "Danh Thị Na"
    assert case.person["hamlet"] == "Hòa Phú"
    assert case.person["sex"] == "female"
    if code == "children":
        assert not case.draft
        assert (case.answers["groups"], case.answers["main_group"]) == (["a"], "a")
        assert case.answers["entered_on"] == "2024-03-01"


def test_enter_goes_through_the_fields_in_the_order_of_the_declaration(form, hands, tasks, qtbot):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    seen = hands.fill({"groups": ["khuyet tat"]})
    asked = [key for key in made.fields.declared if made.fields.declared[key].asked(made.fields.values())]
    assert [key for key in seen if key in asked] == asked
    assert "disability_degree" in seen
    assert "illness" not in seen


def test_an_answer_that_is_no_longer_asked_is_kept_and_comes_back(form, desk, tasks, qtbot):
    made = form("children")
    record = desk.cases.save(child(answers={"school": "studying", "school_name": "Tiểu học A"}))
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    qtbot.waitUntil(lambda: made.fields.row("school_name") is not None)
    row = made.fields.row("school_name")
    assert row.isVisibleTo(made)
    made.fields.set_answer("school", "too_young")
    made.check()
    assert not row.isVisibleTo(made)
    assert made.typed(final=True).answers["school_name"] == "Tiểu học A"
    made.fields.set_answer("school", "dropped_out")
    made.check()
    assert row.isVisibleTo(made)
    assert row.editor.value() == "Tiểu học A"


def test_what_is_kept_and_not_asked_any_more_is_said_and_can_be_seen(form, desk, tasks, qtbot):
    made = form("children")
    record = desk.cases.save(child(answers={"school": "studying", "school_name": "Tiểu học A"}))
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    qtbot.waitUntil(lambda: made.fields.row("school_name") is not None)
    made.fields.set_answer("school", "too_young")
    made.check()
    words = "Còn giữ, không hỏi nữa: Trường: Tiểu học A."
    shown = [each for each in made.findChildren(QLabel) if each.text() == words]
    assert [each.isVisibleTo(made) for each in shown] == [True]
    button = shown[0].parentWidget().findChild(QPushButton)
    button.click()
    assert made.fields.row("school_name").isVisibleTo(made)
    assert not shown[0].isVisibleTo(made)


def test_what_the_person_rules_out_goes_and_comes_while_they_are_typed(form, desk, tasks, qtbot):
    made = form("assistance")
    made.start_new()
    wait_idle(qtbot, tasks)
    made.fields.set_answer("social_group", "k6")
    made.box.fields.set_answer("sex", "female")
    made.box.fields.set_answer("birth_date", "1985")
    made.check()
    qtbot.waitUntil(lambda: made.fields.row("pregnant") is not None)
    assert made.fields.row("pregnant").isVisibleTo(made)
    made.box.fields.set_answer("sex", "male")
    made.check()
    assert not made.fields.row("pregnant").isVisibleTo(made)


def test_the_only_group_is_the_main_one_without_being_asked(form, desk, tasks, qtbot, hands):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    typed = {key: words for key, words in CASES["children"].items() if key != "main_group"}
    seen = hands.fill(typed)
    assert "main_group" not in seen
    with qtbot.waitSignal(made.saved) as saved:
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.cases.get(saved.args[0]).answers["main_group"] == "a"


def test_what_is_asked_in_a_row_follows_its_answers_while_they_are_typed(form, hands, desk, tasks, qtbot):
    made = form("assistance")
    parent = {"social_group": "k4", "received_on": "2026-01-05"}
    known = factories.person(birth_date="1980-02-03", poverty_status="poor")
    record = desk.cases.save(factories.case("assistance", parent, person=known, final=False))
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    qtbot.waitUntil(lambda: made.fields.row("children") is not None)
    rows = made.fields.row("children").editor
    rows.add_row(focus=True)
    cell = rows.cell(0, "without_gap")

    def walk(school: str) -> list[str]:
        """Type the row anew, and return the cells through which Enter went."""
        rows.cell(0, "name").control.setFocus()
        words = {"name": "Danh Thị Na", "birth_date": "3/2/2009", "school_status": school}
        seen = []
        while rows.row_count() == 1 and rows.cell(0, "name").isVisible():
            key = QApplication.focusWidget().objectName()
            seen.append(key)
            if key in words and rows.cell(0, key).value() in (None, "", []):
                hands.type(words[key])
            elif key == "without_gap":
                hands.press(Qt.Key.Key_C)
            hands.enter()
        rows.remove_row(1)
        return seen

    assert not cell.isVisibleTo(made)
    assert walk("dang di hoc") == [
        "name",
        "birth_date",
        "address",
        "school_status",
        "without_gap",
        "benefits",
    ]
    row = {
        "name": "Danh Thị Na",
        "birth_date": "2009-02-03",
        "school_status": "studying",
        "without_gap": True,
    }
    assert made.typed(final=False).answers["children"] == [row]
    rows.cell(0, "school_status").set_value(None)
    assert "without_gap" not in walk("da nghi hoc")
    assert not cell.isVisibleTo(made)
    left = row | {"school_status": "left"}
    del left["without_gap"]
    assert made.typed(final=False).answers["children"] == [left]
    assert made.fields.changes()["children"]["typed"][0]["without_gap"] is True
    rows.cell(0, "school_status").set_value(None)
    walk("dang di hoc")
    assert cell.isVisibleTo(made)
    assert made.typed(final=False).answers["children"] == [row]
    rows.cell(0, "school_status").set_value(None)
    walk("da nghi hoc")
    with qtbot.waitSignal(made.saved):
        made.save(final=False)
    assert desk.cases.get(record).answers["children"] == [left]
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    assert not rows.cell(0, "without_gap").isVisibleTo(made)


def test_saving_with_faults_shows_all_of_them_and_goes_to_the_first(form, hands, tasks, qtbot):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    made.box.fields.set_answer("full_name", "Danh Thị Na")
    assert not words_beside(made, "groups")
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "AS-2020" in words_beside(made, "birth_date")
    assert "AS-2020" in words_beside(made, "groups")
    assert hands.where() == "birth_date"
    assert "lỗi" in made.found_button.text()


def test_what_cannot_be_read_is_said_beside_its_field_and_survives_as_a_draft(
    form, hands, desk, tasks, qtbot
):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    hands.fill({"full_name": "Danh Na", "birth_date": "32/13/2015"}, until="sex")
    assert "AS-2008" in words_beside(made, "birth_date")
    with qtbot.waitSignal(made.saved) as saved:
        made.save(final=False)
    kept = desk.cases.drafts.read(saved.args[0], "children")
    assert kept.typed["person"]["birth_date"]["typed"] == "32/13/2015"
    made.start_edit(desk.cases.get(saved.args[0]))
    qtbot.waitUntil(made.draft.isVisible)
    hands.enter()
    assert made.box.fields.editor("birth_date").typed() == "32/13/2015"


@pytest.mark.parametrize("by_key", [False, True], ids=["button", "key"])
def test_a_warning_is_kept_only_with_a_reason(by_key, form, desk, tasks, qtbot, hands):
    made = form("children")
    made.start_edit(desk.cases.get(desk.cases.save(child())))
    wait_idle(qtbot, tasks)
    made.box.fields.set_answer("phone", "12345")
    made.check()
    assert "AS-2112" in words_beside(made, "phone")
    made.save()
    assert hands.where() == "phone"

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        dialog.findChild(QPlainTextEdit, "reason").setPlainText("Số máy bàn của ấp")
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Giữ và ghi lý do").click()

    button = next(each for each in made.side.findChildren(QPushButton) if each.text() == "Vẫn giữ…")
    QTimer.singleShot(0, give_reason)
    if by_key:
        hands.press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    else:
        button.click()
    assert "Số máy bàn của ấp" in words_beside(made, "phone")
    with qtbot.waitSignal(made.saved) as saved:
        made.save()
    assert desk.cases.get(saved.args[0]).kept == {"AS-2112 phone": "Số máy bàn của ấp"}


def test_what_is_typed_is_kept_within_two_seconds_and_offered_back(form, hands, desk, tasks, qtbot):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    begun = clock.now()
    hands.fill({"full_name": "Danh Thị Na", "birth_date": "2015"}, until="sex")

    def kept():
        return desk.cases.drafts.read("new:children", "children")

    # It is kept soon after a letter: on a busy machine before the keyboard has gone on to the next field.
    qtbot.waitUntil(lambda: kept() is not None and "2015" in str(kept().typed))
    place = kept().focus
    assert place in ("birth_date", "sex")
    assert clock.now() - begun < datetime.timedelta(seconds=2)
    again = form("children")
    again.start_new()
    qtbot.waitUntil(again.draft.isVisible)
    shown = " ".join(each.text() for each in again.draft.findChildren(QLabel))
    assert "Có bản nháp chưa lưu lúc" in shown
    assert "Danh Thị Na" in shown
    assert "2015" in shown
    assert not again.box.isEnabled()
    hands.enter()
    assert again.box.fields.values()["full_name"] == "Danh Thị Na"
    assert hands.where() == place


def test_a_draft_that_is_refused_is_gone(form, hands, desk, tasks, qtbot):
    desk.cases.drafts.keep(
        "new:children",
        {"person": {"full_name": {"typed": "Danh", "value": "Danh"}}, "answers": {}, "person_id": None},
        "full_name",
        "children",
    )
    made = form("children")
    made.start_new()
    qtbot.waitUntil(made.draft.isVisible)
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_Space)
    wait_idle(qtbot, tasks)
    assert desk.cases.drafts.read("new:children", "children") is None
    assert made.box.fields.values() == {}
    assert hands.where() == "full_name"


def test_esc_leaves_at_once_where_nothing_changed(form, tasks, qtbot):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    with qtbot.waitSignal(made.left):
        made.leave()


def test_leaving_what_was_typed_asks_first_and_then_throws_the_draft_away(form, hands, desk, tasks, qtbot):
    made = form("children")
    made.start_new()
    wait_idle(qtbot, tasks)
    hands.type("Danh Na")
    made.keeper.keep()
    wait_idle(qtbot, tasks)
    asked: list[str] = []

    def answer(words: str) -> None:
        dialog = QApplication.activeModalWidget()
        asked.append(dialog.accessibleName())
        next(each for each in dialog.findChildren(QPushButton) if each.text() == words).click()

    QTimer.singleShot(0, lambda: answer("Nhập tiếp"))
    made.leave()
    assert made.is_changed()
    QTimer.singleShot(0, lambda: answer("Bỏ thay đổi"))
    with qtbot.waitSignal(made.left):
        made.leave()
    wait_idle(qtbot, tasks)
    assert asked == ["Bỏ những gì vừa gõ?"] * 2
    assert desk.cases.drafts.read("new:children", "children") is None


def test_a_person_already_recorded_is_offered_and_gets_the_new_record(form, hands, desk, tasks, qtbot):
    first = desk.cases.get(desk.cases.save(child()))
    made = form("assistance")
    made.start_new()
    wait_idle(qtbot, tasks)
    hands.fill({"full_name": "danh thi na", "birth_date": "2015"}, until="sex")
    panel = made.findChild(AlikePanel)
    qtbot.waitUntil(panel.isVisible)
    panel.findChild(QPushButton, "choose_1").click()
    assert made.box.fields.values()["phone"] == "0912345678"
    wait_idle(qtbot, tasks)
    made.fields.set_answer("social_group", "k1")
    with qtbot.waitSignal(made.saved) as saved:
        made.save(final=False)
    again = desk.cases.get(saved.args[0])
    assert again.person_id == first.person_id
    assert [each.id for each in again.others] == [first.id]


def test_the_card_read_into_the_name_fills_the_person(form, hands, tasks, qtbot):
    made = form("assistance")
    made.start_new()
    wait_idle(qtbot, tasks)
    hands.type("089161012345|351234567|NGUYỄN THỊ HÒA|05081961|Nữ|Tổ 5, ấp Vĩnh Thạnh|01052021")
    hands.enter()
    known = made.box.fields.values()
    assert known["full_name"] == "Nguyễn Thị Hòa"
    assert known["personal_id"] == "089161012345"
    assert (known["birth_date"], known["sex"], known["old_id"]) == ("1961-08-05", "female", "351234567")
    assert known["address"] == "Tổ 5, ấp Vĩnh Thạnh"
    assert known["id_issued_on"] == "2021-05-01"


def test_taking_an_answer_of_a_person_away_takes_it_away_from_the_data(form, desk, tasks, qtbot):
    made = form("children")
    made.start_edit(desk.cases.get(desk.cases.save(child())))
    wait_idle(qtbot, tasks)
    made.box.fields.set_answer("phone", None)
    with qtbot.waitSignal(made.saved) as saved:
        made.save()
    assert "phone" not in desk.cases.get(saved.args[0]).person


def test_what_follows_from_the_answers_is_shown_while_they_are_typed(form, tasks, qtbot):
    made = form("assistance")
    made.start_new()
    wait_idle(qtbot, tasks)
    made.box.fields.set_answer("birth_date", "1940")
    made.fields.set_answer("social_group", "k5c")
    made.check()
    assert made.side.computed.shown("amount")


def test_two_who_save_one_after_the_other_do_not_overwrite_each_other(form, desk, tasks, qtbot):
    made = form("children")
    record = desk.cases.save(child())
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    desk.cases.save(child(record_id=record, answers={"note": "sửa ở nơi khác"}))
    made.fields.set_answer("note", "của tôi")
    made.save()
    qtbot.waitUntil(made.banner.isVisible)
    assert desk.cases.get(record).answers["note"] == "sửa ở nơi khác"


def test_the_keyboard_goes_from_part_to_part_and_from_one_thing_to_look_at_to_the_next(
    form, hands, desk, tasks, qtbot
):
    made = form("children")
    kept = {"AS-2112 phone": "Số máy bàn của ấp"}
    asked = child(kept=kept)
    case = factories.case(
        "children", asked.answers, person=dict(asked.person) | {"phone": "12345"}, kept=kept, final=False
    )
    made.start_edit(desk.cases.get(desk.cases.save(case)))
    wait_idle(qtbot, tasks)
    control = Qt.KeyboardModifier.ControlModifier
    assert hands.where() == "full_name"
    firsts = []
    for _ in range(3):
        hands.press(Qt.Key.Key_PageDown, control)
        firsts.append(hands.where())
    declared = [section.fields[0].key for section in catalog.register("children").sections]
    assert [key for key in declared if key in firsts] == firsts
    for _ in range(3):
        hands.press(Qt.Key.Key_PageUp, control)
    assert hands.where() == "full_name"
    # The kept warning of the person first, then the field that is missing in the record, then round again.
    made.fields.set_answer("care_arrangement", None)
    hands.press(Qt.Key.Key_F8)
    assert hands.where() == "phone"
    hands.press(Qt.Key.Key_F8)
    found = hands.where()
    assert "AS-2310" in words_beside(made, found)
    hands.press(Qt.Key.Key_F8)
    assert hands.where() != found


# ------------------------------------------------------------------------------------------------ from which month


def paid_case(desk) -> str:
    """Return the record of somebody who is paid for a severe disability since the beginning of the year."""
    answers = {
        "social_group": "k6",
        "disability_degree": "severe",
        "received_on": "2026-01-05",
        "decision_no": "12/QĐ-UBND",
        "decision_date": "2026-01-10",
        "start_month": "2026-01",
        "payment_method": "cash",
    }
    record = desk.cases.save(
        factories.case("assistance", answers, person=factories.person(birth_date="1980-05-04"))
    )
    with desk.vault.work("sửa") as store:
        found = store.records.get(record)
        found.draft = False
        store.records.set_state(found, "paying", closed_on=None, reason=None)
    return record


def answer_since(qtbot, answer) -> list[SinceDialog]:
    """Answer the question as soon as it is asked; return the dialogs that asked."""
    seen: list[SinceDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        if isinstance(dialog, SinceDialog) and focus is not None and dialog.isAncestorOf(focus):
            seen.append(dialog)
            answer(dialog)
        else:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)
    return seen


def edit_degree(form, desk, hands, tasks, qtbot) -> tuple[RecordForm, str]:
    made, record = form("assistance"), paid_case(desk)
    made.start_edit(desk.cases.get(record))
    wait_idle(qtbot, tasks)
    qtbot.waitUntil(lambda: made.fields.row("disability_degree") is not None)
    made.fields.set_answer("disability_degree", "very_severe")
    made.found.kept = {f"{each.code} {each.field}": "Đã xem" for each in made.found.findings}
    made.check()
    made.found.kept = {f"{each.code} {each.field}": "Đã xem" for each in made.found.findings}
    return made, record


def test_a_changed_fact_of_somebody_who_is_paid_asks_from_which_month(form, desk, hands, tasks, qtbot):
    made, record = edit_degree(form, desk, hands, tasks, qtbot)

    def answer(dialog: SinceDialog) -> None:
        shown = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "Mức độ khuyết tật" in shown
        assert "Nặng → Đặc biệt nặng" in shown
        hands.type("09/2026")
        hands.press(Qt.Key.Key_Return)
        hands.type("7/GXN")
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        if dialog.isVisible():
            dialog.yes_button.setFocus()
            hands.press(Qt.Key.Key_Space)

    asked = answer_since(qtbot, answer)
    with qtbot.waitSignal(made.saved):
        made.save()
    assert len(asked) == 1
    [change] = desk.cases.get(record).answers["by_month"]
    assert change == {"from": "2026-09", "paper": "7/GXN", "was": {"disability_degree": "severe"}}


def test_a_mistake_is_mended_from_the_beginning(form, desk, hands, tasks, qtbot):
    made, record = edit_degree(form, desk, hands, tasks, qtbot)
    answer_since(qtbot, lambda dialog: dialog.wrong_button.click())
    with qtbot.waitSignal(made.saved):
        made.save()
    answers = desk.cases.get(record).answers
    assert answers["disability_degree"] == "very_severe"
    assert "by_month" not in answers


def test_whoever_goes_back_from_the_question_has_saved_nothing_and_lost_nothing(
    form, desk, hands, tasks, qtbot
):
    made, record = edit_degree(form, desk, hands, tasks, qtbot)
    answer_since(qtbot, lambda dialog: dialog.back_button.click())
    made.save()
    wait_idle(qtbot, tasks)
    assert desk.cases.get(record).answers["disability_degree"] == "severe"
    assert made.fields.values()["disability_degree"] == "very_severe"
    assert made.is_changed()
