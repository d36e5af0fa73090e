"""What stops the building of a demonstration."""

from __future__ import annotations

from typing import NoReturn


class DemoError(ValueError):
    """The demonstration cannot be built; carries a stable code and a Chinese sentence.

    Attributes:
        code: stable, dotted.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def refuse(code: str, sentence: str) -> NoReturn:
    """Give up building.

    Raises:
        DemoError: always.
    """
    raise DemoError(code, sentence)
