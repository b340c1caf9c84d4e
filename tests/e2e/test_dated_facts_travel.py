"""What changed from which month goes up with its record: the receiving unit tells of each month what the commune tells."""

import datetime

import pytest

from ansinh_desktop.registers import dated
from ansinh_desktop.registers.dated import Since
from tests.services.payments.commune import standing
from tests.services.test_since import edited

MONTHS = [datetime.date(2022, month, 28) for month in range(6, 12)]


def told(program, record):
    return [program.entitlements.why(record, each).explanation.title for each in MONTHS]


def test_a_change_from_a_month_travels_and_is_told_there_as_here(commune, province, usb):
    record = standing(commune, "Danh An", person={"poverty_status": "poor"})
    commune.cases.save(
        edited(commune, record, Since("2022-08", "7/GXN", "2022-08-05"), disability_degree="very_severe")
    )
    commune.cases.save(edited(commune, record, Since("2022-10"), disability_degree="severe"))
    assert len(set(told(commune, record))) == len(MONTHS)
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"accepted": 1}
    assert province.cases.get(record).answers[dated.KEY] == commune.cases.get(record).answers[dated.KEY]
    assert told(province, record) == told(commune, record)


@pytest.mark.parametrize(
    "wrong",
    [
        [{"from": "2022-13", "was": {"disability_degree": "giant"}}],
        "09/2022",
        [7],
        [{"from": 202209, "was": {"disability_degree": "severe"}}],
        [{"from": "2022-09", "was": "severe"}],
        [{"from": "2022-09", "was": {"full_name": "Người Khác"}}],
        [{"from": "2022-09", "was": {}, "paper": 7}],
    ],
    ids=str,
)
def test_changes_that_are_none_are_sent_back(commune, province, usb, wrong):
    record = standing(commune, "Danh Bình")
    with commune.vault.work("sửa ngoài chương trình") as store:
        found = store.records.get(record)
        found.answers = {
            **found.answers,
            dated.KEY: [{"from": "2022-13", "was": {"disability_degree": "giant"}}],
        }
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.results == {"rejected": 1}
