"""A commune, known and trusted, cannot touch what another keeps: whose a row is, is asked of the row that is there."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from ansinh_desktop import ids
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.models import Base, ClosedMonth
from ansinh_desktop.db.ownership import LEANS
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan.figures import FigureInput
from ansinh_desktop.services.program import Program
from tests.factories import OFFICE, OFFICER, PASSWORD, PROVINCE, new_vault, orphan, trust
from tests.paper_files import pdf
from tests.services.sync.exchanging import Exchange
from tests.services.sync.test_gate import PIECE

TABLES = [each for each in MODELS if each != "hamlet"]
OTHER = replace(OFFICE, unit="30328@2025-07-01", name="Xã Khác")


def fill(program, usb, name):
    """Write one row of everything that travels; return them by table."""
    record, other = program.cases.save(orphan(f"Bé {name} Một")), program.cases.save(orphan(f"Bé {name} Hai"))
    people = [program.cases.get(each).person_id for each in (record, other)]
    found = {"record": record, "person": people[0]}
    found["household"] = program.people.save_household({"address": "Tổ 1"}, first=people[0])
    found["relation"] = program.people.relate(people[0], people[1], {"kind": "01"})
    program.cases.tell_apart(people[0], {}, people[1], "hai người")
    with program.vault.reading() as store:
        (found["likeness"],) = (each.id for each in store.packages.alike.decided(people).values())
    found["event"] = program.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
    paper = usb / f"{name}.pdf"
    paper.write_bytes(pdf(name))
    found["attachment"] = program.attachments.add(record, paper)
    year = Period.of("2025")
    program.plans.enter(year, [FigureInput("child_fund", "numerator", 5)])
    program.plans.close(year)
    with program.vault.work() as store:
        month = ClosedMonth(
            id=ids.new_id(), unit=program.office.unit, month="2026-10", closing=ids.new_id(), **PIECE
        )
        store.session.add(month)
        found["closed_month"] = month.id
        found["figure"] = store.figures.entered()[0].id
        found["closed_period"] = store.figures.closed()[0].id
    return found


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """Return the folders of a commune, a stranger and their receiver, and what each of the two has.

    What the honest commune has was sent; every test works on copies.
    """
    root = tmp_path_factory.mktemp("gửi rồi")
    usb = root / "usb"
    usb.mkdir()
    with (
        Program(new_vault(root / "xã")[0]) as commune,
        Program(new_vault(root / "tỉnh", PROVINCE)[0]) as province,
        Program(new_vault(root / "xã khác", OTHER)[0]) as stranger,
    ):
        for each in (commune, stranger):
            trust(each, province, usb)
            trust(province, each, usb)
        theirs, mine = fill(commune, usb, "A"), fill(stranger, usb, "B")
        assert province.incoming.receive(commune.outgoing.export(usb).path, usb).results == {"accepted": 2}
    return root, theirs, mine


def opened_copy(sent, folder, name):
    return Program(Vault.open(shutil.copytree(sent[0] / name, folder / name), OFFICER, PASSWORD))


@pytest.fixture
def commune(sent, tmp_path):
    with opened_copy(sent, tmp_path, "xã") as program:
        yield program


@pytest.fixture
def province(sent, tmp_path):
    with opened_copy(sent, tmp_path, "tỉnh") as program:
        yield program


@pytest.fixture
def stranger(sent, tmp_path):
    with opened_copy(sent, tmp_path, "xã khác") as program:
        yield program


@pytest.fixture
def usb(tmp_path):
    (tmp_path / "usb").mkdir()
    return tmp_path / "usb"


@pytest.fixture
def held(sent):
    """Return what the honest commune has sent, and what the stranger has of its own."""
    return sent[1:]


def kept(program, unit):
    """Return every column of all rows that a unit keeps, or that lean on one."""
    with program.vault.reading() as store:
        rows = {
            name: [
                dict(each) for each in store.session.execute(select(Base.metadata.tables[name])).mappings()
            ]
            for name in TABLES
        }
    own = {
        each["id"]
        for name in ("household", "person", "record")
        for each in rows[name]
        if each["unit"] == unit
    }
    return {
        name: [
            each
            for each in rows[name]
            if each.get("unit") == unit or own & {each["id"], each.get("record_id"), each.get("person_id")}
        ]
        for name in TABLES
    }


def send_bent(stranger, province, usb, bend):
    """Send the stranger's package with its rows bent; return what became of it, and of which rows it is told."""
    rig = Exchange.between(stranger, province, usb)
    taken = province.incoming.receive(rig.bent(stranger.outgoing.export(usb), bend), usb)
    _head, outcomes, _rows = rig.told(taken.receipt)
    return taken, {(each.table, each.id): each.code for each in outcomes if each.result == "rejected"}


@pytest.mark.parametrize("unit", ["its own", "the other's"])
@pytest.mark.parametrize("table", TABLES)
def test_a_row_of_another_commune_is_not_written_over_by_its_id(province, stranger, usb, held, table, unit):
    theirs, mine = held
    before = kept(province, OFFICE.unit)

    def bend(name, row):
        swapped = {key: theirs[table] if value == mine[table] else value for key, value in row.items()}
        if name == table and swapped["id"] == theirs[table] and "unit" in row and unit != "its own":
            swapped["unit"] = OFFICE.unit
        return swapped

    taken, named = send_bent(stranger, province, usb, bend)
    assert kept(province, OFFICE.unit) == before
    assert named[table, theirs[table]] == "AS-5108"
    assert taken.refused + taken.results.get("rejected", 0) == len(named)
    assert taken.results["accepted"] >= 1, "what is its own comes in"
    province.check()


@pytest.mark.parametrize("table", ["household", "person", "record"])
def test_a_new_row_that_names_another_commune_is_not_taken(province, stranger, usb, held, table):
    """It leans on nothing of the other's: only what it says of itself tells."""
    _theirs, mine = held
    before = kept(province, OFFICE.unit)

    def bend(name, row):
        return row | {"unit": OFFICE.unit} if name == table and row["id"] == mine[table] else row

    _taken, named = send_bent(stranger, province, usb, bend)
    assert kept(province, OFFICE.unit) == before
    assert named[table, mine[table]] == "AS-5108"


def test_a_person_who_leans_on_nobody_is_not_written_over(province, stranger, usb, held):
    before = kept(province, OFFICE.unit)
    (there,) = (each["id"] for each in before["person"] if each["household_id"] is None)
    (here,) = (each["id"] for each in kept(stranger, OTHER.unit)["person"] if each["household_id"] is None)

    def bend(_name, row):
        return {key: there if value == here else value for key, value in row.items()}

    _taken, named = send_bent(stranger, province, usb, bend)
    assert kept(province, OFFICE.unit) == before
    assert named["person", there] == "AS-5108"


SLIPPED = [
    ("event", "record_id", "record"),
    ("attachment", "record_id", "record"),
    ("relation", "other_id", "person"),
    ("relation", "person_id", "person"),
    ("record", "person_id", "person"),
    ("person", "household_id", "household"),
    ("household", "head_id", "person"),
]


OF_PAIRS = [("likeness", "one_id", "person"), ("likeness", "other_id", "person")]
"""A pair leans on nobody where a receiving unit decides of the people of two communes; what comes from a commune does."""


@pytest.mark.parametrize(("table", "column", "other"), [*SLIPPED, *OF_PAIRS])
def test_nothing_is_slipped_under_a_row_of_another_commune(  # noqa: PLR0917 - its units and what is bent
    province, stranger, usb, held, table, column, other
):
    theirs, mine = held
    before = kept(province, OFFICE.unit)

    def bend(name, row):
        return row | {column: theirs[other]} if name == table and row["id"] == mine[table] else row

    _taken, named = send_bent(stranger, province, usb, bend)
    assert kept(province, OFFICE.unit) == before
    assert (table, mine[table]) in named
    with province.vault.reading() as store:
        columns = Base.metadata.tables[table].c
        assert store.session.execute(select(columns.id).where(columns.id == mine[table])).first() is None


def test_every_column_by_which_a_row_leans_on_another_is_tried():
    declared = {(name, key, other) for name in TABLES for key, other in LEANS[name].items()}
    assert declared == set(SLIPPED)


def test_its_own_rows_may_be_changed_by_their_commune(commune, province, usb, held):
    theirs, _mine = held
    commune.cases.add_event(theirs["record"], "visit", "2026-11-21", {"findings": "vẫn khỏe"})
    commune.people.unrelate(theirs["relation"], "nhầm")
    commune.people.save_household({"address": "Tổ 2"}, theirs["household"])
    taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
    assert taken.refused == 0
    assert "rejected" not in taken.results
    assert len(province.cases.get(theirs["record"]).events) == 2
    province.check()
