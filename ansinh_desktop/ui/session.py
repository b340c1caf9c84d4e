"""What Windows says of the whole session: it goes to sleep, or ends; and what the program answers."""

import ctypes
import sys
from ctypes import wintypes

_POWER = 0x0218  # WM_POWERBROADCAST
_SUSPEND = 4  # PBT_APMSUSPEND


def goes_to_sleep(message: int) -> bool:
    """Whether a message of Windows, by its address, says that the machine is about to sleep or to hibernate.

    What is in memory then is written to the disk, or stays readable for whoever takes the machine away.
    """
    said = wintypes.MSG.from_address(message)
    return bool(said.message == _POWER and said.wParam == _SUSPEND)


if sys.platform == "win32":

    def hold_up(window: int, why: str) -> None:
        """Let Windows show, to whoever shuts it down, why this window cannot end yet."""
        ctypes.windll.user32.ShutdownBlockReasonCreate(wintypes.HWND(window), ctypes.c_wchar_p(why))

    def hold_up_no_more(window: int) -> None:
        """Take the reason back."""
        ctypes.windll.user32.ShutdownBlockReasonDestroy(wintypes.HWND(window))

else:

    def hold_up(window: int, why: str) -> None:
        """Other systems ask for no reason."""

    def hold_up_no_more(window: int) -> None:
        """Nothing was given."""
