"""The officer's desk, for the pages."""

from tests.ui.office import desk, hands, new_data, said, show, tasks

__all__ = ["desk", "hands", "new_data", "said", "show", "tasks"]
