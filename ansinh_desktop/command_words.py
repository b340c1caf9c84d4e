"""What the parser of the command line says, in Vietnamese: it asks a function of its own for every sentence."""

import argparse

_WORDS = {
    "usage: ": "cách dùng: ",
    "positional arguments": "đối số",
    "options": "tùy chọn",
    "subcommands": "lệnh",
    "show this help message and exit": "hiện hướng dẫn này rồi thoát",
    "show program's version number and exit": "hiện phiên bản rồi thoát",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s: %(message)s",
    "the following arguments are required: %s": "còn thiếu: %s",
    "one of the arguments %s is required": "cần một trong các đối số: %s",
    "not allowed with argument %s": "không dùng chung được với %s",
    "unrecognized arguments: %s": "không hiểu: %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s có thể là: %(matches)s",
    "ignored explicit argument %r": "không nhận giá trị %r",
    "unexpected option string: %s": "không hiểu: %s",
    "expected one argument": "cần một giá trị",
    "expected at most one argument": "nhiều nhất một giá trị",
    "expected at least one argument": "cần ít nhất một giá trị",
    "expected %s argument": "cần %s giá trị",
    "expected %s arguments": "cần %s giá trị",
    "invalid choice: %(value)r (choose from %(choices)s)": "không có %(value)r; chọn một trong: %(choices)s",
    "invalid choice: %(value)r, maybe you meant %(closest)r? (choose from %(choices)s)": (
        "không có %(value)r, có phải %(closest)r? Chọn một trong: %(choices)s"
    ),
    "invalid %(type)s value: %(value)r": "giá trị không hợp lệ: %(value)r",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "không có lệnh %(parser_name)r; chọn một trong: %(choices)s"
    ),
    "can't open '%(filename)s': %(error)s": "không mở được tệp %(filename)s",
}


def speak_vietnamese() -> None:
    """Let every parser made from now on say its own sentences in Vietnamese."""
    # WORKAROUND: argparse takes them from gettext, whose catalogues go by the language of the machine.
    for name in ("_", "ngettext"):
        if not hasattr(argparse, name):
            raise AttributeError(f"argparse has no {name} any more")
    argparse._ = _said  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, count: _said(one if count == 1 else many)  # type: ignore[attr-defined]


def _said(sentence: str) -> str:
    return _WORDS.get(sentence, sentence)
