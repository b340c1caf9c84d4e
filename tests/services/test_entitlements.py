"""Why the law says what it says, and results that are written down with decisions and reckoned again later."""

import datetime

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers.dated import FROM_BEGINNING
from ansinh_desktop.rules import assistance, edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.access import Access, access
from ansinh_desktop.services.cases import Cases
from ansinh_desktop.services.entitlements import Entitlements
from tests import factories

NOVEMBER = datetime.date(2026, 11, 23)
TEXT = edition.own_text("rules/social_assistance")
DEARER = Edition({"rules/social_assistance": TEXT.replace("amount = 540000", "amount = 700000")})


@pytest.fixture
def reasons(vault: Vault) -> Entitlements:
    return Entitlements(vault, access(vault))


def approved(cases: Cases, **changes) -> str:
    record = cases.save(factories.case("assistance", factories.DECIDED | changes))
    for state in ("received", "appraising", "approved"):
        cases.move(record, state, "2026-11-20")
    return record


def test_every_step_of_the_reasoning_has_its_article(cases, reasons):
    record = cases.save(factories.case("assistance", factories.DECIDED))
    found = reasons.why(record, NOVEMBER)
    assert found.who == "Nguyễn Thị Hòa"
    told = found.explanation
    assert told.title == "Tháng 11/2026: trợ cấp xã hội 1.080.000 đồng"
    assert "335/2026" in told.basis
    assert any("540.000" in each.text and each.article for each in told.lines)
    assert told.version == assistance.version()
    earlier = reasons.why(record, datetime.date(2022, 6, 1)).explanation
    assert earlier.title == "Tháng 06/2022: trợ cấp xã hội 720.000 đồng"
    assert reasons.why(record, datetime.date(2020, 1, 1)).explanation is None


def test_a_recorded_amount_is_set_beside_the_law(cases, reasons):
    record = cases.save(
        factories.case(
            "assistance",
            factories.DECIDED | {"recorded_amount": 720_000, "recorded_month": "2026-11"},
            kept={"AS-2219 recorded_amount": "Theo danh sách cũ"},
        )
    )
    (doubt,) = [each for each in reasons.why(record, NOVEMBER).explanation.doubts if each.tone == "error"]
    assert "thấp hơn quy định 360.000 đồng" in doubt.text
    others = reasons.why(record, datetime.date(2026, 12, 1)).explanation.doubts
    assert not [each for each in others if each.tone == "error"]


def test_a_decision_keeps_the_laws_result(cases, reasons):
    record = approved(cases)
    (event,) = [each for each in cases.get(record).events if each.kind == "computed"]
    assert event.answers["monthly"] == 1_080_000
    assert event.answers["version"] == assistance.version()
    assert "1.080.000" in event.text
    assert "birth" not in event.text
    (kept,) = reasons.why(record, NOVEMBER).kept
    assert (kept.on, kept.same) == ("2026-11-20", True)
    assert ("Mức trợ cấp (đồng)", "1.080.000") in kept.lines


def test_an_adjustment_keeps_the_result_of_its_month(cases):
    record = approved(cases)
    cases.add_event(record, "increase", "2026-11-22", {"month": "2022-06", "reason": "coefficient_up"})
    amounts = {
        each.answers["month"]: each.answers["monthly"]
        for each in cases.get(record).events
        if each.kind == "computed"
    }
    assert amounts == {"2026-11": 1_080_000, "2022-06": 720_000}


def test_a_kept_result_is_reckoned_again_by_its_own_text_of_the_law(cases, reasons):
    record = approved(cases)
    (event,) = [each for each in cases.get(record).events if each.kind == "computed"]
    with edition.under(DEARER):
        assert reasons.why(record, NOVEMBER).explanation.title.endswith("1.400.000 đồng")
        assert reasons.again(event.id)["monthly"] == 1_080_000
        assert [each.same for each in reasons.why(record, NOVEMBER).kept] == [True]


def test_later_changes_of_the_record_do_not_change_what_was_kept(cases, reasons):
    record = approved(cases)
    (event,) = [each for each in cases.get(record).events if each.kind == "computed"]
    cases.save(
        factories.case(
            "assistance",
            factories.DECIDED | {"disability_degree": "very_severe"},
            record_id=record,
            since=FROM_BEGINNING,
        )
    )
    assert reasons.again(event.id)["monthly"] == 1_080_000
    assert reasons.why(record, NOVEMBER).explanation.title.endswith("1.350.000 đồng")


def test_a_result_from_another_data_file_is_shown_as_it_was_kept(cases, reasons, vault):
    record = approved(cases)
    (event,) = [each for each in cases.get(record).events if each.kind == "computed"]
    with vault.work("thử") as store:
        store.set_setting(f"law {assistance.version()}", {})
    assert [each.same for each in reasons.why(record, NOVEMBER).kept] == [False]
    with pytest.raises(UserError) as refused:
        reasons.again(event.id)
    assert refused.value.code == "AS-6401"


def test_victims_users_and_children_have_their_reasons_too(cases, reasons):
    victim = {
        "person_status": "victim",
        "citizenship_group": "vn_citizen",
        "present_location": "in_country",
        "reception_type": "self_returned",
        "reported_at": "2025-09-03T08:00",
        "reported_where": "UBND xã",
        "reported_up_at": "2025-09-03T09:00",
        "reported_up_to": "Sở Y tế",
        "wishes": ["vocational"],
    }
    adult = factories.person(birth_date="1990-01-01")
    record = cases.save(factories.case("trafficking", victim, person=adult))
    cases.add_event(record, "support", "2025-10-01", {"support": "a", "amount": 500_000})
    new = reasons.why(record, NOVEMBER)
    assert new.who == ""
    assert "Luật 53/2024" in new.explanation.basis
    assert any(each.tone == "good" and "500.000" in each.text for each in new.explanation.lines)
    old = reasons.why(record, datetime.date(2025, 6, 30)).explanation
    assert "Luật 66/2011" in old.basis
    treated = {
        "population": "addict",
        "has_file": True,
        "addiction_result_date": "2026-01-05",
        "treatment_form": "voluntary_home",
        "treatment_from": "2026-01-10",
        "substances": ["heroin"],
    }
    record = cases.save(factories.case("drug_treatment", treated, person=adult))
    told = reasons.why(record, NOVEMBER).explanation
    assert told.title == "Cai nghiện: đến hết ngày 10/01/2027 (còn 48 ngày)"
    assert told.lines[0].article


def test_whoever_may_not_see_a_register_gets_no_reasons(cases, vault):
    record = approved(cases)
    blind = Entitlements(vault, Access("lan", "officer", {}))
    with pytest.raises(UserError):
        blind.why(record, NOVEMBER)
    (event,) = [each for each in cases.get(record).events if each.kind == "computed"]
    with pytest.raises(UserError):
        blind.again(event.id)
