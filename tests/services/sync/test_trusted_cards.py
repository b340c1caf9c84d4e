"""A card is trusted only after its digits were heard; a second key of a known unit never slips in."""

from dataclasses import replace

import pytest

from ansinh_desktop import __main__ as command
from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import office, officers
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.sync.cards import receiver_of
from tests import factories
from tests.factories import OFFICE, OFFICER, PASSWORD, PROVINCE, new_vault, orphan, trust


@pytest.fixture
def usb(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def commune(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        yield program


@pytest.fixture
def province(tmp_path):
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as program:
        yield program


@pytest.fixture
def stranger(tmp_path, province):
    """Return a program that calls itself as the commune is called, device and all, with keys of its own."""
    with Program(new_vault(tmp_path / "kẻ lạ")[0]) as program:
        yield program


def as_device(program, device_id):
    """Let a program say that it is another device."""
    with program.vault.work("mạo danh") as store:
        store.session.connection().exec_driver_sql("UPDATE device SET id = ?", (device_id,))


def new_keys(program):
    with program.vault.work("khóa khác") as store:
        own = store.devices.own()
        own.sign_key, own.identity = envelope.new_sign_key(), envelope.new_identity()


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value


def cards(program):
    return {(each.id, each.fingerprint) for each in program.cards.known()}


@pytest.mark.parametrize("digits", ["", "   ", "00000 00000 00000 00000 00000 00000", "12345"])
def test_no_card_is_trusted_without_its_own_digits(commune, province, usb, digits):
    error = refused(lambda: province.cards.trust(commune.cards.write_own(usb), digits))
    assert error.code == ("AS-5116" if digits.strip() else "AS-5115")
    assert province.cards.known() == []


@pytest.mark.parametrize("spelled", ["{0}", "  {0} ", "AGC1:30325:{1}", "{1}"])
def test_digits_are_taken_as_typed_or_scanned(commune, province, usb, spelled):
    digits = commune.cards.own().fingerprint
    card = commune.cards.write_own(usb)
    province.cards.trust(card, spelled.format(digits, digits.replace(" ", "")))
    assert [each.fingerprint for each in province.cards.known()] == [digits]


def test_the_same_card_again_changes_nothing(commune, province, usb):
    trust(province, commune, usb)
    before = cards(province)
    trust(province, commune, usb)
    assert cards(province) == before


@pytest.mark.parametrize("same_device", [True, False])
def test_a_second_key_of_a_known_unit_is_refused_with_both_fingerprints(
    commune, province, stranger, usb, same_device
):
    trust(province, commune, usb)
    before = cards(province)
    new_keys(stranger)
    as_device(stranger, commune.cards.own().device if same_device else "01970000-0000-7000-8000-00000000aaaa")
    old, new = commune.cards.own().fingerprint, stranger.cards.own().fingerprint
    error = refused(lambda: trust(province, stranger, usb))
    assert error.code == "AS-5117"
    assert old in str(error)
    assert new in str(error)
    assert cards(province) == before
    # What the stranger sends is not taken, what the commune sends is.
    stranger_card = stranger.cards.write_own(usb)
    trust(stranger, province, usb)
    stranger.cases.save(orphan("Giả"))
    sent = stranger.outgoing.export(usb)
    assert refused(lambda: province.incoming.receive(sent.path, usb)).code in ("AS-5006", "AS-5007")
    # Naming the wrong one, or giving no reason, replaces nothing.
    card = (stranger_card, new)
    assert refused(lambda: province.cards.trust(*card, replacing=new, reason="đổi máy")).code == "AS-5118"
    assert refused(lambda: province.cards.trust(*card, replacing=old)).code == "AS-5119"
    assert cards(province) == before
    # Both named, and why: it takes the place, and the history keeps both.
    province.cards.trust(*card, replacing=old, reason="xã đổi máy")
    assert {each.fingerprint for each in province.cards.known()} == {new}
    with province.vault.reading() as store:
        reasons = {each.reason for unit, _ in cards(province) | before for each in store.log.of(unit)}
    assert any(each and old in each and new in each and "xã đổi máy" in each for each in reasons)
    province.incoming.receive(sent.path, usb)
    province.check()


def test_a_second_laptop_of_a_unit_may_send_beside_the_first(commune, province, stranger, usb):
    """Two communes that are one now have each their keys: who trusts the second must not lose the first."""
    trust(province, commune, usb)
    new_keys(stranger)
    as_device(stranger, "01970000-0000-7000-8000-00000000aaaa")
    own, old = stranger.cards.own(), commune.cards.own().fingerprint
    card = stranger.cards.write_own(usb)
    assert province.cards.look(card).may_stand_beside
    assert refused(lambda: province.cards.trust(card, own.fingerprint, beside=True)).code == "AS-5117"
    province.cards.trust(card, own.fingerprint, replacing=old, reason="hai xã nay là một", beside=True)
    assert {each.fingerprint for each in province.cards.known()} == {old, own.fingerprint}
    for each in (commune, stranger):
        trust(each, province, usb)
        each.cases.save(orphan())
        assert province.incoming.receive(each.outgoing.export(usb).path, usb).state == "imported"
    # Of one device no second key stands beside the first, and no unit has two receivers of one name.
    as_device(stranger, commune.cards.own().device)
    assert not province.cards.look(stranger.cards.write_own(usb)).may_stand_beside
    new_keys(province)
    as_device(province, "01970000-0000-7000-8000-00000000cccc")
    assert not commune.cards.look(province.cards.write_own(usb)).may_stand_beside


def test_another_unit_cannot_take_over_a_known_device(commune, province, tmp_path, usb):
    trust(province, commune, usb)
    other = replace(OFFICE, unit="30328@2025-07-01", name="Xã Khác")
    with Program(new_vault(tmp_path / "xã khác", other)[0]) as unlike:
        new_keys(unlike)
        as_device(unlike, commune.cards.own().device)
        assert refused(lambda: trust(province, unlike, usb)).code == "AS-5117"


def test_a_renamed_unit_with_its_keys_is_the_same_one(commune, province, usb):
    trust(province, commune, usb)
    office.change(commune.vault, replace(commune.office, name="Xã Vĩnh Thạnh"))
    with Program(commune.vault) as _:
        renamed = Program(commune.vault)
        trust(province, renamed, usb)
        assert [each.name for each in province.cards.known()] == ["Xã Vĩnh Thạnh"]


def test_only_an_administrator_says_whom_we_trust(commune, province, usb, tmp_path):
    words = "cánh đồng sáng sớm có cò bay"
    officers.add(province.vault, office.FirstOfficer("minh", "Lê Minh", words), "officer")
    province.vault.lock()
    with open_data(tmp_path / "tỉnh", "minh", words) as theirs:
        assert refused(lambda: trust(theirs, commune, usb)).code == "AS-1120"
    with open_data(tmp_path / "tỉnh", OFFICER, PASSWORD) as again:
        assert again.cards.known() == []


def test_packages_go_to_the_receiver_that_was_trusted_last(commune, province, tmp_path, usb):
    trust(commune, province, usb)
    later = replace(PROVINCE, unit="92@2025-07-01", name="A. Sở khác")
    with Program(new_vault(tmp_path / "sở khác", later)[0]) as other:
        new_keys(other)
        as_device(other, "01970000-0000-7000-8000-00000000bbbb")
        trust(commune, other, usb)
    with commune.vault.reading() as store:
        assert receiver_of(store).name == "A. Sở khác"
    assert commune.outgoing.waiting().receiver == "A. Sở khác"


def test_a_receiver_signs_no_packages_and_a_sender_no_receipts(commune, province, usb):
    trust(commune, province, usb)
    trust(province, commune, usb)
    commune.cases.save(orphan())
    made = commune.outgoing.export(usb)
    taken = province.incoming.receive(made.path, usb)
    with commune.vault.work("vai khác") as store:
        store.devices.units()[0].role = "sender"
    assert refused(lambda: commune.outgoing.take_receipt(taken.receipt)).code == "AS-5006"


def test_the_command_line_asks_for_the_digits(commune, province, usb, tmp_path, capsys):
    card, digits = commune.cards.write_own(usb), commune.cards.own().fingerprint
    province.vault.lock()
    password = tmp_path / "pw"
    password.write_text(factories.PASSWORD, "utf-8")
    common = ["card", "--data", str(tmp_path / "tỉnh"), "--password-file", str(password)]
    assert command.main([*common, "--trust", str(card)]) == 1
    told = capsys.readouterr().err
    assert "AS-5115" in told
    assert digits in told
    assert command.main([*common, "--trust", str(card), "--digits", "1" * 30]) == 1
    assert "AS-5116" in capsys.readouterr().err
    assert command.main([*common, "--trust", str(card), "--digits", digits]) == 0
    assert digits in capsys.readouterr().out
    assert command.main([*common, "--out", str(usb)]) == 0
    assert "Dãy số đối chiếu: " in capsys.readouterr().out
