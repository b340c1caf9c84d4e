"""Officers and their rights as rows; what comes back with other data takes nobody back who was removed."""

import pytest
from sqlalchemy.exc import IntegrityError

from ansinh_desktop.db.accounts import Accounts
from tests.factories import OFFICER


class Others:
    """The officers of other data."""

    def __init__(self, *officers):
        self._officers = officers

    def all(self):
        return self._officers

    def grants(self, user_id):
        return next(each.rights for each in self._officers if each.id == user_id)


class Officer:
    def __init__(self, name, active=True, rights=None, **changes):
        self.id, self.name, self.active = f"id of {name}", name, active
        self.full_name = changes.get("full_name", name.title())
        self.title, self.role = changes.get("title"), changes.get("role", "officer")
        self.rights = rights or {}


@pytest.fixture
def accounts(store) -> Accounts:
    return store.accounts


def test_officers_stand_in_the_order_of_their_login_names(accounts):
    for name in ("tuấn", "anh"):
        accounts.add(name, name.title(), None, "officer")
    accounts.add("bé", "Bé", "Chuyên viên", "viewer").active = False
    assert [each.name for each in accounts.all()] == ["anh", "bé", OFFICER, "tuấn"]
    assert [each.name for each in accounts.active()] == ["anh", OFFICER, "tuấn"]
    assert accounts.full_names()["tuấn"] == "Tuấn"
    assert accounts.named("bé").title == "Chuyên viên"
    assert accounts.named("không") is None


def test_a_login_name_is_given_once(accounts):
    with pytest.raises(IntegrityError):
        accounts.add(OFFICER, "Ai khác", None, "officer")


def test_a_right_is_set_for_one_officer_and_one_register(accounts):
    one, other = (accounts.add(name, name, None, "officer") for name in ("anh", "bé"))
    accounts.grant(one.id, "children", "r")
    accounts.grant(one.id, "assistance", "rw")
    accounts.grant(other.id, "children", "rwpx")
    accounts.grant(one.id, "children", "rp")
    assert accounts.grants(one.id) == {"children": "rp", "assistance": "rw"}
    assert accounts.grants(other.id) == {"children": "rwpx"}
    assert accounts.grants("không ai") == {}


def test_the_officers_of_other_data_take_the_place_of_ours_and_nobody_removed_comes_back(accounts):
    mine = accounts.add("anh", "Anh Cũ", "Cũ", "officer")
    accounts.grant(mine.id, "children", "rwpx")
    removed = accounts.add("bé", "Bé", None, "officer")
    accounts.take_over(
        Others(
            Officer("anh", full_name="Anh Mới", title="Mới", role="head", rights={"children": "r", "x": "p"}),
            Officer("chi", rights={"assistance": "rw"}),
            Officer("dũng", active=False),
        )
    )
    assert (mine.full_name, mine.title, mine.role, mine.active) == ("Anh Mới", "Mới", "head", True)
    assert accounts.grants(mine.id) == {"children": "r", "x": "p"}
    assert removed.active is False
    assert accounts.named(OFFICER).active is False
    assert [each.name for each in accounts.active()] == ["anh", "chi"]
    assert accounts.grants(accounts.named("chi").id) == {"assistance": "rw"}
    assert accounts.named("dũng").active is False
