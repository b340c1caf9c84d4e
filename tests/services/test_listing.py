"""Lists of a register: filters with their counts, order, and what is hidden in them."""

import datetime

import pytest

from ansinh_desktop.db.records import RecordContent
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.paper_list import PaperList
from ansinh_desktop.registers.sources import IMPORTED
from ansinh_desktop.rules import law
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.listing import LeftOut, Listing, ListQuery, narrowed_by, sortable
from ansinh_desktop.services.sync.cards import selection
from tests import factories
from tests.shared import shared

__all__ = ["shared"]

PEOPLE = (
    ("Danh Thị Na", "2015", ["a"], "studying"),
    ("Trần Văn Bé", "2016", ["a", "d"], "studying"),
    ("Lê Văn Ánh", "2017", ["dd"], None),
)


@pytest.fixture
def listing(vault: Vault) -> Listing:
    cases, listing = factories.services(vault)
    for name, birth, groups, school in PEOPLE:
        answers = {"groups": groups, "main_group": groups[0], "entered_on": "2024-03-01", "school": school}
        answers |= {"care_arrangement": "relatives", "disability_degree": "severe"}
        cases.save(
            factories.case("children", answers, person=factories.person(full_name=name, birth_date=birth))
        )
    return listing


def shown(listing: Listing, source: str, **changes) -> list[str]:
    query = ListQuery("children", **changes)
    return [row.texts[0] for row in listing.all(query, [source])]


def send(vault: Vault, *, confirmed: bool, returned: str = "") -> None:
    """Let a package carry all that waits, and its receiver take it, but for one record."""
    with vault.work() as store:
        if not store.devices.units("receiver"):
            store.devices.trust(factories.receiver())
        number = len(store.packages.all("out")) + 1
        package = factories.package(number, epoch=store.devices.own().epoch)
        store.packages.add(package)
        store.ledger.ship(selection(store, list(catalog.registers())), package.id)
        if not confirmed:
            return
        store.ledger.confirm(package, [("record", returned)] if returned else [])
        if shipped := store.ledger.shipped(package.id, "record", returned):
            why = ("rejected", "AS-2002", "thiếu số quyết định", "")
            store.ledger.give_back(package, ("record", returned), shipped[0], why)


def test_an_answer_of_several_codes_counts_under_each(listing):
    found = {value: (words, count) for value, words, count in listing.values("children", "groups")}
    assert {value: count for value, (_words, count) in found.items()} == {"a": 2, "d": 1, "dd": 1}
    assert "mồ côi" in found["a"][0].lower()
    assert "; " not in found["dd"][0]


def test_a_filter_counts_and_finds_those_who_gave_no_answer(listing):
    assert [(value, count) for value, _words, count in listing.values("children", "school")] == [
        ("studying", 2),
        ("", 1),
    ]
    assert shown(listing, "record.number", filters={"school": ("",)}) == [shown(listing, "record.number")[0]]


@pytest.mark.parametrize(
    "source", ["record.state", "record.draft", "person.sex", "main_group", "record.sent"]
)
def test_what_a_filter_counts_is_what_it_finds(listing, source):
    for value, words, count in listing.values("children", source):
        assert words
        assert len(listing.rows(ListQuery("children", filters={source: (value,)}))) == count


def test_a_record_of_class_c4_shows_its_number_and_not_its_place_among_names(listing):
    names = shown(listing, "record.name_or_number", order_by="record.name_or_number")
    assert names[:2] == ["Trần Văn Bé", "Danh Thị Na"]
    assert names[2].startswith("TE-")


def test_filters_by_sending_follow_packages_and_receipts(vault, listing):
    def ways() -> dict[str, int]:
        return {value: count for value, _words, count in listing.values("children", "record.sent")}

    assert ways() == {"not_sent": 3, "exported": 0, "confirmed": 0, "returned": 0}
    send(vault, confirmed=False)
    assert ways() == {"not_sent": 0, "exported": 3, "confirmed": 0, "returned": 0}
    one = next(iter(listing.all(ListQuery("children"), ["record.number"]))).record_id
    send(vault, confirmed=True, returned=one)
    assert ways() == {"not_sent": 0, "exported": 0, "confirmed": 2, "returned": 1}
    (back,) = shown(listing, "record.sent", filters={"record.sent": ("returned",)})
    assert back == "Bị trả lại: thiếu số quyết định"


def test_a_draft_counts_as_not_sent_whatever_packages_were_made(vault, listing):
    cases = factories.services(vault)[0]
    cases.save(factories.case("children", {}, final=False))
    send(vault, confirmed=True)
    assert listing.values("children", "record.sent")[0][::2] == ("not_sent", 1)


def test_a_list_can_be_ordered_by_every_column_that_says_so(listing):
    register = catalog.register("children")
    for source in register.sources:
        rows = listing.rows(ListQuery("children", order_by=source))
        assert len(rows) == 3
    assert not sortable(register, "paper.blank")
    assert sortable(register, "person.hamlet")


def test_what_is_reckoned_for_each_orders_a_list_too(vault, listing):
    """Numbers by their size, days by the calendar; whoever has none comes last, whichever way it goes."""
    cases = factories.services(vault)[0]
    for name, group, degree in (
        ("Võ Thị Ba", "k6", "very_severe"),
        ("Võ Thị Hai", "k6", "severe"),
        ("Võ Thị Không", None, None),
    ):
        answers = {"social_group": group, "disability_degree": degree, "start_month": "2026-08"}
        given = {key: value for key, value in answers.items() if value}
        person = factories.person(full_name=name, birth_date="1990-01-01", personal_id=None)
        cases.save(factories.case("assistance", given, final=False, person=person))

    def shown(source, *, descending=False):
        query = ListQuery("assistance", order_by=source, descending=descending)
        return [each.texts for each in listing.all(query, ["person.full_name", source])]

    assert shown("amount") == [
        ("Võ Thị Hai", "810.000"), ("Võ Thị Ba", "1.080.000"), ("Võ Thị Không", "")
    ]  # fmt: skip
    assert [name for name, _ in shown("amount", descending=True)] == [
        "Võ Thị Ba", "Võ Thị Hai", "Võ Thị Không"
    ]  # fmt: skip


def test_every_source_of_a_register_has_a_text(listing):
    for code in ("children",):
        sources = list(catalog.register(code).sources)
        for row in listing.all(ListQuery(code), sources):
            assert len(row.texts) == len(sources)


def test_marked_records_are_counted_with_those_that_a_filter_hides(vault, listing):
    every = listing.ids(ListQuery("children"))
    assert len(every) == len(PEOPLE)
    assert listing.ids(ListQuery("children", filters={"school": ("studying",)})) == [
        each
        for each in every
        if each
        in listing.ids(ListQuery("children", typed="Na")) + listing.ids(ListQuery("children", typed="Bé"))
    ]
    found = listing.marked(ListQuery("children", filters={"school": ("studying",)}), every)
    assert (found.records, found.shown, found.amount) == (3, 2, None)  # children are listed without money
    found = listing.marked(ListQuery("children", only=tuple(every[:1])), every)
    assert (found.records, found.shown) == (3, 1)


def test_what_marked_records_are_paid_is_added_up(vault):
    cases, listing = factories.services(vault)
    paid = [
        cases.save(
            factories.case("assistance", dict(factories.DECIDED), person=factories.person(full_name=name))
        )
        for name in ("Danh An", "Danh Bình")
    ]
    amounts = [row.values[0] for row in listing.all(ListQuery("assistance"), ["amount"])]
    assert amounts == [1_080_000] * 2
    assert listing.marked(ListQuery("assistance"), paid).amount == 2_160_000
    assert listing.marked(ListQuery("assistance", typed="Bình"), paid[:1]).amount == 1_080_000


# One list that nothing changes


DEAD = warning("AS-4076", "death_date", day="01/02/2026")


class Kept:
    """A few records, by the word that stands for each."""

    def __init__(self, vault):
        self.vault = vault
        self.cases, self.listing = factories.services(vault)
        self.ids: dict[str, str] = {}
        self.put(
            "boy",
            full_name="Đỗ Văn Út",
            sex="male",
            birth_date="~2016",
            address="Tổ 3, ấp Vĩnh Lợi",
            hamlet="Vĩnh Lợi",
        )
        self.put(
            "girl", full_name="Ánh", sex="female", birth_date="2017-05", address="Tổ 5", hamlet="Hòa Phú"
        )
        self.put("nobody", full_name="Lê Thị Ỷ", sex=None, birth_date=None, address=None, hamlet=None)
        for support, amount in (("kt", 200_000), ("kt", None), ("tm", 50_000)):
            answers = {"support": self.kinds[support], "amount": amount}
            self.cases.add_event(self.ids["boy"], "support", "2024-04-01", answers)

    @property
    def kinds(self):
        first, second, *_ = law.code_list("child_support")
        return {"kt": first.code, "tm": second.code}

    def put(self, word, **about):
        answers = {"groups": ["a"], "main_group": "a", "entered_on": "2024-03-01"}
        given = factories.case("children", answers, final=False, person=factories.person(**about))
        self.ids[word] = self.cases.save(given)

    def texts(self, source):
        """Return by record what its column says."""
        words = {each: word for word, each in self.ids.items()}
        return {
            words[row.record_id]: row.texts[0] for row in self.listing.all(ListQuery("children"), [source])
        }

    def rows(self, *words):
        with self.vault.reading() as store:
            return [store.records.get(self.ids[each]).row for each in words]


@pytest.fixture(scope="module")
def kept(shared):
    return Kept(shared)


@pytest.mark.parametrize(
    ("source", "boy", "girl", "nobody"),
    [
        ("person.birth_year", "2016", "2017", ""),
        ("person.birth_male", "khoảng 2016", "", ""),
        ("person.birth_female", "", "05/2017", ""),
        ("person.place", "Tổ 3, ấp Vĩnh Lợi", "Tổ 5, Hòa Phú", ""),
        ("person.initials", "D. V. U", "A", "L. T. Y"),
        ("record.supports_amount", "250.000", "", ""),
        ("paper.blank", "", "", ""),
    ],
)
def test_what_a_list_reckons_of_a_person(kept, source, boy, girl, nobody):
    assert kept.texts(source) == {"boy": boy, "girl": girl, "nobody": nobody}


def test_supports_are_named_each_once_by_what_was_given(kept):
    kind = catalog.register("children").event_kinds["support"].fields[0].kind
    both = "; ".join(kind.show(kept.kinds[each]) for each in ("kt", "tm"))
    assert kept.texts("record.supports") == {"boy": both, "girl": "", "nobody": ""}


def test_what_there_is_to_look_at_stands_by_how_much_it_weighs(listing, vault):
    cases = factories.services(vault)[0]
    draft = cases.save(factories.case("children", {}, person=factories.person(full_name="Y"), final=False))
    brought = listing.ids(ListQuery("children", typed="Na"))[0]
    with vault.work() as store:
        old = store.records.get(brought)
        kept = {"AS-2302 topics": f"{IMPORTED}cu.xlsx", "AS-2307": "Đã hỏi gia đình"}
        content = RecordContent(old.answers, old.draft, old.opened_on, kept)
        store.records.change(catalog.register("children"), brought, content)

    def found(**changes) -> list[tuple[str, ...]]:
        rows = listing.all(ListQuery("children", **changes), ["record.found", "record.found_level"])
        return [row.texts for row in rows if row.record_id in {draft, brought} or row.texts[0]]

    missing, unknown = ("Chưa ghi “Nhóm”", "0"), ("Tiểu mục “…” không thuộc nhóm nào đã chọn", "1")
    assert found(order_by="record.found") == [missing, unknown], "who has nothing to look at says nothing"
    assert found(order_by="record.found", descending=True) == [unknown, missing]
    everybody = listing.ids(ListQuery("children", order_by="record.found", descending=True))
    assert everybody[:2] == [brought, draft]
    assert len(everybody) == len(PEOPLE) + 1


def test_what_there_is_to_look_at_tells_nothing_of_whom_no_list_names(vault):
    cases, listing = factories.services(vault)
    child = factories.person(full_name="Danh B*é", birth_date="2015-03-05")
    for each in (
        factories.abuse(person=child, final=False),
        factories.case("children", {}, person=child, final=False),
    ):
        cases.save(each)
    told = {
        code: next(listing.all(ListQuery(code), ["record.found"])).texts[0]
        for code in ("children", "child_abuse")
    }
    assert told["children"] == "Họ tên có dấu không thuộc tên người: *"
    assert told["child_abuse"] == "Họ tên có dấu không thuộc tên người: …"


def test_a_record_is_found_at_its_place_in_a_list_or_not_at_all(kept):
    rows = kept.rows("girl", "boy")
    assert [kept.listing.place(rows, kept.ids[each]) for each in ("girl", "boy", "nobody")] == [0, 1, -1]


def test_a_list_that_no_order_fits_stands_by_name(kept):
    named = kept.listing.rows(ListQuery("children", order_by="record.name_or_number"))
    assert kept.listing.rows(ListQuery("children", order_by="paper.blank")) == named
    assert list(named) == kept.rows("girl", "boy", "nobody"), "Ánh, Út, Ỷ: by what one is called"


def test_who_stands_in_a_paper_is_asked_of_each_record_and_who_does_not_is_named_with_the_reason(
    kept, monkeypatch
):
    monkeypatch.setattr("ansinh_desktop.services.listing.lists._CHUNK", 2)
    query, day = ListQuery("children", order_by="record.name_or_number"), datetime.date(2026, 11, 27)
    asked = []

    def included(includes=None, leaves_out=None):
        paper = PaperList("x", "X", (), includes=includes, leaves_out=leaves_out)
        return kept.listing.included(query, paper, day)

    def why(facts):
        asked.append(facts.on)
        return None if facts.person.get("sex") else DEAD

    assert list(kept.listing.included(query, None, day).rows) == kept.rows("girl", "boy", "nobody")
    assert list(included().rows) == kept.rows("girl", "boy", "nobody")
    male = included(includes=lambda facts: facts.person.get("sex") == "male")
    assert (list(male.rows), male.left_out) == (kept.rows("boy"), [])
    found = included(leaves_out=why)
    assert list(found.rows) == kept.rows("girl", "boy")
    assert [(each.record_id, each.why) for each in found.left_out] == [(kept.ids["nobody"], DEAD)]
    assert asked == [day] * 3
    both = included(includes=lambda facts: facts.person.get("sex") == "male", leaves_out=why)
    assert both.left_out == [], "who does not belong there is not missed"


def test_whoever_may_not_read_a_register_gets_nothing_of_it(kept):
    stranger = Listing(kept.vault, Access("minh", "officer", {"assistance": "rw"}))
    rows, query = kept.rows("boy"), ListQuery("children")
    for ask in (
        lambda: stranger.rows(query),
        lambda: stranger.page("children", rows, ["record.number"]),
        lambda: list(stranger.of_rows("children", rows, ["record.number"])),
        lambda: list(stranger.of_rows("children", rows[:0], ["record.number"])),
        lambda: stranger.place(rows, kept.ids["boy"]),
        lambda: stranger.values("children", "person.sex"),
        lambda: stranger.included(query, None, datetime.date(2026, 11, 27)),
    ):
        with pytest.raises(UserError):
            ask()
    assert stranger.counts() == {"assistance": 0}
    assert kept.listing.counts()["children"] == 3


def test_one_left_out_is_named_once():
    assert LeftOut("id", "TE-1", "Lê Thị Ỷ", DEAD).text == f"Lê Thị Ỷ (TE-1): {DEAD.text}"
    assert LeftOut("id", "TE-1", "TE-1", DEAD).text == f"TE-1: {DEAD.text}"


# By what a list is a part


@pytest.mark.parametrize(
    ("register", "changes", "words"),
    [
        ("children", {}, ()),
        ("children", {"typed": "  "}, ()),
        ("children", {"typed": " Út "}, ("tìm “Út”",)),
        ("drug_treatment", {"typed": "Út"}, ("theo chữ đã tìm",)),
        ("children", {"filters": {"person.sex": ("male",)}}, ("Giới tính: nam",)),
        ("children", {"filters": {"person.sex": ("male", "")}}, ("Giới tính: nam, (chưa ghi)",)),
        ("children", {"filters": {"record.confidentiality": ("c1",)}}, ()),
        ("children", {"only": ("x", "y")}, ("2 hồ sơ đã chọn",)),
        ("children", {"only": ()}, ("0 hồ sơ đã chọn",)),
        ("children", {"seqs": (3, None)}, ("hồ sơ có thay đổi chưa có biên nhận",)),
        ("children", {"seqs": (None, 0)}, ("hồ sơ có thay đổi chưa có biên nhận",)),
    ],
)
def test_a_list_says_by_what_it_is_a_part_of_the_whole(register, changes, words):
    said = narrowed_by(ListQuery(register, **changes), ListQuery(register))
    assert [each.lower() for each in said] == [each.lower() for each in words]


def test_the_filters_of_the_whole_itself_narrow_nothing():
    whole = ListQuery("children", filters={"record.state": ("a", "b")})
    assert narrowed_by(ListQuery("children", filters={"record.state": ("b", "a")}), whole) == ()
    assert len(narrowed_by(ListQuery("children", filters={"record.state": ("a",)}), whole)) == 1
