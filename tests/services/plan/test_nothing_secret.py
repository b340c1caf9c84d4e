"""Nothing that the plan says, prints or sends holds what is masked, or names whoever goes by a code."""

import io
import json
import zipfile

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services.plan import said, table_file
from ansinh_desktop.services.plan.rows import counted_by
from ansinh_desktop.services.plan.table_file import SharedTable
from ansinh_desktop.services.plan.tables import TableAsked
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.layout import GroupRow
from ansinh_desktop.services.reports.saving import pdf_of
from tests.factories import case, new_vault, person
from tests.registers.factories import ABUSE, DRUG, PROSTITUTION, TRAFFICKING, VIOLENCE
from tests.services.reports.papers import texts_of

HALF = Period.of("2026-H1")
SECRET = ("Kim Sa Rươne", "0912345678", "ngõ sau chợ", "TL-07")
CODED = (
    ("Ngoan Thị Ẩn", "violence", VIOLENCE | {
        "reporter_name": SECRET[0], "reporter_phone": SECRET[1], "place": SECRET[2], "safe_address": SECRET[3],
        "assistance_need": "yes",
    }),
    ("Ngoan Thị Bóng", "child_abuse", ABUSE | {"reporter_phone": SECRET[1], "verification": "true"}),
    ("Ngoan Thị Cửu", "prostitution", PROSTITUTION),
    ("Ngoan Thị Diệp", "trafficking", TRAFFICKING | {"victim_paper_date": "2026-02-03"}),
    ("Ngoan Thị Êm", "drug_treatment", DRUG),
)  # fmt: skip


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    with Program(new_vault(tmp_path_factory.mktemp("mật") / "xã")[0]) as made:
        for name, register, answers in CODED:
            born = "2015-03-04" if register == "child_abuse" else "1990-03-04"
            who = person(full_name=name, sex="female", birth_date=born, address="Tổ Ngoan")
            record = made.cases.save(case(register, answers, person=who, final=False))
            with made.vault.work("danh sách cũ") as store:
                store.records.get(record).draft = False
        made.plans.close(Period.of("2026-Q1"))
        yield made


def tells(*texts):
    """Return what of the secrets and the names stands in some texts."""
    whole = " ".join(map(str, texts))
    return [each for each in (*SECRET, "Ngoan") if each in whole]


def words(path):
    """Return all texts of a file, whatever it is packed in."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return texts_of(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = [archive.read(each) for each in archive.namelist()]
    return [each.decode("utf-8", "ignore") for each in inside] + [
        each.decode("utf-16-le", "ignore") for each in inside
    ]


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".xlsx"])
def test_no_report_tells_it(program, tmp_path, suffix):
    target = tmp_path / f"bc{suffix}"
    program.plans.write_report(HALF, target)
    found = words(target)
    assert any("BÁO CÁO KẾT QUẢ" in each for each in found), "it can be read at all"
    assert not tells(*found)


def test_neither_what_is_kept_and_sent_nor_what_a_machine_is_told(program):
    closed = program.plans.closed(Period.of("2026-Q1")).told
    told = program.plans.answer(HALF).told
    for each in (closed, told):
        assert not tells(each, json.dumps(each.kept(), ensure_ascii=False), said.for_machine([each]))
        assert not tells(*said.for_people(each))
        of_lines = [line.groups for line in each.lines if line.groups]
        assert of_lines
    coded = {each for each, code in counted_by().items() if catalog.register(code).by_code}
    for line in told.lines:
        if line.id in coded:
            assert set(line.groups) == {"sex", "age"}, "whoever goes by a code is not told by where they live"


def test_no_regular_report_tells_it(program):
    for register, tally in program.plans.regular.offered(HALF):
        document = program.plans.regular.document(tally.code, HALF)
        rows = [each.label if isinstance(each, GroupRow) else each for each in document.rows]
        assert not tells(register.title, rows)
        assert not tells(*texts_of(pdf_of(document)))


def test_no_table_of_ones_own_can_be_made_of_it(program):
    for _, register, _ in CODED:
        hidden = {each.key for each in catalog.register(register).fields.values() if each.masked}
        choices = program.plans.tables.choices(register)
        assert not hidden & set(choices)
        table = program.plans.tables.make(TableAsked(register, "sex", "age"), HALF)
        assert not tells(*said.table_for_people(table), said.table_for_machine(table))
        assert not tells(*texts_of(pdf_of(program.plans.tables.document(table, "Bảng"))))
        shared = SharedTable("Bảng", table.asked, HALF)
        assert not tells(table_file.written(shared).decode())
