"""All that goes between two units, or from one officer to another: cards, packages, receipts, cases, minutes."""

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.reports.handover import Handover
from ansinh_desktop.services.sync.accepting import Arrivals
from ansinh_desktop.services.sync.cards import Cards
from ansinh_desktop.services.sync.conflicts import Conflicts
from ansinh_desktop.services.sync.incoming import Incoming
from ansinh_desktop.services.sync.outgoing import Outgoing
from ansinh_desktop.services.sync.peers import Peers
from ansinh_desktop.services.sync.successions import Successions
from ansinh_desktop.services.sync.transfers import Transfers


class Exchange:
    """The exchange of one officer's unit with others."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self.cards = Cards(vault, access)
        """Our own card and those of others."""
        self.outgoing = Outgoing(vault, access)
        """Packages out, receipts in."""
        self.incoming = Incoming(vault, access)
        """Packages in, receipts out."""
        self.peers = Peers(vault, access)
        """With the other laptops of our unit."""
        self.conflicts = Conflicts(vault, access)
        """What was written in two places."""
        self.transfers = Transfers(vault, access)
        """Cases that go to other communes."""
        self.arrivals = Arrivals(vault, access)
        """Cases that come from them."""
        self.handover = Handover(vault, access)
        """The work, from one officer to another."""
        self.successions = Successions(vault, access)
        """Units that others follow."""
