"""The one table: typed columns, rows of cells, totals in the foot. Rendered by ``ui/table.html``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["text", "number", "money", "percent", "day"]
Order = Literal["", "ascending", "descending"]


class Column(NamedTuple):
    """A column.

    Attributes:
        label: its heading.
        kind: decides how it is aligned; the texts of its cells are ready to be read.
        sort: address that sorts by it; empty where the table cannot.
        order: in which order the rows stand by it; empty when by another column.
    """

    label: str
    kind: Kind = "text"
    sort: str = ""
    order: Order = ""


class Mark(NamedTuple):
    """A badge beside a text.

    Attributes:
        word: what it says.
        tone: red 逾期, amber 将到期, green 已公示 or 已核验, grey done; empty for none of them.
    """

    word: str
    tone: str = ""


class Cell(NamedTuple):
    """A cell.

    Attributes:
        text: as people read it.
        link: where it leads; empty for nowhere.
        badge: a word with a colour after the text.
        note: a second, smaller line.
    """

    text: str
    link: str = ""
    badge: Mark | None = None
    note: str = ""


class Placed(NamedTuple):
    """A cell in its column, as the template takes it."""

    column: Column
    cell: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        caption: what it lists; read aloud before it.
        columns: the first one names the row.
        rows: as many cells a row as there are columns.
        foot: totals, a cell a column; empty for none.
        empty: what is said where there is no row.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    foot: Sequence[Cell] = ()
    empty: str = ""

    def lines(self) -> Iterator[list[Placed]]:
        """The rows, each cell with its column."""
        return (self._placed(row) for row in self.rows)

    def totals(self) -> list[Placed]:
        """The foot, each cell with its column."""
        return self._placed(self.foot) if self.foot else []

    def _placed(self, row: Sequence[Cell]) -> list[Placed]:
        return [Placed(*pair) for pair in zip(self.columns, row, strict=True)]
