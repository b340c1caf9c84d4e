"""Packages into PostgreSQL: who receives is a data folder, the rows go into the store; several communes at once."""

import concurrent.futures
import contextlib
import functools
import itertools
import multiprocessing
import operator
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

from ansinh_desktop.db.exchange.succession import Renames, became
from ansinh_desktop.db.postgres.destination import BesideError, Database
from ansinh_desktop.errors import DataError
from ansinh_desktop.rules import edition
from ansinh_desktop.rules.edition import Edition
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.sync.destination import Destination, Receiving
from ansinh_desktop.services.sync.incoming import Accepted, answered, kept_answers, open_for
from ansinh_desktop.services.sync.package import Package, file_name
from ansinh_desktop.services.sync.unattended import Step, kept_receipt, one_by_one, outcome_of

_TIMES = 3
"""How often a package is tried that others stood in the way of."""
_FORGOTTEN = "AS-5198"


def fed(
    program: Program, database: Database, url: str, receipts: Path, paths: Sequence[Path], jobs: int
) -> Iterator[Step]:
    """Take packages into a store, and say after each what became of it; those of one commune follow each other.

    Where older data were laid in the place of those that answered, a new life begins, and it takes in the packages
    that have heard of the one that is forgotten: the receipts of an old life would be taken by nobody.

    Args:
        program: Who receives.
        database: The store, open.
        url: Where it is.
        receipts: Where receipts are written.
        paths: The packages, those of a commune in their order.
        jobs: How many communes at once.

    Raises:
        UserError: Something stands in the way that is no package's fault.
    """
    waiting: list[Path] = []
    for step in Feeder.of(program, url, receipts).run(database, paths, jobs):
        if isinstance(step.outcome, DataError) and step.outcome.code == _FORGOTTEN:
            waiting.append(step.path)
        else:
            yield step
    if waiting:
        program.vault.begin_again("chép tay")
        anew = replace(Feeder.of(program, url, receipts), begun_again=True)
        yield from anew.run(database, waiting, jobs)


@dataclass(frozen=True)
class Feeder:
    """Who takes packages in, and into which store."""

    url: str
    receiving: Receiving
    receipts: Path | None
    """Where receipts are written; None where the store is made anew, and the communes have theirs."""
    begun_again: bool = False
    """Whether a new life has begun for those who heard of one that is forgotten."""

    @classmethod
    def of(cls, program: Program, url: str, receipts: Path | None) -> "Feeder":
        """Return who receives with an open data folder.

        Raises:
            UserError: The officer may not write in every register.
        """
        program.access.require_all("w")
        with program.vault.reading() as store:
            return cls(url, Receiving.of(store), receipts)

    def run(self, database: Database, paths: Sequence[Path], jobs: int) -> Iterator[Step]:
        """Take packages in, and say after each what became of it; those of one commune follow each other.

        Args:
            database: The store, open.
            paths: The packages, those of a commune in their order.
            jobs: How many communes at once.

        Raises:
            UserError: Something stands in the way that is no package's fault.
        """
        queues = _by_commune(paths, self.receiving.followed)
        if min(jobs, len(queues)) <= 1:
            in_order = list(itertools.chain.from_iterable(queues))
            steps = one_by_one(in_order, functools.partial(self.take, database))
        else:
            steps = self._beside(queues, min(jobs, len(queues)))
        changed = False
        for step in steps:
            changed = changed or (isinstance(step.outcome, Accepted) and not step.outcome.taken.again)
            yield step
        if changed:
            database.settle()

    def take(self, database: Database, path: Path) -> Accepted:
        """Take one package in.

        Raises:
            DataError: It is refused as a whole; nothing was changed. AS-5198 only a new life of ours can answer it.
            UserError: AS-5160 the store cannot be reached; AS-5019 the receipt cannot be written.
        """
        with open_for(self.receiving, path) as package:
            # What is made anew was answered then, by whichever life.
            is_first = self.receipts and not self.begun_again
            if is_first and self.receiving.has_forgotten(package.manifest.head.heard):
                raise DataError(_FORGOTTEN, name=path.name)
            for _ in range(_TIMES - 1):
                with contextlib.suppress(BesideError):
                    return self._taken(database, path, package)
            return self._taken(database, path, package)

    def _taken(self, database: Database, path: Path, package: Package) -> Accepted:
        head, life = package.manifest.head, self.receiving.epoch
        unit = head.sender.unit
        before = None if self.receipts else kept_receipt(path, head.id, life)

        def work() -> AbstractContextManager[Destination]:
            return database.work(unit, before)

        kept = kept_answers(database.answers(unit, head.id, life))
        given = answered(package, self.receiving, kept, work)
        taken = given.handed_out(self.receipts) if self.receipts else given.told(Path())
        came = database.came(unit, head.id)
        return Accepted(taken, unit, head.id, file_name(head), came, given.number, life)

    def _beside(self, queues: list[deque[Path]], jobs: int) -> Iterator[Step]:
        texts = dict(edition.current().texts)
        # Nothing of this process goes along but what is handed over: its connection and its lock stay here.
        with concurrent.futures.ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
            running: dict[concurrent.futures.Future[Step], deque[Path]] = {}
            waiting = deque(queues)
            try:
                while waiting or running:
                    while waiting and len(running) < jobs:
                        queue = waiting.popleft()
                        running[pool.submit(_take_beside, self, texts, queue.popleft())] = queue
                    done, _ = concurrent.futures.wait(running, return_when=concurrent.futures.FIRST_COMPLETED)
                    for each in done:
                        queue = running.pop(each)
                        yield each.result()
                        if queue:
                            waiting.appendleft(queue)
            finally:
                pool.shutdown(cancel_futures=True)


def _take_beside(feeder: Feeder, texts: dict[str, str], path: Path) -> Step:
    """Take one package in, in a process of its own, under the same law."""
    edition.install(Edition(texts))
    with Database.beside(feeder.url) as database:
        return Step(path, outcome_of(path, functools.partial(feeder.take, database)))


def _by_commune(paths: Sequence[Path], followed: Sequence[Renames]) -> list[deque[Path]]:
    """Return the packages, commune by commune as far as their names tell; the store itself makes others wait.

    A unit that another follows was there before it, and both are one: in an archive each has a folder, of any name.
    """
    queues: dict[tuple[Path, str], list[tuple[int, Path]]] = {}
    for path in paths:
        # In an archive each unit has a folder, in the one into which they come a name of their own.
        kept = path.name[:6].isdigit() and path.name[6:7] == "-"
        unit = path.parent.name if kept else path.name.partition("-")[0]
        later = became(followed, unit)
        key = (path.parent.parent if kept else path.parent, later[-1].after if later else unit)
        queues.setdefault(key, []).append((-len(later), path))
    first = operator.itemgetter(0)
    return [deque(path for _before, path in sorted(queue, key=first)) for queue in queues.values()]
