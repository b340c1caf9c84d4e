"""Every public act of the services on what another unit keeps: nothing of it is written, and it is said so.

The acts are those of the matrix of rights, which leaves none out; each is done once by its own unit and once by a
receiving unit, and the history says which rows it wrote.
"""

import contextlib
import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from ansinh_desktop import ids
from ansinh_desktop.db.figures import FigureKey
from ansinh_desktop.db.history import WRITES, insert_rows
from ansinh_desktop.db.models import (
    Attachment,
    Base,
    Change,
    ClosedMonth,
    ClosedPeriod,
    Event,
    Figure,
    Grant,
    Hamlet,
    Household,
    Likeness,
    PaymentMonth,
    PaymentRow,
    Person,
    Record,
    Relation,
    Tracked,
    Unit,
    User,
)
from ansinh_desktop.db.ownership import LEANS
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.plan.told import Told
from ansinh_desktop.services.program import Program
from tests import factories
from tests.factories import OFFICE, PROVINCE, UNIT
from tests.paper_files import picture
from tests.services.sync.test_gate import PIECE
from tests.services.test_permissions import ACTS, World

_NAMES = ("Bưởi" + "".join(each) for each in itertools.product("aeiou", repeat=6))
_OWNED = tuple(LEANS)
REFUSED = frozenset({"AS-2033", "AS-2036", "AS-4210"})


class Carrying:
    """A data file of the receiving unit, written as a commune's package writes it."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vault, name)

    @contextlib.contextmanager
    def work(self, reason: str | None = None) -> Iterator[Any]:
        before = self._vault._chain.author
        self._vault._chain.author = "package"
        try:
            with self._vault.work(reason, taking_in=UNIT) as store:
                yield store
        finally:
            self._vault._chain.author = before


class Commune(Program):
    """What the commune does, seen from the receiving unit's data file."""

    @property
    def office(self) -> Office:
        return OFFICE


def written(vault: Vault, after: int) -> list[tuple[str, str]]:
    """Return the rows of units that the officer has written since a change: table and identifier."""
    with vault.reading() as store:
        query = select(Change.entity, Change.entity_id).where(
            Change.seq > after,
            Change.entity.in_(_OWNED),
            Change.act.in_(WRITES),
            Change.author != "package",
        )
        return [tuple(each) for each in store.session.execute(query)]  # type: ignore[misc]


def keeper(vault: Vault, table: str, row: str) -> str | None:
    """Return which unit keeps a row."""
    with vault.reading() as store:
        columns = Base.metadata.tables[table].c
        found = store.session.execute(select(*columns).where(columns.id == row)).mappings().first()
        if found is None or "unit" in found:
            return found["unit"] if found else None
        key, other = next(iter(LEANS[table].items()))
    return keeper(vault, other, found[key])


def last(vault: Vault) -> int:
    with vault.reading() as store:
        return store.log.last()[0]


def carried_out(world: World, act: Callable[[World], Any]) -> UserError | None:
    try:
        act(world)
    except UserError as error:
        return error
    return None


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Program, Program]]:
    """Return a commune and a receiving unit."""
    folder = tmp_path_factory.mktemp("ai giữ")
    with (
        Program(factories.new_vault(folder / "xã")[0]) as commune,
        Program(factories.new_vault(folder / "tỉnh", PROVINCE)[0]) as province,
    ):
        yield commune, province
    shutil.rmtree(folder, ignore_errors=True)


REGISTERS = ("children", "assistance")


def whole(world: World) -> str:
    """Return a record without faults, as its own unit made it."""
    return world.admin.cases.save(factories.orphan(world.name))


def at_home(world: World) -> str:
    world.admin.people.save_household({"address": "Tổ 1"}, first=world.person)
    return world.person


def beside(world: World) -> tuple[str, str]:
    """Return the household of somebody else, who is its head, and that person."""
    person = world.admin.cases.get(whole(world)).person_id
    return world.admin.people.save_household({"address": "Tổ 2"}, first=person), person


def two_of_one_home(world: World) -> tuple[str, str]:
    home, _head = beside(world)
    world.admin.people.join(world.person, home)
    return home, world.person


WRITING: dict[str, Callable[[World], Any]] = {
    "Cases.save": lambda w: w.officer.cases.save(
        replace(factories.orphan(f"{w.name}a"), record_id=whole(w), person_id=None)
    ),
    "Cases.move": lambda w: w.officer.cases.move(
        (record := whole(w)), w.admin.cases.get(record).steps[0][0], "2026-11-20", "lý do"
    ),
    "Cases.add_event": lambda w: w.officer.cases.add_event(
        whole(w), "visit", "2026-11-20", {"findings": "khỏe"}
    ),
    "People.save": lambda w: w.officer.people.save(
        w.person, {**w.admin.people.get(w.person).person, "birth_date": "2015-03-06"}
    ),
    "People.join": lambda w: w.officer.people.join(w.person, beside(w)[0]),
    "People.set_head": lambda w: w.officer.people.set_head(*two_of_one_home(w)),
    "People.leave": lambda w: w.officer.people.leave(at_home(w)),
}
"""Acts that the matrix of rights does without effect, done so that they write."""


@pytest.mark.parametrize("register", REGISTERS)
def test_no_act_of_any_service_writes_a_row_of_another_unit(both, register, tmp_path):
    commune, province = both
    theirs = Commune(Carrying(province.vault))  # type: ignore[arg-type]
    ours = Commune(Carrying(commune.vault))  # type: ignore[arg-type]
    wrong, writes = [], set()
    # What administrators alone do writes the law of the data file, and no row of a unit.
    acts = {name: act for name, (need, act) in ACTS.items() if need != "admin"} | WRITING
    own, foreign, before_own, before = None, None, -1, -1
    for name, act in acts.items():
        if (
            own is None or last(commune.vault) != before_own
        ):  # whatever was changed, the next act finds it fresh
            own = World(ours, commune, register, tmp_path, next(_NAMES))
            own.add()
        before_own = last(commune.vault)
        carried_out(own, act)
        does_write = bool(written(commune.vault, before_own))
        writes |= {name} if does_write else set()

        if foreign is None or last(province.vault) != before:
            foreign = World(theirs, province, register, tmp_path, next(_NAMES))
            foreign.add()
        before = last(province.vault)
        error = carried_out(foreign, act)
        rows = written(province.vault, before)
        kept = {keeper(province.vault, *each) for each in rows}
        if kept - {PROVINCE.unit}:
            wrong.append(f"{name} wrote {rows}")
        if does_write and not rows and (error is None or error.code not in REFUSED):
            wrong.append(f"{name} did nothing and said {error}")
    assert not wrong, "\n".join(wrong)
    # The matrix itself: what must stand among the acts that write, or it proves nothing.
    assert {
        *WRITING,
        "Cases.remove",
        "Cases.remove_event",
        "People.save_household",
        "People.relate",
        "People.unrelate",
        "Attachments.add",
        "Attachments.remove",
    } <= writes


CODES = {
    "Cases.add_event": "AS-2033",
    "Cases.remove_event": "AS-2033",
    "Cases.remove": "AS-2033",
    "Attachments.add": "AS-2033",
    "Attachments.remove": "AS-2033",
    "People.save": "AS-2036",
    "People.leave": "AS-2036",
    "People.unrelate": "AS-2036",
    "People.set_head": "AS-2036",
    "People.join": "AS-2036",
}


@pytest.mark.parametrize("name", CODES)
def test_it_is_said_in_one_sentence_whose_it_is(both, name, tmp_path):
    _commune, province = both
    theirs = Commune(Carrying(province.vault))  # type: ignore[arg-type]
    world = World(theirs, province, "children", tmp_path, next(_NAMES))
    world.add()
    error = carried_out(world, ACTS[name][1])
    assert error is not None
    assert error.code == CODES[name]


def test_a_case_of_another_unit_is_not_moved_reopened_or_saved(both, tmp_path):
    _commune, province = both
    theirs = Commune(Carrying(province.vault))  # type: ignore[arg-type]
    record = theirs.cases.save(factories.orphan("Bé Na"))
    case = province.cases.get(record)
    codes = set()
    for act in (
        lambda: province.cases.move(record, case.steps[0][0], "2026-11-20", "lý do"),
        lambda: province.cases.save(
            factories.case("children", dict(case.answers), person=dict(case.person), record_id=record)
        ),
    ):
        with pytest.raises(UserError) as caught:
            act()
        codes.add(caught.value.code)
    assert codes <= REFUSED | {"AS-2060"}


# The data layer itself


def row_of(store: Any, model: type[Any], unit: str) -> Any:
    """Return one row of a table that a unit keeps."""
    for each in store.session.scalars(select(model)):
        name = model.__tablename__
        if "unit" in model.__table__.c:
            if each.unit == unit:
                return each
        else:
            key, other = next(iter(LEANS[name].items()))
            table = Base.metadata.tables[other].c
            found = store.session.execute(select(table.unit).where(table.id == getattr(each, key))).scalar()
            if found == unit:
                return each
    raise AssertionError(f"no row of {model.__tablename__}")


@pytest.fixture(scope="module")
def full(both, tmp_path_factory):
    """Return the receiving unit's data file with one row of everything of a commune, and of its own."""
    _commune, province = both
    usb: Path = tmp_path_factory.mktemp("usb")
    for program in (Commune(Carrying(province.vault)), Program(province.vault)):  # type: ignore[arg-type]
        record, other = (program.cases.save(factories.orphan(f"Bé {each}")) for each in ("Cam", "Quýt"))
        people = [program.cases.get(each).person_id for each in (record, other)]
        program.people.save_household({"address": "Tổ 1"}, first=people[0])
        program.people.relate(people[0], people[1], {"kind": "01"})
        program.cases.add_event(record, "visit", "2026-11-20", {"findings": "khỏe"})
        program.cases.tell_apart(people[0], program.people.get(people[0]).person, people[1], "Hai anh em")
        paper = usb / "a.png"
        paper.write_bytes(picture("PNG"))
        program.attachments.add(record, paper)
        with program.vault.work() as store:
            store.people.set_hamlets(program.office.unit, ("Ấp Một", "Ấp Hai"))
            month = store.paid_months.add(program.office.unit, "children", "2026-11")
            store.paid_months.write_rows(month, [paid_row(people[0], record)])
            year, unit = Period.of("2025"), program.office.unit
            store.figures.enter(FigureKey(unit, "child_fund", "numerator", year), 9, "", "Lê Thị Lan")
            told = Told("kh322_2022", year.code, unit, "Xã", [], [])
            store.figures.close(unit, "kh322_2022", year, told.kept(), "x")
            store.session.add(
                ClosedMonth(id=ids.new_id(), unit=unit, month="2026-10", closing=ids.new_id(), **PIECE)
            )
    return province


def paid_row(person: str, record: str) -> dict[str, Any]:
    line = Line(person, record, "TE-1", "c1", "Bé Cam", None, None, None, {"allowance": 1}, 1)
    return line.content


MODELS: dict[type[Any], dict[str, Any]] = {
    Household: {"note": "x"},
    Person: {"note": "x"},
    Relation: {"note": "x"},
    Hamlet: {"name": "x"},
    Record: {"closed_on": "2026-01-01"},
    Event: {"note": "x"},
    Attachment: {"name": "x"},
    PaymentMonth: {"digest": "x"},
    PaymentRow: {"outcome_note": "x"},
    Figure: {"value": 7},
    ClosedPeriod: {"signature": "y"},
    ClosedMonth: {"digest": "x"},
    Likeness: {"reason": "x"},
}


def refused(program: Program, act: Callable[[Any], None], taking_in: str | None = None) -> str:
    """Return the code with which a unit of work is refused."""
    with pytest.raises(UserError) as caught, program.vault.work(taking_in=taking_in) as store:
        act(store)
    return caught.value.code


def change(store: Any, model: type[Any], unit: str, mark: str) -> None:
    """Change one row that a unit keeps."""
    row = row_of(store, model, unit)
    for key, value in MODELS[model].items():
        setattr(row, key, f"{value}{mark}")


def test_every_table_with_rows_of_units_is_guarded():
    tracked: set[Any] = {each.class_ for each in Base.registry.mappers if issubclass(each.class_, Tracked)}
    assert (
        tracked - {User, Grant, Unit}
        == set(MODELS)
        == {each for each in tracked if each.__tablename__ in LEANS}
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__tablename__)
@pytest.mark.parametrize("how", ["change", "delete", "take"])
def test_no_row_of_another_unit_is_changed_deleted_or_taken(full, model, how):
    def attempt(store: Any) -> None:
        row = row_of(store, model, UNIT)
        if how == "delete":
            store.session.delete(row)
        elif how == "change":
            for key, value in MODELS[model].items():
                setattr(row, key, value)
        elif "unit" in model.__table__.c:
            row.unit = PROVINCE.unit
        else:
            key, other = next(iter(LEANS[model.__tablename__].items()))
            mine = {"record": Record, "person": Person}[other]
            setattr(row, key, row_of(store, mine, PROVINCE.unit).id)
        store.session.flush()

    assert refused(full, attempt) in REFUSED


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__tablename__)
@pytest.mark.parametrize("at_once", [True, False])
def test_no_row_is_added_for_another_unit_or_under_one_of_its_rows(full, model, at_once):
    def attempt(store: Any) -> None:
        like = row_of(store, model, UNIT)
        values = {each.key: getattr(like, each.key) for each in model.__table__.c if each.key != "row"}
        values |= {"id": ids.new_id(), "number": "x"} if "number" in values else {"id": ids.new_id()}
        store.session.expunge_all()
        if at_once:
            insert_rows(store.session, model, [values])
        else:
            store.session.add(model(**values))
            store.session.flush()

    assert refused(full, attempt) in REFUSED


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__tablename__)
def test_a_unit_writes_its_own_rows(full, model):
    with full.vault.work() as store:
        row = row_of(store, model, PROVINCE.unit)
        for key, value in MODELS[model].items():
            setattr(row, key, value)
    full.check()


@pytest.mark.parametrize("model", MODELS, ids=lambda each: each.__tablename__)
def test_a_package_writes_the_rows_of_its_unit_and_none_of_ours(full, model):
    with full.vault.work(taking_in=UNIT) as store:
        change(store, model, UNIT, "2")
    assert refused(full, lambda store: change(store, model, PROVINCE.unit, "3"), taking_in=UNIT) in REFUSED
    # And it is over with the package.
    assert refused(full, lambda store: change(store, model, UNIT, "4")) in REFUSED


@pytest.mark.parametrize("model", [*MODELS, User, Grant, Unit], ids=lambda each: each.__tablename__)
def test_rows_are_never_written_in_bulk_past_the_history(full, model):
    for statement in (update(model).values(seq=1), delete(model), insert(model).values(seq=1)):
        with pytest.raises(BugError), full.vault.work() as store:
            store.session.execute(statement)


def test_the_registers_tried_are_there():
    assert set(REGISTERS) <= set(catalog.registers())
