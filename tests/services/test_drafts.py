"""What is typed and not saved: whose it is, and who may see it."""

import pytest

from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.drafts import Drafts
from tests.factories import new_vault


@pytest.fixture
def vault(tmp_path):
    made = new_vault(tmp_path / "xã")[0]
    yield made
    made.lock()


def drafts(vault, officer, **rights):
    return Drafts(vault, Access(officer, "officer", rights))


def test_what_an_officer_types_is_offered_to_nobody_else(vault):
    lan, minh = drafts(vault, "lan", children="rw"), drafts(vault, "minh", children="rw")
    lan.keep("people/edit", {"slots": {"address": "Tổ 5"}})
    assert minh.read("people/edit") is None
    minh.keep("people/edit", {"slots": {"address": "Tổ 6"}})
    assert lan.read("people/edit").typed == {"slots": {"address": "Tổ 5"}}
    minh.drop("people/edit")
    assert lan.read("people/edit") is not None
    lan.drop("people/edit")
    assert lan.read("people/edit") is None


def test_no_name_of_a_place_leads_to_the_draft_of_somebody_else(vault):
    drafts(vault, "lan").keep("here", {"openings": []})
    minh = drafts(vault, "minh", children="rw")
    assert minh.read("lan|here", "children") is None
    assert minh.read("lan|here") is None


def test_the_draft_of_a_record_goes_with_its_register(vault):
    drafts(vault, "lan", children="rw").keep("new:children", {"person": {}}, "full_name", "children")
    assert drafts(vault, "minh", children="rw").read("new:children", "children").author == "lan"
    assert drafts(vault, "hoa", children="r").read("new:children", "children") is None
    with pytest.raises(UserError):
        drafts(vault, "hoa", children="r").keep("new:children", {}, None, "children")
    with pytest.raises(UserError):
        drafts(vault, "hoa").drop("new:children", "children")


def test_two_seconds_later_nothing_is_in_any_file_but_the_encrypted_one(vault):
    drafts(vault, "lan").keep("people/edit", {"slots": {"note": "Neáng Sóc Khone"}})
    for file in vault.folder.rglob("*"):
        if file.is_file():
            assert b"Khone" not in file.read_bytes()
