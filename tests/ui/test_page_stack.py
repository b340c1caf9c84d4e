"""The pages that were opened: one is shown, none is left against the officer's will, and all but it can be made anew."""

from typing import Any, cast

import pytest
from PySide6.QtWidgets import QWidget

from ansinh_desktop.ui.pages.page import Page
from ansinh_desktop.ui.pages.registry import Entries, Entry
from ansinh_desktop.ui.ways.page_stack import PageStack


class Plain(Page):
    """A page that may be left, or may not."""

    def __init__(self):
        super().__init__()
        self.may = True

    def may_leave(self):
        return self.may


@pytest.fixture
def around(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def stack(around):
    every = {key: Entry(key, key.upper(), "house", Plain) for key in ("a", "b", "c")}
    made = PageStack(
        Entries(
            cast("Any", every), {}, cast("Any", every["b"]), cast("Any", every["c"]), cast("Any", every["c"])
        ),
        around,
    )
    assert [each.made() for each in every.values()] == [None, None, None]
    made.show_entry(made.entries.every[made.key])
    return made


def entry(stack, key):
    return stack.entries.every[key]


def test_the_first_entry_is_shown_and_no_other_page_is_made(stack):
    assert (stack.key, stack.page()) == ("a", entry(stack, "a").made())
    assert stack.is_of_entry()
    assert [entry(stack, key).made() for key in ("b", "c")] == [None, None]


def test_a_page_is_made_once_and_shown_each_time(stack):
    first = stack.show_entry(entry(stack, "b"))
    stack.show_entry(entry(stack, "a"))
    assert stack.show_entry(entry(stack, "b")) is first
    assert (stack.key, stack.currentWidget(), stack.count()) == ("b", first, 2)


def test_a_page_that_may_not_be_left_stays(stack):
    stack.page().may = False
    assert stack.show_entry(entry(stack, "b")) is None
    assert (stack.key, stack.page()) == ("a", entry(stack, "a").made())
    assert stack.show_entry(entry(stack, "a")) is stack.page(), "to stay nobody is asked"
    stack.page().may = True
    assert stack.show_entry(entry(stack, "b")) is not None


def test_what_was_opened_from_a_page_stands_in_its_place_until_one_is_back(stack):
    opened = Plain()
    stack.put(opened)
    assert (stack.page(), stack.key, stack.is_of_entry()) == (opened, "a", False)
    stack.put(opened)
    assert stack.count() == 2
    stack.show_entry(entry(stack, "a"))
    assert (stack.count(), stack.is_of_entry()) == (1, True)


def test_what_was_opened_from_a_page_goes_once_one_went_elsewhere(stack, qtbot):
    opened = Plain()
    stack.put(opened)
    with qtbot.waitSignal(opened.destroyed):
        stack.show_entry(entry(stack, "b"))
    assert stack.count() == 2
    first, second = Plain(), Plain()
    stack.put(first)
    stack.put(second)
    assert (stack.page(), stack.count()) == (second, 3)
    stack.take_away(first)  # is away already
    assert stack.count() == 3


def test_all_but_the_shown_page_are_made_anew_when_next_asked_for(stack):
    before = {key: stack.show_entry(entry(stack, key)) for key in ("a", "b", "c")}
    stack.make_anew()
    assert stack.page() is before["c"]
    assert entry(stack, "c").made() is before["c"]
    assert [entry(stack, key).made() for key in ("a", "b")] == [None, None]
    assert stack.count() == 1
    assert stack.show_entry(entry(stack, "a")) is not before["a"]
