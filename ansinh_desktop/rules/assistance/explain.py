"""Why an assessment says what it says: the reasons with their articles, the doubts, the open outcomes."""

import datetime
from collections.abc import Hashable, Iterator, Sequence

from ansinh_desktop.rules import calendar, law, wording
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import Alternative, CarerLine, Line, Notice, Reason, Scheme
from ansinh_desktop.rules.assistance.data import Flags, Level, MonthRules, Question
from ansinh_desktop.rules.assistance.facts import Child, Facts, ages_in_month
from ansinh_desktop.rules.assistance.outcomes import (
    LOW_PENSION,
    OWN_PENSION,
    Outcome,
    Setting,
    alike,
    otherwise,
)
from ansinh_desktop.rules.edition import cached

_PAYEES = {
    "carer": "người nhận chăm sóc",
    "household": "hộ gia đình đang chăm sóc",
    "person": "người khuyết tật",
}
PUPIL: Flags = frozenset({"was_k1_until_16", "studying"})
"""Of whom the age in an earlier month bears on what is doubtful."""
_CHILD_WITHOUT_CARE = frozenset({"k1"})
_MOST_KNOWN = 8192
_TURNS_16 = 192
_TURNS_22 = 264
_TURNS_75 = 900
_TURNS_80 = 960
AGES = (_TURNS_75, _TURNS_80)
"""The ages in months at which a doubt begins or ends, whatever the rules of the month say of them."""


# ---------------------------------------------------------------- what is doubtful


def notices(setting: Setting, chosen: Outcome, open_ones: Sequence[Outcome]) -> Iterator[Notice]:
    """Yield what the officer has to know or to confirm.

    Args:
        setting: The person and the law of the month.
        chosen: The outcome that is taken meanwhile.
        open_ones: All outcomes that the facts leave open, where their amounts differ.
    """
    facts, rules = setting.facts, setting.rules
    if facts.died_in_year:
        yield from _death_notices(facts, rules)
    if open_ones or facts.birth.estimated:
        yield from _open_notices(facts, rules, open_ones)
    yield from _presumed_notices(setting, chosen)
    yield from _marked_notices(chosen.lines)
    yield from _marked_notices(chosen.carer)
    # Asked of ten thousand people: of nearly all there is nothing more to say, which is seen here at once.
    if facts.no_source_case:
        yield from _case_notices(facts, rules)
    if facts.flags >= PUPIL:
        yield from _study_notices(facts, rules, chosen)
    if _TURNS_75 <= chosen.span.on_last < _TURNS_80:
        yield from _elder_notices(rules, chosen, setting.base)
    flags = facts.flags_on(rules.day, chosen.said[0])
    if "single_parent" in flags:
        yield from _single_parent_notices(setting, chosen, flags)
    if chosen.carer:
        yield from _carer_notices(rules, chosen)
    if rules.pension is not None:
        yield from _pension_notices(setting, rules.pension, chosen, flags)
    if calendar.month_start(rules.day) < rules.rule_set.effective_from <= rules.day:
        yield Notice(
            "AS-6135",
            confirm=False,
            facts={"month": wording.month(rules.day), "decree": rules.rule_set.label},
        )


def unanswered(open_ones: Sequence[Outcome]) -> tuple[str, ...]:
    """Return the questions on whose answers the outcomes hang."""
    return tuple(
        question.id
        for question in data.questions().values()
        if len({_answers_given(each, question) for each in open_ones}) > 1
    )


def _answers_given(outcome: Outcome, question: Question) -> frozenset[str]:
    return frozenset(said[question.id].label for said in outcome.said if question.id in said)


def _open_notices(facts: Facts, rules: MonthRules, open_ones: Sequence[Outcome]) -> Iterator[Notice]:
    asked = unanswered(open_ones)
    offers = sorted({sum(each.money(facts.present_group)) for each in open_ones})
    amounts = " hoặc ".join(wording.money(amount) for amount in offers)
    for each in asked:
        told = {"question": each, "label": data.questions()[each].label, "amounts": amounts}
        yield Notice("AS-6145", facts=told | {"month": wording.month(rules.day)})
    if _births_matter(open_ones, facts.present_group):
        yield Notice("AS-6120", facts={"birth": _open_births(facts)})
    elif facts.birth.estimated:
        yield Notice("AS-6134", confirm=False, facts={"birth": facts.birth.show()})


def _births_matter(open_ones: Sequence[Outcome], group: str) -> bool:
    """Whether one and the same answer gives several amounts, so that births decide between them."""
    found: dict[tuple[str, ...], set[tuple[int, int]]] = {}
    for outcome in open_ones:
        for said in outcome.said:
            key = tuple(each.label for each in said.values())
            found.setdefault(key, set()).add(outcome.money(group))
    return any(len(each) > 1 for each in found.values())


def _open_births(facts: Facts) -> str:
    """Return the births that leave the answer open, as they are recorded."""
    own = [facts.birth.show()] if facts.birth.month is None else []
    return ", ".join(
        [*own, *(f"{each.birth.show()} (con)" for each in facts.children if not each.birth.month)]
    )


def _death_notices(facts: Facts, rules: MonthRules) -> Iterator[Notice]:
    if facts.died_on and facts.died_on.year == rules.day.year:
        yield Notice("AS-6149", facts={"year": facts.died_on.year, "month": wording.month(rules.day)})


def _marked_notices(paid: Sequence[Line] | Sequence[CarerLine]) -> Iterator[Notice]:
    for each in paid:
        if each.mark == "?":
            yield Notice("AS-6122", each.article, facts={"label": each.label})


@cached()
def _known_presumed() -> dict[Hashable, tuple[Notice, ...]]:
    return {}


def _presumed_notices(setting: Setting, chosen: Outcome) -> tuple[Notice, ...]:
    if not setting.facts.unanswered:
        return ()
    known, key = _known_presumed(), alike(setting, chosen)
    found = known.get(key)
    if found is None:
        if len(known) >= _MOST_KNOWN:
            known.clear()
        known[key] = found = tuple(_presumed(setting, chosen))
    return found


def _presumed(setting: Setting, chosen: Outcome) -> Iterator[Notice]:
    group = setting.facts.present_group
    others: dict[str, list[str]] = {}
    for question, answer, outcome in otherwise(setting, chosen):
        amount = wording.money(sum(outcome.money(group)))
        others.setdefault(question.id, []).append(f"{amount} đồng nếu {answer.label}")
    for each, said in others.items():
        question = data.questions()[each]
        facts = {
            "question": each,
            "label": question.label,
            "month": wording.month(setting.rules.day),
            "used": wording.money(sum(chosen.money(group))),
            "others": ", ".join(said),
        }
        yield Notice("AS-6146", confirm=question.confirm, facts=facts)


def _case_notices(facts: Facts, rules: MonthRules) -> Iterator[Notice]:
    if not (facts.father or facts.mother):
        return
    suggested = facts.suggested_case(rules.day)
    if suggested != facts.no_source_case:
        points = law.code_list("no_source_case")
        yield Notice(
            "AS-6133",
            confirm=False,
            facts={
                "chosen": _point(points, facts.no_source_case),
                "suggested": _point(points, suggested) if suggested else "chưa đủ căn cứ thuộc điểm nào",
            },
        )


def _point(points: law.CodeList, code: str) -> str:
    row = points.get(code)
    return f"điểm {row.extra['point']} ({row.label[0].lower()}{row.label[1:]})" if row else code


def _study_notices(facts: Facts, rules: MonthRules, chosen: Outcome) -> Iterator[Notice]:
    if chosen.span.on_last < _TURNS_22:
        return
    if data.doubtful("k2_at_22", rules.day):
        yield Notice("AS-6123", "NĐ 20/2021 Điều 5 khoản 2")
    elif any(each.group == "k2" for each in chosen.lines) and _ended_at_22_before(facts, rules):
        yield Notice("AS-6124", "NĐ 335/2026 Điều 5 khoản 2")


def _ended_at_22_before(facts: Facts, rules: MonthRules) -> bool:
    if not data.doubtful("k2_ended_at_22", rules.day):
        return False
    start = rules.rule_set.effective_from
    last_month_before = calendar.month_start(start) - datetime.timedelta(days=1)
    return any(span.on_last >= _TURNS_22 for span in ages_in_month(facts.birth, last_month_before))


def _elder_notices(rules: MonthRules, chosen: Outcome, base: Level) -> Iterator[Notice]:
    if not data.doubtful("k5a_75_80_jul_oct_2026", rules.day):
        return
    next_decree = data.month_rules(
        calendar.month_end(rules.rule_set.effective_to + datetime.timedelta(days=1))
    )
    for line in chosen.lines:
        later = [each for each in next_decree.allowances if each.group == line.group == "k5a"]
        for rule in (each for each in later if each.covers(chosen.span.on_last)):
            other = wording.money(data.times(rule.coefficient, base.amount))
            facts = {"each": wording.number(rule.coefficient), "other": other}
            yield Notice("AS-6125", "NĐ 335/2026 Điều 32 khoản 3, 4", facts=facts)


def _single_parent_notices(setting: Setting, chosen: Outcome, flags: Flags) -> Iterator[Notice]:
    facts, rules = setting.facts, setting.rules
    if not flags & {"poor", "near_poor"}:
        return
    grown = [each for each in facts.children if _studies_past_16(each, rules.day)]
    doubted = list(_over_16_notices(setting, chosen, grown))
    yield from doubted
    if not chosen.children and not doubted:
        yield Notice("AS-6136", confirm=False)


def _studies_past_16(child: Child, day: datetime.date) -> bool:
    studies = child.flags & {"studying", "studying_without_gap"}
    return bool(studies) and ages_in_month(child.birth, day)[0].on_last >= _TURNS_16


def _over_16_notices(setting: Setting, chosen: Outcome, grown: Sequence[Child]) -> Iterator[Notice]:
    if not data.doubtful("k4_new_claim_child_over_16", setting.rules.day):
        return
    new = [each for each in grown if "parent_already_receiving" not in each.flags]
    if new:
        other = (chosen.children + len(new)) * setting.base.amount
        said = {"count": len(new), "other": wording.money(other)}
        yield Notice("AS-6126", "NĐ 335/2026 Điều 5 khoản 4", facts=said)
    gap = [each for each in grown if each not in new and "studying_without_gap" not in each.flags]
    if gap:
        yield Notice("AS-6147", "NĐ 335/2026 Điều 5 khoản 4", facts={"count": len(gap)})


def _carer_notices(rules: MonthRules, chosen: Outcome) -> Iterator[Notice]:
    taken_in = [
        each for each in (*chosen.last.carers, *chosen.last.carers_passed_over) if each.group == "taken_in"
    ]
    if len(taken_in) > 1 and data.doubtful("k1_and_very_severe_fostered", rules.day):
        yield Notice("AS-6127", taken_in[0].article)
    paid = {each.payee for each in chosen.carer}
    if {"person", "household"} <= paid and data.doubtful("maternity_and_household_carer", rules.day):
        article = data.article_of(data.doubts()["maternity_and_household_carer"], rules.rule_set.id)
        yield Notice("AS-6148", article)


def _pension_notices(setting: Setting, pension: Level, chosen: Outcome, flags: Flags) -> Iterator[Notice]:
    facts, rule = setting.facts, chosen.pension_rule
    if rule is None:
        if flags & OWN_PENSION:
            yield from _unknown_own_pension(setting, pension, chosen, flags)
        return
    if facts.in_facility:
        yield Notice("AS-6129", pension.article)
    if rule.mark == "?" and facts.own_pension is not None:
        amounts = {
            "own": wording.money(facts.own_pension),
            "other": wording.money(pension.amount),
            "difference": wording.money(pension.amount - facts.own_pension),
        }
        yield Notice("AS-6128", rule.article, facts=amounts)
    elif rule.mark == "?":
        yield Notice("AS-6122", rule.article, facts={"label": rule.label})


def _unknown_own_pension(setting: Setting, pension: Level, chosen: Outcome, flags: Flags) -> Iterator[Notice]:
    facts, day = setting.facts, setting.rules.day
    if facts.own_pension is not None or facts.has_died_before(day):
        return
    lower = any(each.matches(flags | {LOW_PENSION}, chosen.span.on_last) for each in setting.rules.pensions)
    if lower and pension.amount > chosen.allowance:
        amounts = {"used": wording.money(chosen.allowance), "other": wording.money(pension.amount)}
        yield Notice("AS-6137", pension.article, confirm=False, facts=amounts)


def alternatives(facts: Facts, outcomes: Sequence[Outcome]) -> Iterator[Alternative]:
    """Yield each outcome that the facts leave open, with its condition."""
    asked = unanswered(outcomes)
    births = _births_matter(outcomes, facts.present_group)
    for each in outcomes:
        yield Alternative(
            condition=_condition(facts, each, asked, births=births),
            pay=each.pay(facts.present_group),
            allowance=each.allowance,
            social_pension=each.pension,
            carer=each.carer_total,
        )


def _condition(facts: Facts, outcome: Outcome, asked: Sequence[str], *, births: bool) -> str:
    parts = []
    for each in asked:
        labels = dict.fromkeys(said[each].label for said in outcome.said)
        if len(labels) < len(data.questions()[each].answers):
            parts.append(" hoặc ".join(labels))
    if births and facts.birth.month is None:
        span = outcome.span
        parts.append(f"sinh từ {wording.date(span.earliest)} đến {wording.date(span.latest)}")
    if births and any(each.birth.month is None for each in facts.children):
        parts.append(f"có {outcome.children} con thuộc diện")
    return "nếu " + ", ".join(parts)


# ---------------------------------------------------------------- why


def reasons(setting: Setting, chosen: Outcome, scheme: Scheme, *, is_open: bool) -> Iterator[Reason]:
    """Yield the steps of the reasoning, in the order of evaluation."""
    facts, rules, base = setting.facts, setting.rules, setting.base
    yield _first_reason(facts, rules)
    yield Reason("AS-6152", base.article, {"amount": wording.money(base.amount)})
    if facts.died_on is not None and facts.has_died_before(rules.day):
        yield _death_reason(facts, facts.died_on, rules)
    if facts.in_facility:
        yield Reason(
            "AS-6163", "NĐ 20/2021 Điều 25 khoản 5" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 22"
        )
    if _CHILD_WITHOUT_CARE & {each.group for each in (*chosen.last.counted, *chosen.first.counted)}:
        yield from _case_reasons(facts, rules)
    yield from _line_reasons(rules, chosen)
    yield from _pension_reasons(rules, chosen, scheme)
    yield from _carer_reasons(chosen)
    if is_open:
        yield Reason("AS-6169", facts={"month": wording.month(rules.day)})
    elif scheme == "none" and not chosen.carer:
        yield Reason("AS-6161", facts={"month": wording.month(rules.day)})


def _death_reason(facts: Facts, died_on: datetime.date, rules: MonthRules) -> Reason:
    article = "NĐ 20/2021 Điều 8 khoản 2" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 8, Điều 9"
    if facts.died_in_year:
        return Reason("AS-6168", article, {"year": died_on.year})
    return Reason("AS-6166", article, {"month": wording.month(died_on)})


def _first_reason(facts: Facts, rules: MonthRules) -> Reason:
    said = {
        "month": wording.month(rules.day),
        "decree": rules.rule_set.label,
        "day": wording.date(rules.day),
    }
    least, most = facts.birth.age_months_on(rules.day)
    if facts.has_died_before(rules.day) or most < 0:
        return Reason("AS-6167", facts=said)
    age = wording.open_age(max(least, 0), most)
    if facts.birth.estimated:
        age = f"khoảng {age} (ngày sinh ước lượng)"
    elif facts.birth.month is None:
        age = f"{age} (chỉ biết năm sinh {facts.birth.year})"
    return Reason("AS-6151", facts=said | {"age": age})


def _case_reasons(facts: Facts, rules: MonthRules) -> Iterator[Reason]:
    row = law.code_list("no_source_case").get(facts.no_source_case or facts.suggested_case(rules.day))
    if row:
        decree = "NĐ 20/2021" if rules.rule_set.id == "nd20" else "NĐ 335/2026"
        yield Reason("AS-6164", f"{decree} Điều 5 khoản 1 điểm {row.extra['point']}", {"label": row.label})


def _line_reasons(rules: MonthRules, chosen: Outcome) -> Iterator[Reason]:
    for line in chosen.lines:
        common = {
            "label": line.label,
            "each": wording.number(line.each),
            "amount": wording.money(line.amount),
        }
        if line.count == 1:
            yield Reason("AS-6154", line.article, common)
        else:
            yield Reason("AS-6155", line.article, common | {"count": line.count})
    if len(chosen.lines) > 1:
        yield Reason("AS-6157", rules.several_groups_article, {"amount": wording.money(chosen.allowance)})
    for each in chosen.last.passed_over if chosen.lines else ():
        facts = {"label": each.label, "each": wording.number(each.coefficient)}
        yield Reason("AS-6156", rules.several_groups_article, facts)
    if chosen.kept_lines or chosen.kept_carer:
        article = "NĐ 20/2021 Điều 8 khoản 2" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 9"
        yield Reason("AS-6162", article, {"month": wording.month(rules.day)})


def _pension_reasons(rules: MonthRules, chosen: Outcome, scheme: Scheme) -> Iterator[Reason]:
    rule = chosen.pension_rule
    if not (chosen.pension and rule and rules.pension):
        return
    facts = {"label": rule.label, "amount": wording.money(chosen.pension)}
    yield Reason("AS-6158", wording.articles(rule.article, rules.pension.article), facts)
    if chosen.allowance:
        name = "trợ cấp hưu trí xã hội" if scheme == "pension" else "trợ cấp xã hội hằng tháng"
        article = "NĐ 335/2026 Điều 31" if rules.rule_set.id == "nd335" else rules.pension.article
        yield Reason("AS-6159", article, {"scheme": name})


def _carer_reasons(chosen: Outcome) -> Iterator[Reason]:
    for line in chosen.carer:
        facts = {
            "label": line.label,
            "each": wording.number(line.coefficient),
            "amount": wording.money(line.amount),
            "payee": _PAYEES[line.payee],
        }
        yield Reason("AS-6160", line.article, facts)
    shared = chosen.last.share_of_spouse
    if shared:
        yield Reason("AS-6165", shared.article, {"label": shared.label})
