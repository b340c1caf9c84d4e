"""The registers: one module each; a new file dropped here is a new register, its sentences among it."""

import functools
import importlib
import pkgutil

from ansinh_desktop.errors import BugError, bring
from ansinh_desktop.registers.spec import Register


@functools.cache
def registers() -> dict[str, Register]:
    """Return every register by its code, in the order of their modules' ``ORDER``."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)
    ]
    found: dict[str, Register] = {}
    for module in sorted(modules, key=lambda each: each.ORDER):
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
