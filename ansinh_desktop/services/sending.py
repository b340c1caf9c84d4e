"""How far a record has gone, in words."""

from dataclasses import dataclass

from ansinh_desktop.db.exchange.sending import Sendable, Sending, SentKind

__all__ = ["SENT_LABELS", "SentKind", "SentState", "sent_state"]

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


def sent_state(record: Sendable, sending: Sending) -> SentState:
    """Return how far a record's last change has gone; a draft goes nowhere."""
    kind = sending.kind_of(record)
    text = SENT_LABELS[kind]
    match kind:
        case SentKind.RECEIVED if sender := sending.senders.get(record.unit):
            text = f"Nhận từ {sender}"
        case SentKind.RETURNED:
            text = f"{text}: {sending.why(record)}"
        case SentKind.EXPORTED:
            text = f"{text} {sending.package(record)}"
    return SentState(kind, text)
