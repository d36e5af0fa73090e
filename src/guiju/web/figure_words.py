"""Figures in words: what one counts, and how its value is written. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from guiju.figures.definitions import BODY, TIMES
from guiju.lawbook.guard_words import words
from guiju.reports.printing import FEN, PERCENT, YUAN, printed
from guiju.web.wording import clock_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from guiju.figures.answers import Key, Number
    from guiju.figures.definitions import Definition
    from guiju.ui.tables import Kind

NOTHING: Final = "—"
UNSET: Final = "（未填）"
CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")
POINTS: Final = "个百分点"
MUCH: Final = 1_000_000
"""One 万元 in 分."""


class Said(NamedTuple):
    """A part of a definition: what it is about, and what it says."""

    label: str
    text: str


def number_text(value: Number | None, unit: str) -> str:
    """A value without its unit: 1,234 · 17,630.00 · 66.7%.

    Args:
        value: as counted; money in 分.
        unit: the figure's.
    """
    if value is None:
        return NOTHING
    if unit == YUAN:
        return f"{Decimal(value) / FEN:,.2f}"
    if unit == PERCENT:
        return printed(value, unit)
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def value_text(value: Number | None, unit: str) -> str:
    """A value with its unit.

    Args:
        value: as counted; money in 分.
        unit: the figure's.
    """
    text = number_text(value, unit)
    return text if value is None or unit == PERCENT else f"{text} {unit}"


def change_text(now: Number | None, before: Number | None, unit: str) -> str:
    """What became of a value in a year: +12（+8.5%）; of a share, in points.

    Args:
        now: the value.
        before: the value a year before.
        unit: the figure's.
    """
    if now is None or before is None:
        return NOTHING
    change = Decimal(now) - Decimal(before)
    if unit == PERCENT:
        return f"{change.quantize(TENTH, ROUND_HALF_UP):+}{POINTS}"
    if not change:
        return "持平"
    exact: int | Decimal = int(change) if change == int(change) else change
    sign = "+" if change > 0 else "-"
    return f"{sign}{number_text(exact if exact > 0 else -exact, unit)}{_percent(change, before)}"


def _percent(change: Decimal, before: Number) -> str:
    if not before:
        return ""
    share = (change * 100 / Decimal(before)).quantize(TENTH, ROUND_HALF_UP)
    return f"（{share:+}%）"


def column_kind(unit: str) -> Kind:
    """How a column of values is aligned."""
    kinds: dict[str, Kind] = {YUAN: "money", PERCENT: "percent"}
    return kinds.get(unit, "number")


def charted(value: Number | None, unit: str) -> Number:
    """A value as a chart takes it: money in 元, nothing as 0."""
    if value is None:
        return 0
    if unit == YUAN:
        return (Decimal(value) / FEN).quantize(CENT)
    return (
        value.quantize(TENTH, ROUND_HALF_UP)
        if unit == PERCENT and isinstance(value, Decimal)
        else value
    )


def chart_scale(
    values: Iterable[Number | None], unit: str
) -> tuple[str, Callable[[Number | None], Number]]:
    """The unit a chart tells values in, and how one is told: much money in 万元, so that it fits beside its mark.

    Args:
        values: all that the chart shows.
        unit: the figure's.
    """
    most = max((value or 0 for value in values), default=0)
    if unit != YUAN or most < MUCH:
        return unit, lambda value: charted(value, unit)
    return "万元", lambda value: (Decimal(value or 0) / MUCH).quantize(CENT, ROUND_HALF_UP)


def key_text(key: Key) -> str:
    """What a part is called where its field is unset too."""
    return UNSET if key is None else key


def definition_words(
    figure: Definition, types: Mapping[str, str], names: Mapping[str, str]
) -> list[Said]:
    """What a figure counts, in words.

    Args:
        figure: the figure.
        types: field → its type, of the figure's procedure.
        names: id → name of the figures a share is made of.
    """
    if figure.how == "share":
        above, below = (names.get(one, one) for one in figure.share)
        return [
            Said("怎么算", f"“{above}”除以“{below}”，以 {figure.unit} 表示"),
            Said("没有分母时", "期间内分母是零的，不算比率，显示“—”"),
        ]
    said = [Said("数什么", _counted(figure)), Said("算在哪一天", _day(figure))]
    if figure.when is not None:
        said.append(Said("条件", f"{words(figure.when.tree, types)}；没有填的不算"))
    if figure.by:
        said.append(Said("可以分成", "、".join(map(_split, figure.by))))
    said.append(Said("更正和撤销", "已经更正的按更正后的算，已撤销的录入不算，既成事实登记不算"))
    return said


def _counted(figure: Definition) -> str:
    acts = "、".join(f"“{clock_text(act)}”" for act in figure.acts)
    if figure.valid:
        return f"由{acts}列入、期末最后一天仍然有效的条目"
    if figure.field is not None:
        return f"每一次{acts}填写的“{figure.field}”，加在一起"
    return f"{acts}的次数，一次算一{figure.unit}"


def _day(figure: Definition) -> str:
    if figure.valid:
        return "期末最后一天：看当天有效的，不看哪一天列入"
    return "登记的那一天" if figure.on == "recorded" else "办理的那一天，补录的也算在办理日"


def _split(name: str) -> str:
    return {BODY: "各单位", **{one: f"各{one}" for one in TIMES}}.get(name, name)


def holds(name: str, typed: str) -> bool:
    """Whether a name contains every word typed."""
    return all(word in name for word in typed.split())


def by_value(parts: Mapping[Key, Number | None]) -> list[tuple[Key, Number | None]]:
    """The parts of a value, the largest first."""
    return sorted(parts.items(), key=lambda part: (-(part[1] or 0), str(part[0])))


def total(contributions: Iterable[Number]) -> Number:
    """What contributions add up to."""
    return sum(contributions, 0)
