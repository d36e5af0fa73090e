"""The numbers of a report as they were handed in: a file of the act 报送 that nothing moves afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guiju.record.canonical import decode, encode
from guiju.reports.report import plain, told

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.reports.report import Figure, Report
    from guiju.reports.selectors import Written

FORMAT: Final = "guiju-report-snapshot/1"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was handed in.

    Attributes:
        position: the last position that counted.
        first: the first day counted, as ISO day.
        last: the last one.
        figures: id of figure → its value as printed exactly, with its unit.
        numbers: ids of figures and form of a number of the text → that number as it was printed.
    """

    position: int
    first: str
    last: str
    figures: Mapping[str, str]
    numbers: Mapping[tuple[str, str], str]

    def changed(self, figure: Figure) -> str:
        """What a figure was handed in as, where that is no longer what is counted; empty where it is.

        Args:
            figure: as counted now.
        """
        handed_in = self.figures.get(figure.id, "")
        return handed_in if handed_in and handed_in != figure.told() else ""


def write_snapshot(report: Report, prose: Mapping[str, Written]) -> bytes:
    """A report's numbers and text as canonical JSON.

    Args:
        report: as built of one position, so that whoever recounts up to it comes to the same.
        prose: part → what is written of it.
    """
    value: dict[str, Any] = {
        "format": FORMAT,
        "title": report.title,
        "body": report.body,
        "year": report.year,
        "from": report.first.isoformat(),
        "to": report.last.isoformat(),
        "position": report.position,
        "figures": {one.id: _figure(one) for one in report.figures},
        "numbers": [
            {"figures": list(one.figures), "form": one.form, "text": one.text}
            for one in report.numbers()
        ],
        "prose": {part: one.text for part, one in prose.items() if one.text},
    }
    return encode(value)


def read_snapshot(content: bytes) -> Snapshot | None:
    """What a file says was handed in; None where it is no snapshot.

    Args:
        content: of the file.
    """
    try:
        value = decode(content)
    except ValueError:
        return None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return None
    return Snapshot(
        value["position"],
        value["from"],
        value["to"],
        {name: one["told"] for name, one in value["figures"].items()},
        {("+".join(one["figures"]), one["form"]): one["text"] for one in value["numbers"]},
    )


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "name": one.name,
        "unit": one.unit,
        "value": None if one.value is None else plain(one.value, one.unit),
        "told": told(one.value, one.unit),
        "count": one.count,
    }
