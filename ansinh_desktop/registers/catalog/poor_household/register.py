"""Poor and near-poor households (hộ nghèo, hộ cận nghèo): a record of the head, whose decisions date the household.

NĐ 07/2021/NĐ-CP (sđ NĐ 30/2025/NĐ-CP), QĐ 24/2021/QĐ-TTg, TT 07/2021/TT-BLĐTBXH; from 2027 NĐ 351/2025/NĐ-CP.
What a decision says here is what assistance sees for each member in that month.
"""

from collections.abc import Callable

from ansinh_desktop.registers import household, kinds, parts
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.poor_household import (
    checks,
    lists,
    lives,
    many_acts,
    paper_forms,
    reasons,
    reviews,
    share,
)
from ansinh_desktop.registers.catalog.poor_household.guidance import GUIDANCE
from ansinh_desktop.registers.catalog.poor_household.reviews import Review
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.register import Register

ORDER = 12

_STATUS = kinds.Choice("poverty_status")
_SHORTFALLS = kinds.Choices("deprivation", words={
    "bhyt": "health_insurance", "nha o": "housing_quality", "nuoc": "water", "nuoc sach": "water", "nha ve sinh": "toilet",
    "ho xi": "toilet", "vien thong": "telecom", "dien tich nha o": "housing_area", "tre em di hoc": "schooling",
})  # fmt: skip
_POINTS = kinds.Whole(most=1000)
_B2 = kinds.Whole(most=120)
_IN_YEAR = When("kind", ("in_year",))

# fmt: off
SECTIONS = guided((
    Section("Hộ gia đình", (
        Field("requested_on", "Ngày nhận giấy đề nghị, lập danh sách", kinds.Date(), aliases=("Ngày đề nghị",),
              help="Mẫu số 01 (rà soát định kỳ) hoặc Mẫu số 04 (thường xuyên) của QĐ 24/2021/QĐ-TTg. Hộ đang trong danh sách thì để trống."),
        Field("area", "Khu vực", kinds.Choice("living_area", words={"nt": "rural", "tt": "urban", "do thi": "urban"}), required=True,
              help="Chuẩn thu nhập và số điểm phiếu B1 khác nhau giữa nông thôn và thành thị."),
        Field("people", "Số nhân khẩu", kinds.Whole(least=1, most=30), required=True, aliases=("Nhân khẩu", "Số khẩu", "Số người trong hộ"),
              help="Kể cả chủ hộ."),
        Field("members", "Thành viên khác của hộ", kinds.Rows((
            Field("name", "Họ và tên", kinds.Name(), required=True),
            Field("born", "Ngày sinh", kinds.PartialDate()),
            Field("sex", "Giới tính", kinds.Choice("sex")),
            Field("relation", "Quan hệ với chủ hộ", kinds.Choice("to_household_head")),
            Field("ethnicity", "Dân tộc", kinds.Choice("ethnic_group")),
            Field("personal_id", "Số định danh / CCCD", kinds.CitizenId()),
        )), help="Không kể chủ hộ. Thành viên có hồ sơ ở sổ khác thì đưa vào hộ ở trang Người và hộ: trợ cấp của họ tính theo tình trạng hộ."),
        Field("no_labour", "Hộ không có khả năng lao động", kinds.YesNo(), aliases=("Không có khả năng lao động",),
              help="Không có thành viên trong độ tuổi lao động, hoặc có mà không còn khả năng lao động."),
        Field("merit_member", "Có thành viên là người có công", kinds.YesNo(), aliases=("Hộ có người có công",),
              help="Người có công với cách mạng hoặc thân nhân đang hưởng chế độ."),
    )),
    Section("Nguyên nhân, nhu cầu", (
        Field("causes", "Nguyên nhân nghèo", kinds.Choices("poverty_cause", words={
                  "thieu von": "capital", "khong co von": "capital", "khong co dat": "land", "thieu dat": "land", "khong co lao dong": "labour",
                  "om dau": "illness", "benh nang": "illness", "thieu kien thuc": "knowledge"}),
              aliases=("Nguyên nhân",), help="Theo phiếu rà soát; chọn được nhiều nguyên nhân."),
        Field("needs", "Nguyện vọng, nhu cầu hỗ trợ", kinds.Choices("household_need"), aliases=("Nhu cầu hỗ trợ", "Nguyện vọng"),
              help="Nhu cầu đã đáp ứng hay chưa thì ghi ở diễn biến “Nhu cầu trợ giúp”."),
        parts.note_field(),
    )),
    Section("Lần rà soát ghi trong danh sách cũ", (
        Field("listed_review_on", "Ngày rà soát trong danh sách cũ", kinds.Date(), aliases=("Ngày rà soát",),
              help="Chỉ cho hộ nhập từ danh sách đã có. Lần rà soát mới thì thêm diễn biến “Rà soát”."),
        Field("listed_income_points", "Điểm B1 trong danh sách cũ", _POINTS, aliases=("Điểm B1", "B1", "Tổng điểm B1"),
              help="Nông thôn từ 140 điểm trở xuống, thành thị từ 175 điểm trở xuống là thu nhập không quá chuẩn (đến 31/12/2026)."),
        Field("listed_lacking_points", "Điểm B2 trong danh sách cũ", _B2, aliases=("Điểm B2", "B2", "Tổng điểm B2"),
              help="Từ 30 điểm là hộ nghèo, dưới 30 điểm là hộ cận nghèo (đến 31/12/2026)."),
        Field("listed_shortfalls", "Chỉ số thiếu hụt trong danh sách cũ", _SHORTFALLS, aliases=("Chỉ số thiếu hụt", "Thiếu hụt"),
              help="12 chỉ số của 6 dịch vụ xã hội cơ bản."),
    )),
    Section("Thôi quản lý", (
        Field("left_reason", "Lý do thôi quản lý", kinds.Choice("household_left"),
              help="Không ghi ở đây khi hộ thoát nghèo, thoát cận nghèo: ghi diễn biến “Quyết định về tình trạng hộ” rồi chuyển bước."),
    )),
), GUIDANCE)

EVENTS = guided_events((
    EventKind("review", "Rà soát", (
        Field("kind", "Loại rà soát", kinds.Choice("poverty_review"), required=True, help="Thường xuyên là theo giấy đề nghị của hộ trong năm."),
        Field("requested_on", "Ngày nhận giấy đề nghị (Mẫu số 04)", kinds.Date(), when=_IN_YEAR,
              help="Rà soát từ ngày 15 của tháng; trong 15 ngày phải quyết định hoặc trả lời bằng văn bản (QĐ 24/2021/QĐ-TTg Điều 3, Điều 5)."),
        Field("reviewer", "Rà soát viên", kinds.Text(100), help="Người điền phiếu, chấm điểm."),
        Field("needs_form_b", "Phiếu A: cần rà soát bằng phiếu B", kinds.YesNo(), help="Phiếu A nhận dạng nhanh đặc điểm của hộ."),
        Field("income_points", "Điểm phiếu B1", _POINTS, help="Đến 31/12/2026: nông thôn từ 140, thành thị từ 175 điểm trở xuống là thu nhập không quá chuẩn."),
        Field("lacking_points", "Điểm phiếu B2", _B2, help="Mỗi chỉ số thiếu hụt 10 điểm; đến 31/12/2026: từ 30 điểm là hộ nghèo, dưới 30 điểm là hộ cận nghèo."),
        Field("shortfalls", "Chỉ số thiếu hụt", _SHORTFALLS, help="12 chỉ số của 6 dịch vụ xã hội cơ bản."),
        Field("meeting_on", "Ngày họp dân", kinds.Date(), help="Họp để thống nhất kết quả rà soát."),
        Field("posted_from", "Niêm yết từ ngày", kinds.Date(), help="Niêm yết ở trụ sở UBND cấp xã, nhà văn hóa ấp, khóm."),
        Field("posted_to", "Niêm yết đến ngày", kinds.Date(future=True), help="Ngày cuối cùng còn niêm yết."),
        Field("opinions", "Ý kiến, khiếu nại", kinds.LongText(1000), help="Không có thì để trống."),
        Field("result", "Kết quả rà soát", _STATUS, help="Kết quả chưa phải quyết định: trợ cấp của thành viên chỉ đổi theo quyết định."),
        Field("answered_on", "Ngày trả lời bằng văn bản (không đủ điều kiện)", kinds.Date(), when=_IN_YEAR, help="Văn bản nêu rõ lý do; ghi thì thôi nhắc."),
        Field("answer_no", "Số văn bản trả lời", kinds.Text(60), when=When("answered_on"), help="Ghi nguyên số, ký hiệu của văn bản gửi cho hộ."),
    )),
    household.status_event(
        Field("exit_reasons", "Vì sao thoát nghèo, thoát cận nghèo", kinds.Choices("poverty_exit"),
              when=When("status", ("average_living", "other")), help="Chọn được nhiều lý do; để trống khi chưa rõ."),
    ),
    parts.support_event("household_need"),
    parts.need_event("household_need"),
    parts.visit_event(),
    parts.decision_event(label="Quyết định khác"),
    parts.referral_event(),
    parts.transfer_event(),
), {})
# fmt: on


# ------------------------------------------------------------------------------------------------ columns


def _of_review(tell: Callable[[Review], Value]) -> Callable[[CaseFacts], Value]:
    def compute(facts: CaseFacts) -> Value:
        last = reviews.last_of(facts)
        return None if last is None else tell(last)

    return compute


def _by_scores(review: Review) -> Value:
    found = review.by_scores
    return None if found is None else _STATUS.show(found) if found else "Không nghèo, không cận nghèo"


COMPUTED = (
    *household.STATUS_COLUMNS,
    Computed("change", "Biến động", kinds.Text(), lambda facts: reviews.change(facts) or None),
    Computed("reviewed_on", "Rà soát gần nhất", kinds.Date(), _of_review(lambda each: each.on.isoformat())),
    Computed("income_points", "Điểm B1 gần nhất", _POINTS, _of_review(lambda each: each.income)),
    Computed("lacking_points", "Điểm B2 gần nhất", _B2, _of_review(lambda each: each.lacking)),
    Computed("by_scores", "Theo điểm là", kinds.Text(), _of_review(_by_scores)),
    Computed(
        "review_result", "Kết quả rà soát gần nhất", _STATUS, _of_review(lambda each: each.result or None)
    ),
    Computed(
        "shortfalls_shown",
        "Thiếu hụt gần nhất",
        _SHORTFALLS,
        _of_review(lambda each: list(each.shortfalls) or None),
    ),
    Computed("children", "Số trẻ em dưới 16 tuổi", kinds.Whole(), reviews.children),
    Computed("minority", "Hộ dân tộc thiểu số", kinds.YesNo(), reviews.is_minority),
)

GUARDS = (
    Guard(("reviewed",), events=("review",), check=checks.has_result),
    Guard(("listed",), check=checks.is_recognised),
    Guard(("not_listed",), check=checks.found_not_poor),
    Guard(("escaped",), check=checks.is_no_longer_poor),
    Guard(("moved",), events=("transfer",)),
    Guard(("ended",), answers=("left_reason",)),
)

REGISTER = Register(
    code="poor_household",
    prefix="HN",
    title="Hộ nghèo, hộ cận nghèo",
    short_title="Hộ nghèo",
    icon="house",
    subject="Chủ hộ",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "poor_household"}, guards=GUARDS),
    listed=(
        "person.full_name",
        "person.hamlet",
        "people",
        "household_status",
        "household_valid_from",
        "household_decision_no",
        "reviewed_on",
        "record.state",
        "record.sent",
        "record.number",
    ),
    filters=("area", "causes", "needs", "no_labour", "merit_member", "left_reason"),
    papers=lists.PAPERS,
    legal_basis="NĐ 07/2021/NĐ-CP, NĐ 30/2025/NĐ-CP (đến 31/12/2026); NĐ 351/2025/NĐ-CP (từ 01/01/2027); "
    "QĐ 24/2021/QĐ-TTg; TT 07/2021/TT-BLĐTBXH",
    forms=paper_forms.FORMS,
    computed=COMPUTED,
    checks=(checks.check_status, checks.check_members, checks.check_review, checks.check_decision),
    messages=checks.MESSAGES,
    life_changes=lives.LIFE_CHANGES,
    coming=lives.COMING,
    indicators=share.INDICATORS,
    import_defaults={"requested_on": "as_of"},
    imported_state=lambda _answers: "listed",
    opened_by="requested_on",
    deadlines=("household",),
    foreseen=(checks.regular_reviews, checks.state_runs_out),
    foreseen_by=checks.LOOKS_AT,
    explained=reasons.explained,
    many=many_acts.MANY,
)
