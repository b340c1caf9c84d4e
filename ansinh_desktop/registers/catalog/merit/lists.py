"""The lists of merit: the register, the month, care (Mẫu 86), worship, gifts, graves (Mẫu 84, 85), living standard, posting.

What is paid every month is decided by the province and paid by its payer (TT 44/2022/TT-BTC Điều 8): the commune holds
the list of the month with its sums, and closes no month of its own.
"""

from ansinh_desktop.findings import Finding, note
from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import number_of, text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.merit import answered, grants
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList
from ansinh_desktop.rules import merit_rights

_RUNNING = ("receiving",)


def leaves_out(facts: CaseFacts) -> Finding | None:
    """Return why somebody who stands as paid gets nothing in the month of the list."""
    died = answered.died(facts)
    if died is not None and f"{died.last:%Y-%m}" < f"{facts.on:%Y-%m}":
        return note("AS-7420", "", day=died.show())
    if died is not None and f"{died.first:%Y-%m}" < f"{facts.on:%Y-%m}":
        return note("AS-7421", "", day=died.show())
    return None


def is_paid(facts: CaseFacts) -> bool:
    """Whether something is due in the month of the list, and had begun and not ended by it."""
    month = f"{facts.on:%Y-%m}"
    begins, ends = text_of(facts.answers, "paid_from"), text_of(facts.answers, "stopped_from")
    if begins > month or (ends and ends <= month):
        return False
    found = answered.assessment(facts)
    # Of the dead it is told why they are left out.
    return found is not None and (bool(found.total) or leaves_out(facts) is not None)


def is_due_for_care(facts: CaseFacts) -> bool:
    """Whether it is the person's turn for a round of care in the year of the list, or they were listed for it."""
    year = facts.on.year
    if number_of(facts.answers, "care_listed_year") == year:
        return True
    right, last = merit_rights.care_right(answered.law_facts(facts)), grants.last_care(facts)
    return bool(right.years) and (last is None or last + right.years <= year)


def worships(facts: CaseFacts) -> bool:
    """Whether the person worships a martyr in the year of the list."""
    return grants.worshipped(facts.answers, facts.on.year) > 0


def lives(facts: CaseFacts) -> bool:
    """Whether the record is of somebody alive: no martyr."""
    return not answered.is_martyr(facts)


# fmt: off
_NAME = (PaperColumn("person.full_name", "Họ và tên", 2.2), PaperColumn("person.birth_year", "Năm sinh", 0.8))
_HAMLET = PaperColumn("person.hamlet", "Trú quán", 1.3)
_FILES = (PaperColumn("ministry_file_no", "Mã HS bộ", 1.0), PaperColumn("province_file_no", "Mã HS tỉnh", 1.0))
_WHO = PaperColumn("who", "Đối tượng", 2.4)
_NOTE = PaperColumn("note", "Ghi chú", 1.2)
_SIGNED = PaperColumn("paper.blank", "Ký nhận", 1.2)

PAPERS = (
    PaperList("merit", "Danh sách người có công, thân nhân đang hưởng chế độ ưu đãi", (
        *_NAME, _HAMLET, _WHO, *_FILES, PaperColumn("percent_shown", "Tỷ lệ", 0.7),
        PaperColumn("total", "Mức trợ cấp, phụ cấp (đồng)", 1.2, total=True), _NOTE,
    ), words_of="total", states=_RUNNING, includes=lives, leaves_out=leaves_out),
    PaperList("month", "Danh sách hưởng trợ cấp, phụ cấp ưu đãi", (
        *_NAME, _HAMLET, _WHO, PaperColumn("province_file_no", "Mã HS tỉnh", 1.0), PaperColumn("allowance", "Trợ cấp", 1.1, total=True),
        PaperColumn("supplement", "Phụ cấp", 1.0, total=True), PaperColumn("attendant_money", "Người phục vụ", 1.0, total=True),
        PaperColumn("total", "Cộng (đồng)", 1.2, total=True), PaperColumn("paid_by", "Nơi chi trả", 1.0), _NOTE,
    ), words_of="total", states=_RUNNING, of_month=True, includes=is_paid, leaves_out=leaves_out),
    PaperList("care", "Danh sách người có công được điều dưỡng (Mẫu 86)", (
        *_NAME, _HAMLET, _WHO, PaperColumn("care_every", "Niên hạn", 1.1), PaperColumn("care_last", "Năm gần nhất", 0.8),
        PaperColumn("care_form", "Tập trung / tại nhà", 1.3), _NOTE,
    ), states=_RUNNING, includes=is_due_for_care, leaves_out=parts.has_died),
    PaperList("worship", "Danh sách trợ cấp thờ cúng liệt sĩ", (
        *_NAME, _HAMLET, PaperColumn("martyrs", "Liệt sĩ được thờ cúng", 2.4), PaperColumn("martyr_count", "Số liệt sĩ", 0.7, total=True),
        PaperColumn("worship_amount", "Số tiền của năm (đồng)", 1.2, total=True), _SIGNED,
    ), words_of="worship_amount", states=_RUNNING, includes=worships, leaves_out=parts.has_died),
    PaperList("gifts", "Danh sách nhận quà", (
        *_NAME, _HAMLET, _WHO, PaperColumn("gift_shown", "Dịp, nguồn, hiện vật", 1.8),
        PaperColumn("gift_amount", "Số tiền (đồng)", 1.0, total=True), _SIGNED,
    ), words_of="gift_amount", states=_RUNNING, includes=lives, leaves_out=parts.has_died),
    PaperList("living", "Danh sách đánh giá mức sống của gia đình người có công", (
        *_NAME, _HAMLET, _WHO, PaperColumn("person.poverty_status", "Tình trạng hộ", 1.2),
        PaperColumn("living_now", "Mức sống so với nơi cư trú", 1.6), _NOTE,
    ), states=_RUNNING, includes=lives, leaves_out=parts.has_died),
    PaperList("graves", "Danh sách liệt sĩ, mộ liệt sĩ (Mẫu 84, 85)", (
        *_NAME, PaperColumn("person.death_date", "Hy sinh ngày", 1.0), PaperColumn("fell_at", "Nơi hy sinh", 1.4),
        PaperColumn("award_no", "Bằng số", 1.0), PaperColumn("grave_shown", "Nơi an táng", 2.0),
        PaperColumn("grave_outside", "Ngoài nghĩa trang", 0.8), PaperColumn("award_keeper", "Người giữ Bằng", 1.4), _NOTE,
    ), includes=answered.is_martyr),
    PaperList("posting", "Danh sách niêm yết hồ sơ đề nghị xác nhận người có công", (
        PaperColumn("person.full_name", "Họ và tên", 2.4), PaperColumn("person.birth_year", "Năm sinh", 0.8),
        PaperColumn("person.hamlet", "Ấp, khóm", 1.4), PaperColumn("who", "Đề nghị xác nhận", 2.4), PaperColumn("received_on", "Ngày nhận hồ sơ", 1.0),
    ), states=("posted",), public=True),
)
# fmt: on
