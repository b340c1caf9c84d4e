"""What is being typed and not yet saved, by where it is typed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ansinh_desktop import clock
from ansinh_desktop.db import history, insertion
from ansinh_desktop.db.models import Columns, Draft


class Drafts:
    """The drafts of the data file; the history does not tell of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(
        self,
        key: str,
        register: str,
        author: str,
        typed: Columns,
        focus: str | None,
    ) -> None:
        """Keep what is being typed."""
        self._session.merge(
            Draft(
                key=key,
                register=register,
                author=author,
                typed=typed,
                focus=focus,
                at=clock.now(),
            )
        )

    def get(self, key: str) -> Draft | None:
        """Return what was being typed under this key."""
        return self._session.get(Draft, key)

    def all(self) -> Sequence[Draft]:
        """Return everything that was being typed and never saved, by where it was typed."""
        return self._session.scalars(select(Draft).order_by(Draft.key)).all()

    def drop(self, key: str) -> None:
        """Forget what was being typed: it is saved, or was thrown away by the officer."""
        insertion.write(history.hand_of(self._session), "DELETE FROM draft WHERE key = ?", (key,))
