"""The work goes to another officer: what the minutes say is true, and the copy that was kept speaks no more."""

import shutil

import pytest

from ansinh_desktop import paths
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.reports.handover import Parties, document
from tests.factories import OFFICER, PASSWORD, PROVINCE, case, new_vault, orphan, person, trust

PARTIES = Parties("Trần Thị Lan", "Lê Văn Mới")


@pytest.fixture
def commune(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as made:
        yield made


@pytest.fixture
def province(tmp_path, commune):
    with Program(new_vault(tmp_path / "tỉnh", PROVINCE)[0]) as made:
        trust(made, commune, tmp_path)
        trust(commune, made, tmp_path)
        yield made


def life(program):
    with program.vault.reading() as store:
        return store.devices.own().epoch


def figures(state, title):
    (found,) = [each for each in state.registers if title in each.title]
    return found.records, found.drafts, found.not_sent, found.unanswered, found.returned


def words(made):
    found = []
    for piece in made.pieces:
        found += [piece.text] if hasattr(piece, "text") else [one for row in piece.rows for one in row.cells]
    return "\n".join(found)


def test_the_minutes_say_where_everything_stands(commune, province, tmp_path):
    commune.cases.save(orphan())
    commune.cases.save(orphan("Danh Hai"))
    commune.cases.save(case("children", {}, person=person(full_name="Lê Nháp"), final=False))
    assert figures(commune.exchange.handover.state(), "Trẻ em có") == (3, 1, 2, 0, 0)
    sent = commune.outgoing.export(tmp_path)
    commune.cases.save(orphan("Danh Ba"))
    commune.backups.take()
    state = commune.exchange.handover.state()
    assert figures(state, "Trẻ em có") == (4, 1, 1, 2, 0)
    said = words(document(state, PARTIES))
    for each in ("Trần Thị Lan", "Lê Văn Mới", commune.cards.own().fingerprint, f"số {sent.number:06}"):
        assert each in said
    assert "chưa có biên nhận" in said
    assert "Sở Y tế" in said
    assert state.last_backup is not None
    commune.outgoing.take_receipt(province.incoming.receive(sent.path, tmp_path).receipt)
    assert "đã có biên nhận" in words(document(commune.exchange.handover.state(), PARTIES))


def test_a_look_changes_nothing(commune):
    before, epoch = commune.vault.changes, life(commune)
    assert commune.exchange.handover.minutes(PARTIES).startswith(b"%PDF")
    assert (commune.vault.changes, life(commune)) == (before, epoch)


def test_the_copy_that_was_kept_speaks_for_the_commune_no_more(commune, province, tmp_path):
    commune.cases.save(orphan())
    first = commune.outgoing.export(tmp_path)
    commune.outgoing.take_receipt(province.incoming.receive(first.path, tmp_path).receipt)
    epoch = life(commune)
    folder = commune.vault.folder
    shutil.copytree(folder, tmp_path / "giữ lại", ignore=shutil.ignore_patterns(paths.LOCK_FILE))

    commune.exchange.handover.hand_over(PARTIES, tmp_path / "biên bản.pdf")
    assert (tmp_path / "biên bản.pdf").read_bytes().startswith(b"%PDF")
    assert life(commune) != epoch
    with commune.vault.reading() as store:
        (told,) = [each for each in store.log.latest("device", 5) if each.act == "handover"]
    assert told.fields["taker"] == [None, "Lê Văn Mới"]
    new = commune.cases.save(orphan("Danh Hai"))
    assert commune.cases.get(new).number[-1].isalpha(), "no number is given twice"
    second = commune.outgoing.export(tmp_path)
    assert second.whole
    commune.outgoing.take_receipt(province.incoming.receive(second.path, tmp_path).receipt)
    assert not commune.outgoing.waiting().records
    with Program(Vault.open(tmp_path / "giữ lại", OFFICER, PASSWORD)) as kept:
        assert life(kept) not in (epoch, life(commune))
    for each in (commune, province):
        each.check()


def test_what_cannot_be_written_was_not_handed_over(commune, tmp_path):
    before, epoch = commune.vault.changes, life(commune)
    with pytest.raises(UserError):
        commune.exchange.handover.hand_over(PARTIES, tmp_path / "không có" / "biên bản.pdf")
    assert (commune.vault.changes, life(commune)) == (before, epoch)
    commune.cases.save(orphan())
    commune.check()


@pytest.mark.parametrize("names", [("", "Lê Mới"), ("Lê Mới", " "), ("Lê Mới", "lê  mới")])
def test_both_have_a_name(names):
    with pytest.raises(UserError) as caught:
        Parties.typed(*names)
    assert caught.value.code == "AS-5159"


def test_only_an_administrator_hands_over(commune, tmp_path):
    with commune.vault.work() as store:
        store.accounts.named(OFFICER).role = "officer"
    with pytest.raises(UserError) as caught:
        commune.exchange.handover.hand_over(PARTIES, tmp_path / "biên bản.pdf")
    assert caught.value.code == "AS-1120"
