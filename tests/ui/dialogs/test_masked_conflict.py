"""Two versions of a masked answer: chosen unseen, or shown for a reason as long as nobody closes or goes on."""

import pytest
from PySide6.QtWidgets import QPushButton

from ansinh_desktop.registers.field import MASK
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui.dialogs.conflicts import ConflictsDialog
from tests import factories
from tests.services.test_masking import differ
from tests.ui.office import desk, hands, new_data, said, show, tasks
from tests.ui.pages.case.test_masked import give_reason

__all__ = ["desk", "hands", "new_data", "said", "show", "tasks"]


@pytest.fixture
def program(desk) -> Program:
    return Program(desk.vault)


def test_both_versions_are_masked_until_a_reason_is_given(program, tasks, show, qtbot):
    record = program.cases.save(factories.abuse(father_name="Chau Xóc Rây"))
    differ(program, record)
    dialog = ConflictsDialog(program, tasks)
    show(dialog)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1)

    def sides() -> list[str]:
        return [item.text() for column in (2, 3) if (item := dialog.table.item(0, column)) is not None]

    assert sides() == [MASK, MASK]
    assert not dialog.versions.other.isEnabled(), "nobody types beside what they do not see"
    button = dialog.findChild(QPushButton, "show_masked_conflict")
    give_reason()
    button.click()
    qtbot.waitUntil(lambda: sides() == ["Chau Xóc Rây", "Chau Kim"])
    assert dialog.versions.other.isEnabled()
    dialog.reject()
    assert sides() == [MASK, MASK]
    assert dialog.isVisible()
    dialog.versions.choose("theirs")
    dialog.keep()
    qtbot.waitUntil(lambda: not program.conflicts.all())
    assert program.cases.reveals.answers(record, ["father_name"], "Kiểm tra") == {"father_name": "Chau Kim"}
    dialog.reject()
    assert not dialog.isVisible()
