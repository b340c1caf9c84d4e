"""Where the people of a hamlet come that goes: nobody is moved before each is answered."""

import pytest
from PySide6.QtWidgets import QDialog, QLabel

from ansinh_desktop.services.hamlets import InUse
from ansinh_desktop.ui.dialogs.hamlet_moves import HamletMovesDialog

NAMES = ("Ấp Mới", "Ấp Còn")


@pytest.fixture
def dialog(around):
    return HamletMovesDialog([InUse("Ấp Cũ", 12, 3, "Ấp Mới"), InUse("Ấp Nhập", 1, 0, "")], NAMES, around)


def test_each_hamlet_says_who_lives_there_and_what_it_most_likely_becomes(dialog):
    words = " ".join(each.text() for each in dialog.findChildren(QLabel))
    assert "Ấp Cũ: 12 người, 3 hộ chuyển về" in words
    assert "Ấp Nhập: 1 người, 0 hộ chuyển về" in words
    assert dialog.moves() == {"Ấp Cũ": "Ấp Mới", "Ấp Nhập": ""}


def test_nothing_is_saved_before_every_hamlet_has_its_answer(dialog):
    assert not dialog.accept_button.isEnabled()
    combo = dialog.choices["Ấp Nhập"]
    combo.set_value("Ấp Còn")
    combo.edited.emit()
    assert dialog.accept_button.isEnabled()
    assert dialog.moves() == {"Ấp Cũ": "Ấp Mới", "Ấp Nhập": "Ấp Còn"}
    dialog.accept_button.click()
    assert dialog.result() == QDialog.DialogCode.Accepted
    combo.set_value(None)
    combo.edited.emit()
    assert not dialog.accept_button.isEnabled()


def test_only_hamlets_of_the_new_list_can_be_chosen(dialog):
    for combo in dialog.choices.values():
        assert [each.code for each in combo.options] == list(NAMES)
