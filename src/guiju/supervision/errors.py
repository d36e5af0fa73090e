"""Why something asked of supervision is not done."""

from __future__ import annotations

from typing import NoReturn


class SupervisionError(ValueError):
    """What was asked cannot be done.

    Attributes:
        code: stable, dotted.
        sentence: Chinese: what, why, what to do instead.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def refuse(code: str, sentence: str) -> NoReturn:
    """Refuse.

    Raises:
        SupervisionError: always.
    """
    raise SupervisionError(code, sentence)
