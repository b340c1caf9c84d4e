"""No day is so bad that the exchange does not come right again, and nothing is shown as taken in that is not there."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.sync.model.cheap import cheap
from tests.services.sync.model.model import Exchange

SAMPLE = settings(
    max_examples=20,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.long
def test_the_exchange_comes_right_from_wherever_it_stands():
    with cheap():
        run_state_machine_as_test(Exchange, settings=SAMPLE)


@pytest.mark.slow
@pytest.mark.timeout(4 * 3600)
def test_it_does_so_five_thousand_times():
    many = settings(SAMPLE, max_examples=5000, stateful_step_count=10, derandomize=False)
    with cheap():
        run_state_machine_as_test(Exchange, settings=many)
