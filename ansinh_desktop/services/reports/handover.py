"""The work goes from one officer to another: minutes that both sign, one act of the history, a new life of the data.

Whoever leaves may keep a copy of the folder; what is written in it from then on is no part of these data any more.
"""

import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ansinh_desktop import clock, text
from ansinh_desktop.db.copies import backup
from ansinh_desktop.db.exchange.lives import begin_life
from ansinh_desktop.db.exchange.sending import SentKind
from ansinh_desktop.db.exchange.transfers import OUT, WAITING
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import later
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.office import Office, office_in, require_admin
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.form_layout import FormDocument, Grid, GridColumn, GridRow, Paragraph
from ansinh_desktop.services.reports.layout import Signature
from ansinh_desktop.services.reports.saving import save_whole
from ansinh_desktop.services.sync.cards import own_card, receiver_in

_NONE = "không có"


@dataclass(frozen=True)
class RegisterState:
    """Where one register stands."""

    title: str
    records: int
    closed: int
    drafts: int
    not_sent: int
    """Final records whose last version is in no package."""
    unanswered: int
    """Those in a package of which no receipt came."""
    returned: int


@dataclass(frozen=True)
class HandoverState:
    """What is handed over."""

    office: Office
    at: datetime.datetime
    registers: tuple[RegisterState, ...]
    people: int
    conflicts: int
    transfers: int
    last_backup: datetime.datetime | None
    last_package: str
    """In words; empty where there was none."""
    receiver: str
    """The receiving unit with the digits of its card; empty where there is none."""
    fingerprint: str
    """The digits of our own card."""
    life: str
    """The life of the data that ends."""


@dataclass(frozen=True)
class Parties:
    """Who hands over to whom."""

    giver: str
    taker: str

    @classmethod
    def typed(cls, giver: str, taker: str) -> "Parties":
        """Return them from what was typed.

        Raises:
            UserError: AS-5159 one of the names is missing, or both are the same.
        """
        names = text.person_name(giver), text.person_name(taker)
        if not all(names) or text.fold(names[0]) == text.fold(names[1]):
            raise UserError("AS-5159")
        return cls(*names)


class Handover:
    """The hand-over of a data folder, for one administrator."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def state(self) -> HandoverState:
        """Return what would be handed over now.

        Raises:
            UserError: The officer is no administrator.
        """
        require_admin(self._vault)
        last = backup.Backups(self._vault).latest()
        with self._vault.reading() as store:
            return _state(store, last)

    def minutes(self, parties: Parties) -> bytes:
        """Return the minutes as PDF, to be looked at; nothing changes."""
        return _pdf(document(self.state(), parties))

    def hand_over(self, parties: Parties, target: Path) -> HandoverState:
        """Write the minutes to a file, tell the history, and begin a new life of the data: one act.

        Raises:
            UserError: The officer is no administrator, or the file cannot be written; nothing was changed then.
        """
        state = self.state()
        made = _pdf(document(state, parties))
        with self._vault.work(f"bàn giao từ {parties.giver} cho {parties.taker}") as store:
            begin_life(store)
            facts: dict[str, object] = {
                "giver": [None, parties.giver],
                "taker": [None, parties.taker],
                "records": [None, sum(each.records for each in state.registers)],
            }
            store.log.note("handover", "device", store.chain.device, facts)
            # Last, so that where it cannot be written nothing was handed over.
            save_whole(target, made)
        return state


def _state(store: Store, last_backup: datetime.datetime | None) -> HandoverState:
    receiver = receiver_in(store)
    counts = {kind: store.packages.sending().counts(kind) for kind in _SENT}
    sent = store.packages.sent_to(receiver.id) if receiver else ()
    said = ""
    if sent:
        last = sent[-1]
        answered = "đã có biên nhận" if store.packages.receipt_of(last.id) else "chưa có biên nhận"
        said = f"số {last.number:06}, {_moment(last.at)}, {answered}"
    return HandoverState(
        office_in(store),
        clock.now(),
        tuple(_registers(store, counts)),
        store.people.count(),
        len(store.packages.conflicts()),
        sum((each.direction, each.state) == (OUT, WAITING) for each in store.packages.transfers.all()),
        last_backup,
        said,
        f"{receiver.name}, dãy số {receiver.fingerprint}" if receiver else "",
        own_card(store).fingerprint,
        store.devices.own().epoch,
    )


_SENT = (SentKind.NOT_SENT, SentKind.EXPORTED, SentKind.RETURNED)


def _registers(store: Store, counts: dict[SentKind, dict[str, int]]) -> Iterator[RegisterState]:
    whole = store.records.counts()
    for code, register in catalog.registers().items():
        drafts = len(store.records.draft_ids(code))
        open_ = store.scan.count(code, register.closed_in)
        yield RegisterState(
            register.title,
            whole.get(code, 0),
            whole.get(code, 0) - open_,
            drafts,
            counts[SentKind.NOT_SENT].get(code, 0) - drafts,
            counts[SentKind.EXPORTED].get(code, 0),
            counts[SentKind.RETURNED].get(code, 0),
        )


# ------------------------------------------------------------------------------------------------ the paper


def document(state: HandoverState, parties: Parties) -> FormDocument:
    """Return the minutes, laid out."""
    own = state.office
    return FormDocument(
        title="BIÊN BẢN BÀN GIAO",
        subtitle="Về việc bàn giao sổ sách và dữ liệu An Sinh Xã",
        heading=issuer.heading(own),
        pieces=(
            Paragraph(f"Hôm nay, {_moment(state.at)}, tại {own.name}, chúng tôi gồm:"),
            Paragraph(f"Bên giao: {parties.giver}"),
            Paragraph(f"Bên nhận: {parties.taker}"),
            Paragraph("cùng bàn giao dữ liệu đang có trong chương trình như sau.", justified=True),
            Paragraph("1. Các sổ", "bold"),
            _table(state),
            Paragraph("2. Tình trạng dữ liệu", "bold"),
            Grid((GridColumn("", 1.2), GridColumn("", 1.8)), tuple(_facts(state))),
            Paragraph(
                "3. Bên giao cam đoan không giữ lại mật khẩu, mã khôi phục, khóa hay bản sao dữ liệu nào ngoài những bản "
                "đã giao. Từ khi ký, dữ liệu mở một phiên mới: bản sao còn ở nơi khác không gửi gói thay cho xã được nữa; "
                "gói gửi lên kế tiếp mang toàn bộ hồ sơ.",
                justified=True,
            ),
            Paragraph("Giấy tờ, thiết bị giao kèm:", open_lines=3),
        ),
        signatures=(
            Signature(("BÊN GIAO",), parties.giver),
            Signature(("BÊN NHẬN",), parties.taker),
            issuer.signer(own),
        ),
        printed_on=clock.local(state.at).date(),
    )


def _table(state: HandoverState) -> Grid:
    columns = (
        GridColumn("Sổ", 3.0),
        *(
            GridColumn(each, 1.0, "center")
            for each in ("Hồ sơ", "Đã đóng", "Nháp", "Chưa gửi", "Chờ biên nhận", "Bị trả lại")
        ),
    )
    totals = [sum(each) for each in zip(*(_figures(each) for each in state.registers), strict=True)]
    every = frozenset(range(1, len(columns)))
    made = [GridRow((each.title, *map(str, _figures(each))), centred=every) for each in state.registers]
    made.append(GridRow(("Tổng số", *map(str, totals)), bold=True, centred=every))
    return Grid(columns, tuple(made))


def _figures(each: RegisterState) -> tuple[int, ...]:
    return each.records, each.closed, each.drafts, each.not_sent, each.unanswered, each.returned


def _facts(state: HandoverState) -> Iterator[GridRow]:
    facts = {
        "Số người trong sổ": str(state.people),
        "Chỗ hai bản khác nhau, chưa chọn": str(state.conflicts),
        "Hồ sơ đang chuyển sang xã khác": str(state.transfers),
        "Bản sao lưu gần nhất": _moment(state.last_backup) if state.last_backup else _NONE,
        "Gói gửi lên gần nhất": state.last_package or _NONE,
        "Đơn vị nhận gói": state.receiver or _NONE,
        "Dãy số của thẻ đơn vị": state.fingerprint,
        "Phiên dữ liệu kết thúc": state.life,
    }
    yield from (GridRow(each) for each in facts.items())


def _moment(at: datetime.datetime) -> str:
    local = clock.local(at)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def _pdf(made: FormDocument) -> bytes:
    stream = io.BytesIO()
    later.write_form(made, stream)
    return stream.getvalue()
