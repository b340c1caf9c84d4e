"""The officer's desk, for the pages."""

from tests.ui.office import at_most, desk, hands, new_data, said, show, tasks

__all__ = ["at_most", "desk", "hands", "new_data", "said", "show", "tasks"]
