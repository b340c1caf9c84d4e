"""Texts of the law before they are accepted: what they change, row by row, and what the program could not work with."""

import datetime

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import plan
from ansinh_desktop.rules.edition import Edition, under
from ansinh_desktop.services.law.checking import LOCAL, changes, label, own_places, require_sound

HOLIDAYS = "rules/holidays"
OWN = Edition()


def with_text(place, text):
    return Edition({place: text})


def added(place, rows):
    """Return the law with more rows in one of its files."""
    return with_text(place, f"{OWN.text(place)}\n{rows}\n")


def refused(after):
    with pytest.raises(UserError) as caught:
        require_sound(OWN, after)
    assert caught.value.code == "AS-6507"
    return caught.value.text


def test_the_law_that_came_with_the_program_is_sound_and_changes_nothing():
    require_sound(OWN, OWN)
    assert list(changes(OWN, OWN)) == []
    assert list(changes(OWN, with_text(HOLIDAYS, OWN.text(HOLIDAYS)))) == []


def test_every_file_of_the_law_has_a_name_and_its_own_place():
    places = own_places()
    assert len(places) == len(set(places))
    assert LOCAL in places
    for each in places:
        assert label(each)
        assert "_" not in label(each)
    assert label("code_lists/social_group") == "Danh mục social group"


@pytest.mark.parametrize("place", ["rules/else", "elsewhere/holidays", "rules/../x"])
def test_a_file_that_the_program_does_not_have_is_refused(place):
    assert place in refused(with_text(place, "x = 1"))


NEXT = (
    OWN.text("rules/plan_322")
    .replace('"kh322_2022"', '"kh_2028"')
    .replace("valid_from = 2022-05-20", "valid_from = 2028-01-01")
)


def test_the_next_plan_is_a_further_file_and_comes_with_an_update():
    after = with_text("rules/plan_2028", NEXT)
    require_sound(OWN, after)
    (change,) = changes(OWN, after)
    assert (change.label, len([each for each in change.added if each])) == ("Chỉ tiêu kế hoạch", 29 + 6 + 11)
    with under(after):
        assert [each.id for each in plan.plans()] == ["kh322_2022", "kh_2028"]
        assert plan.plan_on(datetime.date(2027, 12, 31)).id == "kh322_2022"
        assert plan.plan_on(datetime.date(2028, 1, 1)).id == "kh_2028"
    assert "plan_2028" in refused(with_text("rules/plan_2028", NEXT.replace('area = "gdnn"', "")))


@pytest.mark.parametrize(
    "text", ["", "schema_version = 99", "không phải toml", "schema_version = 1\n[[", "\0"]
)
def test_a_text_that_cannot_be_read_or_is_of_another_form_is_refused_by_its_name(text):
    assert HOLIDAYS in refused(with_text(HOLIDAYS, text))


def rows_of(place, list_name):
    """Return a file of the law in which one list has lost its first row."""
    head, mark, rest = OWN.text(place).partition(f"[[{list_name}]]")
    assert mark
    _first, sign, later = rest.partition(f"[[{list_name}]]")
    return head + sign + later


def test_a_row_that_records_may_name_is_never_lost():
    said = refused(with_text("rules/deadlines", rows_of("rules/deadlines", "deadline")))
    assert "mất dòng" in said


@pytest.mark.parametrize(
    ("place", "wrong"), [("partition", "fortnight"), ("rpartition", "fortnight"), ("rpartition", "month")]
)
def test_a_limit_or_a_reminder_in_a_unit_that_the_program_does_not_count_in_is_refused(place, wrong):
    """The first row of the file is a limit, the last a reminder."""
    before, mark, rest = getattr(OWN.text("rules/deadlines"), place)('\nunit = "')
    unit, _quote, behind = rest.partition('"')
    assert wrong in refused(with_text("rules/deadlines", f'{before}{mark}{wrong}"{behind}'))
    require_sound(OWN, with_text("rules/deadlines", f'{before}{mark}{unit}"{behind}'))


# ---------------------------------------------------------------- what is changed


def test_rows_that_are_new_are_named_with_the_first_day_on_which_they_hold():
    name = next(line for line in OWN.text(HOLIDAYS).splitlines() if line.startswith("[[")).strip("[]")
    more = (
        f'[[{name}]]\ndate = 2031-05-06\nname = "Ngày thử"\n[[{name}]]\ndate = 2031-05-05\nname = "Ngày khác"'
    )
    (found,) = changes(OWN, added(HOLIDAYS, more))
    assert (found.place, found.label) == (HOLIDAYS, "Ngày nghỉ, ngày làm bù")
    assert found.added == ("Ngày thử", "Ngày khác")
    assert (found.changed, found.removed) == ((), ())
    assert found.first_day == datetime.date(2031, 5, 5)


def test_rows_that_are_others_or_gone_are_named_apart():
    one, two = 'schema_version = 1\n[[x]]\nid = "a"\nlabel = "Một"\n', '[[x]]\nid = "b"\nname = "Hai"\n'
    three = '[[x]]\nid = "b"\nname = "Hai"\namount = 540000\neffective_from = 2027-01-01\n'
    before, after = with_text(HOLIDAYS, one + two), with_text(HOLIDAYS, one.replace("Một", "Mốt") + three)
    (found,) = changes(before, after)
    assert found.changed == ("Mốt", "Hai: 540.000 đồng")
    assert found.first_day == datetime.date(2027, 1, 1)
    (gone,) = changes(before, with_text(HOLIDAYS, one))
    assert (gone.added, gone.changed, gone.removed, gone.first_day) == ((), (), ("Hai",), None)


def test_rows_without_a_name_go_by_their_place_and_lists_of_one_name_are_not_mixed():
    before = with_text(HOLIDAYS, '[[x]]\nlabel = "Một"\n[[y]]\nlabel = "Một"\n')
    after = with_text(HOLIDAYS, '[[x]]\nlabel = "Một"\n[[x]]\nlabel = "Hai"\n[[y]]\nlabel = "Ba"\n')
    (found,) = changes(before, after)
    assert (found.added, found.changed) == (("Hai",), ("Ba",))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('id = "wounded_b"', 'id = "wounded_else"'),
        ("effective_to = 2024-06-30", 'effective_to = "2024"'),
        ("coefficient = 1.0", 'coefficient = "one"'),
        ("amount = 3012000", "level = 3012000"),
    ],
)
def test_amounts_of_people_with_merit_that_cannot_be_told_are_refused(was, becomes):
    own = OWN.text("rules/merit")
    assert was in own
    assert "merit" in refused(with_text("rules/merit", own.replace(was, becomes, 1)))
