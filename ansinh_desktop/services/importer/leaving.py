"""Which people of a list leave it: those under "DANH SÁCH GIẢM", and not those under "DANH SÁCH TĂNG"."""

import re

from ansinh_desktop.text import clean, fold

_LEAVES = re.compile(
    r"(?<!\w)(?:giảm(?! (?:nghèo|hộ nghèo|hại|phát|thiểu|dần nghèo|sút|giá))|cắt giảm|thôi hưởng|dừng hưởng|ngừng hưởng|dừng trợ cấp"
    r"|thôi trợ cấp|cắt trợ cấp|ngừng trợ cấp|chấm dứt|tạm dừng|đã chết|đã mất|tử vong|chết|từ trần|chuyển đi|đưa ra khỏi|ra khỏi danh sách"
    r"|xóa tên|xoá tên|hết hưởng|không còn hưởng|không còn đủ|rút tên|loại khỏi)(?!\w)"
)
_BARE_LEAVES = re.compile(
    r"\b(?:danh sach giam|doi tuong giam|cat giam|thoi huong|dung huong|ngung huong|da chet|tu vong|chuyen di|giam trong|bien dong giam"
    r"|so giam|giam thang|giam quy|giam nam)\b"
)
_COMES = re.compile(
    r"(?<!\w)(?:tăng|tang(?= )|mới|bổ sung|tiếp nhận|đang hưởng|hiện hưởng|không đổi|không thay đổi|chuyển đến|đề nghị hưởng)(?!\w)"
)
_ENUMERATORS = (
    re.compile(r"^(?:phần|mục)\s+\w+", re.IGNORECASE),
    re.compile(r"^[IVX]+\s*[.)\-–/:]|^[IVX]+\s"),
    re.compile(r"^[A-Z]\s*[.)\-–/:]"),
    re.compile(r"^\d+\s*[.)\-–/:]|^\d+\s+\w"),
    re.compile(r"^[a-zđ]\s*[.)\-–/:]|^[-–+*•]"),
)
_NO_LEVEL = len(_ENUMERATORS)


def says_leaving(title: str) -> bool:
    """Whether a title speaks only of people who leave; "TĂNG, GIẢM" speaks of both."""
    said = clean(title).lower()
    leaves = _LEAVES.search(said) or (said.isascii() and _BARE_LEAVES.search(fold(said)))
    return bool(leaves) and not _COMES.search(_LEAVES.sub(" ", said))


class Leaving:
    """Follows the titles between the people, and knows under which of them people leave."""

    def __init__(self, titles: list[str]) -> None:
        """Begin below the lines over the list; the last of them that speaks of coming or leaving counts."""
        self.title = ""
        self._level = -1
        for each in titles:
            if says_leaving(each):
                self.title = clean(each)
            elif _COMES.search(clean(each).lower()):
                self.title = ""

    def pass_title(self, title: str, *, hamlet: bool) -> None:
        """Take in a title between the people; a hamlet's name and a lower heading change nothing."""
        level = _level_of(title)
        if says_leaving(title):
            if not self.title:
                self.title, self._level = clean(title), level
        elif not hamlet and self.title and (_COMES.search(title.lower()) or 0 <= level <= self._level):
            self.title, self._level = "", -1


def _level_of(title: str) -> int:
    bare = clean(title)
    return next((place for place, each in enumerate(_ENUMERATORS) if each.match(bare)), _NO_LEVEL)
