"""Who stands in a register that one may not see, or that goes by numbers, is learned from nowhere."""

import contextlib
import dataclasses
import datetime
import functools
import inspect
import itertools
import re
import unicodedata
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import goes_by_code
from ansinh_desktop.services import overview, search
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.program import Program
from tests import factories

OPEN, DAY = "assistance", datetime.date(2026, 11, 20)
MARK = "Zzkín"


@dataclasses.dataclass(eq=False)
class World:
    """One person in every register, each in that one alone, and what would tell of them."""

    admin: Program
    folder: Path
    records: dict[str, str] = dataclasses.field(default_factory=dict)
    people: dict[str, str] = dataclasses.field(default_factory=dict)
    events: dict[str, str] = dataclasses.field(default_factory=dict)
    papers: dict[str, str] = dataclasses.field(default_factory=dict)
    household: str = ""
    relation: str = ""

    @functools.cache  # noqa: B019 - one world a run; looked up for every act
    def secrets(self, register: str) -> set[str]:
        number = self.admin.cases.get(self.records[register]).number
        return {
            name_in(register),
            self.records[register],
            self.people[register],
            number,
            f"{MARK}-{register}",
        }

    def as_officer(self, role: str, rights: dict[str, str]) -> Program:
        return Program(self.admin.vault, may=Access("minh", role, rights))


def name_in(register: str) -> str:
    return f"{MARK} {register.replace('_', ' ').title()}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterable[World]:
    folder = tmp_path_factory.mktemp("hidden")
    vault, _ = factories.new_vault(folder / "data")
    made = World(Program(vault), folder / "out")
    made.folder.mkdir()
    for register in catalog.registers():
        person = factories.person(
            full_name=name_in(register), phone="0900000001", address=f"{MARK}-{register}", hamlet="Hòa Phú"
        )
        record = made.admin.cases.save(CaseInput(register, person, {}, final=False))
        made.records[register] = record
        made.people[register] = made.admin.cases.get(record).person_id
        kind = next(each for each in catalog.register(register).events if not each.automatic)
        with vault.work() as store:
            event = store.records.add_event(
                record, kind.code, "2026-11-01", answers={}, note=f"{MARK}-{register}"
            )
            made.events[register] = event.id
        paper = folder / f"{MARK}-{register}.png"
        paper.write_bytes(_PNG + register.encode())
        made.papers[register] = made.admin.attachments.add(record, paper)
        made.admin.cases.drafts.keep(f"new:{register}", {"x": f"{MARK}-{register}"}, None, register)
    people = made.admin.people
    made.household = people.save_household({"address": "Tổ 1"}, first=made.people[OPEN])
    for register in catalog.registers():
        if register != OPEN:
            people.join(made.people[register], made.household)
            made.relation = people.relate(made.people[register], made.people[OPEN], {"kind": "01"})
    yield made
    vault.lock()


def flat(value: Any, depth: int = 0) -> str:
    """Return everything that a value says, generators walked to their end."""
    if depth > 7 or isinstance(value, type):
        return ""
    if hasattr(value, "__next__"):
        return " ".join(flat(each, depth + 1) for each in itertools.islice(value, 3000))
    if isinstance(value, dict):
        return " ".join(f"{flat(key, depth + 1)} {flat(each, depth + 1)}" for key, each in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(flat(each, depth + 1) for each in value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if dataclasses.is_dataclass(value) and not isinstance(value, type(catalog.register(OPEN))):
        return " ".join(flat(getattr(value, each.name, ""), depth + 1) for each in dataclasses.fields(value))
    return str(value)


def shared(names: tuple[str, ...], given: list[Any]) -> dict[str, list[Any]]:
    return {name: list(given) for name in names}


def candidates(world: World, name: str, hidden: str) -> list[Any]:
    """Return what may be given for a parameter, the identifiers of what is hidden first."""
    known: dict[str, list[Any]] = {
        **{key: [world.records[hidden]] for key in ("record_id", "record")},
        **{key: [world.people[hidden]] for key in ("person_id", "first", "other_id", "but")},
        "event_id": [world.events[hidden]],
        "attachment_id": [world.papers[hidden]],
        "relation_id": [world.relation],
        "household_id": [world.household],
        **{key: [OPEN, hidden] for key in ("register", "register_code", "code")},
        "rows": [array("q", range(60))],
        **{key: [MARK, f"{catalog.register(hidden).prefix}-30325"] for key in ("typed", "query")},
        "sources": [("person.full_name", "record.number", "person.address")],
        "source": ["person.full_name", "record.state", "person.hamlet"],
        "key": [f"new:{hidden}", world.records[hidden]],
        "person": [factories.person(full_name=name_in(hidden))],
        "values": [{"kind": "01"}],
        "case": [
            CaseInput(OPEN, factories.person(), {}, person_id=world.people[hidden], final=False),
            CaseInput(hidden, factories.person(), {}, record_id=world.records[hidden], final=False),
        ],
        **{key: [world.folder] for key in ("folder", "receipts")},
        **{key: [world.folder / "o.xlsx", world.folder / "o.pdf"] for key in ("path", "target", "file")},
        **{key: [DAY] for key in ("day", "date", "month")},
        "state": ["received"],
        "life": ["death", "move"],
        "said": [{"on": "2026-11-01", "place": "Cần Thơ", "household": True}],
        "kind": ["visit"],
        **{key: [{}] for key in ("answers", "kept", "view")},
        **{key: ["x"] for key in ("reason", "note", "title", "name", "text")},
        "hamlets": [["Hòa Phú"], []],
        "now": [datetime.datetime.combine(DAY, datetime.time(8))],
        "registers": [[OPEN, hidden], [hidden]],
    }
    return known.get(name, [None])


def argument_lists(world: World, method: Any, hidden: str) -> Iterable[tuple[list[Any], dict[str, Any]]]:
    choices = []
    for name, each in inspect.signature(method).parameters.items():
        if each.kind in (each.VAR_KEYWORD, each.VAR_POSITIONAL):
            continue
        found = candidates(world, name, hidden)
        if name == "on":
            found = [DAY] if "date" in str(each.annotation) else [DAY.isoformat()]
        if name == "query" and "ListQuery" in str(each.annotation):
            found = [ListQuery(OPEN), ListQuery(hidden), ListQuery(OPEN, only=(world.records[hidden],))]
        if found == [None] and each.default is not inspect.Parameter.empty:
            found = [each.default]
        choices.append([(name, value, each.kind is each.KEYWORD_ONLY) for value in found])
    for chosen in itertools.islice(itertools.product(*choices), 10):
        yield (
            [value for _name, value, by_name in chosen if not by_name],
            {name: value for name, value, by_name in chosen if by_name},
        )


def told(world: World, method: Any, given: list[Any], named: dict[str, Any]) -> str:
    """Return what a call gave back and what it wrote to files; nothing where it refused."""
    said = ""
    # Wrong kinds of arguments are tried as well: whatever it raises is no answer.
    with contextlib.suppress(Exception):
        said = flat(method(*given, **named))
    for file in [each for each in world.folder.rglob("*") if each.is_file()]:
        said += file.read_bytes().decode("utf-8", "replace")
        file.unlink()
    return said


def tells(said: str, secret: str) -> bool:
    # Whole: the prefix of one register may end that of another.
    return secret in said and re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", said) is not None


GRANTS = {
    "leader of one register": ("leader", lambda code: "rwpx" if code == OPEN else ""),
    "viewer of one register": ("viewer", lambda code: "r" if code == OPEN else ""),
    "officer who sees no register that goes by numbers": (
        "officer",
        lambda code: "" if catalog.register(code).by_code else "rwpx",
    ),
    "officer without any": ("officer", lambda _code: ""),
}


def services_of(program):
    """Return everything that works for the officer, by name."""
    found = {
        name: each
        for name, each in inspect.getmembers(program)
        if not name.startswith("_") and type(each).__module__.startswith("ansinh_desktop.services.")
    }
    assert found.keys() >= {
        "cases",
        "people",
        "listing",
        "review",
        "agenda",
        "attachments",
        "outgoing",
        "payments",
    }
    return {name: each for name, each in found.items() if not isinstance(each, Access | Office)}


WHOLE = ("leader of one register", "officer who sees no register that goes by numbers")
"""Looked through for every hidden register; for the others each method with a third, not the same for all."""


@pytest.mark.parametrize(
    ("grant", "every"),
    [
        *((each, 1 if each in WHOLE else 3) for each in GRANTS),
        *(pytest.param(each, 1, marks=pytest.mark.slow) for each in GRANTS if each not in WHOLE),
    ],
)
def test_no_public_method_of_any_service_tells_of_what_its_officer_may_not_see(world, grant, every):
    role, rights = GRANTS[grant]
    granted = {code: rights(code) for code in catalog.registers()}
    officer = world.as_officer(role, granted)
    leaks = []
    for name, service in services_of(officer).items():
        for method_name, _ in inspect.getmembers(type(service), inspect.isfunction):
            if method_name.startswith("_"):
                continue
            for hidden in (code for code, right in granted.items() if not right):
                if zlib.crc32(f"{name}.{method_name}.{hidden}".encode()) % every:
                    continue
                method, secrets = getattr(service, method_name), world.secrets(hidden)
                for given_, named in argument_lists(world, method, hidden):
                    said = told(world, method, given_, named)
                    echoed = flat([given_, named])
                    found = [each for each in secrets if tells(said, each) and each not in echoed]
                    leaks += [f"{name}.{method_name} tells {each}" for each in found]
    assert leaks == []


@pytest.mark.parametrize("grant", GRANTS)
def test_neither_search_nor_overview_tells_of_what_the_officer_may_not_see(world, grant):
    role, rights = GRANTS[grant]
    granted = {code: rights(code) for code in catalog.registers()}
    officer = world.as_officer(role, granted)
    everything: list[Any] = [overview.overview(officer.vault, officer.access)]
    for typed in (
        MARK,
        "zzkin",
        "0900000001",
        "hoa phu",
        *(each.prefix + "-3" for each in catalog.registers().values()),
    ):
        everything += search.find(officer.vault, officer.access, typed, 1000)
    for hidden in (code for code, right in granted.items() if not right):
        assert not [each for each in world.secrets(hidden) if tells(flat(everything), each)]


def test_the_fuzzer_sees_what_is_not_hidden(world):
    """So that silence above is no empty question."""
    everybody = world.as_officer("admin", dict.fromkeys(catalog.registers(), "rwpx"))
    assert world.people["trafficking"] in flat(everybody.people.find(MARK))
    assert world.secrets(OPEN) & set(flat(search.find(everybody.vault, everybody.access, MARK)).split())


def test_what_goes_by_numbers_never_stands_beside_a_name_even_for_who_may_see_it(world):
    admin = world.admin
    hits = search.find(admin.vault, admin.access, MARK, 100)
    coded = {code for code, each in catalog.registers().items() if each.by_code}
    assert coded
    assert {register for hit in hits for _record, register in hit.records}.isdisjoint(coded)
    assert {hit.name for hit in hits}.isdisjoint(name_in(code) for code in coded)
    listed = flat(admin.people.page(admin.people.rows()))
    for code in coded:
        assert name_in(code) not in listed
        view = admin.people.get(world.people[code])
        assert view.records == []
        assert admin.cases.person(world.people[code]).records == []


def test_a_record_that_goes_by_its_number_is_found_by_it(world):
    admin = world.admin
    number = admin.cases.get(world.records["trafficking"]).number
    (hit,) = search.find(admin.vault, admin.access, number.lower())
    assert (hit.name, hit.person_id, hit.records) == (
        number,
        "",
        ((world.records["trafficking"], "trafficking"),),
    )


@pytest.fixture
def program(tmp_path):
    vault, _ = factories.new_vault(tmp_path / "data")
    yield Program(vault)
    vault.lock()


def test_hidden_namesakes_crowd_nobody_out(program):
    """Rights come before limits."""
    reg = catalog.register("drug_treatment")
    with program.vault.work() as store:
        for house in range(60):
            known = factories.person(full_name="Nguyễn Văn An", address=str(house))
            program.cases.write(store, reg, CaseInput("drug_treatment", known, {}), draft=True)
        known = factories.person(full_name="Nguyễn Văn An", address="nhà này")
        program.cases.write(store, catalog.register(OPEN), CaseInput(OPEN, known, {}), draft=True)
    rights = {code: "" if code == "drug_treatment" else "rwpx" for code in catalog.registers()}
    narrow = Program(program.vault, may=Access("minh", "officer", rights))
    for each in (program, narrow):
        hits = search.find(each.vault, each.access, "nguyen van an")
        assert [hit.records[0][1] for hit in hits] == [OPEN]
        assert len(each.people.rows("nguyen van an")) == 1
    assert [each.person["address"] for each in narrow.people.find("nguyen van an")] == ["nhà này"]
    alike = narrow.cases.alike(factories.person(full_name="Nguyễn Văn An"))
    assert [each.person["address"] for each in alike] == ["nhà này"]


def test_rows_of_another_register_are_not_read_through_a_list(program):
    person = factories.person(full_name="Người Khác")
    program.cases.save(CaseInput("trafficking", person, {}, final=False))
    program.cases.save(CaseInput(OPEN, factories.person(), {}, final=False))
    rows = array("q", range(20))
    assert [each.texts for each in program.listing.page(OPEN, rows, ["person.full_name"])] == [
        ("Nguyễn Thị Hòa",)
    ]
    assert len(list(program.listing.of_rows(OPEN, rows, ["person.full_name"]))) == 1
    paper = dataclasses.replace(
        catalog.register(OPEN).papers[0], includes=lambda _facts: True, leaves_out=None
    )
    assert len(program.listing.included(ListQuery(OPEN), paper, DAY).rows) == 1


def test_a_second_record_of_a_register_that_goes_by_numbers_is_told_by_its_number(program):
    person = factories.person(full_name="Lê Thị Kín")
    record = program.cases.save(CaseInput("trafficking", person, {}, final=False))
    (elsewhere,) = program.cases.alike(person, register=OPEN)
    assert elsewhere.by_code is None
    assert elsewhere.records == []
    (again,) = program.cases.alike(person, register="trafficking")
    assert again.by_code is not None
    assert again.by_code.id == record


def test_a_review_names_nobody_beside_the_number_of_a_record_that_goes_by_it(program):
    number = "089159000017"
    hiv = {"social_group": "k8", "received_on": "2026-11-02"}
    for name, answers in (("Lê Thị Kín", {**hiv}), ("Lê Thị Hở", {"received_on": "2026-11-02"})):
        person = factories.person(full_name=name, personal_id=number, birth_date="1959-01-01")
        program.cases.save(CaseInput(OPEN, person, answers, final=False))
    steps = program.review.run(DAY)
    rows: Any = ()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            rows = end.value.rows
            break
    twice = [each for each in rows if each.code == "AS-6413"]
    with program.vault.reading() as store:
        coded = any(
            goes_by_code(each.confidentiality) for chunk in store.scan.records(OPEN) for each in chunk
        )
    assert coded
    assert len(twice) == 2
    assert all(each.who == each.number and number not in each.text and not each.hamlet for each in twice)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet="\"*()^:+-{}NEAR ANDORT'%_\\;\x00\ud800😀²½ΩῼＡ٣ᦰ\u0316ζ đấ", max_size=40),
        st.sampled_from(
            ["a " * 3000, "nguyen " * 2000, "ng" * 20000, '"', "NEAR(", "words:a", "an\u0316binh"]
        ),
    )
)
def test_whatever_is_typed_is_found_or_not(world, typed):
    admin = world.admin
    search.find(admin.vault, admin.access, typed)
    admin.people.rows(typed)
    admin.people.find(typed)
    admin.listing.rows(ListQuery(OPEN, typed=typed))


def test_every_letter_there_is_can_stand_in_what_is_typed(world):
    signs = (sign for sign in map(chr, range(0x110000)) if sign.isalnum() or unicodedata.combining(sign))
    with world.admin.vault.reading() as store:
        while chunk := "".join(itertools.islice(signs, 30)):
            store.search.people("an".join(chunk), 1)
        for chunk in ("an\u0316binh", "an ᦰ binh", "Ân\u0316Bình", "H’Điệp", "ấ²b"):
            store.search.people(chunk, 1)


_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
