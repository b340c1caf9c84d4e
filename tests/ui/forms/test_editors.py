"""Every kind of answer has a field that brings back what was put into it."""

import datetime

import pytest

from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.answer import Kind, Value
from ansinh_desktop.registers.dated import ByMonth
from ansinh_desktop.registers.field import Field
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.forms.editors import EDITORS, code_options, make_editor
from ansinh_desktop.ui.forms.surroundings import Surroundings
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.choices import ChoicesBox

VALUES: dict[Kind, Value] = {
    kinds.Text(): "Tổ 5",
    kinds.LongText(): "Dòng một\ndòng hai",
    kinds.Name(): "Neáng Sóc Kha",
    kinds.Whole(): 3,
    kinds.Money(): 810_000,
    kinds.Decimal(): "1.5",
    kinds.PartialDate(): "1961-08",
    kinds.Date(): "2025-09-01",
    kinds.Month(): "2025-09",
    kinds.Moment(): "2025-11-19T15:00",
    kinds.YesNo(): False,
    kinds.Choice("sex"): "female",
    kinds.Choices("children_group"): ["a", "d"],
    kinds.Unit(): "30325@2025-07-01",
    kinds.CitizenId(): "089161012345",
    kinds.OldId(): "351234567",
    kinds.HealthInsurance(): "DN4898912345678",
    kinds.Phone(): "0912345678",
    kinds.PersonLink(): "0198-id",
    kinds.Rows((Field("name", "Họ và tên", kinds.Name()), Field("age", "Tuổi", kinds.Whole()))): [
        {"name": "Danh Na", "age": 7}
    ],
}


def every_kind(kind: type[Kind]) -> list[type[Kind]]:
    return [kind, *(each for child in kind.__subclasses__() for each in every_kind(child))]


@pytest.fixture(autouse=True)
def _dressed(qapp):
    theme.apply(qapp)


# What changed from which month is written by the answer to a question, never typed; a page may have kinds of its own.
@pytest.mark.parametrize(
    "kind",
    [each for each in every_kind(Kind) if each is not ByMonth and ".registers." in each.__module__],
)
def test_every_kind_has_an_editor(kind):
    assert kind in EDITORS


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: type(kind).__name__)
def test_an_editor_gives_back_the_value_and_the_typed_text(kind, qtbot):
    field = Field("key", "Nhãn", kind)
    editors = [make_editor(field, Surroundings()) for _ in range(2)]
    for editor in editors:
        qtbot.addWidget(editor)
    editors[0].set_value(VALUES[kind])
    assert editors[0].value() == VALUES[kind]
    editors[1].set_typed(editors[0].typed())
    assert editors[1].value() == VALUES[kind]
    editors[0].set_value(None)
    assert editors[0].value() is None


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_every_field_and_event_of_a_register_can_be_made(code, qtbot):
    register = catalog.register(code)
    fields = [*register.fields.values(), *(field for event in register.events for field in event.fields)]
    for field in (each for each in fields if not isinstance(each.kind, ByMonth)):
        editor = make_editor(field, Surroundings())
        qtbot.addWidget(editor)
        assert editor.control.objectName() == field.key


def test_a_code_that_does_not_hold_on_the_day_is_shown_and_not_offered(qtbot):
    kind = kinds.Choice("social_group")
    days = datetime.date(2022, 1, 1), datetime.date(2026, 12, 1)
    offered = [{each.code for each in code_options(kind, day) if not each.retired} for day in days]
    gone = sorted(offered[0] - offered[1])
    assert gone
    editor = FilteredCombo("k", options=code_options(kind, days[1]), show=kind.show)
    qtbot.addWidget(editor)
    editor.set_value(gone[0])
    assert editor.line.text() == kind.show(gone[0])
    assert editor.fault().level == "note"


def test_an_everyday_word_finds_its_code(qtbot):
    editor = make_editor(
        Field("sex", "Giới tính", kinds.Choice("sex", words={"n": "female"})), Surroundings()
    )
    qtbot.addWidget(editor)
    editor.set_typed("n")
    assert editor.value() == "female"


def test_a_group_of_children_is_found_by_its_letter(qtbot):
    kind = kinds.Choices("children_group")
    editor = ChoicesBox("groups", options=code_options(kind, datetime.date(2025, 1, 1)))
    qtbot.addWidget(editor)
    editor.popup.narrow("k")
    first = editor.popup.model.option(0)
    assert first is not None
    assert first.code == "k"


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: type(kind).__name__)
def test_what_an_older_program_kept_of_a_question_of_another_kind_never_stops_a_form(kind, qtbot):
    """A draft stays in the data file while the program is replaced by a newer one."""
    around = Surroundings()
    editor = make_editor(Field("key", "Nhãn", kind), around)
    qtbot.addWidget(editor)
    for other, value in VALUES.items():
        before = make_editor(Field("key", "Nhãn", other), around)
        qtbot.addWidget(before)
        before.set_value(value)
        editor.set_typed(before.typed())
        editor.settle()
        if type(other) is type(kind):
            assert editor.value() == value
    editor.set_typed(None)
    assert editor.value() is None
