"""Whatever is done with months, records and results, nobody gets the money of a month twice; and the months add up."""

import contextlib
import datetime
import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.paying import MONTHLY, PARTS
from ansinh_desktop.rules import calendar
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.payments.identity import Sum, identity
from ansinh_desktop.services.payments.lines import Line, Reckoned
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.services.payments.commune import (
    JULY,
    JUNE,
    MONEY,
    NAMES,
    amounts,
    change,
    closed,
    people,
    standing,
    unpaid,
)

_counter = itertools.count()


# ------------------------------------------------------------------------------------------------ ways to money


class Office:
    """A commune whose officer does one thing after another; what is refused is not done."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.month = JUNE
        self.records = people(program, NAMES[:2])
        self.died_in = ""
        self.copies: list[Any] = []

    def close(self) -> None:
        closed(self.program, self.month)
        self.month = calendar.add_months(self.month, 1)

    def close_again(self) -> None:
        before = calendar.add_months(self.month, -1)
        self.program.payments.reopen(before, "Nhầm")
        closed(self.program, before)

    def nobody_came(self) -> None:
        self._results(*NAMES[:2])

    def one_came(self) -> None:
        self._results(NAMES[0])

    def all_came(self) -> None:
        self._results()

    def _results(self, *names: str) -> None:
        before = calendar.add_months(self.month, -1)
        self.program.payments.bring_results(before, unpaid(self.folder, *names))

    def by_hand(self) -> None:
        self._by_hand(self.month)

    def by_hand_late(self) -> None:
        self._by_hand(calendar.add_months(self.month, -1))

    def _by_hand(self, month: datetime.date) -> None:
        said: dict[str, Value] = {"month": f"{month:%Y-%m}", "paid": True, "amount": MONEY}
        on = f"{calendar.month_end(month)}"
        self.program.cases.add_event(self.records[NAMES[0]], "payment", on, said)

    def second_record(self) -> None:
        with self.program.vault.reading() as store:
            number = store.people.get(store.records.get(self.records[NAMES[0]]).person_id).personal_id
        standing(self.program, NAMES[0], person={"personal_id": number})

    def number_goes(self) -> None:
        change(self.program, self.records[NAMES[1]], person={"personal_id": None})

    def suspended(self) -> None:
        change(
            self.program,
            self.records[NAMES[1]],
            "suspended",
            stopped_from=f"{self.month:%Y-%m}",
            decrease_reason="remand",
        )

    def many_suspended(self) -> None:
        said = {"month": f"{self.month:%Y-%m}", "reason": "remand", **self._decision()}
        self.program.many.do("assistance", "suspend", list(self.records.values()), said)

    def many_resumed(self) -> None:
        said = {"month": f"{self.month:%Y-%m}", **self._decision()}
        self.program.many.do("assistance", "resume", list(self.records.values()), said)

    def _decision(self) -> dict[str, Value]:
        return {"decision_no": f"{100 + next(_counter)}/QĐ-UBND", "on": f"{self.month}"}

    def undone(self) -> None:
        act = self.program.undo.last_act_id()
        if act is not None:
            self.program.undo.take_back(act)
        with self.program.vault.reading() as store:
            person = store.people.get(store.records.get(self.records[NAMES[0]]).person_id)
            if person.death_date is None:
                self.died_in = ""  # the death itself was taken back: nobody has died

    def dies(self) -> None:
        """Say that the first of them died in the month that is being worked on."""
        with self.program.vault.reading() as store:
            person = store.records.get(self.records[NAMES[0]]).person_id
        day = f"{self.month:%Y-%m}-03"
        said: dict[str, Value] = {
            "on": day,
            "reported_by": "Lê Văn Báo",
            "paper_no": "12/TLKT",
            "paper_on": day,
        }
        self.program.lives.do(person, "death", said)
        self.died_in = f"{self.month:%Y-%m}"

    def died_as_was_heard(self) -> None:
        """Write the death into the person alone, as an import does: the list has to stop at it."""
        change(self.program, self.records[NAMES[0]], person={"death_date": f"{self.month:%Y-%m}-03"})
        self.died_in = f"{self.month:%Y-%m}"

    def from_excel(self) -> None:
        """Bring in the same two people once more."""
        file = self.folder / f"danh sách {next(_counter)}.csv"
        with self.program.vault.reading() as store:
            known = [store.people.get(store.records.get(each).person_id) for each in self.records.values()]
        rows = [f"{each.full_name},{each.birth_date},{each.personal_id or ''},khoản 6,nặng" for each in known]
        head = "Họ và tên,Ngày sinh,Số định danh,Nhóm đối tượng,Mức độ khuyết tật"
        file.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
        importing = self.program.importing
        outcome = drained(importing.plan(importing.open(file, "assistance")))
        importing.answer(outcome, outcome.asked, agreed=True)
        drained(importing.carry_out(outcome))

    def copied(self) -> None:
        self.copies.append((self.program.backups.take(), self.month, self.died_in))

    def restored(self) -> None:
        """Put the last copy in the place of the data: what was done since is not known any more."""
        if not self.copies or self.copies[-1][0] is None:
            return
        copy, self.month, self.died_in = self.copies[-1]
        folder = self.program.vault.folder
        self.program.backups.restore(copy.name)
        self.program.vault.lock()
        self.program = open_data(folder, factories.OFFICER, factories.PASSWORD)

    def given(self) -> Counter[tuple[str, str]]:
        """Return how often the money of a month was handed to a person: by lists and by hand."""
        found: Counter[tuple[str, str]] = Counter()
        with self.program.vault.reading() as store:
            for month in store.paid_months.closed(factories.UNIT, "assistance"):
                row = store.paid_months.of(factories.UNIT, "assistance", month)
                for each in store.paid_months.rows(row) if row else ():
                    if each.outcome in ("paid", None):
                        # A row may hold only what earlier months left: of the dead their last one, for the heirs.
                        own = [month] if "allowance" in each.parts else []
                        found.update((each.full_name, one) for one in (*each.carried, *own))
            found.update(self._events(store))
        return found

    def _events(self, store: Store) -> list[tuple[str, str]]:
        events = store.records.events(self.records[NAMES[0]])
        said = (each.answers for each in events if each.kind == "payment")
        return [(NAMES[0], str(each["month"])) for each in said if each.get("paid")]


WAYS: dict[str, Callable[[Office], None]] = {
    name: getattr(Office, name)
    for name in (
        *("close", "close_again", "nobody_came", "one_came", "all_came", "by_hand", "by_hand_late"),
        *("second_record", "number_goes", "suspended", "many_suspended", "many_resumed", "undone"),
        *("dies", "died_as_was_heard", "from_excel", "copied", "restored"),
    )
}
"""Every way in: form, step, bulk, import, undo, a copy put back. Packages are tried where two offices merge."""
ACTS = st.lists(st.sampled_from(sorted([*WAYS, "close", "close"])), min_size=3, max_size=10)


def pays_nobody_twice(tmp_path: Path, acts: list[str]) -> None:
    """Do one thing after another, and look after each that no month is handed to anybody twice, nor after its end."""
    folder = tmp_path / f"xã {next(_counter)}"
    office = Office(Program(factories.new_vault(folder)[0]), tmp_path)
    try:
        for act in acts:
            before = office.given()
            with contextlib.suppress(UserError):
                WAYS[act](office)
            found = office.given()
            assert all(count == 1 for count in found.values()), acts
            late = {month for who, month in found - before if who == NAMES[0] and month > office.died_in}
            assert not (office.died_in and late), (acts, act, late)
        assert office.program.payments.view(office.month).identity.holds
        office.program.check()
    finally:
        office.program.vault.lock()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_order_of_acts_pays_a_month_twice(tmp_path: Path, acts):
    pays_nobody_twice(tmp_path, acts)


def test_who_did_not_die_after_all_is_paid_again(tmp_path: Path):
    pays_nobody_twice(tmp_path, ["died_as_was_heard", "undone", "close", "by_hand"])


def test_what_the_dead_were_left_owed_is_handed_out_with_a_later_list_and_no_month_of_its_own(tmp_path: Path):
    pays_nobody_twice(tmp_path, ["dies", "close", "nobody_came", "close"])


def test_nothing_is_written_down_as_paid_after_a_death_that_only_the_person_knows(tmp_path: Path):
    pays_nobody_twice(tmp_path, ["died_as_was_heard", "close", "by_hand"])


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=1000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_no_order_of_acts_pays_a_month_twice_in_a_thousand_histories(tmp_path: Path, acts):
    pays_nobody_twice(tmp_path, acts)


def test_money_carried_is_handed_out_once(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        office = Office(program, tmp_path)
        for act in ("close", "nobody_came", "close", "one_came", "close", "all_came"):
            WAYS[act](office)
        assert office.given() == Counter(
            {(name, month): 1 for name in NAMES[:2] for month in ("2022-06", "2022-07", "2022-08")}
        )


def test_who_died_long_before_it_was_told_was_paid_too_long(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        office = Office(program, tmp_path)
        for act in ("close", "all_came", "close", "all_came"):
            WAYS[act](office)
        dead = {"decrease_reason": "dead", "stopped_from": "2022-06"}
        change(program, office.records[NAMES[0]], "stopped", {"death_date": "2022-05-11"}, **dead)
        view = program.payments.prepare(office.month)
        (met,) = view.met
        assert (met.code, met.level) == ("AS-4217", "warning")
        assert "06, 07/2022" in met.said
        assert "1.080.000 đồng" in met.said
        assert amounts(view) == {NAMES[1]: MONEY}


# ------------------------------------------------------------------------------------------------ the sums


@st.composite
def months(draw) -> list[Line]:
    """Return a list of a month as it may be: anybody, paid anything."""
    found = []
    for person in draw(st.lists(st.integers(0, 9), unique=True)):
        parts = draw(st.dictionaries(st.sampled_from(sorted(PARTS)), st.integers(1, 10**7), min_size=1))
        parts = {key: -value if key == "deduction" else value for key, value in parts.items()}
        number = draw(st.sampled_from([None, f"0890800012{person:02d}"]))
        carried = ("2022-05",) if "carried" in parts else ()
        found.append(
            Line(
                f"{person}-{draw(st.booleans())}", f"r{person}", f"BTXH-{person}", "c1", "Danh An", None, number,
                None, parts, sum(parts.values()), carried=carried,
            )
        )  # fmt: skip
    return found


@given(before=months(), now=months())
def test_two_months_always_add_up(before, now):
    made = identity(catalog.register("assistance"), Reckoned(now, []), before, now, JUNE)
    assert made.holds
    assert (made.previous, made.now) == (Sum.of(before), Sum.of(now))
    assert all(each.reason for each in made.terms)
    came = {each.person_id for each in made.terms if each.kind == "increase"}
    went = {each.person_id for each in made.terms if each.kind == "decrease"}
    assert came <= {each.person_id for each in now}
    assert went <= {each.person_id for each in before}
    monthly = {each.person_id: sum(each.parts.get(one, 0) for one in MONTHLY) for each in now}
    assert all(each.amount == monthly[each.person_id] for each in made.terms if each.kind == "increase")


def test_what_two_rows_of_one_person_left_unpaid_is_carried_whole():
    one, other = (
        Line(str(each), "r", "B-1", "c1", "Danh An", None, None, None, {"allowance": 5}, 5) for each in (1, 2)
    )
    carried = one.with_carried(one, "2022-06").with_carried(other, "2022-06")
    assert (carried.amount, carried.parts, carried.carried) == (
        15,
        {"allowance": 5, "carried": 10},
        ("2022-06",),
    )


@pytest.mark.parametrize(
    ("died", "june", "july"),
    [("2022-06-03", 0, 1), ("2022-06", 0, 1), ("2022", 0, 0), ("2021", 1, 1), (None, 0, 0)],
)
def test_nobody_is_paid_under_the_number_of_the_dead(tmp_path, died, june, july):
    """A second row of the person, which nobody says to be dead, comes in once the first record has ended."""
    with Program(factories.new_vault(tmp_path / "xã")[0]) as program:
        record = people(program, NAMES[:1])[NAMES[0]]
        with program.vault.reading() as store:
            number = store.people.get(store.records.get(record).person_id).personal_id
        ended = {"decrease_reason": "dead", "stopped_from": "2022-01"}
        change(program, record, "stopped", person={"death_date": died}, **ended)
        again = standing(program, "Danh An", person={"personal_id": number})
        for month, count in ((JUNE, june), (JULY, july)):
            met = [each for each in program.payments.view(month).met if each.code == "AS-4238"]
            assert [each.record_id for each in met] == [again] * count
            assert all(each.is_error for each in met)
