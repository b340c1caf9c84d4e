"""Disabled people (người khuyết tật): the council as a file, the certificate, its renewal, hardship and support.

Luật Người khuyết tật 51/2010/QH12, NĐ 28/2012/NĐ-CP, TT 01/2019/TT-BLĐTBXH, TTLT 34/2012/TTLT-BYT-BLĐTBXH. A record
is one dossier: who is determined again, or gets another certificate, has a record for each.
"""

from ansinh_desktop.registers import household, kinds, parts, steps
from ansinh_desktop.registers.acts.establishing import Establishing
from ansinh_desktop.registers.acts.lives import DEATH, MOVE, RETURN, LifeChange
from ansinh_desktop.registers.answer import Answers
from ansinh_desktop.registers.catalog.disability import (
    checks,
    lists,
    paper_forms,
    reasons,
    share,
    tallies,
)
from ansinh_desktop.registers.computed import Computed
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.field import Aged, Field, Section, When
from ansinh_desktop.registers.guidance.apply import guided
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import disability, law

ORDER = 14

_PROXY, _STUDIES = When("proxy_name"), When("studying")
_COUNCIL = When("request_kind", checks.NEEDS_COUNCIL)
_AGAIN = When("request_kind", ("redetermine", "reissue", "exchange"))
_MEDICAL = When("medical_asked_on")
_AT_ONCE = When("reissue_reason", disability.WITHOUT_COUNCIL)

# fmt: off
SECTIONS = guided((
    Section("Hồ sơ đề nghị (Mẫu 01)", (
        Field("received_on", "Ngày nhận hồ sơ", kinds.Date(), aliases=("Ngày nhận đơn", "Ngày đề nghị"),
              help="Hội đồng kết luận trong 20 ngày làm việc kể từ ngày này (TT 01/2019/TT-BLĐTBXH Điều 5). Người nhập từ danh sách cũ thì để trống."),
        Field("request_kind", "Nội dung đề nghị", kinds.Choice("request_kind"), required=True,
              help="Xác định, xác định lại phải qua Hội đồng. Cấp đổi, cấp lại vì sai thông tin, hư hỏng, mất thì không, trong 05 ngày làm việc."),
        Field("reissue_reason", "Lý do cấp đổi, cấp lại", kinds.Choice("reissue_reason"), when=_AGAIN,
              help="TT 01/2019/TT-BLĐTBXH Điều 8. Thay đổi dạng, mức độ và từ đủ 6 tuổi thì chọn “Xác định lại”."),
        Field("claimed_types", "Dạng khuyết tật theo đơn", kinds.Choices("disability_type", words=parts.DISABILITY_TYPE_WORDS),
              help="Như người làm đơn đánh dấu; kết luận của Hội đồng ghi ở mục sau."),
        Field("proxy_name", "Người đại diện", kinds.Name(), help="Khi người khuyết tật là trẻ em hoặc không tự làm đơn được."),
        Field("proxy_relation", "Quan hệ của người đại diện", kinds.Text(60), when=_PROXY, help="Cha, mẹ, vợ, chồng, người giám hộ…"),
        Field("proxy_id", "Số định danh người đại diện", kinds.CitizenId(), when=_PROXY, help="12 chữ số trên thẻ căn cước; đối chiếu với thẻ khi họ đến."),
        Field("proxy_address", "Nơi ở của người đại diện", kinds.Text(), when=_PROXY, help="Ghi khi khác nơi ở của người khuyết tật."),
        Field("proxy_phone", "Điện thoại người đại diện", kinds.Phone(), when=_PROXY, help="Để mời họp và báo kết quả."),
    )),
    Section("Phiếu xác định, ý kiến cơ sở giáo dục (Mẫu 02, 03, 04)", (
        *(Field(f"activity_{row.code}", row.label, kinds.Choice("activity_answer"),
                help="Như người làm đơn khai ở Mẫu 01, Hội đồng đánh giá ở phiếu xác định.") for row in law.code_list("disability_activity")),
        Field("studying", "Đang đi học", kinds.YesNo(), help="Đang học thì Hội đồng xin ý kiến cơ sở giáo dục.", when=Aged(3, 30)),
        Field("school_name", "Cơ sở giáo dục", kinds.Text(), when=_STUDIES, help="Trường, lớp đang học."),
        Field("school_opinion_on", "Ngày có ý kiến của cơ sở giáo dục", kinds.Date(), when=_STUDIES, help="Ngày ghi trên Mẫu 04."),
        Field("school_opinion", "Ý kiến của cơ sở giáo dục", kinds.LongText(1000), when=_STUDIES, help="Khó khăn trong học tập, sinh hoạt, giao tiếp."),
    )),
    Section("Họp Hội đồng (Mẫu 05)", (
        Field("meeting_on", "Ngày họp Hội đồng", kinds.Date(), help="Luật Người khuyết tật Điều 18: triệu tập trong 30 ngày kể từ ngày nhận đơn."),
        Field("members_present", "Thành viên có mặt", kinds.Choices("council_member"), help="Họp khi có mặt ít nhất hai phần ba số thành viên."),
        Field("minutes_no", "Số biên bản", kinds.Text(60), help="Số biên bản họp, Mẫu 05."),
        Field("council_opinions", "Ý kiến của các thành viên", kinds.LongText(2000), help="Tóm tắt; chỉ ghi điều cần cho kết luận."),
        Field("votes_for", "Số phiếu đồng ý", kinds.Whole(most=20), help="Kết luận theo đa số; bằng nhau thì theo ý kiến Chủ tịch Hội đồng."),
        Field("votes_against", "Số phiếu không đồng ý", kinds.Whole(most=20), help="Không có ai thì ghi 0 hoặc để trống."),
        Field("conclusion", "Kết luận của Hội đồng", kinds.Choice("council_conclusion"), help="Mức độ và dạng ghi ở mục kết luận bên dưới."),
        Field("concluded_on", "Ngày kết luận", kinds.Date(), help="Niêm yết, thông báo và cấp Giấy xác nhận trong 05 ngày làm việc kể từ ngày này (Điều 6)."),
    )),
    Section("Giám định y khoa", (
        Field("medical_reason", "Vì sao chuyển giám định y khoa", kinds.Choice("medical_reason"), help="Luật Người khuyết tật Điều 15 khoản 2."),
        Field("medical_asked_on", "Ngày phải chuyển giám định y khoa", kinds.Date(), help="Xã hoàn chỉnh hồ sơ trong 03 ngày làm việc (TTLT 34/2012 Điều 7)."),
        Field("medical_sent_on", "Ngày chuyển hồ sơ đến Hội đồng giám định y khoa", kinds.Date(), when=_MEDICAL, help="Khám trong 30 ngày làm việc (Điều 9)."),
        Field("medical_no", "Số biên bản giám định y khoa", kinds.Text(60), help="Ghi nguyên số và ký hiệu, để trích vào Giấy xác nhận."),
        Field("medical_date", "Ngày biên bản giám định y khoa", kinds.Date(),
              help="Có giá trị 05 năm (từ đủ 6 tuổi), 03 năm (dưới 6 tuổi) kể từ ngày này (TTLT 34/2012 Điều 12)."),
        Field("medical_received_on", "Ngày nhận biên bản giám định", kinds.Date(), help="Cấp Giấy xác nhận trong 05 ngày làm việc kể từ ngày này (TT 01/2019 Điều 6)."),
        Field("medical_result", "Kết luận giám định y khoa", kinds.Text(), help="Kết luận trước 01/6/2012 theo tỷ lệ: từ 81% là đặc biệt nặng, 61–80% là nặng, dưới 61% là nhẹ."),
    )),
    Section("Kết luận, Giấy xác nhận (Mẫu 06)", (
        *parts.disability_fields(),
        Field("exempt_at_6", "Không phải xác định lại khi đủ 6 tuổi", kinds.YesNo(), when=When("disability_degree", ("very_severe",)) & Aged(below=16),
              help="Chỉ trường hợp đặc biệt nặng được TT 01/2019/TT-BLĐTBXH Điều 8 khoản 2 loại trừ."),
        Field("handed_on", "Ngày trao Giấy xác nhận", kinds.Date(), help="Ngày người khuyết tật hoặc người đại diện ký nhận."),
    )),
    Section("Niêm yết, khiếu nại", (
        Field("posted_from", "Niêm yết từ ngày", kinds.Date(), help="Bản niêm yết không ghi dạng, mức độ."),
        Field("posted_to", "Niêm yết đến ngày", kinds.Date(future=True), help="Ngày cuối cùng còn niêm yết."),
        Field("complaint_on", "Ngày nhận khiếu nại", kinds.Date(), help="Hội đồng xác minh, kết luận, trả lời trong 05 ngày làm việc."),
        Field("complaint_answered_on", "Ngày trả lời khiếu nại", kinds.Date(), when=When("complaint_on"), help="Trả lời bằng văn bản."),
        Field("complaint_result", "Kết quả giải quyết khiếu nại", kinds.Text(), when=When("complaint_on"), help="Giữ nguyên hay họp lại Hội đồng."),
    )),
    Section("Hoàn cảnh, nguyện vọng", (
        Field("hardship", "Có hoàn cảnh khó khăn (cán bộ đánh dấu)", kinds.YesNo(), aliases=("Hoàn cảnh khó khăn", "Khó khăn"),
              help="Người thuộc hộ nghèo, cận nghèo đã được tính; đánh dấu thêm người khó khăn khác. Kế hoạch tính cả hai cách."),
        Field("hardship_reason", "Hoàn cảnh cụ thể", kinds.Text(300), when=When("hardship"), help="Ngắn gọn: sống một mình, không có người chăm sóc, bệnh nặng…"),
        Field("wishes", "Nhu cầu trợ giúp", kinds.Choices("support_kind"), aliases=("Nguyện vọng", "Nhu cầu"),
              help="Nhu cầu đã đáp ứng hay chưa thì ghi ở diễn biến “Nhu cầu trợ giúp”; đã trợ giúp thì ghi ở “Trợ giúp, hỗ trợ”."),
        parts.note_field(),
    )),
    Section("Thu hồi, thay Giấy xác nhận", (
        Field("withdrawal_asked_on", "Ngày có văn bản kết luận cấp không đúng", kinds.Date(), help="Thu hồi trong 05 ngày làm việc (TT 01/2019 Điều 9 khoản 3)."),
        Field("withdrawn_on", "Ngày thu hồi Giấy xác nhận", kinds.Date(), when=When("withdrawal_asked_on"), help="Từ tháng liền sau không còn hưởng theo giấy này."),
        Field("replaced_because", "Lý do được thay bằng Giấy xác nhận khác", kinds.Choice("reissue_reason"), help="Ghi khi Giấy xác nhận mới đã cấp theo hồ sơ khác."),
        Field("replaced_by", "Mã hồ sơ của Giấy xác nhận mới", kinds.Text(60), help="Hồ sơ xác định lại, cấp đổi, cấp lại của cùng người."),
    )),
), {})
# fmt: on

EVENTS = (
    parts.support_event("support_kind", content_help="Chăm sóc, phục hồi chức năng, dụng cụ, học nghề…"),
    parts.need_event("support_kind"),
    parts.visit_event(),
    parts.decision_event(),
    parts.referral_event(),
    parts.transfer_event(),
)

FIELDS = {each.key: each for section in SECTIONS for each in section.fields}

COMPUTED = (
    parts.AGE,
    parts.joined("certificate_shown", "Giấy xác nhận", FIELDS, "certificate_no", "certificate_date"),
    Computed(
        "household",
        "Tình trạng hộ vào ngày xem",
        kinds.Choice("poverty_status"),
        lambda facts: household.poverty_on(facts.person, facts.on) or None,
    ),
    Computed(
        "in_hardship", "Hoàn cảnh khó khăn", kinds.YesNo(), lambda facts: checks.is_in_hardship(facts) or None
    ),
    Computed("medical_until", "Biên bản giám định có giá trị đến", kinds.Date(), reasons.medical_until),
)

# ------------------------------------------------------------------------------------------------ duties, steps

_CERTIFIED = Sign(answer="certificate_date")
DUTIES = (
    Duty(
        ("dis_council",),
        Sign(answer="received_on"),
        done=(Sign(answer="concluded_on"), Sign(answer="medical_asked_on"), _CERTIFIED),
        when=_COUNCIL,
    ),
    Duty(("dis_issue",), Sign(answer="concluded_on"), done=(_CERTIFIED, Sign(answer="medical_asked_on"))),
    Duty(("dis_complaint",), Sign(answer="complaint_on"), done=(Sign(answer="complaint_answered_on"),)),
    Duty(("dis_reissue",), Sign(answer="received_on"), done=(_CERTIFIED,), when=_AT_ONCE),
    Duty(("dis_withdraw",), Sign(answer="withdrawal_asked_on"), done=(Sign(answer="withdrawn_on"),)),
    Duty(("dis_medical_file",), Sign(answer="medical_asked_on"), done=(Sign(answer="medical_sent_on"),)),
    Duty(("dis_medical_exam",), Sign(answer="medical_sent_on"), done=(Sign(answer="medical_date"),)),
    Duty(("dis_medical_send",), Sign(answer="medical_date"), done=(Sign(answer="medical_received_on"),)),
    Duty(("dis_issue_after_medical",), Sign(answer="medical_received_on"), done=(_CERTIFIED,)),
)

_FOUND = ("disability_degree", "disability_types")
_PAPER = ("certificate_no", "certificate_date")
GUARDS = (
    Guard(("school_opinion",), answers=("school_name",)),
    Guard(("council",), answers=("meeting_on",), check=checks.school_was_asked),
    Guard(("to_medical",), answers=("medical_reason", "medical_asked_on")),
    Guard(("posted",), sources=("council",), answers=("minutes_no", "concluded_on", *_FOUND)),
    Guard(("posted",), sources=("to_medical",), answers=("medical_received_on", *_FOUND)),
    Guard(("complaint",), answers=("complaint_on",)),
    Guard(("issued",), sources=("received",), answers=_PAPER, check=checks.needs_no_council),
    Guard(
        ("issued",),
        sources=("posted", "complaint"),
        answers=(*_FOUND, *_PAPER),
        check=checks.complaint_is_answered,
    ),
    Guard(("not_disabled",), check=checks.concluded_not_disabled),
    Guard(("withdrawn",), answers=("withdrawal_asked_on", "withdrawn_on")),
    Guard(("replaced",), answers=("replaced_because",)),
    Guard(("moved",), events=("transfer",)),
    Guard(("dead",), check=steps.has_died),
)


def _imported_state(answers: Answers) -> str:
    """Return where somebody of an old list stands: lists are kept of those who have a certificate, or a degree."""
    known = ("certificate_no", "certificate_date", "disability_degree")
    return checks.ISSUED if any(answers.get(key) for key in known) else "received"


REGISTER = Register(
    code="disability",
    prefix="KT",
    title="Người khuyết tật",
    short_title="Khuyết tật",
    icon="accessibility",
    subject="Người khuyết tật",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle(
        {"": "disability"},
        guards=GUARDS,
        days={"council": "meeting_on", "posted": "concluded_on", "issued": "certificate_date"},
        in_one_go=(("council", "posted", "issued"),),
    ),
    listed=(
        "record.name_or_number",
        "person.birth_date",
        "person.sex",
        "person.hamlet",
        "disability_degree",
        "disability_types",
        "certificate_shown",
        "in_hardship",
        "record.state",
        "record.sent",
        "record.number",
    ),
    filters=(
        "disability_degree",
        "disability_types",
        "disability_main_type",
        "request_kind",
        "hardship",
        "wishes",
    ),
    papers=lists.PAPERS,
    legal_basis="Luật Người khuyết tật 51/2010/QH12; NĐ 28/2012/NĐ-CP; TT 01/2019/TT-BLĐTBXH; "
    "TTLT 34/2012/TTLT-BYT-BLĐTBXH",
    confidentiality="c2",
    forms=paper_forms.FORMS,
    computed=COMPUTED,
    checks=checks.CHECKS,
    messages=checks.MESSAGES,
    import_defaults={"request_kind": "determine"},
    imported_state=_imported_state,
    life_changes={
        DEATH: (LifeChange(to="dead"),),
        MOVE: (
            LifeChange(event="transfer", event_takes={"to_unit": "unit", "to_place": "place"}, to="moved"),
        ),
        RETURN: (LifeChange(to="issued", when=When("certificate_date")),),
    },
    opened_by="received_on",
    decided_by="certificate_date",
    deadlines=("disability",),
    duties=DUTIES,
    foreseen=(checks.at_six, checks.medical_validity),
    explained=reasons.explained,
    indicators=share.INDICATORS,
    tallies=tallies.TALLIES,
    establishes=Establishing(
        "Giấy xác nhận khuyết tật",
        answers=(*(each.key for each in parts.disability_fields()), "exempt_at_6"),
        decisive=("disability_degree", "certificate_date"),
        states=(checks.ISSUED,),
        since="certificate_date",
        number="certificate_no",
    ),
)
