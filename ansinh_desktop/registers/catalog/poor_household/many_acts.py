"""What is done to many households at once: the decision of a yearly review speaks of hundreds of them."""

from collections.abc import Callable

from ansinh_desktop.findings import Finding, warning
from ansinh_desktop.registers import household, kinds
from ansinh_desktop.registers.acts.many import Effect, ManyAct
from ansinh_desktop.registers.answer import Answers, rows_of, text_of
from ansinh_desktop.registers.case import CaseFacts, Paid
from ansinh_desktop.registers.catalog.poor_household import reviews
from ansinh_desktop.registers.field import Field
from ansinh_desktop.rules import poverty

_ON = Field("on", "Ngày quyết định", kinds.Date(), required=True)
_NUMBER = Field("decision_no", "Số quyết định", kinds.Text(60), required=True)
_FROM = Field(
    "valid_from", "Có hiệu lực từ ngày", kinds.Date(future=True), required=True,
    help="Trợ cấp của thành viên tính theo tình trạng hộ từ ngày này.",
)  # fmt: skip
_TO = Field("valid_to", "Đến ngày", kinds.Date(future=True), help="Để trống thì đến khi có quyết định sau.")
_POOR = Field(
    "status", "Công nhận là", kinds.Choice("poverty_status", only=("poor", "near_poor")), required=True
)
_NO_LONGER = Field(
    "status", "Sau khi thoát là", kinds.Choice("poverty_status", only=("average_living", "other")), required=True
)  # fmt: skip


def _fits(*states: str) -> Callable[[CaseFacts, Answers, Paid], Finding | None]:
    def fits(facts: CaseFacts, said: Answers, _paid: Paid) -> Finding | None:
        known = ((text_of(each, "valid_from"), text_of(each, "status")) for each in _rows(facts))
        again = (text_of(said, "valid_from"), text_of(said, "status")) in known
        return warning("AS-7515", "") if again or facts.state not in states else None

    return fits


def _rows(facts: CaseFacts) -> list[Answers]:
    return [*rows_of(facts.person, household.STATUSES)]


def _decide(to: str, source: str) -> Callable[[CaseFacts, Answers, Paid], Effect]:
    def effect(facts: CaseFacts, said: Answers, _paid: Paid) -> Effect:
        answers = {key: said.get(key) for key in ("status", "valid_from", "valid_to", "decision_no")}
        answers["decision_on"] = said.get("on")
        known = {key: value for key, value in answers.items() if value}
        show = kinds.Choice("poverty_status").show
        before = text_of(household.state_on(_rows(facts), facts.on), "status")
        since = kinds.Date().show(said.get("valid_from"))
        # Until the day from which it holds the household stays what it is.
        waits = to == "escaped" and text_of(said, "valid_from") > text_of(said, "on")
        return Effect(
            (("household_status", known),),
            to=to if facts.state == source and not waits else "",
            before=show(before) if before else "(chưa có quyết định)",
            after=f"{show(said.get('status'))} từ {since}",
        )

    return effect


def _has_left(facts: CaseFacts, _said: Answers, _paid: Paid) -> Finding | None:
    now = reviews.status_of(facts)
    return None if facts.state == "listed" and now and now not in poverty.POOR else warning("AS-7515", "")


def _close(facts: CaseFacts, _said: Answers, _paid: Paid) -> Effect:
    show = kinds.Choice("poverty_status").show
    return Effect(to="escaped", before="Đang quản lý", after=show(reviews.status_of(facts)))


MANY = (
    ManyAct(
        "recognise",
        "Ghi quyết định công nhận",
        (_POOR, _FROM, _TO, _NUMBER, _ON),
        _fits("reviewed", "listed"),
        _decide("listed", "reviewed"),
        settles=("AS-7501", "AS-7503"),
    ),
    ManyAct(
        "escape",
        "Ghi quyết định thoát nghèo, thoát cận nghèo",
        (_NO_LONGER, _FROM, _NUMBER, _ON),
        _fits("listed"),
        _decide("escaped", "listed"),
    ),
    ManyAct(
        "close",
        "Chuyển bước thoát nghèo, thoát cận nghèo",
        (Field("on", "Ngày chuyển bước", kinds.Date(), required=True),),
        _has_left,
        _close,
        settles=("AS-7502",),
    ),
)
