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
    Machine,
    Window,
    at_console,
    count,
    digest,
    output,
    wait_for,
    want,
)

SUFFIXES = (".agpkg", ".agrcpt", ".agcard", ".aglaw", ".agupd")
STARTS = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall"
OLD = (("win7", "", "Windows 7"), ("win81", "", "Windows 8"), ("win10", "17134", "before 1809"))
"""What Wine gives itself out for, and the number of its build."""
BUILD = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"


def prove(machine: Machine) -> None:
    """Go the whole way."""
    refused_on_old_windows(machine)
    installed(machine)
    page = begin(machine)
    by_hand(machine, page)
    exchanged(machine)
    consoles(machine)
    files_open(machine)
    reminded(machine)
    larger(machine)
    broken_start(machine)
    before = digest(machine.data)
    updated(machine)
    two_copies(machine)
    updated_from_the_window(machine, before)
    from_a_stick(machine)
    uninstalled(machine)


def refused_on_old_windows(machine: Machine) -> None:
    """Start the installer where it may not go: a sentence, and nothing installed."""
    with machine.step("Windows 7, 8 and before 1809: one sentence each") as said:
        for number, (windows, build, name) in enumerate(OLD):
            machine.run("winecfg", "-v", windows)
            if build:
                machine.run("reg", "add", BUILD, "/v", "CurrentBuildNumber", "/d", build, "/f")
            machine.run(machine.setup, "/S", returns=2)
            window = Window(machine, machine.windows_path(machine.setup))
            window.wait(f"00-refused-{number}")
            window.keys("Return")
            machine.gone(machine.setup.name)
            window.leave()
            want(not machine.installed.exists(), f"{name}: it was installed")
            said.append(name)
        machine.run("winecfg", "-v", "win10")


def installed(machine: Machine) -> None:
    """Install it, look at what was installed, and let it test itself."""
    with machine.step("silent install, as Nguyễn Văn Ấn, without an administrator") as said:
        machine.run(machine.setup, "/S")
        files, size = count(machine.installed)
        said.append(f"setup {machine.setup.stat().st_size / 1e6:.1f} MB; {files} files, {size:.1f} MB")
        told = machine.setup.with_suffix(".exe.sha256").read_text(encoding="ascii").split()[0]
        said.append(f"sha256 {told[:12]}…")
        want(machine.setup.stat().st_size <= 38e6, "the installer is larger than 38 MB")
        want(files <= 301 and size <= 105.5, "there are more than 300 files or 105 MB beside the uninstaller")
    with machine.step("version resource, licences, bill of materials") as said:
        facts = machine.windows_path(Path(__file__).with_name("facts.py"))
        for name in ("AnSinhXa.exe", "ansinh.exe", "uninstall.exe"):
            told = machine.python(facts, machine.windows_path(machine.installed / name))
            want("An Sinh Xã" in told, f"{name}: {told}")
        bill = json.loads((machine.files / "parts.cdx.json").read_text(encoding="utf-8"))
        want(bill["bomFormat"] == "CycloneDX", "no bill of materials")
        bare = [each["name"] for each in bill["components"] if not each["licenses"]]
        want(not bare, f"without a licence: {bare}")
        said.append(f"{len(bill['components'])} parts, {told}")
    with machine.step("self-test on the windows plug-in") as said:
        said.append(machine.ansinh("--self-test").splitlines()[0])


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
            window.wait(quiet=0.4)
            window.keys("Return")
            window.wait(quiet=0.4)
        window.keys("ctrl+Return")
        window.wait("05-asked", change=SOME)
        window.type("than thich")
        window.wait(quiet=0.3)
        window.keys("Return")
        window.wait(quiet=0.3)
        window.keys("ctrl+Return")
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


def files_open(machine: Machine) -> None:
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
        window.keys("Return")
        window.wait("09-receipt-taken", change=SOME)
        said.append("pictures 07 … 09")
    with machine.step("a double click on a package, a card, a law goes to the open window") as said:
        for number, file in enumerate((package, card, law)):
            began = time.monotonic()
            machine.run(*machine.double_click(file))
            want(window.count() == 1, "there are two windows")
            window.wait(f"10-opened-{number}{file.suffix}", change=SOME)
            said.append(f"{file.suffix} {time.monotonic() - began:.1f} s")
            window.keys("Escape")
            window.wait()
    session_ends(machine, window)


def session_ends(machine: Machine, window: Window) -> None:
    """Let Windows put the machine to sleep, and end the session: both close the data, the window stays."""
    asks = machine.windows_path(Path(__file__).with_name("session.py"))
    python = machine.windows_path(machine.bench / "py" / "python.exe")
    for name, said_by_windows in (
        ("the machine sleeps", "sleep"),
        ("the session ends (WM_QUERYENDSESSION)", "end"),
    ):
        with machine.step(f"{name}: data closed, backup there"):
            held = machine.command("backup", returns=1)
            want("AS-11" in held, f"the data were not open: {held}")
            window.on_its_desktop(python, asks, said_by_windows)
            window.wait(f"11-{said_by_windows}", change=PAGE)
            want(list((machine.data / "sao-luu").iterdir()), "no backup was taken")
            machine.command("backup")
            if said_by_windows == "sleep":
                window.unlock()
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
        window.wait("13-reminder", quiet=4)  # its message comes a little later
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


def broken_start(machine: Machine) -> None:
    """Start a program without its plug-in: one sentence, and 1."""
    with machine.step("a start without qwindows.dll: one sentence, returns 1") as said:
        plugin = machine.files / "PySide6" / "plugins" / "platforms" / "qwindows.dll"
        aside = plugin.rename(plugin.with_suffix(".aside"))
        window = Window(machine)
        window.wait("16-broken")
        window.keys("Return")
        machine.gone("AnSinhXa.exe")
        window.leave()
        said.append(machine.ansinh("--self-test", returns=1).splitlines()[0])
        want("AS-9005" in said[0], said[0])
        aside.rename(plugin)


def updated(machine: Machine) -> None:
    """Install a newer and an older version over it, then a signed one; the version before stays and starts."""
    ways = (
        ("a newer version", machine.setup_of("9.0.0")),
        ("an older version", machine.setup_of("0.0.9")),
        ("this version, signed by a self-made certificate,", machine.setup_of("signed")),
    )
    for name, which in ways:
        with machine.step(f"{name} installed over it; it and the one before start") as said:
            if name.endswith("certificate,"):
                signed(machine, which)
            machine.run(which, "/S")
            machine.starts()
            machine.run(machine.installed / "AnSinhXa-truoc.exe", "--check-files")
            said += [each.name for each in sorted(machine.installed.glob("ban-*"))]
            want(len(said) == 2, "there are more or fewer than two versions")


def signed(machine: Machine, setup: Path) -> None:
    """Hold the signatures of the programs and the installer against the certificate."""
    programs = [setup.parent / "AnSinhXa" / each for each in ("AnSinhXa.exe", "ansinh.exe")]
    for each in (setup, *programs):
        told = output(
            "osslsigncode", "verify", "-CAfile", machine.bench / "maker" / "sign.pem", each
        ).decode()
        want("Signature verification: ok" in told, told)


def updated_from_the_window(machine: Machine, before: str) -> None:
    """Take a signed update file from a stick, and go back to the version before, both in the window."""
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
        want(digest(machine.data) == before, "after four updates the data are not what they were")
        said.append(f"data digest {before[:12]} since the first update")
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


def two_copies(machine: Machine) -> None:
    """Install a second copy elsewhere, and take it away: the first one keeps its entry and its files."""
    with machine.step("a second copy elsewhere: an entry of its own, taken away alone") as said:
        other = machine.drive / "Sổ-xã-khác"  # without spaces: they would be quoted, and NSIS takes no quotes
        machine.run(machine.setup, "/S", f"/D={machine.windows_path(other)}")
        entries = machine.run("reg", "query", UNINSTALL).split("\n")
        said.append(f"{len([each for each in entries if 'AnSinhXa' in each])} entries")
        want(said == ["2 entries"], str(entries))
        machine.run(other / "ansinh.exe", "--check-files")
        machine.run(other / "uninstall.exe", "/S")
        wait_for(lambda: not other.exists(), "the second copy is still there")
        entries = machine.run("reg", "query", UNINSTALL).split("\n")
        want(len([each for each in entries if "AnSinhXa" in each]) == 1, str(entries))
        machine.starts()


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
        wait_for(lambda: not machine.installed.exists(), "the folder is still there")
        want(digest(machine.data) == before, "the data are not what they were")
        links = list(machine.home.rglob("An Sinh Xã*.lnk"))
        want(not links, f"{links} are left")
        want(not machine.asks("reg", "query", STARTS, "/v", "AnSinhXa"), "Windows still starts it")
        said.append(f"data digest {before[:12]}")
