"""The bill of materials of the built program, in CycloneDX: every part with its version, licence and whole text.

The program reads the texts of the licences from it, so that no package needs to bring its own description along.
"""

import datetime
import importlib.metadata
import json
import os
import platform
import re
import tomllib
import uuid
from pathlib import Path
from typing import Any

from ansinh_desktop import __version__
from ansinh_desktop.services import licences

ROOT = Path(__file__).resolve().parent.parent
HASHES = re.compile(r"^([\w.-]+)==\S+.*?\\\n((?:\s+--hash=sha256:\w+(?: \\)?\n)+)", re.MULTILINE)
"""What requirements.txt says of one package."""


def write(target: Path) -> None:
    """Write the bill of what is installed here."""
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": _moment(),
            "component": {"type": "application", "name": "An Sinh Xã", "version": __version__},
        },
        "components": [*_interpreter(), *_packages()],
    }
    said = json.dumps(bill, ensure_ascii=False, sort_keys=True)
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, said)}"
    target.write_text(json.dumps(bill, ensure_ascii=False, sort_keys=True, indent=1), encoding="utf-8")


def _moment() -> str:
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", "0"))
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _interpreter() -> list[dict[str, Any]]:
    return [_component("Python", platform.python_version(), "PSF-2.0", (), ())]


def _packages() -> list[dict[str, Any]]:
    parts = tomllib.loads((ROOT / "resources" / "licences" / "parts.toml").read_text(encoding="utf-8"))[
        "part"
    ]
    found = []
    for part in parts:
        for name in part.get("packages", ()):
            installed = importlib.metadata.distribution(name)
            texts = tuple(licences.texts_of(installed))
            found.append(
                _component(installed.name, installed.version, part["licence"], texts, _hashes().get(name, ()))
                | {"purl": f"pkg:pypi/{name}@{installed.version}"}
            )
    return found


def _component(
    name: str, version: str, licence: str, texts: tuple[str, ...], hashes: tuple[str, ...]
) -> dict[str, Any]:
    named = [{"license": {"name": licence}}]
    whole = [
        {"license": {"name": licence, "text": {"contentType": "text/plain", "content": each}}}
        for each in texts
    ]
    made: dict[str, Any] = {"type": "library", "name": name, "version": version, "licenses": whole or named}
    if hashes:
        made["externalReferences"] = [
            {
                "type": "distribution",
                "url": f"urn:pypi:{name}:{version}",
                "hashes": [{"alg": "SHA-256", "content": each} for each in hashes],
            }
        ]
    return made


def _hashes() -> dict[str, tuple[str, ...]]:
    """Return by package the digests of the files that may be installed of it."""
    text = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    return {name: tuple(re.findall(r"sha256:(\w+)", lines)) for name, lines in HASHES.findall(text)}
