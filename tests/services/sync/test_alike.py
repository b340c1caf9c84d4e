"""People whom two communes keep and who are likely the same: found, decided, remembered, and told to both."""

import pytest
from sqlalchemy import select

from ansinh_desktop.db.models import Change, Likeness
from ansinh_desktop.errors import UserError
from ansinh_desktop.services import officers
from ansinh_desktop.services.access import access
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.alike import LIKELY, OTHER, SAME, Alikes
from tests import factories
from tests.factories import ORPHAN, abuse, case, new_vault, person, trust

NA = {"full_name": "Danh Thị Na", "birth_date": "2015-02-03", "sex": "female"}
NUMBER = "089315000123"


class Three:
    """Two communes and the unit that receives from both."""

    def __init__(self, folder):
        self.usb = folder / "usb"
        self.usb.mkdir()
        self.one = Program(new_vault(folder / "xã")[0])
        self.two = Program(new_vault(folder / "xã hai", factories.OTHER)[0])
        self.province = Program(new_vault(folder / "tỉnh", factories.PROVINCE)[0])
        for each in (self.one, self.two):
            trust(each, self.province, self.usb)
            trust(self.province, each, self.usb)

    def round(self, commune):
        """Send what waits, take it in, take the receipt."""
        taken = self.province.incoming.receive(commune.outgoing.export(self.usb).path, self.usb)
        commune.outgoing.take_receipt(taken.receipt)
        return taken

    def both(self, one, other):
        """Let each commune keep somebody, and send it; return the records."""
        records = [self.one.cases.save(one), self.two.cases.save(other)]
        for each in (self.one, self.two):
            self.round(each)
        return records

    def close(self):
        for each in (self.one, self.two, self.province):
            each.__exit__(None, None, None)


@pytest.fixture
def three(tmp_path):
    made = Three(tmp_path)
    yield made
    made.close()


def child(**changes):
    return case("children", dict(ORPHAN), person=person(**NA | changes))


def codes(program, record):
    return [each.code for each in program.cases.get(record).findings if each.code.startswith("AS-519")]


def change(program, record, **changes):
    found = program.cases.get(record)
    program.cases.save(
        case("children", dict(found.answers), person={**found.person, **changes}, record_id=record)
    )


ALIKE = {
    "name, day of birth and sex": ({}, {}, False),
    "a name that is spelled without its marks": ({}, {"full_name": "danh thi na"}, False),
    "an identity number": (
        {"personal_id": NUMBER},
        {"personal_id": NUMBER, "full_name": "Neáng Khác", "birth_date": "2015-05-06"},
        True,
    ),
}


@pytest.mark.parametrize("what", ALIKE)
def test_people_of_two_communes_who_may_be_one_are_found_side_by_side(three, what):
    mine, theirs, by_number = ALIKE[what]
    three.both(child(**mine), child(**theirs))
    (pair,) = three.province.exchange.alike.all()
    assert {pair.one.unit, pair.other.unit} == {"Xã Vĩnh Thạnh Trung", "Xã Bình Long"}
    assert pair.by_number is by_number
    assert pair.is_open
    name = next(each for each in pair.lines if each.label == "Họ và tên")
    assert {name.one, name.other} == {"Danh Thị Na", theirs.get("full_name", "Danh Thị Na")}
    three.province.check()


@pytest.mark.parametrize(
    "theirs",
    [{"birth_date": "2015-02-04"}, {"birth_date": "2015"}, {"sex": "male"}, {"full_name": "Danh Thị Nga"}],
)
def test_who_only_has_something_in_common_is_not_asked_about(three, theirs):
    three.both(child(), child(**theirs))
    assert three.province.exchange.alike.all() == []


def test_a_birth_of_which_only_the_year_is_known_says_nothing(three):
    three.both(child(birth_date="2015"), child(birth_date="2015"))
    assert three.province.exchange.alike.all() == []


def test_two_people_of_one_commune_are_its_own_matter(three):
    for _ in range(2):
        three.one.cases.save(child())
    three.round(three.one)
    assert three.province.exchange.alike.all() == []


def test_both_communes_are_told_with_their_next_receipts_and_nothing_is_hindered(three):
    mine, theirs = three.both(child(), child(address="Tổ 9"))
    assert codes(three.one, mine) == [], "the receipt was given before the other came"
    assert codes(three.two, theirs) == ["AS-5193"]
    three.one.cases.save(child(full_name="Danh Khác"))
    three.round(three.one)
    (told,) = [each for each in three.one.cases.get(mine).findings if each.code == "AS-5193"]
    assert "Xã Bình Long" in told.text
    assert "Danh" not in told.text, "no name of the other commune's person"
    change(three.one, mine, phone="0912345678")
    assert not three.one.cases.get(mine).draft
    for each in (three.one, three.two):
        each.check()


@pytest.mark.parametrize(("decision", "told"), [(SAME, ["AS-5194"]), (OTHER, [])])
def test_what_was_decided_is_remembered_and_told(three, decision, told):
    mine, theirs = three.both(child(), child())
    (pair,) = three.province.exchange.alike.all()
    three.province.exchange.alike.decide(pair, decision, "gọi điện cho hai xã")
    (pair,) = three.province.exchange.alike.all()
    assert not pair.is_open
    assert (pair.decided.decision, pair.decided.reason) == (decision, "gọi điện cho hai xã")
    assert pair.decided.officer == "Trần Thị Lan"
    assert three.province.exchange.alike.all(only_open=True) == []
    for program, record in ((three.one, mine), (three.two, theirs)):
        program.cases.save(child(full_name="Danh Khác", birth_date="2016-01-01"))
        change(program, record, phone="0912345678")
        three.round(program)
        assert codes(program, record) == told
    with three.province.vault.reading() as store:
        (noted,) = store.session.scalars(select(Change).where(Change.act == "decide"))
        assert noted.reason == "gọi điện cho hai xã"
    lines = [each for record in (mine, theirs) for each in three.province.cases.history(record)]
    (line,) = [each for each in lines if each.what == "Đối chiếu với người của xã khác"]
    assert line.reason == "gọi điện cho hai xã"
    three.province.check()


def test_it_is_asked_again_only_where_what_was_compared_has_changed(three):
    mine, _theirs = three.both(child(personal_id=NUMBER), child(personal_id=NUMBER))
    alike = three.province.exchange.alike
    alike.decide(alike.all()[0], SAME, "đã gọi")
    change(three.one, mine, phone="0912345678", address="Tổ 2")
    three.round(three.one)
    assert not alike.all()[0].is_open
    change(three.one, mine, birth_date="2015-02-08")
    three.round(three.one)
    (pair,) = alike.all()
    assert pair.is_open
    assert pair.decided.decision == SAME, "what was said then is shown"
    assert codes(three.one, mine) == ["AS-5193"]


def test_a_decision_needs_a_reason_and_a_right_and_two_who_are_alike(three):
    mine, _theirs = three.both(child(), child())
    alike = three.province.exchange.alike
    (pair,) = alike.all()
    assert refused(alike, pair, " ") == "AS-5191"
    viewer = Alikes(three.province.vault, access_of(three.province, "viewer"))
    assert refused(viewer, pair, "…") == "AS-2035"
    change(three.one, mine, full_name="Danh Thị Nở")
    three.round(three.one)
    assert refused(alike, pair, "…") == "AS-5192"
    with three.province.vault.reading() as store:
        assert store.session.scalars(select(Likeness)).all() == []


def refused(alike, pair, reason):
    with pytest.raises(UserError) as caught:
        alike.decide(pair, SAME, reason)
    assert caught.value.todo
    return caught.value.code


def access_of(program, role):
    """Return the rights of an officer of a role."""
    officers.add(program.vault, FirstOfficer("minh", "Lê Minh", "trời mưa rơi lộp độp"), role)
    found = access(program.vault)
    rights = dict.fromkeys(found.rights, "r")
    return type(found)("minh", role, rights, found.keeps)


def test_who_stands_in_registers_out_of_sight_is_not_found(three):
    three.both(child(), child())
    whole = access(three.province.vault)
    blind = type(whole)(whole.officer, "viewer", {"assistance": "r"}, whole.keeps)
    assert Alikes(three.province.vault, blind).all() == []


VICTIM = person(full_name="Neáng Phượng", birth_date="2015-03-05", sex="female")


def test_who_goes_by_code_is_never_found_by_a_name(three):
    three.both(abuse(person=dict(VICTIM)), case("children", dict(ORPHAN), person=dict(VICTIM)))
    assert three.province.exchange.alike.all() == []


def test_who_goes_by_code_is_found_by_number_and_named_by_the_case_alone(three):
    known = VICTIM | {"personal_id": NUMBER}
    coded, plain = three.both(abuse(person=dict(known)), case("children", dict(ORPHAN), person=dict(known)))
    (pair,) = three.province.exchange.alike.all()
    assert pair.by_code
    shown = repr(pair)
    assert "Phượng" not in shown
    assert {pair.one.who, pair.other.who} == {
        three.one.cases.get(coded).number,
        three.two.cases.get(plain).number,
    }
    assert codes(three.two, plain) == [], (
        "that somebody is known elsewhere would tell of a case that goes by code"
    )
    three.province.exchange.alike.decide(pair, SAME, "đối chiếu giấy tờ")
    with three.province.vault.reading() as store:
        (kept,) = store.session.scalars(select(Likeness))
        assert set(kept.one) == {"personal_id", "old_id"}
    change(three.two, plain, phone="0912345678")
    three.round(three.two)
    assert codes(three.two, plain) == ["AS-5194"]


def test_the_receipt_of_an_older_package_does_not_bring_back_what_was_said_then(three):
    mine = three.one.cases.save(child())
    first = three.one.outgoing.export(three.usb)
    three.two.cases.save(child())
    three.round(three.two)
    late = three.province.incoming.receive(first.path, three.usb)
    alike = three.province.exchange.alike
    alike.decide(alike.all()[0], OTHER, "hai người khác nhau")
    change(three.one, mine, phone="0912345678")
    three.round(three.one)
    assert codes(three.one, mine) == []
    three.one.outgoing.take_receipt(late.receipt)
    assert codes(three.one, mine) == []


def test_equal_case_numbers_of_one_unit_are_found_by_a_review(three):
    records = [three.one.cases.save(child(full_name=each)) for each in ("Danh Một", "Danh Hai")]
    with three.one.vault.work() as store:
        store.records.get(records[1]).number = store.records.get(records[0]).number
    three.round(three.one)
    for program in (three.one, three.province):
        found = [each for each in reviewed(program).of("double") if each.code == "AS-5195"]
        assert {each.record_id for each in found} == set(records)


def reviewed(program):
    """Return what a review finds."""
    steps = program.review.run()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def test_likely_is_what_nobody_decided():
    assert LIKELY not in (SAME, OTHER)
