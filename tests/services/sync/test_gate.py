"""What a trusted commune signs though no program wrote it: the record is sent back with a code, the rest is taken."""

import csv
import dataclasses
import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import ids
from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR
from ansinh_desktop.db.models import ClosedMonth, ClosedPeriod, Figure
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.plan.told import Group, Line, Month, Told
from ansinh_desktop.services.sync import gate
from tests.factories import UNIT, abuse, forget_place
from tests.paper_files import pdf
from tests.services.sync.exchanging import Exchange, child, content_of, rows_of

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + bytes(200)


LINE = Line(
    id="child_fund",
    number=20,
    area="children",
    text="Vận động Quỹ",
    title="Quỹ",
    kind="ratio",
    unit="%",
    target="≥ 50 %",
    amount="50",
    numerator=1,
    denominator=2,
    unknown=0,
    whole=None,
    value="50",
    ends=None,
    state="reached",
    reached_percent="100",
    before=None,
    year_before="40",
    source="nhập theo kỳ",
    note="",
    beside=[],
    others=[],
    groups={},
    switches={},
)
SAID = Told("kh322_2022", "2025", "30325@2025-07-01", "Xã", [], []).kept()
PIECE = {
    "register": "assistance",
    "state": "closed",
    "place": 0,
    "pieces": 1,
    "digest": "0" * 64,
    "packed": "AAAA",
}


class Sent:
    """A package with a row of everything in a record that will be spoiled, and another record beside it."""

    def __init__(self, folder):
        self.exchange = exchange = Exchange(folder)
        commune = exchange.commune
        self.record = commune.cases.save(child("Danh Hỏng"))
        self.person = commune.cases.get(self.record).person_id
        self.sound = commune.cases.save(child("Danh Lành"))
        kin = commune.cases.get(self.sound).person_id
        self.event = commune.cases.add_event(self.record, "visit", "2026-11-20", {"findings": "khỏe"})
        self.paper = exchange.usb / "giấy.pdf"
        self.paper.write_bytes(pdf("giấy"))
        self.attachment = commune.attachments.add(self.record, self.paper)
        self.household = commune.people.save_household({"number": "7", "address": "Tổ 1"}, first=self.person)
        self.relation = commune.people.relate(self.person, kin, {"kind": "01"})
        commune.cases.tell_apart(self.person, {}, kin, "hai người")
        (self.likeness,) = rows_of(commune, "likeness")
        self.hamlet = next(iter(rows_of(commune, "hamlet")))
        with commune.vault.work() as store:
            piece = ClosedMonth(id=ids.new_id(), unit=UNIT, month="2022-06", closing=ids.new_id(), **PIECE)
            days = {"first": "2026-01-01", "last": "2026-06-30", "id": ids.new_id(), "unit": UNIT}
            figure = Figure(**days, target="x", part="numerator", value=1, author="x")
            period = ClosedPeriod(**days, plan="x", said=SAID, signature="x")
            store.session.add_all((piece, figure, period))
            self.closed_month, self.figure, self.closed_period = piece.id, figure.id, period.id
        self.made = commune.outgoing.export(exchange.usb)

    def id_of(self, name):
        return getattr(self, name)

    def take(self, path):
        """Take a package in; return what became of it and, by table and id, the codes of what was refused."""
        taken = self.exchange.take(path, answered=False)
        _head, outcomes, _rows = self.exchange.told(taken.receipt)
        return taken, {(each.table, each.id): each.code for each in outcomes if each.result == "rejected"}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    made = Sent(tmp_path_factory.mktemp("gửi"))
    forget_place(made.exchange.province.vault)
    made.exchange.close_one("tỉnh")
    yield made
    made.exchange.close_one("xã")


@pytest.fixture
def sent(first, tmp_path):
    """Return the package, and a province of this test alone that took nothing in yet."""
    copied = shutil.copytree(first.exchange.folder / "tỉnh", tmp_path / "tỉnh")
    first.exchange.open_one("tỉnh", copied)
    yield first
    first.exchange.close_one("tỉnh")


def bending(of, row_id, /, **changes):
    return lambda table, row: row | changes if (table, row["id"]) == (of, row_id) else row


NOBODY = "01970000-0000-7000-8000-000000000000"
CORPUS = Path(__file__).parents[2] / "data" / "hostile"
HOSTILE = [
    (each["table"], each["change"], each["code"])
    for each in json.loads((CORPUS / "rows.json").read_text(encoding="utf-8"))
]
"""The table, what is changed in a row of it, and the code with which it is refused; none where several may."""


@pytest.mark.parametrize(
    ("name", "changes", "code"), HOSTILE, ids=lambda each: str(each)[:40].replace("\x00", "0")
)
def test_a_hostile_row_is_sent_back_with_its_record_and_the_rest_is_taken(sent, name, changes, code):
    row_id = sent.id_of(name)
    taken, refused = sent.take(sent.exchange.bent(sent.made, bending(name, row_id, **changes)))
    assert (name, row_id) in refused
    if code is not None:
        assert refused[name, row_id] == code
    assert refused[name, row_id].startswith("AS-")
    there = content_of(sent.exchange.province)
    assert (name, row_id) not in there
    if "record_id" in changes:
        assert ("record", sent.record) in there, "it was slipped under a record that is not there"
        return
    if name in ("event", "attachment"):
        assert refused["record", sent.record] == refused[name, row_id], "a record is whole or not there"
        assert (
            not {("record", sent.record), ("event", sent.event), ("attachment", sent.attachment)}
            & there.keys()
        )
    assert ("record", sent.sound) in there
    assert taken.state == "imported", "what was sent back is reckoned with, so nothing has to come whole"
    sent.exchange.province.check()


@pytest.mark.parametrize(
    "bent",
    [
        {"value": "mười"},
        {"ends": ["1", "?"]},
        {"beside": [["một"]]},
        {"state": "khác"},
        {"amount": "nhiều"},
        {"year_before": "nhiều"},
        {"numerator": "1"},
        {"groups": []},
    ],
    ids=lambda each: next(iter(each)),
)
def test_a_closed_period_whose_lines_nobody_can_read_out_is_sent_back(sent, bent):
    said = dataclasses.replace(Told.of(SAID), lines=[dataclasses.replace(LINE, **bent)]).kept()
    assert_no_closed_period(sent, said)


@pytest.mark.parametrize(
    "bent", [{"closed_at": "hôm qua"}, {"period": "năm nào"}, {"switches": [["một"]]}], ids=str
)
def test_a_closed_period_that_does_not_say_when_is_sent_back(sent, bent):
    assert_no_closed_period(sent, {**SAID, **bent})


PAID = {"month": "2026-06", "people": 5, "amount": 900, "more": 1, "less": 0}


@pytest.mark.parametrize(
    "bent",
    [
        [PAID | {"amount": "900"}],
        [PAID | {"people": -1}],
        [PAID | {"more": "1"}],
        [PAID | {"less": None}],
        [PAID | {"month": "2026-13"}],
        [PAID | {"month": 202606}],
        [PAID] * 13,
        [{"month": "2026-06"}],
        "2026-06",
    ],
    ids=str,
)
def test_months_that_nobody_can_draw_are_sent_back(sent, bent):
    assert_no_closed_period(sent, {**SAID, "months": bent})


@pytest.mark.parametrize(
    "group",
    [Group("Ấp", "1", 2, 0), Group("Ấp", 1, 2, 0, None), Group(5, 1, 2, 0), Group("Ấp", 1, -2, 0)],  # type: ignore[arg-type]
    ids=str,
)
def test_groups_that_nobody_can_draw_are_sent_back(sent, group):
    line = dataclasses.replace(LINE, groups={"hamlet": [group]})
    assert_no_closed_period(sent, dataclasses.replace(Told.of(SAID), lines=[line]).kept())


def test_months_and_groups_that_can_be_drawn_are_taken(sent):
    line = dataclasses.replace(LINE, groups={"hamlet": [Group("Ấp", 1, 2, 3, 3)]})
    said = dataclasses.replace(
        Told.of(SAID), lines=[line], months=[Month("2026-06", 5, 900, 1, 0)] * 12
    ).kept()
    bend = bending("closed_period", sent.closed_period, said=said)
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bend))
    assert ("closed_period", sent.closed_period) not in refused


def test_a_pair_goes_by_no_other_name_than_its_own(sent):
    other = {"id": NOBODY}
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bending("likeness", sent.likeness, **other)))
    assert refused["likeness", NOBODY] == "AS-5123"


def assert_no_closed_period(sent, said):
    bend = bending("closed_period", sent.closed_period, said=said)
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bend))
    assert refused["closed_period", sent.closed_period] == "AS-5123"
    assert ("closed_period", sent.closed_period) not in content_of(sent.exchange.province)
    assert ("record", sent.sound) in content_of(sent.exchange.province)


@pytest.mark.parametrize("name", MODELS)
def test_an_id_that_is_none_is_sent_back(sent, name):
    row_id = sent.id_of(name)
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bending(name, row_id, id="x1")))
    assert refused[name, "x1"] == "AS-5121"
    assert (name, "x1") not in content_of(sent.exchange.province)


@pytest.mark.parametrize("row_id", ["../../etc/passwd", "<script>", "x" * 300])
def test_an_id_that_cannot_even_be_named_is_left_out_of_the_receipt(sent, row_id):
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bending("event", sent.event, id=row_id)))
    assert refused["record", sent.record] == "AS-5121"
    assert {each for _name, each in refused} <= {sent.record, sent.attachment, sent.event}
    assert ("record", sent.sound) in content_of(sent.exchange.province)


def test_confidentiality_is_reckoned_anew_whatever_the_row_says(sent):
    secret = sent.exchange.commune.cases.save(abuse())
    made = sent.exchange.commune.outgoing.export(sent.exchange.usb)
    declared = rows_of(sent.exchange.commune, "record")[secret]["confidentiality"]
    assert declared == "c3"
    sent.take(sent.exchange.bent(made, bending("record", secret, confidentiality="c1")))
    assert rows_of(sent.exchange.province, "record")[secret]["confidentiality"] == declared


def test_what_can_be_searched_is_reckoned_anew(sent):
    sent.take(sent.exchange.bent(sent.made, bending("person", sent.person, full_name="Thạch Khác")))
    assert rows_of(sent.exchange.province, "person")[sent.person]["search_key"] == "thach khac"


def test_a_program_declared_a_document_is_sent_back(sent):
    digest = hashlib.sha256(EXE).hexdigest()
    bend = bending("attachment", sent.attachment, sha256=digest, media_type="application/pdf")
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bend, papers=[EXE]))
    assert refused["attachment", sent.attachment].startswith("AS-")
    assert ("attachment", sent.attachment) not in content_of(sent.exchange.province)
    assert ("record", sent.record) not in content_of(sent.exchange.province)


@pytest.mark.parametrize(("count", "is_taken"), [(500, True), (501, False)])
def test_a_record_has_five_hundred_events_in_a_package_at_most(sent, count, is_taken):
    like = sent.exchange.sent(sent.made)["event"][sent.event]
    more = [("event", like | {"id": ids.new_id()}) for _ in range(count - 1)]
    _taken, refused = sent.take(sent.exchange.bent(sent.made, lambda _name, row: row, again=more))
    there = content_of(sent.exchange.province)
    assert (("record", sent.record) in there) is is_taken
    assert sum(name == "event" for name, _ in there) == (500 if is_taken else 0)
    assert refused.get(("record", sent.record)) == (None if is_taken else "AS-5127")
    assert ("record", sent.sound) in there


CELLS = {
    each["what"]: (each["table"], each["column"], each["cell"], each["code"])
    for each in json.loads((CORPUS / "cells.json").read_text(encoding="utf-8"))
}
"""Cells byte for byte, as no program writes them; of long ones what they are made of."""


@pytest.mark.parametrize("what", CELLS)
def test_a_cell_that_cannot_be_read_costs_its_record_and_nothing_else(sent, what):
    name, column, cell, code = CELLS[what]
    if isinstance(cell, dict):
        cell = f'"{cell["repeat"] * cell["times"]}"'
    path = sent.exchange.spoiled(
        sent.made.path, name, lambda text: with_cell(text, sent.id_of(name), column, cell)
    )
    taken, refused = sent.take(path)
    assert refused["record", sent.record] == code
    there = content_of(sent.exchange.province)
    assert ("record", sent.record) not in there
    assert ("record", sent.sound) in there
    assert taken.results["rejected"] == 1


def with_cell(text, row_id, column, cell):
    """Put another cell, spelled as it is, into one line of a table."""
    rows = list(csv.reader(io.StringIO(text)))
    at = rows[0].index(column)
    lines = []
    for row in rows:
        spelled = ['"' + each.replace('"', '""') + '"' if each else "" for each in row]
        if row[0] == row_id:
            spelled[at] = cell
        lines.append(",".join(spelled))
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("name", ["event", "attachment"])
def test_what_happened_in_one_record_is_not_moved_to_another(sent, name):
    sent.take(sent.made.path)
    before = content_of(sent.exchange.province)
    row_id = sent.id_of(name)
    vector = json.loads(before[name, row_id][VECTOR])
    newer = {actor: seq + 900 for actor, seq in vector.items()}
    bend = bending(name, row_id, record_id=sent.sound, **{VECTOR: newer})
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bend, after=sent.made))
    assert refused[name, row_id] == "AS-5128"
    assert content_of(sent.exchange.province)[name, row_id] == before[name, row_id]


def test_the_same_id_twice_is_written_once(sent):
    like = sent.exchange.sent(sent.made)["person"][sent.person]
    taken, _refused = sent.take(
        sent.exchange.bent(sent.made, lambda _name, row: row, again=[("person", like)])
    )
    assert taken.results == {"accepted": 2}
    assert sum(key == ("person", sent.person) for key in content_of(sent.exchange.province)) == 1


def test_a_newer_version_of_a_register_keeps_what_it_asks(sent):
    newer = catalog.register("children").version + 1
    known = sent.exchange.sent(sent.made)["record"][sent.record]["answers"]
    bend = bending("record", sent.record, version=newer, answers=known | {"asked_later": "vâng"})
    _taken, refused = sent.take(sent.exchange.bent(sent.made, bend))
    assert refused == {}
    assert rows_of(sent.exchange.province, "record")[sent.record]["answers"]["asked_later"] == "vâng"


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
FIELDS = [(code, key) for code, register in catalog.registers().items() for key in register.fields]


@given(st.sampled_from(FIELDS), ANYTHING)
def test_whatever_stands_in_an_answer_is_a_finding_and_never_an_error(where, value):
    code, key = where
    register = catalog.register(code)
    row = {
        "id": NOBODY,
        VECTOR: {"a": 1},
        "register": code,
        "version": register.version,
        "state": register.life_cycle.workflow({}).initial,
        "answers": {key: value},
        "opened_on": "2026-11-02",
        "closed_on": None,
        "kept": None,
    }
    found = gate.fault_of("record", row)
    kind = register.fields[key].kind
    fits = {"array": list, "integer": int, "number": int, "boolean": bool}.get(kind.schema_type, str)
    if value not in (None, "", []) and (
        not isinstance(value, fits) or (fits is int and isinstance(value, bool))
    ):
        assert found is not None, f"{key}: {value!r} is no {kind.schema_type}"


def test_every_table_that_travels_goes_through_the_gate():
    assert set(gate._CHECKS) == set(MODELS)
