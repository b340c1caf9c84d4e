"""Forms of one case, read back from the paper: what is known stands there, what is not is left for the pen."""

import datetime
import io
import re

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.rules import law
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.case_forms import Forms, OfferedForm
from ansinh_desktop.services.reports.fitting import BOTTOM, LEFT, RIGHT
from ansinh_desktop.services.reports.form_layout import (
    Choices,
    FormDocument,
    Grid,
    GridColumn,
    GridRow,
    Paragraph,
)
from ansinh_desktop.services.reports.form_pdf import write_form
from ansinh_desktop.services.reports.layout import INTERNAL_USE, Heading, Signature
from tests import factories
from tests.services.reports.papers import squeezed, texts_of

CHILD = factories.person(
    full_name="Neáng Phượng", birth_date="2015-03-05", hamlet="Vĩnh Lợi", personal_id="089315001234"
)
REPORT = factories.ABUSE | {
    "received_at": "2026-11-03T15:00",
    "received_unit": "UBND xã",
    "report_no": "12",
    "information_source": "hotline_111",
    "condition": "Trẻ hoảng sợ",
    "father_name": "Chau Sóc",
    "father_birth": "1985",
    "plan_activities": [
        {"problem": "Nơi ở", "activity": "Ở với bà ngoại", "executor": "UBND xã"},
        {"problem": "Đi học", "activity": "Trở lại lớp 5", "executor": "Trường tiểu học"},
    ],
}
KEPT = {"AS-2354 reported_police_at": "Đang báo"}
HEADING = Heading(("ỦY BAN NHÂN DÂN", "XÃ VĨNH THẠNH TRUNG"), place="Vĩnh Thạnh Trung")


@pytest.fixture(autouse=True)
def _this_day(monkeypatch):
    moment = datetime.datetime(2026, 12, 20, 8, 0).astimezone(datetime.UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 12, 20))


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "data")[0]) as program:
        yield program


@pytest.fixture
def child(program) -> str:
    return program.cases.save(factories.case("child_abuse", REPORT, person=CHILD, kept=KEPT))


def review(program, record, on="2026-12-11", **changes) -> str:
    rows = list(law.code_list("assessment_row_06"))
    levels = {f"m06_{row.code}": "low" if row.extra["part"] == "harm" else "high" for row in rows}
    said = {"no_longer_at_risk": True, "stable": True, "conclusion": "close", "assessor": "Trần Thị Lan"}
    return program.cases.add_event(record, "review_06", on, levels | said | changes)


def offered(program, record, code) -> list[OfferedForm]:
    return [each for each in program.forms.offered(record) if each.code == code]


def paper(program, record, code, place=0, reason="") -> str:
    return text_of(program.forms.pdf(record, offered(program, record, code)[place], reason))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(each.split()) for each in texts_of(content))


def history(program, record) -> list[tuple[str, str]]:
    return [(row.what, row.after) for row in program.cases.history(record)]


def assert_nothing_is_cut(content: bytes) -> None:
    """Every letter stands between the margins, and none crosses a line of a table."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        for page in pdf.pages:
            posts = [edge for edge in page.edges if edge["orientation"] == "v"]
            for char in page.chars:
                assert char["x0"] >= LEFT - 1
                assert char["x1"] <= page.width - RIGHT + 1
                assert 0 < char["top"] < char["bottom"] < page.height
                for post in posts:
                    crossed = char["x0"] + 0.8 < post["x0"] < char["x1"] - 0.8
                    assert not (crossed and post["top"] < char["top"] and char["bottom"] < post["bottom"])
            lines = [edge for edge in page.edges if edge["orientation"] == "h"]
            assert max((edge["bottom"] for edge in lines), default=0) <= page.height - BOTTOM + 1


def test_the_report_says_all_that_is_known_and_leaves_the_rest_to_the_pen(program, child):
    said = paper(program, child, "m01", reason="Báo cáo theo mẫu 01")
    for words in (
        "Mẫu số 01 – NĐ 56/2017/NĐ-CP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "XÃ VĨNH THẠNH TRUNG",
        "Số: 12/BC-UBND",
        "Vĩnh Thạnh Trung, ngày 03 tháng 11 năm 2026",
        "BÁO CÁO",
        "Cơ quan, đơn vị tiếp nhận thông tin: UBND xã",
        "Thời gian nhận thông tin: 15 giờ 00 phút, ngày 03 tháng 11 năm 2026",
        "Họ và tên trẻ em: NEÁNG PHƯỢNG",
        "sinh: 05/03/2015; hoặc ước lượng tuổi: ....",
        "Tình trạng hiện tại của trẻ em: Trẻ hoảng sợ",
        "Họ và tên cha: Chau Sóc; năm sinh: 1985; nghề nghiệp: ....",
        "Mẫu",
        "CÁN BỘ TIẾP NHẬN",
    ):
        assert squeezed(words) in squeezed(said)
    assert re.search(r"Họ và tên mẹ: …+; năm sinh: …+; nghề nghiệp: ?\.{5,}", said)
    assert re.search(r"nếu không có can thiệp: ?\.{5,}", said)


def test_the_box_of_the_answer_is_crossed_and_only_that(program, child):
    with pdfplumber.open(io.BytesIO(program.forms.pdf(child, offered(program, child, "m01")[0]))) as pdf:
        page = pdf.pages[0]
        crosses = [each for each in page.extract_words() if each["text"] == "x"]
        words = {
            each["text"]: each
            for each in page.extract_words(keep_blank_chars=True, x_tolerance=3, y_tolerance=2)
        }
        lines = sorted(round(each["top"]) for each in crosses)
        sex = next(each for text, each in words.items() if "Không biết" in text)
    assert len(crosses) == 3
    assert min(abs(round(sex["top"]) - line) for line in lines) <= 4


def test_the_review_prints_the_assessment_of_its_own_day(program, child):
    review(program, child)
    review(program, child, "2026-12-18", m06_access="high", conclusion="continue", proposal="Theo dõi thêm")
    late, early = (each.about for each in offered(program, child, "m06"))
    assert (late, early) == ("ngày 18/12/2026", "ngày 11/12/2026")
    said = squeezed(paper(program, child, "m06", 1))
    assert squeezed("ngày rà soát: 11/12/2026") in said
    assert squeezed("a) Mức độ tổn hại của trẻ em: cao 0, trung bình 0, thấp 3") in said
    assert squeezed("b) Khả năng tự bảo vệ, phục hồi của trẻ em: cao 5, trung bình 0, thấp 0") in said
    assert squeezed("Không còn nghiêm trọng") in said
    again = squeezed(paper(program, child, "m06", 0))
    assert squeezed("a) Mức độ tổn hại của trẻ em: cao 1, trung bình 0, thấp 2") in again
    assert squeezed("Đề xuất: Theo dõi thêm") in again


def test_a_form_of_an_event_that_has_not_happened_is_for_the_pen(program, child):
    (blank,) = offered(program, child, "m06")
    assert (blank.about, blank.event_id) == ("để trống, ghi tay", "")
    said = paper(program, child, "m06")
    assert "NEÁNG PHƯỢNG" in said
    assert "Tổng số" in said
    assert re.search(r"Đề xuất: ?\.{5,}", said)


def test_an_event_taken_back_meanwhile_is_said_so(program, child):
    event = review(program, child)
    (chosen,) = offered(program, child, "m06")
    program.cases.remove_event(event, "Ghi nhầm")
    with pytest.raises(UserError) as caught:
        program.forms.pdf(child, chosen)
    assert caught.value.code == "AS-4060"


def test_repeated_rows_stand_in_a_table(program, child):
    said = squeezed(paper(program, child, "m05"))
    for words in ("Ở với bà ngoại", "Trở lại lớp 5", "Trường tiểu học", "Nơi nhận:", "CHỦ TỊCH"):
        assert squeezed(words) in said


def test_a_form_stands_only_where_the_answers_say_so(program, child):
    assert offered(program, child, "m07") == []
    more = REPORT | {
        "emergency": True,
        "separated": True,
        "separation_no": "5/QĐ-UBND",
        "separation_at": "2026-11-03T21:00",
        "separation_ground": "Tính mạng bị đe dọa",
        "intervention_at": "2026-11-03T20:00",
        "intervention": "Đưa trẻ đi",
    }
    case = factories.case("child_abuse", more, person=CHILD, record_id=child, kept=KEPT)
    program.cases.save(case)
    said = squeezed(paper(program, child, "m07"))
    assert squeezed("Số: 5/QĐ-UBND") in said
    assert squeezed("Tính mạng bị đe dọa") in said


def test_a_named_form_of_a_confidential_case_is_for_internal_use_on_every_page(program, child):
    content = program.forms.pdf(child, offered(program, child, "m01")[0])
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) > 1
        assert all(squeezed(INTERNAL_USE) in squeezed(page.extract_text()) for page in pdf.pages)
    open_case = program.cases.save(factories.case("assistance", {"social_group": "k6"}, final=False))
    assert squeezed(INTERNAL_USE) not in squeezed(paper(program, open_case, "case_sheet"))


def test_printing_is_written_down_with_the_form(program, child):
    review(program, child)
    program.forms.printed(child, offered(program, child, "m06")[0])
    what, form = history(program, child)[0]
    assert what == "In"
    assert form.startswith("Mẫu số 06: ")
    assert form.endswith("(ngày 11/12/2026)")


def test_a_saved_form_is_the_previewed_one_and_is_written_down(program, child, tmp_path):
    (chosen,) = offered(program, child, "m01")
    program.forms.save(child, chosen, tmp_path / "mau.pdf")
    assert text_of((tmp_path / "mau.pdf").read_bytes()) == paper(program, child, "m01")
    assert history(program, child)[0][0] == "In"


def test_the_sheet_of_a_confidential_case_tells_the_code_and_not_who_it_is(program, child):
    said = squeezed(paper(program, child, "case_sheet"))
    assert squeezed("XH-30325-2026-0001") in said
    assert squeezed("Trẻ hoảng sợ") in said
    assert squeezed("LƯU HÀNH NỘI BỘ") in said
    for telling in ("Phượng", "089315001234", "Chau Sóc", "Tổ 5"):
        assert squeezed(telling) not in said


def test_the_sheet_says_answers_limits_supports_and_events(program):
    case = factories.case("assistance", {"social_group": "k6", "received_on": "2026-12-15"}, final=False)
    record = program.cases.save(case)
    support = {"support": "emergency", "amount": 1_500_000, "content": "Gạo"}
    kinds = {row.code for row in law.code_list("support_kind")}
    support["support"] = "emergency" if "emergency" in kinds else sorted(kinds)[0]
    program.cases.add_event(record, "support", "2026-12-16", support)
    program.cases.add_event(record, "visit", "2026-12-17", {"findings": "Sức khỏe ổn định"})
    said = squeezed(paper(program, record, "case_sheet"))
    for words in (
        "Nguyễn Thị Hòa",
        "Thời hạn đang chạy",
        "Hỗ trợ đã nhận",
        "1.500.000",
        "Một triệu năm trăm nghìn đồng",
        "Sức khỏe ổn định",
        "ngày 20 tháng 12 năm 2026",
    ):
        assert squeezed(words) in said


@pytest.mark.parametrize(
    ("received", "there", "gone"),
    [("2026-10-04", "declaration_1đ", "declaration_01"), ("2026-10-05", "declaration_01", "declaration_1đ")],
)
def test_the_declaration_is_that_of_the_law_on_the_day_of_the_dossier(program, received, there, gone):
    answers = {"social_group": "k6", "disability_degree": "severe", "received_on": received}
    record = program.cases.save(factories.case("assistance", answers, final=False))
    codes = [each.code for each in program.forms.offered(record)]
    assert there in codes
    assert gone not in codes


def test_a_decision_says_the_amount_of_the_law_in_figures_and_words(program):
    who = factories.person(birth_date="1950", personal_id=None)
    record = program.cases.save(factories.case("assistance", factories.DECIDED, person=who, final=False))
    said = squeezed(paper(program, record, "decision"))
    assert squeezed("sinh năm 1950,") in said
    assert (
        squeezed("mức trợ cấp hằng tháng 1.080.000 đồng (bằng chữ: Một triệu không trăm tám mươi nghìn đồng)")
        in said
    )
    assert offered(program, record, "decision")[0].doubt


def test_who_may_not_print_gets_no_form(program, child):
    (chosen,) = offered(program, child, "m01")
    reader = Forms(
        program.vault, Access("x", "viewer", {"child_abuse": "rwx"}), program.listing, program.agenda
    )
    for deed in (
        lambda: reader.offered(child),
        lambda: reader.pdf(child, chosen),
        lambda: reader.printed(child, chosen),
    ):
        with pytest.raises(UserError) as caught:
            deed()
        assert caught.value.code == "AS-1110"


@pytest.mark.parametrize("code", list(catalog.registers()))
def test_every_form_of_every_register_prints_from_an_empty_record(program, code):
    record = program.cases.save(factories.case(code, {}, final=False))
    declared = [each.code for each in catalog.register(code).forms]
    shown = program.forms.offered(record)
    assert [each.code for each in shown][-1] == "case_sheet"
    assert {each.code for each in shown} <= {*declared, "case_sheet"}
    for each in shown:
        assert_nothing_is_cut(program.forms.pdf(record, each))


# ------------------------------------------------------------------------------------------------ the page itself

WORDS = st.text("abcđêơư ngườiẲỢ-/.\n", max_size=400)
CELLS = st.tuples(WORDS, WORDS, st.text("0123456789.", max_size=30))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(WORDS, max_size=12),
    st.lists(CELLS, max_size=30),
    st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=8),
    st.booleans(),
)
def test_whatever_is_written_nothing_is_cut(texts, rows, options, justified):
    document = FormDocument(
        title="PHIẾU THỬ",
        heading=HEADING,
        pieces=(
            *(Paragraph(each, open_lines=len(each) % 3, justified=justified) for each in texts),
            Choices("Chọn", tuple((words.replace("\n", " "), ticked) for words, ticked in options)),
            Grid(
                (GridColumn("Nội dung", 2), GridColumn("Ghi chú", 1), GridColumn("Số", 0.5, "right")),
                tuple(GridRow(cells) for cells in rows),
            ),
        ),
        signatures=(Signature(("NGƯỜI LẬP",), "Trần Thị Lan"), Signature(("CHỦ TỊCH",), "Lê Văn Tú")),
        recipients=("Như trên;", "Lưu: VT."),
    )
    stream = io.BytesIO()
    write_form(document, stream)
    assert_nothing_is_cut(stream.getvalue())
    said = squeezed(text_of(stream.getvalue()))
    for cells in rows:
        if (
            len(cells[2]) <= 10
        ):  # a longer one goes on in the next line, beside what the other cells say there
            assert squeezed(cells[2]) in said


def test_the_headings_of_a_table_stand_on_every_page_and_the_signatures_never_alone():
    rows = tuple(GridRow((f"dòng {number}", "x")) for number in range(1, 90))
    for count in range(61, 90, 2):
        document = FormDocument(
            title="PHIẾU THỬ",
            heading=HEADING,
            pieces=(Grid((GridColumn("Nội dung", 2), GridColumn("Ghi chú", 1)), rows[:count]),),
            signatures=(Signature(("NGƯỜI LẬP",)),),
        )
        stream = io.BytesIO()
        write_form(document, stream)
        pages = texts_of(stream.getvalue())
        assert all("Nội dung" in page for page in pages)
        assert "dòng" in pages[-1]
        assert sum(page.count("dòng ") for page in pages) == count
