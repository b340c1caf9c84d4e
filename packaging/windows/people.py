"""Makes the data with which the proof begins: a commune and a receiving unit that trust each other.

people.py SOURCES COMMUNE UNIT: run with the Windows Python of the bench. The password is one that any keyboard can
type. Says at which place the page of children in need stands.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from ansinh_desktop import app
from ansinh_desktop.services import invented, office
from ansinh_desktop.services.program import create_data

PASSWORD = "con trau la dau co nghiep"


def main() -> None:
    """Make both."""
    commune_folder, unit_folder = map(Path, sys.argv[2:])
    commune = create_data(
        commune_folder,
        invented.COMMUNE,
        office.FirstOfficer("lan", "Trần Thị Lan", PASSWORD),
        invented.HAMLETS,
    )[0]
    unit = create_data(unit_folder, invented.RECEIVER, office.FirstOfficer("minh", "Lê Văn Minh", PASSWORD))[
        0
    ]
    with commune, unit:
        invented.fill(commune, 20)
        cards = unit_folder.parent
        for one, other in ((commune, unit), (unit, commune)):
            one.cards.trust(other.cards.write_own(cards), other.cards.own().fingerprint)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        app.make_application()
        window = app.Window(commune_folder)
        print(f"page {window.open(commune).page_keys().index('register:children') + 1}")
        window.put_away()


if __name__ == "__main__":
    main()
