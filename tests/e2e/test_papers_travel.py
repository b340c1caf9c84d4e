"""The papers of a case go up with it, are kept by the receiver, and are taken back there as here."""

from dataclasses import replace

import pytest

from ansinh_desktop.db.models import Attachment
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sending import SentKind
from tests.factories import OFFICE, new_vault, orphan, trust
from tests.paper_files import pdf, picture
from tests.services.sync.exchanging import Exchange


@pytest.fixture
def record(commune):
    return commune.cases.save(orphan("Danh Hữu Trinh"))


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content)
    return path


def send(commune, province, usb):
    """Send what is to be sent, and bring the receipt home."""
    made = commune.outgoing.export(usb)
    taken = province.incoming.receive(made.path, usb)
    commune.outgoing.take_receipt(taken.receipt)
    return made.path, taken


def papers(program, record):
    return [
        (each.name, each.type.label, program.attachments.read(each.id).content)
        for each in program.attachments.of_record(record)
    ]


def test_a_new_paper_makes_a_confirmed_record_go_up_again_with_it(commune, province, usb, record):
    send(commune, province, usb)
    assert commune.cases.get(record).sent.kind is SentKind.CONFIRMED
    commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    commune.attachments.add(record, put(usb, "ảnh.jpg", picture()))
    assert commune.cases.get(record).sent.kind is SentKind.NOT_SENT
    _path, taken = send(commune, province, usb)
    assert taken.results == {"accepted": 1}
    assert papers(province, record) == papers(commune, record)
    assert len(papers(province, record)) == 2
    assert commune.cases.get(record).sent.kind is SentKind.CONFIRMED


def test_the_same_package_again_changes_nothing(commune, province, usb, record):
    commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    path, taken = send(commune, province, usb)
    assert taken.results == {"accepted": 1}
    with province.vault.reading() as store:
        before = store.log.last()
    assert province.incoming.receive(path, usb).again
    with province.vault.reading() as store:
        assert store.log.last() == before


def test_a_paper_taken_back_is_taken_back_there_too(commune, province, usb, record):
    added = commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    send(commune, province, usb)
    commune.attachments.remove(added, "Thêm nhầm hồ sơ")
    send(commune, province, usb)
    assert papers(province, record) == []


def test_a_paper_taken_back_before_it_was_sent_leaves_no_bytes_there(commune, province, usb, record):
    added = commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    commune.attachments.remove(added, "Thêm nhầm hồ sơ")
    path, _taken = send(commune, province, usb)
    with province.vault.reading() as store:
        kept = store.session.get_one(Attachment, added)
        assert (kept.deleted, kept.content) == (True, b"")
    assert path.stat().st_size > 0


def test_the_receiver_only_looks_at_the_papers_of_a_commune(commune, province, usb, record):
    commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    send(commune, province, usb)
    (paper,) = province.attachments.of_record(record)
    for deed in (
        lambda: province.attachments.remove(paper.id, "Không cần"),
        lambda: province.attachments.add(record, put(usb, "khác.pdf", pdf("khác"))),
    ):
        with pytest.raises(Exception, match="AS-2033"):
            deed()


@pytest.mark.parametrize("left_out", [False, True])
def test_a_package_puts_events_and_papers_only_into_its_own_records(
    commune, province, usb, record, tmp_path, left_out
):
    """Another commune, known and trusted, must not write into the records of this one."""
    commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    send(commune, province, usb)
    other = replace(OFFICE, unit="30328@2025-07-01", name="Xã Khác")
    with Program(new_vault(tmp_path / "xã khác", other)[0]) as stranger:
        trust(stranger, province, usb)
        trust(province, stranger, usb)
        own = stranger.cases.save(orphan())
        with stranger.vault.work("giả") as store:
            store.session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            real = store.records.get(own)
            forged = {column.key: getattr(real, column.key) for column in type(real).__table__.columns}
            forged |= {"row": None, "id": record, "number": "TE-30328-2026-0999"}
            store.session.add(type(real)(**forged))
            store.session.flush()
            store.records.add_event(record, "visit", "2026-11-20", answers={"findings": "giả"}, author="x")
        stranger.attachments.add(record, put(usb, "giả.pdf", pdf("giả")))

        def bend(name, row):
            return None if left_out and (name, row["id"]) == ("record", record) else row

        made = Exchange.between(stranger, province, usb).bent(stranger.outgoing.export(usb), bend)
        taken = province.incoming.receive(made, usb)
    assert taken.results == {"accepted": 1, "rejected": 1}
    assert [each.name for each in province.attachments.of_record(record)] == ["khuyết tật.pdf"]
    assert province.cases.get(record).events == []


def test_a_paper_that_did_not_come_with_its_package_sends_its_record_back(commune, province, usb, record):
    commune.attachments.add(record, put(usb, "khuyết tật.pdf", pdf("GXN")))
    sound = commune.cases.save(orphan("Danh Khác"))
    rig = Exchange.between(commune, province, usb)
    bent = rig.bent(commune.outgoing.export(usb), lambda _name, row: row, with_papers=False)
    taken = province.incoming.receive(bent, usb)
    _head, outcomes, _rows = rig.told(taken.receipt)
    assert {each.id: each.code for each in outcomes if each.table == "record"} == {record: "AS-5130"}
    assert papers(province, sound) == []
    assert province.listing.counts()["children"] == 1
