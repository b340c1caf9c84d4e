"""What a receiver holds of others is held against the line of the package that brought it."""

import pytest

from ansinh_desktop.errors import DataError
from tests.services.sync.exchanging import Exchange, child, rows_of


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    made = Exchange(tmp_path_factory.mktemp("nhận"))
    record = made.commune.cases.save(child("Danh Một"))
    made.commune.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
    made.round("Danh Hai")
    yield made
    made.close()


ALTERED = {
    "a name": "UPDATE person SET full_name = 'Kẻ Khác' WHERE rowid = (SELECT max(rowid) FROM person)",
    "an answer": "UPDATE record SET answers = json_set(answers, '$.school', 'x') WHERE unit LIKE '30325%'",
    "an amount": "UPDATE event SET amount = 900000",
    "a version": "UPDATE person SET vector = '{\"a\":1}'",
    "a row gone": "DELETE FROM event",
    "a hamlet": "UPDATE hamlet SET position = 9 WHERE unit LIKE '30325%'",
    "a row that nobody sent": (
        "INSERT INTO event (id, record_id, kind, happened_on, answers, author, deleted, seq, changed_at, vector) "
        "SELECT 'lạ', record_id, kind, happened_on, answers, author, deleted, seq, changed_at, vector FROM event"
    ),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_past_the_program_is_told_with_the_name_of_the_unit(exchange, what):
    exchange.province.check()
    with exchange.province.vault._engine.begin() as connection:
        tables = ("person", "record", "event", "hamlet")
        kept = {each: connection.exec_driver_sql(f"SELECT * FROM {each}").fetchall() for each in tables}
        assert connection.exec_driver_sql(ALTERED[what]).rowcount >= 1
    with pytest.raises(DataError) as caught:
        exchange.province.check()
    assert "AS-1169" in f"{caught.value}"
    assert "Xã Vĩnh Thạnh Trung" in str(caught.value)
    with exchange.province.vault._engine.begin() as connection:
        for each in reversed(tables):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            connection.exec_driver_sql(f"DELETE FROM {each}")
        for each, rows in kept.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                connection.exec_driver_sql(f"INSERT INTO {each} VALUES ({marks})", tuple(row))
    exchange.province.check()


def test_each_package_leaves_what_it_replaced(exchange):
    record = next(iter(rows_of(exchange.commune, "record")))
    person = exchange.commune.cases.get(record).person_id
    known = exchange.commune.people.get(person).person
    exchange.commune.people.save(person, {**known, "phone": "0900000001"})
    exchange.take(exchange.commune.outgoing.export(exchange.usb))
    with exchange.province.vault.reading() as store:
        kept = store.session.connection().exec_driver_sql(
            "SELECT json_extract(content, '$.full_name'), json_extract(content, '$.phone') FROM replaced "
            "WHERE entity = 'person' AND row_id = ?",
            (person,),
        )
        assert [tuple(each) for each in kept] == [("Danh Một", known.get("phone"))]
    assert rows_of(exchange.province, "person")[person]["phone"] == "0900000001"
    exchange.province.check()
