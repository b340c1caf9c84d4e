"""Cases of abused children and children at risk, register A2: forms 01 to 07 of NĐ 56/2017/NĐ-CP."""

from ansinh_desktop.registers import kinds, parts, steps
from ansinh_desktop.registers.answer import Answers, Value, codes_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.child_abuse import checks, paper_forms, reasons, share
from ansinh_desktop.registers.catalog.child_abuse.guidance import EVENT_GUIDANCE, GUIDANCE
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign, Standing, Watch
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import Confidentiality, Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided, guided_events
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.registers.phrase import Phrase
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law

ORDER = 25

_NO_DETAILS = "Không ghi chi tiết hành vi xâm hại tình dục."
_IF_KNOWN = "Ghi nếu biết."
_BEFORE_03 = "Ghi nếu biết; phải có trước khi đánh giá nguy cơ cụ thể (Mẫu 03)."
_EMERGENCY, _SEPARATED = When("emergency"), When("separated")
_SEXUAL = When("forms", ("sexual_abuse",))


def _matrix(prefix: str, list_name: str) -> tuple[Field, ...]:
    """Return one question for each row of an assessment: high, medium or low."""
    level = kinds.Choice("risk_level", words={"tb": "medium"})
    return tuple(Field(f"{prefix}_{row.code}", row.label, level) for row in law.code_list(list_name))


# fmt: off
SECTIONS = guided((
    Section("Tiếp nhận thông tin (Mẫu 01)", (
        Field("received_at", "Ngày giờ nhận thông tin", kinds.Moment(), required=True, aliases=("Ngày giờ nhận", "Ngày tiếp nhận"),
              help="Bắt đầu thời hạn 12 giờ để đánh giá nguy cơ ban đầu và can thiệp khẩn cấp."),
        Field("received_unit", "Cơ quan, đơn vị tiếp nhận", kinds.Text()),
        Field("received_by", "Cán bộ tiếp nhận", kinds.Text(100)),
        Field("report_no", "Số báo cáo tiếp nhận", kinds.Text(60)),
        Field("incident_no", "Số vụ việc", kinds.Text(60), help="Nhiều trẻ trong một vụ: ghi cùng một số. Chỉ tiêu đếm số vụ, thống kê đếm số trẻ."),
        Field("report_kind", "Loại thông tin", kinds.Choice("report_kind"), required=True),
        *parts.source_fields(),
        Field("reporter_address", "Địa chỉ người cung cấp thông tin", kinds.Text(), confidentiality="c4", help="Chỉ ghi khi người báo đồng ý."),
        Field("reporter_note", "Ghi chú về người cung cấp thông tin", kinds.Text(), confidentiality="c4"),
        Field("commune_of_event", "Xã nơi xảy ra", kinds.Unit(), help=_BEFORE_03),
        Field("place", "Địa điểm xảy ra", kinds.Text(), help=_BEFORE_03),
        Field("commune_of_residence", "Xã nơi trẻ cư trú", kinds.Unit(), help="Kế hoạch do xã nơi trẻ cư trú thực hiện (Luật Trẻ em Điều 52 khoản 2)."),
        Field("happened_from", "Xảy ra từ", kinds.PartialDate(), help=_IF_KNOWN),
        Field("happened_to", "Đến", kinds.PartialDate(), help=_IF_KNOWN),
        Field("environment", "Môi trường xâm hại", kinds.Choice("abuse_environment"), help=_BEFORE_03),
        Field("forms", "Hình thức xâm hại", kinds.Choices("abuse_form"), aliases=("Hình thức",), help=_BEFORE_03 + " " + _NO_DETAILS),
        Field("sexual_acts", "Hành vi xâm hại tình dục", kinds.Choices("sexual_act"), when=_SEXUAL, confidentiality="c4", help="Chỉ chọn tên hành vi. " + _NO_DETAILS),
        Field("estimated_age", "Tuổi ước lượng của trẻ", kinds.Whole(most=16),
              help="Khi không biết ngày sinh: ghi tuổi ước lượng ở đây và năm sinh tương ứng ở phần nhân thân."),
        Field("condition", "Tình trạng hiện tại của trẻ", kinds.LongText(), help=_NO_DETAILS),
        Field("expected_harm", "Hậu quả có thể xảy ra nếu không can thiệp", kinds.LongText(), help=_NO_DETAILS),
        Field("actions_before", "Hành động đã làm trước đó", kinds.LongText()),
        Field("emergency", "Cần can thiệp khẩn cấp", kinds.YesNo(), required=True,
              help="Tính mạng, sức khỏe, danh dự, nhân phẩm của trẻ bị đe dọa hoặc tổn hại nghiêm trọng (Điều 26)."),
    ), help=_IF_KNOWN + " " + _NO_DETAILS),
    Section("Gia đình của trẻ", (
        Field("father_name", "Họ tên cha", kinds.Name(), confidentiality="c4"),
        Field("father_birth", "Năm sinh của cha", kinds.PartialDate()),
        Field("father_job", "Nghề nghiệp của cha", kinds.Text(100)),
        Field("mother_name", "Họ tên mẹ", kinds.Name(), confidentiality="c4"),
        Field("mother_birth", "Năm sinh của mẹ", kinds.PartialDate()),
        Field("mother_job", "Nghề nghiệp của mẹ", kinds.Text(100)),
        Field("family_situation", "Hoàn cảnh gia đình", kinds.LongText()),
        Field("carer_name", "Người đang chăm sóc trẻ", kinds.Name(), confidentiality="c4"),
        Field("carer_relation", "Quan hệ với trẻ", kinds.Choice("to_child")),
        Field("child_record_no", "Mã hồ sơ ở sổ trẻ em có hoàn cảnh đặc biệt", kinds.Text(60)),
    )),
    Section("Người bị cho là có hành vi xâm hại", (
        Field("suspects", "Người bị cho là có hành vi", kinds.Rows((
            Field("relation", "Quan hệ với trẻ", kinds.Choice("perpetrator_relation"), required=True),
            Field("sex", "Giới tính", kinds.Choice("sex")),
            Field("age", "Tuổi", kinds.Whole(most=120)),
            Field("note", "Ghi chú", kinds.Text()),
        )), confidentiality="c4", help="Không bắt buộc ghi danh tính."),
    )),
    Section("Thông báo, xác thực, xử lý", (
        Field("reported_police_at", "Đã báo công an lúc", kinds.Moment()),
        Field("reported_111_at", "Đã báo Tổng đài 111 lúc", kinds.Moment()),
        Field("verification", "Kết quả kiểm tra tính xác thực", kinds.Choice("report_verification")),
        Field("verified_on", "Ngày kết luận xác thực", kinds.Date(), when=When("verification")),
        Field("handling", "Xử lý", kinds.Choices("abuse_handling")),
        Field("handling_note", "Cơ quan, kết quả xử lý", kinds.Text(), when=When("handling")),
    )),
    Section("Đánh giá nguy cơ ban đầu (Mẫu 02)", (
        Field("m02_on", "Ngày giờ đánh giá ban đầu", kinds.Moment()),
        Field("m02_by", "Người đánh giá ban đầu", kinds.Text(100)),
        *_matrix("m02", "assessment_row_02"),
        Field("m02_conclusion", "Kết luận đánh giá ban đầu", kinds.LongText(), help=_NO_DETAILS),
        Field("m02_shelter", "Nhu cầu trước mắt: chỗ ở an toàn", kinds.YesNo()),
        Field("m02_medical", "Nhu cầu trước mắt: y tế", kinds.YesNo()),
        Field("m02_separate", "Nhu cầu trước mắt: tách khỏi đối tượng", kinds.YesNo()),
        Field("m02_executor", "Người thực hiện", kinds.Text(100)),
    )),
    Section("Can thiệp khẩn cấp, tạm thời cách ly (Mẫu 07)", (
        Field("intervention_at", "Thời điểm can thiệp khẩn cấp", kinds.Moment(), when=_EMERGENCY),
        Field("intervention", "Biện pháp can thiệp", kinds.LongText(), when=_EMERGENCY),
        Field("separated", "Tạm thời cách ly khỏi cha, mẹ, người chăm sóc", kinds.YesNo(), when=_EMERGENCY),
        Field("separation_no", "Số quyết định cách ly", kinds.Text(60), required=True, when=_SEPARATED),
        Field("separation_at", "Ngày giờ quyết định cách ly", kinds.Moment(), required=True, when=_SEPARATED),
        Field("separation_ground", "Căn cứ cách ly", kinds.LongText(), required=True, when=_SEPARATED),
        Field("separation_place", "Nơi cách ly", kinds.Text(), when=_SEPARATED, confidentiality="c4"),
        Field("separation_from", "Cách ly từ ngày", kinds.Date(), when=_SEPARATED),
        Field("separation_to", "Cách ly đến ngày", kinds.Date(future=True), when=_SEPARATED,
              help="Tối đa 15 ngày kể cả gia hạn, trừ khi cơ quan có thẩm quyền yêu cầu tiếp tục (NĐ 56/2017 Điều 32 khoản 3)."),
        Field("separation_over_on", "Ngày đã thôi cách ly", kinds.Date(), when=_SEPARATED),
    )),
    Section("Thu thập thông tin, đánh giá nguy cơ cụ thể (Mẫu 03)", (
        Field("m03_on", "Ngày đánh giá cụ thể", kinds.Date()),
        Field("m03_by", "Người đánh giá cụ thể", kinds.Text(100)),
        Field("m03_history", "Hành vi, thời gian, mức độ, tiền sử", kinds.LongText(), help=_NO_DETAILS),
        Field("m03_physical", "Tình trạng thể chất", kinds.LongText(), help=_NO_DETAILS),
        Field("m03_mental", "Tình trạng tâm lý, nhận thức, tình cảm", kinds.LongText()),
        Field("m03_relation", "Quan hệ với đối tượng", kinds.LongText()),
        Field("m03_environment", "Môi trường chăm sóc", kinds.LongText()),
        Field("m03_positive", "Yếu tố tích cực", kinds.LongText()),
        Field("m03_negative", "Yếu tố tiêu cực", kinds.LongText()),
        *(Field(f"m03_{each.key.removeprefix('m02_')}", f"{each.label} (đánh giá cụ thể)", each.kind)
          for each in _matrix("m02", "assessment_row_02")),
        Field("m03_problems", "Các vấn đề của trẻ", kinds.LongText()),
        Field("needs", "Nhu cầu của trẻ", kinds.Choices("child_support")),
    )),
    Section("Họp xác định nhu cầu", (
        Field("meeting_on", "Ngày họp", kinds.Date()),
        Field("meeting_members", "Thành phần họp", kinds.LongText()),
        Field("meeting_minutes_no", "Số biên bản họp", kinds.Text(60)),
    )),
    Section("Kế hoạch hỗ trợ, can thiệp (Mẫu 04, 05)", (
        Field("plan_submitted_on", "Ngày trình kế hoạch", kinds.Date(), help="05 ngày làm việc, trừ trường hợp khẩn cấp."),
        *parts.decision("plan_decision", "quyết định phê duyệt kế hoạch"),
        Field("plan_from", "Kế hoạch từ ngày", kinds.Date()),
        Field("plan_to", "Kế hoạch đến ngày", kinds.Date(future=True)),
        Field("plan_goal", "Mục tiêu", kinds.LongText()),
        Field("plan_activities", "Hoạt động của kế hoạch", kinds.Rows((
            Field("problem", "Vấn đề, nhu cầu", kinds.Text(), required=True),
            Field("goal", "Mục tiêu", kinds.Text()),
            Field("activity", "Hoạt động, dịch vụ", kinds.Text(), required=True),
            Field("executor", "Cơ quan, người thực hiện", kinds.Text(), required=True),
            Field("until", "Thời gian", kinds.Text(60)),
            Field("resources", "Nguồn lực", kinds.Text()),
            Field("result", "Kết quả", kinds.Text()),
        ))),
    )),
    Section("Kết thúc", (
        Field("review_on", "Ngày rà soát gần nhất (Mẫu 06)", kinds.Date()),
        Field("no_longer_at_risk", "Trẻ không còn nguy cơ bị xâm hại", kinds.YesNo()),
        Field("stable", "Thể chất, tâm lý, nhận thức, tình cảm ổn định", kinds.YesNo()),
        Field("conclusion", "Kết luận rà soát", kinds.Choice("review_result"), help="Chỉ kết thúc khi cả hai điều kiện trên đều đạt (Điều 30)."),
        Field("transferred_to", "Chuyển đến xã nơi cư trú", kinds.Unit()),
        parts.note_field(),
    )),
), GUIDANCE)

EVENTS = guided_events((
    parts.support_event("child_support", content_help=_NO_DETAILS),
    parts.need_event("child_support"),
    EventKind("review_06", "Rà soát, đánh giá sau thực hiện kế hoạch (Mẫu 06)", (
        *_matrix("m06", "assessment_row_06"),
        Field("no_longer_at_risk", "Trẻ không còn nguy cơ bị xâm hại", kinds.YesNo(), required=True),
        Field("stable", "Thể chất, tâm lý, nhận thức, tình cảm ổn định", kinds.YesNo(), required=True),
        Field("conclusion", "Kết luận", kinds.Choice("review_result"), required=True),
        Field("proposal", "Đề xuất", kinds.LongText()),
        Field("assessor", "Người rà soát", kinds.Text(100)),
    )),
    EventKind("notice", "Thông báo cho cơ quan khác", (
        Field("recipient_type", "Loại nơi nhận", kinds.Choice("recipient_type")),
        Field("receiver", "Nơi nhận", kinds.Text(), required=True),
        Field("document_no", "Số văn bản", kinds.Text(60)),
    )),
    EventKind("activity", "Thực hiện hoạt động của kế hoạch", (
        Field("activity", "Hoạt động, dịch vụ", kinds.Text(), required=True),
        Field("executor", "Cơ quan, người thực hiện", kinds.Text()),
        Field("result", "Kết quả", kinds.LongText(), help=_NO_DETAILS),
    )),
    parts.visit_event(label="Thăm, theo dõi trẻ"),
    parts.decision_event(),
    parts.referral_event(),
    parts.transfer_event(),
), EVENT_GUIDANCE)
# fmt: on

FIELDS = {each.key: each for section in SECTIONS for each in section.fields}


# ------------------------------------------------------------------------------------------------ columns


def totals(answers: Answers, prefix: str, list_name: str, part: str) -> dict[str, int]:
    """Return how many rows of one part of an assessment stand at each level."""
    rows = [row.code for row in law.code_list(list_name) if row.extra["part"] == part]
    given = [answers.get(f"{prefix}_{code}") for code in rows]
    return {level.code: given.count(level.code) for level in law.code_list("risk_level")}


def _totals_shown(prefix: str, list_name: str, part: str, answers: Answers) -> Value:
    found = totals(answers, prefix, list_name, part)
    label = law.code_list("risk_level").label_of
    return (
        ", ".join(f"{label(code)}: {count}" for code, count in found.items()) if any(found.values()) else None
    )


def _harm_02(facts: CaseFacts) -> Value:
    return _totals_shown("m02", "assessment_row_02", "harm", facts.answers)


def _protection_02(facts: CaseFacts) -> Value:
    return _totals_shown("m02", "assessment_row_02", "protection", facts.answers)


def _harm_06(facts: CaseFacts) -> Value:
    reviews = facts.events_of("review_06")
    return _totals_shown("m06", "assessment_row_06", "harm", reviews[-1].answers) if reviews else None


def _protection_06(facts: CaseFacts) -> Value:
    reviews = facts.events_of("review_06")
    return _totals_shown("m06", "assessment_row_06", "protection", reviews[-1].answers) if reviews else None


def _child_shown(facts: CaseFacts) -> Value:
    """Return sex and age on the day of the report: a child of this register is never named."""
    on = parts.day_of(facts.answers, "received_at") or facts.on
    age = parts.shown_age(CaseFacts(facts.answers, facts.person, on))
    sex = law.code_list("sex").label_of(text_of(facts.person, "sex"), "")
    shown = f"{age} tuổi" if age and age[-1].isdigit() else age
    return ", ".join(filter(None, (sex, shown))) or None


def _day_of_02(facts: CaseFacts) -> Value:
    day = parts.day_of(facts.answers, "m02_on")
    return day.isoformat() if day else None


COMPUTED = (
    Computed("child_shown", "Giới, tuổi của trẻ", kinds.Text(), _child_shown),
    Computed("m02_day", "Ngày Mẫu 02", kinds.Date(), _day_of_02),
    Computed("harm_02", "Mức độ tổn hại (Mẫu 02)", kinds.Text(), _harm_02),
    Computed("protection_02", "Khả năng tự bảo vệ (Mẫu 02)", kinds.Text(), _protection_02),
    Computed("harm_06", "Mức độ tổn hại (Mẫu 06)", kinds.Text(), _harm_06),
    Computed("protection_06", "Khả năng tự bảo vệ (Mẫu 06)", kinds.Text(), _protection_06),
    parts.joined("plan_shown", "Số QĐ, ngày kế hoạch", FIELDS, "plan_decision_no", "plan_decision_date"),
)


# ------------------------------------------------------------------------------------------------ duties, steps

_AT_FIRST = ("received", "verifying", "initial_assessment", "emergency")
_BEFORE_SUBMITTING = (*_AT_FIRST, "specific_assessment", "meeting")
_BEFORE_APPROVAL = (*_BEFORE_SUBMITTING, "plan_submitted")
_RECEIVED, _PLANNED = Sign(answer="received_at"), Sign(answer="plan_decision_date")


def _plan_duties(limit: str, done: tuple[Sign, ...], states: tuple[str, ...]) -> list[Duty]:
    """Return a duty for each moment from which the days may be counted: the decree leaves it open, the law data say it."""
    return [
        Duty((limit,), Sign(answer=key), done=done, states=states, event=event)
        for event, key in checks.STARTS.items()
    ]


DUTIES: tuple[Standing, ...] = (
    Duty(
        ("child_notify",),
        _RECEIVED,
        done=(Sign(answer="reported_police_at"), Sign(answer="reported_111_at"), Sign(event="notice")),
        states=_AT_FIRST,
    ),
    Duty(("child_intervention_12h",), _RECEIVED, done=(Sign(answer="m02_on"),), states=_AT_FIRST),
    Duty(
        ("child_intervention_12h",),
        _RECEIVED,
        done=(Sign(answer="intervention_at"),),
        states=_AT_FIRST,
        when=_EMERGENCY,
    ),
    *_plan_duties("child_plan_submit", (Sign(answer="plan_submitted_on"), _PLANNED), _BEFORE_SUBMITTING),
    Duty(
        ("child_plan_approve",), Sign(answer="plan_submitted_on"), done=(_PLANNED,), states=_BEFORE_APPROVAL
    ),
    *_plan_duties("child_plan_total", (_PLANNED,), _BEFORE_APPROVAL),
    Duty(
        ("child_separation_max",),
        Sign(answer="separation_at"),
        done=(Sign(answer="separation_over_on"),),
        when=_SEPARATED,
    ),
    Watch(("child_separation_ends",), anchor="separation_to", when=_SEPARATED, passes=True),
    Watch(
        ("child_plan_ends", "child_plan_ended"), anchor="plan_to", states=("plan_approved", "implementing")
    ),
    Watch(("child_turns_16",), passes=True),
)


GUARDS = (
    Guard(("not_true",), check=checks.is_untrue),
    Guard(("initial_assessment",), answers=("m02_on",)),
    Guard(("emergency",), answers=("intervention_at", "intervention")),
    Guard(("emergency",), answers=("separation_no", "separation_at", "separation_ground"), when=_SEPARATED),
    Guard(("specific_assessment",), answers=("m03_on", "commune_of_event", "place", "environment", "forms")),
    Guard(("meeting",), answers=("meeting_on", "meeting_minutes_no")),
    Guard(("plan_submitted",), answers=("plan_submitted_on", "plan_activities")),
    Guard(("plan_submitted",), sources=("review",), check=checks.is_new_plan),
    Guard(
        ("plan_approved",),
        answers=("plan_decision_no", "plan_decision_date", "plan_from", "plan_to"),
        check=checks.is_newly_approved,
    ),
    Guard(("review",), events=("review_06",), check=checks.is_reviewed_again),
    Guard(("closed",), events=("review_06",), check=reasons.may_be_closed),
    Guard(("transferred",), check=steps.moved_away("transferred_to")),
    Guard(("transferred",), check=checks.lives_elsewhere),
)


def _confidentiality(answers: Answers) -> Confidentiality:
    gravest = {"sexual_abuse", "trafficking"} & set(codes_of(answers, "forms"))
    return "c4" if gravest else "c3"


REGISTER = Register(
    code="child_abuse",
    prefix="XH",
    title="Vụ việc trẻ em bị xâm hại, có nguy cơ bị xâm hại",
    short_title="Trẻ em bị xâm hại",
    icon="octagon-alert",
    subject="Trẻ em",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle({"": "child_abuse"}, guards=GUARDS),
    listed=(
        "record.number",
        "received_at",
        "child_shown",
        "report_kind",
        "forms",
        "emergency",
        "m02_day",
        "plan_shown",
        "record.state",
        "record.sent",
    ),
    filters=("report_kind", "forms", "environment", "emergency", "verification", "conclusion"),
    papers=(
        PaperList(
            "reports",
            "Sổ tiếp nhận thông tin trẻ em",
            (
                PaperColumn("record.number", "Số hồ sơ", 1.5),
                PaperColumn("received_at", "Ngày giờ nhận", 1.1),
                PaperColumn("information_source", "Nguồn", 1.0),
                PaperColumn("child_shown", "Giới, tuổi của trẻ", 1.0),
                PaperColumn("commune_of_event", "Địa điểm", 1.2),
                PaperColumn("forms", "Hình thức", 1.3),
                PaperColumn("emergency", "Khẩn cấp", 0.6),
                PaperColumn("m02_day", "Ngày Mẫu 02", 0.9),
                PaperColumn("m03_on", "Ngày Mẫu 03", 0.9),
                PaperColumn("plan_shown", "Số QĐ, ngày kế hoạch", 1.4),
                PaperColumn("conclusion", "Kết quả rà soát", 1.0),
                PaperColumn("record.state", "Trạng thái", 1.2),
            ),
        ),
    ),
    legal_basis="Luật Trẻ em 102/2016/QH13 Điều 48–54; NĐ 56/2017/NĐ-CP Điều 25–30",
    confidentiality="c3",
    confidential_when=_confidentiality,
    computed=COMPUTED,
    checks=(
        checks.in_time(FIELDS),
        checks.check_intake,
        checks.check_assessment,
        checks.check_end,
        checks.check_separation,
        parts.in_order("AS-2362", "separation_from", "separation_to"),
        parts.in_order("AS-2362", "plan_from", "plan_to"),
    ),
    phrases={
        "forms": (
            Phrase(("xam hai tinh duc",), {"forms": ["sexual_abuse"]}),
            Phrase(("bao luc",), {"forms": ["violence"]}),
            Phrase(("bi danh",), {"forms": ["violence"]}),
            Phrase(("boc lot",), {"forms": ["exploitation"]}),
            Phrase(("bo mac",), {"forms": ["neglect"]}),
            Phrase(("bo roi",), {"forms": ["abandonment"]}),
            Phrase(("mua ban",), {"forms": ["trafficking"]}),
        )
    },
    opened_by="received_at",
    deadlines=("child_abuse",),
    duties=DUTIES,
    indicators=share.INDICATORS,
    explained=reasons.explained,
    forms=paper_forms.FORMS,
)
