"""Signs that nobody sees are never kept in a text unnoticed: taken out where it is read, told where it is checked."""

import datetime

import pytest

from ansinh_desktop import text
from ansinh_desktop.registers import kinds
from ansinh_desktop.registers.person import check_person
from tests import factories

DAY = datetime.date(2026, 11, 20)
UNSEEN = {
    "zero width": "\u200b", "joiner": "\u200d", "soft hyphen": "\u00ad", "byte order": "\ufeff",
    "right to left": "\u202e", "isolate": "\u2066", "bell": "\x07", "NUL": "\x00", "tag": "\U000e0041",
}  # fmt: skip


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize(
    "kind", [kinds.Name(), kinds.Text(), kinds.LongText()], ids=lambda kind: type(kind).__name__
)
def test_what_is_typed_or_stands_in_a_cell_is_read_without_them(kind, sign):
    assert not text.hidden_signs(kind.read(f"Nguyễn{sign} Văn An"))
    assert kind.read(f"Nguyễn{sign} Văn An") == kind.read("Nguyễn Văn An")


@pytest.mark.parametrize("sign", [each for each in UNSEEN.values() if each not in "\x00\x07"])
def test_what_takes_no_room_parts_no_word(sign):
    assert kinds.Name().read(f"Ng{sign}uyễn Văn An").replace(" ", "") == "NguyễnVănAn"


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
@pytest.mark.parametrize("key", ["full_name", "other_name", "address", "hamlet", "note", "nationality"])
def test_where_they_came_in_another_way_they_are_an_error(key, sign):
    found = list(check_person(factories.person(**{key: f"Nguyễn{sign}An"}), DAY))
    assert [(each.code, each.field) for each in found if each.code == "AS-2018"] == [("AS-2018", key)]


@pytest.mark.parametrize("name", ["<b>An</b>", "<img src=x>", "An {0}", "Lê | Văn", "A=1"])
def test_signs_of_markup_are_no_part_of_a_name(name):
    assert "AS-2017" in [each.code for each in check_person(factories.person(full_name=name), DAY)]


@pytest.mark.parametrize("name", ["H’Điệp Niê", "Y-Bhiơ", "Neáng Sóc Phol", "Trần Thị A (Bé)", "Ðỗ An."])
def test_names_that_are_borne_stay_as_they_are(name):
    found = [each.code for each in check_person(factories.person(full_name=name), DAY)]
    assert not {"AS-2017", "AS-2018"} & set(found)


def test_several_lines_are_no_hidden_sign():
    assert list(kinds.LongText().check("dòng một\ndòng hai", "note")) == []
