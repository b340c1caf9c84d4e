"""A part of a unit of work that is undone by itself where its rows are refused."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, ProgrammingError

from ansinh_desktop.db import history
from ansinh_desktop.db.store import Store
from ansinh_desktop.errors import BugError

_OF_ONE_ROW = (
    IntegrityError,
    DataError,
    InterfaceError,
    ProgrammingError,
    sqlcipher.IntegrityError,
    sqlcipher.DataError,
    sqlcipher.InterfaceError,
    sqlcipher.ProgrammingError,
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    BugError,
)
"""What is wrong with the values themselves, and not with the file or the machine."""


class RowsRefusedError(BugError):
    """The data layer did not take some rows; what they said is not told, for it goes into logs."""


@contextmanager
def part(store: Store) -> Iterator[None]:
    """Run a part of the unit of work that is undone by itself where its rows are refused.

    Raises:
        RowsRefusedError: The rows could not be written; nothing of this part stays, all before it does.
    """
    store.session.flush()
    history.write_pending(store.session, store.chain)
    before = store.chain.seq, store.chain.digest
    try:
        with store.session.begin_nested():
            # The session sets its savepoint only when it is first asked; rows may be written without asking it.
            store.session.connection()
            yield
            store.session.flush()
            history.write_pending(store.session, store.chain)
    except BaseException as fault:
        store.chain.seq, store.chain.digest = before
        store.chain.pending.clear()
        if isinstance(fault, _OF_ONE_ROW):
            raise RowsRefusedError(type(fault).__name__) from None
        raise
