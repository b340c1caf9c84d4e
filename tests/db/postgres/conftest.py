"""A receiving unit that takes the same packages into its data file and into a PostgreSQL store."""

import os

import psycopg
import pytest

from ansinh_desktop import ids
from tests.db.postgres.both import Both

ADDRESS = "ANSINH_POSTGRES"


@pytest.fixture
def url():
    """Return the address of an empty database, which is gone afterwards."""
    server = os.environ.get(ADDRESS, "")
    if not server:
        pytest.skip(f"no PostgreSQL: packaging/test.sh starts one, and says where in {ADDRESS}")
    name = f"t_{ids.new_id().replace('-', '')}"
    with psycopg.connect(server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield server.replace("/postgres?", f"/{name}?", 1)
    with psycopg.connect(server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def both(tmp_path, url):
    """Return two communes, and a receiving unit with both stores."""
    made = Both(tmp_path, url)
    yield made
    made.close()
