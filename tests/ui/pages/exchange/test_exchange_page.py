"""Sending and receiving by hand: packages out, receipts in, cards of others; each side says what came of it."""

import dataclasses
from types import SimpleNamespace
from typing import cast

import pytest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from ansinh_desktop.crypto import envelope
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from ansinh_desktop.ui.background import Tasks
from ansinh_desktop.ui.dialogs.card_trust import CardDialog
from ansinh_desktop.ui.pages.exchange_page import ExchangePage, InboxPage, fill_table, make_table
from tests import factories
from tests.factories import orphan, trust


@pytest.fixture(scope="module")
def units(tmp_path_factory):
    """Return a commune and the unit that receives its packages, which know each other."""
    folder = tmp_path_factory.mktemp("exchange")
    commune = Program(factories.new_vault(folder / "xã")[0])
    province = Program(factories.new_vault(folder / "tỉnh", factories.PROVINCE)[0])
    (folder / "usb").mkdir()
    trust(commune, province, folder / "usb")
    trust(province, commune, folder / "usb")
    yield commune, province
    for each in (commune, province):
        each.vault.lock()


@pytest.fixture
def tasks(qapp):
    theme.apply(qapp)
    made = Tasks(lambda message: pytest.fail(str(message)))
    yield made
    assert made.finish(10_000)


@pytest.fixture
def around(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def opened(qtbot, tasks, units):
    """Return a function that opens the page of one side and waits until it shows something."""

    def opened(kind, program):
        page = kind(program, tasks)
        qtbot.addWidget(page)
        page.refresh()
        words = page._waiting if kind is ExchangePage else page._words
        qtbot.waitUntil(lambda: bool(words.text()))
        return page

    return opened


def rows(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def told(page, qtbot, tasks):
    qtbot.waitUntil(lambda: not tasks.is_busy() and not page.banner.isHidden())
    return " ".join(each.text() for each in page.banner.findChildren(QLabel))


def test_a_package_goes_out_its_receipt_comes_in_and_each_step_is_said(units, opened, qtbot, tasks, tmp_path):
    commune, province = units
    commune.cases.save(orphan("Danh Gửi"))
    commune.cases.save(factories.case("children", {}, final=False))
    sends, takes = opened(ExchangePage, commune), opened(InboxPage, province)
    count = commune.outgoing.waiting().records
    assert sends._waiting.text().startswith(f"{count} hồ sơ mới hoặc vừa sửa chưa có biên nhận.")
    assert "còn là nháp, chưa được gửi" in sends._waiting.text()
    assert factories.PROVINCE.name in sends._receiver.text()
    assert sends.export_button.isEnabled()
    before = sends.table.rowCount()

    sends.export_to(tmp_path)
    qtbot.waitUntil(lambda: sends.table.rowCount() == before + 1)
    assert f"với {count} hồ sơ" in told(sends, qtbot, tasks)
    assert rows(sends.table)[0][2:] == [
        str(count),
        *(each.name for each in tmp_path.glob("*.agpkg")),
        "Chưa có biên nhận",
    ]

    (package,) = tmp_path.glob("*.agpkg")
    with qtbot.waitSignal(takes.changed):
        takes.receive([package])
    assert told(takes, qtbot, tasks).strip().startswith("Đã nhận 1 trên 1 gói")
    assert takes.log.text().startswith(package.name)
    assert rows(takes.table)[0][0] == factories.OFFICE.name
    assert rows(takes.table)[0][3:] == [str(count), package.name]

    sends.take_receipt(next(tmp_path.glob("*.agrcpt")))
    qtbot.waitUntil(lambda: rows(sends.table)[0][4] == "Đã có biên nhận")
    assert "Mọi hồ sơ đã có biên nhận." in sends._waiting.text()
    assert not sends.export_button.isEnabled(), "nothing waits"


def test_what_cannot_be_taken_in_is_told_beside_what_could(units, opened, qtbot, tasks, tmp_path):
    commune, province = units
    commune.cases.save(orphan("Danh Lẫn"))
    good = commune.outgoing.export(tmp_path).path
    bad = tmp_path / "hỏng.agpkg"
    bad.write_bytes(b"no package")
    takes = opened(InboxPage, province)
    takes.receive([bad, good])
    assert told(takes, qtbot, tasks).strip().startswith("Đã nhận 1 trên 2 gói")
    first, second = takes.log.text().split("\n")
    assert first.startswith("hỏng.agpkg: ")
    assert second.startswith(good.name)
    sends = opened(ExchangePage, commune)
    sends.take_receipt(bad)
    assert "hỏng.agpkg" in told(sends, qtbot, tasks)
    commune.outgoing.take_receipt(next(tmp_path.glob("*.agrcpt")))


def test_the_buttons_ask_where_and_nothing_happens_without_an_answer(
    units, opened, monkeypatch, qtbot, tasks, tmp_path
):
    commune, province = units
    sends, takes = opened(ExchangePage, commune), opened(InboxPage, province)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: "")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: ("", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([], ""))
    sends.export_button.setEnabled(True)
    for each in (
        sends.export_button,
        sends.receipt_button,
        sends.trust_button,
        takes.receive_button,
        sends.own_card_button,
    ):
        each.click()
    assert sends.banner.isHidden()
    assert takes.banner.isHidden()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    sends.own_card_button.click()
    assert [each.suffix for each in tmp_path.iterdir()] == [".agcard"]
    assert commune.cards.own().fingerprint in told(sends, qtbot, tasks)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "x.agrcpt"), ""))
    sends.banner.clear()
    sends.receipt_button.click()
    assert "x.agrcpt" in told(sends, qtbot, tasks)


def test_a_table_without_rows_is_not_shown(around):
    table = make_table(around, ("Một", "Hai"), "x")
    fill_table(table, [("a", "b"), ("c", "d")])
    assert (rows(table), table.isHidden()) == ([["a", "b"], ["c", "d"]], False)
    assert table.item(1, 1).toolTip() == "d"
    fill_table(table, [])
    assert (table.rowCount(), table.isHidden()) == (0, True)


# ---------------------------------------------------------------- cards of others


@pytest.fixture
def dialog(around, units, tmp_path):
    """Return a function that shows what the card of a unit says to the commune."""

    def dialog(program):
        path = program.cards.write_own(tmp_path)
        return CardDialog(around, units[0].cards.look(path), path.name)

    return dialog


def test_a_card_is_trusted_only_with_the_digits_that_were_heard(units, dialog):
    shown = dialog(units[1])
    right = units[1].cards.own().fingerprint
    assert shown.reason.isHidden()
    for heard, fault in (("", "AS-5116"), ("12345", "AS-5116"), (right, ""), (right.replace(" ", "-"), "")):
        shown.digits.set_value(heard)
        assert bool(shown.fault()) == bool(fault), heard


def test_a_second_card_of_a_known_unit_needs_a_reason_as_well(units, dialog, tmp_path):
    other = Program(factories.new_vault(tmp_path / "khác", factories.PROVINCE)[0])
    try:
        with other.vault.work() as store:
            device = store.devices.own()
            device.sign_key, device.identity = envelope.new_sign_key(), envelope.new_identity()
        shown = dialog(other)
        shown.digits.set_value(other.cards.own().fingerprint)
        assert not shown.reason.isHidden()
        assert shown.fault()
        shown.reason.set_value("   ")
        assert shown.fault()
        shown.reason.set_value("Máy cũ hỏng")
        assert shown.fault() == ""
        labels = [each.text() for each in shown.findChildren(QLabel)]
        assert any(units[1].cards.own().fingerprint in each for each in labels), (
            "the card that would go is named"
        )
    finally:
        other.vault.lock()


def test_whoever_is_no_administrator_takes_no_card_in(units, qtbot, tasks):
    commune = units[0]
    officer = dataclasses.replace(commune.access, role="officer")
    page = ExchangePage(cast("Program", SimpleNamespace(access=officer)), tasks)
    qtbot.addWidget(page)
    assert not page.trust_button.isEnabled()
    assert "quản trị" in page.trust_button.toolTip()
    page.trust_card("không có.agcard")
    assert page.banner.isHidden()
