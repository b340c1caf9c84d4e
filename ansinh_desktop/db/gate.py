"""Many at once, or one alone: who changes the file under everybody waits until nobody uses it."""

import contextlib
import threading
from collections.abc import Iterator


class Gate:
    """Lets any number of threads in together, or one alone; whoever is in may go in once more."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: dict[int, int] = {}
        self._closed_by: int | None = None

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Be inside beside others."""
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._closed_by in (None, me) or me in self._inside)
            self._inside[me] = self._inside.get(me, 0) + 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[me] -= 1
                if not self._inside[me]:
                    del self._inside[me]
                self._changed.notify_all()

    @contextlib.contextmanager
    def alone(self, patience: float | None = None) -> Iterator[None]:
        """Be inside alone: let nobody new in, and wait until all have left.

        Args:
            patience: After so many seconds go on all the same; None waits for as long as it takes.
        """
        me = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: self._closed_by is None)
            self._closed_by = me
            self._changed.wait_for(lambda: not self._inside.keys() - {me}, patience)
        try:
            yield
        finally:
            with self._changed:
                self._closed_by = None
                self._changed.notify_all()
