"""What a province sets goes from the receiving unit to its communes, signed, shown before, and only from its day on."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from ansinh_desktop import clock
from ansinh_desktop.crypto import envelope
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import assistance, calendar, deadlines, edition, law
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.update_file import LawUpdate, Signer, read_update, write_update
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.law.november import BASE, GROUP, RESOLUTION, paid, to_the_end

NOVEMBER, DECEMBER = datetime.date(2026, 11, 30), datetime.date(2026, 12, 31)
LIMIT: dict[str, Any] = {"article": "QĐ 5/QĐ-UBND", "id": "child_intervention_12h", "limit": 8}


def enter(program: Program, kind: str, answers) -> str:
    """Enter a local rule where the program is; return the name of its row or group."""
    Program(program.vault)  # its own law is the one that is asked
    rows = program.law.with_row(program.law.local_rows(), kind, answers)
    program.law.accept_local(rows, local.FORMS[kind][0], RESOLUTION)
    row = rows[kind][-1]
    return str(row.get("group", row.get("id")))


def taken(commune: Program, path: Path) -> None:
    Program(commune.vault)
    commune.law.accept(commune.law.read(path))


def title(program: Program, record: str, day: datetime.date) -> str:
    return program.entitlements.why(record, day).explanation.title


def refused(code, act) -> UserError:
    with pytest.raises(UserError) as error:
        act()
    assert error.value.code == code
    return error.value


def test_amounts_change_from_the_day_on_and_earlier_months_do_not(commune, province, usb):
    enter(province, "base", BASE)
    path = province.law.hand_down(usb)
    Program(commune.vault)
    record = paid(commune)
    update = commune.law.read(path)
    assert update.title == "Quy định của tỉnh An Giang"
    assert update.source == RESOLUTION
    shown = to_the_end(commune.law.preview(update))
    (row,) = shown.amounts
    assert (row.record_id, row.month, row.before, row.after) == (
        record, datetime.date(2026, 12, 1), 1_080_000, 1_200_000,
    )  # fmt: skip
    assert shown.files[0].added == (f"{RESOLUTION}: 600.000 đồng",)
    assert title(commune, record, DECEMBER).endswith("1.080.000 đồng")
    commune.law.accept(update, "Công văn 9")
    assert title(commune, record, DECEMBER).endswith("1.200.000 đồng")
    assert title(commune, record, NOVEMBER).endswith("1.080.000 đồng")
    (kept,) = commune.entitlements.why(record, NOVEMBER).kept
    assert ("Mức trợ cấp (đồng)", "1.080.000") in kept.lines
    assert kept.same
    assert "local" not in kept.version
    (entry,) = commune.law.accepted()
    assert (entry.signer, entry.reason) == ("Sở Y tế tỉnh An Giang", "Công văn 9")
    edition.install(Edition())
    Program(commune.vault)
    assert title(commune, record, DECEMBER).endswith("1.200.000 đồng")


def test_what_the_commune_has_set_lies_beside_it(commune, province, usb):
    enter(commune, "off", {"date": "2026-12-07", "name": "Nghỉ bão"})
    enter(commune, "limit", LIMIT | {"limit": 10})
    enter(province, "base", BASE)
    enter(province, "limit", LIMIT)
    taken(commune, province.law.hand_down(usb))
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 600_000
    assert not calendar.national().is_working_day(datetime.date(2026, 12, 7))
    assert deadlines.deadline(LIMIT["id"]).limit == 8
    enter(commune, "limit", LIMIT | {"limit": 6})
    assert deadlines.deadline(LIMIT["id"]).limit == 6
    assert len(commune.law.local_rows()["limit"]) == 2
    above, giver = commune.law.handed_down()
    assert ([row["amount"] for row in above["base"]], giver) == ([600_000], "Sở Y tế tỉnh An Giang")


def test_a_group_of_the_province_travels_to_the_communes_and_back(commune, province, usb):
    group = enter(province, "group", GROUP)
    own = enter(commune, "group", GROUP | {"label": "Nhóm khác"})
    assert group != own
    taken(commune, province.law.hand_down(usb))
    elder = factories.person(birth_date="1960-01-01")
    answers = {"social_group": group, "received_on": "2026-11-05"}
    record = commune.cases.save(factories.case("assistance", answers, person=elder))
    assert title(commune, record, DECEMBER).endswith("270.000 đồng")
    made = commune.outgoing.export(usb)
    Program(province.vault)
    outcome = province.incoming.receive(made.path, usb)
    assert outcome.results == {"accepted": 1}


def test_what_the_province_takes_back_goes_and_its_words_stay(commune, province, usb):
    group = enter(province, "group", GROUP)
    enter(province, "base", BASE)
    taken(commune, province.law.hand_down(usb))
    Program(province.vault)
    rows = local.without_row(local.without_row(province.law.local_rows(), "group", 0), "base", 0)
    province.law.accept_local(rows, "Bỏ", RESOLUTION)
    again = enter(province, "group", GROUP | {"label": "Nhóm khác hẳn"})
    assert again != group
    taken(commune, province.law.hand_down(usb))
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 540_000
    codes = law.code_list("social_group")
    assert codes.label_of(group) == GROUP["label"]
    assert group not in codes.codes_on(DECEMBER)
    assert again in codes.codes_on(DECEMBER)


def test_everything_may_be_taken_back(commune, province, usb):
    enter(province, "base", BASE)
    taken(commune, province.law.hand_down(usb))
    Program(province.vault)
    province.law.accept_local(local.without_row(province.law.local_rows(), "base", 0), "Bỏ", RESOLUTION)
    taken(commune, province.law.hand_down(usb))
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 540_000


def test_many_resolutions_fit_into_one_file(commune, province, usb):
    for number in range(40):
        enter(
            province, "off", {"date": f"2027-03-{number % 28 + 1:02}", "name": f"Nghỉ bão số {number} " * 8}
        )
    taken(commune, province.law.hand_down(usb))
    assert len(commune.law.handed_down()[0]["off"]) == 40


def test_an_older_set_of_rules_does_not_come_back(commune, province, usb, tmp_path):
    enter(province, "base", BASE)
    first = province.law.hand_down(usb).rename(usb / "cũ.aglaw")
    enter(province, "base", BASE | {"amount": 650_000})
    second = province.law.hand_down(usb)
    taken(commune, second)
    refused("AS-6508", lambda: commune.law.read(first))
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 650_000


def test_national_rules_and_those_of_the_province_do_not_overtake_each_other(
    commune, province, usb, tmp_path
):
    enter(province, "base", BASE)
    path = province.law.hand_down(usb).rename(usb / "tỉnh.aglaw")
    holidays = tmp_path / "holidays.toml"
    holidays.write_text(
        edition.own_text("rules/holidays") + '\n[[holiday]]\ndate = 2026-12-08\nname = "Bão"\nmark = "✓"\n',
        encoding="utf-8",
    )
    taken(commune, province.law.sign(usb, [holidays], "Nghỉ bão", "Công điện 1"))
    taken(commune, path)
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 600_000
    assert not calendar.national().is_working_day(datetime.date(2026, 12, 8))


def test_a_newer_program_does_not_overtake_what_the_province_set(commune, province, usb, monkeypatch):
    enter(province, "base", BASE)
    taken(commune, province.law.hand_down(usb))
    own_table = edition.own_table
    later = {"issued": datetime.date(2027, 2, 1)}
    monkeypatch.setattr(edition, "own_table", lambda name: later if name == "edition" else own_table(name))
    Program(commune.vault)
    assert assistance.base_on(DECEMBER, assistance.local_levels()).amount == 600_000


def test_only_the_receiving_unit_hands_rules_down(commune, province, usb, tmp_path, monkeypatch):
    refused("AS-6511", lambda: province.law.hand_down(usb))
    enter(commune, "base", BASE)
    refused("AS-6507", lambda: commune.law.read(commune.law.hand_down(usb)))
    key = envelope.new_sign_key()
    makers = {"maker": [{"name": "Nhóm phát triển", "verify_key": envelope.verify_key_of(key)}]}
    own_table = edition.own_table
    monkeypatch.setattr(edition, "own_table", lambda name: makers if name == "makers" else own_table(name))
    text = local.text_of(commune.law.local_rows())
    update = LawUpdate(clock.now(), "Thử", "NĐ 1", Signer("Nhóm phát triển"), {"rules/local": text})
    write_update(tmp_path / "a.aglaw", update, key)
    assert "đơn vị nhận gói" in refused("AS-6507", lambda: commune.law.read(tmp_path / "a.aglaw")).text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("schema_version = 1", "schema_version = 2"),
        lambda text: text.replace("amount = 600000", 'amount = "sáu trăm nghìn"'),
        lambda text: text.replace("[[base]]", "[[base"),
        lambda text: text.replace("base_local_91_1", ""),
        lambda text: text.replace('id = "base_local_91_1"\n', ""),
    ],
)
def test_rules_with_which_the_program_could_not_work_are_refused(commune, province, usb, tmp_path, change):
    enter(province, "base", BASE)
    update = read_update(province.law.hand_down(usb)).update
    text = change(update.texts["rules/local"])
    assert text != update.texts["rules/local"]
    with province.vault.reading() as store:
        key = store.devices.own().sign_key
    spoilt = LawUpdate(clock.now(), update.title, update.source, update.signer, {"rules/local": text})
    write_update(tmp_path / "a.aglaw", spoilt, key)
    Program(commune.vault)
    refused("AS-6507", lambda: commune.law.read(tmp_path / "a.aglaw"))
    assert commune.law.handed_down()[0]["base"] == []
