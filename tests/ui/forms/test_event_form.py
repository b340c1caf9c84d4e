"""Something that happened is written down: asked by its kind, refused where it is wrong, kept with what was asked alone."""

import pytest
from PySide6.QtCore import Qt

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.forms.event_form import EventForm
from tests import factories
from tests.registers.factories import VIOLENCE

WOMAN = factories.person(full_name="Neáng Sa", birth_date="1990-03-05", sex="female")
BAN = {
    "result": "banned",
    "decision_no": "3/QĐ-UBND",
    "signed_at": "2026-05-04T20:00",
    "valid_to": "2026-05-07T20:00",
}


@pytest.fixture
def record(desk) -> str:
    return desk.cases.save(factories.case("violence", VIOLENCE, person=WOMAN))


@pytest.fixture
def form(desk, tasks, show, record):
    made = show(EventForm("violence", desk.cases, tasks, desk.around))
    made.ended = []
    made.saved.connect(made.ended.append)
    made.left.connect(lambda: made.ended.append("left"))
    return made


def start(form, record, kind, **answers):
    """Begin an event and answer its questions."""
    form.start(record, catalog.register("violence").event_kinds[kind])
    for key, value in answers.items():
        editor = form.fields.editor(key)
        editor.set_value(value)
        editor.edited.emit()
    return form


def shown(form):
    return [key for key in form.fields.declared if not form.fields.row(key).isHidden()]


def events(desk, record):
    return [(each.kind, each.on, each.answers, each.note) for each in desk.cases.get(record).events]


def test_it_begins_with_today_and_only_what_applies_is_asked(form, record):
    start(form, record, "ban_decision")
    assert form.fields.values() == {"event_on": clock.today().isoformat()}
    assert form.fields.editor("event_on").control.hasFocus()
    always = ["event_on", "result", "decision_no", "signed_at", "event_note"]
    assert shown(form) == always
    start(form, record, "ban_decision", result="banned")
    assert set(shown(form)) - set(always) == {"valid_from", "valid_to", "supervisor"}
    start(form, record, "ban_decision", result="refused")
    assert set(shown(form)) - set(always) == {"reason"}
    # Another kind leaves nothing of the one before.
    start(form, record, "visit")
    assert "result" not in form.fields.declared


def test_what_is_not_asked_any_more_is_not_written(form, desk, record, qtbot):
    start(
        form,
        record,
        "ban_decision",
        **BAN,
        supervisor="Trưởng ấp",
        event_on="2026-05-04",
        event_note="Đã giao",
    )
    form.fields.editor("result").set_value("refused")
    form.fields.editor("result").edited.emit()
    form.fields.editor("reason").set_value("Hết nguy cơ")
    form.save()
    qtbot.waitUntil(lambda: bool(form.ended))
    (event, *_rest) = [each for each in events(desk, record) if each[0] == "ban_decision"]
    told = {
        "result": "refused",
        "decision_no": "3/QĐ-UBND",
        "signed_at": "2026-05-04T20:00",
        "reason": "Hết nguy cơ",
    }
    assert event == ("ban_decision", "2026-05-04", told, "Đã giao")
    assert form.kind is None
    assert form.save_button.isEnabled()


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"decision_no": None}, "decision_no"),
        ({"event_on": None}, "event_on"),
        ({"event_on": "2062-05-04"}, "event_on"),  # it has not happened yet: a year that was mistyped
        ({"valid_to": None}, "valid_to"),
        ({"valid_to": "2026-05-07T20:01"}, "valid_to"),  # longer than 72 hours, by the register's own check
        ({"valid_to": "2026-05-04T19:00"}, "valid_to"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(form, desk, record, qtbot, changes, key):
    start(form, record, "ban_decision", **(BAN | {"event_on": "2026-05-04"} | changes))
    form.save()
    qtbot.waitUntil(lambda: form.fields.editor(key).control.hasFocus() and form.save_button.isEnabled())
    assert form.ended == []
    assert "ban_decision" not in [each[0] for each in events(desk, record)]
    assert form.fields.values()["result"] == "banned", "what was typed stays"
    good = BAN | {"event_on": "2026-05-04"}
    form.fields.editor(key).set_value(good[key])
    form.fields.editor(key).edited.emit()
    form.save()
    qtbot.waitUntil(lambda: bool(form.ended))
    assert "ban_decision" in [each[0] for each in events(desk, record)]


def test_leaving_asks_only_where_something_was_typed(form, record, monkeypatch):
    questions = []

    def answer(*, yes):
        def ask(_over, question, *_labels, **_more):
            questions.append(question)
            return yes

        monkeypatch.setattr(messages, "ask", ask)

    answer(yes=False)
    start(form, record, "visit")
    assert not form.is_changed()
    form.leave()
    assert (form.ended, questions) == (["left"], [])
    form.ended.clear()
    start(form, record, "visit", event_note="Gặp chị Sa")
    assert form.is_changed()
    form.leave()
    assert form.ended == []
    assert "chưa được ghi" in questions[0]
    assert form.fields.values()["event_note"] == "Gặp chị Sa"
    answer(yes=True)
    form.leave()
    assert form.ended == ["left"]
    assert form.kind is None
    assert not form.is_changed()


def test_escape_leaves_and_control_enter_writes(form, desk, record, hands, qtbot):
    start(form, record, "visit", findings="Ổn định", event_on="2026-05-05")
    form.fields.editor("findings").control.setFocus()
    hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(form.ended))
    assert [each[:3] for each in events(desk, record) if each[0] == "visit"] == [
        ("visit", "2026-05-05", {"findings": "Ổn định"})
    ]
    form.ended.clear()
    start(form, record, "visit")
    hands.press(Qt.Key.Key_Escape)
    assert form.ended == ["left"]


def test_what_the_program_refuses_is_told_above(form, desk, record, qtbot):
    start(form, record, "visit", findings="Ổn định", event_on="2026-05-05")
    desk.cases.remove(record, "Ghi nhầm")
    form.save()
    qtbot.waitUntil(form.banner.isVisible)
    assert form.ended == []
    assert form.save_button.isEnabled()
    assert form.fields.values()["findings"] == "Ổn định"
