"""Newer texts of the law lie over our own; what was read from one edition never answers for another."""

import datetime
import threading

import pytest

from ansinh_desktop.errors import BugError
from ansinh_desktop.rules import assistance, calendar, edition, law
from ansinh_desktop.rules.edition import Edition

NOVEMBER = datetime.date(2026, 11, 30)
OWN = edition.own_text("rules/social_assistance")
DEARER = Edition({"rules/social_assistance": OWN.replace("amount = 540000", "amount = 600000")})


def test_another_edition_answers_while_it_is_asked_and_no_longer():
    before, version = assistance.base_on(NOVEMBER), assistance.version()
    with edition.under(DEARER):
        assert assistance.base_on(NOVEMBER).amount == 600_000
        assert assistance.version() != version
    assert assistance.base_on(NOVEMBER) == before
    assert assistance.version() == version


def test_other_threads_keep_their_edition():
    found = []
    with edition.under(DEARER):
        thread = threading.Thread(target=lambda: found.append(assistance.base_on(NOVEMBER).amount))
        thread.start()
        thread.join()
    assert found == [540_000]


def test_an_installed_edition_answers_everywhere():
    kept = edition.current()
    try:
        edition.install(Edition(DEARER.texts))
        found = []
        thread = threading.Thread(target=lambda: found.append(assistance.base_on(NOVEMBER).amount))
        thread.start()
        thread.join()
        assert found == [600_000]
    finally:
        edition.install(kept)
    assert assistance.base_on(NOVEMBER).amount == 540_000


def test_texts_lie_over_texts():
    both = DEARER.laid_over({"rules/holidays": edition.own_text("rules/holidays")})
    assert set(both.texts) == {"rules/social_assistance", "rules/holidays"}
    assert both.text("rules/workflows") == edition.own_text("rules/workflows")
    with edition.under(both):
        assert calendar.national().holidays
        assert assistance.base_on(NOVEMBER).amount == 600_000


def test_code_lists_are_read_from_the_edition():
    text = edition.own_text("code_lists/common").replace('label = "Nữ"', 'label = "Nữ giới"')
    with edition.under(Edition({"code_lists/common": text})):
        assert law.code_list("sex").label_of("female") == "Nữ giới"
    assert law.code_list("sex").label_of("female") == "Nữ"


def test_a_file_that_no_edition_has_is_a_bug():
    with pytest.raises(BugError):
        Edition().text("rules/nothing")


def test_a_text_that_cannot_be_read_names_its_file():
    with (
        edition.under(Edition({"rules/holidays": "= broken"})),
        pytest.raises(BugError, match="rules/holidays"),
    ):
        law.law_data("holidays")
