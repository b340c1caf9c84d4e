"""Files of succession (.agunits): which unit follows which from which day on, signed by the unit that receives packages."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from ansinh_desktop import text
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.db.exchange.succession import Part, Renames
from ansinh_desktop.errors import DataError
from ansinh_desktop.services.law.update_file import Signer
from ansinh_desktop.services.sync.card import Card, said_of, vouched
from ansinh_desktop.services.sync.reading import (
    NAME_LENGTH,
    TOKEN,
    UNIT,
    Entry,
    MalformedError,
    write_moment,
)
from ansinh_desktop.services.sync.signed import SignedKind, is_signed

SUFFIX: Final = ".agunits"
_KIND: Final = SignedKind(
    "succession",
    "ansinh-succession",
    1,
    4 << 20,
    unreadable="AS-5018",
    malformed="AS-5171",
    newer="AS-5171",
    unwritable="AS-5019",
)


@dataclass(frozen=True)
class Change:
    """One unit that is followed by another from a day on."""

    renames: Renames
    name: str
    """Of the unit from then on."""
    merged: bool = False
    """Whether others become the same unit, so that case numbers must be told apart."""
    part: Part | None = None
    """What of the unit goes, where it is not all of it."""

    @property
    def content(self) -> dict[str, object]:
        """What is signed of it."""
        return {
            "before": self.renames.before,
            "after": self.renames.after,
            "name": self.name,
            "merged": self.merged,
            "hamlets": [
                {"old": old, "new": self.renames.hamlets[old]} for old in sorted(self.renames.hamlets)
            ],
            "part": None if self.part is None else self.part.content,
        }


@dataclass(frozen=True)
class Succession:
    """What stands in one file."""

    issued: datetime.datetime
    title: str
    source: str
    """The resolution that says so."""
    signer: Signer
    changes: tuple[Change, ...]
    receiver: Card | None = None
    """The unit that receives packages from now on, whose keys the signer answers for."""

    @property
    def content(self) -> dict[str, object]:
        """What is signed."""
        return {
            **_KIND.head,
            "issued": write_moment(self.issued),
            "title": self.title,
            "source": self.source,
            "signer": asdict(self.signer),
            "changes": [each.content for each in self.changes],
            "receiver": None if self.receiver is None else said_of(self.receiver),
        }

    @property
    def fingerprint(self) -> str:
        """Digits that two officers can compare by telephone."""
        return envelope.fingerprint(strictjson.dump(self.content))

    def of(self, unit: str) -> list[Change]:
        """Return what becomes of a unit: of parts of it first, then of what is left."""
        found = [each for each in self.changes if each.renames.before == unit]
        return sorted(found, key=lambda each: each.part is None)


@dataclass(frozen=True)
class Signed:
    """A succession with its signature, of which nobody has asked yet whose it is."""

    succession: Succession
    signature: bytes
    name: str

    def require(self, verify_key: str | None) -> Succession:
        """Return it if that key signed it.

        Raises:
            DataError: AS-5170 nobody whom we trust signed it, or it was changed afterwards.
        """
        if not is_signed(verify_key, self.succession.content, self.signature):
            raise DataError("AS-5170", name=self.name, signer=self.succession.signer.name)
        return self.succession


def write_succession(path: Path, succession: Succession, sign_key: str) -> None:
    """Write it, signed.

    Raises:
        UserError: AS-5019 the folder cannot be written.
    """
    _KIND.write(path, succession.content, sign_key)


def read_succession(path: Path) -> Signed:
    """Read a file; nothing in it is trusted until its signature was asked for.

    Raises:
        DataError: AS-5018 it cannot be read, AS-5171 it is none.
    """
    return _KIND.read(path, lambda entry, signature: Signed(_parsed(entry), signature, path.name))


def _parsed(entry: Entry) -> Succession:
    succession = Succession(
        issued=entry.moment("issued"),
        title=entry.text("title"),
        source=entry.text("source"),
        signer=_signer(entry.entry("signer")),
        changes=tuple(_change(each) for each in entry.entries("changes")),
        receiver=_receiver(entry),
    )
    if not fit_together(succession.changes) and (succession.changes or succession.receiver is None):
        raise MalformedError("changes")
    return succession


def fit_together(changes: Sequence[Change]) -> bool:
    """Whether some changes can be made in any order: a unit is followed once as a whole, and by none that goes itself."""
    whole = [each.renames.before for each in changes if each.part is None]
    units = {each.renames.before for each in changes}
    return (
        bool(units) and len(set(whole)) == len(whole) and not units & {each.renames.after for each in changes}
    )


def _receiver(entry: Entry) -> Card | None:
    found = entry.take("receiver")
    return None if found is None else vouched(Entry(found, "receiver"))


def _signer(entry: Entry) -> Signer:
    found = Signer(
        name=entry.text("name", most=NAME_LENGTH),
        unit=entry.text("unit", pattern=UNIT),
        device=entry.text("device", pattern=TOKEN),
        epoch=entry.text("epoch", pattern=TOKEN),
        number=entry.whole("number"),
    )
    entry.end()
    return found


def _change(entry: Entry) -> Change:
    hamlets = {}
    before, after = entry.text("before", pattern=UNIT), entry.text("after", pattern=UNIT)
    datetime.date.fromisoformat(after.partition("@")[2])
    name, merged = entry.text("name"), entry.take("merged")
    for each in entry.entries("hamlets"):
        hamlets[each.text("old")] = each.text("new")
        each.end()
    said = entry.take("part")
    part = None if said is None else _part(Entry(said, "part"))
    entry.end()
    if not isinstance(merged, bool) or not text.clean(name):
        raise entry.fault("merged")
    return Change(Renames(before, after, hamlets), name, merged, part)


def _part(entry: Entry) -> Part:
    hamlets = []
    for each in entry.entries("hamlets"):
        hamlets.append(each.text("name"))
        each.end()
    found = Part(tuple(hamlets), entry.words("people"), entry.words("households"))
    entry.end()
    return found
