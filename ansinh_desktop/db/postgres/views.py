"""What whoever reads the store asks: a typed view a register, and for analysts those that name nobody who goes by code.

``register_<code>`` holds every record of a register, one typed column an answer; only the owner of the store reads it.
The schema ``analysis`` is all that the role ``ansinh_analyst`` may read: of registers, records and answers that go by
code it holds nothing but counts, and these without the hamlet, in which a neighbour would know the one child that is
meant.
"""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator

import psycopg
from psycopg import sql

from ansinh_desktop.db.postgres.schema import SCHEMA, Connection
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.field import SHOWN_BY_CODE, Field, goes_by_code
from ansinh_desktop.registers.register import Register

ANALYST = "ansinh_analyst"
ANALYSIS = "analysis"

_OF_RECORD = ("unit", "id", "number", "state", "draft", "opened_on", "closed_on", "person_id")
_NAMED = f"NOT r.deleted AND r.confidentiality < '{SHOWN_BY_CODE}'"
"""The condition that a record does not go by code."""
_GROUPS = ((6, "0-5"), (16, "6-15"), (18, "16-17"), (60, "18-59"), (75, "60-74"), (80, "75-79"))
_OLDEST_FIRST = ", ".join(
    f"((extract(year FROM current_date)::int - {below})::text || to_char(current_date, '-MM-DD~'))"
    for below, _name in reversed(_GROUPS)
)
"""The birthdays, as they are kept and one sign further, of who is just as old as each group begins."""
_NAMES = ", ".join(f"'{name}'" for name in ("80+", *(name for _below, name in reversed(_GROUPS))))
_AGE_GROUP = (
    "CASE WHEN length(p.birth_date) > 3 AND p.birth_date COLLATE \"C\" BETWEEN '1' AND '3' THEN "
    f'(ARRAY[{_NAMES}])[1 + width_bucket(p.birth_date COLLATE "C", (SELECT ARRAY[{_OLDEST_FIRST}]))] '
    "ELSE '' END"
)
"""Dates stand in the order of their spelling, be it that of one only the year is known; the day is asked once for all rows."""


def refresh(connection: Connection) -> None:
    """Make the views anew, if the declarations are no longer those from which they were made."""
    made = list(statements())
    digest = hashlib.sha256("\n".join(made).encode()).hexdigest()
    kept = connection.execute("SELECT value FROM about WHERE key = 'views'").fetchone()
    if kept == (digest,):
        return
    for each in made:
        connection.execute(each.encode())
    _count_unit_by_unit(connection)
    connection.execute(
        "INSERT INTO about VALUES ('views', %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (digest,),
    )


def _count_unit_by_unit(connection: Connection) -> None:
    """Let each part be reckoned by itself where somebody asks of all units: fast also while nothing is known of new rows."""
    name = connection.execute("SELECT current_database()").fetchone()
    for setting in ("enable_partitionwise_join", "enable_partitionwise_aggregate"):
        # Who does not own the database asks as slowly as before.
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
            statement = sql.SQL("ALTER DATABASE {} SET {} = on")
            connection.execute(
                statement.format(sql.Identifier(str(name[0] if name else "")), sql.Identifier(setting))
            )


def admit_analysts(connection: Connection) -> bool:
    """Let the analysts' role read what it may; return whether there is such a role, or could be made."""
    role, schema = sql.Identifier(ANALYST), sql.Identifier(ANALYSIS)
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (ANALYST,)).fetchone() is None:
        try:
            with connection.transaction():
                connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
        except psycopg.errors.InsufficientPrivilege:
            return False
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(schema, role))
    connection.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {} TO {}").format(schema, role))
    return True


def statements() -> Iterator[str]:
    """Yield what makes the views."""
    registers = catalog.registers().values()
    yield f"DROP SCHEMA IF EXISTS {ANALYSIS} CASCADE"
    yield f"CREATE SCHEMA {ANALYSIS}"
    for each in registers:
        yield f"DROP VIEW IF EXISTS register_{each.code}"
        yield f"CREATE VIEW register_{each.code} AS " + _register(each, each.fields.values(), "NOT r.deleted")
        if not each.by_code:
            told = [
                field
                for field in each.fields.values()
                if not goes_by_code(field.confidentiality or each.confidentiality)
            ]
            yield f"CREATE VIEW {ANALYSIS}.register_{each.code} AS " + _register(each, told, _NAMED)
    yield from _people(registers)
    yield (
        f"CREATE VIEW {ANALYSIS}.hamlet AS "  # noqa: S608
        f"SELECT unit, id, name, position, valid_from, valid_to FROM {SCHEMA}.hamlet WHERE NOT deleted"
    )
    yield (
        f"CREATE VIEW {ANALYSIS}.package AS "  # noqa: S608
        f"SELECT unit, came, number, kind, late, file_name, at FROM {SCHEMA}.package"
    )
    yield from _counts()
    yield from _answers_counted(registers)


def _register(register: Register, fields: Iterable[Field], condition: str) -> str:
    columns = [f"r.{each}" for each in _OF_RECORD]
    columns += [f'{_answer(each)} AS "{each.key}"' for each in fields if each.key not in _OF_RECORD]
    return (
        f"SELECT {', '.join(columns)} FROM {SCHEMA}.record r "  # noqa: S608 - names of our own declarations
        f"WHERE r.register = '{register.code}' AND {condition}"
    )


def _answer(field: Field) -> str:
    """Return an answer as its type; what a newer version of the register wrote in another one is left blank."""
    value = f"r.answers -> '{field.key}'"
    match field.kind.schema_type:
        case "integer" | "number":
            # A figure with a fraction is kept as text, as an officer has typed it.
            return (
                f"CASE WHEN jsonb_typeof({value}) = 'number' OR r.answers ->> '{field.key}' "
                f"~ '^-?[0-9]{{1,18}}(\\.[0-9]{{1,9}})?$' THEN (r.answers ->> '{field.key}')::numeric END"
            )
        case "boolean":
            return (
                f"CASE WHEN jsonb_typeof({value}) = 'boolean' THEN (r.answers ->> '{field.key}')::boolean END"
            )
        case "array":
            return value
        case _:
            return f"r.answers ->> '{field.key}'"


def _people(registers: Iterable[Register]) -> Iterator[str]:
    """Yield the view of those who stand in a register in which people are named."""
    codes = ", ".join(f"'{each.code}'" for each in registers if not each.by_code)
    yield (
        f"CREATE VIEW {ANALYSIS}.people AS "  # noqa: S608
        "SELECT p.unit, p.id, p.full_name, p.sex, p.birth_date, p.ethnicity, p.hamlet, p.poverty_status "
        f"FROM {SCHEMA}.person p WHERE NOT p.deleted AND EXISTS (SELECT FROM {SCHEMA}.record r "
        f"WHERE r.unit = p.unit AND r.person_id = p.id AND r.register IN ({codes}) AND {_NAMED})"
    )


def _counts() -> Iterator[str]:
    by_code = f"r.confidentiality >= '{SHOWN_BY_CODE}'"
    yield (
        f"CREATE VIEW {ANALYSIS}.counts AS SELECT r.unit, r.register, r.state, "  # noqa: S608
        f"CASE WHEN {by_code} THEN NULL ELSE coalesce(p.hamlet, '') END AS hamlet, "
        f"coalesce(p.sex, '') AS sex, {_AGE_GROUP} AS age_group, count(*) AS records "
        f"FROM {SCHEMA}.record r JOIN {SCHEMA}.person p ON p.unit = r.unit AND p.id = r.person_id "
        "WHERE NOT r.deleted GROUP BY 1, 2, 3, 4, 5, 6"
    )


def _answers_counted(registers: Iterable[Register]) -> Iterator[str]:
    """Yield the view of how many records of a unit have which answer, of the answers by which lists are filtered."""
    asked = [
        "SELECT r.unit, r.register, r.state, "  # noqa: S608
        f"'{key}' AS answer, r.answers ->> '{key}' AS code, count(*) AS records FROM {SCHEMA}.record r "
        f"WHERE r.register = '{each.code}' AND NOT r.deleted AND r.answers ? '{key}' GROUP BY 1, 2, 3, 5"
        for each in registers
        for key in each.filters
    ]
    yield f"CREATE VIEW {ANALYSIS}.answers_counted AS " + " UNION ALL ".join(asked)
