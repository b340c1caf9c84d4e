"""A process that goes through works call by call, and says what was found: ``python -m tests.e2e.faults.counting``.

It loads the program once; every call that goes wrong has a child of its own.
"""

import functools
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from ansinh_desktop.errors import UserError
from tests.e2e.faults import scenes
from tests.e2e.faults.disk import Disk, Way
from tests.factories import forget_place

_BEYOND = "beyond"
_MOST = 100_000
"""No work asks as much of a disk."""


def main(root: Path, wanted: Iterable[tuple[str, Way, int, int]]) -> None:
    """Go through works, and write a line for each.

    Args:
        root: A folder to work in.
        wanted: The works; how calls go wrong, the first number, and how far it is to the next.
    """
    (root / "tạm").mkdir()
    tempfile.tempdir = str(root / "tạm")
    now, template = root / "nay", root / "mẫu"
    # What the program remembers of a data folder beside it belongs to the disk that goes wrong, too.
    os.environ |= {"XDG_DATA_HOME": str(now / "máy"), "LOCALAPPDATA": str(now / "máy")}
    scenes.make(now)
    now.rename(template)
    ready: dict[str, Path] = {}
    for name, way, first, step in wanted:
        if name not in ready:
            ready[name] = _ready(name, template, now)
            # Once on a sound disk, here: what the program loads and remembers on the way, each child has then.
            if found := _try(name, _fresh(ready[name], now), way, 0)["faults"]:
                sys.exit(f"{name}: {found}")
        _say(_through(name, way, range(first, _MOST, step), ready[name], now))


def _through(name: str, way: Way, numbers: Iterable[int], ready: Path, now: Path) -> dict[str, Any]:
    """Let one call after another go wrong until the work is over before it comes to that."""
    tried, found = 0, []
    for number in numbers:
        _fresh(ready, now)
        told = _told(functools.partial(_try, name, now, way, number))
        if told is None:  # the process died of it; another one looks what it left
            told = _told(lambda: {"faults": _settled(name, scenes.Place(now))})
        if told is None:
            told = {"faults": ["the process that looked died"]}
        if told["faults"] == _BEYOND:
            break
        tried += 1
        found += [[number, told.get("call", ""), each] for each in told["faults"]]
    return {"scene": name, "way": way.name, "tried": tried, "found": found}


def _say(said: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _fresh(ready: Path, now: Path) -> Path:
    shutil.rmtree(now, ignore_errors=True)
    return Path(shutil.copytree(ready, now))


def _ready(name: str, template: Path, now: Path) -> Path:
    """Make the folders of a work ready, at the place where they will lie."""
    place = scenes.Place(_fresh(template, now))
    scenes.SCENES[name].before(place)
    for each in (scenes.COMMUNE, scenes.LAPTOP, scenes.RECEIVER, scenes.NEIGHBOUR):
        if (now / each).exists():
            forget_place(place[each].vault)
    place.close()
    return Path(shutil.copytree(now, template.with_name(name)))


def _told(work: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    """Do something in a child; return what it tells, None where it died."""
    heard, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        told = {"faults": ["never came to an end"]}
        try:
            told = work()
        except BaseException:  # noqa: BLE001 - whatever it is, it is a fault
            told = {"faults": [traceback.format_exc()]}
        with os.fdopen(mouth, "wb") as stream:
            stream.write(json.dumps(told).encode())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(heard, "rb") as stream:
        said = stream.read()
    _, status = os.waitpid(child, 0)
    return json.loads(said) if not status and said else None


def _try(name: str, folder: Path, way: Way, number: int) -> dict[str, Any]:
    """Let one call of a work go wrong, and look how things stand then."""
    scene, place, disk = scenes.SCENES[name], scenes.Place(folder), Disk(folder)
    for each in scene.opens:
        _ = place[each]
    found = []
    disk.arm(way, number)
    try:
        scene.act(place)
    except UserError:
        pass
    except Exception:  # noqa: BLE001 - that it is none for the officer is what is looked for
        found.append(f"no sentence: {traceback.format_exc()}")
    counted = disk.end()
    call = disk.told()
    if counted < number:
        return {"faults": _BEYOND}
    settled = _settled(name, place)
    if not number:
        place.close()
    return {"call": call, "faults": [*found, *settled]}


def _settled(name: str, place: scenes.Place) -> list[str]:
    try:
        return list(scenes.faults(place, scenes.SCENES[name]))
    except Exception:  # noqa: BLE001 - told with all that is found
        return [traceback.format_exc()]


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        [(name, Way(way), first, step) for name, way, first, step in json.loads(sys.argv[2])],
    )
