"""A commune and the unit that receives from it, on real folders; and packages that the commune signs as it likes."""

import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import select

from ansinh_desktop import ids
from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.db.exchange import tables as exchange
from ansinh_desktop.db.exchange.travelling import MODELS, VECTOR, table_of
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync import content, receipt
from ansinh_desktop.services.sync.cards import card_of
from ansinh_desktop.services.sync.outgoing import Exported
from ansinh_desktop.services.sync.package import open_package, write_package
from ansinh_desktop.services.sync.sealed import Route
from tests import kept
from tests.factories import OFFICE, OFFICER, PASSWORD, PROVINCE, UNIT, case, person
from tests.services.sync.units import zipped

CHILD = {"groups": ["c"], "main_group": "c", "entered_on": "2022-05-01", "care_arrangement": "parents"}


def child(name, **changes):
    """Return the record of an invented child who is in nobody's way."""
    return case("children", dict(CHILD), person=person(full_name=name, birth_date="2015-02-03"), **changes)


class Exchange:
    """A commune and the province, whose data can be put aside and taken up again as they were."""

    records: list[str]
    made: Exported

    def __init__(self, folder):
        self.folder, self.usb = folder, folder / "usb"
        kept.copied(folder, kept.acquainted, ("xã", OFFICE), ("tỉnh", PROVINCE))
        self.open()

    @classmethod
    def begun(cls, folder, build):
        """Return an exchange that a function has brought on already, and what it says of that; once for all."""
        made = cls.__new__(cls)
        made.folder, made.usb = folder, folder / "usb"
        said = kept.copied(folder, _begun, cls, build)
        made.open()
        return made, said

    def open(self):
        names = ("xã", "tỉnh")
        self.programs = dict(zip(names, kept.opened(self.folder, *names), strict=True))

    @classmethod
    def between(cls, commune, province, usb):
        """Return an exchange between two programs that know each other already; whoever opened them closes them."""
        made = cls.__new__(cls)
        made.folder, made.usb, made.programs = usb, usb, {"xã": commune, "tỉnh": province}
        return made

    @property
    def commune(self):
        return self.programs["xã"]

    @property
    def province(self):
        return self.programs["tỉnh"]

    @property
    def receiver(self):
        """The receiver's name in the commune's ledger."""
        with self.commune.vault.reading() as store:
            return store.packages.sending().receiver

    def keep(self, whose):
        """Put the data aside as they are."""
        self.close_one(whose)
        shutil.copytree(self.folder / whose, self.folder / f"{whose} xưa")
        self.open_one(whose)

    def bring_back(self, whose):
        """Take up again what was put aside, as whoever puts back the copy of the whole disk."""
        self.close_one(whose)
        shutil.rmtree(self.folder / whose)
        (self.folder / f"{whose} xưa").rename(self.folder / whose)
        self.open_one(whose)

    def close_one(self, whose):
        self.programs[whose].__exit__(None, None, None)

    def open_one(self, whose, folder=None):
        self.programs[whose] = Program(Vault.open(folder or self.folder / whose, OFFICER, PASSWORD))
        return self.programs[whose]

    def open_again(self, whose):
        self.close_one(whose)
        return self.open_one(whose)

    def close(self):
        for whose in self.programs:
            self.close_one(whose)

    # The honest way

    def send(self, *names):
        """Record somebody and write the next package."""
        for name in names:
            self.commune.cases.save(child(name))
        return self.commune.outgoing.export(self.usb)

    def take(self, made, *, answered=True):
        taken = self.province.incoming.receive(getattr(made, "path", made), self.usb)
        if answered:
            self.commune.outgoing.take_receipt(taken.receipt)
        return taken

    def round(self, *names):
        """Send, take in, and take the receipt."""
        return self.take(self.send(*names))

    def refused(self, made):
        before = self.state()
        with pytest.raises(UserError) as caught:
            self.take(made)
        assert self.state() == before, "nothing of it was written"
        return caught.value

    def state(self):
        with self.province.vault.reading() as store:
            return store.log.last()

    # What each side has

    def told(self, path):
        """Return the head of a receipt, what became of single rows, and which rows came with it, by table."""
        with open_package(
            path, [identity_of(self.commune)], known_to(self.commune, "receiver"), receipt=True
        ) as package:
            rows = {
                name: [each["id"] for each in package.rows(name)] for name in MODELS if name in package.tables
            }
            return package.manifest.head, list(receipt.outcomes(package)), rows

    def head(self, made):
        """Return the head of a package."""
        with self.opened(made.path) as package:
            return package.manifest.head

    def opened(self, path):
        return open_package(path, [identity_of(self.province)], known_to(self.province, "sender"))

    def sent(self, made):
        """Return the rows of a package by table and id."""
        with self.opened(made.path) as package:
            return {
                name: {each["id"]: each for each in package.rows(name)}
                for name in MODELS
                if name in package.tables
            }

    # What the commune signs though its program would not write it

    def bent(self, made, bend, *, papers=(), again=(), after=None, with_papers=True, **changes):
        """Return a package like one that was made, with each row bent (or left out: None), and signed.

        Args:
            made: The package.
            bend: Is given the table and a row.
            papers: What else is attached.
            again: Further rows, each with its table.
            after: Which package went before it.
            with_papers: Whether the papers go with it.
            changes: Of the head.
        """
        explained = {table.name: spelled for table, spelled in content.dictionary()}
        with self.opened(made.path) as package:
            tables = [
                (
                    package.tables[name],
                    explained.get(name)
                    or [
                        found
                        for each in package.rows(name)
                        if (found := bend(name, dict(each)) if name in MODELS else each) is not None
                    ]
                    + [row for table, row in again if table == name],
                )
                for name in package.tables
            ]
            attached = [package.attachment(each) for each in package.manifest.attachments if with_papers]
            head = replace(package.manifest.head, **{"id": ids.new_id(), **changes})
        if after is not None:
            with self.commune.vault.reading() as store:
                (digest,) = [each.digest for each in store.packages.all("out") if each.number == after.number]
            head = replace(head, number=after.number + 1, ancestors=(digest,))
        folder = self.usb / head.id
        folder.mkdir()
        with self.commune.vault.reading() as store:
            device = store.devices.own()
            receiver = max(store.devices.units("receiver"), key=lambda each: each.seq)
        route = Route(device.sign_key, card_of(receiver), envelope.recipient_of(device.identity))
        return write_package(folder, head, tables, [*attached, *papers], route).path

    def spoiled(self, path, table, change):
        """Return a package with the lines of a table changed, byte for byte, and signed."""
        target = io.BytesIO()
        with path.open("rb") as source:
            envelope.decrypt(source, target, [identity_of(self.province)])
        with zipfile.ZipFile(target) as archive:
            parts = {each: archive.read(each) for each in archive.namelist()}
        name = f"data/{table}.csv"
        parts[name] = change(parts[name].decode("utf-8")).encode("utf-8")
        manifest = json.loads(parts["manifest.json"])
        descriptor = json.loads(parts["datapackage.json"])
        digest = hashlib.sha256(parts[name]).hexdigest()
        for each in descriptor["resources"]:
            if each["path"] == name:
                each |= {"bytes": len(parts[name]), "hash": f"sha256:{digest}"}
        parts["datapackage.json"] = strictjson.dump_readable(descriptor)
        manifest["id"] = ids.new_id()
        for each in manifest["parts"]:
            part = parts[each["name"]]
            each |= {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        with self.commune.vault.reading() as store:
            sign_key = store.devices.own().sign_key
        parts["manifest.json"] = strictjson.dump(manifest)
        parts["manifest.sig"] = envelope.sign(sign_key, parts["manifest.json"])
        spoiled = path.with_name(f"{manifest['id']}.agpkg")
        with spoiled.open("wb") as out:
            envelope.encrypt(
                io.BytesIO(zipped(parts.items())), out, [envelope.recipient_of(identity_of(self.province))]
            )
        return spoiled


def _begun(folder, kind, build):
    exchange = kind(folder)
    said = build(exchange)
    kept.put_down(*exchange.programs.values())
    return said


def identity_of(program):
    with program.vault.reading() as store:
        return store.devices.own().identity


def known_to(program, role):
    with program.vault.reading() as store:
        keys = {each.id: each.verify_key for each in store.devices.units(role)}
    return lambda sender: keys.get(f"{sender.unit}/{sender.device}")


def rows_of(program, name):
    """Return all rows of a table, by id."""
    with program.vault.reading() as store:
        found = store.session.execute(select(table_of(name)))
        return {each["id"]: dict(each) for each in found.mappings()}


def content_of(program):
    """Return what stands in a data folder of the commune: each row as it travels, with its vector."""
    found = {}
    with program.vault.reading() as store:
        for name in MODELS:
            row_ids = list(store.session.scalars(select(table_of(name).c.id)))
            there = store.arriving.contents(name, row_ids)
            for row_id, present in store.arriving.present(name, row_ids).items():
                if present.unit == UNIT:
                    found[name, row_id] = there[row_id] | {VECTOR: present.vector}
    return found


def delivered(program, receiver):
    """Return which version of each row a receiver has confirmed, as the commune's ledger has it."""
    with program.vault.reading() as store:
        found = store.session.query(exchange.Delivery).filter_by(receiver=receiver)
        return {(each.entity, each.row_id): each.vector for each in found}
