"""What distributes the store over several machines names its tables, each by a column that stands first in its key."""

import re
from pathlib import Path

from tests.factories import orphan

SCRIPT = (Path(__file__).parents[3] / "packaging" / "citus.sql").read_text(encoding="utf-8")


def test_every_table_with_rows_of_units_is_distributed_by_its_unit(both):
    distributed = dict(re.findall(r"create_distributed_table\('(\w+)', '(\w+)'", SCRIPT))
    keys = """
        SELECT c.relname, array_agg(a.attname::text ORDER BY array_position(i.indkey::int[], a.attnum::int)) FROM pg_class c
        JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
        WHERE c.relnamespace = 'ansinh'::regnamespace AND NOT c.relispartition GROUP BY 1
    """
    both.commune.cases.save(orphan())
    both.take(both.export())
    found = {name: key for name, key in both.ask(keys) if name != "about"}
    assert distributed.keys() == found.keys()
    # Citus asks of every key that it holds the column by which a table is distributed.
    assert {name for name, column in distributed.items() if column not in found[name]} == set()
    assert {name for name, key in found.items() if key[0] != "unit"} == {"whose", "known_by"}
