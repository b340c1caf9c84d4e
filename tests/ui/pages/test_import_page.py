"""A list comes in through the window, and what it says in its own words is asked once."""

import pytest

from ansinh_desktop.paths import resources
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.unknown_words import UnknownWordsDialog, unknown_words
from ansinh_desktop.ui.pages.import_page import ImportPage
from ansinh_desktop.ui.tasks import Tasks
from tests.factories import new_vault

SAMPLES = resources() / "demo"


@pytest.fixture
def program(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def page(qtbot, program):
    tasks = Tasks(lambda _: None)
    made = ImportPage(program.importing, "drug_treatment", tasks)
    qtbot.addWidget(made)
    made.show()

    yield made, lambda: qtbot.waitUntil(lambda: not tasks.is_busy(), timeout=30_000)
    assert tasks.finish()


def test_words_that_no_list_knows_are_asked_once_for_all_their_rows(page, program):
    page, rest = page
    page.open(SAMPLES / "nguoi_nghien_2022.csv")
    rest()
    page._go_on()
    rest()
    asked = unknown_words(page.outcome)
    assert set(asked) == {("substances", "Ma túy tổng hợp"), ("treatment_form", "Tự nguyện tại cơ sở")}
    dialog = UnknownWordsDialog(page.outcome, page)
    dialog.choices["substances", "Ma túy tổng hợp"].set_value("new_substance")
    dialog.choices["treatment_form", "Tự nguyện tại cơ sở"].set_value("voluntary_public")
    page.settle_words(dialog)
    rest()
    assert not unknown_words(page.outcome)
    page._go_on()
    rest()
    assert page.outcome.done
    again = program.importing.open(SAMPLES / "nguoi_nghien_2022.csv", "drug_treatment")
    assert again.mapping.words["substances"]["ma tuy tong hop"] == ["new_substance"]
