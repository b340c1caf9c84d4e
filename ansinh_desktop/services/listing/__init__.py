"""Lists of a register, exactly as filtered and ordered."""

from ansinh_desktop.db.search import ListQuery
from ansinh_desktop.services.listing.lists import (
    NAMES,
    TELLING,
    Included,
    LeftOut,
    Listing,
    ListRow,
    Marked,
    money_of,
    narrowed,
    narrowed_by,
    sortable,
)

__all__ = [
    "NAMES",
    "TELLING",
    "Included",
    "LeftOut",
    "ListQuery",
    "ListRow",
    "Listing",
    "Marked",
    "money_of",
    "narrowed",
    "narrowed_by",
    "sortable",
]
