"""The registers: a folder each, with all that is only its own, or a single file; what is dropped here is a register."""

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from ansinh_desktop.errors import BugError, bring
from ansinh_desktop.registers.register import Register


@functools.cache
def registers() -> dict[str, Register]:
    """Return every register by its code, in the order of their modules' ``ORDER``."""
    found: dict[str, Register] = {}
    for module in sorted(_modules(), key=lambda each: each.ORDER):
        register: Register = module.REGISTER
        if register.code in found:
            raise BugError(f"two registers are called {register.code}")
        found[register.code] = register
    bring(message for each in found.values() for message in each.messages)
    return found


def register(code: str) -> Register:
    """Return one register.

    Raises:
        KeyError: There is none of that code.
    """
    return registers()[code]


def _modules() -> Iterator[ModuleType]:
    """Yield the module of each register: in a folder that is ``register``, beside whatever else belongs to it."""
    for found in pkgutil.iter_modules(__path__):
        name = f"{__name__}.{found.name}"
        yield importlib.import_module(f"{name}.register" if found.ispkg else name)
