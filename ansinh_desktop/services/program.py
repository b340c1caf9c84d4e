"""Puts the services of one open data folder together."""

import contextlib
import functools
import gc
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from ansinh_desktop import text
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, Message, UserError
from ansinh_desktop.paths import holds_data
from ansinh_desktop.services import later, office
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.agenda import Agenda
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.entitlements import Entitlements
from ansinh_desktop.services.established import Established
from ansinh_desktop.services.law.installed import install
from ansinh_desktop.services.listing import Listing
from ansinh_desktop.services.notices import notices, told_of_failed_logins
from ansinh_desktop.services.officers import admit
from ansinh_desktop.services.people import People
from ansinh_desktop.services.safety.backups import Backups
from ansinh_desktop.services.safety.before_opening import officers
from ansinh_desktop.services.safety.integrity import checking
from ansinh_desktop.services.views import Views


class Program:
    """All that can be done with an open data folder; what is large and rarely needed is loaded when asked for."""

    def __init__(self, vault: Vault, *, may: Access | None = None, told: list[Message] | None = None) -> None:
        """Put the services together.

        Args:
            vault: The open data folder.
            may: What the officer may do; where nothing is said, what the data file says.
            told: What the officer must know, where it had to be found out already.
        """
        self.vault = vault
        self._told = told
        install(vault)
        self.access = may or access(vault)
        """What the officer may do."""
        own = self.office
        self.cases = Cases(vault, self.access, own)
        """Work on cases."""
        self.drafts = self.cases.drafts
        """What is typed and not yet saved."""
        self.reveals = self.cases.reveals
        """What is shown only for a reason."""
        self.listing = Listing(vault, self.access)
        """Lists as filtered."""
        self.people = People(vault, self.access, own)
        """People, households, relations."""
        self.views = Views(vault, self.access)
        """Filters kept by name."""
        self.agenda = Agenda(vault, self.access)
        """What has to be done until when."""
        self.entitlements = Entitlements(vault, self.access)
        """What the law gives in a case, and why."""
        self.established = Established(vault, self.access)
        """What a paper in one register settles for the others."""
        self.backups = Backups(vault)
        """Copies of the data folder."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.vault.lock()

    @property
    def office(self) -> office.Office:
        """Whose data these are."""
        return office.office(self.vault)

    @cached_property
    def attachments(self) -> "later.Attachments":
        """Papers kept with cases."""
        return later.Attachments(self.vault, self.access)

    @cached_property
    def review(self) -> "later.Review":
        """Every record against the law of a day."""
        return later.Review(self.vault, self.access)

    @cached_property
    def plans(self) -> "later.Plans":
        """The plan by period."""
        return later.Plans(self.vault, self.access, self.office)

    @cached_property
    def many(self) -> "later.Many":
        """One act for many records."""
        return later.Many(self.vault, self.access)

    @cached_property
    def law(self) -> "later.LawUpdates":
        """The law of this data file."""
        return later.LawUpdates(self.vault, self.access)

    @cached_property
    def importing(self) -> "later.Importing":
        """Workbooks in."""
        return later.Importing(self.vault, self.access, self.cases)

    @cached_property
    def lives(self) -> "later.Lives":
        """A death, a move, a return: once for the person."""
        return later.Lives(self.vault, self.access, self.office)

    @cached_property
    def undo(self) -> "later.Undo":
        """What the officer did last, and what takes it back."""
        return later.Undo(self.vault, self.access)

    @cached_property
    def payments(self) -> "later.Payments":
        """The months of payment."""
        return later.Payments(self.vault, self.access)

    @cached_property
    def lists(self) -> "later.Lists":
        """Lists on paper and in files."""
        return later.Lists(self.vault, self.access, self.listing)

    @cached_property
    def forms(self) -> "later.Forms":
        """Forms of one case on paper."""
        return later.Forms(self.vault, self.access, self.listing, self.agenda)

    @cached_property
    def worklists(self) -> "later.Worklists":
        """What is to be done and what was found, on paper and in files."""
        return later.Worklists(self.vault, self.access)

    @property
    def cards(self) -> "later.Cards":
        """Our own card and those of others."""
        return self.exchange.cards

    @property
    def outgoing(self) -> "later.Outgoing":
        """Packages out, receipts in."""
        return self.exchange.outgoing

    @property
    def conflicts(self) -> "later.Conflicts":
        """What was written in two places, and waits for an officer to choose."""
        return self.exchange.conflicts

    @property
    def incoming(self) -> "later.Incoming":
        """Packages in, receipts out."""
        return self.exchange.incoming

    @cached_property
    def exchange(self) -> "later.Exchange":
        """All that goes to other units and comes from them, and to another officer."""
        return later.Exchange(self.vault, self.access)

    def notices(self) -> list[Message]:
        """Return what the officer must know before beginning: a wrong clock, a full disk, a copy laid there by hand."""
        return notices(self.vault) if self._told is None else self._told

    def close(self, *, ends: bool = True) -> None:
        """Lock the data, after a backup of what has changed; that none can be made keeps nobody from ending.

        Args:
            ends: Whether the program ends, or only the screen is locked.
        """
        try:
            # What is wrong is told by the next daily one, while there is a window to tell it in.
            with contextlib.suppress(UserError):
                _ = self.backups.take() if ends else self.backups.take_at_lock()
        finally:
            self.vault.lock()

    def prepare(self) -> None:
        """Make ready for the pages, away from the window."""
        _keep_what_is_loaded()

    def check(self, step: Callable[[str], None] = lambda _: None) -> None:
        """Look at every page of the file, and hold all data against their history and what remembers it.

        Raises:
            DataError: Something is damaged, or was changed from outside.
        """
        for each in checking(self.vault):
            step(each.text)


@functools.cache
def _keep_what_is_loaded() -> None:
    """Take tables and registers, once, out of the garbage collector's rounds: they stay to the end."""
    gc.freeze()


def open_data(folder: Path, officer: str, password: str) -> Program:
    """Unlock a data folder; the officer need not be named where there is only one.

    Raises:
        UserError: No such officer, wrong password, or the folder is open elsewhere.
    """
    if not holds_data(folder):
        raise DataError("AS-1102", folder=folder)
    if not officer:
        names = officers(folder)
        if len(names) != 1:
            raise UserError("AS-1113", names=", ".join(names))
        officer = names[0]
    return _admitted(Vault.open(folder, _spelled(folder, officer), password))


def _spelled(folder: Path, officer: str) -> str:
    """Return a login name as it was given at first: the key file minds neither capitals nor blanks."""
    wanted = text.clean(officer).casefold()
    return next((each for each in officers(folder) if each.casefold() == wanted), officer)


def _admitted(vault: Vault) -> Program:
    try:
        admit(vault)
        program = Program(vault, told=told_of_failed_logins(vault))
    except BaseException:
        vault.lock()
        raise
    return program


def recover_data(folder: Path, code: str, officer: str, new_password: str) -> Program:
    """Unlock a data folder with the recovery code, and give an officer a new password."""
    name = _spelled(folder, officer)
    return _admitted(
        Vault.open_with_recovery(
            folder, code, name, new_password, known=lambda vault: office.guessed_first(vault, name)
        )
    )


def create_data(
    folder: Path, own: office.Office, officer: office.FirstOfficer, hamlets: Sequence[str] = ()
) -> tuple[Program, str]:
    """Make a new data folder; return it open, and the recovery code, which is shown only now."""
    vault, recovery = Vault.create(
        folder,
        officer.name,
        officer.password,
        lambda store: office.begin(store, own, officer, hamlets),
        known=(officer.full_name, own.name, own.province),
    )
    return Program(vault), recovery
