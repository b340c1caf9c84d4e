"""A closed period reckoned again: what differs, who moved and why; and a period as it was known on an earlier day."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, case, new_vault, person
from tests.registers.factories import DRUG

HALF = Period.of("2026-H1")
TREATED = {"listed_on": "2025-01-02", "treatment_form": "methadone", "treatment_from": "2025-03-01"}


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


def add(program, name, **answers):
    who = person(full_name=name, birth_date="1990-05-06", sex="male")
    record = program.cases.save(case("drug_treatment", DRUG | answers, person=who, final=False))
    with program.vault.work("danh sách cũ") as store:
        store.records.get(record).draft = False
    return record


def test_what_came_late_is_told_person_by_person_beside_what_was_kept(program):
    treated = add(program, "Trần Văn Một", **TREATED)
    waiting = add(program, "Lê Văn Hai", listed_on="2025-01-02")
    program.plans.close(HALF)
    assert program.plans.recount(HALF).changed == ()
    with program.vault.work("ghi muộn") as store:
        record = store.records.get(waiting)
        record.answers = {**record.answers, "treatment_form": "methadone", "treatment_from": "2026-05-01"}
    late = add(program, "Võ Văn Ba", listed_on="2026-02-03")
    program.plans.enter(HALF, [FigureInput("child_fund", "numerator", 5)])
    (addicts, fund) = sorted(program.plans.recount(HALF).changed, key=lambda each: each.target)
    assert (addicts.kept, addicts.now) == ((1, 2, "50.0"), (2, 3, "66.7"))
    moved = {each.record_id: (each.before, each.after) for each in addicts.moved}
    assert moved == {waiting: ("ngoài", "trong"), late: ("không có", "ngoài")}
    # Whoever goes by a number is told by it.
    assert all(each.who == each.number for each in addicts.moved)
    assert treated not in moved
    assert (fund.target, fund.kept, fund.now) == ("child_fund", (None, None, None), (5, None, "5"))


def test_a_period_is_said_as_it_was_known_on_a_day(program):
    add(program, "Trần Văn Một", **TREATED)
    before = clock.now()
    add(program, "Lê Văn Hai", listed_on="2025-01-02")

    def share(**asked):
        rows = program.plans.answer(HALF, **asked).rows
        return next(
            (each.numerator, each.denominator) for each in rows if each.target.id == "addicts_in_treatment"
        )

    assert share() == (1, 2)
    assert share(known_at=before) == (1, 1)
    assert share(known_at=before - datetime.timedelta(days=400)) == (0, 0)


def test_what_was_not_closed_or_stands_at_a_receiving_unit_is_not_reckoned_again(program, tmp_path):
    with pytest.raises(UserError, match="AS-8009"):
        program.plans.recount(HALF)
    with (
        Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province,
        pytest.raises(UserError, match="AS-8010"),
    ):
        province.plans.answer(HALF, known_at=clock.now())
