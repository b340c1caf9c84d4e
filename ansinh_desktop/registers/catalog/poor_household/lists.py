"""The printed lists of poor and near-poor households: recognised, to be reviewed, found, left, and for posting."""

from ansinh_desktop.registers.catalog.poor_household import reviews
from ansinh_desktop.registers.paper_list import PaperColumn, PaperList

_HEAD = PaperColumn("person.full_name", "Họ và tên chủ hộ", 2.0)
_HAMLET = PaperColumn("person.hamlet", "Ấp, khóm", 1.1)
_PEOPLE = PaperColumn("people", "Số nhân khẩu", 0.8, total=True)
_DECISION = (
    PaperColumn("household_valid_from", "Từ ngày", 1.0),
    PaperColumn("household_decision_no", "Quyết định số", 1.3),
)
_KNOWN = (
    _HEAD,
    PaperColumn("person.birth_date", "Ngày sinh", 1.0),
    PaperColumn("person.sex", "Nam/Nữ", 0.6),
    PaperColumn("person.ethnicity", "Dân tộc", 0.8),
    PaperColumn("person.personal_id", "Số định danh", 1.3),
    _HAMLET,
    _PEOPLE,
)
_OF_ONE = (
    *_KNOWN,
    PaperColumn("shortfalls_shown", "Thiếu hụt dịch vụ xã hội cơ bản", 2.0),
    PaperColumn("causes", "Nguyên nhân", 1.6),
    *_DECISION,
    PaperColumn("household_certificate_no", "Số giấy chứng nhận", 1.0),
)

PAPERS = (
    PaperList("poor", "Danh sách hộ nghèo", _OF_ONE, includes=reviews.is_poor),
    PaperList("near_poor", "Danh sách hộ cận nghèo", _OF_ONE, includes=reviews.is_near_poor),
    PaperList(
        "to_review",
        "Danh sách hộ gia đình cần rà soát",
        (
            _HEAD,
            PaperColumn("person.birth_year", "Năm sinh", 0.7),
            _HAMLET,
            PaperColumn("person.address", "Địa chỉ", 1.6),
            _PEOPLE,
            PaperColumn("household_status", "Tình trạng hiện nay", 1.2),
            PaperColumn("reviewed_on", "Rà soát gần nhất", 1.0),
            PaperColumn("paper.blank", "Phiếu A, phiếu B", 1.2),
            PaperColumn("note", "Ghi chú", 1.4),
        ),
        includes=reviews.is_to_be_reviewed,
        present=True,
    ),
    PaperList(
        "reviewed",
        "Kết quả rà soát hộ nghèo, hộ cận nghèo trong năm",
        (
            _HEAD,
            _HAMLET,
            _PEOPLE,
            PaperColumn("reviewed_on", "Ngày rà soát", 1.0),
            PaperColumn("income_points", "Điểm B1", 0.7),
            PaperColumn("lacking_points", "Điểm B2", 0.7),
            PaperColumn("shortfalls_shown", "Chỉ số thiếu hụt", 2.2),
            PaperColumn("review_result", "Kết quả", 1.1),
            PaperColumn("change", "Biến động", 1.3),
            PaperColumn("note", "Ghi chú", 1.2),
        ),
        includes=reviews.is_reviewed,
    ),
    PaperList(
        "escaped",
        "Danh sách hộ thoát nghèo, hộ thoát cận nghèo trong năm",
        (*_KNOWN, PaperColumn("change", "Biến động", 1.4), *_DECISION),
        includes=reviews.left_in_year,
    ),
    PaperList(
        "posting",
        "Niêm yết kết quả rà soát hộ nghèo, hộ cận nghèo",
        (
            _HEAD,
            PaperColumn("person.birth_year", "Năm sinh", 0.8),
            _HAMLET,
            _PEOPLE,
            PaperColumn("review_result", "Kết quả rà soát", 1.6),
            PaperColumn("paper.blank", "Ý kiến", 1.6),
        ),
        includes=reviews.is_reviewed,
        public=True,
    ),
)
