"""Citations: from the catalog's short form to the words of a legal document."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.procedure.parts import Cite

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_LEVELS = ("款", "项", "目")
_ARTICLE = re.compile(r"([0-9]+)((?:\([0-9]+\))*)")
_LARGEST = 9999
NO_WORDS: Mapping[str, str] = MappingProxyType({})


def citation_text(cite: Cite, known: Mapping[str, str] = NO_WORDS) -> str:
    """A citation in words: ``行政处罚法#64(1)`` → 行政处罚法第六十四条第一款.

    Args:
        cite: ``statute#article``, several articles with commas, paragraph and item in brackets
            (a 0 passes over a level); a list of such; a text without ``#`` is shown as it is.
        known: words of whole citations from someone who has read the law: whether ``(1)`` is a paragraph or, in an
            article of one paragraph, an item cannot be told from the citation.
    """
    if cite is None:
        return ""
    if not isinstance(cite, str):
        return "、".join(citation_text(one, known) for one in cite)
    if cite in known:
        return known[cite]
    statute, mark, articles = cite.partition("#")
    if not mark:
        return cite
    if articles == "todo":
        return f"{statute}（条文待核）"
    return statute + "、".join(_article(article.strip()) for article in articles.split(","))


def chinese_number(number: int) -> str:
    """A number from 0 to 9999 in Chinese numerals, as articles are numbered.

    Args:
        number: The number.

    Raises:
        ValueError: It lies outside.
    """
    if not 0 <= number <= _LARGEST:
        message = f"no Chinese article number for {number}"
        raise ValueError(message)
    digits = [int(digit) for digit in str(number)]
    words = "".join(
        _DIGITS[digit] + (_PLACES[len(digits) - 1 - place] if digit else "")
        for place, digit in enumerate(digits)
    )
    words = re.sub("零+", "零", words)
    if len(words) > 1:
        words = words.rstrip("零")
    return words.removeprefix("一") if words.startswith("一十") else words


def _article(text: str) -> str:
    match = _ARTICLE.fullmatch(text)
    if match is None:
        return text
    inner = [int(number) for number in re.findall(r"\d+", match[2])]
    levels = "".join(
        f"第{chinese_number(number)}{level}"
        for number, level in zip(inner, _LEVELS, strict=False)
        if number
    )
    return f"第{chinese_number(int(match[1]))}条{levels}"
