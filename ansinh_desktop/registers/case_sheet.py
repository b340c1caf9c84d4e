"""The sheet that every register has: all that a record says, as the declaration orders it."""

from collections.abc import Iterator

from ansinh_desktop.registers import dated, kinds
from ansinh_desktop.registers.paper_forms import (
    Facts,
    Happened,
    Limits,
    PaperForm,
    Piece,
    SignedBy,
    Table,
    TableColumn,
)
from ansinh_desktop.registers.register import Register


def case_sheet(register: Register) -> PaperForm:
    """Return the sheet that every register has: all that its record says, as the declaration orders it."""
    return PaperForm(
        code="case_sheet",
        title="PHIẾU HỒ SƠ",
        subtitle=register.title,
        dated="office.today",
        named=False,
        pieces=(
            Facts(
                "Hồ sơ",
                ("record.number", "record.state", "record.opened_on", "record.closed_on", "record.sent"),
            ),
            Facts(register.subject, tuple(_person_sources(register))),
            *_section_pieces(register),
            *([Facts("Thay đổi theo tháng", (dated.KEY,))] if dated.KEY in register.fields else []),
            Facts(
                "Chương trình tính, theo quy định của ngày {paper.law_day}",
                tuple(each.key for each in register.computed),
            ),
            Limits("Thời hạn đang chạy"),
            Happened("Hỗ trợ đã nhận", supports=True),
            Happened("Diễn biến"),
        ),
        signatures=(SignedBy(("NGƯỜI LẬP PHIẾU",), "{office.preparer_name}"),),
    )


def _person_sources(register: Register) -> Iterator[str]:
    reckoned = ("birth_year", "birth_male", "birth_female", "place", "initials")
    yield from (
        name
        for name in register.sources
        if name.startswith("person.") and name.removeprefix("person.") not in reckoned
    )


def _section_pieces(register: Register) -> Iterator[Piece]:
    for section in register.sections:
        shown = [each for each in section.fields if not each.hidden]
        rows = [each for each in shown if isinstance(each.kind, kinds.Rows)]
        plain = tuple(each.key for each in shown if not isinstance(each.kind, kinds.Rows))
        yield Facts(section.title, plain)
        for each in rows:
            fields = each.kind.fields if isinstance(each.kind, kinds.Rows) else ()
            yield Table(each.key, tuple(TableColumn(one.key, one.label) for one in fields), empty=0)
