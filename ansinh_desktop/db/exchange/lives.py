"""A new life of a data folder, and the letter with which each life ends the numbers of its cases."""

from ansinh_desktop import ids
from ansinh_desktop.db import history
from ansinh_desktop.db.exchange import ledger
from ansinh_desktop.db.models import LETTERS
from ansinh_desktop.db.records import letters
from ansinh_desktop.db.store import Store


def begin_life(store: Store) -> None:
    """Begin a new life of this data folder: what the old one was promised holds no more."""
    store.devices.own().epoch = ids.new_id()
    store.session.flush()
    give_letter(store)
    ledger.begin_life(history.hand_of(store.session))


def give_letter(store: Store) -> None:
    """Give the case numbers from now on an end of their own: an earlier life may have given the same numbers."""
    before: list[str] = store.setting(LETTERS, [])
    letter = next(each for each in letters(store.devices.own().epoch) if each not in before)
    store.set_setting(LETTERS, [*before, letter])
    store.chain.letter = letter
