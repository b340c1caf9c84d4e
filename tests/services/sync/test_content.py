"""What travels, with its titles: every column that is kept and nothing that each data file makes for itself."""

import io

import pytest

from ansinh_desktop.db.exchange.travelling import MODELS, NOT_TRAVELLING
from ansinh_desktop.db.models import Base
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.rules import edition, law
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.tables import read_rows

NAMES = list(MODELS)


@pytest.mark.parametrize("name", NAMES)
def test_a_table_travels_with_all_its_columns_but_those_of_each_file_itself(name):
    table = content.table_of(name)
    kept = {each.key for each in Base.metadata.tables[name].columns}
    assert {each.name for each in table.columns} == kept - NOT_TRAVELLING
    assert table.title
    for each in table.columns:
        assert not (each.title or "x").islower(), f"{name}.{each.name} has no Vietnamese title"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_carries_its_vector_right_after_its_id(name):
    names = content.table_of(name).column_names
    assert names.index("vector") == names.index("id") + 1
    assert names.count("vector") == 1
    vector = content.table_of(name).columns[names.index("vector")]
    assert (vector.type, vector.required, vector.title) == ("object", True, "Phiên bản")


def test_the_titles_of_a_hamlet_are_its_own():
    titles = {each.name: each.title for each in content.table_of("hamlet").columns}
    assert (titles["name"], titles["position"]) == ("Tên ấp, khóm", "Thứ tự")
    assert {each.name: each.title for each in content.table_of("attachment").columns}["name"] == "Tên tệp"


def test_every_reference_leads_to_a_table_that_travels_before():
    for at, name in enumerate(NAMES):
        for key in content.table_of(name).foreign_keys:
            assert key.table in NAMES[: at + 1]
            assert key.column in {each.name for each in content.table_of(name).columns}


def test_the_dictionary_explains_every_answer_and_every_code_once():
    (fields, _), (codes, _) = content.dictionary()
    field_rows, code_rows = (
        list(read_rows(table, io.StringIO(spelled.content.decode("utf-8"), newline="")))
        for table, spelled in content.dictionary()
    )
    assert [spelled.rows for _, spelled in content.dictionary()] == [len(field_rows), len(code_rows)]
    explained = [(row["register"], row["key"]) for row in field_rows]
    assert len(explained) == len(set(explained))
    for register in catalog.registers().values():
        assert {(register.code, key) for key in register.fields} <= set(explained)
        for event in register.events:
            assert {(f"{register.code}.{event.code}", each.key) for each in event.fields} <= set(explained)
    lists = {row["list"] for row in code_rows}
    asked = {
        each.kind.list_name
        for register in catalog.registers().values()
        for each in register.fields.values()
        if isinstance(each.kind, kinds.Choice)
    }
    assert asked <= lists
    for name in asked:
        found = [(row["code"], row["label"]) for row in code_rows if row["list"] == name]
        assert found == [(each.code, each.label) for each in law.code_list(name)]
    assert (fields.name, codes.name) == ("field", "code")


def test_the_dictionary_speaks_by_the_law_and_of_the_registers_that_are_there(monkeypatch):
    """It is spelled once, and again where either is another."""

    def words():
        return [spelled.content.decode("utf-8") for _, spelled in content.dictionary()]

    before = words()
    place = "code_lists/common"
    text = edition.own_text(place)
    with edition.under(Edition({place: text.replace('"Nam"', '"Nam giới"')})):
        fields, codes = words()
        assert (fields, codes) == (before[0], before[1].replace(",Nam\r", ",Nam giới\r"))
        assert codes != before[1]
    assert words() == before
    fewer = {"children": catalog.register("children")}
    monkeypatch.setattr(catalog, "registers", lambda: fewer)
    assert {each.split(",")[0] for each in words()[0].splitlines()[1:]} >= {"person", "children"}
    assert "merit" not in words()[0]
