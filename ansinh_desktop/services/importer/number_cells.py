"""Reads cells of numbers: of people, of coefficients, of counts."""

import decimal
import re

from ansinh_desktop.findings import error, note, warning
from ansinh_desktop.registers.kinds import decimal_text
from ansinh_desktop.rules import identity
from ansinh_desktop.services.importer.reading import BLANKS, Context, Reading, Said, is_nothing, show_day
from ansinh_desktop.services.importer.targets import OLD_ID, PERSONAL_ID, Target

_NUMBERS = re.compile(r"[0-9](?:[\s.\-]?[0-9]){7,11}")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?E\+?\d+", re.IGNORECASE)


def read_personal_id(target: Target, said: Said, context: Context) -> Reading:
    """Read an identity number: one that lost its zero, an old one of nine digits, two in one cell."""
    del context
    typed = _digits_of(said)
    unread = _unread(target, typed)
    if unread:
        return unread
    bare = identity.bare_digits(typed)
    if len(bare) > identity.PERSONAL_ID_DIGITS and "\n" in said.lines.strip():
        typed = "; ".join(said.lines.split("\n"))  # one below the other
        bare = identity.bare_digits(typed)
    if _are_digits(bare):
        return _one_number(target, bare, typed, numeric=said.number is not None)
    found = {len(each): each for each in map(identity.bare_digits, reversed(_NUMBERS.findall(typed)))}
    new, old = found.get(identity.PERSONAL_ID_DIGITS), found.get(identity.OLD_ID_DIGITS)
    if target.key == PERSONAL_ID and (new or old):
        return Reading(new, (note("AS-3115", target.key, typed=typed),), {OLD_ID: old} if old else {})
    return _no_number(target, typed)


def _unread(target: Target, typed: str) -> Reading | None:
    """Return what a cell of a number means that says nothing, or of which a workbook kept only the first digits."""
    if is_nothing(typed):
        return Reading()
    if _SCIENTIFIC.fullmatch(typed):
        return Reading(None, (error("AS-3113", target.key, typed=typed),))
    return None


def _no_number(target: Target, typed: str) -> Reading:
    digits = sum(map(str.isdecimal, typed))
    return Reading(None, (error("AS-3114", target.key, typed=typed, digits=digits),))


def _are_digits(bare: str) -> bool:
    return bare.isdecimal() and bare.isascii()


def _one_number(target: Target, bare: str, typed: str, *, numeric: bool) -> Reading:
    if identity.id_parts(bare):
        return Reading(bare)
    restored = identity.restore_leading_zeros(bare)
    if restored != bare and not bare.startswith("0"):  # where a zero is, another digit is missing
        found = note("AS-3110", target.key, restored=restored) if numeric and len(bare) == 11 else None
        return Reading(restored, (found or warning("AS-3111", target.key, typed=typed, restored=restored),))
    if numeric and len(bare) == identity.OLD_ID_DIGITS - 1:
        bare = bare.zfill(identity.OLD_ID_DIGITS)
    if len(bare) == identity.OLD_ID_DIGITS and target.key == PERSONAL_ID:
        return Reading(None, (note("AS-3112", target.key, typed=bare),), {OLD_ID: bare})
    return Reading(None, (error("AS-3114", target.key, typed=typed, digits=len(bare)),))


def read_old_id(target: Target, said: Said, context: Context) -> Reading:
    """Read an old card number; a number of twelve digits in its column belongs to the new one."""
    del context
    typed = _digits_of(said)
    if is_nothing(typed):
        return Reading()
    bare = identity.bare_digits(typed)
    if said.number is not None:
        bare = bare.zfill(identity.OLD_ID_DIGITS)
    new = identity.restore_leading_zeros(bare)
    if target.key == OLD_ID and identity.id_parts(new):
        return Reading(None, (note("AS-3116", target.key, typed=new),), {PERSONAL_ID: new})
    if len(bare) == identity.OLD_ID_DIGITS and _are_digits(bare):
        return Reading(bare)
    return _no_number(target, typed)


def read_phone(target: Target, said: Said, context: Context) -> Reading:
    """Read a telephone number; a cell may hold two, and a number loses its zero."""
    del context
    typed = _digits_of(said)
    if is_nothing(typed):
        return Reading()
    whole = typed if said.number is not None else said.lines
    first, *more = [part for part in re.split(r"[/;,]|\s-\s|\n", whole) if part.strip()] or [typed]
    bare = re.sub(r"[^\d+]", "", first)
    bare = "0" + bare.removeprefix("+84") if bare.startswith("+84") else bare
    findings = [warning("AS-3161", target.key, typed=typed, kept=bare)] if more else []
    if len(bare) == 9 and bare[0] in "2356789":
        bare = "0" + bare
        findings.append(note("AS-3160", target.key, restored=bare))
    if not re.fullmatch(r"[0-9]{8,15}", bare) or re.search(r"[^\W\d_]{3,}", first):
        return Reading(None, (error("AS-3162", target.key, typed=typed),))
    return Reading(bare, tuple(findings))


def read_insurance(target: Target, said: Said, context: Context) -> Reading:
    """Read the number of a health-insurance card."""
    del context
    typed = _digits_of(said)
    unread = _unread(target, typed)
    if unread:
        return unread
    bare = identity.bare_digits(typed).upper()
    if not any(map(str.isdecimal, bare)):
        return Reading(None, (error("AS-3163", target.key, typed=typed),))
    return Reading(bare)


def _digits_of(said: Said) -> str:
    return f"{said.number:.0f}" if isinstance(said.number, float) else said.text


def read_decimal(target: Target, said: Said, context: Context) -> Reading:
    """Read a coefficient: 1,0, 1.5, 2; Excel may have made a date of it."""
    del context
    if said.day:
        shown = f"{said.day.day}.{said.day.month}"
        told = warning("AS-3123", target.key, typed=show_day(said.day), shown=shown.replace(".", ","))
        return Reading(shown, (told,))
    typed = said.text
    if is_nothing(typed):
        return Reading()
    bare = typed.replace(" ", "").replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,3})?", bare):
        return Reading(None, (error("AS-3122", target.key, typed=typed),))
    return Reading(decimal_text(decimal.Decimal(bare)))


def read_whole(target: Target, said: Said, context: Context) -> Reading:
    """Read a count: 2, 02, "2 con"."""
    del context
    typed = said.text
    if typed in BLANKS - {"0"}:
        return Reading()
    found = re.fullmatch(r"([0-9]{1,9})(?:\s+[^\d]{1,20})?", typed)
    if not found:
        return Reading(None, (error("AS-3122", target.key, typed=typed),))
    return Reading(int(found[1]))
