"""The printed lists of disabled people: who has a certificate, what waits for the council, what was issued, for posting."""

from ansinh_desktop.registers import parts
from ansinh_desktop.registers.answer import text_of
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.disability import checks
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList


def _of_year(facts: CaseFacts) -> bool:
    return text_of(facts.answers, "certificate_date")[:4] == str(facts.on.year)


_NAME = PaperColumn("record.name_or_number", "Họ và tên", 1.9)
_BORN = PaperColumn("person.birth_date", "Ngày sinh", 1.0)
_SEX = PaperColumn("person.sex", "Nam/Nữ", 0.6)
_HAMLET = PaperColumn("person.hamlet", "Ấp, khóm", 1.1)
_DISABILITY = (
    PaperColumn("disability_types", "Dạng khuyết tật", 1.5),
    PaperColumn("disability_degree", "Mức độ", 0.9),
)
_CERTIFICATE = (
    PaperColumn("certificate_no", "Số Giấy xác nhận", 1.1),
    PaperColumn("certificate_date", "Ngày cấp", 1.0),
)

PAPERS = (
    PaperList(
        "disabled",
        "Danh sách người khuyết tật",
        (
            _NAME,
            _BORN,
            _SEX,
            _HAMLET,
            *_DISABILITY,
            *_CERTIFICATE,
            PaperColumn("household", "Tình trạng hộ", 1.0),
            PaperColumn("record.supports", "Trợ giúp đã nhận", 1.6),
            PaperColumn("note", "Ghi chú", 1.1),
        ),
        states=(checks.ISSUED,),
        leaves_out=parts.has_died,
    ),
    PaperList(
        "council",
        "Danh sách hồ sơ trình Hội đồng xác định mức độ khuyết tật",
        (
            _NAME,
            _BORN,
            _SEX,
            _HAMLET,
            PaperColumn("received_on", "Ngày nhận hồ sơ", 1.0),
            PaperColumn("request_kind", "Nội dung đề nghị", 1.8),
            PaperColumn("claimed_types", "Dạng theo đơn", 1.4),
            PaperColumn("record.state", "Tình trạng", 1.1),
            PaperColumn("paper.blank", "Kết luận", 1.4),
        ),
        states=("received", "school_opinion", "council"),
    ),
    PaperList(
        "issued",
        "Sổ cấp Giấy xác nhận khuyết tật trong năm",
        (
            *_CERTIFICATE,
            _NAME,
            _BORN,
            _SEX,
            _HAMLET,
            *_DISABILITY,
            PaperColumn("request_kind", "Nội dung", 1.5),
            PaperColumn("handed_on", "Ngày trao", 0.9),
            PaperColumn("paper.blank", "Ký nhận", 1.0),
        ),
        includes=_of_year,
    ),
    PaperList(
        "hardship",
        "Danh sách người khuyết tật có hoàn cảnh khó khăn",
        (
            _NAME,
            _BORN,
            _HAMLET,
            PaperColumn("disability_degree", "Mức độ", 0.9),
            PaperColumn("household", "Tình trạng hộ", 1.0),
            PaperColumn("hardship_reason", "Hoàn cảnh", 1.8),
            PaperColumn("wishes", "Nhu cầu", 1.4),
            PaperColumn("record.supports", "Trợ giúp đã nhận", 1.8),
            PaperColumn("record.supports_amount", "Số tiền (đồng)", 1.1, total=True),
        ),
        words_of="record.supports_amount",
        states=(checks.ISSUED,),
        includes=checks.is_in_hardship,
        leaves_out=parts.has_died,
    ),
    PaperList(
        "posting",
        "Niêm yết kết luận của Hội đồng xác định mức độ khuyết tật",
        (
            _NAME,
            PaperColumn("person.birth_year", "Năm sinh", 0.8),
            _HAMLET,
            PaperColumn("concluded_on", "Ngày kết luận", 1.0),
            PaperColumn("conclusion", "Kết luận", 1.6),
            PaperColumn("paper.blank", "Ý kiến", 1.6),
        ),
        states=("posted",),
        public=True,
    ),
)
"""What is posted says neither kind nor degree: the certificate does."""
