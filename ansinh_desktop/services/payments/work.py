"""The steps of a month of payment: prepared, checked, approved, closed, paid out, settled; and opened again."""

import datetime
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ansinh_desktop import clock
from ansinh_desktop.db.models import PaymentMonth
from ansinh_desktop.db.paid_months import CLOSED
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.garbage import collector_at_rest
from ansinh_desktop.services.office import office, require_admin
from ansinh_desktop.services.payments.lines import Met
from ansinh_desktop.services.payments.months import STATES, MonthView, after, frozen, look
from ansinh_desktop.services.steps import require_reopener

if TYPE_CHECKING:
    from ansinh_desktop.services.reports.layout import ListDocument

Paper: TypeAlias = Literal["list", "changes", "suspensions"]
"""What of a month is printed: its list, what became of it since the month before, whose payment is to be suspended."""

SETTING = "payments"
"""The setting of how an office works with its months of payment."""
_SECOND = "second_officer"


@dataclass
class _Turn:
    """A month in the hands of an officer who takes a step with it."""

    store: Store
    row: PaymentMonth
    view: MonthView
    officer: str

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
            return look(store, self.register, calendar.month_start(month), own)

    # ------------------------------------------------------------------ steps

    def prepare(self, month: datetime.date) -> MonthView:
        """Begin a month, or begin it again before it is closed: what was checked and approved holds no longer."""
        with self._turn(month, "lập tháng chi trả", begins=True) as turn:
            _require_state(turn, "prepared", "prepared", "checked", "approved")
            self._require_last(turn)
            turn.row.digest = None
            turn.step("prepared")
            return after(turn.view, turn.row)

    def keep(self, month: datetime.date, reason: str, code: str = "") -> MonthView:
        """Keep the warnings of a month with a reason, all of them or those of one code."""
        with self._turn(month, "giữ cảnh báo của tháng chi trả") as turn:
            _require_state(turn, "keep", "prepared", "checked", "approved")
            if not reason.strip():
                raise UserError("AS-4226")
            said = {"reason": reason.strip(), "by": self._vault.officer, "at": clock.now().isoformat()}
            wanted = [each for each in turn.view.met if each.is_open and not each.is_error]
            keys = [each.key for each in wanted if code in ("", each.code)]
            if code and not keys:
                raise UserError("AS-4227", which=code, month=wording.month(turn.view.day))
            turn.row.kept = {**turn.row.kept, **dict.fromkeys(keys, said)}
            return after(turn.view, turn.row)

    def check(self, month: datetime.date) -> MonthView:
        """Say that the list was checked: nothing stands in the way, and every warning is kept with a reason."""
        with self._turn(month, "kiểm tra tháng chi trả") as turn:
            _require_state(turn, "checked", "prepared", "checked")
            _require_clean(turn.view)
            turn.row.digest = turn.view.digest
            turn.step("checked")
            return after(turn.view, turn.row)

    def approve(self, month: datetime.date) -> MonthView:
        """Approve the list that was checked; where the office says so, only another officer may."""
        with self._turn(month, "duyệt tháng chi trả", leader_too=True) as turn:
            _require_state(turn, "approved", "checked")
            _require_same(turn)
            if (turn.store.setting(SETTING) or {}).get(_SECOND):
                checked = next(each for each in reversed(turn.row.steps) if each["step"] == "checked")
                if checked["by"] == self._vault.officer:
                    raise UserError("AS-4205", name=checked["name"])
            turn.step("approved")
            return after(turn.view, turn.row)

    def close(self, month: datetime.date) -> MonthView:
        """Close a month: its list is written down whole, and never moves."""
        with self._turn(month, "chốt tháng chi trả") as turn:
            _require_state(turn, "closed", "approved")
            self._require_last(turn)
            self._require_no_gap(turn)
            _require_same(turn)
            _require_clean(turn.view)
            if not turn.view.identity.holds:
                raise BugError("the months do not add up")
            turn.store.paid_months.write_rows(turn.row, [each.content for each in turn.view.lines])
            turn.row.frozen = frozen(turn.view, clock.today())
            turn.step("closed")
        return self.view(month)

    def reopen(self, month: datetime.date, reason: str) -> MonthView:
        """Open a closed month again before anybody was paid; who did it and why stays written in it.

        Raises:
            UserError: The officer is no leader, gives no reason, or money went out already.
        """
        require_reopener(self._access.role)
        with self._turn(month, "mở lại tháng chi trả", leader_too=True) as turn:
            if turn.row.state in CLOSED[1:]:
                raise UserError("AS-4207", month=wording.month(turn.view.day))
            _require_state(turn, "reopen", "closed")
            if not reason.strip():
                raise UserError("AS-4206", month=wording.month(turn.view.day))
            self._require_last(turn)
            turn.step("prepared", reason.strip(), called="reopened")
            turn.row.digest = turn.row.frozen = None
            turn.store.paid_months.drop_rows(turn.row)
        return self.view(month)

    def bring_results(self, month: datetime.date, file: Path) -> MonthView:
        """Write down what became of each row: as a list of the unpaid says, and all others paid.

        Raises:
            UserError: The month is not closed, or the file speaks of somebody who is not exactly one of its people.
        """
        from ansinh_desktop.services.payments import results  # noqa: PLC0415 - reading workbooks is large

        self._require("w")
        said = results.read(file)
        with self._turn(month, f"ghi kết quả chi trả từ {file.name}") as turn:
            _require_state(turn, "paid_out", "closed", "paid_out")
            self._require_last(turn)
            of_row = results.matched(said, turn.view)
            today = clock.today().isoformat()
            for each in turn.store.paid_months.rows(turn.row):
                outcome, note = of_row.get(each.record_id, ("paid", ""))
                each.outcome, each.outcome_on, each.outcome_note = outcome, today, note or None
            turn.step("paid_out", file.name)
        return self.view(month)

    def settle(self, month: datetime.date) -> MonthView:
        """Say that the payer's accounts of a month are settled: its results are final."""
        with self._turn(month, "quyết toán tháng chi trả") as turn:
            _require_state(turn, "settled", "paid_out")
            turn.step("settled")
            return after(turn.view, turn.row)

    # ------------------------------------------------------------------ settings, papers

    def want_second_officer(self, wanted: bool) -> None:  # noqa: FBT001
        """Say whether another officer has to approve; only an administrator may."""
        require_admin(self._vault)
        with self._vault.work("đặt cách duyệt tháng chi trả") as store:
            store.set_setting(SETTING, {**(store.setting(SETTING) or {}), _SECOND: wanted})

    def write(self, month: datetime.date, target: Path, paper: Paper = "list") -> int:
        """Write the list of a month, or its changes, to a PDF, XLSX or CSV file; return the number of rows."""
        from ansinh_desktop.services.reports.saving import save_list  # noqa: PLC0415

        right = "p" if target.suffix.lower() == ".pdf" else "x"
        self._require(right)
        view = self.view(month)
        made = _laid_out(view, paper)
        save_list(made, target)
        self._note("print" if right == "p" else "export", view)
        return made.row_count

    def pdf(self, month: datetime.date, paper: Paper = "list") -> bytes:
        """Return the list of a month, or its changes, as PDF in memory."""
        from ansinh_desktop.services.reports.pdf import write_pdf  # noqa: PLC0415

        self._require("p")
        stream = io.BytesIO()
        write_pdf(_laid_out(self.view(month), paper), stream)
        return stream.getvalue()

    def _note(self, act: str, view: MonthView) -> None:
        with self._vault.work("danh sách chi trả") as store:
            told = {"list": self.register.code, "month": view.month, "rows": len(view.lines)}
            store.log.note(act, "register", self.register.code, told)

    # ------------------------------------------------------------------ who, when

    def _require(self, right: str) -> None:
        self._access.require(self.register.code, right)
        if not self._access.keeps:
            raise UserError("AS-4210")

    @contextmanager
    def _turn(
        self, month: datetime.date, reason: str, *, begins: bool = False, leader_too: bool = False
    ) -> Iterator[_Turn]:
        leads = leader_too and not self._access.may(self.register.code, "w")
        if leads:
            require_reopener(self._access.role)
        self._require("r" if leads else "w")
        day, own = calendar.month_start(month), office(self._vault)
        with self._vault.work(f"{reason} {wording.month(day)}") as store, collector_at_rest():
            months, code = store.paid_months, self.register.code
            row = months.of(own.unit, code, f"{day:%Y-%m}")
            if row is None:
                if not begins:
                    raise UserError("AS-4200", month=wording.month(day))
                row = months.add(own.unit, code, f"{day:%Y-%m}")
            yield _Turn(store, row, look(store, self.register, day, own), self._vault.officer)

    def _closed(self, turn: _Turn) -> list[str]:
        return turn.store.paid_months.closed(turn.row.unit, turn.row.benefit)

    def _require_last(self, turn: _Turn) -> None:
        later = [each for each in self._closed(turn) if each > turn.row.month]
        if later:
            shown = wording.month(calendar.read_month(later[0]))
            raise UserError("AS-4209", month=wording.month(turn.view.day), later=shown)

    def _require_no_gap(self, turn: _Turn) -> None:
        earlier = [each for each in self._closed(turn) if each < turn.row.month]
        before = calendar.add_months(turn.view.day, -1)
        if earlier and f"{before:%Y-%m}" not in earlier:
            raise UserError("AS-4208", month=wording.month(turn.view.day), before=wording.month(before))


def _laid_out(view: MonthView, paper: Paper) -> "ListDocument":
    from ansinh_desktop.services.payments import changes_paper, suspensions_paper  # noqa: PLC0415
    from ansinh_desktop.services.payments import paper as list_paper  # noqa: PLC0415

    papers: dict[Paper, Callable[[MonthView], ListDocument]] = {
        "list": list_paper.document,
        "changes": changes_paper.document,
        "suspensions": suspensions_paper.document,
    }
    return papers[paper](view)


_CALLED = {"keep": "Giữ cảnh báo", "reopen": "Mở lại"}


def _require_state(turn: _Turn, step: str, *states: str) -> None:
    if turn.row.state not in states:
        raise UserError(
            "AS-4202",
            step=_CALLED.get(step) or STATES[step],
            month=wording.month(turn.view.day),
            state=STATES[turn.row.state],
        )


def _require_same(turn: _Turn) -> None:
    if turn.row.digest != turn.view.digest:
        raise UserError("AS-4204", month=wording.month(turn.view.day))


def _require_clean(view: MonthView) -> None:
    if view.errors or view.unkept:
        first: Callable[[Met], tuple[bool, str]] = lambda each: (not each.is_error, each.number)  # noqa: E731
        met = min((each for each in view.met if each.is_open), key=first)
        raise UserError(
            "AS-4203",
            month=wording.month(view.day),
            errors=view.errors,
            warnings=view.unkept,
            first=f"{met.who}: {met.said}" if met.who else met.said,
        )
