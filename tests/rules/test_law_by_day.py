"""Steps, places, confirmed rows and the words of amounts and ages, as the day and the edition have them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import deadlines, documents, edition, law, places, wording
from ansinh_desktop.rules.edition import Edition


def day(text):
    return datetime.date.fromisoformat(text)


# ---------------------------------------------------------------- steps


# A package may bring a record several steps further; what no steps lead to is refused.
@pytest.mark.parametrize(
    ("flow", "source", "target", "reached"),
    [
        ("social_assistance", "draft", "paying", True),
        ("social_assistance", "draft", "draft", True),
        ("social_assistance", "returned_incomplete", "approved", True),
        ("social_assistance", "paying", "approved", False),
        ("social_assistance", "suspended", "posted", False),
        ("social_assistance", "posted", "refused", True),
        ("social_assistance", "approved", "refused", False),
        ("social_assistance", "approved", "transferred", True),
        # a closed record may be opened again where it was closed from, or begin anew
        ("social_assistance", "stopped", "paying", True),
        ("social_assistance", "stopped", "suspended", True),
        ("social_assistance", "refused", "approved", True),
        ("social_assistance", "transferred", "received", True),
        ("children", "suspected", "dead", True),
        ("children", "managed", "suspected", False),
        ("children", "managed", "not_in_group", False),
        ("children", "moved", "managed", True),
        ("children", "turned_16", "managed", True),
        ("children", "not_in_group", "managed", True),
        ("trafficking", "reported", "closed", True),
        (
            "trafficking",
            "supporting",
            "confirmed",
            True,
        ),  # moved away, and opened again where that may happen
        ("trafficking", "reported_up", "reported", False),
        ("trafficking", "supporting", "reported", False),
        ("trafficking", "reintegrating", "supporting", True),
        ("trafficking", "not_victim", "confirmed", True),
        ("payment_list", "locked", "collecting", True),
        ("payment_list", "signed", "locked", False),
        ("payment_list", "sent", "settled", True),
        ("payment_list", "settled", "returned", True),
        ("payment_list", "collecting", "gone", False),
    ],
)
def test_steps_lead_from_a_state_to_another_or_do_not(flow, source, target, reached):
    assert law.workflow(flow).reaches(source, target) is reached


@pytest.mark.parametrize(
    ("flow", "closed"),
    [
        ("social_assistance", "refused stopped transferred"),
        ("children", "not_in_group moved no_longer turned_16 adopted dead"),
        ("trafficking", "not_victim moved closed"),
        ("payment_list", "settled"),
    ],
)
def test_closed_states_are_those_of_the_law(flow, closed):
    found = law.workflow(flow)
    assert [each.code for each in found.states if found.is_closed(each.code)] == closed.split()
    assert not found.is_closed("gone")


# ---------------------------------------------------------------- places


# NQ 1654/NQ-UBTVQH15 from 01/7/2025; two communes went between the snapshots of 30/6/2022 and 01/3/2025.
@pytest.mark.parametrize(
    ("on", "an_giang", "kien_giang"),
    [
        ("2022-06-30", 156, 144),
        ("2022-07-01", 156, 144),
        ("2025-02-28", 156, 144),
        ("2025-03-01", 155, 143),
        ("2025-06-30", 155, 143),
        ("2025-07-01", 0, 102),
    ],
)
def test_the_communes_that_stood_on_a_day(on, an_giang, kien_giang):
    assert (len(law.units_on(day(on), "89")), len(law.units_on(day(on), "91"))) == (an_giang, kien_giang)
    assert len(law.units_on(day(on))) == an_giang + kien_giang
    assert len(places.communes("91", day(on))) == kien_giang


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("30373", "2022-06-30", "Xã Đa Phước"),
        ("30373", "2022-07-01", "Thị trấn Đa Phước"),
        ("30502", "2022-06-30", "Thị trấn Nhà Bàng"),
        ("30502", "2025-06-30", "Phường Nhà Bàng"),
        ("30511", "2022-06-30", "Xã Nhơn Hưng"),
        ("30511", "2025-06-30", "Phường Nhơn Hưng"),
        ("30673", "2022-06-30", "Xã Hội An"),
        ("30673", "2025-06-30", "Thị trấn Hội An"),
        ("890", "2022-06-30", "Huyện Tịnh Biên"),
        ("890", "2022-07-01", "Thị xã Tịnh Biên"),
        ("890", "2025-07-01", "890"),
    ],
)
def test_a_commune_has_the_name_of_the_day(code, on, name):
    assert law.unit_label(code, day(on)) == name


@pytest.mark.parametrize(
    ("list_name", "code", "first", "last"),
    [
        ("social_group", "k5b", None, "2025-06-30"),
        ("social_group", "k5c", None, "2025-06-30"),
        ("social_group", "k5d", None, "2026-10-04"),
        ("social_group", "k5b_335", "2026-10-05", None),
        ("social_group", "pension", "2025-07-01", None),
        ("decrease_reason", "remand", None, "2026-10-04"),
        ("funeral_right", "from_80_survivor_or_other_monthly", None, "2026-10-04"),
        ("funeral_right", "from_75_survivor_or_other_monthly", "2026-10-05", None),
        ("funeral_right", "from_70_to_75_poor_survivor", "2026-10-05", None),
        ("funeral_right", "applicant_eligible_not_decided", "2026-10-05", None),
        ("funeral_right", "social_pensioner", "2025-07-01", None),
        ("funeral_right", "pension_applicant_not_decided", "2026-10-05", None),
        ("person_status", "being_identified", "2025-07-01", None),
        ("person_status", "minor_accompanying_being_identified", "2025-07-01", None),
        ("recipient_type", "district", None, "2025-06-30"),
    ],
)
def test_a_code_is_chosen_from_its_first_day_to_its_last(list_name, code, first, last):
    one = datetime.timedelta(days=1)
    rows = law.code_list(list_name)
    if first:
        assert code not in rows.codes_on(day(first) - one)
        assert code in rows.codes_on(day(first))
    if last:
        assert code in rows.codes_on(day(last))
        assert code not in rows.codes_on(day(last) + one)
    assert (code in rows.codes_on(day("2021-07-01"))) is (first is None)
    assert (code in rows.codes_on(day("2030-01-01"))) is (last is None)
    assert rows.label_of(code) != code  # what was chosen once stays readable


# ---------------------------------------------------------------- confirmed and added rows


def own(**tables):
    """Return an edition with rows of the province laid over the empty tables."""
    text = edition.own_text("rules/local")
    for name, rows in tables.items():
        assert f"{name} = []\n" in text
        text = text.replace(f"{name} = []\n", "") + "".join(f"\n[[{name}]]\n{row}\n" for row in rows)
    return Edition({"rules/local": text})


CONFIRMED = 'id = "{}"\narticle = "NĐ 147/2025 Điều 6"\nby = "Trần Thị Lan"\non = 2026-11-20'


def test_a_row_that_was_confirmed_is_no_longer_doubtful_and_all_others_are():
    assert deadlines.deadline("sa_total_2025").mark == "?"
    with edition.under(own(confirmed=[CONFIRMED.format("rules/deadlines/deadline/sa_total_2025")])):
        assert deadlines.deadline("sa_total_2025").mark == "✓"
        assert deadlines.deadline("sa_funeral_2025").mark == "?"
        assert deadlines.deadline("sa_total_2025").limit == 10
        assert law.law_data("deadlines")["warn_at"] == Decimal("0.75")
    assert deadlines.deadline("sa_total_2025").mark == "?"


def test_a_row_that_is_doubtful_from_a_day_on_is_confirmed_for_that_day():
    row = next(
        each for each in law.law_data("social_assistance")["facility"] if each["id"] == "facility_under_4"
    )
    assert law.doubtful_marks(row) == ["mark_from_2026_10_05"]
    with edition.under(
        own(confirmed=[CONFIRMED.format("rules/social_assistance/facility/facility_under_4")])
    ):
        settled = {each["id"]: each for each in law.law_data("social_assistance")["facility"]}[
            "facility_under_4"
        ]
        assert (settled["mark"], settled["mark_from_2026_10_05"]) == ("✓", "✓")
        assert not law.doubtful_marks(settled)


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        ({"mark": "✓"}, []),
        ({"mark": "?"}, ["mark"]),
        ({"mark": "•", "mark_from_2026_10_05": "?"}, ["mark_from_2026_10_05"]),
        ({"mark": "?", "mark_from_2026_10_05": "?"}, ["mark", "mark_from_2026_10_05"]),
        ({"mark": "✓", "note": "?"}, []),
    ],
)
def test_a_row_says_where_it_is_doubtful(row, keys):
    assert law.doubtful_marks(row) == keys


def test_a_code_of_ones_own_stands_at_the_end_of_its_list_and_of_no_other():
    row = 'list = "funding_source"\ncode = "own_1"\nlabel = "Quỹ của tỉnh"\nmark = "•"\neffective_from = 2026-01-01'
    before = law.code_list("funding_source").rows
    with edition.under(own(code=[row])):
        found = law.code_list("funding_source")
        assert found.rows[:-1] == before
        assert (found.rows[-1].code, found.rows[-1].label) == ("own_1", "Quỹ của tỉnh")
        assert "own_1" not in found.codes_on(day("2025-12-31"))
        assert "own_1" in found.codes_on(day("2026-01-01"))
        assert "own_1" not in law.code_list("sex")


def test_a_shorter_limit_of_the_province_holds_and_a_longer_one_is_refused():
    row = 'id = "sa_total_2026"\nlimit = {}\narticle = "QĐ 9/QĐ-UBND"'
    with edition.under(own(limit=[row.format(5)])):
        found = deadlines.due("sa_total_2026", day("2026-11-19"))
        assert (found.day, found.deadline.shortened_by) == (day("2026-11-27"), "QĐ 9/QĐ-UBND")
    with edition.under(own(limit=[row.format(8)])), pytest.raises(Exception, match="AS-6001"):
        deadlines.deadline("sa_total_2026")


def test_days_off_and_worked_of_ones_own_move_a_limit():
    off, worked = 'date = 2026-11-20\nname = "Họp dân"', 'date = 2026-11-21\nname = "Làm bù"'
    with edition.under(own(off=[off], worked=[worked])):
        assert deadlines.due("sa_total_2026", day("2026-11-19")).day == day("2026-12-01")
    with edition.under(own(off=[off])):
        assert deadlines.due("sa_total_2026", day("2026-11-19")).day == day("2026-12-02")
    assert deadlines.due("sa_total_2026", day("2026-11-19")).day == day("2026-12-01")


def test_a_list_that_stands_in_two_files_is_a_bug():
    head = '\n[list.sex]\nlabel = "Giới tính"\nsource = "x"\neditable = false\nmultiple = false\n'
    twice = Edition({"code_lists/drug": edition.own_text("code_lists/drug") + head})
    with edition.under(twice), pytest.raises(BugError, match="sex"):
        law.code_list("sex")


# ---------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (0, "0 tuổi"),
        (1, "1 tháng tuổi"),
        (11, "11 tháng tuổi"),
        (12, "1 tuổi"),
        (13, "1 tuổi 1 tháng"),
        (36, "3 tuổi"),
        (47, "3 tuổi 11 tháng"),
        (48, "4 tuổi"),
        (71, "5 tuổi 11 tháng"),
        (72, "6 tuổi"),
        (73, "6 tuổi"),
        (191, "15 tuổi"),
        (192, "16 tuổi"),
        (959, "79 tuổi"),
    ],
)
def test_an_age_is_said_in_months_while_it_is_small(months, said):
    assert wording.age(months) == said


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (192, 192, "16 tuổi"),
        (192, 203, "16 tuổi"),
        (191, 192, "15 hoặc 16 tuổi"),
        (180, 203, "15 hoặc 16 tuổi"),
        (72, 83, "6 tuổi"),
        (71, 72, "từ 5 tuổi 11 tháng đến 6 tuổi"),
        (36, 47, "từ 3 tuổi đến 3 tuổi 11 tháng"),
        (0, 11, "từ 0 tuổi đến 11 tháng tuổi"),
    ],
)
def test_an_age_that_is_open_names_both_ends(least, most, said):
    assert wording.open_age(least, most) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("1", "1,0"),
        ("1.0", "1,0"),
        ("2.50", "2,5"),
        ("10", "10,0"),
        ("0.5", "0,5"),
        ("100", "100,0"),
        ("1.25", "1,25"),
    ],
)
def test_a_coefficient_is_printed_as_decrees_print_it(value, said):
    assert wording.number(Decimal(value)) == said


@given(st.integers(0, 10**13))
def test_money_is_parted_by_threes_and_loses_no_figure(amount):
    said = wording.money(amount)
    assert said.replace(".", "") == str(amount)
    first, *others = said.split(".")
    assert 1 <= len(first) <= 3
    assert all(len(each) == 3 for each in others)


@pytest.mark.parametrize(
    ("cited", "said"),
    [
        (("NĐ 20/2021 Điều 5", "NĐ 20/2021 Điều 5"), "NĐ 20/2021 Điều 5"),
        (("NĐ 20/2021 Điều 5; Điều 6", "Điều 6; NĐ 76/2024"), "NĐ 20/2021 Điều 5; Điều 6; NĐ 76/2024"),
        (("B", "A"), "B; A"),
    ],
)
def test_articles_are_cited_once_in_their_order(cited, said):
    assert wording.articles(*cited) == said


ND20 = "Nghị định số 20/2021/NĐ-CP ngày 15/3/2021 của Chính phủ quy định chính sách trợ giúp xã hội đối với đối tượng bảo trợ xã hội"
ND76 = "Nghị định số 76/2024/NĐ-CP ngày 01/7/2024 của Chính phủ sửa đổi, bổ sung một số điều của Nghị định số 20/2021/NĐ-CP"
ND335 = "Nghị định số 335/2026/NĐ-CP ngày 21/8/2026 của Chính phủ"


@pytest.mark.parametrize(
    ("articles", "basis"),
    [
        (["NĐ 20/2021 Điều 5 khoản 6"], f"{ND20} (Điều 5 khoản 6)"),
        (["NĐ 20/2021/NĐ-CP Điều 5"], f"{ND20} (Điều 5)"),
        (["NĐ  20/2021 Điều 5"], f"{ND20} (Điều 5)"),
        (["NĐ 20/2021"], ND20),
        (["NĐ 20/2021 Điều 5; Điều 6 khoản 1 điểm e"], f"{ND20} (Điều 5, Điều 6 khoản 1 điểm e)"),
        (["NĐ 20/2021 Điều 5", "NĐ 20/2021 Điều 5; Điều 6"], f"{ND20} (Điều 5, Điều 6)"),
        (["NĐ 335/2026 Điều 8", "NĐ 20/2021 Điều 5; khoản 2"], f"{ND335} (Điều 8); {ND20} (Điều 5, khoản 2)"),
        (["NĐ 76/2024 Điều 1; NĐ 20/2021 Điều 4"], f"{ND76} (Điều 1); {ND20} (Điều 4)"),
        (["QĐ 9/QĐ-UBND"], "QĐ 9/QĐ-UBND"),
        (["Điều 5"], "Điều 5"),
        (["NĐ 9999/2030 Điều 5"], "NĐ 9999/2030 Điều 5"),
        (["", " ; "], ""),
    ],
)
def test_papers_cite_the_full_name_of_a_text_once(articles, basis):
    assert documents.legal_basis(articles) == basis
