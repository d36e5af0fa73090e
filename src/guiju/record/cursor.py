"""A stream of rows with its next row in view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Key = tuple[str, int]
Row = TypeVar("Row", bound=tuple[Any, ...])


class Cursor(Generic[Row]):
    """A stream with its next row in view; rows that have no key are reported and passed over.

    Args:
        rows: rows in the order of their keys.
        key: gives a row's matter and number.
        report: report to add to.

    Attributes:
        row: the next row, None at the end.
        key: its key.
    """

    def __init__(self, rows: Iterable[Row], key: Callable[[Row], Key], report: Report) -> None:
        self._rows = iter(rows)
        self._key = key
        self._report = report
        self.row: Row | None = None
        self.key: Key = ("", 0)
        self.advance()

    def advance(self) -> None:
        """Bring the next row into view."""
        before = self.key
        for row in self._rows:
            matter, seq = self._key(row)
            if type(matter) is not str or type(seq) is not int:
                self._report.add_broken(
                    Place(str(matter)),
                    "row.malformed",
                    f"登记行的办件或者序号不是规定的类型：{row}。",
                )
                continue
            if (matter, seq) < before:
                self._report.add_broken(Place(matter, seq), "row.order", "登记行的次序颠倒。")
            self.row, self.key = row, (matter, seq)
            return
        self.row = None
