"""The council on disabilities: when it may decide; and how long the minutes of a medical council hold."""

import datetime
from collections.abc import Collection

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import deadlines
from ansinh_desktop.rules.deadlines import Due

WITHOUT_COUNCIL = ("wrong_information", "damaged", "lost")
"""Reasons for a new certificate that need no council (TT 01/2019/TT-BLĐTBXH Điều 8, Điều 9)."""

MEDICAL_VALIDITY = ("dis_medical_validity_6plus", "dis_medical_validity_under6")
"""How long the minutes of a medical council hold: from six years of age on, and below."""

_MEMBERS = 7
"""Without the organisation of disabled people, which not every commune has (Luật 51/2010/QH12 Điều 16)."""
_SIX_YEARS = 6 * 12


def members(present: Collection[str]) -> int:
    """Return how many members the council has, as far as those who were present tell."""
    return _MEMBERS + ("disabled_organisation" in present)


def is_quorate(present: Collection[str]) -> bool:
    """Whether two thirds of the council were there (TT 01/2019/TT-BLĐTBXH Điều 2)."""
    return len(present) * 3 >= members(present) * 2


def minutes_end(birth: PartialDate, issued: datetime.date) -> Due:
    """Return until when the minutes of a medical council of a day hold."""
    least, _most = birth.age_months_on(issued)
    return deadlines.due(MEDICAL_VALIDITY[least < _SIX_YEARS], issued)
