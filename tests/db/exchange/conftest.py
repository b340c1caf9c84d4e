"""One data file a module, and units of work on it that leave nothing behind."""

from tests.shared import shared, store

__all__ = ["shared", "store"]
