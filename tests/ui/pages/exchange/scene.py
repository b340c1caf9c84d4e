"""A commune and its receiving unit with real folders between them, and the bad days of both."""

import shutil
from pathlib import Path

from ansinh_desktop import paths
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.incoming import Taken
from ansinh_desktop.services.sync.outgoing import Answered
from tests import factories, kept
from tests.factories import OFFICE, PROVINCE, orphan


def opened(folder: Path) -> Program:
    return Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD))


class Scene:
    """The two programs, a stick, and what may happen to the commune's folder."""

    def __init__(self, folder: Path, own: Office = OFFICE) -> None:
        self.folder, self.usb = folder, folder / "usb"
        self.place = folder / "xã"
        kept.copied(folder, kept.acquainted, ("xã", own), ("tỉnh", PROVINCE))
        self.commune, self.province = kept.opened(folder, "xã", "tỉnh")
        self._copies = 0

    def close(self) -> None:
        for each in (self.commune, self.province):
            each.vault.lock()

    def add(self, name: str) -> str:
        return self.commune.cases.save(orphan(name))

    def export(self) -> Path:
        return self.commune.outgoing.export(self.usb).path

    def receive(self, package: Path) -> Taken:
        return self.province.incoming.receive(package, self.usb)

    def round(self) -> Answered:
        """Let a package go and its receipt come back."""
        return self.commune.outgoing.take_receipt(self.receive(self.export()).receipt)

    def copy(self) -> Path:
        """Return a copy of the commune's folder as it is now."""
        self._copies += 1
        target = self.folder / f"bản sao {self._copies}"
        self.commune.vault.lock()
        shutil.copytree(self.place, target, ignore=shutil.ignore_patterns(paths.LOCK_FILE))
        self.commune = opened(self.place)
        return target

    def bring_back(self, copy: Path) -> None:
        """Go on with a copy: the machine of before is gone."""
        self.commune.vault.lock()
        self.place = copy
        self.commune = opened(copy)

    def spoil(self, record: str) -> None:
        """Let a record stand in a state that its register does not know, as an older program may have left it."""
        with self.commune.vault.work("chuyển bước") as store:
            store.records.get(record).state = "khong_co"

    def rename(self, record: str, name: str) -> None:
        case = self.commune.cases.get(record)
        self.commune.people.save(case.person_id, {**case.person, "full_name": name})


def with_conflict(scene: Scene) -> str:
    """Let the same person be renamed in a copy and in what the receiver has; return the record."""
    record = scene.add("Danh Gốc")
    scene.round()
    copy = scene.copy()
    scene.rename(record, "Danh Bên Kia")
    scene.round()
    scene.bring_back(copy)
    scene.rename(record, "Danh Máy Này")
    return record


def with_closings(scene: Scene) -> None:
    """Let the same period be closed in a copy and in what the receiver has, each with a figure of its own."""
    scene.round()
    copy = scene.copy()
    _close(scene.commune, 10_000_000)
    scene.round()
    scene.bring_back(copy)
    _close(scene.commune, 20_000_000)


def _close(program: Program, amount: int) -> None:
    period = Period.of("2025")
    program.plans.enter(period, [FigureInput("child_fund", "numerator", amount, "Báo cáo năm")])
    program.plans.close(period)
