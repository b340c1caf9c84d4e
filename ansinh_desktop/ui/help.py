"""The help book: the pages of the folder, and those that follow from declarations."""

from pathlib import Path

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.person import PERSON_SECTIONS
from ansinh_desktop.registers.spec import EventKind, Register, Section
from ansinh_desktop.ui.widgets.help_book import HelpBook, whole_book


def help_book(folder: Path) -> HelpBook:
    """Return the whole help: users' guide, a page a register, and all messages by code."""
    book = whole_book(folder)
    book.add("nhan-than", _sections("Nhân thân", PERSON_SECTIONS, "person"))
    for register in catalog.registers().values():
        book.add(f"so-{register.code.replace('_', '-')}", _register_page(register))
    return book


def _register_page(register: Register) -> str:
    lines = [_sections(f"Sổ {register.title}", register.sections, register.code)]
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
    asked = [f"- **{each.label}**" + (f": {each.help}" if each.help else "") for each in kind.fields]
    return "\n".join([f"### {kind.label} {{#{anchor}}}\n", *(asked or ["Ngày và nội dung."]), ""])


def _sections(title: str, sections: tuple[Section, ...], prefix: str) -> str:
    lines = [f"# {title} {{#{prefix}}}\n"]
    for section in sections:
        lines.append(f"## {section.title}\n")
        if section.help:
            lines.append(f"{section.help}\n")
        for each in (field for field in section.fields if not field.hidden):
            lines.append(f"### {each.label} {{#{prefix}.{each.key}}}\n")
            required = "Bắt buộc. " if each.required else ""
            lines.append(f"{required}{each.help or 'Không có hướng dẫn riêng.'}\n")
    return "\n".join(lines)
