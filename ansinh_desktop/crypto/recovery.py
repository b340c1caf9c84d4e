"""The recovery code on paper: written so that a slip of the finger is told apart from a wrong code."""

import re
import secrets
import unicodedata

from ansinh_desktop.errors import UserError

# Without vowels, W, Y and D no Vietnamese typing method rewrites what is typed; without 0, 1, I, L, O, B and Z
# no two signs look alike in print. Twenty-three is prime, which the check signs need.
_ALPHABET = "23456789CFGHJKMNPQRSTVX"
_GROUPS = 6
_DATA_SIGNS = 5
_GROUP_SIGNS = _DATA_SIGNS + 1
_LENGTH = _GROUPS * _GROUP_SIGNS
_FORGIVEN = re.compile(r"[\s\-_.,:‐‑‒–—−]+")


def new_code() -> str:
    """Return a fresh code of 135 random bits in six groups, each closed by its check sign."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_DATA_SIGNS)) for _ in range(_GROUPS))
    return "-".join(group + _check_sign(place, group) for place, group in enumerate(groups))


def secret_of(typed: str) -> str:
    """Return the secret signs of a typed code; case, spaces and dashes do not matter.

    Raises:
        UserError: AS-1006 not as long as a code is, AS-1007 a group is mistyped.
    """
    signs = _FORGIVEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if len(signs) != _LENGTH:
        raise UserError("AS-1006", expected=_LENGTH, typed=len(signs))
    secret = ""
    for place in range(_GROUPS):
        group = signs[place * _GROUP_SIGNS : (place + 1) * _GROUP_SIGNS]
        data, check = group[:-1], group[-1]
        if not set(group) <= set(_ALPHABET) or _check_sign(place, data) != check:
            raise UserError("AS-1007", group=place + 1)
        secret += data
    return secret


def _check_sign(place: int, data: str) -> str:
    # Weights that all differ, and differ from -1, catch any one wrong sign and any two neighbours swapped;
    # the place catches two groups swapped.
    total = sum((weight + 2) * _ALPHABET.index(sign) for weight, sign in enumerate(data))
    return _ALPHABET[(total + 7 * (place + 1)) % len(_ALPHABET)]
