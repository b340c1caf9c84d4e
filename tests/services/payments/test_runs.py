"""A month on several lists: a hamlet, the cash, the accounts, what is paid once; together they are the month."""

import dataclasses
import io

import openpyxl
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop import __main__ as command
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.paying import PARTS
from ansinh_desktop.services.payments import runs
from ansinh_desktop.services.payments.account_paper import account_of
from ansinh_desktop.services.payments.lines import Line
from ansinh_desktop.services.payments.runs import Part
from ansinh_desktop.services.program import Program
from tests import factories
from tests.services.payments.commune import JUNE, MONEY, NAMES, closed, people, standing

FUNERAL = 7_200_000


@pytest.fixture
def program(tmp_path):
    with Program(factories.new_vault(tmp_path / "xã")[0]) as opened:
        yield opened


@pytest.fixture
def records(program):
    """Return a commune that pays by hand, into accounts, and two funerals: one of somebody who has nothing else."""
    found = people(program)
    found["Hồ Số"] = standing(
        program, "Hồ Số", person={"hamlet": None}, payment_method="bank",
        account_owner="Hồ Văn Cha", account_no="0123456789", bank="Agribank, CN Châu Phú",
    )  # fmt: skip
    found["Hồ Ví"] = standing(program, "Hồ Ví", payment_method="e_wallet", account_no="0912345678")
    died = {"died_on": "2022-06-02", "amount": FUNERAL, "month": "2022-06"}
    found["Mai Táng"] = standing(
        program, "Mai Táng", person={"death_date": "2022-05-20"}, receiver_name="Mai Con"
    )
    program.cases.add_event(found["Mai Táng"], "funeral", "2022-06-02", {**died, "died_on": "2022-05-20"})
    program.cases.add_event(found["Lê Bình"], "funeral", "2022-06-02", died)
    return found


def names(run) -> list[str]:
    return [each.full_name for each in run.lines]


def words(content: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(content)).pages
    )


def test_cash_accounts_and_what_is_paid_once_are_the_month(program, records):
    view = program.payments.view(JUNE)
    cash, account, once = runs.cash(view), runs.account(view), runs.once(view)
    assert sorted(names(cash)) == sorted(NAMES)
    assert sorted(names(account)) == ["Hồ Số", "Hồ Ví"]
    assert sorted(names(once)) == ["Lê Bình", "Mai Táng"]
    assert {each.amount for each in (*cash.lines, *account.lines)} == {MONEY}
    assert {each.amount for each in once.lines} == {FUNERAL}
    total = sum(each.amount for run in (cash, account, once) for each in run.lines)
    assert total == sum(each.amount for each in view.lines)
    # Without a funeral there is nothing to say beside.
    assert cash.beside == account.beside == "mai táng phí, khoản một lần ở danh sách riêng"
    alone = dataclasses.replace(view, lines=tuple(each for each in view.lines if "once" not in each.parts))
    assert (runs.cash(alone).beside, runs.once(alone).lines) == ("", ())


@given(
    parts=st.lists(
        st.dictionaries(st.sampled_from(sorted(PARTS)), st.integers(1, 10**6), min_size=1), max_size=5
    ),
    ways=st.lists(st.sampled_from(["cash", "home", "bank", "e_wallet", None]), min_size=5, max_size=5),
)
def test_whatever_a_line_is_made_of_it_is_paid_once_over_the_three_lists(empty_month, parts, ways):
    lines = []
    for place, (said, way) in enumerate(zip(parts, ways, strict=False)):
        own = {key: -value if key == "deduction" else value for key, value in said.items()}
        if sum(own.values()) > 0:
            lines.append(
                Line(
                    str(place),
                    f"r{place}",
                    f"B-{place}",
                    "c1",
                    "Danh An",
                    None,
                    None,
                    None,
                    own,
                    sum(own.values()),
                    payment_method=way,
                )
            )
    view = dataclasses.replace(empty_month, lines=tuple(lines))
    found = [each for run in (runs.cash(view), runs.account(view), runs.once(view)) for each in run.lines]
    assert sum(each.amount for each in found) == sum(each.amount for each in lines)
    assert all(each.amount > 0 for each in found)
    assert all(each.amount == sum(each.parts.values()) for each in found)
    assert {each.record_id for each in found} == {each.record_id for each in lines}


@pytest.fixture(scope="module")
def empty_month(tmp_path_factory):
    with Program(factories.new_vault(tmp_path_factory.mktemp("xã") / "data")[0]) as opened:
        return opened.payments.view(JUNE)


def test_each_paper_says_in_its_title_what_it_holds(program, records):
    pdf = program.payments.pdf
    draft = words(pdf(JUNE, "cash"))
    assert "THÁNG 6 NĂM 2022 – CHI TIỀN MẶT" in draft
    assert "5 trong 8 người, chưa chốt; mai táng phí, khoản một lần ở danh sách riêng" in draft
    assert "Hồ Số" not in draft
    assert "BẢN THẢO" in draft
    first = factories.HAMLETS[0]
    of_hamlet = words(pdf(JUNE, "list", Part(hamlet=first)))
    assert f"THÁNG 6 NĂM 2022 – {first.upper()}" in of_hamlet
    assert ("Danh An" in of_hamlet, "Lê Bình" in of_hamlet) == (True, False)
    with pytest.raises(UserError, match="AS-4228") as refused:
        pdf(JUNE, "list", Part(hamlet=first.lower()))
    assert first in refused.value.todo
    nowhere = words(pdf(JUNE, "list", Part(hamlet="", way="bank")))
    assert "CHƯA GHI ẤP, KHÓM, TÀI KHOẢN NGÂN HÀNG" in nowhere
    assert ("Hồ Số" in nowhere, "Hồ Ví" in nowhere) == (True, False)
    once = words(pdf(JUNE, "once"))
    assert "MAI TÁNG PHÍ, KHOẢN MỘT LẦN" in once
    assert "14.400.000" in once
    assert ("Mai Con" in once, "Danh An" in once) == (True, False)


def test_what_is_paid_into_accounts_goes_on_the_treasurys_own_paper(program, records, tmp_path):
    said = words(program.payments.pdf(JUNE, "account"))
    for each in (
        "Mẫu số 09",
        "BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG",
        "I. Đối tượng bảo trợ xã hội",
        "Hồ Số 0123456789",
        "Agribank, CN Châu Phú",
        "Chủ TK: Hồ Văn Cha",
        "Hồ Ví 0912345678",
        "Tổng số tiền bằng chữ: Một triệu không trăm tám mươi nghìn đồng.",
        "KẾ TOÁN TRƯỞNG",
        "mai táng phí, khoản một lần ở danh sách riêng",
    ):
        assert each in said, each
    target = tmp_path / "09.xlsx"
    assert program.payments.write(JUNE, target, "account") == 2
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(target).active]
    (total,) = [row for row in rows if row[1] == "Tổng số"]
    assert [each for each in total if isinstance(each, int | float)] == [2 * MONEY, 2 * MONEY]


@pytest.mark.parametrize(
    ("account", "parted"),
    [
        ("Hồ Văn Cha, 0123456789, Agribank", ("Hồ Văn Cha", "0123456789", "Agribank")),
        ("0123 456 789, Agribank, CN Châu Phú", ("", "0123 456 789", "Agribank, CN Châu Phú")),
        ("Hồ Văn Cha, 0123456789", ("Hồ Văn Cha", "0123456789", "")),
        ("Hồ Văn Cha", ("Hồ Văn Cha", "", "")),
        (None, ("", "", "")),
    ],
)
def test_an_account_is_parted_into_owner_number_and_bank(account, parted):
    line = Line("p", "r", "B-1", "c1", "Danh An", None, None, None, {}, 0, account=account)
    assert account_of(line) == parted


def test_the_lists_of_a_closed_month_are_printed_again_the_same(program, records):
    closed(program, JUNE)
    papers = ("cash", "account", "once")
    before = [program.payments.pdf(JUNE, each) for each in papers]
    with program.vault.work("sửa") as store:
        record = store.records.get(records["Hồ Số"])
        record.answers = {**record.answers, "account_no": "999999999"}
    assert [program.payments.pdf(JUNE, each) for each in papers] == before
    assert "đã chốt ngày" in words(before[0])
    assert "BẢN THẢO" not in words(before[1])


def test_a_kept_warning_is_printed_on_the_list_of_whom_it_is_about(program, records):
    standing(program, "Hồ Chờ", payment_method="e_wallet")
    closed(program, JUNE, "Chờ mở tài khoản")
    assert "Chờ mở tài khoản" in words(program.payments.pdf(JUNE))
    assert "Chờ mở tài khoản" not in words(program.payments.pdf(JUNE, "cash"))
    assert "Chờ mở tài khoản" in words(program.payments.pdf(JUNE, "list", Part(way="e_wallet")))


def test_the_command_writes_each_of_them(program, records, tmp_path, monkeypatch, capsys):
    program.vault.lock()
    monkeypatch.setenv("ANSINH_PASSWORD", factories.PASSWORD)
    common = ["payments", "--data", str(tmp_path / "xã"), "--month", "2022-06"]
    targets = {key: tmp_path / f"{key}.csv" for key in ("cash", "account", "once")}
    asked = [part for key, target in targets.items() for part in (f"--{key}", str(target))]
    assert command.main([*common, *asked]) == 0
    shown = capsys.readouterr().out
    assert [
        f"{targets[key]}: {count} dòng" in shown for key, count in (("cash", 5), ("account", 2), ("once", 2))
    ]
    assert "Hồ Số" in targets["account"].read_text(encoding="utf-8-sig")
    out = tmp_path / "ap.csv"
    assert command.main([*common, "--out", str(out), "--hamlet", factories.HAMLETS[1]]) == 0
    text = out.read_text(encoding="utf-8-sig")
    assert ("Lê Bình" in text, "Danh An" in text) == (True, False)
