"""What a package made now would be asked for."""

from collections.abc import Sequence

from ansinh_desktop.db.exchange.ledger import Selection
from ansinh_desktop.db.models import Unit
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog


def receiver_in(store: Store) -> Unit | None:
    """Return the unit that receives our packages: of several the one that was trusted last; None before the first."""
    return max(store.devices.units("receiver"), key=lambda each: each.seq, default=None)


def selection(store: Store, registers: Sequence[str]) -> Selection:
    """Return what goes to the receiver of now; before there is one, everything would."""
    receiver = receiver_in(store)
    return Selection(
        receiver.id if receiver else "",
        store.packages.own_unit() or "",
        tuple(registers),
        whole=store.ledger.counterpart(receiver.id).whole if receiver else True,
        complete=tuple(registers) == tuple(catalog.registers()),
    )
