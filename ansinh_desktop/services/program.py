"""Puts the services of one open data folder together."""

import contextlib
import functools
import gc
from collections.abc import Callable, Generator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ansinh_desktop import text
from ansinh_desktop.crypto import keys
from ansinh_desktop.db.leftover import require_pair
from ansinh_desktop.db.vault import Vault, finish_what_was_cut_short
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import KEY_FILE, holds_data
from ansinh_desktop.services import office
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.drafts import Drafts
from ansinh_desktop.services.law.installed import install
from ansinh_desktop.services.listing import Listing
from ansinh_desktop.services.officers import admit
from ansinh_desktop.services.people import People
from ansinh_desktop.services.views import Views

if TYPE_CHECKING:
    from ansinh_desktop.errors import Message
    from ansinh_desktop.services.agenda import Agenda
    from ansinh_desktop.services.attachments import Attachments
    from ansinh_desktop.services.backups import Backups
    from ansinh_desktop.services.entitlements import Entitlements
    from ansinh_desktop.services.importer.importing import Importing
    from ansinh_desktop.services.integrity import CheckStep
    from ansinh_desktop.services.law.updates import LawUpdates
    from ansinh_desktop.services.reports.case_forms import Forms
    from ansinh_desktop.services.reports.lists import Lists
    from ansinh_desktop.services.reports.worklists import Worklists
    from ansinh_desktop.services.review import Review
    from ansinh_desktop.services.sync.cards import Cards
    from ansinh_desktop.services.sync.incoming import Incoming
    from ansinh_desktop.services.sync.outgoing import Outgoing


class Program:
    """All that can be done with an open data folder; what is rarely needed is loaded when asked for."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self._told: list[Message] | None = None
        install(vault)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.vault.lock()

    @cached_property
    def access(self) -> Access:
        """What the officer may do."""
        return access(self.vault)

    @property
    def office(self) -> office.Office:
        """Whose data these are."""
        return office.office(self.vault)

    @cached_property
    def cases(self) -> Cases:
        """Work on cases."""
        return Cases(self.vault, self.access, self.office)

    @cached_property
    def drafts(self) -> Drafts:
        """What is typed and not yet saved."""
        return self.cases.drafts

    @cached_property
    def listing(self) -> Listing:
        """Lists as filtered."""
        return Listing(self.vault, self.access)

    @cached_property
    def people(self) -> People:
        """People, households, relations."""
        return People(self.vault, self.access, self.office)

    @cached_property
    def views(self) -> Views:
        """Filters kept by name."""
        return Views(self.vault, self.access)

    @cached_property
    def agenda(self) -> "Agenda":
        """What has to be done until when."""
        from ansinh_desktop.services.agenda import Agenda  # noqa: PLC0415

        return Agenda(self.vault, self.access)

    @cached_property
    def attachments(self) -> "Attachments":
        """Papers kept with cases."""
        from ansinh_desktop.services.attachments import Attachments  # noqa: PLC0415

        return Attachments(self.vault, self.access)

    @cached_property
    def entitlements(self) -> "Entitlements":
        """What the law gives in a case, and why."""
        from ansinh_desktop.services.entitlements import Entitlements  # noqa: PLC0415

        return Entitlements(self.vault, self.access)

    @cached_property
    def law(self) -> "LawUpdates":
        """The law of this data file."""
        from ansinh_desktop.services.law.updates import LawUpdates  # noqa: PLC0415

        return LawUpdates(self.vault, self.access)

    @cached_property
    def review(self) -> "Review":
        """Every record against the law of a day."""
        from ansinh_desktop.services.review import Review  # noqa: PLC0415

        return Review(self.vault, self.access)

    @cached_property
    def importing(self) -> "Importing":
        """Workbooks in."""
        from ansinh_desktop.services.importer.importing import Importing  # noqa: PLC0415

        return Importing(self.vault, self.access, self.cases)

    @cached_property
    def lists(self) -> "Lists":
        """Lists on paper and in files."""
        from ansinh_desktop.services.reports.lists import Lists  # noqa: PLC0415

        return Lists(self.vault, self.access, self.listing)

    @cached_property
    def forms(self) -> "Forms":
        """Forms of one case on paper."""
        from ansinh_desktop.services.reports.case_forms import Forms  # noqa: PLC0415

        return Forms(self.vault, self.access, self.listing, self.agenda)

    @cached_property
    def worklists(self) -> "Worklists":
        """What is to be done and what was found, on paper and in files."""
        from ansinh_desktop.services.reports.worklists import Worklists  # noqa: PLC0415

        return Worklists(self.vault, self.access)

    @cached_property
    def cards(self) -> "Cards":
        """Our own card and those of others."""
        from ansinh_desktop.services.sync.cards import Cards  # noqa: PLC0415

        return Cards(self.vault, self.access)

    @cached_property
    def outgoing(self) -> "Outgoing":
        """Packages out, receipts in."""
        from ansinh_desktop.services.sync.outgoing import Outgoing  # noqa: PLC0415

        return Outgoing(self.vault, self.access)

    @cached_property
    def incoming(self) -> "Incoming":
        """Packages in, receipts out."""
        from ansinh_desktop.services.sync.incoming import Incoming  # noqa: PLC0415

        return Incoming(self.vault, self.access)

    @cached_property
    def backups(self) -> "Backups":
        """Copies of the data folder."""
        from ansinh_desktop.services.backups import Backups  # noqa: PLC0415

        return Backups(self.vault)

    def notices(self) -> "list[Message]":
        """Return what the officer must know before beginning: a wrong clock, a full disk, a copy laid there by hand."""
        from ansinh_desktop.services.notices import notices  # noqa: PLC0415 - after the first page

        return self._told if self._told is not None else notices(self.vault)

    def tell_failed_logins(self) -> None:
        """Write into the history who failed at the lock since the data were last opened."""
        path = self.vault.folder / KEY_FILE
        if not self.vault.is_writable:
            return
        failed, taken = keys.failed_logins(path), keys.count_was_taken_away(path)
        if not failed and not taken:
            return
        from ansinh_desktop.services.notices import notices, of_failed_logins, of_lost_count  # noqa: PLC0415 - hardly ever

        # Before anything is written: by the last moment of the history a wrong clock is known.
        before = notices(self.vault)
        with self.vault.work("đăng nhập không thành công") as store:
            for each in failed:
                facts = {"at": [None, each.at.isoformat()], "by_code": [None, each.by_code]}
                store.log.note("failed", "login", each.user, facts)
            if taken:
                store.log.note("uncounted", "login", "", {})
        keys.forget_failed_logins(path)
        self._told = [
            *before,
            *([of_lost_count()] if taken else []),
            *([of_failed_logins(failed)] if failed else []),
        ]

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
        """Load what the first page needs, away from the window."""
        _ = (self.access, self.office, self.cases, self.listing)
        _keep_what_is_loaded()

    def check(self, step: Callable[[str], None] = lambda _: None) -> None:
        """Look at every page of the file, and hold all data against their history and what remembers it.

        Raises:
            DataError: Something is damaged, or was changed from outside.
        """
        for each in self.checking():
            step(each.text)

    def checking(self) -> "Generator[CheckStep, None, None]":
        """Do what :meth:`check` does step by step, so that it can be shown how far it is."""
        from ansinh_desktop.services.integrity import checking  # noqa: PLC0415 - only where asked

        return checking(self.vault)


@functools.cache
def _keep_what_is_loaded() -> None:
    """Take tables and registers, once, out of the garbage collector's rounds: they stay to the end."""
    gc.freeze()


def officers(folder: Path) -> tuple[str, ...]:
    """Return the names that can unlock a data folder."""
    return keys.users(folder / KEY_FILE)


def look_before(folder: Path) -> None:
    """Finish what was cut short, and look whether the files belong together, before a password is asked for.

    Raises:
        DataError: AS-1016 the key file is not the one of the data, or it is missing or damaged.
    """
    finish_what_was_cut_short(folder)
    require_pair(folder)


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
        program = Program(vault)
        program.tell_failed_logins()
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
