"""Says what a double click starts, by what Windows is told of a file's ending: double_click.py FILE, one word a line.

Wine looks only at what is told for the whole machine; Windows looks first at what is told for the user, as this does.
"""

import re
import sys
import winreg
from pathlib import Path

CLASSES = "Software\\Classes"


def told(key: str) -> str:
    """Return what stands at a key of the user."""
    return winreg.QueryValue(winreg.HKEY_CURRENT_USER, f"{CLASSES}\\{key}")


def main() -> None:
    """Say it."""
    file = sys.argv[1]
    command = told(f"{told(Path(file).suffix)}\\shell\\open\\command").replace("%1", file)
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(quoted or bare for quoted, bare in re.findall(r'"([^"]*)"|(\S+)', command)))


if __name__ == "__main__":
    main()
