"""The file of an abused child from the telephone call to its end: every step with its hours and days, none left out."""

import datetime

import pytest

from ansinh_desktop.rules import law
from ansinh_desktop.services.program import Program
from tests.e2e.casefile import CaseFile
from tests.factories import new_vault, person

CHILD = person(full_name="Neáng Phượng", birth_date="2015-03-05", hamlet="Vĩnh Lợi")
CALL = {
    "received_at": "2026-11-03T15:00",
    "report_kind": "abused",
    "information_source": "hotline_111",
    "commune_of_event": "30325@2025-07-01",
    "commune_of_residence": "30325@2025-07-01",
    "place": "Ấp Vĩnh Lợi",
    "environment": "family",
    "forms": ["violence"],
    "emergency": True,
}
FIRST = {
    "reported_police_at": "2026-11-03T15:20",
    "verification": "true",
    "m02_on": "2026-11-03T19:00",
    "intervention_at": "2026-11-03T20:30",
    "intervention": "Đưa trẻ đến nơi an toàn",
    "separated": True,
    "separation_no": "5/QĐ-UBND",
    "separation_at": "2026-11-03T21:00",
    "separation_ground": "NĐ 56/2017 Điều 26",
    "separation_from": "2026-11-03",
    "separation_to": "2026-11-18",
} | {f"m02_{row.code}": "medium" for row in law.code_list("assessment_row_02")}
SPECIFIC = {"m03_on": "2026-11-05"} | {
    f"m03_{row.code}": "medium" for row in law.code_list("assessment_row_02")
}
MEETING = {"meeting_on": "2026-11-06", "meeting_minutes_no": "3/BB"}
PLAN = {
    "plan_submitted_on": "2026-11-09",
    "plan_activities": [{"problem": "Nơi ở", "activity": "Ở với bà ngoại", "executor": "UBND xã"}],
}
APPROVED = {
    "plan_decision_no": "9/QĐ-UBND",
    "plan_decision_date": "2026-11-11",
    "plan_from": "2026-11-11",
    "plan_to": "2026-12-11",
}
SAFE = {"no_longer_at_risk": True, "stable": True, "conclusion": "close"}


@pytest.fixture
def program(tmp_path, monkeypatch):
    from ansinh_desktop import clock  # noqa: PLC0415

    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 12, 31))
    with Program(new_vault(tmp_path / "data")[0]) as program:
        yield program


KEPT = {"AS-2354 reported_police_at": "Đang gọi công an", "AS-2356 intervention_at": "Đang thực hiện"}


def new_file(program: Program) -> CaseFile:
    return CaseFile(program, "child_abuse", CALL, person=CHILD, kept=KEPT)


def test_an_abused_childs_file_goes_from_the_call_to_its_end(program):
    file = new_file(program)
    # The call at three in the afternoon: at once, twelve hours, five and seven working days.
    assert file.tasks("2026-11-03T16:00") == {
        "child_notify": ("soon", "còn 23 giờ"),
        "child_intervention_12h": ("soon", "còn 11 giờ"),
        "child_plan_submit": ("soon", "còn 5 ngày làm việc"),
        "child_plan_total": ("later", "còn 7 ngày làm việc"),
    }
    assert file.tasks("2026-11-04T04:00")["child_intervention_12h"] == ("overdue", "quá 1 giờ")
    assert file.refused("emergency", "2026-11-03") == {"AS-6301"}

    file.write(**FIRST)
    file.go("initial_assessment", "2026-11-03")
    file.go("emergency", "2026-11-03")
    assert set(file.tasks("2026-11-04T08:00")) == {
        "child_plan_submit",
        "child_plan_total",
        "child_separation_max",
    }
    assert file.tasks("2026-11-17T08:00")["child_separation_ends"][0] == "soon"

    for state, on, answers in (
        ("specific_assessment", "2026-11-05", SPECIFIC),
        ("meeting", "2026-11-06", MEETING),
        ("plan_submitted", "2026-11-09", PLAN),
        ("plan_approved", "2026-11-11", APPROVED),
    ):
        assert file.refused(state, on) == {"AS-6301"}
        file.write(**answers)
        file.go(state, on)
    file.go("implementing", "2026-11-12")
    assert file.tasks("2026-11-25T08:00")["child_separation_max"][0] == "overdue"
    file.write(separation_over_on="2026-11-12")
    assert set(file.tasks("2026-11-25T08:00")) == set()
    assert file.tasks("2026-12-05T08:00")["child_plan_ends"][0] == "soon"
    assert file.tasks("2026-12-13T08:00")["child_plan_ended"] == ("overdue", "quá 32 giờ")

    assert file.refused("review", "2026-12-11") == {"AS-6303"}
    rows = list(law.code_list("assessment_row_06"))
    levels = {f"m06_{row.code}": "low" if row.extra["part"] == "harm" else "high" for row in rows}
    file.happened("review_06", "2026-12-11", **SAFE | levels | {"m06_access": "medium"})
    file.go("review", "2026-12-11")
    assert {"AS-6314", "AS-6315"} <= file.refused("closed", "2026-12-12", "Trẻ đã an toàn")

    file.write(review_on="2026-12-11", **SAFE)
    file.go("closed", "2026-12-12", "Trẻ đã an toàn, bà ngoại chăm sóc")
    closed = program.cases.get(file.id)
    assert (closed.closed, closed.closed_on) == (True, "2026-12-12")
    # What still spoke against closing is kept with the reason.
    assert closed.events[0].answers["kept"] == ["AS-6238"]
    assert file.tasks("2026-12-13T08:00") == {}
    told = file.why("2026-12-13")
    assert told.title == "Rà soát ngày 11/12/2026 (Mẫu 06)"
    assert any("Mức độ tổn hại" in each.text for each in told.lines)


def test_a_report_that_was_not_true_ends_at_once(program):
    file = new_file(program)
    file.go("verifying", "2026-11-03")
    assert "AS-6313" in file.refused("not_true", "2026-11-04", "Không có việc này")
    file.write(verification="false")
    file.go("not_true", "2026-11-04", "Không có việc này")
    assert file.tasks("2026-11-05T08:00") == {}
