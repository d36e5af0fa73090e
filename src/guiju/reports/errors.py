"""Why a report cannot be built."""

from __future__ import annotations

from typing import NoReturn


class ReportError(ValueError):
    """A report cannot be built; carries a stable code and a Chinese sentence.

    Attributes:
        code: stable, dotted.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def refuse(code: str, sentence: str) -> NoReturn:
    """Refuse a report.

    Raises:
        ReportError: always.
    """
    raise ReportError(code, sentence)
