"""What holds of social assistance for everybody: ages to the day, open births, doubts, start and end."""

import dataclasses
import datetime
import json
import shutil
import subprocess
import sys
import textwrap
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import paths
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.rules import assistance, calendar, law
from ansinh_desktop.rules.assistance import Child, Facts, Start

RULES = [row for row in law.law_data("social_assistance")["allowance"] if row["group"] != "k4"]
PERSON_FLAGS = sorted(assistance.known_flags() - {"no_supporter_and_poor", "parent_already_receiving"})

births = st.dates(datetime.date(1925, 1, 1), datetime.date(2026, 12, 31))
months = st.dates(datetime.date(2021, 7, 1), datetime.date(2028, 12, 31)).map(calendar.month_start)
flags = st.frozensets(st.sampled_from(PERSON_FLAGS), max_size=6)
children = st.lists(
    st.builds(
        Child,
        st.dates(datetime.date(2000, 1, 1), datetime.date(2026, 12, 31)).map(PartialDate.of),
        st.frozensets(st.sampled_from(["studying", "studying_without_gap", "parent_already_receiving"])),
    ),
    max_size=4,
).map(tuple)
people = st.builds(
    Facts,
    births.map(PartialDate.of),
    flags,
    children,
    disability_degree=st.sampled_from(["", "mild", "severe", "very_severe"]),
    poverty_status=st.sampled_from(["", "poor", "near_poor", "other"]),
    present_group=st.sampled_from(["", "k1", "k6", "pension"]),
)


def day(text):
    return datetime.date.fromisoformat(text)


def month(text):
    return calendar.read_month(text)


def person_of(rule, birth):
    """Return facts that fall under a rule by everything but the age."""
    wanted = [*rule["require_all"], *rule.get("require_any", [])[:1]]
    return Facts(PartialDate.of(birth), frozenset(wanted))


# ---------------------------------------------------------------- ages


def crossings(bound):
    """Draw a rule that has an age at this end, and a birthday on which a person reaches it under that rule."""

    @st.composite
    def draw_one(draw):
        rule = draw(st.sampled_from([row for row in RULES if 0 < row["age_months"][bound] < 9999]))
        first = calendar.add_months(calendar.month_start(rule["effective_from"]), 2)
        last = calendar.add_months(min(rule["effective_to"], datetime.date(2030, 1, 31)), -2)
        birthday = draw(st.dates(first, last))
        return rule, calendar.add_months(birthday, -rule["age_months"][bound])

    return draw_one()


@given(crossings(0))
def test_a_band_begins_in_the_month_of_the_birthday(crossing):
    rule, birth = crossing
    begins = calendar.month_start(calendar.add_months(birth, rule["age_months"][0]))
    person = person_of(rule, birth)
    assert rule["id"] in assistance.assess(person, begins).rules
    assert rule["id"] not in assistance.assess(person, calendar.add_months(begins, -1)).rules


@given(crossings(1))
def test_a_band_has_ended_in_the_month_after_the_birthday(crossing):
    rule, birth = crossing
    birthday = calendar.add_months(birth, rule["age_months"][1])
    before, after = calendar.add_months(birthday, -1), calendar.add_months(birthday, 1)
    person = person_of(rule, birth)
    assert rule["id"] in assistance.assess(person, before).rules
    assert rule["id"] not in assistance.assess(person, after).rules
    in_birthday_month = assistance.assess(person, birthday)
    lost = not assistance.assess(person, after).lines
    assert (rule["id"] in in_birthday_month.rules) is lost
    if rule["id"] in in_birthday_month.rules:
        assert "AS-6162" in [each.code for each in in_birthday_month.reasons]


@given(people, births, months)
def test_a_birth_known_to_the_year_leaves_open_what_its_days_leave_open(facts, birth, asked):
    open_birth = dataclasses.replace(facts, birth=PartialDate(birth.year))
    known = dataclasses.replace(facts, birth=PartialDate.of(birth))
    vague, sure = assistance.assess(open_birth, asked), assistance.assess(known, asked)
    offered = {(each.pay, each.carer) for each in vague.alternatives} or {(vague.pay, vague.carer_total)}
    assert (sure.pay, sure.carer_total) in offered
    assert vague.pay == min(pay for pay, _ in offered)
    assert vague.needs_confirmation or len(offered) == 1


def test_the_officer_is_asked_for_the_birth_and_told_both_amounts():
    facts = Facts(PartialDate(1966), disability_degree="severe")
    found = assistance.assess(facts, month("2026-08"))
    assert found.pay == 810_000
    assert [each.code for each in found.notices] == ["AS-6120"]
    assert [(each.condition, each.pay) for each in found.alternatives] == [
        ("nếu sinh từ 01/01/1966 đến 31/08/1966", 1_080_000),
        ("nếu sinh từ 01/09/1966 đến 31/12/1966", 810_000),
    ]
    assert not assistance.assess(facts, month("2026-12")).needs_confirmation


def test_a_childs_birth_may_leave_the_count_open():
    facts = Facts(
        PartialDate(1990, 1, 1),
        frozenset({"single_parent"}),
        (Child(PartialDate(2010)), Child(PartialDate(2018, 3, 3))),
        poverty_status="poor",
    )
    found = assistance.assess(facts, month("2026-11"))
    assert {each.pay for each in found.alternatives} == {540_000, 1_080_000}
    assert {each.condition for each in found.alternatives} == {
        "nếu có 1 con thuộc diện",
        "nếu có 2 con thuộc diện",
    }


def test_an_estimated_year_is_told():
    found = assistance.assess(
        Facts(PartialDate(1950, estimated=True), disability_degree="severe"), month("2026-11")
    )
    assert [(each.code, each.confirm) for each in found.notices] == [("AS-6134", False)]


def test_nobody_is_paid_before_birth():
    assert (
        assistance.assess(Facts(PartialDate(2027, 1, 5), disability_degree="severe"), month("2026-11")).pay
        == 0
    )


# ---------------------------------------------------------------- order, time, levels


@given(people, months, st.randoms())
def test_the_order_of_facts_does_not_matter(facts, asked, chance):
    shuffled = list(facts.children)
    chance.shuffle(shuffled)
    other = dataclasses.replace(facts, children=tuple(shuffled))
    one, two = assistance.assess(facts, asked), assistance.assess(other, asked)
    assert one.record() == two.record()


@given(st.sampled_from(sorted(law.code_list("parent_state").codes_on(day("2026-11-30")))), st.data(), months)
def test_father_and_mother_may_be_exchanged(one, chosen, asked):
    other = chosen.draw(st.sampled_from(sorted(law.code_list("parent_state").codes_on(asked))))
    assert assistance.no_source_case(one, other, asked) == assistance.no_source_case(other, one, asked)


@given(people, months)
def test_the_amount_is_base_times_coefficient(facts, asked):
    found = assistance.assess(facts, asked)
    assert found.allowance == found.coefficient * found.base
    assert found.pay == max(found.allowance, found.social_pension)
    assert found.total == found.pay + sum(each.amount for each in found.carer)
    assert (found.scheme == "none") is (found.pay == 0)
    assert found.scheme != "allowance" or found.article
    assert len({each.group for each in found.lines}) == len(found.lines) <= 2
    assert all(str(each) for each in found.reasons)
    assert all(each.text and each.todo for each in found.notices)
    json.dumps(found.record())


@given(
    people,
    months,
    st.integers(100_000, 2_000_000),
    st.dates(datetime.date(2021, 7, 1), datetime.date(2029, 1, 1)),
)
def test_the_province_may_only_go_higher_and_only_from_its_day(facts, asked, amount, since):
    level = assistance.Level("base_91", amount, since, datetime.date(9999, 12, 31), "NQ của HĐND tỉnh")
    national, own = (
        assistance.assess(facts, asked),
        assistance.assess(facts, asked, assistance.LocalLevels((level,))),
    )
    assert own.base == (max(amount, national.base) if since <= calendar.month_end(asked) else national.base)
    if since > calendar.month_end(asked):
        assert own.record() == national.record()


def test_the_province_may_raise_the_pension():
    level = assistance.Level("pension_91", 700_000, day("2027-01-01"), day("9999-12-31"), "NQ của HĐND tỉnh")
    old = Facts(PartialDate(1940, 1, 1))
    local = assistance.LocalLevels(pensions=(level,))
    assert assistance.assess(old, month("2026-12"), local).pay == 540_000
    found = assistance.assess(old, month("2027-01"), local)
    assert (found.pay, found.article) == (
        700_000,
        "Luật BHXH 2024 Điều 21; NĐ 176/2025; NQ của HĐND tỉnh",
    )


ANSWERS = """
    import datetime, json, random, sys
    if len(sys.argv) > 1:
        sys._MEIPASS = sys.argv[1]
    from ansinh_desktop.dates import PartialDate
    from ansinh_desktop.rules import assistance
    chance = random.Random(20_261_005)
    flags = sorted(assistance.known_flags() - {"no_supporter_and_poor"})
    found = []
    for _ in range(400):
        birth = datetime.date(1930, 1, 1) + datetime.timedelta(days=chance.randrange(35_000))
        facts = assistance.Facts(PartialDate.of(birth), frozenset(chance.sample(flags, 5)))
        month = datetime.date(chance.randint(2022, 2027), chance.randint(1, 12), 1)
        answer = assistance.assess(facts, month).record()
        del answer["version"]
        found.append(answer)
    late = assistance.assess(assistance.Facts(PartialDate(1940, 1, 1), disability_degree="severe"), datetime.date(2028, 1, 1))
    print(json.dumps([found, late.rule_set, late.pay]))
"""


def test_a_later_decree_never_changes_an_earlier_answer(tmp_path):
    resources = tmp_path / "resources"
    shutil.copytree(paths.resources() / "law", resources / "law")
    shutil.copytree(paths.resources() / "messages", resources / "messages")
    rules = resources / "law" / "rules" / "social_assistance.toml"
    text = rules.read_text(encoding="utf-8")
    # The decree of 2026 ends with 2027; another one follows with other words, bands and levels.
    head, *tables = text.split("\n[[")
    ended = [
        each.replace("effective_to = 9999-12-31", "effective_to = 2027-12-31")
        if each.startswith(("rule_set]]", "allowance]]", "base]]"))
        else each
        for each in tables
    ]
    later = """
rule_set]]
id = "nd999"
label = "Nghị định 999/2027/NĐ-CP"
effective_from = 2028-01-01
effective_to = 9999-12-31
mark = "✓"
[[base]]
id = "base_900"
amount = 900000
province = "*"
effective_from = 2028-01-01
effective_to = 9999-12-31
article = "NĐ 999/2027 Điều 4"
mark = "✓"
[[allowance]]
id = "nd999_k6"
rule_set = "nd999"
group = "k6"
label = "Người khuyết tật"
article = "NĐ 999/2027 Điều 5"
age_months = [0, 9999]
coefficient = 4.0
require_all = ["disability_severe"]
per = "person"
stack = "single"
effective_from = 2028-01-01
effective_to = 9999-12-31
mark = "✓"
"""
    text = "\n[[".join([head, later.strip(), *ended]).replace("{ nd20 = ", '{ nd999 = "NĐ 999/2027", nd20 = ')
    rules.write_text(text, encoding="utf-8")

    def answers(*arguments):
        run = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(ANSWERS), *arguments],
            capture_output=True, check=True, cwd=paths.resources().parent, encoding="utf-8",
        )  # fmt: skip
        return json.loads(run.stdout)

    now, then = answers(), answers(str(tmp_path))
    assert then[0] == now[0]
    assert now[1:] == ["nd335", 1_080_000]
    assert then[1:] == ["nd999", 3_600_000]


def test_before_the_oldest_decree_nothing_is_told():
    with pytest.raises(UserError, match="AS-6101"):
        assistance.assess(Facts(PartialDate(1950)), day("2021-06-01"))


def test_an_unknown_flag_is_a_bug():
    with pytest.raises(BugError, match="rich"):
        Facts(PartialDate(1950), frozenset({"rich"}))


# ---------------------------------------------------------------- several groups


def test_a_single_parent_is_paid_beside_some_groups_only():
    person = Facts(
        PartialDate(1990, 5, 5),
        frozenset({"single_parent", "was_k1_until_16", "studying", "studying_without_gap"}),
        qualifying_children=1,
        poverty_status="poor",
    )
    alone = assistance.assess(person, month("2026-11"))
    assert alone.groups == ("k2",)  # 1,5 against 1,0: the higher one only
    assert [each.code for each in alone.reasons if each.code in ("AS-6156", "AS-6157")] == ["AS-6156"]
    disabled = assistance.assess(dataclasses.replace(person, disability_degree="severe"), month("2026-11"))
    assert disabled.groups == ("k6", "k4")
    assert disabled.coefficient == Decimal("2.5")
    assert "AS-6157" in [each.code for each in disabled.reasons]


def test_of_equal_levels_the_present_group_stays():
    child = Facts(PartialDate(2024, 10, 10), disability_degree="very_severe", no_source_case="b")
    for group in ("k1", "k6"):
        found = assistance.assess(dataclasses.replace(child, present_group=group), month("2026-11"))
        assert (found.groups, found.pay) == ((group,), 1_350_000)


def test_of_equal_schemes_the_present_one_stays():
    widow = Facts(
        PartialDate(1950, 1, 1), frozenset({"single_parent"}), qualifying_children=1, poverty_status="poor"
    )
    assert assistance.assess(widow, month("2026-11")).scheme == "allowance"
    pensioner = assistance.assess(dataclasses.replace(widow, present_group="pension"), month("2026-11"))
    assert (pensioner.scheme, pensioner.pay) == ("pension", 540_000)
    assert "AS-6159" in [each.code for each in pensioner.reasons]


def test_in_a_facility_there_is_no_monthly_allowance():
    facts = Facts(
        PartialDate(2018, 1, 1), frozenset({"taken_in"}), disability_degree="very_severe", in_facility=True
    )
    found = assistance.assess(facts, month("2026-11"))
    assert (found.total, found.needs_confirmation) == (0, False)
    assert "AS-6163" in [each.code for each in found.reasons]
    old = assistance.assess(Facts(PartialDate(1940, 1, 1), in_facility=True), month("2026-11"))
    assert [each.code for each in old.notices] == ["AS-6129"]


@pytest.mark.parametrize(
    ("father", "mother", "on", "case"),
    [
        ("dead", "dead", "2022-01-31", "b"),
        ("dead", "unknown", "2022-01-31", ""),
        ("unknown", "dead", "2026-10-31", "b"),
        ("serving_admin_measure", "dead", "2022-01-31", "dd"),
        ("missing_declared", "in_facility", "2022-01-31", "i"),
        ("dead", "present", "2022-01-31", ""),
        ("dead", "incapable", "2026-11-30", ""),
        ("", "", "2026-11-30", ""),
    ],
)
def test_the_parents_states_suggest_the_point(father, mother, on, case):
    assert assistance.no_source_case(father, mother, day(on)) == case
    found = assistance.assess(Facts(PartialDate(2015, 5, 5), father=father, mother=mother), day(on))
    assert found.groups == (("k1",) if case else ())


def test_a_chosen_point_that_the_parents_contradict_is_told():
    facts = Facts(PartialDate(2015, 5, 5), no_source_case="b", father="dead", mother="in_facility")
    found = assistance.assess(facts, month("2026-11"))
    (notice,) = found.notices
    assert (notice.code, notice.confirm) == ("AS-6133", False)
    assert "điểm b" in notice.text
    assert "điểm d" in notice.text
    assert any("điểm b" in str(each) for each in found.reasons)


@pytest.mark.parametrize(
    ("pregnant", "births_of_children", "rule"),
    [
        (True, [], "carer_pregnant_or_one_child"),
        (False, [2025], "carer_pregnant_or_one_child"),
        (True, [2025], "carer_pregnant_and_child_or_two"),
        (False, [2025, 2026], "carer_pregnant_and_child_or_two"),
        (False, [2020], None),
    ],
)
def test_pregnancy_and_small_children_are_counted_together(pregnant, births_of_children, rule):
    mother = Facts(
        PartialDate(1998, 1, 1),
        frozenset({"pregnant"} if pregnant else ()),
        tuple(Child(PartialDate(year, 2, 2)) for year in births_of_children),
        disability_degree="severe",
    )
    found = assistance.assess(mother, month("2026-11"))
    assert [each.rule for each in found.carer] == ([rule] if rule else [])


def test_the_money_for_a_small_child_is_paid_for_the_month_of_its_birthday():
    mother = Facts(
        PartialDate(1998, 1, 1), children=(Child(PartialDate(2023, 11, 10)),), disability_degree="severe"
    )
    assert assistance.assess(mother, month("2026-11")).carer_total == 810_000
    assert assistance.assess(mother, month("2026-12")).carer_total == 0


# ---------------------------------------------------------------- doubtful points


def codes(found):
    return [each.code for each in found.notices if each.confirm]


def test_a_first_decision_in_the_summer_of_2026_has_a_doubtful_base():
    facts = Facts(PartialDate(1990, 1, 1), disability_degree="severe", first_decided_on=day("2026-08-10"))
    found = assistance.assess(facts, month("2026-09"))
    assert (found.base_id, found.pay, codes(found)) == ("base_500", 750_000, ["AS-6121"])
    assert assistance.assess(facts, month("2026-10")).base == 540_000
    earlier = dataclasses.replace(facts, first_decided_on=day("2026-06-30"))
    assert assistance.assess(earlier, month("2026-09")).base == 540_000
    higher = assistance.Level("base_91", 520_000, day("2026-01-01"), day("9999-12-31"), "NQ")
    found = assistance.assess(facts, month("2026-09"), assistance.LocalLevels((higher,)))
    assert (found.base, codes(found)) == (520_000, ["AS-6121"])


def test_an_elder_of_75_to_80_in_the_summer_of_2026_is_doubtful():
    facts = Facts(PartialDate(1949, 3, 11), frozenset({"poor", "no_supporter"}))
    found = assistance.assess(facts, month("2026-08"))
    assert (found.pay, codes(found)) == (810_000, ["AS-6125"])
    assert "1.080.000" in found.notices[0].text
    assert codes(assistance.assess(facts, month("2026-10"))) == []
    assert codes(assistance.assess(facts, month("2026-06"))) == []


def test_coming_back_to_study_after_22_is_doubtful():
    studying = frozenset({"was_k1_until_16", "studying", "studying_without_gap"})
    ended = assistance.assess(Facts(PartialDate(2004, 9, 30), studying), month("2026-11"))
    assert (ended.pay, codes(ended)) == (810_000, ["AS-6124"])
    never_ended = assistance.assess(Facts(PartialDate(2004, 10, 2), studying), month("2026-11"))
    assert (never_ended.pay, codes(never_ended)) == (810_000, [])
    birthday = assistance.assess(Facts(PartialDate(2003, 3, 20), studying), month("2025-03"))
    assert (birthday.pay, codes(birthday)) == (750_000, ["AS-6123"])


def test_a_new_claim_for_a_grown_up_child_is_doubtful():
    mother = Facts(
        PartialDate(1980, 1, 1),
        frozenset({"single_parent"}),
        (Child(PartialDate(2009, 1, 1), frozenset({"studying", "studying_without_gap"})),),
        poverty_status="near_poor",
    )
    assert codes(assistance.assess(mother, month("2026-11"))) == ["AS-6126"]
    assert assistance.assess(mother, month("2025-11")).pay == 500_000
    kept = Child(PartialDate(2009, 1, 1), frozenset({"studying_without_gap", "parent_already_receiving"}))
    found = assistance.assess(dataclasses.replace(mother, children=(kept,)), month("2026-11"))
    assert (found.pay, codes(found)) == (540_000, [])
    childless = assistance.assess(dataclasses.replace(mother, children=()), month("2026-11"))
    assert [each.code for each in childless.notices] == ["AS-6136"]


def test_a_fostered_orphan_who_is_very_disabled_is_doubtful():
    child = Facts(
        PartialDate(2020, 5, 5), frozenset({"taken_in"}), disability_degree="very_severe", no_source_case="b"
    )
    found = assistance.assess(child, month("2026-11"))
    assert [(each.rule, each.amount) for each in found.carer] == [
        ("carer_taken_in_very_severe_child", 1_350_000)
    ]
    assert codes(found) == ["AS-6127"]


def test_a_pension_lower_than_the_social_one_is_doubtful():
    old = Facts(PartialDate(1940, 1, 1), frozenset({"own_pension"}))
    unknown = assistance.assess(old, month("2026-11"))
    assert (unknown.pay, codes(unknown), [each.code for each in unknown.notices]) == (0, [], ["AS-6137"])
    lower = assistance.assess(dataclasses.replace(old, own_pension=400_000), month("2026-11"))
    assert (lower.pay, codes(lower)) == (540_000, ["AS-6128"])
    assert "140.000" in lower.notices[0].text
    equal = assistance.assess(dataclasses.replace(old, own_pension=540_000), month("2026-11"))
    assert (equal.pay, equal.notices) == (0, ())
    assert assistance.assess(dataclasses.replace(old, own_pension=4_000_000), month("2026-11")).notices == ()
    assert (
        assistance.assess(dataclasses.replace(old, birth=PartialDate(1990, 1, 1)), month("2026-11")).notices
        == ()
    )


def test_the_month_in_which_the_decree_changes_is_told():
    found = assistance.assess(Facts(PartialDate(1990, 1, 1), disability_degree="severe"), month("2026-10"))
    assert [(each.code, each.confirm) for each in found.notices] == [("AS-6135", False)]


# ---------------------------------------------------------------- once


def test_a_funeral_of_several_rights_is_paid_once_the_highest():
    found = assistance.funeral(day("2025-09-14"), ["social_pensioner", "monthly_recipient"])
    assert found.amount == 10_000_000
    earlier = assistance.funeral(day("2024-05-14"), ["child_of_single_parent", "social_pensioner"])
    assert (earlier.rule, earlier.amount) == ("funeral_nd20", 7_200_000)
    assert set(assistance.funeral_reasons(day("2025-09-14"))) >= {"social_pensioner", "monthly_recipient"}
    assert "applicant_eligible_not_decided" not in assistance.funeral_reasons(day("2025-09-14"))
    later = assistance.funeral(day("2026-11-09"), ["pension_applicant_not_decided"])
    assert (later.amount, later.base_id) == (10_800_000, "pension_540")


def test_a_funeral_in_the_summer_of_2026_has_a_doubtful_base():
    found = assistance.funeral(day("2026-08-09"), ["monthly_recipient"], filed_on=day("2026-10-10"))
    assert (found.amount, found.base_id) == (10_000_000, "base_500")
    assert [each.code for each in found.notices] == ["AS-6130", "AS-6131"]
    assert "10.800.000" in found.notices[0].text
    assert not assistance.funeral(day("2026-06-30"), ["monthly_recipient"]).needs_confirmation


def test_a_funeral_in_a_facility():
    assert assistance.facility_funeral(day("2026-11-09")).amount == 27_000_000


def emergency(item, on, **asked):
    return assistance.emergency(assistance.Emergency(item, day(on), **asked))


def test_rice_is_given_for_the_months_that_the_law_allows():
    found = emergency("rice", "2027-01-28", count=5, months=2, occasion="tet")
    assert (found.amount, [each.code for each in found.notices]) == (75, ["AS-6138"])


def test_an_injury_needs_three_days_in_hospital_from_october_2026():
    assert emergency("injury", "2026-10-04", inpatient_days=1).amount == 5_000_000
    assert emergency("injury", "2026-10-05", inpatient_days=2).amount == 0
    unknown = emergency("injury", "2026-10-05")
    assert (unknown.amount, unknown.needs_confirmation) == (5_400_000, True)
    assert emergency("injury", "2026-10-05", inpatient_days=3).notices == ()


def test_a_burial_that_nobody_took_charge_of_is_paid_as_it_cost():
    assert emergency("unclaimed_body", "2026-11-01", actual_cost=40_000_000).amount == 40_000_000
    assert emergency("unclaimed_body", "2026-11-01", actual_cost=10_000_000).amount == 27_000_000


def test_other_emergency_aid():
    assert emergency("house_repair", "2026-10-04").rule == "house_repair"
    repaired = emergency("house_repair", "2026-10-05", count=2)
    assert (repaired.rule, repaired.amount, repaired.needs_confirmation) == (
        "house_repair_nd335",
        40_000_000,
        True,
    )
    assert (emergency("protection_transport", "2026-01-01", km=80).amount) == 16
    assert (emergency("protection_transport", "2026-01-01", km=12).amount) == Decimal("2.4")
    gone = emergency("protection_transport", "2026-11-01", km=80)
    assert (gone.amount, [each.code for each in gone.notices]) == (0, ["AS-6140"])
    food = emergency("protection_food", "2026-11-01", days=120)
    assert (food.amount, [each.code for each in food.notices]) == (12_000_000, ["AS-6141"])
    assert emergency("death_or_missing", "2026-08-01").needs_confirmation
    with pytest.raises(BugError):
        emergency("nothing", "2026-11-01")


def test_a_facility_pays_the_lower_level_while_the_age_is_open():
    found = assistance.facility_care(PartialDate(2022), month("2026-06"))
    assert (found.rule, found.amount, [each.code for each in found.notices]) == (
        "facility_from_4",
        2_000_000,
        ["AS-6120"],
    )
    assert assistance.facility_care(PartialDate(2030, 1, 1), month("2026-06")).amount == 0


# ---------------------------------------------------------------- course


@pytest.mark.parametrize(
    ("group", "start", "first", "rule"),
    [
        ("k6", Start(day("2024-05-20"), certificate_on=day("2024-03-28")), "2024-03-01", "nd20_k6"),
        ("k6", Start(day("2026-11-20"), certificate_on=day("2026-09-28")), "2026-11-01", "nd335_all"),
        (
            "k6",
            Start(day("2026-10-20"), received_on=day("2026-10-02"), certificate_on=day("2026-09-28")),
            "2026-09-01",
            "nd20_k6",
        ),
        ("k5c", Start(day("2024-05-20"), birth=PartialDate(1944, 2, 3)), "2024-02-01", "nd20_k5c"),
        ("k5b", Start(day("2024-05-20"), birth=PartialDate(1949, 2)), "2024-02-01", "nd20_k5b"),
        ("k5c", Start(day("2022-05-20"), birth=PartialDate(1930, 2, 3)), "2021-07-01", "nd20_k5c"),
        ("k5c", Start(day("2022-05-20")), "2022-05-01", "nd20_k5c"),
        ("k1", Start(day("2024-05-20")), "2024-05-01", "nd20_other"),
        ("carer", Start(day("2024-05-20")), "2024-05-01", "nd20_other"),
        ("carer", Start(day("2026-11-20")), "2026-11-01", "nd335_all"),
        ("pension", Start(day("2026-11-20")), "2026-11-01", "pension_nd335"),
        ("k6", Start(day("2024-05-20"), stopped_on=day("2024-04-10")), "2024-05-01", "move_nd20"),
        ("k6", Start(day("2026-11-20"), stopped_on=day("2026-10-10")), "2026-10-01", "move_nd335"),
    ],
)
def test_the_first_month_paid(group, start, first, rule):
    found = assistance.first_month(group, start)
    assert (found.month, found.rule, found.needs_confirmation) == (day(first), rule, False)
    assert found.article


def test_a_doubtful_first_month_is_confirmed():
    pension = assistance.first_month("pension", Start(day("2025-09-20")))
    assert (pension.month, pension.article, pension.notices) == (day("2025-09-01"), "NĐ 176/2025/NĐ-CP", ())
    old = assistance.first_month("k5c", Start(day("2024-12-20"), birth=PartialDate(1944)))
    assert (old.month, [each.code for each in old.notices]) == (day("2024-12-01"), ["AS-6142"])
    with pytest.raises(BugError):
        assistance.first_month("nothing", Start(day("2024-12-20")))


def test_who_decides_hangs_on_the_day_of_receipt():
    assert assistance.authority_on(day("2025-06-30")) == "Chủ tịch UBND cấp huyện"
    assert assistance.authority_on(day("2025-07-01")) == "Chủ tịch UBND cấp xã"


@pytest.mark.parametrize(
    ("group", "degree", "on", "ages"),
    [
        ("k1", "", "2026-11-01", [(4, False), (16, True)]),
        ("k2", "", "2024-11-01", [(16, False), (22, True)]),
        ("k2", "", "2026-11-01", [(16, False)]),
        ("k5a", "", "2024-11-01", [(60, False), (80, False)]),
        ("k5a", "", "2026-11-01", [(60, False), (75, False)]),
        ("k6", "severe", "2026-11-01", [(16, False), (60, False)]),
        ("k7", "", "2026-11-01", [(3, True)]),
        ("k4", "", "2026-11-01", []),
    ],
)
def test_the_ages_at_which_a_level_changes(group, degree, on, ages):
    found = assistance.turning_ages(group, calendar.month_end(day(on)), degree)
    assert [(months // 12, ends) for months, ends in found] == ages


def test_reasons_to_suspend_and_to_stop_hang_on_the_day():
    before = {each.id: each for each in assistance.grounds("suspend", day("2026-10-04"))}
    after = {each.id: each for each in assistance.grounds("suspend", day("2026-10-05"))}
    assert set(before) - set(after) == {"remand"}
    assert before["not_collected"].article == "TT 02/2021 Điều 2 khoản 3 điểm a"
    assert after["not_collected"].article == "NĐ 335/2026 Điều 9"
    assert len(assistance.grounds("stop", day("2026-11-01"))) == 5
    assert len(assistance.grounds("stop_carer", day("2026-11-01"))) == 4
    assert assistance.resume_article(day("2026-10-05")) == "NĐ 335/2026 Điều 9 khoản 4"
    assert assistance.resume_article(day("2026-10-04")) == "TT 02/2021 Điều 6 khoản 1 điểm b"


@pytest.mark.parametrize(
    ("missed", "suspended"),
    [
        (["2026-01", "2026-02", "2026-03"], "2026-01-01"),
        (["2026-03", "2026-01", "2026-02", "2026-04"], "2026-01-01"),
        (["2025-12", "2026-02", "2026-03", "2026-04"], "2026-02-01"),
        (["2025-11", "2025-12", "2026-01"], "2025-11-01"),
        (["2026-01", "2026-02", "2026-04", "2026-05"], None),
        (["2026-01", "2026-01", "2026-01"], None),
        ([], None),
    ],
)
def test_three_months_in_a_row_not_collected_suspend(missed, suspended):
    found = assistance.must_be_suspended([month(each) for each in missed])
    assert found == (day(suspended) if suspended else None)


def test_arrears_go_back_to_july_2026_and_no_further():
    facts = Facts(PartialDate(1966, 8, 20), disability_degree="severe")
    paid = {month("2026-07"): 750_000, month("2026-08"): 750_000, month("2026-09"): 1_200_000}
    found = assistance.arrears(facts, month("2026-05"), month("2026-09"), paid)
    assert [(each.month, each.difference) for each in found.months] == [
        (day("2026-07-01"), 60_000), (day("2026-08-01"), 330_000), (day("2026-09-01"), 0),
    ]  # fmt: skip
    assert (found.total, [each.code for each in found.notices]) == (390_000, ["AS-6144"])


# ---------------------------------------------------------------- the whole


def test_the_public_face_is_whole():
    assert all(getattr(assistance, name) is not None for name in assistance.__all__)
    with pytest.raises(AttributeError):
        getattr(assistance, "nothing")  # noqa: B009 - a checker knows that it is not there


def test_an_answer_is_reasoned_step_by_step():
    facts = Facts(PartialDate(1990, 5, 22), disability_degree="severe")
    assert [str(each) for each in assistance.assess(facts, month("2026-11")).reasons] == [
        "Tháng 11/2026 áp dụng Nghị định 335/2026/NĐ-CP; xét theo ngày cuối tháng 30/11/2026,"
        " khi đó đối tượng 36 tuổi.",
        "Mức chuẩn trợ giúp xã hội: 540.000 đồng (NĐ 335/2026 Điều 4; Điều 32 khoản 3, 4).",
        "Người khuyết tật nặng, từ đủ 16 đến dưới 60 tuổi: hệ số 1,5, thành tiền 810.000 đồng"
        " (NĐ 335/2026 Điều 5 khoản 6; Điều 6).",
    ]
