"""Whether the data are whole, and as their own history says: what is wrong is named in one sentence each."""

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from ansinh_desktop.db import ending, verification
from ansinh_desktop.db.copies.backup import FOLDER as BACKUPS
from ansinh_desktop.db.store import Store
from ansinh_desktop.db.vault import Vault
from ansinh_desktop.db.verification import Fault, Memory, Reached
from ansinh_desktop.errors import DataError
from ansinh_desktop.paths import DATABASE
from ansinh_desktop.registers import catalog
from ansinh_desktop.registers.person import PERSON_FIELDS
from ansinh_desktop.services.cases.history import LABELS

_MOST_OF_A_KIND = 3
_MOST = 10

_ROWS = {
    "household": "Hộ",
    "person": "Nhân thân",
    "relation": "Quan hệ",
    "likeness": "Đối chiếu người",
    "hamlet": "Ấp, khóm",
    "record": "Hồ sơ",
    "event": "Diễn biến",
    "attachment": "Giấy tờ",
    "user": "Người dùng",
    "grant": "Quyền của người dùng",
    "unit": "Thẻ đơn vị",
    "device": "Máy này",
    "package": "Gói",
    "receipt": "Biên nhận",
    "payment_month": "Tháng chi trả",
    "payment_row": "Dòng chi trả",
    "closed_month": "Tháng chi trả đã chốt",
    "figure": "Số liệu kế hoạch",
    "closed_period": "Kỳ báo cáo đã chốt",
    "setting": "Thiết lập",
}

_CODES = {
    "broken": "AS-1108",
    "cut": "AS-1150",
    "other_end": "AS-1151",
    "forged": "AS-1152",
    "unsealed": "AS-1153",
    "keys": "AS-1168",
    "altered": "AS-1154",
    "unknown": "AS-1155",
    "gone": "AS-1156",
    "paper": "AS-1157",
    "counter": "AS-1158",
    "package": "AS-1159",
    "older": "AS-1160",
    "parted": "AS-1161",
    "mark": "AS-1162",
    "dangling": "AS-1167",
    "unit": "AS-1169",
}
_OF_BACKUP = {"older": "AS-1163", "parted": "AS-1164"}


@dataclass(frozen=True)
class CheckStep:
    """How far a check has come."""

    done: int
    total: int
    text: str


def checking(vault: Vault) -> Generator[CheckStep, None, None]:
    """Look at every page of the file, and hold all data against their history and what remembers it.

    Raises:
        DataError: AS-1109 pages are damaged; AS-1108, AS-1150 … AS-1164 something was changed from outside;
            AS-1165 several things were.
    """
    yield CheckStep(0, 0, "Đọc từng trang của tệp dữ liệu")
    damaged = vault.integrity()
    if damaged:
        raise DataError("AS-1109", count=len(damaged), first=damaged[0])
    found: list[DataError] = []
    for each in _faults(vault):
        if isinstance(each, CheckStep):
            yield each
        else:
            found.append(each)
    # A row that hangs in the air is told only where nothing else explains it.
    found = [each for each in found if each.code != _CODES["dangling"]] or found
    if len(found) == 1:
        raise found[0]
    if found:
        told = "\n".join(f"• {each}" for each in found[:_MOST])
        more = f"\n… và {len(found) - _MOST} điều khác." if len(found) > _MOST else ""
        raise DataError("AS-1165", count=len(found), told=f"{told}{more}")


def _faults(vault: Vault) -> Iterator[DataError | CheckStep]:
    yield CheckStep(0, 0, "Xem các bản sao lưu còn nhớ gì của lịch sử")
    # Before the data: what is written meanwhile must not look as if it were missing there.
    memories, spoilt = _memories(vault)
    if spoilt:
        yield DataError(_CODES["mark"], name=ending.MARK)
    counted: Counter[tuple[str, str]] = Counter()
    with vault.reading() as store:
        for each in verification.faults(store.session, memories):
            if isinstance(each, Reached):
                yield CheckStep(each.done, each.total, "Đối chiếu dữ liệu với lịch sử")
                continue
            counted[each.kind, each.entity] += 1
            if counted[each.kind, each.entity] <= _MOST_OF_A_KIND:
                yield _told(store, each)
    for (kind, entity), count in counted.items():
        if count > _MOST_OF_A_KIND:
            words = _ROWS.get(entity, entity).lower()
            yield DataError("AS-1166", count=count - _MOST_OF_A_KIND, what=words, kind=_MORE.get(kind, ""))


_MORE = {
    "altered": "khác với lịch sử",
    "unknown": "lịch sử không biết đến",
    "gone": "đã mất khỏi dữ liệu",
    "paper": "không còn nguyên nội dung",
}


def _memories(vault: Vault) -> tuple[list[Memory], bool]:
    """Return what mark and backups remember, and whether the mark was spoilt."""
    found: list[Memory] = []
    spoilt = False
    with vault.reading() as store:
        connection = store.session.connection()
        own, key = ending.present(connection).device, ending.verify_key(connection)
    try:
        mark = ending.read_mark(vault.folder)
    except ValueError:
        mark, spoilt = None, True
    if mark is not None and mark.device == own:
        spoilt = not mark.is_signed_by(key)
        found += [] if spoilt else [Memory(mark)]
    folder = vault.folder / BACKUPS
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        if (each / DATABASE).is_file():
            try:
                with vault.looking_at(each / DATABASE) as look:
                    found.append(Memory(look.end(), each.name))
            except DataError:
                continue  # of another key, or damaged: whether a backup is whole, its own check asks
    return found, spoilt


def _told(store: Store, fault: Fault) -> DataError:
    code = _CODES[fault.kind]
    facts = dict(fault.facts)
    if facts.get("backup"):
        code = _OF_BACKUP[fault.kind]
    if fault.kind == "dangling":
        return DataError(
            code, what=_ROWS.get(fault.entity, fault.entity), parent=_ROWS.get(str(facts["parent"]), "")
        )
    if fault.kind == "unit":
        names = {each.id.partition("/")[0]: each.name for each in store.devices.units("sender")}
        return DataError(code, what=names.get(fault.id, fault.id))
    if fault.kind in ("altered", "unknown", "gone", "paper"):
        return DataError(code, what=_what(store, fault), fields=", ".join(_labels(fault)))
    return DataError(code, **facts)


def _what(store: Store, fault: Fault) -> str:
    """Return what a fault is about, in words that name nobody: case numbers, login names, numbers of packages."""
    words = _ROWS.get(fault.entity, fault.entity)
    facts = fault.facts
    number = verification.case_number(store.session, fault)
    named = {
        "user": facts.get("name"),
        "grant": verification.login_name(store.session, str(facts.get("user_id", ""))),
        "unit": facts.get("name"),
        "hamlet": facts.get("name"),
        "package": facts.get("number"),
        "receipt": facts.get("package_id"),
        "payment_month": facts.get("month"),
        "setting": _setting(fault.id) if fault.entity == "setting" else "",
    }.get(fault.entity)
    if fault.entity == "record":
        return f"{words} {number}"
    if number:
        return f"{words} trong hồ sơ {number}"
    return f"{words} “{named}”" if named else f"{words} (mã …{fault.id[-6:]})"


def _setting(key: str) -> str:
    """Return what is set, in words; most settings are known to their own page alone."""
    return next((words for begin, words in _SETTINGS.items() if key.startswith(begin)), "của chương trình")


_SETTINGS = {
    "office": "thông tin đơn vị",
    "law": "quy định đang áp dụng",
    "views:": "cách xem danh sách",
    "import:": "cách đọc tệp nhập",
    "payments": "cách duyệt tháng chi trả",
}

_LABELS = {
    "full_name": "họ tên",
    "name": "tên",
    "title": "chức danh",
    "role": "vai trò",
    "active": "còn được dùng",
    "rights": "quyền",
    "verify_key": "khóa chữ ký",
    "recipient": "khóa nhận gói",
    "fingerprint": "dãy số đối chiếu",
    "sha256": "mã kiểm",
    "seq": "số dòng lịch sử",
    "epoch": "đời dữ liệu",
    "unit": "đơn vị",
    "number": "số",
}


def _labels(fault: Fault) -> list[str]:
    """Return the names of the columns that differ, each once."""
    register = catalog.registers().get(str(fault.facts.get("register")))
    known = {**LABELS, **_LABELS}
    known |= {key: each.label for key, each in PERSON_FIELDS.items()} if fault.entity == "person" else {}
    known |= {f"answers.{key}": each.label for key, each in register.fields.items()} if register else {}
    return list(dict.fromkeys(known.get(key, "nội dung") for key in fault.fields))
