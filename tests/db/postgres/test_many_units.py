"""What a package costs does not grow with what others have sent, also before the engine has looked at its tables."""

import time

from ansinh_desktop.db.postgres.destination import Database
from ansinh_desktop.services.sync.incoming import Accepted
from tests.db.postgres.both import busy
from tests.factories import case, orphan

_OTHERS = 30_000
_ELSEWHERE = (
    "INSERT INTO whose (entity, id, unit) SELECT entity, 'x' || entity || n, 'y' FROM generate_series(1, {n}) n, "
    "unnest(ARRAY['person', 'record', 'event', 'hamlet']) entity",
    "INSERT INTO known_by (number, unit, person_id) SELECT 'z' || n, 'y', 'xperson' || n FROM generate_series(1, {n}) n",
)
_READ = "SELECT (SELECT sum(seq_tup_read) FROM pg_stat_user_tables) + (SELECT sum(idx_tup_read) FROM pg_stat_user_indexes)"


def test_a_package_reads_what_it_brings_however_much_there_is_of_others(both, tmp_path):
    found = busy(both.commune, tmp_path)
    with both.commune.vault.work("chi trả") as store:
        store.records.set_state(store.records.get(found["assistance"]), "paying", closed_on=None, reason=None)
    taken = both.take(both.export(), answer=both.commune)
    for each in _ELSEWHERE:
        both.run(each.format(n=_OTHERS))
    again = both.commune.cases.get(found["assistance"])
    both.commune.cases.save(
        case("assistance", {**again.answers, "note": "đã đổi"}, person=again.person, record_id=again.id)
    )
    package = both.export()
    ((before,),) = both.ask(_READ)
    with Database.open(both.url) as database:
        taken = both.feeder(both.usb).take(database, package).taken
    assert taken.results == {"accepted": 1}
    after, late = before, time.monotonic() + 30
    while (
        after == before and time.monotonic() < late
    ):  # the server counts when it learns that nobody is there any more
        ((after,),) = both.ask(_READ)
    assert 0 < after - before < _OTHERS / 10


def test_the_engine_looks_at_its_tables_when_something_came_and_not_for_packages_of_before(both):
    def walk(*paths):
        with Database.open(both.url) as database:
            assert all(
                isinstance(each.outcome, Accepted) for each in both.feeder(both.usb).run(database, paths, 1)
            )

    both.commune.cases.save(orphan("Danh Na"))
    first = both.export()
    walk(first)
    walk(first)
    both.commune.cases.save(orphan("Danh Tư"))
    walk(both.export())
    looked, late = 0, time.monotonic() + 30
    while looked < 2 and time.monotonic() < late:
        ((looked,),) = both.ask("SELECT analyze_count FROM pg_stat_user_tables WHERE relname = 'whose'")
    assert looked == 2
