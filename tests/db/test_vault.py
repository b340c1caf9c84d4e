"""The encrypted data file: what is saved stays, what is not ours is refused, nothing lies in it in the clear."""

import contextlib
import sqlite3

import pytest

from ansinh_desktop.db.vault import Vault
from ansinh_desktop.errors import DataError, UserError
from ansinh_desktop.paths import DATABASE, KEY_FILE
from tests.factories import HAMLETS, OFFICER, PASSWORD, UNIT, new_vault, person


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "Dữ liệu xã"


@pytest.fixture
def vault(folder):
    vault, _ = new_vault(folder)
    yield vault
    vault.lock()


def reopened(vault):
    folder = vault.folder
    vault.lock()
    return Vault.open(folder, OFFICER, PASSWORD)


def add(vault, **changes):
    with vault.work() as store:
        return store.people.save(None, UNIT, person(**changes))


def add_and_undo(vault, name):
    with vault.work() as store:
        store.people.save(None, UNIT, person(full_name=name))
        store.session.flush()
        raise UserError("AS-2033")


def test_what_was_saved_is_there_after_reopening(vault):
    add(vault, full_name="Đỗ Thị Đào")
    again = reopened(vault)
    with again.reading() as store:
        assert [each.full_name for each in store.search.people("dao do")] == ["Đỗ Thị Đào"]
    again.lock()


def test_stock_sqlite_finds_only_noise(vault):
    add(vault, full_name="Nguyễn Thị Bí Mật")
    vault.lock()
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        sqlite3.connect(vault.folder / DATABASE).execute("SELECT * FROM sqlite_master").fetchall()
    for path in vault.folder.iterdir():
        content = path.read_bytes()
        assert "Bí Mật".encode() not in content
        assert b"CREATE TABLE" not in content


def test_a_wrong_password_is_one_sentence(vault):
    vault.lock()
    with pytest.raises(UserError) as caught:
        Vault.open(vault.folder, OFFICER, "sai hoàn toàn rồi đó")
    assert caught.value.code == "AS-1001"


def test_the_lock_leaves_no_key_where_it_lay(vault):
    """Also where no process follows, and this one lives on with the lock."""
    held = vault._key
    assert any(held)
    vault.lock()
    assert not any(held)


def test_a_second_start_says_that_the_data_are_open(vault):
    with pytest.raises(UserError) as caught:
        Vault.open(vault.folder, OFFICER, PASSWORD)
    assert caught.value.code == "AS-1103"


def test_the_recovery_code_opens_and_sets_a_new_password(folder):
    vault, code = new_vault(folder)
    vault.lock()
    Vault.open_with_recovery(folder, code.lower().replace("-", " "), OFFICER, "bốn từ mới tinh").lock()
    with pytest.raises(UserError):
        Vault.open(folder, OFFICER, PASSWORD)
    Vault.open(folder, OFFICER, "bốn từ mới tinh").lock()


@pytest.mark.parametrize("place", [0, 5000, -2000])
def test_a_damaged_database_is_refused_in_words(vault, place):
    for number in range(200):
        add(vault, full_name=f"Người {'A' * (number % 20)}")
    vault.lock()
    path = vault.folder / DATABASE
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(bytes(content))

    def use():
        opened = Vault.open(vault.folder, OFFICER, PASSWORD)
        try:
            faults = opened.integrity()
            if faults:
                raise DataError("AS-1109", count=len(faults), first=faults[0])
        finally:
            opened.lock()

    with pytest.raises(DataError) as caught:
        use()
    assert caught.value.code in {"AS-1107", "AS-1109"}
    assert caught.value.todo


def test_a_damaged_key_file_is_refused_in_words(vault):
    vault.lock()
    (vault.folder / KEY_FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        Vault.open(vault.folder, OFFICER, PASSWORD)
    assert caught.value.code == "AS-1004"


def test_data_of_a_newer_program_are_left_alone(vault):
    with vault.work() as store:
        store.session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    vault.lock()
    before = (vault.folder / DATABASE).read_bytes()
    with pytest.raises(DataError) as caught:
        Vault.open(vault.folder, OFFICER, PASSWORD)
    assert caught.value.code == "AS-1104"
    assert (vault.folder / DATABASE).read_bytes() == before


def test_a_folder_with_data_is_never_overwritten(vault):
    vault.lock()
    with pytest.raises(UserError) as caught:
        Vault.create(vault.folder, OFFICER, PASSWORD)
    assert caught.value.code == "AS-1101"


def test_a_unit_of_work_that_fails_leaves_nothing(vault):

    def fail():
        with vault.work() as store:
            store.people.save(None, UNIT, person(full_name="Không Lưu"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with vault.reading() as store:
        assert store.search.people("khong luu") == []
    add(vault)
    with vault.reading() as store:
        assert store.log.broken_link() is None


def test_every_change_is_written_down_field_by_field(vault):
    person_id = add(vault)
    with vault.work("đính chính") as store:
        store.people.save(person_id, UNIT, {"full_name": "Nguyễn Thị Hoa"})
    with vault.reading() as store:
        latest, first = store.log.of(person_id)
    assert latest.fields == {"full_name": ["Nguyễn Thị Hòa", "Nguyễn Thị Hoa"]}
    assert (latest.author, latest.reason, latest.act) == (OFFICER, "đính chính", "update")
    assert first.act == "insert"
    assert first.fields["hamlet"] == [None, "Vĩnh Thạnh"]


def test_a_change_of_the_history_is_found(vault):
    add(vault)
    with vault.reading() as store:
        assert store.log.broken_link() is None
    with vault.work() as store:
        store.session.connection().exec_driver_sql("UPDATE change SET author = 'khác' WHERE seq = 4")
    with vault.reading() as store:
        assert store.log.broken_link() == 4


def test_exact_marks_come_first_and_words_in_any_order(vault):
    for name in ("Trần Văn Hoa", "Lê Thị Hóa", "Nguyễn Thị Hòa", "Hoàng Văn Thi"):
        add(vault, full_name=name)
    with vault.reading() as store:
        for typed in ("hòa", "hoà"):
            assert store.search.people(typed)[0].full_name == "Nguyễn Thị Hòa"
        assert {each.full_name for each in store.search.people("hoa")} >= {"Trần Văn Hoa", "Lê Thị Hóa"}
        assert [each.full_name for each in store.search.people("thi le")] == ["Lê Thị Hóa"]
        assert store.search.people("không có ai") == []
        assert store.search.people('"*^') == []


def test_a_number_is_found_by_its_first_and_its_last_digits(vault):
    add(vault, personal_id="089149334656", phone="0912345678")
    with vault.reading() as store:
        for typed in ("0891493", "334656", "0912 345 678".replace(" ", "")):
            assert len(store.search.people(typed)) == 1


def test_a_changed_name_is_found_under_the_new_one_only(vault):
    person_id = add(vault, full_name="Cao Văn Xưa")
    with vault.work() as store:
        store.people.save(person_id, UNIT, {"full_name": "Cao Văn Nay"})
    with vault.reading() as store:
        assert store.search.people("xua") == []
        assert len(store.search.people("nay cao")) == 1


def test_hamlets_keep_their_order(vault):
    with vault.reading() as store:
        assert [each.name for each in store.people.hamlets(UNIT)] == list(HAMLETS)


def test_a_read_only_folder_is_told(tmp_path, monkeypatch):
    blocked = tmp_path / "tệp"
    blocked.write_text("không phải thư mục", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        Vault.create(blocked / "data", OFFICER, PASSWORD)
    assert caught.value.code == "AS-1106"


def test_many_people_later_nothing_is_called_damaged_and_everybody_is_found(vault):
    """The engine merges the search index now and then; connections that were there before must not mind."""
    for at in range(40):
        add(vault, full_name=f"Danh Thị {'abcdefgh'[at % 8]}{at}")
        if at % 3 == 0:
            with pytest.raises(UserError):
                add_and_undo(vault, f"Danh Thị Bỏ{at}")
        assert vault.integrity() == []
        with vault.reading() as one, vault.reading() as other:
            assert [len(each.search.people("danh thi", 99)) for each in (one, other)] == [at + 1, at + 1]


def test_a_log_that_is_brought_over_in_part_is_no_damage(tmp_path):
    """While somebody reads an old state, what is written since comes over only in part: the file has holes."""
    vault, _recovery = new_vault(tmp_path / "data")
    for _ in range(3):
        with contextlib.closing(vault._engine.raw_connection()) as reader:
            reader.driver_connection.execute("BEGIN")
            reader.driver_connection.execute("SELECT count(*) FROM person").fetchone()
            with vault.work() as store:
                for _person in range(60):
                    store.people.add_all(UNIT, [person(note="y" * 900)] * 10)
            reader.driver_connection.execute("COMMIT")
        assert vault.integrity() == []
    vault.lock()
