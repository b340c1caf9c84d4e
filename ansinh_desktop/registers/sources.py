"""Where a column of a list, or a place on paper, takes its value from."""

from dataclasses import dataclass

from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Kind


@dataclass(frozen=True)
class Source:
    """Where a list column takes its value from."""

    name: str
    label: str
    kind: Kind
    masked: bool = False
    """Whether a list shows only a mask, and is neither filtered nor ordered by it."""


IMPORTED = "Nhập từ "
"""With these words begins the reason of a warning that an import kept by itself, and that nobody has looked at since."""


FOUND, FOUND_LEVEL = "record.found", "record.found_level"
"""Why somebody has still to look at a record, and how much that weighs."""

RECORD_SOURCES: tuple[Source, ...] = (
    Source("record.number", "Mã hồ sơ", kinds.Text()),
    Source("record.state", "Tình trạng", kinds.Text()),
    Source("record.sent", "Gửi cấp trên", kinds.Text()),
    Source("record.opened_on", "Ngày lập", kinds.Date()),
    Source("record.closed_on", "Ngày đóng", kinds.Date()),
    Source("record.draft", "Nháp", kinds.YesNo()),
    Source("record.review", "Cần xem lại", kinds.YesNo()),
    Source(FOUND, "Cần xem lại", kinds.Text()),
    Source(FOUND_LEVEL, "", kinds.Whole()),
    Source("record.supports", "Hỗ trợ đã nhận", kinds.Text()),
    Source("record.supports_amount", "Số tiền đã hỗ trợ", kinds.Money()),
    Source("record.unit", "Xã", kinds.Unit()),
    Source("record.name_or_number", "Họ và tên", kinds.Text()),
    Source("paper.blank", "", kinds.Text()),
)
"""What the list itself knows of a record.

``record.review`` says that it is a draft, or came from a list with a warning that nobody has looked at;
``record.name_or_number`` is the name of the person, or the case number where the record is of class c3 or c4;
``paper.blank`` is a column to be filled with the pen.
"""
