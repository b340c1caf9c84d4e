"""Says what Windows shows of a program: facts.py PROGRAM, with the Windows Python of the bench."""

import sys

from PyInstaller.utils.win32.versioninfo import StringFileInfo, read_version_info_from_executable


def main() -> None:
    """Print its texts on one line."""
    found = read_version_info_from_executable(sys.argv[1])
    strings = (each for each in found.kids if isinstance(each, StringFileInfo))
    said = {pair.name: pair.val for each in strings for table in each.kids for pair in table.kids}
    sys.stdout.reconfigure(encoding="utf-8")
    print(
        ", ".join(
            f"{name} {value}" for name, value in said.items() if name in ("ProductName", "ProductVersion")
        )
    )


if __name__ == "__main__":
    main()
