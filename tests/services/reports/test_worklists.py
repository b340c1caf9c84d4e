"""What is to be done and what a review found, on paper: whole or a part, and every clause with what it says."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.rules import calendar
from ansinh_desktop.services import invented
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import GroupRow, ListDocument
from ansinh_desktop.services.reports.saving import pdf_of
from ansinh_desktop.services.reports.worklists import Worklists
from tests import factories
from tests.services.reports.papers import texts_of
from tests.words import foreign

NOW = datetime.datetime(2026, 11, 20, 8, 0).astimezone(datetime.UTC)


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with pytest.MonkeyPatch.context() as then:
        then.setattr(clock, "now", lambda: NOW)
        then.setattr(clock, "today", lambda: datetime.date(2026, 11, 20))
        with Program(factories.new_vault(tmp_path_factory.mktemp("data") / "xã")[0]) as made:
            invented.fill(made, 40)
            yield made


@pytest.fixture(scope="module")
def found(program):
    steps = program.review.run()
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def documents(program, found, lists: Worklists | None = None, part: str = "") -> list[ListDocument]:
    made = lists or program.worklists
    tasks = made.tasks_document(program.agenda.items(), calendar.wall_time(NOW), part=part)
    return [tasks, made.review_document(found, found.rows, part=part)]


def test_what_is_whole_says_nothing_of_a_part(program, found):
    for document in documents(program, found):
        assert document.row_count
        assert not document.title.startswith("TRÍCH")
        assert not document.reference


def test_a_part_says_so_in_its_title_and_by_what(program, found):
    for document in documents(program, found, part="ấp Vĩnh Lợi"):
        assert document.title.startswith("TRÍCH ")
        assert document.reference == "(Chỉ gồm: ấp Vĩnh Lợi)"
        shown = " ".join(texts_of(pdf_of(document)))
        assert document.title in shown
        assert "Chỉ gồm: ấp Vĩnh Lợi" in shown


@pytest.mark.parametrize("part", ["", "ấp Vĩnh Lợi"])
def test_what_the_officer_may_not_print_is_left_out_and_named(program, found, part):
    rights = {**program.access.rights, "assistance": "r"}
    lists = Worklists(program.vault, Access(program.access.officer, "officer", rights))
    for document, whole in zip(
        documents(program, found, lists, part), documents(program, found), strict=True
    ):
        assert document.title.startswith("TRÍCH ")
        assert "hông gồm Trợ giúp xã hội, vì chưa có quyền in hoặc xuất" in document.reference
        assert (part in document.reference) if part else True
        assert document.row_count < whole.row_count
        assert not any("Trợ giúp xã hội" in row for row in document.rows if not isinstance(row, GroupRow))


def test_no_cell_holds_a_clause_or_letters_without_what_they_say(program, found):
    """Nobody knows by heart what “khoản 6” or “a, b, c” are."""
    for document in documents(program, found):
        places = [place for place, each in enumerate(document.columns) if each.key != "article"]
        cells = {
            str(row[place]) for row in document.rows if not isinstance(row, GroupRow) for place in places
        }
        assert len(cells) > 20
        assert {each: foreign(each) for each in cells if _is_bare(each)} == {}


def _is_bare(cell: str) -> bool:
    return cell.strip() in foreign(cell)
