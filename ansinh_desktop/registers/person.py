"""What is known of a person, declared once for the form, the lists, the import and the packages."""

import dataclasses
import datetime
import secrets
import string
from collections.abc import Iterator, Sequence

from ansinh_desktop import clock
from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.answer import Answers, date_of, text_of
from ansinh_desktop.registers.field import Field, Questions, Section
from ansinh_desktop.registers.guidance.apply import guided
from ansinh_desktop.registers.guidance.common import PERSON
from ansinh_desktop.registers.sources import Source
from ansinh_desktop.rules import identity

_SEX_WORDS = {
    **dict.fromkeys(
        (
            "trai",
            "nam gioi",
            "con trai",
            "be trai",
            "dan ong",
            "ong",
            "male",
            "m",
            "man",
            "phai nam",
            "gioi nam",
        ),
        "male",
    ),
    **dict.fromkeys(
        (
            "gai",
            "nu gioi",
            "con gai",
            "be gai",
            "dan ba",
            "phu nu",
            "ba",
            "female",
            "f",
            "woman",
            "phai nu",
            "gioi nu",
        ),
        "female",
    ),
}

_ASKED: tuple[Section, ...] = (
    Section(
        "Nhân thân",
        (
            Field(
                "full_name",
                "Họ và tên",
                kinds.Name(),
                required=True,
                aliases=("Họ tên", "Tên", "Họ tên trẻ", "Họ và tên trẻ", "Tên đối tượng"),
            ),
            Field(
                "birth_date",
                "Ngày sinh",
                kinds.PartialDate(),
                required=True,
                aliases=("Năm sinh", "Ngày tháng năm sinh", "Sinh ngày", "NS"),
                help="Gõ 5/8/61, 05081961, 8/1961 hoặc 1961. Chỉ biết năm thì chỉ ghi năm.",
            ),
            Field(
                "sex",
                "Giới tính",
                kinds.Choice("sex", words=_SEX_WORDS),
                required=True,
                aliases=("GT", "Nam/Nữ", "Phái"),
            ),
            Field(
                "personal_id",
                "Số định danh / CCCD",
                kinds.CitizenId(),
                aliases=(
                    "CCCD",
                    "Số CCCD",
                    "Số CMND/CCCD",
                    "CMND/CCCD",
                    "Số định danh",
                    "Số định danh cá nhân",
                    "CMND",
                ),
                help="12 chữ số. Quét mã QR trên thẻ vào ô này để điền cả họ tên, ngày sinh, giới tính.",
            ),
            Field("old_id", "Số CMND cũ", kinds.OldId(), aliases=("CMND cũ",)),
            Field("id_issued_on", "Ngày cấp", kinds.Date(), aliases=("Ngày cấp CCCD",)),
            Field("other_name", "Tên khác", kinds.Text(100), aliases=("Bí danh", "Tên thường gọi")),
            Field(
                "ethnicity",
                "Dân tộc",
                kinds.Choice(
                    "ethnic_group",
                    words={
                        "khmer": "05",
                        "kho me": "05",
                        "kho mer": "05",
                        "cham": "17",
                        "hoa": "04",
                        "kinh": "01",
                    },
                ),
            ),
            Field("nationality", "Quốc tịch", kinds.Text(60)),
            Field("death_date", "Ngày chết", kinds.PartialDate(), aliases=("Ngày mất",)),
        ),
    ),
    Section(
        "Nơi ở và liên hệ",
        (
            Field(
                "hamlet",
                "Ấp, khóm",
                kinds.Text(80),
                aliases=(
                    "Ấp",
                    "Khóm",
                    "Ấp/khóm",
                    "Khu phố",
                    "Tổ dân phố",
                    "Thôn",
                    "Xóm",
                    "Trú quán",
                    "Thôn, xóm",
                    "Ấp, thôn",
                    "Buôn",
                    "Bản",
                ),
            ),
            Field(
                "address",
                "Địa chỉ nơi ở",
                kinds.Text(200),
                aliases=("Địa chỉ", "Nơi cư trú", "Nơi ở", "Chỗ ở hiện nay"),
            ),
            Field(
                "permanent_address", "Nơi thường trú", kinds.Text(200), aliases=("Hộ khẩu thường trú", "HKTT")
            ),
            Field("moved_on", "Chuyển đi từ ngày", kinds.Date()),
            Field("moved_to", "Nơi chuyển đến", kinds.Text(200)),
            Field("phone", "Điện thoại", kinds.Phone(), aliases=("Số điện thoại", "SĐT", "ĐT")),
            Field(
                "health_insurance",
                "Số thẻ BHYT",
                kinds.HealthInsurance(),
                aliases=("BHYT", "Thẻ BHYT", "Mã thẻ BHYT"),
            ),
            Field(
                "poverty_status",
                "Tình trạng hộ",
                kinds.Choice(
                    "poverty_status",
                    words={
                        "x": "poor",
                        "hn": "poor",
                        "cn": "near_poor",
                        "hcn": "near_poor",
                        "ngheo": "poor",
                        "can ngheo": "near_poor",
                    },
                ),
                aliases=("Hộ nghèo", "Hộ nghèo, cận nghèo", "Diện hộ"),
            ),
            Field("note", "Ghi chú về người này", kinds.LongText(1000)),
        ),
    ),
)

PERSON_SECTIONS: tuple[Section, ...] = guided(_ASKED, PERSON)

PERSON_FIELDS = Questions.of(each for section in PERSON_SECTIONS for each in section.fields)

PERSON_SOURCES: tuple[Source, ...] = (
    *(Source(f"person.{each.key}", each.label, each.kind) for each in PERSON_FIELDS.values()),
    Source("person.birth_year", "Năm sinh", kinds.Text()),
    Source("person.birth_male", "Nam", kinds.PartialDate()),
    Source("person.birth_female", "Nữ", kinds.PartialDate()),
    Source("person.place", "Địa chỉ", kinds.Text()),
    Source("person.initials", "Tên viết tắt", kinds.Text()),
)


def fields_with(optional: Sequence[str]) -> Questions:
    """Return what is asked of a person, in the order of the form, where some of it need not be known."""
    return Questions.of(
        dataclasses.replace(each, required=False) if each.key in optional else each
        for each in PERSON_FIELDS.values()
    )


_NAMELESS = "Ẩn danh"


def stand_in() -> str:
    """Return a name for somebody whose name is not known: of letters as names are, and like that of nobody else."""
    return f"{_NAMELESS} {''.join(secrets.choice(string.ascii_uppercase) for _ in range(8))}"


def is_stand_in(name: str) -> bool:
    """Whether a name was made up because none is known."""
    return name.startswith(f"{_NAMELESS} ")


def check_letters(person: Answers) -> Iterator[Finding]:
    """Yield where a name holds signs that no name has, or that nobody sees: from another unit, or an older version."""
    for key in ("full_name", "other_name"):
        name = text_of(person, key)
        # Of nothing but letters, as nearly all: there is no other sign in it.
        if name and not name.replace(" ", "").isalpha():
            found = PERSON_FIELDS[key].kind.check(name, key)
            yield from (each for each in found if each.code in ("AS-2017", "AS-2018"))


def check_person(person: Answers, on: datetime.date, optional: Sequence[str] = ()) -> Iterator[Finding]:
    """Yield the findings about a person's own data.

    Args:
        person: What is known.
        on: The day the list of codes is asked for.
        optional: What need not be known here.
    """
    del on
    yield from _check_each(person, optional)
    birth, death = date_of(person, "birth_date"), date_of(person, "death_date")
    if birth and death and death.last < birth.first:
        yield error("AS-2021", "death_date")
    if birth and birth.age_months_on(clock.today())[0] > 115 * 12:
        yield warning("AS-2022", "birth_date")
    if number := text_of(person, "personal_id"):
        yield from identity.check_against(
            number,
            birth=birth,
            sex=text_of(person, "sex") or None,
            key="personal_id",
        )


def _check_each(person: Answers, optional: Sequence[str]) -> Iterator[Finding]:
    for key, each in PERSON_FIELDS.items():
        value = person.get(key)
        if value is not None and value != "":
            yield from each.kind.check(value, key)
        elif each.required and key not in optional:
            yield error("AS-2020", key, label=each.label)
