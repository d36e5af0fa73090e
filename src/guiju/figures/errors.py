"""What figures refuse, each with a stable code and a sentence that says what to do."""

from __future__ import annotations

from typing import NoReturn


class FigureError(ValueError):
    """A question that cannot be answered.

    Attributes:
        code: stable, begins with ``figure.``.
        sentence: Chinese: what was asked, why there is no answer, what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class SegmentError(RuntimeError):
    """The columnar copy cannot be written from what the log says.

    Attributes:
        code: stable, begins with ``segment.``.
        sentence: Chinese: what was found, what to do.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


def refuse(code: str, sentence: str) -> NoReturn:
    """Refuse a question.

    Raises:
        FigureError: always.
    """
    raise FigureError(code, sentence)


def broken(code: str, sentence: str) -> NoReturn:
    """Give up writing the copy.

    Raises:
        SegmentError: always.
    """
    raise SegmentError(code, sentence)
