"""A victim of trafficking from the report to reintegration: steps, tasks of either law, why, and what was received."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.checks import check_record
from tests.registers.factories import PERSON, TRAFFICKING, asked, codes, due, facts, happened, shown

CODE = "trafficking"
REGISTER = catalog.register(CODE)
ON, OLD = datetime.date(2025, 9, 10), datetime.date(2024, 5, 10)
OLD_REPORT = TRAFFICKING | {"reported_at": "2024-05-02T08:00", "reported_up_at": "2024-05-02T09:00"}
PAPER = {"victim_paper": "police", "victim_paper_no": "12/GXN"}
DECIDED = {
    "support_decision_no": "5/QĐ",
    "support_decision_date": "2025-09-10",
    "application_on": "2025-09-05",
}


def missing(*keys):
    return [("AS-6301", key) for key in keys]


@pytest.mark.parametrize(
    ("state", "to", "answers", "events", "expected"),
    [
        ("reported", "reported_up", {"reported_up_at": None}, [],
         [*missing("reported_up_at"), ("AS-2406", "reported_up_at")]),
        ("reported", "reported_up", {"reported_up_to": None}, [], missing("reported_up_to")),
        ("reported", "reported_up", {}, [], []),
        ("reported_up", "awaiting_verification", {}, [], []),
        ("awaiting_verification", "confirmed", {}, [], missing("victim_paper", "victim_paper_no")),
        ("awaiting_verification", "confirmed", PAPER, [], []),
        ("awaiting_verification", "confirmed", PAPER | {"person_status": "being_identified"}, [],
         [("AS-2418", "person_status")]),
        ("awaiting_verification", "not_victim", {}, [], []),
        ("confirmed", "dossier", PAPER, [], missing("application_on")),
        ("confirmed", "dossier", PAPER | {"application_on": "2025-09-05"}, [], []),
        ("dossier", "support_decided", PAPER | {"application_on": "2025-09-05"}, [],
         missing("support_decision_no", "support_decision_date")),
        ("dossier", "support_decided", PAPER | DECIDED, [], []),
        ("support_decided", "supporting", PAPER | DECIDED, [], []),
        ("supporting", "reintegrating", PAPER | DECIDED, [], missing("reintegration_from")),
        ("reintegrating", "supporting", PAPER | DECIDED, [], [("AS-6303", "")]),
        ("reintegrating", "supporting", PAPER | DECIDED, [happened("need", "2025-09-08")], []),
        ("reintegrating", "closed", PAPER | DECIDED, [], missing("closed_reason")),
        ("supporting", "moved", PAPER | DECIDED, [happened("transfer", "2025-09-08")], []),
        ("reported_up", "moved", {}, [], [("AS-6303", "")]),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, events, expected):
    assert asked(CODE, state, to, TRAFFICKING | answers, PERSON, ON, events=events) == expected


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("status", "state", "told"),
    [
        ("being_identified", "confirmed", True),
        ("being_identified", "dossier", True),
        ("being_identified", "support_decided", True),
        ("being_identified", "supporting", True),
        ("being_identified", "reintegrating", True),
        ("minor_accompanying_being_identified", "supporting", True),
        ("being_identified", "awaiting_verification", False),
        ("being_identified", "not_victim", False),
        ("victim", "supporting", False),
        ("minor_accompanying", "supporting", False),
    ],
)
def test_whoever_is_supported_as_a_victim_has_been_identified(status, state, told):
    assert (
        "AS-2418" in codes(CODE, TRAFFICKING | {"person_status": status}, PERSON, ON, state=state)
    ) is told


@pytest.mark.parametrize(
    ("changes", "state", "told"),
    [
        ({}, "support_decided", ["AS-2410", "AS-2411"]),
        ({}, "supporting", ["AS-2410", "AS-2411"]),
        ({}, "reintegrating", ["AS-2410", "AS-2411"]),
        ({}, "closed", ["AS-2410", "AS-2411"]),
        ({}, "dossier", []),
        ({"support_decision_no": "5/QĐ"}, "dossier", ["AS-2410", "AS-2411"]),
        (PAPER | DECIDED, "supporting", []),
        (PAPER | DECIDED | {"victim_paper_no": None}, "supporting", ["AS-2410"]),
        (PAPER | DECIDED | {"victim_paper": None}, "supporting", ["AS-2410"]),
        (PAPER | DECIDED | {"application_on": None}, "supporting", ["AS-2411"]),
        # Whoever goes beside a victim has no paper of their own.
        (DECIDED | {"person_status": "minor_accompanying", "linked_victim": "MB-1"}, "supporting", []),
    ],
)
def test_support_is_decided_on_papers(changes, state, told):
    minor = PERSON | {"birth_date": "2008-01-01"} if "person_status" in changes else PERSON
    papers = [
        each
        for each in codes(CODE, TRAFFICKING | changes, minor, ON, state=state)
        if each in ("AS-2410", "AS-2411")
    ]
    assert papers == told


def test_a_child_among_victims_has_a_record_of_its_own():
    child = PERSON | {"birth_date": "2012-06-15"}
    assert "AS-2404" in codes(CODE, TRAFFICKING, child, ON)
    assert "AS-2404" not in codes(CODE, TRAFFICKING | {"child_record_no": "TE-30325-2025-0004"}, child, ON)
    assert "AS-2405" not in codes(CODE, TRAFFICKING | {"child_record_no": "TE-30325-2025-0004"}, child, ON)


def test_an_application_after_its_window_is_told_with_the_last_day():
    # TT 35/2013: within twelve months of the paper, until 30/6/2025.
    answers = OLD_REPORT | PAPER | {"victim_paper_date": "2024-05-06", "application_on": "2025-05-07"}
    findings = [each for each in check_record(REGISTER, facts(answers, PERSON, ON)) if each.code == "AS-2417"]
    assert [(str(each.level), each.field) for each in findings] == [("warning", "application_on")]
    assert "06/05/2025" in findings[0].text
    in_time = answers | {"application_on": "2025-05-06"}
    assert "AS-2417" not in codes(CODE, in_time, PERSON, ON)
    assert "AS-2417" not in codes(CODE, answers | {"victim_paper_date": "2025-07-01"}, PERSON, ON)


@pytest.mark.parametrize(
    ("kind", "day", "support", "status", "told"),
    [
        ("support", "2025-07-01", "a", "victim", []),
        ("support", "2025-06-30", "a", "victim", ["AS-2412"]),
        ("support_2011", "2025-06-30", "a", "victim", []),
        ("support_2011", "2025-07-01", "a", "victim", ["AS-2412"]),
        ("support", "2025-07-01", "k", "victim", []),
        ("support", "2025-07-01", "k", "being_identified", ["AS-6201"]),
        ("support", "2025-07-01", None, "being_identified", []),
        ("support", "2025-07-01", "k", None, []),
        ("support_2011", "2024-05-02", "e", "victim", ["AS-6204"]),
        ("support_2011", "2024-05-02", "d", "victim", []),
    ],
)
def test_what_was_given_is_held_against_the_law_of_its_day(kind, day, support, status, told):
    given = [happened(kind, day, support=support)]
    judged = {"AS-2412", "AS-6201", "AS-6204"}
    found = codes(CODE, TRAFFICKING | {"person_status": status}, PERSON, ON, events=given)
    assert [each for each in found if each in judged] == told


# ---------------------------------------------------------------- what has to be done


@pytest.mark.parametrize(
    ("answers", "on", "state", "expected"),
    [
        (OLD_REPORT | {"reported_up_at": None}, OLD, "reported", {"traf_notify_2011": "2024-05-03"}),
        # Three days from a Thursday, and from a Wednesday, end on the Monday after.
        (OLD_REPORT, OLD, "reported_up", {"traf_verify_initial_2011": "2024-05-06"}),
        (OLD_REPORT | {"victim_paper_no": "12"}, OLD, "awaiting_verification", {}),
        (OLD_REPORT, OLD, "confirmed", {}),
        (OLD_REPORT | {"victim_paper_date": "2024-05-06"}, OLD, "confirmed", {"traf_application_window": "2025-05-06"}),
        # Thursday 09/05/2024: three working days; five more from the day the dossier went up.
        (OLD_REPORT | {"application_on": "2024-05-09"}, OLD, "dossier", {"traf_commune_dossier": "2024-05-14"}),
        (OLD_REPORT | {"application_on": "2024-05-09", "dossier_sent_on": "2024-05-13"}, OLD, "dossier",
         {"traf_department_appraise": "2024-05-20"}),
        (OLD_REPORT | {"application_on": "2024-05-09", "dossier_sent_on": "2024-05-13"}, OLD, "support_decided", {}),
        (OLD_REPORT | {"lodged_from": "2024-05-03"}, OLD, "dossier", {"traf_lodging_2019": "2024-08-03"}),
        (OLD_REPORT | {"lodged_from": "2024-05-03", "lodged_to": "2024-07-03"}, OLD, "dossier", {}),
        (TRAFFICKING | {"reported_up_at": None}, ON, "reported", {"traf_notify_2024": "2025-09-04"}),
        (TRAFFICKING, ON, "reported_up", {"traf_verify_initial_2024": "2025-09-08"}),
        (TRAFFICKING, ON, "reported", {"traf_verify_initial_2024": "2025-09-08"}),
        # Friday 05/09/2025 and nine working days; no limit of the old law beside it.
        (TRAFFICKING | {"application_on": "2025-09-05"}, ON, "dossier", {"traf_support_total_2025": "2025-09-18"}),
        (TRAFFICKING | {"application_on": "2025-09-05", "support_decision_date": "2025-09-09"}, ON, "dossier", {}),
        (TRAFFICKING | {"application_on": "2025-09-05"}, ON, "reintegrating", {}),
        (TRAFFICKING | {"victim_paper_date": "2025-09-05"}, ON, "confirmed", {}),
        (TRAFFICKING | {"lodged_from": "2025-09-05"}, ON, "confirmed", {"traf_lodging_2025": "2026-01-03"}),
    ],
)  # fmt: skip
def test_what_has_still_to_be_done(answers, on, state, expected):
    assert due(CODE, answers, PERSON, on, state=state) == expected


def test_a_verification_fulfils_the_first_check():
    verified = [happened("verification", "2025-09-05", verifier="Công an xã")]
    assert due(CODE, TRAFFICKING, PERSON, ON, state="reported_up", events=verified) == {}


# ---------------------------------------------------------------- why


def why(answers, on=ON, person=PERSON, events=()):
    assert REGISTER.explained is not None
    explained = REGISTER.explained(facts(TRAFFICKING | answers, person, on, events=events))
    assert explained is not None
    return explained


def test_nothing_is_explained_while_status_or_place_is_not_known():
    assert REGISTER.explained is not None
    for key in ("person_status", "citizenship_group", "present_location"):
        assert REGISTER.explained(facts(TRAFFICKING | {key: None}, PERSON, ON)) is None


@pytest.mark.parametrize(
    ("answers", "on", "title", "basis"),
    [
        ({}, ON, "Ngày 10/09/2025: 10 chế độ", "Luật 53/2024/QH15 Điều 37 khoản 1"),
        ({}, OLD, "Ngày 10/05/2024: 6 chế độ", "Luật 66/2011/QH12 Điều 32"),
        ({"citizenship_group": "foreigner", "present_location": "abroad"}, ON,
         "Ngày 10/09/2025: luật không nêu chế độ nào", "Luật 53/2024/QH15"),
    ],
)  # fmt: skip
def test_how_many_kinds_of_support_the_law_names(answers, on, title, basis):
    explained = why(answers, on)
    assert (explained.title, explained.basis) == (title, basis)


def test_who_the_person_is_comes_first():
    assert [each.text for each in why({}).lines[:3]] == [
        "Tư cách: Nạn nhân.",
        "Nhóm quốc tịch: Công dân Việt Nam.",
        "Nơi đang ở: Trong nước.",
    ]


def test_each_point_says_what_was_given_by_whom_and_how_much():
    events = [
        happened("support", "2025-09-01", support="a", amount=500_000, giver="Hội Phụ nữ"),
        happened("support", "2025-09-04", support="a", amount=250_000),
        happened("support", "2025-09-05", support="dd"),
        happened("support_2011", "2025-06-01", support="b"),
    ]
    lines = {each.text.partition(".")[0]: each for each in why({}, events=events).lines[3:]}
    given, aided, not_given = (
        lines["Điểm a: Hỗ trợ nhu cầu thiết yếu"],
        lines["Điểm đ: Trợ giúp pháp lý"],
        None,
    )
    assert given.text.endswith("Đã hỗ trợ ngày 01/09/2025 (Hội Phụ nữ), 04/09/2025, 750.000 đồng.")
    assert aided.text.endswith("Đã hỗ trợ ngày 05/09/2025.")
    assert (given.tone, aided.tone) == ("good", "good")
    not_given = [each for each in lines.values() if each.text.endswith("Chưa hỗ trợ.")]
    assert len(not_given) == 8  # what was given by the old law is none of the new
    assert {each.tone for each in not_given} == {""}
    assert {each.article for each in lines.values()} == {"Luật 53/2024/QH15 Điều 37 khoản 1"}


@pytest.mark.parametrize(
    ("on", "amounts"),
    [
        (ON, []),
        (OLD, ["70.000 đồng.", "1.000.000 đồng."]),
        (datetime.date(2020, 1, 14), []),
        (datetime.date(2020, 1, 15), ["70.000 đồng.", "1.000.000 đồng."]),
    ],
)
def test_least_amounts_are_those_of_the_day(on, amounts):
    said = [each.text.rpartition("ít nhất ")[2] for each in why({}, on).lines if "ít nhất" in each.text]
    assert said == amounts


@pytest.mark.parametrize(
    ("answers", "on", "person", "doubts"),
    [
        ({}, ON, {}, [("NĐ 162/2025", "warning")]),
        (
            {"citizenship_group": "foreigner"},
            ON,
            {},
            [("tùy trường hợp", "note"), ("NĐ 162/2025", "warning")],
        ),
        (
            {"citizenship_group": "foreigner", "person_status": "minor_accompanying"},
            ON,
            {},
            [("chưa được đối chiếu", "warning"), ("NĐ 162/2025", "warning")],
        ),
        (
            {},
            OLD,
            {"poverty_status": "poor"},
            [("khó khăn về tài chính", "note"), ("Hộ nghèo", "note"), ("Luật 53/2024", "note")],
        ),
        (
            {},
            OLD,
            {"poverty_status": "near_poor"},
            [("khó khăn về tài chính", "note"), ("Hộ cận nghèo", "warning"), ("Luật 53/2024", "note")],
        ),
        ({}, OLD, {}, [("khó khăn về tài chính", "note"), ("chưa ghi", "warning"), ("Luật 53/2024", "note")]),
        ({"person_status": "minor_accompanying"}, OLD, {}, [("Luật 53/2024", "note")]),
        (
            {"citizenship_group": "foreigner"},
            OLD,
            {},
            [("khó khăn về tài chính", "note"), ("Luật 53/2024", "note")],
        ),
    ],
)
def test_what_is_doubtful_is_told(answers, on, person, doubts):
    found = why(answers, on, PERSON | person).doubts
    assert len(found) == len(doubts)
    for line, (words, tone) in zip(found, doubts, strict=True):
        assert words in line.text
        assert line.tone == tone


# ---------------------------------------------------------------- columns, lives, words


def test_a_point_of_an_older_list_is_left_out_and_twice_the_same_is_said_once():
    events = [
        happened("support", "2025-09-01", support="zz"),
        happened("support", "2025-09-02", support="a"),
        happened("support", "2025-09-03", support="a"),
    ]
    assert (
        shown(CODE, "received", TRAFFICKING, PERSON, ON, events=events)
        == "a: Hỗ trợ nhu cầu thiết yếu (Luật 2024)"
    )


def test_a_paper_without_number_or_day_shows_what_there_is():
    assert shown(CODE, "paper_shown", {"victim_paper_date": "2025-09-09"}) == "ngày 09/09/2025"
    assert shown(CODE, "paper_shown", {"victim_paper_no": "12/GXN"}) == "12/GXN"


def test_what_a_life_makes_of_a_record():
    (death,), (move,) = REGISTER.life_changes[lives.DEATH], REGISTER.life_changes[lives.MOVE]
    said = {"on": "2025-09-10", "unit": "30328@2025-07-01", "place": "Ấp Một"}
    gone = lives.outcome_of(REGISTER, death, facts(TRAFFICKING, PERSON, ON), said).effect
    assert (gone.answers, gone.to) == ({"closed_reason": "dead"}, "closed")
    moved = lives.outcome_of(REGISTER, move, facts(TRAFFICKING, PERSON, ON), said).effect
    assert list(moved.events) == [("transfer", {"to_unit": "30328@2025-07-01", "to_place": "Ấp Một"})]
    assert moved.to == "moved"


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("person_status", "Người đi cùng, đang được xác định", "minor_accompanying_being_identified"),
        ("citizenship_group", "Việt Nam", "vn_citizen"),
        ("citizenship_group", "không quốc tịch", "stateless_resident"),
        ("citizenship_group", "nước ngoài", "foreigner"),
        ("reception_type", "tự trở về trình báo", "self_returned"),
        ("reception_type", "được giải cứu", "rescued"),
        ("reception_type", "trao trả", "from_abroad"),
    ],
)
def test_more_everyday_words_of_lists(key, text, value):
    assert REGISTER.read_cell(key, text) == {key: value}
