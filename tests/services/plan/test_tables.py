"""Tables of the officer's own: each counted once, adding up, nothing masked, kept by name and printed."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import invented, officers
from ansinh_desktop.services.office import FirstOfficer
from ansinh_desktop.services.plan.tables import WHO, TableAsked
from ansinh_desktop.services.program import Program, open_data
from ansinh_desktop.services.reports.saving import pdf_of
from tests.e2e.new_register import printed
from tests.factories import new_vault

HERS = "lúa chín vàng đồng"
YEAR = Period.of("2026")


@pytest.fixture(scope="module")
def commune(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("bảng") / "xã")[0]) as made:
        invented.fill(made, 40)
        yield made


@pytest.mark.parametrize("register", list(catalog.registers()))
@given(data=st.data())
def test_rows_and_columns_add_up_to_the_same_people_whatever_parts_them(commune, register, data):
    choices = sorted(commune.plans.tables.choices(register))
    rows, columns = (data.draw(st.sampled_from(choices)) for _ in range(2))
    who = data.draw(st.sampled_from(sorted(WHO)))
    table = commune.plans.tables.make(TableAsked(register, rows, columns, who), YEAR)
    alone = commune.plans.tables.make(TableAsked(register, rows, "", who), YEAR)
    assert {row: table.count(row, None) for row in table.rows} == {
        row: alone.count(row, None) for row in alone.rows
    }
    assert sum(table.count(None, column) for column in table.columns) == table.count(None, None)
    records = [each for found in table.cells.values() for each in found]
    assert len(records) == len(set(records))


def test_nothing_masked_and_no_long_answer_parts_a_table(commune):
    for register in catalog.registers().values():
        for name in commune.plans.tables.choices(register.code):
            assert (
                name in ("hamlet", "sex", "age", "ethnicity", "record.state")
                or not register.sources[name].masked
            )
    with pytest.raises(UserError, match="AS-8012"):
        commune.plans.tables.make(TableAsked("drug_treatment", "hiv_positive"), YEAR)
    with pytest.raises(UserError, match="AS-8012"):
        commune.plans.tables.make(TableAsked("children", "sex", "", filters={"note": ("x",)}), YEAR)


def test_a_filter_leaves_only_whom_it_names(commune):
    whole = commune.plans.tables.make(TableAsked("children", "sex"), YEAR)
    girls = commune.plans.tables.make(TableAsked("children", "hamlet", filters={"sex": ("Nữ",)}), YEAR)
    assert girls.count(None, None) == whole.count("Nữ", None) > 0


def test_who_stands_in_it_follows_the_period(commune):
    before = Period.of("2001")
    assert all(
        commune.plans.tables.make(TableAsked("children", "sex", "", who), before).rows == () for who in WHO
    )


def test_a_table_is_kept_by_name_and_printed(commune, tmp_path):
    state = commune.plans.tables.make(TableAsked("children", "record.state"), YEAR).rows[0]
    asked = TableAsked("children", "hamlet", "sex", filters={"record.state": (state,)})
    commune.plans.tables.keep("  Trẻ em theo ấp ", asked)
    assert commune.plans.tables.kept() == {"Trẻ em theo ấp": asked}
    table = commune.plans.tables.make(asked, YEAR)
    (tmp_path / "bảng.pdf").write_bytes(pdf_of(commune.plans.tables.document(table, "Trẻ em theo ấp")))
    said = printed(tmp_path / "bảng.pdf")
    for words in (
        "TRẺ EM THEO ẤP",
        "đang quản lý tại ngày cuối kỳ, năm 2026",
        "Nữ",
        "Tổng số",
        table.rows[0],
    ):
        assert words in said
    commune.plans.tables.keep("Trẻ em theo ấp", None)
    assert commune.plans.tables.kept() == {}
    for name in ("", "x" * 121):
        with pytest.raises(UserError, match="AS-8014"):
            commune.plans.tables.keep(name, asked)


def test_small_cells_of_coded_registers_are_told_before_they_leave(commune):
    table = commune.plans.tables.make(TableAsked("trafficking", "hamlet", "age"), YEAR)
    document = commune.plans.tables.document(table, "Nạn nhân")
    small = any(each < 3 for each in table.people.values())
    assert ("1–2 người" in document.remark) is small
    assert io.BytesIO(pdf_of(document)).getbuffer().nbytes > 1000


def test_who_may_not_read_or_print_a_register_gets_no_table_of_it(tmp_path):
    asked = {code: TableAsked(code, "hamlet", "sex") for code in ("children", "merit", "disability")}
    with Program(new_vault(tmp_path / "xã")[0]) as first:
        first.plans.tables.keep("Trẻ em", asked["children"])
        officers.add(first.vault, FirstOfficer("hoa", "Lê Hoa", HERS), "officer")
        rights = {"children": "", "merit": "r", "disability": "rp"}
        officers.change(first.vault, "hoa", officers.Post("", "officer", rights))
        folder = first.vault.folder
    with open_data(folder, "hoa", HERS) as program:
        tables = program.plans.tables
        assert tables.kept() == {}
        for refused in (
            lambda: tables.choices("children"),
            lambda: tables.make(asked["children"], YEAR),
            lambda: tables.keep("Của tôi", asked["children"]),
            lambda: tables.keep("Trẻ em", asked["merit"]),
            lambda: tables.document(tables.make(asked["merit"], YEAR), "Người có công"),
            lambda: tables.write(tables.make(asked["disability"], YEAR), "Bảng", tmp_path / "bảng.xlsx"),
        ):
            with pytest.raises(UserError, match="AS-1110"):
                refused()
        assert not (tmp_path / "bảng.xlsx").exists()
        tables.write(tables.make(asked["disability"], YEAR), "Bảng", tmp_path / "bảng.pdf")
        assert "BẢNG" in printed(tmp_path / "bảng.pdf")
