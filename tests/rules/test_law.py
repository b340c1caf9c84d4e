"""Code lists, life cycles and places come from the law data, by name and by day."""

import datetime

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import law

BEFORE = datetime.date(2025, 6, 30)
AFTER = datetime.date(2025, 7, 1)


@pytest.mark.parametrize("name", law.list_names())
def test_every_list_can_be_read(name):
    rows = law.code_list(name)
    assert rows.label
    assert rows.source
    assert len(rows) == len({row.code for row in rows}) > 0
    assert all(row.label and row.mark in "✓•?" for row in rows)


def test_a_list_knows_its_codes():
    sex = law.code_list("sex")
    assert "male" in sex
    assert "MALE" not in sex
    assert sex.label_of("female") == "Nữ"
    assert sex.label_of("gone") == "gone"
    assert sex.label_of("gone", "không rõ") == "không rõ"
    assert sex.get("gone") is None
    assert sex.get("unknown").extra == {"intake_only": True}


def test_a_code_may_be_chosen_only_while_it_is_in_force():
    groups = law.code_list("social_group")
    assert "k5c" in groups.codes_on(BEFORE)
    assert "k5c" not in groups.codes_on(AFTER)
    assert groups.label_of("k5c").startswith("Người từ đủ 80 tuổi")
    assert "pension" not in groups.codes_on(BEFORE)
    assert "pension" in groups.codes_on(AFTER)


def test_what_does_not_exist_is_a_bug():
    assert not law.has_list("nothing")
    with pytest.raises(BugError):
        law.code_list("nothing")
    with pytest.raises(BugError):
        law.workflow("nothing")
    with pytest.raises(BugError):
        law.law_data("nothing")


@pytest.mark.parametrize("name", law.workflow_names())
def test_every_life_cycle_holds_together(name):
    flow = law.workflow(name)
    assert flow.has_state(flow.initial)
    reached, waiting = set(), [flow.initial]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += flow.next_states(state)
    assert reached == {each.code for each in flow.states}
    assert any(flow.is_closed(each) for each in reached)


def test_a_step_that_is_not_listed_is_refused():
    flow = law.workflow("social_assistance")
    assert flow.allows("draft", "received")
    assert not flow.allows("draft", "paying")
    assert flow.next_states("suspended") == ("paying", "stopped", "transferred")
    assert flow.state_label("suspended") == "Tạm dừng"
    assert flow.state_label("gone") == "gone"
    assert flow.guard("received", "returned_incomplete") == "nêu giấy tờ thiếu"
    assert flow.guard("draft", "paying") == ""
    assert flow.is_closed("stopped")
    assert not flow.is_closed("suspended")


def test_a_unit_code_means_another_place_after_the_merger():
    assert law.unit_label("30325", BEFORE) == "Phường Núi Sam"
    assert law.unit_label("30325", AFTER) == "Phường Vĩnh Tế"
    assert law.unit_label("99999", AFTER) == "99999"
    assert law.unit_label("890", datetime.date(2022, 3, 1)) == "Huyện Tịnh Biên"
    assert law.unit_label("890", BEFORE) == "Thị xã Tịnh Biên"
    assert law.unit("890", AFTER) is None
    assert law.unit_label("91", AFTER) == "Tỉnh An Giang"


def test_the_units_of_a_day():
    now = law.units_on(AFTER)
    assert len(now) == len(law.units_on(AFTER, "91")) == 102
    assert law.units_on(AFTER, "89") == ()
    assert sorted({row.extra["type"] for row in now}) == ["dac_khu", "phuong", "xa"]
    assert (len(law.units_on(BEFORE, "89")), len(law.units_on(BEFORE, "91"))) == (155, 143)
    early = datetime.date(2022, 6, 30)
    assert (len(law.units_on(early, "89")), len(law.units_on(early, "91"))) == (156, 144)
    assert len(law.code_list("district").rows) == 26
