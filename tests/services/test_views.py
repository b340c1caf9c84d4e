"""How each officer left each list: the last look and those under a name, apart from everybody else's."""

import pytest

from ansinh_desktop.services.access import Access
from ansinh_desktop.services.views import Views
from tests import factories


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    vault, _recovery = factories.new_vault(tmp_path_factory.mktemp("views") / "data")
    yield vault
    vault.lock()


def views(vault, officer):
    return Views(vault, Access(officer, "officer", {}))


def test_the_last_look_is_kept_by_register_and_is_no_named_one(vault):
    mine = views(vault, "một")
    assert mine.last("children") == {}
    assert mine.named("children") == {}
    mine.keep("children", {"columns": ["a"]})
    mine.keep("children", {"columns": ["b"]})
    mine.keep("assistance", {"columns": ["c"]})
    assert mine.last("children") == {"columns": ["b"]}
    assert mine.last("assistance") == {"columns": ["c"]}
    assert mine.named("children") == {}


def test_named_looks_stand_in_the_order_of_the_alphabet_until_they_are_dropped(vault):
    mine = views(vault, "hai")
    for name in ("nghèo", "An", "Bé"):
        mine.keep("children", {"name": name}, name)
    mine.keep("children", {"name": "mới"}, "Bé")
    assert list(mine.named("children")) == ["An", "Bé", "nghèo"]
    assert mine.named("children")["Bé"] == {"name": "mới"}
    mine.drop("children", "An")
    mine.drop("children", "không có")
    assert list(mine.named("children")) == ["Bé", "nghèo"]
    assert mine.named("assistance") == {}


def test_every_officer_has_looks_of_their_own(vault):
    views(vault, "ba").keep("children", {"a": 1}, "của ba")
    assert views(vault, "bốn").named("children") == {}
    assert list(views(vault, "ba").named("children")) == ["của ba"]
