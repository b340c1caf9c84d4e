"""What is typed and not yet saved, wherever it is typed; kept in the encrypted file like everything else."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.access import Access

Typed: TypeAlias = Mapping[str, Any]
"""What stands in an editor: plain values, as the editor alone understands them."""


@dataclass(frozen=True)
class KeptDraft:
    """What was being typed and never saved."""

    typed: Typed
    focus: str | None
    at: datetime.datetime
    author: str


@dataclass(frozen=True)
class Unsaved:
    """A place in which something stands that was never saved."""

    key: str
    """Where it was typed."""
    register: str
    """Whose record it is; empty for everything else."""
    at: datetime.datetime


HERE = "here"
"""The key of where the officer was: nothing that was typed."""
DONE = "done"
"""The key of what the officer has seen to of a month's review: nothing that was typed, and nothing for the history."""
_NOT_TYPED = HERE, DONE


def unsaved(store: Store, access: Access) -> tuple[Unsaved, ...]:
    """Return all that an officer may go on with, the latest first."""
    own = f"{access.officer}|"
    found = (
        Unsaved(each.key if each.register else each.key.removeprefix(own), each.register, each.at)
        for each in store.drafts.all()
        if (access.may(each.register, "w") if each.register else each.author == access.officer)
        and each.key not in {own + here for here in _NOT_TYPED}
    )
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


class Drafts:
    """The drafts that one officer may see.

    That of a record belongs to its register: whoever may write there goes on with it. Any other belongs to the officer
    who typed it; what it is about is shown only where the officer can come to it, with the rights of that day.
    """

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault, self._access = vault, access

    @property
    def officer(self) -> str:
        """The name under which the officer works."""
        return self._access.officer

    def keep(self, key: str, typed: Typed, focus: str | None = None, register: str = "") -> None:
        """Keep what is being typed, so that a power cut loses two seconds at most.

        Args:
            key: Where it is typed.
            typed: What stands there; plain values.
            focus: The field with the cursor.
            register: Whose record it is; empty for everything else.

        Raises:
            UserError: The officer may not write in this register.
        """
        if register:
            self._access.require(register, "w")
        with self._vault.work() as store:
            store.drafts.keep(self._own(key, register), register, self.officer, dict(typed), focus)

    def read(self, key: str, register: str = "") -> KeptDraft | None:
        """Return what was being typed there and never saved; None where there is nothing for this officer."""
        with self._vault.reading() as store:
            found = store.drafts.get(self._own(key, register))
            if found is None or not self._may(found.register, found.author):
                return None
            return KeptDraft(found.typed, found.focus, found.at, found.author)

    def drop(self, key: str, register: str = "") -> None:
        """Throw away what was being typed there."""
        with self._vault.work() as store:
            self._drop(store, self._own(key, register))

    def _drop(self, store: Store, key: str) -> None:
        found = store.drafts.get(key)
        if found is not None:
            if found.register:
                self._access.require(found.register, "w")
            store.drafts.drop(key)

    def _may(self, register: str, author: str) -> bool:
        return self._access.may(register, "w") if register else author == self.officer

    def _own(self, key: str, register: str) -> str:
        """Return the key in the file: two officers may type in the same place."""
        return key if register else f"{self.officer}|{key}"
