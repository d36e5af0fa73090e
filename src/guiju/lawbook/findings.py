"""What a check of a procedure finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from guiju.lawbook.errors import Place

ERROR = "error"
NOTE = "note"


class Finding(NamedTuple):
    """One finding.

    Attributes:
        code: Stable dotted name.
        sentence: What is wrong and what to do, in Chinese.
        place: Where.
        weight: `error`, or `note` for what may be meant so.
    """

    code: str
    sentence: str
    place: Place
    weight: str = ERROR

    def __str__(self) -> str:
        """Return weight, place, code and sentence on one line."""
        return f"[{self.weight}] {self.place}: {self.code}: {self.sentence}"
