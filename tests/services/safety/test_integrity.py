"""What was changed from outside is found and named, and ordinary use never is."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Boolean, Integer, delete, select, update

from ansinh_desktop.crypto import keys
from ansinh_desktop.db import ending, history
from ansinh_desktop.db.copies.backup import FOLDER as BACKUPS
from ansinh_desktop.db.models import Base, Change, Event, Json, Tracked, UtcMoment
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import DATABASE, KEY_FILE
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.factories import OFFICER, PASSWORD, PROVINCE, new_vault, orphan, trust
from tests.paper_files import pdf
from tests.services.payments import commune as paid

OTHER = "cánh đồng sáng sớm có cò bay"
KIN = "01"


def busy(folder: Path) -> None:
    """Fill a data folder with something of everything that the history tells of."""
    usb = folder / "usb"
    usb.mkdir()
    with (
        Program(new_vault(folder / "xã")[0]) as commune,
        Program(new_vault(folder / "tỉnh", PROVINCE)[0]) as province,
    ):
        trust(commune, province, usb)
        trust(province, commune, usb)
        officers.add(commune.vault, office.FirstOfficer("minh", "Lê Minh", OTHER), "viewer")
        first, second = commune.cases.save(orphan()), commune.cases.save(orphan("Lê Thị Bưởi"))
        commune.cases.add_event(first, "visit", "2026-11-20", {"findings": "khỏe"})
        paper = usb / "giấy.pdf"
        paper.write_bytes(pdf("giấy"))
        commune.attachments.add(first, paper)
        people = [commune.cases.get(each).person_id for each in (first, second)]
        commune.people.save_household({"number": "12", "address": "Tổ 1"}, first=people[0])
        commune.people.relate(people[0], people[1], {"kind": KIN})
        with commune.vault.work("hai người") as store:
            store.packages.alike.keep_apart(
                people[0], people[1], {"full_name": "Danh Bé"}, "hai chị em", OFFICER
            )
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
        commune.views.keep("children", {"columns": ["person.full_name"]})
        paid.people(commune, paid.NAMES[:2])
        paid.closed(commune, paid.JUNE)
        commune.cases.save(orphan("Trần Văn Ổi"))
        first_half = Period.of("2026-H1")
        commune.plans.enter(first_half, [FigureInput("health_insurance", "numerator", 920, "BC 12")])
        commune.plans.close(first_half)
        for each in (commune, province):
            factories.forget_place(each.vault)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nguyên vẹn")
    busy(folder)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "xã", tmp_path / "xã"))


@contextlib.contextmanager
def outside(folder: Path) -> Iterator[Any]:
    """Open the database as a stranger does who has a password and knows how to program."""
    key = keys.unlock(folder / KEY_FILE, OFFICER, PASSWORD)
    connection = sqlcipher.connect(str(folder / DATABASE), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA foreign_keys = OFF")
        yield connection
    finally:
        connection.close()


def found(folder: Path) -> str:
    """Return what a check says of a data folder; nothing where all is well."""
    with open_data(folder, OFFICER, PASSWORD) as program:
        try:
            program.check()
        except DataError as error:
            return f"{error} {error.todo}"
    return ""


def test_a_file_that_nobody_touched_is_whole(made, folder):
    assert found(folder) == ""
    assert found(folder) == ""
    with open_data(made / "tỉnh", OFFICER, PASSWORD) as province:
        province.check()


TOLD = sorted(history.told_columns)
QUICK = ("event", "grant")


@pytest.mark.parametrize(
    "table", [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in TOLD]
)
def test_a_changed_column_of_any_table_is_found(folder, table):
    """Every column that the history tells of, row by row: also of a table that is made tomorrow."""
    missed = []
    for column in history.told_columns[table]:
        copy = folder.with_name(f"{table}-{column}")
        shutil.copytree(folder, copy)
        with outside(copy) as data:
            changed = f'"{column}" = {_another(table, column)}'
            first = f'UPDATE "{table}" SET {changed} WHERE rowid = (SELECT min(rowid) FROM "{table}")'
            assert data.execute(first).rowcount == 1, "no row of it in the test's data"
        try:
            said = found(copy)
        except (UserError, ValueError):
            said = "does not even open"
        if not said:
            missed.append(column)
        shutil.rmtree(copy)
    assert missed == []


def _another(table: str, column: str) -> str:
    """Return a value that no row of the test has, in SQL."""
    kind = Base.metadata.tables[table].c[column].type
    if isinstance(kind, Boolean):
        return f'1 - "{column}"'
    if isinstance(kind, Json):
        return '\'{"một":"khác"}\''
    if isinstance(kind, UtcMoment):
        return "'2001-01-01 00:00:00.000000'"
    return "7" if isinstance(kind, Integer) else "'khác'"


@pytest.mark.parametrize("table", TOLD)
def test_a_row_that_is_gone_or_that_nobody_wrote_is_found(folder, table):
    gone = folder.with_name("gone")
    shutil.copytree(folder, gone)
    with outside(gone) as data:
        data.execute(f'DELETE FROM "{table}" WHERE rowid = (SELECT max(rowid) FROM "{table}")')
    if table != "device":  # without one nothing opens
        assert "AS-1156" in found(gone)
    with outside(folder) as data:
        columns = [each[1] for each in data.execute(f'PRAGMA table_info("{table}")')]
        unlike = {"id": "'lạ'", "row": "NULL", "name": "'lạ'", "number": "'9'", "register": "'lạ'"}
        unlike |= {"month": "'1999-01'"}
        values = ", ".join(unlike.get(each, f'"{each}"') for each in columns)
        data.execute(f'INSERT INTO "{table}" SELECT {values} FROM "{table}" LIMIT 1')
    if table != "device":
        assert "AS-1155" in found(folder)


N = "(SELECT max(seq) FROM change)"
CHANGES = {
    "a field": (
        "UPDATE change SET fields = replace(fields, 'Danh', 'Kim') WHERE fields LIKE '%Danh%'",
        "AS-1108",
    ),
    "who": (f"UPDATE change SET author = 'minh' WHERE seq = {N} / 2", "AS-1108"),
    "when": (f"UPDATE change SET at = datetime(at, '+1 hour') WHERE seq = {N} / 2", "AS-1108"),
    "why": (f"UPDATE change SET reason = 'x' WHERE seq = {N} / 2", "AS-1108"),
    "one in the middle gone": (f"DELETE FROM change WHERE seq = {N} / 2", "AS-1108"),
    "the first gone": ("DELETE FROM change WHERE seq = 1", "AS-1108"),
    "the last gone": (f"DELETE FROM change WHERE seq = {N}", "AS-1150"),
    "the last ones gone": (f"DELETE FROM change WHERE seq > {N} - 5", "AS-1150"),
    "all gone": ("DELETE FROM change", "AS-1150"),
    "no signed end": ("DELETE FROM setting WHERE key = 'history.end'", "AS-1153"),
    "an end that nobody signed": (
        "UPDATE setting SET value = json_set(value, '$.seq', 3) WHERE key = 'history.end'",
        "AS-1152",
    ),
    "another key of this device": (
        "UPDATE device SET sign_key = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='",
        "AS-1152",
    ),
    "another identity of this device": ("UPDATE device SET identity = 'khác'", "AS-1168"),
    "a setting": (
        "UPDATE setting SET value = replace(value, 'Vĩnh', 'Vinh') WHERE key = 'office'",
        "AS-1154",
    ),
    "a setting gone": ("DELETE FROM setting WHERE key LIKE 'views:%'", "AS-1156"),
    "a new setting": ("INSERT INTO setting (key, value) VALUES ('law.accepted', '[]')", "AS-1155"),
    "case numbers given again": ("UPDATE setting SET value = '1' WHERE key LIKE 'number:TE%'", "AS-1158"),
    "the content of a paper": ("UPDATE attachment SET content = CAST('khác' AS BLOB)", "AS-1157"),
    "a right": ("UPDATE \"grant\" SET rights = 'rwpx' WHERE rights = 'r'", "AS-1154"),
    "a role": ("UPDATE user SET role = 'admin' WHERE name = 'minh'", "AS-1154"),
    "what a package remembers": ("UPDATE package SET audit_head = 'x'", "AS-1159"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_was_done_to_the_history_and_around_it_is_found(folder, what):
    done, code = CHANGES[what]
    with outside(folder) as data:
        assert data.execute(done).rowcount >= 1
    assert code in found(folder)


def test_a_swapped_pair_of_changes_is_found(folder):
    with outside(folder) as data:
        last = data.execute("SELECT max(seq) FROM change").fetchone()[0]
        for old, new in ((last - 3, -1), (last - 2, last - 3), (-1, last - 2)):
            data.execute("UPDATE change SET seq = ? WHERE seq = ?", (new, old))
    assert "AS-1108" in found(folder)


def reckon_anew(folder: Path, *, seal: bool = False) -> None:
    """Forge who wrote one change, and reckon the whole chain anew; with the device's own key where it is asked."""
    table = Base.metadata.tables["change"]
    with open_data(folder, OFFICER, PASSWORD) as program, program.vault._engine.begin() as data:
        digest = history.GENESIS
        for row in map(dict, data.execute(select(*table.columns).order_by(table.c.seq)).mappings().all()):
            row["author"] = "minh" if row["seq"] == 4 else row["author"]
            digest = history.link(digest, {key: row[key] for key in row if key != "digest"})
            data.execute(
                update(table).where(table.c.seq == row["seq"]).values(digest=digest, author=row["author"])
            )
        if seal:
            ending.seal(data, row["seq"], digest)


def test_an_event_taken_away_with_its_change_and_signed_anew_is_given_away_by_its_record(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        record = program.cases.save(orphan("Võ Thị Cam"))
        program.cases.add_event(record, "visit", "2026-11-20", {"findings": "có vết bầm"})
    with open_data(folder, OFFICER, PASSWORD) as program, program.vault._engine.begin() as data:
        told = select(Change.seq, Change.entity_id).where(Change.entity == "event")
        last, event = data.execute(told.order_by(Change.seq.desc())).first() or (0, "")
        data.execute(delete(Event).where(Event.id == event))
        data.execute(delete(Change).where(Change.seq >= last))
        ending.seal(data, *history.last_link(data))
    # Whatever remembers more is gone too.
    (folder / ending.MARK).unlink()
    shutil.rmtree(folder / BACKUPS, ignore_errors=True)
    assert "AS-1150" in found(folder)


def test_a_chain_that_was_reckoned_anew_is_found(folder):
    reckon_anew(folder)
    assert "AS-1151" in found(folder)


def test_a_chain_that_was_even_signed_anew_is_given_away_by_packages_backups_and_the_mark(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.backups.take()
    reckon_anew(folder, seal=True)
    unmarked = folder.with_name("không dấu")
    shutil.copytree(folder, unmarked)
    with outside(unmarked) as data:
        data.execute("DELETE FROM setting WHERE key = 'machine'")
    (unmarked / ending.MARK).unlink()
    said = found(unmarked)
    assert {"AS-1159", "AS-1164"} <= {each for each in CODES if each in said}
    shutil.rmtree(unmarked / BACKUPS)
    assert "AS-1159" in found(unmarked)
    for _ in range(2):  # a new life began at the first look, and hides nothing
        said = found(folder)
        assert {"AS-1159", "AS-1161"} <= {each for each in CODES if each in said}


def test_a_history_that_parted_is_told_until_a_backup_is_brought_back_by_the_program(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        name = program.backups.take().name
    reckon_anew(folder, seal=True)
    assert "AS-1161" in found(folder)
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(orphan("Sau Đó"))
    assert "AS-1161" in found(folder)
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.backups.restore(name)
    assert found(folder) == ""


CODES = {f"AS-{number}" for number in range(1150, 1170)}


def put_back(folder: Path, old: Path) -> None:
    """Copy an older data file over the present one by hand."""
    for name in (DATABASE, KEY_FILE):
        shutil.copyfile(old / name, folder / name)
    for name in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
        (folder / name).unlink(missing_ok=True)


def test_an_older_file_put_in_place_begins_a_life_of_its_own_and_whoever_opens_it_is_told(folder, tmp_path):
    old = Path(shutil.copytree(folder, tmp_path / "cũ"))
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(orphan("Sau Đó"))
        life = life_of(program)
    put_back(folder, old)
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert [each.code for each in program.notices()] == ["AS-1134"]
        assert life_of(program) != life
        again = program.cases.get(program.cases.save(orphan("Một"))).number
        assert again == "TE-30325-2024-0004" + letter_of(program), "the number was given to somebody else"
    assert found(folder) == ""
    with open_data(folder, OFFICER, PASSWORD) as program:
        assert program.notices() == []
        with program.vault.reading() as store:
            (told,) = [each for each in store.log.latest("device", 99) if each.act == "restore"]
        assert dict(told.fields).items() == {"backup": "chép tay"}.items()


def life_of(program: Program) -> str:
    with program.vault.reading() as store:
        return str(store.devices.own().epoch)


def letter_of(program: Program) -> str:
    with program.vault.reading() as store:
        letter = str(store.setting("letters")[-1])
    assert letter
    return letter


def test_an_older_file_is_given_away_by_a_later_backup_also(folder, tmp_path):
    old = Path(shutil.copytree(folder, tmp_path / "cũ"))
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(orphan("Sau Đó"))
        program.backups.take()
    put_back(folder, old)
    (folder / ending.MARK).unlink()
    said = found(folder)
    assert "AS-1163" in said
    assert next((folder / BACKUPS).iterdir()).name in said


def test_a_backup_brought_back_by_the_program_is_no_fault(folder, tmp_path):
    with open_data(folder, OFFICER, PASSWORD) as program:
        first = program.backups.take()
        assert first is not None
        shutil.copytree(first, tmp_path / first.name)
        program.cases.save(orphan("Sau Đó"))
        program.backups.take()
        shutil.copytree(tmp_path / first.name, first, dirs_exist_ok=True)
        program.backups.restore(first.name)
    assert found(folder) == ""
    with open_data(folder, OFFICER, PASSWORD) as program:
        program.cases.save(orphan("Lần nữa"))
        program.backups.take()
        shutil.copytree(tmp_path / first.name, first, dirs_exist_ok=True)
        program.backups.restore(first.name)
    assert found(folder) == ""
    assert found(folder) == ""


def test_a_mark_that_was_spoilt_is_named_once(folder):
    mark = folder / ending.MARK
    mark.write_text(json.dumps(json.loads(mark.read_text("utf-8")) | {"seq": 1}), "utf-8")
    assert "AS-1162" in found(folder)
    assert found(folder) == ""
    mark.write_bytes(b"\xff{")
    assert "AS-1162" in found(folder)


def test_no_mark_and_a_mark_of_other_data_say_nothing(made, folder):
    (folder / ending.MARK).unlink()
    assert found(folder) == ""
    shutil.copyfile(made / "tỉnh" / ending.MARK, folder / ending.MARK)
    assert found(folder) == ""


def test_people_are_not_named_by_what_a_check_says(folder):
    with outside(folder) as data:
        data.execute("UPDATE person SET full_name = 'Kẻ Khác', phone = '0900000001'")
        data.execute("UPDATE record SET answers = json_set(answers, '$.care_arrangement', 'parents')")
    said = found(folder)
    assert "TE-30325" in said
    assert "Danh" not in said
    assert "Kẻ Khác" not in said
    assert "full_name" not in said
    assert "care_arrangement" not in said


def test_many_changed_rows_are_counted_not_listed(folder):
    with open_data(folder, OFFICER, PASSWORD) as program:
        for number in range(12):
            program.cases.save(orphan(f"Bé {chr(65 + number)}n"))
    with outside(folder) as data:
        data.execute("UPDATE person SET phone = '0900000001'")
    assert found(folder).count("AS-1154") == 3
    assert "AS-1166" in found(folder)


def test_every_tracked_row_of_the_data_is_held_against_the_history():
    tracked = {each.class_ for each in Base.registry.mappers if issubclass(each.class_, Tracked)}
    assert tracked
    assert tracked <= set(history.type_names)
