"""The help book: the pages of the folder, and those that follow from declarations."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from ansinh_desktop.errors import BugError
from ansinh_desktop.registers import catalog, dated, kinds
from ansinh_desktop.registers.event import EventKind
from ansinh_desktop.registers.field import (
    Aged,
    Condition,
    Every,
    Field,
    OfPerson,
    SaysNo,
    Section,
    Some,
    Unless,
    When,
)
from ansinh_desktop.registers.person import PERSON_FIELDS, PERSON_SECTIONS
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import law
from ansinh_desktop.ui.help.book import HelpBook, whole_book

_MOST_CHOICES = 20
_OLDEST = 200
_PAGES_OF_REGISTER = (
    "Cách dùng [danh sách](so.md), [trang của một hồ sơ](ho-so.md), [gõ hồ sơ](go-lieu.md); "
    "chương trình [tính gì, theo điều nào](phap-luat.md). Dưới đây là từng ô của sổ.\n"
)
_OWN_LIST = "quy ước của chương trình"


def help_book(folder: Path) -> HelpBook:
    """Return the whole help: users' guide, a page a register, and all messages by code."""
    book = whole_book(folder)
    book.add("nhan-than", _sections("Nhân thân", PERSON_SECTIONS, "person", PERSON_FIELDS))
    for register in catalog.registers().values():
        book.add(f"so-{register.code.replace('_', '-')}", _register_page(register))
    return book


_BY_MONTH = """Hồ sơ đang hưởng mà đổi một dữ kiện quyết định mức hưởng (nhóm, mức độ khuyết tật, tình trạng hộ, con, \
người chăm sóc, hình thức chi trả…) thì chương trình hỏi một câu: **đổi từ tháng nào**, theo giấy tờ nào; hay **sửa chỗ ghi sai \
từ đầu**. Đổi từ một tháng thì các tháng trước giữ nguyên như đã ghi: danh sách, “Tại sao?” và tháng chi trả của tháng nào lấy \
dữ kiện của tháng ấy.
"""


_MOVED = "Việc mới ghi ở sổ {register}. Ở đây chỉ ghi tiếp hồ sơ đã có việc này; việc đã ghi vẫn xem được.\n"


def _register_page(register: Register) -> str:
    title = f"Sổ {register.title}"
    lines = [_sections(title, register.sections, register.code, register.fields, _PAGES_OF_REGISTER)]
    if register.dated_fields:
        lines.append(f"### {register.fields[dated.KEY].label} {{#{register.code}.{dated.KEY}}}\n")
        lines.append(_BY_MONTH)
    lines.append("## Diễn biến, trợ giúp\n")
    lines += [_event(each, f"{register.code}.{each.code}") for each in register.events if not each.automatic]
    lines.append(f"## Căn cứ pháp lý\n\n{register.legal_basis}\n")
    lines.append("## Các bước của hồ sơ {#" + f"{register.code}.state" + "}\n")
    for workflow in register.life_cycle.all_workflows():
        lines.append(f"### {workflow.label}\n")
        lines += [
            f"- {workflow.state_label(each.source)} → **{workflow.state_label(each.target)}**"
            + (f": {each.guard}" if each.guard else "")
            for each in workflow.transitions
        ]
        lines.append("")
    return "\n".join(lines)


def _event(kind: EventKind, anchor: str) -> str:
    asked = list(_asked_in(kind.fields))
    moved = [_MOVED.format(register=catalog.register(kind.moved_to).title)] if kind.moved_to else []
    return "\n".join([f"### {kind.label} {{#{anchor}}}\n", *moved, *(asked or ["Ngày và nội dung."]), ""])


def _asked_in(fields: Sequence[Field]) -> Iterator[str]:
    """Yield a line for each question of an event or a row."""
    yield from (f"- **{each.label}**: {each.help}" for each in fields if not each.hidden)


def _sections(
    title: str, sections: tuple[Section, ...], prefix: str, fields: Mapping[str, Field], words: str = ""
) -> str:
    lines = [f"# {title} {{#{prefix}}}\n", words]
    for section in sections:
        lines.append(f"## {section.title}\n")
        if section.help:
            lines.append(f"{section.help}\n")
        for each in (field for field in section.fields if not field.hidden):
            lines.append(f"### {each.label} {{#{prefix}.{each.key}}}\n")
            lines += _told(each, fields)
    return "\n".join(lines)


def _told(field: Field, fields: Mapping[str, Field]) -> Iterator[str]:
    """Yield what is known of a field: its guidance, when it is asked, what may be chosen and by which text."""
    sentences = ["Bắt buộc."] if field.required else []
    sentences += [field.help] if field.help else []
    sentences += [_condition(field, fields)] if field.when else []
    if sentences:
        yield " ".join(sentences) + "\n"
    if isinstance(field.kind, kinds.Choice):
        yield _choices(field.kind)
    if isinstance(field.kind, kinds.Rows):
        yield "\n".join([*_asked_in(field.kind.fields), ""])


def _condition(field: Field, fields: Mapping[str, Field]) -> str:
    return f"Chỉ hỏi {_said(field.when, fields)}." if field.when is not None else ""


def _said(condition: Condition, fields: Mapping[str, Field]) -> str:
    """Return a condition in words: when a question is asked."""
    match condition:
        case Every(parts):
            return ", và ".join(_said(each, fields) for each in parts)
        case Some(parts):
            return ", hoặc ".join(_said(each, fields) for each in parts)
        case Unless(of):
            return f"trừ {_said(of, fields)}"
        case OfPerson(key, codes):
            return _said_of(PERSON_FIELDS[key], codes, " của người này")
        case When(key, codes):
            return _said_of(fields[key], codes)
        case SaysNo(key):
            return f"khi “{fields[key].label}” là không"
        case Aged(least, below):
            words = ([f"từ đủ {least} tuổi"] if least else []) + (
                [f"dưới {below} tuổi"] if below < _OLDEST else []
            )
            return f"người {' và '.join(words)}"
    raise BugError(f"a condition without words: {type(condition).__name__}")


def _said_of(field: Field, codes: Sequence[str], whose: str = "") -> str:
    if not codes:
        return f"khi đã ghi “{field.label}”{whose}"
    return f"khi “{field.label}”{whose} là: {_shown(field, codes)}"


def _shown(field: Field, codes: Sequence[str]) -> str:
    several = isinstance(field.kind, kinds.Choices)
    return "; ".join(field.kind.show([code] if several else code) for code in codes)


def _choices(kind: kinds.Choice) -> str:
    found = law.code_list(kind.list_name)
    rows = [each for each in found if not kind.only or each.code in kind.only]
    by = "" if not found.source or found.source.startswith(_OWN_LIST) else f" ({found.source})"
    if len(rows) > _MOST_CHOICES:
        return f"Chọn trong {len(rows)} mục{by}: gõ vài chữ để tìm, hoặc bấm `F4`.\n"
    how = "Chọn một hay nhiều mục" if isinstance(kind, kinds.Choices) else "Chọn một"
    return "\n".join(
        [f"{how}{by}:\n", *(f"- {_place(each)}{each.label}{_beside(each)}" for each in rows), ""]
    )


def _place(row: law.Code) -> str:
    """Return which point or clause of its text a row is."""
    if clause := row.extra.get("clause"):
        return f"{clause}: "
    return f"điểm {point}: " if (point := row.extra.get("point")) else ""


def _beside(row: law.Code) -> str:
    """Return since when and until when a row may be chosen, and whether it is doubtful."""
    notes = [f"từ {row.effective_from:%d/%m/%Y}"] if row.effective_from else []
    notes += [f"đến {row.effective_to:%d/%m/%Y}"] if row.effective_to else []
    notes += ["chưa chắc"] if row.mark == "?" else []
    return f" ({', '.join(notes)})" if notes else ""
