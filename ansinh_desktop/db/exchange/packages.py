"""Packages sent and received, and the receipts for both."""

import datetime
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import ColumnElement, and_, exists, func, literal_column, not_, select
from sqlalchemy.orm import Session

from ansinh_desktop.db import ownership
from ansinh_desktop.db.exchange.alike import Alike
from ansinh_desktop.db.exchange.sending import Sending
from ansinh_desktop.db.exchange.tables import Answer, Conflict, Delivery, Package, Receipt, Returned
from ansinh_desktop.db.exchange.transfers import Transfers
from ansinh_desktop.db.models import Device, Unit

_SENT = and_(Package.direction == "out", Package.epoch == select(Device.epoch).scalar_subquery())
"""Our packages of this life: what was sent before a backup was brought back tells nothing of the data that it holds."""


class Packages:
    """Packages and receipts of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.alike = Alike(session)
        """People of two units who may be the same."""

    @cached_property
    def transfers(self) -> Transfers:
        """Cases on their way to other communes, and from them."""
        return Transfers(self._session)

    def add(self, package: Package) -> None:
        """Keep what is to be known of a package; of one that came to an earlier life, what is known now."""
        self._session.merge(package)
        self._session.flush()

    def get(self, package_id: str) -> Package | None:
        """Return one package."""
        return self._session.get(Package, package_id)

    def all(self, direction: str) -> Sequence[Package]:
        """Return the packages of one direction, the latest first: as they were written down, whatever the clock said."""
        query = select(Package).where(Package.direction == direction)
        return self._session.scalars(query.order_by(literal_column("package.rowid").desc())).all()

    def last_moment(self) -> datetime.datetime | None:
        """Return the latest moment that one of our packages carries."""
        found: datetime.datetime | None = self._session.scalar(select(func.max(Package.at)).where(_SENT))
        return found

    # Ours

    def sent_to(self, receiver: str) -> Sequence[Package]:
        """Return the packages that this life made for a receiver, in the order of their numbers."""
        query = select(Package).where(_SENT, Package.receiver == receiver).order_by(Package.number)
        return self._session.scalars(query).all()

    def add_receipt(self, receipt: Receipt) -> None:
        """Keep a receipt."""
        self._session.add(receipt)
        self._session.flush()

    def receipt_of(self, package_id: str) -> Receipt | None:
        """Return the last receipt for a package."""
        query = select(Receipt).where(Receipt.package_id == package_id)
        return self._session.scalar(query.order_by(Receipt.number.desc()).limit(1))

    def returned(self, receiver: str) -> Sequence[Returned]:
        """Return the rows that a receiver did not take, in the version that it was sent last, nor has taken since."""
        taken = exists().where(
            Delivery.receiver == Returned.receiver,
            Delivery.entity == Returned.entity,
            Delivery.row_id == Returned.row_id,
            Delivery.seq >= Returned.seq,
        )
        query = select(Returned).where(Returned.receiver == receiver, not_(taken))
        return self._session.scalars(query.order_by(Returned.entity, Returned.row_id)).all()

    def conflicts(self) -> Sequence[Conflict]:
        """Return the rows of which an officer has to choose a version, the first found first."""
        return self._session.scalars(select(Conflict).order_by(Conflict.at, Conflict.id)).all()

    def conflict(self, conflict_id: str) -> Conflict | None:
        """Return one of them."""
        return self._session.get(Conflict, conflict_id)

    def drop_conflict(self, conflict: Conflict) -> None:
        """Forget a conflict that was decided."""
        self._session.delete(conflict)
        self._session.flush()

    def sending(self) -> Sending:
        """Return what tells of each record whether it was sent, confirmed or returned by the receiver of now."""
        receiver = self._session.scalar(
            select(Unit.id).where(Unit.role == "receiver").order_by(Unit.seq.desc()).limit(1)
        )
        return Sending(self._session, receiver or "", self.own_unit() or "", self.senders())

    def senders(self) -> dict[str, str]:
        """Return the units that send us packages, by name; those of one name are told apart by their codes."""
        found = self._session.execute(select(Unit.id, Unit.name).where(Unit.role == "sender"))
        named = {unit.partition("/")[0]: name for unit, name in found}
        shared = Counter(named.values())
        return {
            unit: f"{name} {unit.partition('@')[0]}" if shared[name] > 1 else name
            for unit, name in named.items()
        }

    def own_unit(self) -> str | None:
        """Return the unit whose data these are; None before the first steps are done."""
        return ownership.own_unit(self._session.connection())

    # Of others

    def received(self) -> dict[str, tuple[int, int, datetime.datetime]]:
        """Return for each unit how many packages came from it, the number of the last, and when that came."""
        found: dict[str, tuple[int, int, datetime.datetime]] = {}
        for each in reversed(self.all("in")):
            count = found[each.unit][0] if each.unit in found else 0
            found[each.unit] = (count + 1, each.number, each.at)
        return found

    def received_from(self, unit: str, device: str, epoch: str) -> Sequence[Package]:
        """Return the packages that were taken in of one life of a sender, in the order in which they came."""
        query = select(Package).where(
            Package.direction == "in",
            Package.kind != "fork",
            Package.unit == unit,
            Package.device == device,
            Package.epoch == epoch,
        )
        return self._session.scalars(query.order_by(literal_column("package.rowid"))).all()

    def came(self, unit: str, package_id: str) -> int:
        """Return as which of its unit a package came."""
        row: ColumnElement[int] = literal_column("package.rowid")
        own = select(row).where(Package.id == package_id).scalar_subquery()
        query = select(func.count()).where(Package.direction == "in", Package.unit == unit, row <= own)
        return self._session.execute(query).scalar_one()

    def answers(self, package_id: str, epoch: str) -> Sequence[Answer]:
        """Return the receipts that we gave for a package in a life of ours, the first first."""
        query = select(Answer).where(Answer.package_id == package_id, Answer.epoch == epoch)
        return self._session.scalars(query.order_by(Answer.number)).all()

    def last_answers(self) -> dict[str, Answer]:
        """Return the last receipt that we gave for each package, in whichever life of ours."""
        query = select(Answer).order_by(Answer.number)
        return {each.package_id: each for each in self._session.scalars(query)}

    def add_answer(self, answer: Answer) -> None:
        """Keep a receipt that we give."""
        self._session.merge(answer)
        self._session.flush()
