"""What the kernel says when it is handed something it cannot take."""

from __future__ import annotations


class ProcedureError(ValueError):
    """A fault in what was handed to the kernel.

    Args:
        code: A stable word for programs.
        sentence: A Chinese sentence with the remedy.
        where: The place in the graph, calendar or file, e.g. ``relations[3].deadline``.
    """

    def __init__(self, code: str, sentence: str, where: str = "") -> None:
        super().__init__(f"{where}：{sentence}" if where else sentence)
        self.code = code
        self.sentence = sentence
        self.where = where


class GraphError(ProcedureError):
    """The graph breaks a rule of its definition."""


class CalendarError(ProcedureError):
    """A calendar or a duration that cannot be counted with."""


class TimeOrderError(ProcedureError):
    """An act or a look at a day before the marking's last day."""


class UnknownActError(ProcedureError):
    """An act that the procedure does not have."""
