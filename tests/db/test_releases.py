"""Data written by every released program are opened by this one, whole, and go on travelling."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import text

from ansinh_desktop.crypto import keys
from ansinh_desktop.db import cipher
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.sending import SentKind
from tests.factories import HAMLETS, OFFICER, PASSWORD
from tests.paper_files import pdf

RELEASES = Path(__file__).parent.parent / "data" / "releases"
Whose = Literal["xa", "tinh"]

SENT = {
    ("Danh Thị Na", "2015-02-03", "Vĩnh Thạnh", "poor", "12"),
    ("Trần Văn Đạt", "1980-05-04", "Hòa Phú", "poor", "12"),
    ("Neáng Phượng", "2015-03-05", "Vĩnh Thạnh", None, None),
    ("Chau Thị Mỹ", "1999-02-01", "Tân Hòa", None, None),
    ("Đỗ Minh Tú", "1985-06", "Vĩnh Thạnh", None, None),
}
"""Name, day of birth, hamlet, poverty, number of the household."""
AT_HOME = {
    ("Võ Còn Nháp", "2018", "Vĩnh Thạnh", None, None),
    ("Huỳnh Ghi Nhầm", "2015-02-03", "Vĩnh Thạnh", None, None),
    ("Lê Chưa Gửi", "2015-02-03", "Vĩnh Thạnh", None, None),
}
RECORDS_SENT = {
    ("TE-30325-2024-0001", "children", "suspected", False, False, "c2"),
    ("BTXH-30325-2026-0001", "assistance", "paying", False, False, "c1"),
    ("XH-30325-2024-0001", "child_abuse", "received", False, False, "c3"),
    ("MB-30325-2025-0001", "trafficking", "reported", False, False, "c4"),
    ("CN-30325-2026-0001", "drug_treatment", "to_register", False, False, "c3"),
}
"""Number, register, state, draft, removed, confidentiality."""
RECORDS_AT_HOME = {
    ("TE-30325-2026-0001", "children", "suspected", True, False, "c2"),
    ("TE-30325-2024-0002", "children", "suspected", False, True, "c2"),
    ("TE-30325-2024-0003", "children", "suspected", False, False, "c2"),
}
EVENTS_SENT = {("computed", False): 1, ("state", False): 4, ("visit", False): 1}
EVENTS = {**EVENTS_SENT, ("visit", False): 2, ("test", True): 1}
ENDS = {
    ("0.1.0", "xa"): (71, "dbd50fe237ced15174d6c1a2331d338fc83a8233b53dd5f29c0f9c8919a87c31"),
    ("0.1.0", "tinh"): (36, "5edddc7b839bf93aa450567c42d48e5f395881a94a496d1d7d91405e67cc306f"),
}
"""The last change that the program of then wrote, and its hash."""
VERSIONS = sorted(each.name for each in RELEASES.iterdir() if each.is_dir() and (each / "xa").is_dir())


def rows(program: Program, query: str) -> list[tuple[Any, ...]]:
    with program.vault.reading() as store:
        return [tuple(each) for each in store.session.execute(text(query))]


def people(program: Program) -> set[tuple[Any, ...]]:
    return set(
        rows(
            program,
            "SELECT full_name, birth_date, person.hamlet, poverty_status, household.number FROM person"
            " LEFT JOIN household ON household.id = person.household_id",
        )
    )


def records(program: Program) -> set[tuple[Any, ...]]:
    found = rows(program, "SELECT number, register, state, draft, deleted, confidentiality FROM record")
    return {(*each[:3], bool(each[3]), bool(each[4]), each[5]) for each in found}


def record(program: Program, number: str) -> str:
    return str(rows(program, f"SELECT id FROM record WHERE number = '{number}'")[0][0])


def events(program: Program) -> dict[tuple[str, bool], int]:
    found = rows(program, "SELECT kind, deleted, count(*) FROM event GROUP BY kind, deleted")
    return {(kind, bool(deleted)): count for kind, deleted, count in found}


@pytest.fixture(params=VERSIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of the folders that a released program wrote, in a folder of its version."""
    return Path(shutil.copytree(RELEASES / request.param, tmp_path / request.param))


@contextlib.contextmanager
def opened(folder: Path, whose: Whose) -> Iterator[Program]:
    with open_data(folder / whose, OFFICER, PASSWORD) as program:
        yield program


def test_the_first_release_is_among_them():
    assert "0.1.0" in VERSIONS


@pytest.mark.parametrize("whose", ["xa", "tinh"])
def test_whoever_opens_them_finds_everything(folder, whose):
    with opened(folder, whose) as program:
        ours = whose == "xa"
        assert people(program) == SENT | (AT_HOME if ours else set())
        assert records(program) == RECORDS_SENT | (RECORDS_AT_HOME if ours else set())
        assert events(program) == (EVENTS if ours else EVENTS_SENT)
        assert [each for (each,) in rows(program, "SELECT name FROM hamlet ORDER BY position")] == [*HAMLETS]
        child = record(program, "TE-30325-2024-0001")
        (paper,) = program.attachments.of_record(child)
        assert program.attachments.read(paper.id).content == pdf()
        view = program.people.get(program.cases.get(child).person_id)
        assert view.person["personal_id"] == "089315001234"
        assert view.person["address"] == ("Tổ 9" if ours else "Tổ 5")
        assert view.household is not None
        assert [each.name for each in view.household.members] == ["Trần Văn Đạt", "Danh Thị Na"]
        poor = {"status": "poor", "decision_no": "7/QĐ", "valid_from": "2026-01-01"}
        assert view.household.values["statuses"] == [poor]
        assert [(each.other, each.since) for each in view.relations] == [("Trần Văn Đạt", "03/02/2015")]
        victim = program.cases.get(record(program, "MB-30325-2025-0001"))
        assert victim.kept == {"AS-2406 reported_up_at": "Đang gọi Phòng LĐTBXH"}
        assert victim.answers["wishes"] == ["vocational"]


def test_what_a_killed_program_of_then_left_in_its_log_is_not_lost(folder, tmp_path):
    """The machine went off at work, and the next start is that of a newer program."""
    key = keys.unlock(folder / "xa" / "ansinh.key", OFFICER, PASSWORD)
    database = folder / "xa" / "ansinh.db"
    with contextlib.closing(cipher.connect(database, key)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("UPDATE hamlet SET name = 'Ấp Trong Nhật Ký' WHERE position = 0")
        shutil.copytree(folder / "xa", tmp_path / "tắt máy")
    with open_data(tmp_path / "tắt máy", OFFICER, PASSWORD) as program:
        assert program.notices() == []
        assert ("Ấp Trong Nhật Ký",) in rows(program, "SELECT name FROM hamlet")


def test_a_closed_month_pays_what_it_paid(folder):
    with opened(folder, "xa") as program:
        assert rows(program, "SELECT month, benefit, state FROM payment_month") == [
            ("2026-11", "assistance", "closed")
        ]
        assert rows(program, "SELECT full_name, amount FROM payment_row") == [("Trần Văn Đạt", 810_000)]


@pytest.mark.parametrize("whose", ["xa", "tinh"])
def test_the_history_is_whole_and_nothing_of_it_was_written_anew(folder, whose):
    with opened(folder, whose) as program:
        program.check()
        seq, digest = ENDS[folder.name, whose]
        assert rows(program, f"SELECT digest FROM change WHERE seq = {seq}") == [(digest,)]
    with opened(folder, whose) as again:
        again.check()


def test_the_history_knows_of_the_packages_of_then(folder):
    told = "SELECT entity, count(*) FROM change WHERE act = 'insert' AND entity IN ('package', 'receipt')"
    with opened(folder, "xa") as program:
        assert rows(program, f"{told} GROUP BY entity ORDER BY entity") == [("package", 2), ("receipt", 1)]
    with opened(folder, "tinh") as program:
        assert rows(program, f"{told} GROUP BY entity") == [("package", 1)]


@pytest.mark.parametrize("with_the_old", [False, True])
def test_one_round_after_the_upgrade_makes_both_equal(folder, with_the_old, tmp_path):
    """Also where the package that nobody had answered yet is brought first: it stands in nobody's way."""
    usb = tmp_path / "usb"
    usb.mkdir()
    with opened(folder, "xa") as commune, opened(folder, "tinh") as province:
        if with_the_old:
            (old,) = (folder / "goi").glob("*-000002-*.agpkg")
            with contextlib.suppress(UserError):
                province.incoming.receive(old, usb)
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
        final = {each for each in records(commune) if not each[3]}
        assert {each for each in records(province) if not each[4]} == {each for each in final if not each[4]}
        assert records(province) <= final
        travelled = events(province)
        assert travelled[("visit", False)] == 2
        child = record(commune, "TE-30325-2024-0001")
        assert province.cases.get(child).person == commune.cases.get(child).person
        for number, *_rest, deleted, _secrecy in final:
            if not deleted:
                assert commune.cases.get(record(commune, number)).sent.kind is SentKind.CONFIRMED
        for each in (commune, province):
            each.check()
