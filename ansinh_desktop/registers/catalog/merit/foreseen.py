"""What is to be done in a record of merit: the year's care, worship, living standard, aids; regimes that end or begin by age."""

import datetime
from collections.abc import Iterable, Iterator

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import message
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import date_of, number_of, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, only_with
from ansinh_desktop.registers.catalog.merit import answered, grants, living
from ansinh_desktop.registers.duties import Task, end_of
from ansinh_desktop.rules import calendar, deadlines, law, merit, merit_rights, wording

_RUNNING = "receiving"
LOOKS_AT = ("grant", living.KIND)
"""The events at which these look."""
_LIST = "merit_nursing_list"
_BEFORE = datetime.timedelta(days=30)
_LIVING_ASKED_FROM, _WORSHIP_ASKED_FROM = 10, 7
"""From these months on a year's living standard, and its money for worship, are asked for."""
_NEW_LAW = datetime.date(2021, 7, 1)
_OLD_AGES = {"female": 55 * 12, "male": 60 * 12}
"""Whose spouse died before the ordinance came into force waits for these ages (NĐ 131/2021 Điều 125 khoản 4)."""


def _said(code: str, **facts: object) -> str:
    return message(code, **facts).text.removesuffix(".")


def _in_year(year: int, month: int = 1) -> datetime.datetime:
    return datetime.datetime.combine(datetime.date(year, month, 1), datetime.time())


def _year_end(year: int) -> datetime.datetime:
    return end_of(datetime.date(year, 12, 31))


def care(facts: CaseFacts) -> Iterable[Task]:
    """Return that the person stands in no list of care of a year in which it is their turn."""
    if facts.state != _RUNNING:
        return ()
    right, year = merit_rights.care_right(answered.law_facts(facts)), facts.on.year
    if not right.years or number_of(facts.answers, "care_listed_year") == year:
        return ()
    last = grants.last_care(facts)
    if last is not None and last + right.years > year:
        return ()
    fixed = next(each for each in deadlines.fixed_dates("merit") if each.id == _LIST)
    often = law.code_list("convalescence_frequency").label_of(right.every).lower()
    return (
        Task(
            id=_LIST,
            what=_said("AS-7450", year=year, often=often, last=f", lần gần nhất năm {last}" if last else ""),
            due=end_of(fixed.last_day(datetime.date(year, 3, 31))),
            shown_from=_in_year(year),
            article=wording.articles(fixed.article, right.article),
            mark=fixed.mark,
        ),
    )


@only_with("worshipped")
def worship(facts: CaseFacts) -> Iterator[Task]:
    """Yield that the money for worship of the year is not written down as given."""
    year = facts.on.year
    left = grants.worshipped(facts.answers, year) - grants.worship_given(facts, year)
    if facts.state == _RUNNING and left > 0:
        yield Task(
            id="merit_worship_of_year",
            what=_said("AS-7451", count=f"{left:02d}", year=year),
            due=_year_end(year),
            shown_from=_in_year(year, _WORSHIP_ASKED_FROM),
            article="NĐ 75/2021 Điều 13 khoản 2; NĐ 131/2021 Điều 28 khoản 4",
            mark="•",
        )


def living_standard(facts: CaseFacts) -> Iterable[Task]:
    """Return that the household was not judged for the year yet."""
    year = facts.on.year
    if facts.state != _RUNNING or answered.is_martyr(facts) or living.standard_in(facts, year):
        return ()
    return (
        Task(
            id="merit_living_standard",
            what=_said("AS-7452", year=year),
            due=_year_end(year),
            shown_from=_in_year(year, _LIVING_ASKED_FROM),
            article="Pháp lệnh 02/2020 Điều 6 khoản 2",
            mark="•",
        ),
    )


@only_with("devices")
def devices(facts: CaseFacts) -> Iterator[Task]:
    """Yield that an aid may be given anew in the year."""
    if facts.state != _RUNNING:
        return
    for row in rows_of(facts.answers, "devices"):
        kind, given = law.code_list("merit_device").get(text_of(row, "device")), number_of(row, "given_year")
        if kind is None or given is None:
            continue
        year = given + int(kind.extra["years"])
        yield Task(
            id=f"merit_device_{kind.code}",
            what=_said("AS-7453", device=kind.label.lower(), given=given, years=f"{kind.extra['years']:02d}"),
            due=_year_end(year),
            shown_from=_in_year(year),
            article="NĐ 75/2021 Điều 7, Phụ lục V; NĐ 131/2021 Điều 90",
        )


@only_with("kin")
def survivors(facts: CaseFacts) -> Iterator[Task]:
    """Yield when a relative's allowance ends by age or with school, or begins by age."""
    if facts.state not in (_RUNNING, "requested"):
        return
    born = date_of(facts.person, "birth_date")
    for row in rows_of(facts.answers, "kin"):
        match row.get("ground"):
            case "minor" if born:
                day = calendar.add_months(born.last, answered.ADULT_MONTHS)
                yield _turn(
                    "merit_turns_18", "AS-7454", day, "Pháp lệnh 02/2020 Điều 6 khoản 5; NĐ 131/2021 Điều 125"
                )
            case "studying":
                last = parts.day_of(facts.answers, "study_paper_to")
                if last:
                    yield _turn(
                        "merit_study_ends", "AS-7455", last, "NĐ 131/2021 Điều 3 khoản 3, Điều 124 khoản 1"
                    )
            case "not_yet" if born and row.get("relation") == "spouse":
                day = calendar.add_months(born.last, _waiting_age(facts, born.last, date_of(row, "died_on")))
                yield _turn("merit_spouse_of_age", "AS-7456", day, "NĐ 131/2021 Điều 125 khoản 3, 4")


def _waiting_age(facts: CaseFacts, birth: datetime.date, died: PartialDate | None) -> int:
    sex = text_of(facts.person, "sex")
    if died is not None and died.last < _NEW_LAW:
        return _OLD_AGES.get(sex, _OLD_AGES["male"])
    return merit.retirement_age(birth, female=sex == "female")


def _turn(name: str, code: str, day: datetime.date, article: str) -> Task:
    return Task(
        id=name,
        what=_said(code, day=wording.date(day)),
        due=end_of(day),
        shown_from=end_of(day) - _BEFORE,
        article=article,
    )


FORESEEN = (care, worship, living_standard, devices, survivors)
