"""Two laptops of one commune: each takes what the other wrote, and nothing of either is lost."""

import datetime
import shutil

import pytest

from ansinh_desktop import clock, paths
from ansinh_desktop.db.exchange.sending import SentKind
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import InvalidRecordError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.conflicts import Choice
from ansinh_desktop.services.sync.naming import OURS, THEIRS
from tests.factories import (
    FIRST,
    HAMLETS,
    OFFICE,
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
from tests.services.sync.waiting import conflict

CHILD = {"groups": ["c"], "main_group": "c", "entered_on": "2022-05-01", "care_arrangement": "parents"}
BABE = person(full_name="Danh Bé", birth_date="2015-02-03")


class Laptops:
    """Two laptops: the second a copy of the first one's folder."""

    def __init__(self, folder):
        self.usb = folder / "usb"
        self.usb.mkdir()
        first = Program(new_vault(folder / "một")[0])
        self.record = first.cases.save(case("children", CHILD, person=BABE))
        first.__exit__(None, None, None)
        shutil.copytree(folder / "một", folder / "hai", ignore=shutil.ignore_patterns(paths.LOCK_FILE))
        self.one = Program(Vault.open(folder / "một", OFFICER, PASSWORD))
        self.two = Program(Vault.open(folder / "hai", OFFICER, PASSWORD))

    def close(self):
        for each in (self.one, self.two):
            each.__exit__(None, None, None)

    def change(self, program, answers=(), about=()):
        found = program.cases.get(self.record)
        program.cases.save(
            case(
                "children",
                {**found.answers, **dict(answers)},
                person={**found.person, **dict(about)},
                record_id=self.record,
            )
        )

    def bring(self, source, target):
        return target.exchange.peers.take(source.exchange.peers.export(self.usb).path)

    def answers(self):
        return [each.cases.get(self.record).answers for each in (self.one, self.two)]


@pytest.fixture
def laptops(tmp_path):
    made = Laptops(tmp_path)
    yield made
    made.close()


def test_a_copy_writes_as_somebody_else(laptops):
    epochs = []
    for each in (laptops.one, laptops.two):
        with each.vault.reading() as store:
            epochs.append(store.devices.own().epoch)
    assert len(set(epochs)) == 2
    made = [
        each.cases.save(case("children", CHILD, person=BABE | {"full_name": "Lê Hai"}))
        for each in (laptops.one, laptops.two)
    ]
    one, two = laptops.one.cases.get(made[0]).number, laptops.two.cases.get(made[1]).number
    assert one[-1].isdecimal()
    assert two[:-1] == one
    assert two[-1].isalpha()


def test_what_each_of_them_wrote_comes_to_both(laptops):
    new = laptops.two.cases.save(case("children", CHILD, person=BABE | {"full_name": "Trần Mới"}))
    laptops.one.cases.add_event(laptops.record, "visit", "2026-03-01", {"findings": "ổn"})
    assert laptops.bring(laptops.two, laptops.one).new == 1
    assert laptops.one.cases.get(new).person["full_name"] == "Trần Mới"
    assert laptops.bring(laptops.one, laptops.two).conflicts == 0
    assert len(laptops.two.cases.get(laptops.record).events) == 1
    again = laptops.bring(laptops.one, laptops.two)
    assert (again.new, again.taken, again.merged) == (0, 0, 0)
    for each in (laptops.one, laptops.two):
        each.check()


def test_what_another_laptop_brings_is_confirmed_by_nobody(laptops):
    laptops.two.cases.save(case("children", CHILD, person=BABE | {"full_name": "Trần Mới"}))
    laptops.bring(laptops.two, laptops.one)
    found = laptops.one.exchange.standing()
    assert [(each.register, each.count, each.removed) for each in found.doors] == [("children", 2, 0)]
    with laptops.one.vault.reading() as store:
        assert store.packages.sending().counts(SentKind.CONFIRMED) == {}


def test_what_one_laptop_took_out_does_not_come_back_by_what_the_other_one_sends(laptops, tmp_path):
    """What was never sent before it was removed is told of all the same: the other laptop sends it as it was."""
    one, two = laptops.one, laptops.two
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        for each in (one, two):
            trust(each, province, laptops.usb)
            trust(province, each, laptops.usb)

        def send(laptop):
            taken = province.incoming.receive(laptop.outgoing.export(laptops.usb).path, laptops.usb)
            laptop.outgoing.take_receipt(taken.receipt)

        send(one)
        visit = one.cases.add_event(laptops.record, "visit", "2026-03-01", {"findings": "nhầm trẻ"})
        laptops.bring(one, two)
        one.cases.remove_event(visit, "nhầm trẻ")
        send(one)
        send(two)
        for each in (one, province):
            assert not each.cases.get(laptops.record).events
            each.check()


def test_what_was_never_sent_and_is_removed_goes_nowhere_from_a_laptop_that_is_the_only_one(
    laptops, tmp_path
):
    one = laptops.one
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as province:
        trust(one, province, laptops.usb)
        trust(province, one, laptops.usb)
        first = province.incoming.receive(one.outgoing.export(laptops.usb).path, laptops.usb)
        one.outgoing.take_receipt(first.receipt)
        visit = one.cases.add_event(laptops.record, "visit", "2026-03-01", {"findings": "nhầm trẻ"})
        one.cases.remove_event(visit, "nhầm trẻ")
        laptops.change(one, about={"phone": "0912345678"})
        province.incoming.receive(one.outgoing.export(laptops.usb).path, laptops.usb)
        with province.vault.reading() as store:
            assert store.arriving.rows(MODELS["event"], [visit]) == {}


def test_different_fields_are_put_together(laptops):
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "adopted"}, {"phone": "0912345678"})
    looked = laptops.one.exchange.peers.look(laptops.two.exchange.peers.export(laptops.usb).path)
    assert (looked.merged, looked.conflicts) == (1, 0)
    assert laptops.answers()[0]["care_arrangement"] == "parents", "only looked at"
    laptops.bring(laptops.two, laptops.one)
    laptops.bring(laptops.one, laptops.two)
    one, two = laptops.answers()
    assert one == two
    assert (one["mother_job"], one["care_arrangement"]) == ("Làm ruộng", "adopted")
    assert laptops.one.cases.get(laptops.record).person["phone"] == "0912345678"
    assert not laptops.one.conflicts.all()
    for each in (laptops.one, laptops.two):
        each.check()


def test_what_would_be_wrong_only_together_waits_until_somebody_chooses(laptops):
    laptops.change(laptops.one, about={"birth_date": "2022-04-01"})
    laptops.change(laptops.two, about={"death_date": "2022-02-01"})
    found = laptops.bring(laptops.two, laptops.one)
    assert (found.merged, found.conflicts) == (0, 1)
    person = laptops.one.cases.get(laptops.record).person
    assert (person["birth_date"], person.get("death_date")) == ("2022-04-01", None)
    (open_,) = laptops.one.conflicts.all()
    assert {each.key for each in open_.differences} == {"birth_date", "death_date"}
    assert laptops.bring(laptops.one, laptops.two).conflicts == 1
    assert [each.id for each in laptops.two.conflicts.all()] == [open_.id]
    laptops.one.conflicts.choose(open_.id, {"birth_date": THEIRS, "death_date": THEIRS})
    laptops.bring(laptops.one, laptops.two)
    for each in (laptops.one, laptops.two):
        assert each.cases.get(laptops.record).person["death_date"] == "2022-02-01"
        assert not each.conflicts.all()
        each.check()


def test_one_field_with_two_values_waits_until_somebody_chooses(laptops):
    laptops.change(laptops.one, {"care_arrangement": "adopted"})
    laptops.change(laptops.two, {"care_arrangement": "alone"})
    assert laptops.bring(laptops.two, laptops.one).conflicts == 1
    assert laptops.bring(laptops.one, laptops.two).conflicts == 1
    assert laptops.bring(laptops.one, laptops.two).conflicts == 1
    (there,) = laptops.two.conflicts.all()
    (here,) = laptops.one.conflicts.all()
    assert here.id == there.id
    assert [each.key for each in here.differences] == ["answers.care_arrangement"]
    laptops.one.conflicts.choose(here.id, {"answers.care_arrangement": THEIRS})
    assert not laptops.one.conflicts.all()
    assert laptops.bring(laptops.one, laptops.two).conflicts == 0
    assert [each["care_arrangement"] for each in laptops.answers()] == ["alone", "alone"]
    assert not laptops.two.conflicts.all(), "chosen on the other laptop"
    for each in (laptops.one, laptops.two):
        each.check()


@pytest.fixture
def two_values(laptops):
    """Two laptops of which each changed the same answer, and the first took in what the second wrote."""
    laptops.change(laptops.one, {"care_arrangement": "adopted"})
    laptops.change(laptops.two, {"care_arrangement": "alone"})
    laptops.looked = laptops.one.exchange.peers.look(laptops.two.exchange.peers.export(laptops.usb).path)
    laptops.bring(laptops.two, laptops.one)
    return laptops


def shown(program, key="answers.care_arrangement"):
    (found,) = program.conflicts.all()
    (one,) = (each for each in found.differences if each.key == key)
    return found, one


def test_a_choice_shows_what_stood_there_before_and_who_wrote_ours(two_values):
    found, one = shown(two_values.one)
    kind = one.field.kind
    said = [kind.show(each) for each in ("parents", "adopted", "alone")]
    assert [one.before, one.ours, one.theirs] == said
    assert found.ours_by.startswith(OFFICER)
    with two_values.one.vault.reading() as store:
        assert found.before_at < store.log.last_moment()
    (seen,) = two_values.looked.to_choose
    assert seen.differences == found.differences, "the preview shows the same before anything is done"
    assert seen.what == f"Danh Bé · {two_values.one.cases.get(two_values.record).number}"
    assert seen.theirs_by == found.theirs_by


def test_who_wrote_the_other_version_is_told_by_the_package(two_values):
    found, _one = shown(two_values.one)
    with two_values.two.vault.reading() as store:
        written = store.log.of(two_values.record)[0]
    assert found.theirs_by == f"{written.author} · {clock.local(written.at):%d/%m/%Y %H:%M}"
    assert found.theirs_by.startswith(OFFICER)
    two_values.one.conflicts.choose(found.id, {"answers.care_arrangement": THEIRS})
    assert two_values.answers()[0]["care_arrangement"] == "alone"


def test_each_figure_of_the_preview_has_its_list(laptops):
    """What comes, what stays, who may be here already: by case, and a person who goes by code by their number alone."""
    kept = laptops.one.cases.save(case("children", CHILD, person=BABE | {"full_name": "Danh Ở Đây"}))
    twin = BABE | {"full_name": "Danh Trùng"}
    laptops.one.cases.save(case("children", CHILD, person=twin))
    laptops.two.cases.save(case("children", CHILD, person=twin))
    hidden = laptops.two.cases.save(abuse())
    laptops.two.cases.add_event(laptops.record, "visit", "2026-03-01", {"findings": "ổn"})
    looked = laptops.one.exchange.peers.look(laptops.two.exchange.peers.export(laptops.usb).path)
    came = {each.what: each.tables for each in looked.came}
    number = laptops.two.cases.get(hidden).number
    assert came[f"Danh Bé · {laptops.one.cases.get(laptops.record).number}"] == (
        "Hồ sơ",
        "Diễn biến, hỗ trợ",
    )
    assert came[number] == ("Hồ sơ", "Người")
    (twin_there,) = [each for each in came if each.startswith("Danh Trùng · ")]
    assert came[twin_there] == ("Hồ sơ", "Người")
    assert [each.what for each in looked.met] == ["Danh Trùng"]
    kept_here = {each.what for each in looked.kept}
    assert f"Danh Ở Đây · {laptops.one.cases.get(kept).number}" in kept_here
    assert "Danh Bé" not in kept_here, "the same on both is neither"
    assert looked.left_out == ()


def test_a_household_that_differs_is_told_by_its_number_and_its_head(laptops):
    for number, name, program in ((7, "Lê Bảy", laptops.one), (8, "Lê Tám", laptops.two)):
        whom = program.cases.get(laptops.record).person_id
        head = program.cases.save(case("children", CHILD, person=BABE | {"full_name": name}))
        first = program.cases.get(head).person_id
        program.people.join(whom, program.people.save_household({"number": str(number)}, first=first))
    laptops.bring(laptops.two, laptops.one)
    (found,) = [each for each in laptops.one.conflicts.all() if each.table == "person"]
    (one,) = [each for each in found.differences if each.key == "household_id"]
    assert one.ours.startswith("Hộ số 7 · Lê Bảy · Vĩnh Thạnh")
    assert one.theirs.startswith("Hộ số 8 · Lê Tám")


def test_what_stood_there_before_is_not_made_up_where_nobody_remembers_it(laptops):
    conflict(laptops.one, "record", laptops.record)
    found, one = shown(laptops.one, "closed_on")
    assert one.before is None
    assert found.before_at is None


def test_a_third_value_is_kept_and_comes_to_the_other_laptop(two_values):
    found, one = shown(two_values.one)
    two_values.one.conflicts.choose(found.id, {}, values={one.key: "relatives"})
    assert not two_values.one.conflicts.all()
    assert two_values.bring(two_values.one, two_values.two).conflicts == 0
    assert [each["care_arrangement"] for each in two_values.answers()] == ["relatives", "relatives"]
    assert not two_values.two.conflicts.all()
    for each in (two_values.one, two_values.two):
        each.check()


def test_a_third_value_that_the_form_would_refuse_is_refused_and_changes_nothing(two_values):
    found, one = shown(two_values.one)
    with pytest.raises(InvalidRecordError):
        two_values.one.conflicts.choose(found.id, {}, values={one.key: "nowhere"})
    with pytest.raises(BugError):
        two_values.one.conflicts.choose(found.id, {}, values={"answers.mother_job": "Làm ruộng"})
    assert shown(two_values.one)[0].differences == found.differences
    assert two_values.answers()[0]["care_arrangement"] == "adopted"


def test_a_third_value_is_kept_also_where_the_clock_takes_other_days_for_wrong(two_values, monkeypatch):
    laptops = two_values
    laptops.change(laptops.one, about={"phone": "0911111111"})
    laptops.change(laptops.two, about={"phone": "0922222222"})
    laptops.bring(laptops.two, laptops.one)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2006, 1, 1))  # before the child was born
    (found,) = [each for each in laptops.one.conflicts.all() if each.table == "person"]
    laptops.one.conflicts.choose(found.id, {}, values={"phone": "0933333333"})
    monkeypatch.undo()
    assert laptops.one.cases.get(laptops.record).person["phone"] == "0933333333"
    laptops.bring(laptops.one, laptops.two)
    assert laptops.two.cases.get(laptops.record).person["phone"] == "0933333333"


def test_an_empty_third_value_takes_the_answer_away(two_values):
    found, one = shown(two_values.one)
    two_values.one.conflicts.choose(found.id, {}, values={one.key: None})
    assert "care_arrangement" not in two_values.answers()[0]


def test_what_is_put_together_is_named_in_the_preview(laptops):
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "adopted"})
    looked = laptops.one.exchange.peers.look(laptops.two.exchange.peers.export(laptops.usb).path)
    (each,) = looked.put_together
    assert [who.partition(" · ")[0] for who in (each.ours_by, each.theirs_by)] == [OFFICER, OFFICER]
    assert each.what == f"Danh Bé · {laptops.one.cases.get(laptops.record).number}"
    assert {one.label: (one.before, one.ours, one.theirs) for one in each.differences} == {
        "Nghề nghiệp của mẹ": ("", "Làm ruộng", ""),
        "Hình thức chăm sóc": ("Với cha mẹ", "Với cha mẹ", "Con nuôi"),
    }
    assert looked.to_choose == ()


def test_what_was_chosen_in_the_preview_is_done_with_the_merge_and_undone_with_it(laptops):
    laptops.change(laptops.one, {"care_arrangement": "adopted", "mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "alone", "father_job": "Thợ hồ"})
    package = laptops.two.exchange.peers.export(laptops.usb).path
    (found,) = laptops.one.exchange.peers.look(package).to_choose
    assert found.proposals == {"answers.mother_job": OURS, "answers.father_job": THEIRS}
    taken = laptops.one.exchange.peers.take(
        package, choices={found.id: Choice({"answers.care_arrangement": THEIRS})}
    )
    assert (taken.conflicts, taken.to_choose) == (0, ())
    assert not laptops.one.conflicts.all()
    chosen = laptops.answers()[0]
    told = [chosen[each] for each in ("care_arrangement", "mother_job", "father_job")]
    assert told == ["alone", "Làm ruộng", "Thợ hồ"]
    laptops.one.undo.take_back(laptops.one.undo.acts(1)[0].id)
    before = laptops.answers()[0]
    assert (before["care_arrangement"], before.get("father_job")) == ("adopted", None)
    laptops.one.check()


def test_what_was_chosen_in_the_preview_comes_to_the_other_laptop(laptops):
    laptops.change(laptops.one, {"care_arrangement": "adopted"})
    laptops.change(laptops.two, {"care_arrangement": "alone"})
    package = laptops.two.exchange.peers.export(laptops.usb).path
    (found,) = laptops.one.exchange.peers.look(package).to_choose
    laptops.one.exchange.peers.take(package, choices={found.id: Choice({"answers.care_arrangement": THEIRS})})
    assert laptops.bring(laptops.one, laptops.two).conflicts == 0
    assert [each["care_arrangement"] for each in laptops.answers()] == ["alone", "alone"]
    for each in (laptops.one, laptops.two):
        each.check()


def test_a_third_value_in_the_preview_is_checked_before_anything_is_merged(laptops):
    laptops.change(laptops.one, {"care_arrangement": "adopted"})
    laptops.change(laptops.two, {"care_arrangement": "alone"}, {"phone": "0912345678"})
    package = laptops.two.exchange.peers.export(laptops.usb).path
    (found,) = laptops.one.exchange.peers.look(package).to_choose
    peers, key = laptops.one.exchange.peers, "answers.care_arrangement"
    with pytest.raises(InvalidRecordError):
        peers.take(package, choices={found.id: Choice({}, {key: "nowhere"})})
    assert "phone" not in laptops.one.cases.get(laptops.record).person
    peers.take(package, choices={found.id: Choice({}, {key: "relatives"})})
    assert laptops.answers()[0]["care_arrangement"] == "relatives"
    assert laptops.one.cases.get(laptops.record).person["phone"] == "0912345678"


def test_what_merged_itself_is_turned_in_the_preview_and_comes_so_to_the_other_laptop(laptops):
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "adopted", "father_job": "Thợ hồ"})
    package = laptops.two.exchange.peers.export(laptops.usb).path
    (found,) = laptops.one.exchange.peers.look(package).put_together
    turned = Choice({"answers.care_arrangement": OURS}, {"answers.mother_job": "Buôn bán"})
    taken = laptops.one.exchange.peers.take(package, choices={found.id: turned})
    assert (taken.merged, taken.conflicts) == (1, 0)
    # Meanwhile the other one comes to what merges by itself: the officer's word is later than that.
    first = laptops.two.exchange.peers.take
    assert first(laptops.one.exchange.peers.export(laptops.usb).path).conflicts == 0
    one, two = laptops.answers()
    assert one == two
    assert (one["care_arrangement"], one["mother_job"], one["father_job"]) == (
        "parents",
        "Buôn bán",
        "Thợ hồ",
    )
    for each in (laptops.one, laptops.two):
        each.check()


def test_what_was_turned_is_later_than_what_the_other_laptop_merged_by_itself(laptops):
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "adopted"})
    ours, theirs = (each.exchange.peers.export(laptops.usb).path for each in (laptops.one, laptops.two))
    (found,) = laptops.one.exchange.peers.look(theirs).put_together
    laptops.one.exchange.peers.take(theirs, choices={found.id: Choice({"answers.mother_job": THEIRS})})
    assert laptops.two.exchange.peers.take(ours).merged == 1
    assert laptops.bring(laptops.two, laptops.one).conflicts == 0
    assert laptops.bring(laptops.one, laptops.two).conflicts == 0
    for each in laptops.answers():
        assert (each["care_arrangement"], "mother_job" in each) == ("adopted", False)


def test_what_is_not_as_the_preview_showed_it_is_not_merged(laptops):
    laptops.change(laptops.one, {"care_arrangement": "adopted"})
    laptops.change(laptops.two, {"care_arrangement": "alone"}, {"phone": "0912345678"})
    package = laptops.two.exchange.peers.export(laptops.usb).path
    (found,) = laptops.one.exchange.peers.look(package).to_choose
    laptops.change(laptops.one, {"care_arrangement": "relatives"})
    with pytest.raises(UserError, match="AS-5200"):
        laptops.one.exchange.peers.take(
            package, choices={found.id: Choice({"answers.care_arrangement": THEIRS})}
        )
    assert "phone" not in laptops.one.cases.get(laptops.record).person


def test_what_a_wrong_clock_takes_for_wrong_is_told_and_comes_later(laptops, monkeypatch):
    about = BABE | {"full_name": "Trần Mới", "id_issued_on": "2026-09-01"}
    new = laptops.two.cases.save(case("children", CHILD, person=about))
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2025, 11, 20))
    there = laptops.bring(laptops.two, laptops.one)
    assert (there.new, there.refused) == (0, 2), "the person, and with it the record"
    assert "2 dòng không lấy" in there.summary
    monkeypatch.undo()
    assert laptops.bring(laptops.two, laptops.one).new == 1
    assert laptops.one.cases.get(new).person["full_name"] == "Trần Mới"
    laptops.one.check()


class StoppedError(Exception):
    """The officer has had enough."""


def stopping(after):
    """Return what is told of the work, and ends it there."""

    def step(rows):
        if rows >= after:
            raise StoppedError

    return step


def test_what_is_stopped_leaves_nothing_behind(laptops):
    """Neither a package, nor a part of what it brings, nor a line of history."""
    laptops.change(laptops.two, {"care_arrangement": "adopted"})

    def last(program):
        with program.vault.reading() as store:
            return store.log.last()

    before = last(laptops.two)
    with pytest.raises(StoppedError):
        laptops.two.exchange.peers.export(laptops.usb, "", stopping(3))
    assert not list(laptops.usb.iterdir())
    assert last(laptops.two) == before
    path = laptops.two.exchange.peers.export(laptops.usb).path
    before = last(laptops.one)
    for act in (laptops.one.exchange.peers.look, laptops.one.exchange.peers.take):
        with pytest.raises(StoppedError):
            act(path, stopping(1))
        assert last(laptops.one) == before
    assert laptops.answers()[0]["care_arrangement"] == "parents"
    assert laptops.one.exchange.peers.take(path).taken == 1


def test_who_is_no_laptop_of_ours_is_refused(laptops, tmp_path):
    other = Program(new_vault(tmp_path / "khác", OTHER)[0])
    with other:
        path = laptops.one.exchange.peers.export(laptops.usb).path
        with pytest.raises(UserError):
            other.exchange.peers.take(path)
        with pytest.raises(UserError) as caught:
            laptops.one.exchange.peers.take(path)
        assert caught.value.code == "AS-5132"


def test_a_second_laptop_set_up_by_itself_gets_everything(laptops, tmp_path):
    vault, _recovery = Vault.create(tmp_path / "ba", OFFICER, PASSWORD)
    office.set_up(vault, OFFICE, FIRST, HAMLETS)
    with Program(vault) as third:
        trust(third, laptops.one, laptops.usb)
        trust(laptops.one, third, laptops.usb)
        (known,) = laptops.one.exchange.peers.known()
        taken = third.exchange.peers.take(laptops.one.exchange.peers.export(laptops.usb, known.id).path)
        assert taken.new == 1
        assert third.cases.get(laptops.record).person["full_name"] == "Danh Bé"
        laptops.one.check()
        third.check()


def test_what_the_other_laptop_wrote_after_the_copy_is_none_of_ours(laptops):
    """Its number is beyond ours: whoever took it for a change that we know would take our own for one that it knew."""
    for month in range(1, 9):
        laptops.one.cases.add_event(laptops.record, "visit", f"2026-{month:02}-01", {"findings": "ổn"})
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.change(laptops.two, {"care_arrangement": "adopted"})
    assert (laptops.bring(laptops.one, laptops.two).merged, laptops.two.conflicts.all()) == (1, [])
    two = laptops.two.cases.get(laptops.record).answers
    assert (two["mother_job"], two["care_arrangement"]) == ("Làm ruộng", "adopted")


def test_a_clock_of_another_century_decides_nothing(laptops, monkeypatch):
    laptops.change(laptops.one, {"mother_job": "Làm ruộng"})
    laptops.bring(laptops.one, laptops.two)
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now().replace(year=2006))
    laptops.change(laptops.two, {"mother_job": "Buôn bán"})
    laptops.bring(laptops.two, laptops.one)
    monkeypatch.undo()
    assert [each["mother_job"] for each in laptops.answers()] == ["Buôn bán", "Buôn bán"]
    assert not laptops.one.conflicts.all()
