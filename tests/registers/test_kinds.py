"""Each kind reads what was typed or stood in a cell, and reads back what it shows."""

import datetime
import decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ansinh_desktop import clock, text
from ansinh_desktop.dates import PartialDate
from ansinh_desktop.errors import message
from ansinh_desktop.registers import kinds, names
from ansinh_desktop.registers.answer import Kind, UnreadableError
from ansinh_desktop.registers.dated import ByMonth
from ansinh_desktop.registers.field import Field, When
from ansinh_desktop.rules import law

DAYS = st.dates(datetime.date(1900, 1, 1), clock.today())
LISTS = st.sampled_from(law.list_names()).map(law.code_list)
WORDS = st.text(st.sampled_from("aăâđêôơưáàảãạyÝỷ .,1-"), max_size=40).map(
    lambda each: " ".join(each.split())
)


@st.composite
def partial_dates(draw):
    day = draw(DAYS)
    known = draw(st.integers(1, 3))
    month, date = day.month if known > 1 else None, day.day if known > 2 else None
    return PartialDate(day.year, month, date, estimated=known == 1 and draw(st.booleans()))


def units():
    days = (law.OLD_UNITS_FIRST_SNAPSHOT, law.UNITS_REFORM)
    return [names.unit_value(row.code, day) for day in days for row in law.units_on(day)]


VALUES = {
    kinds.Text(): WORDS.filter(bool),
    kinds.LongText(): WORDS.filter(bool),
    kinds.Name(): st.sampled_from(["Đỗ Thị Hòa", "Thạch", "Mohamad Sariya", "Neáng Kim Ánh"]),
    kinds.Whole(): st.integers(0, 1_000_000),
    kinds.Money(): st.integers(0, 10**12),
    kinds.Decimal(): st.decimals(0, 999, places=1).map(kinds.decimal_text),
    kinds.PartialDate(): partial_dates().map(lambda each: each.iso),
    kinds.Date(): DAYS.map(lambda each: each.isoformat()),
    kinds.Month(): DAYS.map(lambda each: f"{each:%Y-%m}"),
    kinds.Moment(): st.tuples(DAYS, st.times()).map(lambda each: f"{each[0]}T{each[1]:%H:%M}"),
    kinds.YesNo(): st.booleans(),
    kinds.Unit(): st.sampled_from(units()),
    kinds.CitizenId(): st.from_regex(r"\A[0-9]{12}\Z"),
    kinds.OldId(): st.from_regex(r"\A[0-9]{9}\Z"),
    kinds.HealthInsurance(): st.from_regex(r"\A[A-Z]{2}[1-5][0-9]{12}\Z"),
    kinds.Phone(): st.from_regex(r"\A0[0-9]{9}\Z"),
}


@pytest.mark.parametrize("kind", VALUES, ids=lambda each: type(each).__name__)
def test_what_is_shown_reads_as_the_same_answer(kind):
    @given(VALUES[kind])
    def same(value):
        assert kind.read(kind.show(value)) == value

    same()


STORED_AS_TEXT = [each for each in VALUES if not isinstance(each, kinds.YesNo)]


@pytest.mark.parametrize("kind", STORED_AS_TEXT, ids=lambda each: type(each).__name__)
def test_what_is_stored_reads_as_it_stands(kind):
    @given(VALUES[kind])
    def same(value):
        assert kind.read(value) == value

    same()


@pytest.mark.parametrize("kind", VALUES, ids=lambda each: type(each).__name__)
def test_an_empty_cell_is_no_answer(kind):
    assert kind.read(None) is None
    assert kind.read("  ") is None
    assert not kind.show(None)


def test_every_kind_is_tried():
    def leaves(kind):
        found = kind.__subclasses__()
        return {kind} | {leaf for each in found for leaf in leaves(each)}

    elsewhere = {Kind, kinds.Choice, kinds.Choices, kinds.Rows, kinds.PersonLink, ByMonth}
    # A page may have a kind of its own for what only it asks: those are tried beside it.
    own = {each for each in leaves(Kind) if each.__module__.startswith("ansinh_desktop.registers")}
    assert own - elsewhere == {type(each) for each in VALUES}


@given(st.data())
def test_a_label_reads_as_its_code_unless_it_stands_twice(data):
    rows = data.draw(LISTS)
    row = data.draw(st.sampled_from(list(rows)))
    kind = kinds.Choice(rows.name)
    assert kind.read(row.code) == row.code
    assume([text.fold(each.label) for each in rows].count(text.fold(row.label)) == 1)
    assert kind.read(kind.show(row.code)) == row.code


@given(st.data())
def test_several_labels_read_as_their_codes_whatever_commas_they_hold(data):
    name = data.draw(
        st.sampled_from(["children_subgroup", "house_damage", "trafficking_purpose", "victim_evidence"])
    )
    codes = [row.code for row in law.code_list(name)]
    chosen = data.draw(st.lists(st.sampled_from(codes), min_size=1, max_size=5, unique=True))
    kind = kinds.Choices(name)
    assert kind.read(kind.show(chosen)) == chosen


def test_a_commune_of_before_the_reform_is_another_than_the_one_of_the_same_code_now():
    unit = kinds.Unit()
    old, new = unit.read("Phường Núi Sam"), unit.read("Phường Vĩnh Tế")
    assert old.partition("@")[0] == new.partition("@")[0] == "30325"
    assert old != new
    assert unit.show(old) == "Phường Núi Sam, Thành phố Châu Đốc"


def test_a_doubled_name_of_an_old_commune_needs_its_district():
    with pytest.raises(UnreadableError):
        kinds.Unit().read("Xã Vĩnh Phú")
    options = kinds.Unit().options(law.OLD_UNITS_FIRST_SNAPSHOT)
    namesakes = [(value, label) for value, label in options if label.startswith("Xã Vĩnh Phú,")]
    assert len(namesakes) == 3
    assert [kinds.Unit().read(label) for _, label in namesakes] == [value for value, _ in namesakes]


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        (kinds.Whole(), 3.0, 3),
        (kinds.Money(), 540000.0, 540_000),
        (kinds.Money(), "540.000", 540_000),
        (kinds.Money(), "1.350.000 đồng", 1_350_000),
        (kinds.Money(), "720,000đ", 720_000),
        (kinds.Decimal(), 1.5, "1.5"),
        (kinds.Decimal(), "1,0", "1.0"),
        (kinds.Decimal(), "2", "2.0"),
        (kinds.PartialDate(), datetime.date(1976, 9, 27), "1976-09-27"),
        (kinds.PartialDate(), 1973.0, "1973"),
        (kinds.PartialDate(), "18-4-1949", "1949-04-18"),
        (kinds.PartialDate(), "20/1/02", "2002-01-20"),
        (kinds.PartialDate(), "khoảng 1950", "~1950"),
        (kinds.Date(), datetime.datetime.fromisoformat("2018-06-18"), "2018-06-18"),
        (kinds.Month(), "18/06/2018", "2018-06"),
        (kinds.Month(), datetime.date(2022, 5, 3), "2022-05"),
        (kinds.Moment(), "19/11/2026 15g30", "2026-11-19T15:30"),
        (kinds.Moment(), "19/11/2026", "2026-11-19T00:00"),
        (kinds.Moment(), datetime.datetime.fromisoformat("2026-11-19T09:05"), "2026-11-19T09:05"),
        (kinds.YesNo(), "X", True),
        (kinds.YesNo(), "Không", False),
        (kinds.YesNo(), True, True),
        (kinds.CitizenId(), 89061908877.0, "089061908877"),
        (kinds.CitizenId(), "089 061 908 877", "089061908877"),
        (kinds.Phone(), "+84 912 345 678", "0912345678"),
        (kinds.HealthInsurance(), "te1-89 1234567890", "TE1891234567890"),
        (kinds.Choice("ethnic_group"), "Khmer", "05"),
        (kinds.Choice("children_group"), "điểm đ", "dd"),
        (kinds.Choice("no_source_case"), "đ", "dd"),
        (
            kinds.Choices("disability_type"),
            "Khuyết tật nhìn; Khuyết tật nghe, nói",
            ["vision", "hearing_speech"],
        ),
        (kinds.Choices("disability_type"), ["vision"], ["vision"]),
        (kinds.Name(), "CHAU THỊ TUYẾT", "Chau Thị Tuyết"),
    ],
)
def test_a_cell_reads_as_it_was_meant(kind, cell, value):
    assert kind.read(cell) == value


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        (kinds.Whole(), "ba", "AS-2004"),
        (kinds.Money(), "5.40.000", "AS-2006"),
        (kinds.Decimal(), "1,5 lần", "AS-2007"),
        (kinds.PartialDate(), "31/2/2020", "AS-2008"),
        (kinds.Date(), "2/2020", "AS-2010"),
        (kinds.Month(), "2020", "AS-2011"),
        (kinds.Moment(), "hôm qua", "AS-2012"),
        (kinds.YesNo(), "có lẽ", "AS-2013"),
        (kinds.Choice("sex"), "chưa rõ lắm", "AS-2014"),
        (kinds.Choices("disability_type"), "nhìn, chưa rõ lắm", "AS-2014"),
        (kinds.Unit(), "Xã Trên Trời", "AS-2016"),
    ],
)
def test_what_means_nothing_is_told_with_its_code(kind, typed, code):
    with pytest.raises(UnreadableError) as caught:
        kind.read(typed)
    assert caught.value.code == code
    finding = caught.value.finding("some_key")
    assert typed in finding.text or code == "AS-2014"
    assert finding.todo


TOMORROW = (clock.today() + datetime.timedelta(1)).isoformat()
ROWS = kinds.Rows(
    (Field("name", "Họ tên", kinds.Name(), required=True), Field("year", "Năm", kinds.Whole(1900, 2100)))
)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (kinds.Text(5), "quá dài", "AS-2002"),
        (kinds.LongText(5), "quá dài", "AS-2002"),
        (kinds.Name(), "A" * 101, "AS-2002"),
        (kinds.Name(), "Nguyễn Văn 2", "AS-2003"),
        (kinds.Whole(least=1, most=3), 4, "AS-2005"),
        (kinds.Money(), -1, "AS-2006"),
        (kinds.PartialDate(), TOMORROW, "AS-2009"),
        (kinds.Moment(), f"{TOMORROW}T00:00", "AS-2009"),
        # What no officer's typing gives, and another program's package may hold.
        (kinds.Decimal(), "một", "AS-2007"),
        (kinds.Decimal(), "1,5", "AS-2007"),
        (kinds.Decimal(), "2", "AS-2007"),
        (kinds.PartialDate(), "5/8/1961", "AS-2008"),
        (kinds.PartialDate(), "1961-13", "AS-2008"),
        (kinds.PartialDate(), "１９６１", "AS-2008"),
        (kinds.Date(), "2026-02-29", "AS-2008"),
        (kinds.Date(), "2026-02", "AS-2010"),
        (kinds.Date(), "~2026", "AS-2010"),
        (kinds.Date(future=True), "2099", "AS-2010"),
        (kinds.Date(), "2099", "AS-2010"),
        (kinds.Month(), "2026-13", "AS-2011"),
        (kinds.Month(), "2026-00", "AS-2011"),
        (kinds.Month(), "11/2026", "AS-2011"),
        (kinds.Month(), "2026-11-05", "AS-2011"),
        (kinds.Moment(), "2026-11-19", "AS-2012"),
        (kinds.Moment(), "2026-02-29T15:00", "AS-2012"),
        (kinds.Moment(), "2026-11-19T24:00", "AS-2012"),
        (kinds.Moment(future=True), "2026-11-19T15:60", "AS-2012"),
        (kinds.Moment(), "2026-11-19T15:00:30", "AS-2012"),
        (kinds.Unit(), "30325", "AS-2016"),
        (kinds.Unit(), "30325@2026-99-99", "AS-2016"),
        (kinds.Unit(), "30325@2025-7-1", "AS-2016"),
        (kinds.Choice("sex"), "gone", "AS-2015"),
        (kinds.Choices("disability_type"), ["vision", "gone"], "AS-2015"),
        (kinds.CitizenId(), "12345", "AS-2100"),
        (kinds.OldId(), "12", "AS-2110"),
        (kinds.HealthInsurance(), "1", "AS-2111"),
        (kinds.Phone(), "1", "AS-2112"),
        (ROWS, [{"name": "An", "colour": "x"}], "AS-2001"),
        (ROWS, [{"year": 1990}], "AS-2020"),
        (ROWS, [{"name": "An", "year": 1800}], "AS-2005"),
    ],
)
def test_a_wrong_value_is_found(kind, value, code):
    found = list(kind.check(value, "key"))
    assert [each.code for each in found] == [code]
    assert found[0].text
    assert found[0].todo


@pytest.mark.parametrize("kind", [*VALUES, kinds.Choice("sex"), ROWS], ids=lambda each: type(each).__name__)
def test_a_right_value_is_left_in_peace(kind):
    right = {
        kinds.Choice("sex"): "male",
        ROWS: [{"name": "An", "year": 1990}],
        kinds.CitizenId(): "089061908877",
    }
    if kind in right:
        assert not list(kind.check(right[kind], "key"))
        return

    @given(VALUES[kind])
    def quiet(value):
        assert not list(kind.check(value, "key"))

    quiet()


def test_a_date_to_come_is_right_where_it_is_allowed():
    assert not list(kinds.Date(future=True).check(TOMORROW, "key"))


def test_only_some_codes_of_a_list_may_be_offered():
    kind = kinds.Choice("to_child", only=("father", "mother"))
    assert [code for code, _ in kind.options(clock.today())] == ["father", "mother"]
    old, new = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
    codes = [{code for code, _ in kinds.Choice("social_group").options(day)} for day in (old, new)]
    assert codes[0] - codes[1] == {"k5b", "k5c"}
    assert codes[1] - codes[0] == {"pension"}
    assert "k5b_335" in {code for code, _ in kinds.Choice("social_group").options(datetime.date(2026, 10, 5))}


def test_a_row_asks_only_what_its_answers_call_for():
    rows = kinds.Rows(
        (
            Field("school", "Đi học", kinds.YesNo()),
            Field("name", "Trường", kinds.Text(10), required=True, when=When("school")),
            Field("year", "Năm", kinds.Whole(), required=True, when=When("name")),
        )
    )
    assert [each.key for each in rows.asked({"name": "A", "year": 1})] == ["school"]
    assert [each.key for each in rows.asked({"school": True, "name": "A"})] == ["school", "name", "year"]
    assert list(rows.check([{"school": False, "name": "quá dài " * 5}], "k")) == []
    found = {
        each.field: each.code for each in rows.check([{"school": True}, {"school": True, "name": "A"}], "k")
    }
    assert found == {"k.1.name": "AS-2020", "k.2.year": "AS-2020"}


def test_rows_show_what_they_hold():
    assert ROWS.show([{"name": "An", "year": 1990}, {"name": "Bé"}]) == "Họ tên: An, Năm: 1990; Họ tên: Bé"
    assert ROWS.read([]) is None
    assert ROWS.read("text") is None


def test_decimals_are_stored_one_way():
    assert {kinds.decimal_text(each) for each in (1, 1.0, decimal.Decimal("1.00"))} == {"1.0"}
    assert kinds.decimal_text(decimal.Decimal("100")) == "100.0"
    assert kinds.decimal_text(2.50) == "2.5"


@pytest.mark.parametrize("code", [f"AS-20{number:02d}" for number in (*range(1, 17), 20, 21, 22)])
def test_every_code_has_its_sentence(code):
    facts = dict.fromkeys(("key", "longest", "typed", "least", "most", "list", "value", "label"), "…")
    assert message(code, **facts).todo


def test_a_moment_may_lie_ahead_only_where_it_is_declared(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2026, 11, 23))
    ahead, now = "2026-11-24T00:00", "2026-11-23T23:59"
    assert [each.code for each in kinds.Moment().check(ahead, "at")] == ["AS-2009"]
    assert list(kinds.Moment(future=True).check(ahead, "at")) == []
    assert list(kinds.Moment().check(now, "at")) == []
