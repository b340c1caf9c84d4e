"""A folder of packages goes into PostgreSQL unattended: again after a fall, anew from what was kept, several at once."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ansinh_desktop.__main__ import main
from ansinh_desktop.db.postgres.destination import Database
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.unattended import Intake, Step, kept_packages, one_by_one
from tests.db.postgres.both import Both
from tests.factories import OFFICER, PASSWORD, abuse, new_vault, orphan, trust
from tests.paper_files import pdf


@pytest.fixture
def inbox(both: Both):
    """Return a folder with three packages of one commune, and one of another."""
    folder = both.folder / "den"
    folder.mkdir()
    for name in ("Danh Một", "Danh Hai", "Danh Ba"):
        both.commune.cases.save(orphan(name))
        shutil.move(both.export(), folder)
    record = both.other.cases.save(abuse())
    scan = both.folder / "giấy.pdf"
    scan.write_bytes(pdf("giay"))
    both.other.attachments.add(record, scan)
    shutil.move(both.export(both.other), folder)
    return folder


@pytest.fixture
def command(both: Both, monkeypatch):
    """Run the command as whoever set the machine up, with the receiving unit's data closed meanwhile."""
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)

    def run(*typed: object) -> int:
        typed = (
            typed if "--jobs" in typed else (*typed, "--jobs", 1)
        )  # each of several is a process to be begun
        both.province.vault.lock()
        try:
            return main(["receive", *map(str, typed), "--data", str(both.folder / "tinh"), "--db", both.url])
        finally:
            both.province = reopened(both.folder / "tinh")

    return run


def reopened(folder) -> Program:
    from ansinh_desktop.db.vault import Vault  # noqa: PLC0415

    return Program(Vault.open(folder, OFFICER, PASSWORD))


def states(both: Both) -> dict[str, str]:
    with Database.open(both.url) as database:
        return database.states()


def into_the_vault(both: Both, archive) -> dict[str, str]:
    """Return what the data file of a new receiving unit makes of the same packages."""
    folder = both.folder / "tinh-khac"
    shutil.copytree(both.folder / "tinh", folder, ignore=shutil.ignore_patterns("*.lock"))
    program = reopened(folder)
    usb = both.folder / "usb-khac"
    usb.mkdir()
    try:
        steps = list(one_by_one(kept_packages(archive), lambda path: program.incoming.take(path, usb)))
        assert not [each.text for each in steps if isinstance(each.outcome, UserError)]
        with program.vault.reading() as store:
            return {
                unit: store.arriving.state(unit)
                for unit in (both.commune.office.unit, both.other.office.unit)
            }
    finally:
        program.vault.lock()


def test_all_that_came_is_taken_in_and_kept_as_it_came(both, inbox, command, capsys):
    came = {each.name: each.read_bytes() for each in inbox.iterdir()}
    (inbox / "0-hong.agpkg").write_bytes(b"no package")
    (inbox / "ghi-chu.txt").write_text("của ai đó")
    assert command(inbox, "--jobs", 1) == 1
    told = capsys.readouterr()
    assert [line.split(" ")[0] for line in told.out.splitlines()] == ["[2/5]", "[3/5]", "[4/5]", "[5/5]"]
    assert "[1/5] 0-hong.agpkg: " in told.err
    kept = kept_packages(inbox / "da-nhan")
    assert sorted(each.read_bytes() for each in kept) == sorted(came.values())
    assert [each.name[:6] for each in kept] == ["000001", "000002", "000003", "000001"]
    assert (inbox / "khong-nhan-duoc" / "0-hong.agpkg").read_bytes() == b"no package"
    assert "AS-50" in (inbox / "khong-nhan-duoc" / "0-hong.agpkg.txt").read_text("utf-8")
    assert len(list((inbox / "bien-nhan").glob("*.agrcpt"))) == 4
    assert [each.name for each in inbox.iterdir() if each.is_file()] == ["ghi-chu.txt"]
    assert command(inbox) == 0
    assert into_the_vault(both, inbox / "da-nhan") == states(both)


@pytest.mark.skipif(os.name == "nt", reason="there, every name can be written down")
def test_a_name_that_nobody_can_write_down_does_not_stop_the_others(both, inbox, command):
    os.rename(min(inbox.iterdir()), os.fsencode(inbox) + b"/g\xf3i.agpkg")  # noqa: PTH104 - no Path has such a name
    assert command(inbox, "--jobs", 1) == 0
    assert len(kept_packages(inbox / "da-nhan")) == 4


def test_a_folder_goes_into_the_data_file_as_well(both, inbox, monkeypatch):
    monkeypatch.setenv("ANSINH_PASSWORD", PASSWORD)
    (inbox / "x.agpkg").write_bytes(b"")
    both.province.vault.lock()
    assert main(["receive", str(inbox), "--data", str(both.folder / "tinh")]) == 1
    both.province = reopened(both.folder / "tinh")
    assert len(both.province.incoming.received()) == 4
    assert [each.name[:6] for each in kept_packages(inbox / "da-nhan")] == [
        "000001",
        "000002",
        "000003",
        "000001",
    ]


def test_several_communes_at_once_come_to_the_same(both, inbox, command):
    copy = both.folder / "den-2"
    shutil.copytree(inbox, copy)
    assert command(inbox, "--jobs", 2) == 0
    assert [each.name[:6] for each in kept_packages(inbox / "da-nhan")] == [
        "000001",
        "000002",
        "000003",
        "000001",
    ]
    assert into_the_vault(both, inbox / "da-nhan") == states(both)
    assert both.ask("SELECT unit, max(came) FROM package GROUP BY 1 ORDER BY 1") == [
        (both.commune.office.unit, 3),
        (both.other.office.unit, 1),
    ]


def test_who_falls_between_two_packages_goes_on_where_it_was(both, inbox):
    paths = Intake.at(inbox).waiting()
    receipts = inbox / "bien-nhan"
    with Database.open(both.url) as database:
        feeder = both.feeder(receipts)
        steps = feeder.run(database, paths, 1)
        first = next(steps)
        next(steps)
        steps.close()  # two are taken in, and nobody has moved a file
    assert isinstance(first, Step)
    before = {each.name: each.read_bytes() for each in receipts.iterdir()}
    assert len(before) == 2
    with Database.open(both.url) as database:
        again = list(both.feeder(receipts).run(database, paths, 1))
    assert [each.outcome.taken.again for each in again] == [True, True, False, False]
    after = {each.name: each.read_bytes() for each in receipts.iterdir()}
    assert {name: after[name] for name in before} == before
    assert both.ask("SELECT count(*) FROM record") == [(4,)]


def test_a_command_that_is_killed_leaves_whole_packages_and_is_run_again(both, inbox, command):
    both.province.vault.lock()
    typed = ["receive", str(inbox), "--data", str(both.folder / "tinh"), "--db", both.url, "--jobs", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "ansinh_desktop", *typed],
        env=os.environ | {"ANSINH_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline().startswith(b"[1/4]")
    process.send_signal(signal.SIGKILL) if os.name != "nt" else process.kill()
    process.communicate()
    both.province = reopened(both.folder / "tinh")
    assert command(inbox) == 0
    assert len(kept_packages(inbox / "da-nhan")) == 4
    assert into_the_vault(both, inbox / "da-nhan") == states(both)


def test_one_that_falls_within_a_package_has_taken_nothing_of_it(both):
    both.commune.cases.save(orphan())
    path = both.export()
    with Database.open(both.url) as database:

        def lost(*_: object) -> None:
            raise OSError(28, "no space")

        feeder = both.feeder(both.usb)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("ansinh_desktop.services.sync.incoming.write_package", lost)
            with pytest.raises(OSError, match="space"):
                feeder.take(database, path)
        assert both.ask("SELECT count(*) FROM record") == [(0,)]
        assert not feeder.take(database, path).taken.again


def test_the_store_is_made_anew_from_what_was_kept(both, inbox, command, url, capsys):
    assert command(inbox, "--jobs", 1) == 0
    archive = inbox / "da-nhan"
    before = states(both)
    answers = both.ask("SELECT unit, package_id, number, content FROM answer ORDER BY 1, 2, 3")
    package = both.ask("SELECT unit, id, came, kind, late FROM package ORDER BY 1, 2")
    with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("DROP SCHEMA ansinh, analysis CASCADE")
    capsys.readouterr()
    assert command(archive, "--rebuild") == 0
    assert states(both) == before
    assert [f"{unit}: {state}" for unit, state in before.items()] == capsys.readouterr().out.splitlines()[-2:]
    assert both.ask("SELECT unit, package_id, number, content FROM answer ORDER BY 1, 2, 3") == answers
    assert both.ask("SELECT unit, id, came, kind, late FROM package ORDER BY 1, 2") == package
    assert len(kept_packages(archive)) == 4, "nothing was moved"
    assert command(archive, "--rebuild") == 1, "not into one that holds packages"
    assert "AS-5163" in capsys.readouterr().err


def test_a_store_that_is_half_made_anew_takes_nothing_new(both, inbox, command, capsys):
    with Database.open(both.url) as database:
        database.begin_anew()
    assert command(inbox) == 1
    assert "AS-5166" in capsys.readouterr().err
    assert len(Intake.at(inbox).waiting()) == 4


def test_two_cannot_feed_one_store(both, command, inbox, capsys):
    with Database.open(both.url):
        assert command(inbox) == 1
    assert "AS-5161" in capsys.readouterr().err


def test_where_no_store_answers_the_packages_stay(both, inbox, command, capsys):
    both.url = "postgresql+psycopg://nobody@/none?host=/nowhere"
    assert command(inbox) == 1
    assert "AS-5160" in capsys.readouterr().err
    assert len(Intake.at(inbox).waiting()) == 4


def test_what_a_stranger_sends_waits_for_the_card(both, inbox, command):
    stranger = Program(
        new_vault(both.folder / "xa-la", Office("30999@2025-07-01", "Xã Lạ", "Tỉnh An Giang"))[0]
    )
    trust(stranger, both.province, both.usb)
    stranger.cases.save(orphan())
    shutil.move(both.export(stranger), inbox)
    assert command(inbox, "--jobs", 1) == 1
    assert len(Intake.at(inbox).waiting()) == 1
    trust(both.province, stranger, both.usb)
    stranger.vault.lock()
    assert command(inbox, "--jobs", 1) == 0
    assert len(kept_packages(inbox / "da-nhan")) == 5


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_receiver_put_back_by_hand_to_a_life_that_was_over_answers_in_another(both, command, jobs):
    """The receipts of a life that was over would be taken by nobody."""
    folder, old = both.folder / "tinh", both.folder / "tinh-xua"
    inbox = both.folder / "den"
    inbox.mkdir()

    def round_trip(name: str, jobs: int = 1) -> int:
        senders = {}
        for each in (both.commune, both.other):
            each.cases.save(orphan(name))
            moved = Path(shutil.move(both.export(each), inbox))
            senders[moved.stem] = each
        result = command(inbox, "--jobs", jobs)
        for package, sender in senders.items():
            (receipt,) = (inbox / "bien-nhan").glob(f"{package}-*.agrcpt")
            sender.outgoing.take_receipt(receipt)
        return result

    assert round_trip("Danh Một") == 0
    both.province.vault.lock()
    shutil.copytree(folder, old, ignore=shutil.ignore_patterns("*.lock"))
    both.province = reopened(folder)
    both.province.vault.begin_again("bản sao")
    assert round_trip("Danh Hai") == 0
    both.province.vault.lock()
    shutil.rmtree(folder)
    old.rename(folder)
    both.province = reopened(folder)

    assert round_trip("Danh Ba", jobs) == 0
    assert not both.commune.outgoing.waiting().anything, "nobody takes the receipts"
    assert not both.other.outgoing.waiting().anything
    assert both.ask("SELECT count(*) FROM record") == [(6,)]
