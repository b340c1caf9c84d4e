"""The cover page of a package: what a person reads who opens it without this program."""

import datetime
import html
from collections.abc import Sequence
from typing import Final

from ansinh_desktop.services.sync.manifest import Answer, Head, Receiver

_HERE: Final = datetime.timezone(datetime.timedelta(hours=7))
_KINDS: Final = {
    "update": "Hồ sơ mới và hồ sơ có thay đổi",
    "whole": "Toàn bộ hồ sơ",
    "peer": "Trao đổi giữa các máy của cùng đơn vị",
    "transfer": "Chuyển hồ sơ cho đơn vị khác",
    "receipt": "Biên nhận và hồ sơ trả lại",
}
_STATES: Final = {
    "imported": "Đã nhận gói",
    "refused": "Không nhận gói",
    "full_wanted": "Đề nghị gửi lại toàn bộ hồ sơ",
    "fork": "Chưa nhận: gói không nối tiếp những gói đã nhận; đề nghị gửi lại toàn bộ hồ sơ",
}
_COUNTS: Final = {
    "accepted": "Hồ sơ đã nhận",
    "superseded": "Hồ sơ mà đơn vị nhận có bản mới hơn",
    "concurrent": "Hồ sơ mà hai bên cùng sửa",
    "rejected": "Hồ sơ bị trả lại",
}
_PAGE: Final = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title} – {unit}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #999; padding: 4px 12px; text-align: left; }}
td.count {{ text-align: right; }}
</style>
</head>
<body>
<h1>{title}</h1>
<table>
<tr><th>Đơn vị gửi</th><td>{unit} (mã {code})</td></tr>
<tr><th>Đơn vị nhận</th><td>{receiver}</td></tr>
<tr><th>Lập lúc</th><td>{created} (giờ Việt Nam)</td></tr>
<tr><th>Nội dung</th><td>{kind}</td></tr>
{answer}<tr><th>Mã gói</th><td>{id}</td></tr>
<tr><th>Chương trình</th><td>{app}</td></tr>
</table>
<h2>Số lượng</h2>
<table>
<tr><th>Bảng</th><th>Số dòng</th></tr>
{rows}
</table>
<h2>Cách đọc</h2>
<p>Các bảng là tệp CSV (bảng mã UTF-8) trong thư mục <b>data</b>; tệp <b>datapackage.json</b> cho biết
ý nghĩa của từng cột theo chuẩn Frictionless Data Package. Thư mục <b>attachments</b> chứa giấy tờ kèm theo.
Tệp <b>manifest.json</b> ghi mã kiểm tra SHA-256 của từng tệp và được ký số trong <b>manifest.sig</b>.</p>
<p>Gói chứa thông tin cá nhân: chỉ mở trên máy của cơ quan và xóa bản đã giải mã sau khi xem.</p>
</body>
</html>
"""


def write_cover(head: Head, receiver: Receiver, counts: Sequence[tuple[str, int]], attachments: int) -> bytes:
    """Return the page; it names units and counts rows, never a person."""
    answer, lines = head.answer, [*counts, ("Giấy tờ kèm theo", attachments)]
    if answer is not None:
        lines = [(title, answer.counts.get(key, 0)) for key, title in _COUNTS.items()] + lines
    here = head.created.astimezone(_HERE)
    page = _PAGE.format(
        title=title_of(head),
        unit=html.escape(head.sender.name),
        code=html.escape(head.sender.code),
        receiver=html.escape(receiver.name),
        created=f"{here:%H:%M} ngày {here:%d/%m/%Y}",  # Windows formats only the letters of its code page
        kind=_KINDS[head.kind],
        answer="" if answer is None else _answered(answer),
        id=html.escape(head.id),
        app=html.escape(head.app),
        rows="\n".join(
            f'<tr><td>{html.escape(title)}</td><td class="count">{count}</td></tr>' for title, count in lines
        ),
    )
    return page.encode("utf-8")


def title_of(head: Head) -> str:
    """Return what a package or receipt is called where a person reads of it."""
    if head.answer is None:
        return f"Gói dữ liệu bảo trợ xã hội số {head.number}"
    return f"Biên nhận lần {head.answer.receipt} của gói dữ liệu bảo trợ xã hội số {head.answer.number}"


def _answered(answer: Answer) -> str:
    """Return the lines for what is answered; why a package was refused may name people, and stays in the manifest."""
    told = [("Trả lời gói", answer.package), ("Kết quả", _STATES[answer.state])]
    if answer.missing:
        told.append(("Chưa thấy các gói số", ", ".join(map(str, answer.missing))))
    return "".join(f"<tr><th>{title}</th><td>{html.escape(said)}</td></tr>\n" for title, said in told)
