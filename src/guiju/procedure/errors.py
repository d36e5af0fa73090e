"""What every error that a person reads is made of, and what the kernel says when it is handed something it cannot take."""

from __future__ import annotations

from typing import NoReturn


class SpokenError(ValueError):
    """Something that cannot be done, said so that a person knows what to do; each room has its own kind.

    Attributes:
        code: stable, dotted.
        sentence: Chinese: what was asked, why not, what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence

    @classmethod
    def refuse(cls, code: str, sentence: str) -> NoReturn:
        """Refuse what was asked.

        Raises:
            SpokenError: always, of this kind.
        """
        raise cls(code, sentence)


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
