"""What may be typed on the command line: each command is one that is run."""

import argparse
import os
import subprocess
import sys

from ansinh_desktop import command_line, commands


def subcommands(parser):
    (found,) = (each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    return found.choices


def test_every_command_that_may_be_typed_is_run_and_no_other():
    typed = {each.get_default("command") for each in subcommands(command_line.parser()).values()}
    assert typed == commands.RUN.keys() - {"self_test"}


def test_each_command_is_run_by_its_own_name():
    assert all(
        name == each.get_default("command") for name, each in subcommands(command_line.parser()).items()
    )


def test_without_a_command_it_is_the_window():
    chosen = command_line.parser().parse_args(["--data", "x"])
    assert (chosen.command, chosen.self_test) == ("window", False)


def test_whoever_reads_only_the_beginning_is_no_fault():
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "ansinh_desktop", "--version"],
            stdout=closed,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": ""},  # as anybody's: what is said waits for the end
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")
