"""A unit that another follows: at the receiving unit said and signed, at a commune taken from the signed file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QFileDialog, QWidget

from ansinh_desktop import text
from ansinh_desktop.db.exchange.succession import Part, Renames, Step
from ansinh_desktop.db.models import Unit
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import kinds
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.succession.file import Change, Succession
from ansinh_desktop.services.succession.work import Following
from ansinh_desktop.services.sync.reading import CODE
from ansinh_desktop.ui import messages
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.officers import FormDialog
from ansinh_desktop.ui.pages.page import HeadedPage
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from ansinh_desktop.ui.widgets.choosing.options import Option
from ansinh_desktop.ui.widgets.kind_line import PartialDateEdit
from ansinh_desktop.ui.widgets.line import TextLine
from ansinh_desktop.ui.widgets.text_area import LinesEdit

T = TypeVar("T")


class SuccessionDialog(FormDialog):
    """Which unit follows which, from which day on, and which hamlets have other names then."""

    def __init__(self, parent: QWidget, units: Sequence[Unit]) -> None:
        super().__init__(parent, "Đơn vị kế tục")
        self.setProperty("help_anchor", "ke-tuc")
        self.guide(
            "Xã đổi tên, đổi mã hoặc nhập vào xã khác theo nghị quyết: ghi ở đây trước, rồi gửi tệp cho các xã. Sổ của xã "
            "cũ thành sổ của xã mới ở cả hai bên; gói đang đi trên đường vẫn nhận được."
        )
        self.before = FilteredCombo("before", self)
        names = {each.id.partition("/")[0]: each.name for each in units}
        self.before.set_options([Option(unit, f"{name} ({unit})") for unit, name in sorted(names.items())])
        self.code, self.name = TextLine("code", self), TextLine("unit_name", self)
        self.on = PartialDateEdit("on", self, kind=kinds.Date(future=True))
        self.hamlets, self.part = LinesEdit("hamlets", self), LinesEdit("part", self)
        self.source = TextLine("source", self)
        self.ask("Đơn vị cũ", self.before)
        self.ask("Mã đơn vị mới", self.code)
        self.ask("Từ ngày", self.on)
        self.ask("Tên đơn vị mới", self.name)
        self.ask("Ấp, khóm đổi tên hoặc nhập (mỗi dòng: tên cũ = tên mới)", self.hamlets, required=False)
        self.ask("Chỉ giao các ấp, khóm này (mỗi dòng một tên; để trống: cả xã)", self.part, required=False)
        self.ask("Văn bản", self.source)
        self.finish("Ghi tệp kế tục…")

    def fault(self) -> str:
        if not (self.before.value() and self.on.value() and self.name.said() and self.source.said()):
            return "Chưa ghi đủ đơn vị cũ, từ ngày, tên đơn vị mới và văn bản."
        if not CODE.fullmatch(self.code.said()):
            return "Mã đơn vị mới chỉ gồm chữ và số, như 30325."
        if any(line.count("=") != 1 or not all(_both(line)) for line in self._lines()):
            return "Mỗi dòng ấp, khóm có một dấu bằng: tên cũ = tên mới."
        if self._lines() and _lines_of(self.part):
            return "Giao một phần thì chưa đổi tên ấp, khóm trong cùng tệp: bỏ trống một trong hai ô."
        return ""

    def change(self) -> Change:
        """Return what was said."""
        hamlets = {old: new for old, new in map(_both, self._lines()) if old != new}
        after = f"{self.code.said()}@{self.on.value()}"
        names = tuple(_lines_of(self.part))
        return Change(
            Renames(str(self.before.value()), after, hamlets),
            text.clean(self.name.said()),
            part=Part(names, (), ()) if names else None,
        )

    def _lines(self) -> list[str]:
        return _lines_of(self.hamlets)


def _lines_of(box: LinesEdit) -> list[str]:
    return [line for line in map(text.clean, box.said().splitlines()) if line]


def _both(line: str) -> tuple[str, str]:
    old, _, new = line.partition("=")
    return text.clean(old), text.clean(new)


class NewReceiverDialog(FormDialog):
    """Which unit receives the communes' packages from now on, and that its digits were compared."""

    def __init__(self, parent: QWidget, card: str) -> None:
        super().__init__(parent, "Đơn vị nhận mới")
        self.setProperty("help_anchor", "ke-tuc")
        self.guide(
            f"Thẻ: {card}. Gọi cho đơn vị ấy, nghe dãy số của thẻ và gõ vào: đơn vị mình bảo đảm với các xã rằng thẻ "
            "này đúng. Xã làm theo tệp thì gói sau gửi toàn bộ sổ cho đơn vị mới."
        )
        self.digits, self.source = TextLine("digits", self), TextLine("source", self)
        self.ask("Dãy số của thẻ", self.digits)
        self.ask("Văn bản", self.source)
        self.finish("Ghi tệp cho các xã…")

    def fault(self) -> str:
        return "" if self.digits.said() and self.source.said() else "Chưa ghi đủ dãy số và văn bản."


class Succeeding:
    """What the page of administration does about units that others follow."""

    def __init__(
        self,
        program: Program,
        tasks: Tasks,
        page: HeadedPage,
        *,
        said: Callable[[str], object],
        failed: Callable[[Exception], object],
        lock: Callable[[], object],
    ) -> None:
        """Make it.

        Args:
            program: The open data.
            tasks: Where it is done in the background.
            page: The page.
            said: Is told what was done.
            failed: Is told of what went wrong.
            lock: Locks the data, which are to be opened anew once their unit is another.
        """
        self._program, self._tasks, self._page = program, tasks, page
        self._said, self._failed, self._lock = said, failed, lock

    def ask(self) -> None:
        """Ask for what the unit of this data file may say or follow."""
        if self._program.office.receives:
            self._say()
        else:
            found, _ = QFileDialog.getOpenFileName(
                self._page, "Chọn tệp kế tục đơn vị", "", "Kế tục đơn vị (*.agunits)"
            )
            if found:
                self.look(Path(found))

    def ask_again(self) -> None:
        """Sign anew what a receiving unit of before signed, for a commune that has not followed it."""
        found, _ = QFileDialog.getOpenFileName(
            self._page, "Chọn tệp kế tục của đơn vị nhận trước", "", "Kế tục đơn vị (*.agunits)"
        )
        if not found:
            return
        successions = self._program.exchange.successions
        try:
            said = successions.said_in(Path(found))
        except UserError as error:
            self._failed(error)
            return
        question = f"{said.title}?\n{_said_before(said)}"
        if not messages.ask(self._page, question, "Ký lại", "Quay lại", danger=True):
            return
        folder = QFileDialog.getExistingDirectory(self._page, "Chọn USB hoặc thư mục để ghi tệp")
        if folder:
            self._write(
                lambda step: successions.sign_again(Path(folder), Path(found), step),
                lambda path: self._said(f"Đã ghi {path}. Gửi tệp này cho xã chưa làm theo."),
            )

    def ask_receiver(self) -> None:
        """Name another unit to the communes as the one that receives from now on."""
        found, _ = QFileDialog.getOpenFileName(
            self._page, "Chọn thẻ của đơn vị nhận mới", "", "Thẻ đơn vị (*.agcard)"
        )
        dialog = NewReceiverDialog(self._page, Path(found).name) if found else None
        if dialog is None or dialog.exec() != NewReceiverDialog.DialogCode.Accepted:
            return
        folder = QFileDialog.getExistingDirectory(self._page, "Chọn USB hoặc thư mục để ghi tệp")
        if folder:
            self.name_receiver(
                Path(found), dialog.digits.said(), text.clean(dialog.source.said()), Path(folder)
            )

    def name_receiver(self, card: Path, digits: str, source: str, folder: Path) -> None:
        """Write the file that names another receiving unit into a folder."""
        successions = self._program.exchange.successions
        self._tasks.run(
            lambda: successions.name_receiver(folder, card, digits, source),
            lambda path: self._said(
                f"Đã ghi {path}. Gửi tệp này cho các xã; gói sau của xã đi đến đơn vị mới."
            ),
            failed=self._failed,
            owner=self._page,
            title="Đơn vị nhận mới",
        )

    def look(self, path: Path) -> None:
        """Show what a file would do here, and follow it where the officer agrees."""
        successions = self._program.exchange.successions
        self._tasks.run(
            lambda: successions.look(path),
            lambda found: self._offer(path, found),
            failed=self._failed,
            owner=self._page,
        )

    def sign(self, change: Change, source: str, folder: Path) -> None:
        """Write a succession down, and its file into a folder."""
        successions, title = self._program.exchange.successions, f"{change.name} kế tục"
        self._write(
            lambda step: successions.sign(folder, [change], title, source, step),
            lambda path: self._said(f"Đã ghi {path}. Gửi tệp này cho các xã; gói của xã cũ vẫn nhận được."),
        )

    def _say(self) -> None:
        dialog = SuccessionDialog(self._page, self._program.cards.known())
        if dialog.exec() == SuccessionDialog.DialogCode.Accepted:
            change, source = dialog.change(), text.clean(dialog.source.said())
            folder = QFileDialog.getExistingDirectory(self._page, "Chọn USB hoặc thư mục để ghi tệp")
            if folder:
                self.sign(change, source, Path(folder))

    def _offer(self, path: Path, found: Following) -> None:
        question = f"{found.succession.title}?\n{_words(found)}"
        if messages.ask(self._page, question, "Làm theo tệp này", "Quay lại", danger=True):
            successions = self._program.exchange.successions
            self._write(lambda step: successions.follow(path, step), self._followed)

    def _write(self, work: Callable[[Step], T], done: Callable[[T], object]) -> None:
        """Write a succession down: with many people it takes a while, shows how far it is, and can be stopped."""
        task = self._tasks.run_counting(
            work, done, failed=self._failed, owner=self._page, title="Kế tục đơn vị"
        )
        self._page.follow_work(task)

    def _followed(self, found: Following) -> None:
        if found.own:
            self._lock()
        elif found.succession.receiver is not None:
            self._said(f"Gói sau gửi toàn bộ sổ cho {found.succession.receiver.name}.")
        elif found.coming:
            self._said("Gói sau chở toàn bộ; biên nhận đem về hồ sơ mới thuộc xã mình.")
        else:
            self._said("Đã đổi thẻ của xã ấy theo đơn vị mới.")


def _words(found: Following) -> str:
    said = [f"{found.succession.signer.name} ký, theo {found.succession.source}."]
    receiver = found.succession.receiver
    if receiver is not None:
        said.append(
            f"{receiver.name} (dãy số {receiver.fingerprint}) nhận gói từ nay. Gói sau chở toàn bộ sổ, tình trạng gửi của hồ "
            "sơ tính lại theo đơn vị ấy."
        )
    said += [_of_part(each) for each in found.own if each.part is not None]
    if found.unsent:
        said.append(
            f"{found.unsent} hồ sơ trong đó chưa có biên nhận: điều mới ghi chưa gửi không theo sang xã kia. Nếu còn kịp, quay "
            "lại và gửi gói trước."
        )
    said += [_of_coming(each) for each in found.coming]
    said += [_of_whole(each) for each in found.own if each.part is None]
    if found.cards and not found.own:
        said.append(f"Thẻ của {', '.join(found.cards)} đổi theo đơn vị mới.")
    if found.own:
        said.append("Chương trình khóa lại để mở với dữ liệu mới. Không lấy lại được bằng hoàn tác.")
    return " ".join(said)


def _said_before(said: Succession) -> str:
    changes = [
        f"{each.renames.before.partition('@')[0]} thành {each.name} ({each.renames.after.partition('@')[0]})"
        if each.part is None
        else f"{', '.join(each.part.hamlets)} của {each.renames.before.partition('@')[0]} giao cho {each.name}"
        for each in said.changes
    ]
    return (
        f"{said.signer.name} ký trước đây, theo {said.source}: {'; '.join(changes)}. Đơn vị mình ký lại thì xã nào chưa làm "
        "theo mới làm được. Chỉ ký khi biết chắc tệp này đúng là của đơn vị ấy: chữ ký cũ không kiểm được nữa."
    )


def _of_coming(change: Change) -> str:
    if change.part is not None:
        return f"Hồ sơ của {', '.join(change.part.hamlets)} về xã mình."
    code = change.renames.before.partition("@")[0]
    return f"Đơn vị mã {code} nhập vào xã mình: sổ của họ về theo biên nhận của đơn vị nhận."


def _of_part(change: Change) -> str:
    hamlets = ", ".join(change.part.hamlets) if change.part else ""
    count = len(change.part.people) if change.part else 0
    return (
        f"{hamlets} giao cho {change.name}: {count} người cùng hồ sơ, giấy tờ của họ thôi ở xã mình và sang xã kia theo biên "
        "nhận của đơn vị nhận."
    )


def _of_whole(change: Change) -> str:
    renames = change.renames
    hamlets = "; ".join(f"{old} thành {new}" for old, new in renames.hamlets.items())
    more = f" Ấp, khóm: {hamlets}." if hamlets else ""
    return f"Mọi sổ của xã mình thành của {change.name} (mã {renames.after.partition('@')[0]}).{more} Dãy số của thẻ là dãy mới."
