"""What is asked before keys, cards, receipts and rights count: the words, the faults in the way, and the boxes."""

import datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QPushButton, QWidget

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.models import Unit
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import rights_of_role
from ansinh_desktop.services.officers import OfficerView
from ansinh_desktop.services.sync.card import Card
from ansinh_desktop.services.sync.cards import Presented
from ansinh_desktop.services.sync.outgoing import ReceiptLook
from ansinh_desktop.ui.dialogs.card_trust import CardDialog
from ansinh_desktop.ui.dialogs.officers import (
    NewOfficerDialog,
    OwnPasswordDialog,
    PasswordDialog,
    PostDialog,
    RightsTable,
)
from ansinh_desktop.ui.dialogs.receipt import ReceiptDialog
from ansinh_desktop.ui.widgets.choosing.choice import FilteredCombo
from tests.factories import PASSWORD

CARD = Card(
    "91",
    datetime.date(2025, 7, 1),
    None,
    "Sở Y tế tỉnh An Giang",
    "province",
    "dev1",
    envelope.verify_key_of(envelope.new_sign_key()),
    envelope.recipient_of(envelope.new_identity()),
)
OTHER_DIGITS = "11111 22222 33333 44444 55555 66666"
ADMIN, VIEWER = rights_of_role("admin"), rights_of_role("viewer")


def words(dialog):
    return [each.text() for each in dialog.findChildren(QLabel) if not each.isHidden() and each.text()]


def accept(dialog):
    """Press the button of a form, and return what is said in the way; nothing where it was taken."""
    dialog.findChild(QPushButton, "accept").click()
    return "" if dialog.result() == QDialog.DialogCode.Accepted else dialog.said.text()


# ---------------------------------------------------------------- a receipt


def receipt(around, **more):
    look: dict[str, Any] = {
        "sender": "Sở Y tế",
        "number": 7,
        "accepted": 1200,
        "returned": 0,
        "given_back": 0,
    } | more
    return ReceiptDialog(ReceiptLook(**look), around)


@pytest.mark.parametrize(
    ("more", "there", "not_there"),
    [
        ({}, ("Đã nhận", "1.200 hồ sơ", "Chưa có gì thay đổi"), ("Lấy lại được", "Tháng chi trả")),
        ({"returned": 3}, ("Trả lại, kèm lý do", "3 hồ sơ"), ()),
        ({"given_back": 5}, ("Lấy lại được", "5 hồ sơ máy này không còn"), ()),
        ({"months": 2}, ("Tháng chi trả", "2 tháng chi trả đã chốt"), ()),
        ({"state": "fork"}, ("chưa nhận gói này", "một bản sao khác"), ("Đã nhận", "Trả lại, kèm lý do")),
        ({"state": "full_wanted"}, ("hai bên đang giữ khác nhau",), ("Chưa có gì thay đổi",)),
        ({"again": True}, ("đã nhận trước đó", "Nhận lại không đổi gì"), ("Chưa có gì thay đổi",)),
    ],
)
def test_a_receipt_says_what_it_would_do(around, more, there, not_there):
    told = " | ".join(words(receipt(around, **more)))
    assert "Biên nhận của gói số 000007" in told
    assert [each for each in there if each not in told] == []
    assert [each for each in not_there if each in told] == []


def test_a_receipt_is_taken_by_one_button_that_names_what_comes_back(around):
    plain, giving, again = receipt(around), receipt(around, given_back=5), receipt(around, again=True)
    assert plain.take.text() == "Nhận biên nhận"
    assert giving.take.text() == "Nhận biên nhận và lấy lại 5 hồ sơ"
    assert again.take.isHidden()
    plain.take.click()
    assert plain.result() == QDialog.DialogCode.Accepted
    (back,) = [each for each in giving.findChildren(QPushButton) if each is not giving.take]
    back.click()
    assert giving.result() == QDialog.DialogCode.Rejected


# ---------------------------------------------------------------- a card


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (lambda _digits: "", "AS-5116"),
        (lambda _digits: OTHER_DIGITS, "AS-5116"),
        (lambda digits: digits[:-1], "AS-5116"),
        (lambda digits: digits, ""),
        (lambda digits: digits.replace(" ", ""), ""),
        (lambda digits: f"  {digits.replace(' ', '-')} ", ""),
    ],
    ids=["none", "another's", "short", "as they stand", "without gaps", "with lines"],
)
def test_a_card_is_trusted_by_the_digits_that_were_heard(around, heard, code):
    dialog = CardDialog(around, Presented(CARD, None), "thẻ.agcard")
    assert CARD.fingerprint not in " ".join(words(dialog)), "the digits come by telephone, not from the file"
    assert dialog.reason.isHidden()
    dialog.digits.set_value(heard(CARD.fingerprint))
    said = accept(dialog)
    assert (code in said) if code else said == ""


def test_another_key_of_a_known_unit_asks_why(around):
    other = Unit(name="Sở Y tế", fingerprint=OTHER_DIGITS)
    dialog = CardDialog(around, Presented(CARD, other), "thẻ.agcard")
    told = " ".join(words(dialog))
    assert OTHER_DIGITS in told
    assert CARD.fingerprint in told
    dialog.digits.set_value(CARD.fingerprint)
    for reason in ("", "   "):
        dialog.reason.set_value(reason)
        assert "AS-5119" in accept(dialog)
    dialog.reason.set_value("Máy cũ hỏng")
    assert accept(dialog) == ""


# ---------------------------------------------------------------- officers

HUE = OfficerView("hue", "Lê Thị Huệ", "Công chức", "officer", active=True, rights=rights_of_role("officer"))


def fill(dialog, **typed):
    editors = {each.objectName(): each for each in dialog.findChildren(QWidget) if hasattr(each, "set_value")}
    for key, value in typed.items():
        editors[key].set_value(value)


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ({"full_name": "Lê Thị Huệ", "login": "hue", "password": PASSWORD, "again": PASSWORD}, True),
        ({"full_name": "  ", "login": "hue", "password": PASSWORD, "again": PASSWORD}, False),
        ({"full_name": "Lê Thị Huệ", "login": "", "password": PASSWORD, "again": PASSWORD}, False),
        ({"full_name": "Lê Thị Huệ", "login": "hue", "password": PASSWORD, "again": PASSWORD + "x"}, False),
        ({"full_name": "Lê Thị Huệ", "login": "hue", "password": "12345678", "again": "12345678"}, False),
        ({"full_name": "Lê Thị Huệ", "login": "hue", "password": "", "again": ""}, False),
    ],
)
def test_a_new_officer_has_a_name_and_a_password_that_was_typed_twice(around, typed, taken):
    dialog = NewOfficerDialog(around, ("Xã Vĩnh Thạnh Trung",))
    fill(dialog, **typed)
    said = accept(dialog)
    assert (said == "") is taken
    assert dialog.role() == "officer"
    if taken:
        assert (dialog.officer().name, dialog.officer().full_name) == ("hue", "Lê Thị Huệ")


@pytest.mark.parametrize("again", [PASSWORD, "khác hẳn như vậy"])
def test_a_new_password_is_typed_twice_and_revokes_the_old_one_unless_somebody_says_otherwise(around, again):
    own = OwnPasswordDialog(around, "lan", ())
    fill(own, old="cũ", new=PASSWORD, again=again)
    assert (accept(own) == "") is (again == PASSWORD)
    assert own.passwords() == ("cũ", PASSWORD)
    assert own.revoke.is_wanted()
    own.findChild(QCheckBox, "revoke").setChecked(False)
    assert not own.revoke.is_wanted()


def test_whoever_was_removed_has_no_password_to_revoke(around):
    active = PasswordDialog(around, HUE, ())
    gone = PasswordDialog(
        around, OfficerView("hue", "Lê Thị Huệ", "", "officer", active=False, rights={}), ()
    )
    assert (active.revoke.isHidden(), gone.revoke.isHidden()) == (False, True)
    assert "Lê Thị Huệ" in " ".join(words(active))


# ---------------------------------------------------------------- rights


def box(table, code, act):
    return table.item(list(catalog.registers()).index(code), "rwpx".index(act))


def test_whoever_may_do_anything_may_read_and_whoever_may_not_read_may_do_nothing(around):
    table = RightsTable({}, around)
    assert set(table.rights().values()) == {""}
    box(table, "children", "w").setCheckState(Qt.CheckState.Checked)
    assert table.rights()["children"] == "rw"
    box(table, "children", "x").setCheckState(Qt.CheckState.Checked)
    box(table, "children", "w").setCheckState(Qt.CheckState.Unchecked)
    assert table.rights()["children"] == "rx"
    box(table, "children", "r").setCheckState(Qt.CheckState.Unchecked)
    assert table.rights()["children"] == ""
    assert {code for code, rights in table.rights().items() if rights} == set()


@pytest.mark.parametrize("rights", [ADMIN, VIEWER, {"children": "rwpx"}, {"trafficking": "r", "merit": "rp"}])
def test_what_is_shown_is_what_comes_back(around, rights):
    found = RightsTable(rights, around).rights()
    assert {code: each for code, each in found.items() if each} == {
        code: each for code, each in rights.items() if each
    }


def test_a_role_brings_its_rights_and_nobody_takes_their_own_role_away(around):
    dialog = PostDialog(around, HUE, oneself=False)
    assert dialog.post().rights == {**dict.fromkeys(catalog.registers(), ""), **HUE.rights}
    combo = dialog.findChild(FilteredCombo, "role")
    combo.set_value("viewer")
    combo.edited.emit()
    post = dialog.post()
    assert (post.role, post.title) == ("viewer", "Công chức")
    assert {code: each for code, each in post.rights.items() if each} == {
        code: each for code, each in VIEWER.items() if each
    }
    own = PostDialog(around, HUE, oneself=True)
    assert not own.findChild(FilteredCombo, "role").control.isEnabled()
