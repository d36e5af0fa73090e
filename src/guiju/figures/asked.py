"""A figure as it is asked for: which fields it reads, and how deep its acts are gone into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD

if TYPE_CHECKING:
    from guiju.figures.columns import Columns
    from guiju.figures.definitions import Definition

DAYS: Final = {"done": "done_on", "recorded": "recorded_on"}


class Depth(IntEnum):
    """How much is wanted of what makes a figure."""

    TOTALS = 0
    """The totals only."""
    ACTS = 1
    """Single acts."""
    LOOKED_UP = 2
    """Single acts, each with the values it does not carry looked up in its matter."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure to be counted.

    Attributes:
        figure: its definition; not a share.
        columns: those of its procedure.
        depth: how much is wanted of it.
    """

    figure: Definition
    columns: Columns
    depth: Depth

    @property
    def day(self) -> str:
        """The column of the day that decides the period."""
        return DAYS[self.figure.on]

    @property
    def looks_up(self) -> bool:
        """Whether values are looked up in the matter."""
        return self.depth is Depth.LOOKED_UP

    def fields(self) -> list[str]:
        """The fields of the acts that are counted, in order."""
        wanted = _read(self.figure)
        if self.figure.field is not None:
            wanted.add(self.figure.field)
        if self.figure.valid:
            wanted |= {FIRST_DAY_FIELD, LAST_DAY_FIELD} & self.columns.by_field.keys()
        return sorted(wanted)

    def looked_up(self) -> list[str]:
        """Those fields that are looked up in the matter where an act carries none, in order."""
        figure = self.figure
        own = {figure.field} - _read(figure) if not figure.valid else set()
        return [one for one in self.fields() if one not in own & figure.carried]


def depth_of(figure: Definition) -> Depth:
    """How deep a figure is to be counted at first: at once looked up where an act cannot carry what is read."""
    carried = _read(figure) | ({figure.field} - {None}) <= figure.carried
    return Depth.TOTALS if carried and not figure.valid else Depth.LOOKED_UP


def _read(figure: Definition) -> set[str]:
    read = set(figure.fields_split())
    if figure.when is not None:
        read |= figure.when.reads | figure.when.asks
    return read
