#!/usr/bin/env python3
"""Proves the built Windows program and its installers under Wine, as an officer would meet them.

proof.py WORK OLDER-SETUP SETUP NEWER-SETUP

Every step stands in one table at the end; the first that fails stops it. WORK is emptied; pictures of the window stay
in it. Environment: BENCH, the folder of the bench.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import run
from machine import (
    PASSWORD,
    USER,
    FailedError,
    Machine,
    Window,
    at_console,
    count,
    digest,
    output,
    wait_for,
    want,
)

KILLS = 20


def prove(machine: Machine, older: Path, setup: Path, newer: Path) -> None:
    """Go the whole way of a program on an officer's machine."""
    with machine.step("silent install, as Nguyễn Văn Ấn, without an administrator") as said:
        machine.run(setup, "/S")
        said += [f"setup {setup.stat().st_size / 1e6:.1f} MB", count(machine.installed)]
    with machine.step("self-test on the windows plug-in") as said:
        said.append(machine.ansinh("--self-test").splitlines()[0])
    page = begin(machine)
    by_hand(machine, page)
    exchanged(machine)
    consoles(machine)
    second_start(machine)
    session_ends(machine)
    larger(machine)
    before = digest(machine.data)
    refused_while_open(machine, newer)
    updated(machine, older, setup, newer)
    killed(machine, older, setup, newer)
    taken_away(machine)
    with machine.step("data after all updates the same, to the last bit"):
        want(digest(machine.data) == before, "the data are not what they were")
    with machine.step("silent uninstall; the data stay") as said:
        machine.run(machine.installed / "uninstall.exe", "/S")
        wait_for(lambda: not machine.installed.exists(), "the folder is still there")
        want(digest(machine.data) == before, "the data are not what they were")
        links = list(machine.home.rglob("An Sinh Xã*.lnk"))
        want(not links, f"{links} are left")
        said.append(f"data digest {before[:12]}")


def begin(machine: Machine) -> int:
    """Make the data in the officer's own folder, and return the place of a register's page."""
    sources = machine.windows_path(machine.bench / "source")
    people = machine.windows_path(Path(__file__).with_name("people.py"))
    folders = [machine.windows_path(each) for each in (machine.data, machine.unit)]
    with machine.step("a commune and a receiving unit with invented people"):
        machine.unit.parent.mkdir(parents=True)
        said = machine.run(machine.bench / "py" / "python.exe", people, sources, *folders)
    return int(said.rpartition(" ")[2])


def by_hand(machine: Machine, page: int) -> None:
    """Enter a case at the window, by keys alone, and print a list in which it stands."""
    with machine.step("the window on the windows plug-in; unlocked and a case entered by keys alone") as said:
        window = Window(machine)
        window.wait("1-lock")
        window.type(PASSWORD)
        window.keys("Return")
        window.wait("2-unlocked", quiet=4)
        window.keys(f"ctrl+{page}")
        window.wait("3-list")
        window.keys("ctrl+n")
        window.wait("4-form")
        for typed in (
            "Tran Thi Dao",
            "5/8/2019",
            "nu",
            *[""] * 7,
            "bo roi",
            "",
            "bo roi",
            "",
            "",
            "1/10/2026",
        ):
            window.type(typed)
            window.wait(quiet=0.5)
            window.keys("Return")
            window.wait(quiet=0.5)
        window.keys("ctrl+Return")
        window.wait("5-asked")
        window.type("than thich")
        window.wait(quiet=0.5)
        window.keys("Return", "ctrl+Return")
        window.wait("6-saved", quiet=3)
        window.close()
        said.append("pictures 1 … 6")
    with machine.step("lists as PDF, XLSX and CSV, with that case") as said:
        for suffix in ("pdf", "xlsx", "csv"):
            paper = machine.home / "Desktop" / f"danh sách.{suffix}"
            machine.command("list", "--register", "children", "--out", machine.windows_path(paper))
            said.append(f"{suffix} {paper.stat().st_size} bytes")
        words = output("pdftotext", "-layout", machine.home / "Desktop" / "danh sách.pdf", "-")
        want("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words, "no national title on the paper")
        want("Tran Thi Dao" in words, "the case that was entered is not on the paper")


def exchanged(machine: Machine) -> None:
    """Send a package, take it in at the receiving unit, and take its receipt."""
    folder = machine.unit.parent
    with machine.step("package out, taken in by the receiving unit, receipt back") as said:
        out = machine.windows_path(folder)
        said.append(machine.command("export", "--out", out).rpartition("\\")[2])
        (package,) = folder.glob("*.agpkg")
        given = [machine.windows_path(package), *machine.opening(machine.unit)]
        machine.ansinh("receive", *given, "--receipts", out)
        (receipt,) = folder.glob("*.agrcpt")
        said.append(machine.command("receipt", machine.windows_path(receipt)))


def consoles(machine: Machine) -> None:
    """Run the console program on consoles of several code pages: what it says, and the password that it asks for."""
    with machine.step("console program under code pages 437, 1258, 65001; asks for the password") as said:
        for page in (437, 1258, 65001):
            told = at_console(machine, page, "check", PASSWORD)
            want("Mậtkhẩu:" in told, f"{page}: no question: {told!r}")
            want("Tệpdữliệunguyênvẹn." in told, f"{page}: {told!r}")
            wrong = at_console(machine, page, "check", "sai")
            want("Tênđăngnhậphoặcmậtkhẩukhôngđúng." in wrong, f"{page}: {wrong!r}")
            said.append(str(page))


def second_start(machine: Machine) -> None:
    """Start the program again with a file: the window that is open takes it, and no second one comes."""
    with machine.step("a second start hands its file to the open window") as said:
        window = Window(machine)
        window.wait("7-lock")
        (package,) = machine.unit.parent.glob("*.agpkg")
        began = time.monotonic()
        machine.run(machine.installed / "AnSinhXa.exe", "--open", machine.windows_path(package))
        said.append(f"{time.monotonic() - began:.1f} s")
        window.wait("8-handed-over")
        want(window.count() == 1, "there are two")
        window.close()


def session_ends(machine: Machine) -> None:
    """Let Windows end the session, and put the machine to sleep: both close the data, the window stays."""
    asks = machine.windows_path(Path(__file__).with_name("session.py"))
    for name, said_by_windows in (
        ("the session ends (WM_QUERYENDSESSION)", "end"),
        ("the machine sleeps", "sleep"),
    ):
        with machine.step(f"{name}: data closed, backup there"):
            window = Window(machine)
            window.wait()
            window.type(PASSWORD)
            window.keys("Return")
            window.wait(quiet=4)
            held = machine.command("backup", returns=1)
            want("AS-11" in held, f"the data were not open: {held}")
            python = machine.windows_path(machine.bench / "py" / "python.exe")
            machine.start(Path("explorer"), "/desktop=proof,1366x768", python, asks, said_by_windows)
            time.sleep(5)
            window.wait(f"9-{said_by_windows}", quiet=3)
            machine.command("backup")
            window.close()


def refused_while_open(machine: Machine, newer: Path) -> None:
    """Install over a program that runs."""
    with machine.step("update refused while the program is open") as said:
        whole = digest(machine.installed)
        window = Window(machine)
        window.wait()
        machine.run(newer, "/S", returns=3)
        want(digest(machine.installed) == whole, "something was changed under it")
        window.close()
        said.append("returns 3, nothing changed")


def updated(machine: Machine, older: Path, setup: Path, newer: Path) -> None:
    """Install a newer and an older version over it; the version before stays and starts."""
    for name, which in (("newer version", newer), ("older version", older), ("this version", setup)):
        with machine.step(f"{name} installed over it; it and the one before start") as said:
            machine.run(which, "/S")
            starts(machine)
            machine.run(machine.installed / "AnSinhXa-truoc.exe", "--check-files")
            said += [each.name for each in sorted(machine.installed.glob("ban-*"))]
            want(len(said) == 2, "there are more or fewer than two versions")


def starts(machine: Machine) -> None:
    """Stop where no program starts, or not all of its files are there."""
    for each in ("AnSinhXa.exe", "ansinh.exe"):
        machine.run(machine.installed / each, "--check-files")


def killed(machine: Machine, older: Path, setup: Path, newer: Path) -> None:
    """Kill updates at twenty points: some version always starts, and the next update goes through."""
    with machine.step(f"updates killed at {KILLS} points: some version always starts") as said:
        machine.run(older, "/S")
        only_one_left(machine)
        began = time.monotonic()
        machine.run(newer, "/S")
        lasts = time.monotonic() - began
        through = 0
        for number in range(KILLS):
            before = only_one_left(machine)
            which = newer if older.name.split("-")[1] in before else older
            process = machine.start(which, "/S")
            time.sleep(lasts * (number + 0.5) / KILLS)
            machine.kill(process, which.name)
            starts(machine)
            through += running(machine) != before
        machine.run(setup, "/S")
        starts(machine)
        said.append(
            f"an update lasts {lasts:.1f} s; {KILLS - through} times the old one, {through} times the new one"
        )


def only_one_left(machine: Machine) -> str:
    """Take away every version but the one in use, so that an update has all to unpack; return the one in use."""
    used = running(machine)
    for each in machine.installed.glob("ban-*"):
        if each.name != used:
            shutil.rmtree(each)
    return used


def taken_away(machine: Machine) -> None:
    """Take files away one by one: all that is code, and of each kind of text or picture one. The self-test fails."""
    folder = machine.installed / running(machine)
    resources = [sorted(each.glob("*"))[0] for each in sorted((folder / "resources").iterdir())]
    code = [each for each in sorted(folder.rglob("*")) if each.is_file() and "resources" not in each.parts]
    files = [*code, *(each for each in resources if each.is_file())]
    with machine.step(f"{len(files)} files taken away one by one: the self-test fails each time") as said:
        silent = []
        for each in files:
            aside = each.with_name(each.name + ".aside")
            each.rename(aside)
            command = [sys.executable, run.__file__, str(machine.installed / "ansinh.exe"), "--self-test"]
            env = machine.env | {"SECONDS_AT_MOST": "60"}
            done = subprocess.run(command, env=env, capture_output=True, check=False)
            if done.returncode in (0, 124):
                silent.append(str(each.relative_to(folder)))
            aside.rename(each)
        want(not silent, f"it passed without {silent}")
        starts(machine)
        said.append("none passed, none hung")


def larger(machine: Machine) -> None:
    """Take pictures at 150 %."""
    with machine.step("the window at 150 %") as said:
        dots = ["add", r"HKCU\Control Panel\Desktop", "/v", "LogPixels", "/t", "REG_DWORD", "/f", "/d"]
        machine.run("reg", *dots, "144")
        window = Window(machine)
        window.wait("10-lock-150")
        window.type(PASSWORD)
        window.keys("Return")
        window.wait("11-overview-150", quiet=4)
        window.close()
        machine.run("reg", *dots, "96")
        said.append("pictures 10, 11")


def running(machine: Machine) -> str:
    """Return the folder of the version in use: the number stands in the program."""
    program = (machine.installed / "AnSinhXa.exe").read_bytes()
    (found,) = {each.name for each in machine.installed.glob("ban-*") if each.name.encode() in program}
    return found


def main() -> int:
    """Prove, and print the table."""
    work, *setups = (Path(each).resolve() for each in sys.argv[1:])
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    bench = Path(os.environ["BENCH"])
    shutil.copy(bench / "prefix.passwd", work / "prefix.passwd")
    subprocess.run(["cp", "-a", "--reflink=auto", bench / "prefix", work / "prefix"], check=True)
    # Wine leads the user's folders to those of this machine: here they are the officer's own.
    for each in (work / "prefix" / "drive_c" / "users" / USER).iterdir():
        if each.is_symlink():
            each.unlink()
            each.mkdir()
    with run.screen() as display:
        machine = Machine(work, bench, display)
        try:
            prove(machine, *setups)
        except FailedError:
            print(machine.table(), flush=True)
            return 1
        finally:
            subprocess.run(["wineserver", "-k"], env=machine.env, check=False, **run.NOTHING)
    print(machine.table(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
