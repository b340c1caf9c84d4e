"""Two packages at once: whoever comes second asks again; and what the store writes down beside the rows."""

import datetime

import psycopg
import pytest

from ansinh_desktop import ids
from ansinh_desktop.db.postgres import views
from ansinh_desktop.db.postgres.destination import BesideError, Database
from ansinh_desktop.services.sync.feeding import Feeder
from tests.factories import orphan


def hamlet(unit: str, row_id: str):
    known = dict.fromkeys(("valid_from", "valid_to"))
    return {
        "id": row_id,
        "unit": unit,
        "name": "Ấp Một",
        "position": 1,
        "deleted": False,
        "vector": {"a": 1},
        **known,
    }


def test_an_id_that_another_unit_took_meanwhile_is_asked_of_again(both, url):
    row_id, one, other = ids.new_id(), both.commune.office.unit, both.other.office.unit
    with Database.open(url) as first, Database.beside(url) as second:
        with pytest.raises(BesideError), second.work(other) as late:  # noqa: PT012 - what happens in between is the point
            assert late.rows.present("hamlet", [row_id]) == {}
            with first.work(one) as early:
                early.rows.write("hamlet", [hamlet(one, row_id)])
            late.rows.write("hamlet", [hamlet(other, row_id)])
        with second.work(other) as again:
            assert again.rows.present("hamlet", [row_id])[row_id].unit == one
    assert both.ask("SELECT unit FROM hamlet") == [(one,)]


def test_a_package_that_others_stood_in_the_way_of_is_tried_again(both, url, monkeypatch):
    both.commune.cases.save(orphan())
    path, real = both.export(), Feeder._taken
    tried = []

    def stumbling(feeder, *given):
        tried.append(1)
        if len(tried) < 3:
            raise BesideError
        return real(feeder, *given)

    monkeypatch.setattr(Feeder, "_taken", stumbling)
    with Database.open(url) as database:
        assert both.feeder(both.usb).take(database, path).taken.new == 1


def test_the_history_of_a_unit_has_a_line_a_package(both):
    for name in ("Danh Một", "Danh Hai"):
        both.commune.cases.save(orphan(name))
        both.take(both.export(), answer=both.commune)
    with Database.open(both.url) as database:
        state = database.states()[both.commune.office.unit]
    told = both.ask("SELECT seq, facts ->> 'number', facts ->> 'state' FROM history ORDER BY seq")
    assert [row[:2] for row in told] == [(1, "1"), (2, "2")]
    assert told[-1][2] == state
    assert both.ask("SELECT DISTINCT seq FROM record ORDER BY 1") == [(1,), (2,)]


def test_a_store_of_another_version_is_left_alone(both, url):
    with Database.open(url):
        pass
    with psycopg.connect(url.replace("+psycopg", "", 1), options="-c search_path=ansinh") as connection:
        connection.execute("UPDATE about SET value = '99' WHERE key = 'version'")
    with pytest.raises(Exception, match="AS-5162"), Database.open(url):
        pass


def test_age_groups_go_by_the_birthday(url):
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        [(today,)] = connection.execute("SELECT current_date").fetchall()
        tomorrow = today + datetime.timedelta(days=1)

        def group(birth: str | None) -> str:
            query = f"SELECT {views._AGE_GROUP} FROM (VALUES (%s::text)) p (birth_date)"
            [(found,)] = connection.execute(query.encode(), (birth,)).fetchall()
            return found

        def years_ago(day: datetime.date, years: int) -> str:
            return f"{day.year - years}-{day.month:02}-{day.day:02}"

        assert group(years_ago(today, 16)) == "16-17"
        assert group(years_ago(tomorrow, 16)) == "6-15"
        assert group(years_ago(today, 80)) == "80+"
        assert group(years_ago(tomorrow, 80)) == "75-79"
        assert group(str(today.year - 60)) == "60-74"
        assert [group(each) for each in (None, "", "không rõ")] == ["", "", ""]
