"""The steps between the forms of the data file lead to what the models say."""

import warnings
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from ansinh_desktop.db import verification
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.migrations import known, upgrade
from ansinh_desktop.db.models import Base
from ansinh_desktop.db.vault import Vault
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
