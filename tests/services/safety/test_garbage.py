"""The garbage collector rests during long work, and wakes however the work ends."""

import gc

import pytest

from ansinh_desktop.services.program import Program
from ansinh_desktop.services.safety.garbage import collector_at_rest
from tests.factories import new_vault


def test_it_rests_and_wakes_also_where_the_work_fails():
    def fail():
        with collector_at_rest():
            raise ValueError(gc.isenabled())

    with pytest.raises(ValueError, match="False"):
        fail()
    assert gc.isenabled()


def test_work_within_work_leaves_it_as_it_was():
    with collector_at_rest():
        with collector_at_rest():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_wakes_where_the_officer_stops_a_review(tmp_path):
    with Program(new_vault(tmp_path / "xã")[0]) as program:
        steps = program.review.run()
        next(steps)
        assert gc.isenabled(), "between two parts of it others work"
        steps.close()
        assert gc.isenabled()
        assert list(program.review.run())
        assert gc.isenabled()
