"""A table as a file for another machine: it says how the table is made and nothing else, and is read with suspicion."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented
from ansinh_desktop.services.plan import table_file
from ansinh_desktop.services.plan.table_file import SharedTable
from ansinh_desktop.services.plan.tables import WHO, TableAsked
from ansinh_desktop.services.program import Program
from tests.factories import new_vault

YEAR = Period.of("2026")
ASKED = TableAsked(
    "children", "hamlet", "sex", "opened_in_period", {"sex": ("Nữ",), "hamlet": ("Hòa Phú", "Tân Hòa")}
)
SHARED = SharedTable("Trẻ em gái theo ấp", ASKED, Period.of("2026-H1"))


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("bảng") / "xã")[0]) as made:
        invented.fill(made, 25)
        yield made


def put(folder, content):
    path = folder / "bảng.agtable"
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def said(**changes):
    found = json.loads(table_file.written(SHARED))
    found.update(changes)
    return {key: value for key, value in found.items() if value is not ...}


def refused(path):
    with pytest.raises(UserError) as found:
        table_file.read(path)
    return found.value


def test_what_was_written_is_read_again_and_is_the_same_file(tmp_path):
    path = put(tmp_path, table_file.written(SHARED))
    assert table_file.read(path) == SHARED
    assert table_file.written(table_file.read(path)) == path.read_bytes()


@pytest.mark.parametrize("register", list(catalog.registers()))
@given(data=st.data())
def test_every_table_that_can_be_made_here_can_be_shared(commune, tmp_path_factory, register, data):
    tables = commune.plans.tables
    choices = sorted(tables.choices(register))
    rows, columns, by = (data.draw(st.sampled_from(choices)) for _ in range(3))
    who = data.draw(st.sampled_from(sorted(WHO)))
    values = tables.make(TableAsked(register, by, "", who), YEAR).rows
    asked = TableAsked(register, rows, columns, who, {by: values} if values else {})
    path = put(tmp_path_factory.getbasetemp(), table_file.written(SharedTable("Bảng", asked, YEAR)))
    found = table_file.read(path)
    assert tables.make(found.asked, found.period) == tables.make(asked, YEAR)


def test_nobody_and_no_figure_stands_in_the_file(commune):
    table = commune.plans.tables.make(TableAsked("children", "hamlet", "sex"), YEAR)
    content = table_file.written(SharedTable("Trẻ em", table.asked, YEAR)).decode()
    assert set(json.loads(content)) == {
        "ansinh-table", "name", "register", "rows", "columns", "who", "filters", "period",
    }  # fmt: skip
    with commune.vault.reading() as store:
        names = {str(each.person["full_name"]) for chunk in store.scan.records("children") for each in chunk}
    assert names
    assert not [each for each in names if each in content]
    assert not [each for each in table.rows if each in content]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "AS-8017", "bảng.agtable"),
        (b"\xff\xfe", "AS-8017", ""),
        (b"[" * 60_000, "AS-8017", ""),
        (table_file.written(SHARED) + b" " * 70_000, "AS-8017", ""),
        ([], "AS-8017", ""),
        ({"name": "x"}, "AS-8017", ""),
        (said(**{"ansinh-table": "1"}), "AS-8017", ""),
        (said(**{"ansinh-table": True}), "AS-8017", ""),
        (said(**{"ansinh-table": 0}), "AS-8017", ""),
        (said(rows=...), "AS-8017", ""),
        (said(rows=""), "AS-8017", ""),
        (said(rows=3), "AS-8017", ""),
        (said(filters=[]) | {"filters": "x"}, "AS-8017", ""),
        (said(filters={"sex": [1]}), "AS-8017", ""),
        (said(filters={"sex": ["Nữ"] * 201}), "AS-8017", ""),
        (said(who="everybody"), "AS-8017", ""),
        (said(period="2026-H3"), "AS-8017", ""),
        (said(name="x" * 121), "AS-8017", ""),
        (said(name="dòng\nmới"), "AS-8017", ""),
        (said(**{"ansinh-table": 2}), "AS-8018", "mới hơn"),
        (said(**{"ansinh-table": 2, "rows": ...}), "AS-8018", ""),
        (said(register="rice"), "AS-8019", "rice"),
        (said(columns="tall"), "AS-8012", "tall"),
        (said(register="drug_treatment", rows="hiv_positive", filters={}), "AS-8012", "hiv_positive"),
        (said(filters={"shoe": ["41"]}), "AS-8012", "shoe"),
        (said(filters={"sex": ["Nữ", "Khác lạ"]}), "AS-8021", "Khác lạ"),
        (said(filters={"age": ["Dưới 7 tuổi"]}), "AS-8021", "Nhóm tuổi"),
        (said(filters={"record.state": ["Đã bay"]}), "AS-8021", "Đã bay"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(tmp_path, content, code, words):
    found = refused(put(tmp_path, content))
    assert found.code == code
    assert words in found.message.text


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    assert refused(tmp_path / "không có.agtable").code == "AS-8022"
    (tmp_path / "thư mục.agtable").mkdir()
    assert refused(tmp_path / "thư mục.agtable").code == "AS-8022"


def test_a_hamlet_of_another_commune_is_no_fault(tmp_path):
    shared = table_file.read(put(tmp_path, said(filters={"hamlet": ["Ấp của xã khác"]})))
    assert shared.asked.filters == {"hamlet": ("Ấp của xã khác",)}
