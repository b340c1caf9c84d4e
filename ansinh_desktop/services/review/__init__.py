"""«Rà soát»: what every record shows against the law of a day, and what is done about it."""

from ansinh_desktop.services.review.done import Done, DoneFindings, DoneRow, mark, records_done
from ansinh_desktop.services.review.groups import Group, groups_of
from ansinh_desktop.services.review.rows import CATEGORIES, Category, Reviewed, ReviewRow, levels
from ansinh_desktop.services.review.work import Pass, Review, ReviewStep, findings_on

__all__ = [
    "CATEGORIES",
    "Category",
    "Done",
    "DoneFindings",
    "DoneRow",
    "Group",
    "Pass",
    "Review",
    "ReviewRow",
    "ReviewStep",
    "Reviewed",
    "findings_on",
    "groups_of",
    "levels",
    "mark",
    "records_done",
]
