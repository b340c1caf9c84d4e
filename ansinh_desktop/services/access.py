"""What the officer at the keyboard may do; asked here and nowhere else."""

from dataclasses import dataclass

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import UserError
from ansinh_desktop.registers import catalog

_ACTS = {"r": "xem", "w": "sửa", "p": "in", "x": "xuất"}


@dataclass(frozen=True)
class Access:
    """The rights of one officer, by register, as some of the letters r, w, p, x."""

    officer: str
    role: str
    rights: dict[str, str]

    def may(self, register: str, act: str) -> bool:
        """Whether the officer may read (r), write (w), print (p) or export (x) a register."""
        return act in self.rights.get(register, "")

    def require(self, register: str, act: str) -> None:
        """Refuse what the officer may not do.

        Raises:
            UserError: The officer has no such right.
        """
        if not self.may(register, act):
            title = catalog.register(register).title if register in catalog.registers() else register
            raise UserError("AS-1110", act=_ACTS[act], register=title)

    @property
    def readable(self) -> list[str]:
        """The registers the officer may see, in the order of the navigation."""
        return [code for code in catalog.registers() if self.may(code, "r")]


def access(vault: Vault) -> Access:
    """Return the rights of the officer who unlocked the vault."""
    with vault.reading() as store:
        user = store.accounts.named(vault.officer)
        if user is None or not user.active:
            return Access(vault.officer, "", {})
        return Access(vault.officer, user.role, store.accounts.grants(user.id))
