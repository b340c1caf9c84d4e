"""Valid things to start from; a test changes the one that it is about."""

import atexit
import functools
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from ansinh_desktop.crypto import keys
from ansinh_desktop.db import cipher
from ansinh_desktop.db.exchange.tables import Package
from ansinh_desktop.db.models import MACHINE, Unit
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.register import Register
from ansinh_desktop.services import office
from ansinh_desktop.services.access import access
from ansinh_desktop.services.cases import CaseInput, Cases
from ansinh_desktop.services.listing import Listing

UNIT = "30325@2025-07-01"
OFFICER = "lan"
PASSWORD = "con mèo nằm ngủ ngon"
HAMLETS = ("Vĩnh Thạnh", "Vĩnh Lợi", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương")

OFFICE = office.Office(unit=UNIT, name="Xã Vĩnh Thạnh Trung", province="Tỉnh An Giang")

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Danh", "Thạch", "Neáng", "Chau", "Đỗ", "Dương")
_MIDDLE = ("Văn", "Thị", "Ngọc", "Minh", "Thanh", "Hữu", "Thị Kim", "Thị Mỹ", "Quốc")
_GIVEN = (
    "An",
    "Ánh",
    "Bình",
    "Chi",
    "Đào",
    "Đạt",
    "Dũng",
    "Hòa",
    "Huệ",
    "Khánh",
    "Lộc",
    "Mai",
    "Nga",
    "Oanh",
    "Tú",
)


OTHER = office.Office(unit="30328@2025-07-01", name="Xã Bình Long", province="Tỉnh An Giang")
PROVINCE = office.Office("91@2025-07-01", "Sở Y tế tỉnh An Giang", "Tỉnh An Giang", level="province")
RECEIVER = f"{PROVINCE.unit}/x"
"""The device of the province, as the ledger names it."""
FIRST = office.FirstOfficer(OFFICER, "Trần Thị Lan", PASSWORD)
QUICK = keys.Cost(memory_kib=8, passes=1, lanes=1)
DEAR = {}
"""What a guess costs where the program itself gives somebody a password: too much for a thousand tests."""
for _giving in (keys.create, keys.adding, keys.setting_password, keys.setting_recovery):
    _unless_said = _giving.__kwdefaults__ or {}
    DEAR[_giving.__name__] = _unless_said["cost"]
    _unless_said["cost"] = QUICK


def _engine(known: dict[str, Any], *args: Any, **given: Any) -> Engine:
    made = create_engine(*args, **given)
    made.dialect = made.pool._dialect = known.setdefault("dialect", made.dialect)
    made._compiled_cache = known.setdefault("statements", made._compiled_cache)
    return made


# A thousand data files are opened: each knows the statements that were put together for those before it.
cipher.create_engine = functools.partial(_engine, {})  # type: ignore[attr-defined]


@functools.cache
def _made(own: office.Office, _registers: tuple[Register, ...]) -> tuple[Path, str]:
    # Made once a run and copied; anew for other registers, whose indexes each copy would have to make for itself.
    folder = Path(tempfile.mkdtemp(prefix="ansinh-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    vault, recovery = Vault.create(folder / "data", OFFICER, PASSWORD)
    office.set_up(vault, own, FIRST, HAMLETS)
    forget_place(vault)
    vault.lock()
    return folder / "data", recovery


def new_vault(folder: Path, own: office.Office = OFFICE) -> tuple[Vault, str]:
    """Return the open data file of an invented commune, and its recovery code."""
    made, recovery = _made(own, tuple(catalog.registers().values()))
    shutil.copytree(made, folder)
    return Vault.open(folder, OFFICER, PASSWORD), recovery


def forget_place(vault: Vault) -> None:
    """Let the data lie nowhere yet: what is copied from them is nobody's copy."""
    with vault.work() as store:
        store.session.connection().exec_driver_sql("DELETE FROM setting WHERE key = ?", (MACHINE,))


def services(vault: Vault) -> tuple[Cases, Listing]:
    """Return the work on cases and the lists of the officer who opened the vault."""
    may = access(vault)
    return Cases(vault, may, office.office(vault)), Listing(vault, may)


def package(number: int, **changes: Any) -> Package:
    """Return what is remembered of a package of ours, unless something else is said."""
    known: dict[str, Any] = {
        "id": f"p{number}",
        "direction": "out",
        "kind": "update",
        "unit": UNIT,
        "device": "x",
        "epoch": "e",
        "receiver": RECEIVER,
        "number": number,
        "digest": f"d{number}",
        "ancestors": [],
        "confirmed": "",
        "to_seq": 0,
        "file_name": f"{number}.agpkg",
        "counts": {},
    }
    return Package(**known | changes)


def receiver(unit_id: str = RECEIVER) -> Unit:
    """Return the receiver of our packages as a unit that we know."""
    nothing = dict.fromkeys(("verify_key", "recipient", "fingerprint"), "")
    return Unit(id=unit_id, name="Sở Y tế", level="province", role="receiver", device=unit_id[-1], **nothing)


def trust(one: Any, other: Any, folder: Path) -> None:
    """Let one program keep the card of another, after their officers have compared its digits."""
    one.cards.trust(other.cards.write_own(folder), other.cards.own().fingerprint)


def person(**changes: Any) -> dict[str, Any]:
    """Return what is known of an invented person."""
    return {
        "full_name": "Nguyễn Thị Hòa",
        "birth_date": "1949-04-18",
        "sex": "female",
        "hamlet": "Vĩnh Thạnh",
        "address": "Tổ 5",
    } | changes


def people(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Return many invented people, the same ones for the same seed."""
    chance = random.Random(seed)
    found = []
    for _ in range(count):
        sex = chance.choice(("male", "female"))
        middle = chance.choice(
            [each for each in _MIDDLE if each.startswith("Thị") == (sex == "female")] or _MIDDLE
        )
        year = chance.randint(1930, 2020)
        digit = {("male", True): 0, ("female", True): 1, ("male", False): 2, ("female", False): 3}[
            sex, year < 2000
        ]
        number = f"089{digit}{year % 100:02d}{chance.randint(0, 999999):06d}"
        name = f"{chance.choice(_FAMILY)} {middle} {chance.choice(_GIVEN)}"
        birth = chance.choice((f"{year}", f"{year}-05", f"{year}-05-17"))
        found.append(
            person(
                full_name=name, birth_date=birth, sex=sex, hamlet=chance.choice(HAMLETS), personal_id=number
            )
        )
    return found


def case(register: str, answers: dict[str, Any], **changes: Any) -> CaseInput:
    """Return a record of an invented person."""
    return CaseInput(register=register, person=changes.pop("person", person()), answers=answers, **changes)


DECIDED = {
    "social_group": "k6",
    "disability_degree": "severe",
    "received_on": "2026-11-02",
    "decision_no": "12/QĐ-UBND",
    "decision_date": "2026-11-10",
    "start_month": "2026-11",
}
"""Of somebody whose monthly benefit was decided in November 2026."""

ABUSE: dict[str, Value] = {
    "received_at": "2024-11-19T15:00",
    "report_kind": "abused",
    "commune_of_event": "30325@2025-07-01",
    "place": "Ấp Vĩnh Lợi",
    "environment": "family",
    "forms": ["violence"],
    "emergency": False,
}
"""What is known of an abused child when the telephone rings."""


def abuse(**changes: Any) -> CaseInput:
    """Return the confidential record of an invented child."""
    child = changes.pop("person", person(full_name="Neáng Phượng", birth_date="2015-03-05"))
    kept = changes.pop("kept", {"AS-2354 reported_police_at": "Đang báo"})
    more = {key: changes.pop(key) for key in ("record_id", "final") if key in changes}
    return CaseInput(register="child_abuse", person=child, answers=ABUSE | changes, kept=kept, **more)


ORPHAN: dict[str, Value] = {
    "groups": ["a"],
    "main_group": "a",
    "entered_on": "2024-03-01",
    "care_arrangement": "relatives",
}


def orphan(name: str = "Danh Thị Na") -> CaseInput:
    """Return the record of an invented child without parents."""
    return CaseInput("children", person(full_name=name, birth_date="2015-02-03"), dict(ORPHAN))
