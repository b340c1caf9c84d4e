"""Lists that belong to no register: what is to be done, and what a check of everything has found."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ansinh_desktop import clock
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import BANDS, Band, ToDo
from ansinh_desktop.services.office import office
from ansinh_desktop.services.reports import issuer, layout
from ansinh_desktop.services.reports.layout import GroupRow, ListColumn, ListDocument
from ansinh_desktop.services.reports.saving import pdf_of, save_list
from ansinh_desktop.services.review import CATEGORIES, Reviewed, ReviewRow
from ansinh_desktop.services.sync.standing import NotTaken

TASKS = "Việc cần làm"
REVIEW = "Kết quả rà soát"
NOT_TAKEN = "Hồ sơ đơn vị nhận chưa nhận"
MERGE = "Gộp với máy kia: xem trước"

_TASK_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("due", "Hạn", weight=1.0, align="center"),
    ListColumn("left", "Còn lại", weight=1.0),
    ListColumn("what", "Việc phải làm", weight=3.4),
    ListColumn("who", "Đối tượng / mã hồ sơ", weight=1.8),
    ListColumn("hamlet", "Ấp/khóm", weight=1.0),
    ListColumn("register", "Sổ", weight=1.2),
    ListColumn("article", "Căn cứ", weight=1.8),
)
_REVIEW_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("who", "Đối tượng / mã hồ sơ", weight=1.8),
    ListColumn("number", "Mã hồ sơ", weight=1.4),
    ListColumn("hamlet", "Ấp/khóm", weight=1.0),
    ListColumn("register", "Sổ", weight=1.1),
    ListColumn("text", "Điều tìm thấy", weight=3.6),
    ListColumn("recorded", "Đã ghi", weight=0.9, align="right"),
    ListColumn("expected", "Theo quy định", weight=1.0, align="right"),
    ListColumn("article", "Căn cứ", weight=1.8),
)

_NOT_TAKEN_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("number", "Mã hồ sơ", weight=1.5),
    ListColumn("who", "Họ và tên", weight=1.4, min_width=30),
    ListColumn("code", "Mã lý do", weight=0.7, align="center"),
    ListColumn("said", "Vì sao", weight=3.0, min_width=60),
    ListColumn("todo", "Việc cần làm", weight=3.0, min_width=60),
    ListColumn("package", "Gói số", weight=0.6, align="center"),
)
_MERGE_COLUMNS = (
    ListColumn("stt", "STT", "whole", weight=0.1, align="center"),
    ListColumn("what", "Hồ sơ, người", weight=1.8, min_width=30),
    ListColumn("field", "Ô", weight=1.3),
    ListColumn("before", "Trước đó", weight=1.2),
    ListColumn("ours", "Máy này", weight=1.7, min_width=30),
    ListColumn("theirs", "Máy kia", weight=1.7, min_width=30),
    ListColumn("after", "Sau khi gộp", weight=1.3),
)


class MergeLine(NamedTuple):
    """One field in which two laptops differ, as the preview of their merge shows it."""

    has_to_be_chosen: bool
    """Or else it merges itself."""
    register: str
    what: str
    field: str
    before: str
    ours: str
    theirs: str
    after: str


class Worklists:
    """These lists on paper and in files; whatever leaves the vault is written down."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._access = access

    def tasks_pdf(self, items: Sequence[ToDo], now: datetime.datetime, part: str = "") -> bytes:
        """Return what is to be done as PDF in memory, as far as the officer may print it."""
        return pdf_of(self.tasks_document(items, now, part=part))

    def tasks_document(
        self, items: Sequence[ToDo], now: datetime.datetime, right: str = "p", part: str = ""
    ) -> ListDocument:
        """Return what is to be done, laid out; registers without the right are left out, and named.

        Args:
            items: What is to be done.
            now: The moment at which it is.
            right: To print or to export.
            part: In words by what the items are narrowed; empty where they are all.
        """
        allowed = [each for each in items if self._access.may(each.register, right)]
        rows = list(_task_rows(allowed))
        subtitle = f"(Tính đến {now:%H:%M} ngày {now:%d/%m/%Y})"
        return self._document(
            TASKS,
            _TASK_COLUMNS,
            rows,
            registers=[each.register for each in allowed],
            subtitle=subtitle,
            reference=self._part(part, [each.register for each in items], right),
        )

    def review_document(
        self, found: Reviewed, rows: Sequence[ReviewRow], right: str = "p", part: str = ""
    ) -> ListDocument:
        """Return what a review found, laid out; registers without the right are left out, and named."""
        allowed = [each for each in rows if self._access.may(each.register, right)]
        subtitle = f"(Theo quy định của ngày {found.on:%d/%m/%Y}; {found.records} hồ sơ)"
        return self._document(
            REVIEW,
            _REVIEW_COLUMNS,
            list(_review_rows(allowed)),
            registers=[each.register for each in allowed],
            subtitle=subtitle,
            reference=self._part(part, [each.register for each in rows], right),
        )

    def not_taken_pdf(self, items: Sequence[NotTaken]) -> bytes:
        """Return what the receiver did not take as PDF in memory, as far as the officer may print it."""
        return pdf_of(self.not_taken_document(items))

    def not_taken_document(self, items: Sequence[NotTaken], right: str = "p") -> ListDocument:
        """Return what the receiver did not take and why, laid out; nobody in a register that goes by codes is named."""
        allowed = [each for each in items if not each.register or self._access.may(each.register, right)]
        registers = [each.register for each in items if each.register]
        return self._document(
            NOT_TAKEN,
            _NOT_TAKEN_COLUMNS,
            list(_not_taken_rows(allowed)),
            registers=[each.register for each in allowed if each.register],
            subtitle=f"(Theo biên nhận đến ngày {clock.today():%d/%m/%Y})",
            reference=self._part("", registers, right),
        )

    def merge_document(
        self, lines: Sequence[MergeLine], met: Sequence[str], source: str, right: str = "p"
    ) -> ListDocument:
        """Return what a merge of two laptops would do to the fields that differ, laid out.

        Args:
            lines: The fields, with what was chosen so far.
            met: Who would be kept twice.
            source: Whose package it is.
            right: To print or to export.
        """
        allowed = [each for each in lines if not each.register or self._access.may(each.register, right)]
        registers = [each.register for each in lines if each.register]
        return self._document(
            MERGE,
            _MERGE_COLUMNS,
            list(_merge_rows(allowed, met if self._access.may_all("p") else ())),
            registers=[each.register for each in allowed if each.register],
            subtitle=f"(Gói của {source}; chưa có gì thay đổi, in ngày {clock.today():%d/%m/%Y})",
            reference=self._part("", registers, right),
        )

    def _part(self, part: str, registers: Sequence[str], right: str) -> str:
        """Return the line that says of which part of everything a list is; empty where it is everything."""
        lacking = [code for code in dict.fromkeys(registers) if not self._access.may(code, right)]
        titles = ", ".join(catalog.register(code).short_title for code in lacking)
        said = [f"chỉ gồm: {part}"] if part else []
        said += [f"không gồm {titles}, vì chưa có quyền in hoặc xuất"] if lacking else []
        words = "; ".join(said)
        return f"({words[:1].upper()}{words[1:]})" if words else ""

    def _document(
        self,
        title: str,
        columns: tuple[ListColumn, ...],
        rows: Sequence[layout.Row | GroupRow],
        *,
        registers: Sequence[str],
        subtitle: str,
        reference: str,
    ) -> ListDocument:
        """Return rows under the heading of the office."""
        own = office(self._vault)
        secret = any(catalog.register(code).by_code for code in set(registers))
        return ListDocument(
            title=f"TRÍCH {title.upper()}" if reference else title.upper(),
            subtitle=subtitle,
            reference=reference,
            columns=columns,
            rows=rows,
            row_count=len(rows),
            heading=issuer.heading(own),
            signatures=(issuer.preparer(own),),
            page_totals=False,
            confidential=layout.INTERNAL_USE if secret else "",
        )

    def save(self, laid_out: Callable[[str], ListDocument], target: Path) -> int:
        """Write a list to a file by its name's ending; return its pages or rows.

        Args:
            laid_out: Lays the list out for a right: what may be printed is not always what may be exported.
            target: A PDF is printed, all else exported.
        """
        right = "p" if target.suffix.lower() == ".pdf" else "x"
        document = laid_out(right)
        count = save_list(document, target)
        self.note("print" if right == "p" else "export", document)
        return count

    def note(self, act: str, document: ListDocument) -> None:
        """Write down that a list was printed or written to a file."""
        with self._vault.work(document.title.capitalize()) as store:
            store.log.note(act, "list", document.title, {"rows": document.row_count})


def _task_rows(items: Sequence[ToDo]) -> Iterator[layout.Row | GroupRow]:
    number = 0
    for band in BANDS:
        group = [each for each in items if each.band == band]
        if group:
            yield GroupRow(_band_title(band, len(group)))
        for each in group:
            number += 1
            yield (
                number,
                each.due_shown,
                each.left,
                each.what,
                each.who,
                each.hamlet,
                catalog.register(each.register).short_title,
                each.article,
            )


def _review_rows(rows: Sequence[ReviewRow]) -> Iterator[layout.Row | GroupRow]:
    number = 0
    for category, title in CATEGORIES.items():
        group = [each for each in rows if each.category == category]
        if group:
            yield GroupRow(f"{title}: {len(group)}")
        for each in group:
            number += 1
            # A name is told from its number only where it may stand.
            own = each.number if each.who != each.number else ""
            register = catalog.register(each.register).short_title
            yield (
                number, each.who, own, each.hamlet, register, each.text, each.recorded, each.expected, each.article,
            )  # fmt: skip


def _not_taken_rows(items: Sequence[NotTaken]) -> Iterator[layout.Row | GroupRow]:
    number = 0
    for code in dict.fromkeys(each.register for each in items):
        group = [each for each in items if each.register == code]
        title = catalog.register(code).short_title if code else "Không thuộc sổ nào"
        yield GroupRow(f"{title}: {len(group)}")
        for each in group:
            number += 1
            yield (number, each.number, each.who, each.code, each.said, each.todo, f"{each.package:06}")


def _merge_rows(lines: Sequence[MergeLine], met: Sequence[str]) -> Iterator[layout.Row | GroupRow]:
    number = 0
    for title, is_open in (("Phải chọn", True), ("Tự gộp", False)):
        group = [each for each in lines if each.has_to_be_chosen is is_open]
        if group:
            yield GroupRow(f"{title}: {len(group)} ô")
        for each in group:
            number += 1
            yield (number, *each[2:])
    if met:
        yield GroupRow(f"Giữ cả hai, có thể cùng một người: {len(met)}")
    for what in met:
        number += 1
        yield (number, what, "", "", "", "", "giữ cả hai")


def _band_title(band: Band, count: int) -> str:
    return f"{BANDS[band]}: {count} việc"
