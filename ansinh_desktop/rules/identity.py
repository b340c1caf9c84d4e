"""Numbers of people: personal identity number, old identity card, health insurance, telephone, the card's QR code."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh_desktop import text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.rules import law

PERSONAL_ID_DIGITS = 12
OLD_ID_DIGITS = 9

_CENTURIES = (1900, 2000, 2100, 2200, 2300)
_QR_LEAST_FIELDS = 6
_SEXES = {"nam": "male", "nu": "female"}


@dataclass(frozen=True)
class IdParts:
    """What a personal identity number says; there is no check digit."""

    province: str
    birth_year: int
    sex: str


@dataclass(frozen=True)
class CardQr:
    """What the QR code of an identity card says; empty where the card leaves it empty."""

    personal_id: str
    old_id: str
    full_name: str
    birth_date: PartialDate | None
    sex: str
    address: str
    issued_on: datetime.date | None


def bare_digits(typed: str) -> str:
    """Return a typed number without the spaces, dots and dashes that people part it with."""
    return typed if typed.isalnum() else re.sub(r"[\s.\-]", "", typed)


def id_parts(number: str) -> IdParts | None:
    """Return what a personal identity number of 12 digits says; None when it is no such number."""
    if not re.fullmatch(r"[0-9]{12}", number):
        return None
    century, woman = divmod(int(number[3]), 2)
    return IdParts(number[:3], _CENTURIES[century] + int(number[4:6]), "female" if woman else "male")


def check_form(number: str, key: str = "personal_id") -> Iterator[Finding]:
    """Yield what is wrong with a personal identity number by itself."""
    bare = bare_digits(number)
    parts = id_parts(bare)
    if parts is None:
        yield _wrong_form(bare, key)
    elif parts.province not in law.code_list("birth_province_prefix"):
        yield warning("AS-2101", key, prefix=parts.province)


def _wrong_form(bare: str, key: str) -> Finding:
    if not re.fullmatch(r"[0-9]+", bare):
        return error("AS-2105", key)
    if len(bare) == OLD_ID_DIGITS:
        return error("AS-2106", key)
    if restore_leading_zeros(bare) != bare:
        return error("AS-2107", key, restored=restore_leading_zeros(bare))
    return error("AS-2100", key, digits=len(bare))


def check_against(
    number: str, *, birth: PartialDate | None = None, sex: str | None = None, key: str = "personal_id"
) -> Iterator[Finding]:
    """Yield where a personal identity number disagrees with the year of birth or the sex.

    A number that is not well formed is left to :func:`check_form`; an estimated birth proves nothing.
    """
    parts = id_parts(bare_digits(number))
    if parts is None:
        return
    if birth is not None and birth.precision != "estimated" and birth.year != parts.birth_year:
        yield warning("AS-2102", key, in_number=parts.birth_year, typed=birth.year)
    if sex in _SEXES.values() and sex != parts.sex:
        label = law.code_list("sex").label_of
        yield warning("AS-2103", key, in_number=label(parts.sex).lower(), typed=label(sex or "").lower())


def check(
    number: str, *, birth: PartialDate | None = None, sex: str | None = None, key: str = "personal_id"
) -> list[Finding]:
    """Return all findings about a personal identity number; an empty one is allowed."""
    if not number.strip():
        return []
    return [*check_form(number, key), *check_against(number, birth=birth, sex=sex, key=key)]


def restore_leading_zeros(typed: str) -> str:
    """Return a number from a spreadsheet with the zeros that the spreadsheet dropped.

    Ten or eleven digits become a personal number where the prefix they then have exists; any other text
    comes back without parting marks and without the ``.0`` of a numeric cell.
    """
    bare = bare_digits(re.sub(r"\.0+$", "", typed.strip()))
    if re.fullmatch(r"[0-9]{10,11}", bare):
        restored = bare.zfill(PERSONAL_ID_DIGITS)
        if restored[:3] in law.code_list("birth_province_prefix"):
            return restored
    return bare


def check_old_id(number: str, key: str = "old_id") -> Iterator[Finding]:
    """Yield what is wrong with the number of an old identity card."""
    if not re.fullmatch(r"[0-9]{9}", bare_digits(number)):
        yield error("AS-2110", key)


def check_health_insurance(number: str, key: str = "health_insurance") -> Iterator[Finding]:
    """Yield what is doubtful about the number of a health-insurance card; unknown group letters are accepted."""
    if not re.fullmatch(r"[A-Z]{2}[1-5][0-9]{12}|[0-9]{10}|[0-9]{12}", bare_digits(number).upper()):
        yield warning("AS-2111", key)


def check_phone(number: str, key: str = "phone") -> Iterator[Finding]:
    """Yield what is doubtful about a telephone number."""
    if not re.fullmatch(r"0[0-9]{9}", bare_digits(number)):
        yield warning("AS-2112", key)


def read_card_qr(scanned: str) -> CardQr | None:
    """Return what the QR code of an identity card says, read by position; None when it is no such code.

    Later cards append fields; what is behind the seventh is not read.
    """
    fields = [text.clean(part) for part in scanned.strip().split("|")]
    if len(fields) < _QR_LEAST_FIELDS or not id_parts(fields[0]):
        return None
    issued = _qr_date(fields[6]) if len(fields) > _QR_LEAST_FIELDS else None
    return CardQr(
        personal_id=fields[0],
        old_id=fields[1],
        full_name=text.person_name(fields[2]),
        birth_date=_qr_date(fields[3]),
        sex=_SEXES.get(text.fold(fields[4]), ""),
        address=fields[5],
        issued_on=issued.first if issued and issued.precision == "day" else None,
    )


def _qr_date(digits: str) -> PartialDate | None:
    found = re.fullmatch(r"([0-9]{2})([0-9]{2})([0-9]{4})", digits)
    if not found:
        return None
    # People whose birth is known only to the month or the year have zeros in place of the rest.
    day, month, year = (int(part) or None for part in found.groups())
    try:
        return PartialDate(year or 0, month, day if month else None)
    except ValueError:
        return None
