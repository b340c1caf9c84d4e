"""How far a record has gone, in words that never call sent what is not received."""

from types import SimpleNamespace

import pytest

from ansinh_desktop.db.exchange.sending import Sending, SentKind
from ansinh_desktop.services.sending import SENT_LABELS, sent_state

OWN, OTHER, STRANGER = "30325@2025-07-01", "30328@2025-07-01", "30330@2025-07-01"
WAY = Sending(((1, 10), (2, 20)), 5, {"back": (20, "thiếu số định danh")}, OWN, {OTHER: "Xã Bình Long"})


@pytest.mark.parametrize(
    ("record", "kind", "text"),
    [
        ({"seq": 5}, SentKind.CONFIRMED, "Đã có biên nhận"),
        ({"seq": 6}, SentKind.EXPORTED, "Đã xuất gói 1"),
        ({"seq": 10}, SentKind.EXPORTED, "Đã xuất gói 1"),
        ({"seq": 11}, SentKind.EXPORTED, "Đã xuất gói 2"),
        ({"seq": 21}, SentKind.NOT_SENT, "Chưa gửi"),
        ({"seq": 5, "draft": True}, SentKind.NOT_SENT, "Chưa gửi"),
        ({"seq": 20, "id": "back"}, SentKind.RETURNED, "Bị trả lại: thiếu số định danh"),
        ({"seq": 21, "id": "back"}, SentKind.NOT_SENT, "Chưa gửi"),
        ({"seq": 1, "unit": OTHER}, SentKind.RECEIVED, "Nhận từ Xã Bình Long"),
        ({"seq": 1, "unit": STRANGER}, SentKind.RECEIVED, "Nhận từ đơn vị khác"),
    ],
)
def test_each_way_has_its_words(record, kind, text):
    known = {"id": "x", "unit": OWN, "draft": False} | record
    found = sent_state(SimpleNamespace(**known), WAY)
    assert (found.kind, found.text) == (kind, text)


def test_every_kind_has_words_of_its_own():
    assert set(SENT_LABELS) == set(SentKind)
    assert len(set(SENT_LABELS.values())) == len(SentKind)
