"""A reason of blanks is none: whatever asks for one refuses it, and changes nothing."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.cases.typed import InvalidRecordError
from tests import factories
from tests.services.test_steps import DECIDED, closed_child, walk

BLANKS = pytest.mark.parametrize("reason", ["", " ", "\t", "\n  \n", "\u00a0"])


@BLANKS
def test_no_case_is_closed_or_opened_again_for_nothing(cases, vault, reason):
    record = closed_child(cases)
    before = vault.changes
    with pytest.raises(UserError) as refused:
        cases.reopen(record, "2026-11-23", reason)
    assert refused.value.code == "AS-2034"
    assert vault.changes == before
    cases.reopen(record, "2026-11-23", " Đóng nhầm ")
    with pytest.raises(UserError) as refused:
        cases.move(record, "no_longer", "2026-11-24", reason)
    assert refused.value.code == "AS-2034"
    assert cases.get(record).state == "managed"


def test_no_doubtful_step_is_taken_and_no_warning_kept_for_nothing(cases):
    rich = factories.person(birth_date="1966", poverty_status="average_living")
    answers = DECIDED | {"social_group": "k5a", "disability_degree": None}

    def case(reason):
        return factories.case("assistance", answers, person=rich, kept={"AS-2216 social_group": reason})

    with pytest.raises(InvalidRecordError) as unkept:
        cases.save(case(" \t"))
    assert [each.code for each in unkept.value.findings] == ["AS-2216"]
    record = cases.save(case("Chờ xác nhận hộ nghèo"))
    walk(cases, record, "received", "appraising")
    with pytest.raises(UserError) as refused:
        cases.move(record, "approved", "2026-11-20", " ")
    assert refused.value.code == "AS-6321"
    assert cases.get(record).state == "appraising"
