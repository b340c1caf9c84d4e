"""Why an assessment says what it says: the reasons with their articles, the doubts, the open outcomes."""

import datetime
from collections.abc import Iterable, Iterator

from ansinh_desktop.rules import calendar, law, wording
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import Alternative, CarerLine, Line, Notice, Reason, Scheme
from ansinh_desktop.rules.assistance.data import Level, MonthRules
from ansinh_desktop.rules.assistance.facts import Facts, ages_in_month
from ansinh_desktop.rules.assistance.outcomes import Outcome

_PAYEES = {
    "carer": "người nhận chăm sóc",
    "household": "hộ gia đình đang chăm sóc",
    "person": "người khuyết tật",
}
_TURNS_16 = 192
_TURNS_22 = 264
_TURNS_75 = 900
_TURNS_80 = 960


# ---------------------------------------------------------------- what is doubtful


def notices(
    facts: Facts, rules: MonthRules, chosen: Outcome, base: Level, outcomes: list[Outcome]
) -> Iterator[Notice]:
    """Yield what the officer has to know or to confirm."""
    if len(outcomes) > 1:
        yield Notice("AS-6120", facts={"birth": facts.birth.show()})
    elif facts.birth.precision == "estimated":
        yield Notice("AS-6134", confirm=False, facts={"birth": facts.birth.show()})
    paid: list[Line | CarerLine] = [*chosen.lines, *chosen.carer]
    for each in paid:
        if each.mark == "?":
            yield Notice("AS-6122", each.article, facts={"label": each.label})
    yield from _case_notices(facts, rules)
    yield from _study_notices(facts, rules, chosen)
    yield from _elder_notices(rules, chosen, base)
    yield from _single_parent_notices(facts, rules, chosen)
    yield from _carer_notices(chosen)
    yield from _pension_notices(facts, rules, chosen)
    if calendar.month_start(rules.day) < rules.rule_set.effective_from <= rules.day:
        yield Notice(
            "AS-6135",
            confirm=False,
            facts={"month": wording.month(rules.day), "decree": rules.rule_set.label},
        )


def _case_notices(facts: Facts, rules: MonthRules) -> Iterator[Notice]:
    suggested = facts.suggested_case(rules.day)
    if facts.no_source_case and (facts.father or facts.mother) and suggested != facts.no_source_case:
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
    studying = {"was_k1_until_16", "studying"} <= facts.flags
    if not studying or chosen.span.on_last < _TURNS_22:
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
    between = _TURNS_75 <= chosen.span.on_last < _TURNS_80
    if not between or not data.doubtful("k5a_75_80_jul_oct_2026", rules.day):
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


def _single_parent_notices(facts: Facts, rules: MonthRules, chosen: Outcome) -> Iterator[Notice]:
    flags = facts.flags_on(rules.day)
    if "single_parent" not in flags or not flags & {"poor", "near_poor"}:
        return
    left_out = [
        each
        for each in facts.children
        if each.flags & {"studying", "studying_without_gap"}
        and not each.flags >= {"studying_without_gap", "parent_already_receiving"}
        and ages_in_month(each.birth, rules.day)[0].on_last >= _TURNS_16
    ]
    if left_out and data.doubtful("k4_new_claim_child_over_16", rules.day):
        yield Notice("AS-6126", "NĐ 335/2026 Điều 5 khoản 4")
    elif not chosen.children:
        yield Notice("AS-6136", confirm=False)


def _carer_notices(chosen: Outcome) -> Iterator[Notice]:
    taken_in = [
        each for each in (*chosen.last.carers, *chosen.last.carers_passed_over) if each.group == "taken_in"
    ]
    if chosen.carer and len(taken_in) > 1:
        yield Notice("AS-6127", taken_in[0].article)


def _pension_notices(facts: Facts, rules: MonthRules, chosen: Outcome) -> Iterator[Notice]:
    if rules.pension is None:
        return
    if facts.in_facility and chosen.pension:
        yield Notice("AS-6129", rules.pension.article)
    barring = facts.flags_on(rules.day) & {"own_pension", "insurance_monthly"}
    if not barring or not data.doubtful("pension_lower_than_social_pension", rules.day):
        return
    others = facts.flags_on(rules.day) - barring
    would_match = any(each.matches(others, chosen.span.on_last) for each in rules.pensions)
    if would_match and facts.own_pension is None:
        yield Notice("AS-6137", rules.pension.article, confirm=False)
    elif would_match and (facts.own_pension or 0) < rules.pension.amount:
        amounts = {"own": wording.money(facts.own_pension or 0), "other": wording.money(rules.pension.amount)}
        yield Notice("AS-6128", rules.pension.article, facts=amounts)


def alternatives(facts: Facts, outcomes: Iterable[Outcome]) -> Iterator[Alternative]:
    """Yield each outcome that the facts leave open, with its condition."""
    for each in outcomes:
        yield Alternative(
            condition=_condition(facts, each),
            pay=each.pay(facts.present_group),
            allowance=each.allowance,
            social_pension=each.pension,
            carer=each.carer_total,
        )


def _condition(facts: Facts, outcome: Outcome) -> str:
    parts = []
    if facts.birth.day is None:
        span = outcome.span
        parts.append(f"sinh từ {wording.date(span.earliest)} đến {wording.date(span.latest)}")
    if any(each.birth.day is None for each in facts.children):
        parts.append(f"có {outcome.children} con thuộc diện")
    return "nếu " + ", ".join(parts)


# ---------------------------------------------------------------- why


def reasons(
    facts: Facts, rules: MonthRules, base: Level, chosen: Outcome, scheme: Scheme
) -> Iterator[Reason]:
    """Yield the steps of the reasoning, in the order of evaluation."""
    yield Reason(
        "AS-6151",
        facts={
            "month": wording.month(rules.day),
            "decree": rules.rule_set.label,
            "day": wording.date(rules.day),
            "age": wording.age(max(chosen.span.on_last, 0)),
        },
    )
    yield Reason("AS-6152", base.article, {"amount": wording.money(base.amount)})
    if facts.died_on is not None and facts.has_died_before(rules.day):
        article = "NĐ 20/2021 Điều 8 khoản 2" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 8, Điều 9"
        yield Reason("AS-6166", article, {"month": wording.month(facts.died_on)})
    if facts.in_facility:
        yield Reason(
            "AS-6163", "NĐ 20/2021 Điều 25 khoản 5" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 22"
        )
    yield from _case_reasons(facts, rules)
    yield from _line_reasons(rules, chosen)
    yield from _pension_reasons(rules, chosen, scheme)
    yield from _carer_reasons(chosen)
    if scheme == "none" and not chosen.carer:
        yield Reason("AS-6161", facts={"month": wording.month(rules.day)})


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
        yield Reason("AS-6157", rules.several_groups_article)
    for each in chosen.last.passed_over if chosen.lines else ():
        facts = {"label": each.label, "each": wording.number(each.coefficient)}
        yield Reason("AS-6156", rules.several_groups_article, facts)
    if chosen.kept_lines or chosen.kept_carer:
        article = "NĐ 20/2021 Điều 8 khoản 2" if rules.rule_set.id == "nd20" else "NĐ 335/2026 Điều 9"
        yield Reason("AS-6162", article, {"month": wording.month(rules.day)})


def _pension_reasons(rules: MonthRules, chosen: Outcome, scheme: Scheme) -> Iterator[Reason]:
    if not (chosen.pension and chosen.last.pension and rules.pension):
        return
    rule = chosen.last.pension
    facts = {"label": rule.label, "amount": wording.money(chosen.pension)}
    yield Reason("AS-6158", f"{rule.article}; {rules.pension.article}", facts)
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
