"""Officers and what each may do."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ansinh_desktop.db.models import Grant, User

# Asked at every turn, and put together once: that would take longer than the question.
_NAMED = select(User).where(User.name == bindparam("of_name"))


class Accounts:
    """The officers of the data file."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[User]:
        """Return every officer."""
        return self._session.scalars(select(User).order_by(User.name)).all()

    def full_names(self) -> dict[str, str]:
        """Return the full name of every officer by login name."""
        return {each.name: each.full_name for each in self.all()}

    def named(self, name: str) -> User | None:
        """Return the officer of a login name."""
        return self._session.scalar(_NAMED, {"of_name": name})

    def active(self) -> Sequence[User]:
        """Return the officers who may unlock the data file."""
        return [each for each in self.all() if each.active]

    def add(self, name: str, full_name: str, title: str | None, role: str) -> User:
        """Add an officer."""
        user = User(name=name, full_name=full_name, title=title, role=role)
        self._session.add(user)
        self._session.flush()
        return user

    def grants(self, user_id: str) -> dict[str, str]:
        """Return the letters of right by register."""
        query = select(Grant.register, Grant.rights).where(Grant.user_id == user_id)
        return {row.register: row.rights for row in self._session.execute(query)}

    def grant(self, user_id: str, register: str, rights: str) -> None:
        """Set what an officer may do with a register."""
        found = self._session.scalar(
            select(Grant).where(Grant.user_id == user_id, Grant.register == register)
        )
        if found is None:
            self._session.add(Grant(user_id=user_id, register=register, rights=rights))
        else:
            found.rights = rights
        self._session.flush()

    def take_over(self, others: "Accounts") -> None:
        """Let the officers and their rights be those of other data: nobody who was removed comes back by the way."""
        theirs = {each.name: each for each in others.all()}
        for user in self.all():
            if user.name not in theirs:
                user.active = False
        for name, each in theirs.items():
            own = self.named(name) or self.add(name, each.full_name, each.title, each.role)
            own.full_name, own.title, own.role, own.active = (
                each.full_name,
                each.title,
                each.role,
                each.active,
            )
            for register, rights in others.grants(each.id).items():
                self.grant(own.id, register, rights)
        self._session.flush()
