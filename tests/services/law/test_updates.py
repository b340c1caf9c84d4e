"""Updates of the law come signed, are shown before they are accepted, and never change what was decided before."""

import datetime
import json
from pathlib import Path

import pytest

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import assistance, calendar, edition, law
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.law.checking import own_places
from ansinh_desktop.services.law.update_file import LawUpdate, Signer, write_update
from ansinh_desktop.services.law.updates import LawUpdates
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.law.november import paid, to_the_end

SOCIAL, HOLIDAYS = "rules/social_assistance", "rules/holidays"
OWN = edition.own_text(SOCIAL)
RAISED = OWN.replace(
    "[[pension_amount]]",
    """[[base]]
id = "base_700"
province = "*"
amount = 700000
effective_from = 2027-01-01
effective_to = 9999-12-31
article = "NĐ 1/2027"
mark = "✓"

[[pension_amount]]""",
    1,
)
IN_2027 = datetime.date(2027, 1, 31)
NOW = datetime.datetime(2026, 12, 1, 8, tzinfo=datetime.UTC)


@pytest.fixture
def raised(tmp_path: Path) -> Path:
    path = tmp_path / "social_assistance.toml"
    path.write_text(RAISED, encoding="utf-8")
    return path


def test_an_update_goes_from_the_receiving_unit_to_the_commune(commune, province, usb, raised):
    path = province.law.sign(usb, [raised], "Mức chuẩn từ 01/01/2027", "NĐ 1/2027")
    assert assistance.base_on(IN_2027).amount == 540_000
    update = commune.law.read(path)
    assert update.signer.name == "Sở Y tế tỉnh An Giang"
    commune.law.accept(update, "Theo công văn của Sở")
    assert assistance.base_on(IN_2027).amount == 700_000
    assert assistance.base_on(datetime.date(2026, 12, 31)).amount == 540_000
    (entry,) = commune.law.accepted()
    assert (entry.title, entry.by, entry.reason) == ("Mức chuẩn từ 01/01/2027", "lan", "Theo công văn của Sở")
    assert entry.fingerprint == update.fingerprint


def test_an_accepted_update_rules_whenever_the_data_are_opened(commune, province, usb, raised):
    commune.law.accept(commune.law.read(province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027")))
    edition.install(Edition())
    Program(commune.vault)
    assert assistance.base_on(IN_2027).amount == 700_000
    Program(province.vault)
    assert assistance.base_on(IN_2027).amount == 540_000


def test_before_it_is_accepted_everybody_it_touches_is_shown(commune, province, usb, raised):
    record = paid(commune)
    paid(commune, social_group="pension", disability_degree=None)
    update = commune.law.read(province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027"))
    shown = to_the_end(commune.law.preview(update))
    (change,) = shown.files
    assert change.label == "Trợ giúp xã hội"
    assert change.added == ("NĐ 1/2027: 700.000 đồng",)
    assert change.first_day == datetime.date(2027, 1, 1)
    (row,) = shown.amounts
    assert (row.record_id, row.month, row.before, row.after, row.difference) == (
        record,
        datetime.date(2027, 1, 1),
        1_080_000,
        1_400_000,
        320_000,
    )
    assert shown.of_month(datetime.date(2027, 1, 1)) == [row]
    assert shown.earlier(clock.today()) == []
    assert assistance.base_on(IN_2027).amount == 540_000


def test_what_was_decided_before_stays_as_it_was_decided(commune, province, usb, tmp_path):
    record = paid(commune)
    corrected = tmp_path / "social_assistance.toml"
    corrected.write_text(OWN.replace("amount = 540000", "amount = 600000"), encoding="utf-8")
    update = commune.law.read(province.law.sign(usb, [corrected], "Đính chính", "Công văn 5"))
    assert to_the_end(commune.law.preview(update)).amounts
    commune.law.accept(update)
    (kept,) = commune.entitlements.why(record, datetime.date(2026, 11, 30)).kept
    assert ("Mức trợ cấp (đồng)", "1.080.000") in kept.lines
    assert kept.same
    assert commune.entitlements.why(record, datetime.date(2026, 11, 30)).explanation.title.endswith(
        "1.200.000 đồng"
    )


def test_a_list_of_holidays_moves_time_limits(commune, province, usb, tmp_path):
    commune.cases.save(
        factories.case(
            "assistance",
            factories.DECIDED
            | {
                "received_on": clock.today().isoformat(),
                "decision_no": None,
                "decision_date": None,
                "start_month": None,
            },
        )
    )
    first = clock.today() + datetime.timedelta(days=1)
    while not calendar.national().is_working_day(first):
        first += datetime.timedelta(days=1)
    text = edition.own_text(HOLIDAYS) + f'\n[[holiday]]\ndate = {first}\nname = "Nghỉ bão"\nmark = "✓"\n'
    path = tmp_path / "holidays.toml"
    path.write_text(text, encoding="utf-8")
    update = commune.law.read(province.law.sign(usb, [path], "Nghỉ bão", "Công điện 1"))
    shown = to_the_end(commune.law.preview(update))
    assert [each.label for each in shown.files] == ["Ngày nghỉ, ngày làm bù"]
    assert shown.deadlines == 1
    assert calendar.national().is_working_day(first)
    commune.law.accept(update)
    assert not calendar.national().is_working_day(first)


# ---------------------------------------------------------------- what is refused


def refused(code, act):
    with pytest.raises(UserError) as error:
        act()
    assert error.value.code == code
    assert error.value.text
    assert error.value.todo


def signed(path: Path, texts=None, *, key=None, signer=None, issued=NOW) -> Path:
    update = LawUpdate(issued, "Thử", "NĐ 1", signer or Signer("Người lạ"), texts or {SOCIAL: RAISED})
    write_update(path, update, key or envelope.new_sign_key())
    return path


def test_nobody_else_may_change_the_law(commune, province, usb, raised, tmp_path):
    refused("AS-6504", lambda: commune.law.read(signed(tmp_path / "a.aglaw")))
    sender = commune.cards.own()
    claimed = Signer("Xã", sender.unit, sender.device)
    refused("AS-6505", lambda: commune.law.read(signed(tmp_path / "b.aglaw", signer=claimed)))
    factories.trust(province, commune, usb)
    path = commune.law.sign(usb, [raised], "Xã tự đặt", "–")
    refused("AS-6504", lambda: province.law.read(path))


def test_a_changed_file_is_refused(commune, province, usb, raised):
    path = province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027")
    path.write_text(path.read_text(encoding="utf-8").replace("700000", "900000"), encoding="utf-8")
    refused("AS-6505", lambda: commune.law.read(path))


def test_a_maker_whose_key_came_with_the_program_is_believed(commune, tmp_path, monkeypatch):
    key = envelope.new_sign_key()
    made = {"maker": [{"name": "Nhóm phát triển", "verify_key": envelope.verify_key_of(key)}]}
    own_table = edition.own_table
    monkeypatch.setattr(edition, "own_table", lambda name: made if name == "makers" else own_table(name))
    path = signed(tmp_path / "a.aglaw", key=key, signer=Signer("Nhóm phát triển"))
    assert commune.law.read(path).signer.unit == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.aglaw", "AS-6501"),
        ("text.aglaw", "AS-6502"),
        ("list.aglaw", "AS-6502"),
        ("new.aglaw", "AS-6503"),
    ],
)
def test_what_is_no_update_is_refused(commune, tmp_path, name, code):
    contents = {
        "text.aglaw": "không phải",
        "list.aglaw": "[]",
        "new.aglaw": json.dumps({"format": "ansinh-law", "version": 2}),
    }
    if name in contents:
        (tmp_path / name).write_text(contents[name], encoding="utf-8")
    refused(code, lambda: commune.law.read(tmp_path / name))


def trusted(program: Program, path: Path, texts, **more) -> Path:
    with program.vault.reading() as store:
        own = store.devices.own()
    signer = Signer("Xã", program.office.unit, own.id)
    return signed(path, texts, key=own.sign_key, signer=signer, **more)


@pytest.mark.parametrize(
    ("place", "change"),
    [
        ("rules/local", lambda text: text),
        ("rules/unknown", lambda text: text),
        (SOCIAL, lambda text: "= hỏng"),
        (SOCIAL, lambda text: text.replace("schema_version = 1", "schema_version = 2")),
        (SOCIAL, lambda text: text.replace('id = "nd20_k6_', 'id = "other_')),
        (SOCIAL, lambda text: text.replace("coefficient = 2.0", 'coefficient = "hai"', 1)),
        ("rules/deadlines", lambda text: text.replace('unit = "working_day"', 'unit = "tuần"')),
        ("rules/deadlines", lambda text: text.replace('id = "sa_total_2026"', 'id = "sa_total"')),
        ("rules/workflows", lambda text: text.replace('code = "paying"', 'code = "paid"')),
        ("code_lists/common", lambda text: text.replace('code = "male"', 'code = "man"')),
    ],
)
def test_texts_with_which_the_program_could_not_work_are_refused(commune, tmp_path, place, change):
    own = edition.own_text(place) if place in own_places() else "schema_version = 1\n"
    path = trusted(commune, tmp_path / "a.aglaw", {place: change(own)})
    refused("AS-6507", lambda: commune.law.read(path))
    assert law.workflow("social_assistance").has_state("paying")


def test_an_older_update_changes_nothing_any_more(commune, tmp_path):
    refused(
        "AS-6508",
        lambda: commune.law.read(
            trusted(
                commune,
                tmp_path / "a.aglaw",
                {SOCIAL: RAISED},
                issued=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC),
            )
        ),
    )
    commune.law.accept(commune.law.read(trusted(commune, tmp_path / "b.aglaw", {SOCIAL: RAISED})))
    refused("AS-6508", lambda: commune.law.read(trusted(commune, tmp_path / "c.aglaw", {SOCIAL: OWN})))


def test_of_two_updates_of_one_signer_the_one_signed_later_rules_whatever_the_clock_said(
    commune, province, usb, raised, monkeypatch
):
    """The clock of the receiving unit was a year ahead once: that must not shut its communes off from the law."""
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + datetime.timedelta(days=365))
    early = province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027")
    monkeypatch.setattr(clock, "now", right)
    raised.write_text(RAISED.replace("700000", "710000"), encoding="utf-8")
    late = province.law.sign(usb, [raised], "Đính chính", "NĐ 2/2027")
    assert early != late
    commune.law.accept(commune.law.read(early))
    assert assistance.base_on(IN_2027).amount == 700_000
    commune.law.accept(commune.law.read(late))
    assert assistance.base_on(IN_2027).amount == 710_000
    for again in (early, late):
        refused("AS-6508", lambda again=again: commune.law.read(again))
    assert [each.title for each in commune.law.accepted()] == ["Đính chính", "Mức mới"]
    Program(commune.vault)
    assert assistance.base_on(IN_2027).amount == 710_000


def test_after_a_copy_was_brought_back_the_clock_tells_again(commune, province, usb, raised):
    """The history of the signer has gone back: its numbers say nothing about what was signed before."""
    commune.law.accept(commune.law.read(province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027")))
    province.vault.begin_again("bản sao")
    raised.write_text(RAISED.replace("700000", "720000"), encoding="utf-8")
    path = province.law.sign(usb, [raised], "Mức khác", "NĐ 3/2027")
    content = json.loads(path.read_text(encoding="utf-8"))
    with province.vault.reading() as store:
        key, epoch = store.devices.own().sign_key, store.devices.own().epoch
    sender = content["signer"]
    assert sender["epoch"] == epoch
    lower = Signer(sender["name"], sender["unit"], sender["device"], epoch, 1)
    moment = clock.now()
    signed(path, {SOCIAL: RAISED.replace("700000", "720000")}, key=key, signer=lower, issued=moment)
    commune.law.accept(commune.law.read(path))
    assert assistance.base_on(IN_2027).amount == 720_000


def test_an_update_that_the_program_has_overtaken_is_left_out(commune, tmp_path, monkeypatch):
    commune.law.accept(commune.law.read(trusted(commune, tmp_path / "a.aglaw", {SOCIAL: RAISED})))
    own_table = edition.own_table
    later = {"issued": datetime.date(2027, 2, 1)}
    monkeypatch.setattr(edition, "own_table", lambda name: later if name == "edition" else own_table(name))
    Program(commune.vault)
    assert assistance.base_on(IN_2027).amount == 540_000


def test_only_the_administrator_changes_the_law(commune, province, usb, raised):
    update = commune.law.read(province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027"))
    officer = LawUpdates(commune.vault, Access("lan", "officer", access(commune.vault).rights))
    assert not officer.may_change
    refused("AS-6509", lambda: officer.accept(update))
    refused("AS-6509", lambda: officer.accept_local(officer.local_rows(), "Thử", "NQ 1"))
    refused("AS-6509", lambda: officer.sign(usb, [raised], "Thử", "NQ 1"))
    assert to_the_end(officer.preview(update)).files


def test_only_files_of_the_law_can_be_signed(province, tmp_path):
    stranger = tmp_path / "thu.toml"
    stranger.write_text("a = 1", encoding="utf-8")
    refused("AS-6510", lambda: province.law.sign(tmp_path, [stranger], "Thử", "NĐ 1"))
    refused("AS-6501", lambda: province.law.sign(tmp_path, [tmp_path / "holidays.toml"], "Thử", "NĐ 1"))


def test_a_preview_can_be_stopped(commune, province, usb, raised):
    paid(commune)
    steps = commune.law.preview(commune.law.read(province.law.sign(usb, [raised], "Mức mới", "NĐ 1/2027")))
    assert next(steps).total == 1
    steps.close()
    assert isinstance(commune.vault, Vault)
