"""What stands in a column: which trait most of it has, and for which fields it can hardly be meant."""

import pytest

from ansinh_desktop.services.importer.columns import ColumnMapping, ColumnMatch, fingerprint
from ansinh_desktop.services.importer.content import Content, trait_of
from ansinh_desktop.services.importer.sheets import Sheet
from ansinh_desktop.services.importer.table import Heading, PersonRow, Table
from ansinh_desktop.services.importer.targets import SEX, Target


def content(*cells, heading="Cột"):
    people = tuple(PersonRow(at, [cell]) for at, cell in enumerate(cells))
    return Content(Table(Sheet("x", []), range(1), (Heading(0, (heading,)),), people, ()), 0)


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("x", "mark"),
        ("✓", "mark"),
        ("1", "mark"),
        ("Có", "mark"),
        ("089149334656", "id12"),
        ("089 149 334 656", "id12"),
        ("89149334656", "id11"),
        ("0912345678", "phone"),
        ("+84912345678", "phone"),
        ("357888591", "id9"),
        ("GD4891234567890", "insurance"),
        ("5/8/1961", "date"),
        ("1961-08-05", "date"),
        ("8/1961", "month"),
        ("1961", "year"),
        ("2099", "year"),
        ("2100", "text"),
        ("540.000", "money"),
        ("540000", "money"),
        ("1,5", "decimal"),
        ("12", "decimal"),
        ("Nguyễn Văn An", "name"),
        ("An", "text"),
        ("Ấp Vĩnh Lợi, tổ 5", "text"),
        ("", "text"),
    ],
)
def test_a_text_looks_like_one_thing(text, trait):
    assert trait_of(text) == trait


def test_shares_are_of_what_stands_there_and_nothing_is_of_an_empty_column():
    found = content("1961", "1950", "An", None, "")
    assert found.texts == ["1961", "1950", "An"]
    assert found.share(["year"]) == pytest.approx(2 / 3)
    assert found.share(["year", "text"]) == pytest.approx(1)
    assert content().share(["year"]) == 0
    assert content(None, "").texts == []


def test_a_long_column_is_looked_at_here_and_there():
    found = content(*["1961"] * 900, *["x"] * 100)
    assert len(found.texts) <= 200
    assert found.share(["year"]) == pytest.approx(0.9, abs=0.02)


def test_words_of_a_list_are_counted_whatever_their_marks():
    found = content("Nam", "NỮ", "khác")
    assert found.share_of_words({"nam": "male", "nu": "female"}) == pytest.approx(2 / 3)
    assert content().share_of_words({"nam": "male"}) == 0


@pytest.mark.parametrize(
    ("cells", "given"),
    [
        (("An", "Bình", "Chi", "Đào", "Ước", "5"), True),
        (("An", "Bình", "Chi", "Đào"), True),
        (("An", "Bình", "Chi", "Văn An"), False),
        (("an", "bình"), False),
        (("A", "B"), False),
        ((), False),
    ],
)
def test_given_names_are_single_words_with_a_capital(cells, given):
    assert content(*cells).are_given_names() is given


@pytest.mark.parametrize(
    ("cells", "yes"),
    [
        (("x", "không", "có", "1", "0"), True),
        (("x", "x", "x", "khác"), True),
        (("x", "x", "khác"), False),
        ((), False),
    ],
)
def test_a_column_of_marks_says_yes_or_no(cells, yes):
    assert content(*cells).is_answered_by_yes() is yes


def test_numbers_of_a_range_are_known_whatever_is_left_open():
    assert content("1", "12", "?", "00", "…").holds_numbers(1, 12)
    assert content("1", "2", "3", "4", "13").holds_numbers(1, 12), "four of five"
    assert not content("1", "13").holds_numbers(1, 12)
    assert not content("?", "-").holds_numbers(1, 12)
    assert not content("１", "２").holds_numbers(1, 12)


def against(kind, *cells, key="any"):
    return content(*cells).speaks_against(Target(key, "Ô", kind_name=kind))


@pytest.mark.parametrize(
    ("kind", "cells", "speaks"),
    [
        ("CitizenId", ("089149334656", "089149334657", "An"), False),
        ("CitizenId", ("An", "Bình", "357888591"), True),
        ("PartialDate", ("1961", "-", "?", "không rõ"), False),
        ("PartialDate", ("An", "Bình"), True),
        ("Money", ("540.000", "An"), False),
        ("Name", ("Lê An", "5", "6"), False),
        ("Name", ("5", "6", "x", "7"), True),
        ("Text", ("x", "x", "x", "có", "không"), True),
        ("Text", ("x", "tổ 5"), False),
        ("PartialDate", (), False),
    ],
)
def test_a_column_speaks_against_a_field_that_most_of_it_cannot_be(kind, cells, speaks):
    assert against(kind, *cells) is speaks
    assert not against(kind, *cells, key=SEX), "marks of a sex are asked about by themselves"


# ---------------------------------------------------------------- what was settled


def table(*paths):
    return Table(Sheet("x", []), range(1), tuple(Heading(at, path) for at, path in enumerate(paths)), (), ())


def test_headings_are_the_same_whatever_their_letters_and_others_in_another_order():
    first = fingerprint(table(("Họ tên",), ("Năm sinh", "Nam"), ()))
    assert fingerprint(table(("HỌ  TÊN",), ("năm sinh", "nam"), ())) == first
    assert fingerprint(table(("Họ tên",), ("Năm sinh", "Nữ"), ())) != first
    assert fingerprint(table(("Năm sinh", "Nam"), ("Họ tên",), ())) != first
    assert fingerprint(table((), ("Họ tên",))) != fingerprint(table(("Họ tên",), ()))


def test_what_the_officer_settled_is_kept_as_plain_values_and_is_sure_when_it_comes_back():
    match = ColumnMatch(0, "Nữ", "person.birth_date", 0.4, {"person.sex": "female"}, None, "year", ("x",))
    mapping = ColumnMapping("f", (match, ColumnMatch(1, "Ký")), {"group": {"kha gia": "k6"}})
    again = ColumnMapping.from_json(mapping.to_json())
    assert [
        (each.column, each.heading, each.target, dict(each.sets), each.part) for each in again.matches
    ] == [
        (0, "Nữ", "person.birth_date", {"person.sex": "female"}, "year"),
        (1, "Ký", None, {}, ""),
    ]
    assert again.words == mapping.words
    assert all(each.is_sure for each in again.matches)
    assert not match.is_sure
    assert ColumnMatch(1, "Ký").is_sure, "what fills nothing need not be looked at"
    with pytest.raises(KeyError):
        ColumnMapping.from_json({"fingerprint": "f"})


def test_a_word_or_a_column_is_settled_without_touching_the_others():
    mapping = ColumnMapping("f", (ColumnMatch(0, "A", "a"), ColumnMatch(1, "B", "a")))
    settled = mapping.with_word("a", "Khá  Giả", "k6").with_word("a", "khac", "k1").with_word("b", "khac", 5)
    assert settled.words == {"a": {"kha gia": "k6", "khac": "k1"}, "b": {"khac": 5}}
    assert mapping.words == {}
    other = settled.with_match(ColumnMatch(1, "B", "b"))
    assert [each.heading for each in other.of("a")] == ["A"]
    assert [each.heading for each in other.of("b")] == ["B"]
    assert len(settled.of("a")) == 2
