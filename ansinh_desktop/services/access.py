"""What the officer at the keyboard may do; asked here and nowhere else."""

from collections.abc import Iterable
from dataclasses import dataclass

from ansinh_desktop.db.models import User
from ansinh_desktop.db.people import Sight
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog

ACTS = {"r": "xem", "w": "sửa", "p": "in", "x": "xuất"}
"""The rights over a register; each of the others needs the first."""

ADMIN = "admin"

_ENTERS = (ADMIN, "officer")
_CLOSES = (*_ENTERS, "leader")
_RIGHTS_OF_ROLE = {ADMIN: "rwpx", "officer": "rwpx", "leader": "rp", "viewer": "r"}


@dataclass(frozen=True)
class Access:
    """The rights of one officer, by register, as some of the letters r, w, p, x."""

    officer: str
    role: str
    rights: dict[str, str]
    keeps: bool = True
    """Whether the unit keeps records of its own; a receiving unit only looks at those that it is sent."""

    def may(self, register: str, act: str) -> bool:
        """Whether the officer may read (r), write (w), print (p) or export (x) a register."""
        return act in self.rights.get(register, "")

    def writes(self, register: str) -> bool:
        """Whether records of a register are to be offered for writing here."""
        return self.keeps and self.may(register, "w")

    @property
    def enters_figures(self) -> bool:
        """Whether the officer may enter figures of the plan."""
        return self.keeps and self.role in _ENTERS

    @property
    def closes_periods(self) -> bool:
        """Whether the officer may close a period of the plan."""
        return self.role in _CLOSES

    def may_all(self, act: str) -> bool:
        """Whether the officer may do something with every register: a package knows no parts."""
        return all(self.may(code, act) for code in catalog.registers())

    def may_any(self, act: str) -> bool:
        """Whether the officer may do something with at least one register."""
        return any(self.may(code, act) for code in self.readable)

    def require(self, register: str, act: str) -> None:
        """Refuse what the officer may not do.

        Raises:
            UserError: The officer has no such right.
        """
        if not self.may(register, act):
            title = catalog.register(register).title if register in catalog.registers() else register
            raise UserError("AS-1110", act=ACTS[act], register=title)

    def require_all(self, act: str) -> None:
        """Refuse what needs a right over every register.

        Raises:
            UserError: The officer lacks it for one.
        """
        for code in catalog.registers():
            self.require(code, act)

    @property
    def readable(self) -> list[str]:
        """The registers the officer may see, in the order of the navigation."""
        return [code for code in catalog.registers() if self.may(code, "r")]

    def sight(self, *, passing: bool = False) -> Sight:
        """Return whom the officer may be shown; ``passing`` in lists that anybody walking by may read."""
        everything = self.may_all("r")
        return Sight(None if everything else tuple(self.readable), passing=passing)

    def knows(self, registers: Iterable[str]) -> bool:
        """Whether the officer may know of somebody who stands in these registers; of somebody in none, yes."""
        standing = set(registers)
        return not standing or any(self.may(code, "r") for code in standing)


def access(vault: Vault) -> Access:
    """Return the rights of the officer who unlocked the vault."""
    with vault.reading() as store:
        user = store.accounts.named(vault.officer)
        if user is None or not user.active:
            return Access(vault.officer, "", {})
        # As Office.receives says it, which needs this module.
        keeps = (store.setting("office") or {}).get("level", "commune") == "commune"
        return Access(vault.officer, user.role, rights_in(store, user), keeps)


def rights_in(store: Store, user: User) -> dict[str, str]:
    """Return the rights of an officer by register.

    A register that came with a newer program was granted to nobody yet: administrators see it, and grant it.
    """
    unset = rights_of_role(user.role) if user.role == ADMIN else dict.fromkeys(catalog.registers(), "")
    return unset | store.accounts.grants(user.id)


def rights_of_role(role: str) -> dict[str, str]:
    """Return the rights with which a role starts, by register."""
    return dict.fromkeys(catalog.registers(), _RIGHTS_OF_ROLE[role])


def in_order(rights: Iterable[str]) -> str:
    """Return letters of right in their order; without reading there is nothing."""
    given = set(rights)
    return "".join(act for act in ACTS if act in given) if "r" in given else ""


def require_known(store: Store, may: Access, person_id: str) -> None:
    """Refuse what is about a person of whom the officer may not know.

    Raises:
        UserError: All the person's records stand in registers that the officer may not see.
    """
    if not is_known(store, may, person_id):
        raise UserError("AS-1122")


def is_known(store: Store, may: Access, person_id: str) -> bool:
    """Whether the officer may know of a person: some record of theirs stands where the officer may see it, or none does."""
    standing = store.records.by_person([person_id]).get(person_id, ())
    return may.knows(register for _record, register in standing)
