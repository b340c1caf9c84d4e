"""Analysts read figures and those who may be named; of who goes by code they learn nothing but counts."""

import datetime

import psycopg
import pytest

from ansinh_desktop import clock
from ansinh_desktop.db.postgres import views
from ansinh_desktop.db.postgres.views import ANALYST, statements
from ansinh_desktop.registers import catalog
from tests.db.postgres.both import Both
from tests.factories import abuse, case, orphan, person


@pytest.fixture
def filled(both: Both):
    both.commune.cases.save(orphan("Danh Na"))
    both.commune.cases.save(abuse())
    answers = {"groups": ["d"], "main_group": "d", "entered_on": "2024-03-01", "care_arrangement": "parents",
               "disability_degree": "severe", "school": "studying"}  # fmt: skip
    both.commune.cases.save(
        case("children", answers, person=person(full_name="Danh Học", birth_date="2015-02-03"))
    )
    both.take(both.export())
    return both


def test_an_analyst_reads_typed_answers_of_those_who_may_be_named(filled):
    rows = filled.ask(
        "SELECT p.full_name, r.main_group, r.groups FROM analysis.register_children r "
        "JOIN analysis.people p ON p.unit = r.unit AND p.id = r.person_id ORDER BY 1",
        role=ANALYST,
    )
    assert rows == [("Danh Học", "d", ["d"]), ("Danh Na", "a", ["a"])]


def test_each_unit_is_counted_by_itself(filled):
    for setting in ("enable_partitionwise_join", "enable_partitionwise_aggregate"):
        assert filled.ask(f"SHOW {setting}", role=ANALYST) == [("on",)]


def test_ages_are_told_in_groups(filled):
    ages = {0: "0-5", 5: "0-5", 6: "6-15", 15: "6-15", 16: "16-17", 18: "18-59", 59: "18-59", 60: "60-74",
            74: "60-74", 75: "75-79", 79: "75-79", 80: "80+", 104: "80+"}  # fmt: skip
    this_year = clock.today().year
    born: dict[str | None, str] = {str(this_year - age): group for age, group in ages.items()}
    today = clock.today()
    for days, group in ((0, "60-74"), (1, "18-59")):  # whoever has a birthday today, or tomorrow
        day = today + datetime.timedelta(days)
        if day.year == today.year and (day.month, day.day) != (2, 29):
            born[f"{day.year - 60}-{day:%m-%d}"] = group
    born |= {
        f"{this_year - 18}-99-99": "16-17",
        f"{this_year - 18}-00-00": "18-59",
        None: "",
        "19": "",
        "khoảng 1961": "",
    }
    values = ", ".join("(NULL::text)" if each is None else f"('{each}')" for each in born)
    found = filled.ask(f"SELECT p.birth_date, {views._AGE_GROUP} FROM (VALUES {values}) p (birth_date)")
    assert dict(found) == born


def test_of_who_goes_by_code_there_are_counts_without_name_and_hamlet(filled):
    assert filled.ask("SELECT full_name FROM person WHERE full_name = 'Neáng Phượng'") == [("Neáng Phượng",)]
    names = filled.ask("SELECT full_name FROM analysis.people", role=ANALYST)
    assert ("Neáng Phượng",) not in names
    counts = "SELECT hamlet, sex, records FROM analysis.counts WHERE register = '{}'"
    assert filled.ask(counts.format("child_abuse"), role=ANALYST) == [(None, "female", 1)]
    assert filled.ask(counts.format("children"), role=ANALYST) == [("Vĩnh Thạnh", "female", 2)]


def test_a_record_that_goes_by_code_in_a_register_that_does_not_is_only_counted(filled):
    with psycopg.connect(
        filled.url.replace("+psycopg", "", 1), options="-c search_path=ansinh"
    ) as connection:
        connection.execute("UPDATE record SET confidentiality = 'c4' WHERE answers ->> 'main_group' = 'a'")
    assert filled.ask("SELECT full_name FROM analysis.people", role=ANALYST) == [("Danh Học",)]
    assert filled.ask("SELECT main_group FROM analysis.register_children", role=ANALYST) == [("d",)]
    counts = "SELECT hamlet, records FROM analysis.counts WHERE register = 'children' ORDER BY hamlet"
    assert filled.ask(counts, role=ANALYST) == [("Vĩnh Thạnh", 1), (None, 1)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT full_name FROM ansinh.person",
        "SELECT content FROM ansinh.answer",
        "SELECT * FROM ansinh.register_child_abuse",
        "SELECT * FROM ansinh.record",
        "SELECT content FROM ansinh.attachment",
        "SELECT content FROM ansinh.replaced",
        "DELETE FROM analysis.hamlet",
        "CREATE TABLE analysis.x (y int)",
        'SELECT * FROM ansinh."person_30325@2025-07-01"',
    ],
)
def test_everything_else_is_closed_to_analysts(filled, query):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        filled.ask(query, role=ANALYST)


def test_no_view_for_analysts_shows_an_answer_that_goes_by_code(filled):
    shown = {
        (view, column)
        for view, column in filled.ask(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'analysis'"
        )
    }
    coded = {each.code for each in catalog.registers().values() if each.by_code}
    assert coded
    assert not {view for view, _ in shown} & {f"register_{code}" for code in coded}
    assert ("register_children", "main_group") in shown
    assert not shown & {
        ("register_children", key) for key in ("hiv_treatment", "hiv_facility", "offence_measure")
    }


def test_the_owner_reads_every_register_in_typed_columns(filled):
    for code, register in catalog.registers().items():
        columns = {
            row[0]
            for row in filled.ask(
                f"SELECT column_name FROM information_schema.columns "
                f"WHERE table_schema = 'ansinh' AND table_name = 'register_{code}'"
            )
        }
        assert register.fields.keys() <= columns
        filled.ask(f"SELECT * FROM register_{code}")
    assert filled.ask("SELECT emergency, received_at FROM register_child_abuse") == [
        (False, "2024-11-19T15:00")
    ]


def test_what_a_newer_version_wrote_in_another_type_is_left_blank(both):
    both.commune.cases.save(abuse())

    both.take(both.export())
    with psycopg.connect(both.url.replace("+psycopg", "", 1), options="-c search_path=ansinh") as connection:
        connection.execute("UPDATE record SET answers = jsonb_set(answers, '{emergency}', '\"có thể\"')")
    assert both.ask("SELECT emergency FROM register_child_abuse") == [(None,)]


def test_the_views_are_made_once_and_again_only_for_another_declaration(filled):
    before = filled.ask("SELECT oid FROM pg_class WHERE relname = 'counts'")
    filled.require_equal()
    assert filled.ask("SELECT oid FROM pg_class WHERE relname = 'counts'") == before
    assert len(list(statements())) == len(set(statements()))
