"""What a remark says of a life: a death, a removal, an end of payment; and whether anybody else can be meant.

A remark is somebody's shorthand. "Mất mẹ năm 2019" tells of a mother, "mất thẻ BHYT" of a card, "chết 5/2022" most
likely of the person. So nothing is ever taken from it: what may be the person's own is proposed and asked, and of
everything else the officer is told that the remark speaks of it.
"""

import datetime
import enum
import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.services.importer.written_dates import read_written_date
from ansinh_desktop.text import clean, fold


class Whose(enum.StrEnum):
    """Of whom a remark speaks."""

    NOBODY = "nobody"
    """It tells of no such thing."""
    OWN = "own"
    """Of the person of the row: nobody else is named."""
    UNCLEAR = "unclear"
    """Of somebody who is named, or of nobody knows whom."""


@dataclass(frozen=True)
class Remark:
    """What a remark tells; the day of death only where it is the person's own and written down."""

    death: Whose = Whose.NOBODY
    died_on: PartialDate | None = None
    move: Whose = Whose.NOBODY
    stops: bool = False
    """Whether it tells of an end of payment without saying why."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OWN_DEATH = (
    "chết",
    "từ trần",
    "qua đời",
    "tử vong",
    "tạ thế",
    "mất",
    "chứng tử",
    "khai tử",
    "báo tử",
    "tử nạn",
    "lìa trần",
)
_DEATH = (
    *_OWN_DEATH, "chêt", "quá cố", "đã khuất", "khuất núi", "hy sinh", "hi sinh", "tắt thở", "thiệt mạng", "bỏ mạng",
    "mai táng", "không còn nữa", "tang lễ", "an táng",
)  # fmt: skip
_LEAVING = (
    "chuyển đi", "chuyển hộ khẩu", "chuyển khẩu", "cắt khẩu", "cắt hộ khẩu", "chuyển nơi ở", "chuyển chỗ ở", "dời đi",
    "dọn đi", "chuyển nơi cư trú", "không còn ở địa phương", "bỏ địa phương", "rời địa phương", "đi khỏi địa phương",
)  # fmt: skip
_STOPPING = re.compile(
    r"(?<!\w)(?:(?:cắt|thôi|dừng|ngừng|ngưng|tạm dừng|tạm ngưng|chấm dứt) (?:hưởng|trợ cấp|chi trả|tc|chế độ|chi)"
    r"|(?:đã|báo|cắt) giảm|giảm (?:từ|tháng|ngày|\d)|cắt từ|cắt tháng|cắt \d|hết hưởng|không còn hưởng)(?!\w)"
)
# A loss is oftener of a thing than of a life: "mất" counts where what follows ends the thought, gives its day or a cause.
_AFTER_LOSS = re.compile(
    r"\W*$|\W*\d|\W+(?:ngày|tháng|năm|hồi|lúc|vào|từ|do|vì|bởi|tại|ở|rồi|sớm|trước|sau|lâu|đột|hôm|mùng|mồng|cuối|đầu|giữa"
    r"|nay|được|khi|hết|cả|cha|mẹ|ba|bố|má|tía|vợ|chồng|con|bà|ông|anh|chị|em|cháu|người|cách|âm|dương|al|dl|đi|bệnh|vợ|bởi)\b"
)
_THINGS = re.compile(
    r"(?<!\w)(?:giấy|cmnd|cccd|căn cước|thẻ|sổ|hồ sơ|bhyt|xe|tiền|bằng cấp|khai sinh|quyết định|điện thoại|sim)(?!\w)"
)
_LOST = re.compile(
    r"(?<!\w)mất\s+(?:tích|sức|khả|việc|nguồn|trí|ngủ|liên|năng|quyền|dấu|nhà|đất|ruộng|trộm|cắp|tay|chân|ngón|mắt|thị|thính|máu"
    r"|nước|điện|mùa|cân|tiếng|kiểm|phương|dần|hẳn|gốc|hộ|tên|đoàn|lòng|an|ổn|mát|răng|giọng|cảm|giác|trật|bò|trâu"
    r"|(?:cả\s+)?(?:một|hai|1|2|cả|\d+%)\s*(?:bên\s+)?(?:tay|chân|mắt|bàn|cánh|ngón|tai|con mắt|khả|sức|phần|cẳng|đốt))(?!\w)"
)
# All that may stand around a death which is the person's own. Anything else makes it unclear whose it is.
_AROUND = _words(
    "đã bị mới vừa do vì bởi nên là theo số ngày tháng năm mùng mồng hồi lúc khoảng vào từ ở tại hôm cuối đầu giữa trước "
    "sau nay rồi âm dương lịch nhằm âl đl dl al giờ sáng trưa chiều tối đêm qua gksđ gct giấy trích lục bản sao kèm báo "
    "địa phương ubnd xã phường bệnh già yếu tuổi cao ung thư phổi gan tim mạch thận suy đột quỵ tai biến não nạn giao "
    "thông đuối nước điện giật tự tử nhồi máu cơ tiểu đường lao covid hiv aids sốc thuốc quá liều nặng bất ngờ tự nhiên "
    "viện trạm y tế trung tâm đang điều trị đối tượng hưởng trợ cấp cắt giảm thôi dừng ngừng tạm chi trả khỏi danh sách "
    "chế độ btxh quý đợt thg th t n hết"
)
_OWN_PHRASES = re.compile(
    r"(?:tại|ở) nhà(?: riêng)?|người (?:này|hưởng|được hưởng)|đã (?:có|nộp) (?=giấy|trích)|có (?=giấy|trích)"
)
_NO_PEOPLE = re.compile(
    rf"{_OWN_PHRASES.pattern}|(?:sổ )?hộ (?:khẩu|nghèo|cận|tịch)|ho (?:khau|ngheo|can|tich)|hộ gia đình|đồng bào|(?<=\d)\s*đồng"
)
# Kinship, offices and animals; "bà" and "ông" may be the person's own title as well, which makes it unclear.
_PEOPLE = _words(
    "cha mẹ bố ba má tía bu bầm thầy vợ chồng con ông bà anh chị em cô dì chú bác cậu mợ thím dượng cháu cụ cố nội ngoại "
    "thân gia đứa thằng út sinh đôi nuôi rể dâu chắt liệt bạn xóm họ mồ góa goá trẻ bé mẫu bào chủ giám chăm phu thê "
    "hôn đồng trâu bò heo lợn gà vịt cá vật chó mèo ai người nhà hộ mẹ, cha, hai cả đều lần lượt quan"
)
_MOVE_ELSEWHERE = _words("sẽ sắp định xin dự nếu học làm thăm khám chữa viện chưa không")
_CLAUSES = re.compile(r"[;,\n()\[\]]|\.(?=\s|$)|\s[-–—]+\s|\s/\s|:\s")
_LETTERS = re.compile(r"[^\W\d_]+")
_DAY = re.compile(
    r"(?:ngày\s*|mùng\s*|mồng\s*)?\d{1,2}\s*(?:tháng|thg|th|-|/)\s*\d{1,2}\s*(?:năm\s*|[/.\-]\s*)\d{2,4}"
    r"|(?:tháng|thg|th|t)\s*\d{1,2}\s*(?:năm\s*|[/.\-]\s*)?\d{4}|\d[\d/.\-]*(?:\s*[/.\-]\s*\d+)*"
)
_DATE_WORDS = _words("ngày tháng năm mùng mồng từ vào hồi lúc t th thg")


def read_remark(typed: str, today: datetime.date) -> Remark:
    """Return what a remark tells of a death, a removal and an end of payment."""
    whole = clean(typed.replace("\n", "; "))
    lowered = whole.lower()
    if not _TELLING.search(lowered):  # hardly any text tells of such things
        return Remark()
    unmarked = fold(lowered) == " ".join(re.findall(r"[^\W_]+", lowered))
    if unmarked:  # typed without any marks: its bare letters must do
        return _read(whole, lowered, today, _BARE)
    return _read(whole, lowered, today, _MARKED)


@dataclass(frozen=True)
class _Vocabulary:
    """The words as they are looked for: with their marks, or as their bare letters."""

    is_bare: bool
    death: tuple[str, ...]
    own_death: tuple[str, ...]
    leaving: tuple[str, ...]
    people: frozenset[str]
    around: frozenset[str]


def _bare(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(fold, words)))


_MARKED = _Vocabulary(False, _DEATH, _OWN_DEATH, _LEAVING, _PEOPLE, _AROUND)  # noqa: FBT003
_BARE = _Vocabulary(
    True, _bare(_DEATH), _bare(_OWN_DEATH), _bare(_LEAVING), frozenset(_bare(_PEOPLE)),  # noqa: FBT003
    frozenset(_bare(_AROUND)),
)  # fmt: skip


_TELLING = re.compile(
    "|".join(map(re.escape, (*_DEATH, *_LEAVING, *_BARE.death, *_BARE.leaving))) + "|" + _STOPPING.pattern
)


def _read(whole: str, lowered: str, today: datetime.date, vocabulary: _Vocabulary) -> Remark:
    clauses = [clean(each) for each in _CLAUSES.split(lowered) if each.strip()]
    relatives = not vocabulary.people.isdisjoint(_LETTERS.findall(_NO_PEOPLE.sub(" ", lowered)))
    death, died_on = _death(clauses, vocabulary, today, named=relatives or _has_full_name(whole, vocabulary))
    return Remark(
        death, died_on, _move(clauses, vocabulary, named=relatives), _STOPPING.search(lowered) is not None
    )


def _has_full_name(whole: str, vocabulary: _Vocabulary) -> bool:
    """Whether two words beside each other are written as a name is."""
    words = re.findall(r"[^\W\d_]+", whole)
    if whole == whole.upper():
        return False
    return any(
        first.istitle() and second.istitle() and not {first.lower(), second.lower()} <= _known(vocabulary)
        for first, second in itertools.pairwise(words)
    )


def _known(vocabulary: _Vocabulary) -> frozenset[str]:
    return vocabulary.around | {word for each in vocabulary.own_death for word in each.split()}


def _says(clause: str, word: str) -> bool:
    return word in clause and _as_word(word).search(clause) is not None


@functools.cache
def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _death(
    clauses: Sequence[str], vocabulary: _Vocabulary, today: datetime.date, *, named: bool
) -> tuple[Whose, PartialDate | None]:
    telling = [place for place, each in enumerate(clauses) if _tells_of_death(each, vocabulary)]
    if not telling:
        return Whose.NOBODY, None
    if named or not all(_is_own(clauses[place], vocabulary) for place in telling):
        return Whose.UNCLEAR, None
    days = {day for place in telling if (day := _day_in(clauses[place], today))}
    if not days and len(telling) == 1:
        return Whose.OWN, _day_alone(clauses[telling[0] + 1 :], today)
    return Whose.OWN, days.pop() if len(days) == 1 else None


def _day_alone(after: Sequence[str], today: datetime.date) -> PartialDate | None:
    """Return the day that the next clause says and nothing else: chết (05/2022)."""
    alone = after and set(_LETTERS.findall(after[0])) <= _DATE_WORDS
    return _day_in(after[0], today) if alone else None


def _tells_of_death(clause: str, vocabulary: _Vocabulary) -> bool:
    said = [word for word in vocabulary.death if _says(clause, word)]
    if vocabulary.is_bare and said == ["mat"]:  # an eye, a face and a secret as well
        return re.search(r"(?<!\w)mat\W*(?:$|\d|ngay|thang|nam\b|hoi|me\b|cha\b)", clause) is not None
    if said != ["mất"]:
        return bool(said)
    if _LOST.search(clause) or _THINGS.search(clause):
        return False
    return any(_AFTER_LOSS.match(clause[found.end() :]) for found in re.finditer(r"(?<!\w)mất(?!\w)", clause))


def _is_own(clause: str, vocabulary: _Vocabulary) -> bool:
    """Whether a clause says nothing but a death, with its day, its cause and its papers."""
    rest = _OWN_PHRASES.sub(" ", clause)
    found = [word for word in vocabulary.own_death if _says(rest, word)]
    for word in found:
        rest = _as_word(word).sub(" ", rest)
    return bool(found) and vocabulary.around.issuperset(_LETTERS.findall(rest))


def _day_in(clause: str, today: datetime.date) -> PartialDate | None:
    days = []
    for found in _DAY.finditer(clause):
        day = read_written_date(found[0].strip(" ./-"), today)
        if day is not None and day.first <= today:
            days.append(day)
    return days[0] if len(days) == 1 else None


def _move(clauses: Sequence[str], vocabulary: _Vocabulary, *, named: bool) -> Whose:
    telling = [each for each in clauses if any(_says(each, word) for word in vocabulary.leaving)]
    if not telling:
        return Whose.NOBODY
    # "Hộ khẩu" is no household, and "không còn ở địa phương" no denial.
    doubt = any(
        not _MOVE_ELSEWHERE.isdisjoint(_LETTERS.findall(re.sub(r"không còn ở|khong con o", " ", each)))
        for each in telling
    )
    return Whose.UNCLEAR if named or doubt else Whose.OWN
