"""Everyday words of old lists and the answers of social assistance that they give."""

from collections.abc import Iterator

from ansinh_desktop.registers.answer import Answers, Value
from ansinh_desktop.registers.phrase import Phrase


def _is(group: str, *words: str, unless: tuple[str, ...] = (), **sets: Value) -> Phrase:
    return Phrase(words, {"social_group": group, **sets}, unless)


_COUNTS = {
    "mot": 1,
    "hai": 2,
    "ba": 3,
    "bon": 4,
    **{f"{0 if zero else ''}{n}": n for n in range(1, 7) for zero in (0, 1)},
}
_DISABLED_WORDS = ("khuyet tat", "kt", "nkt", "tan tat")
_VERY = ("dac biet nang", "dbn")


def _degrees() -> Iterator[Phrase]:
    for degree, words, unless in (
        ("very_severe", _VERY, ("khuyet tat nang",)),
        ("severe", ("nang",), ("dac biet", "dbn")),
    ):
        for word in words:
            yield _is(
                "k6", "don than", word, unless=unless, disability_degree=degree, also_single_parent=True
            )
            for said in _DISABLED_WORDS:
                yield _is("k6", said, word, unless=(*unless, "don than"), disability_degree=degree)
    yield from (_is("k6", word, disability_degree="very_severe") for word in ("nktdbn", "ktdbn"))
    yield from (_is("k6", word, disability_degree="severe") for word in ("nktn", "ktn"))


_OTHER_THAN_ELDER = (*_DISABLED_WORDS, "don than", "hiv", "huu tri")
_FROM_80 = ("80 tuoi", "tu 80", "du 80", "tren 80")
PHRASES = {
    "social_group": (
        *_degrees(),
        _is("k4", "don than", unless=("nang", "dbn")),
        *(Phrase(("don than", f"{said} con"), {"children_total": count}) for said, count in _COUNTS.items()),
        _is("k1", "mo coi", "cha", "me", no_source_case="b", unless=("hoac", "mat tich", "con lai", "16 den 22", "16 22")),
        _is("k1", "mo coi ca hai", no_source_case="b"),
        _is("k1", "bo roi", no_source_case="a"),
        _is("k1", "khong nguon nuoi duong", unless=("mo coi", "bo roi")),
        _is("k1", "khong co nguon nuoi duong", unless=("mo coi", "bo roi")),
        _is("k2", "dang hoc", unless=("don than",)),
        _is("k3", "tre em", "hiv"),
        _is("k3", "te", "hiv"),
        _is("k8", "hiv", unless=("tre em", "te")),
        *(_is("k5c", word, unless=(*_OTHER_THAN_ELDER, "ngheo", "75 den 80")) for word in _FROM_80),
        *(_is("k5a", who, what, unless=(*_OTHER_THAN_ELDER, "nhan cham soc", "75 den 80", "dac biet kho khan"))
          for who in ("cao tuoi", "nct") for what in ("ngheo", "co don", "khong co nguoi phung duong")),
        _is("k5a", "gia yeu co don"),
        _is("k5d", "cao tuoi", "nhan cham soc", unless=("dac biet kho khan",)),
        _is("k5b", "75 den 80", hard_area=True),
        _is("k5b", "cao tuoi", "dac biet kho khan", unless=("75 den 80",), hard_area=True),
        _is("k7", "duoi 3 tuoi"),
        _is("pension", "huu tri xa hoi"),
    ),
}  # fmt: skip


def imported_state(answers: Answers) -> str:
    """Return where a person of an old list stands: being paid, unless the list says that they died or moved."""
    match answers.get("decrease_reason"):
        case None:
            return "paying"
        case "moved_out":
            return "transferred"
        case _:
            return "stopped"
