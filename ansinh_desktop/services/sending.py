"""How far a record has gone: not sent, in package n, confirmed, returned; computed, never stored."""

import enum
from dataclasses import dataclass

from ansinh_desktop.db.models import Record
from ansinh_desktop.db.packages import Sending
from ansinh_desktop.db.scan import ScannedRecord


class SentKind(enum.StrEnum):
    """The states of sending; "sent" is never shown as "received"."""

    NOT_SENT = "not_sent"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    RECEIVED = "received"


SENT_LABELS: dict[SentKind, str] = {
    SentKind.NOT_SENT: "Chưa gửi",
    SentKind.EXPORTED: "Đã xuất gói",
    SentKind.CONFIRMED: "Đã có biên nhận",
    SentKind.RETURNED: "Bị trả lại",
    SentKind.RECEIVED: "Nhận từ đơn vị khác",
}


@dataclass(frozen=True)
class SentState:
    """Where a record stands on its way, and the words for it."""

    kind: SentKind
    text: str


def sent_state(record: Record | ScannedRecord, sending: Sending) -> SentState:
    """Return how far a record's last change has gone; a draft goes nowhere."""
    if sending.own and record.unit != sending.own:
        sender = sending.senders.get(record.unit)
        return SentState(SentKind.RECEIVED, f"Nhận từ {sender}" if sender else SENT_LABELS[SentKind.RECEIVED])
    seq, returned = record.seq, sending.returned.get(record.id)
    if record.draft:
        return SentState(SentKind.NOT_SENT, SENT_LABELS[SentKind.NOT_SENT])
    if returned and seq <= returned[0]:
        return SentState(SentKind.RETURNED, f"{SENT_LABELS[SentKind.RETURNED]}: {returned[1]}")
    if seq <= sending.confirmed:
        return SentState(SentKind.CONFIRMED, SENT_LABELS[SentKind.CONFIRMED])
    carrying = [number for number, to_seq in sending.exported if seq <= to_seq]
    if carrying:
        return SentState(SentKind.EXPORTED, f"{SENT_LABELS[SentKind.EXPORTED]} {carrying[0]}")
    return SentState(SentKind.NOT_SENT, SENT_LABELS[SentKind.NOT_SENT])
