"""Two units that know each other, and a package on its way between them."""

import datetime
import io
import warnings
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from ansinh_desktop.crypto import envelope, strictjson
from ansinh_desktop.services.sync.card import Card
from ansinh_desktop.services.sync.manifest import Answer, Head, Held, Sender
from ansinh_desktop.services.sync.package import Written, open_package, write_package
from ansinh_desktop.services.sync.sealed import Route
from ansinh_desktop.services.sync.tables import Column, ForeignKey, Table

STAMP = (1980, 1, 1, 0, 0, 0)
MOMENT = datetime.datetime(2026, 3, 1, 5, 30, 15, 250000, tzinfo=datetime.UTC)

HOUSEHOLD = Table(
    "household",
    "Hộ",
    (Column("id", required=True), Column("hamlet", title="Ấp"), Column("statuses", "array", "Diện hộ")),
)
PERSON = Table(
    "person",
    "Người",
    (
        Column("id", title="Mã", required=True),
        Column("full_name", title="Họ và tên", required=True),
        Column("sex", title="Giới tính", labels={"male": "Nam", "female": "Nữ"}),
        Column("note", title="Ghi chú", blank=True),
        Column("household_id", title="Hộ"),
        Column("deleted", "boolean", "Đã xóa"),
        Column("born", "date", "Ngày sinh"),
        Column("changed_at", "datetime", "Sửa lúc"),
    ),
    foreign_keys=(ForeignKey("household_id", "household"),),
)
RECORD = Table(
    "record",
    "Hồ sơ",
    (
        Column("id", required=True),
        Column("person_id", required=True),
        Column("amount", "integer", "Số tiền (đồng)"),
        Column("answers", "object", "Nội dung"),
    ),
    foreign_keys=(ForeignKey("person_id", "person"),),
)
SCAN = b"\xff\xd8 scanned paper " * 100


def identifier(number: int) -> str:
    return f"01970000-0000-7000-8000-{number:012d}"


def households():
    return [
        {"id": identifier(1), "hamlet": "Vĩnh Lộc", "statuses": [{"status": "poor", "valid_to": None}]},
        {"id": identifier(2), "hamlet": None, "statuses": None},
    ]


def people():
    return [
        {
            "id": identifier(11),
            "full_name": "Nguyễn Thị Ánh Đào",
            "sex": "female",
            "note": 'nhà có hàng rào "xanh",\r\ncạnh trường\nmẫu giáo',
            "household_id": identifier(1),
            "deleted": False,
            "born": datetime.date(1961, 8, 5),
            "changed_at": MOMENT,
        },
        {
            "id": identifier(12),
            "full_name": "=HYPERLINK Trần Văn Án",
            "sex": None,
            "note": "",
            "household_id": None,
            "deleted": True,
            "born": None,
            "changed_at": MOMENT.replace(microsecond=0),
        },
    ]


def records():
    return [
        {
            "id": identifier(21),
            "person_id": identifier(11),
            "amount": 500_000,
            "answers": {
                "care": "mother",
                "flags": ["a", "b"],
                "score": 3,
                "none": None,
                "yes": True,
                "text": "",
            },
        },
        {"id": identifier(22), "person_id": identifier(12), "amount": -(2**62), "answers": {}},
    ]


def content():
    return [(HOUSEHOLD, iter(households())), (PERSON, iter(people())), (RECORD, iter(records()))]


@dataclass(frozen=True)
class Side:
    """A unit with its keys."""

    sign_key: str
    identity: str
    card: Card

    @property
    def sender(self) -> Sender:
        return Sender(self.card.unit, self.card.name, self.card.device, "epoch-1")

    def route_to(self, other: "Side") -> Route:
        return Route(self.sign_key, other.card, envelope.recipient_of(self.identity))

    def known(self, sender: Sender) -> str | None:
        """Know this side only, the way a receiver asks."""
        return (
            self.card.verify_key
            if (sender.unit, sender.device) == (self.card.unit, self.card.device)
            else None
        )


def new_side(code: str, name: str, level: str) -> Side:
    sign_key, identity = envelope.new_sign_key(), envelope.new_identity()
    card = Card(
        code=code,
        valid_from=datetime.date(2025, 7, 1),
        valid_to=None,
        name=name,
        level=level,
        device=f"01970000-0000-7000-8000-0000abcd{code[-4:]}",
        verify_key=envelope.verify_key_of(sign_key),
        recipient=envelope.recipient_of(identity),
    )
    return Side(sign_key, identity, card)


COMMUNE = new_side("30325", "Xã Vĩnh Thạnh Trung", "commune")
PROVINCE = new_side("00091", "Sở Y tế tỉnh An Giang", "province")
STRANGER = new_side("30328", "Xã Mỹ Đức", "commune")


def head(**changes) -> Head:
    whole = Head(
        id=identifier(41),
        kind="update",
        sender=COMMUNE.sender,
        number=41,
        ancestors=("ab" * 32, "ba" * 32),
        confirmed="ef" * 32,
        heard="life-7",
        registers=("social_assistance", "trafficking"),
        held={"people": Held(4, "12" * 32), "social_assistance": Held(2, "34" * 32)},
        schema="0001",
        created=MOMENT,
        app="1.0.0",
        rules={"social_assistance": "2025-07-01"},
        lists={"ethnicities": "2024-01-01"},
        confidential=("trafficking",),
        audit_head="cd" * 32,
    )
    return replace(whole, **changes)


def answer(**changes) -> Answer:
    whole = Answer(
        package=identifier(41),
        digest="cd" * 32,
        unit=COMMUNE.card.unit,
        device=COMMUNE.card.device,
        epoch="epoch-1",
        number=41,
        receipt=2,
        state="imported",
        lives=("epoch-0",),
        counts={"accepted": 5, "superseded": 0, "concurrent": 1, "rejected": 1},
        missing=(39, 40),
        text="Thiếu gói\nsố 39, 40",
    )
    return replace(whole, **changes)


def receipt_head(**changes) -> Head:
    said = {
        "id": identifier(51),
        "kind": "receipt",
        "sender": PROVINCE.sender,
        "number": 7,
        "answer": answer(),
    }
    return head(**(said | changes))


def written(folder: Path, **changes) -> Written:
    return write_package(folder, head(**changes), content(), [SCAN, b"", SCAN], COMMUNE.route_to(PROVINCE))


def opened(path, side: Side = PROVINCE, known=COMMUNE.known, **more):
    return open_package(path, [side.identity], known, **more)


def inside(path) -> dict[str, bytes]:
    """Return the parts of a package, as anyone with the key sees them."""
    target = io.BytesIO()
    with path.open("rb") as source:
        envelope.decrypt(source, target, [PROVINCE.identity])
    with zipfile.ZipFile(target) as archive:
        return {each: archive.read(each) for each in archive.namelist()}


def sealed(path, archive: bytes, *receivers):
    """Write a package of any content for the province, as an attacker with its card could."""
    with path.open("wb") as target:
        envelope.encrypt(
            io.BytesIO(archive), target, [each.card.recipient for each in receivers or [PROVINCE]]
        )
    return path


def zipped(parts) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name are what some tests are about
        for name, part in parts:
            info = zipfile.ZipInfo(name, STAMP)
            info.filename = name  # on Windows, the library would turn what tries to be a path into another
            archive.writestr(info, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def signed(parts: dict[str, bytes], manifest, sign_key=COMMUNE.sign_key):
    """Return the parts with another manifest, signed."""
    spelled = manifest if isinstance(manifest, bytes) else strictjson.dump(manifest)
    return parts | {"manifest.json": spelled, "manifest.sig": envelope.sign(sign_key, spelled)}
