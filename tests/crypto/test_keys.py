"""The key file: who can open the data, who cannot, and what each is told."""

import base64
import datetime
import hmac
import json
import os
import unicodedata

import pytest
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ansinh_desktop import clock
from ansinh_desktop.crypto import keyfile, keys, recovery, strictjson
from ansinh_desktop.crypto.glance import attempts_file
from ansinh_desktop.errors import BugError, DataError, UserError
from tests import factories

CHEAP = keys.Cost(memory_kib=64, passes=1, lanes=1)
NOON = datetime.datetime(2026, 3, 1, 5, 0, tzinfo=datetime.UTC)
GOOD, OTHER = "mùa xuân về rừng", "Sông Hậu 1975 chảy"


def after(seconds: float) -> datetime.datetime:
    return NOON + datetime.timedelta(seconds=seconds)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys.json"


@pytest.fixture
def made(path):
    return keys.create(path, "hoa", GOOD, cost=CHEAP)


def add(path, made, user, password):
    keys.change(path, made.key, keys.adding(user, password, cost=CHEAP))


def remove(path, made, *users):
    keys.change(path, made.key, keys.removing(*users))


def refused(code, function, *args, **named):
    with pytest.raises(UserError) as caught:
        function(*args, **named)
    assert caught.value.code == code
    assert caught.value.text
    assert caught.value.todo
    return caught.value


def test_the_password_gives_back_the_key(path, made):
    assert keys.unlock(path, "hoa", GOOD) == made.key
    assert len(made.key) == 32


def test_name_is_forgiving_and_password_is_not(path, made):
    assert keys.unlock(path, " HOA ", GOOD) == made.key
    refused("AS-1001", keys.unlock, path, "hoa", GOOD.upper())


def test_a_decomposed_password_is_the_same_password(path, made):
    assert keys.unlock(path, "hoa", unicodedata.normalize("NFD", GOOD)) == made.key


def test_unknown_user_and_wrong_password_are_told_the_same(path, made):
    wrong = refused("AS-1001", keys.unlock, path, "hoa", OTHER)
    unknown = refused("AS-1001", keys.unlock, path, "lan", GOOD)
    assert wrong.text == unknown.text


def test_two_files_have_two_keys(tmp_path):
    first = keys.create(tmp_path / "a.json", "hoa", GOOD, cost=CHEAP)
    second = keys.create(tmp_path / "b.json", "hoa", GOOD, cost=CHEAP)
    assert first.key != second.key
    assert first.recovery_code != second.recovery_code


def test_neither_key_nor_password_nor_code_is_in_the_file(path, made):
    content = path.read_bytes()
    assert bytes(made.key) not in content
    assert made.key.hex().encode() not in content
    assert made.recovery_code.encode() not in content
    assert GOOD.encode() not in content


def test_recovery_opens_and_sets_a_new_password(path, made):
    typed = made.recovery_code.lower().replace("-", " ")
    key = keys.unlock_with_recovery(path, typed)
    assert key == made.key
    keys.change(path, key, keys.setting_password("hoa", OTHER, cost=CHEAP))
    assert keys.unlock(path, "hoa", OTHER) == made.key
    refused("AS-1001", keys.unlock, path, "hoa", GOOD)


def test_a_code_of_other_data_is_no_typing_slip(path, made, tmp_path):
    other = keys.create(tmp_path / "other.json", "hoa", GOOD, cost=CHEAP)
    refused("AS-1008", keys.unlock_with_recovery, path, other.recovery_code)


def test_a_renewed_code_retires_the_old(path, made):
    code = recovery.new_code()
    assert keys.unlock_with_recovery(path, made.recovery_code) == made.key
    keys.change(path, made.key, keys.setting_recovery(code, cost=CHEAP))
    assert keys.unlock_with_recovery(path, code) == made.key
    refused("AS-1008", keys.unlock_with_recovery, path, made.recovery_code)
    assert keys.unlock(path, "hoa", GOOD) == made.key


def test_recovery_does_not_wait_for_failed_logins(path, made):
    for _ in range(4):
        with pytest.raises(UserError):
            keys.unlock(path, "hoa", OTHER, now=NOON)
    assert keys.unlock_with_recovery(path, made.recovery_code) == made.key


def test_users_come_and_go(path, made):
    add(path, made, "lan", OTHER)
    assert keys.users(path) == ("hoa", "lan")
    assert keys.unlock(path, "lan", OTHER) == made.key
    refused("AS-1009", add, path, made, "LAN", OTHER)
    remove(path, made, "hoa")
    assert keys.users(path) == ("lan",)
    refused("AS-1001", keys.unlock, path, "hoa", GOOD)
    refused("AS-1011", remove, path, made, "lan")
    refused("AS-1010", remove, path, made, "hoa")


def test_a_tone_may_stand_on_either_letter(path, made):
    """Two settings of an input method write hoà and hòa: it is the same password."""
    add(path, made, "lan", "hoà thuận thuỷ chung khoẻ mạnh")
    assert keys.unlock(path, "lan", "hòa thuận thủy chung khỏe mạnh") == made.key
    refused("AS-1001", keys.unlock, path, "lan", "hoá thuận thuỷ chung khoẻ mạnh")


def test_whoever_stays_gets_another_key_without_a_password(path, made):
    add(path, made, "lan", OTHER)
    add(path, made, "minh", "ba con vịt bơi")
    before = path.read_bytes()
    renewed = keys.renewed(path, made.key, keys.removing("minh"))
    assert path.read_bytes() == before
    assert renewed.left_out == ()
    keyfile.write(path, renewed.keys, renewed.key)
    for open_it in (
        lambda: keys.unlock(path, "hoa", GOOD),
        lambda: keys.unlock(path, "lan", OTHER),
        lambda: keys.unlock_with_recovery(path, made.recovery_code),
    ):
        assert open_it() == renewed.key != made.key
    refused("AS-1001", keys.unlock, path, "minh", "ba con vịt bơi")
    assert keys.former_keys(keys.read(path), renewed.key) == [made.key]
    keys.forget_former(path, renewed.key)
    assert keys.read(path).former == ()


def test_what_is_given_up_opens_the_old_key_only(path, made, tmp_path):
    """A key file of before lets in as it did, to what was written before; not to what is written now."""
    old = tmp_path / "old.json"
    old.write_bytes(path.read_bytes())
    code = recovery.new_code()
    for password, change in (
        (GOOD, keys.setting_password("hoa", OTHER, cost=CHEAP)),
        (OTHER, keys.setting_recovery(code, cost=CHEAP)),
    ):
        renewed = keys.renewed(path, keys.unlock(path, "hoa", password), change)
        keyfile.write(path, renewed.keys, renewed.key)
    now = keys.unlock(path, "hoa", OTHER)
    assert keys.unlock_with_recovery(path, code) == now
    assert keys.unlock(old, "hoa", GOOD) == keys.unlock_with_recovery(old, made.recovery_code) == made.key
    assert now != made.key
    refused("AS-1001", keys.unlock, path, "hoa", GOOD)
    refused("AS-1008", keys.unlock_with_recovery, path, made.recovery_code)


def test_nobody_without_the_key_adds_a_slot_that_the_next_key_is_sealed_to(path, made, tmp_path):
    """Whoever can write the file cannot plant a key pair of their own in it."""
    keys.create(tmp_path / "other.json", "kẻ lạ", OTHER, cost=CHEAP)
    content = json.loads(path.read_text(encoding="utf-8"))
    planted = json.loads((tmp_path / "other.json").read_text(encoding="utf-8"))["slots"]
    content["slots"] += planted
    del content["sum"]
    content["sum"] = keyfile.sum_of(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("AS-1004", keys.unlock, path, "hoa", GOOD)
    refused("AS-1004", keys.renewed, path, made.key, keys.unchanged)


def of_the_first_form(path, password, code):
    """Write a key file as the program did before keys could change: the database key under each password."""
    key, file_id, slots = os.urandom(32), "ab" * 16, []
    for kind, user, secret in (
        ("user", "hoa", password),
        ("user", "lan", OTHER),
        ("recovery", "", recovery.secret_of(code)),
    ):
        salt, nonce, slot_id = os.urandom(16), os.urandom(12), os.urandom(16).hex()
        derived = Argon2id(salt=salt, length=32, iterations=1, lanes=1, memory_cost=64).derive(
            secret.encode()
        )
        bound = strictjson.dump(["ansinh-keys", 1, file_id, slot_id, kind, user, 64, 1, 1])
        cost = {"memory_kib": 64, "passes": 1, "lanes": 1}
        entry = {"id": slot_id, "kind": kind, "user": user, "argon2id": cost}
        parts = {
            "salt": salt,
            "nonce": nonce,
            "wrapped": ChaCha20Poly1305(derived).encrypt(nonce, key, bound),
        }
        slots.append(entry | {name: base64.b64encode(each).decode() for name, each in parts.items()})
    check = hmac.digest(key, f"ansinh-keys check {file_id}".encode(), "sha256")
    content = {"format": "ansinh-keys", "version": 1, "id": file_id, "slots": slots}
    content["check"] = base64.b64encode(check).decode()
    path.write_bytes(strictjson.dump(content | {"sum": keyfile.sum_of(content)}))
    return key


def test_a_key_file_of_the_first_form_opens_as_typed_and_learns(path):
    code = recovery.new_code()
    key = of_the_first_form(path, "hoà thuận thuỷ chung khoẻ mạnh", code)
    assert keys.users(path) == ("hoa", "lan")
    assert keys.unlock_with_recovery(path, code) == key
    assert keys.unlock(path, "hoa", "hoà thuận thuỷ chung khoẻ mạnh") == key
    assert keys.unlock(path, "hoa", "hòa thuận thủy chung khỏe mạnh") == key
    renewed = keys.renewed(path, bytearray(key), keys.unchanged)
    assert renewed.left_out == ("lan",), "who has not opened it since needs a new password"
    keyfile.write(path, renewed.keys, renewed.key)
    assert keys.unlock(path, "hoa", "hòa thuận thủy chung khỏe mạnh") == renewed.key
    assert keys.unlock_with_recovery(path, code) == renewed.key
    refused("AS-1001", keys.unlock, path, "lan", OTHER)


def test_a_weak_password_is_refused_and_nothing_is_written(path, made):
    before = path.read_bytes()
    refused("AS-1021", add, path, made, "lan", "Angiang@123")
    refused("AS-1020", keys.change, path, made.key, keys.setting_password("hoa", "ngắn", cost=CHEAP))
    refused("AS-1012", add, path, made, "  ", OTHER)
    assert path.read_bytes() == before


def test_create_never_overwrites_a_key_file(path, made):
    before = path.read_bytes()
    refused("AS-1013", keys.create, path, "hoa", GOOD, cost=CHEAP)
    assert path.read_bytes() == before


def test_a_foreign_key_adds_nobody(path, made):
    with pytest.raises(BugError):
        keys.change(path, bytearray(32), keys.adding("lan", OTHER, cost=CHEAP))


def test_swapping_two_names_opens_nothing(path, made):
    """A user who edits the file cannot log in under the name of another."""
    add(path, made, "lan", OTHER)
    content = json.loads(path.read_text(encoding="utf-8"))
    content["slots"][0]["user"], content["slots"][-1]["user"] = "lan", "hoa"
    del content["sum"]
    content["sum"] = keyfile.sum_of(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("AS-1001", keys.unlock, path, "hoa", OTHER)


def test_missing_and_newer_files_are_named(path):
    assert isinstance(refused("AS-1003", keys.unlock, path, "hoa", GOOD), DataError)
    path.write_text('{"format": "ansinh-keys", "version": 3}', encoding="utf-8")
    assert isinstance(refused("AS-1005", keys.unlock, path, "hoa", GOOD), DataError)


def test_any_damaged_byte_is_called_damage_not_a_wrong_password(path, made):
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(DataError) as caught:
            keys.read(path)
        assert caught.value.code in ("AS-1004", "AS-1005")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format":1e999}']
)
def test_anything_else_is_damage(path, content):
    path.write_bytes(content)
    refused("AS-1004", keys.read, path)


def test_a_forged_cost_does_not_stall_the_machine(path, made):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["slots"][0]["argon2id"]["memory_kib"] = 1 << 40
    del content["sum"]
    content["sum"] = keyfile.sum_of(content)
    path.write_text(json.dumps(content), encoding="utf-8")
    refused("AS-1004", keys.unlock, path, "hoa", GOOD)


def fail(path, now):
    return refused("AS-1001", keys.unlock, path, "hoa", OTHER, now=now)


def test_the_wait_grows_and_ends(path, made):
    moment, waits = 0.0, []
    for _ in range(12):
        fail(path, after(moment))
        waits.append(keys.seconds_to_wait(path, after(moment)))
        moment += waits[-1]
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]
    assert keys.unlock(path, "hoa", GOOD, now=after(moment)) == made.key
    assert keys.seconds_to_wait(path, after(moment)) == 0


def test_the_right_password_waits_too(path, made):
    for _ in range(3):
        fail(path, NOON)
    told = refused("AS-1002", keys.unlock, path, "hoa", GOOD, now=after(1.2))
    assert "4 giây" in told.text
    assert keys.unlock(path, "hoa", GOOD, now=after(5)) == made.key


def test_waiting_attempts_do_not_lengthen_the_wait(path, made):
    for _ in range(3):
        fail(path, NOON)
    for second in range(4):
        refused("AS-1002", keys.unlock, path, "hoa", GOOD, now=after(second))
    assert keys.seconds_to_wait(path, after(5)) == 0


def test_a_clock_set_back_neither_ends_nor_stretches_the_wait(path, made):
    for _ in range(3):
        fail(path, NOON)
    year_ago = after(-365 * 86400)
    refused("AS-1002", keys.unlock, path, "hoa", GOOD, now=year_ago)
    assert keys.seconds_to_wait(path, year_ago) == 5
    assert keys.unlock(path, "hoa", GOOD, now=year_ago + datetime.timedelta(seconds=5)) == made.key


def test_a_clock_set_forward_does_not_end_the_wait(path, made, monkeypatch):
    """The machine knows for how long it has been running, whatever its clock is set to."""
    for _ in range(3):
        with pytest.raises(UserError):
            keys.unlock(path, "hoa", OTHER)
    moment = clock.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert 0 < keys.seconds_to_wait(path) <= 5
    refused("AS-1002", keys.unlock, path, "hoa", GOOD)
    monkeypatch.setattr(clock, "running", lambda: 1.0)
    assert keys.unlock(path, "hoa", GOOD) == made.key, "started anew since"


def test_a_spoilt_count_is_the_longest_wait(path, made):
    attempts_file(path).write_bytes(b"\x00\x00")
    assert keys.seconds_to_wait(path, NOON) == 300
    refused("AS-1002", keys.unlock, path, "hoa", GOOD, now=NOON)
    assert keys.unlock(path, "hoa", GOOD, now=after(300)) == made.key


def test_the_count_names_nobody(path, made):
    fail(path, NOON)
    assert b"hoa" not in attempts_file(path).read_bytes()


def test_an_attempt_counts_before_it_is_made(path, made, monkeypatch):
    """Ending the program in the middle of an attempt saves nothing."""
    monkeypatch.setattr(keyfile, "opened", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            keys.unlock(path, "hoa", GOOD, now=NOON)
    assert keys.seconds_to_wait(path, NOON) == 5


def test_wiped_is_gone():
    secret = bytearray(b"bi mat")
    keys.wipe(secret)
    assert secret == bytes(6)


def test_a_guess_costs_as_much_as_recommended(path):
    assert (keys.COST.memory_kib, keys.COST.passes, keys.COST.lanes) == (65536, 3, 4)
    assert set(factories.DEAR.values()) == {keys.COST}
    key = keys.create(path, "hoa", GOOD, cost=keys.COST).key
    assert {each.cost for each in keys.read(path).slots} == {keys.COST}
    assert keys.unlock(path, "hoa", GOOD) == key
