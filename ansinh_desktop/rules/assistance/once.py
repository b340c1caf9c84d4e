"""Money given once or by need: funeral, emergency aid, care in a facility; the day of the event chooses the level."""

import datetime
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import calendar, law, wording
from ansinh_desktop.rules.assistance import data
from ansinh_desktop.rules.assistance.answers import Notice
from ansinh_desktop.rules.assistance.data import Level, LocalLevels
from ansinh_desktop.rules.assistance.facts import ages_in_month

DONG = "VND"
RICE = "kg gạo"
PETROL = "lít xăng"

_LONGEST_MONTH = 31


@dataclass(frozen=True)
class OneOff:
    """An amount of đồng, rice or petrol, with what produced it."""

    rule: str
    label: str
    amount: int | Decimal
    """Whole đồng and kilograms; litres to one place, never rounded down."""
    unit: str
    article: str
    minimum: bool = False
    base_id: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        """Whether the officer must confirm the answer with a reason."""
        return any(each.confirm for each in self.notices)


@dataclass(frozen=True)
class Emergency:
    """What was asked for in an emergency.

    Attributes:
        item: ``rice``, ``injury``, ``death_or_missing``, ``unclaimed_body``, ``house_rebuild``, ``house_move``,
            ``house_repair``, ``protection_food`` or ``protection_transport``.
        happened_on: The day of the event.
        count: Persons or households.
        months: Of rice.
        occasion: ``tet`` or ``other``, for rice.
        days: Of temporary care.
        inpatient_days: Of a badly injured person.
        actual_cost: Of a burial that nobody took charge of.
        km: Of transport.
    """

    item: str
    happened_on: datetime.date
    count: int = 1
    months: int = 1
    occasion: str = "other"
    days: int = 0
    inpatient_days: int | None = None
    actual_cost: int = 0
    km: int = 0


# ---------------------------------------------------------------- funeral


def funeral_reasons(on: datetime.date) -> dict[str, str]:
    """Return who has a right to funeral support for a death of that day: code and wording."""
    words = law.code_list("funeral_right")
    return {
        who: words.label_of(who)
        for row in data.rules_data()["funeral"]
        if data.in_force(row, on)
        for who in row["who"]
    }


def funeral(
    died_on: datetime.date,
    who: Collection[str],
    *,
    filed_on: datetime.date | None = None,
    local: LocalLevels = data.NATIONAL,
) -> OneOff:
    """Return the funeral support for a death: of several rights one, the highest.

    Args:
        died_on: The day of death.
        who: The codes of :func:`funeral_reasons` that hold.
        filed_on: When the dossier was received; a death before 05/10/2026 filed later is doubtful.
        local: What the province has set above the national levels.
    """
    rule_set = data.rule_set_on(died_on).id
    rows = [row for row in data.rules_data()["funeral"] if data.in_force(row, died_on)]
    rights = [_funeral_right(row, died_on, local) for row in rows if set(row["who"]) & set(who)]
    if not rights:
        article = next(row["article"] for row in rows if row["rule_set"] == rule_set)
        return OneOff("", "", 0, DONG, article)
    best = max(rights, key=lambda each: each.amount)
    if filed_on and data.rule_set_on(filed_on).id != rule_set:
        best = _noticed(best, Notice("AS-6131", "NĐ 335/2026 Điều 33"))
    return best


def _funeral_right(row: law.Row, day: datetime.date, local: LocalLevels) -> OneOff:
    label = "Hỗ trợ chi phí mai táng"
    if "fixed" in row:
        return OneOff(row["id"], label, row["fixed"], DONG, row["article"])
    if row["of"] == "pension_amount":
        level = data.pension_on(day, local)
        if level is None:
            raise BugError(f"{row['id']} needs a pension amount")
        return OneOff(
            row["id"],
            label,
            row["multiple"] * level.amount,
            DONG,
            row["article"],
            minimum=True,
            base_id=level.id,
        )
    return _of_base(row, row["article"], label, Decimal(row["multiple"]), day, local, "funeral")


def facility_funeral(died_on: datetime.date, local: LocalLevels = data.NATIONAL) -> OneOff:
    """Return the funeral support for a person who lived in a facility."""
    multiple = Decimal(data.rules_data()["facility_rules"]["funeral_multiple"])
    nd20 = data.rule_set_on(died_on).id == "nd20"
    article = "NĐ 20/2021 Điều 25" if nd20 else "NĐ 335/2026 Điều 22"
    label = "Mai táng người được nuôi dưỡng tại cơ sở"
    return _of_base({"id": "facility_funeral"}, article, label, multiple, died_on, local, "funeral")


# ---------------------------------------------------------------- emergency


def emergency(case: Emergency, local: LocalLevels = data.NATIONAL) -> OneOff:
    """Return what emergency aid gives; all amounts of money are minimums."""
    day = case.happened_on
    rule_set = data.rule_set_on(day).id
    rows = [row for row in data.rules_data()["emergency"] if _item(row) == case.item]
    if not rows:
        raise BugError(f"there is no emergency item {case.item}")
    row = next((each for each in rows if data.in_force(each, day)), None)
    if row is None:
        return OneOff(
            "", rows[0]["label"], 0, DONG, "", notices=(Notice("AS-6140", facts={"day": wording.date(day)}),)
        )
    found = _emergency(row, data.article_of(row, rule_set), case, local)
    notices = list(_emergency_notices(row, case))
    if any(each.code == "AS-6139" for each in notices) and case.inpatient_days is not None:
        found = OneOff(found.rule, found.label, 0, found.unit, found.article)
    return _noticed(found, *notices)


def _item(row: law.Row) -> str:
    return str(row["id"]).removesuffix("_nd335")


def _emergency(row: law.Row, article: str, case: Emergency, local: LocalLevels) -> OneOff:
    rule, label = row["id"], row["label"]
    if "kg_per_person_month" in row:
        months = min(case.months, row["max_months"][case.occasion])
        return OneOff(rule, label, row["kg_per_person_month"] * case.count * months, RICE, article)
    if "litres_per_km" in row:
        litres = (row["litres_per_km"] * case.km).quantize(Decimal("0.1"), ROUND_CEILING)
        return OneOff(rule, label, litres, PETROL, article)
    if "per_day" in row:
        return OneOff(rule, label, row["per_day"] * case.days * case.count, DONG, article)
    if "fixed" in row:
        return OneOff(rule, label, row["fixed"] * case.count, DONG, article, minimum=True)
    multiple = Decimal(row.get("multiple", row.get("min_multiple", 0))) * case.count
    least = _of_base(row, article, label, multiple, case.happened_on, local, "emergency")
    if row.get("actual_cost") and case.actual_cost > least.amount:
        return OneOff(rule, label, case.actual_cost, DONG, article)
    return least


def _emergency_notices(row: law.Row, case: Emergency) -> Iterator[Notice]:
    if _marked_on(row, case.happened_on) == "?":
        yield Notice("AS-6122", str(row["article"]), facts={"label": row["label"]})
    most = row.get("max_months", {}).get(case.occasion)
    if most and "kg_per_person_month" in row and case.months > most:
        yield Notice("AS-6138", confirm=False, facts={"most": f"{most:02d}"})
    if most and "per_day" in row and case.days > most * _LONGEST_MONTH:
        yield Notice("AS-6141", confirm=False, facts={"most": f"{most:02d}", "days": case.days})
    least = _least_inpatient_days(row, case.happened_on)
    if least and (case.inpatient_days is None or case.inpatient_days < least):
        yield Notice("AS-6139", "NĐ 335/2026 Điều 12", confirm=case.inpatient_days is None)


def _least_inpatient_days(row: law.Row, day: datetime.date) -> int:
    for key, condition in row.items():
        if key.startswith("condition_from_") and day >= _day_of_key(key):
            return int(str(condition).removeprefix("inpatient_days >= "))
    return 0


def _marked_on(row: law.Row, day: datetime.date) -> str:
    for key, mark in row.items():
        if key.startswith("mark_from_") and day >= _day_of_key(key):
            return str(mark)
    return str(row["mark"])


def _day_of_key(key: str) -> datetime.date:
    return datetime.date(*(int(part) for part in re.findall(r"\d+", key)))


# ---------------------------------------------------------------- facility


def facility_care(birth: PartialDate, month: datetime.date, local: LocalLevels = data.NATIONAL) -> OneOff:
    """Return the monthly care of a person in a facility; the lower amount where the birth leaves it open."""
    day = calendar.month_end(month)
    rules = data.month_rules(day, local)
    ages = {span.on_last for span in ages_in_month(birth, day)}
    rows = [
        row
        for row in data.rules_data()["facility"]
        if any(row["age_months"][0] <= age < row["age_months"][1] for age in ages)
    ]
    if not rows:
        return OneOff("", "", 0, DONG, "", notices=(Notice("AS-6140", facts={"day": wording.date(day)}),))
    row = min(rows, key=lambda each: Decimal(each["coefficient"]))
    article = data.article_of(row, rules.rule_set.id)
    amount = data.times(Decimal(row["coefficient"]), rules.base.amount)
    found = OneOff(row["id"], row["label"], amount, DONG, article, minimum=True, base_id=rules.base.id)
    if _marked_on(row, day) == "?":
        found = _noticed(found, Notice("AS-6122", article, facts={"label": row["label"]}))
    if len(rows) > 1:
        found = _noticed(found, Notice("AS-6120", facts={"birth": birth.show()}))
    return found


# ---------------------------------------------------------------- together


def _of_base(  # noqa: PLR0913, PLR0917 - one row of the law and where it is asked
    row: law.Row,
    article: str,
    label: str,
    multiple: Decimal,
    day: datetime.date,
    local: LocalLevels,
    item: str,
) -> OneOff:
    level, notice = _base_of_event(day, multiple, local, item)
    notices = (notice,) if notice else ()
    amount = data.times(multiple, level.amount)
    return OneOff(row["id"], label, amount, DONG, article, minimum=True, base_id=level.id, notices=notices)


def _base_of_event(
    day: datetime.date, multiple: Decimal, local: LocalLevels, item: str
) -> tuple[Level, Notice | None]:
    """Return the base of an event; between 01/7 and 04/10/2026 the lower one, with a notice."""
    level = data.base_on(day, local)
    doubt = data.doubts()["base_jul_oct_2026"]
    default = data.base_by_id(doubt["default_base"])
    if (
        not data.in_force(doubt, day)
        or item not in doubt["applies_to"]
        or level.id != doubt["alternative_base"]
    ):
        return level, None
    facts = {
        "used": wording.money(default.amount),
        "other": wording.money(level.amount),
        "amount": wording.money(data.times(multiple, default.amount)),
        "alternative": wording.money(data.times(multiple, level.amount)),
    }
    notice = Notice("AS-6130", level.article, facts=facts)
    return default, notice if data.doubtful("base_jul_oct_2026", day) else None


def _noticed(found: OneOff, *notices: Notice) -> OneOff:
    return OneOff(
        rule=found.rule,
        label=found.label,
        amount=found.amount,
        unit=found.unit,
        article=found.article,
        minimum=found.minimum,
        base_id=found.base_id,
        notices=(*found.notices, *notices),
    )
