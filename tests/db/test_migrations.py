"""The steps between the forms of the data file lead to what the models say."""

import contextlib
import datetime
import warnings
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select

from ansinh_desktop.db import ending, history, verification
from ansinh_desktop.db.exchange.alike import compared
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.migrations import known, upgrade
from ansinh_desktop.db.models import Base, Change, Tracked, dump_json
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
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
        _without_exchange(connection)
        if form < "0006":
            connection.exec_driver_sql("DROP INDEX ix_person_gone")
            for column in ("moved_on", "moved_to"):
                connection.exec_driver_sql(f"ALTER TABLE person DROP COLUMN {column}")
        if form < "0005":
            connection.exec_driver_sql("DROP INDEX ix_change_author")
            connection.exec_driver_sql("ALTER TABLE change DROP COLUMN work")
        if form < "0004":
            for table in ("payment_row", "payment_month"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
        if form < "0002":
            connection.exec_driver_sql("ALTER TABLE package DROP COLUMN audit_head")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{form}'")
    vault.lock()


_PACKAGE = """CREATE TABLE package (
    id TEXT NOT NULL, direction TEXT NOT NULL, kind TEXT NOT NULL, unit TEXT NOT NULL, device TEXT NOT NULL,
    epoch TEXT NOT NULL, number INTEGER NOT NULL, from_seq INTEGER NOT NULL, to_seq INTEGER NOT NULL,
    digest TEXT NOT NULL, previous_digest TEXT NOT NULL, audit_head TEXT, file_name TEXT NOT NULL,
    counts TEXT NOT NULL, at DATETIME NOT NULL, CONSTRAINT pk_package PRIMARY KEY (id),
    CONSTRAINT uq_package_direction_unit_device_epoch_number UNIQUE (direction, unit, device, epoch, number))"""
_RECEIPT = """CREATE TABLE receipt (
    id TEXT NOT NULL, package_id TEXT NOT NULL, at DATETIME NOT NULL, counts TEXT NOT NULL, returned TEXT NOT NULL,
    CONSTRAINT pk_receipt PRIMARY KEY (id), CONSTRAINT fk_receipt_package_id FOREIGN KEY(package_id)
    REFERENCES package (id) DEFERRABLE INITIALLY DEFERRED)"""


def _without_exchange(connection):
    """Let packages and receipts be as the first format had them, and no row know who wrote it."""
    views = "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'register\\_%' ESCAPE '\\'"
    for (view,) in connection.exec_driver_sql(views).fetchall():
        connection.exec_driver_sql(f'DROP VIEW "{view}"')
    for table in (
        "closed_month",
        "actor",
        "transfer",
        "replaced",
        "conflict",
        "returned",
        "shipped",
        "delivery",
        "counterpart",
        "answer",
    ):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    for table in ("likeness", "told_alike"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    for index in ("ix_person_old_id", "ix_person_search_key"):
        connection.exec_driver_sql(f"DROP INDEX {index}")
    connection.exec_driver_sql("CREATE INDEX ix_person_search_key ON person (search_key)")
    for table in ("receipt", "package"):
        connection.exec_driver_sql(f"CREATE TEMP TABLE {table}_now AS SELECT * FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql(_PACKAGE)
    connection.exec_driver_sql("CREATE INDEX ix_package_direction_to_seq ON package (direction, to_seq)")
    connection.exec_driver_sql(_RECEIPT)
    connection.exec_driver_sql("CREATE INDEX ix_receipt_package_id ON receipt (package_id)")
    connection.exec_driver_sql(
        "INSERT INTO package SELECT id, direction, 'full', unit, device, epoch, number, 0, to_seq, digest, '', "
        "audit_head, file_name, counts, at FROM package_now"
    )
    connection.exec_driver_sql("INSERT INTO receipt SELECT id, package_id, at, counts, '[]' FROM receipt_now")
    for table in ("package_now", "receipt_now"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    for each in ("figure", "closed_period"):
        connection.exec_driver_sql(f"DROP TABLE {each}")
    later = ("likeness", "closed_month", "figure", "closed_period")
    for each in (name for name in MODELS if name not in later):
        connection.exec_driver_sql(f"ALTER TABLE {each} DROP COLUMN vector")
    connection.exec_driver_sql("ALTER TABLE hamlet DROP COLUMN deleted")
    connection.exec_driver_sql("DROP INDEX ix_record_number")
    connection.exec_driver_sql("DELETE FROM setting WHERE key IN ('machine', 'letters', 'derived')")


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


def test_packages_and_receipts_of_before_count_for_nothing_and_the_history_tells_it(tmp_path, monkeypatch):
    folder, usb = tmp_path / "data", tmp_path / "usb"
    usb.mkdir()
    # Made before: what is made once for all tests must be of the present form.
    province = Program(factories.new_vault(tmp_path / "tỉnh", factories.PROVINCE)[0])
    with monkeypatch.context() as before:
        as_the_first_form_wrote(before)
        vault, _recovery = Vault.create(folder, factories.OFFICER, factories.PASSWORD)
        office.set_up(vault, factories.OFFICE, factories.FIRST, factories.HAMLETS)
        program = Program(vault)
        factories.trust(program, province, usb)
        factories.trust(province, program, usb)
        first = program.cases.save(factories.orphan())
        gone = program.outgoing.export(usb)
        program.outgoing.take_receipt(province.incoming.receive(gone.path, usb).receipt)
        program.cases.save(factories.orphan("Lê Thị Bưởi"))
        make_older(vault, "0001")
    make_older(province.vault, "0006")
    with opened(folder) as program, opened(tmp_path / "tỉnh") as province:
        program.check()
        assert program.outgoing.packages() == []
        assert program.cases.get(first).sent.kind is SentKind.NOT_SENT, "whatever was confirmed of it then"
        (deleted,) = _told_of(program, "package")
        assert (deleted.act, deleted.reason) == ("delete", "nâng cấp dạng dữ liệu")
        made = program.outgoing.export(usb)
        assert (made.number, made.whole, made.records) == (1, True, 2)
        taken = province.incoming.receive(made.path, usb)
        assert (taken.results, taken.new) == ({"accepted": 2}, 1)
        program.outgoing.take_receipt(taken.receipt)
        assert program.cases.get(first).sent.kind is SentKind.CONFIRMED
        program.check()
        province.check()
    with opened(folder) as program:
        with program.vault.work() as store:
            store.session.connection().exec_driver_sql("DELETE FROM receipt")
        with pytest.raises(DataError) as caught:
            program.check()
        assert caught.value.code == "AS-1156"


def opened(folder):
    return Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD))


def _told_of(program, entity):
    """Return what the history tells of rows of a table that are no more."""
    with program.vault.reading() as store:
        gone = select(Change).where(Change.entity == entity, Change.act == "delete")
        return store.session.scalars(gone).all()


@pytest.mark.parametrize("own", [factories.OFFICE, factories.PROVINCE])
def test_who_wrote_what_is_there_is_this_folder_or_at_a_receiver_nobody(tmp_path, own):
    """At a receiver every row came from elsewhere: whatever the commune sends of it next is newer."""
    folder = tmp_path / "data"
    vault, _recovery = Vault.create(folder, factories.OFFICER, factories.PASSWORD)
    office.set_up(vault, own, factories.FIRST, factories.HAMLETS)
    cases, _listing = factories.services(vault)
    cases.save(factories.orphan())
    make_older(vault, "0006")
    with Program(Vault.open(folder, factories.OFFICER, factories.PASSWORD)) as program:
        with program.vault.reading() as store:
            life = store.devices.own().epoch
            for name in ("hamlet", "person", "record"):
                row_ids = list(store.session.scalars(select(Base.metadata.tables[name].c.id)))
                assert row_ids
                vectors = {each.vector for each in store.arriving.present(name, row_ids).values()}
                seqs = list(store.session.scalars(select(Base.metadata.tables[name].c.seq)))
                expected = {dump_json({life: each}) for each in seqs} if own == factories.OFFICE else {"{}"}
                assert vectors == expected
        program.check()
        assert program.listing.counts()["children"] == 1


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


_LIKENESS = """CREATE TABLE likeness (
    one_id TEXT NOT NULL, other_id TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL, author TEXT NOT NULL,
    at DATETIME NOT NULL, one TEXT NOT NULL, other TEXT NOT NULL,
    CONSTRAINT pk_likeness PRIMARY KEY (one_id, other_id)) WITHOUT ROWID"""


def test_who_was_told_apart_before_that_travelled_stays_so_and_now_travels(tmp_path):
    vault, _recovery = factories.new_vault(tmp_path / "data")
    cases, _listing = factories.services(vault)
    known = factories.person(full_name="Danh Thị Na", birth_date="2015-02-03", sex="female")
    pair = sorted(
        cases.get(cases.save(factories.case("children", {}, person=known, final=False))).person_id
        for _ in range(2)
    )
    with vault.work("form of before") as store:
        connection = store.session.connection()
        connection.exec_driver_sql("DROP TABLE likeness")
        connection.exec_driver_sql(_LIKENESS)
        said = dump_json(compared(cases.person(pair[0]).person, by_code=False))
        row = (*pair, "other", "chị em họ", "lan", "2026-11-20 08:00:00.000000", said, said)
        connection.exec_driver_sql("INSERT INTO likeness VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0012'")
    vault.lock()
    with Program(Vault.open(tmp_path / "data", factories.OFFICER, factories.PASSWORD)) as program:
        program.check()
        assert program.cases.alike(program.cases.person(pair[0]).person, pair[0]) == []
        with program.vault.reading() as store:
            (travels,) = store.ledger.everything("likeness", factories.UNIT)
        assert (travels["one_id"], travels["other_id"], travels["reason"]) == (*pair, "chị em họ")
