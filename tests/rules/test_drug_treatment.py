"""How long treatment, management and after-care last, by the law of the day."""

import datetime

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Level
from ansinh_desktop.rules import drug_treatment, law
from ansinh_desktop.rules.drug_treatment import Episode


def day(text):
    return datetime.date.fromisoformat(text)


def test_a_user_is_managed_for_a_year():
    old, new = (
        drug_treatment.management_term(day("2024-03-15")),
        drug_treatment.management_term(day("2026-07-01")),
    )
    assert (old.ends_on, old.length, old.mark) == (day("2025-03-15"), "01 năm", "✓")
    assert (new.ends_on, new.mark) == (day("2027-07-01"), "•")
    assert drug_treatment.law_on(day("2026-06-30")) == "Luật 73/2021/QH14"
    assert drug_treatment.law_on(day("2026-07-01")) == "Luật 120/2025/QH15"


@pytest.mark.parametrize(
    ("form", "started", "again", "length", "ends", "mark"),
    [
        ("voluntary_home", "2024-01-31", False, "06 tháng đến 12 tháng", "2025-01-31", "✓"),
        ("voluntary_public", "2026-06-30", True, "06 tháng đến 12 tháng", "2027-06-30", "✓"),
        ("compulsory_12_18", "2024-01-31", False, "06 tháng đến 12 tháng", "2025-01-31", "✓"),
        ("compulsory_18", "2024-01-31", False, "12 tháng đến 24 tháng", "2026-01-31", "•"),
        ("voluntary_home", "2026-07-01", False, "24 tháng", "2028-07-01", "•"),
        ("compulsory_18", "2026-07-01", True, "36 tháng", "2029-07-01", "•"),
    ],
)
def test_a_course_keeps_the_law_of_the_day_on_which_it_began(form, started, again, length, ends, mark):
    found = drug_treatment.treatment_term(form, day(started), again=again)
    assert (found.length, found.ends_on, found.mark) == (length, day(ends), mark)
    assert bool(found.doubt) is (mark == "?")
    assert found.article


def test_a_voluntary_course_has_a_least_time():
    assert drug_treatment.treatment_term("voluntary_home", day("2024-01-31")).least.day == day("2024-07-31")


@pytest.mark.parametrize("form", ["methadone", "buprenorphine", "in_detention"])
def test_no_term_where_the_law_names_none(form):
    assert drug_treatment.treatment_term(form, day("2026-07-01")) is None


@pytest.mark.parametrize(
    ("form", "completed", "code", "ends", "mark"),
    [
        ("voluntary_home", "2024-02-29", "1_year", "2025-02-28", "✓"),
        ("methadone", "2024-02-29", "1_year", "2025-02-28", "✓"),
        ("compulsory_12_18", "2024-02-29", "1_year", "2025-02-28", "✓"),
        ("compulsory_18", "2024-02-29", "2_years", "2026-02-28", "✓"),
        ("compulsory_18", "2026-07-01", "2_years", "2028-07-01", "•"),
    ],
)
def test_after_care_is_longer_after_a_compulsory_course_of_an_adult(form, completed, code, ends, mark):
    assert drug_treatment.after_care_code(form) == code
    assert code in law.code_list("after_care_term")
    found = drug_treatment.after_care_term(code, day(completed))
    assert (found.ends_on, found.mark) == (day(ends), mark)


def test_every_form_of_treatment_is_thought_of():
    forms = {row.code for row in law.code_list("treatment_form")}
    without = {form for form in forms if not drug_treatment.after_care_code(form)}
    assert without == {"in_detention"}


def codes(form, birth, substances=("heroin",)):
    found = drug_treatment.check_episode(
        form, birth=birth, decided_on=day("2024-06-01"), substances=substances, key="form"
    )
    return [each.code for each in found]


def test_age_and_form_go_together():
    assert codes("compulsory_18", PartialDate(2006, 6, 1)) == []
    assert codes("compulsory_18", PartialDate(2006, 6, 2)) == ["AS-6212"]
    assert codes("compulsory_18", PartialDate(2006)) == []
    assert codes("compulsory_12_18", PartialDate(2006, 6, 1)) == ["AS-6214"]
    assert codes("compulsory_12_18", PartialDate(2006)) == []
    assert codes("voluntary_home", PartialDate(2012, 6, 2)) == ["AS-6213"]
    assert codes("compulsory_18", None) == []


def test_substitution_is_for_opioids():
    assert codes("methadone", None, ["heroin", "ketamine"]) == []
    assert codes("methadone", None, ["ketamine", "gone"]) == ["AS-6215"]
    assert codes("methadone", None, []) == ["AS-6215"]


def test_courses_do_not_overlap():
    first = Episode("voluntary_home", day("2024-01-01"), day("2024-07-01"))
    second = Episode("methadone", day("2024-07-01"))
    third = Episode("compulsory_18", day("2025-01-01"), day("2024-12-01"))
    assert list(drug_treatment.check_episodes([second, first])) == []
    found = list(drug_treatment.check_episodes([third, second, first]))
    assert [each.code for each in found] == ["AS-6217", "AS-6216"]
    assert {each.level for each in found} == {Level.ERROR}
    assert "01/12/2024" in found[0].text
    assert "01/01/2025" in found[1].text


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ("voluntary_home", "1_year"),
        ("voluntary_public", "1_year"),
        ("voluntary_private", "1_year"),
        ("methadone", "1_year"),
        ("buprenorphine", "1_year"),
        ("compulsory_12_18", "1_year"),
        ("compulsory_18", "2_years"),
        ("in_detention", ""),
        ("", ""),
    ],
)
def test_after_care_follows_the_form_of_treatment(form, code):
    assert drug_treatment.after_care_code(form) == code


# Luật 73/2021 Điều 23, 30, 31, 33, 40; Luật 120/2025 Điều 24, 29, 42: from the day of the decision or of the beginning.
@pytest.mark.parametrize(
    ("form", "started", "again", "least", "most"),
    [
        ("voluntary_home", "2026-06-30", False, "2026-12-30", "2027-06-30"),
        ("voluntary_private", "2022-08-31", True, "2023-02-28", "2023-08-31"),
        ("compulsory_12_18", "2022-08-31", False, "2023-02-28", "2023-08-31"),
        ("compulsory_18", "2024-02-29", False, "2025-02-28", "2026-02-28"),
        ("compulsory_18", "2026-06-30", True, "2027-06-30", "2028-06-30"),
        ("compulsory_12_18", "2026-07-01", False, None, "2028-07-01"),
        ("voluntary_home", "2026-07-01", True, None, "2029-07-01"),
        ("compulsory_18", "2028-02-29", False, None, "2030-02-28"),
    ],
)
def test_the_shortest_and_the_longest_time_of_a_course(form, started, again, least, most):
    found = drug_treatment.treatment_term(form, day(started), again=again)
    assert (found.least.day if found.least else None) == (day(least) if least else None)
    assert found.ends_on == day(most)


def test_whoever_was_not_treated_before_has_the_shorter_term():
    assert drug_treatment.treatment_term("voluntary_home", day("2026-07-01")).ends_on == day("2028-07-01")


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (("2024-01-01", "2024-07-01"), ("2024-07-01", None), []),
        (("2024-01-01", "2024-07-01"), ("2024-06-30", None), ["AS-6216"]),
        (("2024-01-01", None), ("2025-01-01", "2025-06-01"), ["AS-6216"]),
        (("2024-01-01", "2024-01-01"), ("2024-01-01", None), []),
        (("2024-02-01", "2024-01-31"), ("2025-01-01", None), ["AS-6217"]),
        (("2024-02-01", "2024-02-01"), ("2025-01-01", None), []),
    ],
)
def test_a_course_may_begin_on_the_day_on_which_the_other_ended(first, second, told):
    courses = [Episode("", day(start), day(end) if end else None) for start, end in (first, second)]
    assert [each.code for each in drug_treatment.check_episodes(courses)] == told
    assert [each.code for each in drug_treatment.check_episodes(courses[::-1])] == told
