"""What the page of payment says of the steps of a month, and of why one cannot be taken."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from ansinh_desktop import clock
from ansinh_desktop.errors import UserError
from ansinh_desktop.rules import calendar, wording
from ansinh_desktop.services.payments.months import STATES, MonthView
from ansinh_desktop.services.payments.standing import Standing
from ansinh_desktop.ui.widgets.progress_strip import number

STEPS: tuple[str, ...] = tuple(STATES)[1:]
"""The steps of a month, in their order."""

_NOW = {
    "prepared": "Lập tháng",
    "checked": "Đang kiểm tra",
    "approved": "Chờ duyệt",
    "closed": "Chờ chốt",
    "paid_out": "Đang chi trả",
    "settled": "Chờ quyết toán",
}
_AHEAD = {
    "prepared": "Lập",
    "checked": "Kiểm tra",
    "approved": "Duyệt",
    "closed": "Chốt",
    "paid_out": "Chi trả",
    "settled": "Quyết toán",
}
ACTS = {
    "prepared": "Lập tháng",
    "checked": "Xác nhận đã kiểm tra",
    "approved": "Duyệt",
    "closed": "Chốt tháng",
    "paid_out": "Ghi kết quả chi trả…",
    "settled": "Xác nhận đã quyết toán",
}
"""What the button of a step says."""
SIGNS = {
    "prepared": "clipboard-list",
    "checked": "list-checks",
    "approved": "badge-check",
    "closed": "lock",
    "paid_out": "hand-coins",
    "settled": "file-check",
}
_AFTER = {
    "prepared": "Xem hết phải xử lý, rồi xác nhận đã kiểm tra.",
    "checked": "Không còn gì phải xử lý: danh sách này được đưa đi duyệt.",
    "approved": "Duyệt đúng danh sách đã kiểm tra. Sửa hồ sơ sau đó thì phải kiểm tra lại.",
    "closed": "Tháng đã chốt in lại giống từng nét, sửa sai ở tháng sau.",
    "paid_out": "Đánh dấu người chưa nhận; những người khác đã nhận.",
    "settled": "Quyết toán rồi thì kết quả chi trả không đổi nữa.",
    "": "Tháng này đã xong.",
}
"""What comes of a step, said beside its button."""


@dataclass(frozen=True)
class StepWords:
    """One step in the line of states."""

    key: str
    title: str
    more: str
    kind: str
    """``done``, ``now`` or ``ahead``."""
    tone: str = ""
    hint: str = ""


def steps_of(standing: Standing) -> list[StepWords]:
    """Return the line of states of a month."""
    at = STEPS.index(standing.next_step) if standing.next_step else len(STEPS)
    return [_step(standing, key, place - at) for place, key in enumerate(STEPS)]


def _step(standing: Standing, key: str, away: int) -> StepWords:
    view = standing.view
    if away < 0:
        last = _last(view, key)
        more = f"{_day(last)} · {last['by']}" if last else ""
        return StepWords(key, STATES[key], more, "done", "good", minutes(view, key))
    if away > 0:
        return StepWords(key, _AHEAD[key], "không đổi nữa" if key == "closed" else "", "ahead")
    again = key in {"prepared", "checked"} and _last(view, key) is not None
    title = f"{_AHEAD[key]} lại" if again and view.state in {"checked", "approved"} else _NOW[key]
    why = standing.why_not
    if why is None:
        return StepWords(key, title, "danh sách đã đổi" if title.endswith("lại") else "làm được ngay", "now")
    return StepWords(key, title, why_short(why), "now", "error" if _is_grave(view, why) else "warning")


def _is_grave(view: MonthView, why: UserError) -> bool:
    return why.code != "AS-4203" or bool(view.errors)


def _last(view: MonthView, key: str) -> Mapping[str, str] | None:
    return next(
        (
            each
            for each in reversed(view.steps)
            if each["step"] in (key, *(["reopened"] if key == "prepared" else []))
        ),
        None,
    )


def _day(step: Mapping[str, str]) -> str:
    at = calendar.wall_time(datetime.datetime.fromisoformat(step["at"]))
    return f"{at:%d/%m}" if at.year == clock.today().year else f"{at:%d/%m/%Y}"


def minutes(view: MonthView, key: str) -> str:
    """Return when and by whom a step was taken, each time that it was, with the reasons."""
    said = []
    for each in view.steps:
        if each["step"] != key and not (key == "prepared" and each["step"] == "reopened"):
            continue
        at = calendar.wall_time(datetime.datetime.fromisoformat(each["at"]))
        called = "Mở lại" if each["step"] == "reopened" else STATES[key]
        why = f" ({each['reason']})" if each["reason"] else ""
        said.append(f"{called} lúc {at:%H:%M} ngày {at:%d/%m/%Y}: {each['name']}{why}")
    return "\n".join(said)


_WHY = {
    "AS-4204": "danh sách đã đổi",
    "AS-4205": "cần người khác duyệt",
    "AS-1110": "bạn chỉ được xem",
    "AS-6322": "cần lãnh đạo",
}


def why_short(why: UserError) -> str:
    """Return in a few words why a step cannot be taken, as its button says it."""
    facts = why.facts
    match why.code:
        case "AS-4203":
            met = ((facts["errors"], "lỗi"), (facts["warnings"], "cảnh báo"))
            return f"còn {', '.join(f'{count} {what}' for count, what in met if count)}"
        case "AS-4208":
            return f"tháng {facts['before']} chưa chốt"
        case "AS-4209":
            return f"tháng {facts['later']} đã chốt"
        case _:
            return _WHY.get(why.code, why.text.rstrip("."))


def act_words(standing: Standing) -> str:
    """Return what the button of the next step says: the act, and why it cannot be done."""
    step = standing.next_step
    if not step:
        return "Đã quyết toán"
    again = step in {"prepared", "checked"} and standing.view.state in {"checked", "approved"}
    words = f"{_AHEAD[step]} lại" if again else ACTS[step]
    why = standing.why_not
    return f"{words.rstrip('…')}: {why_short(why)}" if why is not None else words


def beside_act(standing: Standing) -> str:
    """Return the sentence beside the button: what is against the step and what to do, else what comes of it."""
    why = standing.why_not
    if why is None:
        return _AFTER[standing.next_step]
    # What is in the way stands above, one by one.
    return why.todo if why.code == "AS-4203" else f"{why.text} {why.todo}"


def note_of_month(month: datetime.date, state: str) -> tuple[str, str]:
    """Return what the navigation says of the month that is being worked on: the month, and how far it is."""
    return wording.month(month), f"{STATES[state][0].lower()}{STATES[state][1:]}"


def people(count: int) -> str:
    """Return a number of people."""
    return f"{number(count)} người"


def money(amount: int, *, signed: bool = False) -> str:
    """Return an amount with a real minus, and with a plus where ``signed``."""
    shown = number(abs(amount))
    if amount < 0:
        return f"−{shown}"
    return f"+{shown}" if signed and amount else shown
