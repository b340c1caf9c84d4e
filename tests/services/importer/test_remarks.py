"""What a remark says of a life is never taken for the person's own where anybody else can be meant."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.importer.cells import Context, read_cell
from ansinh_desktop.services.importer.remarks import Whose, read_remark
from ansinh_desktop.services.importer.targets import DEATH, targets_of

TODAY = datetime.date(2026, 11, 26)

OTHERS = """
cha mẹ đều mất năm 2021|cha đã mất năm 2019, sống với bà|mất mẹ năm 2019|chồng chết 2019|mất vợ 2010|cha chết
mẹ mất sớm|bố mẹ mất từ nhỏ|mồ côi, cha chết 2010 mẹ bỏ đi|con chết 2015|bà nội mất 2020|ông chết, ở với bác
cha mất năm 2018, mẹ lấy chồng khác|sống với bà ngoại, mẹ chết 2015|người nuôi dưỡng đã chết 2021
Nguyễn Văn A chết 2019|tía má chết hết|cha mat nam 2019|me chet nam 2020|ba mất 2019|Ba chết do tai nạn
vợ chồng đều chết|con trai mất 2012, hiện sống một mình|đã mất cha|mất cả cha lẫn mẹ|có người chết trong nhà năm 2020
nhà chết hết năm 2011|anh ruột chết 2001|chết cha từ năm 2 tuổi|cha: chết 2019|cha (chết 2019), mẹ (bỏ đi)
Cha: Lê Văn B - chết 2018|mẹ - đã mất 2020|2 con chết|đứa lớn chết năm 2019|thằng út mất 2010|trâu chết 2020
chủ hộ mất năm 2020|đang hưởng tuất của chồng đã chết 2015|cháu nội mất|chưa chết|không phải chết, nhầm
tưởng đã chết|suýt chết 2019|còn sống, báo nhầm là chết 5/2022|má mất 2016|bầm mất|dì ruột chết 2020, không ai nuôi
người thân chết hết|con liệt sĩ, cha hy sinh 1968|mẹ qua đời năm 2020, cha bỏ đi|cha từ trần 2019|em mất mẹ từ nhỏ
cha mẹ tử vong do covid 2021|Tuấn chết 2019|đồng đội chết|mất bố|góa, chồng mất 2005|sống cùng bác, bố mẹ mất 2014
sinh đôi, 1 cháu chết 2016|CHA MẸ MẤT NĂM 2021|chết 5/2022, con là Lê Văn An nhận thay|cụ ông mất 2020
"""
OWN = {
    "chết 5/2022": "2022-05", "Chết ngày 12/05/2022": "2022-05-12", "đã mất năm 2021": "2021", "qua đời": None,
    "CHẾT 5/2022": "2022-05", "chet 5/2022": "2022-05", "từ trần 12/2021": "2021-12", "Mất: 2/2022": "2022-02",
    "tử vong do covid 2021": "2021", "chết do tai nạn giao thông ngày 5/6/2022": "2022-06-05", "đối tượng đã chết": None,
    "mất (05/2022)": "2022-05", "hộ nghèo, chết 5/2022": "2022-05", "mất tại nhà ngày 1/2/2022": "2022-02-01",
    "báo tử 3/2022": "2022-03", "đã khai tử tháng 3 năm 2022": "2022-03", "người này đã mất": None, "mat nam 2021": "2021",
    "Chết – 12/5/2022": "2022-05-12", "đã chết, cắt từ 6/2022": None,
}  # fmt: skip
NO_DEATH = """
mất sức lao động 1985|Chuyển đi TP.HCM|mất thẻ BHYT|mất CMND năm 2019|CCCD bị mất 2020|mất tích 2015|cha mất tích 2015
mất một chân|mất 2 tay|mất khả năng lao động|mất trí nhớ|mất nguồn thu nhập|mất liên lạc từ 2019|giấy khai sinh bị mất
mất việc 2020|mất ngủ|mất sổ hộ khẩu|hộ nghèo|sống một mình|mất thính lực|mất năng lực hành vi dân sự|mặt bị bỏng
mất 1 mắt năm 1972|bị mù 2 mắt|mat suc|mat the BHYT|mồ côi cha mẹ|Nhận thay
"""


def lines(text: str) -> list[str]:
    return [each for line in text.strip().splitlines() for each in line.split("|")]


@pytest.mark.parametrize("remark", lines(OTHERS))
def test_a_death_of_somebody_else_is_never_the_persons_own(remark):
    found = read_remark(remark, TODAY)
    assert (found.death, found.died_on) == (Whose.UNCLEAR, None)


@pytest.mark.parametrize(("remark", "iso"), OWN.items())
def test_a_death_where_nobody_else_is_named_may_be_the_persons_own(remark, iso):
    found = read_remark(remark, TODAY)
    assert found.death is Whose.OWN
    assert (found.died_on.iso if found.died_on else None) == iso


@pytest.mark.parametrize("remark", lines(NO_DEATH))
def test_a_loss_of_something_else_is_no_death(remark):
    assert read_remark(remark, TODAY).death is Whose.NOBODY


@pytest.mark.parametrize(
    ("remark", "whose"),
    [
        ("Chuyển đi TP.HCM", Whose.OWN),
        ("chuyển hộ khẩu 5/2022", Whose.OWN),
        ("không còn ở địa phương", Whose.OWN),
        ("con chuyển đi", Whose.UNCLEAR),
        ("sẽ chuyển đi", Whose.UNCLEAR),
        ("chuyển đi học", Whose.UNCLEAR),
        ("chuyển sang hưởng 5c", Whose.NOBODY),
    ],
)
def test_a_removal_is_told_apart_in_the_same_way(remark, whose):
    assert read_remark(remark, TODAY).move is whose


def test_an_end_of_payment_is_noticed_and_poverty_reduction_is_none():
    assert read_remark("cắt trợ cấp 6/2022", TODAY).stops
    assert read_remark("thôi hưởng từ 5/2022", TODAY).stops
    assert not read_remark("hộ thoát nghèo, giảm nghèo bền vững", TODAY).stops


TARGETS = [
    (code, target)
    for code in catalog.registers()
    for target in targets_of(catalog.register(code))
    if target.kind_name in {"Text", "LongText"}
]
ASKING = {"AS-3142", "AS-3144", "AS-3146", "AS-3147"}


@given(
    st.sampled_from(TARGETS),
    st.sampled_from([*lines(OTHERS), *OWN, *lines(NO_DEATH), "chuyển đi", "cắt giảm 5/2022"]),
)
def test_no_free_text_of_any_register_sets_anything_but_itself(declared, remark):
    _register, target = declared
    found = read_cell(target, remark, Context(TODAY))
    assert found.also == {}
    told = {each.code for each in found.findings} & ASKING
    if read_remark(remark, TODAY).death is not Whose.NOBODY:
        assert told
    assert (found.proposed is not None) == bool(told & {"AS-3142", "AS-3144"})
    assert DEATH not in (found.proposed or {}) or remark in OWN


@given(st.text(max_size=80))
def test_no_remark_whatever_it_holds_breaks_the_reader(remark):
    read_remark(remark, TODAY)
