"""A record that stands in no state of its life cycle is sent back: no package goes round the steps."""

from ansinh_desktop.registers import catalog
from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, case, new_vault, person, trust
from tests.services.sync.exchanging import Exchange, rows_of


def test_a_record_in_no_state_of_its_life_cycle_is_sent_back(tmp_path):
    usb = tmp_path / "usb"
    usb.mkdir()
    with (
        Program(new_vault(tmp_path / "xa")[0]) as commune,
        Program(new_vault(tmp_path / "tinh", PROVINCE)[0]) as province,
    ):
        trust(commune, province, usb)
        trust(province, commune, usb)
        answers = {
            "groups": ["c"],
            "main_group": "c",
            "entered_on": "2022-05-01",
            "care_arrangement": "parents",
        }
        child = person(full_name="Danh Hữu Trinh", birth_date="2015-02-03")
        record = commune.cases.save(case("children", answers, person=child))
        with commune.vault.work("đi vòng") as store:
            store.records.set_state(store.records.get(record), "paying", closed_on=None, reason=None)
        taken = province.incoming.receive(commune.outgoing.export(usb).path, usb)
        assert taken.results == {"rejected": 1}
        commune.outgoing.take_receipt(taken.receipt)
        assert "paying" in commune.cases.get(record).sent.text


def test_the_receiver_mirrors_a_state_by_whichever_way_it_was_reached(tmp_path):
    """The commune answers for its steps; a package that carried one of them may have been lost."""
    exchange = Exchange(tmp_path)
    exchange.round("Danh Một")
    (record,) = rows_of(exchange.commune, "record")
    steps = {state for state, _words, _guard in exchange.commune.cases.get(record).steps}
    states = catalog.register("children").life_cycle.workflow({}).states
    (far, *_more) = [each.code for each in states if each.code not in (*steps, "suspected")]
    with exchange.commune.vault.work("đi vòng") as store:
        store.records.set_state(store.records.get(record), far, closed_on=None, reason=None)
    taken = exchange.take(exchange.commune.outgoing.export(exchange.usb))
    assert taken.results == {"accepted": 1}
    assert exchange.province.cases.get(record).state == far
    exchange.close()
