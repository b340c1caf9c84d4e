"""Monthly social assistance (trợ cấp xã hội hằng tháng), carers' money and the social pension."""

from collections.abc import Iterator

from ansinh_desktop.findings import Finding, error, warning
from ansinh_desktop.registers import certificates, parts, steps
from ansinh_desktop.registers.assessing import Assessing
from ansinh_desktop.registers.case import CaseFacts
from ansinh_desktop.registers.catalog.assistance import (
    amounts,
    checks,
    course,
    decided,
    foreseen,
    lists,
    lives,
    many_acts,
    once,
    paid_month,
    paper_forms,
    phrases,
    printed,
    reasons,
    share,
    tallies,
)
from ansinh_desktop.registers.catalog.assistance.events import EVENTS, PAID_ONCE
from ansinh_desktop.registers.catalog.assistance.sections import SECTIONS, groups
from ansinh_desktop.registers.duties import Duty, Sign
from ansinh_desktop.registers.field import When
from ansinh_desktop.registers.life_cycle import Guard, LifeCycle
from ansinh_desktop.registers.register import Register
from ansinh_desktop.rules import deadlines, disability, law

ORDER = 10

# ------------------------------------------------------------------------------------------------ duties

_BEING_DECIDED = ("draft", "received", "appraising")
_PENSION = groups("pension")
_MOVED_IN = When("moved_in")
_SAME_DISTRICT = When("moved_in_same_district")
_DECIDED = (Sign(answer="decision_date"),)
_SENT_UP = Sign(states=("sent_up",))
_NOT_RECHECKED = When(
    "decrease_reason", ("not_collected", "remand", "prison", "dead", "missing", "refused", "moved_out")
)
"""Reasons of a suspension after which nobody waits for a new determination."""


def _of_event(event: str, *answers: str) -> tuple[Sign, ...]:
    return tuple(Sign(event=event, answer=each) for each in answers)


def _day(event: str, answer: str) -> Sign:
    return Sign(event=event, answer=answer)


def _requested(when: When) -> Sign:
    return Sign(event="emergency", answer="requested_on", when=when)


_PROTECTION = When("protection")
_URGENT = When("item", ("rice", "injury", "house_rebuild", "house_move", "house_repair"))
_BURIALS = When("item", ("death_or_missing", "unclaimed_body"))
_AID_DECIDED = _of_event("emergency", "decision_date")
_ADMITTED_AT_ONCE = Sign(event="facility", answer="admitted_on", when=When("emergency"))
_COUNCIL = Sign(event="disability", when=When("request_kind", ("determine", "redetermine")))
_EXCHANGE = Sign(event="disability", when=When("reissue_reason", disability.WITHOUT_COUNCIL))

_COMPLAINT_CONCLUDED = _of_event("complaint", "concluded_on")

DUTIES = (
    # The dossier of an allowance, from receipt to decision.
    Duty(("sa_review_2021",), Sign(answer="received_on"), done=_DECIDED, states=_BEING_DECIDED, unless=_MOVED_IN),
    Duty(("sa_total_2025", "sa_total_2026"), Sign(answer="received_on"), done=_DECIDED, states=_BEING_DECIDED, unless=_PENSION),
    Duty(("sa_move_2025",), Sign(answer="received_on"), done=_DECIDED, states=_BEING_DECIDED, when=_MOVED_IN),
    Duty(("sa_pension_2025", "sa_pension_2026"), Sign(answer="received_on"), done=_DECIDED, states=_BEING_DECIDED, when=_PENSION),
    Duty(("sa_send_2021",), _day("posting", "posted_to"), done=(_SENT_UP, *_DECIDED), states=("posted",)),
    Duty(("sa_complaint_2021", "sa_complaint_2025"), Sign(states=("complaint",)), done=_COMPLAINT_CONCLUDED, states=("complaint",)),
    Duty(("sa_department_2021",), _SENT_UP, done=_DECIDED, states=("sent_up",), unless=_MOVED_IN),
    # People who move in while they are paid.
    Duty(("sa_move_same_district_2021",), Sign(answer="received_on"), done=(_SENT_UP, *_DECIDED), states=_BEING_DECIDED, when=_SAME_DISTRICT),
    Duty(("sa_move_other_2021",), Sign(answer="received_on"), done=(_SENT_UP, *_DECIDED), states=_BEING_DECIDED, when=_MOVED_IN, unless=_SAME_DISTRICT),
    Duty(("sa_move_same_district_department_2021",), _SENT_UP, done=_DECIDED, states=("sent_up",), when=_SAME_DISTRICT),
    Duty(("sa_move_other_department_2021",), _SENT_UP, done=_DECIDED, states=("sent_up",), when=_MOVED_IN, unless=_SAME_DISTRICT),
    # Suspension.
    Duty(("sa_stop_after_suspension",), Sign(states=("suspended",)), states=("suspended",), unless=_NOT_RECHECKED),
    # Funeral, emergency, protection, facility.
    Duty(("sa_funeral_commune_2021", "sa_funeral_2025", "sa_funeral_2026"), _day("funeral", "dossier_on"), done=_of_event("funeral", "decision_date")),
    Duty(("sa_relief_urgent",), _requested(_URGENT), done=_AID_DECIDED),
    Duty(("sa_emergency_death_2021", "sa_emergency_death_2025", "sa_emergency_death_2026"), _requested(_BURIALS), done=_AID_DECIDED),
    Duty(("sa_protection_commune_2021", "sa_protection_2025"), _requested(_PROTECTION), done=_AID_DECIDED),
    Duty(("sa_protection_max",), _day("emergency", "care_from"), done=_of_event("emergency", "care_to")),
    Duty(("sa_facility_review", "sa_facility_review_2025"), _day("facility", "dossier_on"), done=_of_event("facility", "reviewed_on", "sent_on")),
    Duty(("sa_facility_self_support",), _day("facility", "left_school_on"), done=_of_event("facility", "left_on")),
    Duty(("sa_facility_department",), _day("facility", "sent_on"), done=_of_event("facility", "decision_date", "admitted_on")),
    Duty(("sa_facility_emergency_papers",), _ADMITTED_AT_ONCE, done=_of_event("facility", "papers_done_on")),
    Duty(("sa_facility_emergency_stay",), _ADMITTED_AT_ONCE, done=_of_event("facility", "left_on")),
    # Disability.
    Duty(("dis_council",), _COUNCIL, done=_of_event("disability", "concluded_on", "degree", "certificate_date", "medical_asked_on")),
    Duty(("dis_issue",), _day("disability", "concluded_on"), done=_of_event("disability", "certificate_date")),
    Duty(("dis_complaint",), _day("disability", "complaint_on"), done=_of_event("disability", "complaint_answered_on")),
    Duty(("dis_reissue",), _EXCHANGE, done=_of_event("disability", "certificate_date")),
    Duty(("dis_withdraw",), _day("disability", "withdrawal_asked_on"), done=_of_event("disability", "withdrawn_on")),
    Duty(("dis_medical_file",), _day("disability", "medical_asked_on"), done=_of_event("disability", "medical_sent_on")),
    Duty(("dis_medical_exam",), _day("disability", "medical_sent_on"), done=_of_event("disability", "medical_date")),
    Duty(("dis_medical_send",), _day("disability", "medical_date"), done=_of_event("disability", "medical_received_on")),
    Duty(("dis_issue_after_medical",), _day("disability", "medical_received_on"), done=_of_event("disability", "certificate_date")),
)  # fmt: skip


# ------------------------------------------------------------------------------------------------ steps


def _check_posting(facts: CaseFacts) -> Iterator[Finding]:
    if facts.answers.get("social_group") in ("k3", "k8"):
        yield error("AS-6310", "social_group")


def _posted_until(facts: CaseFacts) -> str | None:
    """Return the last day on which the result of the review must hang out; None where it is not told."""
    posted = facts.events_of("posting")
    if not posted:
        return None
    due = deadlines.due("sa_posting_2021", posted[-1].on)
    return due.day.isoformat() if due.in_force else None


def _check_lacking(facts: CaseFacts) -> Iterator[Finding]:
    if not any(each.answers.get("lacking") for each in facts.events_of("appraisal")):
        yield error("AS-6325", "")


def _check_complaint(facts: CaseFacts) -> Iterator[Finding]:
    """Yield an error where a complaint does not end at the commune, or has not ended yet."""
    if str(facts.answers.get("received_on") or facts.on.isoformat()) < law.UNITS_REFORM.isoformat():
        yield error("AS-6326", "received_on", day=f"{law.UNITS_REFORM:%d/%m/%Y}")
    if not any(each.answers.get("concluded_on") for each in facts.events_of("complaint")):
        yield error("AS-6327", "")


def _check_funeral_decided(facts: CaseFacts) -> Iterator[Finding]:
    events = facts.events_of("funeral")
    filed = [day for each in events if (day := parts.day_of(each.answers, "dossier_on"))]
    if filed and not any(each.answers.get("decision_date") for each in events):
        yield warning("AS-6324", "", day=f"{filed[0]:%d/%m/%Y}")


_TWO_LEVELS = law.UNITS_REFORM
_WHY_LESS = steps.any_event("Lý do giảm / diễn biến Giảm", ("decrease",), "decrease_reason")
_SINCE_WHEN = steps.any_event("Tạm dừng, thôi hưởng từ tháng / diễn biến Giảm", ("decrease",), "stopped_from")
GUARDS = (
    Guard(("received",), sources=("draft",), answers=("received_on",)),
    Guard(("returned_incomplete",), check=_check_lacking),
    Guard(("posted",), check=steps.received_before("received_on", _TWO_LEVELS)),
    Guard(("posted",), check=_check_posting),
    Guard(("sent_up",), check=steps.received_before("received_on", _TWO_LEVELS)),
    Guard(("sent_up", "approved"), sources=("posted",), check=steps.term_is_over(_posted_until)),
    Guard(("approved",), answers=("decision_no", "decision_date"), check=reasons.may_be_approved),
    Guard(("approved",), sources=("complaint",), check=_check_complaint),
    Guard(("refused",), events=("decision",)),
    Guard(("paying",), sources=("approved",), answers=("start_month",)),
    Guard(("paying",), sources=("suspended",), check=reasons.may_be_approved),
    Guard(("suspended", "stopped"), check=_WHY_LESS),
    Guard(("suspended",), check=course.check_ground("suspended")),
    Guard(("stopped",), check=course.check_ground("stopped")),
    Guard(("stopped",), check=_check_funeral_decided),
    Guard(("transferred",), check=steps.moved_away("moved_to", "moved_to_place")),
    Guard(("transferred",), check=_SINCE_WHEN),
    # Why it was suspended goes with the file.
    Guard(("transferred",), sources=("suspended",), check=_WHY_LESS),
)


FIELDS = {each.key: each for section in SECTIONS for each in section.fields}

REGISTER = Register(
    code="assistance",
    prefix="BTXH",
    title="Trợ cấp xã hội hằng tháng, hưu trí xã hội",
    short_title="Trợ giúp xã hội",
    icon="hand-coins",
    subject="Đối tượng",
    sections=SECTIONS,
    events=EVENTS,
    life_cycle=LifeCycle(
        {"": "social_assistance"},
        guards=GUARDS,
        days={
            "received": "received_on",
            "approved": "decision_date",
            "paying": "start_month",
            "suspended": "stop_decision_date",
            "stopped": "stop_decision_date",
        },
        in_one_go=(("received", "appraising", "approved", "paying"),),
    ),
    listed=(
        "person.full_name",
        "person.birth_date",
        "person.hamlet",
        "clause",
        "coefficient",
        "amount",
        "start_month",
        "record.state",
        "record.sent",
        "record.number",
    ),
    filters=("social_group", "disability_degree", "payment_method", "decrease_reason", "benefits"),
    papers=lists.PAPERS,
    legal_basis="NĐ 335/2026/NĐ-CP (từ 05/10/2026); NĐ 20/2021/NĐ-CP, NĐ 76/2024/NĐ-CP; NĐ 176/2025/NĐ-CP",
    confidential_when=amounts.confidentiality,
    computed=(
        parts.AGE,
        parts.ADDRESSED,
        *amounts.COMPUTED,
        *decided.COMPUTED,
        *reasons.COMPUTED,
        *course.COMPUTED,
        *lists.COMPUTED,
        *printed.COMPUTED,
        parts.joined("decision_shown", "Quyết định hưởng", FIELDS, "decision_no", "decision_date"),
        parts.joined("account_shown", "Tài khoản", FIELDS, "account_owner", "account_no", "bank"),
        parts.joined(
            "receiver_shown",
            "Người nhận thay",
            FIELDS,
            "receiver_name",
            "receiver_id",
            "receiver_relation",
            "receiver_paper",
        ),
    ),
    checks=(
        checks.check_group,
        checks.check_benefits,
        checks.check_decision,
        course.check_start,
        course.check_stop,
        course.check_resumed,
        checks.check_payment,
        checks.check_uncollected,
        checks.check_carer,
        checks.check_children,
        checks.check_council,
        once.check_funeral,
        once.check_emergency,
        amounts.check_amounts,
        parts.in_order("AS-2215", "received_on", "decision_date"),
    ),
    phrases=phrases.PHRASES,
    life_changes=lives.LIFE_CHANGES,
    names_others=lives.NAMED,
    coming=lives.COMING,
    import_defaults={"recorded_month": "as_of_month"},
    imported_state=phrases.imported_state,
    opened_by="received_on",
    decided_by="decision_date",
    deadlines=("social_assistance", "social_pension"),
    duties=DUTIES,
    foreseen=(
        foreseen.changes_by_age,
        foreseen.changes_by_children,
        certificates.redetermination,
        foreseen.study_paper,
        foreseen.authorisation,
        foreseen.medical_validity,
        foreseen.facility_ages,
    ),
    foreseen_by=foreseen.LOOKS_AT,
    assessing=Assessing(
        event=reasons.EVENT.code,
        compute=reasons.computed,
        amount=reasons.amount,
        again=reasons.computed_again,
        places=reasons.PLACES,
        printed=printed.printed,
        month="start_month",
        states=("approved",),
        events=("increase", "decrease"),
    ),
    explained=reasons.explained,
    indicators=share.INDICATORS,
    dated_of_person=("poverty_status",),
    dated_by=("recorded_month",),
    monthly_in=course.MONTHLY,
    tallies=tallies.TALLIES,
    paid_in=("paying",),
    paid_once=PAID_ONCE,
    paying=paid_month.PAYING,
    many=many_acts.MANY,
    forms=paper_forms.FORMS,
)
