"""A unit that another follows: both sides write the same, what was on its way counts, and nothing is sent anew."""

import dataclasses
import json

import pytest
from sqlalchemy import text

from ansinh_desktop.db.exchange.succession import Part, Renames
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.listing import ListQuery
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.succession.file import Change
from ansinh_desktop.services.sync.cards import receiver_in
from ansinh_desktop.services.transfers.giving import Move
from tests import kept
from tests.factories import (
    OFFICE,
    OFFICER,
    OTHER,
    PASSWORD,
    PROVINCE,
    UNIT,
    case,
    new_vault,
    orphan,
    person,
    trust,
)
from tests.paper_files import pdf
from tests.services.payments.commune import JUNE, NAMES, closed, people
from tests.services.sync.test_trusted_cards import as_device, new_keys
from tests.services.sync.waiting import conflict

NEXT = "30999@2027-01-01"
RENAMED = Change(Renames(UNIT, NEXT), "Xã Vĩnh Trung Mới")
MERGED = Change(Renames(UNIT, OTHER.unit), OTHER.name)


class Province:
    """A receiving unit and two communes that send to it."""

    def __init__(self, folder):
        self.usb = folder / "usb"
        self.one, self.two, self.top = kept.opened(folder, "một", "hai", "tỉnh")

    def send(self, program):
        made = program.outgoing.export(self.usb)
        taken = self.top.incoming.receive(made.path, self.usb)
        program.outgoing.take_receipt(taken.receipt)
        return taken

    def agree(self, most=3):
        """Send whatever waits until nothing does."""
        for _ in range(most):
            for each in (self.one, self.two):
                waiting = each.outgoing.waiting()
                if waiting.anything or waiting.whole:
                    self.send(each)
        for each in (self.one, self.two):
            waiting = each.outgoing.waiting()
            assert not waiting.anything, waiting
            assert not waiting.whole, waiting

    def follow(self, program, *changes):
        path = self.top.exchange.successions.sign(self.usb, changes or (RENAMED,), "Sáp nhập xã", "NQ 1/2026")
        self.take(program, path)
        return path

    def take(self, program, path):
        """Let a commune follow, which opens its data anew then."""
        program.exchange.successions.follow(path)
        anew = Program(program.vault)
        if program is self.one:
            self.one = anew
        else:
            self.two = anew

    def close(self):
        for each in (self.top, self.one, self.two):
            each.check()
            each.__exit__(None, None, None)


def begun(folder, build):
    """Make a province as it is before the tests that ask for something there; the same for all of them."""
    kept.acquainted(folder, ("một", OFFICE), ("hai", OTHER), ("tỉnh", PROVINCE))
    province = Province(folder)
    said = build(province)
    kept.put_down(province.one, province.two, province.top)
    return said


@pytest.fixture
def there(tmp_path, request):
    """Return the province of a test, and what was made there before, which its name among the fixtures tells."""
    build = kept.wanted(request, filled=fill, two_hamlets=fill_two_hamlets)
    said = kept.copied(tmp_path, begun, build)
    made = Province(tmp_path)
    yield made, said
    made.close()


@pytest.fixture
def province(there):
    return there[0]


@pytest.fixture
def filled(there):
    """Return the record of a province to which one commune has sent all kinds of rows, all confirmed."""
    return there[1]


def fill(province):
    one = province.one
    record = one.cases.save(orphan())
    one.cases.add_event(record, "visit", "2026-03-01", {"findings": "ổn"})
    whom = one.cases.get(record).person_id
    one.people.save_household({"number": "12", "hamlet": "Vĩnh Lợi"}, first=whom)
    paper = province.usb / "giấy.pdf"
    paper.write_bytes(pdf("giấy"))
    one.attachments.add(record, paper)
    province.send(one)
    assert not one.outgoing.waiting().anything
    return record


def rows(program, query):
    with program.vault.reading() as store:
        return [tuple(each) for each in store.session.execute(text(query))]


def refused(code, work, *given):
    with pytest.raises(UserError) as caught:
        work(*given)
    assert caught.value.code == code


def test_a_renamed_unit_is_the_next_on_both_sides_and_sends_nothing_anew(province, filled):
    before = province.one.cards.own().fingerprint
    province.follow(province.one)
    assert province.one.office.unit == NEXT
    assert province.one.office.name == "Xã Vĩnh Trung Mới"
    assert province.one.cards.own().fingerprint != before
    for each in (province.one, province.top):
        for table in ("hamlet", "household", "person", "record"):
            assert {unit for (unit,) in rows(each, f"SELECT DISTINCT unit FROM {table}")} <= {
                NEXT,
                PROVINCE.unit,
            }, table
    (card,) = [each for each in province.top.cards.known() if each.id.startswith(NEXT)]
    assert card.fingerprint == province.one.cards.own().fingerprint
    assert not province.one.outgoing.waiting().anything
    refused("AS-5103", province.one.outgoing.export, province.usb)
    assert province.one.cases.get(filled).sent.text == "Đã có biên nhận"
    new = province.one.cases.save(orphan("Danh Hai"))
    assert province.one.cases.get(new).number.startswith("TE-30999-")
    lost = province.one.outgoing.export(province.usb)
    province.one.cases.save(orphan("Danh Ba"))
    taken = province.send(province.one)
    assert (taken.state, taken.results) == ("imported", {"accepted": 2})
    assert taken.missing == (lost.number,), "the line of its packages goes on"


class StoppedError(Exception):
    """The officer has had enough."""


def stop(_done):
    raise StoppedError


def test_a_succession_that_is_stopped_changes_neither_side(province, filled):
    top, one, before = province.top, province.one, set(province.usb.iterdir())

    def units():
        return [rows(each, "SELECT DISTINCT unit FROM person") for each in (top, one)]

    stood = units()
    with pytest.raises(StoppedError):
        top.exchange.successions.sign(province.usb, (RENAMED,), "Sáp nhập xã", "NQ 1/2026", stop)
    assert set(province.usb.iterdir()) == before
    assert units() == stood
    path = top.exchange.successions.sign(province.usb, (RENAMED,), "Sáp nhập xã", "NQ 1/2026")
    with pytest.raises(StoppedError):
        one.exchange.successions.follow(path, stop)
    assert units()[1] == stood[1]
    assert one.office.unit != NEXT
    province.take(one, path)
    assert province.one.office.unit == NEXT


def test_what_was_on_its_way_counts_for_the_next_unit(province, filled):
    one = province.one
    one.cases.save(orphan("Danh Hai"))
    sent = one.outgoing.export(province.usb)
    path = province.top.exchange.successions.sign(province.usb, [RENAMED], "Đổi tên", "NQ 1/2026")
    taken = province.top.incoming.receive(sent.path, province.usb)
    assert taken.state == "imported"
    assert {unit for (unit,) in rows(province.top, "SELECT DISTINCT unit FROM record")} == {NEXT}
    province.take(one, path)
    one = province.one
    one.outgoing.take_receipt(taken.receipt)
    assert not one.outgoing.waiting().anything
    one.cases.save(orphan("Danh Ba"))
    lost = one.outgoing.export(province.usb)
    one.cases.save(orphan("Danh Bốn"))
    taken = province.send(one)
    assert (taken.state, taken.missing) == ("imported", (lost.number,)), "the line of its packages goes on"


def test_what_is_sent_whole_replaces_nothing(province, filled):
    province.follow(province.one)
    with province.one.vault.work() as store:
        counterpart = store.ledger.counterpart(receiver_in(store).id)
        counterpart.whole = True
        store.ledger.keep(counterpart)
    assert province.send(province.one).state == "imported"
    assert rows(province.top, "SELECT count(*) FROM replaced") == [(0,)]


def test_a_receipt_of_before_counts_after(province, filled):
    one = province.one
    one.cases.save(orphan("Danh Hai"))
    taken = province.top.incoming.receive(one.outgoing.export(province.usb).path, province.usb)
    province.follow(one)
    one = province.one
    one.outgoing.take_receipt(taken.receipt)
    assert not one.outgoing.waiting().anything
    one.cases.save(orphan("Danh Ba"))
    assert province.send(one).state == "imported"


def test_hamlets_are_renamed_and_merged_with_their_people(province, filled):
    hamlets = {"Vĩnh Thạnh": "Vĩnh Thạnh Mới", "Vĩnh Lợi": "Hòa Phú"}
    province.follow(province.one, dataclasses.replace(RENAMED, renames=Renames(UNIT, NEXT, hamlets)))
    for each in (province.one, province.top):
        assert rows(each, "SELECT DISTINCT hamlet FROM person") == [("Vĩnh Thạnh Mới",)]
        assert rows(each, "SELECT hamlet FROM household") == [("Hòa Phú",)]
        names = [
            name for (name,) in rows(each, f"SELECT name FROM hamlet WHERE unit = '{NEXT}' AND NOT deleted")
        ]
        assert "Vĩnh Thạnh Mới" in names
        assert "Vĩnh Lợi" not in names
        assert names.count("Hòa Phú") == 1
    assert len(province.one.people.rows("vinh thanh moi")) == len(rows(province.one, "SELECT id FROM person"))
    assert not province.one.outgoing.waiting().anything
    province.one.cases.save(case("children", {}, person=person(hamlet="Vĩnh Thạnh Mới"), final=False))
    province.one.cases.save(orphan("Danh Hai"))
    assert province.send(province.one).state == "imported"


@pytest.mark.parametrize(
    ("hamlets", "left", "people", "household"),
    [
        # Two become a new one: it stands there once.
        (
            {"Vĩnh Thạnh": "Ấp Chung", "Vĩnh Lợi": "Ấp Chung"},
            {"Ấp Chung", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương"},
            "Ấp Chung",
            "Ấp Chung",
        ),
        # One takes the name of another that is called otherwise from now on.
        (
            {"Vĩnh Thạnh": "Vĩnh Lợi", "Vĩnh Lợi": "Ấp Ba"},
            {"Vĩnh Lợi", "Ấp Ba", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương"},
            "Vĩnh Lợi",
            "Ấp Ba",
        ),
        # One takes the name of a hamlet that was removed long ago.
        (
            {"Vĩnh Thạnh": "Tân Hòa"},
            {"Tân Hòa", "Vĩnh Lợi", "Hòa Phú", "Mỹ Thạnh", "An Khương"},
            "Tân Hòa",
            "Vĩnh Lợi",
        ),
    ],
)
def test_every_hamlet_stands_there_once_and_nobody_lives_in_one_that_is_none(
    province, filled, hamlets, left, people, household
):
    if "Tân Hòa" in hamlets.values():
        with province.one.vault.work("xóa ấp") as store:
            (gone,) = [each for each in store.people.hamlets(UNIT) if each.name == "Tân Hòa"]
            gone.deleted = True
        province.send(province.one)
    province.follow(province.one, dataclasses.replace(RENAMED, renames=Renames(UNIT, NEXT, hamlets)))
    for each in (province.one, province.top):
        names = [
            name for (name,) in rows(each, f"SELECT name FROM hamlet WHERE unit = '{NEXT}' AND NOT deleted")
        ]
        assert sorted(names) == sorted(left)
        assert rows(each, "SELECT DISTINCT hamlet FROM person") == [(people,)]
        assert rows(each, "SELECT hamlet FROM household") == [(household,)]
    assert not province.one.outgoing.waiting().anything
    province.one.cases.save(orphan("Danh Hai"))
    assert province.send(province.one).state == "imported"


def test_two_units_that_become_one_hold_the_same_in_the_end(province, filled):
    province.two.cases.save(orphan("Lê Của Hai"))
    province.send(province.two)
    province.follow(province.one, MERGED)
    assert province.one.office.unit == OTHER.unit
    mine, theirs = (
        each.cases.get(each.cases.save(orphan("Sau Sáp Nhập"))).number
        for each in (province.one, province.two)
    )
    assert mine != theirs
    assert {number.split("-")[1] for number in (mine, theirs)} == {"30328"}
    province.agree()
    known = [
        sorted(rows(each, "SELECT id, unit FROM record"))
        for each in (province.one, province.two, province.top)
    ]
    assert known[0] == known[1] == known[2]
    assert len(known[0]) == 4
    numbers = [number for (number,) in rows(province.top, "SELECT number FROM record")]
    assert len(set(numbers)) == len(numbers), "no number is given twice"


def test_two_communes_that_are_one_are_two_laptops_of_it(province, filled):
    """Their keys were compared long ago; what was on its way between them still arrives."""
    trust(province.one, province.two, province.usb)
    trust(province.two, province.one, province.usb)
    one = province.one
    one.cases.move(filled, "managed", "2026-01-05")
    (to,) = one.exchange.transfers.communes()
    given = one.exchange.transfers.give([filled], Move(to.id, "2026-11-20"), province.usb)
    path = province.follow(one, MERGED)
    province.take(province.two, path)
    for each in (province.one, province.two):
        assert each.exchange.transfers.communes() == []
        assert len(each.exchange.peers.known()) == 1
    arrived = province.two.exchange.arrivals.accept(province.usb / given.file_name, province.usb)
    province.one.exchange.transfers.take_answer(arrived.receipt)
    assert province.one.cases.get(filled).closed
    new = province.one.cases.save(orphan("Danh Của Một"))
    (two,) = province.one.exchange.peers.known()
    taken = province.two.exchange.peers.take(province.one.exchange.peers.export(province.usb, two.id).path)
    assert taken.conflicts == 0
    assert province.two.cases.get(new).person["full_name"] == "Danh Của Một"


def test_what_was_paid_stays_paid(province, filled):
    one = province.one
    with one.vault.work() as store:
        month = store.paid_months.add(UNIT, "assistance", "2026-11")
        record = store.records.get(filled)
        row = {
            "person_id": record.person_id,
            "record_id": filled,
            "number": record.number,
            "confidentiality": "c1",
            "full_name": "Danh Thị Na",
            "parts": {"allowance": 500000},
            "amount": 500000,
            "carried": [],
        }
        store.paid_months.write_rows(month, [row])
    province.follow(one)
    assert rows(one, "SELECT unit, amount FROM payment_row") == [(NEXT, 500000)]
    assert rows(one, "SELECT unit FROM payment_month") == [(NEXT,)]


def test_a_neighbour_knows_the_next_unit_by_its_card(province, filled):
    trust(province.two, province.one, province.usb)
    path = province.follow(province.one)
    found = province.two.exchange.successions.look(path)
    assert found.own == ()
    assert found.cards == ("Xã Vĩnh Thạnh Trung",)
    province.two.exchange.successions.follow(path)
    (commune,) = province.two.exchange.transfers.communes()
    assert commune.name == "Xã Vĩnh Trung Mới"
    assert commune.fingerprint == province.one.cards.own().fingerprint
    assert province.two.office.unit == OTHER.unit
    refused("AS-5175", province.two.exchange.successions.follow, path)


def test_a_case_on_its_way_arrives_after_its_commune_is_another(province, filled):
    trust(province.two, province.one, province.usb)
    trust(province.one, province.two, province.usb)
    one = province.one
    one.cases.move(filled, "managed", "2026-01-05")
    (to,) = one.exchange.transfers.communes()
    given = one.exchange.transfers.give([filled], Move(to.id, "2026-11-20"), province.usb)
    path = province.follow(one)
    province.two.exchange.successions.follow(path)
    arrived = province.two.exchange.arrivals.accept(province.usb / given.file_name, province.usb)
    taken = province.two.cases.get(arrived.records[0])
    assert NEXT in taken.events[0].note
    province.one.exchange.transfers.take_answer(arrived.receipt)
    assert province.one.cases.get(filled).closed


def test_who_may_say_it(province, filled):
    refused("AS-5172", province.one.exchange.successions.sign, province.usb, [RENAMED], "x", "y")
    unknown = Change(Renames("30400@2025-07-01", NEXT), "Xã")
    refused("AS-5173", province.top.exchange.successions.sign, province.usb, [unknown], "x", "y")
    twice = (RENAMED, Change(Renames(NEXT, UNIT), "Xã"))
    refused("AS-5174", province.top.exchange.successions.sign, province.usb, twice, "x", "y")
    path = province.top.exchange.successions.sign(province.usb, [RENAMED], "Đổi tên", "NQ 1/2026")
    told = json.loads(path.read_text("utf-8"))
    told["changes"][0]["name"] = "Xã Khác"
    forged = province.usb / "forged.agunits"
    forged.write_text(json.dumps(told), "utf-8")
    refused("AS-5170", province.one.exchange.successions.follow, forged)
    (province.usb / "none.agunits").write_text("{}", "utf-8")
    refused("AS-5171", province.one.exchange.successions.look, province.usb / "none.agunits")
    before = province.one.vault.changes
    assert province.one.exchange.successions.look(path).own[0].name == "Xã Vĩnh Trung Mới"
    assert province.one.vault.changes == before
    with province.one.vault.work() as store:
        store.accounts.named(OFFICER).role = "officer"
    refused("AS-1120", province.one.exchange.successions.follow, path)
    assert province.one.office.unit == UNIT


def test_no_unit_becomes_one_that_is_no_more(province, filled):
    province.two.cases.save(orphan("Lê Của Hai"))
    province.send(province.two)
    province.follow(province.one)
    gone = Change(Renames(OTHER.unit, UNIT), "Xã Cũ")
    refused("AS-5199", province.top.exchange.successions.sign, province.usb, [gone], "x", "y")
    back = Change(Renames(NEXT, UNIT), "Xã Vĩnh Thạnh Trung")
    province.follow(province.one, back)
    assert province.one.office.unit == UNIT, "it may be called again as it was"


# ---------------------------------------------------------------- a unit that is divided


THIRD = "30777@2027-01-01"


def divided(*hamlets, after=OTHER.unit, name=OTHER.name):
    return Change(Renames(UNIT, after), name, part=Part(hamlets, (), ()))


@pytest.fixture
def two_hamlets(there):
    """Return the records of people of two hamlets, which one commune sent with all that belongs to them."""
    return there[1]


def fill_two_hamlets(province):
    one, made = province.one, {}
    for name, hamlet in (("Danh Ở Lại", "Vĩnh Thạnh"), ("Lê Ra Đi", "Vĩnh Lợi")):
        known = person(full_name=name, birth_date="2015-02-03", hamlet=hamlet)
        made[name] = one.cases.save(dataclasses.replace(orphan(name), person=known))
        one.cases.add_event(made[name], "visit", "2026-03-01", {"findings": name})
    stays, goes = (one.cases.get(each).person_id for each in made.values())
    one.people.save_household({"number": "12", "hamlet": "Vĩnh Lợi"}, first=goes)
    one.people.relate(stays, goes, {"kind": "01"})
    paper = province.usb / "giấy.pdf"
    paper.write_bytes(pdf("giấy"))
    one.attachments.add(made["Lê Ra Đi"], paper)
    province.send(one)
    province.two.cases.save(orphan("Trần Có Sẵn"))
    province.send(province.two)
    return made["Danh Ở Lại"], made["Lê Ra Đi"]


def owners(program):
    """Return whose each record is, by who stands in it, with the events and papers that it has."""
    query = """SELECT p.full_name, r.unit, p.unit, r.deleted,
        (SELECT count(*) FROM event e WHERE e.record_id = r.id AND NOT e.deleted),
        (SELECT count(*) FROM attachment a WHERE a.record_id = r.id AND length(a.content) > 0)
        FROM record r JOIN person p ON p.id = r.person_id"""
    return {name: tuple(rest) for name, *rest in rows(program, query)}


def test_a_hamlet_that_goes_to_another_commune_takes_its_people_along_with_all_they_have(
    province, two_hamlets
):
    stays, goes = two_hamlets
    path = province.follow(province.one, divided("Vĩnh Lợi"))
    assert province.one.office.unit == UNIT, "what is left stays what it is"
    assert len(province.one.people.rows()) == 1, "who went away is shown nowhere"
    assert province.one.cases.get(stays).sent.text == "Đã có biên nhận"
    assert not province.one.outgoing.waiting().anything
    assert owners(province.top)["Lê Ra Đi"] == (OTHER.unit, OTHER.unit, 0, 1, 1)
    assert owners(province.top)["Danh Ở Lại"] == (UNIT, UNIT, 0, 1, 0)
    found = province.two.exchange.successions.look(path)
    assert found.own == ()
    assert found.coming[0].part.hamlets == ("Vĩnh Lợi",)
    province.take(province.two, path)
    province.agree()
    assert owners(province.two)["Lê Ra Đi"] == (OTHER.unit, OTHER.unit, 0, 1, 1)
    assert province.two.cases.get(goes).events[0].answers["findings"] == "Lê Ra Đi"
    assert province.two.people.get(province.two.cases.get(goes).person_id).household.values["number"] == "12"
    assert "Danh Ở Lại" not in owners(province.two)
    assert ("Vĩnh Lợi",) in rows(
        province.two, f"SELECT name FROM hamlet WHERE unit = '{OTHER.unit}' AND NOT deleted"
    )
    province.two.cases.add_event(goes, "visit", "2027-03-01", {"findings": "ở xã mới"})
    province.one.cases.save(orphan("Danh Sau"))
    for each in (province.one, province.two):
        taken = province.send(each)
        assert (taken.state, taken.results) == ("imported", {"accepted": 1})
    assert owners(province.top)["Lê Ra Đi"][3] == 2


def test_what_waits_to_be_chosen_of_somebody_who_goes_is_no_longer_asked_here(province, two_hamlets):
    stays, goes = two_hamlets
    whom = province.one.cases.get(goes).person_id
    for table, row_id in (("record", goes), ("person", whom), ("record", stays)):
        conflict(province.one, table, row_id)
    province.follow(province.one, divided("Vĩnh Lợi"))
    (left,) = province.one.conflicts.all()
    province.one.conflicts.choose(left.id, {})
    assert rows(province.one, "SELECT count(*) FROM conflict") == [(0,)]


def test_what_is_sent_whole_after_a_division_takes_nothing_back(province, two_hamlets):
    province.follow(province.one, divided("Vĩnh Lợi"))
    with province.one.vault.work() as store:
        counterpart = store.ledger.counterpart(receiver_in(store).id)
        counterpart.whole = True
        store.ledger.keep(counterpart)
    taken = province.send(province.one)
    assert (taken.state, taken.refused, taken.given_back) == ("imported", 0, 0)
    assert owners(province.top)["Lê Ra Đi"][:2] == (OTHER.unit, OTHER.unit)
    province.one.cases.save(orphan("Danh Sau"))
    assert province.send(province.one).state == "imported"


def test_a_commune_divided_between_two_is_no_more(province, two_hamlets):
    stays, goes = two_hamlets
    rest = Change(Renames(UNIT, THIRD), "Xã Mới")
    path = province.follow(province.one, rest, divided("Vĩnh Lợi"))
    province.take(province.two, path)
    assert province.one.office.unit == THIRD
    assert owners(province.one)["Danh Ở Lại"][:3] == (THIRD, THIRD, 0)
    assert not province.one.outgoing.waiting().anything
    province.agree()
    assert owners(province.top)["Danh Ở Lại"][:2] == (THIRD, THIRD)
    assert owners(province.two)["Lê Ra Đi"][:3] == (OTHER.unit, OTHER.unit, 0)
    assert province.one.cases.get(stays).sent.text == "Đã có biên nhận"
    assert province.two.cases.get(goes).sent.text == "Đã có biên nhận"


@pytest.mark.parametrize("into_two", [True, False], ids=["the rest follows", "the other comes"])
def test_who_went_to_a_commune_is_here_again_when_both_are_one(province, two_hamlets, into_two):
    """The laptop from which they went had put them away: it must not send that to the unit that both are now."""
    _stays, goes = two_hamlets
    gone = province.one.cases.save(
        dataclasses.replace(
            orphan("Lê Đã Xóa"),
            person=person(full_name="Lê Đã Xóa", birth_date="2015-02-03", hamlet="Vĩnh Lợi"),
        )
    )
    province.one.cases.remove(gone, "nhập nhầm")
    path = province.follow(province.one, divided("Vĩnh Lợi"))
    province.take(province.two, path)
    province.agree()
    province.two.cases.add_event(goes, "visit", "2027-03-01", {"findings": "ở xã mới"})
    province.agree()
    one, two = OTHER.unit, UNIT
    before, after = (two, one) if into_two else (one, two)
    path = province.follow(province.one, Change(Renames(before, after), "Xã Chung"))
    province.take(province.two, path)
    for each in (province.one, province.two):
        each.cases.save(orphan("Danh Sau"))
    province.agree()
    assert owners(province.top)["Lê Ra Đi"] == (after, after, 0, 2, 1)
    assert owners(province.one)["Lê Ra Đi"] == (after, after, 0, 2, 1)
    assert owners(province.one)["Lê Đã Xóa"][2] == 1, "what was removed before it went stays so"
    for each in (province.one, province.top):
        kin = rows(each, "SELECT deleted FROM relation")
        assert kin == [(0,)], "who stayed is kin again of who came back"
    assert not province.one.conflicts.all()
    assert not province.two.conflicts.all()


def test_who_was_paid_before_going_away_stays_in_the_month_that_comes_back(province):
    """A copy that was restored follows the division again, and takes its closed month back with its receipt."""
    one = province.one
    people(one, NAMES[:2])
    province.send(one)
    one.backups.take()
    (copy,) = one.backups.all()
    closed(one, JUNE)
    province.send(one)
    hamlet = one.cases.get(ids_of(one)[0]).person["hamlet"]
    path = province.follow(one, divided(hamlet))
    province.take(province.two, path)
    province.one.backups.restore(copy.name)
    province.one.vault.lock()
    province.one = open_data(province.usb.parent / "một", OFFICER, PASSWORD)
    province.take(province.one, path)
    province.one.cases.save(orphan("Danh Sau"))
    taken = province.top.incoming.receive(province.one.outgoing.export(province.usb).path, province.usb)
    answered = province.one.outgoing.take_receipt(taken.receipt)
    assert answered.months == ("2022-06",)
    view = province.one.payments.view(JUNE)
    assert view.is_closed
    assert len(view.lines) == 2, "the list is as it was closed, whoever is of another commune by now"


def ids_of(program):
    return program.listing.ids(ListQuery("assistance"))


def test_nobody_who_stays_leans_on_who_went_with_a_household_that_was_made_since(province, two_hamlets):
    """It was made after the division was signed: who heads it goes, and who lives in one that goes stays."""
    stays, goes = two_hamlets
    one = province.one
    path = province.top.exchange.successions.sign(province.usb, (divided("Vĩnh Lợi"),), "Giao ấp", "NQ 2")
    whom, left = (one.cases.get(each).person_id for each in (goes, stays))
    one.people.join(left, one.people.get(whom).household.id)
    late = one.cases.save(orphan("Danh Mới"))
    one.people.save_household({"number": "13"}, first=whom)
    one.people.join(one.cases.get(late).person_id, one.people.get(whom).household.id)
    province.take(one, path)
    home = province.one.people.get(province.one.cases.get(late).person_id).household
    assert home.values["number"] == "13"
    assert rows(province.one, "SELECT head_id FROM household WHERE number = '13'") == [(None,)]
    assert province.one.people.get(left).household is None
    province.agree()
    assert province.one.cases.get(stays).sent.text == "Đã có biên nhận"
    assert rows(province.top, "SELECT unit, head_id FROM household WHERE number = '13'") == [(UNIT, None)]


def test_what_was_not_sent_before_a_division_is_told_before_it_is_followed(province, two_hamlets):
    _stays, goes = two_hamlets
    province.one.cases.add_event(goes, "visit", "2026-04-01", {"findings": "chưa gửi"})
    path = province.top.exchange.successions.sign(province.usb, (divided("Vĩnh Lợi"),), "Chia xã", "NQ 2")
    assert province.one.exchange.successions.look(path).unsent == 1
    refused_there = province.send(province.one)
    assert refused_there.refused or refused_there.results.get("rejected")
    province.take(province.one, path)
    province.one.cases.save(orphan("Danh Sau"))
    assert province.send(province.one).state in ("imported", "full_wanted")
    province.agree()


def test_a_copy_that_has_not_followed_a_division_follows_it_after_the_receiving_unit_was_set_up_anew(
    province, two_hamlets, tmp_path
):
    """The file of before is signed with a key that is replaced; the new one cannot tell from its rows who went."""
    province.one.backups.take()
    (copy,) = province.one.backups.all()
    old = province.follow(province.one, divided("Vĩnh Lợi"))
    province.take(province.two, old)
    province.agree()
    with Program(new_vault(tmp_path / "tỉnh mới", PROVINCE)[0]) as new:
        new_keys(new)
        as_device(new, "01970000-0000-7000-8000-00000000dddd")
        for each in (province.one, province.two):
            trust(new, each, province.usb)
            trust_again(each, new, province.usb)
            made = each.outgoing.export(province.usb)
            each.outgoing.take_receipt(new.incoming.receive(made.path, province.usb).receipt)
        assert owners(new)["Lê Ra Đi"][:2] == (OTHER.unit, OTHER.unit)
        province.one.backups.restore(copy.name)
        province.one.vault.lock()
        province.one = open_data(tmp_path / "một", OFFICER, PASSWORD)
        assert len(province.one.people.rows()) == 2, "who went away is here again"
        trust_again(province.one, new, province.usb)
        sent = province.one.outgoing.export(province.usb)
        refused_there = new.incoming.receive(sent.path, province.usb)
        assert refused_there.results["rejected"] == 1
        refused("AS-5170", province.one.exchange.successions.follow, old)
        assert new.exchange.successions.said_in(old).changes[0].part.hamlets == ("Vĩnh Lợi",)
        province.take(province.one, new.exchange.successions.sign_again(province.usb, old))
        assert len(province.one.people.rows()) == 1
        province.one.cases.save(orphan("Danh Sau"))
        taken = new.incoming.receive(province.one.outgoing.export(province.usb).path, province.usb)
        province.one.outgoing.take_receipt(taken.receipt)
        assert (taken.state, taken.refused, taken.results) == ("imported", 0, {"accepted": 2})
        assert not province.one.outgoing.waiting().anything
        assert owners(new)["Lê Ra Đi"][:3] == (OTHER.unit, OTHER.unit, 0)


def trust_again(one, other, usb):
    card = other.cards.write_own(usb)
    was = one.cards.look(card).other
    given = {"replacing": was.fingerprint, "reason": "máy cài lại"} if was else {}
    one.cards.trust(card, other.cards.own().fingerprint, **given)


# ---------------------------------------------------------------- another receiving unit


def test_the_old_receiving_unit_names_the_new_one_and_everything_goes_to_it_anew(province, filled, tmp_path):
    own = dataclasses.replace(PROVINCE, unit="92@2027-01-01", name="Sở Y tế thành phố Cần Thơ")
    with Program(new_vault(tmp_path / "mới", own)[0]) as new:
        card = new.cards.write_own(tmp_path)
        digits = new.cards.own().fingerprint
        name = province.top.exchange.successions.name_receiver
        refused("AS-5115", name, province.usb, card, " ", "NQ 3")
        refused("AS-5116", name, province.usb, card, "1" * 30, "NQ 3")
        refused("AS-5172", province.one.exchange.successions.name_receiver, province.usb, card, digits, "x")
        path = name(province.usb, card, digits, "NQ 3")
        late = province.one.cases.save(orphan("Danh Đang Đi"))
        on_its_way = province.top.incoming.receive(
            province.one.outgoing.export(province.usb).path, province.usb
        )
        found = province.one.exchange.successions.look(path)
        assert found.succession.receiver.fingerprint == digits
        province.one.exchange.successions.follow(path)
        waiting = province.one.outgoing.waiting()
        assert (waiting.receiver, waiting.whole, waiting.records) == (own.name, True, 2)
        trust(new, province.one, province.usb)
        province.one.outgoing.take_receipt(on_its_way.receipt)
        assert province.one.cases.get(late).sent.text != "Đã có biên nhận", "the new one has nothing yet"
        taken = new.incoming.receive(province.one.outgoing.export(province.usb).path, province.usb)
        assert (taken.state, taken.results) == ("imported", {"accepted": 2})
        province.one.outgoing.take_receipt(taken.receipt)
        assert not province.one.outgoing.waiting().anything
        assert province.one.cases.get(late).sent.text == "Đã có biên nhận"
        assert rows(new, "SELECT count(*) FROM record") == [(2,)]
        forged = json.loads(path.read_text("utf-8"))
        forged["receiver"]["recipient"] = province.one.cards.own().recipient
        (province.usb / "x.agunits").write_text(json.dumps(forged), "utf-8")
        refused("AS-5170", province.one.exchange.successions.follow, province.usb / "x.agunits")
