"""Who is paid into an account, on Mẫu số 09 of NĐ 11/2020: what the treasury asks for with the voucher."""

import re

from ansinh_desktop.rules import wording
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.months import MonthView
from ansinh_desktop.services.payments.paper import footer
from ansinh_desktop.services.payments.runs import account
from ansinh_desktop.services.reports import issuer
from ansinh_desktop.services.reports.in_words import amount_in_words
from ansinh_desktop.services.reports.layout import GroupRow, ListColumn, ListDocument, Row, Signature

_ACCOUNT, _OF_IT = "Tài khoản ngân hàng", "Trong đó"
_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("name", "Họ và tên", weight=2.0, min_width=36, mark="(1)"),
    ListColumn("account", "Số tài khoản người hưởng", "id", min_width=28, group=_ACCOUNT, mark="(2)"),
    ListColumn("bank", "Tên ngân hàng", weight=1.2, min_width=24, group=_ACCOUNT, mark="(3)"),
    ListColumn("amount", "Tổng số", "money", min_width=22, mark="(4)"),
    ListColumn("wages", "Lương và phụ cấp theo lương", "money", weight=0.1, group=_OF_IT, mark="(5)"),
    ListColumn(
        "labour",
        "Tiền công lao động thường xuyên theo hợp đồng",
        "money",
        weight=0.1,
        min_width=19,
        group=_OF_IT,
        mark="(6)",
    ),
    ListColumn("more", "Tiền thu nhập tăng thêm", "money", weight=0.1, group=_OF_IT, mark="(7)"),
    ListColumn("reward", "Tiền thưởng", "money", weight=0.1, group=_OF_IT, mark="(8)"),
    ListColumn("allowance", "Tiền phụ cấp và trợ cấp khác", "money", min_width=22, group=_OF_IT, mark="(9)"),
    ListColumn("lump", "Tiền khoán", "money", weight=0.1, group=_OF_IT, mark="(10)"),
    ListColumn("scholarship", "Tiền học bổng", "money", weight=0.1, group=_OF_IT, mark="(11)"),
    ListColumn("note", "Ghi chú", weight=0.8, min_width=18, mark="(12)"),
)
_SECTION = "I. Đối tượng bảo trợ xã hội"
_NUMBER = re.compile(r"[\d .-]{6,}")


def document(view: MonthView) -> ListDocument:
    """Return the paper of a month; of a closed one from what was written down alone."""
    run, own = account(view), view.office
    total = sum(each.amount for each in run.lines)
    rows: list[Row | GroupRow] = [_row(None, "Tổng số", ("", "", ""), total), GroupRow(_SECTION)]
    rows += [
        _row(number, each.full_name, account_of(each), each.amount)
        for number, each in enumerate(run.lines, start=1)
    ]
    unit = own.unit_lines[-1] if own.unit_lines else own.name
    return ListDocument(
        annex="Mẫu số 09",
        title="BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG",
        reference="(Kèm theo Giấy rút dự toán/Ủy nhiệm chi số ……………… ngày …… tháng …… năm ………)",
        subtitle=f"Trợ cấp xã hội tháng {wording.month(view.day)}, chi qua tài khoản",
        columns=_COLUMNS,
        rows=rows,
        row_count=len(run.lines),
        heading=issuer.heading(own),
        signatures=(Signature(("KẾ TOÁN TRƯỞNG",)), Signature(("THỦ TRƯỞNG ĐƠN VỊ",), own.signer_name)),
        page_totals=False,
        orientation="landscape",
        a3=False,
        printed_on=view.closed_on,
        unit_note="Đơn vị: đồng",
        remark="\n".join(
            (
                f"Tổng số tiền bằng chữ: {amount_in_words(total)}.",
                f"Đơn vị sử dụng ngân sách: {unit}. Mã đơn vị: ……………… Tài khoản dự toán □ Tài khoản tiền gửi □",
                f"Nội dung đề nghị thanh toán: trợ cấp xã hội tháng {wording.month(view.day)}"
                + (f"; {run.beside}." if run.beside else "."),
            )
        ),
        footer_note=footer(view),
        reprinted=view.is_closed,
    )


def _row(number: int | None, name: str, own: tuple[str, str, str], amount: int) -> Row:
    _owner, account_no, bank = own
    note = f"Chủ TK: {own[0]}" if own[0] and own[0].casefold() != name.casefold() else ""
    return (
        number, name, account_no, bank, amount, None, None, None, None, amount, None, None, note,
    )  # fmt: skip


def account_of(line: Line) -> tuple[str, str, str]:
    """Return owner, number and bank of the account as a line has them in one text; empty where it says none."""
    said = (line.account or "").split(", ") if line.account else []
    at = next((place for place, each in enumerate(said) if _NUMBER.fullmatch(each)), None)
    if at is None:
        return ", ".join(said), "", ""
    return ", ".join(said[:at]), said[at], ", ".join(said[at + 1 :])
