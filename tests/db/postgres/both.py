"""Two communes and a receiving unit that takes each package twice: into its data file, and into PostgreSQL."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg

from ansinh_desktop import ids
from ansinh_desktop.crypto import envelope
from ansinh_desktop.db.exchange.travelling import MODELS
from ansinh_desktop.db.postgres.destination import Database
from ansinh_desktop.db.postgres.rows import PostgresRows
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import content
from ansinh_desktop.services.sync.cards import card_of
from ansinh_desktop.services.sync.feeding import Feeder
from ansinh_desktop.services.sync.package import Route, open_package, write_package
from ansinh_desktop.services.sync.receipt import outcomes
from tests.factories import (
    DECIDED,
    OFFICER,
    OTHER,
    PASSWORD,
    PROVINCE,
    abuse,
    case,
    new_vault,
    orphan,
    person,
    trust,
)
from tests.paper_files import pdf

PARTS = ("people", "assistance", "children", "child_abuse", "trafficking", "drug_treatment")
SAME = (
    "state", "sender", "number", "results", "new", "refused", "given_back", "missing", "again", "doubled",
)  # fmt: skip


class Both:
    """The two stores, and who sends to them."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.usb, self.vault_usb = folder / "usb", folder / "usb-vault"
        for each in (self.usb, self.vault_usb):
            each.mkdir()
        self.commune = Program(new_vault(folder / "xa")[0])
        self.other = Program(new_vault(folder / "xa-khac", OTHER)[0])
        self.province = Program(new_vault(folder / "tinh", PROVINCE)[0])
        for program in (self.commune, self.other):
            trust(program, self.province, self.usb)
            trust(self.province, program, self.usb)

    def close(self) -> None:
        for program in (self.commune, self.other, self.province):
            program.vault.lock()

    def export(self, program: Program | None = None) -> Path:
        """Write the next package of a commune."""
        made: Path = (program or self.commune).outgoing.export(self.usb).path
        return made

    def take(self, path: Path, *, answer: Program | None = None):
        """Take a package into both stores; what is said of it is the same."""
        ours = self.province.incoming.receive(path, self.vault_usb)
        with Database.open(self.url) as database:
            theirs = self.feeder(self.usb).take(database, path).taken
        assert {each: getattr(theirs, each) for each in SAME} == {each: getattr(ours, each) for each in SAME}
        assert self.told(theirs.receipt) == self.told(ours.receipt)
        self.require_equal()
        if answer:
            answer.outgoing.take_receipt(theirs.receipt)
        return theirs

    def feeder(self, receipts: Path | None) -> Feeder:
        return Feeder.of(self.province, self.url, receipts)

    def told(self, receipt: Path) -> tuple[Any, ...]:
        """Return all that a receipt says, but for what every receipt has of its own."""
        with self.province.vault.reading() as store:
            own = store.devices.own()
            identity, key = own.identity, envelope.verify_key_of(own.sign_key)
        with open_package(receipt, [identity], lambda _: key, receipt=True, as_sender=True) as opened:
            head = opened.manifest.head
            rows = {name: sorted(map(repr, opened.rows(name))) for name in opened.tables if name in MODELS}
            papers = sorted(each.name for each in opened.manifest.parts if "attachments/" in each.name)
            return head.answer, dict(head.held), list(outcomes(opened)), rows, papers

    def require_equal(self) -> None:
        """Demand that both stores hold the same of every unit, word for word."""
        with Database.open(self.url) as database, self.province.vault.reading() as store:
            assert database.states()
            for unit, state in database.states().items():
                assert state == store.arriving.state(unit)
                with database._connection.transaction():
                    rows = PostgresRows(database._connection, unit, 0)
                    assert rows.reckoned(unit) == state, "what is written down of a row is what it says"
                    assert rows.held(unit, PARTS, {}) == store.arriving.held(unit, PARTS, {})

    def forged(self, path: Path, change: Callable[[dict[str, list[Any]]], object], **said: Any) -> Path:
        """Return another package, as the sender of one could make it with its own keys; a function is given the head."""
        with self.province.vault.reading() as store:
            identity = store.devices.own().identity
            senders = {each.id: each.verify_key for each in store.devices.units("sender")}
        with open_package(
            path, [identity], lambda sender: senders[f"{sender.unit}/{sender.device}"]
        ) as opened:
            told = opened.manifest.head
            changed = {key: value(told) if callable(value) else value for key, value in said.items()}
            head = replace(told, id=ids.new_id(), **changed)
            tables = {name: list(opened.rows(name)) for name in opened.tables if name in MODELS}
        change(tables)
        by = self.commune if head.sender.unit == self.commune.office.unit else self.other
        with by.vault.reading() as store:
            own, receiver = store.devices.own(), store.devices.units("receiver")[0]
            route = Route(own.sign_key, card_of(receiver), envelope.recipient_of(own.identity))
        target = self.folder / ids.new_id()
        target.mkdir()
        parts = [(content.table_of(name), iter(tables[name])) for name in MODELS if name in tables]
        return write_package(target, head, parts, [], route).path

    def restore(self, copy: str) -> None:
        """Bring a backup of the commune back by the button."""
        self.commune.backups.restore(copy)
        self.commune.vault.lock()
        self.commune = Program(Vault.open(self.folder / "xa", OFFICER, PASSWORD))

    def ask(self, query: str, *, role: str = "") -> list[tuple[Any, ...]]:
        """Ask the store itself."""
        with psycopg.connect(
            self.url.replace("+psycopg", "", 1), options="-c search_path=ansinh"
        ) as connection:
            if role:
                connection.execute(f"SET ROLE {role}".encode())
            return connection.execute(query.encode()).fetchall()

    def run(self, statement: str) -> None:
        """Change the store itself."""
        with psycopg.connect(
            self.url.replace("+psycopg", "", 1), options="-c search_path=ansinh"
        ) as connection:
            connection.execute(statement.encode())


def busy(program: Program, folder) -> dict[str, str]:
    """Let a commune have a bit of everything, and return its records by register."""
    found = {
        "children": program.cases.save(orphan("Danh Na")),
        "child_abuse": program.cases.save(abuse()),
        "assistance": program.cases.save(
            case("assistance", dict(DECIDED), person=person(full_name="Danh Hai", personal_id="089149000111"))
        ),
    }
    people = [program.cases.get(each).person_id for each in found.values()]
    program.people.save_household({"number": "Hộ \"1\"\\ 'ba'"}, first=people[0])
    program.people.relate(people[0], people[1], {"kind": "01", "note": 'anh "hai" \\ của em'})
    program.cases.add_event(found["children"], "visit", "2024-06-01", {"findings": "đủ ăn, 100 %"})
    scan = folder / "giấy.pdf"
    scan.write_bytes(pdf("giay"))
    program.attachments.add(found["children"], scan)
    return found
