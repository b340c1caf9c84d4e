"""The steps of a month of payment: prepared, checked, approved, closed, paid out, settled; and opened again."""

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.db.months import closings
from ansinh_desktop.db.months.closed_months import ClosedMonths
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import office, require_admin
from ansinh_desktop.services.payments import (
    account_paper,
    changes_paper,
    once_paper,
    results,
    runs,
    suspensions_paper,
)
from ansinh_desktop.services.payments import paper as list_paper
from ansinh_desktop.services.payments.lines import CARRIED, PAID, STOPPED
from ansinh_desktop.services.payments.months import MonthView, after, frozen, look
from ansinh_desktop.services.payments.refusals import SECOND, SETTING, Asked, against, next_step, require
from ansinh_desktop.services.payments.standing import Standing, month_of_work
from ansinh_desktop.services.reports.layout import ListDocument
from ansinh_desktop.services.reports.saving import pdf_of, save_list
from ansinh_desktop.services.safety.garbage import collector_at_rest
from ansinh_desktop.services.steps import require_reopener

Paper: TypeAlias = Literal["list", "hamlets", "cash", "account", "once", "changes", "suspensions"]
"""What of a month is printed: its list, the same with a page for each hamlet, the three runs into which it is parted (cash,
accounts, what is paid once), what became of it since the month before, whose payment is to be suspended."""


@dataclass
class _Turn(Asked):
    """A month in the hands of an officer who takes a step with it."""

    row: PaymentMonth

    def step(self, to: str, reason: str = "", *, called: str = "") -> None:
        """Write down who took a step and when."""
        user = self.store.accounts.named(self.officer)
        told = {
            "step": called or to,
            "at": clock.now().isoformat(),
            "by": self.officer,
            "name": user.full_name if user else self.officer,
            "reason": reason,
        }
        self.row.state, self.row.steps = to, [*self.row.steps, told]


class Payments:
    """The months of payment, for one officer."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    @property
    def register(self) -> Register:
        """The register that pays by month."""
        return next(each for each in catalog.registers().values() if each.paying is not None)

    def view(self, month: datetime.date) -> MonthView:
        """Return a month as it stands.

        Raises:
            UserError: The officer may not see it, or the unit pays nobody.
        """
        self._require("r")
        own = office(self._vault)
        with self._vault.reading() as store, collector_at_rest():
            return look(store, self.register, calendar.month_start(month), own, self._vault.folder)

    def standing(self, month: datetime.date) -> Standing:
        """Return a month as it stands, with its next step, and why this officer cannot take it.

        Raises:
            UserError: As :meth:`view`.
        """
        self._require("r")
        own, day = office(self._vault), calendar.month_start(month)
        with self._vault.reading() as store, collector_at_rest():
            row = store.paid_months.of(own.unit, self.register.code, f"{day:%Y-%m}")
            view = look(store, self.register, day, own, self._vault.folder)
            asked = Asked(store, row, view, own.unit, self._vault.officer)
            step = next_step(asked)
            why = {each: self._why_not(each, asked) for each in (step, "keep", "reopen", "paid_out") if each}
        return Standing(view, step, why)

    def at_work(self) -> tuple[datetime.date, str]:
        """Return the month that is being worked on, and its state: the last one begun, or the one after what was paid out."""
        self._require("r")
        with self._vault.reading() as store:
            last = store.paid_months.last(office(self._vault).unit, self.register.code)
        month = month_of_work(last, clock.today())
        begun = last is not None and last.month == f"{month:%Y-%m}"
        return month, last.state if last is not None and begun else "none"

    def month_of_work(self) -> datetime.date:
        """Return the month that is being worked on."""
        return self.at_work()[0]

    # ------------------------------------------------------------------ steps

    def prepare(self, month: datetime.date) -> MonthView:
        """Begin a month, or begin it again before it is closed: what was checked and approved holds no longer."""
        with self._turn(month, "lập tháng chi trả", begins=True) as turn:
            require("prepared", turn)
            turn.row.digest = None
            turn.step("prepared")
            return after(turn.view, turn.row)

    def keep(self, month: datetime.date, reason: str, code: str = "", key: str = "") -> MonthView:
        """Keep the warnings of a month with a reason: all of them, those of one code, or the one of that key."""
        with self._turn(month, "giữ cảnh báo của tháng chi trả") as turn:
            require("keep", turn)
            if not reason.strip():
                raise UserError("AS-4226")
            said = {"reason": reason.strip(), "by": self._vault.officer, "at": clock.now().isoformat()}
            wanted = [each for each in turn.view.met if each.is_open and not each.is_error]
            keys = [each.key for each in wanted if code in ("", each.code) and key in ("", each.key)]
            if (code or key) and not keys:
                which = code or key.partition(" ")[0]
                raise UserError("AS-4227", which=which, month=wording.month(turn.view.day))
            turn.row.kept = {**turn.row.kept, **dict.fromkeys(keys, said)}
            return after(turn.view, turn.row)

    def check(self, month: datetime.date) -> MonthView:
        """Say that the list was checked: nothing stands in the way, and every warning is kept with a reason."""
        with self._turn(month, "kiểm tra tháng chi trả") as turn:
            require("checked", turn)
            turn.row.digest = turn.view.digest
            turn.step("checked")
            return after(turn.view, turn.row)

    def approve(self, month: datetime.date) -> MonthView:
        """Approve the list that was checked; where the office says so, only another officer may."""
        with self._turn(month, "duyệt tháng chi trả", "approved") as turn:
            require("approved", turn)
            turn.step("approved")
            return after(turn.view, turn.row)

    def close(self, month: datetime.date) -> MonthView:
        """Close a month: its list is written down whole, and never moves."""
        with self._turn(month, "chốt tháng chi trả") as turn:
            require("closed", turn)
            if not turn.view.identity.holds:
                raise BugError("the months do not add up")
            turn.store.paid_months.write_rows(turn.row, [each.content for each in turn.view.lines])
            turn.row.frozen = frozen(turn.view, clock.today())
            turn.step("closed")
        with self._vault.reading() as store:
            closings.remember(self._vault.folder, store, _closing(turn))
        return self.view(month)

    def reopen(self, month: datetime.date, reason: str) -> MonthView:
        """Open a closed month again before anybody was paid; who did it and why stays written in it.

        Raises:
            UserError: The officer is no leader, gives no reason, or money went out already.
        """
        with self._turn(month, "mở lại tháng chi trả", "reopen") as turn:
            require("reopen", turn)
            if not reason.strip():
                raise UserError("AS-4206", month=wording.month(turn.view.day))
            turn.step("prepared", reason.strip(), called="reopened")
            turn.row.digest = turn.row.frozen = None
            turn.store.paid_months.drop_rows(turn.row)
        closings.forget(self._vault.folder, _closing(turn))
        return self.view(month)

    def unpaid_in(self, month: datetime.date, file: Path) -> dict[str, tuple[str, str]]:
        """Return whom a file says not to have been paid: outcome and reason by record; nothing is written.

        Raises:
            UserError: The file speaks of somebody who is not exactly one of the month's people.
        """
        self._require("w")
        return results.matched(results.read(file), self.view(month))

    def bring_results(self, month: datetime.date, file: Path) -> MonthView:
        """Write down what became of each row: as a list of the unpaid says, and all others paid.

        Raises:
            UserError: The month is not closed, or the file speaks of somebody who is not exactly one of its people.
        """
        self._require("w")
        said = results.read(file)
        with self._turn(month, f"ghi kết quả chi trả từ {file.name}") as turn:
            require("paid_out", turn)
            _write_results(turn, results.matched(said, turn.view), file.name)
        return self.view(month)

    def set_results(self, month: datetime.date, said: Mapping[str, tuple[str, str]]) -> MonthView:
        """Write down what became of each row: outcome and reason by record as said, and all others paid.

        Raises:
            UserError: The month is not closed.
        """
        with self._turn(month, "ghi kết quả chi trả") as turn:
            require("paid_out", turn)
            _write_results(turn, said, "")
        return self.view(month)

    def settle(self, month: datetime.date) -> MonthView:
        """Say that the payer's accounts of a month are settled: its results are final."""
        with self._turn(month, "quyết toán tháng chi trả") as turn:
            require("settled", turn)
            turn.step("settled")
            return after(turn.view, turn.row)

    # ------------------------------------------------------------------ settings, papers

    def want_second_officer(self, wanted: bool) -> None:  # noqa: FBT001
        """Say whether another officer has to approve; only an administrator may."""
        require_admin(self._vault)
        with self._vault.work("đặt cách duyệt tháng chi trả") as store:
            store.set_setting(SETTING, {**(store.setting(SETTING) or {}), SECOND: wanted})

    def write(
        self, month: datetime.date, target: Path, paper: Paper = "list", part: runs.Part = runs.WHOLE
    ) -> int:
        """Write a paper of a month, or the list of a part of it, to a PDF, XLSX or CSV file; return the number of rows."""
        right = "p" if target.suffix.lower() == ".pdf" else "x"
        self._require(right)
        view = self.view(month)
        made = _laid_out(view, paper, part)
        save_list(made, target)
        self._note("print" if right == "p" else "export", view)
        return made.row_count

    def pdf(self, month: datetime.date, paper: Paper = "list", part: runs.Part = runs.WHOLE) -> bytes:
        """Return a paper of a month, or the list of a part of it, as PDF in memory."""
        self._require("p")
        return pdf_of(_laid_out(self.view(month), paper, part))

    def printed(self, month: datetime.date) -> None:
        """Note in the history that the list of a month went to a printer."""
        self._require("p")
        self._note("print", self.view(month))

    def _note(self, act: str, view: MonthView) -> None:
        with self._vault.work("danh sách chi trả") as store:
            told = {"list": self.register.code, "month": view.month, "rows": len(view.lines)}
            store.log.note(act, "register", self.register.code, told)

    # ------------------------------------------------------------------ who, when

    def _require(self, right: str) -> None:
        self._access.require(self.register.code, right)
        if not self._access.keeps:
            raise UserError("AS-4210")

    def _require_officer(self, step: str) -> None:
        """Refuse a step to whom it is not given: a leader approves and opens again who does not write."""
        writes = self._access.may(self.register.code, "w")
        if step == "reopen" or (step == "approved" and not writes):
            require_reopener(self._access.role)
            self._require("r")
        else:
            self._require("w")

    def _why_not(self, step: str, asked: Asked) -> UserError | None:
        try:
            self._require_officer(step)
        except UserError as refused:
            return refused
        return next(against(step, asked), None)

    @contextmanager
    def _turn(
        self, month: datetime.date, reason: str, step: str = "", *, begins: bool = False
    ) -> Iterator[_Turn]:
        self._require_officer(step)
        day, own = calendar.month_start(month), office(self._vault)
        with self._vault.work(f"{reason} {wording.month(day)}") as store, collector_at_rest():
            months, code = store.paid_months, self.register.code
            row = months.of(own.unit, code, f"{day:%Y-%m}")
            if row is None:
                if not begins:
                    raise UserError("AS-4200", month=wording.month(day))
                row = months.add(own.unit, code, f"{day:%Y-%m}")
            view = look(store, self.register, day, own, self._vault.folder)
            yield _Turn(store=store, row=row, view=view, unit=own.unit, officer=self._vault.officer)
            ClosedMonths(store.session).keep(row)


def _closing(turn: _Turn) -> closings.Closing:
    return closings.Closing(turn.unit, turn.view.register, turn.view.month, turn.view.digest)


def _write_results(turn: _Turn, said: Mapping[str, tuple[str, str]], source: str) -> None:
    rows = {each.record_id: each for each in turn.store.paid_months.rows(turn.row)}
    if said.keys() - rows.keys() or {outcome for outcome, _note in said.values()} - {PAID, CARRIED, STOPPED}:
        raise BugError("a result of nobody in the list, or none that there is")
    today = clock.today().isoformat()
    for record_id, each in rows.items():
        outcome, note = said.get(record_id, (PAID, ""))
        each.outcome, each.outcome_on, each.outcome_note = outcome, today, note or None
    turn.step("paid_out", source)


def _laid_out(view: MonthView, paper: Paper, part: runs.Part) -> ListDocument:
    papers: dict[Paper, Callable[[MonthView], ListDocument]] = {
        "list": lambda month: list_paper.document(month, runs.of_part(month, part)),
        "hamlets": functools.partial(list_paper.document, hamlet_pages=True),
        "cash": lambda month: list_paper.document(month, runs.cash(month)),
        "account": account_paper.document,
        "once": once_paper.document,
        "changes": changes_paper.document,
        "suspensions": suspensions_paper.document,
    }
    return papers[paper](view)
