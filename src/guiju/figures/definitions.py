"""The figures of the catalog, each with what is needed to count it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from guiju.figures.columns import Columns, columns_of
from guiju.figures.errors import refuse
from guiju.matters import rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from guiju.lawbook.schema import Expression, FigureSpec, Procedure, Rule

BODY: Final = "单位"
DAY: Final = "日"
TIMES: Final = ("月", "季", "年", DAY)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from one to another, both included.

    Attributes:
        first: the first day.
        last: the last day.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            refuse(
                "figure.period",
                f"统计期间从{self.first}到{self.last}，起日在止日之后。请把起止日期对调。",
            )

    def __str__(self) -> str:
        return f"{self.first}至{self.last}"

    def year_before(self) -> Period:
        """The same days of the year before; a last day of a month stays one."""
        return Period(_year_before(self.first), _year_before(self.last, keep_end=True))


def _year_before(day: date, *, keep_end: bool = False) -> date:
    end = monthrange(day.year - 1, day.month)[1]
    at_end = keep_end and day.day == monthrange(day.year, day.month)[1]
    return day.replace(year=day.year - 1, day=end if at_end else min(day.day, end))


@dataclass(frozen=True, slots=True)
class Closing:
    """Acts that end an entry, and on what condition.

    Attributes:
        acts: the acts.
        when: the condition of the rule, or None.
    """

    acts: tuple[str, ...]
    when: Expression | None


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure as the catalog defines it.

    Attributes:
        id: its id, one in the whole catalog.
        procedure: id of the procedure it counts.
        name: Chinese name.
        unit: what it counts in; ``元`` for sums of money, whose value is in 分.
        how: ``count``, ``sum`` or ``share``.
        acts: acts counted, former names included.
        field: the field summed.
        carried: fields that every act counted can carry itself.
        share: ids of numerator and denominator.
        valid: entries in force on the last day are counted, not acts of the period.
        closings: what ends an entry; it is still in force on the day of the act.
        when: what an act must satisfy.
        clocks: which of the acts are clock events, derived because nobody performs them.
        on: ``done`` or ``recorded``: the day that decides the period.
        by: what it is split by, in order.
    """

    id: str
    procedure: str
    name: str
    unit: str
    how: str
    acts: tuple[str, ...] = ()
    field: str | None = None
    carried: frozenset[str] = frozenset()
    share: tuple[str, ...] = ()
    valid: bool = False
    closings: tuple[Closing, ...] = ()
    when: Expression | None = None
    clocks: frozenset[str] = frozenset()
    on: str = "done"
    by: tuple[str, ...] = ()

    def fields_split(self) -> tuple[str, ...]:
        """The fields among what it is split by."""
        return tuple(name for name in self.by if name != BODY and name not in TIMES)

    def split_like(self, other: Definition) -> Definition:
        """The same figure, split as another is."""
        return replace(self, by=other.by)


@dataclass(frozen=True)
class Shelf:
    """Every figure and every procedure's columns.

    Attributes:
        figures: id → definition.
        by_procedure: procedure → columns.
    """

    figures: Mapping[str, Definition]
    by_procedure: Mapping[str, Columns]

    def figure(self, identifier: str) -> Definition:
        """A figure by its id.

        Raises:
            FigureError: ``figure.unknown``.
        """
        found = self.figures.get(identifier)
        if found is None:
            refuse(
                "figure.unknown",
                f"没有名为“{identifier}”的指标。请在指标目录中选取，目录里现有{len(self.figures)}项。",
            )
        return found

    def columns(self, procedure: str) -> Columns:
        """The columns of a procedure; one that the catalog lacks has only those every act has."""
        return self.by_procedure.get(procedure) or Columns(procedure)

    def counted(self, figure: Definition) -> tuple[Definition, ...]:
        """The figures whose acts make a figure: itself, or the two parts of a share, split as it is.

        Raises:
            FigureError: ``figure.unknown`` or ``figure.nested`` for a share of a share.
        """
        if figure.how != "share":
            return (figure,)
        parts = tuple(self.figure(one).split_like(figure) for one in figure.share)
        for part in parts:
            if part.how == "share":
                refuse(
                    "figure.nested",
                    f"指标“{figure.name}”的一部分“{part.name}”本身是比率，不能再作比。请改用它的分子、分母。",
                )
        return parts


def shelf_of(procedures: Iterable[Procedure]) -> Shelf:
    """The figures and columns of procedures; of several versions the latest defines a figure.

    Args:
        procedures: every version of every procedure.
    """
    versions: dict[str, list[Procedure]] = {}
    for procedure in sorted(procedures, key=lambda one: (one.id, one.version)):
        versions.setdefault(procedure.id, []).append(procedure)
    figures = {
        str(figure.id): define(figure, version)
        for listed in versions.values()
        for version in listed
        for figure in version.figures
    }
    return Shelf(figures, {name: columns_of(listed) for name, listed in versions.items()})


def define(figure: FigureSpec, procedure: Procedure) -> Definition:
    """A figure with what its procedure says about it.

    Args:
        figure: as written in the catalog.
        procedure: the version it is written in.
    """
    acts = [str(act) for act in figure.acts]
    fields = [
        frozenset(map(str, procedure.acts[act].fields)) for act in acts if act in procedure.acts
    ]
    return Definition(
        str(figure.id),
        procedure.id,
        figure.name,
        figure.unit,
        figure.how,
        _with_former(acts, procedure),
        str(figure.field) if figure.field is not None else None,
        frozenset.intersection(*fields) if fields else frozenset(),
        tuple(map(str, figure.share)),
        figure.valid,
        tuple(_closing(rule, procedure) for rule in procedure.rules if rule.kind == "closes"),
        figure.when,
        frozenset(act for act in acts if act in procedure.acts and procedure.acts[act].clock),
        figure.on,
        tuple(map(str, figure.by)),
    )


@cache
def shelf() -> Shelf:
    """The figures of the program's own catalog, read once a process."""
    return shelf_of(rulebook.catalog())


def _closing(rule: Rule, procedure: Procedure) -> Closing:
    return Closing(_with_former(map(str, rule.names["closes"]), procedure), rule.when)


def _with_former(acts: Iterable[str], procedure: Procedure) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for act in acts:
        names[act] = None
        if act in procedure.acts:
            names.update(dict.fromkeys(map(str, procedure.acts[act].was)))
    return tuple(names)
