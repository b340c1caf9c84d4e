"""Packages follow each other: what is missing before one is named, and another under a number that is taken is refused."""

import shutil

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.services.access import Access
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.incoming import Incoming, Taken
from tests.factories import OFFICER, PASSWORD, PROVINCE, case, new_vault, person, trust

CHILD = {"groups": ["c"], "main_group": "c", "entered_on": "2022-05-01", "care_arrangement": "parents"}


class Exchange:
    """A commune and the province, whose data can be put aside and taken up again as they were."""

    def __init__(self, folder):
        self.folder, self.usb = folder, folder / "usb"
        self.usb.mkdir()
        self.programs = {
            "xã": Program(new_vault(folder / "xã")[0]),
            "tỉnh": Program(new_vault(folder / "tỉnh", PROVINCE)[0]),
        }
        trust(self.commune, self.province, self.usb)
        trust(self.province, self.commune, self.usb)

    @property
    def commune(self):
        return self.programs["xã"]

    @property
    def province(self):
        return self.programs["tỉnh"]

    def keep(self, whose):
        """Put the data aside as they are."""
        self._close(whose)
        shutil.copytree(self.folder / whose, self.folder / f"{whose} xưa")
        self._open(whose)

    def bring_back(self, whose):
        """Take up again what was put aside, as whoever copies a folder by hand."""
        self._close(whose)
        shutil.rmtree(self.folder / whose)
        (self.folder / f"{whose} xưa").rename(self.folder / whose)
        self._open(whose)

    def _close(self, whose):
        self.programs[whose].__exit__(None, None, None)

    def _open(self, whose):
        self.programs[whose] = Program(Vault.open(self.folder / whose, OFFICER, PASSWORD))

    def close(self):
        for whose in self.programs:
            self._close(whose)

    def send(self, name):
        """Record somebody and write the next package."""
        self.commune.cases.save(
            case("children", CHILD, person=person(full_name=name, birth_date="2015-02-03"))
        )
        return self.commune.outgoing.export(self.usb)

    def take(self, made, *, answered=True):
        taken = self.province.incoming.receive(made.path, self.usb)
        if answered:
            self.commune.outgoing.take_receipt(taken.receipt)
        return taken

    def refused(self, made):
        before = self.state()
        with pytest.raises(UserError) as caught:
            self.take(made)
        assert self.state() == before, "nothing of it was written"
        return caught.value

    def state(self):
        with self.province.vault.reading() as store:
            return store.log.last()


@pytest.fixture
def exchange(tmp_path):
    made = Exchange(tmp_path)
    yield made
    made.close()


def test_what_the_province_lost_is_named_and_comes_again_with_its_own_package(exchange):
    exchange.take(exchange.send("Danh Một"))
    exchange.keep("tỉnh")
    second, third = exchange.send("Danh Hai"), None
    exchange.take(second)
    third = exchange.send("Danh Ba")
    exchange.bring_back("tỉnh")
    error = exchange.refused(third)
    assert error.code == "AS-5107"
    assert "000002" in error.message.text
    assert exchange.take(second, answered=False).results == {"accepted": 1}
    assert exchange.take(third).results == {"accepted": 1}
    assert exchange.province.listing.counts()["children"] == 3


def test_all_that_is_missing_is_named(exchange):
    exchange.take(exchange.send("Danh Một"))
    exchange.keep("tỉnh")
    for name in ("Danh Hai", "Danh Ba"):
        exchange.take(exchange.send(name))
    fourth = exchange.send("Danh Bốn")
    exchange.bring_back("tỉnh")
    assert "000002, 000003" in exchange.refused(fourth).message.text


def test_whoever_never_got_the_beginning_takes_nothing_from_the_middle(exchange):
    exchange.keep("tỉnh")
    first = exchange.send("Danh Một")
    exchange.take(first)
    second = exchange.send("Danh Hai")
    exchange.bring_back("tỉnh")
    assert exchange.refused(second).code == "AS-5105"
    assert exchange.take(first, answered=False).results == {"accepted": 1}
    assert exchange.take(second).results == {"accepted": 1}


def test_two_copies_of_one_commune_cannot_both_send_under_one_number(exchange):
    exchange.take(exchange.send("Danh Một"))
    exchange.keep("xã")
    exchange.take(exchange.send("Danh Hai"), answered=False)
    exchange.bring_back("xã")
    other = exchange.send("Danh Khác")
    assert other.number == 2
    assert exchange.refused(other).code == "AS-5106"
    following = exchange.send("Danh Sau")
    assert following.number == 3
    assert exchange.refused(following).code == "AS-5106", "what stands before it is not what came"


def test_only_who_may_write_in_every_register_takes_packages_in(exchange):
    made = exchange.send("Danh Một")
    rights = dict.fromkeys(exchange.province.access.rights, "rw")
    for changed in (dict.fromkeys(rights, "r"), rights | {"children": "r"}, {}):
        incoming = Incoming(exchange.province.vault, Access("minh", "officer", changed))
        for work in (lambda by: by.receive(made.path, exchange.usb), lambda by: by.received()):
            with pytest.raises(UserError):
                work(incoming)
    incoming = Incoming(exchange.province.vault, Access("minh", "officer", rights))
    assert incoming.receive(made.path, exchange.usb).state == "imported"
    assert [each.number for each in incoming.received()] == [1]


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({"results": {"accepted": 2, "rejected": 1}}, ": 2 mới, 1 trả lại"),
        ({"results": {"updated": 1, "accepted": 0}}, ": 1 cập nhật"),
        ({}, ": không có hồ sơ"),
        ({"refused": 3}, ": không nhận 3 dòng của đơn vị khác"),
        (
            {"results": {"already": 1}, "doubled": {"A": "B"}},
            ": 1 đã có; có người đang hưởng ở hai hồ sơ: A và B",
        ),
    ],
)
def test_what_became_of_a_package_is_said_in_one_line(tmp_path, about, words):
    taken = Taken("imported", "Xã A", 7, **{"results": {}, "receipt": tmp_path} | about)
    assert taken.summary == f"đã nhận gói số 7 của Xã A{words}"
    assert (
        Taken("already", "Xã A", 7, {"accepted": 1}, tmp_path).summary == "gói số 7 của Xã A đã nhận trước đó"
    )
