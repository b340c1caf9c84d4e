"""A record that stands in no state of its life cycle is sent back: no package goes round the steps."""

from ansinh_desktop.services.program import Program
from tests.factories import PROVINCE, case, new_vault, person, trust


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
