"""Text cut into grams: what the index knows a text by. Pure functions.

A text is first made plain: letters and digits only, half-width, small, everything else a gap. Of each piece every two neighbouring characters
are a gram, since most names have two; single characters too outside the ASCII letters and digits; and of runs of these every four, because
two digits select nothing. Nothing is normalised otherwise: a rare or a traditional character is found as it was written.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HALF_WIDTH = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    0x3000: " ",
}
RUN = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
LONG = 4
LONGEST_QUESTION = 100
WORDS_AT_MOST = 8
VERSION = 1


class Asked(NamedTuple):
    """A question put to the index.

    Attributes:
        words: pieces that must each stand in the text, plain.
        grams: what the index is asked for; empty where the words are too short to be looked up.
    """

    words: tuple[str, ...]
    grams: tuple[str, ...]


def folded(text: str) -> str:
    """A text with each character made half-width and small, as long as before."""
    return "".join(
        one if len(one.lower()) != 1 else one.lower() for one in text.translate(HALF_WIDTH)
    )


def plain(text: str) -> str:
    """The letters and digits of a text, half-width and small, its pieces one blank apart."""
    return " ".join("".join(one if one.isalnum() else " " for one in folded(text)).split())


def grams_of(text: str) -> list[str]:
    """Every gram of a plain text, once, in order."""
    found: set[str] = set()
    for word in text.split():
        found |= _pairs(word) | _fours(word)
        found |= {one for one in word if not one.isascii()}
    return sorted(found)


def asked(typed: str) -> Asked:
    """What was typed, as a question; what is typed beyond its greatest length is left out."""
    words = tuple(dict.fromkeys(plain(typed[:LONGEST_QUESTION]).split()))[:WORDS_AT_MOST]
    found: set[str] = set()
    for word in words:
        found |= _pairs(word) | _fours(word)
        if len(word) == 1 and not word.isascii():
            found.add(word)
    return Asked(words, tuple(sorted(found)))


def _pairs(word: str) -> set[str]:
    return {word[place : place + 2] for place in range(len(word) - 1)}


def _fours(word: str) -> set[str]:
    runs = (run for run in RUN.findall(word) if run[0].isascii())
    return {run[place : place + LONG] for run in runs for place in range(len(run) - LONG + 1)}
