"""A dossier of disability from the request to the certificate: steps, the council, why, reports, lists, old lists."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.acts import lives
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.checks import check_record
from ansinh_desktop.registers.plan.indicator import STEP, Seen
from ansinh_desktop.rules import law
from ansinh_desktop.rules.period import Period
from tests.registers.factories import (
    CHILD,
    DISABLED,
    PERSON,
    asked,
    codes,
    due,
    facts,
    found,
    happened,
    shown,
)

ON = datetime.date(2026, 11, 20)
CODE = "disability"
REGISTER = catalog.register(CODE)
COUNCIL = [row.code for row in law.code_list("council_member")]
FOUND: dict[str, Value] = {"disability_degree": "severe", "disability_types": ["movement"]}
PAPER = {"certificate_no": "12", "certificate_date": "2026-11-19"}
REQUESTED = {"received_on": "2026-11-02", "request_kind": "determine"}
CONCLUDED = (
    REQUESTED | {"meeting_on": "2026-11-16", "minutes_no": "3/BB", "concluded_on": "2026-11-16"} | FOUND
)


def missing(*keys):
    return [("AS-6301", key) for key in keys]


@pytest.mark.parametrize(
    ("state", "to", "answers", "expected"),
    [
        ("received", "school_opinion", REQUESTED, missing("school_name")),
        ("received", "school_opinion", REQUESTED | {"studying": True, "school_name": "THCS Vĩnh Lợi"}, []),
        ("received", "council", REQUESTED, missing("meeting_on")),
        ("received", "council", REQUESTED | {"meeting_on": "2026-11-16"}, []),
        ("received", "council", REQUESTED | {"meeting_on": "2026-11-16", "studying": True},
         [("AS-7613", "school_opinion_on")]),
        ("school_opinion", "council", REQUESTED | {"meeting_on": "2026-11-16", "studying": True, "school_opinion_on": "2026-11-10"}, []),
        ("school_opinion", "council", REQUESTED | {"meeting_on": "2026-11-16", "studying": False}, []),
        ("council", "to_medical", CONCLUDED, missing("medical_reason", "medical_asked_on")),
        ("council", "to_medical", CONCLUDED | {"medical_reason": "disagrees", "medical_asked_on": "2026-11-17"}, []),
        ("council", "posted", REQUESTED,
         missing("minutes_no", "concluded_on", "disability_degree", "disability_types")),
        ("council", "posted", CONCLUDED, []),
        ("to_medical", "posted", REQUESTED, missing("medical_received_on", "disability_degree", "disability_types")),
        ("to_medical", "posted", REQUESTED | FOUND | {"medical_received_on": "2026-11-18"}, []),
        ("posted", "complaint", CONCLUDED, missing("complaint_on")),
        ("posted", "issued", CONCLUDED, [*missing("certificate_no", "certificate_date"), ("AS-7610", "disability_degree")]),
        ("posted", "issued", CONCLUDED | PAPER, []),
        ("posted", "issued", REQUESTED | PAPER,
         [*missing("disability_degree", "disability_types"), ("AS-7610", "disability_degree")]),
        ("complaint", "issued", CONCLUDED | PAPER | {"complaint_on": "2026-11-17"}, [("AS-7616", "complaint_answered_on")]),
        ("complaint", "issued",
         CONCLUDED | PAPER | {"complaint_on": "2026-11-17", "complaint_answered_on": "2026-11-18"}, []),
        ("council", "not_disabled", CONCLUDED, [("AS-7614", "conclusion")]),
        ("council", "not_disabled", REQUESTED | {"conclusion": "disabled"}, [("AS-7614", "conclusion")]),
        ("council", "not_disabled", REQUESTED | {"conclusion": "not_disabled"}, []),
        ("to_medical", "not_disabled", REQUESTED | {"conclusion": "not_disabled"}, []),
        ("issued", "withdrawn", CONCLUDED | PAPER, missing("withdrawal_asked_on", "withdrawn_on")),
        ("issued", "withdrawn",
         CONCLUDED | PAPER | {"withdrawal_asked_on": "2026-11-18", "withdrawn_on": "2026-11-19"}, []),
        ("issued", "replaced", CONCLUDED | PAPER, missing("replaced_because")),
        ("issued", "replaced", CONCLUDED | PAPER | {"replaced_because": "lost"}, []),
        ("issued", "moved", CONCLUDED | PAPER, [("AS-6303", "")]),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state, to, answers, expected):
    assert asked(CODE, state, to, answers, PERSON, ON) == expected


# TT 01/2019/TT-BLĐTBXH Điều 8: wrong, damaged and lost papers are replaced without the council.
@pytest.mark.parametrize(
    ("reason", "at_once"),
    [
        ("damaged", True),
        ("lost", True),
        ("wrong_information", True),
        ("turned_6", False),
        ("changed", False),
        (None, False),
    ],
)
def test_which_certificates_are_issued_at_once(reason, at_once):
    answers = REQUESTED | FOUND | PAPER | {"request_kind": "reissue", "reissue_reason": reason}
    expected = [] if at_once else [("AS-7615", "reissue_reason")]
    assert asked(CODE, "received", "issued", answers, PERSON, ON) == expected


def test_a_complaint_is_named_by_its_day():
    guard = next(each for each in REGISTER.life_cycle.guards if each.sources == ("posted", "complaint"))
    assert guard.check is not None
    (finding,) = guard.check(facts({"complaint_on": "2026-11-17"}, PERSON, ON))
    assert "17/11/2026" in finding.text


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    "state", ["received", "school_opinion", "council", "to_medical", "posted", "complaint"]
)
def test_an_open_dossier_has_its_day(state):
    open_dossier = {"request_kind": "determine"}
    assert "AS-7601" in codes(CODE, open_dossier, on=ON, state=state)
    assert "AS-7601" not in codes(CODE, open_dossier | {"received_on": "2026-11-02"}, on=ON, state=state)


@pytest.mark.parametrize("state", ["", "issued", "not_disabled", "withdrawn", "replaced"])
def test_one_of_an_old_list_needs_none(state):
    assert "AS-7601" not in codes(CODE, DISABLED | {"received_on": None}, on=ON, state=state)


@pytest.mark.parametrize(
    ("present", "agreed", "against", "expected"),
    [
        (COUNCIL[:5], None, None, []),
        (COUNCIL[:5], 5, 0, []),
        (COUNCIL[:5], 3, 2, []),
        (COUNCIL[:5], 2, 3, ["AS-7604"]),
        (COUNCIL[:5], 2, 2, ["AS-7604"]),  # equal: the chair decides, which is looked up in the minutes
        (COUNCIL[:5], 0, 1, ["AS-7604"]),
        (COUNCIL[:5], 1, 0, []),
        (COUNCIL[:5], 6, 0, ["AS-7603"]),
        (COUNCIL[:5], 2, 4, ["AS-7603"]),
        (COUNCIL[:4], 3, 1, ["AS-2232"]),
        (COUNCIL[:4], 4, 1, ["AS-2232", "AS-7603"]),
        ([], 4, 1, []),
        ([], 1, 4, ["AS-7604"]),
    ],
)
def test_the_votes_carry_the_conclusion(present, agreed, against, expected):
    answers = DISABLED | {"members_present": present, "votes_for": agreed, "votes_against": against}
    assert codes(CODE, answers, on=ON, state="issued") == expected


def test_a_council_that_was_too_few_is_told_with_its_day_and_its_number():
    answers = DISABLED | {"members_present": COUNCIL[:4]}
    (text,) = [each.text for each in check_record(REGISTER, facts(answers, PERSON, ON))]
    assert "18/05/2026" in text
    assert "4" in text
    assert "7" in text
    (text,) = [
        each.text
        for each in check_record(
            REGISTER, facts(answers | {"meeting_on": None, "received_on": None}, PERSON, ON)
        )
    ]
    assert "20/11/2026" in text


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"disability_main_type": "movement"}, []),
        ({"disability_types": None, "disability_main_type": "movement"}, ["AS-7610"]),
        ({"disability_degree": None}, ["AS-7610"]),
        ({"certificate_date": None}, ["AS-7610"]),
        ({"certificate_no": None}, []),
        ({"conclusion": "not_disabled", "disability_degree": None}, ["AS-7610"]),
        ({"conclusion": None}, []),
    ],
)
def test_a_certificate_says_degree_kind_and_day(changes, expected):
    assert codes(CODE, DISABLED | changes, on=ON, state="issued") == expected
    assert "AS-7610" not in codes(CODE, DISABLED | changes, on=ON, state="posted")


def test_days_are_in_their_order():
    same = {
        "received_on": "2026-05-18",
        "concluded_on": "2026-05-22",
        "posted_from": "2026-05-19",
        "posted_to": "2026-05-19",
    }
    assert found(CODE, DISABLED | same, on=ON, state="issued") == []


# ---------------------------------------------------------------- what has to be done


# Monday 02/11/2026; 24/11 is a holiday.
@pytest.mark.parametrize(
    ("answers", "state", "expected"),
    [
        (REQUESTED | {"medical_asked_on": "2026-11-10"}, "to_medical", {"dis_medical_file": "2026-11-13"}),
        (REQUESTED | {"certificate_date": "2026-11-10"}, "received", {}),
        (REQUESTED | {"request_kind": "redetermine"}, "received", {"dis_council": "2026-12-01"}),
        (REQUESTED | {"request_kind": "exchange"}, "received", {}),
        (REQUESTED | {"request_kind": "exchange", "reissue_reason": "wrong_information"}, "received", {"dis_reissue": "2026-11-09"}),
        (REQUESTED | {"request_kind": "reissue", "reissue_reason": "damaged"}, "received", {"dis_reissue": "2026-11-09"}),
        (CONCLUDED | {"medical_asked_on": "2026-11-17"}, "to_medical", {"dis_medical_file": "2026-11-20"}),
        (CONCLUDED | {"complaint_on": "2026-11-17", "complaint_answered_on": "2026-11-18"}, "complaint", {"dis_issue": "2026-11-23"}),
        (CONCLUDED | PAPER | {"medical_received_on": "2026-11-18"}, "issued", {}),
    ],
)  # fmt: skip
def test_what_has_still_to_be_done(answers, state, expected):
    assert due(CODE, answers, PERSON, ON, state=state) == expected


# ---------------------------------------------------------------- why


def why(answers, person=PERSON, on=ON):
    assert REGISTER.explained is not None
    explained = REGISTER.explained(facts(answers, person, on))
    assert explained is not None
    return explained


def test_what_a_file_says_line_by_line():
    lines = why(DISABLED | {"medical_date": "2026-05-10"}).lines
    assert [(each.text, each.tone) for each in lines] == [
        ("Dạng: Khuyết tật vận động.", ""),
        ("Giấy xác nhận số 12 có hiệu lực từ ngày 22/05/2026.", "good"),
        ("Biên bản giám định y khoa có giá trị đến ngày 10/05/2031.", ""),
    ]
    assert [each.article for each in lines] == [
        "Luật 51/2010/QH12 Điều 3 khoản 1",
        "Luật 51/2010/QH12 Điều 19",
        "TTLT 34/2012 Điều 12",
    ]


def test_what_is_not_known_is_not_said():
    bare = {"disability_degree": "mild"}
    assert [(each.text, each.tone) for each in why(bare).lines] == [("Chưa có Giấy xác nhận.", "warning")]
    assert why(bare).title == "Mức độ khuyết tật: nhẹ"
    (line,) = why(bare | {"certificate_date": "2026-05-22"}).lines
    assert line.text == "Giấy xác nhận có hiệu lực từ ngày 22/05/2026."


@pytest.mark.parametrize(
    ("answers", "person", "said"),
    [
        ({"hardship": True}, {}, "Có hoàn cảnh khó khăn: do cán bộ đánh dấu."),
        ({}, {"poverty_status": "near_poor"}, "Có hoàn cảnh khó khăn: thuộc hộ nghèo, cận nghèo."),
        ({}, {"poverty_status": "other"}, None),
    ],
)
def test_hardship_is_told_with_where_it_comes_from(answers, person, said):
    noted = [each.text for each in why(DISABLED | answers, PERSON | person).lines if each.tone == "note"]
    assert noted == ([said] if said else [])


@pytest.mark.parametrize(
    ("received", "issued", "doubtful"),
    [
        ("2025-07-01", None, True),
        ("2025-06-30", None, False),
        ("2025-06-30", "2025-07-20", False),  # the day of the request rules
        (None, "2025-07-01", True),
        (None, "2025-06-30", False),
        (None, None, False),
    ],
)
def test_since_the_two_levels_what_could_not_be_compared_is_told(received, issued, doubtful):
    doubts = why(DISABLED | {"received_on": received, "certificate_date": issued}).doubts
    assert [each.tone for each in doubts] == (["warning"] if doubtful else [])


def test_minutes_hold_from_their_day_and_only_of_whom_the_birth_is_known():
    assert shown(CODE, "medical_until", {"medical_date": "2026-05-10"}) == "2031-05-10"
    assert shown(CODE, "medical_until", {}) is None
    assert shown(CODE, "medical_until", {"medical_date": "2026-05-10"}, {"full_name": "Chau Sóc"}) is None


# ---------------------------------------------------------------- reports and lists

HALF = Period.of("2026-H1")
POOR_THEN = {
    "poverty_status": "other",
    "poverty_statuses": [{"status": "near_poor", "valid_from": "2026-01-01", "valid_to": "2026-06-30"}],
}
POOR_SINCE = {
    "poverty_status": "poor",
    "poverty_statuses": [{"status": "poor", "valid_from": "2026-07-01"}],
}


def counted(code, answers, person=PERSON, state="issued", events=(), opened="2025-03-01"):
    """Return the lines of a report that count a record."""
    tally = next(each for each in REGISTER.tallies if each.code == code)
    record = facts(DISABLED | answers, person, HALF.last, state=state, events=events)
    seen = Seen(record, HALF, {}, datetime.date.fromisoformat(opened))
    return [each.label for each in tally.lines if each.holds is not None and each.holds(seen)]


TYPED = {"disability_main_type": "movement"}
MOVEMENT, SEVERE = (
    law.code_list("disability_type").label_of("movement"),
    law.code_list("disability_degree").label_of("severe"),
)
CERTIFIED = "Người khuyết tật có giấy xác nhận"


@pytest.mark.parametrize(
    ("answers", "person", "state", "lines"),
    [
        (TYPED, {}, "issued", [CERTIFIED, MOVEMENT, SEVERE]),
        ({}, {}, "issued", [CERTIFIED, "Chưa ghi dạng chính", SEVERE]),
        (TYPED | {"disability_degree": None}, {}, "issued", [CERTIFIED, MOVEMENT, "Chưa ghi mức độ"]),
        (TYPED, {"poverty_status": "poor"}, "issued", [CERTIFIED, MOVEMENT, SEVERE, "Thuộc hộ nghèo, hộ cận nghèo"]),
        (TYPED, {"poverty_status": "near_poor"}, "issued",
         [CERTIFIED, MOVEMENT, SEVERE, "Thuộc hộ nghèo, hộ cận nghèo"]),
        (TYPED, {"poverty_status": "other"}, "issued", [CERTIFIED, MOVEMENT, SEVERE]),
        # The household as it was on the last day of the period, whatever it is today.
        (TYPED, POOR_THEN, "issued", [CERTIFIED, MOVEMENT, SEVERE, "Thuộc hộ nghèo, hộ cận nghèo"]),
        (TYPED, POOR_SINCE, "issued", [CERTIFIED, MOVEMENT, SEVERE]),
        (TYPED, {"poverty_status": "poor"}, "posted", []),
        (TYPED, {"poverty_status": "poor"}, "withdrawn", []),
    ],
)  # fmt: skip
def test_whom_form_10d_counts(answers, person, state, lines):
    assert counted("result_10d", answers, PERSON | person, state) == lines


@pytest.mark.parametrize(
    ("on", "helped"), [("2025-12-31", False), ("2026-01-01", True), ("2026-06-30", True)]
)
def test_whoever_was_helped_in_the_half_year(on, helped):
    given = happened("support", on, support="health_care")
    assert ("Được trợ giúp trong kỳ" in counted("result_10d", TYPED, events=[given])) is helped
    assert "Được trợ giúp trong kỳ" not in counted("result_10d", TYPED, state="posted", events=[given])


@pytest.mark.parametrize(
    ("opened", "issued", "received_line", "certified_line"),
    [
        ("2025-12-31", "2026-01-01", False, True),
        ("2026-01-01", "2026-06-30", True, True),
        ("2026-06-30", None, True, False),
        ("2025-06-01", "2025-12-31", False, False),
    ],
)
def test_whom_form_07_counts(opened, issued, received_line, certified_line):
    steps = [happened(STEP, issued, **{"from": "posted", "to": "issued"})] if issued else []
    lines = counted("result_07", TYPED, state="issued" if issued else "received", events=steps, opened=opened)
    assert ("Hồ sơ đề nghị nhận trong kỳ" in lines) is received_line
    assert ("Được cấp giấy xác nhận trong kỳ" in lines) is certified_line


def test_the_book_of_certificates_is_of_the_year():
    book = next(each for each in REGISTER.papers if each.code == "issued")
    assert book.includes is not None
    for day, on, included in (("2026-01-01", ON, True), ("2025-12-31", ON, False), (None, ON, False)):
        assert book.includes(facts(DISABLED | {"certificate_date": day}, PERSON, on)) is included


def test_the_list_of_hardship_is_of_those_in_hardship_who_live():
    paper = next(each for each in REGISTER.papers if each.code == "hardship")
    assert paper.includes is not None
    assert paper.leaves_out is not None
    assert paper.includes(facts(DISABLED, PERSON | {"poverty_status": "poor"}, ON))
    assert not paper.includes(facts(DISABLED, PERSON, ON))
    assert paper.leaves_out(facts(DISABLED, PERSON | {"death_date": "2026-11-01"}, ON)) is not None


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"certificate_no": "12"}, "issued"),
        ({"certificate_date": "2020-03-01"}, "issued"),
        ({"disability_degree": "mild"}, "issued"),
        ({"disability_types": ["movement"]}, "received"),
        ({}, "received"),
    ],
)
def test_where_somebody_of_an_old_list_stands(answers, state):
    assert REGISTER.imported_state is not None
    assert REGISTER.imported_state(answers) == state


@pytest.mark.parametrize(
    ("life", "answers", "to"),
    [
        (lives.DEATH, DISABLED, "dead"),
        (lives.MOVE, DISABLED, "moved"),
        (lives.RETURN, DISABLED, "issued"),
    ],
)
def test_what_a_life_makes_of_a_file(life, answers, to):
    (change,) = REGISTER.life_changes[life]
    said = {"on": "2026-11-15", "unit": "30328@2025-07-01", "place": "Ấp Một"}
    effect = lives.outcome_of(REGISTER, change, facts(answers, CHILD, ON), said).effect
    assert effect.to == to
    expected = [("transfer", {"to_unit": "30328@2025-07-01", "to_place": "Ấp Một"})] if to == "moved" else []
    assert list(effect.events) == expected


def test_only_whoever_has_a_certificate_comes_back_into_it():
    (change,) = REGISTER.life_changes[lives.RETURN]
    assert change.when is not None
    assert change.when.holds(DISABLED)
    assert not change.when.holds(REQUESTED)
