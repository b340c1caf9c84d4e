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
from ansinh_desktop.rules import assistance, calendar, edition, law
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
_FIRST_DECREE = datetime.date(2021, 7, 1)
_SIXTEEN = 16 * 12
_PRISON = ("serving_sentence", "serving_admin_measure")


def recorded_on(answers: Answers, default: datetime.date) -> datetime.date:
    """Return the day whose decree the recorded group is named by: of the decision, else of what is known beside it."""
    for key in ("decision_date", "received_on"):
        if day := parts.day_of(answers, key):
            return day
    months = [answers[key] for key in ("start_month", "recorded_month") if answers.get(key)]
    return PartialDate.from_iso(months[0]).last if months else default


def paid_since(answers: Answers) -> datetime.date | None:
    """Return the first day from which the record knows the person to be paid."""
    month = answers.get("start_month") or answers.get("recorded_month")
    return PartialDate.from_iso(month).first if month else None


def needs_poverty(answers: Answers) -> bool:
    """Whether the group is one of poor or near-poor households."""
    return answers.get("social_group") in _OF_POOR_HOUSEHOLDS or bool(answers.get("also_single_parent"))


def has_children(answers: Answers) -> bool:
    """Whether the record says that there are children."""
    return bool(answers.get("children") or _counted_children(answers))


def older_children_are_new(answers: Answers, on: datetime.date) -> bool:
    """Whether children of 16 and more are claimed for anew under the decree that only lets them go on."""
    if not answers.get("children_16_22"):
        return False
    since = paid_since(answers)
    before = since is not None and assistance.rule_set_on(max(since, _FIRST_DECREE)).id == "nd20"
    return assistance.rule_set_on(on).id != "nd20" and not before


def _counted_children(answers: Answers, on: datetime.date | None = None) -> int | None:
    keys = ["children_under_16", "children_16_22"]
    if on is not None and older_children_are_new(answers, on):
        keys.pop()
    parts_of = [answers.get(key) for key in keys]
    known = [count for count in parts_of if count is not None]
    total: int | None = sum(known) if known else answers.get("children_total")
    return total


def _flags(answers: Answers, on: datetime.date) -> frozenset[str]:
    group = answers.get("social_group") or ""
    found = set(_IMPLIED.get(group, {group} & assistance.local_groups()))
    if group == "k5b" and _is_k5b_of_nd335(answers, on):
        found = set(_K5B_SINCE_ND335)
    for key, flag in _ANSWERED_FLAGS.items():
        if answers.get(key) is not None:
            found -= {flag}
            found |= {flag} if answers[key] else set()
    if answers.get("also_single_parent"):
        found.add("single_parent")
    benefits = answers.get("benefits") or ()
    if "insurance" in benefits:
        found.add("own_pension")
    if "social_assistance" in benefits:
        found.add("other_social_allowance")
    if group == "k2":
        found -= _not_studying(answers, on)
    small = answers.get("children_under_36m")
    if small and not answers.get("children"):
        found |= {"two_children_under_36m" if small > 1 else "one_child_under_36m"}
        if small == 1 and "pregnant" in found:
            found = found - {"pregnant", "one_child_under_36m"} | {"pregnant_and_child_under_36m"}
    return frozenset(found)


def _is_k5b_of_nd335(answers: Answers, on: datetime.date) -> bool:
    """Whether điểm b is that of NĐ 335: the same letter meant other people under NĐ 20, for whom it ended in 2025."""
    if assistance.rule_set_on(on).id == "nd20":
        return False
    if answers.get("hard_area") and not answers.get("facility_eligible"):
        return False
    return assistance.rule_set_on(max(recorded_on(answers, on), _FIRST_DECREE)).id != "nd20"


def _not_studying(answers: Answers, on: datetime.date) -> set[str]:
    """Return which flags of a pupil the answers take away: left school, with a gap, or on a paper that has run out."""
    last = answers.get("study_paper_to")
    if answers.get("school_status") in ("not_yet", "left") or (last and last < f"{on:%Y-%m}-01"):
        return {"studying", "studying_without_gap"}
    return {"studying_without_gap"} if answers.get("studies_without_gap") is False else set()


def _children(answers: Answers) -> tuple[assistance.Child, ...]:
    rows = answers.get("children")
    if not rows:
        return ()
    found, since = [], paid_since(answers)
    for row in rows:
        if not row.get("birth_date"):
            continue
        birth = PartialDate.from_iso(row["birth_date"])
        flags = {"studying"} if row.get("school_status") == "studying" else set()
        if row.get("without_gap"):
            flags.add("studying_without_gap")
        if since is not None and since < calendar.add_months(birth.last, _SIXTEEN):
            flags.add("parent_already_receiving")
        found.append(assistance.Child(birth, frozenset(flags)))
    return tuple(found)


def in_facility(facts: CaseFacts) -> bool:
    """Whether the person lives in a facility in the month of the day; the month of admission is still paid.

    Admission and leaving may stand in one event or in two.
    """
    if not facts.events:
        return False
    month = f"{facts.on:%Y-%m}"
    events = [each.answers for each in facts.events_of("facility")]
    admitted = [
        each["admitted_on"] for each in events if each.get("admitted_on") and each["admitted_on"][:7] < month
    ]
    if not admitted:
        return False
    last = max(admitted)
    return not any(
        last <= each["left_on"] and each["left_on"][:7] <= month for each in events if each.get("left_on")
    )


def birth_of(facts: CaseFacts) -> PartialDate:
    """Return the birth of the person, where it is known."""
    return PartialDate.from_iso(facts.person["birth_date"])


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
    if not poverty and needs_poverty(answers):
        poverty = "poor"
    children = _children(answers)
    birth, decided = PartialDate.from_iso(born), parts.day_of(answers, "decision_date")
    if not exact:
        birth, decided = assistance.alike(birth, decided, children=bool(children))
    return assistance.Facts(
        birth=birth,
        flags=_flags(answers, facts.on),
        children=children,
        qualifying_children=None if children else _counted_children(answers, facts.on),
        disability_degree=answers.get("disability_degree") or "",
        poverty_status=poverty,
        no_source_case=(answers.get("no_source_case") or "") if group == "k1" else "",
        father=(answers.get("father_state") or "") if group == "k1" else "",
        mother=(answers.get("mother_state") or "") if group == "k1" else "",
        in_facility=in_facility(facts),
        present_group=group,
        first_decided_on=decided,
        own_pension=answers.get("benefit_insurance_amount"),
        spouse_has_share=bool(answers.get("spouse_has_share")),
        died_on=PartialDate.from_iso(died).last if (died := facts.person.get("death_date")) else None,
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
        return assess(found, calendar.month_start(facts.on)) if found else None
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
    """Return the clause of Điều 5 and in a few words whom it means: "khoản 6: người khuyết tật"."""
    row = law.code_list("social_group").get(facts.answers.get("social_group") or "")
    if row is None:
        return None
    shown = _clause_of(row)
    single = law.code_list("social_group").get("k4") if facts.answers.get("also_single_parent") else None
    return f"{shown}; {_clause_of(single)}" if single else shown


def _clause_of(row: law.Code) -> str:
    if row.extra.get("confidentiality") == "c4":
        return "Điều 5"  # its clause alone would tell of HIV
    return f"{row.extra['clause']}: {row.extra['short']}" if row.code != "pension" else row.label


def clause_now(found: Assessment) -> Value:
    """Return the clauses of the groups that the law counts."""
    rows = law.code_list("social_group")
    counted = ("pension",) if found.scheme == "pension" else found.groups
    return "; ".join(_clause_of(row) for each in counted if (row := rows.get(each))) or None


def _difference(facts: CaseFacts) -> Value:
    """Return by how much the law's amount is above the recorded one."""
    found, recorded = assessment(facts), facts.answers.get("recorded_amount")
    return found.pay - recorded if found and recorded is not None and found.pay > recorded else None


def _month_events(kind: str, facts: CaseFacts) -> list[Answers]:
    if not facts.events:
        return []
    month = f"{facts.on:%Y-%m}"
    return [each.answers for each in facts.events_of(kind) if each.answers.get("month") == month]


def month_before(facts: CaseFacts) -> CaseFacts:
    """Return the facts of the month before."""
    return dataclasses.replace(facts, on=facts.on.replace(day=1) - datetime.timedelta(days=1))


def _until_then(key: str, value: Callable[[Assessment], Value]) -> Callable[[CaseFacts], Value]:
    """Return what was paid until the month of a list: as recorded under the same base, else by the law of that month."""

    def compute(facts: CaseFacts) -> Value:
        before, recorded = month_before(facts), facts.answers.get(key)
        found = assessment(before)
        if found is None:
            return recorded
        month = facts.answers.get("recorded_month")
        level = assistance.base_on(before.on, assistance.local_levels())
        current = month is not None and PartialDate.from_iso(month).last >= level.effective_from
        return recorded if recorded and current else value(found) or recorded

    return compute


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


def once_total(facts: CaseFacts) -> int:
    """Return what is paid beside the allowance with the list of the facts' month: arrears, a funeral."""
    return sum(_sum_of(kind)(facts) or 0 for kind in ("arrears", "funeral"))


def deduction(facts: CaseFacts) -> int:
    """Return what is taken back with the list of the facts' month."""
    return _sum_of("deduction")(facts) or 0


def total(facts: CaseFacts) -> int | None:
    """Return all that is paid with the list of the facts' month; None where the law's part cannot be told."""
    found = assessment(facts)
    return None if found is None else found.total + once_total(facts) - deduction(facts)


COMPUTED = (
    Computed("clause", "Nhóm", kinds.Text(), clause),
    Computed("clause_now", "Nhóm theo luật", kinds.Text(), _of_law(clause_now), of_lists=True),
    Computed("coefficient", "Hệ số", kinds.Decimal(), _of_law(_coefficient)),
    Computed("base", "Mức chuẩn (đồng)", kinds.Money(), _of_law(_base)),
    Computed("amount", "Mức trợ cấp (đồng)", kinds.Money(), _of_law(lambda found: found.pay)),
    Computed(
        "carer_amount",
        "Kinh phí chăm sóc (đồng)",
        kinds.Money(),
        _of_law(lambda found: found.carer_total or None),
    ),
    Computed(
        "last_coefficient",
        "Hệ số đã hưởng",
        kinds.Decimal(),
        _until_then("recorded_coefficient", _coefficient),
        of_lists=True,
    ),
    Computed(
        "last_amount",
        "Mức đã hưởng (đồng)",
        kinds.Money(),
        _until_then("recorded_amount", lambda found: found.pay or None),
        of_lists=True,
    ),
    Computed("difference", "Chênh lệch mỗi tháng (đồng)", kinds.Money(), _difference),
    Computed("article", "Căn cứ", kinds.Text(), _of_law(lambda found: found.article or None)),
    Computed("arrears_span", "Truy lĩnh từ–đến", kinds.Text(), _arrears_span),
    Computed("arrears", "Truy lĩnh (đồng)", kinds.Money(), _sum_of("arrears")),
    Computed("deduction", "Truy thu, giảm trừ (đồng)", kinds.Money(), _sum_of("deduction")),
    Computed("once", "Một lần, mai táng phí (đồng)", kinds.Money(), _sum_of("funeral")),
    Computed("total", "Tổng (đồng)", kinds.Money(), total),
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
    else:
        yield from _check_paid(facts, found)
    # What is doubtful matters most where nothing is paid.
    for each in found.notices:
        yield (warning if each.confirm else note)(each.code, "social_group", **each.facts)
    if not facts.answers.get("children") and older_children_are_new(facts.answers, found.month):
        yield warning("AS-6126", "children_16_22")


def _check_paid(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    counted = ("pension",) if found.scheme == "pension" else found.groups
    if facts.answers["social_group"] not in counted:
        label = law.code_list("social_group").label_of(counted[0])
        yield warning("AS-2217", "social_group", group=label, article=found.article)
    yield from _check_coefficient(facts, found)
    yield from _check_amount(facts, found)


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
