"""The whole loop on invented data, without a display: record, import, print, send, receive, take the receipt."""

import dataclasses
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ansinh_desktop import clock, paths
from ansinh_desktop.errors import UserError
from ansinh_desktop.pictures import photograph
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import calendar
from ansinh_desktop.rules import plan as law_plan
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.payments.work import Paper
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program

PEOPLE = 320
SAMPLES = (
    ("btxh_2022.xlsx", "assistance"),
    ("btxh_cu_vntime.xlsx", "assistance"),
    ("tre_em_2022.xls", "children"),
    ("nguoi_nghien_2022.csv", "drug_treatment"),
)


FIGURES = {
    "gdnn_enrolment": (164,),
    "gdnn_female": (71, 164),
    "gdnn_graduates": (118,),
    "trained_labour": (10_960, 15_880),
    "certified_labour": (4_420, 15_880),
    "workers_abroad": (3,),
    "urban_unemployment": (58, 2_140),
    "communes_good_merit": (1, 1),
    "gratitude_fund": (71_000_000,),
    "poverty_reduction": (7_410,),
    "poverty_reduction_minority": (612,),
    "child_friendly_communes": (1, 1),
    "child_abuse_reduction": (8,),
    "child_fund": (43_000_000,),
    "safe_addresses": (1, 1),
    "health_insurance": (28_204, 30_197),
    "rural_clean_water": (6_905, 7_410),
}
"""What an invented commune enters of a half of the year where no register counts, part by part."""
_SOURCE = "Số liệu mẫu"


@dataclasses.dataclass
class Table:
    """What was made, and how long each step took."""

    rows: list[tuple[str, str, float]] = dataclasses.field(default_factory=list)

    @contextmanager
    def step(self, name: str) -> Iterator[Callable[[str], None]]:
        """Time one step; call what is given with the outcome in words."""
        said: list[str] = []
        start = time.perf_counter()
        yield said.append
        self.rows.append((name, " ".join(said), time.perf_counter() - start))

    def show(self) -> str:
        """Return the table as text."""
        rows = [*self.rows, ("Tổng cộng", "", sum(seconds for _, _, seconds in self.rows))]
        width = max(len(name) for name, _, _ in rows)
        return "\n".join(f"{name:<{width}}  {seconds:6.2f} giây  {made}" for name, made, seconds in rows)


def run(folder: Path) -> int:
    """Make everything in a folder, say what was made, and return 0.

    Raises:
        UserError: The folder is not empty, or cannot be written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UserError("AS-1115", folder=folder)
    table = Table()
    with table.step("Tạo dữ liệu mã hóa") as made:
        commune = invented.new_commune(folder / "xa")
        receiver = invented.new_receiver(folder / "don-vi-nhan")
        made(f"{invented.COMMUNE.name}; {invented.RECEIVER.name}")
    with commune, receiver:
        _record(commune, table)
        _import(commune, folder, table)
        _print(commune, folder / "danh-sach", table)
        _pay(commune, folder / "danh-sach", table)
        _plan(commune, folder / "danh-sach", table)
        exchange(commune, receiver, folder, table)
        _print(receiver, folder / "danh-sach-don-vi-nhan", table, "Đơn vị nhận in ")
        with table.step("Kiểm tra tệp dữ liệu") as made:
            commune.check()
            receiver.check()
            made("nguyên vẹn")
        _screens(commune, receiver, folder, table)
    sys.stdout.write(table.show() + f"\nMật khẩu của dữ liệu mẫu: {invented.PASSWORD}\n")
    return 0


def _record(commune: Program, table: Table) -> None:
    with table.step("Lập hồ sơ các sổ") as made:
        counts = invented.fill(commune, PEOPLE)
        made("; ".join(f"{catalog.register(code).short_title} {count}" for code, count in counts.items()))


def _import(commune: Program, folder: Path, table: Table) -> None:
    errors = folder / "dong-can-sua"
    errors.mkdir(parents=True)
    for name, register in SAMPLES:
        with table.step(f"Nhập {name}") as made:
            importing = commune.importing
            outcome = drained(importing.plan(importing.open(paths.resources() / "demo" / name, register)))
            importing.answer(outcome, outcome.asked, agreed=True)  # as an officer does who knows these people
            made(drained(importing.carry_out(outcome)).summary())
            if outcome.has_findings:
                commune.importing.write_errors(outcome, errors / f"{Path(name).stem}.xlsx")


def _print(program: Program, target: Path, table: Table, doing: str = "In ") -> None:
    target.mkdir()
    for register in catalog.registers().values():
        for paper in register.papers:
            with table.step(f"{doing}{paper.title}") as made:
                stem = target / f"{register.code}-{paper.code}"
                files = [stem.with_suffix(each) for each in (".pdf", ".xlsx", ".csv")]
                counts = [program.lists.write(register.code, each, paper.code) for each in files]
                made(f"{counts[0]} dòng")


def _pay(commune: Program, target: Path, table: Table) -> None:
    """Begin this month of payment, and print its three runs."""
    month = calendar.month_start(clock.today())
    with table.step("Lập tháng chi trả") as made:
        view = commune.payments.prepare(month)
        made(f"{len(view.lines)} người, {view.errors} lỗi, {view.unkept} cảnh báo")
    runs: tuple[Paper, ...] = ("cash", "account", "once")
    for paper in runs:
        with table.step(f"In tháng chi trả: {paper}") as made:
            made(f"{commune.payments.write(month, target / f'thang-{paper}.pdf', paper)} dòng")


def _plan(commune: Program, target: Path, table: Table) -> None:
    """Enter what no register counts of this half of the year, and print the report."""
    half = Period.around("half", clock.today())
    with table.step("Nhập số liệu kế hoạch") as made:
        changed = 0
        for period in (half.moved(-1), half):
            targets = law_plan.plan_on(period.last).by_id
            figures = [
                FigureInput(name, part, value, _SOURCE)
                for name, values in FIGURES.items()
                for part, value in zip(targets[name].entered, values, strict=True)
            ]
            changed += commune.plans.enter(period, figures)
        made(f"{changed} số liệu")
    for ending in ("pdf", "docx", "xlsx"):
        with table.step(f"In báo cáo kế hoạch, .{ending}") as made:
            made(f"{commune.plans.write_report(half, target / f'ke-hoach.{ending}')}")


def exchange(commune: Program, receiver: Program, folder: Path, table: Table) -> None:
    """Let two units trust each other, send a package, take it in, and take its receipt."""
    usb = folder / "usb"
    usb.mkdir()
    for one, other in ((commune, receiver), (receiver, commune)):
        one.cards.trust(other.cards.write_own(usb), other.cards.own().fingerprint)
    with table.step("Xuất gói") as made:
        package = commune.outgoing.export(usb)
        made(f"{package.path.name}, {package.records} hồ sơ")
    with table.step("Đơn vị nhận nhập gói") as made:
        taken = receiver.incoming.receive(package.path, usb)
        made(taken.summary)
    with table.step("Nhận biên nhận") as made:
        made(commune.outgoing.take_receipt(taken.receipt).summary)


def _screens(commune: Program, receiver: Program, folder: Path, table: Table) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    target = folder / "screens"
    target.mkdir()
    with table.step("Chụp các trang") as made:
        made(f"{len(photograph(commune, target))} ảnh trong {target.name}")
        photograph(receiver, target, "don-vi-nhan-", only=("overview", "papers", "exchange"))
