"""The words of the catalog's expressions: signs, amounts, and the kinds of value."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.schema import Tree

MARKS: Final = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
ORDERED: Final = ("lt", "le", "gt", "ge")
ADDED: Final = ("money", "int", "decimal")
NO_OPERANDS: Final = (
    *MARKS, "and", "or", "not", "in", "set", "", "=", "!", ")", "]", "[", ",", "+",
)  # fmt: skip
YES_NO: Final = {"是": True, "否": False}
FULL_WIDTH: Final = {
    "，": ",",
    "（": "(",
    "）": ")",
    "：": ":",
    "\uff1d": "=",
    "\uff1e": ">",
    "\uff1c": "<",
    "\uff0b": "+",
}
TOKEN: Final = re.compile(r"\s*(==|!=|<=|>=|<|>|\(|\)|\[|\]|,|\+|[^\s()\[\],=!<>+]+|[=!])")
AMOUNT: Final = re.compile(r"(-?\d+(?:\.\d+)?)(元|万元|亿元|%)?", re.ASCII)
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MAX_DEPTH: Final = 24
LATER: Final = re.compile(r"(\d{1,4})(wd|d|m|y)", re.ASCII)
ACT_DAY: Final = "办理日"
FEN: Final = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}

KIND_OF_FIELD: Final = {
    "yesno": "yesno",
    "choice": "choice",
    "int": "int",
    "money": "money",
    "decimal": "decimal",
    "percent": "percent",
    "date": "date",
    "time": "time",
}
GUARDABLE: Final = ("yesno", "choice", "int", "money")
NAMES: Final = {
    "yesno": "是否",
    "choice": "选项",
    "int": "整数",
    "money": "金额",
    "decimal": "小数",
    "percent": "百分比",
    "date": "日期",
    "time": "时刻",
    "duration": "期限",
    "length": "一段时间",
    "text": "文本",
}


class Named(Protocol):
    """What an expression reads of a field, of the catalog or as pinned."""

    @property
    def type(self) -> str:
        """Its kind of value."""

    @property
    def choice(self) -> tuple[str, ...]:
        """What a choice offers."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What an expression may name.

    Attributes:
        fields: Name → field of the procedure.
        parameters: Name → kind of value.
        exact: Whether decimals, percents and days may be read too and sums written, which only proposals can.
    """

    fields: Mapping[str, Named]
    parameters: Mapping[str, str]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression: its tree, its kind of value, the word or the choice it is."""

    tree: Tree
    kind: str
    word: str = ""
    choice: tuple[str, ...] = ()


def is_day(text: str) -> bool:
    """Tell whether `text` is a day of the calendar written as `2026-01-31`."""
    if not DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def parse_money(text: str) -> int | None:
    """Return the 分 of `5000元` or `1.5万元`; None where `text` is no amount of whole 分."""
    match = AMOUNT.fullmatch(text)
    if match is None or match[2] not in FEN:
        return None
    fen = Decimal(match[1]) * FEN[match[2]]
    return int(fen) if fen == fen.to_integral_value() else None
