"""What words mean that no list knows is asked once for each; what is left open changes nothing."""

import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from ansinh_desktop.findings import error, warning
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.columns import ColumnMapping
from ansinh_desktop.services.importer.draft_rows import RowDraft
from ansinh_desktop.services.importer.importing import Opened, Outcome
from ansinh_desktop.services.importer.planning import RowPlan, What
from ansinh_desktop.services.importer.sheets import Sheet
from ansinh_desktop.services.importer.table import Table
from ansinh_desktop.services.importer.targets import targets_of
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog, unknown_words

REGISTER = catalog.register("drug_treatment")


def row(*findings):
    return RowPlan(RowDraft(1, []), What.NEW, {}, {}, findings)


def asked(field, typed):
    return error("AS-3136", field, typed=typed)


@pytest.fixture
def outcome():
    table = Table(Sheet("x", []), range(1), (), (), (), as_of=datetime.date(2026, 6, 30))
    mapping = ColumnMapping("f", (), {"treatment_form": {"tai nha": "voluntary_public"}})
    opened = Opened(Path("ds.csv"), REGISTER, table, targets_of(REGISTER), mapping)
    rows = [
        row(asked("substances", "Đá"), asked("person.sex", "Trai")),
        row(asked("person.sex", "Trai"), warning("AS-3111", "person.full_name", typed="An")),
        row(asked("person.sex", "trai")),
        row(),
    ]
    return Outcome(opened, rows)


@pytest.fixture
def dialog(outcome, around):
    return UnknownWordsDialog(outcome, around)


def test_each_word_is_counted_over_its_rows_and_other_findings_ask_nothing(outcome):
    assert unknown_words(outcome) == {
        ("substances", "Đá"): 1,
        ("person.sex", "Trai"): 2,
        ("person.sex", "trai"): 1,
    }
    assert not unknown_words(Outcome(outcome.opened))


def test_the_word_of_most_rows_comes_first_with_the_codes_of_its_day(dialog):
    assert next(iter(dialog.choices)) == ("person.sex", "Trai")
    said = [each.text() for each in dialog.findChildren(QLabel)]
    assert "Giới tính: “Trai” (2 dòng)" in said
    assert [each.code for each in dialog.choices["person.sex", "Trai"].options][:2] == ["male", "female"]
    kind = REGISTER.fields["substances"].kind
    own = [each.code for each in dialog.choices["substances", "Đá"].options]
    assert own == [code for code, _label in kind.options(datetime.date(2026, 6, 30))]  # type: ignore[attr-defined]


def test_what_was_answered_is_kept_beside_what_was_known_and_the_rest_stays_open(dialog, outcome):
    assert dialog.settled().mapping == outcome.opened.mapping
    code = dialog.choices["substances", "Đá"].options[0].code
    dialog.choices["substances", "Đá"].set_value(code)
    dialog.choices["person.sex", "Trai"].set_value("male")
    assert dialog.settled().mapping.words == {
        "treatment_form": {"tai nha": "voluntary_public"},
        "substances": {"da": [code]},
        "person.sex": {"trai": "male"},
    }
    assert outcome.opened.mapping.words == {"treatment_form": {"tai nha": "voluntary_public"}}
