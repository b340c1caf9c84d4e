"""What the program is made of, and the licence under which each part is passed on."""

import importlib.metadata
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from ansinh_desktop import paths

_TELLING = ("licen", "copying", "notice", "authors")


def tells_of_licence(file: str) -> bool:
    """Whether a file of a package, by its name, says under which licence it is passed on, or by whom."""
    return any(word in file.lower() for word in _TELLING)


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
        return ("\n\n" + "—" * 40 + "\n\n").join(self._texts())

    def _texts(self) -> Iterator[str]:
        folder = paths.resources() / "licences"
        for name in self.files:
            yield (folder / name).read_text(encoding="utf-8")
        for package in self._installed():
            for each in package.files or ():
                if tells_of_licence(each.name) and ".dist-info" in each.parts[0]:
                    yield each.locate().read_text(encoding="utf-8")  # type: ignore[attr-defined]

    def _installed(self) -> Iterator[importlib.metadata.Distribution]:
        for each in self.packages:
            try:
                yield importlib.metadata.distribution(each)
            except importlib.metadata.PackageNotFoundError:
                continue


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
