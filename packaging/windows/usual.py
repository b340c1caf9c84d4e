"""An officer's way with the program: installed, worked with by keys, updated, moved to a stick, uninstalled."""

import json
import shutil
import time
import zipfile
from pathlib import Path

from machine import (
    PAGE,
    PASSWORD,
    SOME,
    UNINSTALL,
    Machine,
    Window,
    at_console,
    digest,
    output,
    wait_for,
    want,
)

SUFFIXES = (".agpkg", ".agrcpt", ".agcard", ".aglaw", ".agupd")
STARTS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"


def prove(machine: Machine) -> None:
    """Go the whole way."""
    machine.run(machine.setup, "/S")
    page = begin(machine)
    by_hand(machine, page)
    exchanged(machine)
    files_open(machine, page)
    reminded(machine)
    updated_from_the_window(machine)
    uninstalled(machine)


def look_around(machine: Machine) -> None:
    """Try what needs the data and nothing that was done with them: on the other machine, for that one has time."""
    consoles(machine)
    larger(machine)
    from_a_stick(machine)


def begin(machine: Machine) -> int:
    """Make the data in the officer's own folder, and return the place of a register's page."""
    sources = machine.windows_path(machine.dist / "source")
    people = machine.windows_path(Path(__file__).with_name("people.py"))
    folders = [machine.windows_path(each) for each in (machine.data, machine.unit)]
    with machine.step(
        "a commune and a receiving unit with invented people; the font of every widget"
    ) as said:
        machine.unit.parent.mkdir(parents=True)
        fonts, _, place = machine.python(people, sources, *folders).rpartition("\n")
        said.append(fonts)
    return int(place.rpartition(" ")[2])


def by_hand(machine: Machine, page: int) -> None:
    """Enter a case at the window, by keys alone, and print a list in which it stands."""
    with machine.step("the window on the windows plug-in; unlocked and a case entered by keys alone") as said:
        window = Window(machine)
        window.wait("01-lock")
        window.unlock("02-unlocked")
        window.keys(f"ctrl+{page}")
        window.wait("03-list", change=PAGE)
        window.keys("ctrl+n")
        window.wait("04-form", change=PAGE)
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
            window.keys("Return")
        window.keys("ctrl+Return")
        window.wait("05-asked", change=SOME)
        window.type("than thich")
        window.keys("Return", "ctrl+Return")
        window.wait("06-saved", change=PAGE)
        window.close()
        said.append("pictures 01 … 06")
    with machine.step("lists as PDF and XLSX, with that case") as said:
        for suffix in ("pdf", "xlsx"):
            paper = machine.home / "Desktop" / f"danh sách.{suffix}"
            machine.command("list", "--register", "children", "--out", machine.windows_path(paper))
            said.append(f"{suffix} {paper.stat().st_size} bytes")
        words = output("pdftotext", "-layout", machine.home / "Desktop" / "danh sách.pdf", "-").decode()
        want("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words, "no national title on the paper")
        want("Tran Thi Dao" in words, "the case that was entered is not on the paper")


def exchanged(machine: Machine) -> None:
    """Send a package, and take it in at the receiving unit."""
    folder = machine.unit.parent
    with machine.step("package out, taken in by the receiving unit") as said:
        out = machine.windows_path(folder)
        said.append(machine.command("export", "--out", out).rpartition("\\")[2])
        (package,) = folder.glob("*.agpkg")
        given = [machine.windows_path(package), *machine.opening(machine.unit)]
        machine.ansinh("receive", *given, "--receipts", out)
        want(list(folder.glob("*.agrcpt")), "no receipt")


def consoles(machine: Machine) -> None:
    """Run the console program on consoles of several code pages: what it says, and the password that it asks for."""
    with machine.step("console program under code pages 437, 1258, 65001; asks for the password") as said:
        for page in (437, 1258, 65001):
            told = at_console(machine, page, "check", PASSWORD)
            want("Mậtkhẩu:" in told, f"{page}: no question: {told!r}")
            want("Tệpdữliệunguyênvẹn." in told, f"{page}: {told!r}")
            said.append(str(page))
        wrong = at_console(machine, 437, "check", "sai")
        want("Tênđăngnhậphoặcmậtkhẩukhôngđúng." in wrong, repr(wrong))
        said.append("a wrong one is refused")


def files_open(machine: Machine, page: int) -> None:
    """Open files by a double click: one starts the program, the others go to its window. Then the session ends."""
    folder = machine.unit.parent
    (receipt,), (package,) = folder.glob("*.agrcpt"), folder.glob("*.agpkg")
    card = next(each for each in folder.glob("*.agcard"))
    law = folder / "quy định.aglaw"
    law.write_text("{}", encoding="ascii")
    with machine.step(
        "a double click on a receipt starts the program, which takes it after unlocking"
    ) as said:
        for suffix in SUFFIXES:
            opens = machine.run("reg", "query", rf"HKCU\Software\Classes\{suffix}", "/ve")
            want("AnSinhXa.Tep" in opens, f"{suffix} is opened by nobody: {opens}")
        window = Window(machine, *machine.double_click(receipt))
        window.wait("07-file-waits")
        window.unlock("08-receipt")
        said.append("pictures 07 … 09")
    with machine.step(
        "the session may not end while that receipt is being written; then it is taken"
    ) as said:
        (index,) = machine.data.glob("*-shm")
        answer = told_by_windows(machine, window, "end", index)
        held = answer.with_name(f"{answer.name}.held")
        wait_for(held.exists, "nothing is held back")
        window.keys("Return")
        window.changes()
        held.unlink()
        machine.picture("08-being-written")
        want(read_soon(answer) == "0", "the session ended over what was being written")
        window.wait("09-receipt-taken", change=SOME)
        want("AS-11" in machine.command("backup", returns=1), "the data were closed")
        said.append("refused after three seconds")
    with machine.step("a double click on a package, a card, a law goes to the open window") as said:
        for number, file in enumerate((package, card, law)):
            began = time.monotonic()
            machine.run(*machine.double_click(file))
            want(window.count() == 1, "there are two windows")
            window.wait(f"10-opened-{number}{file.suffix}", change=SOME)
            said.append(f"{file.suffix} {time.monotonic() - began:.1f} s")
            window.keys("Escape")
            window.wait()
    session_ends(machine, window, page)


def told_by_windows(machine: Machine, window: Window, words: str, *index: Path) -> Path:
    """Tell the window what Windows would, and return the file that will hold its answer (see session.py)."""
    answer = machine.drive / "answer.txt"
    answer.unlink(missing_ok=True)
    files = (machine.bench / "py" / "python.exe", Path(__file__).with_name("session.py"), answer, *index)
    python, asks, *given = map(machine.windows_path, files)
    window.on_its_desktop(python, asks, words, *given)
    return answer


def read_soon(file: Path) -> str:
    """Return what is written to a file, as soon as something is."""
    wait_for(lambda: file.exists() and file.read_text(), f"nothing is written to {file.name}")
    return file.read_text()


def session_ends(machine: Machine, window: Window, page: int) -> None:
    """Let Windows put the machine to sleep, and end the session: both close the data and keep what is half typed."""
    window.keys(f"ctrl+{page}")
    window.wait(change=PAGE)
    window.keys("ctrl+n")
    window.wait(change=PAGE)
    typed = ("Nguyen Van Nua", "03/04/2020")
    window.type(typed[0])
    window.keys("Return")
    window.type(typed[1])
    window.wait("11-half-typed", change=SOME)
    for name, words in (
        ("the machine sleeps", "sleep"),
        ("the session ends (WM_QUERYENDSESSION)", "end"),
    ):
        with machine.step(f"{name}: data closed, backup there, what was half typed comes back") as said:
            held = machine.command("backup", returns=1)
            want("AS-11" in held, f"the data were not open: {held}")
            answer = read_soon(told_by_windows(machine, window, words))
            want(words == "sleep" or answer == "1", "it was refused")
            window.wait(f"11-{words}", change=PAGE)
            want(list((machine.data / "sao-luu").iterdir()), "no backup was taken")
            machine.command("backup")
            window.unlock(f"11-{words}-unlocked")
            for each in reversed(typed):  # the cursor is where it was
                window.keys("ctrl+a", "ctrl+c")
                window.wait()
                said.append(machine.python(machine.windows_path(Path(__file__).with_name("copied.py"))))
                want(said[-1] == each, f"where {each} was typed stands {said[-1]}")
                window.keys("shift+Tab")
            window.keys("Tab", "Tab")
    window.keys("Escape")
    window.wait("11-thrown-away-asked", change=SOME)
    window.keys("Tab", "Return")
    window.wait(change=SOME)
    window.close()


def reminded(machine: Machine) -> None:
    """Be reminded at log-on: off by default; a number, and no name."""
    profile = machine.home / "AppData" / "Local" / "AnSinhXa-may"
    with machine.step(
        "reminder at log-on: off, turned on by keys, a number without a name; the window dark and at 200 %"
    ) as said:
        want(not machine.asks("reg", "query", STARTS, "/v", "AnSinhXa"), "it is on by itself")
        want(not list(profile.glob("nhac*")), "numbers lie about")
        window = Window(machine)
        window.wait()
        window.unlock()
        window.command("nhac viec qua han")
        wait_for(lambda: machine.asks("reg", "query", STARTS, "/v", "AnSinhXa"), "Windows does not start it")
        window.wait()
        looks(window)
        window.close()
        (numbers,) = (json.loads(each.read_text(encoding="utf-8")) for each in profile.glob("nhac*"))
        said.append(f"{sum(numbers.values())} in {len(numbers)} days")
        window = Window(machine, machine.program, "--remind")
        window.message("13-reminder")
        want(window.count() == 1, "the reminder does not stay")
        window.on_its_desktop(machine.program)
        window.wait("13-opened-by-hand", change=PAGE)
        wait_for(lambda: window.count() == 1, "the reminder stays beside the window")
        window.close()


def looks(window: Window) -> None:
    """Take pictures of the window as it looks dark, and twice as large; then let it look as before."""
    for words, name in (
        ("nen toi", "12-dark"),
        ("co hien thi 200", "12-dark-200"),
        ("nen sang", "12-light-200"),
        ("co hien thi 100", ""),
    ):
        window.command(words)
        window.wait(name, change=PAGE)


def larger(machine: Machine) -> None:
    """Take pictures at 150 %, and meet an installer with the window open."""
    with machine.step(
        "the window at 100 and 150 %, drawn as on Windows; an update is refused meanwhile"
    ) as said:
        machine.draws_as_windows = True
        window = Window(machine)
        window.wait("14-lock-100")
        window.close()
        dots = ["add", r"HKCU\Control Panel\Desktop", "/v", "LogPixels", "/t", "REG_DWORD", "/f", "/d"]
        machine.run("reg", *dots, "144")
        whole = digest(machine.installed)
        window = Window(machine)
        window.wait("14-lock-150")
        window.unlock("15-overview-150")
        machine.run(machine.setup_of("9.0.0"), "/S", returns=3)
        want(digest(machine.installed) == whole, "something was changed under it")
        window.close()
        machine.run("reg", *dots, "96")
        machine.draws_as_windows = False
        said.append("returns 3, nothing changed")


def updated_from_the_window(machine: Machine) -> None:
    """Take a signed update file from a stick, and go back to the version before, both in the window."""
    before = digest(machine.data)
    stick = machine.home / "Desktop" / "USB"
    stick.mkdir()
    for each in machine.setup_of("9.0.0").parent.glob("*.agupd"):
        shutil.copy(each, stick)
    shutil.copy(machine.setup_of("9.0.0"), stick)
    (update,) = stick.glob("*.agupd")
    with machine.step("a signed update file is opened: asked, installed, started again") as said:
        window = Window(machine, *machine.double_click(update))
        window.wait("17-update-asked")
        window.keys("Return")
        wait_for(lambda: machine.running().startswith("ban-9.0.0."), "it is not there")
        wait_for(lambda: window.count() == 1, "it is not started again")
        window.wait("18-updated")
        said.append(machine.running())
        want(digest(machine.data) == before, "after the update the data are not what they were")
        said.append(f"data digest {before[:12]}")
    with machine.step("back to the version before, by one button") as said:
        window.unlock()
        window.command("tro lai ban truoc")
        window.wait("19-way-back-asked", change=SOME)
        window.keys("Return")
        wait_for(lambda: not machine.running().startswith("ban-9.0.0."), "it is still the new one")
        wait_for(lambda: window.count() == 1, "it is not started again")
        window.wait("20-back")
        window.close()
        machine.starts()
        said.append(machine.running())


def from_a_stick(machine: Machine) -> None:
    """Run the folder beside its data: nothing on the machine changes."""
    (packed,) = machine.dist.glob("*-portable.zip")
    stick = machine.drive / "stick"
    with machine.step("the same folder from a stick, beside its data: no trace on the machine") as said:
        with zipfile.ZipFile(packed) as archive:
            archive.extractall(stick)
        shutil.copytree(machine.data, stick / "AnSinhXa" / "du-lieu" / "so")
        Window(machine, "winver").leave()  # what Wine itself keeps of a desktop is there before
        before = machine.traces()
        window = Window(machine, machine.windows_path(stick / "AnSinhXa" / "AnSinhXa.exe"))
        window.wait("21-stick")
        window.unlock("22-stick-unlocked")
        window.close()
        after = machine.traces()
        changed = sorted(each for each in before.keys() | after.keys() if before.get(each) != after.get(each))
        want(not changed, f"traces: {changed}")
        want(any((stick / "AnSinhXa" / "du-lieu" / "may").rglob("*")), "nothing was kept on the stick either")
        said.append(f"{len(after)} files and keys the same")


def uninstalled(machine: Machine) -> None:
    """Uninstall: the data stay as they are."""
    with machine.step("silent uninstall; the data are the same to the last bit") as said:
        before = digest(machine.data)
        machine.run(machine.installed / "uninstall.exe", "/S")
        # its entry goes last
        wait_for(lambda: not machine.asks("reg", "query", rf"{UNINSTALL}\AnSinhXa"), "it is still listed")
        want(not machine.installed.exists(), "the folder is still there")
        want(digest(machine.data) == before, "the data are not what they were")
        links = list(machine.home.rglob("An Sinh Xã*.lnk"))
        want(not links, f"{links} are left")
        want(not machine.asks("reg", "query", STARTS, "/v", "AnSinhXa"), "Windows still starts it")
        said.append(f"data digest {before[:12]}")
