"""What cannot be read or written, in words."""

from __future__ import annotations

from typing import NoReturn


class ExchangeError(ValueError):
    """A file, a mapping or a job that cannot be used; carries a stable code and a Chinese sentence.

    Attributes:
        code: stable, dotted.
        sentence: what is wrong and what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def refuse(code: str, sentence: str) -> NoReturn:
    """Refuse what was asked.

    Raises:
        ExchangeError: always.
    """
    raise ExchangeError(code, sentence)
