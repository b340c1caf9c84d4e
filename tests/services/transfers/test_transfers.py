"""A case goes from one commune to another: nothing of it twice, nothing of it lost, and every answer counts once."""

import datetime
import shutil
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from ansinh_desktop import clock
from ansinh_desktop.db.models import Record
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.payments.reckoning import reckon
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.transfers.giving import Move
from tests.factories import (
    DECIDED,
    OFFICER,
    OTHER,
    PASSWORD,
    PROVINCE,
    abuse,
    case,
    new_vault,
    person,
    trust,
)
from tests.paper_files import pdf

CHILD = {"groups": ["c"], "main_group": "c", "entered_on": "2022-05-01", "care_arrangement": "parents"}
ELDER = person(full_name="Trần Văn Đông", birth_date="1955-03-02", sex="male", personal_id="089055001234")
NOW = datetime.datetime(2026, 11, 27, 3, tzinfo=datetime.UTC)
ON = "2026-11-20"


class Communes:
    """Two communes that know each other, and the unit that receives from both."""

    def __init__(self, folder):
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.folder = folder
        self.a = Program(new_vault(folder / "a")[0])
        self.b = Program(new_vault(folder / "b", OTHER)[0])
        trust(self.a, self.b, self.usb)
        trust(self.b, self.a, self.usb)
        (self.commune,) = self.a.exchange.transfers.communes()

    def give(self, *record_ids, **more):
        made = self.a.exchange.transfers.give(
            record_ids, Move(self.commune.id, more.pop("on", ON), **more), self.usb
        )
        return SimpleNamespace(id=made.id, path=self.usb / made.file_name)

    def records(self, program, register="children"):
        with program.vault.reading() as store:
            return list(store.session.scalars(select(Record).where(Record.register == register)))

    def check(self):
        for each in (self.a, self.b):
            each.check()

    def close(self):
        for each in (self.a, self.b):
            each.__exit__(None, None, None)


@pytest.fixture
def communes(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    made = Communes(tmp_path)
    yield made
    made.close()


@pytest.fixture
def child(communes):
    found = communes.a.cases.save(
        case("children", CHILD, person=person(full_name="Danh Bé", birth_date="2015-02-03"))
    )
    communes.a.cases.move(found, "managed", "2026-01-05")
    communes.a.cases.add_event(found, "visit", "2026-03-01", {"findings": "ổn"})
    communes.a.cases.add_event(found, "support", "2026-04-01", {"support": "gift", "amount": 500000})
    path = communes.usb / "giấy khai sinh.pdf"
    path.write_bytes(pdf("giay"))
    communes.a.attachments.add(found, path)
    return found


@pytest.fixture
def elder(communes):
    found = communes.a.cases.save(case("assistance", DECIDED | {"start_month": "2026-11"}, person=ELDER))
    for state in ("received", "appraising", "approved", "paying"):
        communes.a.cases.move(found, state, "2026-11-12", "đủ điều kiện")
    return found


def refused(code, work, *given, **more):
    with pytest.raises(UserError) as caught:
        work(*given, **more)
    assert caught.value.code == code
    return caught.value


def test_what_is_offered_is_seen_before_anything_changes(communes, child):
    given = communes.give(child)
    before = communes.b.vault.changes
    looked = communes.b.exchange.arrivals.look(given.path)
    assert (looked.sender, looked.who, looked.moved_on) == ("Xã Vĩnh Thạnh Trung", "Danh Bé", ON)
    (coming,) = looked.records
    assert (coming.register, coming.papers, coming.events) == ("children", 1, 2)
    assert coming.number == communes.a.cases.get(child).number
    assert communes.b.vault.changes == before
    assert not communes.records(communes.b)


def test_what_is_taken_is_a_record_of_the_other_commune_and_ends_here(communes, child):
    given = communes.give(child)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    (taken,) = arrived.records
    there = communes.b.cases.get(taken)
    assert there.draft
    assert there.number.startswith("TE-30328-2026-")
    assert there.answers["care_arrangement"] == "parents"
    assert there.person.get("hamlet") is None
    assert "Danh Bé" in there.person["full_name"]
    origin = there.events[0]
    assert communes.a.cases.get(child).number in origin.note
    assert "30325@2025-07-01" in origin.note
    assert "500.000 đồng" in origin.note
    assert [each.kind for each in there.events if each.kind != "state"] == ["visit"], (
        "money is not given twice"
    )
    assert len(communes.b.attachments.of_record(taken)) == 1

    replied = communes.a.exchange.transfers.take_answer(arrived.receipt)
    assert there.number in replied.told
    here = communes.a.cases.get(child)
    assert here.closed
    assert here.person["moved_on"] == ON
    assert "Bình Long" in here.person["moved_to"]
    communes.check()


def test_the_end_is_one_act_that_is_taken_back_and_done_again(communes, child):
    arrived = communes.b.exchange.arrivals.accept(communes.give(child).path, communes.usb)
    communes.a.exchange.transfers.take_answer(arrived.receipt)
    person_id = communes.a.cases.get(child).person_id
    (recorded,) = communes.a.lives.recorded(person_id)
    communes.a.lives.take_back(person_id, recorded.act_id)
    back = communes.a.cases.get(child)
    assert not back.closed
    assert not back.person.get("moved_on")
    again = communes.a.exchange.transfers.take_answer(arrived.receipt)
    assert not again.again
    assert communes.a.cases.get(child).closed
    assert communes.a.exchange.transfers.take_answer(arrived.receipt).again
    communes.check()


def test_nobody_writes_in_what_is_on_its_way(communes, child):
    communes.give(child)
    found = communes.a.cases.get(child)
    assert found.going_to == "Xã Bình Long"
    changed = case("children", CHILD | {"mother_job": "Làm ruộng"}, person=found.person, record_id=child)
    path = communes.usb / "khác.pdf"
    path.write_bytes(pdf("khac"))
    for work in (
        lambda: communes.a.cases.save(changed),
        lambda: communes.a.cases.add_event(child, "visit", "2026-03-02", {"findings": "ổn"}),
        lambda: communes.a.cases.remove(child, "nhầm"),
        lambda: communes.a.attachments.add(child, path),
        lambda: communes.a.lives.do(found.person_id, "death", {"on": "2026-11-21"}),
        lambda: communes.give(child),
    ):
        refused("AS-5181", work)
    assert not communes.a.cases.get(child).answers.get("mother_job")
    communes.check()


def test_what_is_called_back_is_written_in_again(communes, child):
    given = communes.give(child)
    refused("AS-2034", communes.a.exchange.transfers.call_back, given.id, "")
    communes.a.exchange.transfers.call_back(given.id, "người nhà đổi ý")
    communes.a.cases.add_event(child, "visit", "2026-03-02", {"findings": "ổn"})
    refused("AS-5187", communes.a.exchange.transfers.call_back, given.id, "nữa")
    communes.check()


def test_that_the_other_commune_took_what_was_called_back_counts(communes, child):
    given = communes.give(child)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    communes.a.exchange.transfers.call_back(given.id, "tưởng chưa tới")
    assert communes.a.exchange.transfers.take_answer(arrived.receipt).state == "accepted"
    assert communes.a.cases.get(child).closed


def test_an_answer_to_another_package_ends_nothing(communes, child):
    given = communes.give(child)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    with communes.a.vault.work() as store:
        store.packages.transfers.get(given.id).digest = "0" * 64
    refused("AS-5186", communes.a.exchange.transfers.take_answer, arrived.receipt)
    assert not communes.a.cases.get(child).closed


class StoppedError(Exception):
    """The officer has had enough."""


def stop(_done):
    raise StoppedError


def test_what_is_stopped_is_neither_given_nor_taken(communes, child):
    before = set(communes.usb.iterdir())
    with pytest.raises(StoppedError):
        communes.a.exchange.transfers.give([child], Move(communes.commune.id, ON), communes.usb, stop)
    assert set(communes.usb.iterdir()) == before
    assert communes.a.exchange.transfers.all() == []
    given = communes.give(child)
    before = set(communes.usb.iterdir())
    with pytest.raises(StoppedError):
        communes.b.exchange.arrivals.accept(given.path, communes.usb, step=stop)
    assert not communes.records(communes.b)
    assert set(communes.usb.iterdir()) == before
    assert communes.b.exchange.arrivals.accept(given.path, communes.usb).state == "accepted"
    communes.check()


def test_what_is_refused_stays_as_it_was(communes, child):
    given = communes.give(child)
    refused("AS-2034", communes.b.exchange.arrivals.refuse, given.path, communes.usb, " ")
    answer = communes.b.exchange.arrivals.refuse(given.path, communes.usb, "người này không về xã")
    assert not communes.records(communes.b)
    refused("AS-5153", communes.b.exchange.arrivals.accept, given.path, communes.usb)
    replied = communes.a.exchange.transfers.take_answer(answer.receipt)
    assert (replied.state, replied.told) == ("refused", "người này không về xã")
    assert not communes.a.cases.get(child).closed
    communes.a.cases.add_event(child, "visit", "2026-03-02", {"findings": "ổn"})
    communes.check()


def test_taking_the_same_twice_changes_nothing(communes, child):
    given = communes.give(child)
    first = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    content, before = first.receipt.read_bytes(), communes.b.vault.changes
    first.receipt.unlink()
    again = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    assert again.again
    assert again.receipt.read_bytes() == content
    assert communes.b.vault.changes == before
    refused("AS-5155", communes.b.exchange.arrivals.refuse, given.path, communes.usb, "thôi")


def test_the_same_case_in_another_package_is_not_taken_twice(communes, child):
    first = communes.give(child)
    communes.b.exchange.arrivals.accept(first.path, communes.usb)
    communes.a.exchange.transfers.call_back(first.id, "mất USB")
    second = communes.give(child)
    refused("AS-5154", communes.b.exchange.arrivals.accept, second.path, communes.usb)
    assert len(communes.records(communes.b)) == 1


def second_case(communes, child):
    """Let the child who went have another case in the first commune, and give that, too."""
    whom = communes.a.cases.get(child).person_id
    known = communes.a.people.get(whom).person
    second = communes.a.cases.save(case("assistance", DECIDED, person=dict(known), person_id=whom))
    for state in ("received", "appraising", "approved", "paying"):
        communes.a.cases.move(second, state, "2026-11-12", "đủ điều kiện")
    return communes.give(second)


def taken_by_b(communes, given):
    (record,) = communes.b.exchange.arrivals.accept(given.path, communes.usb).records
    return communes.b.cases.get(record).person_id


def test_another_case_of_who_came_before_stands_with_them(communes, child):
    whom = taken_by_b(communes, communes.give(child))
    assert taken_by_b(communes, second_case(communes, child)) == whom
    communes.check()


def test_another_case_of_who_came_before_stands_with_whom_they_were_joined_with(communes, child):
    whom = taken_by_b(communes, communes.give(child))
    other = communes.b.cases.save(
        case("children", CHILD, person=person(full_name="Danh Bé Hai", birth_date="2015-02-03"))
    )
    stays = communes.b.people.joinings.join(whom, communes.b.cases.get(other).person_id, {}, "một người")
    assert taken_by_b(communes, second_case(communes, child)) == stays
    communes.check()


def test_who_came_before_and_was_taken_back_comes_anew_with_another_case(communes, child):
    whom = taken_by_b(communes, communes.give(child))
    communes.b.undo.take_back(communes.b.undo.acts(1)[0].id)
    assert taken_by_b(communes, second_case(communes, child)) != whom
    communes.check()


def test_somebody_of_the_same_number_is_proposed_and_not_doubled(communes, elder):
    known = communes.b.cases.save(case("children", CHILD, person=ELDER, final=False))
    whom = communes.b.cases.get(known).person_id
    given = communes.give(elder)
    assert [each.id for each in communes.b.exchange.arrivals.look(given.path).known] == [whom]
    refused("AS-5152", communes.b.exchange.arrivals.accept, given.path, communes.usb)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb, whom)
    assert communes.b.cases.get(arrived.records[0]).person_id == whom
    communes.check()


def test_no_month_is_paid_by_both(communes, elder, monkeypatch):
    monkeypatch.setattr(
        clock, "today", lambda: datetime.date(2026, 11, 24)
    )  # the end of its limit is in sight
    given = communes.give(elder)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    there = communes.b.cases.get(arrived.records[0])
    assert there.answers["start_month"] == "2026-12"
    assert there.answers["old_stopped_month"] == "2026-12"
    assert there.answers["moved_in"] is True
    assert "decision_no" not in there.answers
    assert there.state == "received"
    tasks = communes.b.agenda.of_record(there.id)
    assert any("chuyển" in each.what.lower() or "quyết định" in each.what.lower() for each in tasks), tasks
    communes.a.exchange.transfers.take_answer(arrived.receipt)
    here = communes.a.cases.get(elder)
    assert (here.state, here.answers["stopped_from"]) == ("transferred", "2026-12")
    assert here.answers["moved_to_place"] == "Xã Bình Long"


def test_the_list_of_a_month_after_the_last_leaves_out_who_is_on_the_way(communes, elder):
    november, december = datetime.date(2026, 11, 1), datetime.date(2026, 12, 1)

    def lines(month):
        with communes.a.vault.reading() as store:
            found = reckon(store, catalog.register("assistance"), month, communes.a.office.unit)
        return [each.record_id for each in found.lines], [each.code for each in found.met]

    assert lines(december)[0] == [elder]
    given = communes.give(elder)
    assert lines(november)[0] == [elder]
    assert lines(december)[0] == []
    assert "AS-5158" in lines(december)[1]
    communes.a.exchange.transfers.call_back(given.id, "đổi ý")
    assert lines(december)[0] == [elder]


def test_what_cannot_be_given(communes, child, elder, tmp_path):
    refused("AS-5182", communes.give, child, elder)
    draft = communes.a.cases.save(case("children", {}, person=person(full_name="Lê Nháp"), final=False))
    refused("AS-5189", communes.give, draft)
    secret = communes.a.cases.save(abuse())
    refused("AS-5183", communes.give, secret)
    refused(
        "AS-5180", communes.a.exchange.transfers.give, [child], Move("30400@2025-07-01/x", ON), communes.usb
    )


def test_what_was_paid_already_is_not_left_to_the_other_commune(communes, elder):
    for month in ("2026-11", "2026-12"):
        with communes.a.vault.work() as store:
            found = store.paid_months.add(communes.a.office.unit, "assistance", month)
            record = store.records.get(elder)
            row = {
                "person_id": record.person_id,
                "record_id": elder,
                "number": record.number,
                "confidentiality": "c1",
                "full_name": "Trần Văn Đông",
                "parts": {"allowance": 500000},
                "amount": 500000,
                "carried": [],
            }
            store.paid_months.write_rows(found, [row])
    refused("AS-5184", communes.give, elder)
    given = communes.give(elder, until="2026-12")
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    assert communes.b.cases.get(arrived.records[0]).answers["start_month"] == "2027-01"


def test_whoever_is_not_meant_learns_nothing(communes, child, tmp_path):
    given = communes.give(child)
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        trust(province, communes.a, communes.usb)
        with pytest.raises(UserError):
            province.incoming.receive(given.path, communes.usb)
    answer = communes.b.exchange.arrivals.refuse(given.path, communes.usb, "không về xã")
    communes.a.exchange.transfers.take_answer(answer.receipt)
    with pytest.raises(UserError):
        communes.b.incoming.receive(given.path, communes.usb)


def test_both_records_go_up_as_those_of_their_own_communes(communes, child, tmp_path):
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        for each in (communes.a, communes.b):
            trust(province, each, communes.usb)
            trust(each, province, communes.usb)
        arrived = communes.b.exchange.arrivals.accept(communes.give(child).path, communes.usb)
        communes.a.exchange.transfers.take_answer(arrived.receipt)
        taken = arrived.records[0]
        there = communes.b.cases.get(taken)
        communes.b.cases.save(
            case("children", there.answers, person={**there.person, "hamlet": "Vĩnh Lợi"}, record_id=taken)
        )
        for each in (communes.a, communes.b):
            got = province.incoming.receive(each.outgoing.export(communes.usb).path, communes.usb)
            assert (got.state, got.results.get("accepted")) == ("imported", 1), got
        units = {each.unit for each in communes.records(province)}
        assert units == {communes.a.office.unit, OTHER.unit}
        province.check()


def test_a_copy_that_was_brought_back_learns_of_what_it_gave(communes, child):
    kept = communes.folder / "bản sao"
    folder = communes.a.vault.folder
    communes.a.vault.lock()
    shutil.copytree(folder, kept)
    communes.a = Program(Vault.open(folder, OFFICER, PASSWORD))
    given = communes.give(child)
    arrived = communes.b.exchange.arrivals.accept(given.path, communes.usb)
    communes.a.vault.lock()
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)
    communes.a = Program(Vault.open(folder, OFFICER, PASSWORD))
    refused("AS-5186", communes.a.exchange.transfers.take_answer, arrived.receipt)
    communes.a.exchange.transfers.remember(given.path)
    communes.a.exchange.transfers.take_answer(arrived.receipt)
    assert communes.a.cases.get(child).closed
    communes.check()


@pytest.mark.parametrize("rights", ["r", "rw", "rx", ""])
def test_only_who_writes_and_exports_gives_a_case_away(communes, child, rights):
    officer = as_officer(communes.a, rights)
    move = Move(communes.commune.id, ON)
    refused("AS-1110", officer.exchange.transfers.give, [child], move, communes.usb)
    assert not list(communes.usb.glob("*.agpkg"))
    assert not communes.a.exchange.transfers.all()


@pytest.mark.parametrize("rights", ["r", "rpx"])
def test_who_only_reads_answers_for_nobody(communes, child, rights):
    given = communes.give(child)
    officer = as_officer(communes.b, rights)
    assert officer.exchange.arrivals.look(given.path).who == "Danh Bé"
    refused("AS-1110", officer.exchange.arrivals.accept, given.path, communes.usb)
    refused("AS-1110", officer.exchange.arrivals.refuse, given.path, communes.usb, "không phải dân xã này")
    assert not list(communes.usb.glob("*.agrcpt"))
    giver = as_officer(communes.a, rights)
    refused("AS-1110", giver.exchange.transfers.call_back, given.id, "nhầm")
    answer = communes.b.exchange.arrivals.refuse(given.path, communes.usb, "không phải dân xã này")
    refused("AS-1110", giver.exchange.transfers.take_answer, answer.receipt)
    assert communes.a.exchange.transfers.take_answer(answer.receipt).state == "refused"


def test_who_may_not_see_a_register_sees_nothing_of_a_case_that_comes(communes, child):
    given = communes.give(child)
    refused("AS-1110", as_officer(communes.b, "").exchange.arrivals.look, given.path)


def as_officer(program, rights):
    """Return the same data for an officer with these rights over children alone."""
    known = dict.fromkeys(catalog.registers(), "") | {"children": rights}
    return Program(program.vault, may=Access(OFFICER, "officer", known))
