"""Tables as they travel: every value comes back as it was, and nothing else gets in."""

import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.services.sync.cells import DEEPEST_CELL, LARGEST_CELL
from ansinh_desktop.services.sync.tables import (
    LARGEST_ROW,
    MOST_COLUMNS,
    CellError,
    Column,
    ForeignKey,
    LargeCellError,
    Table,
    count_rows,
    read_chunks,
    read_rows,
    write_rows,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT
VALUES = {
    "string": TEXT.filter(bool),
    "integer": st.integers(-(2**63) + 1, 2**63 - 1),
    "boolean": st.booleans(),
    "date": st.dates(),
    "datetime": st.datetimes(timezones=st.just(datetime.UTC)),
    "object": st.dictionaries(TEXT, PLAIN | st.lists(PLAIN, max_size=3), max_size=4),
    "array": st.lists(PLAIN, max_size=4),
}
ALL = Table(
    "everything",
    "Mọi kiểu",
    (*(Column(kind, kind) for kind in VALUES), Column("blank", blank=True)),
    primary_key=("string",),
)
ROWS = st.lists(
    st.fixed_dictionaries({**{kind: st.none() | each for kind, each in VALUES.items()}, "blank": TEXT})
)


def spelled(table, rows):
    stream = io.StringIO(newline="")
    count = write_rows(table, rows, stream)
    stream.seek(0)
    return stream, count


def read(table, text):
    return list(read_rows(table, io.StringIO(text, newline="")))


def one(kind, **settings):
    return Table("one", "", (Column("id"), Column("value", kind, **settings)))


@given(ROWS)
def test_every_value_comes_back(rows):
    stream, count = spelled(ALL, rows)
    assert count == len(rows)
    assert count_rows(ALL, stream) == count
    stream.seek(0)
    assert list(read_rows(ALL, stream)) == rows


def test_rows_are_spelled_the_same_whatever_the_order_of_their_keys():
    row = {"id": "1", "value": {"b": 1, "a": [2, {"d": 1, "c": 2}]}}
    turned = {"value": {"a": [2, {"c": 2, "d": 1}], "b": 1}, "id": "1"}
    assert spelled(one("object"), [row])[0].getvalue() == spelled(one("object"), [turned])[0].getvalue()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 1),
        ("integer", True),
        ("integer", 1.0),
        ("integer", 2**63),
        ("boolean", 1),
        ("date", datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)),
        ("date", "2026-01-01"),
        ("datetime", datetime.datetime(2026, 1, 1)),  # noqa: DTZ001 - a moment without its zone is what is refused
        ("object", []),
        ("object", {"a": float("nan")}),
        ("array", {}),
    ],
)
def test_a_value_of_another_type_is_not_written(kind, value):
    with pytest.raises(CellError) as caught:
        spelled(one(kind), [{"id": "1", "value": None}, {"id": "2", "value": value}])
    assert (caught.value.row, caught.value.column) == (2, "value")


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("integer", "01"),
        ("integer", "1.0"),
        ("integer", "+1"),
        ("integer", " 1"),
        ("integer", "-0"),
        ("integer", "١"),
        ("integer", "9" * 5000),
        ("boolean", "True"),
        ("boolean", "1"),
        ("date", "20260101"),
        ("date", "2026-02-30"),
        ("date", "2026-W01-1"),
        ("datetime", "2026-01-01T00:00:00"),
        ("datetime", "2026-01-01T00:00:00+00:00"),
        ("datetime", "2026-01-01T00:00:00.1Z"),
        ("datetime", "2026-01-01 00:00:00Z"),
        ("object", "[]"),
        ("object", '"{""a"":1,""a"":2}"'),
        ("array", "{}"),
        ("array", "[NaN]"),
    ],
)
def test_a_cell_in_another_spelling_is_not_read(kind, cell):
    with pytest.raises(CellError) as caught:
        read(one(kind), f"id,value\r\n1,\r\n2,{cell}\r\n")
    assert (caught.value.row, caught.value.column) == (2, "value")


def test_a_required_cell_is_required_both_ways():
    for value in ("", None):
        with pytest.raises(CellError):
            spelled(one("string", required=True), [{"id": "1", "value": value}])
    with pytest.raises(CellError):
        read(one("string", required=True), "id,value\r\n1,\r\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "value,id\r\n",
        "id\r\n",
        "id,value,more\r\n",
        "id,value\r\n1\r\n",
        "id,value\r\n1,2,3\r\n",
        "id,value\r\n\r\n",
        'id,value\r\n1,"2\r\n',
        'id,value\r\n1,"2"x\r\n',
    ],
)
def test_a_table_of_another_form_is_not_read(text):
    for reader in (count_rows, lambda *given: list(read_rows(*given))):
        with pytest.raises(CellError):
            reader(one("string"), io.StringIO(text, newline=""))


def test_a_row_without_one_of_the_columns_is_not_written():
    with pytest.raises(CellError):
        spelled(one("string"), [{"id": "1"}])


@pytest.mark.parametrize("letter", ["x", "ằ", "😀", '"', "\n"])
def test_the_longest_cell_comes_back_and_a_longer_one_is_named(letter):
    size = len(letter.encode())
    value = letter * (LARGEST_CELL // size) + "x" * (LARGEST_CELL % size)
    row = {"id": "1", "value": value}
    stream, _ = spelled(one("string"), [row])
    assert list(read_rows(one("string"), stream)) == [row]
    with pytest.raises(LargeCellError) as caught:
        spelled(one("string"), [{"id": "1", "value": value + "x"}])
    assert (caught.value.row, caught.value.column) == (1, "value")
    long = value.replace('"', '""') + "x"
    assert count_rows(one("string"), io.StringIO(f'id,value\r\n1,"{long}"\r\n', newline="")) == 1
    with pytest.raises(LargeCellError) as caught:
        read(one("string"), f'id,value\r\n1,"{long}"\r\n')
    assert (caught.value.row, caught.value.column) == (1, "value")


MANY = Table("many", "", (Column("id"), *(Column(f"c{at}") for at in range(8))))


@pytest.mark.parametrize("letter", ["x", "ằ", '"', "\n"])
def test_the_longest_row_that_is_written_is_read_and_a_longer_one_is_named(letter):
    """However a row is quoted, what the writer lets pass the reader takes."""
    size = len(letter.encode()) * (2 if letter == '"' else 1)

    def row(length):
        return {"id": "1"} | {f"c{at}": letter * length for at in range(8)}

    longest = next(
        length
        for length in range(LARGEST_ROW // 8 // size + 10, 0, -1)
        if fits(MANY, [row(length)], LargeCellError)
    )
    assert 8 * size * longest > LARGEST_ROW - 100
    stream, _ = spelled(MANY, [row(longest)] * 2)
    assert count_rows(MANY, stream) == 2
    stream.seek(0)
    assert list(read_rows(MANY, stream)) == [row(longest)] * 2
    with pytest.raises(LargeCellError) as caught:
        spelled(MANY, [row(1), row(longest + 1)])
    assert (caught.value.row, caught.value.column) == (2, "")


def fits(table, rows, *errors):
    try:
        spelled(table, rows)
    except errors:
        return False
    return True


def nested(depth, core="1"):
    return "[" * depth + core + "]" * depth


@pytest.mark.parametrize("core", ["", "1", '{"a":[]}'])
def test_a_cell_is_nested_as_deep_as_agreed_and_no_deeper(core):
    inner = {"": 0, "1": 0, '{"a":[]}': 2}[core]
    good, deep = nested(DEEPEST_CELL - inner, core), nested(DEEPEST_CELL - inner + 1, core)
    [row] = read(one("array"), 'id,value\r\n1,"' + good.replace('"', '""') + '"\r\n')
    assert row["value"] == json.loads(good)
    assert spelled(one("array"), [row])[1] == 1
    with pytest.raises(CellError):
        read(one("array"), 'id,value\r\n1,"' + deep.replace('"', '""') + '"\r\n')
    with pytest.raises(CellError):
        spelled(one("array"), [{"id": "1", "value": json.loads(deep)}])
    with pytest.raises(CellError):
        read(one("object"), 'id,value\r\n1,"{""a"":' + nested(DEEPEST_CELL) + '}"\r\n')


@given(ROWS, st.integers(1, 5), st.integers(1, 2000))
def test_chunks_hold_every_row_once_and_no_more_than_they_may(rows, most_rows, most_bytes):
    stream, _ = spelled(ALL, rows)
    chunks = list(read_chunks(ALL, stream, most_rows, most_bytes))
    assert [row for each in chunks for row in each] == rows
    for chunk in chunks:
        assert 1 <= len(chunk) <= most_rows
        size = len(spelled(ALL, chunk)[0].getvalue().encode()) - len(spelled(ALL, [])[0].getvalue())
        assert size <= most_bytes or len(chunk) == 1


def test_lists_inside_a_cell_weigh_what_they_need_in_memory():
    rows = [{"id": "1", "value": [[]] * 1000}] * 100
    chunks = list(read_chunks(one("array"), spelled(one("array"), rows)[0], 2000, 1 << 20))
    assert max(map(len, chunks)) < 10, "3 KB of brackets are 128 KB of lists"


@given(ROWS.filter(bool), st.data())
def test_each_row_that_does_not_fit_is_told_and_the_others_come(rows, data):
    bad = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    lines = [
        {**row, "integer": None, "array": None}
        | ({"string": f"bad{at}"} if at in bad else {"string": "good"})
        for at, row in enumerate(rows)
    ]
    text = spelled(ALL, lines)[0].getvalue()
    for at in bad:
        text = text.replace(f"bad{at},,", f"bad{at},x1,", 1)
    told = []
    stream = io.StringIO(text, newline="")
    chunks = read_chunks(ALL, stream, 2, 1 << 20, lambda *fault: told.append(fault))
    assert [row for each in chunks for row in each] == [
        each for at, each in enumerate(lines) if at not in bad
    ]
    assert [number for number, _, _ in told] == [at + 1 for at in sorted(bad)]
    for number, cells, error in told:
        assert (error.row, error.column) == (number, "integer")
        assert cells[:2] == [f"bad{number - 1}", "x1"]


class Endless(io.RawIOBase):
    """A table of one row that never ends; remembers how much of it was read."""

    def __init__(self, piece):
        super().__init__()
        self._left = b"id,value\r\n"
        self._piece = piece.encode()
        self.spent = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        while len(self._left) < len(buffer):
            self._left += self._piece * 1000
        buffer[:] = self._left[: len(buffer)]
        self._left = self._left[len(buffer) :]
        self.spent += len(buffer)
        return len(buffer)


@pytest.mark.parametrize("piece", ["x", ",", '"x', '"\n",'])
def test_a_row_without_end_is_given_up(piece):
    source = Endless(piece)
    with pytest.raises(CellError):
        count_rows(one("string"), io.TextIOWrapper(io.BufferedReader(source), encoding="utf-8", newline=""))
    assert source.spent <= LARGEST_ROW + 100_000


@pytest.mark.parametrize(
    "declare",
    [
        lambda: Column("Tên"),
        lambda: Column("a", "float"),
        lambda: Column("a", "integer", blank=True),
        lambda: Column("a", required=True, blank=True),
        lambda: Table("../a", "", (Column("id"),)),
        lambda: Table("a", "", ()),
        lambda: Table("a", "", (Column("id"), *(Column(f"c{at}") for at in range(MOST_COLUMNS)))),
        lambda: Table("a", "", (Column("id"), Column("id"))),
        lambda: Table("a", "", (Column("b"),)),
        lambda: Table("a", "", (Column("id"),), foreign_keys=(ForeignKey("b", "c"),)),
    ],
)
def test_nonsense_is_refused_when_it_is_declared(declare):
    with pytest.raises(ValueError, match=r"no sound|cannot be told"):
        declare()
