"""The office whose data these are: commune, heading of its papers, hamlets, first officer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Self

from ansinh_desktop import text
from ansinh_desktop.crypto import passwords
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import BugError, UserError
from ansinh_desktop.findings import Finding
from ansinh_desktop.services.access import ADMIN, rights_of_role
from ansinh_desktop.services.hamlets import set_hamlets

ROLES: dict[str, str] = {
    "admin": "Quản trị",
    "officer": "Cán bộ nhập liệu",
    "leader": "Lãnh đạo",
    "viewer": "Chỉ xem",
}


@dataclass(frozen=True)
class Office:
    """The unit that keeps this data file."""

    unit: str
    """Code and first day of the period: ``30325@2025-07-01``."""
    name: str
    """Xã Vĩnh Thạnh Trung."""
    province: str
    level: str = "commune"
    """commune, or province and others where it is a receiving unit."""
    superior: tuple[str, ...] = ()
    """Lines above the unit's own in the heading of papers."""
    place: str = ""
    """Before the date on papers; the unit's name without its kind where empty."""
    signer_title: str = "CHỦ TỊCH"
    signer_name: str = ""
    preparer_name: str = ""
    prints_a3: bool = False
    """Whether a wide list may go on A3; where the office has none it is split over sheets of A4."""

    @property
    def heading(self) -> tuple[str, ...]:
        """All lines of the unit on papers (NĐ 30/2020, ô số 2)."""
        return (*self.superior, *self.unit_lines)

    @property
    def unit_lines(self) -> tuple[str, ...]:
        """The lines that name the unit itself: of a receiving unit its own name alone."""
        return (self.name.upper(),) if self.receives else ("ỦY BAN NHÂN DÂN", self.name.upper())

    @property
    def place_name(self) -> str:
        """The place before the date: a name without its kind; a number keeps it (Phường 1).

        A receiving unit writes from its province.
        """
        if self.place:
            return self.place
        if self.receives:
            return self.province.removeprefix("Tỉnh ").removeprefix("Thành phố ")
        kind, _, name = self.name.partition(" ")
        return (
            self.name
            if not name or name[0].isdigit() or kind not in ("Xã", "Phường", "Thị")
            else name.removeprefix("trấn ")
        )

    @property
    def signs_as(self) -> tuple[str, ...]:
        """The lines over the head's signature: only a commune's chairman signs for its people's committee."""
        return (self.signer_title,) if self.receives else ("TM. ỦY BAN NHÂN DÂN", self.signer_title)

    @property
    def signs_for(self) -> str:
        """In whose name its head decides, as papers say it behind the title."""
        return " ".join(self.unit_lines)

    @property
    def receives(self) -> bool:
        """Whether this data file belongs to a receiving unit."""
        return self.level != "commune"

    @property
    def exchange_right(self) -> str:
        """The right over every register that exchanging packages needs: to write what comes, to export what goes."""
        return "w" if self.receives else "x"


@dataclass(frozen=True)
class FirstOfficer:
    """The officer who sets the program up."""

    name: str
    full_name: str
    password: str = field(repr=False)
    title: str = "Công chức văn hóa – xã hội"

    @classmethod
    def typed(cls, name: str | None, full_name: str | None, password: str | None, title: str | None) -> Self:
        """Return an officer from what was typed, in order."""
        names = text.clean(name or ""), text.person_name(full_name or "")
        return cls(*names, password or "", text.clean(title or ""))


def set_up(vault: Vault, office: Office, officer: FirstOfficer, hamlets: Sequence[str] = ()) -> None:
    """Write down whose data these are, in one unit of work."""
    with vault.work("thiết lập ban đầu") as store:
        begin(store, office, officer, hamlets)


def begin(store: Store, office: Office, officer: FirstOfficer, hamlets: Sequence[str] = ()) -> None:
    """Write down whose data these are, within a unit of work."""
    store.set_setting("office", asdict(office))
    store.people.set_hamlets(office.unit, hamlets)
    register_officer(store, officer, ADMIN)


def office(vault: Vault) -> Office:
    """Return whose data these are.

    Raises:
        UserError: The first steps were never finished.
    """
    with vault.reading() as store:
        return office_in(store)


def office_in(store: Store) -> Office:
    """Return whose data these are, within a unit of work."""
    found = store.setting("office")
    if not found:
        raise UserError("AS-1112")
    return Office(**{**found, "superior": tuple(found["superior"])})


def change(
    vault: Vault,
    new: Office,
    hamlets: Sequence[str] | None = None,
    moves: Mapping[str, str] | None = None,
) -> None:
    """Change the heading of papers, names of signers, hamlets; nobody stays behind in a hamlet that goes.

    Args:
        vault: The data file.
        new: The office as it is to be.
        hamlets: The new list of hamlets; as it is where none is given.
        moves: By the hamlet that goes, the one to which its people come.

    Raises:
        UserError: A hamlet in use goes and nobody says where its people come.
    """
    require_admin(vault)
    if new.unit != office(vault).unit:
        # Whose rows are our own would be others from one moment to the next.
        raise BugError("a data file stays that of its unit")
    said = "; ".join(f"ấp “{old}” thành “{now}”" for old, now in (moves or {}).items())
    with vault.work(f"đổi thông tin đơn vị: {said}" if said else "đổi thông tin đơn vị") as store:
        store.set_setting("office", asdict(new))
        if hamlets is not None:
            set_hamlets(store, new.unit, hamlets, moves)


def hamlets(vault: Vault) -> list[str]:
    """Return the names of the commune's hamlets, in order."""
    with vault.reading() as store:
        own = store.setting("office") or {}
        return [each.name for each in store.people.hamlets(own.get("unit", ""))]


def require_admin(vault: Vault) -> None:
    """Refuse what only an administrator may do.

    Raises:
        UserError: The officer at the keyboard is none.
    """
    with vault.reading() as store:
        user = store.accounts.named(vault.officer)
    if user is None or not user.active or user.role != ADMIN:
        raise UserError("AS-1120")


def register_officer(store: Store, officer: FirstOfficer, role: str) -> None:
    """Write down an officer with the rights of a role, within a unit of work."""
    user = store.accounts.add(officer.name, officer.full_name, officer.title, role)
    for code, rights in rights_of_role(role).items():
        store.accounts.grant(user.id, code, rights)


def password_fault(password: str, name: str, known: Iterable[str] = ()) -> Finding | None:
    """Return why a password will not do; None when it will."""
    return next(iter(passwords.check_password(password, name, known)), None)


def guessed_first(vault: Vault, name: str = "", full_name: str = "") -> tuple[str, ...]:
    """Return what anybody would guess first as an officer's password: names of person, unit and province.

    Args:
        vault: The open data.
        name: The login name of an officer who is known already.
        full_name: The name of one who is not.
    """
    with vault.reading() as store:
        own = store.setting("office") or {}
        user = store.accounts.named(name) if name else None
    found = (own.get("name"), own.get("province"), user.full_name if user else full_name)
    return tuple(each for each in found if each)
