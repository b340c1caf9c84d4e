"""What some fields need beside their declaration."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.services.cases import KnownPerson

Found: TypeAlias = Callable[[Sequence[KnownPerson]], object]
FindPeople: TypeAlias = Callable[[str, Found], object]
"""Searches in the background, and calls back with what it found."""


@dataclass
class Surroundings:
    """Shared by the fields of one form; the day follows what is typed."""

    on: datetime.date = field(default_factory=clock.today)
    """The day whose law says what may be chosen."""
    hamlets: Sequence[str] = ()
    find_people: FindPeople | None = None
    person_name: Callable[[str], str] = str
    """Names a person by the identifier that a field holds."""
