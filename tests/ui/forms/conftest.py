"""The officer's desk, for the forms."""

from tests.ui.office import at_most, desk, hands, said, show, tasks

__all__ = ["at_most", "desk", "hands", "said", "show", "tasks"]
