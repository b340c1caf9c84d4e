"""The steps between the forms of the data file lead to what the models say."""

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


def without_months_of_payment(connection):
    for table in ("payment_row", "payment_month"):
        connection.exec_driver_sql(f"DROP TABLE {table}")


K5B: dict[str, Any] = {"social_group": "k5b", "decision_no": "9/QĐ-UBND"}


def test_records_decided_by_the_new_decree_get_its_code(tmp_path):
    """And the history tells of it, so that the check finds nothing amiss."""
    vault, _recovery = factories.new_vault(tmp_path / "data")
    cases, _listing = factories.services(vault)
    given: dict[str, dict[str, Any]] = {
        "new": K5B | {"decision_date": "2026-10-20"},
        "old": K5B | {"decision_date": "2024-03-05", "hard_area": True},
        "month": {"social_group": "k5b", "start_month": "2026-11"},
        "other": {"social_group": "k6", "disability_degree": "severe", "decision_date": "2026-10-20"},
    }
    ids = {
        name: cases.save(
            CaseInput("assistance", factories.person(full_name="Danh Văn An"), answers, final=False)
        )
        for name, answers in given.items()
    }
    with vault.work("form of before") as store:
        without_months_of_payment(store.session.connection())
        store.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")
        before = int(store.session.connection().exec_driver_sql("SELECT max(seq) FROM change").scalar() or 0)
    vault.lock()
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
        with vault.work("form of before") as store:
            connection = store.session.connection()
            without_months_of_payment(connection)
            connection.exec_driver_sql("ALTER TABLE package DROP COLUMN audit_head")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        vault.lock()
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


def test_months_of_payment_begin_in_a_file_of_before_and_its_records_stay(tmp_path):
    vault, _recovery = factories.new_vault(tmp_path / "data")
    cases, _listing = factories.services(vault)
    record = cases.save(factories.case("assistance", factories.DECIDED, final=False))
    with vault.work("form of before") as store:
        connection = store.session.connection()
        without_months_of_payment(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0003'")
    vault.lock()
    with Program(Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)) as program:
        assert program.cases.get(record).answers["decision_no"] == factories.DECIDED["decision_no"]
        month = datetime.date(2026, 11, 1)
        assert program.payments.prepare(month).state == "prepared"
        program.check()
