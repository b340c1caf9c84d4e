"""Undo from the history: the last acts of an officer, each taken back by changes that stand in the history themselves."""

from ansinh_desktop.services.undo.work import Act, Undo

__all__ = ["Act", "Undo"]
