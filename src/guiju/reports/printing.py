"""How a number is printed in a report."""

from __future__ import annotations

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Number = int | Decimal
YUAN, PERCENT = "元", "%"
FEN: Final = 100
TEN_THOUSAND: Final = 10_000


def in_unit(value: Number, unit: str) -> Number:
    """A figure's value in its unit: money is kept in 分 and told in 元.

    Args:
        value: as counted.
        unit: the figure's unit.
    """
    return Decimal(value) / FEN if unit == YUAN else value


def printed(value: Number | None, unit: str, form: str = "") -> str:
    """A value as it stands in a sentence; the unit is the sentence's own word, except for %.

    Args:
        value: in its unit; None where there was nothing to divide by.
        unit: the figure's unit.
        form: one of ``FORMS``; empty: as it is.
    """
    if value is None:
        return "—"
    if form:
        return FORMS[form](Decimal(value), unit)
    return _plain(value, unit)


def _plain(value: Number, unit: str) -> str:
    if unit == PERCENT:
        return f"{_short(Decimal(value).quantize(Decimal('0.1'), ROUND_HALF_UP))}%"
    return _short(Decimal(value))


def _short(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _more_than(step: int, mark: str = "") -> Callable[[Decimal, str], str]:
    """Print the last full step, with 余 where there is more; below one step the number itself."""
    divisor = TEN_THOUSAND if mark else 1

    def form(value: Decimal, unit: str) -> str:
        full = (value // step) * step
        if not full:
            return _plain(value, unit)
        return f"{_short(full / divisor)}{mark}{'余' if value > full else ''}"

    return form


def _at_least(value: Decimal, unit: str) -> str:
    full = value.to_integral_value(ROUND_FLOOR)
    return f"{_short(full)}{unit if unit == PERCENT else ''}{'以上' if value > full else ''}"


def _ten_thousands(value: Decimal, unit: str) -> str:
    return f"{_short(value / TEN_THOUSAND)}万{unit}"


FORMS: Final[Mapping[str, Callable[[Decimal, str], str]]] = {
    "余10": _more_than(10),
    "余100": _more_than(100),
    "余1000": _more_than(1000),
    "万余": _more_than(TEN_THOUSAND, "万"),
    "以上": _at_least,
    "万元": _ten_thousands,
}
