"""Whatever leaves the program on paper, in a workbook or a text file, read back: all of it is Vietnamese, nothing is code."""

import dataclasses
import datetime
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ansinh_desktop import clock, paths
from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.registers.paper_forms import PaperForm
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import calendar
from ansinh_desktop.services import invented
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.importer.importing import drained
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.case_forms import OfferedForm
from tests import factories
from tests.services.reports.papers import texts_of
from tests.words import foreign

TODAY = datetime.date(2026, 11, 20)
NOW = datetime.datetime(2026, 11, 20, 8, 0).astimezone(datetime.UTC)

_NO_WORDS = re.compile(r"\b[A-Z]{2,6}-\d[\d-]*|Mohamad")
"""Case numbers, an invented family name."""
_OF_ARTICLE, _CLAUSE = "Nhóm (Điều 5)", re.compile(r"khoản \d{1,2}[a-zđ]?")
"""The heading that says of which article the clauses below it are."""
_REGISTERS = sorted(catalog.registers())


@pytest.fixture(scope="module")
def program(tmp_path_factory) -> Iterator[Program]:
    """Return an invented commune, with a case for each form that the registers declare."""
    with pytest.MonkeyPatch.context() as then:
        then.setattr(clock, "now", lambda: NOW)
        then.setattr(clock, "today", lambda: TODAY)
        with Program(factories.new_vault(tmp_path_factory.mktemp("data") / "xã")[0]) as made:
            invented.fill(made, 40)
            for register in catalog.registers().values():
                for form in register.forms:
                    made.cases.save(fitting(register, form))
            yield made


def fitting(register: Register, form: PaperForm) -> CaseInput:
    """Return a case that has the form: of its days, with the answer that it asks for."""
    day = (form.valid_from or form.valid_to or TODAY).isoformat()
    answers: dict[str, Any] = {
        register.opened_by: day + ("T08:00" if register.opened_by.endswith("_at") else "")
    }
    if form.when is not None:
        kind = register.fields[form.when.key].kind
        code = form.when.codes[0] if form.when.codes else None
        some: Any = [{}] if isinstance(kind, kinds.Rows) else True
        answers[form.when.key] = some if code is None else [code] if isinstance(kind, kinds.Choices) else code
    known = factories.person(full_name="Danh Văn Cũ")
    return CaseInput(register.code, known, answers, final=False)


def read_back(path: Path) -> list[str]:
    """Return the texts of a file: page by page, cell by cell, or line by line."""
    if path.suffix == ".pdf":
        return texts_of(path.read_bytes())
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8-sig").split("\n")
    book = openpyxl.load_workbook(path)
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    texts = [str(each.value) for each in cells if isinstance(each.value, str)]
    return [*book.sheetnames, *(each for each in texts if not each.startswith("="))]


def wrong_words(texts: Sequence[str]) -> dict[str, str]:
    """Return what no officer understands, with what stands around it."""
    assert any(each.strip() for each in texts)
    headed = _OF_ARTICLE in texts
    told = [each for each in texts if not (headed and _CLAUSE.fullmatch(each))]
    found = ((word, each) for each in told for word in foreign(_NO_WORDS.sub(" ", each)))
    return {word: each[max(each.find(word) - 60, 0) :][:120] for word, each in found}


def check(path: Path) -> None:
    assert wrong_words(read_back(path)) == {}, path.name


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".csv"])
@pytest.mark.parametrize("code", _REGISTERS)
def test_every_list_of_a_register(program, tmp_path, code, suffix):
    register = catalog.register(code)
    requests = [program.lists.request(code, each.code, on=TODAY) for each in register.papers]
    shown = [each for each in register.sources if not each.startswith("paper.")]
    requests.append(program.lists.of_screen(ListQuery(code), shown, f"Danh sách {register.short_title}"))
    for number, request in enumerate(requests):
        target = tmp_path / f"{number}{suffix}"
        program.lists.write_request(request, target)
        check(target)


def strings(value: object) -> Iterator[str]:
    """Yield each text of a piece of a form by itself."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for each in value:
                yield from strings(each)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                if field.name not in _LAYOUT:
                    yield from strings(getattr(value, field.name))


_LAYOUT = ("style", "align")


def offered(program: Program, code: str) -> dict[str, tuple[str, OfferedForm]]:
    """Return each form of a register with the first case that it fits."""
    found: dict[str, tuple[str, OfferedForm]] = {}
    for each in program.listing.all(ListQuery(code), ("record.number",)):
        for form in program.forms.offered(each.record_id):
            found.setdefault(form.code, (each.record_id, form))
    return found


@pytest.mark.parametrize("code", _REGISTERS)
def test_every_form_of_a_case(program, tmp_path, code):
    forms = offered(program, code)
    declared = {each.code for each in catalog.register(code).forms}
    assert not declared - forms.keys()
    for name, (record, form) in forms.items():
        program.forms.save(record, form, tmp_path / f"{name}.pdf")
        check(tmp_path / f"{name}.pdf")
        # Of a page nobody can tell where one answer ends and the next begins.
        pieces = [list(strings(each)) for each in program.forms.document(record, form).pieces]
        assert wrong_words([each for piece in pieces for each in piece]) == {}, name
        # Within a sentence the kind of a unit begins small.
        assert not [each for piece in pieces for each in piece if "nhân dân Xã" in each], name


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".csv"])
def test_what_is_to_be_done_and_what_a_review_found(program, tmp_path, suffix):
    lists, items = program.worklists, program.agenda.items()
    found = drained(program.review.run())
    now = calendar.wall_time(NOW)
    for number, laid_out in enumerate(
        (
            lambda right: lists.tasks_document(items, now, right),
            lambda right: lists.review_document(found, found.rows, right),
        )
    ):
        target = tmp_path / f"{number}{suffix}"
        assert lists.save(laid_out, target)
        check(target)


def test_the_rows_of_a_list_that_are_to_be_mended(program, tmp_path):
    importing = program.importing
    sample = paths.resources() / "demo" / "btxh_2022.xlsx"
    outcome = drained(importing.plan(importing.open(sample, "assistance")))
    importing.write_errors(outcome, tmp_path / "sửa.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sửa.xlsx")
    notes = [cell.comment.text for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert notes
    # What the list that was brought in says in its own words is not ours to mend.
    own = wrong_words(read_back(sample)).keys()
    assert wrong_words([*notes, *read_back(tmp_path / "sửa.xlsx")]).keys() <= own


@pytest.mark.parametrize(
    "wrong", ["None", "theo start_rule", "lý do stop", "rule set", "(?)", "khoản 6", "a, b, c"]
)
def test_a_wrong_word_in_a_file_is_seen(tmp_path, wrong):
    book = openpyxl.Workbook()
    book.active.append(("Họ và tên", wrong))
    book.save(tmp_path / "tệp.xlsx")
    assert wrong_words(read_back(tmp_path / "tệp.xlsx"))
