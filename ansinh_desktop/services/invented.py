"""An invented commune: for the demonstration, the self-test and for learning the program; nobody in it lives."""

import datetime
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from ansinh_desktop import clock, dates
from ansinh_desktop.findings import Level
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.checks import blocks
from ansinh_desktop.services import office
from ansinh_desktop.services.cases import CaseInput, kept_key
from ansinh_desktop.services.program import Program, create_data

PASSWORD = "con trâu là đầu cơ nghiệp"  # noqa: S105 - of invented data, told to whoever looks at them
COMMUNE = office.Office(
    unit="30325@2025-07-01",
    name="Xã Vĩnh Thạnh Trung",
    province="Tỉnh An Giang",
    signer_name="Nguyễn Văn Thành",
    preparer_name="Trần Thị Lan",
)
RECEIVER = office.Office("91@2025-07-01", "Sở Y tế tỉnh An Giang", "Tỉnh An Giang", level="province")
HAMLETS = ("Vĩnh Thạnh", "Vĩnh Lợi", "Hòa Phú", "Mỹ Thạnh", "Tân Hòa", "An Khương")

_LAN = office.FirstOfficer("lan", "Trần Thị Lan", PASSWORD)
_MINH = office.FirstOfficer("minh", "Lê Văn Minh", PASSWORD, "Chuyên viên")

_FAMILY = (
    ("Nguyễn", 30), ("Trần", 14), ("Lê", 12), ("Phạm", 8), ("Huỳnh", 8), ("Võ", 6), ("Đỗ", 5), ("Danh", 4),
    ("Thạch", 3), ("Neáng", 3), ("Chau", 3), ("Dương", 3), ("Lý", 2), ("Mohamad", 1),
)  # fmt: skip
_MIDDLE = {
    "male": ("Văn", "Hữu", "Minh", "Quốc", "Thanh"),
    "female": ("Thị", "Thị Kim", "Thị Mỹ", "Ngọc", "Thanh"),
}
_GIVEN = (
    "An", "Ánh", "Bình", "Chi", "Cường", "Dũng", "Đào", "Đạt", "Giang", "Hải", "Hạnh", "Hiếu", "Hoa", "Hòa", "Huệ",
    "Hùng", "Khánh", "Lan", "Linh", "Lộc", "Mai", "Mạnh", "Nam", "Nga", "Ngân", "Oanh", "Phong", "Phú", "Quang",
    "Sơn", "Tâm", "Thảo", "Thủy", "Toàn", "Trang", "Trung", "Tú", "Tuấn", "Uyên", "Vân", "Việt", "Xuân", "Yến",
)  # fmt: skip


def new_commune(folder: Path) -> Program:
    """Make the data folder of the invented commune, empty, and return it open."""
    return create_data(folder, COMMUNE, _LAN, HAMLETS)[0]


def new_receiver(folder: Path) -> Program:
    """Make the data folder of the invented receiving unit, and return it open."""
    return create_data(folder, RECEIVER, _MINH)[0]


def person(chance: random.Random, years: tuple[int, int], sex: str = "") -> dict[str, Value]:
    """Return an invented person born in one of these years; some know only the year of their birth."""
    sex = sex or chance.choice(("male", "female"))
    year = chance.randint(*years)
    families, weights = zip(*_FAMILY, strict=True)
    name = f"{chance.choices(families, weights)[0]} {chance.choice(_MIDDLE[sex])} {chance.choice(_GIVEN)}"
    month, day = chance.randint(1, 12), chance.randint(1, 28)
    known = chance.random()
    birth = dates.PartialDate(year, month if known > 0.3 else None, day if known > 0.4 else None)
    digit = (0 if sex == "male" else 1) + (2 if year >= 2000 else 0)
    found: dict[str, Value] = {
        "full_name": name,
        "birth_date": birth.iso,
        "sex": sex,
        "ethnicity": "05" if name.split(maxsplit=1)[0] in ("Danh", "Thạch", "Neáng", "Chau") else "01",
        "hamlet": chance.choice(HAMLETS),
        "address": f"Tổ {chance.randint(1, 25)}",
        "poverty_status": chance.choice(("poor", "near_poor", "other")),
    }
    if chance.random() > 0.15:
        found["personal_id"] = f"089{digit}{year % 100:02d}{chance.randint(0, 999_999):06d}"
    return found


def people(count: int, seed: int = 322) -> Iterator[dict[str, Value]]:
    """Yield invented people, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - invented people need no secrets
    for _ in range(count):
        yield person(chance, (1930, 2020))


def _assistance(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    group = chance.choice(("k6", "k6", "k6", "k1", "pension"))
    years = {"k6": (1945, 2015), "k1": (2013, 2022), "pension": (1930, 1950)}[group]
    answers: dict[str, Value] = {
        "social_group": group,
        "received_on": f"2025-{chance.randint(8, 12):02d}-{chance.randint(1, 28):02d}",
        "decision_no": f"{chance.randint(1, 900)}/QĐ-UBND",
        "decision_date": "2026-01-15",
        "start_month": "2026-01",
        "payment_method": "cash",
    }
    if group == "k6":
        answers |= {
            "disability_degree": chance.choice(("severe", "very_severe")),
            "disability_types": [chance.choice(("movement", "vision", "neuro_mental"))],
            "certificate_no": str(chance.randint(10, 999)),
            "certificate_date": "2025-12-01",
        }
    if group == "k1":
        answers |= {"no_source_case": "b", "father_state": "dead", "mother_state": "dead"}
    return person(chance, years), answers


def _children(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    group = chance.choice(("a", "b", "c", "d", "h"))
    answers: dict[str, Value] = {
        "groups": [group],
        "main_group": group,
        "entered_on": f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}",
        "care_arrangement": "relatives",
        "school": "dropped_out" if group == "h" else "studying",
    }
    if group == "d":
        answers["disability_degree"] = chance.choice(("severe", "mild"))
    return person(chance, (2012, 2021)), answers


def _trafficking(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    return person(chance, (1985, 2004)), {
        "person_status": "victim",
        "citizenship_group": "vn_citizen",
        "present_location": "in_country",
        "reception_type": chance.choice(("self_returned", "rescued", "from_abroad")),
        "reported_at": f"2026-{chance.randint(1, 10):02d}-{chance.randint(1, 28):02d}T09:00",
        "reported_where": "UBND xã Vĩnh Thạnh Trung",
        "wishes": ["return_home"],
    }


def _drug_treatment(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    answers: dict[str, Value] = {
        "population": "addict",
        "has_file": True,
        "present_place": "society",
        "substances": [chance.choice(("heroin", "methamphetamine"))],
        "addiction_result_no": f"{chance.randint(1, 200)}/PKQ",
        "addiction_result_date": f"2026-{chance.randint(1, 8):02d}-{chance.randint(1, 28):02d}",
    }
    form = chance.choice(("", "", "methadone", "voluntary_home", "voluntary_home"))
    if form:
        answers |= {"treatment_form": form, "treatment_result": "in_progress"}
        answers |= {"registered_on": f"2026-09-{chance.randint(1, 14):02d}", "treatment_from": "2026-09-21"}
        answers |= {
            "treatment_decision_no": f"{chance.randint(1, 90)}/QĐ-UBND",
            "treatment_decision_date": "2026-09-18",
        }
    if form == "methadone":
        answers["substances"] = ["heroin"]
    return person(chance, (1970, 2003)), answers


def _child_abuse(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    month, day = chance.randint(1, 10), chance.randint(1, 28)
    return person(chance, (2012, 2021)), {
        "received_at": f"2026-{month:02d}-{day:02d}T{chance.randint(7, 16):02d}:00",
        "received_unit": "UBND xã Vĩnh Thạnh Trung",
        "information_source": chance.choice(("hotline_111", "school", "in_person")),
        "report_kind": chance.choice(("abused", "risk_violence")),
        "commune_of_event": COMMUNE.unit,
        "place": f"Ấp {chance.choice(HAMLETS)}",
        "environment": chance.choice(("family", "school")),
        "forms": [chance.choice(("violence", "neglect"))],
        "emergency": False,
    }


def _poor_household(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    head = person(chance, (1950, 1995))
    kin = (("08", "08"), ("08", "08"), ("03", "04"))[: chance.randint(0, 3)]
    others = [_member(chance, each, head) for each in kin]
    answers: dict[str, Value] = {
        "area": "rural",
        "people": len(others) + 1,
        "causes": [chance.choice(("capital", "land", "illness", "skills"))],
        "needs": [chance.choice(("credit", "housing", "health_insurance", "livelihood"))],
    }
    return head, answers | ({"members": [*others]} if others else {})


def _member(chance: random.Random, kin: tuple[str, str], head: dict[str, Value]) -> dict[str, Value]:
    """Return a child or a parent of the head; ``kin`` is the relation of a man and of a woman."""
    known = person(chance, (2005, 2020) if kin[0] == "08" else (1930, 1948))
    relation = kin[known["sex"] == "female"]
    keys = {"name": "full_name", "born": "birth_date", "sex": "sex"}
    told = {key: known[source] for key, source in keys.items()}
    return {**told, "relation": relation, "ethnicity": head["ethnicity"]}


def _violence(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    month, day = chance.randint(1, 10), chance.randint(1, 28)
    return person(chance, (1962, 2004), "female"), {
        "received_at": f"2026-{month:02d}-{day:02d}T{chance.randint(7, 21):02d}:00",
        "channel": chance.choice(("phone_message", "in_person")),
        "receiving_address": chance.choice(("commune", "police", "hamlet")),
        "context": "family",
        "commune_of_event": COMMUNE.unit,
        "forms": [chance.choice(("physical", "mental", "economic"))],
        "times_before": chance.randint(0, 3),
        "perpetrators": [{"relation": "husband", "sex": "male", "age": chance.randint(25, 60)}],
        "assistance_need": chance.choice(("yes", "yes", "no", "refused")),
    }


_MERIT: tuple[tuple[int, dict[str, Value]], ...] = (
    (6, {"categories": ["g"], "wounded_kind": "wounded", "file_kind": "tb"}),
    (3, {"categories": ["h"], "file_kind": "bb"}),
    (2, {"categories": ["i"], "chemical_cases": ["disease"], "file_kind": "hh"}),
    (2, {"categories": ["k"], "file_kind": "td"}),
    (1, {"categories": ["d"], "attended": True, "file_kind": "bm"}),
    (3, {"categories": ["m"], "helper_clause": "2", "file_kind": "cc"}),
    (4, {"file_kind": "ls"}),
    (4, {"related": ["worshipper"], "file_kind": "tnlstc"}),
    (
        2,
        {
            "categories": ["c"],
            "cemetery": "Nghĩa trang liệt sĩ huyện Châu Phú",
            "grave_place": "Lô B, hàng 3",
            "file_kind": "ls",
        },
    ),
)
_PERCENTS = {"g": "injury_percent", "h": "illness_percent", "i": "chemical_percent"}


def _merit(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    """Return somebody with merit, a martyr's relative, or who worships a martyr."""
    weights, shapes = zip(*_MERIT, strict=True)
    shape = chance.choices(shapes, weights)[0]
    martyr_self = shape.get("categories") == ["c"]
    women = shape["file_kind"] in ("bm", "ls") and not martyr_self
    known = person(chance, (1942, 1954), "female" if women else "")
    answers = shape | {
        "request": "correct",
        "received_on": "2025-02-03",
        "sent_on": "2025-02-07",
        "decision_no": f"{chance.randint(1, 900)}/QĐ-UBND",
        "decision_date": f"{chance.randint(1995, 2015)}-07-01",
        "province_file_no": str(chance.randint(1000, 99999)),
        "care_last_year": chance.choice((2024, 2025)),
        "care_form": chance.choice(("at_home", "in_facility")),
        "paid_by": "Bưu điện",
    }
    martyr = {"name": str(person(chance, (1945, 1952))["full_name"])}
    for category in shape.get("categories") or ():
        if str(category) in _PERCENTS:
            answers[_PERCENTS[str(category)]] = chance.randint(43, 84)
    if martyr_self:
        known |= {"death_date": f"{chance.randint(1968, 1975)}-{chance.randint(1, 12):02d}"}
        answers |= {"care_last_year": None, "care_form": None, "paid_by": None}
    elif shape["file_kind"] == "ls":
        relation, ground = chance.choice((("spouse", "spouse"), ("mother", "parent_or_foster")))
        answers["kin"] = [martyr | {"category": "c", "relation": relation, "ground": ground}]
    if shape["file_kind"] == "tnlstc":
        answers["worshipped"] = [martyr | {"relation": "cháu", "since_year": 2015}]
    return known, answers


def _disability(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    month, day = chance.randint(1, 9), chance.randint(1, 14)
    answers: dict[str, Value] = {
        "received_on": f"2026-{month:02d}-{day:02d}",
        "request_kind": "determine",
        "claimed_types": ["movement"],
        "meeting_on": f"2026-{month:02d}-{day + 7:02d}",
        "members_present": ["chairman", "health_station", "officer", "front", "women"],
        "minutes_no": str(chance.randint(1, 60)),
        "votes_for": 5,
        "conclusion": "disabled",
        "concluded_on": f"2026-{month:02d}-{day + 7:02d}",
        "disability_degree": chance.choice(("severe", "severe", "very_severe", "mild")),
        "disability_types": [chance.choice(("movement", "vision", "hearing_speech", "intellectual"))],
        "certificate_no": str(chance.randint(10, 999)),
        "certificate_date": f"2026-{month:02d}-{day + 12:02d}",
        "certificate_place": COMMUNE.name,
    }
    if chance.random() < 0.2:
        answers |= {"hardship": True, "hardship_reason": "Sống một mình, không có người chăm sóc"}
    return person(chance, (1940, 2015)), answers


def _prostitution(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    month, day = chance.randint(1, 9), chance.randint(1, 28)
    known = person(chance, (1980, 2006), "female")
    updated = chance.random() > 0.2
    return {key: known[key] for key in ("birth_date", "sex")}, {
        "detected_on": f"2026-{month:02d}-{day:02d}",
        "detection_source": chance.choice(("police", "self", "peer", "volunteer_team")),
        "residence": chance.choice((COMMUNE.name, "Không ổn định")),
        "file_updated_on": f"2026-{month:02d}-28" if updated else None,
        "contact_consent": chance.choice((True, True, False)),
        "has_need": chance.choice((True, False)),
    }


def _safe_address(chance: random.Random) -> tuple[dict[str, Value], dict[str, Value]]:
    keeper = person(chance, (1960, 1985))
    place = chance.choice(HAMLETS)
    return {"full_name": keeper["full_name"], "phone": f"09{chance.randint(10_000_000, 99_999_999)}"}, {
        "place_code": f"{chance.choice('ABCD')}{chance.randint(1, 9)}",
        "place_type": chance.choice(("trusted_address", "shelter_house", "health_station")),
        "place_name": f"Ấp {place}",
        "capacity": chance.randint(2, 8),
        "open_from": f"2025-{chance.randint(1, 12):02d}-01",
    }


_MAKERS = {
    "assistance": (_assistance, 0.55),
    "children": (_children, 0.25),
    "drug_treatment": (_drug_treatment, 0.14),
    "trafficking": (_trafficking, 0.06),
    "child_abuse": (_child_abuse, 0.05),
    "merit": (_merit, 0.12),
    "violence": (_violence, 0.05),
    "prostitution": (_prostitution, 0.03),
    "safe_addresses": (_safe_address, 0.03),
    "poor_household": (_poor_household, 0.1),
    "disability": (_disability, 0.1),
}


def cases(count: int, seed: int = 322) -> Iterator[CaseInput]:
    """Yield invented cases over all registers, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - invented people need no secrets
    for code, (make, share) in _MAKERS.items():
        for _ in range(round(count * share)):
            known, answers = make(chance)
            yield CaseInput(code, known, answers)


def fill(program: Program, count: int) -> dict[str, int]:
    """Save invented cases, and return how many each register got; what has open findings is kept as a draft."""
    made: dict[str, int] = {}
    for each in cases(count):
        record = _save(program, each)
        made[each.register] = made.get(each.register, 0) + 1
        if not program.cases.get(record).draft:
            _walk(program, each, record)
    return made


def _save(program: Program, case: CaseInput) -> str:
    """Save a case; warnings are kept with a reason, what has errors becomes a draft."""
    findings = program.cases.check(case)
    kept = {kept_key(each): "Hồ sơ mẫu" for each in findings if each.level is Level.WARNING}
    return program.cases.save(replace(case, kept=kept, final=not blocks(findings)))


def _walk(program: Program, case: CaseInput, record: str) -> None:
    """Take a case through its steps: allowances to where they are paid, an addict into treatment."""
    today = clock.today().isoformat()
    for state in _steps(program, case, record):
        program.cases.move(record, state, today, "Hồ sơ mẫu")
    if case.register == "merit":
        _after_merit(program, case, record)
    if case.register == "disability" and case.answers["disability_degree"] != "mild":
        given: dict[str, Value] = {
            "support": "health_care",
            "content": "Phục hồi chức năng",
            "amount": 1_500_000,
        }
        program.cases.add_event(record, "support", "2026-10-12", given)


def _steps(program: Program, case: CaseInput, record: str) -> tuple[str, ...]:
    """Return the steps of a case, once what they ask for has happened in it."""
    if case.register == "poor_household":
        _decide_household(program, record)
    if case.register == "violence":
        _protect(program, case, record)
    if case.register == "prostitution":
        return _support(program, case, record)
    if case.answers.get("treatment_form"):
        return ("in_treatment",)
    return _STEPS.get(case.register, ())


_STEPS: Mapping[str, tuple[str, ...]] = {
    "assistance": ("received", "appraising", "approved", "paying"),
    "poor_household": ("reviewed", "listed"),
    "merit": ("sent_up", "receiving"),
    "disability": ("council", "posted", "issued"),
    "violence": ("verifying", "supporting"),
}


def _after_merit(program: Program, case: CaseInput, record: str) -> None:
    """Write down the year's judgement of the household for most, and money for worship for some."""
    nth, year = int(str(case.answers["decision_no"]).partition("/")[0]), clock.today().year
    today = clock.today().isoformat()
    if nth % 8 and case.answers.get("categories") != ["c"]:
        standard = "below" if nth % 9 == 0 else "above" if nth % 3 == 0 else "equal"
        program.cases.add_event(record, "living", today, {"year": year, "standard": standard})
    if case.answers.get("worshipped") and nth % 2:
        given: dict[str, Value] = {
            "item": "worship",
            "year": year,
            "count": 1,
            "amount": 1_400_000,
            "funding_source": "central_budget",
        }
        program.cases.add_event(record, "grant", today, given)


def _protect(program: Program, case: CaseInput, record: str) -> None:
    """Let most victims in need be helped, some by a ban of contact."""
    day = str(case.answers["received_at"])[:10]
    if case.answers["assistance_need"] == "yes" and not day.endswith(("3", "7")):
        given: dict[str, Value] = {"support": "psychology", "giver": "Hội Liên hiệp Phụ nữ xã"}
        program.cases.add_event(record, "support", day, given)
    if case.answers["forms"] != ["physical"]:
        return
    asked: dict[str, Value] = {"requested_at": f"{day}T20:30", "requested_by": "victim"}
    decided: dict[str, Value] = {
        "result": "banned",
        "decision_no": "18/QĐ-UBND",
        "signed_at": f"{day}T22:00",
        "valid_to": f"{datetime.date.fromisoformat(day) + datetime.timedelta(days=3)}T22:00",
    }
    program.cases.add_event(record, "ban_request", day, asked)
    program.cases.add_event(record, "ban_decision", day, decided)


def _support(program: Program, case: CaseInput, record: str) -> tuple[str, ...]:
    """Let the file of somebody be brought up to date; whoever agrees is met, and helped where they need it."""
    if not case.answers.get("file_updated_on"):
        return ()
    if not case.answers["contact_consent"]:
        return ("file_updated",)
    day = str(case.answers["file_updated_on"])
    program.cases.add_event(record, "outreach", day, {"done_by": "Đội công tác xã hội tình nguyện"})
    if case.answers["has_need"]:
        program.cases.add_event(record, "support", day, {"support": "counselling"})
    return ("file_updated", "outreach")


_SHORTFALLS = ("job", "health_insurance", "water", "toilet", "housing_quality", "telecom")


def _decide_household(program: Program, record: str) -> None:
    """Let a household be reviewed a year ago, recognised since the new year, and the poor ones be reviewed again."""
    people = program.cases.get(record).answers["people"]
    lacking = [*_SHORTFALLS[: 1 + int(str(people))]]
    status = "poor" if len(lacking) > 2 else "near_poor"
    found: dict[str, Value] = {
        "kind": "yearly",
        "income_points": 120,
        "lacking_points": 10 * len(lacking),
        "shortfalls": [*lacking],
        "result": status,
    }
    program.cases.add_event(record, "review", "2025-10-20", found)
    if status == "poor":
        program.cases.add_event(record, "review", "2026-10-20", found)
    decided = {
        "status": status,
        "valid_from": "2026-01-01",
        "decision_no": "215/QĐ-UBND",
        "decision_on": "2025-12-20",
    }
    program.cases.add_event(record, "household_status", "2025-12-20", decided)
