"""Headings of columns: what is noise in them, the unit they name, how alike two are. Pure."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

from guiju.exchange.cells import MULTIPLES, WIDE, bare

BRACKETED: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]|〔[^〕]*〕|【[^】]*】")
NUMBERED: Final = re.compile(r"^(?:\d+|[一二三四五六七八九十]+)[.、,]\s*")
MARKED: Final = re.compile(r"[*#☆★]|必填|选填")
ALIKE: Final = 0.6
SHORTEST_PART: Final = 2


def heading_key(text: str) -> str:
    """A heading for comparing: without brackets, numbering, marks, blanks and punctuation."""
    tidy = NUMBERED.sub("", text.translate(WIDE).strip())
    return bare(MARKED.sub("", BRACKETED.sub("", tidy))) or bare(tidy)


def multiple_of(text: str) -> int:
    """What one unit of a money column is worth in 元, as its heading says: 罚款（万元） gives 10000."""
    tidy = text.translate(WIDE)
    for inner in re.findall(r"[(\[〔【]([^)\]〕】]*)[)\]〕】]", tidy):
        unit = inner.removeprefix("单位").lstrip(":").strip()
        if unit in MULTIPLES and unit:
            return MULTIPLES[unit]
    for unit in sorted(MULTIPLES, key=len, reverse=True):
        if len(unit) > 1 and bare(tidy).endswith(unit):
            return MULTIPLES[unit]
    return 1


def likeness(first: str, second: str) -> float:
    """How alike two keys of headings are, from 0 to 1."""
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= SHORTEST_PART and shorter in longer:
        return 0.7 + 0.2 * len(shorter) / len(longer)
    return SequenceMatcher(None, first, second).ratio() * 0.9
