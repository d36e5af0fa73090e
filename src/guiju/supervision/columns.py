"""The columns of the overview: each gives a number and a word for every row, by one grouped question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask_by_body, known_figures
from guiju.matters import tallies
from guiju.matters.rulebook import calendar, catalog
from guiju.procedure import add, parse_duration

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from decimal import Decimal

    from guiju.people.viewer import Viewer

SOON = "3wd"
DAWN = date(1900, 1, 1)
MOST = 10
DEFAULT = ("overdue", "soon", "open", "last", "certified")
PERSONAL = ("overdue", "soon", "open")
REPORTED, AGE, FIGURE = "reported:", "age:", "figure:"


class Value(NamedTuple):
    """A cell: a number, the word beside it, its colour.

    Attributes:
        number: as people read it; empty for none.
        word: what it means.
        tone: red 逾期, amber 将到期; empty for neither.
        exact: the number to compute with; None for none.
    """

    number: str
    word: str
    tone: str = ""
    exact: int | Decimal | None = None


NOTHING = Value("0", "无", "", 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column one can choose.

    Attributes:
        id: its id, kept with the choice.
        label: its heading.
        group: what it is chosen under.
        unset: the cell of a row for which nothing is known.
    """

    id: str
    label: str
    group: str
    unset: Value = NOTHING


def measures() -> dict[str, Measure]:
    """Every column one can choose, by id."""
    known = [*_FIXED, *_per_procedure(), *_figures()]
    return {one.id: one for one in known}


def chosen(ids: Sequence[str]) -> list[Measure]:
    """The columns of some ids that exist, at most :data:`MOST`; the default ones where none does."""
    known = measures()
    found = [known[one] for one in dict.fromkeys(ids) if one in known][:MOST]
    return found or [known[one] for one in DEFAULT]


def by_unit(
    viewer: Viewer, columns: Sequence[Measure], units: Collection[str], today: date
) -> dict[str, dict[str, Value]]:
    """The cells of some bodies: column → body → value.

    Args:
        viewer: who reads; bodies not seen have no cell.
        columns: the columns.
        units: codes of the bodies.
        today: the civil day.
    """
    found = {
        one.id: _READERS[kind](viewer, units, today, rest)
        for one in columns
        for kind, rest in [split(one.id)]
        if kind in _READERS
    }
    return {**found, **_figures_by_unit(viewer, columns, today)}


def by_person(viewer: Viewer, today: date) -> dict[str, dict[str, Value]]:
    """The cells of the people of the viewer's body: column → person → value."""
    late = tallies.due_in_hand(viewer, DAWN, today - timedelta(1))
    near = tallies.due_in_hand(viewer, today, soon_day(today))
    held = tallies.in_hand(viewer)
    return {
        "overdue": {one: _late(count) for one, count in late.items()},
        "soon": {one: _near(count) for one, count in near.items()},
        "open": {one: _number(count, "件在办") for one, count in held.items()},
    }


def soon_day(today: date) -> date:
    """The last day that counts as about to fall due: three working days on."""
    return date.fromordinal(add(calendar(), today.toordinal(), parse_duration(SOON)))


def figure_period(today: date) -> Period:
    """The period figures are shown for: this year so far."""
    return Period(today.replace(month=1, day=1), today)


def counted_text(count: int) -> str:
    """A count as people read it; one that was cut off says so."""
    return f"{count:,}{'+' if count >= tallies.COUNTED_AT_MOST else ''}"


def _number(count: int, word: str, tone: str = "") -> Value:
    return Value(counted_text(count), word if count else "无", tone if count else "", count)


def _late(count: int) -> Value:
    return _number(count, "逾期", "red")


def _near(count: int) -> Value:
    return _number(count, "将到期", "amber")


def _overdue(viewer: Viewer, units: Collection[str], today: date, _: str) -> dict[str, Value]:
    counts = tallies.duties_due(viewer, units, DAWN, today - timedelta(1))
    return {unit: _late(count) for unit, count in counts.items()}


def _soon(viewer: Viewer, units: Collection[str], today: date, _: str) -> dict[str, Value]:
    counts = tallies.duties_due(viewer, units, today, soon_day(today))
    return {unit: _near(count) for unit, count in counts.items()}


def _open(viewer: Viewer, units: Collection[str], _today: date, _: str) -> dict[str, Value]:
    counts = tallies.matters_open(viewer, units)
    return {unit: _number(count, "件在办") for unit, count in counts.items()}


def _last(viewer: Viewer, units: Collection[str], today: date, _: str) -> dict[str, Value]:
    return {
        unit: Value(f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日", _ago(day, today), "", (today - day).days)
        for unit, day in tallies.last_begun(viewer, units).items()
    }  # fmt: skip


def _certified(viewer: Viewer, units: Collection[str], today: date, _: str) -> dict[str, Value]:
    counts = tallies.officers_certified(viewer, units, today)
    return {unit: _number(count, "人持证") for unit, count in counts.items()}


def _reported(
    viewer: Viewer, units: Collection[str], today: date, procedure: str
) -> dict[str, Value]:
    counts = tallies.matters_begun(viewer, units, procedure, today.replace(day=1))
    return {
        unit: Value(counted_text(count), "已报" if count else "未报", "", count)
        for unit, count in counts.items()
    }


def _age(viewer: Viewer, units: Collection[str], today: date, procedure: str) -> dict[str, Value]:
    days = tallies.lists_adjusted(viewer, units, [procedure])
    return {
        unit: Value(f"{(today - day).days:,}", "天未调整", "", (today - day).days)
        for (unit, _), day in days.items()
    }


def _figures_by_unit(
    viewer: Viewer, columns: Sequence[Measure], today: date
) -> dict[str, dict[str, Value]]:
    """All figures among the columns, counted together."""
    asked = [one.id.removeprefix(FIGURE) for one in columns if one.id.startswith(FIGURE)]
    if not asked:
        return {}
    units = {figure.id: figure.unit for figure in known_figures()}
    answers = ask_by_body(viewer, asked, figure_period(today))
    return {
        f"{FIGURE}{name}": {body: _figure(value, units[name]) for body, value in answer.items()}
        for name, answer in zip(asked, answers, strict=True)
    }


def _figure(value: int | Decimal, unit: str) -> Value:
    if unit == "元":
        return Value(f"{value / 100:,.2f}", unit, "", value)
    return Value(f"{value:,}", unit, "", value)


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return f"{days:,} 天前" if days > 0 else "今天"


_READERS: Mapping[str, Callable[[Viewer, Collection[str], date, str], dict[str, Value]]] = {
    "overdue": _overdue,
    "soon": _soon,
    "open": _open,
    "last": _last,
    "certified": _certified,
    REPORTED: _reported,
    AGE: _age,
}
_BASIC = "办理"
_FIXED = (
    Measure("overdue", "逾期", _BASIC),
    Measure("soon", "三个工作日内到期", _BASIC),
    Measure("open", "在办", _BASIC),
    Measure("last", "上次登记日", _BASIC, Value("—", "从未登记")),
    Measure("certified", "持证人数", _BASIC),
)


def split(identifier: str) -> tuple[str, str]:
    """A column's id as its kind and, where it is about one, its procedure."""
    for prefix in (REPORTED, AGE):
        if identifier.startswith(prefix):
            return prefix, identifier.removeprefix(prefix)
    return identifier, ""


def _per_procedure() -> list[Measure]:
    found = []
    for name, versions in catalog().versions.items():
        called = versions[-1].name
        if versions[-1].kind == tallies.LIST:
            found.append(
                Measure(f"{AGE}{name}", f"{called}的清单年龄", "清单", Value("—", "没有建立"))
            )
        else:
            label = f"本月{called}"
            found.append(Measure(f"{REPORTED}{name}", label, "本月是否报", Value("0", "未报")))
    return found


def _figures() -> list[Measure]:
    return [
        Measure(f"{FIGURE}{one.id}", one.name, "指标（本年）", Value("0", one.unit, "", 0))
        for one in known_figures()
    ]
