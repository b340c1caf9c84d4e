"""The commune at a glance: as many as the lists behind it show, and nothing of what the officer may not see."""

import datetime

import pytest

from ansinh_desktop.db.models import Unit
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.agenda import ToDo
from ansinh_desktop.services.overview import overview, pressing
from tests import factories
from tests.factories import OTHER, abuse, orphan, person

EVERY = dict.fromkeys(catalog.registers(), "rwpx")
AT = datetime.datetime(2026, 11, 27, 2, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    """Return data with two orphans, a draft, an abused child, and two communes that send packages."""
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("overview") / "data")
    cases, _listing = factories.services(vault)
    for name in ("Danh An", "Danh Bé"):
        cases.save(orphan(name))
    cases.save(factories.case("children", {}, person=person(full_name="Danh Nháp"), final=False))
    cases.save(abuse(final=False))
    cases.drafts.keep("new:assistance", {"note": "…"}, None, "assistance")
    with vault.work() as store:
        for unit, name in (
            (OTHER.unit, "Xã Bình Long"),
            ("30330@2025-07-01", "Xã Chưa Gửi"),
            ("30331@2025-07-01", "Xã Sớm"),
        ):
            store.devices.trust(
                Unit(
                    id=f"{unit}/x",
                    name=name,
                    level="commune",
                    role="sender",
                    device="x",
                    verify_key="",
                    recipient="",
                    fingerprint="",
                )
            )
        for number, unit, at in (
            (1, OTHER.unit, AT),
            (2, OTHER.unit, AT),
            (7, "30331@2025-07-01", AT - datetime.timedelta(9)),
        ):
            came = {"id": f"{unit}{number}", "direction": "in", "unit": unit, "at": at}
            store.packages.add(factories.package(number, **came))
    yield vault
    vault.lock()


def seen(vault, rights=EVERY, keeps=True):
    return overview(vault, Access(factories.OFFICER, "officer", dict(rights), keeps))


def test_each_register_says_how_many_in_which_state_and_how_many_drafts(vault):
    found = seen(vault)
    states = {each.code: each for each in found.registers}
    assert [each.code for each in found.registers] == list(catalog.registers())
    assert {code: (each.total, each.drafts) for code, each in states.items() if each.total} == {
        "children": (3, 1),
        "child_abuse": (1, 1),
    }
    children = catalog.register("children")
    for state, label, count in states["children"].by_state:
        assert label == children.life_cycle.state_label(state)
        assert count > 0
    counts = [count for _state, _label, count in states["children"].by_state]
    assert counts == sorted(counts, reverse=True)
    assert sum(counts) == 3
    assert states["trafficking"].by_state == ()


def test_people_are_those_whom_anybody_walking_by_may_see(vault):
    assert seen(vault).people == 3
    assert seen(vault, {"child_abuse": "r"}).people == 0
    assert [each.code for each in seen(vault, {"children": "r"}).registers] == ["children"]


@pytest.mark.parametrize(
    ("rights", "keeps", "waiting"),
    [
        (EVERY, True, 2),
        (EVERY, False, None),
        ({**EVERY, "children": "rwp"}, True, None),
        ({"children": "rwpx"}, True, None),
    ],
)
def test_what_waits_to_be_sent_is_told_only_to_who_sends(vault, rights, keeps, waiting):
    assert seen(vault, rights, keeps).waiting == waiting


def test_what_was_typed_and_never_saved_is_told_to_who_may_go_on_with_it(vault):
    assert [each.key for each in seen(vault).unsaved] == ["new:assistance"]
    assert seen(vault, {**EVERY, "assistance": "r"}).unsaved == ()


def test_a_receiving_unit_sees_first_who_has_never_sent_then_who_sent_longest_ago(vault):
    assert seen(vault).senders is None
    assert [
        (each.name, each.packages, each.number, each.at) for each in seen(vault, keeps=False).senders
    ] == [
        ("Xã Chưa Gửi", 0, 0, None),
        ("Xã Sớm", 1, 7, AT - datetime.timedelta(9)),
        ("Xã Bình Long", 2, 2, AT),
    ]
    assert {each.records for each in seen(vault, keeps=False).senders} == {0}


def test_what_was_begun_is_named_the_typed_beside_the_latest_drafts_and_only_to_who_writes(vault):
    found = seen(vault)
    assert [(each.unsaved.register, each.who) for each in found.begun if each.unsaved in found.unsaved] == [
        ("assistance", "")
    ]
    saved = [each for each in found.begun if each.unsaved not in found.unsaved]
    assert {each.unsaved.register for each in saved} == {"children", "child_abuse"}
    assert [each.unsaved.at for each in saved] == sorted((each.unsaved.at for each in saved), reverse=True)
    assert next(each.who for each in saved if each.unsaved.register == "children") == "Danh Nháp"
    assert any(each.missing for each in saved)
    assert seen(vault, dict.fromkeys(EVERY, "r")).begun == ()


def test_what_is_late_is_the_same_by_kind_and_by_hamlet():
    now = datetime.datetime.fromisoformat("2026-11-27")

    def to_do(what, hamlet, band="overdue"):
        return ToDo("x", "children", "1", "TE-1", "Danh An", hamlet, what, now, band, "")

    found = pressing(
        [
            to_do("Ba", "A"),
            to_do("Hai", "B"),
            to_do("Hai", "A"),
            to_do("Một", "A", "soon"),
            to_do("Xa", "B", "later"),
        ]
    )
    assert (found.overdue, found.soon) == (3, 1)
    assert [(each.name, each.count) for each in found.by_kind] == [("Hai", 2), ("Ba", 1)]
    assert [(each.name, each.count) for each in found.by_hamlet] == [("A", 2), ("B", 1)]
