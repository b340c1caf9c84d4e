"""A process that is killed in the middle of its work loses nothing it said was done, and leaves nothing half."""

import contextlib
import itertools
import random
import shutil
import threading
import time
from collections import Counter

import pytest

from ansinh_desktop import paths
from ansinh_desktop.crypto import keys
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import officers
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import create_data, open_data
from ansinh_desktop.ui.background import drain
from tests.e2e import worker
from tests.e2e.worker import CHILD, children
from tests.factories import (
    HAMLETS,
    OFFICE,
    OFFICER,
    PASSWORD,
    PROVINCE,
    case,
    forget_place,
    new_vault,
    trust,
)

RECORDS = 120

pytestmark = pytest.mark.long

often = pytest.mark.parametrize(
    "kills", [3, pytest.param(200, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)

now_and_then = pytest.mark.parametrize(
    "kills", [2, pytest.param(50, marks=[pytest.mark.slow, pytest.mark.timeout(3600)])]
)


def killed(what, *arguments, after):
    """Let a process work for a moment, kill it, and return what it had said until then."""
    process, heard = worker.begin(what, *arguments)
    said, ready = [], threading.Event()

    def listen():
        with contextlib.suppress(EOFError, OSError):
            while True:
                said.append(heard.recv())
                ready.set()
        ready.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        assert ready.wait(60), "the process never began"
        time.sleep(after)
        assert process.exitcode in (None, 0), "the process failed by itself"
    finally:
        process.kill()
        process.join()
        listener.join()
        heard.close()
    assert said[0] == {"ready": True}
    return said[1:]


def opened(folder):
    return open_data(folder, OFFICER, PASSWORD)


def new_folder(folder, own=OFFICE):
    new_vault(folder, own)[0].lock()
    return folder


def record_ids(program):
    return {each.record_id for each in program.listing.all(ListQuery("children"), ("person.full_name",))}


@often
def test_every_acknowledged_record_is_there_and_whole(tmp_path, kills):
    folder, chance = new_folder(tmp_path / "xã"), random.Random()
    known: set[str] = set()
    for number in range(kills):
        said = killed("save", folder, number, after=chance.uniform(0, 0.5))
        trying = said[-1]["trying"] if said and "trying" in said[-1] else None
        saved = {each["record"]: each for each in said if "answers" in each}
        events = Counter(each["record"] for each in said if "event" in each)
        with opened(folder) as program:
            program.check()
            for record, each in saved.items():
                found = program.cases.get(record)
                assert found.person == each["person"]
                # What was under way when the end came may be there too, but then whole.
                assert found.answers in (each["answers"], trying)
                assert len(found.events) in (events[record], events[record] + 1)
            new = record_ids(program) - known
            assert new >= saved.keys()
            assert all(program.cases.get(each).answers == trying for each in new - saved.keys())
            known |= new


@often
def test_a_first_start_cut_short_can_be_made_again_or_is_finished(tmp_path, kills):
    chance = random.Random()
    for number in range(kills):
        folder = tmp_path / str(number)
        said = killed("create", folder, after=chance.uniform(0, 0.4))
        if paths.holds_data(folder):
            program = opened(folder)
        else:
            assert not said
            program, _ = create_data(folder, OFFICE, FirstOfficer(OFFICER, "Trần Thị Lan", PASSWORD), HAMLETS)
        with program:
            program.check()
            assert program.office == OFFICE
            program.cases.save(case("children", CHILD, person=next(children())))


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """Return the folders of a commune with many records, of its receiver, and of a package between them."""
    root = tmp_path_factory.mktemp("exchange")
    usb, register = root / "usb", catalog.register("children")
    usb.mkdir()
    with opened(new_folder(root / "xã")) as commune, opened(new_folder(root / "tỉnh", PROVINCE)) as province:
        with commune.vault.work() as store:
            for known in itertools.islice(children(), RECORDS):
                wanted = case("children", CHILD, person=known)
                commune.cases.write(store, register, wanted, draft=False)
        trust(commune, province, usb)
        trust(province, commune, usb)
        for each in (commune, province):
            forget_place(each.vault)
    sent = shutil.copytree(root / "xã", root / "xã đã gửi")
    with opened(sent) as commune:
        package = commune.outgoing.export(usb).path
        forget_place(commune.vault)
    with opened(shutil.copytree(root / "tỉnh", root / "tỉnh đã nhận")) as province:
        province.incoming.receive(package, usb)
        forget_place(province.vault)
    return root


def fresh(folder, target):
    """Return a copy of a folder to work on; the copies before it are not needed any more."""
    shutil.rmtree(target, ignore_errors=True)
    return shutil.copytree(folder, target)


@often
def test_an_export_cut_short_leaves_no_half_package(tmp_path, exchange, kills):
    chance = random.Random()
    for number in range(kills):
        usb, folder = tmp_path / f"usb {number}", fresh(exchange / "xã", tmp_path / "xã")
        usb.mkdir()
        said = killed("export", folder, usb, after=chance.uniform(0, 0.3))
        left = list(usb.glob("*.agpkg"))
        with opened(folder) as commune:
            commune.check()
            assert left or not said
            # A package that lies there is known to the commune; one that never got there costs nothing.
            assert len(commune.outgoing.packages()) >= len(left)
            packages = [*left, commune.outgoing.export(usb).path]
        with opened(fresh(exchange / "tỉnh", tmp_path / "tỉnh")) as province:
            taken = [province.incoming.receive(each, usb) for each in packages]
            # A package made anew carries what none before it was confirmed to have brought.
            assert [each.results for each in taken] == [{"accepted": RECORDS}] * len(packages)
            assert sum(each.new for each in taken) == RECORDS
            province.check()


@often
def test_a_package_is_taken_in_whole_or_not_at_all(tmp_path, exchange, kills):
    chance, package = random.Random(), next((exchange / "usb").glob("*.agpkg"))
    for number in range(kills):
        folder, receipts = fresh(exchange / "tỉnh", tmp_path / "tỉnh"), tmp_path / f"biên nhận {number}"
        receipts.mkdir()
        said = killed("receive", folder, package, receipts, after=chance.uniform(0, 0.7))
        written = list(receipts.glob("*.agrcpt"))
        with opened(folder) as province:
            province.check()
            there = len(record_ids(province))
            assert there in (0, RECORDS)
            assert there or not (said or written)
            again = province.incoming.receive(package, receipts)
            assert again.results == {"accepted": RECORDS}
            assert again.again == bool(there)
            assert len(record_ids(province)) == RECORDS
        with opened(fresh(exchange / "xã đã gửi", tmp_path / "xã")) as commune:
            # Whatever receipt lies there is whole.
            for each in {*written, again.receipt}:
                assert commune.outgoing.take_receipt(each).returned == 0
            assert commune.outgoing.waiting().records == 0


@often
def test_a_receipt_is_taken_in_whole_or_not_at_all(tmp_path, exchange, kills):
    chance, receipt = random.Random(), next((exchange / "usb").glob("*.agrcpt"))
    for _ in range(kills):
        folder = fresh(exchange / "xã đã gửi", tmp_path / "xã")
        said = killed("receipt", folder, receipt, after=chance.uniform(0, 0.2))
        with opened(folder) as commune:
            commune.check()
            ((_package, taken),) = commune.outgoing.packages()
            assert taken is not None or not said
            assert commune.outgoing.waiting().records == (RECORDS if taken is None else 0)
            answered = commune.outgoing.take_receipt(receipt)
            assert (answered.counts, answered.returned) == ({"accepted": RECORDS}, 0)
            assert commune.outgoing.waiting().records == 0


@now_and_then
def test_every_backup_that_has_its_name_is_whole(tmp_path, kills):
    folder, chance = new_folder(tmp_path / "xã"), random.Random()
    for _ in range(kills):
        said = killed("back_up", folder, after=chance.uniform(0, 0.8))
        with opened(folder) as program:
            found = {each.name: each for each in program.backups.all()}
            assert all(each.records is not None for each in found.values())
            # Of one day only the latest stays.
            assert not said or max(found) >= said[-1]["copied"]
            for name, each in found.items():
                copy = shutil.copytree(program.backups.folder / name, tmp_path / "bản sao")
                with opened(copy) as other:
                    other.check()
                    assert len(record_ids(other)) == each.records
                shutil.rmtree(copy)


@now_and_then
def test_a_backup_comes_back_whole_or_not_at_all(tmp_path, exchange, kills):
    chance, source = random.Random(), shutil.copytree(exchange / "xã", tmp_path / "gốc")
    with opened(source) as program:
        name = program.backups.take().name
        program.cases.save(case("children", CHILD, person=next(children())))
    for _ in range(kills):
        folder = fresh(source, tmp_path / "xã")
        said = killed("restore", folder, name, after=chance.uniform(0, 0.7))
        with opened(folder) as program:
            program.check()
            assert len(record_ids(program)) in ([RECORDS] if said else [RECORDS, RECORDS + 1])
            program.backups.restore(name)
        with opened(folder) as program:
            program.check()
            assert len(record_ids(program)) == RECORDS


@now_and_then
def test_officers_who_come_and_go_leave_the_key_file_and_the_data_of_one_mind(tmp_path, kills):
    chance = random.Random()
    for _ in range(kills):
        folder = fresh(new_folder(tmp_path / "mới"), tmp_path / "xã")
        shutil.rmtree(tmp_path / "mới")
        said = killed("staff", folder, after=chance.uniform(0, 0.8))
        begun, added, removed = (
            {each[key] for each in said if key in each} for key in ("adding", "added", "removed")
        )
        with opened(folder) as program:
            program.check()
            active = {each.name for each in officers.officers(program.vault) if each.active}
            assert set(program.vault.officers()) == active
            assert not active & removed
            assert OFFICER in active
            assert active - {OFFICER} <= begun
            assert len(added - removed - active) <= 1  # the removal under way may have come to its end


@now_and_then
def test_a_change_of_key_cut_short_leaves_a_folder_that_opens_and_copies_that_follow(
    tmp_path, exchange, kills
):
    chance, source = random.Random(), shutil.copytree(exchange / "xã", tmp_path / "gốc")
    with opened(source) as program:
        for day in range(3):
            made = program.backups.take()
            program.cases.save(case("children", CHILD, person=next(children())))
            made.rename(made.with_name(f"2026010{day + 1}-080000"))
    for _ in range(kills):
        folder = fresh(source, tmp_path / "xã")
        said = killed("revoke", folder, after=chance.uniform(0, 1.5))
        changed = [each["changed"] for each in said if "changed" in each]
        trying = [each["trying"] for each in said if "trying" in each]
        # The one under way when the end came may be done, too; none before it opens anything.
        may_open = [changed[-1] if changed else PASSWORD, *trying[len(changed) :]]
        before = [each for each in (PASSWORD, *trying) if each not in may_open]
        opening = [each for each in may_open if lets_in(folder, each)]
        assert len(opening) == 1
        assert not any(lets_in(folder, each) for each in before[-1:])
        with open_data(folder, OFFICER, opening[0]) as program:
            program.check()
            assert len(record_ids(program)) >= RECORDS + 3 + max(0, len(changed) - 1)
            # As the window does whenever it opens, be the copies behind or only what is kept for them.
            drain(program.backups.follow(), threading.Event(), lambda _: None)
            assert not program.backups.is_behind()
            copies = program.backups.all()
            assert len(copies) == 3
            assert all(each.records is not None for each in copies)
            assert not (folder / "doi-khoa").exists()
            wanted = keys.read(folder / paths.KEY_FILE)
            assert not wanted.former
            for each in copies:
                found = keys.read(program.backups.folder / each.name / paths.KEY_FILE)
                assert (found.slots, found.salt) == (wanted.slots, wanted.salt)


def lets_in(folder, password):
    keys.begin_counting(folder / paths.KEY_FILE)
    try:
        open_data(folder, OFFICER, password).vault.lock()
    except UserError:
        return False
    return True
