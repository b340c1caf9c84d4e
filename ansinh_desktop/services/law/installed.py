"""Which law a data file works with: the program's own, accepted updates over it, local rules over both."""

import datetime
from collections.abc import Mapping
from typing import Required, TypedDict

from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.law.checking import LOCAL
from ansinh_desktop.services.law.local import merged

TEXTS, LOCAL_TEXT = "law.texts", "law.local"
"""The settings that keep them: texts of updates by their place, and the text of the local rules."""


class KeptText(TypedDict, total=False):
    """A text of the law as the data file keeps it, with who signed it; one of an earlier release knows no device."""

    issued: Required[str]
    text: Required[str]
    signer: str
    device: str
    epoch: str
    number: int


def install(vault: Vault) -> Edition:
    """Work with the law as this data file has it, and return it: our own, updates over it, local rules over both."""
    with vault.reading() as store:
        found = edition_in(store)
    edition.install(found)
    return found


def edition_in(store: Store) -> Edition:
    """Return the law as this data file has it; an update that the program itself has overtaken is left out."""
    shipped = shipped_on().isoformat()
    kept: Mapping[str, KeptText] = store.setting(TEXTS) or {}
    texts = {
        place: each["text"]
        for place, each in kept.items()
        # No program carries what a province has set: it is never overtaken.
        if each["issued"] > shipped or place == LOCAL
    }
    own = store.setting(LOCAL_TEXT)
    if own:
        texts[LOCAL] = merged(texts[LOCAL], own) if LOCAL in texts else own
    return Edition(texts)


def shipped_on() -> datetime.date:
    """Return when the law was issued that came with the program."""
    day: datetime.date = edition.own_table("edition")["issued"]
    return day
