"""Children in special circumstances (trẻ em có hoàn cảnh đặc biệt), register A1 of NĐ 56/2017/NĐ-CP."""

from ansinh_desktop.registers import kinds, parts, steps
from ansinh_desktop.registers.answer import Value, codes_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.children import checks, lives, share
from ansinh_desktop.registers.catalog.children.guidance import EVENT_GUIDANCE, GUIDANCE
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign, Standing, Watch
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Field, Section, When, goes_by_code
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law

ORDER = 20

_NO_DETAILS = "Không ghi chi tiết hành vi xâm hại tình dục."
_DISABLED, _HIV, _OFFENDER, _ILL = (When("groups", (code,)) for code in ("d", "dd", "e", "n"))
_HARMED = When("groups", ("i", "k", "l", "m"))
_STUDIES = When("school", ("studying", "dropped_out"))
_ALTERNATIVE = When("care_arrangement", ("alternative_family", "relatives"))
_FROM_FACILITY = When("care_arrangement", ("facility", "alternative_family", "relatives"))
_ALLOWED = When("groups", ("a", "b", "c", "dd"))

_SUPPORT_WORDS = {
    "bhyt": "health_insurance",
    "the bhyt": "health_insurance",
    "qua": "gift",
    "qua 1 6": "gift",
    "qua 01 6": "gift",
    "qua tet": "gift",
    "qua trung thu": "gift",
    "tang qua": "gift",
    "tro cap thang": "monthly_allowance",
    "tro cap hang thang": "monthly_allowance",
    "tro cap hang thang bhyt": "monthly_allowance",
    "tctx": "monthly_allowance",
    "mien giam hoc phi": "tuition",
    "hoc phi": "tuition",
    "chi phi hoc tap": "study_costs",
    "hoc nghe": "vocational",
    "tu van": "psychology",
    "nha hao tam": "donors",
    "manh thuong quan": "donors",
    "quy bao tro": "child_fund",
}

# fmt: off
SECTIONS = guided((
    Section("Nhóm hoàn cảnh đặc biệt", (
        Field("groups", "Nhóm", kinds.Choices("children_group"), required=True,
              aliases=("Hoàn cảnh", "Hoàn cảnh đặc biệt", "Nhóm trẻ", "Nhóm đối tượng", "Đối tượng", "Diện"),
              help="14 nhóm của Luật Trẻ em Điều 10 khoản 1. Một trẻ có thể thuộc nhiều nhóm. " + _NO_DETAILS),
        Field("main_group", "Nhóm chính", kinds.Choice("children_group"), required=True,
              help="Một trong các nhóm đã chọn; trẻ được thống kê ở nhóm này.", follows="groups"),
        Field("subgroups", "Tiểu mục", kinds.Choices("children_subgroup"), aliases=("Nhóm chi tiết", "Tiểu nhóm"),
              help="Theo NĐ 56/2017/NĐ-CP Điều 3 đến Điều 16."),
        Field("risk_factors", "Nguy cơ", kinds.Choices("risk_factor"), aliases=("Trẻ em có nguy cơ", "Yếu tố nguy cơ")),
        Field("entered_on", "Ngày vào danh sách", kinds.Date(), required=True,
              aliases=("Ngày đưa vào danh sách", "Ngày lập danh sách", "Ngày quản lý")),
        Field("keep_reason", "Lý do tiếp tục trợ giúp", kinds.Text(),
              help="Bắt buộc khi trẻ đã từ đủ 16 đến dưới 18 tuổi vào ngày vào danh sách."),
        Field("abuse_case_no", "Số hồ sơ vụ việc trẻ em bị xâm hại", kinds.Text(60), when=_HARMED, confidentiality="c3",
              help="Hồ sơ vụ việc liên quan (nhóm i, k, l, m). " + _NO_DETAILS),
    )),
    Section("Nguồn thông tin", parts.source_fields()),
    Section("Cha, mẹ", (
        Field("father_name", "Họ tên cha", kinds.Name(), aliases=("Cha", "Họ và tên cha", "Tên cha")),
        Field("father_birth", "Năm sinh của cha", kinds.PartialDate(), when=When("father_name")),
        Field("father_job", "Nghề nghiệp của cha", kinds.Text(100), when=When("father_name")),
        Field("mother_name", "Họ tên mẹ", kinds.Name(), aliases=("Mẹ", "Họ và tên mẹ", "Tên mẹ")),
        Field("mother_birth", "Năm sinh của mẹ", kinds.PartialDate(), when=When("mother_name")),
        Field("mother_job", "Nghề nghiệp của mẹ", kinds.Text(100), when=When("mother_name")),
        *parts.parent_state_fields(),
    )),
    Section("Chăm sóc trẻ", (
        Field("care_arrangement", "Hình thức chăm sóc", kinds.Choice("care_arrangement", words={
                  "cha me": "parents", "voi cha me": "parents", "ong ba": "relatives", "song voi ong ba": "relatives",
                  "nguoi than": "relatives", "ba noi": "relatives", "ba ngoai": "relatives",
                  "trung tam bao tro": "facility", "co so": "facility"}),
              aliases=("Sống với ai", "Đang sống với", "Hiện ở với ai", "Nơi chăm sóc")),
        Field("carer_name", "Người chăm sóc, nuôi dưỡng", kinds.Name(),
              aliases=("Họ tên cha/mẹ (người nuôi dưỡng)", "Họ tên cha/mẹ/người nuôi dưỡng", "Người nuôi dưỡng",
                       "Cha, mẹ/người chăm sóc", "Cha/mẹ/người chăm sóc", "Cha mẹ", "Họ tên cha/mẹ", "Người giám hộ",
                       "Họ tên người chăm sóc", "Họ tên người nuôi dưỡng")),
        Field("carer_relation", "Quan hệ với trẻ", kinds.Choice("to_child"), aliases=("Quan hệ",), when=When("carer_name")),
        Field("carer_birth", "Năm sinh của người chăm sóc", kinds.PartialDate(), when=When("carer_name")),
        Field("carer_phone", "Điện thoại người chăm sóc", kinds.Phone(), aliases=("SĐT cha mẹ", "SĐT người nuôi dưỡng"), when=When("carer_name")),
        Field("facility_name", "Tên cơ sở nuôi dưỡng", kinds.Text(), when=When("care_arrangement", ("facility",)),
              confidentiality="c3"),
    )),
    Section("Chăm sóc thay thế", (
        Field("care_registered_on", "Ngày đăng ký nhận chăm sóc thay thế", kinds.Date(), when=_ALTERNATIVE,
              help="Đơn Mẫu số 08, NĐ 56/2017/NĐ-CP."),
        Field("care_notice_on", "Ngày nhận thông báo của người thân thích", kinds.Date(),
              when=When("care_arrangement", ("relatives",)),
              help="Người thân thích nhận chăm sóc thay thế báo UBND cấp xã; quyết định trong 15 ngày làm việc."),
        Field("facility_request_on", "Ngày nhận danh sách trẻ cần chuyển từ cơ sở", kinds.Date(), when=_FROM_FACILITY,
              help="Xã xem xét điều kiện, quyết định giao trẻ cho cá nhân, gia đình: 15 ngày làm việc (NĐ 56/2017 Điều 45 khoản 4)."),
        Field("carer_spouse", "Vợ hoặc chồng của người nhận chăm sóc", kinds.Name(), when=_ALTERNATIVE),
        Field("carer_health_certificate_on", "Ngày giấy khám sức khỏe của người nhận chăm sóc", kinds.Date(),
              when=_ALTERNATIVE, help="Giấy khám sức khỏe còn giá trị trong 06 tháng."),
        Field("carer_conditions_checked", "Đã kiểm tra điều kiện của người nhận chăm sóc", kinds.YesNo(),
              when=_ALTERNATIVE, help="Luật Trẻ em Điều 63."),
        *parts.decision("care_decision", "quyết định giao, nhận chăm sóc thay thế", when=_ALTERNATIVE),
        Field("care_handed_over_on", "Ngày giao, nhận trẻ", kinds.Date(), when=_ALTERNATIVE,
              help="Trong 15 ngày làm việc; sau đó theo dõi, đánh giá sau 01 tháng, sau 03 tháng, rồi báo cáo 06 tháng một lần (NĐ 56/2017 Điều 43)."),
        Field("care_ended_on", "Ngày chấm dứt chăm sóc thay thế", kinds.Date(), when=_ALTERNATIVE),
        Field("care_end_reason", "Lý do chấm dứt", kinds.Text(), when=_ALTERNATIVE),
    )),
    Section("Khai sinh, học tập, y tế", (
        Field("birth_registered", "Đã đăng ký khai sinh", kinds.YesNo(), aliases=("Khai sinh", "Giấy khai sinh")),
        Field("school", "Học tập", kinds.Choice("child_school", words={
                  "dang hoc": "studying", "co": "studying", "x": "studying", "bo hoc": "dropped_out",
                  "nghi hoc": "dropped_out", "chua di hoc": "too_young", "con nho": "too_young"}),
              aliases=("Đang học", "Tình trạng đi học", "Đi học")),
        Field("school_name", "Trường", kinds.Text(), when=_STUDIES, aliases=("Tên trường", "Trường học")),
        Field("grade", "Lớp", kinds.Text(20), when=_STUDIES, aliases=("Học lớp",)),
        Field("school_left_reason", "Lý do bỏ học", kinds.Text(), when=When("school", ("dropped_out",))),
        Field("has_health_insurance", "Có thẻ BHYT", kinds.YesNo(), aliases=("BHYT (có/không)",), follows="person.health_insurance"),
    )),
    Section("Khuyết tật", parts.disability_fields(_DISABLED)),
    Section("HIV/AIDS", (
        Field("hiv_detected_on", "Thời điểm phát hiện nhiễm HIV", kinds.Month(), when=_HIV, confidentiality="c4"),
        Field("hiv_treatment", "Đang điều trị ARV", kinds.YesNo(), when=_HIV, confidentiality="c4"),
        Field("hiv_facility", "Cơ sở điều trị", kinds.Text(), when=_HIV, confidentiality="c4"),
    )),
    Section("Bệnh hiểm nghèo, bệnh phải điều trị dài ngày", (
        Field("illness", "Tên bệnh", kinds.Text(), when=_ILL, help="Trẻ phải thuộc hộ nghèo, hộ cận nghèo (nhóm n)."),
        Field("illness_listed", "Có trong danh mục bệnh hiểm nghèo, bệnh điều trị dài ngày", kinds.YesNo(), when=_ILL),
        Field("illness_facility", "Nơi điều trị", kinds.Text(), when=_ILL),
    )),
    Section("Vi phạm pháp luật", (
        Field("offence_measure", "Biện pháp áp dụng", kinds.Text(), when=_OFFENDER, confidentiality="c3"),
        *parts.decision("offence_decision", "quyết định áp dụng biện pháp", when=_OFFENDER),
        Field("offence_from", "Thực hiện từ ngày", kinds.Date(), when=_OFFENDER, confidentiality="c3"),
        Field("offence_to", "Đến ngày", kinds.Date(future=True), when=_OFFENDER, confidentiality="c3"),
    )),
    Section("Nhu cầu, trợ giúp", (
        Field("needs", "Nhu cầu trợ giúp", kinds.Choices("child_support", words=_SUPPORT_WORDS),
              aliases=("Nhu cầu", "Nhu cầu cần trợ giúp")),
        Field("supports_noted", "Hình thức trợ giúp đã ghi trong danh sách", kinds.Choices("child_support", words=_SUPPORT_WORDS),
              aliases=("Hình thức trợ giúp", "Trợ giúp", "Đã được trợ giúp", "Chế độ đang hưởng", "Được trợ giúp"),
              help="Theo danh sách đã lập. Trợ giúp mới: ghi ở dòng sự kiện, có ngày, số tiền và đơn vị hỗ trợ."),
        parts.note_field(),
    )),
    Section("Ra khỏi danh sách", (
        Field("left_on", "Ngày ra khỏi danh sách", kinds.Date()),
        Field("leave_reason", "Lý do ra khỏi danh sách", kinds.Choice("leave_reason"), aliases=("Lý do giảm",), when=When("left_on")),
        Field("moved_to", "Xã chuyển đến", kinds.Unit(), when=When("leave_reason", ("moved",))),
        Field("moved_to_place", "Nơi chuyển đến ngoài tỉnh", kinds.Text(), when=When("leave_reason", ("moved",))),
    )),
), GUIDANCE)
# fmt: on

FIELDS = {each.key: each for section in SECTIONS for each in section.fields}

EVENTS = guided_events(
    (
        parts.support_event("child_support", content_help=_NO_DETAILS),
        parts.need_event("child_support"),
        EventKind(
            "assessment",
            "Rà soát hoàn cảnh của trẻ",
            (
                Field("groups", "Nhóm sau rà soát", kinds.Choices("children_group"), required=True),
                Field("care_arrangement", "Hình thức chăm sóc", kinds.Choice("care_arrangement")),
                Field("situation", "Tình trạng của trẻ", kinds.LongText(), help=_NO_DETAILS),
                Field("proposal", "Đề xuất", kinds.LongText()),
                Field("assessor", "Người rà soát", kinds.Text(100)),
            ),
        ),
        parts.visit_event(label="Thăm, theo dõi trẻ"),
        EventKind(
            "care_monitoring",
            "Theo dõi, đánh giá chăm sóc thay thế",
            (
                Field("visitor", "Người thực hiện", kinds.Text(100)),
                Field(
                    "findings", "Tình hình của trẻ, của người nhận chăm sóc", kinds.LongText(), required=True
                ),
                Field("continues", "Tiếp tục chăm sóc thay thế", kinds.YesNo(), required=True),
                Field("reported_on", "Ngày báo cáo định kỳ 06 tháng (Mẫu 13)", kinds.Date()),
            ),
        ),
        parts.decision_event(),
        parts.referral_event(),
        parts.transfer_event(),
    ),
    EVENT_GUIDANCE,
)


# ------------------------------------------------------------------------------------------------ columns


def _groups_shown(facts: CaseFacts) -> Value:
    """Return points, sub-groups and whom they mean: ``a (a3): Trẻ em mồ côi cả cha và mẹ; d: Trẻ em khuyết tật``."""
    groups, chosen = law.code_list("children_group"), codes_of(facts.answers, "subgroups")
    subgroups = law.code_list("children_subgroup")
    shown = []
    for code in codes_of(facts.answers, "groups"):
        row = groups.get(code)
        own = [each for each in chosen if (found := subgroups.get(each)) and found.extra["group"] == code]
        point = str(row.extra["point"]) if row else code
        point += f" ({', '.join(each.replace('dd', 'đ') for each in own)})" if own else ""
        # Of what must not be told, the letter alone.
        told = row is not None and not goes_by_code(row.extra.get("confidentiality", ""))
        shown.append(f"{point}: {row.label}" if row and told else point)
    return "; ".join(shown) or None


def _carers_shown(facts: CaseFacts) -> Value:
    """Return father, mother and carer; nobody where their names would tell who the child is."""
    if _CLASS(facts.answers) >= "c3":
        return None
    names = [text_of(facts.answers, key) for key in ("father_name", "mother_name", "carer_name")]
    return ", ".join(dict.fromkeys(name for name in names if name)) or None


def _supports_shown(facts: CaseFacts) -> Value:
    """Return the support given with its days, and what an older list said."""
    list_of = law.code_list("child_support")
    shown = [
        f"{list_of.label_of(text_of(each.answers, 'support'))} ({each.on:%d/%m/%Y})"
        for each in facts.events_of("support")
    ]
    noted = [list_of.label_of(code) for code in codes_of(facts.answers, "supports_noted")]
    return "; ".join([*noted, *shown]) or None


def _insured(facts: CaseFacts) -> Value:
    return bool(facts.answers.get("has_health_insurance") or facts.person.get("health_insurance")) or None


_CLASS = parts.confidential_by({"groups": "children_group"})


def _assisted(facts: CaseFacts) -> Value:
    return checks.is_assisted(facts) or None


COMPUTED = (
    parts.AGE,
    Computed("groups_shown", "Nhóm hoàn cảnh", kinds.Text(), _groups_shown),
    Computed("carers_shown", "Cha, mẹ/người chăm sóc", kinds.Text(), _carers_shown),
    Computed("insured", "BHYT", kinds.YesNo(), _insured),
    Computed("supports_shown", "Hình thức trợ giúp, ngày", kinds.Text(), _supports_shown),
    Computed("assisted", "Được trợ giúp", kinds.YesNo(), _assisted),
)


# ------------------------------------------------------------------------------------------------ duties, steps

_LEFT_ON, _HANDED_OVER = Sign(answer="left_on"), Sign(answer="care_handed_over_on")
_MONITORED, _CARE_ENDED = Sign(event="care_monitoring"), (Sign(answer="care_ended_on"),)
_CHILDHOOD_MONTHS = 18 * 12

DUTIES: tuple[Standing, ...] = (
    Watch(
        ("child_turns_16",),
        settled=(Sign(answer="keep_reason"), _LEFT_ON),
        states=("suspected", "managed"),
    ),
    Watch(("child_turns_4",), settled=(_LEFT_ON,), states=("managed",), when=_ALLOWED, passes=True),
    Watch(
        ("child_turns_3",),
        settled=(_LEFT_ON,),
        states=("managed",),
        when=When("risk_factors", ("poor_household",)),
        passes=True,
    ),
    Duty(
        ("child_care_relative",),
        Sign(answer="care_notice_on"),
        done=(Sign(answer="care_decision_date"), _HANDED_OVER),
        ended=(Sign(answer="care_ended_on"),),
        when=_ALTERNATIVE,
    ),
    Duty(
        ("child_care_from_facility",),
        Sign(answer="facility_request_on"),
        done=(Sign(answer="care_decision_date"), _HANDED_OVER),
        ended=(Sign(answer="care_ended_on"),),
        when=_FROM_FACILITY,
    ),
    Duty(
        ("child_carer_health_certificate",),
        Sign(answer="carer_health_certificate_on"),
        done=(Sign(answer="care_decision_date"),),
        when=_ALTERNATIVE,
    ),
    Duty(
        ("child_care_handover",),
        Sign(answer="care_decision_date"),
        done=(_HANDED_OVER,),
        when=_ALTERNATIVE,
    ),
    *(
        Duty((limit,), _HANDED_OVER, done=(_MONITORED,), times=times, ended=_CARE_ENDED, when=_ALTERNATIVE)
        for times, limit in enumerate(("child_care_visit_1m", "child_care_visit_3m"), 1)
    ),
    Duty(
        ("child_care_report_6m",),
        _HANDED_OVER,
        done=(Sign(event="care_monitoring", answer="reported_on"),),
        ended=_CARE_ENDED,
        repeated_months=_CHILDHOOD_MONTHS,
        when=_ALTERNATIVE,
    ),
)

GUARDS = (
    Guard(("managed",), sources=("suspected",), answers=("groups", "main_group", "entered_on")),
    Guard(("managed",), sources=("moved",), check=checks.has_come_back),
    *(
        Guard((state,), answers=("left_on", "leave_reason"), check=checks.agrees(state))
        for state in ("moved", "no_longer", "turned_16", "adopted", "dead")
    ),
    Guard(("moved",), check=steps.moved_away("moved_to", "moved_to_place")),
    Guard(("turned_16",), check=steps.has_turned(16)),
    Guard(("dead",), check=steps.has_died),
)


# ------------------------------------------------------------------------------------------------ import


def _says(code: str, *words: str, unless: tuple[str, ...] = (), **sets: Value) -> Phrase:
    return Phrase(words, {"groups": [code], "main_group": code, **sets}, unless)


_NOT_HIMSELF = ("nguy co", "cha me nghien", "cha nghien", "me nghien")
PHRASES = {
    "groups": (
        _says("a", "mo coi", "cha", "me", unless=("hoac", "mat tich", "con lai")),
        _says("a", "mo coi ca hai"),
        _says("b", "bo roi", unless=("nguy co",)),
        _says("c", "khong noi nuong tua"),
        _says("c", "mo coi", "mat tich"),
        _says("c", "mo coi", "con lai"),
        _says("d", "dac biet nang", disability_degree="very_severe"),
        _says("d", "khuyet tat nang", disability_degree="severe"),
        _says("d", "kt nang", disability_degree="severe"),
        _says("d", "khuyet tat nhe", disability_degree="mild"),
        _says("d", "khuyet tat"),
        _says("d", "te kt"),
        _says("d", "tre kt"),
        _says("d", "tre em kt"),
        _says("d", "tkt"),
        _says("dd", "hiv"),
        _says("e", "vi pham phap luat"),
        _says("g", "nghien ma tuy", unless=_NOT_HIMSELF),
        _says("h", "bo hoc", unless=("nguy co",)),
        _says("i", "bao luc", unless=("nguy co", "song trong gia dinh")),
        _says("k", "boc lot", unless=("nguy co",)),
        _says("l", "xam hai tinh duc", unless=("nguy co",)),
        _says("l", "xhtd"),
        _says("m", "bi mua ban"),
        _says("m", "nan nhan mua ban"),
        _says("n", "hiem ngheo"),
        _says("n", "benh", "dai ngay", unless=("hiem ngheo",)),
        _says("o", "di cu"),
        _says("o", "lanh nan", unless=("di cu",)),
        _says("o", "ti nan", unless=("di cu", "lanh nan")),
    ),
    "supports_noted": (Phrase(("chua",), {}), Phrase(("khong co",), {})),
}

_LEFT = {
    "turned_16": "turned_16",
    "moved": "moved",
    "adopted": "adopted",
    "dead": "dead",
    "no_longer": "no_longer",
    "mistake": "not_in_group",
}

REGISTER = Register(
    code="children",
    prefix="TE",
    title="Trẻ em có hoàn cảnh đặc biệt",
    short_title="Trẻ em",
    icon="baby",
    subject="Trẻ em",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle(
        {"": "children"},
        guards=GUARDS,
        days={
            "managed": "entered_on",
            **dict.fromkeys(("moved", "no_longer", "turned_16", "adopted", "dead"), "left_on"),
        },
        in_one_go=(("managed",),),
    ),
    listed=(
        "record.name_or_number",
        "person.birth_date",
        "person.sex",
        "person.hamlet",
        "groups_shown",
        "care_arrangement",
        "school",
        "supports_shown",
        "record.state",
        "record.sent",
        "record.number",
    ),
    filters=("main_group", "groups", "care_arrangement", "school", "risk_factors", "leave_reason"),
    papers=(
        PaperList(
            "special_children",
            "Danh sách trẻ em có hoàn cảnh đặc biệt",
            (
                PaperColumn("record.name_or_number", "Họ và tên", 2.2),
                PaperColumn("person.birth_date", "Ngày sinh", 1.1),
                PaperColumn("person.sex", "Nam/Nữ", 0.6),
                PaperColumn("person.ethnicity", "Dân tộc", 0.8),
                PaperColumn("carers_shown", "Cha, mẹ/người chăm sóc", 2.0),
                PaperColumn("person.hamlet", "Địa chỉ (ấp/khóm)", 1.4),
                PaperColumn("groups_shown", "Nhóm hoàn cảnh", 1.1),
                PaperColumn("person.poverty_status", "Hộ nghèo/cận nghèo", 0.9),
                PaperColumn("school", "Đang học", 0.9),
                PaperColumn("insured", "BHYT", 0.6),
                PaperColumn("supports_shown", "Hình thức trợ giúp, ngày", 2.0),
                PaperColumn("note", "Ghi chú", 1.2),
            ),
            present=True,
            leaves_out=parts.has_died,
        ),
        PaperList(
            "families",
            "Sổ theo dõi trẻ em trong gia đình",
            (
                PaperColumn("person.hamlet", "Địa chỉ (ấp/khóm)", 1.3),
                PaperColumn("carers_shown", "Cha, mẹ/người nuôi dưỡng", 1.8),
                PaperColumn("record.name_or_number", "Họ tên trẻ", 1.8),
                PaperColumn("person.birth_date", "Ngày sinh", 1.1),
                PaperColumn("person.sex", "Giới", 0.6),
                PaperColumn("person.ethnicity", "Dân tộc", 0.8),
                PaperColumn("birth_registered", "Khai sinh", 0.7),
                PaperColumn("insured", "BHYT", 0.6),
                PaperColumn("school", "Học tập", 0.9),
                PaperColumn("person.poverty_status", "Tình trạng hộ", 0.9),
                PaperColumn("groups_shown", "Nhóm hoàn cảnh đặc biệt", 1.0),
                PaperColumn("risk_factors", "Nguy cơ", 1.3),
                PaperColumn("supports_shown", "Trợ giúp", 1.6),
                PaperColumn("record.state", "Biến động", 1.1),
            ),
        ),
    ),
    legal_basis="Luật Trẻ em 102/2016/QH13 Điều 10; NĐ 56/2017/NĐ-CP; NĐ 147/2025/NĐ-CP",
    confidentiality="c2",
    confidential_when=_CLASS,
    computed=COMPUTED,
    checks=(
        checks.check_groups,
        checks.check_age,
        checks.check_parents,
        checks.check_care,
        parts.in_order("AS-2311", "entered_on", "left_on"),
    ),
    import_defaults={"entered_on": "as_of"},
    phrases=PHRASES,
    life_changes=lives.LIFE_CHANGES,
    names_others=lives.NAMED,
    imported_state=lambda answers: _LEFT.get(text_of(answers, "leave_reason"), "managed"),
    opened_by="entered_on",
    indicators=share.INDICATORS,
    deadlines=("children",),
    duties=DUTIES,
)
