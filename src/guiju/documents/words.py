"""Values as paper says them: amounts in figures and capitals, days, text without what no paper can hold. Pure."""

from __future__ import annotations

import re
from datetime import date

DIGITS = "零壹贰叁肆伍陆柒捌玖"
NUMERALS = "零一二三四五六七八九"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "兆")
GROUP = 10_000
YUAN = "元"
LAW = re.compile(r"(^|、)(?!第)([^、《》第]+)(?<!号)(?=第)")
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
LONGEST_TITLE = 200


def printable(text: str) -> str:
    """A text without signs that no paper and no office file can hold; line ends stay."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\t", " "))


def day_words(text: str) -> str:
    """A day of the record as 2026年3月18日."""
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def cited(cites: str) -> str:
    """Articles as paper cites them: 行政处罚法第五十四条 becomes 《行政处罚法》第五十四条; what has only a number stays."""
    return LAW.sub(r"\1《\2》", cites)


def numeral(count: int) -> str:
    """A number of points from 1 to 99 as 一, 十二, 二十."""
    tens, ones = divmod(count, 10)
    said = (NUMERALS[tens] if tens > 1 else "") + "十" if tens else ""
    return said + (NUMERALS[ones] if ones or not tens else "")


def hour_words(text: str) -> str:
    """A time of day of the record, ``HH:MM``, as 9时5分."""
    hour, minute = text.split(":")
    return f"{int(hour)}时{int(minute)}分"


def figures(fen: int) -> str:
    """An amount in 分 as 17,630.00元."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}{YUAN}"


def capitals(fen: int) -> str:
    """An amount in 分 in capitals, as 人民币壹万柒仟陆佰叁拾元整.

    Args:
        fen: the amount in 分; a negative one is said to be 负.
    """
    yuan, rest = divmod(abs(fen), 100)
    jiao, cent = divmod(rest, 10)
    sign = "负" if fen < 0 else ""
    whole = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"人民币{sign}{whole}整"
    small = f"{DIGITS[jiao]}角" if jiao else ("零" if yuan else "")
    return f"人民币{sign}{whole}{small}" + (f"{DIGITS[cent]}分" if cent else "整")


def amount(fen: int) -> str:
    """An amount in 分 as paper demands it: 人民币壹万柒仟陆佰叁拾元整（¥17,630.00）."""
    return f"{capitals(fen)}（¥{figures(fen).removesuffix(YUAN)}）"


def _whole(number: int) -> str:
    if number == 0:
        return DIGITS[0]
    groups = []
    while number:
        number, part = divmod(number, GROUP)
        groups.append(part)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        part = groups[place]
        gap = said and part and (part < GROUP // 10 or groups[place + 1] == 0)
        if gap and not said.endswith(DIGITS[0]):
            said += DIGITS[0]
        said += _group(part) + (GROUPS[place] if part else "")
    return said


def _group(part: int) -> str:
    said, zero = "", False
    for place in range(3, -1, -1):
        digit = part // 10**place % 10
        if digit == 0:
            zero = bool(said)
            continue
        said += ("零" if zero else "") + DIGITS[digit] + PLACES[place]
        zero = False
    return said
