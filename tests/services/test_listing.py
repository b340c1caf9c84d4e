"""Lists of a register: filters with their counts, order, and what is hidden in them."""

import pytest

from ansinh_desktop.db.models import Package, Receipt
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.listing import Listing, ListQuery, sortable
from tests import factories

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


def send(vault: Vault, *, confirmed: bool, returned: list[dict[str, str]] | None = None) -> None:
    with vault.work() as store:
        last = store.log.last()[0]
        number = len(store.packages.all("out")) + 1
        facts = {
            "unit": "89",
            "device": "d",
            "epoch": store.devices.own().epoch,
            "digest": "",
            "previous_digest": "",
            "file_name": "x",
        }
        store.packages.add(
            Package(
                id=f"p{number}",
                direction="out",
                kind="records",
                number=number,
                from_seq=0,
                to_seq=last,
                counts={},
                **facts,
            )
        )
        if confirmed:
            store.packages.add_receipt(
                Receipt(id=f"r{number}", package_id=f"p{number}", counts={}, returned=returned or [])
            )


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
    send(vault, confirmed=True, returned=[{"record": one, "text": "thiếu số quyết định"}])
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
    assert not sortable(register, "record.supports")
    assert sortable(register, "person.hamlet")


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
