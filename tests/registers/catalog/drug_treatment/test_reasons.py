"""What "Tại sao?" says of the terms of a drug user: by which law, until when, and what is doubtful about it."""

import datetime

from ansinh_desktop.registers import catalog
from tests.registers.factories import DRUG, PERSON, facts

ON = datetime.date(2026, 11, 23)
CARED = DRUG | {
    "population": "after_care",
    "treatment_form": "voluntary_home",
    "treatment_from": "2025-01-10",
    "treatment_to": "2025-11-20",
    "completion_date": "2025-11-28",
    "after_care_no": "8/QĐ",
    "after_care_date": "2025-12-15",
    "after_care_term": "1_year",
}


def told(answers, on=ON):
    explained = catalog.register("drug_treatment").explained
    assert explained is not None
    found = explained(facts(answers, PERSON, on))
    assert found is not None
    return found


def test_after_care_runs_from_the_completed_course_unless_the_decision_says_another_day():
    assert told(CARED).title == "Quản lý sau cai: đến hết ngày 28/11/2026 (còn 5 ngày)"
    later = CARED | {"after_care_from": "2025-12-01"}
    assert told(later).title == "Quản lý sau cai: đến hết ngày 01/12/2026 (còn 8 ngày)"
    completed = {key: value for key, value in CARED.items() if not key.startswith("after_care")}
    assert told(completed).title.startswith("Cai nghiện")


def test_what_is_completed_is_not_called_overdue():
    course, care = told(CARED).lines
    assert (course.tone, care.tone) == ("good", "")
    assert "Đã hoàn thành ngày 28/11/2025" in course.text
    assert "theo quyết định đến 20/11/2025" in course.text
    running = told({key: value for key, value in CARED.items() if key != "completion_date"})
    assert [each.tone for each in running.lines] == ["error", ""]


def test_the_term_that_was_decided_goes_before_the_law_s_longest():
    running = DRUG | {
        "treatment_form": "voluntary_home",
        "treatment_from": "2026-01-10",
        "treatment_to": "2026-12-01",
    }
    assert told(running).title == "Cai nghiện: đến hết ngày 01/12/2026 (còn 8 ngày)"
    assert told(running | {"treatment_to": None}).title == "Cai nghiện: đến hết ngày 10/01/2027 (còn 48 ngày)"


def test_the_terms_of_the_law_of_2026_are_told():
    new = DRUG | {"treatment_form": "compulsory_18", "treatment_from": "2026-07-01"}
    assert told(new).doubts == ()
    assert told(new).lines[0].text.startswith("Cai nghiện: 24 tháng")
    again = new | {"past_episodes": [{"form": "voluntary_home", "start": "2023-01-01", "end": "2023-07-01"}]}
    assert told(again).lines[0].text.startswith("Cai nghiện: 36 tháng")
    before = told(new | {"treatment_from": "2026-06-30"})
    assert before.doubts == ()
    assert before.basis == "Luật 73/2021/QH14"


def test_an_old_list_without_a_form_still_tells_the_term_that_it_names():
    listed = DRUG | {
        "population": "after_care",
        "after_care_date": "2025-12-01",
        "after_care_term": "2_years",
    }
    assert told(listed).title == "Quản lý sau cai: đến hết ngày 01/12/2027 (còn 373 ngày)"
