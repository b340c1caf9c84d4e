"""Which events an officer may write down: none of the program's own, none that another register took over."""

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.event import EventKind, offered
from ansinh_desktop.services.program import Program
from tests.factories import case, new_vault, person

KINDS = (
    EventKind("visit", "Thăm"),
    EventKind("computed", "Tính", automatic=True),
    EventKind("funeral", "Mai táng", after_end=True),
    EventKind("council", "Hội đồng", moved_to="disability"),
)


@pytest.mark.parametrize(
    ("happened", "closed", "found"),
    [
        ((), False, ["visit", "funeral"]),
        ((), True, ["funeral"]),
        (("council",), False, ["visit", "funeral", "council"]),
        (("council",), True, ["funeral"]),
        (("computed", "visit"), False, ["visit", "funeral"]),
    ],
)
def test_what_is_offered_follows_the_case(happened, closed, found):
    assert [each.code for each in offered(KINDS, happened, closed=closed)] == found


def test_what_another_register_took_over_is_written_there():
    moved = [
        (register, each)
        for register in catalog.registers().values()
        for each in register.events
        if each.moved_to
    ]
    assert [(register.code, each.code) for register, each in moved] == [("assistance", "disability")]
    for register, each in moved:
        assert each.moved_to in catalog.registers()
        assert each.moved_to != register.code


def test_an_old_meeting_of_the_council_is_read_and_ended_where_it_was_begun(tmp_path):
    register = catalog.register("assistance")
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        who = person(full_name="Danh Văn Tám", birth_date="1980-05-04")
        records = [
            program.cases.save(case("assistance", {"social_group": "k6"}, person=who, final=False))
            for who in (who, person(full_name="Lê Văn Chín", birth_date="1981-05-04"))
        ]
        program.cases.add_event(records[0], "disability", "2026-03-02", {"request_kind": "determine"})
        kinds = [
            {
                one.code
                for one in offered(
                    register.events, {e.kind for e in program.cases.get(each).events}, closed=False
                )
            }
            for each in records
        ]
        assert ["disability" in each for each in kinds] == [True, False]
        program.cases.add_event(records[0], "disability", "2026-03-20", {"concluded_on": "2026-03-20"})
        shown = [each.label for each in program.cases.get(records[0]).events]
    assert shown.count("Xác định mức độ khuyết tật") == 2
