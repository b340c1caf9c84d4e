"""Reads cells of names: without titles, numbers and signs before them, never two people as one, never broken letters."""

import re

from ansinh_desktop import text
from ansinh_desktop.findings import Finding, error, note, warning
from ansinh_desktop.services.importer.proposals import proposed_by
from ansinh_desktop.services.importer.reading import Context, Reading, Said
from ansinh_desktop.services.importer.remarks import read_remark
from ansinh_desktop.services.importer.targets import NAME, Target

_FAMILIES = """
nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn trịnh trương mai
đào lâm lương cao châu chau danh thạch sơn kim tăng tô tôn tạ thái quách phùng hà hứa hồng giang
diệp cù chu bành bạch âu lưu lữ la kiều neáng néang niêng nghiêm ngụy nhan ninh nông ong phó phí
phương quan tống từ triệu trang tiêu thân ung uông văn viên vương vi y hàng khưu khổng lại lục mạc
mạch mã man men phú
"""
_FAMILY_NAMES = frozenset(_FAMILIES.split())
FAMILY_NAMES = frozenset(map(text.fold, _FAMILY_NAMES))
"""Family names as they are looked for: folded."""
_PLAIN_NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,4}")
_TITLE = re.compile(
    r"(?:ông/bà|ông \(bà\)|ông,? bà|ô/b|ông|ô\.|bà|b\.|cụ|cố|cháu bé|cháu|em|bé|trẻ em|trẻ|anh|chị|a\.|c\.|cô|chú|bác|thím|dì|cậu|mợ|dượng"
    r"|mẹ|má|ba|đ/c|đồng chí|bn|te|học sinh|hs|người bệnh|mr\.?|mrs\.?|ms\.?)\s*[.:]?\s+",
    re.IGNORECASE,
)
_SIGNS_BEFORE = re.compile(r"^(?:[\s\-–—•●▪*+·.,;:'\"’“”_/\\=>#]+|\(?\d{1,4}\s*[.)/\-–:]\s*|\d{1,4}\s+)+")
_SIGNS_AFTER = re.compile(r"[\s\-–—•*+·.,;:'\"’“”_/\\=#†]+$")
_BROKEN = re.compile(
    r"(?<! )&|&(?! )|[?\ufffd^~`{}\[\]|\\<>@#$%=¤¦¨¸¬»«¿¡§¶ƒ‡‰™…‹›€]|[^\W\d_][\"“”„‚•](?=[^\W\d_])"
)
_FOREIGN = re.compile(r"[^\W\d_]")
_VIETNAMESE = frozenset(
    "aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệfghiíìỉĩịjklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvwxyýỳỷỹỵz"
)
_DEATH_BEHIND = re.compile(
    r"[\s,;:\-–—]+((?:(?:đã|mới|vừa)\s+)?(?:chết|từ trần|qua đời|tử vong|mất)(?!\w).*|\+\s*\d.*|†.*)$",
    re.IGNORECASE,
)
_BESIDE_NAMES = re.compile(r"\b(?:chết|mất|qua đời|tử vong|từ trần|và|với|đã)\b", re.IGNORECASE)
_PARTING = re.compile(r"\s*(?:[,;/&+]|\n|\s[-–—]\s|\s(?:và|va|với)\s)\s*", re.IGNORECASE)
_LEAST_WORDS_OF_TWO = 6


def read_name(target: Target, said: Said, context: Context) -> Reading:
    """Read a name; what stands beside it is told, and what cannot be one name of one person is refused."""
    if _is_plain(said.lines) and not context.old_font:
        name = text.person_name(said.lines)
        return Reading(name, tuple(_odd_letters(target, name)))
    typed = said.text
    bare, behind = _without_remark(typed)
    refused = _refused(bare, said.lines)
    if refused:
        return Reading(None, (error(refused, target.key, typed=typed),))
    parts = _PARTING.split(_without_signs(bare))
    kept = _without_signs(parts[0])
    name = text.person_name(kept)
    findings: list[Finding] = []
    if behind or len(parts) > 1:
        findings.append(warning("AS-3151", target.key, typed=typed, kept=name))
    elif kept != bare:
        findings.append(note("AS-3205", target.key, typed=typed, kept=name))
    remark = read_remark(behind if target.key == NAME else "", context.today)
    proposed, asked = proposed_by(target, remark, typed)
    if context.old_font and name != kept and kept not in (kept.lower(), kept.upper()):
        findings.append(note("AS-3152", target.key, kept=name))
    return Reading(name or None, (*findings, *_odd_letters(target, name), *asked), {}, proposed)


def _refused(bare: str, whole: str) -> str:
    """Return the code of why a cell cannot be the name of one person; empty where it can."""
    if _BROKEN.search(bare):
        return "AS-3203"
    lines = [line for line in map(text.clean, whole.splitlines()) if line]
    return "AS-3204" if _is_of_two(bare, lines) else ""


def _is_plain(whole: str) -> bool:
    """Whether a cell holds a name and nothing else, as nearly all do."""
    if not _PLAIN_NAME.fullmatch(whole) or _BESIDE_NAMES.search(whole):
        return False
    first = whole.partition(" ")[0].lower()
    return first in _FAMILY_NAMES and first != "ông"


def _without_remark(typed: str) -> tuple[str, str]:
    """Return a name and what is said behind it: in brackets, or of a death."""
    inside = " ".join(re.findall(r"[(\[]([^)\]]*)[)\]]?", typed))
    bare = text.clean(re.sub(r"[(\[][^)\]]*[)\]]?", " ", typed))
    if not bare:
        return typed, ""
    death = _DEATH_BEHIND.search(bare)
    if death:
        bare, inside = bare[: death.start()], f"{inside} {death[1]}"
    return text.clean(bare), text.clean(inside)


def _without_signs(bare: str) -> str:
    """Return a name without numbers, dashes and titles before it."""
    kept = _SIGNS_AFTER.sub("", _SIGNS_BEFORE.sub("", bare)) or bare
    title = _TITLE.match(kept)
    rest = kept[title.end() :] if title else ""
    first = text.fold(rest.split()[0]) if rest.split() else ""
    # Ông is a family name as well: Ông Văn Tùng is no Mr Văn Tùng.
    told = (
        len(rest.split()) >= 2
        and (text.fold(title[0]) != "ong" or (first in FAMILY_NAMES and first != "van"))
        if title
        else False
    )
    return _SIGNS_BEFORE.sub("", rest) if told else kept


def _is_of_two(bare: str, lines: list[str]) -> bool:
    """Whether a cell holds the names of two people."""
    plain = _without_signs(bare)
    parts = [each for each in map(_without_signs, _PARTING.split(plain)) if each]
    if len(parts) > 1:
        return _whole_names(parts) > 1
    own = [_without_signs(line) for line in lines]
    if len(own) > 1 and _whole_names(own) == len(own):
        return len(plain.split()) >= _LEAST_WORDS_OF_TWO - 1 and all(map(_begins_with_family, own))
    said = text.fold(plain).split()
    middles = said.count("thi") + said.count("van")
    return len(said) >= _LEAST_WORDS_OF_TWO and middles > 1 and not FAMILY_NAMES.isdisjoint(said[2:-1])


def _whole_names(parts: list[str]) -> int:
    """Return how many parts are more than one word."""
    return sum(len(each.split()) > 1 for each in parts)


def _begins_with_family(name: str) -> bool:
    return text.fold(name.partition(" ")[0]) in FAMILY_NAMES


def _odd_letters(target: Target, name: str) -> list[Finding]:
    if any(map(str.isnumeric, name)):
        return [warning("AS-3206", target.key, kept=name)]
    if any(each not in _VIETNAMESE for each in "".join(_FOREIGN.findall(name)).lower()):
        return [warning("AS-3207", target.key, kept=name)]
    return []
