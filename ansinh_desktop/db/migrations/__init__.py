"""Steps from each released form of the data file to the next.

A new step: change ``models.py``, then write ``versions/NNNN_what_changes.py`` by hand or with
``python -m ansinh_desktop.db.migrations "what changes"``, set ``HEAD`` below, and add a test that takes
a file of the form before, with data in it, through the step.
"""

from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ansinh_desktop.db.head import HEAD

__all__ = ["HEAD", "known", "upgrade"]


def _scripts() -> ScriptDirectory:
    config = Config()
    # A percent sign means something to the parser of settings.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config)


def known() -> set[str]:
    """Return the forms of the data file that this program can bring up to date."""
    return {step.revision for step in _scripts().walk_revisions()}


def upgrade(connection: Connection) -> None:
    """Bring a database up to date, in the caller's transaction: all steps or none."""
    scripts = _scripts()

    def steps(revision: object, context: MigrationContext) -> object:
        del context
        return scripts._upgrade_revs("head", revision)  # type: ignore[arg-type] # noqa: SLF001 - what alembic's own command does

    context = MigrationContext.configure(connection, opts={"fn": steps, "transactional_ddl": True})
    with Operations.context(context):
        context.run_migrations()
