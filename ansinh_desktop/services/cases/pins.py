"""What an officer keeps from one new record to the next: the fields that are pinned, with what stood in them last."""

from collections.abc import Mapping
from typing import Any

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.answer import Value
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.access import Access

OF_ONE = frozenset(
    {
        "full_name",
        "other_name",
        "birth_date",
        "personal_id",
        "old_id",
        "id_issued_on",
        "health_insurance",
        "phone",
    }
)
"""What is of one person only: it is never taken over from the one before."""


def may_be_taken(register: str, part: str, key: str) -> bool:
    """Whether a field may be taken over from the record before: not what tells people apart, and nothing masked.

    Args:
        register: Whose form it is.
        part: ``person`` or ``answers``.
        key: The field.
    """
    if part == "person":
        return key in PERSON_FIELDS and key not in OF_ONE
    field = catalog.register(register).fields.get(key)
    return field is not None and not field.masked


class Pins:
    """The pinned fields of one officer, by register and part of the form; kept inside the data file."""

    def __init__(self, vault: Vault, access: Access) -> None:
        self._vault = vault
        self._key = f"pins:{access.officer}"

    def of(self, register: str) -> dict[str, dict[str, Value]]:
        """Return the pinned fields of a register's form with what stood in them last: of the person, of the record."""
        with self._vault.reading() as store:
            kept: Mapping[str, Any] = (store.setting(self._key) or {}).get(register, {})
        return {
            part: {
                key: value for key, value in kept.get(part, {}).items() if may_be_taken(register, part, key)
            }
            for part in ("person", "answers")
        }

    def keep(self, register: str, pinned: Mapping[str, Mapping[str, Value]]) -> None:
        """Keep which fields are pinned, and what stands in them."""
        with self._vault.work() as store:
            every = dict(store.setting(self._key) or {})
            found = {part: dict(values) for part, values in pinned.items()}
            if every.get(register) != found:
                store.set_setting(self._key, every | {register: found})
