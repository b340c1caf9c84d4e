"""Twelve months of payment side by side: closed ones as they were closed, whatever became of the records since."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.payments.course import course
from ansinh_desktop.services.payments.identity import Sum
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import JUNE, MAY, MONEY, change, closed, people, standing


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2022, 6, 25))
    with Program(factories.new_vault(tmp_path / "data")[0]) as made:
        yield made


def test_a_closed_month_stays_as_it_was_and_one_never_closed_says_nothing(program):
    records = people(program)
    closed(program, MAY)
    change(program, records["Trần Em"], "stopped")
    standing(program, "Lương Mới", start_month="2022-06", decision_date="2022-06-02")
    standing(program, "Lương Hai", start_month="2022-06", decision_date="2022-06-02")
    program.payments.prepare(JUNE)
    found = course(program.vault, program.access)
    assert found.standing.view.day == JUNE
    assert [f"{each.month:%Y-%m}" for each in found.months][0::11] == ["2021-07", "2022-06"]
    assert all(each.paid is None for each in found.months[:10])
    may, june = found.months[10:]
    assert may.paid == Sum(5, 5 * MONEY)
    assert (june.paid, june.more, june.less) == (Sum(6, 6 * MONEY), 2, 1)
    program.payments.keep(JUNE, "Đã xem")
    program.payments.check(JUNE)
    program.payments.approve(JUNE)
    program.payments.close(JUNE)
    change(program, records["Danh An"], "stopped")
    frozen = course(program.vault, program.access).months[-1]
    assert frozen == june


def test_who_may_not_see_the_register_is_refused(program):
    with pytest.raises(UserError) as refused:
        course(program.vault, Access(factories.OFFICER, "officer", {"children": "rwpx"}, keeps=True))
    assert refused.value.code == "AS-1110"


def test_a_month_that_was_opened_again_is_no_closed_one(program):
    people(program)
    closed(program, MAY)
    program.payments.prepare(JUNE)
    program.payments.reopen(MAY, "Sai số tài khoản")
    assert course(program.vault, program.access).months[-2].paid is None
