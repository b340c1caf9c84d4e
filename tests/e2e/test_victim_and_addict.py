"""The files of a victim under both laws and of an addict up to the end of after-care, in a real data file."""

import datetime

import pytest

from ansinh_desktop import clock
from ansinh_desktop.services.program import Program
from tests.e2e.casefile import CaseFile
from tests.factories import new_vault, person

VICTIM = {
    "person_status": "victim",
    "citizenship_group": "vn_citizen",
    "present_location": "in_country",
    "reception_type": "self_returned",
    "reported_at": "2025-06-20T08:00",
    "reported_where": "UBND xã",
    "wishes": ["vocational"],
}
WAITING = {"AS-2406 reported_up_at": "Đang gọi Phòng LĐTBXH"}
ADDICT = {
    "population": "addict",
    "has_file": True,
    "present_place": "society",
    "substances": ["heroin"],
    "addiction_result_no": "3/PKQ",
    "addiction_result_date": "2025-01-06",
}


@pytest.fixture
def program(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: datetime.date(2027, 1, 31))
    with Program(new_vault(tmp_path / "data")[0]) as program:
        yield program


def test_a_victims_file_goes_from_the_report_to_its_end_under_the_law_of_each_day(program):
    file = CaseFile(program, "trafficking", VICTIM, person=person(birth_date="1999-02-01"), kept=WAITING)
    assert file.tasks("2025-06-20T11:00") == {"traf_notify_2011": ("soon", "còn 21 giờ")}
    assert file.tasks("2025-06-21T09:00") == {"traf_notify_2011": ("overdue", "quá 1 giờ")}
    assert "AS-6301" in file.refused("reported_up", "2025-06-20")
    file.write(reported_up_at="2025-06-20T09:00", reported_up_to="Phòng LĐTBXH huyện Châu Phú")
    file.go("reported_up", "2025-06-20")
    # The third day is a Monday.
    assert file.tasks("2025-06-21T09:00") == {"traf_verify_initial_2011": ("soon", "còn 1 ngày làm việc")}
    file.go("awaiting_verification", "2025-06-20")
    assert file.refused("confirmed", "2025-06-25") == {"AS-6301"}
    file.write(victim_paper="police", victim_paper_no="12/GXN", victim_paper_date="2025-06-25")
    file.go("confirmed", "2025-06-25")
    assert list(file.tasks("2026-06-20T08:00")) == ["traf_application_window"]

    old, new = file.why("2025-06-30"), file.why("2025-07-01")
    assert (old.title, old.basis) == ("Ngày 30/06/2025: 6 chế độ", "Luật 66/2011/QH12 Điều 32")
    assert (new.title, new.basis) == ("Ngày 01/07/2025: 10 chế độ", "Luật 53/2024/QH15 Điều 37 khoản 1")
    assert any("chỉ dành cho nạn nhân thuộc hộ nghèo" in each.text for each in old.doubts)
    assert [each.tone for each in new.doubts] == ["warning"]

    assert file.refused("dossier", "2026-05-04") == {"AS-6301"}
    file.write(application_on="2026-05-04", application_form="Mẫu số 07")
    file.go("dossier", "2026-05-04")
    assert list(file.tasks("2026-05-05T08:00")) == ["traf_support_total_2025"]
    file.write(support_decision_no="4/QĐ", support_decision_date="2026-05-15")
    for state in ("support_decided", "supporting"):
        file.go(state, "2026-05-15")
    file.happened("support", "2026-05-20", support="i", amount=3_000_000, giver="Trung tâm GDNN")
    told = [each.text for each in file.why("2026-05-21").lines if each.tone == "good"]
    assert told == [
        "Điểm i: Hỗ trợ học nghề, tư vấn, tạo điều kiện để có việc làm. "
        "Đã hỗ trợ ngày 20/05/2026 (Trung tâm GDNN), 3.000.000 đồng."
    ]
    file.happened("support", "2025-06-26", support="a", amount=500_000)
    codes = {each.code for each in program.cases.get(file.id).findings}
    assert codes == {"AS-2412"}
    file.keep("AS-2412", "Ghi theo Luật 2011, chuyển sau")
    file.write(reintegration_from="2026-06-01", closed_reason="completed")
    file.go("reintegrating", "2026-06-01")
    file.go("closed", "2026-12-01", "Đã có việc làm ổn định")
    assert file.tasks("2026-12-02T08:00") == {}


def test_an_addicts_file_goes_from_the_result_to_the_end_of_after_care(program):
    file = CaseFile(program, "drug_treatment", ADDICT, person=person(birth_date="1985-06-01", sex="male"))
    assert file.tasks("2025-01-07T08:00") == {"drug_register": ("soon", "còn 4 ngày làm việc")}
    file.write(treatment_form="voluntary_home", registered_on="2025-01-08")
    assert file.tasks("2025-01-09T08:00") == {"drug_voluntary_decision": ("soon", "còn 2 ngày làm việc")}
    file.write(
        treatment_decision_no="4/QĐ", treatment_decision_date="2025-01-10", treatment_from="2025-01-10"
    )
    file.go("in_treatment", "2025-01-10")
    assert file.tasks("2025-12-25T08:00") == {}
    assert file.tasks("2025-12-27T08:00") == {"drug_treatment_ends": ("later", "còn 9 ngày làm việc")}

    file.write(completion_no="2/GXN", completion_date="2025-11-28", treatment_stages=["a", "b"])
    assert file.refused("completed", "2025-11-28") == {"AS-2512"}
    file.happened("support", "2025-12-01", support="health_care", amount=1_900_000, group_95="poor")
    codes = {each.code for each in program.cases.get(file.id).findings}
    assert codes == {"AS-2528", "AS-2529"}
    file.keep("AS-2529 support_95_group", "Hộ mới thoát nghèo, quyết định có trước")
    file.write(treatment_stages=["a", "b", "c"], treatment_result="completed")
    file.go("completed", "2025-11-28")

    care = {"after_care_no": "8/QĐ", "after_care_date": "2025-12-15", "after_care_term": "1_year"}
    assert file.refused("after_care", "2025-12-15") == {"AS-6301", "AS-2521"}
    file.write(population="after_care", **care)
    file.go("after_care", "2025-12-15")
    assert program.cases.get(file.id).computed["after_care_until"] == "2026-11-28"
    assert file.tasks("2026-11-12T08:00") == {}
    assert file.tasks("2026-11-13T08:00") == {"drug_aftercare_ends": ("later", "còn 15 ngày")}

    file.write(left_home_at="2026-07-03T08:00")
    assert file.tasks("2026-07-03T10:00") == {"drug_move_notice_2026": ("soon", "còn 22 giờ")}
    file.write(left_home_at=None, left_on="2026-11-30", leave_addict_reason="prison")
    assert file.refused("off_list", "2026-11-30", "Hết thời hạn") == {"AS-2525"}
    file.write(leave_addict_reason="clean_after_care")
    file.happened("test", "2026-05-01", positive=True)
    assert "AS-2034" in _refusal(file)
    file.go("off_list", "2026-11-30", "Xét nghiệm lại âm tính, có kết luận của cơ sở y tế")
    closed = program.cases.get(file.id)
    assert closed.closed
    assert closed.events[0].answers["kept"] == ["AS-2526"]


def _refusal(file: CaseFile) -> str:
    from ansinh_desktop.errors import UserError  # noqa: PLC0415

    with pytest.raises(UserError) as refused:
        file.go("off_list", "2026-11-30")
    return refused.value.code
