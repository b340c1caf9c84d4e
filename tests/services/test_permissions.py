"""Who may do what: every public act of the services, with and without each right over a register.

The officer may do everything with the other registers; the person of the record stands in this one alone.
"""

import contextlib
import datetime
import inspect
import io
import itertools
import shutil
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import segno

from ansinh_desktop.db.exchange.alike import SAME, Decided
from ansinh_desktop.errors import UserError
from ansinh_desktop.findings import Level
from ansinh_desktop.registers import catalog, kinds
from ansinh_desktop.rules.period import Period
from ansinh_desktop.services import overview, search
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import Agenda, Counted
from ansinh_desktop.services.attachments import Attachments
from ansinh_desktop.services.cases import Cases, Reveals
from ansinh_desktop.services.drafts import Drafts
from ansinh_desktop.services.entitlements import Entitlements
from ansinh_desktop.services.established import Established
from ansinh_desktop.services.importer.importing import Importing
from ansinh_desktop.services.joining.work import Joinings
from ansinh_desktop.services.law.local import rows_of, text_of
from ansinh_desktop.services.law.updates import LawUpdates
from ansinh_desktop.services.listing import Listing, ListQuery
from ansinh_desktop.services.lives.work import Lives
from ansinh_desktop.services.many import Many
from ansinh_desktop.services.office import Office
from ansinh_desktop.services.payments.work import Payments
from ansinh_desktop.services.people import People
from ansinh_desktop.services.plan.plans import Plans
from ansinh_desktop.services.plan.regular import RegularReports
from ansinh_desktop.services.plan.tables import TableAsked, Tables
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.case_forms import Forms
from ansinh_desktop.services.reports.handover import Handover
from ansinh_desktop.services.reports.lists import Lists
from ansinh_desktop.services.reports.worklists import MergeLine, Worklists
from ansinh_desktop.services.review import Review, ReviewRow
from ansinh_desktop.services.safety.backups import Backups
from ansinh_desktop.services.succession.work import Successions
from ansinh_desktop.services.sync.alike import Alikes
from ansinh_desktop.services.sync.cards import Cards
from ansinh_desktop.services.sync.communes import Communes
from ansinh_desktop.services.sync.conflicts import Choice, Conflicts
from ansinh_desktop.services.sync.exchange import Exchange
from ansinh_desktop.services.sync.inbox import Inbox
from ansinh_desktop.services.sync.incoming import Incoming
from ansinh_desktop.services.sync.outgoing import Outgoing
from ansinh_desktop.services.sync.peers import Peers
from ansinh_desktop.services.transfers.accepting import Arrivals
from ansinh_desktop.services.transfers.giving import Transfers
from ansinh_desktop.services.undo import Undo
from ansinh_desktop.services.views import Look, Views
from tests import factories
from tests.services.sync.waiting import carried, conflict, waits

SERVICES = (
    Agenda, Alikes, Attachments, Backups, Cards, Cases, Communes, Conflicts, Drafts, Entitlements, Established, Forms, Importing, Inbox, Incoming, Joinings, LawUpdates, Listing, Lists, Lives, Many, Outgoing, Payments, Peers, People, Plans, RegularReports, Reveals, Review,
    Tables, Undo, Views, Worklists,
)  # fmt: skip
DAY = datetime.date(2026, 11, 20)
YEAR = Period.of("2024")
_NAMES = ("Phượng" + "".join(each) for each in itertools.product("aeiou", repeat=6))
SEES = "person.full_name"
WHY = "Giải quyết hồ sơ"
DIED = {"on": "2026-11-02"}
QUICK = ("assistance", "trafficking")
TURNED_AWAY = frozenset({"AS-1110", "AS-1122", "AS-2035", "AS-2071"})
NOW = datetime.datetime.combine(DAY, datetime.time(8))
DECISION = {
    "received_on": "2025-10-01",
    "social_group": "k6",
    "disability_degree": "severe",
}


@dataclass
class World:
    """One record of the register at hand, as the administrator made it, and the officer who is tried."""

    admin: Program
    officer: Program
    register: str
    folder: Path
    name: str
    """Of the person, and of nobody else."""
    record: str = ""
    person: str = ""

    def add(self) -> str:
        """Write a record of somebody who stands in no other register; return it."""
        known = factories.person(
            full_name=f"Neáng {self.name}", birth_date="2015-03-05", hamlet=self.name, personal_id=None
        )
        answers = DECISION if self.register == "assistance" else {}
        case = factories.case(self.register, answers, person=known, final=False)
        self.record = self.admin.cases.save(case)
        self.person = self.admin.cases.get(self.record).person_id
        return self.record

    def case(self, **changes: Any) -> Any:
        return factories.case(self.register, {}, final=False, **changes)

    def event(self) -> str:
        kind = next(each for each in catalog.register(self.register).events if not each.automatic)
        with self.admin.vault.work() as store:
            return store.records.add_event(self.record, kind.code, "2026-01-05", answers={"version": "0"}).id

    def table(self) -> Path:
        path = self.folder / "danh sách.csv"
        path.write_text("Họ và tên,Ngày sinh\nLê Văn Tú,01/02/1950\n", encoding="utf-8")
        return path

    def picture(self) -> Path:
        path = self.folder / "giấy tờ.png"
        path.write_bytes(segno_png(self.name))
        return path

    def query(self) -> ListQuery:
        return ListQuery(self.register, typed=self.name)

    def request(self) -> Any:
        return self.admin.lists.of_screen(self.query(), [SEES], "Danh sách")


def drained(steps: Any) -> Any:
    """Go through the steps of long work, and return what it returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def draft(world: World) -> str:
    world.admin.cases.drafts.keep("new:x", {"note": "…"}, None, world.register)
    return "new:x"


def segno_png(words: str) -> bytes:
    out = io.BytesIO()
    segno.make(words).save(out, kind="png")
    return out.getvalue()


def paper(world: World) -> str:
    return world.admin.attachments.add(world.record, world.picture())


def sheet(world: World) -> Any:
    return world.admin.forms.offered(world.record)[-1]


def in_conflict(world: World, name: str, row_id: str) -> bool:
    found = conflict(world.admin, name, row_id)
    return found in [each.id for each in world.officer.conflicts.all()]


def chosen_in(world: World, about: str) -> None:
    with world.admin.vault.work("gộp") as store:
        world.officer.conflicts.choose_in(store, [], {about: Choice({})})


def numbered(world: World) -> str:
    return world.admin.cases.get(world.record).number


def act_of_record(world: World) -> int:
    """Return the act that wrote the record."""
    with world.admin.vault.reading() as store:
        found = store.acts.act_of(store.records.get(world.record).seq)
    assert found is not None
    return found


def changed_person(world: World) -> tuple[int, str]:
    """Change a field of the record's person, and return that line of the history."""
    known = {**world.admin.people.get(world.person).person, "phone": "0912345678"}
    world.admin.people.save(world.person, known)
    with world.admin.vault.reading() as store:
        return store.log.of(world.person)[0].seq, "phone"


def changed_record(world: World) -> tuple[int, str]:
    """Change an answer of the record, and return that line of the history."""
    fields = catalog.register(world.register).fields.values()
    key = next(each.key for each in fields if isinstance(each.kind, kinds.Text) and each.when is None)
    with world.admin.vault.work() as store:
        record = store.records.get(world.record)
        record.answers = {**record.answers, key: "x"}
    with world.admin.vault.reading() as store:
        return store.log.of(world.record)[0].seq, f"answers.{key}"


def household(world: World) -> str:
    return world.admin.people.save_household({"address": "Tổ 1"}, first=world.person)


def other(world: World) -> str:
    with world.admin.vault.work() as store:
        return store.people.save(None, factories.UNIT, factories.person(full_name="Lê Văn Khác"))


def joined(world: World) -> tuple[str, str]:
    """Return who stays, and who was joined with them."""
    one, two = sorted((world.person, other(world)))
    with world.admin.vault.work() as store:
        pair = Decided(factories.UNIT, SAME, WHY, "x")
        store.packages.alike.decide(pair, {one: {}, two: {}}).steps = {}
    return one, two


def relation(world: World) -> str:
    return world.admin.people.relate(world.person, other(world), {"kind": "01"})


def found(world: World) -> Any:
    return drained(world.admin.review.run(DAY))


def seen_people(program: Program) -> int:
    return overview.overview(program.vault, program.access).people


def listed(rows: Any) -> bool:
    """Whether anything of the register at hand is in it."""
    return bool(list(rows))


def by_name(world: World, found: Any) -> Any:
    """Return what a list by name shows; of a register that goes by numbers there must be nothing in it."""
    if not hides_names(world):
        return found
    return found if found else NOTHING_TO_SEE


def hides_names(world: World) -> bool:
    return catalog.register(world.register).by_code


def agenda(world: World) -> list[Any]:
    return world.officer.agenda.items()


def has_limits(world: World) -> bool:
    return bool(of_register(world))


NOTHING_TO_SEE = object()
"""Of a register that knows no such thing."""


def of_register(world: World) -> list[Any]:
    return [each for each in world.admin.agenda.items() if each.register == world.register]


def review_rows(world: World) -> list[Any]:
    return [each for each in found(world).rows if each.register == world.register]


def row_to_keep(world: World) -> Any:
    """Return a warning of a record, whatever it is found to be."""
    return ReviewRow("missing", Level.WARNING, "AS-2310", world.register, world.record, "1", "", "", "", "")


def saved_rows(world: World) -> Any:
    reviewed, rows = found(world), review_rows(world)
    kept = []

    def laid_out(right: str) -> Any:
        kept.append(world.officer.worklists.review_document(reviewed, rows, right))
        return kept[0]

    world.officer.worklists.save(laid_out, world.folder / "rà soát.xlsx")
    return kept[0].rows


def touched(world: World) -> Any:
    rows = world.admin.law.local_rows()
    rows["base"] = [
        {
            "id": "base_local_1",
            "amount": 900_000,
            "effective_from": datetime.date(2025, 12, 1),
            "effective_to": datetime.date(9999, 12, 31),
            "article": "NQ 1/2025, Điều 1",
        }
    ]
    return drained(world.officer.law.preview_local(rows)).records


# What each act needs: a right over the register; "all w", "all x" over every register; "sees r" returns nothing
# without it; "admin" the role; "free" touches no record.
Act = tuple[str, Callable[[World], Any]]


def of_months(need: str, act: Callable[[Payments], Any]) -> Act:
    """Return an act of the months of payment; over a register that has none its rights decide nothing else."""

    def run(world: World) -> Any:
        if catalog.register(world.register).paying is None:
            return world.officer.access.require(world.register, need)
        return act(world.officer.payments)

    return need, run


def target_seen(world: World) -> Any:
    """Return what the plan says of a target that the register counts; who may not read it is told nothing of it."""
    rows = [each for each in world.officer.plans.answer(YEAR).rows if each.source == world.register]
    return [each for each in rows if each.state != "hidden"] if rows else NOTHING_TO_SEE


def of_counted(need: str, act: Callable[[Plans], Any]) -> Act:
    """Return an act that reads whatever counts for the plan; over a register that does not its rights decide nothing."""

    def run(world: World) -> Any:
        if not any(each.source == world.register for each in world.admin.plans.answer(YEAR).rows):
            return world.officer.access.require(world.register, need)
        return act(world.officer.plans)

    return need, run


def of_tallies(need: str, act: Callable[[RegularReports, str, Period], Any]) -> Act:
    """Return an act of the regular reports; over a register that has none its rights decide nothing else."""

    def run(world: World) -> Any:
        tallies = catalog.register(world.register).tallies
        if not tallies:
            return world.officer.access.require(world.register, need)
        return act(world.officer.plans.regular, tallies[0].code, Period.of("2026-H1"))

    return need, run


def table(world: World) -> TableAsked:
    return TableAsked(world.register, "sex")


def kept_table(world: World) -> str:
    world.admin.plans.tables.keep(world.name, table(world))
    return world.name


def of_many(act: Callable[[Many, World, tuple[Any, ...]], Any]) -> Act:
    """Return an act for many records; over a register that has none its rights decide nothing else."""

    def run(world: World) -> Any:
        if "hamlet" not in {each.code for each in world.admin.many.acts(world.register)}:
            return world.officer.access.require(world.register, "w")
        return act(
            world.officer.many, world, (world.register, "hamlet", [world.record], {"hamlet": "Hòa Phú"})
        )

    return "w", run


def commune_seen(w):
    """Look at a commune that there is not: whoever may look comes as far as that."""
    with contextlib.suppress(StopIteration):
        w.officer.exchange.communes.look("không có")


ACTS: dict[str, Act] = {
    "Many.acts": ("free", lambda w: w.officer.many.acts(w.register)),  # what may be asked, of no record
    "Many.unfit": ("free", lambda w: w.officer.many.unfit(w.register, [w.record])),  # of acts that one has
    "Many.preview": of_many(lambda many, _world, given: many.preview(*given)),
    "Many.do": of_many(lambda many, _world, given: many.do(*given)),
    "Payments.view": of_months("r", lambda p: p.view(DAY)),
    "Payments.standing": of_months("r", lambda p: p.standing(DAY)),
    "Payments.month_of_work": of_months("r", lambda p: p.month_of_work()),
    "Payments.at_work": of_months("r", lambda p: p.at_work()),
    "Payments.unpaid_in": of_months("w", lambda p: p.unpaid_in(DAY, Path("không có"))),
    "Payments.set_results": of_months("w", lambda p: p.set_results(DAY, {})),
    "Payments.printed": of_months("p", lambda p: p.printed(DAY)),
    "Payments.prepare": of_months("w", lambda p: p.prepare(DAY)),
    "Payments.keep": of_months("w", lambda p: p.keep(DAY, "x")),
    "Payments.check": of_months("w", lambda p: p.check(DAY)),
    "Payments.approve": of_months("r", lambda p: p.approve(DAY)),  # a leader approves who does not write
    "Payments.close": of_months("w", lambda p: p.close(DAY)),
    "Payments.reopen": of_months("r", lambda p: p.reopen(DAY, "Nhầm")),
    "Payments.bring_results": of_months("w", lambda p: p.bring_results(DAY, Path("không có"))),
    "Payments.settle": of_months("w", lambda p: p.settle(DAY)),
    "Payments.pdf": of_months("p", lambda p: p.pdf(DAY)),
    "Payments.write": ("p", lambda w: of_months("p", lambda p: p.write(DAY, w.folder / "chi.pdf"))[1](w)),
    "Payments.write a workbook": (
        "x",
        lambda w: of_months("x", lambda p: p.write(DAY, w.folder / "chi.xlsx"))[1](w),
    ),
    "Payments.want_second_officer": ("free", lambda w: None),  # the role is asked of the data file
    # The plan is counted for whoever opens it, of the registers that they may read; who enters and closes is asked by
    # role in tests/services/plan, and below.
    "Plans.answer": ("sees r", target_seen),
    "Plans.course": ("free", lambda w: w.officer.plans.course("gratitude_fund", YEAR)),
    "Plans.by_unit": ("free", lambda w: w.officer.plans.by_unit(YEAR)),
    "Plans.switched": ("free", lambda w: w.officer.plans.switched()),
    "Plans.turn": ("free", lambda w: w.officer.plans.turn("x", "y")),
    "Plans.assigned": ("free", lambda w: w.officer.plans.assigned(factories.UNIT)),
    "Plans.assign": ("free", lambda w: w.officer.plans.assign(factories.UNIT, {})),
    "Plans.entered": ("free", lambda w: w.officer.plans.entered(YEAR)),
    "Plans.enter": ("free", lambda w: w.officer.plans.enter(YEAR, [])),
    "Plans.write_book": ("free", lambda w: w.officer.plans.write_book(YEAR, w.folder / "số liệu.xlsx")),
    "Plans.bring_book": ("free", lambda w: w.officer.plans.bring_book(YEAR, w.folder / "không có")),
    "Plans.close": of_counted("r", lambda p: p.close(YEAR)),
    "Plans.closed": ("free", lambda w: w.officer.plans.closed(YEAR)),
    "Plans.closed_periods": ("free", lambda w: w.officer.plans.closed_periods()),
    "Plans.recount": ("free", lambda w: w.officer.plans.recount(YEAR)),
    "Plans.report": (
        "free",
        lambda w: w.officer.plans.report(YEAR),
    ),  # with the right over any register, below
    "Plans.write_report": ("free", lambda w: w.officer.plans.write_report(YEAR, w.folder / "kỳ.pdf")),
    "Plans.write_report of one register": (
        "p",
        lambda w: of_tallies(
            "p",
            lambda _r, code, period: w.officer.plans.write_report(period, w.folder / "m.pdf", regular=code),
        )[1](w),
    ),
    "Plans.write_report as a workbook": (
        "x",
        lambda w: of_tallies(
            "x",
            lambda _r, code, period: w.officer.plans.write_report(period, w.folder / "m.xlsx", regular=code),
        )[1](w),
    ),
    "RegularReports.offered": (
        "sees r",
        lambda w: (
            [
                each
                for each, _ in w.officer.plans.regular.offered(Period.of("2026-H1"))
                if each.code == w.register
            ]
            if catalog.register(w.register).tallies
            else NOTHING_TO_SEE
        ),
    ),
    "RegularReports.count": of_tallies("r", lambda r, code, period: r.count(code, period)),
    "RegularReports.document": of_tallies("p", lambda r, code, period: r.document(code, period)),
    "Tables.choices": ("r", lambda w: w.officer.plans.tables.choices(w.register)),
    "Tables.make": ("r", lambda w: w.officer.plans.tables.make(table(w), YEAR)),
    "Tables.document": (
        "p",
        lambda w: w.officer.plans.tables.document(w.admin.plans.tables.make(table(w), YEAR), "Bảng"),
    ),
    "Tables.write": (
        "p",
        lambda w: w.officer.plans.tables.write(
            w.admin.plans.tables.make(table(w), YEAR), "Bảng", w.folder / "bảng.docx"
        ),
    ),
    "Tables.write as a workbook": (
        "x",
        lambda w: w.officer.plans.tables.write(
            w.admin.plans.tables.make(table(w), YEAR), "Bảng", w.folder / "bảng.xlsx"
        ),
    ),
    "Tables.kept": (
        "sees r",
        lambda w: [each for each in [kept_table(w)] if each in w.officer.plans.tables.kept()],
    ),
    "Tables.keep": ("r", lambda w: w.officer.plans.tables.keep("Bảng", table(w))),
    "Tables.keep of none": ("r", lambda w: w.officer.plans.tables.keep(kept_table(w), None)),
    "Tables.keep over one": (
        "r",
        lambda w: w.officer.plans.tables.keep(kept_table(w), TableAsked("children", "sex")),
    ),
    "Cases.check": ("free", lambda w: w.officer.cases.check(w.case())),
    "Cases.computed": ("free", lambda w: w.officer.cases.computed(w.case())),
    "Cases.write": ("free", lambda w: None),  # within a unit of work that was asked for the right already
    "Cases.save": ("w", lambda w: w.officer.cases.save(w.case())),
    "Cases.save of the same": (
        "w",
        lambda w: w.officer.cases.save(w.case(record_id=w.record, person=factories.person())),
    ),
    "Cases.get": ("r", lambda w: w.officer.cases.get(w.record)),
    "Cases.move": ("w", lambda w: w.officer.cases.move(w.record, "nowhere", "2026-01-05")),
    "Cases.way": ("free", lambda w: w.officer.cases.way(w.case())),
    "Cases.go_on": ("w", lambda w: w.officer.cases.go_on(w.record)),
    "Cases.reopen": ("r", lambda w: w.officer.cases.reopen(w.record, "2026-01-05", "Nhầm")),
    "Cases.step_findings": (
        "r",
        lambda w: w.officer.cases.step_findings(
            w.record, w.admin.cases.get(w.record).steps[0][0], "2026-01-05"
        ),
    ),
    "Cases.add_event": (
        "w",
        lambda w: w.officer.cases.add_event(
            w.record,
            next(e.code for e in catalog.register(w.register).events if not e.automatic),
            "2026-01-05",
            {},
        ),
    ),
    "Cases.remove_event": ("w", lambda w: w.officer.cases.remove_event(w.event(), "Nhầm")),
    "Cases.remove": ("w", lambda w: w.officer.cases.remove(w.record, "Nhầm")),
    "Cases.person": ("r", lambda w: w.officer.cases.person(w.person)),
    "Cases.alike": (
        "sees r",
        lambda w: w.officer.cases.alike(w.admin.cases.get(w.record).person),
    ),
    "Cases.tell_apart": ("r", lambda w: w.officer.cases.tell_apart(w.person, {}, other(w), "Khác")),
    "Drafts.keep": ("w", lambda w: w.officer.cases.drafts.keep("new:y", {}, None, w.register)),
    "Drafts.read": ("sees w", lambda w: w.officer.cases.drafts.read(draft(w), w.register)),
    "Drafts.drop": ("w", lambda w: w.officer.cases.drafts.drop(draft(w), w.register)),
    "Reveals.answers": ("r", lambda w: w.officer.cases.reveals.answers(w.record, ["none"], WHY)),
    "Reveals.event": ("r", lambda w: w.officer.cases.reveals.event(w.event(), WHY)),
    "Reveals.line": (
        "r",
        lambda w: w.officer.cases.reveals.line(w.record, w.admin.cases.history(w.record)[0], WHY),
    ),
    "Reveals.typed": ("w", lambda w: w.officer.cases.reveals.typed(w.register, w.record, [], WHY)),
    "Cases.history": ("r", lambda w: w.officer.cases.history(w.record)),
    "Lives.preview": ("w", lambda w: w.officer.lives.preview(w.person, "death", DIED, w.record)),
    "Lives.do": ("w", lambda w: w.officer.lives.do(w.person, "death", DIED, w.record)),
    "Lives.write": ("free", lambda w: None),  # within the work of another act, which asks
    "Lives.recorded": ("r", lambda w: w.officer.lives.recorded(w.person)),
    # The record is a draft: the death stands with the person alone.
    "Lives.take_back": (
        "r",
        lambda w: w.officer.lives.take_back(
            w.person, w.admin.lives.do(w.person, "death", DIED, w.record).act_id or 0
        ),
    ),
    "Undo.acts": ("sees r", lambda w: [each for each in w.officer.undo.acts(9) if numbered(w) in each.words]),
    "Undo.act": ("sees r", lambda w: numbered(w) in w.officer.undo.act(act_of_record(w)).words),
    "Undo.last_act_id": ("free", lambda w: w.officer.undo.last_act_id()),
    "Undo.take_back": ("w", lambda w: w.officer.undo.take_back(act_of_record(w))),
    "Undo.taking_back": ("w", lambda w: drained(w.officer.undo.taking_back(act_of_record(w)))),
    "Undo.give_back": ("w", lambda w: w.officer.undo.give_back(*changed_record(w))),
    "Undo.give_back of the person": ("r", lambda w: w.officer.undo.give_back(*changed_person(w))),
    "Cases.add_all": ("free", lambda w: None),  # as write
    "Attachments.of_record": ("r", lambda w: w.officer.attachments.of_record(w.record)),
    "Attachments.add": ("w", lambda w: w.officer.attachments.add(w.record, w.picture())),
    "Attachments.read": ("r", lambda w: w.officer.attachments.read(paper(w))),
    "Attachments.save_copy": (
        "x",
        lambda w: w.officer.attachments.save_copy(paper(w), w.folder / "bản sao.png"),
    ),
    "Attachments.printed": ("p", lambda w: w.officer.attachments.printed(paper(w))),
    "Attachments.remove": ("w", lambda w: w.officer.attachments.remove(paper(w), "Nhầm")),
    "Forms.offered": ("p", lambda w: w.officer.forms.offered(w.record)),
    "Forms.pdf": ("p", lambda w: w.officer.forms.pdf(w.record, sheet(w))),
    "Forms.save": ("p", lambda w: w.officer.forms.save(w.record, sheet(w), w.folder / "phiếu.pdf")),
    "Forms.latest": ("p", lambda w: w.officer.forms.latest([w.record], "case_sheet")),
    "Forms.save_many": (
        "p",
        lambda w: w.officer.forms.save_many([(w.record, sheet(w))], w.folder / "các phiếu.pdf"),
    ),
    "Forms.of_many": ("p", lambda w: w.officer.forms.of_many([w.record])),
    "Forms.pdf_of_many": ("p", lambda w: w.officer.forms.pdf_of_many([(w.record, sheet(w))])),
    "Forms.printed_many": ("p", lambda w: w.officer.forms.printed_many([(w.record, sheet(w))])),
    "Forms.printed": ("p", lambda w: w.officer.forms.printed(w.record, sheet(w))),
    "Forms.document": ("p", lambda w: w.officer.forms.document(w.record, sheet(w))),
    "Listing.rows": ("r", lambda w: w.officer.listing.rows(w.query())),
    "Listing.page": (
        "r",
        lambda w: w.officer.listing.page(w.register, w.admin.listing.rows(w.query()), [SEES]),
    ),
    "Listing.all": ("r", lambda w: list(w.officer.listing.all(w.query(), [SEES]))),
    "Listing.of_rows": (
        "r",
        lambda w: list(w.officer.listing.of_rows(w.register, w.admin.listing.rows(w.query()), [SEES])),
    ),
    "Listing.amount": (
        "r",
        lambda w: w.officer.listing.amount(w.register, w.admin.listing.rows(w.query()), SEES),
    ),
    "Listing.people": ("r", lambda w: w.officer.listing.people(w.register, array("q"))),
    "Listing.ids": ("r", lambda w: w.officer.listing.ids(w.query())),
    "Listing.numbers": ("r", lambda w: w.officer.listing.numbers(w.register, [w.record])),
    "Listing.marked": ("r", lambda w: w.officer.listing.marked(w.query(), [w.record])),
    "Lists.copied": ("x", lambda w: w.officer.lists.copied(w.request())),
    "Many.saying": ("free", lambda w: w.officer.many.saying(w.register, "x")),  # of no record
    "Many.settling": ("free", lambda w: w.officer.many.settling(w.register, "AS-4230")),  # of no record
    "Listing.included": ("r", lambda w: w.officer.listing.included(w.query(), None, DAY)),
    "Listing.place": ("r", lambda w: w.officer.listing.place([], w.record)),
    "Listing.commune_names": ("free", lambda w: w.officer.listing.commune_names()),
    "Listing.values": ("r", lambda w: w.officer.listing.values(w.register, "record.state")),
    "Listing.counts": ("sees r", lambda w: w.officer.listing.counts().get(w.register)),
    # Who stands only in records that go by their number is listed by name to nobody.
    "People.rows": ("sees r", lambda w: by_name(w, listed(w.officer.people.rows(w.name)))),
    "People.page": (
        "sees r",
        lambda w: by_name(w, w.officer.people.page(w.admin.people.rows(w.name))),
    ),
    "People.place": ("r", lambda w: w.officer.people.place([], w.person)),
    "People.hamlets": (
        "sees r",
        lambda w: by_name(w, [each for each in w.officer.people.hamlets() if each[0] == w.name]),
    ),
    "People.find": ("sees r", lambda w: w.officer.people.find(w.name)),
    "People.get": ("r", lambda w: w.officer.people.get(w.person)),
    "People.check": ("free", lambda w: w.officer.people.check({})),
    "People.save": (
        "r",
        lambda w: w.officer.people.save(w.person, {**w.admin.people.get(w.person).person, "phone": None}),
    ),
    "People.save_household": (
        "r",
        lambda w: w.officer.people.save_household({"address": "Tổ 2"}, first=w.person),
    ),
    "People.join": ("r", lambda w: w.officer.people.join(w.person, household(w))),
    "People.leave": ("r", lambda w: w.officer.people.leave(w.person)),
    "People.set_head": ("r", lambda w: w.officer.people.set_head(household(w), w.person)),
    "Joinings.preview": ("w", lambda w: w.officer.people.joinings.preview(w.person, other(w))),
    "Joinings.join": ("w", lambda w: w.officer.people.joinings.join(w.person, other(w), {}, WHY)),
    "Joinings.of": ("r", lambda w: w.officer.people.joinings.of(w.person)),
    "Joinings.preview_part": ("w", lambda w: w.officer.people.joinings.preview_part(*joined(w))),
    "Joinings.part": ("w", lambda w: w.officer.people.joinings.part(*joined(w), WHY)),
    "People.relate": (
        "r",
        lambda w: w.officer.people.relate(other(w), w.person, {"kind": "01"}),
    ),
    "People.unrelate": ("r", lambda w: w.officer.people.unrelate(relation(w), "Nhầm")),
    "People.may_write": ("free", lambda w: w.officer.people.may_write()),
    "Views.look": ("free", lambda w: w.officer.views.look()),
    "Views.keep_look": ("free", lambda w: w.officer.views.keep_look(Look(dark=True))),
    "Views.last": ("free", lambda w: w.officer.views.last(w.register)),
    "Views.named": ("free", lambda w: w.officer.views.named(w.register)),
    "Views.commands": ("free", lambda w: w.officer.views.commands()),
    "Views.keep_commands": ("free", lambda w: w.officer.views.keep_commands(["in danh sách"])),
    "Views.keep": ("free", lambda w: w.officer.views.keep(w.register, {}, "a")),
    "Views.drop": ("free", lambda w: w.officer.views.drop(w.register, "a")),
    "Agenda.items": (
        "sees r",
        lambda w: (
            [each for each in agenda(w) if each.register == w.register] if has_limits(w) else NOTHING_TO_SEE
        ),
    ),
    "Agenda.of_record": ("r", lambda w: w.officer.agenda.of_record(w.record)),
    "Agenda.count_overdue": ("r", lambda w: w.officer.agenda.count_overdue(Counted((w.register,)))),
    "Entitlements.why": ("r", lambda w: w.officer.entitlements.why(w.record, DAY)),
    "Entitlements.again": ("r", lambda w: w.officer.entitlements.again(w.event())),
    "Established.proposed": ("r", lambda w: w.officer.established.proposed(w.record)),
    "Established.take_over": ("w", lambda w: w.officer.established.take_over(w.record)),
    "Review.run": (
        "sees r",
        lambda w: [each for each in drained(w.officer.review.run(DAY)).rows if each.register == w.register],
    ),
    "Review.begin": ("free", lambda w: w.officer.review.begin(DAY)),
    "Review.go_on": (
        "r",
        lambda w: w.officer.review.go_on(replace(w.officer.review.begin(DAY), left=[w.register])),
    ),
    "Review.of_record": ("r", lambda w: w.officer.review.of_record(w.record, DAY)),
    "Review.keep": ("w", lambda w: w.officer.review.keep([row_to_keep(w)], "đã đối chiếu")),
    "Importing.bring": ("w", lambda w: w.officer.importing.bring(w.table(), w.register)),
    "Importing.open": ("w", lambda w: w.officer.importing.open(w.table(), w.register)),
    "Importing.plan": (
        "w",
        lambda w: drained(w.officer.importing.plan(w.admin.importing.open(w.table(), w.register))),
    ),
    "Importing.carry_out": (
        "w",
        lambda w: drained(
            w.officer.importing.carry_out(w.admin.importing.bring(w.table(), w.register, dry_run=True))
        ),
    ),
    # Rows of a list that the officer brought; nothing is written before carry_out.
    "Importing.choose": ("free", lambda w: None),
    "Importing.mend": ("free", lambda w: None),
    "Importing.answer": ("free", lambda w: None),
    "Importing.want": ("free", lambda w: None),
    "Importing.write_errors": ("free", lambda w: None),  # rows of a list that the officer brought
    "Lists.request": ("free", lambda w: w.officer.lists.request(w.register)),
    "Lists.of_screen": ("free", lambda w: w.officer.lists.of_screen(w.query(), [SEES], "")),
    "Lists.write": ("p", lambda w: w.officer.lists.write(w.register, w.folder / "a.pdf")),
    "Lists.write a workbook": (
        "x",
        lambda w: w.officer.lists.write(w.register, w.folder / "a.xlsx"),
    ),
    "Lists.write_request": (
        "x",
        lambda w: w.officer.lists.write_request(w.request(), w.folder / "b.csv"),
    ),
    "Lists.pdf": ("p", lambda w: w.officer.lists.pdf(w.request())),
    "Lists.left_out": ("r", lambda w: w.officer.lists.left_out(w.request())),
    "Lists.printed": ("p", lambda w: w.officer.lists.printed(w.request())),
    "Lists.document": ("p", lambda w: w.officer.lists.document(w.request())),
    "Worklists.tasks_pdf": ("free", lambda w: w.officer.worklists.tasks_pdf([], NOW)),
    "Worklists.tasks_document": (
        "sees p",
        lambda w: (
            w.officer.worklists.tasks_document(of_register(w), NOW).rows if has_limits(w) else NOTHING_TO_SEE
        ),
    ),
    "Worklists.review_document": (
        "sees p",
        lambda w: w.officer.worklists.review_document(found(w), review_rows(w)).rows,
    ),
    "Worklists.not_taken_document": ("free", lambda w: w.officer.worklists.not_taken_document([])),
    "Worklists.not_taken_pdf": ("free", lambda w: w.officer.worklists.not_taken_pdf([])),
    "Worklists.merge_document": (
        "sees p",
        lambda w: (
            w.officer.worklists.merge_document(
                [MergeLine(True, w.register, "Hồ sơ", "Ô", "", "một", "hai", "")], [], "máy kia"
            ).rows
        ),
    ),
    "Worklists.save": ("sees x", saved_rows),
    "Worklists.note": ("free", lambda w: None),
    "Cards.own": ("free", lambda w: w.officer.cards.own()),
    "Cards.write_own": ("all x", lambda w: w.officer.cards.write_own(w.folder)),
    "Cards.write_identity": ("all x", lambda w: w.officer.cards.write_identity(w.folder / "khóa.txt")),
    "Cards.look": ("all x", lambda w: w.officer.cards.look(w.admin.cards.write_own(w.folder))),
    "Cards.trust": ("all x", lambda w: w.officer.cards.trust(w.admin.cards.write_own(w.folder))),
    "Cards.known": ("all x", lambda w: w.officer.cards.known()),
    "Outgoing.waiting": (
        "sees x",
        lambda w: waits(w.admin, w.record) in w.officer.outgoing.waiting().by_register,
    ),
    "Outgoing.export": (
        "sees x",
        lambda w: waits(w.admin, w.record) in carried(w.admin, w.officer.outgoing.export(w.folder)),
    ),
    # Whoever may send anything may take in an answer, and knows the packages by their numbers.
    "Outgoing.take_receipt": ("free", lambda w: w.officer.outgoing.take_receipt(w.folder / "không có")),
    "Outgoing.look_at_receipt": (
        "free",
        lambda w: w.officer.outgoing.look_at_receipt(w.folder / "không có"),
    ),
    "Outgoing.packages": ("free", lambda w: w.officer.outgoing.packages()),
    "Conflicts.all": ("sees w", lambda w: in_conflict(w, "record", w.record)),
    "Conflicts.all of people": ("sees r", lambda w: in_conflict(w, "person", w.person)),
    "Conflicts.reveal": (
        "w",
        lambda w: w.officer.conflicts.reveal(conflict(w.admin, "record", w.record), WHY),
    ),
    "Conflicts.reveal of people": (
        "r",
        lambda w: w.officer.conflicts.reveal(conflict(w.admin, "person", w.person), WHY),
    ),
    "Conflicts.choose": (
        "w",
        lambda w: w.officer.conflicts.choose(conflict(w.admin, "record", w.record), {}),
    ),
    "Conflicts.choose of people": (
        "r",
        lambda w: w.officer.conflicts.choose(conflict(w.admin, "person", w.person), {}),
    ),
    "Conflicts.choose_in": ("w", lambda w: chosen_in(w, conflict(w.admin, "record", w.record))),
    "Conflicts.choose_in of people": ("r", lambda w: chosen_in(w, conflict(w.admin, "person", w.person))),
    "Peers.known": ("all x", lambda w: w.officer.exchange.peers.known()),
    "Peers.export": ("all x", lambda w: w.officer.exchange.peers.export(w.folder)),
    "Peers.look": ("all w", lambda w: w.officer.exchange.peers.look(w.folder / "không có")),
    "Peers.take": ("all w", lambda w: w.officer.exchange.peers.take(w.folder / "không có")),
    "Alikes.all": ("free", lambda w: w.officer.exchange.alike.all()),  # only those in sight
    "Alikes.decide": ("free", lambda w: None),  # asked in a test of its own
    "Inbox.folder": ("free", lambda w: w.officer.exchange.inbox.folder()),
    "Inbox.watch": ("all w", lambda w: w.officer.exchange.inbox.watch(w.folder)),
    "Inbox.look": ("all w", lambda w: w.officer.exchange.inbox.look()),
    "Inbox.receive": (
        "free",  # each package is asked for by itself
        lambda w: list(w.officer.exchange.inbox.receive([], [], sort_away=False)),
    ),
    "Communes.all": ("all r", lambda w: w.officer.exchange.communes.all()),
    "Communes.paid": ("all r", lambda w: w.officer.exchange.communes.paid()),
    "Communes.look": ("all r", commune_seen),
    "Communes.write_receipt": (
        "all w",
        lambda w: w.officer.exchange.communes.write_receipt("không có", w.folder),
    ),
    "Incoming.receive": (
        "all w",
        lambda w: w.officer.incoming.receive(w.folder / "không có", w.folder),
    ),
    "Incoming.take": ("all w", lambda w: w.officer.incoming.take(w.folder / "không có", w.folder)),
    "Incoming.received": ("all w", lambda w: w.officer.incoming.received()),
    "LawUpdates.accepted": ("free", lambda w: w.officer.law.accepted()),
    "LawUpdates.read": ("free", lambda w: None),  # a file, not the data
    "LawUpdates.preview": ("free", lambda w: None),  # as preview_local
    "LawUpdates.accept": ("admin", lambda w: w.officer.law.accept(None)),  # type: ignore[arg-type]
    "LawUpdates.sign": ("admin", lambda w: w.officer.law.sign(w.folder, [], "", "")),
    "LawUpdates.local_rows": ("free", lambda w: w.officer.law.local_rows()),
    "Backups.take": ("free", lambda w: w.officer.backups.take()),
    "Backups.take_daily": ("free", lambda w: w.officer.backups.take_daily()),
    "Backups.take_at_lock": ("free", lambda w: w.officer.backups.take_at_lock()),
    "Backups.is_behind": ("free", lambda w: w.officer.backups.is_behind()),
    "Backups.follow": ("free", lambda w: drained(w.officer.backups.follow())),
    "Backups.all": ("free", lambda w: None),  # the role is asked of the data file, as for officers
    "Backups.restore": ("free", lambda w: None),
    "LawUpdates.handed_down": ("free", lambda w: w.officer.law.handed_down()),
    "LawUpdates.hand_down": ("admin", lambda w: w.officer.law.hand_down(w.folder)),
    "LawUpdates.with_row": ("free", lambda w: None),
    "LawUpdates.preview_local": (
        "sees r",
        lambda w: touched(w) if catalog.register(w.register).assessing else NOTHING_TO_SEE,
    ),
    "LawUpdates.check_local": (
        "free",
        lambda w: w.officer.law.check_local(w.admin.law.local_rows()),
    ),
    "LawUpdates.accept_local": (
        "admin",
        lambda w: w.officer.law.accept_local(rows_of(text_of(w.admin.law.local_rows())), "", ""),
    ),
    "overview": (
        "sees r",
        lambda w: [
            each
            for each in overview.overview(w.officer.vault, w.officer.access).registers
            if each.code == w.register
        ],
    ),
    "overview of people": (
        "sees r",
        lambda w: by_name(w, seen_people(w.officer) == seen_people(w.admin) and not hides_names(w)),
    ),
    "overview of what waits": (
        "sees x",
        lambda w: overview.overview(w.officer.vault, w.officer.access).waiting is not None,
    ),
    "search.find": (
        "sees r",
        lambda w: by_name(w, search.find(w.officer.vault, w.officer.access, w.name)),
    ),
}


def needed(need: str, rights: str) -> bool:
    """Whether these rights are enough."""
    return need in ("free", "admin") or need[-1] in rights


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Program]]:
    """Return a function that opens a data file with nobody in it, once for each register."""
    opened: dict[str, Program] = {}
    folder = tmp_path_factory.mktemp("quyền")

    def of(register: str) -> Program:
        if register not in opened:
            opened[register] = Program(factories.new_vault(folder / register)[0])
        return opened[register]

    yield of
    for each in opened.values():
        each.vault.lock()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize("rights", ["", "r", "rw", "rp", "rx"])
@pytest.mark.parametrize(
    "register",
    [
        each if each in QUICK else pytest.param(each, marks=pytest.mark.slow)
        for each in sorted(catalog.registers())
    ],
)
def test_every_act_needs_its_right_and_no_more(vaults, register, rights, tmp_path):
    admin = vaults(register)
    others = {code: "rwpx" for code in catalog.registers() if code != register}
    officer = Program(admin.vault, may=Access("minh", "leader", others | {register: rights}))
    wrong = []
    world, last = None, -1
    for name, (need, act) in ACTS.items():
        if world is None or admin.vault.changes != last:  # whatever an act changed, the next finds it fresh
            world = World(admin, officer, register, tmp_path, next(_NAMES))
            world.add()
            last = admin.vault.changes
        if (told := outcome(need, act, world, enough=needed(need, rights))) is not None:
            wrong.append(f"{name} ({need}): {told}")
    assert wrong == []


def outcome(need: str, act: Callable[[World], Any], world: World, *, enough: bool) -> str | None:
    """Return what is wrong with what came of an act; None where nothing is."""
    try:
        result = act(world)
    except UserError as error:
        if need == "admin":
            return None if error.code in ("AS-1120", "AS-6509") else error.code
        if error.code in TURNED_AWAY:
            return "turned away" if enough else None
        return None if enough else f"went on to {error.code}"
    if need == "admin":
        return "done"
    if need.startswith("sees"):
        if result is NOTHING_TO_SEE:
            return None
        return None if bool(result) == enough else f"shown: {result!r:.80}"
    return None if enough else "done"


def test_who_may_send_no_register_has_nothing_to_do_with_packages(vaults, tmp_path):
    admin = vaults("children")
    officer = Program(admin.vault, may=Access("minh", "leader", dict.fromkeys(catalog.registers(), "rwp")))
    for act in (
        officer.outgoing.waiting,
        officer.outgoing.packages,
        lambda: officer.outgoing.export(tmp_path),
        lambda: officer.outgoing.take_receipt(tmp_path / "không có"),
    ):
        with pytest.raises(UserError) as caught:
            act()
        assert caught.value.code in TURNED_AWAY


@pytest.mark.parametrize(("role", "refused"), [("viewer", 5), ("leader", 4), ("officer", 1), ("admin", 1)])
def test_who_enters_closes_and_sets_the_plan_is_asked_by_role(vaults, role, refused):
    plans = Program(vaults("children").vault, may=Access("minh", role, {"children": "r"})).plans
    acts = (
        lambda: plans.turn("x", "y"),
        lambda: plans.enter(YEAR, []),
        lambda: plans.bring_book(YEAR, Path("không có")),
        lambda: plans.assign(factories.UNIT, {}),
        lambda: plans.close(Period.of("2099")),
    )
    codes = []
    for act in acts:
        try:
            act()
        except UserError as error:
            codes.append(error.code)
    assert codes.count("AS-8002") == refused


@pytest.mark.parametrize(("name", "right"), [("a.pdf", "p"), ("a.docx", "p"), ("a.xlsx", "x")])
def test_the_report_of_the_plan_needs_its_right_over_some_register(vaults, tmp_path, name, right):
    vault = vaults("children").vault
    for rights in ("r", "rp", "rx"):
        officer = Program(vault, may=Access("minh", "viewer", {"children": rights}))
        if right in rights:
            assert officer.plans.write_report(YEAR, tmp_path / name) > 0
        else:
            with pytest.raises(UserError, match="AS-8016"):
                officer.plans.write_report(YEAR, tmp_path / name)


def test_no_public_act_of_a_service_is_left_out():
    acts = {
        f"{service.__name__}.{name}"
        for service in SERVICES
        for name, _ in inspect.getmembers(service, inspect.isfunction)
        if not name.startswith("_")
    }
    assert acts - ACTS.keys() == set()


def test_no_service_of_the_program_is_left_out(vaults):
    program = vaults("children")
    members = [
        each
        for one in (program, program.exchange, program.plans, program.people)
        for each in inspect.getmembers(one)
    ]
    made = {type(each) for name, each in members if not name.startswith("_")}
    services = {each for each in made if each.__module__.startswith("ansinh_desktop.services.")}
    # What goes to other officers and units as a whole is asked beside it: tests/services/transfers, reports, sync.
    elsewhere = {Arrivals, Handover, Successions, Transfers}
    assert services - {Access, Office, Exchange} - elsewhere == set(SERVICES)
