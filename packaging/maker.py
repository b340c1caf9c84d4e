"""What a maker of the program does by themselves, away from the machine that builds: a key, and signed updates.

python packaging/maker.py key NAME KEY-FILE MAKERS-FILE       makes a key: the private half goes to KEY-FILE, the public
                                                              half is put into MAKERS-FILE
python packaging/maker.py sign SETUP KEY-FILE MAKERS-FILE TITLE    writes the update file beside an installer

No repository ever sees KEY-FILE. Every build gets MAKERS-FILE (packaging/build.py --makers MAKERS-FILE): a program takes
the updates of those who stood in it. TITLE says to the officer what is new.
"""

import datetime
import hashlib
import json
import os
import sys
import tomllib
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from ansinh_desktop.crypto import envelope
from ansinh_desktop.services import updating


def make_key(name: str, key_file: Path, makers: Path) -> None:
    """Make a key; one that is there is never overwritten."""
    key = envelope.new_sign_key()
    with os.fdopen(os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key}\n")
    with makers.open("a", encoding="utf-8") as file:
        # a text of JSON is one of TOML as well
        file.write(f"[[maker]]\nname = {json.dumps(name, ensure_ascii=False)}\n")
        file.write(f"verify_key = {json.dumps(envelope.verify_key_of(key))}\n")


def sign(setup: Path, key_file: Path, makers: Path, title: str) -> Path:
    """Write the update file of an installer and return it; the maker is known by the key."""
    key = key_file.read_text(encoding="ascii").strip()
    listed = tomllib.loads(makers.read_text(encoding="utf-8"))["maker"]
    (name,) = [each["name"] for each in listed if each["verify_key"] == envelope.verify_key_of(key)]
    version = setup.name.split("-")[1]
    told = hashlib.sha256(setup.read_bytes()).hexdigest()
    today = datetime.datetime.now(datetime.UTC).date()  # noqa: TID251 - of the update
    update = updating.ProgramUpdate(version, today, title, name, setup.name, told)
    target = setup.with_name(f"AnSinhXa-{version}{updating.SUFFIX}")
    updating.write_update(target, update, key)
    return target


def main() -> int:
    """Do what the arguments say."""
    # A path may have letters that the console of Windows does not know.
    for each in (sys.stdout, sys.stderr):
        each.reconfigure(encoding="utf-8", errors="replace")
    match sys.argv[1:]:
        case ["key", name, key_file, makers]:
            make_key(name, Path(key_file), Path(makers))
        case ["sign", setup, key_file, makers, title]:
            print(sign(Path(setup), Path(key_file), Path(makers), title))
        case _:
            sys.stderr.write(f"{__doc__}\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
