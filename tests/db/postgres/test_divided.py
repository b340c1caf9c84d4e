"""A unit that was divided: made anew from what was kept, the store is as the data file that went through it."""

from ansinh_desktop.db.exchange.succession import Part, Renames
from ansinh_desktop.db.postgres.destination import Database
from ansinh_desktop.services.program import Program
from ansinh_desktop.services.succession.file import Change
from tests.factories import OTHER, UNIT, case, orphan, person

CHILD = dict(orphan().answers)


def test_what_went_to_another_unit_is_that_unit_s_in_the_store_made_anew(both):
    def send(program: Program):
        path = both.export(program)
        taken = both.province.incoming.receive(path, both.vault_usb)
        program.outgoing.take_receipt(taken.receipt)
        return path

    people: list[str] = []
    for name, hamlet in (("Danh Ở Lại", "Vĩnh Thạnh"), ("Lê Ra Đi", "Vĩnh Lợi")):
        known = person(full_name=name, birth_date="2015-02-03", hamlet=hamlet)
        record = both.commune.cases.save(case("children", dict(CHILD), person=known))
        people.append(both.commune.cases.get(record).person_id)
        both.commune.cases.add_event(record, "visit", "2026-03-01", {"findings": name})
    both.commune.people.relate(*people, {"kind": "01"})
    packages = [send(both.commune)]
    change = Change(Renames(UNIT, OTHER.unit), OTHER.name, part=Part(("Vĩnh Lợi",), (), ()))
    path = both.province.exchange.successions.sign(both.usb, [change], "Giao ấp", "NQ 1")
    for program in (both.commune, both.other):
        program.exchange.successions.follow(path)
        program.cases.save(orphan("Danh Sau"))
        packages.append(send(program))
    # What came to it goes once as its own.
    packages.append(send(both.other))
    with Database.open(both.url) as database:
        for each in packages:
            both.feeder(None).take(database, each)
    both.require_equal()
    counts = dict(both.ask("SELECT unit, count(*) FROM record GROUP BY 1"))
    assert counts == {UNIT: 2, OTHER.unit: 2}
