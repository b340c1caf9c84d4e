"""Whatever the window shows is Vietnamese, letter by letter what stands there (no English, no markup), and seen whole."""

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QToolTip, QWidget

from ansinh_desktop.app import make_application
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.services import invented
from ansinh_desktop.services.cases import CaseInput
from ansinh_desktop.services.program import Program
from ansinh_desktop.ui import theme
from tests import factories
from tests.ui.everything import everything
from tests.ui.legible import faults
from tests.ui.shown import NAME, texts, visible
from tests.ui.whole_numbers import cut
from tests.words import foreign

_NO_WORDS = re.compile(r"<[^>]*>|[A-Z]+-\d+-\d+-\d+|\d+/[0-9a-f]{8}|Mohamad|Ẩn danh [A-Z]{8}")
"""Markup of the program's own, case numbers, versions of the law, an invented family name, names made up for who is not named."""


MONEY: dict[str, Value] = {"recorded_amount": 1_080_000, "account_number": "7100205123456789"}
KNOWN = factories.person(
    full_name="Nguyễn Thị Bích Hạnh Phương Trang",
    birth_date="1949-04-18",
    personal_id="089149000123",
    old_id="351234567",
    phone="0912345678",
    health_insurance="DN4891234567890",
    hamlet="Khóm Vĩnh Thạnh Trung Hòa Phú",
    address="Tổ 5, đường Lê Lợi nối dài",
)
QUICK = 1.25

pytestmark = pytest.mark.long


class Seen(NamedTuple):
    """One text, where it stands."""

    place: str
    text: str
    plain: bool = True


class Walk(NamedTuple):
    """What was seen on one way through everything."""

    texts: list[Seen]
    faults: dict[str, str]
    """Where each thing is that cannot be read or pressed well."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """An office with people in every register."""
    vault, _ = factories.new_vault(tmp_path_factory.mktemp("all") / "data")
    made = Program(vault)
    invented.fill(made, 30)
    people: list[str] = []
    with vault.work() as store:
        for code, register in catalog.registers().items():
            known = factories.person(full_name=NAME, address=NAME, hamlet=NAME, note=NAME, other_name=NAME)
            record = made.cases.write(store, register, CaseInput(code, known, {}, final=False), draft=True)
            kind = next(each.code for each in register.events if not each.automatic)
            store.records.add_event(record, kind, "2026-11-01", answers={}, note=NAME)
            people.append(store.records.get(record).person_id)
        other = store.people.save(None, factories.UNIT, factories.person(full_name=NAME))
        store.people.relate(other, people[0], "01", note=NAME)
    made.people.save_household({"address": NAME}, first=people[0])
    for code, register in catalog.registers().items():
        answers = {key: value for key, value in MONEY.items() if key in register.fields}
        known = dict(KNOWN) if code in ("assistance", "trafficking") else {**KNOWN, "personal_id": None}
        made.cases.save(CaseInput(code, known, answers, final=False))
    yield made
    vault.lock()


@pytest.fixture(scope="module")
def walk(program, tmp_path_factory) -> Callable[[float], Walk]:
    """Return a function that goes through everything once, and tells what is seen at a scale."""

    @functools.cache
    def walk(scale: float) -> Walk:
        made = Walk([], {})
        for place, shown in everything(program, tmp_path_factory.mktemp("none"), scale):
            made.texts.extend(Seen(place, text, plain) for text, plain in texts(shown) if text or not plain)
            for each in (*faults(shown), *cut(shown), *of_two_minds(shown)):
                made.faults.setdefault(each, place)
        return made

    return walk


@pytest.fixture
def seen(walk) -> list[Seen]:
    """Return every text that the window shows."""
    return walk(QUICK).texts


def test_no_text_of_data_is_drawn_as_markup(seen):
    assert [each for each in seen if not each.plain] == []
    assert sum(NAME in each.text for each in seen) > 20, "the walk came past no name"


def test_every_text_is_vietnamese(seen, tmp_path_factory):
    own_folders = re.compile(re.escape(str(tmp_path_factory.getbasetemp())) + r"\S*")
    told: dict[str, str] = {}
    for each in seen:
        if "Giới thiệu" in each.place:
            continue  # the names of what the program is made of
        text = own_folders.sub(" ", each.text.replace("&&", "&").replace(NAME, ""))
        words = foreign(_NO_WORDS.sub(" ", text))
        if words:
            told.setdefault(f"{sorted(words)}: {each.text[:100]}", each.place)
    assert not told, "\n".join(f"{what} ({where})" for what, where in told.items())


@pytest.mark.parametrize(
    "scale", [QUICK, *(pytest.param(each, marks=pytest.mark.slow) for each in (1.0, 1.5, 2.0))]
)
def test_nothing_is_cut_and_nothing_too_small_on_any_page(walk, scale):
    """No number at all, no text without a tip that says it whole; and whatever is pressed is large enough."""
    found = walk(scale).faults
    assert not found, "\n".join(f"{name}: {each}" for each, name in found.items())


@pytest.mark.slow
@pytest.mark.parametrize("percent", [125, 150, 200])
def test_nothing_is_cut_in_the_officers_own_size(program, tmp_path, percent):
    """Drawn larger and not on a smaller window: letters, icons and edges are rounded otherwise."""
    own = program.views.look()
    program.views.keep_look(replace(own, percent=percent))
    try:
        found: dict[str, str] = {}
        for place, shown in everything(program, tmp_path, 1.0):
            for each in faults(shown):
                found.setdefault(each, place)
    finally:
        program.views.keep_look(own)
        theme.apply(make_application())
    assert not found, "\n".join(f"{name}: {each}" for each, name in found.items())


def of_two_minds(shown: QWidget) -> Iterator[str]:
    """Yield each list in which another row may be chosen than the one where one stands."""
    one = QAbstractItemView.SelectionMode.SingleSelection, QAbstractItemView.SelectionMode.NoSelection
    for view in visible(shown):
        if (
            isinstance(view, QAbstractItemView)
            and not isinstance(view, QHeaderView)
            and view.selectionMode() not in one
        ):
            yield f"{type(view).__name__} {view.objectName()}: more than one row may be chosen"


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
