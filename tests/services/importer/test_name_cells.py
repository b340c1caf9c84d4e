"""Cells of names: one person's name and nothing else is kept, and what stood beside it is told."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import text
from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.targets import DEATH, NAME, Target

TODAY = datetime.date(2026, 11, 23)


def reading(cell, key=NAME, **context):
    return read_cell(Target(key, "Họ tên", kind_name="Name"), cell, Context(TODAY, **context))


def read(cell, **context):
    found = reading(cell, **context)
    return found.value, [each.code for each in found.findings]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("NGUYỄN VĂN AN", "Nguyễn Văn An"),
        ("nguyễn văn an", "Nguyễn Văn An"),
        ("Nguyễn văn An", "Nguyễn Văn An"),
        ("  Nguyễn\u00a0Văn   An ", "Nguyễn Văn An"),
        ("Nguyễn Văn\nAn", "Nguyễn Văn An"),
        ("Ðỗ Thị Đào", "Đỗ Thị Đào"),
        ("Ông Văn Tùng", "Ông Văn Tùng"),
        ("K'Brứ", "K'Brứ"),
        ("H’Hen Niê", "H’Hen Niê"),
        ("Lê-Văn-An", "Lê-Văn-An"),
        ("Cháu An", "Cháu An"),
        ("Chau Bé Ba", "Chau Bé Ba"),
        ("Má Tư", "Má Tư"),
        ("Bà", "Bà"),
        ("Â", "Â"),
        ("Trần Thị Văn Thị Hoa", "Trần Thị Văn Thị Hoa"),
    ],
)
def test_what_is_a_name_is_kept_without_a_word(cell, name):
    assert read(cell) == (name, [])


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Bà Nguyễn Thị Hoa", "Nguyễn Thị Hoa"),
        ("Ông Nguyễn Văn A", "Nguyễn Văn A"),
        ("ông bà Lê Văn An", "Lê Văn An"),
        ("Cháu Lê An", "Lê An"),
        ("Mr. Lê An", "Lê An"),
        ("1. Nguyễn Văn An", "Nguyễn Văn An"),
        ("12/ Nguyễn Văn An", "Nguyễn Văn An"),
        ("7 Nguyễn Văn An", "Nguyễn Văn An"),
        ("- Nguyễn Văn An", "Nguyễn Văn An"),
        ("• 3) Bà Lê Thị An", "Lê Thị An"),
        ('"Nguyễn Văn An"', "Nguyễn Văn An"),
        ("Nguyễn Văn An;", "Nguyễn Văn An"),
        ("Lê Thị Hoa*", "Lê Thị Hoa"),
    ],
)
def test_titles_numbers_and_signs_are_left_out_with_a_note(cell, name):
    assert read(cell) == (name, ["AS-3205"])


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Nguyễn Văn An (mẹ: Lê Thị Hoa)", "Nguyễn Văn An"),
        ("Nguyễn Văn An (Tèo)", "Nguyễn Văn An"),
        ("Nguyễn Văn An [1]", "Nguyễn Văn An"),
        ("Nguyễn Văn An và vợ", "Nguyễn Văn An"),
        ("Nguyễn Văn An & con", "Nguyễn Văn An"),
        ("Nguyễn Văn An/1950", "Nguyễn Văn An"),
        ("Nguyễn Văn An, Tèo", "Nguyễn Văn An"),
        ("Nguyễn Văn An †", "Nguyễn Văn An"),
        ("Nguyễn Văn An + 2022", "Nguyễn Văn An"),
    ],
)
def test_what_is_said_beside_a_name_is_not_kept_and_told(cell, name):
    value, codes = read(cell)
    assert value == name
    assert codes[0] == "AS-3151"


@pytest.mark.parametrize(
    ("cell", "died"),
    [
        ("Nguyễn Văn An - chết 5/2022", {DEATH: "2022-05"}),
        ("Nguyễn Văn An (đã mất ngày 3/2/2021)", {DEATH: "2021-02-03"}),
        ("NGUYỄN VĂN AN (CHẾT)", {}),
    ],
)
def test_a_death_behind_a_name_is_asked_about(cell, died):
    found = reading(cell)
    assert (found.value, found.proposed) == ("Nguyễn Văn An", died)
    assert [each.code for each in found.findings] == ["AS-3151", "AS-3144"]
    assert reading(cell, "person.other_name").proposed is None, "only of the person of the row"


@pytest.mark.parametrize(
    "cell",
    [
        "Nguyễn Văn An, Nguyễn Văn Bình",
        "Nguyễn Văn An và Lê Thị Hoa",
        "Nguyễn Văn An & Lê Thị Hoa",
        "Nguyễn Văn An - Lê Thị Hoa",
        "Nguyễn Văn An\nLê Thị Hoa",
        "Nguyễn Văn An Lê Thị Hoa",
        "Bà Nguyễn Thị Hoa; ông Lê Văn An",
    ],
)
def test_two_people_are_never_one(cell):
    assert read(cell) == (None, ["AS-3204"])


@pytest.mark.parametrize(
    "cell",
    [
        "Nguyễn V?n An",
        "Nguyễn V\ufffdn An",
        "Nguyễn V&n An",
        "Nguyễn Văn An&",
        "Nguy\u201dn Văn An",
        "=Lê An#",
    ],
)
def test_broken_letters_are_never_a_name(cell):
    assert read(cell) == (None, ["AS-3203"])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Nguyễn Văn An 2", "AS-3206"),
        ("Nguyễn Văn Ⅳ", "AS-3206"),
        ("Nguyễn Văn Ɐn", "AS-3207"),
        ("Ｎguyễn An", "AS-3207"),
    ],
)
def test_letters_and_figures_of_no_name_are_told(cell, code):
    value, codes = read(cell)
    assert value == text.person_name(cell)
    assert codes == [code]


def test_small_letters_that_an_old_font_left_become_capitals_with_a_note():
    assert read("Neáng Thị ánh", old_font=True) == ("Neáng Thị Ánh", ["AS-3152"])
    assert read("NEÁNG THỊ ÁNH", old_font=True) == ("Neáng Thị Ánh", [])
    assert read("neáng thị ánh", old_font=True) == ("Neáng Thị Ánh", [])
    assert read("Neáng Thị Ánh", old_font=True) == ("Neáng Thị Ánh", [])


FAMILIES = st.sampled_from(["Nguyễn", "Trần", "Đỗ", "Neáng", "Chau", "Thạch"])
WORDS = st.sampled_from(["Văn", "Thị", "Ánh", "Đào", "Ước", "Út", "Mười", "Bé", "Hòa"])
NAMES = st.tuples(FAMILIES, st.lists(WORDS, min_size=1, max_size=3)).map(
    lambda each: " ".join([each[0], *each[1]])
)


@given(NAMES, st.sampled_from([str, str.upper, str.lower]), st.booleans())
def test_every_name_is_read_as_itself_however_it_is_typed(name, typed, parted):
    cell = typed(name)
    assert read(cell.replace(" ", "  ") if parted else cell) == (name, [])


@given(
    NAMES,
    st.integers(1, 999),
    st.sampled_from(["{0}. {1}", "{0}) {1}", "{0}/ {1}", "({0}) {1}", "- {1}", "* {1}"]),
)
def test_a_number_before_a_name_never_gets_into_it(name, number, form):
    value, codes = read(form.format(number, name))
    assert value == name
    assert codes


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Chau Bé Văn", "Chau Bé Văn"),
        ("chau bé sa rây", "Chau Bé Sa Rây"),
        ("Cháu bé Nguyễn Văn An", "Nguyễn Văn An"),
    ],
)
def test_a_khmer_family_name_is_no_child(typed, name):
    assert read(typed)[0] == name
