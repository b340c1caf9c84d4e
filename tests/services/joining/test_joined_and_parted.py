"""Whatever two people have, and whatever is chosen of it: parted again, both are to the byte what they were."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from tests import factories
from tests.factories import case, person
from tests.services.undo.test_there_and_back import said

EXAMPLES = max(10, settings().max_examples // 10)
WHY = "một người ghi hai lần"
DAY = "2026-11-20"
KNOWN: dict[str, tuple[str | None, ...]] = {
    "full_name": ("Danh Thị Na", "Danh Thi Na", "Neáng Na"),
    "birth_date": ("2015-02-03", "2015", "2015-03-02"),
    "sex": ("female", None),
    "phone": ("0912000001", "0912000002", None),
    "hamlet": ("Hòa Phú", "Tân Hòa"),
    "personal_id": ("089315000123", "089315000124", None),
    "note": ("mồ côi", None),
}
values = st.fixed_dictionaries({key: st.sampled_from(each) for key, each in KNOWN.items()})
around = st.lists(
    st.tuples(st.sampled_from(("home", "shared home", "kin", "removed", "case")), st.booleans()), max_size=5
)
chosen = st.dictionaries(st.sampled_from((*KNOWN, "household_id")), st.booleans())
edits = st.lists(
    st.tuples(st.sampled_from((*KNOWN, "visit", "answer")), st.integers(0, 2)),
    max_size=4,
    unique_by=lambda each: each[0],
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Program]]:
    """Return a function that opens new data."""
    folder, opened = tmp_path_factory.mktemp("gộp"), list[Program]()

    def new() -> Program:
        while opened:
            opened.pop().vault.lock()
        shutil.rmtree(folder, ignore_errors=True)
        opened.append(Program(factories.new_vault(folder / "xã")[0]))
        return opened[-1]

    yield new
    for each in opened:
        each.vault.lock()


class Two:
    """Two people with a record each, and what else they have."""

    def __init__(self, program: Program, known: tuple[dict[str, Any], dict[str, Any]]) -> None:
        self.program = program
        self.records = [self.record({**person(), **each}) for each in known]
        self.people = [program.cases.get(each).person_id for each in self.records]
        self.third = program.cases.get(self.record(person(full_name="Thạch Ba", birth_date="1980"))).person_id

    def record(self, known: dict[str, Any], person_id: str | None = None) -> str:
        typed = case("children", dict(factories.ORPHAN), person=known, person_id=person_id, final=False)
        return self.program.cases.save(typed)

    def has(self, what: str, *, second: bool) -> None:
        whose = self.people[second]
        match what:
            case "home":
                self.program.people.save_household({"address": "Tổ 1"}, first=whose)
            case "shared home":
                home = self.program.people.save_household({"address": "Tổ 2"}, first=whose)
                self.program.people.join(self.third, home)
            case "kin":
                self.program.people.relate(self.third, whose, {"kind": "01"})
            case "case":
                self.record(dict(self.program.people.get(whose).person), whose)
            case "removed":
                self.program.cases.remove(
                    self.record(dict(self.program.people.get(whose).person), whose), "nhầm"
                )

    def edit(self, what: str, how: int) -> None:
        record = self.records[how % 2]
        found = self.program.cases.get(record)
        match what:
            case "visit":
                self.program.cases.add_event(record, "visit", DAY, {"findings": "khỏe"})
            case "answer":
                answers = {**found.answers, "mother_job": "Làm ruộng"}
                typed = case("children", answers, person=dict(found.person), record_id=record, final=False)
                self.program.cases.save(typed)
            case _:
                value = KNOWN[what][how % len(KNOWN[what])]
                known = {**self.program.people.get(self.people[0]).person, what: value}
                with contextlib.suppress(UserError):  # what no form takes is not taken here, either
                    self.program.people.save(self.people[0], known)

    def known(self) -> list[dict[str, Any]]:
        found = (self.program.people.get(each).person for each in self.people)
        return [{key: each.get(key) for key in KNOWN} for each in found]


@pytest.mark.timeout(3600)
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(known=st.tuples(values, values), beside=around, picks=chosen)
def test_parted_again_they_are_what_they_were(made, known, beside, picks):
    two = Two(made(), known)
    for what, second in beside:
        two.has(what, second=second)
    before = said(two.program, but="likeness")
    try:
        two.program.people.joinings.join(
            two.people[0], two.people[1], {key: two.people[each] for key, each in picks.items()}, WHY
        )
    except UserError:
        assert said(two.program, but="likeness") == before
        return
    assert said(two.program, but="likeness") != before
    assert (
        two.program.people.get(two.people[0]).person["full_name"]
        == known[picks.get("full_name", False)]["full_name"]
    )
    two.program.people.joinings.part(two.people[0], two.people[1], "nhầm")
    assert said(two.program, but="likeness") == before
    two.program.check()


@pytest.mark.timeout(3600)
@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(known=st.tuples(values, values), since=edits, goes=st.sets(st.sampled_from(tuple(KNOWN))))
def test_what_was_written_in_between_stays_with_whom_it_is_about(made, known, since, goes):
    two = Two(made(), known)
    were = two.known()
    two.program.people.joinings.join(two.people[0], two.people[1], {}, WHY)
    joined = two.known()[0]
    for what, how in since:
        two.edit(what, how)
    now = two.known()[0]
    edited = {
        each.key for each in two.program.people.joinings.preview_part(two.people[0], two.people[1]).edited
    }
    # What was given back by hand to what it had been before is no longer what joining made of it, nor anything else.
    assert edited == {key for key in KNOWN if now[key] not in (joined[key], were[0][key])}
    try:
        two.program.people.joinings.part(two.people[0], two.people[1], "nhầm", goes)
    except UserError:
        assert two.known()[0] == now
        return
    one, other = two.known()
    for key in KNOWN:
        stays = key in edited and key not in goes
        assert one[key] == (now[key] if stays else were[0][key])
        assert other[key] == (now[key] if key in edited & goes else were[1][key])
    for record, whose in zip(two.records, two.people, strict=True):
        found = two.program.cases.get(record)
        assert found.person_id == whose
        number = two.records.index(record)
        visits = [how for what, how in since if what == "visit" and how % 2 == number]
        assert len(found.events) == len(visits)
        answered = any(what == "answer" and how % 2 == number for what, how in since)
        assert (found.answers.get("mother_job") == "Làm ruộng") is answered
    two.program.check()
