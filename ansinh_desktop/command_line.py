"""What may be typed on the command line."""

import argparse
import datetime
from pathlib import Path
from typing import TypeAlias

from ansinh_desktop import __version__
from ansinh_desktop.command_words import speak_vietnamese
from ansinh_desktop.rules.period import Period

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line; ``command`` names what is to be run, ``window`` where nothing else is."""
    speak_vietnamese()
    made = argparse.ArgumentParser(
        prog="ansinh-desktop", description="An Sinh Xã: sổ an sinh của xã, làm việc không cần mạng."
    )
    made.add_argument(
        "--version",
        action="version",
        version=f"An Sinh Xã {__version__}",
        help="hiện phiên bản rồi thoát",
    )
    made.add_argument("--self-test", action="store_true", help="mở thử mọi trang rồi thoát")
    made.add_argument(
        "--check-files", action="store_true", help="xem các tệp của chương trình có đủ và nguyên không"
    )
    made.add_argument(
        "--data",
        type=Path,
        metavar="THƯ_MỤC",
        help="thư mục dữ liệu (mặc định: thư mục riêng của người dùng)",
    )
    made.add_argument(
        "--open",
        type=Path,
        metavar="TỆP",
        help="mở cửa sổ với tệp .agpkg, .agrcpt, .agcard, .aglaw hoặc .agupd này",
    )
    made.add_argument(
        "--course",
        action="store_true",
        help="học giờ đầu tiên trên dữ liệu giả, đóng lại là không còn gì",
    )
    made.add_argument("--remind", action="store_true", help=argparse.SUPPRESS)  # Windows starts it at log-on
    for name, kind in (("--window", str), ("--shown", Path)):  # what a window that locks tells the next one
        made.add_argument(name, type=kind, help=argparse.SUPPRESS)
    made.set_defaults(command="window")
    commands = made.add_subparsers(metavar="LỆNH")
    _add_demo(commands)
    _add_import(commands)
    _add_list(commands)
    _add_payments(commands)
    _add_plan(commands)
    _add_sync(commands)
    backup = _with_data(commands.add_parser("backup", help="sao lưu dữ liệu ngay"))
    backup.set_defaults(command="backup")
    restore = _with_data(commands.add_parser("restore", help="đưa một bản sao vào chỗ của dữ liệu"))
    restore.add_argument(
        "--from", type=Path, required=True, metavar="DIR", dest="copy", help="thư mục của bản sao"
    )
    restore.set_defaults(command="restore")
    undo = _with_data(commands.add_parser("undo", help="xem những việc đã làm, hoàn tác một việc"))
    undo.add_argument("--act", type=int, metavar="SỐ", help="hoàn tác việc có số này")
    undo.set_defaults(command="undo")
    check = _with_data(commands.add_parser("check", help="kiểm tra tệp dữ liệu"))
    check.set_defaults(command="check")
    return made


def _add_demo(commands: Commands) -> None:
    demo = commands.add_parser("demo", help="làm trọn một vòng với dữ liệu bịa: nhập, in, gửi, nhận")
    demo.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    demo.set_defaults(command="demo")


def _add_import(commands: Commands) -> None:
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
    bring.set_defaults(command="import")


def _period(typed: str) -> Period:
    try:
        return Period.of(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError("kỳ ghi như 2026, 2026-H1, 2026-Q3, 2026-9M, 2026-11") from error


def _day(typed: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError("ngày ghi như 2026-11-05") from error


def _month(typed: str) -> datetime.date:
    """Return the first day of a month as it is typed; argparse tells of a ValueError."""
    return datetime.date.fromisoformat(f"{typed}-01")


def _add_list(commands: Commands) -> None:
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
    paper.set_defaults(command="list")


def _add_payments(commands: Commands) -> None:
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
        ("cash", "danh sách chi tiền mặt"),
        ("account", "bảng thanh toán qua tài khoản (Mẫu 09)"),
        ("once", "danh sách mai táng phí, khoản một lần"),
        ("changes", "biến động của tháng"),
        ("suspensions", "danh sách đề nghị tạm dừng"),
    ):
        pay.add_argument(f"--{paper}", type=Path, metavar="TỆP.pdf|xlsx|csv", help=f"ghi {words} ra tệp")
    pay.add_argument("--hamlet", metavar="ẤP", help="danh sách của --out chỉ có ấp, khóm này")
    pay.add_argument("--json", action="store_true", help="hiện cho máy đọc")
    pay.set_defaults(command="payments")


def _add_plan(commands: Commands) -> None:
    plan = _with_data(
        commands.add_parser("plan", help="kế hoạch: các chỉ tiêu của một kỳ, nhập số, chốt, báo cáo")
    )
    plan.add_argument(
        "--period",
        type=_period,
        required=True,
        metavar="KỲ",
        help="2026, 2026-H1, 2026-Q3, 2026-9M, 2026-11 hoặc 2026-01-05..2026-03-07",
    )
    plan.add_argument("--enter", type=Path, metavar="TỆP.xlsx", help="nhập số liệu của kỳ từ mẫu đã điền")
    plan.add_argument("--template", type=Path, metavar="TỆP.xlsx", help="ghi mẫu nhập số liệu của kỳ")
    plan.add_argument("--switch", action="append", default=[], metavar="TÊN=CÁCH", help="đổi cách tính")
    plan.add_argument("--close", action="store_true", help="chốt kỳ: số liệu được giữ nguyên mãi")
    plan.add_argument("--recount", action="store_true", help="kỳ đã chốt: nay khác gì, vì ai")
    plan.add_argument(
        "--known-on", type=_day, metavar="NGÀY", help="tính theo dữ liệu đã có đến hết ngày này"
    )
    plan.add_argument("--by", choices=("unit",), help="đơn vị nhận: từng xã một")
    plan.add_argument("--out", type=Path, metavar="TỆP.pdf|docx|xlsx", help="ghi báo cáo kết quả thực hiện")
    plan.add_argument(
        "--regular",
        metavar="MÃ",
        help="--out ghi báo cáo định kỳ này: result_10a … 10d, result_05, result_06, result_07, violence_01, violence_year, violence_gender",
    )
    plan.add_argument(
        "--table",
        type=Path,
        metavar="TỆP.agtable",
        help="chỉ hiện, hoặc --out ghi, bảng tự lập trong tệp này",
    )
    plan.add_argument("--json", action="store_true", help="hiện cho máy đọc")
    plan.set_defaults(command="plan")


def _add_sync(commands: Commands) -> None:
    export = _with_data(commands.add_parser("export", help="xuất gói gửi đơn vị nhận"))
    export.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    export.set_defaults(command="export")
    _add_receive(commands)
    receipt = _with_data(commands.add_parser("receipt", help="nhận biên nhận của đơn vị nhận"))
    receipt.add_argument("file", type=Path, metavar="TỆP")
    receipt.set_defaults(command="receipt")
    card = _with_data(commands.add_parser("card", help="ghi thẻ đơn vị của mình ra tệp, hoặc tin một thẻ"))
    card.add_argument("--out", type=Path, metavar="THƯ_MỤC", help="ghi thẻ của mình vào thư mục này")
    card.add_argument("--trust", type=Path, metavar="TỆP", help="tin thẻ của đơn vị bên kia")
    card.add_argument(
        "--digits", default="", metavar="DÃY_SỐ", help="dãy số đối chiếu của thẻ ấy, nghe qua điện thoại"
    )
    card.add_argument("--replace", default="", metavar="DÃY_SỐ", help="dãy số của thẻ cũ mà thẻ ấy thay")
    card.add_argument("--reason", default="", metavar="LÝ_DO", help="vì sao thay thẻ")
    card.add_argument(
        "--identity",
        type=Path,
        metavar="TỆP",
        help="ghi ra tệp này khóa mở gói, cho công cụ age; cất trong két",
    )
    card.set_defaults(command="card")


def _add_receive(commands: Commands) -> None:
    receive = _with_data(commands.add_parser("receive", help="nhận gói của các xã, ghi biên nhận"))
    receive.add_argument(
        "files", type=Path, nargs="+", metavar="TỆP|THƯ_MỤC", help="các tệp gói, hoặc một thư mục gói gửi đến"
    )
    receive.add_argument(
        "--receipts",
        type=Path,
        metavar="THƯ_MỤC",
        help="ghi biên nhận vào đây; nhận cả thư mục thì mặc định là bien-nhan trong đó",
    )
    receive.add_argument(
        "--archive",
        type=Path,
        metavar="THƯ_MỤC",
        help="nhận cả thư mục: gói đã nhận được chuyển vào đây, mặc định là da-nhan trong đó",
    )
    receive.add_argument(
        "--db",
        default="",
        metavar="ĐỊA_CHỈ",
        help="nhận vào PostgreSQL thay cho tệp dữ liệu: postgresql+psycopg://…",
    )
    receive.add_argument(
        "--rebuild",
        action="store_true",
        help="dựng lại cơ sở dữ liệu trống ở --db từ kho lưu các gói đã nhận",
    )
    receive.add_argument(
        "--jobs", type=int, default=0, metavar="SỐ", help="với --db: nhận mấy xã cùng lúc; mặc định theo máy"
    )
    receive.set_defaults(command="receive")


def _with_data(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--data", type=Path, required=True, metavar="THƯ_MỤC", help="thư mục dữ liệu")
    parser.add_argument("--user", default="", metavar="TÊN", help="tên đăng nhập; không cần khi chỉ có một")
    parser.add_argument("--password-file", type=Path, metavar="TỆP", help="đọc mật khẩu từ dòng đầu của tệp")
    return parser
