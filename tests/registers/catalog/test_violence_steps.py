"""Cases of violence and support by number, step by step: what each step asks, bans by the minute, why, safe addresses."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.catalog.violence import reasons
from ansinh_desktop.registers.due import openings_of
from tests.registers.factories import (
    CHILD,
    PERSON,
    PROSTITUTION,
    VIOLENCE,
    asked,
    codes,
    due,
    facts,
    happened,
    shown,
)

REGISTER = catalog.register("violence")
ON = datetime.date(2026, 5, 6)
WOMAN = PERSON | {"full_name": "Neáng Sa", "sex": "female"}
BAN = {
    "result": "banned",
    "decision_no": "3/QĐ-UBND",
    "signed_at": "2026-05-04T20:00",
    "valid_to": "2026-05-07T20:00",
}
CLOSING = {"assistance_need": "no", "closed_reason": "completed"}


def missing(*keys):
    return [("AS-6301", key) for key in keys]


def banned(on="2026-05-04", **changes):
    return happened("ban_decision", on, **(BAN | changes))


# ---------------------------------------------------------------- steps


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("received", "verifying", {"perpetrators": None}, [], []),
        ("verifying", "supporting", {"perpetrators": None}, [], missing("perpetrators", "assistance_need")),
        ("verifying", "supporting", {"assistance_need": "refused"}, [], []),
        ("received", "contact_ban", {"perpetrators": None}, [banned()], missing("perpetrators")),
        ("supporting", "monitoring", {}, [], []),
        ("supporting", "monitoring", {"perpetrators": []}, [], missing("perpetrators")),
        ("received", "to_police", {}, [], missing("police_at", "police_to")),
        ("received", "to_police", {"police_at": "2026-05-05T08:00", "police_to": "Công an xã"}, [], []),
        (
            "received",
            "to_police",
            {"police_at": "2026-05-05T08:00", "police_to": "x", "perpetrators": None},
            [],
            [],
        ),
        ("monitoring", "closed", {}, [], missing("assistance_need", "closed_reason")),
        ("monitoring", "closed", CLOSING, [], []),
        ("monitoring", "closed", CLOSING | {"perpetrators": None}, [], missing("perpetrators")),
        ("contact_ban", "supporting", {}, [], []),
    ],
)
def test_what_each_step_asks_for(state, to, answers, events, expected):
    assert asked("violence", state, to, VIOLENCE | answers, WOMAN, ON, events=events) == expected


@pytest.mark.parametrize(
    ("handling", "counselled", "told"),
    [(None, False, True), ("criminal", False, False), (None, True, False), ("fine_detention", False, True)],
)
def test_who_was_not_prosecuted_is_counselled_before_the_end(handling, counselled, told):
    row = {"relation": "husband", "sex": "male", "handling": handling, "counselled": counselled}
    other = {"relation": "father", "sex": "male", "counselled": True}
    for rows in ([row], [other, row]):
        found = codes("violence", VIOLENCE | CLOSING | {"perpetrators": rows}, WOMAN, ON, state="closed")
        assert ("AS-7115" in found) is told
        assert "AS-7115" not in codes(
            "violence", VIOLENCE | {"perpetrators": rows}, WOMAN, ON, state="monitoring"
        )


@pytest.mark.parametrize(
    ("answers", "given", "state", "expected"),
    [
        ({"assistance_need": "yes"}, [], "closed", ["AS-7113"]),
        ({"assistance_need": "yes"}, [], "supporting", []),
        ({"assistance_need": "yes"}, ["medical"], "closed", []),
        ({"assistance_need": "no"}, [], "closed", []),
        ({"handling": ["criminal"]}, ["mediation"], "supporting", ["AS-7114"]),
        ({"handling": ["fine_detention"]}, ["mediation"], "supporting", []),
        ({"handling": ["criminal"]}, ["medical"], "supporting", []),
        ({"police_at": "2026-05-05T08:00"}, ["medical", "mediation"], "supporting", ["AS-7114"]),
    ],
)
def test_needs_are_met_and_crimes_are_not_mediated(answers, given, state, expected):
    events = [happened("support", "2026-05-05", support=each) for each in given]
    assert codes("violence", VIOLENCE | answers, WOMAN, ON, state=state, events=events) == expected


@pytest.mark.parametrize(
    ("birth", "groups", "wrong"),
    [
        ("2010-05-05", [], ["child"]),
        ("2010-05-05", ["child"], []),
        ("2010-05-04", ["child"], ["child"]),
        ("2010-05-04", [], []),
        ("1966-05-05", ["elder"], ["elder"]),
        ("1966-05-04", ["elder"], []),
        ("1966", ["elder"], []),  # may be sixty
        (None, ["elder", "child"], []),
        ("1990-01-01", ["pregnant", "infant"], []),
    ],
)
def test_groups_go_with_the_age_on_the_day_of_the_report(birth, groups, wrong):
    person = WOMAN | {"birth_date": birth}
    found = codes("violence", VIOLENCE | {"priority_groups": groups}, person, ON)
    assert found.count("AS-7112") == len(wrong)
    # Two years later they are who they were.
    assert (
        codes("violence", VIOLENCE | {"priority_groups": groups}, person, datetime.date(2028, 5, 6)) == found
    )


def test_no_man_is_with_child():
    found = codes("violence", VIOLENCE | {"priority_groups": ["pregnant", "infant"]}, PERSON, ON)
    assert found.count("AS-7112") == 2


# ---------------------------------------------------------------- bans


@pytest.mark.parametrize(
    ("asked_at", "signed", "late"),
    [
        ("2026-05-04T08:00", "2026-05-04T20:00", False),
        ("2026-05-04T07:59", "2026-05-04T20:00", True),
        ("2026-05-04T20:01", "2026-05-04T20:00", False),
        (None, "2026-05-04T20:00", False),
        ("2023-06-30T07:59", "2023-06-30T20:00", True),  # twelve hours by the law of 2007 too
    ],
)
@pytest.mark.parametrize("pair", [("ban_request", "ban_decision"), ("ban_cancel_request", "ban_cancel")])
def test_a_request_waits_for_twelve_hours(pair, asked_at, signed, late):
    day = signed[:10]
    events = [
        happened(pair[0], day, requested_at=asked_at),
        happened(pair[1], day, **(BAN | {"signed_at": signed})),
    ]
    found = codes("violence", VIOLENCE | {"received_at": f"{day}T07:00"}, WOMAN, ON, events=events)
    old_cancel = pair[0] == "ban_cancel_request" and day < "2023-07-01"
    assert ("AS-7107" in found) is (late and not old_cancel)


def test_each_request_has_its_own_decision():
    first = happened("ban_request", "2026-05-04", requested_at="2026-05-04T15:00")
    second = happened("ban_request", "2026-05-05", requested_at="2026-05-05T01:00")
    decided = banned(), banned("2026-05-05", signed_at="2026-05-05T14:00", valid_to="2026-05-08T14:00")
    assert codes("violence", VIOLENCE, WOMAN, ON, events=[first, second, *decided]) == ["AS-7107"]
    assert codes("violence", VIOLENCE, WOMAN, ON, events=[first, *decided]) == []


@pytest.mark.parametrize(
    ("events", "until", "words"),
    [
        ([], None, None),
        ([banned()], "2026-05-07T20:00", "1 lần, đến 20:00 07/05/2026"),
        (
            [banned(), banned("2026-05-07", signed_at="2026-05-07T19:00", valid_to="2026-05-10T19:00")],
            "2026-05-10T19:00",
            "2 lần, đến 19:00 10/05/2026",
        ),
        ([banned(), banned("2026-05-07", signed_at="2026-05-07T19:00", result="refused", valid_to=None)], None,
         "1 lần; không ra quyết định 1 lần"),
        ([banned(), happened("ban_cancel", "2026-05-05", signed_at="2026-05-05T10:00")], "2026-05-05T10:00",
         "1 lần, đến 10:00 05/05/2026"),
        # What was cancelled before this ban was another one.
        ([banned(), happened("ban_cancel", "2026-05-04", signed_at="2026-05-04T19:59")], "2026-05-07T20:00",
         "1 lần, đến 20:00 07/05/2026"),
        ([banned(), happened("ban_cancel", "2026-05-09", signed_at="2026-05-09T10:00")], "2026-05-07T20:00",
         "1 lần, đến 20:00 07/05/2026"),
        ([happened("ban_request", "2026-05-04", requested_at="2026-05-04T15:00")], None, "đang xét"),
        ([happened("ban_request", "2026-05-04"), banned(), happened("ban_request", "2026-05-06")], "2026-05-07T20:00",
         "1 lần, đến 20:00 07/05/2026; đang xét"),
    ],
)  # fmt: skip
def test_until_when_contact_is_forbidden(events, until, words):
    assert shown("violence", "ban_until", VIOLENCE, WOMAN, ON, events=events) == until
    assert shown("violence", "bans_shown", VIOLENCE, WOMAN, ON, events=events) == words


@pytest.mark.parametrize(
    ("to", "source", "on", "code"),
    [
        ("contact_ban", "received", "2026-05-07", None),  # its last day
        ("contact_ban", "received", "2026-05-08", "AS-7110"),
        ("supporting", "contact_ban", "2026-05-06", "AS-7111"),
        ("supporting", "contact_ban", "2026-05-07", None),
    ],
)
def test_the_state_changes_with_the_last_day_of_the_ban(to, source, on, code):
    answers = VIOLENCE | {"assistance_need": "no"}
    found = asked("violence", source, to, answers, WOMAN, datetime.date.fromisoformat(on), events=[banned()])
    assert [each for each, _ in found] == ([code] if code else [])


# ---------------------------------------------------------------- a child's case, columns, why


@pytest.mark.parametrize(
    ("birth", "answers", "opens"),
    [
        ("2012-03-05", {}, True),
        ("2012-03-05", {"child_record_no": "XH-30325-2026-0001"}, False),
        ("2010-05-05", {}, True),
        ("2010-05-04", {}, False),
        ("2010", {}, True),  # may still be a child
        (None, {}, False),
    ],
)
def test_a_child_gets_a_case_of_its_own(birth, answers, opens):
    record = facts(VIOLENCE | answers, CHILD | {"birth_date": birth}, ON, state="received")
    assert [each.opens for each in openings_of(REGISTER, record)] == (["child_abuse"] if opens else [])
    told = reasons.explained(record)
    assert told is not None
    warned = [each for each in told.lines if each.tone == "warning"]
    assert bool(warned) is (birth is not None and birth != "2010-05-04")
    assert all(each.todo for each in warned)


def test_why_names_the_day_the_bans_and_what_is_doubtful():
    told = reasons.explained(facts(VIOLENCE, WOMAN, ON, events=[banned()]))
    assert told is not None
    assert told.title.startswith("Xảy ra, nhận tin ngày 04/05/2026: áp dụng Luật 13/2022")
    (line,) = [each for each in told.lines if each.text.startswith("Cấm tiếp xúc:")]
    assert (line.text, line.tone) == ("Cấm tiếp xúc: 1 lần, đến 20:00 07/05/2026.", "good")
    assert any(each.text == "Chưa ghi ngày xảy ra: lấy ngày nhận tin 04/05/2026." for each in told.doubts)
    known = reasons.explained(facts(VIOLENCE | {"happened_on": "2026-05-01"}, WOMAN, ON))
    assert known is not None
    assert not any("Chưa ghi ngày xảy ra" in each.text for each in known.doubts)
    assert "01/05/2026" in known.title
    (line,) = [each for each in known.lines if each.text.startswith("Cấm tiếp xúc:")]
    assert (line.text, line.tone) == ("Cấm tiếp xúc: chưa có.", "")
    assert reasons.explained(facts(VIOLENCE | {"received_at": None}, WOMAN, ON)) is None


@pytest.mark.parametrize(
    ("text", "forms"),
    [("bạo lực tinh thần", ["mental"]), ("bị đánh", ["physical"]), ("thể chất, tinh thần", ["mental", "physical"]),
     ("tình dục", ["sexual"])],
)  # fmt: skip
def test_forms_by_everyday_words(text, forms):
    found = REGISTER.read_cell("forms", text)["forms"]
    assert isinstance(found, list)
    assert sorted(map(str, found)) == forms


def test_a_death_ends_no_case_and_a_move_only_tells_where_to():
    assert lives.DEATH not in REGISTER.life_changes
    (move,) = REGISTER.life_changes[lives.MOVE]
    said = {"on": "2026-05-05", "unit": "30328@2025-07-01", "place": "Ấp Một"}
    effect = lives.outcome_of(REGISTER, move, facts(VIOLENCE, WOMAN, ON), said).effect
    assert list(effect.events) == [("transfer", {"to_unit": "30328@2025-07-01", "to_place": "Ấp Một"})]
    assert effect.to == ""


# ---------------------------------------------------------------- support by number


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("detected", "file_updated", {"file_updated_on": None}, [], missing("file_updated_on")),
        ("detected", "file_updated", {}, [], []),
        ("file_updated", "outreach", {"contact_consent": False}, [], [("AS-7207", "contact_consent")]),
        ("file_updated", "outreach", {"contact_consent": None}, [], [("AS-7207", "contact_consent")]),
        ("file_updated", "outreach", {}, [], []),
        ("outreach", "supporting", {}, [], [("AS-6303", "")]),
        ("outreach", "supporting", {}, [happened("need", "2026-05-05")], []),
        ("supporting", "reintegrating", {}, [], []),
        ("outreach", "closed", {}, [], missing("outcome")),
        ("reintegrating", "closed", {"outcome": "stopped"}, [], []),
    ],
)
def test_what_each_step_of_support_asks_for(state, to, answers, events, expected):
    assert asked("prostitution", state, to, PROSTITUTION | answers, WOMAN, ON, events=events) == expected


@pytest.mark.parametrize(
    ("state", "events", "waits"),
    [
        ("detected", [], True),
        ("file_updated", [], True),
        ("file_updated", [happened("outreach", "2026-05-06")], False),
        ("supporting", [happened("state", "2026-05-06", **{"from": "outreach", "to": "supporting"})], False),
    ],
)
def test_who_was_met_is_sought_out(state, events, waits):
    tasks = due("prostitution", PROSTITUTION, WOMAN, ON, state=state, events=events)
    assert ("pros_outreach" in tasks) is waits


@pytest.mark.parametrize(
    ("birth", "answers", "expected"),
    [
        ("2010-05-05", {}, ["AS-7201"]),
        ("2010-05-04", {}, ["AS-7203"]),
        ("2010-05-04", {"trafficking_record_no": "MB-1"}, []),
        ("2010", {}, ["AS-7202"]),
        ("2008-05-05", {}, ["AS-7203"]),
        ("2008-05-04", {}, []),
        ("1990-01-01", {"forced": True}, ["AS-7204"]),
        ("1990-01-01", {"forced": True, "trafficking_record_no": "MB-1"}, []),
        ("1990-01-01", {"forced": False}, []),
    ],
)
def test_children_and_whoever_was_forced_are_victims(birth, answers, expected):
    assert codes("prostitution", PROSTITUTION | answers, WOMAN | {"birth_date": birth}, ON) == expected


@pytest.mark.parametrize(
    ("life", "answers"), [(lives.DEATH, {"outcome": "stopped"}), (lives.MOVE, {"outcome": "moved"})]
)
def test_a_life_closes_the_case(life, answers):
    register = catalog.register("prostitution")
    (change,) = register.life_changes[life]
    effect = lives.outcome_of(
        register, change, facts(PROSTITUTION, WOMAN, ON), {"on": "2026-05-05", "place": "x"}
    ).effect
    assert (effect.answers, effect.to) == (answers, "closed")


# ---------------------------------------------------------------- safe addresses


@pytest.mark.parametrize(
    ("to", "wrong"), [("2026-05-03", True), ("2026-05-04", False), (None, False), ("2026-05-05", False)]
)
def test_a_safe_address_ends_after_it_begins(to, wrong):
    answers = {
        "place_code": "A1",
        "place_type": "trusted_address",
        "place_name": "Nhà văn hóa",
        "open_from": "2026-05-04",
        "open_to": to,
    }
    assert ("AS-7301" in codes("safe_addresses", answers, {"full_name": "Trần Thị Lan"}, ON)) is wrong
    expected = [] if to else missing("open_to")
    state = next(
        each.source
        for each in catalog.register("safe_addresses").life_cycle.workflow({}).transitions
        if each.target == "closed"
    )
    found = [
        each for each in asked("safe_addresses", state, "closed", answers, PERSON, ON) if each[0] == "AS-6301"
    ]
    assert found == expected
