"""The one error of the record room."""

from __future__ import annotations


class RecordError(ValueError):
    """Something does not have the form the record asks for.

    Attributes:
        code: stable machine-readable code, such as ``record.float``.
        sentence: Chinese sentence that says what is wrong and what to do.
        place: dotted path inside the value, such as ``data.金额``; empty for the whole.
    """

    def __init__(self, code: str, sentence: str, place: str = "") -> None:
        super().__init__(f"{place}：{sentence}" if place else sentence)
        self.code = code
        self.sentence = sentence
        self.place = place
