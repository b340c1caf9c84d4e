"""What goes wrong on an officer's machine: the power goes while an update runs, a file of the program is lost."""

import shutil
import time

import run
from machine import Machine, want

KILLS = 20


def prove(machine: Machine) -> None:
    """Break it."""
    machine.run(machine.setup, "/S")
    killed(machine)
    taken_away(machine)


def killed(machine: Machine) -> None:
    """Kill updates at twenty points: some version always starts, and the next update goes through."""
    older, newer = machine.setup_of("0.0.9"), machine.setup_of("9.0.0")
    with machine.step(f"updates killed at {KILLS} points: some version always starts") as said:
        machine.run(older, "/S")
        only_one_left(machine)
        began = time.monotonic()
        machine.run(newer, "/S")
        lasts = time.monotonic() - began
        through = 0
        for number in range(KILLS):
            before = only_one_left(machine)
            which = newer if before.startswith("ban-0.0.9.") else older
            process = machine.start(which, "/S")
            time.sleep(lasts * (number + 0.5) / KILLS)
            machine.kill(process, which.name)
            machine.starts()
            through += machine.running() != before
        machine.run(machine.setup, "/S")
        machine.starts()
        said.append(
            f"an update lasts {lasts:.1f} s; {KILLS - through} times the old one, {through} times the new one"
        )


def only_one_left(machine: Machine) -> str:
    """Take away every version but the one in use, so that an update has all to unpack; return the one in use."""
    used = machine.running()
    for each in machine.installed.glob("ban-*"):
        if each.name != used:
            shutil.rmtree(each)
    return used


def taken_away(machine: Machine) -> None:
    """Take files away one by one: all that is code, and of each kind of text or picture one. The self-test fails."""
    folder = machine.files
    resources = [
        sorted(each.glob("*"))[0] if each.is_dir() else each
        for each in sorted((folder / "resources").iterdir())
    ]
    code = [each for each in sorted(folder.rglob("*")) if each.is_file() and "resources" not in each.parts]
    files = [*code, *(each for each in resources if each.is_file())]
    with machine.step(f"{len(files)} files taken away one by one: the self-test fails each time") as said:
        silent = []
        for each in files:
            aside = each.with_name(each.name + ".aside")
            each.rename(aside)
            if run.run([str(machine.installed / "ansinh.exe"), "--self-test"], machine.env, len) in (0, 124):
                silent.append(str(each.relative_to(folder)))
            aside.rename(each)
        want(not silent, f"it passed without {silent}")
        machine.starts()
        said.append("none passed, none hung")
