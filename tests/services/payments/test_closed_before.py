"""A month that was closed, and is open again because an older copy took the place of the data: another list is told."""

import json

import pytest

from ansinh_desktop.db.months.closings import FILE
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.services.payments.commune import JULY, JUNE, MONEY, NAMES, change, closed, people

TOLD = "AS-4237"


@pytest.fixture
def office(tmp_path):
    """Return a commune whose June was closed after a copy was made, with the copy in the place of the data."""
    folder = tmp_path / "xã"
    program = Program(factories.new_vault(folder)[0])
    records = people(program, NAMES[:2])
    copy = program.backups.take()
    assert copy is not None
    closed(program, JUNE)
    program.backups.restore(copy.name)
    program.vault.lock()
    program = open_data(folder, factories.OFFICER, factories.PASSWORD)
    yield program, records
    program.vault.lock()


def codes(program, month=JUNE):
    return [each.code for each in program.payments.view(month).met]


def test_the_same_list_is_closed_again_without_a_word(office):
    program, _records = office
    assert program.payments.view(JUNE).state == "none"
    assert codes(program) == []
    assert closed(program, JUNE).state == "closed"


def test_another_list_is_told_and_closed_only_with_a_reason_that_is_printed(office):
    program, records = office
    change(program, records[NAMES[0]], disability_degree="very_severe")
    assert codes(program) == [TOLD]
    assert "06/2022" in program.payments.view(JUNE).met[0].said
    program.payments.prepare(JUNE)
    assert program.payments.view(JUNE).unkept == 1
    program.payments.keep(JUNE, "Danh sách cũ chưa in", TOLD)
    assert program.payments.view(JUNE).unkept == 0
    program.payments.check(JUNE)
    program.payments.approve(JUNE)
    view = program.payments.close(JUNE)
    assert [(each.code, each.kept) for each in view.met] == [(TOLD, "Danh sách cũ chưa in")]
    assert codes(program, JULY) == ["AS-4215"]  # of another month nothing is told but its own


def test_what_a_leader_opened_again_was_no_other_list(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        records = people(program, NAMES[:2])
        closed(program, JUNE)
        program.payments.reopen(JUNE, "Nhầm mức")
        change(program, records[NAMES[0]], disability_degree="very_severe")
        assert codes(program) == []


def test_beside_the_data_stands_nothing_of_the_list(office):
    program, _records = office
    said = (program.vault.folder / FILE).read_text(encoding="ascii")
    assert list(json.loads(said)) == [f"{factories.UNIT} assistance 2022-06"]
    assert not any(word in said for word in (*NAMES, str(MONEY), "540"[:3] + ".000"))


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"\xff", b'{"x": 1}'])
def test_a_damaged_memory_keeps_nobody_from_working(office, content):
    program, records = office
    (program.vault.folder / FILE).write_bytes(content)
    change(program, records[NAMES[0]], disability_degree="very_severe")
    assert codes(program) == []
    closed(program, JUNE)


def test_a_memory_that_somebody_changed_is_told(office):
    program, _records = office
    path = program.vault.folder / FILE
    for said in ("bm8=", "không"):
        path.write_text(json.dumps({f"{factories.UNIT} assistance 2022-06": said}), encoding="ascii")
        assert codes(program) == [TOLD]
