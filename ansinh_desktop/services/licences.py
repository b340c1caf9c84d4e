"""What the program is made of, and the licence under which each part is passed on."""

import functools
import importlib.metadata
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import own_files, paths

BILL = "parts.cdx.json"
"""Where a built program keeps what its parts say of themselves: a bill of materials in CycloneDX."""
_TELLING = ("licen", "copying", "notice", "authors")


@dataclass(frozen=True)
class Package:
    """A package, as it is installed or as it was when the program was built."""

    name: str
    version: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One part, or some that serve the same."""

    name: str
    use: str
    """What for, in Vietnamese."""
    licence: str
    packages: tuple[str, ...] = ()
    """Of which packages it is made; those of another system are not installed here."""
    files: tuple[str, ...] = ()
    """Where texts lie that no package brings, seen from ``resources/licences``."""

    def versions(self) -> str:
        """Return the packages that are installed, each with its version."""
        return ", ".join(f"{each.name} {each.version}" for each in self._installed())

    def text(self) -> str:
        """Return the whole text of its licences."""
        folder = paths.resources() / "licences"
        own = [(folder / name).read_text(encoding="utf-8") for name in self.files]
        brought = [text for each in self._installed() for text in each.texts]
        return ("\n\n" + "—" * 40 + "\n\n").join([*own, *brought])

    def _installed(self) -> Iterator[Package]:
        kept = own_files.folder()
        billed = _billed(kept / BILL) if kept is not None else {}
        for name in self.packages:
            if name in billed:
                yield billed[name]
                continue
            try:
                found = importlib.metadata.distribution(name)
            except importlib.metadata.PackageNotFoundError:
                continue
            yield Package(found.name, found.version, tuple(texts_of(found)))


def texts_of(package: importlib.metadata.Distribution) -> Iterator[str]:
    """Return the texts of licences that a package brings."""
    for each in package.files or ():
        if any(word in each.name.lower() for word in _TELLING) and ".dist-info" in each.parts[0]:
            yield each.locate().read_text(encoding="utf-8")  # type: ignore[attr-defined]


@functools.cache
def _billed(bill: Path) -> Mapping[str, Package]:
    """Return the packages in the bill of materials of a built program, by name."""
    found = {}
    for each in json.loads(bill.read_text(encoding="utf-8"))["components"]:
        texts = [licence["license"].get("text", {}).get("content") for licence in each["licenses"]]
        name = each.get("purl", "").removeprefix("pkg:pypi/").partition("@")[0]
        found[name] = Package(each["name"], each["version"], tuple(text for text in texts if text))
    return found


def parts() -> tuple[Part, ...]:
    """Return all parts, the program itself first."""
    declared = (paths.resources() / "licences" / "parts.toml").read_text(encoding="utf-8")
    return tuple(
        Part(
            each["name"],
            each["use"],
            each["licence"],
            tuple(each.get("packages", ())),
            tuple(each.get("files", ())),
        )
        for each in tomllib.loads(declared)["part"]
    )
