"""A case that a trusted commune signs though no program wrote it so: it is refused whole, with a sentence, and nothing changes."""

import dataclasses
import itertools

import pytest

from ansinh_desktop import ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.transfers import ACCEPTED, OUT
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.sync.cards import card_of
from ansinh_desktop.services.sync.package import Route, open_package, write_package
from ansinh_desktop.services.transfers.giving import Move
from tests.factories import OTHER, abuse, case, person
from tests.paper_files import pdf
from tests.services.sync.exchanging import identity_of, known_to
from tests.services.transfers.test_transfers import CHILD, ON, Communes

NOBODY = "01970000-0000-7000-8000-000000000000"


class Given:
    """Two communes, a case that one gave to the other, and packages like it that are bent."""

    def __init__(self, folder):
        self.communes = communes = Communes(folder)
        a = communes.a
        self.record = a.cases.save(
            case("children", CHILD, person=person(full_name="Danh Bé", birth_date="2015-02-03"))
        )
        a.cases.move(self.record, "managed", "2026-01-05")
        a.cases.add_event(self.record, "visit", "2026-03-01", {"findings": "ổn"})
        a.people.save_household(
            {"number": "12", "note": "Nhà có người bệnh"}, first=a.cases.get(self.record).person_id
        )
        paper = communes.usb / "giấy khai sinh.pdf"
        paper.write_bytes(pdf("giay"))
        a.attachments.add(self.record, paper)
        self.made = communes.give(self.record)
        self._numbers = itertools.count()

    def opened(self, path=None):
        b = self.communes.b
        return open_package(path or self.made.path, [identity_of(b)], known_to(b, "commune"))

    def bent(self, bend, *, again=(), without=(), with_papers=True, **changes):
        """Return a package like the one that was given, each row bent (or left out: None), and signed."""
        with self.opened() as package:
            tables = []
            for name in package.tables:
                if name in without:
                    continue
                rows = [found for each in package.rows(name) if (found := bend(name, dict(each))) is not None]
                more = [row for table, row in again if table == name]
                tables.append((package.tables[name], [*rows, *(row(rows[0]) for row in more)]))
            papers = [package.attachment(each) for each in package.manifest.attachments if with_papers]
            head = dataclasses.replace(package.manifest.head, **{"id": ids.new_id(), **changes})
        folder = self.communes.usb / f"bent-{next(self._numbers)}"
        folder.mkdir()
        with self.communes.a.vault.reading() as store:
            device = store.devices.own()
            (to,) = store.devices.units("commune")
        route = Route(device.sign_key, card_of(to), envelope.recipient_of(device.identity))
        return write_package(folder, head, tables, papers, route).path


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    made = Given(tmp_path_factory.mktemp("chuyển"))
    yield made
    made.communes.close()


def change(table, **values):
    return lambda name, row: row | values if name == table else row


def leave_out(table):
    return lambda name, row: None if name == table else row


def as_it_is(_name, row):
    return row


def refused(work, *args):
    with pytest.raises(UserError) as caught:
        work(*args)
    assert caught.value.todo
    return caught.value.code


def test_what_was_not_bent_is_offered(given):
    found = given.communes.b.exchange.arrivals.look(given.bent(as_it_is))
    (coming,) = found.records
    assert (found.who, coming.papers, coming.events, coming.state) == ("Danh Bé", 1, 1, "Đang quản lý")


NEWER = catalog.register("children").version + 1


@pytest.mark.parametrize(
    ("bend", "more", "code"),
    [
        (as_it_is, {"again": [("person", lambda row: row | {"id": NOBODY})]}, "AS-5185"),
        (leave_out("record"), {}, "AS-5185"),
        (leave_out("person"), {}, "AS-5185"),
        (leave_out("release"), {}, "AS-5185"),
        (change("record", person_id=NOBODY), {}, "AS-5185"),
        (change("release", record_id=NOBODY), {}, "AS-5185"),
        (change("record", version=NEWER), {}, "AS-5156"),
        (change("record", unit=OTHER.unit), {}, "AS-5157"),
        (change("person", unit=OTHER.unit), {}, "AS-5157"),
        (change("record", state="flying"), {}, "AS-5157"),
        (change("record", answers={"groups": "c"}), {}, "AS-5157"),
        (change("person", birth_date="2015-13-45"), {}, "AS-5157"),
        (change("event", record_id=NOBODY), {}, "AS-5157"),
        (change("event", amount=-1), {}, "AS-5157"),
        (change("event", happened_on="20260301"), {}, "AS-5157"),
        (change("attachment", record_id=NOBODY), {}, "AS-5157"),
        (change("attachment", media_type="image/png"), {}, "AS-5157"),
        (change("attachment", name="../x.pdf"), {}, "AS-5157"),
        (change("release", moved_on="hôm qua"), {}, "AS-5015"),
        (change("release", paid_until="tháng trước"), {}, "AS-5015"),
        (as_it_is, {"without": ("release",)}, "AS-5010"),
        (as_it_is, {"without": ("person",)}, "AS-5010"),
        (as_it_is, {"without": ("event",)}, "AS-5010"),
    ],
)
def test_a_case_that_is_not_sound_is_refused_whole(given, bend, more, code):
    arrivals, path = given.communes.b.exchange.arrivals, given.bent(bend, **more)
    before, records = given.communes.b.vault.changes, len(given.communes.records(given.communes.b))
    assert refused(arrivals.look, path) == code
    assert refused(arrivals.accept, path, given.communes.usb) == code
    assert refused(arrivals.refuse, path, given.communes.usb, "không về xã") == code
    assert given.communes.b.vault.changes == before
    assert len(given.communes.records(given.communes.b)) == records


def test_what_was_removed_there_is_not_offered(given):
    path = given.bent(lambda name, row: row | {"deleted": True} if name in ("event", "attachment") else row)
    (coming,) = given.communes.b.exchange.arrivals.look(path).records
    assert (coming.papers, coming.events) == (0, 0)


def test_only_how_poor_the_household_is_goes_along(given):
    with given.opened() as package:
        (home,) = package.rows("household")
    assert (home["head_id"], home["note"]) == (None, None)


# ---------------------------------------------------------------- what the giver refuses


def test_what_the_giver_refuses(given):
    a, usb = given.communes.a, given.communes.usb
    transfers, move = a.exchange.transfers, Move(given.communes.commune.id, ON)
    whom = a.cases.get(given.record).person
    other = a.cases.save(case("children", CHILD, person=person(full_name="Lê Khác", birth_date="2014-02-03")))
    assert refused(transfers.give, [], move, usb) == "AS-5182"
    assert refused(transfers.give, [NOBODY], move, usb) == "AS-5182"
    assert refused(transfers.give, [other, given.record], move, usb) == "AS-5182"
    assert refused(transfers.give, [given.record], move, usb) == "AS-5181"
    # A record that goes by its number goes alone: nobody learns from it whose it is.
    plain = a.cases.save(case("disability", {"request_kind": "determine"}, person=whom, final=False))
    assert a.cases.get(plain).draft
    assert refused(transfers.give, [plain], move, usb) == "AS-5189"
    assert refused(transfers.call_back, NOBODY, "nhầm") == "AS-5186"
    assert refused(transfers.call_back, given.made.id, "   ") == "AS-2034"


def test_what_goes_by_its_number_goes_alone(given):
    a, usb = given.communes.a, given.communes.usb
    known = person(full_name="Neáng Kín", birth_date="2015-03-05")
    secret = a.cases.save(abuse(person=known))
    beside = a.cases.save(case("children", CHILD, person=a.cases.get(secret).person))
    with a.vault.work("cùng một em") as store:
        store.records.get(beside).person_id = store.records.get(secret).person_id
    move = Move(given.communes.commune.id, ON)
    assert refused(a.exchange.transfers.give, [secret, beside], move, usb) == "AS-5190"


def test_the_same_is_not_ended_by_two_answers(given):
    """What another transfer has settled, no later answer ends anew."""
    communes = given.communes
    arrived = communes.b.exchange.arrivals.accept(given.made.path, communes.usb)
    with communes.a.vault.work("lần chuyển khác") as store:
        first = store.packages.transfers.get(given.made.id)
        values = {each.key: getattr(first, each.key) for each in type(first).__mapper__.column_attrs}
        store.packages.transfers.add(
            type(first)(**values | {"id": ids.new_id(), "direction": OUT, "state": ACCEPTED})
        )
    assert refused(communes.a.exchange.transfers.take_answer, arrived.receipt) == "AS-5188"
    assert not communes.a.cases.get(given.record).closed
    (shown, other) = sorted(communes.a.exchange.transfers.all(), key=lambda each: each.id != given.made.id)
    assert (shown.state_shown, other.state_shown) == ("Đang chuyển, chưa có trả lời", "Đã nhận")
