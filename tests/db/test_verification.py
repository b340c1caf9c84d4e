"""The data held against their own history: each thing that somebody could change is told by its kind, once."""

import hashlib

import pytest

from ansinh_desktop.crypto import envelope
from ansinh_desktop.db import ending, verification
from ansinh_desktop.db.ending import End
from ansinh_desktop.db.history import GENESIS, link
from ansinh_desktop.db.models import Attachment, Base, dump_json
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.verification import Fault, Memory, Reached, case_number, login_name
from ansinh_desktop.registers import catalog
from tests import factories
from tests.factories import OFFICER, PROVINCE, UNIT, person

CHILDREN = catalog.register("children")
PAPER = b"scanned"


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Return data in which every table has rows that were written, changed and removed in the proper way."""
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("shared") / "data")
    with vault.work() as store:
        store.devices.trust(factories.receiver())
        store.devices.trust(factories.receiver(f"{PROVINCE.unit}/y"), instead_of=factories.RECEIVER)
        home = store.people.save_household(None, UNIT, {"address": "Tổ 1"})
        mother, child = (
            store.people.save(None, UNIT, person(full_name=name)) for name in ("Lê Mẹ", "Lê Con")
        )
        store.people.get(child).household_id = home.id
        store.people.relate(mother, child, "parent")
        content = RecordContent({"school": "Trường A", "groups": ["a"]}, draft=True, opened_on="2026-11-02")
        record = store.records.add(CHILDREN, child, UNIT, content)
        store.records.add(CHILDREN, mother, UNIT, content)
        store.records.add_event(record, "visit", "2026-11-20", answers={"findings": "Khỏe"})
        sha = hashlib.sha256(PAPER).hexdigest()
        for number, (digest, inside) in enumerate(((sha, PAPER), ("x", b""))):
            store.attachments.add(
                Attachment(
                    record_id=record,
                    sha256=digest,
                    name=f"{number}.png",
                    media_type="image/png",
                    content=inside,
                    deleted=False,
                )
            )
        store.set_setting("look", {"columns": ["a"]})
    with vault.work() as store:
        store.records.change(
            CHILDREN, record, RecordContent({"school": "Trường B"}, draft=True, opened_on="2026-11-02")
        )
        store.people.save(child, UNIT, {"address": "Tổ 2"})
        store.people.set_hamlets(UNIT, ["Vĩnh Lợi", "Ấp Mới"])
    yield vault
    vault.lock()


@pytest.fixture
def run(store):
    """Return a function that changes the file past the program."""

    def run(statement, *values):
        return store.session.connection().exec_driver_sql(statement, values)

    return run


@pytest.fixture
def one(run):
    """Return a function that gives one value."""
    return lambda query, *values: run(query, *values).scalar()


def faults(store, *memories):
    return [each for each in verification.faults(store.session, memories) if isinstance(each, Fault)]


def kinds(store, *memories):
    return [each.kind for each in faults(store, *memories)]


def test_what_nobody_touched_has_no_fault_and_says_how_far_it_is(store):
    found = list(verification.faults(store.session, ()))
    assert all(isinstance(each, Reached) for each in found)
    changes = store.log.last()[0]
    assert {each.total for each in found} == {2 * changes}
    assert [each.done for each in found] == sorted(each.done for each in found)


# The links and the end


@pytest.mark.parametrize(
    "change",
    [
        "author = 'khác'",
        "at = '2020-01-01 00:00:00.000000'",
        "fields = '{}'",
        "reason = 'vì'",
        "act = 'read'",
        "device = 'x'",
    ],
)
def test_a_changed_link_is_told_by_its_number_and_none_after_it(store, run, change):
    seq = store.log.last()[0] - 6
    run(f"UPDATE change SET {change} WHERE seq = ?", seq)
    found = faults(store)
    assert [each.facts for each in found if each.kind == "broken"] == [{"seq": seq}]


def test_a_link_taken_out_of_the_middle_is_told_at_the_next_one(store, run):
    seq = store.log.last()[0] - 6
    run("DELETE FROM change WHERE seq = ?", seq)
    broken = [each.facts for each in faults(store) if each.kind == "broken"]
    assert broken == [{"seq": seq + 1}]


def test_links_taken_from_the_end_are_told_by_the_seal(store, run):
    last = store.log.last()[0]
    run("DELETE FROM change WHERE seq > ?", last - 2)
    found = faults(store)
    assert found[0] == Fault("cut", facts={"kept": last, "found": last - 2})
    assert found[0].fields == ()


def test_links_taken_from_the_end_and_sealed_anew_are_told_by_the_rows(store, run, one):
    last = one("SELECT max(seq) FROM hamlet")
    before = last - 1
    run("DELETE FROM change WHERE seq > ?", before)
    connection = store.session.connection()
    ending.seal(connection, *store.log.last())
    found = faults(store)
    assert found[0] == Fault("cut", facts={"kept": last, "found": before})


def test_an_end_that_was_reckoned_anew_is_told(store, run, one):
    last = store.log.last()[0]
    before = one("SELECT digest FROM change WHERE seq = ?", last - 1)
    row = {key: value for key, value in _last(store).items() if key != "digest"} | {"author": "khác"}
    run("UPDATE change SET author = 'khác', digest = ? WHERE seq = ?", link(before, row), last)
    assert faults(store) == [Fault("other_end", facts={"seq": last})]


def _last(store):
    table = Base.metadata.tables["change"]
    return dict(store.session.execute(table.select().order_by(table.c.seq.desc()).limit(1)).mappings().one())


def test_a_seal_that_is_gone_or_says_nothing_is_told(store, run):
    run("UPDATE setting SET value = '[]' WHERE key = 'history.end'")
    assert kinds(store) == ["unsealed"]
    run("DELETE FROM setting WHERE key = 'history.end'")
    assert kinds(store) == ["unsealed"]


@pytest.mark.parametrize("changes", [{"seq": 3}, {"device": "x"}, {"signature": ""}, {"signature": "AA=="}])
def test_a_seal_that_was_changed_is_forged(store, run, one, changes):
    kept = ending.sealed(store.session.connection())
    run("UPDATE setting SET value = ? WHERE key = 'history.end'", dump_json(vars(kept) | changes))
    assert kinds(store) == ["forged"]


def test_a_seal_of_another_device_that_signed_it_itself_is_forged(store, run):
    kept = ending.sealed(store.session.connection())
    other = End("x", kept.lives, kept.seq, kept.digest, kept.keys)
    sign_key = run("SELECT sign_key FROM device").scalar()
    signed = ending._signed(other, sign_key)
    run("UPDATE setting SET value = ? WHERE key = 'history.end'", signed.kept)
    assert kinds(store) == ["forged"]


def test_keys_of_the_device_that_were_exchanged_are_told(store, run):
    run("UPDATE device SET identity = ?", envelope.new_identity())
    assert kinds(store) == ["keys"]
    run("UPDATE device SET sign_key = ?", envelope.new_sign_key())
    assert kinds(store) == ["forged"], "with another key to sign nothing fits the seal"
    run("UPDATE device SET sign_key = 'x'")
    assert kinds(store) == ["forged"]


# What is remembered elsewhere


def test_what_others_remember_of_the_same_life_must_stand_in_the_history(store, one):
    end = ending.present(store.session.connection())
    earlier = one("SELECT digest FROM change WHERE seq = 3")

    def told(**changes):
        return faults(store, Memory(End(**vars(end) | changes), "bản sao"))

    assert told() == []
    assert told(seq=3, digest=earlier) == []
    assert told(seq=0, digest="") == []
    about = {"backup": "bản sao", "found": end.seq}
    assert told(seq=end.seq + 4) == [Fault("older", facts=about | {"seq": end.seq + 4})]
    assert told(digest="f" * 64) == [Fault("parted", facts=about | {"seq": end.seq})]
    assert told(digest="f" * 64, device="x") == [], "of another device"
    assert told(digest="f" * 64, lives=("x",)) == [], "of another life"


def sent(number, to_seq, head, direction="out"):
    return factories.package(number, to_seq=to_seq, audit_head=head, direction=direction)


def test_packages_remember_the_history_of_their_moment(store, one):
    head = one("SELECT digest FROM change WHERE seq = 5")
    for package in (sent(1, 5, head), sent(2, 6, None), sent(3, 7, "f", "in")):
        store.packages.add(package)
    last = store.log.last()[0]
    assert [each for each in faults(store) if each.kind == "package"] == []
    store.packages.add(sent(4, 8, "f" * 64))
    store.packages.add(sent(5, last + 900, "f" * 64))
    found = [each.facts for each in faults(store) if each.kind == "package"]
    assert found == [{"number": 4, "seq": 8}, {"number": 5, "seq": last + 900}]


# The rows


@pytest.mark.parametrize(
    ("statement", "entity", "fields"),
    [
        ("UPDATE person SET phone = '1' WHERE full_name = 'Lê Con'", "person", ("phone",)),
        ("UPDATE person SET seq = seq + 1 WHERE full_name = 'Lê Con'", "person", ("seq",)),
        ("UPDATE person SET seq = seq - 1 WHERE full_name = 'Lê Con'", "person", ("seq",)),
        ("UPDATE household SET address = NULL", "household", ("address",)),
        ("UPDATE relation SET kind = 'x'", "relation", ("kind",)),
        ("UPDATE event SET answers = '{}'", "event", ("answers.findings",)),
        ("UPDATE record SET answers = '{\"school\":\"C\",\"x\":1}' WHERE number LIKE '%1'", "record", ("answers.school", "answers.x")),
        ("UPDATE record SET seq = 1 WHERE number LIKE '%1'", "record", ("seq",)),
        ("UPDATE record SET draft = 0, state = 'x' WHERE number LIKE '%1'", "record", ("state", "draft")),
        ("UPDATE hamlet SET position = 9 WHERE name = 'Ấp Mới'", "hamlet", ("position",)),
        ("UPDATE attachment SET name = 'x' WHERE name = '1.png'", "attachment", ("name",)),
        ("UPDATE \"user\" SET role = 'x'", "user", ("role",)),
        ("UPDATE \"grant\" SET rights = 'rwpx' WHERE register = 'x'", "", ()),
        ("UPDATE setting SET value = '{\"columns\":[]}' WHERE key = 'look'", "setting", ("look",)),
        ("UPDATE setting SET value = '\"x\"' WHERE key = 'derived'", "", ()),
        ("UPDATE person SET search_words = '', changed_at = '2020-01-01'", "", ()),
    ],
)  # fmt: skip
def test_a_row_that_was_changed_is_told_with_its_columns(store, run, statement, entity, fields):
    run(statement)
    found = faults(store)
    assert [(each.kind, each.entity, each.fields) for each in found] == (
        [("altered", entity, fields)] if entity else []
    )


def test_a_record_takes_the_numbers_of_what_happened_in_it_and_of_its_person(store, run):
    run("UPDATE record SET seq = seq + 0")
    (seq,) = run("SELECT seq FROM record WHERE number LIKE '%1'").one()
    assert seq > run("SELECT max(seq) FROM change WHERE entity = 'record'").scalar()
    run("UPDATE record SET seq = (SELECT max(seq) FROM change) WHERE number LIKE '%1'")
    assert kinds(store) == []


def test_rows_that_are_gone_or_that_nobody_wrote_are_told(store, run, one):
    relation = one("SELECT id FROM relation")
    hamlet = one("SELECT id FROM hamlet WHERE name = 'Ấp Mới'")
    run("DELETE FROM relation")
    run("UPDATE hamlet SET id = 'x' WHERE id = ?", hamlet)
    run("DELETE FROM setting WHERE key = 'look'")
    run("INSERT INTO setting (key, value) VALUES ('looks', '1')")
    found = {(each.kind, each.entity, each.id) for each in faults(store)}
    assert found == {
        ("gone", "relation", relation),
        ("gone", "hamlet", hamlet),
        ("unknown", "hamlet", "x"),
        ("gone", "setting", "look"),
        ("unknown", "setting", "looks"),
    }


def test_a_row_that_was_taken_away_properly_and_put_back_past_the_program_is_told(store, run, one):
    gone = one("SELECT entity_id FROM change WHERE entity = 'unit' AND act = 'delete'")
    run("UPDATE unit SET id = ?", gone)
    found = {(each.kind, each.entity, each.id) for each in faults(store)}
    assert found == {("unknown", "unit", gone), ("gone", "unit", f"{PROVINCE.unit}/y")}


def test_two_rows_of_one_identifier_in_different_tables_are_two_rows(store, run, one):
    person_id = one("SELECT id FROM person LIMIT 1")
    run(
        "INSERT INTO hamlet (id, unit, name, position, seq, changed_at) VALUES (?, ?, 'Cũ', 1, 1, '2020')",
        person_id,
        UNIT,
    )
    assert [(each.kind, each.entity) for each in faults(store)] == [("unknown", "hamlet")]


@pytest.mark.parametrize(("value", "told"), [("2", False), ("9", False), ("1", True), ('"x"', True)])
def test_a_counter_that_would_give_a_number_again_is_told(store, run, value, told):
    run("UPDATE setting SET value = ? WHERE key = 'number:TE-30325-2026'", value)
    expected = [Fault("counter", facts={"stem": "TE-30325-2026", "last": 2})]
    assert faults(store) == (expected if told else [])


def test_numbers_that_others_gave_out_need_no_counter_of_ours(store, run):
    run("DELETE FROM setting WHERE key LIKE 'number:%'")
    assert kinds(store) == []


def test_a_paper_whose_content_was_exchanged_is_told_and_one_that_never_came_is_none(store, run, one):
    assert kinds(store) == []
    run("UPDATE attachment SET content = ? WHERE name = '0.png'", b"other")
    (found,) = faults(store)
    record = one("SELECT record_id FROM attachment LIMIT 1")
    assert (found.kind, found.entity) == ("paper", "attachment")
    assert found.facts == {"name": "0.png", "record_id": record}


def test_a_row_that_names_one_that_is_not_there_is_told(store, run):
    run("PRAGMA defer_foreign_keys = ON")
    run("UPDATE record SET person_id = 'x' WHERE number LIKE '%2'")
    found = faults(store)
    assert [each.kind for each in found] == ["altered", "dangling"]
    assert (found[1].entity, found[1].facts) == ("record", {"parent": "person"})


# What a fault is about


def test_an_officer_finds_what_a_fault_is_about_by_the_case_number(store, one):
    def told(entity, entity_id="", **facts):
        return case_number(store.session, Fault("altered", entity, entity_id, facts))

    first, second = "TE-30325-2026-0001", "TE-30325-2026-0002"
    record = one("SELECT id FROM record WHERE number = ?", second)
    mother, child = (one("SELECT id FROM person WHERE full_name = ?", name) for name in ("Lê Mẹ", "Lê Con"))
    home = one("SELECT id FROM household")
    assert told("record", number=first) == first
    assert told("record") == ""
    for entity in ("event", "attachment", "payment_row"):
        assert told(entity, record_id=record) == second
    assert told("person", mother) == second
    assert told("person", child) == first
    assert told("relation", person_id=mother) == second
    assert told("household", home) == first
    assert told("household", "x") == ""
    assert told("hamlet", "x") == ""
    assert told("event", record_id="x") == ""


def test_an_officer_is_told_by_login_name(store, one):
    assert login_name(store.session, one('SELECT id FROM "user"')) == OFFICER
    assert login_name(store.session, "x") == ""


def test_a_history_without_links_begins_at_nothing(store, run):
    run("DELETE FROM change")
    assert store.log.last() == (0, GENESIS)
    assert store.log.last_moment() is None
    assert kinds(store)[0] == "cut"
