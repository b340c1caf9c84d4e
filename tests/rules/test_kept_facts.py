"""Facts that are kept as text come back as they were, whatever they were."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from ansinh_desktop.dates import PartialDate
from ansinh_desktop.rules import assistance
from ansinh_desktop.rules.assistance.kept import facts_text, read_facts

BIRTHS = st.builds(PartialDate, st.integers(1920, 2026), st.sampled_from([None, 5]))
FLAGS = st.frozensets(st.sampled_from(sorted(assistance.known_flags())), max_size=4)
FACTS = st.builds(
    assistance.Facts,
    birth=BIRTHS,
    flags=FLAGS,
    children=st.lists(st.builds(assistance.Child, BIRTHS, FLAGS), max_size=3).map(tuple),
    qualifying_children=st.none() | st.integers(0, 5),
    disability_degree=st.sampled_from(["", "severe"]),
    poverty_status=st.sampled_from(["", "poor"]),
    in_facility=st.booleans(),
    present_group=st.sampled_from(["", "k6"]),
    first_decided_on=st.none() | st.dates(datetime.date(2021, 7, 1), datetime.date(2026, 12, 31)),
    own_pension=st.none() | st.integers(0, 10**7),
    spouse_has_share=st.booleans(),
    died_on=st.none() | st.dates(datetime.date(2021, 7, 1), datetime.date(2026, 12, 31)),
)


@given(FACTS)
def test_kept_facts_come_back(facts):
    assert read_facts(facts_text(facts)) == facts
