"""Invented data files of any size, with the names of the country in the country's frequencies."""

import itertools
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, insert

from ansinh_desktop import clock, ids
from ansinh_desktop.db import history
from ansinh_desktop.db.models import Person, Record
from ansinh_desktop.db.people import derived
from ansinh_desktop.db.store import Store
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import invented
from ansinh_desktop.services.program import Program, open_data

_CHUNK = 5_000

_FAMILY = {
    "Nguyễn": 384, "Trần": 110, "Lê": 95, "Phạm": 71, "Huỳnh": 38, "Hoàng": 13, "Phan": 45, "Võ": 30, "Vũ": 9,
    "Đặng": 21, "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 5, "Trương": 12, "Đinh": 7, "Đoàn": 6,
    "Lâm": 6, "Mai": 5, "Trịnh": 5, "Cao": 5, "Châu": 4, "Lương": 4, "Tô": 3, "Thạch": 4, "Danh": 4, "Chau": 4,
    "Neáng": 5, "Kim": 2, "Sơn": 2, "Tạ": 2, "Quách": 2, "La": 1, "Mohamad": 1, "Tôn": 1, "Nghiêm": 1, "Khưu": 1,
}  # fmt: skip
_MIDDLE = {
    "male": {
        "Văn": 330, "Hữu": 60, "Minh": 55, "Thanh": 50, "Quốc": 45, "Hoàng": 45, "Ngọc": 40, "Đức": 35, "Công": 25,
        "Tấn": 25, "Thành": 25, "Trọng": 20, "Xuân": 20, "Phước": 15, "Chí": 15, "Bá": 10, "Gia": 10, "Nhật": 8,
    },
    "female": {
        "Thị": 380, "Thị Kim": 40, "Thị Mỹ": 35, "Thị Ngọc": 40, "Thị Thu": 35, "Thị Thanh": 30, "Ngọc": 50,
        "Kim": 25, "Thị Bích": 20, "Thị Hồng": 30, "Thị Cẩm": 15, "Thu": 15, "Thanh": 15, "Mỹ": 15, "Phương": 12,
    },
}  # fmt: skip
_GIVEN = (
    "Anh", "Hùng", "Dũng", "Hương", "Lan", "Linh", "Hoa", "Tuấn", "Hòa", "Minh", "Thảo", "Nga", "Hạnh", "Bình", "Hà",
    "Long", "Phương", "Hải", "Thủy", "Trang", "Nam", "Mai", "Tâm", "Thanh", "Sơn", "Hiền", "Ngọc", "Yến", "Tùng",
    "Dung", "An", "Loan", "Cường", "Hằng", "Nhung", "Phúc", "Thắng", "Trung", "Vân", "Quân", "Đức", "Khánh", "Đạt",
    "Tú", "Hiếu", "Huy", "Phượng", "Quang", "Tiến", "Lộc", "Liên", "Thành", "Xuân", "Vinh", "Việt", "Kiên", "Huệ",
    "Oanh", "Ánh", "Đào", "Bé", "Út", "Nhi", "Như", "Quỳnh", "Thơ", "Diễm", "Chi", "Châu", "Giang", "Hân", "Khoa",
    "Lợi", "Mận", "My", "Nghĩa", "Nhàn", "Phong", "Phú", "Sang", "Sáu", "Tài", "Tấn", "Thịnh", "Thu", "Toàn", "Trí",
    "Tuyết", "Uyên", "Ba", "Bảy", "Cúc", "Duyên", "Đẹp", "Điệp", "Hậu", "Hon", "Kiều", "Lành", "Mười", "Nương",
    "Rith", "Sóc", "Sray", "Thol", "Tư", "Vui", "Xinh", "Ý",
)  # fmt: skip
HAMLETS = (
    "Vĩnh Thạnh", "Vĩnh Lợi", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương", "Bình Chánh", "Phú Thuận", "Trung Hưng",
    "Thạnh Lợi", "Khánh Đức", "Vĩnh Hòa",
)  # fmt: skip

KNOWN_PASSWORD = invented.PASSWORD


def people(count: int, seed: int = 322) -> Iterator[dict[str, Any]]:
    """Yield what is known of people who do not exist, the same ones for the same seed."""
    chance = random.Random(seed)
    families, often = list(_FAMILY), list(itertools.accumulate(_FAMILY.values()))
    middles = {
        sex: (list(found), list(itertools.accumulate(found.values()))) for sex, found in _MIDDLE.items()
    }
    # Given names thin out as words do: the tenth is a tenth as frequent as the first, or so.
    commonness = list(itertools.accumulate(1 / (place + 8) for place in range(len(_GIVEN))))
    for _ in range(count):
        sex = "female" if chance.random() < 0.51 else "male"
        year = chance.randint(1932, 2024)
        month, day = chance.randint(1, 12), chance.randint(1, 28)
        names, weights = middles[sex]
        middle = chance.choices(names, cum_weights=weights)[0]
        family = chance.choices(families, cum_weights=often)[0]
        given = chance.choices(_GIVEN, cum_weights=commonness)[0]
        digit = (0 if sex == "male" else 1) + (2 if year >= 2000 else 0)
        yield {
            "full_name": f"{family} {middle} {given}",
            "birth_date": f"{year}-{month:02d}-{day:02d}" if chance.random() < 0.7 else str(year),
            "sex": sex,
            "ethnicity": "05" if family in ("Thạch", "Danh", "Chau", "Neáng") else "01",
            "hamlet": chance.choice(HAMLETS),
            "address": f"Tổ {chance.randint(1, 25)}",
            "personal_id": f"089{digit}{year % 100:02d}{chance.randrange(10**6):06d}",
            "phone": f"0{chance.choice((3, 7, 8, 9))}{chance.randrange(10**8):08d}"
            if chance.random() < 0.5
            else None,
            "poverty_status": chance.choice(("poor", "near_poor", "other")),
        }


def with_people(folder: Path, count: int, records: Sequence[str] = (), *, told: bool = True) -> Program:
    """Make a data folder with many people, and return it open; a folder that stands already is opened.

    Args:
        folder: Where; kept between runs when it is.
        count: How many people.
        records: Registers: each person has a record in the next of them, around and around.
        told: Whether the history tells of each, as it does when an officer types them.
    """
    if not folder.exists():
        # Under another name until it is whole: what was cut short must not be measured.
        half = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(half, ignore_errors=True)
        with invented.new_commune(half) as program, program.vault.work("dữ liệu đo") as store:
            registers = itertools.cycle(records) if records else None
            every = people(count)
            while chunk := list(itertools.islice(every, _CHUNK)):
                _add(store, chunk, registers, told=told)
        half.rename(folder)
    return open_data(folder, "lan", KNOWN_PASSWORD)


def fill(program: Program, count: int, seed: int) -> None:
    """Let many people stand in an open data folder, each with a record of assistance; others for each seed."""
    with program.vault.work("dữ liệu đo") as store:
        _add(store, list(people(count, seed)), itertools.repeat("assistance"), told=True)


def _add(
    store: Store, known: Sequence[dict[str, Any]], registers: Iterator[str] | None, *, told: bool
) -> None:
    at, session, unit = clock.now(), store.session, store.packages.own_unit()
    persons = [_person_row(each, unit, at) for each in known]
    records = [_record_row(each, next(registers), at) for each in persons] if registers else []
    for model, rows in ((Person, persons), (Record, records)):
        if rows and told:
            history.insert_rows(session, model, rows)
        elif rows:
            session.connection().execute(insert(cast("Table", model.__table__)), rows)


def _person_row(known: dict[str, Any], unit: str | None, at: Any) -> dict[str, Any]:
    row = {"other_name": None, "old_id": None, "id": ids.new_id(), "unit": unit, **known}
    return row | derived(row) | {"deleted": False, "seq": 0, "changed_at": at}


_CHILD = {
    "groups": ["d"],
    "main_group": "d",
    "entered_on": "2026-05-01",
    "care_arrangement": "parents",
    "disability_degree": "severe",
    "school": "studying",
}


def _answers(person: dict[str, Any], code: str, chance: random.Random) -> dict[str, Any]:
    return _paid(person, chance) if code == "assistance" else _CHILD


def _paid(person: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """Return a record of social assistance as communes have them: of all groups, decided over ten years."""
    age = 2026 - int(person["birth_date"][:4])
    year = chance.randint(max(2017, int(person["birth_date"][:4]) + 1), 2026)
    month = f"{year}-{chance.randint(1, 9):02d}"
    decided = f"{month}-{chance.randint(16, 28):02d}"
    answers: dict[str, Any] = {
        "received_on": f"{month}-{chance.randint(3, 12):02d}",
        "decision_no": f"{chance.randint(1, 900)}/QĐ-UBND",
        "decision_date": decided,
        "start_month": decided[:7],
        "payment_method": "cash",
    }
    if chance.random() < 0.3:  # as a list of another year had it
        answers |= {"recorded_coefficient": "1.5", "recorded_amount": 750_000, "recorded_month": "2024-06"}
    if age < 16 and chance.random() < 0.2:
        orphan = {"no_source_case": "b", "father_state": "dead", "mother_state": "dead"}
        return answers | {"social_group": "k1"} | orphan
    if age >= 75 and chance.random() < 0.7:
        return answers | {"social_group": "pension"}
    if 20 < age < 50 and chance.random() < 0.1:
        child = {"name": "Nguyễn Văn Con", "birth_date": f"{chance.randint(2008, 2025)}-03-05"}
        return answers | {"social_group": "k4", "children_total": 1, "children": [child]}
    return answers | {
        "social_group": "k6",
        "disability_degree": chance.choice(("severe", "severe", "very_severe")),
        "disability_types": [chance.choice(("movement", "vision", "neuro_mental"))],
        "certificate_no": str(chance.randint(10, 999)),
        "certificate_date": f"{month}-02",
    }


def _record_row(person: dict[str, Any], code: str, at: Any) -> dict[str, Any]:
    register = catalog.register(code)
    answers = _answers(person, code, _chance)
    return {
        "id": ids.new_id(),
        "unit": person["unit"],
        "register": code,
        "version": register.version,
        "person_id": person["id"],
        "number": f"{register.prefix}-30325-2025-{next(_numbers):07d}",
        "state": "paying" if code == "assistance" else register.life_cycle.workflow(answers).initial,
        "draft": False,
        "opened_on": "2025-11-03",
        "confidentiality": register.class_of(answers),
        "answers": answers,
        "deleted": False,
        "seq": 0,
        "changed_at": at,
    }


_numbers = itertools.count(1)
_chance = random.Random(335)
