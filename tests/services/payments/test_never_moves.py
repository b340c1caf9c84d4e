"""A closed month says the same to the byte, whatever becomes of the records, of the rules and of the data folder."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop.rules import assistance, edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.program import Program, open_data
from tests import factories
from tests.services.payments.commune import JULY, JUNE, NAMES, change, closed, people, standing

SOCIAL = "rules/social_assistance"
LOWERED = edition.own_text(SOCIAL).replace("amount = 360000", "amount = 200000")
_counter = itertools.count()


def _answer(**answers: Any) -> Callable[[Program, str], None]:
    return lambda program, record: change(program, record, **answers)


def _person(**known: Any) -> Callable[[Program, str], None]:
    return lambda program, record: change(program, record, person=known)


def _remove(program: Program, record: str) -> None:
    with program.vault.work("bỏ") as store:
        store.records.get(record).deleted = True


def _another(program: Program, record: str) -> None:
    del record
    standing(program, f"Người Mới {next(_counter)}")


EDITS: dict[str, Callable[[Program, str], None]] = {
    "degree": _answer(disability_degree="very_severe"),
    "group": _answer(social_group="pension"),
    "decision": _answer(decision_no="99/QĐ-UBND", decision_date="2022-02-02"),
    "start": _answer(start_month="2022-09"),
    "account": _answer(payment_method="bank", account_no="123", bank="Agribank"),
    "receiver": _answer(receiver_name="Danh Nhận Thay"),
    "stopped": lambda program, record: change(program, record, "stopped", stopped_from="2022-02"),
    "name": _person(full_name="Tên Khác"),
    "birth": _person(birth_date="1931"),
    "death": _person(death_date="2022-01-15"),
    "hamlet": _person(hamlet="An Khương"),
    "number": _person(personal_id=None),
    "removed": _remove,
    "another": _another,
}


CHANGES = st.lists(st.tuples(st.sampled_from(sorted(EDITS)), st.integers(0, 2)), min_size=1, max_size=10)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=CHANGES)
def test_a_closed_month_is_printed_again_the_same(tmp_path: Path, edits):
    never_moves(tmp_path, edits)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=CHANGES)
def test_a_closed_month_is_printed_again_the_same_after_whatever_was_changed(tmp_path: Path, edits):
    never_moves(tmp_path, edits)


def never_moves(tmp_path: Path, edits: list[tuple[str, int]]) -> None:
    """Change records, the law and the data folder, and look whether the closed month says what it said."""
    folder = tmp_path / f"xã {next(_counter)}"
    program = Program(factories.new_vault(folder)[0])
    try:
        records = list(people(program, NAMES[:3]).values())
        before = closed(program, JUNE), program.payments.pdf(JUNE)
        gone: set[str] = set()
        for name, place in edits:
            if records[place] not in gone:
                EDITS[name](program, records[place])
            if name in ("removed", "stopped"):
                gone.add(records[place])
        edition.install(Edition({SOCIAL: LOWERED}))
        assert assistance.base_on(JUNE, assistance.local_levels()).amount == 200_000
        assert (program.payments.view(JUNE), program.payments.pdf(JUNE)) == before
        assert program.payments.view(JULY).identity.holds
        assert program.payments.view(JULY).identity.previous == before[0].identity.now
        copy = program.backups.take()
        assert copy is not None
        change(program, records[0], "paying")
        program.backups.restore(copy.name)
        program.vault.lock()
        program = open_data(folder, factories.OFFICER, factories.PASSWORD)
        assert (program.payments.view(JUNE), program.payments.pdf(JUNE)) == before
        program.check()
    finally:
        program.vault.lock()
        edition.install(Edition())
