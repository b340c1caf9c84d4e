"""Cases as the officer works on them: look, check, save, take a step, write down what happened."""

from ansinh_desktop.services.cases.history import HistoryRow
from ansinh_desktop.services.cases.known import KnownPerson, OtherRecord, known_people, readable_records
from ansinh_desktop.services.cases.reveals import Reveals
from ansinh_desktop.services.cases.since import ChangedFact, UndatedChangeError
from ansinh_desktop.services.cases.typed import CaseInput, InvalidRecordError, kept_key
from ansinh_desktop.services.cases.views import Case, EventView, event_view, undated_of
from ansinh_desktop.services.cases.way import Way
from ansinh_desktop.services.cases.work import Cases

__all__ = [
    "Case",
    "CaseInput",
    "Cases",
    "ChangedFact",
    "EventView",
    "HistoryRow",
    "InvalidRecordError",
    "KnownPerson",
    "OtherRecord",
    "Reveals",
    "UndatedChangeError",
    "Way",
    "event_view",
    "kept_key",
    "known_people",
    "readable_records",
    "undated_of",
]
