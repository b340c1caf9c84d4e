"""The cover page of a package: what a person reads who opens it without this program."""

import datetime
import html
from collections.abc import Sequence
from typing import Final

from ansinh_desktop.services.sync.manifest import Head, Receiver

_HERE: Final = datetime.timezone(datetime.timedelta(hours=7))
_KINDS: Final = {
    "update": "Hồ sơ mới và hồ sơ có thay đổi",
    "full": "Toàn bộ hồ sơ",
    "peer": "Trao đổi giữa các máy của cùng đơn vị",
    "handover": "Bàn giao",
}
_PAGE: Final = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>Gói dữ liệu số {number} – {unit}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #999; padding: 4px 12px; text-align: left; }}
td.count {{ text-align: right; }}
</style>
</head>
<body>
<h1>Gói dữ liệu bảo trợ xã hội số {number}</h1>
<table>
<tr><th>Đơn vị gửi</th><td>{unit} (mã {code})</td></tr>
<tr><th>Đơn vị nhận</th><td>{receiver}</td></tr>
<tr><th>Lập lúc</th><td>{created} (giờ Việt Nam)</td></tr>
<tr><th>Nội dung</th><td>{kind}</td></tr>
<tr><th>Mã gói</th><td>{id}</td></tr>
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
    lines = [*counts, ("Giấy tờ kèm theo", attachments)]
    here = head.created.astimezone(_HERE)
    page = _PAGE.format(
        number=head.number,
        unit=html.escape(head.sender.name),
        code=html.escape(head.sender.code),
        receiver=html.escape(receiver.name),
        created=f"{here:%H:%M} ngày {here:%d/%m/%Y}",  # Windows formats only the letters of its code page
        kind=_KINDS[head.kind],
        id=html.escape(head.id),
        app=html.escape(head.app),
        rows="\n".join(
            f'<tr><td>{html.escape(title)}</td><td class="count">{count}</td></tr>' for title, count in lines
        ),
    )
    return page.encode("utf-8")
