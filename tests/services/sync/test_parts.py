"""Papers too large for one package go with several, and nothing is called received before its papers are there."""

import pytest

from ansinh_desktop.db.exchange.sending import SentKind
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import outgoing
from tests.factories import PROVINCE, case, new_vault, person, trust
from tests.paper_files import pdf

CHILD = {"groups": ["c"], "main_group": "c", "entered_on": "2022-05-01", "care_arrangement": "parents"}
NAMES = ("Danh Một", "Danh Hai", "Danh Ba", "Danh Bốn")


@pytest.fixture
def sides(tmp_path, monkeypatch):
    usb = tmp_path / "usb"
    usb.mkdir()
    paper = tmp_path / "giấy.pdf"
    with (
        Program(new_vault(tmp_path / "xã")[0]) as commune,
        Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province,
    ):
        trust(commune, province, usb)
        trust(province, commune, usb)
        made = []
        for place, name in enumerate(NAMES):
            made.append(
                commune.cases.save(
                    case("children", CHILD, person=person(full_name=name, birth_date="2015-02-03"))
                )
            )
            paper.write_bytes(pdf(f"Giay so {place}"))
            commune.attachments.add(made[-1], paper)
        monkeypatch.setattr(outgoing, "MOST_PAPERS", 2 * paper.stat().st_size + 50)
        yield commune, province, usb, made


def confirmed(commune, records):
    with commune.vault.reading() as store:
        sending = store.packages.sending()
        return [sending.kind_of(store.records.get(each)) is SentKind.CONFIRMED for each in records]


def papers(program, records):
    with program.vault.reading() as store:
        there = store.records.some(records)
    return sum(len(program.attachments.of_record(each)) for each in there)


def test_each_package_takes_what_fits_and_says_what_is_left(sides):
    commune, province, usb, made = sides
    first, second = commune.outgoing.export(usb), commune.outgoing.export(usb)
    assert (first.records, first.left) == (2, 2)
    assert (second.records, second.left) == (2, 0)
    for each in (first, second):
        taken = province.incoming.receive(each.path, usb)
        assert taken.state == "imported", "the second goes on where the first ended"
        commune.outgoing.take_receipt(taken.receipt)
    assert all(confirmed(commune, made))
    assert papers(province, made) == len(NAMES)
    assert not commune.outgoing.waiting().anything


def test_the_rest_also_goes_once_the_first_is_answered(sides):
    commune, province, usb, made = sides
    for expected in (2, 4):
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
        assert sum(confirmed(commune, made)) == expected
    assert papers(province, made) == len(NAMES)


def test_a_part_that_was_lost_is_asked_for(sides):
    commune, province, usb, made = sides
    commune.outgoing.export(usb).path.unlink()
    for _round in range(4):
        if not commune.outgoing.waiting().anything:
            break
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        commune.outgoing.take_receipt(taken.receipt)
    assert all(confirmed(commune, made))
    assert papers(province, made) == len(NAMES)
