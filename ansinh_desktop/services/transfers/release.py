"""What goes with a case that one commune hands over to another: the giver's release, signed with the package."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ansinh_desktop import clock
from ansinh_desktop.db.exchange.tables import Transfer
from ansinh_desktop.db.exchange.transfers import OUT, WAITING
from ansinh_desktop.db.models import Unit
from ansinh_desktop.errors import DataError
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.sync.manifest import Head
from ansinh_desktop.services.sync.package import Package
from ansinh_desktop.services.sync.tables import CellError, Column, Row, Table

RELEASE: Final = Table(
    "release",
    "Nơi chuyển thôi quản lý",
    (
        Column("record_id", title="Hồ sơ", required=True),
        Column("number", title="Mã hồ sơ ở nơi chuyển", required=True),
        Column("register", title="Sổ", required=True),
        Column("state", title="Tình trạng ở nơi chuyển", required=True),
        Column("moved_on", title="Chuyển đi từ ngày", required=True),
        Column("paid_until", title="Nơi chuyển chi trả đến hết tháng", blank=True),
    ),
    primary_key=("record_id",),
)


@dataclass(frozen=True)
class Release:
    """That the giver lets one record go."""

    record_id: str
    number: str
    register: str
    state: str
    """Where it stood, in words."""
    moved_on: str
    paid_until: str
    """The last month that the giver pays; empty where its register pays nobody by month."""

    def row(self) -> Row:
        """Return the row of the table."""
        return {each: getattr(self, each) for each in RELEASE.column_names}


def releases(package: Package) -> list[Release]:
    """Return what a package lets go.

    Raises:
        DataError: AS-5013, AS-5015 the table is not made as it must be, or there is none.
    """
    if RELEASE.name not in package.tables:
        raise DataError("AS-5010", name=package.name, part=RELEASE.path)
    package.require(RELEASE)
    found = []
    for number, row in enumerate(package.rows(RELEASE.name), start=1):
        try:
            datetime.date.fromisoformat(row["moved_on"])
            if row["paid_until"]:
                calendar.read_month(row["paid_until"])
        except ValueError as error:
            raise package.fault(RELEASE.name, CellError(number, "moved_on")) from error
        found.append(Release(**{each: row[each] for each in RELEASE.column_names}))
    return found


@dataclass(frozen=True)
class Sealed:
    """A package of ours as it was written."""

    head: Head
    digest: str
    file_name: str


def outgoing(sealed: Sealed, to: Unit, person_id: str, released: Sequence[Release]) -> Transfer:
    """Return what the giver has to remember of a package."""
    return Transfer(
        id=sealed.head.id,
        direction=OUT,
        unit=to.id.partition("/")[0],
        device=to.device,
        name=to.name,
        person_id=person_id,
        records=[each.record_id for each in released],
        until={each.record_id: each.paid_until for each in released if each.paid_until},
        on=released[0].moved_on,
        number=sealed.head.number,
        digest=sealed.digest,
        state=WAITING,
        told="",
        file_name=sealed.file_name,
        at=clock.now(),
    )
