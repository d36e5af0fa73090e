"""What stands in a cell, read into the value of a field, in all the ways people type it. Pure functions."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, NoReturn

from guiju.exchange.sheets import Broken, as_text

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDE: Final = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # digits, letters and signs
    0x3000: " ", 0xA0: " ", 0x2014: "-", 0x2013: "-", 0x2212: "-", 0x2010: "-",
}  # fmt: skip
FIRST_DAY: Final = dt.date(1899, 12, 30)
EARLIEST_SERIAL, LATEST_SERIAL = 10_000, 80_000
BETWEEN_CALENDARS: Final = 1462
TIME_AFTER: Final = re.compile(r"(?:T|\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$", re.ASCII)
WEEKDAY: Final = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?$")
DAYS: Final = (
    re.compile(r"(\d{4})[-/.、](\d{1,2})[-/.、](\d{1,2})[日号.]?", re.ASCII),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII),
)
CHINESE: Final = {sign: str(digit) for digit, sign in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "\uff2f": "0"}  # fmt: skip
CHINESE_DAY: Final = re.compile(r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?")  # fmt: skip
NUMBER: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
MULTIPLES: Final = {"": 1, "元": 1, "圆": 1, "千元": 1_000, "万": 10_000, "万元": 10_000, "百万元": 1_000_000, "亿": 10**8, "亿元": 10**8}  # fmt: skip
MONEY: Final = re.compile(r"(?:人民币|RMB|CNY|¥)?\s*([-+]?[\d,]+(?:\.\d+)?)\s*(元|圆|千元|万|万元|百万元|亿|亿元)?整?", re.ASCII | re.IGNORECASE)  # fmt: skip
YUAN_DIGITS, WHOLE_DIGITS = 13, 15
YES: Final = frozenset({"是", "有", "√", "✓", "✔", "☑", "对", "已", "y", "yes", "true", "t", "1", "真", "属于", "合格", "符合"})  # fmt: skip
NO: Final = frozenset({"否", "无", "\u00d7", "✗", "✘", "x", "☒", "错", "未", "没有", "n", "no", "false", "f", "0", "假", "不是", "不属于", "不合格", "不符合"})  # fmt: skip
CLOCK: Final = re.compile(r"(\d{1,2})(?::|时|点)(\d{1,2})(?:分|:\d{2})?", re.ASCII)
NOISE: Final = re.compile(r"[\s·•，,。.、；;：:“”\"'\u2018\u2019（）()\[\]【】《》〈〉/_-]")
GUARDED: Final = re.compile(r"'(?=[=+\-@\t\r])")
SHORTENED: Final = 1e15
EXACT: Final = Decimal("0.0000001")


class UnreadableError(ValueError):
    """A cell that cannot be read.

    Attributes:
        sentence: Chinese, continues the column's name.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def plain(value: Any) -> str:
    """A cell as half-width text; what cannot be used is refused.

    Raises:
        UnreadableError: an error value, or a formula without result.
    """
    if isinstance(value, Broken):
        _unreadable(f"是{value.what}，没有可用的内容。请在表格里改正后再上传。")
    if isinstance(value, float) and abs(value) >= SHORTENED:
        _unreadable("是超过15位的数字，表格已经丢失末几位。请把这一列设成文本后重新填写。")
    return as_text(value).translate(WIDE).strip()


def whole_text(value: Any) -> str:
    """A cell as text, untouched but for blanks at the ends and the apostrophe that guards a formula's sign.

    Raises:
        UnreadableError: an error value, or a formula without result.
    """
    if isinstance(value, Broken | float):
        return plain(value)
    text = as_text(value)
    return text[1:] if GUARDED.match(text) else text


def read_day(value: Any, *, first_1904: bool = False) -> str:
    """A day, however it was typed, as 2026-03-18.

    Args:
        value: text, number or day of a cell.
        first_1904: bare day numbers count from 1904.

    Raises:
        UnreadableError: no day of the calendar, or one without its year.
    """
    if isinstance(value, dt.date):
        return (value.date() if isinstance(value, dt.datetime) else value).isoformat()
    text = _whole_number(plain(value))
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return _serial(int(text), first_1904=first_1904)
    typed = WEEKDAY.sub("", TIME_AFTER.sub("", text)).replace(" ", "")
    for pattern in DAYS:
        match = pattern.fullmatch(typed)
        if match:
            return _real_day(*(int(part) for part in match.groups()))
    match = CHINESE_DAY.fullmatch(typed)
    if match:
        year = int("".join(CHINESE[sign] for sign in match[1]))
        return _real_day(year, _chinese_number(match[2]), _chinese_number(match[3]))
    return _unreadable(f"“{_short(text)}”不是完整的日期。请写四位年份和月、日，例：2026-03-18。")


def read_money(value: Any, multiple: int = 1) -> int:
    """An amount as 分.

    Args:
        value: a number, or text such as 1.2万元.
        multiple: what one unit of the column is worth in 元, where the cell does not say itself.

    Raises:
        UnreadableError: no amount, or one finer than 分.
    """
    text = plain(value)
    match = MONEY.fullmatch(text.replace("\uffe5", "¥").replace(" ", ""))
    if not match or not NUMBER.fullmatch(match[1]):
        _unreadable(f"“{_short(text)}”不是金额。请填数字，例：17630.00 或者 1.2万元。")
    unit = MULTIPLES[match[2]] if match[2] else multiple
    fen = _exact(Decimal(match[1].replace(",", "")) * unit * 100, "金额精确到分，最多两位小数")
    if abs(fen) >= 10 ** (YUAN_DIGITS + 2):
        _unreadable(f"太大，元以上最多{YUAN_DIGITS}位。请核对单位和位数。")
    return fen


def read_whole(value: Any, unit: str = "") -> int:
    """A whole number, with or without separators and its unit.

    Raises:
        UnreadableError: not a whole number.
    """
    text = _without_unit(plain(value), unit)
    if not NUMBER.fullmatch(text):
        _unreadable(f"“{_short(text)}”不是整数。请只填数字，例：12。")
    number = _exact(Decimal(text.replace(",", "")), "应是整数")
    if abs(number) >= 10**WHOLE_DIGITS:
        _unreadable(f"太大，最多{WHOLE_DIGITS}位。请核对位数。")
    return number


def read_decimal(value: Any, unit: str = "") -> str:
    """A decimal as text, of at most nine places.

    Raises:
        UnreadableError: not a number.
    """
    text = _without_unit(plain(value), unit).replace(",", "")
    if isinstance(value, float):
        # A computed number carries the noise of its binary form: 0.1 + 0.2.
        text = _trimmed(Decimal(f"{value:.12g}"))
    try:
        number = Decimal(text)
    except InvalidOperation:
        _unreadable(f"“{_short(text)}”不是数。请只填数字，例：12.5。")
    shown = _trimmed(number) if number.is_finite() else ""
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,9})?", shown, re.ASCII):
        _unreadable(f"“{_short(text)}”不是数，或者小数超过九位。例：12.5。")
    return shown


def read_percent(value: Any) -> str:
    """Percentage points as text: 12.5% and 12.5 are the same; what a sheet shows as percent comes with its sign.

    Raises:
        UnreadableError: not a number.
    """
    return read_decimal(plain(value).removesuffix("%").strip() if isinstance(value, str) else value)


def read_answer(value: Any) -> bool:
    """是 or 否, by word or mark.

    Raises:
        UnreadableError: neither.
    """
    if isinstance(value, bool):
        return value
    text = plain(value).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    return _unreadable(f"“{_short(text)}”看不出是或者否。请填“是”或者“否”。")


def read_choice(value: Any, choices: Sequence[str]) -> str:
    """One of the choices; blanks, punctuation and full-width forms make no difference.

    Raises:
        UnreadableError: none of them, or one of several alike.
    """
    text = whole_text(value)
    if text in choices:
        return text
    wanted = bare(text)
    found = [one for one in choices if bare(one) == wanted]
    if len(found) == 1:
        return found[0]
    return _unreadable(f"“{_short(text)}”不在可选的范围内。只能填：{'、'.join(choices)}。")


def read_clock(value: Any) -> str:
    """A time of day, as 09:30.

    Raises:
        UnreadableError: not a time of day.
    """
    if isinstance(value, dt.datetime | dt.time):
        return f"{value:%H:%M}"
    match = CLOCK.fullmatch(plain(value).replace(" ", ""))
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        _unreadable("应是时刻，用二十四小时制，例：09:30。")
    return f"{int(match[1]):02d}:{int(match[2]):02d}"


def read_region(value: Any) -> str:
    """A region's code without what a number's cell adds to it.

    Raises:
        UnreadableError: an error value.
    """
    return _whole_number(plain(value)).replace(" ", "")


def bare(text: str) -> str:
    """A text without blanks and punctuation, full-width forms made half-width, in small letters: for comparing."""
    return NOISE.sub("", text.translate(WIDE)).lower()


def _serial(number: int, *, first_1904: bool) -> str:
    if not EARLIEST_SERIAL <= number <= LATEST_SERIAL:
        _unreadable(f"“{number}”不是完整的日期。请写四位年份和月、日，例：2026-03-18。")
    days = number + (BETWEEN_CALENDARS if first_1904 else 0)
    return (FIRST_DAY + dt.timedelta(days=days)).isoformat()


def _chinese_number(text: str) -> int:
    """一 to 九十九."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int("".join(CHINESE[sign] for sign in text))
    return int(CHINESE.get(tens, "1")) * 10 + int(CHINESE.get(ones, "0"))


def _real_day(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        _unreadable(f"{year}年{month}月{day}日不是日历上的日子。请核对。")


def _exact(number: Decimal, what: str) -> int:
    """The whole number; what only a computation's binary noise adds is no reason to refuse.

    Raises:
        UnreadableError: it is not whole.
    """
    nearest = number.to_integral_value()
    if abs(number - nearest) > EXACT * max(Decimal(1), abs(number) / 1000):
        _unreadable(f"{what}。请核对后改正。")
    return int(nearest)


def _without_unit(text: str, unit: str) -> str:
    return text.removesuffix(unit).strip() if unit else text


def _whole_number(text: str) -> str:
    return text.removesuffix(".0") if re.fullmatch(r"\d+\.0", text, re.ASCII) else text


def _trimmed(number: Decimal) -> str:
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text if text not in {"-0", ""} else "0"


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"


def _unreadable(sentence: str) -> NoReturn:
    raise UnreadableError(sentence)
