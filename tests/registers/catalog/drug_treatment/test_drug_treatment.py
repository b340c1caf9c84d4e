"""Drug users and addicts: three populations, treatments with their ages and terms, after-care."""

import datetime

import pytest

from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from tests.registers.factories import DRUG, ON, PERSON, codes, found, shown

REGISTER = catalog.register("drug_treatment")
USER: dict[str, Value] = {"population": "illicit_user", "has_file": True, "present_place": "society"}
TREATED = DRUG | {
    "treatment_form": "voluntary_home",
    "treatment_from": "2022-03-01",
    "treatment_to": "2022-09-01",
}


def born(day):
    return {"person": PERSON | {"birth_date": day}}


def test_sound_records_have_no_finding():
    assert found("drug_treatment", DRUG) == []
    assert found("drug_treatment", USER) == []
    assert found("drug_treatment", TREATED) == []


PAST = {"form": "voluntary_home", "start": "2021-01-01", "end": "2021-07-01"}


@pytest.mark.parametrize(
    ("answers", "more", "finding"),
    [
        (DRUG | {"has_file": None}, {}, ("warning", "AS-2501", "has_file")),
        (USER, {"state": "managed"}, ("error", "AS-2502", "user_decision_no")),
        (USER | {"treatment_form": "methadone"}, {}, ("warning", "AS-2503", "population")),
        (DRUG | {"addiction_result_date": None}, {}, ("warning", "AS-2504", "addiction_result_date")),
        (DRUG, born("2007-03-01"), ("warning", "AS-2505", "child_record_no")),
        (DRUG, born("2005-03-01"), ("note", "AS-2506", "population")),
        (TREATED, born("2011-03-01"), ("error", "AS-6213", "treatment_form")),
        (TREATED | {"treatment_form": "compulsory_18"}, born("2005"), ("error", "AS-6212", "treatment_form")),
        (TREATED | {"treatment_form": "compulsory_12_18"}, {}, ("error", "AS-6214", "treatment_form")),
        (DRUG | {"treatment_from": "2022-05-13"}, {}, ("warning", "AS-2510", "treatment_from")),
        (
            DRUG | {"treatment_form": "methadone", "substances": ["methamphetamine"]},
            {},
            ("warning", "AS-6215", "treatment_form"),
        ),
        (
            TREATED | {"treatment_result": "completed", "treatment_stages": ["a", "b"]},
            {},
            ("warning", "AS-2512", "treatment_stages"),
        ),
        (TREATED | {"treatment_to": "2022-08-31"}, {}, ("warning", "AS-2513", "treatment_to")),
        (TREATED | {"treatment_to": "2023-03-02"}, {}, ("warning", "AS-2513", "treatment_to")),
        (TREATED | {"treatment_to": "2022-02-01"}, {}, ("error", "AS-6217", "past_episodes")),
        (
            TREATED | {"past_episodes": [PAST | {"end": "2022-03-02"}]},
            {},
            ("error", "AS-6216", "past_episodes"),
        ),
        (
            DRUG | {"past_episodes": [PAST, PAST | {"start": "2021-06-01"}]},
            {},
            ("error", "AS-6216", "past_episodes"),
        ),
        (TREATED | {"after_care_term": "2_years"}, {}, ("warning", "AS-2516", "after_care_term")),
        (DRUG | {"population": "after_care"}, {}, ("warning", "AS-2517", "after_care_no")),
        (DRUG | {"left_on": "2022-06-01"}, {}, ("error", "AS-2518", "left_on")),
        (
            USER | {"test_date": "2022-02-02", "user_decision_date": "2022-02-01"},
            {},
            ("error", "AS-2519", "user_decision_date"),
        ),
    ],
)
def test_what_does_not_fit_is_found(answers, more, finding):
    assert finding in found("drug_treatment", answers, **more)


@pytest.mark.parametrize(
    ("answers", "more"),
    [
        (TREATED | {"past_episodes": [PAST | {"end": "2022-03-01"}]}, {}),
        (TREATED | {"treatment_to": "2023-03-01"}, {}),
        (TREATED | {"treatment_result": "completed", "treatment_stages": ["a", "b", "c"]}, {}),
        (
            TREATED
            | {"treatment_form": "compulsory_18", "after_care_term": "2_years", "treatment_to": "2023-03-01"},
            {},
        ),
        (DRUG | {"treatment_form": "methadone"}, {}),
        (TREATED, born("2010")),
        (
            TREATED | {"treatment_from": "2026-08-01", "treatment_to": "2028-07-31"},
            {"on": datetime.date(2026, 9, 1)},
        ),
        (USER | {"user_decision_no": "1", "user_decision_date": "2022-02-01"}, {"state": "managed"}),
        (DRUG | {"left_on": "2022-06-01", "leave_addict_reason": "prison"}, {}),
    ],
)
def test_what_fits_is_left_in_peace(answers, more):
    assert set(codes("drug_treatment", answers, **more)) <= {"AS-2505"}


def test_terms_end_by_the_law_of_the_day_they_began():
    answers = USER | {"user_decision_date": "2022-02-28"}
    assert shown("drug_treatment", "managed_until", answers) == "2023-02-28"
    assert shown("drug_treatment", "managed_until", USER) is None
    assert shown("drug_treatment", "managed_until", DRUG) is None
    cared = DRUG | {"after_care_from": "2024-02-29"}
    assert shown("drug_treatment", "after_care_until", cared) is None
    assert shown("drug_treatment", "after_care_until", cared | {"after_care_term": "1_year"}) == "2025-02-28"
    assert shown("drug_treatment", "after_care_until", cared | {"after_care_term": "2_years"}) == "2026-02-28"


def test_an_addict_without_treatment_is_shown_as_such():
    assert shown("drug_treatment", "treatment_shown", DRUG) == "Chưa cai nghiện, điều trị"
    assert shown("drug_treatment", "treatment_shown", USER) is None
    assert "gia đình" in shown("drug_treatment", "treatment_shown", TREATED)
    assert shown("drug_treatment", "treatment_period", TREATED) == "01/03/2022 – 01/09/2022"
    decided = TREATED | {"treatment_decision_no": "7/QĐ", "treatment_decision_date": "2022-03-01"}
    assert shown("drug_treatment", "decision_shown", decided, on=ON) == "7/QĐ, 01/03/2022"


def test_the_population_chooses_the_life_cycle():
    assert REGISTER.life_cycle.workflow(USER).register == "drug_user"
    assert REGISTER.life_cycle.workflow(DRUG).register == "drug_addict"
    assert REGISTER.life_cycle.workflow({"population": "after_care"}).register == "drug_addict"


def test_hiv_makes_the_record_most_sensitive():
    assert REGISTER.class_of(DRUG) == "c3"
    assert REGISTER.class_of(DRUG | {"hiv_positive": True}) == "c4"
    assert REGISTER.class_of(DRUG | {"hiv_positive": False}) == "c3"


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Tại cộng đồng", "voluntary_home"),
        ("Cai tại gia đình", "voluntary_home"),
        ("Methadone", "methadone"),
        ("Cai bắt buộc", "compulsory_18"),
        ("Tự nguyện tại cơ sở công lập", "voluntary_public"),
        ("chưa cai", None),
        ("chưa cai tại cộng đồng", None),
    ],
)
def test_everyday_words_for_treatment(said, form):
    answers = REGISTER.read_cell("treatment_form", said)
    assert answers.get("treatment_form") == form
    assert answers["population"] == "addict"


@pytest.mark.parametrize(
    ("said", "codes_of"),
    [
        ("Đá", ["methamphetamine"]),
        ("Heroin", ["heroin"]),
        ("Cần sa", ["cannabis"]),
        ("Đá, heroin", ["methamphetamine", "heroin"]),
    ],
)
def test_everyday_words_for_substances(said, codes_of):
    assert REGISTER.read_cell("substances", said) == {"substances": codes_of}


@pytest.mark.parametrize(
    ("key", "said"), [("treatment_form", "Tự nguyện tại cơ sở"), ("substances", "Ma túy tổng hợp")]
)
def test_what_may_mean_several_things_must_be_asked(key, said):
    with pytest.raises(ValueError, match="AS-2014"):
        REGISTER.read_cell(key, said)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (USER, "positive"),
        (USER | {"user_decision_no": "1", "user_decision_date": "2022-02-01"}, "managed"),
        (DRUG, "to_register"),
        (TREATED, "in_treatment"),
        (TREATED | {"treatment_form": "compulsory_18"}, "compulsory"),
        (DRUG | {"population": "after_care"}, "after_care"),
    ],
)
def test_a_person_of_an_old_list_stands_where_their_treatment_does(answers, state):
    assert REGISTER.imported_state is not None
    assert REGISTER.imported_state(answers) == state


def test_an_age_is_left_alone_where_the_birth_is_not_known():
    person = {"full_name": "Chưa rõ", "sex": "male"}
    assert codes("drug_treatment", TREATED, person) == ["AS-2020"]
