"""Whatever the window shows is Vietnamese and letter by letter what stands there: no English, no code, no markup."""

import re
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ansinh_desktop.app import make_application
from ansinh_desktop.registers import catalog
from ansinh_desktop.services import invented
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from tests import factories
from tests.ui.everything import everything
from tests.ui.shown import NAME, texts
from tests.words import foreign

_NO_WORDS = re.compile(r"<[^>]*>|[A-Z]+-\d+-\d+-\d+|\d+/[0-9a-f]{8}|/\S*pytest\S*|Mohamad|Ẩn danh [A-Z]{8}")
"""Markup of the program's own, case numbers, versions of the law, folders of the test, an invented family name, names made up for who is not named."""


class Seen(NamedTuple):
    """One text, where it stands."""

    place: str
    text: str
    plain: bool = True


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """Return everything that the window shows of an office with people in every register, once."""
    folder = tmp_path_factory.mktemp("all")
    vault, _ = factories.new_vault(folder / "data")
    program = Program(vault)
    invented.fill(program, 30)
    people: list[str] = []
    with vault.work() as store:
        for code, register in catalog.registers().items():
            known = factories.person(full_name=NAME, address=NAME, hamlet=NAME, note=NAME, other_name=NAME)
            record = program.cases.write(store, register, CaseInput(code, known, {}, final=False), draft=True)
            kind = next(each.code for each in register.events if not each.automatic)
            store.records.add_event(record, kind, "2026-11-01", answers={}, note=NAME)
            people.append(store.records.get(record).person_id)
        other = store.people.save(None, factories.UNIT, factories.person(full_name=NAME))
        store.people.relate(other, people[0], "01", note=NAME)
    program.people.save_household({"address": NAME}, first=people[0])
    found = [
        Seen(place, text, plain)
        for place, shown in everything(program, folder)
        for text, plain in texts(shown)
        if text or not plain
    ]
    vault.lock()
    return found


def test_no_text_of_data_is_drawn_as_markup(seen):
    assert [each for each in seen if not each.plain] == []
    assert sum(NAME in each.text for each in seen) > 20, "the walk came past no name"


def test_every_text_is_vietnamese(seen):
    told: dict[str, str] = {}
    for each in seen:
        if "Giới thiệu" in each.place:
            continue  # the names of what the program is made of
        words = foreign(_NO_WORDS.sub(" ", each.text.replace("&&", "&").replace(NAME, "")))
        if words:
            told.setdefault(f"{sorted(words)}: {each.text[:100]}", each.place)
    assert not told, "\n".join(f"{what} ({where})" for what, where in told.items())


def test_a_tip_is_as_plain_as_a_label(qapp, qtbot):
    make_application()
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    QToolTip.showText(QPoint(5, 5), NAME, widget)
    QApplication.processEvents()
    tips = [each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel")]
    assert [each.property("textFormat") for each in tips] == [Qt.TextFormat.PlainText]
    QToolTip.hideText()
