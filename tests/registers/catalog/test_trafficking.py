"""Victims of trafficking: who may get what by which law, and what must be reported and proved."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.case import EventFacts
from tests.registers.factories import PERSON, TRAFFICKING, codes, found, shown

ON = datetime.date(2025, 9, 10)
OLD = datetime.date(2024, 5, 2)
MINOR = PERSON | {"birth_date": "2008-06-15"}
CHILD = PERSON | {"birth_date": "2012-06-15"}
ACCOMPANYING = {"person_status": "minor_accompanying", "linked_victim": "MB-30325-2025-0001"}


def support(code, day=ON, kind="support"):
    return {"events": [EventFacts(kind, day, {"support": code})]}


def test_a_sound_record_has_no_finding():
    assert found("trafficking", TRAFFICKING, on=ON) == []


@pytest.mark.parametrize(
    ("changes", "more", "finding"),
    [
        (
            {
                "person_status": "being_identified",
                "reported_at": "2024-05-02T08:00",
                "reported_up_at": "2024-05-02T09:00",
            },
            {},
            ("error", "AS-2401", "person_status"),
        ),
        (ACCOMPANYING, {}, ("error", "AS-2402", "person_status")),
        ({"person_status": "minor_accompanying"}, {"person": MINOR}, ("warning", "AS-2403", "linked_victim")),
        ({}, {"person": CHILD}, ("warning", "AS-2404", "child_record_no")),
        ({}, {"person": MINOR}, ("note", "AS-2405", "person_status")),
        ({"reported_up_at": None}, {"state": "reported"}, ("warning", "AS-2406", "reported_up_at")),
        ({"reported_up_at": None}, {"state": "confirmed"}, ("error", "AS-2406", "reported_up_at")),
        ({"reported_up_to": None}, {}, ("warning", "AS-2407", "reported_up_to")),
        ({"reported_up_at": "2025-09-02T08:00"}, {}, ("error", "AS-2408", "reported_up_at")),
        ({"reported_up_at": "2025-09-04T08:01"}, {}, ("warning", "AS-2409", "reported_up_at")),
        ({}, {"state": "support_decided"}, ("error", "AS-2410", "victim_paper")),
        ({"support_decision_no": "5/QĐ"}, {}, ("warning", "AS-2411", "application_on")),
        ({}, support("a", OLD), ("warning", "AS-2412", "")),
        ({}, support("a", ON, "support_2011"), ("warning", "AS-2412", "")),
        ({"citizenship_group": "foreigner"}, support("k"), ("warning", "AS-6201", "")),
        ({"lodged_from": "2025-08-01", "lodged_to": "2025-11-30"}, {}, ("warning", "AS-2414", "lodged_to")),
        ({"lodged_from": "2024-05-02", "lodged_to": "2024-08-03"}, {}, ("warning", "AS-2414", "lodged_to")),
        ({"lodged_from": "2025-08-02", "lodged_to": "2025-08-01"}, {}, ("error", "AS-2415", "lodged_to")),
        (
            {"victim_paper_date": "2025-09-09", "support_decision_date": "2025-09-08"},
            {},
            ("error", "AS-2416", "support_decision_date"),
        ),
    ],
)
def test_what_does_not_fit_is_found(changes, more, finding):
    assert finding in found("trafficking", TRAFFICKING | changes, on=ON, **more)


@pytest.mark.parametrize(
    ("changes", "more"),
    [
        ({"reported_up_at": "2025-09-04T08:00"}, {}),
        ({"lodged_from": "2025-08-01", "lodged_to": "2025-11-29"}, {}),
        ({"lodged_from": "2024-05-02", "lodged_to": "2024-08-02"}, {}),
        ({}, support("k")),
        ({}, support("e", OLD, "support_2011") | {"person": PERSON | {"poverty_status": "poor"}}),
        (ACCOMPANYING, {"person": MINOR} | support("h")),
    ],
)
def test_what_fits_is_left_in_peace(changes, more):
    left = {"AS-2405"}
    assert set(codes("trafficking", TRAFFICKING | changes, on=ON, **more)) <= left


@pytest.mark.parametrize(
    ("changes", "on", "points"),
    [
        ({}, ON, "a, b, c, d, đ, e, g, h, i, k"),
        ({"person_status": "minor_accompanying"}, ON, "a, b, c, d, đ, e, g, h"),
        ({"person_status": "being_identified"}, ON, "a, b, c, d, đ, e, g"),
        ({"person_status": "being_identified", "present_location": "abroad"}, ON, "a, b, c, d"),
        ({"citizenship_group": "foreigner"}, ON, "a, b, c, d, đ, g"),
        ({"citizenship_group": "foreigner", "present_location": "abroad"}, ON, "không"),
        ({}, OLD, "a, b, c, d, đ, e"),
        ({"citizenship_group": "foreigner"}, OLD, "a, b, c, d"),
        ({"person_status": "minor_accompanying"}, OLD, "a, b, c"),
        ({"present_location": None}, ON, None),
    ],
)
def test_the_law_of_the_day_says_what_a_person_may_get(changes, on, points):
    told = shown("trafficking", "entitled", TRAFFICKING | changes, on=on)
    # Each point with its words: nobody knows the decree by its letters.
    assert (told and ", ".join(each.partition(":")[0] for each in told.split("; "))) == points
    assert told in (None, "không") or all(len(each.partition(": ")[2]) > 5 for each in told.split("; "))


def test_what_was_received_is_shown_by_points_and_law():
    events = [
        EventFacts("support", ON, {"support": "dd"}),
        EventFacts("support", ON, {"support": "a"}),
        EventFacts("support_2011", OLD, {"support": "e"}),
    ]
    assert shown("trafficking", "received", TRAFFICKING, events=events) == (
        "e: Trợ cấp khó khăn ban đầu, hỗ trợ vay vốn (Luật 2011); "
        "đ: Trợ giúp pháp lý; a: Hỗ trợ nhu cầu thiết yếu (Luật 2024)"
    )
    assert shown("trafficking", "received", TRAFFICKING) is None


def test_the_paper_is_shown_with_its_day():
    answers = {"victim_paper_no": "12/GXN", "victim_paper_date": "2025-09-09"}
    assert shown("trafficking", "paper_shown", answers) == "12/GXN, ngày 09/09/2025"
    assert shown("trafficking", "paper_shown", {}) is None
    assert shown("trafficking", "reported_on", TRAFFICKING) == "2025-09-03"
    assert shown("trafficking", "reported_on", {}) is None


def test_everything_is_most_sensitive():
    assert catalog.register("trafficking").class_of({}) == "c4"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Nạn nhân bị mua bán", "victim"),
        ("Trẻ em đi cùng nạn nhân", "minor_accompanying"),
        ("Đang xác định", "being_identified"),
    ],
)
def test_everyday_words_of_lists(said, status):
    assert catalog.register("trafficking").read_cell("person_status", said) == {"person_status": status}
