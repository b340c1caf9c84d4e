"""What is paid to people with merit otherwise than every month: once, for a year, for a round of care, after a death."""

import datetime
from dataclasses import dataclass, replace

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import law, merit, merit_rights
from ansinh_desktop.rules.merit import Money
from ansinh_desktop.rules.merit_rights import Facts


@dataclass(frozen=True)
class Grant:
    """What was asked for, by its code of ``merit_grant``, and what it is reckoned from."""

    item: str
    on: datetime.date
    """The day that chooses the law: of a death its own."""
    count: int = 1
    people: int = 1
    km: int = 0
    device: str = ""


def due(grant: Grant, facts: Facts) -> Money | None:
    """Return what the law gives; None where it gives nothing, or where its level is not known."""
    row = law.code_list("merit_grant").get(grant.item)
    if row is None:
        return None
    how = row.extra
    if "level" in how:
        return merit.money(merit.level(how["level"]), grant.on, grant.count)
    if "care" in how:
        return merit.round_of_care(how["care"], grant.on)
    if "fixed" in how:
        return _fixed(how["fixed"], how.get("per", ""), grant)
    if "device" in how:
        return _device(grant)
    return of_death(grant.item, facts, grant.on)


def _fixed(amount_id: str, per: str, grant: Grant) -> Money | None:
    row = merit.fixed(amount_id, grant.on)
    if row is None:
        return None
    people = min(grant.people, row.get("most_people", grant.people))
    times = {"count": grant.count, "people_km": people * grant.km, "km": grant.km}.get(per, 1)
    amount = min(row["amount"] * times, row.get("most", row["amount"] * times))
    return Money(row["label"], amount, row["article"], times=times, mark=row["mark"]) if amount else None


def _device(grant: Grant) -> Money | None:
    row = law.code_list("merit_device").get(grant.device)
    if row is None or merit.base_on(grant.on) is None:
        return None
    return Money(row.label, row.extra["amount"], "NĐ 75/2021 Điều 7 khoản 1, Phụ lục V", mark=row.mark)


def of_death(item: str, facts: Facts, died: datetime.date) -> Money | None:
    """Return the funeral money (``funeral``) or three months of what was paid (``lump_sum``) after a death on a day."""
    if item == "funeral":
        return merit.funeral(died) if merit_rights.has_funeral_right(facts) else None
    if item != "lump_sum":
        return None
    alive = replace(facts, died_on=PartialDate(died.year, died.month, died.day))
    found = merit_rights.assess(alive, died)
    if found is None or not found.lump:
        return None
    shown = "Trợ cấp một lần bằng 03 tháng trợ cấp, phụ cấp hằng tháng (không gồm trợ cấp người phục vụ)"
    return Money(shown, found.lump, "NĐ 131/2021 Điều 121 khoản 2, Điều 123")
