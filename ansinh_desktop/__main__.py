"""The command line: without a command it opens the window."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh_desktop import __version__, crashes, paths
from ansinh_desktop.errors import UserError, fault_place, message

if TYPE_CHECKING:
    import argparse
    import datetime
    from types import ModuleType

    from ansinh_desktop.services.payments.work import Paper, Payments
    from ansinh_desktop.services.program import Program

DONE, REFUSED, USAGE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0 when done, 1 when refused (one sentence on stderr), 2 for wrong usage."""
    crashes.leave_nothing()
    _speak_utf8()
    if arguments is None:  # a process of its own: nothing else tells of a fault
        sys.excepthook = tell_fault
        sys.unraisablehook = lambda fault: tell_fault(fault.exc_type, fault.exc_value, fault.exc_traceback)
        arguments = sys.argv[1:]
    if not arguments:
        return _open_window(paths.data_folder_default())
    parser = _parser()
    try:
        chosen = parser.parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        return run(chosen)
    except UserError as error:
        print(error, error.todo, file=sys.stderr)
        return REFUSED
    except Exception as error:  # noqa: BLE001 - a traceback would print names of people
        tell_fault(type(error), error, error.__traceback__)
        return REFUSED


def tell_fault(kind: type[BaseException], fault: BaseException | None, _trace: object) -> None:
    """Say in one sentence that we are to blame; what kind of fault it was and where, and no value of it."""
    if issubclass(kind, KeyboardInterrupt):
        return
    told = message("AS-9001", doing=f" ({fault_place(fault)})" if fault is not None else "")
    print(told, told.todo, file=sys.stderr)


def _speak_utf8() -> None:
    # A Windows console may have a code page without Vietnamese letters, a program with a window has none at all.
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None and name != "stdin":
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - to the end
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8-sig" if name == "stdin" else "utf-8", errors="replace")


def _parser() -> "argparse.ArgumentParser":
    import argparse  # noqa: PLC0415 - the window alone needs no parser

    from ansinh_desktop.command_words import speak_vietnamese  # noqa: PLC0415

    speak_vietnamese()
    parser = argparse.ArgumentParser(
        prog="ansinh-desktop", description="An Sinh Xã: sổ an sinh của xã, làm việc không cần mạng."
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"An Sinh Xã {__version__}",
        help="hiện phiên bản rồi thoát",
    )
    parser.add_argument("--self-test", action="store_true", help="mở thử mọi trang rồi thoát")
    parser.add_argument(
        "--data",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục dữ liệu (mặc định: thư mục riêng của người dùng)",
    )
    for name, kind in (("--window", str), ("--shown", Path)):  # what a window that locks tells the next one
        parser.add_argument(name, type=kind, help=argparse.SUPPRESS)
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(metavar="LỆNH")
    _add_demo(commands)
    _add_import(commands)
    _add_list(commands)
    _add_payments(commands)
    _add_sync(commands)
    backup = _with_data(commands.add_parser("backup", help="sao lưu dữ liệu ngay"))
    backup.set_defaults(run=_backup)
    restore = _with_data(commands.add_parser("restore", help="đưa một bản sao vào chỗ của dữ liệu"))
    restore.add_argument(
        "--from", type=Path, required=True, metavar="DIR", dest="copy", help="thư mục của bản sao"
    )
    restore.set_defaults(run=_restore)
    undo = _with_data(commands.add_parser("undo", help="xem những việc đã làm, hoàn tác một việc"))
    undo.add_argument("--act", type=int, metavar="SỐ", help="hoàn tác việc có số này")
    undo.set_defaults(run=_undo)
    check = _with_data(commands.add_parser("check", help="kiểm tra tệp dữ liệu"))
    check.set_defaults(run=_check)
    return parser


def _add_demo(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="làm trọn một vòng với dữ liệu bịa: nhập, in, gửi, nhận")
    demo.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    demo.set_defaults(run=_demo)


def _add_import(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = _with_data(commands.add_parser("import", help="nhập danh sách từ Excel, CSV"))
    bring.add_argument("file", type=Path, metavar="TỆP")
    bring.add_argument("--register", required=True, metavar="SỔ", help="mã sổ")
    bring.add_argument("--dry-run", action="store_true", help="chỉ xem trước, không ghi gì")
    bring.add_argument("--errors", type=Path, metavar="TỆP", help="ghi các dòng có lỗi ra bảng tính này")
    bring.add_argument(
        "--sheet",
        action="append",
        default=[],
        metavar="TRANG",
        help="chỉ đọc trang này; ghi nhiều lần cho nhiều trang",
    )
    bring.set_defaults(run=_import)


def _month(typed: str) -> "datetime.date":
    """Return the last day of a month as it is typed; argparse tells of a ValueError."""
    from ansinh_desktop.rules import calendar  # noqa: PLC0415 - only lists need it

    return calendar.month_end(calendar.read_month(typed))


def _add_list(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    paper = _with_data(commands.add_parser("list", help="xuất danh sách ra PDF, XLSX hoặc CSV"))
    paper.add_argument("--register", required=True, metavar="SỔ", help="mã sổ")
    paper.add_argument(
        "--paper", metavar="MÃ", default="", help="mã mẫu danh sách của sổ; mặc định là mẫu đầu tiên"
    )
    paper.add_argument(
        "--month",
        type=_month,
        metavar="NĂM-THÁNG",
        help="tháng của danh sách, ví dụ 2026-12; mặc định là hôm nay",
    )
    paper.add_argument("--out", type=Path, required=True, metavar="TỆP.pdf|xlsx|csv")
    paper.set_defaults(run=_list)


def _add_payments(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    pay = _with_data(
        commands.add_parser(
            "payments", help="tháng chi trả: xem, lập, kiểm tra, duyệt, chốt, in, ghi kết quả"
        )
    )
    pay.add_argument("--month", type=_month, required=True, metavar="NĂM-THÁNG", help="ví dụ 2026-11")
    pay.add_argument(
        "--keep",
        action="append",
        default=[],
        metavar="[MÃ=]LÝ_DO",
        help="giữ các cảnh báo với lý do này; có mã thì chỉ giữ cảnh báo của mã ấy",
    )
    for step, words in (
        ("prepare", "lập danh sách của tháng"),
        ("check", "ghi là đã kiểm tra: hết lỗi, cảnh báo nào cũng được giữ"),
        ("approve", "duyệt danh sách đã kiểm tra"),
        ("close", "chốt: danh sách không đổi nữa"),
        ("settle", "ghi là đã quyết toán với nơi chi trả"),
    ):
        pay.add_argument(f"--{step}", action="store_true", help=words)
    pay.add_argument("--reopen", metavar="LÝ_DO", help="mở lại tháng đã chốt; chỉ lãnh đạo, quản trị")
    pay.add_argument(
        "--results", type=Path, metavar="TỆP", help="ghi kết quả: tệp là danh sách người chưa nhận"
    )
    pay.add_argument(
        "--second-officer", choices=("có", "không"), help="có cần người thứ hai duyệt không; chỉ quản trị đặt"
    )
    pay.add_argument("--out", type=Path, metavar="TỆP.pdf|xlsx|csv", help="ghi danh sách ra tệp")
    for paper, words in (
        ("hamlets", "danh sách, mỗi ấp một trang riêng,"),
        ("changes", "biến động của tháng"),
        ("suspensions", "danh sách đề nghị tạm dừng"),
    ):
        pay.add_argument(f"--{paper}", type=Path, metavar="TỆP.pdf|xlsx|csv", help=f"ghi {words} ra tệp")
    pay.add_argument("--json", action="store_true", help="hiện cho máy đọc")
    pay.set_defaults(run=_payments)


def _add_sync(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = _with_data(commands.add_parser("export", help="xuất gói gửi đơn vị nhận"))
    export.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    export.set_defaults(run=_export)
    receive = _with_data(commands.add_parser("receive", help="nhận gói của các xã, ghi biên nhận"))
    receive.add_argument("files", type=Path, nargs="+", metavar="TỆP")
    receive.add_argument("--receipts", type=Path, required=True, metavar="THƯ_MỤC")
    receive.set_defaults(run=_receive)
    receipt = _with_data(commands.add_parser("receipt", help="nhận biên nhận của đơn vị nhận"))
    receipt.add_argument("file", type=Path, metavar="TỆP")
    receipt.set_defaults(run=_receipt)
    card = _with_data(commands.add_parser("card", help="ghi thẻ đơn vị của mình ra tệp, hoặc tin một thẻ"))
    card.add_argument("--out", type=Path, metavar="THƯ_MỤC", help="ghi thẻ của mình vào thư mục này")
    card.add_argument("--trust", type=Path, metavar="TỆP", help="tin thẻ của đơn vị bên kia")
    card.add_argument(
        "--digits", default="", metavar="DÃY_SỐ", help="dãy số đối chiếu của thẻ ấy, nghe qua điện thoại"
    )
    card.add_argument("--replace", default="", metavar="DÃY_SỐ", help="dãy số của thẻ cũ mà thẻ ấy thay")
    card.add_argument("--reason", default="", metavar="LÝ_DO", help="vì sao thay thẻ")
    card.set_defaults(run=_card)


def _with_data(parser: "argparse.ArgumentParser") -> "argparse.ArgumentParser":
    parser.add_argument("--data", type=Path, required=True, metavar="THƯ_MỤC", help="thư mục dữ liệu")
    parser.add_argument("--user", default="", metavar="TÊN", help="tên đăng nhập; không cần khi chỉ có một")
    parser.add_argument("--password-file", type=Path, metavar="TỆP", help="đọc mật khẩu từ dòng đầu của tệp")
    return parser


def _open(chosen: "argparse.Namespace") -> "Program":
    from ansinh_desktop.services.program import open_data  # noqa: PLC0415 - the window does not need it here

    program = open_data(chosen.data, chosen.user, _password(chosen))
    for each in program.notices():
        print(each, each.todo, file=sys.stderr)
    return program


def _password(chosen: "argparse.Namespace") -> str:
    if chosen.password_file:
        try:
            return _read_text(chosen.password_file).splitlines()[0]
        except (OSError, IndexError, UnicodeDecodeError):
            raise UserError("AS-1114", name=chosen.password_file.name) from None
    given = os.environ.get("ANSINH_PASSWORD")
    if given is not None:
        return given
    if _has_keyboard():
        import getpass  # noqa: PLC0415 - the window asks by itself

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


def _window(chosen: "argparse.Namespace") -> int:
    if chosen.self_test:
        tested: int = _load_window().self_test()
        return tested
    folder = chosen.data or paths.data_folder_default()
    return _open_window(folder, place=chosen.window or "", shown=chosen.shown)


def _open_window(folder: Path, place: str = "", shown: Path | None = None) -> int:
    code: int = _load_window().run(folder, place, shown)
    return code


def _load_window() -> "ModuleType":
    # All that Qt brings stays to the end: looking through it for garbage would only cost time.
    gc.disable()
    from ansinh_desktop import app  # noqa: PLC0415 - Qt is needed only for the window

    gc.freeze()
    gc.enable()
    return app


def _demo(chosen: "argparse.Namespace") -> int:
    from ansinh_desktop.demo import run  # noqa: PLC0415 - only for this command

    return run(chosen.folder)


def _import(chosen: "argparse.Namespace") -> int:
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


def _list(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        request = program.lists.request(chosen.register, chosen.paper, on=chosen.month)
        for each in program.lists.left_out(request):
            print(f"Không có trong danh sách: {each.text} ({each.why.code})", file=sys.stderr)
        count = program.lists.write_request(request, chosen.out)
        print(f"{chosen.out}: {count} dòng")
    return DONE


def _payments(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        from ansinh_desktop.services.payments import said  # noqa: PLC0415 - only for this command

        months, month = program.payments, chosen.month
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


def _write_papers(months: "Payments", chosen: "argparse.Namespace") -> None:
    papers: tuple[tuple[Path | None, Paper], ...] = (
        (chosen.out, "list"),
        (chosen.hamlets, "hamlets"),
        (chosen.changes, "changes"),
        (chosen.suspensions, "suspensions"),
    )
    for target, paper in papers:
        if target:
            count = months.write(chosen.month, target, paper)
            print(f"{target}: {count} dòng", file=sys.stderr if chosen.json else sys.stdout)


def _reason_and_code(typed: str) -> tuple[str, str]:
    """Part ``AS-2219=reason``; without a code the reason is one for all."""
    code, parted, reason = typed.partition("=")
    return (reason, code) if parted and code.startswith("AS-") else (typed, "")


def _export(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        made = program.outgoing.export(chosen.out)
        print(f"{made.path}: gói số {made.number}, {made.records} hồ sơ")
    return DONE


def _receive(chosen: "argparse.Namespace") -> int:
    refused = False
    with _open(chosen) as program:
        for file in chosen.files:
            try:
                taken = program.incoming.receive(file, chosen.receipts)
                print(f"{file.name}: {taken.summary}; biên nhận {taken.receipt.name}")
            except UserError as error:
                refused = True
                print(f"{file.name}: {error} {error.todo}", file=sys.stderr)
    return REFUSED if refused else DONE


def _receipt(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        print(program.outgoing.take_receipt(chosen.file).summary)
    return DONE


def _card(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        if chosen.trust:
            unit = program.cards.trust(
                chosen.trust, chosen.digits, replacing=chosen.replace, reason=chosen.reason
            )
            print(f"{unit.name}: {unit.fingerprint}")
        if chosen.out:
            print(program.cards.write_own(chosen.out))
            print(f"Dãy số đối chiếu: {program.cards.own().fingerprint}")
    return DONE


def _backup(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        made = program.backups.take()
        print(f"Đã sao lưu vào {made}." if made else "Chưa có gì thay đổi từ bản sao gần nhất.")
    return DONE


def _restore(chosen: "argparse.Namespace") -> int:
    from ansinh_desktop.services import restoring  # noqa: PLC0415 - only for this command

    names = restoring.copy_in(chosen.copy).officers
    if not chosen.user and len(names) != 1:
        raise UserError("AS-1113", names=", ".join(names))
    restoring.restore_from(chosen.data, chosen.copy, chosen.user or names[0], _password(chosen))
    print(f"Đã khôi phục {chosen.copy}. Những gì có trước đó được giữ trong truoc-khoi-phuc.")
    return DONE


def _undo(chosen: "argparse.Namespace") -> int:
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


def _check(chosen: "argparse.Namespace") -> int:
    with _open(chosen) as program:
        program.check()
        print("Tệp dữ liệu nguyên vẹn.")
    return DONE


if __name__ == "__main__":
    sys.exit(main())
