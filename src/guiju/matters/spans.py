"""Spans of matters by id, in which work on the whole store is divided."""

from __future__ import annotations

from typing import NamedTuple

from guiju.matters import statements


class Span(NamedTuple):
    """Matters from one id up to another that is left out; empty: from the first, to the last.

    Attributes:
        low: the first id.
        high: the id after the last.
    """

    low: str = ""
    high: str = ""

    def of(self, statement: str, column: str) -> tuple[str, list[str]]:
        """A statement with its ``{within}`` filled by this span, and its parameters.

        Args:
            statement: SQL without values.
            column: the column that holds the matter's id.
        """
        limits = [(f"{column} >= %s", self.low), (f"{column} < %s", self.high)]
        asked = [(condition, value) for condition, value in limits if value]
        within = " AND ".join(condition for condition, _ in asked)
        return (
            statement.format(within=f"WHERE {within}" if within else ""),
            [value for _, value in asked],
        )


WHOLE = Span()


def spans(parts: int, least: int) -> list[Span]:
    """The store in spans of about equally many matters, in order, that leave nothing out.

    Args:
        parts: at most so many.
        least: matters below which a span is not worth dividing further.
    """
    count = int(statements.read("SELECT count(*) FROM matters_matter")[0][0])
    parts = max(min(parts, count // least), 1)
    limits = [_id_at(count * part // parts) for part in range(1, parts)]
    return [Span(low, high) for low, high in zip(["", *limits], [*limits, ""], strict=True)]


def _id_at(place: int) -> str:
    statement = "SELECT id FROM matters_matter ORDER BY id LIMIT 1 OFFSET %s"
    return str(statements.read(statement, [place])[0][0])
