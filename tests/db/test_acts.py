"""What one unit of work wrote, what took it back, what came after it, and what hangs on its rows."""

import pytest

from ansinh_desktop.db.acts import ACT, LINE, MODELS, UNDO
from ansinh_desktop.db.models import Attachment
from ansinh_desktop.db.people import EVERYBODY, Sight
from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.registers import catalog
from tests.factories import DECIDED, OFFICER, UNIT, person

CHILDREN, ASSISTANCE = catalog.register("children"), catalog.register("assistance")


class Done:
    """Some acts of two officers, each by the number of its first change."""

    def __init__(self, vault):
        self.vault = vault
        self.acts = {}
        self.written("opened", self.open)
        self.written("visited", self.visit)
        self.written("printed", lambda store: store.log.note("print", "record", self.record, {}))
        self.written(
            "renamed", lambda store: store.people.save(self.who, UNIT, person(full_name="Lê Văn Đạt"))
        )
        self.written("foreign", self.phone, "minh")
        self.written("took back", lambda store: self.take_back(store, "visited"))
        self.written(
            "last", lambda store: store.records.add_event(self.record, "visit", "2026-11-30", answers={})
        )

    def written(self, name, act, author=OFFICER):
        with self.vault.work() as store:
            store.chain.author = author
            self.acts[name] = store.log.last()[0] + 1
            act(store)
        with self.vault.work() as store:
            store.chain.author = OFFICER

    def open(self, store):
        self.who = store.people.save(None, UNIT, person())
        content = RecordContent({}, draft=True, opened_on="2026-11-02")
        self.record = store.records.add(CHILDREN, self.who, UNIT, content)

    def visit(self, store):
        self.visits = [
            store.records.add_event(self.record, "visit", day, answers={}).id
            for day in ("2026-11-03", "2026-11-04")
        ]

    def phone(self, store):
        store.people.save(self.who, UNIT, person(full_name="Lê Văn Đạt", phone="0912345678"))

    def take_back(self, store, name):
        store.log.note(UNDO, ACT, str(self.acts[name]), {})

    def named(self, numbers):
        names = {number: name for name, number in self.acts.items()}
        return [names[each] for each in numbers]


@pytest.fixture(scope="module")
def done(shared):
    return Done(shared)


# What is one act


def test_the_acts_of_an_officer_are_those_that_wrote_or_took_back_the_latest_first(done):
    with done.vault.reading() as store:
        mine = store.acts.begun(OFFICER, None, 5)
        assert done.named(mine[:5]) == ["last", "took back", "renamed", "visited", "opened"]
        assert done.named(store.acts.begun("minh", None, 5)) == ["foreign"]
        assert store.acts.begun("ai đó", None, 5) == []
        assert done.named(store.acts.begun(OFFICER, done.acts["renamed"], 2)) == ["visited", "opened"]
        assert store.acts.begun(OFFICER, None, 0) == []


def test_every_change_of_an_act_leads_to_its_first(done):
    first, after = done.acts["visited"], done.acts["printed"]
    with done.vault.reading() as store:
        told = store.acts.told(first)
        assert [each.seq for each in told] == list(range(first, after))
        assert {each.act_id for each in told} == {first}
        assert {each.entity_id for each in told if each.entity == "event"} == set(done.visits)
        assert [store.acts.act_of(seq) for seq in range(first, after)] == [first] * (after - first)
        assert store.acts.told(first + 1) == [], "no act begins there"
        assert store.acts.told(10_000) == []
        assert store.acts.act_of(10_000) is store.acts.change(10_000) is None
        (last,) = {each.entity_id for each in store.acts.told(done.acts["last"]) if each.entity == "event"}
        assert last not in done.visits, "the last act ends with the history"


def test_a_change_is_told_with_who_did_it(done):
    with done.vault.reading() as store:
        foreign = store.acts.change(done.acts["foreign"])
    assert (foreign.author, foreign.entity, foreign.entity_id, foreign.act) == (
        "minh",
        "person",
        done.who,
        "update",
    )
    assert foreign.fields["phone"] == [None, "0912345678"]
    assert foreign.marked


# What came after


def test_later_are_the_writes_to_the_same_rows_and_no_other_acts(done):
    with done.vault.reading() as store:
        later = store.acts.later(done.acts["opened"] + 1, [done.who, done.record])
        assert [each.act_id for each in later if each.entity == "person"] == [
            done.acts["renamed"],
            done.acts["foreign"],
        ]
        assert "print" not in {each.act for each in later}
        assert [each.seq for each in later] == sorted(each.seq for each in later)
        after = store.acts.later(done.acts["renamed"], [done.who])
        assert [each.act_id for each in after] == [done.acts["foreign"]], "not the change itself"
        assert store.acts.later(0, []) == []


# What was taken back


def test_what_was_taken_back_stands_again_when_that_was_taken_back_itself(shared, done):
    with shared.reading() as store:
        assert store.acts.taken_back(done.acts["visited"]).seq == done.acts["took back"]
        assert store.acts.taken_back(done.acts["opened"]) is None
        assert store.acts.taking_back(done.acts.values()) == {done.acts["took back"]}
        assert store.acts.taking_back([]) == set()


@pytest.mark.parametrize(("times", "stands"), [(1, True), (2, False), (3, True)])
def test_however_often_it_went_back_and_forth(store, done, times, stands):
    back = done.acts["took back"]
    for _ in range(times):
        store.log.note(UNDO, ACT, str(back), {})
        back = store.log.last()[0]
    assert (store.acts.taken_back(done.acts["visited"]) is None) is stands


def test_the_latest_of_two_that_took_it_back_is_the_one_that_stands(store, done):
    for back in (done.acts["took back"], done.acts["visited"]):
        store.log.note(UNDO, ACT, str(back), {})
    last = store.log.last()[0]  # writes what waits
    assert store.acts.taken_back(done.acts["visited"]).seq == last


def test_to_take_one_line_back_leaves_its_act_standing(store, done):
    store.log.note(UNDO, LINE, f"{done.acts['renamed']} full_name", {})
    store.log.note(UNDO, LINE, str(done.acts["renamed"]), {})
    store.log.note("print", ACT, str(done.acts["renamed"]), {})
    store.log.last()  # writes what waits
    assert store.acts.taken_back(done.acts["renamed"]) is None


# What hangs on rows


def hanging(store, table, *ids):
    return set(store.acts.children(table, ids))


def test_what_hangs_on_a_row_are_the_rows_that_point_at_it_and_were_not_removed(store):
    one, other = (store.people.save(None, UNIT, person(full_name=name)) for name in ("Na", "Tú"))
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    record = store.records.add(CHILDREN, one, UNIT, content)
    event = store.records.add_event(record, "visit", "2026-11-20", answers={})
    paper = Attachment(
        record_id=record, sha256="x", name="a.png", media_type="image/png", content=b"x", deleted=False
    )
    store.session.add(paper)
    relation = store.people.relate(one, other, "child")
    house = store.people.save_household(None, UNIT, {"head_id": other})
    store.people.get(one).household_id = house.id
    store.session.flush()
    assert hanging(store, "record", record) == {
        (("event", event.id), record),
        (("attachment", paper.id), record),
    }
    own = {(("record", record), one), (("relation", relation.id), one)}
    assert hanging(store, "person", one) == own
    theirs = {(("relation", relation.id), other), (("household", house.id), other)}
    assert hanging(store, "person", one, other) == own | theirs
    assert hanging(store, "household", house.id) == {(("person", one), house.id)}
    assert hanging(store, "event", event.id) == hanging(store, "person") == set()
    for each in (event, paper, relation):
        each.deleted = True
    store.session.flush()
    assert hanging(store, "record", record) == set()
    assert hanging(store, "person", one, other) == {
        (("record", record), one),
        (("household", house.id), other),
    }


def test_events_of_some_kinds_are_found_in_their_records_only(store, done):
    gone = store.records.event(done.visits[1])
    gone.deleted = True
    store.session.flush()
    found = store.acts.events_of_kinds([done.record], ["visit"])
    assert found[done.visits[0]] == done.record
    assert gone.id not in found
    assert store.acts.events_of_kinds([done.record], ["support"]) == {}
    assert store.acts.events_of_kinds([done.who], ["visit"]) == {}
    assert store.acts.events_of_kinds([], ["visit"]) == {}


def test_the_first_closed_month_that_pays_a_record_is_named_and_only_what_came_later(store):
    who = store.people.save(None, UNIT, person())
    content = RecordContent(DECIDED, draft=False, opened_on="2026-09-10", state="paying")
    record = store.records.get(store.records.add(ASSISTANCE, who, UNIT, content))
    before = store.log.last()[0]
    assert store.acts.paid_since([record.id], before) is None
    ends = []
    for month in ("2026-11", "2026-10"):
        made = store.paid_months.add(UNIT, "assistance", month)
        row = {"person_id": who, "record_id": record.id, "number": record.number, "confidentiality": "c1"}
        row |= {"full_name": "Na", "parts": {}, "amount": 540_000, "carried": []}
        store.paid_months.write_rows(made, [row])
        store.session.flush()
        ends.append(store.log.last()[0])
    assert store.acts.paid_since([record.id], before) == (record.number, "2026-10")
    assert store.acts.paid_since([record.id, "x"], ends[0]) == (record.number, "2026-10")
    assert store.acts.paid_since([record.id], ends[1]) is None
    assert store.acts.paid_since(["x"], before) is store.acts.paid_since([], before) is None


# What must be known before anything is named


def test_somebody_whom_no_passer_by_may_read_of_is_not_named(store):
    content = RecordContent({}, draft=True, opened_on="2026-11-02")
    open_one, hidden, nobody = (
        store.people.save(None, UNIT, person(full_name=each)) for each in ("Na", "Tú", "Ba")
    )
    store.records.add(CHILDREN, open_one, UNIT, content)
    store.records.add(catalog.register("drug_treatment"), hidden, UNIT, content)
    everyone = [open_one, hidden, nobody, "x"]

    def named(sight):
        found = store.acts.people(everyone, sight)
        assert found.keys() == {open_one, hidden, nobody}
        return {each.full_name for each in found.values() if each.named}

    assert named(EVERYBODY) == {"Na", "Tú", "Ba"}
    assert named(Sight(passing=True)) == {"Na", "Ba"}
    assert named(Sight(("drug_treatment",))) == {"Tú", "Ba"}
    assert store.acts.people([], EVERYBODY) == {}


def test_records_parts_homes_and_relations_are_told_by_their_ids(store, done):
    other = store.people.save(None, UNIT, person(full_name="Tú"))
    relation = store.people.relate(done.who, other, "child")
    house = store.people.save_household(None, UNIT, {"head_id": other})
    bare = store.people.save_household(None, UNIT, {})
    (line,) = store.acts.records([done.record, "x"]).values()
    assert (line.id, line.register, line.unit, line.person_id) == (done.record, "children", UNIT, done.who)
    assert line.full_name == "Lê Văn Đạt"
    assert store.acts.parts([*done.visits, done.record]) == dict.fromkeys(done.visits, (done.record, "visit"))
    assert store.acts.households([house.id, bare.id]) == {house.id: (UNIT, other), bare.id: (UNIT, None)}
    assert store.acts.relations([relation.id, other]) == {relation.id: done.who}
    asked = (store.acts.records, store.acts.parts, store.acts.households, store.acts.relations)
    assert [ask([]) for ask in asked] == [{}] * 4


def test_rows_of_each_table_come_to_be_changed(store, done):
    assert [each.id for each in store.acts.rows("record", [done.record, done.record, "x"])] == [done.record]
    assert {each.id for each in store.acts.rows("event", done.visits)} == set(done.visits)
    assert all(store.acts.rows(table, []) == [] for table in MODELS)
