"""The commune at a glance: as many as the lists behind it show, and nothing of what the officer may not see."""

import datetime

import pytest

from ansinh_desktop.db.models import Unit
from ansinh_desktop.registers import catalog
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.overview import overview
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
