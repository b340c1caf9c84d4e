"""A form that says nothing too early, moves nothing under the hand, and keeps what is the same for the next record."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from ansinh_desktop.registers import catalog
from ansinh_desktop.services import access, hamlets
from ansinh_desktop.services.cases.pins import Pins, may_be_taken
from ansinh_desktop.ui.forms.record_form import RecordForm
from ansinh_desktop.ui.widgets.field_row import FindingLabel
from tests import factories

CONTROL = Qt.KeyboardModifier.ControlModifier
CARD = "089149001234|351234567|Nguyễn Thị Hòa|18041949|Nữ|Tổ 20, Ấp {hamlet}, Xã Vĩnh Thạnh Trung, An Giang|01072021"


@pytest.fixture
def form(desk, tasks, show, qtbot):
    def make(code: str = "assistance") -> RecordForm:
        made = RecordForm(catalog.register(code), desk.cases, tasks, desk.around)
        show(made)
        made.start_new()
        qtbot.waitUntil(lambda: not tasks.is_busy())
        qtbot.waitUntil(lambda: not made._asked.is_growing())
        return made

    return make


def stand(form, part, key):
    editor = (form.box.fields if part == "person" else form.fields).editor(key)
    editor.control.setFocus()
    return editor


def beside(form) -> str:
    labels = [each for each in form.side.findChildren(FindingLabel) if not each.isHidden()]
    return " ".join(one.text() for each in labels for one in each.findChildren(QLabel))


# ---------------------------------------------------------------- not too early, and nothing moves


def test_nothing_is_said_of_fields_that_could_not_be_typed_yet(form, qtbot):
    made = form()
    for key, value in (("full_name", "Danh An"), ("birth_date", "1990-01-01"), ("sex", "female")):
        made.box.fields.set_answer(key, value)
    for key, value in (
        ("social_group", "k6"),
        ("disability_degree", "severe"),
        ("received_on", "2026-11-02"),
    ):
        made.fields.set_answer(key, value)
    made.check()
    qtbot.waitUntil(lambda: made.fields.row("pregnant") is not None)
    made.check()
    assert "pregnant" in {each.field for each in made.found.findings}, "there is something to be said of it"
    assert not made.fields.row("pregnant").findings()
    stand(made, "answers", "pregnant")
    stand(made, "answers", "children_total")
    made.check()
    assert made.fields.row("pregnant").findings(), "once it was passed over"


def test_of_a_record_that_is_there_all_is_said_at_once(form, desk, qtbot, tasks):
    made = form()
    answers = {"social_group": "k6", "disability_degree": "severe", "received_on": "2026-11-02"}
    young = factories.person(birth_date="1990-01-01")
    record = desk.cases.save(factories.case("assistance", answers, person=young))
    made.start_edit(desk.cases.get(record))
    qtbot.waitUntil(
        lambda: made.fields.row("pregnant") is not None and bool(made.fields.row("pregnant").findings())
    )


def test_what_is_found_moves_nothing_beneath_and_stands_whole_beside_the_form(form, qtbot):
    made = form("children")
    below = made.box.fields.row("health_insurance")
    stand(made, "person", "phone")
    QApplication.processEvents()
    before = below.mapTo(made, QPoint(0, 0))
    made.box.fields.set_answer("phone", "12345")
    made.check()
    QApplication.processEvents()
    assert made.box.fields.row("phone").findings()
    assert below.mapTo(made, QPoint(0, 0)) == before
    assert "AS-2112" in beside(made)
    assert made.box.fields.row("phone").findChild(FindingLabel).toolTip(), (
        "the whole sentence under the pointer"
    )
    stand(made, "person", "address")
    qtbot.waitUntil(lambda: not beside(made))


# ---------------------------------------------------------------- from one record to the next


def saved(form, qtbot, desk, **answers) -> str:
    form.box.fields.set_answer("full_name", "Danh An")
    form.box.fields.set_answer("birth_date", "1970")
    form.box.fields.set_answer("sex", "male")
    for key, value in answers.items():
        form.fields.set_answer(key, value)
    with qtbot.waitSignal(form.saved, timeout=8000) as done:
        form.save(final=False)
    return str(done.args[0])


def test_one_key_takes_over_what_stood_in_the_field_before(form, desk, qtbot, hands, tasks):
    made = form()
    made.box.fields.set_answer("hamlet", "Hòa Phú")
    saved(made, qtbot, desk, decision_no="12/QĐ")
    made.start_new()
    qtbot.waitUntil(lambda: not tasks.is_busy())
    for part, key, value in (("person", "hamlet", "Hòa Phú"), ("answers", "decision_no", "12/QĐ")):
        editor = stand(made, part, key)
        assert not editor.value()
        hands.press(Qt.Key.Key_D, CONTROL)
        assert editor.value() == value
    stand(made, "person", "full_name")
    hands.press(Qt.Key.Key_D, CONTROL)
    assert not made.box.fields.values().get("full_name"), "nobody is called as the one before"


def test_a_pinned_field_is_there_in_every_new_record_until_it_is_let_go(form, desk, qtbot, hands, tasks):
    made = form()
    made.box.fields.set_answer("hamlet", "Hòa Phú")
    stand(made, "person", "hamlet")
    hands.press(Qt.Key.Key_B, CONTROL)
    assert "giữ" in made.box.fields.row("hamlet").label.text()
    saved(made, qtbot, desk)
    again = form()
    assert again.box.fields.values()["hamlet"] == "Hòa Phú", "as another day: it is kept in the data file"
    assert not again.is_changed(), "nothing was typed yet"
    again.box.fields.set_answer("hamlet", "Mỹ Thạnh")
    saved(again, qtbot, desk)
    again.start_new()
    assert again.box.fields.values()["hamlet"] == "Mỹ Thạnh"
    stand(again, "person", "hamlet")
    hands.press(Qt.Key.Key_B, CONTROL)
    qtbot.waitUntil(lambda: not tasks.is_busy())
    again.start_new()
    assert "hamlet" not in again.box.fields.values()


def test_what_one_officer_pins_is_nobody_elses(desk):
    own = desk.cases.pins
    own.keep("assistance", {"person": {"hamlet": "Hòa Phú"}, "answers": {"decision_no": "12/QĐ"}})
    mine = access.access(desk.vault)
    other = Pins(desk.vault, access.Access("hoa", mine.role, dict(mine.rights)))
    assert other.of("assistance") == {"person": {}, "answers": {}}
    other.keep("assistance", {"person": {"hamlet": "Mỹ Thạnh"}, "answers": {}})
    assert own.of("assistance") == {"person": {"hamlet": "Hòa Phú"}, "answers": {"decision_no": "12/QĐ"}}
    assert own.of("children") == {"person": {}, "answers": {}}


@pytest.mark.parametrize(
    ("register", "part", "key", "may"),
    [
        ("assistance", "person", "hamlet", True),
        ("assistance", "person", "full_name", False),
        ("assistance", "person", "personal_id", False),
        ("assistance", "answers", "decision_no", True),
        ("assistance", "answers", "hiv_detected_on", False),
        ("child_abuse", "answers", "reporter_name", False),
        ("assistance", "answers", "nothing", False),
        ("assistance", "", "", False),
    ],
)
def test_what_is_of_one_person_or_masked_is_never_taken_over(register, part, key, may):
    assert may_be_taken(register, part, key) is may


# ---------------------------------------------------------------- hamlets


def test_every_hamlet_in_use_is_offered_after_those_of_the_list(desk):
    person = factories.person(hamlet="Bình An Mới")
    desk.cases.save(factories.case("assistance", {}, person=person, final=False))
    found = hamlets.offered(desk.vault, access.access(desk.vault))
    assert found[: len(factories.HAMLETS)] == list(factories.HAMLETS)
    assert found[len(factories.HAMLETS) :] == ["Bình An Mới"]


def test_a_hamlet_that_was_typed_is_offered_from_then_on(form, hands):
    made = form()
    editor = stand(made, "person", "hamlet")
    hands.type("Bình An Mới")
    hands.enter()
    assert "Bình An Mới" in [each.label for each in editor.options]


@pytest.mark.parametrize(("hamlet", "filled"), [("Hòa Phú", "Hòa Phú"), ("Xa Lạ", None)])
def test_the_address_of_the_card_fills_a_hamlet_of_the_commune(form, hands, hamlet, filled):
    made = form()
    stand(made, "person", "personal_id")
    hands.type(CARD.format(hamlet=hamlet))
    hands.enter()
    assert made.box.fields.values()["full_name"] == "Nguyễn Thị Hòa"
    assert made.box.fields.values().get("hamlet") == filled


def test_a_hamlet_that_was_said_stays_whatever_the_card_says(form, hands):
    made = form()
    made.box.fields.set_answer("hamlet", "Mỹ Thạnh")
    stand(made, "person", "personal_id")
    hands.type(CARD.format(hamlet="Hòa Phú"))
    hands.enter()
    assert made.box.fields.values()["hamlet"] == "Mỹ Thạnh"
