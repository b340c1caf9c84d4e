"""The steps between the forms of the data file lead to what the models say."""

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from ansinh_desktop.db.head import HEAD
from ansinh_desktop.db.migrations import known, upgrade
from ansinh_desktop.db.models import Base


def test_the_last_step_leads_to_the_models():
    with create_engine("sqlite://").connect() as connection:
        upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLite cannot tell deferrable references apart
            differences = compare_metadata(context, Base.metadata)
        assert differences == []
        assert context.get_current_revision() == HEAD


def test_head_is_known():
    assert HEAD in known()
