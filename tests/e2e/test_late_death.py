"""A death that the office hears of late: two closed months paid on; the next shows why, and all of it can be taken back."""

import datetime
from typing import Any

from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.services.lives.people import PAID, of_record, person_of, running, state_of
from tests.services.payments.commune import amounts, closed

JULY, AUGUST, SEPTEMBER = (datetime.date(2026, month, 1) for month in (7, 8, 9))
SAID = {"on": "2026-07-30", "reported_by": "Trưởng ấp", "paper_no": "12/TLKT", "paper_on": "2026-09-02"}
NUMBER = "089080001234"


def test_a_death_reported_late(tmp_path):
    vault, _recovery = factories.new_vault(tmp_path / "xã")
    with Program(vault) as program:
        old = running(program, "assistance", person={"full_name": "Danh An", "personal_id": NUMBER})
        person = person_of(program, old)
        cared = running(
            program,
            "assistance",
            person={"full_name": "Danh Bé", "birth_date": "2014-03-05"},
            carer_name="Danh An",
            carer_id=NUMBER,
        )
        home = program.people.save_household({"address": "Tổ 1"}, first=person)
        program.people.join(person_of(program, cared), home)
        paid = amounts(closed(program, JULY))
        assert paid["Danh An"] == PAID["recorded_amount"]
        assert amounts(closed(program, AUGUST)) == paid

        before = everything(program, old, cared)
        shown = program.lives.preview(person, "death", SAID)
        [row] = shown.rows
        assert row.lines[0].endswith("Thôi chi trả từ tháng 08/2026")
        assert [each.text for each in row.notes if each.code == "AS-4217"] == [
            "Đã chi các tháng 08/2026 cho người không còn được hưởng từ tháng 08/2026: 750.000 đồng phải xem để thu hồi."
        ]
        assert {each.text for each in shown.questions} == {
            "Người chăm sóc (Danh An) đã chết (30/07/2026).",
            "Chủ hộ Danh An đã chết (30/07/2026): hộ chưa có chủ hộ mới.",
        }
        assert everything(program, old, cared) == before
        program.lives.do(person, "death", SAID)
        assert state_of(program, old) == "stopped"
        assert {each.task for each in of_record(program, cared)} == {"gone_0", "head_gone"}

        assert amounts(program.payments.view(AUGUST)) == paid, "a closed month never moves"
        september = program.payments.view(SEPTEMBER)
        assert list(amounts(september)) == ["Danh Bé"]
        [term] = [each for each in september.identity.terms if each.kind == "decrease"]
        assert (term.who, term.amount, term.reason) == ("Danh An", 750_000, "Chết (30/07/2026)")
        assert september.identity.holds
        [recovery] = [each for each in september.met if each.code == "AS-4217"]
        assert (recovery.record_id, recovery.is_error) == (old, False)
        assert "750.000 đồng phải xem để thu hồi" in recovery.said
        program.close()

    # The act outlives the program: whoever wrote it takes it back the next day.
    with open_data(tmp_path / "xã", factories.OFFICER, factories.PASSWORD) as program:
        [said] = program.lives.recorded(person)
        program.lives.take_back(person, said.act_id)
        assert everything(program, old, cared) == before
        program.check()
        # Said anew with a day in the open month, it costs nobody anything.
        program.lives.do(person, "death", SAID | {"on": "2026-09-02"})
        september = program.payments.view(SEPTEMBER)
        assert amounts(september) == paid
        assert not [each for each in september.met if each.code == "AS-4217"]


def test_taken_back_after_a_month_was_closed_without_them(tmp_path):
    """The closed month never moves; the person is paid again from the next."""
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        old = running(program, "assistance", person={"full_name": "Danh An"})
        running(program, "assistance", person={"full_name": "Danh Bé"})
        closed(program, JULY)
        person = person_of(program, old)
        program.lives.do(person, "death", SAID)
        closed(program, AUGUST)
        [said] = program.lives.recorded(person)
        program.lives.take_back(person, said.act_id)
        assert state_of(program, old) == "paying"
        assert list(amounts(program.payments.view(AUGUST))) == ["Danh Bé"]
        september = program.payments.view(SEPTEMBER)
        assert list(amounts(september)) == ["Danh An", "Danh Bé"]


def everything(program: Program, *records: str) -> Any:
    """Return all that the officer is shown of these records, of the months and of what is to be done."""
    cases = [program.cases.get(each) for each in records]
    views = [program.payments.view(month) for month in (JULY, AUGUST, SEPTEMBER)]
    return (
        [(each.state, each.answers, each.person, each.events, each.findings) for each in cases],
        [(view.lines, view.met, view.identity) for view in views],
        sorted(each.key for each in program.agenda.items()),
        [program.people.get(each.person_id).household for each in cases],
    )
