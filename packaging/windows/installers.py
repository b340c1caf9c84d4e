"""What an officer does with installers: on a machine too old, over one another, beside one another, and away again."""

import json
from pathlib import Path

import usual
from machine import (
    UNINSTALL,
    Machine,
    Window,
    count,
    digest,
    output,
    wait_for,
    want,
)

OLD = (("win7", "", "Windows 7"), ("win81", "", "Windows 8"), ("win10", "17134", "before 1809"))
"""What Wine gives itself out for, and the number of its build."""
BUILD = r"HKLM\Software\Microsoft\Windows NT\CurrentVersion"


def prove(machine: Machine) -> None:
    """Go the whole way."""
    refused_on_old_windows(machine)
    refused_when_damaged(machine)
    installed(machine)
    broken_start(machine)
    usual.begin(machine)
    updated(machine)
    two_copies(machine)
    usual.look_around(machine)


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


def refused_when_damaged(machine: Machine) -> None:
    """Start an installer of which a copy went wrong: a sentence, and nothing installed."""
    with machine.step("an installer that was not copied whole: one sentence"):
        content = bytearray(machine.setup.read_bytes())
        content[len(content) // 2] ^= 1
        copied = machine.drive / "hỏng-setup.exe"
        copied.write_bytes(content)
        window = Window(machine, machine.windows_path(copied))
        window.wait("00-damaged")
        window.keys("Return")
        machine.gone(copied.name)
        window.leave()
        copied.unlink()
        want(not machine.installed.exists(), "it was installed")


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
    before = digest(machine.data)
    for name, which in ways:
        with machine.step(f"{name} installed over it; it and the one before start") as said:
            if name.endswith("certificate,"):
                programs = [which.parent / "AnSinhXa" / each for each in ("AnSinhXa.exe", "ansinh.exe")]
                signed(machine, which, *programs)
            machine.run(which, "/S")
            machine.starts()
            machine.run(machine.installed / "AnSinhXa-truoc.exe", "--check-files")
            if name.endswith("certificate,"):
                signed(machine, machine.installed / "uninstall.exe")
            said += [each.name for each in sorted(machine.installed.glob("ban-*"))]
            want(len(said) == 2, "there are more or fewer than two versions")
            want(digest(machine.data) == before, "the data are not what they were")


def signed(machine: Machine, *programs: Path) -> None:
    """Hold the signatures of programs against the certificate."""
    for each in programs:
        told = output(
            "osslsigncode", "verify", "-CAfile", machine.bench / "maker" / "sign.pem", each
        ).decode()
        want("Signature verification: ok" in told, told)


def two_copies(machine: Machine) -> None:
    """Install a second copy elsewhere, and take it away: the first one keeps its entry and its files."""
    with machine.step("a second copy elsewhere: an entry of its own, taken away alone") as said:
        other = machine.drive / "Sổ-xã-khác"  # without spaces: they would be quoted, and NSIS takes no quotes
        machine.run(machine.setup, "/S", f"/D={machine.windows_path(other)}")
        want(entries(machine) == 2, "it has no entry of its own")
        said.append("2 entries")
        machine.run(other / "ansinh.exe", "--check-files")
        machine.run(other / "uninstall.exe", "/S")
        wait_for(lambda: entries(machine) == 1, "its entry is still there")  # it goes last
        want(not other.exists(), "the second copy is still there")
        machine.starts()


def entries(machine: Machine) -> int:
    """Return how many copies stand among the installed programs."""
    return machine.run("reg", "query", UNINSTALL).count("AnSinhXa")
