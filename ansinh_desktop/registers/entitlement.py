"""What the law pays for a record of social assistance: from answers to facts, to columns and findings."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.kinds import Value
from ansinh_desktop.registers.spec import Answers, CaseFacts, Computed, Confidentiality
from ansinh_desktop.rules import assistance, edition, law
from ansinh_desktop.rules.assistance import Assessment
from ansinh_desktop.rules.edition import cached

# What the officer has decided by naming the group, where no answer of the form says otherwise.
_IMPLIED: dict[str, frozenset[str]] = {
    "k1": frozenset({"no_source_of_care"}),
    "k2": frozenset({"was_k1_until_16", "studying", "studying_without_gap"}),
    "k3": frozenset({"hiv"}),
    "k4": frozenset({"single_parent"}),
    "k5a": frozenset({"no_supporter"}),
    "k5b": frozenset({"hard_area"}),
    "k5d": frozenset({"no_supporter", "facility_eligible", "taken_in"}),
    "k7": frozenset({"hard_area"}),
    "k8": frozenset({"hiv"}),
}
_K5B_SINCE_ND335 = _IMPLIED["k5d"]
_OF_POOR_HOUSEHOLDS = frozenset({"k3", "k4", "k5a", "k5b", "k5d", "k7", "k8", "pension"})
_ANSWERED_FLAGS = {
    "no_supporter": "no_supporter",
    "facility_eligible": "facility_eligible",
    "hard_area": "hard_area",
    "has_wage": "wage",
    "taken_in": "taken_in",
    "cared_at_home": "cared_at_home",
    "pregnant": "pregnant",
}
_PRISON = ("serving_sentence", "serving_admin_measure")


def has_children(answers: Answers) -> bool:
    """Whether the record says that there are children."""
    return bool(answers.get("children") or _counted_children(answers))


def _counted_children(answers: Answers) -> int | None:
    parts_of = [answers.get(key) for key in ("children_under_16", "children_16_22")]
    known = [count for count in parts_of if count is not None]
    total: int | None = sum(known) if known else answers.get("children_total")
    return total


def _flags(answers: Answers, on: datetime.date) -> frozenset[str]:
    group = answers.get("social_group") or ""
    found = set(_IMPLIED.get(group, {group} & assistance.local_groups()))
    if group == "k5b" and assistance.rule_set_on(on).id != "nd20":
        found = set(_K5B_SINCE_ND335)
    for key, flag in _ANSWERED_FLAGS.items():
        if answers.get(key) is not None:
            found -= {flag}
            found |= {flag} if answers[key] else set()
    if answers.get("also_single_parent"):
        found.add("single_parent")
    if "insurance" in (answers.get("benefits") or ()):
        found.add("own_pension")
    if group == "k2" and answers.get("school_status") in ("not_yet", "left"):
        found -= {"studying", "studying_without_gap"}
    small = answers.get("children_under_36m")
    if small and not answers.get("children"):
        found |= {"two_children_under_36m" if small > 1 else "one_child_under_36m"}
        if small == 1 and "pregnant" in found:
            found = found - {"pregnant", "one_child_under_36m"} | {"pregnant_and_child_under_36m"}
    return frozenset(found)


def _children(answers: Answers) -> tuple[assistance.Child, ...]:
    found = []
    for row in answers.get("children") or ():
        flags = {"studying"} if row.get("school_status") == "studying" else set()
        if row.get("without_gap"):
            # The row stands here because the parent is paid for this child.
            flags |= {"studying_without_gap", "parent_already_receiving"}
        if row.get("birth_date"):
            found.append(assistance.Child(PartialDate.from_iso(row["birth_date"]), frozenset(flags)))
    return tuple(found)


def law_facts(facts: CaseFacts, *, exact: bool = True) -> assistance.Facts | None:
    """Return the facts as the law's rules take them; None while birth or group is not known.

    Args:
        facts: The record.
        exact: Whether to tell days that the law treats alike.
    """
    born, answers = facts.person.get("birth_date"), facts.answers
    group = answers.get("social_group")
    if not born or not group:
        return None
    poverty = facts.person.get("poverty_status") or ""
    if not poverty and (group in _OF_POOR_HOUSEHOLDS or answers.get("also_single_parent")):
        poverty = "poor"
    children = _children(answers)
    birth, decided = PartialDate.from_iso(born), parts.day_of(answers, "decision_date")
    if not exact:
        birth, decided = assistance.alike(birth, decided, children=bool(children))
    return assistance.Facts(
        birth=birth,
        flags=_flags(answers, facts.on),
        children=children,
        qualifying_children=None if children else _counted_children(answers),
        disability_degree=answers.get("disability_degree") or "",
        poverty_status=poverty,
        no_source_case=(answers.get("no_source_case") or "") if group == "k1" else "",
        father=(answers.get("father_state") or "") if group == "k1" else "",
        mother=(answers.get("mother_state") or "") if group == "k1" else "",
        present_group=group,
        first_decided_on=decided,
        own_pension=answers.get("benefit_insurance_amount"),
        spouse_has_share=bool(answers.get("spouse_has_share")),
    )


@cached(most=8192)
def assess(facts: assistance.Facts, month: datetime.date) -> Assessment:
    """Return what the law and the province pay for a month."""
    return assistance.assess(facts, month, assistance.local_levels())


def assessment(facts: CaseFacts) -> Assessment | None:
    """Return what the law pays in the month of the day asked for; None where it cannot be told."""
    key = assessment, edition.current()
    if key not in facts.answered:
        facts.answered[key] = _assessment(facts)
    found: Assessment | None = facts.answered[key]
    return found


def _assessment(facts: CaseFacts) -> Assessment | None:
    try:
        found = law_facts(facts, exact=False)
        return assess(found, facts.on.replace(day=1)) if found else None
    except UserError:
        # The day lies before the oldest decree that the law data know.
        return None


# ------------------------------------------------------------------------------------------------ columns


def _of_law(value: Callable[[Assessment], Value]) -> Callable[[CaseFacts], Value]:
    def compute(facts: CaseFacts) -> Value:
        found = assessment(facts)
        return None if found is None else value(found)

    return compute


def _coefficient(found: Assessment) -> Value:
    return kinds.decimal_text(found.coefficient) if found.scheme == "allowance" else None


def _base(found: Assessment) -> Value:
    return found.social_pension if found.scheme == "pension" else found.base


def clause(facts: CaseFacts) -> Value:
    """Return the clause of Điều 5 without what it says of the person: "khoản 6"."""
    row = law.code_list("social_group").get(facts.answers.get("social_group") or "")
    if row is None:
        return None
    shown = str(row.extra["clause"]) if row.code != "pension" else row.label
    return f"{shown}; khoản 4" if facts.answers.get("also_single_parent") else shown


def _difference(facts: CaseFacts) -> Value:
    """Return by how much the law's amount is above the recorded one."""
    found, recorded = assessment(facts), facts.answers.get("recorded_amount")
    return found.pay - recorded if found and recorded is not None and found.pay > recorded else None


def _month_events(kind: str, facts: CaseFacts) -> list[Answers]:
    month = f"{facts.on:%Y-%m}"
    return [each.answers for each in facts.events_of(kind) if each.answers.get("month") == month]


def _sum_of(kind: str) -> Callable[[CaseFacts], Value]:
    def compute(facts: CaseFacts) -> Value:
        return sum(each.get("amount") or 0 for each in _month_events(kind, facts)) or None

    return compute


def _arrears_span(facts: CaseFacts) -> Value:
    spans = [
        "–".join(kinds.Month().show(each.get(key)) for key in ("from_month", "to_month"))
        for each in _month_events("arrears", facts)
    ]
    return "; ".join(spans) or None


def _total(facts: CaseFacts) -> Value:
    found = assessment(facts)
    if found is None:
        return None
    added = sum(_sum_of(kind)(facts) or 0 for kind in ("arrears", "funeral"))
    return found.total + added - (_sum_of("deduction")(facts) or 0)


COMPUTED = (
    Computed("clause", "Nhóm", kinds.Text(), clause),
    Computed("coefficient", "Hệ số", kinds.Decimal(), _of_law(_coefficient)),
    Computed("base", "Mức chuẩn (đồng)", kinds.Money(), _of_law(_base)),
    Computed("amount", "Mức trợ cấp (đồng)", kinds.Money(), _of_law(lambda found: found.pay)),
    Computed(
        "carer_amount",
        "Kinh phí chăm sóc (đồng)",
        kinds.Money(),
        _of_law(lambda found: found.carer_total or None),
    ),
    Computed("difference", "Chênh lệch mỗi tháng (đồng)", kinds.Money(), _difference),
    Computed("article", "Căn cứ", kinds.Text(), _of_law(lambda found: found.article or None)),
    Computed("arrears_span", "Truy lĩnh từ–đến", kinds.Text(), _arrears_span),
    Computed("arrears", "Truy lĩnh (đồng)", kinds.Money(), _sum_of("arrears")),
    Computed("deduction", "Truy thu, giảm trừ (đồng)", kinds.Money(), _sum_of("deduction")),
    Computed("once", "Một lần, mai táng phí (đồng)", kinds.Money(), _sum_of("funeral")),
    Computed("total", "Tổng (đồng)", kinds.Money(), _total),
)


# ------------------------------------------------------------------------------------------------ checks


def recorded_day(facts: CaseFacts) -> datetime.date:
    """Return the day of which the recorded coefficient and amount speak: of their month, else the day asked for."""
    month = facts.answers.get("recorded_month")
    return PartialDate.from_iso(month).last if month else facts.on


def nothing_paid(found: Assessment) -> Finding:
    """Return the finding that the law pays nothing in a month."""
    return warning("AS-2216", "social_group", month=f"{found.month:%m/%Y}", decree=found.rule_set_label)


def check_amounts(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the recorded group, coefficient or amount is not what the law gives, and what is doubtful."""
    recorded = recorded_day(facts)
    found = assessment(facts if recorded == facts.on else dataclasses.replace(facts, on=recorded))
    if found is None:
        return
    if found.scheme == "none":
        yield nothing_paid(found)
        return
    group = facts.answers["social_group"]
    counted = ("pension",) if found.scheme == "pension" else found.groups
    if group not in counted:
        label = law.code_list("social_group").label_of(counted[0])
        yield warning("AS-2217", "social_group", group=label, article=found.article)
    yield from _check_coefficient(facts, found)
    yield from _check_amount(facts, found)
    for each in found.notices:
        yield (warning if each.confirm else note)(each.code, "social_group", **each.facts)


def _check_coefficient(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    recorded = facts.answers.get("recorded_coefficient")
    if not recorded or found.scheme == "pension":
        return
    allowed = {found.coefficient, *(Decimal(each.allowance) / found.base for each in found.alternatives)}
    if Decimal(recorded) not in allowed:
        yield warning(
            "AS-2218",
            "recorded_coefficient",
            recorded=kinds.Decimal().show(recorded),
            lawful=kinds.Decimal().show(kinds.decimal_text(found.coefficient)),
            article=found.article,
        )


def _check_amount(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    recorded = facts.answers.get("recorded_amount")
    if recorded is None:
        return
    open_ones = [amount for each in found.alternatives for amount in (each.pay, each.pay + each.carer)]
    if recorded not in (found.pay, found.total, *open_ones):
        show = kinds.Money().show
        yield warning(
            "AS-2219",
            "recorded_amount",
            recorded=show(recorded),
            lawful=show(found.pay),
            month=f"{found.month:%m/%Y}",
            article=found.article,
        )


def confidentiality(answers: Answers) -> Confidentiality:
    """Return how confidential a record is: HIV c4, a parent who serves a sentence c3."""
    of_group = _BY_GROUP(answers)
    imprisoned = any(answers.get(key) in _PRISON for key in ("father_state", "mother_state"))
    return max(of_group, "c3") if imprisoned else of_group


_BY_GROUP = parts.confidential_by({"social_group": "social_group"})
