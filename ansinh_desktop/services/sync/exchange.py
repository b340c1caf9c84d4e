"""All that goes between two units, or from one officer to another: cards, packages, receipts, cases, minutes."""

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services import later
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.succession.work import Successions
from ansinh_desktop.services.sync.alike import Alikes
from ansinh_desktop.services.sync.cards import Cards
from ansinh_desktop.services.sync.communes import Communes
from ansinh_desktop.services.sync.conflicts import Conflicts
from ansinh_desktop.services.sync.inbox import Inbox
from ansinh_desktop.services.sync.incoming import Incoming
from ansinh_desktop.services.sync.outgoing import Outgoing
from ansinh_desktop.services.sync.peers import Peers
from ansinh_desktop.services.sync.standing import Standing, standing
from ansinh_desktop.services.transfers.accepting import Arrivals
from ansinh_desktop.services.transfers.giving import Transfers


class Exchange:
    """The exchange of one officer's unit with others."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault, self._access = vault, access
        self.cards = Cards(vault, access)
        """Our own card and those of others."""
        self.outgoing = Outgoing(vault, access)
        """Packages out, receipts in."""
        self.incoming = Incoming(vault, access)
        """Packages in, receipts out."""
        self.inbox = Inbox(vault, access, self.incoming)
        """The folder in which packages arrive."""
        self.communes = Communes(vault, access)
        """Who sends packages, at a receiving unit."""
        self.alike = Alikes(vault, access)
        """People of two communes who are likely the same."""
        self.peers = Peers(vault, access)
        """With the other laptops of our unit."""
        self.conflicts = Conflicts(vault, access)
        """What was written in two places."""
        self.transfers = Transfers(vault, access)
        """Cases that go to other communes."""
        self.arrivals = Arrivals(vault, access)
        """Cases that come from them."""
        self.successions = Successions(vault, access)
        """Units that others follow."""

    @property
    def handover(self) -> "later.Handover":
        """The work, from one officer to another."""
        return later.Handover(self._vault, self._access)

    def standing(self) -> Standing:
        """Return where the exchange of a commune stands."""
        return standing(self._vault, self._access)
