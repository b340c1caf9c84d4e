"""Money given once in a record of social assistance: what the law gives for the day of the event, and what was recorded."""

from collections.abc import Callable, Iterator

from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Finding, note, warning
from ansinh_desktop.registers import kinds, parts
from ansinh_desktop.registers.answer import Answers, number_of, text_of
from ansinh_desktop.registers.case import CaseFacts, EventFacts, only_with
from ansinh_desktop.registers.catalog.assistance import answered
from ansinh_desktop.registers.explanation import Line
from ansinh_desktop.rules import assistance, wording
from ansinh_desktop.rules.assistance import OneOff

_OF_DAMAGE = {"destroyed": "house_rebuild", "forced_move": "house_move", "heavy_damage": "house_repair"}
_NOT_DECIDED = (
    "",
    "draft",
    "received",
    "returned_incomplete",
    "appraising",
    "posted",
    "complaint",
    "sent_up",
)
_RICE = "kg gạo"


def funeral_due(facts: CaseFacts, event: EventFacts) -> OneOff | None:
    """Return what the law gives for a funeral; None before the oldest decree."""
    died_on = parts.day_of(event.answers, "died_on")
    if died_on is None:
        return None
    if not event.answers.get("right") and answered.in_facility(facts.at(died_on)):
        return _told(lambda: assistance.facility_funeral(died_on, assistance.local_levels()))
    right = text_of(event.answers, "right") or _own_right(facts)
    filed_on = parts.day_of(event.answers, "dossier_on")
    return _told(
        lambda: assistance.funeral(died_on, [right], filed_on=filed_on, local=assistance.local_levels())
    )


def _own_right(facts: CaseFacts) -> str:
    """Return the right that the record itself gives: of who is paid, or of who has asked and is not decided."""
    pension = facts.answers.get("social_group") == "pension"
    if facts.state in _NOT_DECIDED and not facts.answers.get("decision_no"):
        return "pension_applicant_not_decided" if pension else "applicant_eligible_not_decided"
    return "social_pensioner" if pension else "monthly_recipient"


def emergency_due(event: EventFacts) -> OneOff | None:
    """Return what the law gives in an emergency; None where the record does not say what was asked for."""
    answers = event.answers
    item = text_of(answers, "item") or _OF_DAMAGE.get(text_of(answers, "damage"))
    if not item:
        return None
    start, end = parts.day_of(answers, "care_from"), parts.day_of(answers, "care_to")
    case = assistance.Emergency(
        item=item,
        happened_on=event.on,
        count=number_of(answers, "people") or 1,
        months=number_of(answers, "months") or 1,
        occasion="tet" if answers.get("cause") == "tet_hunger" else "other",
        days=(end - start).days + 1 if start and end else 0,
        inpatient_days=number_of(answers, "inpatient_days"),
        actual_cost=number_of(answers, "actual_cost") or 0,
        km=number_of(answers, "km") or 0,
    )
    return _told(lambda: assistance.emergency(case, assistance.local_levels()))


def _told(reckon: Callable[[], OneOff]) -> OneOff | None:
    try:
        return reckon()
    except UserError:
        return None  # the day lies before the oldest decree


# ------------------------------------------------------------------------------------------------ checks


@only_with(events=True)
def check_funeral(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where a funeral was paid otherwise than the law says or twice, and what is doubtful about it."""
    if sum(bool(each.answers.get("amount")) for each in facts.events_of("funeral")) > 1:
        yield warning("AS-2235", "")
    for event in facts.events_of("funeral"):
        found = funeral_due(facts, event)
        if found is not None:
            yield from _against(found, number_of(event.answers, "amount"), "AS-2223", event)
        died, known = text_of(event.answers, "died_on"), text_of(facts.person, "death_date")
        if died and known and not event.answers.get("deceased") and not died.startswith(known):
            shown = kinds.PartialDate().show
            yield warning("AS-2225", "", event=shown(died), person=shown(known))


@only_with(events=True)
def check_emergency(facts: CaseFacts) -> Iterator[Finding]:
    """Yield where emergency aid is less than the law's minimum, and what is doubtful about it."""
    for event in facts.events_of("emergency"):
        found = emergency_due(event)
        if found is not None:
            given = number_of(event.answers, "rice_kg" if found.unit == _RICE else "amount")
            yield from _against(found, given, "AS-2224", event)


def _against(found: OneOff, given: int | None, code: str, event: EventFacts) -> Iterator[Finding]:
    enough = given is None or given == found.amount or (found.minimum and given > found.amount > 0)
    if not enough and found.unit != "lít xăng":
        yield warning(
            code,
            "",
            day=f"{event.on:%d/%m/%Y}",
            recorded=wording.money(given or 0),
            lawful=_amount(found),
            unit=_unit(found),
            article=found.article,
        )
    for each in found.notices:
        yield (warning if each.confirm else note)(each.code, "", **each.facts)


def _amount(found: OneOff) -> str:
    return wording.money(found.amount) if isinstance(found.amount, int) else wording.number(found.amount)


def _unit(found: OneOff) -> str:
    return "đồng" if found.unit == "VND" else found.unit


# ------------------------------------------------------------------------------------------------ why


def lines(facts: CaseFacts) -> Iterator[Line]:
    """Yield what the law gives for each funeral and emergency of the record, and for a death without one."""
    for event in facts.events_of("funeral"):
        yield from _lines(funeral_due(facts, event), event)
    for event in facts.events_of("emergency"):
        yield from _lines(emergency_due(event), event)
    for event in facts.events_of("facility"):
        if event.answers.get("admitted_on"):
            yield from _of_facility(facts)
            break
    died_on = text_of(facts.person, "death_date")
    if len(died_on) == 10 and not facts.events_of("funeral"):
        asked = EventFacts("funeral", facts.on, {"died_on": died_on})
        yield from _lines(funeral_due(facts, asked), asked)


def _lines(found: OneOff | None, event: EventFacts) -> Iterator[Line]:
    if found is None:
        return
    day = parts.day_of(event.answers, "died_on") or event.on
    if not found.amount and not found.notices:
        yield Line(f"Sự việc ngày {wording.date(day)}: không thuộc trường hợp được hỗ trợ.", found.article)
        return
    least = "tối thiểu " if found.minimum else ""
    label = found.label.split(" (", maxsplit=1)[0]
    yield Line(
        f"{label}, ngày {wording.date(day)}: {least}{_amount(found)} {_unit(found)}.",
        found.article,
    )
    for each in found.notices:
        yield Line(each.text, each.article, "warning" if each.confirm else "note", each.todo)


def _of_facility(facts: CaseFacts) -> Iterator[Line]:
    known: Answers = facts.person
    if not known.get("birth_date") or not answered.in_facility(facts):
        return
    birth = answered.birth_of(facts)
    found = _told(lambda: assistance.facility_care(birth, facts.on, assistance.local_levels()))
    if found is not None and found.amount:
        text = f"Nuôi dưỡng tại cơ sở, {found.label.lower()}: tối thiểu {_amount(found)} đồng mỗi tháng."
        yield Line(text, found.article)
        for each in found.notices:
            yield Line(each.text, each.article, "warning" if each.confirm else "note", each.todo)
