"""Says what Windows shows of a program: facts.py PROGRAM, with the Windows Python of the bench."""

import sys

from PyInstaller.utils.win32.versioninfo import read_version_info_from_executable


def main() -> None:
    """Print its texts on one line."""
    found = read_version_info_from_executable(sys.argv[1])
    texts = [each for table in found.kids if hasattr(table, "kids") for each in table.kids]
    said = {pair.name: pair.val for table in texts for pair in getattr(table, "kids", [])}
    sys.stdout.reconfigure(encoding="utf-8")
    print(
        ", ".join(
            f"{name} {value}" for name, value in said.items() if name in ("ProductName", "ProductVersion")
        )
    )


if __name__ == "__main__":
    main()
