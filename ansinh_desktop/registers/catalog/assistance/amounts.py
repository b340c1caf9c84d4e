"""What the law pays for a record of social assistance: from answers to facts, to columns and findings."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, Level, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Answers, Value, date_of, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, reckoned_once
from ansinh_desktop.registers.catalog.assistance.answered import (
    answering_field,
    law_facts,
    older_children_are_new,
)
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.field import Confidentiality
from ansinh_desktop.rules import assistance, calendar, law, wording
from ansinh_desktop.rules.assistance import Assessment
from ansinh_desktop.rules.edition import cached

_PRISON = ("serving_sentence", "serving_admin_measure")


@cached(most=8192)
def assess(facts: assistance.Facts, month: datetime.date) -> Assessment:
    """Return what the law and the province pay for a month."""
    return assistance.assess(facts, month, assistance.local_levels())


@reckoned_once
def assessment(facts: CaseFacts) -> Assessment | None:
    """Return what the law pays in the month of the day asked for; None where it cannot be told.

    It is that of all to whom the law gives the same: its reasons may tell another age (:func:`explained`).
    """
    return _asked(facts, exact=False)


def explained(facts: CaseFacts) -> Assessment | None:
    """Return the same with the person's own reasons."""
    return _asked(facts, exact=True)


def _asked(facts: CaseFacts, *, exact: bool) -> Assessment | None:
    try:
        found = law_facts(facts, exact=exact)
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
    return (
        kinds.decimal_text(found.coefficient)
        if found.scheme == "allowance" and not found.unanswered
        else None
    )


def _amount(found: Assessment) -> Value:
    """Return what is paid; nothing while nobody knows what decides it."""
    return None if found.unanswered else found.pay


def base_of(found: Assessment) -> int:
    """Return the base of what is paid: of the allowance, or the social pension itself."""
    return found.social_pension if found.scheme == "pension" else found.base


def clause(facts: CaseFacts) -> Value:
    """Return the clause of Điều 5 and in a few words whom it means: "khoản 6: người khuyết tật"."""
    return _clause(text_of(facts.answers, "social_group"), bool(facts.answers.get("also_single_parent")))


@cached(most=64)
def _clause(group: str, also_single_parent: bool) -> str | None:  # noqa: FBT001
    row = law.code_list("social_group").get(group)
    if row is None:
        return None
    shown = _clause_of(row)
    single = law.code_list("social_group").get("k4") if also_single_parent else None
    return f"{shown}; {_clause_of(single)}" if single else shown


def _clause_of(row: law.Code) -> str:
    if row.extra.get("confidentiality") == "c4":
        return "Điều 5"  # its clause alone would tell of HIV
    return (
        f"{row.extra['clause']}: {row.extra.get('short', row.label)}" if row.code != "pension" else row.label
    )


def clause_now(found: Assessment) -> Value:
    """Return the clauses of the groups that the law counts."""
    rows = law.code_list("social_group")
    counted = ("pension",) if found.scheme == "pension" else found.groups
    return "; ".join(_clause_of(row) for each in counted if (row := rows.get(each))) or None


def _month_events(kind: str, facts: CaseFacts) -> list[Answers]:
    if not facts.events:
        return []
    month = facts.on.isoformat()[:7]
    return [each.answers for each in facts.events_of(kind) if each.answers.get("month") == month]


def month_before(facts: CaseFacts) -> CaseFacts:
    """Return the facts of the month before."""
    return facts.at(facts.on.replace(day=1) - datetime.timedelta(days=1))


def _sum_of(kind: str) -> Callable[[CaseFacts], int | None]:
    def compute(facts: CaseFacts) -> int | None:
        return sum(number_of(each, "amount") or 0 for each in _month_events(kind, facts)) or None

    return compute


def _arrears_span(facts: CaseFacts) -> Value:
    spans = [
        "–".join(kinds.Month().show(each.get(key)) for key in ("from_month", "to_month"))
        for each in _month_events("arrears", facts)
    ]
    return "; ".join(spans) or None


def once_total(facts: CaseFacts) -> int:
    """Return what is paid beside the allowance with the list of the facts' month: arrears, a funeral."""
    if not facts.events:  # as of most of ten thousand
        return 0
    return sum(_sum_of(kind)(facts) or 0 for kind in ("arrears", "funeral"))


def deduction(facts: CaseFacts) -> int:
    """Return what is taken back with the list of the facts' month."""
    return _sum_of("deduction")(facts) or 0


COMPUTED = (
    Computed("clause", "Nhóm", kinds.Text(), clause),
    Computed("clause_now", "Nhóm theo luật", kinds.Text(), _of_law(clause_now), of_lists=True),
    Computed("coefficient", "Hệ số", kinds.Decimal(), _of_law(_coefficient)),
    Computed("base", "Mức chuẩn (đồng)", kinds.Money(), _of_law(base_of)),
    Computed("amount", "Mức trợ cấp (đồng)", kinds.Money(), _of_law(_amount)),
    Computed(
        "carer_amount",
        "Kinh phí chăm sóc (đồng)",
        kinds.Money(),
        _of_law(lambda found: None if found.unanswered else found.carer_total or None),
    ),
    Computed("article", "Căn cứ", kinds.Text(), _of_law(lambda found: found.article or None)),
    Computed("arrears_span", "Truy lĩnh từ–đến", kinds.Text(), _arrears_span),
    Computed("arrears", "Truy lĩnh (đồng)", kinds.Money(), _sum_of("arrears")),
    Computed("deduction", "Truy thu, giảm trừ (đồng)", kinds.Money(), _sum_of("deduction")),
    Computed("once", "Một lần, mai táng phí (đồng)", kinds.Money(), _sum_of("funeral")),
)


# ------------------------------------------------------------------------------------------------ checks


_DECIDES = ("increase", "decrease")


def figures(facts: CaseFacts) -> Answers:
    """Return what was decided last for the month of the facts' day or one before it: as such an event says it.

    Where no event decides an amount, the recorded coefficient and amount are it; empty where nothing is recorded.
    """
    if not facts.events:  # as of most of ten thousand
        return _recorded_figures(facts)
    now = facts.on.isoformat()[:7]
    events = sorted((each for kind in _DECIDES for each in facts.events_of(kind)), key=lambda one: one.on)
    known = [each.answers for each in events if each.answers.get("new_amount") is not None]
    said = [each for each in reversed(known) if text_of(each, "month") <= now]
    said += [recorded] if (recorded := _recorded_figures(facts)) else []
    return max(said, key=lambda each: text_of(each, "month"), default={})


def _recorded_figures(facts: CaseFacts) -> Answers:
    answers = facts.answers
    amount, coefficient = answers.get("recorded_amount"), answers.get("recorded_coefficient")
    if amount is None and coefficient is None:
        return {}
    month = text_of(answers, "recorded_month") or text_of(answers, "start_month")
    if month > facts.on.isoformat()[:7]:
        return {}
    return {
        "month": month,
        "new_amount": amount,
        "coefficient": coefficient,
        "decision_no": answers.get("decision_no"),
        "decision_date": answers.get("decision_date"),
    }


def recorded_day(facts: CaseFacts) -> datetime.date:
    """Return the day of which the recorded coefficient and amount speak: of their month, else the day asked for."""
    month = date_of(facts.answers, "recorded_month") if "recorded_month" in facts.answers else None
    return month.last if month else facts.on


def nothing_paid(found: Assessment) -> Finding:
    """Return the finding that the law pays nothing in a month."""
    return warning("AS-2216", "social_group", month=wording.month(found.month), decree=found.rule_set_label)


def check_amounts(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where the recorded group, coefficient or amount is not what the law gives, and what is doubtful."""
    recorded = recorded_day(facts)
    facts = facts.at(recorded)
    found = assessment(facts)
    if found is None:
        return
    if found.scheme == "none" and not found.alternatives:
        yield nothing_paid(found)
    else:
        yield from _check_paid(facts, found)
    # What is doubtful matters most where nothing is paid.
    for each in found.notices:
        key = answering_field(facts, str(each.facts.get("question", "")))
        yield Finding(Level.WARNING if each.confirm else Level.NOTE, each.code, key, each.facts)
    if facts.answers.get("children_16_22"):
        yield from _check_older_children(facts, found)


def _check_older_children(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    counted = number_of(facts.answers, "children_16_22")
    if not facts.answers.get("children") and older_children_are_new(facts.answers, found.month):
        known = sum(each.count for each in found.lines if each.group == "k4")
        other = wording.money((known + (counted or 0)) * found.base)
        yield warning("AS-6126", "children_16_22", count=counted, other=other)


def check_counted(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    """Yield that the law counts another group than the recorded one."""
    counted = ("pension",) if found.scheme == "pension" else found.groups
    if counted and facts.answers["social_group"] not in counted:
        label = law.code_list("social_group").label_of(counted[0])
        yield warning("AS-2217", "social_group", group=label, article=found.article)


def _check_paid(facts: CaseFacts, found: Assessment) -> Iterator[Finding]:
    yield from check_counted(facts, found)
    if said := figures(facts):
        recorded, amount = text_of(said, "coefficient"), number_of(said, "new_amount")
        if recorded and found.scheme != "pension":
            yield from _check_coefficient(recorded, found)
        if amount is not None and amount not in (found.pay, found.total):
            yield from _check_amount(amount, found)


def _check_coefficient(recorded: str, found: Assessment) -> Iterator[Finding]:
    allowed = {found.coefficient, *(Decimal(each.allowance) / found.base for each in found.alternatives)}
    if Decimal(recorded) not in allowed:
        lawful = (kinds.Decimal().show(kinds.decimal_text(each)) for each in sorted(allowed))
        yield warning(
            "AS-2218",
            "recorded_coefficient",
            recorded=kinds.Decimal().show(recorded),
            lawful=" hoặc ".join(lawful),
            article=found.article,
        )


def _check_amount(recorded: int, found: Assessment) -> Iterator[Finding]:
    open_ones = [amount for each in found.alternatives for amount in (each.pay, each.pay + each.carer)]
    if recorded not in open_ones:
        lawful = found.offers if found.alternatives else (found.pay,)
        yield warning(
            "AS-2219",
            "recorded_amount",
            recorded=wording.money(recorded),
            lawful=" hoặc ".join(map(wording.money, lawful)),
            month=wording.month(found.month),
            article=found.article,
        )


def confidentiality(answers: Answers) -> Confidentiality:
    """Return how confidential a record is: HIV c4, a parent who serves a sentence c3."""
    of_group = _BY_GROUP(answers)
    imprisoned = any(answers.get(key) in _PRISON for key in ("father_state", "mother_state"))
    return max(of_group, "c3") if imprisoned else of_group


_BY_GROUP = parts.confidential_by({"social_group": "social_group"})
