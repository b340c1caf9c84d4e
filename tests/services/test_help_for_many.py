"""Support given to many on one day: offered wherever it is counted, written once, and counted by the plan at once."""

import pytest

from ansinh_desktop import clock
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts.helping import HELP
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.plan.counting import indicators
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person
from tests.registers.factories import CHILDREN

GIVEN = {"on": "2026-09-05", "support": "medical", "amount": 200_000, "giver": "Hội Chữ thập đỏ"}
YEAR, FIRST = Period.of("2026"), Period.of("2026-H1")


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


def child(program, name, state="managed", draft=False):
    who = person(full_name=name, birth_date="2015-03-04")
    record = program.cases.save(case("children", CHILDREN, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        found = store.records.get(record)
        found.draft, found.opened_on = draft, "2024-01-02"
        store.records.set_state(found, state, closed_on=None, reason=None)
    return record


def figure(program, period):
    found = next(
        each for each in program.plans.answer(period).rows if each.target.id == "special_children_assisted"
    )
    return found.numerator, found.denominator


def test_what_is_written_for_many_counts_in_the_period_of_its_day(program):
    records = [child(program, name) for name in ("Danh Một", "Lê Hai", "Võ Ba")]
    assert figure(program, YEAR) == (0, 3)
    found = program.many.preview("children", HELP, records, GIVEN)
    assert [(each.before, each.after.endswith(", 05/09/2026")) for each in found.done] == [
        ("(chưa có)", True)
    ] * 3
    assert figure(program, YEAR) == (0, 3), "nothing is written yet"
    program.many.do("children", HELP, records[:2], GIVEN)
    assert figure(program, YEAR) == (2, 3)
    assert figure(program, FIRST) == (0, 3)
    (event,) = program.cases.get(records[0]).events
    assert (event.kind, event.amount, event.answers["giver"]) == ("support", 200_000, "Hội Chữ thập đỏ")
    assert "on" not in event.answers, "the day is the event's own"
    # All of it is one act, and is taken back as one.
    program.undo.take_back(program.undo.acts(1)[0].id)
    assert figure(program, YEAR) == (0, 3)


def test_whom_it_does_not_fit_it_leaves_alone_and_says_why(program):
    records = [
        child(program, "Danh Một"),
        child(program, "Lê Hai", draft=True),
        child(program, "Võ Ba", catalog.register("children").closed_in[0]),
    ]
    program.many.do("children", HELP, records[:1], GIVEN)
    found = program.many.preview("children", HELP, records, GIVEN)
    assert {each.who: each.why_not for each in found.rows} == {
        "Danh Một": "Hồ sơ đã ghi đúng như vậy.",
        "Lê Hai": "Hồ sơ còn là bản nháp.",
        "Võ Ba": "Hồ sơ không ở bước làm được việc này.",
    }
    again = program.many.preview("children", HELP, records[:1], GIVEN | {"on": "2026-09-06"})
    (row,) = again.done
    assert row.before.endswith(", 05/09/2026")


@pytest.mark.parametrize("missing", ["on", "support"])
def test_without_a_day_and_a_kind_nothing_is_written(program, missing):
    record = child(program, "Danh Một")
    with pytest.raises(InvalidRecordError):
        program.many.do("children", HELP, [record], {**GIVEN, missing: None})
    assert not program.cases.get(record).events


def test_nothing_of_tomorrow_is_written(program, monkeypatch):
    record = child(program, "Danh Một")
    tomorrow = clock.today().replace(year=clock.today().year + 1).isoformat()
    with pytest.raises(InvalidRecordError):
        program.many.do("children", HELP, [record], GIVEN | {"on": tomorrow})


@pytest.mark.parametrize("register", list(catalog.registers()))
def test_each_register_that_counts_support_can_write_it_for_many(program, register):
    acts = {each.code: each for each in program.many.acts(register)}
    counted = any(HELP in one.events for of, one in indicators() if of.code == register)
    declared = catalog.register(register).event_kinds.get(HELP)
    assert (HELP in acts) is (declared is not None and declared.support)
    assert HELP in acts or not counted
    if HELP in acts:
        asked = {each.key for each in acts[HELP].fields}
        assert {"on", "support"} <= asked
        assert not [each for each in acts[HELP].fields if each.masked]
