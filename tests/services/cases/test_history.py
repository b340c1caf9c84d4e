"""The history of a record in the officers' words: which field, from what to what, and which can be given back alone."""

import datetime

import pytest

from ansinh_desktop.db.models import Change
from ansinh_desktop.registers import catalog, dated
from ansinh_desktop.services.cases.history import HIDDEN, WHAT, HistoryRow, rows_of, shown, stands_alone

CHILDREN = catalog.register("children")
AT = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)


def change(entity, act="update", seq=7, reason=None, entity_id="x", **fields):
    return Change(
        seq=seq,
        device="d",
        at=AT,
        author="lan",
        entity=entity,
        entity_id=entity_id,
        act=act,
        fields=fields,
        reason=reason,
    )


def rows(*changes):
    return list(rows_of(changes, CHILDREN, {"lan": "Trần Thị Lan"}))


def lines(*changes):
    return [(each.what, each.field, each.before, each.after) for each in rows(*changes)]


def test_each_changed_field_is_a_line_with_who_when_and_why():
    found = rows(
        change("person", reason="đính chính", full_name=["Lê An", "Lê Ân"], phone=[None, "0912345678"])
    )
    assert found[0] == HistoryRow(
        AT, "Trần Thị Lan", "Sửa nhân thân", "Họ và tên", "Lê An", "Lê Ân", "đính chính", 7, "full_name"
    )
    assert (found[1].field, found[1].before, found[1].after) == ("Điện thoại", "", "0912345678")
    assert [each.author for each in rows_of([change("person", note=["", "x"])], CHILDREN, {})] == ["lan"]


def test_what_is_new_is_one_line_whatever_it_says():
    assert lines(change("record", "insert", state=[None, "draft"])) == [("Lập hồ sơ", "", "", "")]
    assert lines(change("event", "insert", kind=[None, "visit"])) == [("Thêm diễn biến", "", "", "")]
    assert lines(change("record", "read")) == [("Xem hồ sơ", "", "", "")]
    assert lines(change("record", "else")) == [("else", "", "", "")], "an act of a newer program"


def test_values_are_said_as_the_register_says_them():
    state = CHILDREN.life_cycle.workflow({}).initial
    label = CHILDREN.life_cycle.state_label
    other = next(each for each in sorted(CHILDREN.states) if each != state)
    assert lines(
        change("record", state=[state, other], draft=[True, False], closed_on=[None, "2026-11-30"])
    ) == [
        ("Sửa hồ sơ", "Tình trạng", label(state), label(other)),
        ("Sửa hồ sơ", "Nháp", "Có", "Không"),
        ("Sửa hồ sơ", "Ngày đóng", "", "2026-11-30"),
    ]
    school, groups = CHILDREN.fields["school"], CHILDREN.fields["groups"]
    assert lines(
        change("record", **{"answers.groups": [["a"], None], "answers.school": [None, "Trường A"]})
    ) == [
        ("Sửa hồ sơ", groups.label, groups.kind.show(["a"]), ""),
        ("Sửa hồ sơ", school.label, "", "Trường A"),
    ]
    assert (
        lines(change("record", kept=[None, {"AS-1 x": "vì sao", "AS-2 y": "khác"}]))[0][3]
        == "AS-1 x: vì sao; AS-2 y: khác"
    )


def test_what_tells_the_officer_nothing_is_left_out():
    assert lines(change("record", **{each: ["a", "b"] for each in HIDDEN})) == [("Sửa hồ sơ", "", "", "")]
    ((_what, label, before, after),) = lines(change("record", **{"answers.gone": [1, 2], "version": [1, 2]}))
    assert (label, before, after) == ("answers.gone", "1", "2"), "an answer that no register knows any more"


def test_a_paper_goes_by_its_name_as_it_came_and_as_it_went():
    came = change("attachment", "insert", name=[None, "giấy.png"], sha256=[None, "x"])
    went = change("attachment", "update", deleted=[False, True])
    assert lines(went, came) == [
        ("Rút giấy tờ", "Giấy tờ kèm theo", "giấy.png", ""),
        ("Thêm giấy tờ", "Giấy tờ kèm theo", "", "giấy.png"),
    ]
    assert lines(went) == [("Rút giấy tờ", "Giấy tờ kèm theo", "", "")], "of one that is not told of"


def test_every_act_on_what_a_case_holds_has_its_words():
    for act in ("insert", "update"):
        for entity in ("record", "person", "event", "attachment"):
            assert WHAT[act, entity]


@pytest.mark.parametrize(
    ("entity", "key", "alone"),
    [
        ("record", "answers.school", True),
        ("record", f"answers.{dated.KEY}", False),
        ("record", "state", False),
        ("record", "draft", False),
        ("person", "full_name", True),
        ("person", "household_id", False),
        ("household", "address", True),
        ("household", "statuses", False),
        ("event", "answers.findings", False),
        ("record", "", False),
    ],
)
def test_only_what_says_something_by_itself_can_be_given_back_by_itself(entity, key, alone):
    assert stands_alone(entity, key) is alone
    told = [None, None] if key == "statuses" else ["a", "b"]
    (row,) = rows(change(entity, **{key: told})) if key else rows(change(entity))
    assert (row.key == key) == alone or not key


def test_of_a_person_or_a_household_no_register_is_needed():
    assert shown("full_name", "a", "b", None, "person") == ("Họ và tên", "a", "b")
    assert shown("answers.school", "a", None, None, "record") == ("answers.school", "a", "")
    assert shown("state", "x", None, None, "record") == ("Tình trạng", "x", "")
