"""A doubtful row of the law stands open until somebody confirms it with a reason; then nothing asks for it any more."""

import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import assistance, calendar, deadlines, edition, law
from ansinh_desktop.services.law import local
from ansinh_desktop.services.law.checking import own_places
from ansinh_desktop.services.law.doubts import doubts
from tests.services.law.november import RESOLUTION
from tests.words import foreign

PENSION = "rules/social_assistance/pension/pension_75_low_own_pension"
MOVE = "rules/deadlines/deadline/drug_register_2026"


def confirm(program, key):
    rows = program.law.with_row(program.law.local_rows(), "confirmed", {"id": key, "article": RESOLUTION})
    program.law.accept_local(rows, "Xác nhận", RESOLUTION)


def low_pension():
    facts = assistance.Facts(PartialDate(1940, 1, 1), frozenset({"own_pension"}), own_pension=400_000)
    return assistance.assess(facts, calendar.read_month("2026-11"))


def test_every_doubtful_row_that_holds_is_listed_in_vietnamese(commune):
    found = {each.key: each for each in doubts()}
    assert {PENSION, MOVE} <= found.keys()
    assert "rules/deadlines/deadline/sa_complaint_2025" not in found  # no longer in force
    assert "rules/deadlines/deadline/sa_complaint_2025" in {
        each.key for each in doubts(datetime.date(2026, 9, 1))
    }
    assert all(each.label and not each.label.isascii() for each in found.values())
    assert len(found) == len(doubts())


@pytest.mark.parametrize("on", [datetime.date(2021, 7, 1), datetime.date(2026, 11, 27)], ids=str)
def test_the_note_of_a_doubtful_row_is_there_for_the_officer_to_read(commune, on):
    found = doubts(on)
    assert {each.key: foreign(each.note) for each in found if foreign(each.note)} == {}
    noted = {each.key for each in found if each.note}
    assert any(each.startswith("rules/social_assistance/doubt/") for each in noted)


def notes() -> dict[str, str]:
    """Return every note of every file of the law, by where it stands."""

    def of(place: str, value: Any) -> Iterator[tuple[str, str]]:
        match value:
            case {"note": str(note)}:
                yield f"{place}/{value.get('id', '')}", note
        match value:
            case dict():
                for key, each in value.items():
                    yield from of(f"{place}/{key}", each)
            case list():
                for each in value:
                    yield from of(place, each)

    places = own_places()
    assert "rules/social_assistance" in places
    return dict(pair for place in places for pair in of(place, tomllib.loads(edition.own_text(place))))


def test_no_note_of_the_law_is_written_for_developers():
    """Whatever is a field may come to be shown; what only they are to read is a comment of the file."""
    found = notes()
    assert len(found) > 20
    assert {place: note for place, note in found.items() if foreign(note)} == {}


def test_a_confirmed_row_is_no_longer_doubtful_and_says_by_whom_and_why(commune):
    assert low_pension().needs_confirmation
    assert deadlines.deadline("drug_register_2026").mark == "?"
    confirm(commune, PENSION)
    confirm(commune, MOVE)
    assert low_pension().pay == 540_000
    assert not low_pension().needs_confirmation
    assert deadlines.deadline("drug_register_2026").mark == "✓"
    assert not {PENSION, MOVE} & {each.key for each in doubts()}
    (first, _second) = commune.law.local_rows()["confirmed"]
    assert (first["by"], first["on"], first["article"]) == ("lan", datetime.date(2026, 11, 27), RESOLUTION)
    shown = local.shown("confirmed", first)
    assert "thấp hơn mức trợ cấp hưu trí xã hội" in shown
    assert "27/11/2026" in shown
    assert [each.by for each in commune.law.accepted()] == ["lan", "lan"]


def test_a_confirmation_is_taken_back(commune):
    confirm(commune, PENSION)
    rows = local.without_row(commune.law.local_rows(), "confirmed", 0)
    commune.law.accept_local(rows, "Bỏ", RESOLUTION)
    assert low_pension().needs_confirmation
    assert PENSION in {each.key for each in doubts()}


def test_what_the_province_confirms_goes_to_its_communes(commune, province, usb):
    rows = province.law.with_row(
        province.law.local_rows(), "confirmed", {"id": PENSION, "article": RESOLUTION}
    )
    province.law.accept_local(rows, "Xác nhận", RESOLUTION)
    path = province.law.hand_down(usb)
    edition.install(edition.Edition())
    assert low_pension().needs_confirmation
    commune.law.accept(commune.law.read(path))
    assert not low_pension().needs_confirmation


def test_only_who_may_change_the_law_confirms(commune, monkeypatch):
    monkeypatch.setattr("ansinh_desktop.services.law.updates.LAWGIVERS", frozenset())
    with pytest.raises(UserError) as refused:
        confirm(commune, PENSION)
    assert refused.value.code == "AS-6509"


def test_every_doubtful_row_of_our_lists_can_be_named():
    """Without a name of its own a row could never be confirmed."""
    for each in doubts(datetime.date(2021, 7, 1)):
        assert not each.key.endswith("/")
    assert law.row_key("rules/x", "y", {"code": "z"}) == "rules/x/y/z"
