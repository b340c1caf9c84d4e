"""What the commands do: each opens the data, does its work through the services, and says what became of it."""

import argparse
import datetime
import getpass
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import get_args

from ansinh_desktop.errors import UserError
from ansinh_desktop.receiving import receive
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.payments import said
from ansinh_desktop.services.payments.runs import Part
from ansinh_desktop.services.payments.work import Paper, Payments
from ansinh_desktop.services.plan import said as plan_said
from ansinh_desktop.services.plan import table_file
from ansinh_desktop.services.plan.plans import Plans
from ansinh_desktop.services.plan.told import Told
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.safety import restoring

DONE, REFUSED = 0, 1


def _open(chosen: argparse.Namespace) -> Program:
    program = open_data(chosen.data, chosen.user, _password(chosen))
    for each in program.notices():
        print(each, each.todo, file=sys.stderr)
    return program


def _password(chosen: argparse.Namespace) -> str:
    if chosen.password_file:
        try:
            return _read_text(chosen.password_file).splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError):
            raise UserError("AS-1114", name=chosen.password_file.name) from None
    given = os.environ.get("ANSINH_PASSWORD")
    if given is not None:
        return given
    if _has_keyboard():
        return getpass.getpass("Mật khẩu: ")
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise UserError("AS-1116")
    return line.rstrip("\r\n")


def _read_text(file: Path) -> str:
    number = file.name if file.parent == Path("/dev/fd") else ""
    # By its number: the names under /proc are closed to a process that leaves no image of itself.
    with open(int(number) if number.isdecimal() else file, encoding="utf-8-sig") as stream:  # noqa: PTH123
        return stream.read()


def _has_keyboard() -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    if sys.platform == "win32":
        # It takes even NUL for a terminal, and where there is no console getpass reads nothing for ever.
        import ctypes  # noqa: PLC0415 - only for this question
        import msvcrt  # noqa: PLC0415

        handle = ctypes.c_void_p(msvcrt.get_osfhandle(sys.stdin.fileno()))
        return bool(ctypes.windll.kernel32.GetConsoleMode(handle, ctypes.byref(ctypes.c_uint32())))
    return True


def _demo(chosen: argparse.Namespace) -> int:
    from ansinh_desktop.demo import run  # noqa: PLC0415 - only for this command

    return run(chosen.folder)


def _import(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        outcome = program.importing.bring(
            chosen.file, chosen.register, dry_run=chosen.dry_run, sheets=chosen.sheet
        )
        print(outcome.opened.told)
        print(outcome.summary())
        if chosen.errors and outcome.has_findings:
            program.importing.write_errors(outcome, chosen.errors)
            print(f"Các dòng cần sửa: {chosen.errors}")
        return REFUSED if outcome.refused else DONE


def _list(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        on = calendar.month_end(chosen.month) if chosen.month else None
        request = program.lists.request(chosen.register, chosen.paper, on=on)
        for each in program.lists.left_out(request):
            print(f"Không có trong danh sách: {each.text} ({each.why.code})", file=sys.stderr)
        count = program.lists.write_request(request, chosen.out)
        print(f"{chosen.out}: {count} dòng")
    return DONE


def _payments(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        months, month = program.payments, calendar.month_end(chosen.month)
        if chosen.second_officer:
            months.want_second_officer(chosen.second_officer == "có")
        if chosen.reopen is not None:
            months.reopen(month, chosen.reopen)
        if chosen.prepare:
            months.prepare(month)
        for each in chosen.keep:
            months.keep(month, *_reason_and_code(each))
        steps = (("check", months.check), ("approve", months.approve), ("close", months.close))
        for name, step in steps:
            if getattr(chosen, name):
                step(month)
        if chosen.results:
            months.bring_results(month, chosen.results)
        if chosen.settle:
            months.settle(month)
        _write_papers(months, chosen)
        view = months.view(month)
        print(said.for_machine(view) if chosen.json else "\n".join(said.for_people(view)))
    return DONE


def _plan(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        plans, period = program.plans, chosen.period
        _work_on(plans, chosen)
        if chosen.table:
            return _table(plans, chosen)
        found = _told(plans, chosen)
        again = plans.recount(period) if chosen.recount else None
    lines = (line for each in found for line in plan_said.for_people(each, again))
    print(plan_said.for_machine(found, again) if chosen.json else "\n".join(lines))
    return DONE


def _work_on(plans: Plans, chosen: argparse.Namespace) -> None:
    """Do what is asked for, in the order in which an officer would; a table is written by itself."""
    period, told = chosen.period, sys.stderr if chosen.json else sys.stdout
    for each in chosen.switch:
        plans.turn(*each.partition("=")[::2])
    if chosen.template:
        plans.write_book(period, chosen.template)
    if chosen.enter:
        print(f"{chosen.enter}: {plans.bring_book(period, chosen.enter)} số liệu", file=told)
    if chosen.close:
        plans.close(period)
    if chosen.out and not chosen.table:
        plans.write_report(period, chosen.out, regular=chosen.regular or "")
        print(chosen.out, file=told)


def _table(plans: Plans, chosen: argparse.Namespace) -> int:
    """Show, or write, a table of an officer's own that came as a file."""
    shared = table_file.read(chosen.table)
    table = plans.tables.make(shared.asked, chosen.period)
    if chosen.out:
        plans.tables.write(table, shared.name, chosen.out)
        print(chosen.out, file=sys.stderr if chosen.json else sys.stdout)
    print(plan_said.table_for_machine(table) if chosen.json else "\n".join(plan_said.table_for_people(table)))
    return DONE


def _told(plans: Plans, chosen: argparse.Namespace) -> list[Told]:
    """Return what is asked of the period: of each unit, as it was known once, as it was closed, or as it is now."""
    if chosen.by:
        return [each.told for each in plans.by_unit(chosen.period)]
    if chosen.known_on:
        return [plans.answer(chosen.period, known_at=_end_of(chosen.known_on)).told]
    closed = plans.closed(chosen.period)
    return [closed.told if closed is not None else plans.answer(chosen.period).told]


def _end_of(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time.max).astimezone()


def _write_papers(months: Payments, chosen: argparse.Namespace) -> None:
    for paper in get_args(Paper):
        target = chosen.out if paper == "list" else getattr(chosen, paper)
        if target:
            count = months.write(chosen.month, target, paper, Part(hamlet=chosen.hamlet))
            print(f"{target}: {count} dòng", file=sys.stderr if chosen.json else sys.stdout)


def _reason_and_code(typed: str) -> tuple[str, str]:
    """Part ``AS-2219=reason``; without a code the reason is one for all."""
    code, parted, reason = typed.partition("=")
    return (reason, code) if parted and code.startswith("AS-") else (typed, "")


def _export(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        made = program.outgoing.export(chosen.out)
        print(f"{made.path}: gói số {made.number}, {made.records} hồ sơ")
    return DONE


def _receipt(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        print(program.outgoing.take_receipt(chosen.file).summary)
    return DONE


def _card(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        if chosen.trust:
            unit = program.cards.trust(
                chosen.trust, chosen.digits, replacing=chosen.replace, reason=chosen.reason
            )
            print(f"{unit.name}: {unit.fingerprint}")
        if chosen.out:
            print(program.cards.write_own(chosen.out))
            print(f"Dãy số đối chiếu: {program.cards.own().fingerprint}")
        if chosen.identity:
            program.cards.write_identity(chosen.identity)
            print(f"Đã ghi {chosen.identity}. Ai có tệp này mở được mọi gói: cất trong két như mã khôi phục.")
    return DONE


def _backup(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        made = program.backups.take()
        print(f"Đã sao lưu vào {made}." if made else "Chưa có gì thay đổi từ bản sao gần nhất.")
    return DONE


def _restore(chosen: argparse.Namespace) -> int:
    names = restoring.copy_in(chosen.copy).officers
    if not chosen.user and len(names) != 1:
        raise UserError("AS-1113", names=", ".join(names))
    restoring.restore_from(chosen.data, chosen.copy, chosen.user or names[0], _password(chosen))
    print(f"Đã khôi phục {chosen.copy}. Những gì có trước đó được giữ trong truoc-khoi-phuc.")
    return DONE


def _undo(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        if chosen.act is not None:
            made = program.undo.take_back(chosen.act)
            print(f"Đã {made.words[:1].lower()}{made.words[1:]}. Việc mới có số {made.id}.")
            return DONE
        for each in program.undo.acts():
            print(
                f"{each.id}\t{each.at.astimezone():%d/%m/%Y %H:%M}\t{each.words}\t{each.refusal or ''}".rstrip()
            )
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    with _open(chosen) as program:
        program.check()
        print("Tệp dữ liệu nguyên vẹn.")
    return DONE


def _self_test(_chosen: argparse.Namespace) -> int:
    from ansinh_desktop.self_test import run  # noqa: PLC0415 - brings Qt

    return run()


RUN: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "self_test": _self_test,
    "import": _import,
    "list": _list,
    "payments": _payments,
    "plan": _plan,
    "export": _export,
    "receive": lambda chosen: receive(chosen, _open),
    "receipt": _receipt,
    "card": _card,
    "backup": _backup,
    "restore": _restore,
    "undo": _undo,
    "check": _check,
}
"""By its name, what runs a command; it returns the code with which the process ends."""
