"""An encrypted file seen from outside: with which key it opens, whether it is whole, and what is said where it is not."""

import errno
import shutil
import sqlite3

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from ansinh_desktop.db import cipher
from ansinh_desktop.db.copies.pair import salt_of
from ansinh_desktop.errors import DataError, UserError

KEY, OTHER = bytearray(range(32)), bytearray(reversed(range(32)))
SALT = bytes(range(16))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return an encrypted file with a history of a few pages."""
    path = tmp_path_factory.mktemp("cipher") / "x.db"
    connection = cipher.connect(path, KEY, salt=SALT)
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE change (seq INTEGER PRIMARY KEY, digest TEXT, act TEXT)")
    connection.executemany(
        "INSERT INTO change VALUES (?, ?, ?)", [(at, "d" * 900, "update") for at in range(1, 40)]
    )
    for table in ("record", "person"):
        connection.execute(f"CREATE TABLE {table} (seq INTEGER, deleted INTEGER)")
        connection.executemany(
            f"INSERT INTO {table} VALUES (?, ?)", [(at, at % 3 == 0) for at in range(1, 10)]
        )
    connection.execute("COMMIT")
    connection.close()
    return path


@pytest.fixture
def database(made, tmp_path):
    return shutil.copyfile(made, tmp_path / "x.db")


def refused(act):
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.code


def test_a_file_begins_with_its_salt_and_tells_nothing_else(database, tmp_path):
    assert salt_of(database) == SALT
    assert b"CREATE" not in database.read_bytes()
    sqlite3.connect(tmp_path / "plain.db").execute("CREATE TABLE x (y)").connection.commit()
    assert salt_of(tmp_path / "plain.db") == b"", "no encrypted file"
    (tmp_path / "short.db").write_bytes(b"x" * (len(SALT) - 1))
    assert salt_of(tmp_path / "short.db") == b""
    with pytest.raises(OSError, match="không"):
        salt_of(tmp_path / "không")


def test_only_its_own_key_opens_it_be_its_beginning_spoilt(database):
    assert cipher.opens(database, KEY)
    assert not cipher.opens(database, OTHER)
    spoilt = bytearray(database.read_bytes())
    spoilt[: len(SALT)] = bytes(len(SALT))
    database.write_bytes(bytes(spoilt))
    assert not cipher.opens(database, KEY)
    assert cipher.opens(database, KEY, salt=SALT)


def test_a_look_counts_and_leaves_no_trace(database):
    before = sorted(each.name for each in database.parent.iterdir())
    with cipher.look(database, KEY) as look:
        assert look.counts() == (6, 6), "without what was removed"
        assert look.last_link() == (39, "d" * 900)
        assert look.digest_of(5) == "d" * 900
        assert look.digest_of(99) is None
        assert look.last_restore() == 0
        assert look.is_whole()
        assert look.faults() == []
        assert look.is_of_one_piece()
    assert sorted(each.name for each in database.parent.iterdir()) == before


def test_the_last_change_that_brought_back_a_copy_is_known(database):
    connection = cipher.connect(database, KEY)
    connection.execute("UPDATE change SET act = 'restore' WHERE seq IN (3, 7)")
    connection.execute("DELETE FROM change WHERE seq > 20")
    connection.close()
    with cipher.look(database, KEY) as look:
        assert look.last_restore() == 7
        assert look.last_link()[0] == 20


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM change WHERE seq = 5",
        "UPDATE record SET seq = 40 WHERE seq = 9",
        "UPDATE person SET seq = 40 WHERE seq = 9",
    ],
)
def test_two_files_that_were_mixed_are_not_of_one_piece(database, statement):
    connection = cipher.connect(database, KEY)
    connection.execute(statement)
    connection.close()
    with cipher.look(database, KEY) as look:
        assert not look.is_of_one_piece()
        assert look.is_whole()


def test_a_history_without_changes_is_of_one_piece_with_no_rows(database):
    connection = cipher.connect(database, KEY)
    for table in ("change", "record", "person"):
        connection.execute(f"DELETE FROM {table}")
    connection.close()
    with cipher.look(database, KEY) as look:
        assert look.is_of_one_piece()
        assert look.last_link() == (0, "")


def test_a_page_that_was_changed_is_found(database):
    spoilt = bytearray(database.read_bytes())
    spoilt[3 * 4096 + 100] ^= 0xFF
    database.write_bytes(bytes(spoilt))
    with cipher.look(database, KEY) as look:
        assert not look.is_whole()


def test_another_key_or_a_file_that_is_none_is_said_in_one_sentence(database, tmp_path):
    def look(path, key):
        with cipher.look(path, key) as found:
            found.counts()

    assert refused(lambda: look(database, OTHER)) == "AS-1107"
    (tmp_path / "none.db").write_bytes(b"x" * 8192)
    assert refused(lambda: look(tmp_path / "none.db", KEY)) == "AS-1107"
    assert refused(lambda: look(tmp_path / "không.db", KEY)) == "AS-1107"


def test_what_was_written_last_lies_in_a_log_that_has_something_in_it(database):
    log = database.with_name(f"{database.name}-wal")
    assert not cipher.has_log(database)
    log.touch()
    assert not cipher.has_log(database)
    log.write_bytes(b"x")
    assert cipher.has_log(database)


def test_an_engine_that_only_reads_writes_nothing(database):
    engine = cipher.engine_to_read(database, KEY)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM change").scalar() == 39
        with pytest.raises(Exception, match="attempt to write"):
            connection.exec_driver_sql("DELETE FROM change")
    engine.dispose()


# ---------------------------------------------------------------- what engine and disk say


def raising(fault, folder):
    def act():
        with cipher.told(folder):
            raise fault

    return act


@pytest.mark.parametrize(
    ("said", "code", "kind"),
    [
        ("database or disk is full", "AS-1105", UserError),
        ("attempt to write a readonly database", "AS-1106", UserError),
        ("unable to open database file", "AS-1106", UserError),
        ("database disk image is malformed", "AS-1107", DataError),
        ("Disk I/O error", "AS-1107", DataError),
        ("file is not a database", "AS-1107", DataError),
        ("hmac check failed", "AS-1107", DataError),
    ],
)
def test_what_the_engine_says_becomes_a_sentence(tmp_path, said, code, kind):
    act = raising(sqlcipher.DatabaseError(said), tmp_path)
    assert refused(act) == code
    with pytest.raises(kind):
        act()


def test_what_is_wrong_with_the_program_stays_as_it_is(tmp_path):
    with pytest.raises(sqlcipher.DatabaseError, match="syntax"):
        raising(sqlcipher.DatabaseError("syntax error"), tmp_path)()
    with pytest.raises(ZeroDivisionError):
        raising(ZeroDivisionError(), tmp_path)()


def test_what_the_disk_says_becomes_a_sentence(tmp_path, monkeypatch):
    assert refused(raising(OSError(errno.ENOSPC, "x"), tmp_path)) == "AS-1105"
    assert refused(raising(PermissionError("x"), tmp_path)) == "AS-1106"
    assert not cipher.is_full(tmp_path)
    assert not cipher.is_full(tmp_path / "không")
    monkeypatch.setattr(cipher, "is_full", lambda _folder: True)
    assert refused(raising(sqlcipher.DatabaseError("malformed"), tmp_path)) == "AS-1105", (
        "without room it takes the disk for broken"
    )
