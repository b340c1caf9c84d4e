"""The steps between the forms of the data file lead to what the models say."""

import contextlib
import datetime
import warnings
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from ansinh_desktop.db import ending, history, verification
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.migrations import known, upgrade
from ansinh_desktop.db.models import Base, Tracked
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from tests import factories


def test_the_last_step_leads_to_the_models():
    with create_engine("sqlite://").connect() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLite cannot tell deferrable references apart
            differences = compare_metadata(context, Base.metadata)
        assert differences == []
        assert context.get_current_revision() == HEAD


def test_head_is_known():
    assert HEAD in known()


@contextlib.contextmanager
def written_before(folder, form, monkeypatch):
    """Make new data as they were written in an older form of the data file, and leave them locked."""
    with monkeypatch.context() as before:
        before.setattr(history.Chain, "work", property(lambda _chain: None, lambda _chain, _work: None))
        vault, _recovery = Vault.create(folder, factories.OFFICER, factories.PASSWORD)
        office.set_up(vault, factories.OFFICE, factories.FIRST, factories.HAMLETS)
        yield vault
        make_older(vault, form)


def make_older(vault, form):
    """Give the data file the form of before: without what later steps added."""
    with vault.work("form of before") as store:
        connection = store.session.connection()
        connection.exec_driver_sql("DROP INDEX ix_person_gone")
        for column in ("moved_on", "moved_to"):
            connection.exec_driver_sql(f"ALTER TABLE person DROP COLUMN {column}")
        connection.exec_driver_sql("DROP INDEX ix_change_author")
        connection.exec_driver_sql("ALTER TABLE change DROP COLUMN work")
        if form < "0004":
            for table in ("payment_row", "payment_month"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
        if form < "0002":
            connection.exec_driver_sql("ALTER TABLE package DROP COLUMN audit_head")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{form}'")
    vault.lock()


K5B: dict[str, Any] = {"social_group": "k5b", "decision_no": "9/QĐ-UBND"}


def test_records_decided_by_the_new_decree_get_its_code(tmp_path, monkeypatch):
    """And the history tells of it, so that the check finds nothing amiss."""
    given: dict[str, dict[str, Any]] = {
        "new": K5B | {"decision_date": "2026-10-20"},
        "old": K5B | {"decision_date": "2024-03-05", "hard_area": True},
        "month": {"social_group": "k5b", "start_month": "2026-11"},
        "other": {"social_group": "k6", "disability_degree": "severe", "decision_date": "2026-10-20"},
    }
    with written_before(tmp_path / "data", "0002", monkeypatch) as vault:
        cases, _listing = factories.services(vault)
        ids = {
            name: cases.save(
                CaseInput("assistance", factories.person(full_name="Danh Văn An"), answers, final=False)
            )
            for name, answers in given.items()
        }
        before = vault.changes
    with Program(Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)) as program:
        groups = {name: program.cases.get(each).answers["social_group"] for name, each in ids.items()}
        assert groups == {"new": "k5b_335", "old": "k5b", "month": "k5b_335", "other": "k6"}
        with program.vault.reading() as store:
            assert store.records.get(ids["new"]).seq > before
            found = verification.faults(store.session, ())
            assert [each for each in found if isinstance(each, verification.Fault)] == []
        told = [each for each in program.cases.history(ids["new"]) if "khoản 5 điểm b" in str(each)]
        assert told


def as_the_first_form_wrote(monkeypatch):
    """Let the history tell only of what it told of at first, and nobody sign its end."""
    told = history._told
    monkeypatch.setattr(
        history, "_told", lambda session: (each for each in told(session) if isinstance(each, Tracked))
    )
    monkeypatch.setattr(history.Chain, "work", property(lambda _chain: None, lambda _chain, _work: None))
    monkeypatch.setattr(ending, "seal", lambda *_: None)
    monkeypatch.setattr(ending, "leave_mark", lambda *_: None)


def test_packages_and_receipts_of_before_are_known_to_the_history_from_now_on(tmp_path, monkeypatch):
    folder, usb = tmp_path / "data", tmp_path / "usb"
    usb.mkdir()
    # Made before: what is made once for all tests must be of the present form.
    receiving = Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0])
    with monkeypatch.context() as before:
        as_the_first_form_wrote(before)
        vault, _recovery = Vault.create(folder, factories.OFFICER, factories.PASSWORD)
        office.set_up(vault, factories.OFFICE, factories.FIRST, factories.HAMLETS)
        with receiving as province:
            program = Program(vault)
            factories.trust(program, province, usb)
            factories.trust(province, program, usb)
            program.cases.save(factories.orphan())
            program.outgoing.take_receipt(
                province.incoming.receive(program.outgoing.export(usb).path, usb).receipt
            )
            program.cases.save(factories.orphan("Lê Thị Bưởi"))
        make_older(vault, "0001")
    with Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD)) as program:
        program.check()
        assert program.outgoing.packages()[0][1] is not None
        assert program.outgoing.export(usb).number == 2
        program.check()
    with Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD)) as program:
        with program.vault.work() as store:
            store.session.connection().exec_driver_sql("DELETE FROM receipt")
        with pytest.raises(DataError) as caught:
            program.check()
        assert caught.value.code == "AS-1156"


def test_months_of_payment_begin_in_a_file_of_before_and_its_records_stay(tmp_path, monkeypatch):
    with written_before(tmp_path / "data", "0003", monkeypatch) as vault:
        cases, _listing = factories.services(vault)
        record = cases.save(factories.case("assistance", factories.DECIDED, final=False))
    with Program(Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)) as program:
        assert program.cases.get(record).answers["decision_no"] == factories.DECIDED["decision_no"]
        month = datetime.date(2026, 11, 1)
        assert program.payments.prepare(month).state == "prepared"
        program.check()


def test_changes_of_before_the_mark_count_as_acts_of_one_row_and_their_chain_still_holds(
    tmp_path, monkeypatch
):
    folder = tmp_path / "data"
    with written_before(folder, "0004", monkeypatch) as vault:
        cases, _listing = factories.services(vault)
        record = cases.save(factories.case("assistance", factories.DECIDED, final=False))
        more = factories.DECIDED | {"disability_degree": "extreme"}
        called = factories.person(phone="0912345678")
        cases.save(factories.case("assistance", more, record_id=record, person=called, final=False))
        cases.add_event(record, "visit", "2026-11-20", {"findings": "có vết bầm"})
    with Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD)) as program:
        program.check()
        visit, degree, phone, *_before = program.undo.acts()
        assert (degree.rows, phone.rows) == (1, 1)
        assert visit.refusal is not None
        assert visit.refusal.code == "AS-2086"
        program.undo.take_back(degree.id)
        found = program.cases.get(record)
        assert found.answers["disability_degree"] == "severe"
        assert found.person["phone"] == "0912345678"
        program.cases.save(factories.case("assistance", more, record_id=record, person=called, final=False))
        program.check()
    with Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD)) as program:
        last = program.undo.acts(1)[0]
        assert last.rows == 1
        with program.vault.work() as store:
            store.session.connection().exec_driver_sql(
                "UPDATE change SET work = NULL WHERE seq = (SELECT max(seq) FROM change)"
            )
        with pytest.raises(DataError) as caught:
            program.check()
        assert caught.value.code == "AS-1108"
