"""What people type, read into values: money, days, numbers, answers. Pure functions.

Each reader takes the text as typed and the field's rules, and gives the value as the record keeps it; what it cannot read it says in a
sentence that continues the field's name. An empty text never reaches a reader.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.pinned import FieldRules

WIDE = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # digits, letters and signs
    0x3000: " ",
    0x2014: "-",
}
MONEY = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?", re.ASCII)
WHOLE = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,15}(\.\d{1,9})?", re.ASCII)
DAYS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
CLOCK = re.compile(r"(\d{1,2})(?::|时|点)(\d{1,2})分?", re.ASCII)
ANSWERS = {"yes": True, "no": False}
YUAN_DIGITS, WHOLE_DIGITS, SEQ_DIGITS = 13, 15, 9


class UnreadableError(ValueError):
    """What was typed cannot be read.

    Attributes:
        sentence: Chinese, continues the field's name.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def tidy(text: str) -> str:
    """Full-width digits and signs made half-width, blanks at the ends cut off."""
    return text.translate(WIDE).strip()


def read_money(text: str) -> int:
    """An amount typed in 元, as 分.

    Raises:
        UnreadableError: not an amount in 元, or beyond any; 万元 is refused, since a slip would be ten-thousandfold.
    """
    typed = tidy(text).removeprefix("¥").removeprefix("\uffe5").removesuffix("元").strip()
    if "万" in typed or "亿" in typed:
        _unreadable("请以元为单位写全，不用“万”“亿”。例：1.2万元写作 12,000.00。")
    if not MONEY.fullmatch(typed):
        _unreadable("应是以元为单位的金额，最多两位小数。例：17,630.00。")
    yuan, _, cents = typed.replace(",", "").partition(".")
    if len(yuan.lstrip("-")) > YUAN_DIGITS:
        _unreadable(f"太大，元以上最多{YUAN_DIGITS}位。请核对位数。")
    fen = int(yuan.lstrip("-")) * 100 + int(cents.ljust(2, "0") or "0")
    return -fen if yuan.startswith("-") else fen


def read_whole(text: str, unit: str = "") -> int:
    """A whole number, with or without separators and its unit.

    Raises:
        UnreadableError: not a whole number.
    """
    typed = tidy(text)
    if unit:
        typed = typed.removesuffix(unit).strip()
    if not WHOLE.fullmatch(typed):
        what = f"以{unit}为单位的整数" if unit else "整数"
        _unreadable(f"应是{what}。例：12。")
    digits = typed.replace(",", "")
    if len(digits.lstrip("-")) > WHOLE_DIGITS:
        _unreadable(f"太大，最多{WHOLE_DIGITS}位。请核对位数。")
    return int(digits)


def read_seq(text: str) -> int | None:
    """The number of the last act that a form was made on; None for what no form of this site sends."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= SEQ_DIGITS else None


def read_decimal(text: str, unit: str = "") -> str:
    """A decimal as text; nothing is rounded.

    Raises:
        UnreadableError: not a decimal of at most nine places.
    """
    typed = tidy(text)
    if unit:
        typed = typed.removesuffix(unit).strip()
    if not DECIMAL.fullmatch(typed):
        _unreadable("应是数，小数最多九位。例：12.5。")
    return typed


def read_day(text: str) -> str:
    """A day, however people write it, as 2026-03-18.

    Raises:
        UnreadableError: not a day of the calendar.
    """
    typed = tidy(text).replace(" ", "")
    match = next(filter(None, (pattern.fullmatch(typed) for pattern in DAYS)), None)
    if match is None:
        _unreadable("应是日期，年份写四位。例：2026-03-18 或者 2026年3月18日。")
    return _real_day(*(int(part) for part in match.groups()))


def read_clock(text: str) -> str:
    """A time of day, as 09:30.

    Raises:
        UnreadableError: not a time of day.
    """
    match = CLOCK.fullmatch(tidy(text).replace(" ", ""))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        _unreadable("应是时刻，用二十四小时制。例：09:30。")
    return f"{int(match[1]):02d}:{int(match[2]):02d}"


def read_answer(text: str) -> bool:
    """是 or 否.

    Raises:
        UnreadableError: neither was chosen.
    """
    if text not in ANSWERS:
        _unreadable("应答是或者否，请选一个。")
    return ANSWERS[text]


def read_party(parts: Mapping[str, str]) -> dict[str, str] | None:
    """A party from its inputs; None when all are empty.

    Args:
        parts: name, kind, code, document, address, head, as typed.
    """
    typed = {key: text.strip() for key, text in parts.items()}
    typed["code"] = typed.get("code", "").translate(WIDE).upper().replace(" ", "")
    given = {key: text for key, text in typed.items() if text}
    return given or None


def read_value(spec: FieldRules, text: str) -> Any:
    """A value of one input by the type of its field.

    Raises:
        UnreadableError: with the sentence of the type's reader.
    """
    return _READERS.get(spec.type, _line)(spec, text)


def _real_day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        _unreadable("不是日历上的日子，请核对年、月、日。")


def _unreadable(sentence: str) -> NoReturn:
    raise UnreadableError(sentence)


def _line(_spec: FieldRules, text: str) -> str:
    return text.strip()


def _paragraph(_spec: FieldRules, text: str) -> str:
    return text.replace("\r\n", "\n").strip()


_READERS: dict[str, Callable[[FieldRules, str], Any]] = {
    "money": lambda _spec, text: read_money(text),
    "int": lambda spec, text: read_whole(text, spec.unit),
    "decimal": lambda spec, text: read_decimal(text, spec.unit),
    "percent": lambda _spec, text: read_decimal(text, "%"),
    "date": lambda _spec, text: read_day(text),
    "time": lambda _spec, text: read_clock(text),
    "yesno": lambda _spec, text: read_answer(text),
    "region": lambda _spec, text: tidy(text),
    "paragraph": _paragraph,
}
