"""What a month's next step is, what is against it, and results that are ticked by hand."""

import dataclasses
import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import JULY, JUNE, change, closed, people, standing, unpaid

CARRIED, STOPPED = ("carried", "Vắng nhà"), ("stopped", "")


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


def said(program: Program, month: datetime.date = JUNE) -> tuple[str, str]:
    """Return the next step of a month and the code of what is against it."""
    found = program.payments.standing(month)
    return found.next_step, found.why_not.code if found.why_not else ""


def test_each_step_is_the_next_one_until_the_month_is_settled(program):
    people(program)
    payments = program.payments
    steps = []
    for act in (
        payments.prepare,
        payments.check,
        payments.approve,
        payments.close,
        lambda month: payments.set_results(month, {}),
        payments.settle,
    ):
        steps.append(said(program))
        act(JUNE)
    assert steps == [
        (each, "") for each in ("prepared", "checked", "approved", "closed", "paid_out", "settled")
    ]
    assert said(program) == ("", "")


def test_what_stands_in_the_way_is_said_before_the_step_is_tried(program):
    records = people(program)
    lost = standing(program, "Danh Mất", person={"death_date": "2022-04-02"})
    program.payments.prepare(JUNE)
    assert said(program) == ("checked", "AS-4203")
    change(program, lost, "stopped", decrease_reason="dead", stopped_from="2022-05")
    program.payments.keep(JUNE, "Đã hỏi")
    program.payments.check(JUNE)
    change(program, records["Danh An"], disability_degree="very_severe")
    assert said(program) == ("checked", "")  # another list than was checked is checked again
    program.payments.check(JUNE)
    program.payments.approve(JUNE)
    change(program, records["Danh An"], disability_degree="severe")
    assert said(program) == ("prepared", "")


def test_what_an_officer_may_not_do_is_said_too(program):
    people(program)
    closed(program, JUNE)
    found = program.payments.standing(JUNE)
    assert found.may("paid_out")
    assert found.may("reopen")
    assert not found.may("keep")
    looks = {**program.access.rights, "assistance": "r"}
    viewer = Program(program.vault, may=dataclasses.replace(program.access, role="viewer", rights=looks))
    found = viewer.payments.standing(JUNE)
    assert found.why_not is not None
    assert found.why_not.code == "AS-1110"
    assert not found.may("reopen")
    leader = Program(program.vault, may=dataclasses.replace(program.access, role="leader", rights=looks))
    assert leader.payments.standing(JUNE).may("reopen")


def test_a_month_opens_where_the_work_is(program, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 20))
    people(program)
    assert program.payments.month_of_work() == JUNE
    closed(program, JUNE)
    assert program.payments.month_of_work() == JUNE
    program.payments.set_results(JUNE, {})
    assert program.payments.month_of_work() == JULY
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 5, 2))
    assert program.payments.month_of_work() == JUNE  # July is nobody's work in May


def test_one_warning_is_kept_alone(program):
    for name in ("Danh An", "Danh Bình"):
        standing(program, name, payment_method="bank")
    view = program.payments.prepare(JUNE)
    one = next(each for each in view.met if each.who == "Danh Bình")
    kept = {each.who: each.kept for each in program.payments.keep(JUNE, "Chờ số", key=one.key).met}
    assert kept == {"Danh An": "", "Danh Bình": "Chờ số"}
    with pytest.raises(UserError) as refused:
        program.payments.keep(JUNE, "Chờ số", key=one.key)
    assert refused.value.code == "AS-4227"


def test_results_are_ticked_and_ticked_again_until_they_are_settled(program, tmp_path):
    records = people(program)
    closed(program, JUNE)
    an, binh = records["Danh An"], records["Lê Bình"]
    view = program.payments.set_results(JUNE, {an: CARRIED, binh: STOPPED})
    assert view.state == "paid_out"
    shown = {each.full_name: (each.outcome, each.outcome_note) for each in view.lines}
    assert shown["Danh An"] == ("carried", "Vắng nhà")
    assert shown["Lê Bình"] == ("stopped", None)
    assert shown["Võ Cúc"] == ("paid", None)
    file = unpaid(tmp_path, "Danh An;Chưa trả;Đi xa", heading="Họ và tên;Trạng thái;Lý do")
    assert program.payments.unpaid_in(JUNE, file) == {an: ("carried", "Đi xa")}
    assert program.payments.view(JUNE) == view  # a file that is looked at writes nothing
    again = program.payments.set_results(JUNE, {binh: STOPPED})
    assert {each.full_name for each in again.lines if each.outcome != "paid"} == {"Lê Bình"}
    for wrong in ({"nobody": CARRIED}, {an: ("lost", "")}):
        with pytest.raises(BugError):
            program.payments.set_results(JUNE, wrong)
    program.payments.settle(JUNE)
    with pytest.raises(UserError) as refused:
        program.payments.set_results(JUNE, {})
    assert refused.value.code == "AS-4202"


def test_each_who_came_or_went_carries_their_hamlet(program):
    records = people(program)
    closed(program, JUNE)
    change(program, records["Lê Bình"], "stopped", decrease_reason="refused", stopped_from="2022-07")
    (term,) = program.payments.view(JULY).identity.terms
    assert term.hamlet == factories.HAMLETS[1]
