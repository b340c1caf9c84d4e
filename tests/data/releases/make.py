"""Writes with the program of today the data folders that later programs must open: ``python -m tests.data.releases.make``.

Run once for a release, by the very program that is released, into a folder of its version; never again for that one.
What it holds is said in ``tests/db/test_releases.py``.
"""

import datetime
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ansinh_desktop
from ansinh_desktop import clock, paths
from ansinh_desktop.services.program import Program
from tests import factories
from tests.factories import case, person, trust
from tests.paper_files import pdf

FOLDER = Path(__file__).parent
DAY = datetime.date(2026, 11, 20)
ON = DAY.isoformat()
STEPS = ("received", "appraising", "approved", "paying")
VICTIM: dict[str, Any] = {
    "person_status": "victim",
    "citizenship_group": "vn_citizen",
    "present_location": "in_country",
    "reception_type": "self_returned",
    "reported_at": "2025-06-20T08:00",
    "reported_where": "UBND xã",
    "wishes": ["vocational"],
}
WAITING = {"AS-2406 reported_up_at": "Đang gọi Phòng LĐTBXH"}
ADDICT: dict[str, Any] = {
    "population": "addict",
    "has_file": True,
    "present_place": "society",
    "substances": ["heroin"],
    "addiction_result_no": "3/PKQ",
    "addiction_result_date": "2025-01-06",
}


def make(folder: Path) -> None:
    """Write a commune, its receiving unit and what went between them into a folder of this version."""
    goods = folder / "goi"
    goods.mkdir(parents=True)
    own, receiver = folder / "xa", folder / "tinh"
    with (
        Program(factories.new_vault(own)[0]) as commune,
        Program(factories.new_vault(receiver, factories.PROVINCE)[0]) as province,
    ):
        trust(commune, province, goods)
        trust(province, commune, goods)
        records = _before(commune, goods)
        first = commune.outgoing.export(goods)
        commune.outgoing.take_receipt(province.incoming.receive(first.path, goods).receipt)
        _after(commune, records)
        commune.outgoing.export(goods)
        commune.cases.save(case("children", dict(factories.ORPHAN), person=_child("Lê Chưa Gửi")))
        commune.check()
        province.check()
    for each in (own, receiver):
        (each / paths.LOCK_FILE).unlink(missing_ok=True)
    (goods / "giay.pdf").unlink()


def _before(commune: Program, goods: Path) -> dict[str, str]:
    """Write what goes with the first package, and return the records by their person's name."""
    orphan = dict(factories.ORPHAN)
    cases = {
        "Danh Thị Na": case(
            "children",
            orphan,
            person=_child("Danh Thị Na", personal_id="089315001234"),
        ),
        "Trần Văn Đạt": case(
            "assistance",
            factories.DECIDED,
            person=person(full_name="Trần Văn Đạt", birth_date="1980-05-04", sex="male", hamlet="Hòa Phú"),
        ),
        "Neáng Phượng": factories.abuse(),
        "Chau Thị Mỹ": case(
            "trafficking",
            VICTIM,
            person=person(full_name="Chau Thị Mỹ", birth_date="1999-02-01", hamlet="Tân Hòa"),
            kept=WAITING,
        ),
        "Đỗ Minh Tú": case(
            "drug_treatment", ADDICT, person=person(full_name="Đỗ Minh Tú", birth_date="1985-06", sex="male")
        ),
    }
    records = {name: commune.cases.save(each) for name, each in cases.items()}
    child, paid = records["Danh Thị Na"], records["Trần Văn Đạt"]
    for state in STEPS:
        commune.cases.move(paid, state, ON)
    commune.cases.add_event(child, "visit", ON, {"findings": "Trẻ khỏe, đi học đều."})
    paper = goods / "giay.pdf"
    paper.write_bytes(pdf())
    commune.attachments.add(child, paper)
    people = {name: commune.cases.get(each).person_id for name, each in records.items()}
    home = commune.people.save_household(
        {
            "number": "12",
            "hamlet": "Vĩnh Thạnh",
            "address": "Tổ 5",
            "statuses": [{"status": "poor", "decision_no": "7/QĐ", "valid_from": "2026-01-01"}],
        },
        first=people["Trần Văn Đạt"],
    )
    commune.people.join(people["Danh Thị Na"], home)
    commune.people.relate(
        people["Trần Văn Đạt"], people["Danh Thị Na"], {"kind": "01", "since": "2015-02-03"}
    )
    month = datetime.date(2026, 11, 1)
    commune.payments.prepare(month)
    commune.payments.keep(month, "Đã xem")
    for step in (commune.payments.check, commune.payments.approve, commune.payments.close):
        step(month)
    # Not whole: it stays at home as a draft, and its person with it.
    unsure = {key: value for key, value in orphan.items() if key != "entered_on"}
    draft = case("children", unsure, person=person(full_name="Võ Còn Nháp", birth_date="2018"), final=False)
    records["Võ Còn Nháp"] = commune.cases.save(draft)
    return records


def _after(commune: Program, records: dict[str, str]) -> None:
    """Write what goes with the second package, which nobody answers."""
    child, addict = records["Danh Thị Na"], records["Đỗ Minh Tú"]
    known = commune.cases.get(child)
    commune.cases.add_event(child, "visit", ON, {"findings": "Chuyển về ở với bà."})
    commune.people.save(known.person_id, {**known.person, "address": "Tổ 9"})
    mistaken = commune.cases.add_event(addict, "test", ON, {"positive": True})
    commune.cases.remove_event(mistaken, "ghi nhầm hồ sơ")
    removed = case("children", dict(factories.ORPHAN), person=_child("Huỳnh Ghi Nhầm"))
    commune.cases.remove(commune.cases.save(removed), "ghi nhầm")


def _child(name: str, **more: str) -> dict[str, Any]:
    return person(full_name=name, birth_date="2015-02-03", **more)


def _at(moment: datetime.datetime) -> Callable[[], datetime.datetime]:
    return lambda: moment


if __name__ == "__main__":
    target = FOLDER / ansinh_desktop.__version__
    if target.exists():
        sys.exit(f"{target} was written by the program of then, and stays")
    clock.now = _at(datetime.datetime(2026, 11, 20, 3, tzinfo=datetime.UTC))
    clock.today = lambda: DAY
    try:
        make(target)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise
