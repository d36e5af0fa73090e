"""The words of a question marked where they stand in a text, as safe HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from guiju.search.cutting import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString


def marked(text: str, words: Sequence[str]) -> SafeString:
    """A text with every place of every word within ``mark``; all else escaped.

    Args:
        text: as it is shown.
        words: plain words, as ``guiju.search.cutting.asked`` gives them.
    """
    lit = [False] * len(text)
    shown = folded(text)
    for word in words:
        place = shown.find(word) if word else -1
        while place >= 0:
            lit[place : place + len(word)] = [True] * len(word)
            place = shown.find(word, place + 1)
    return mark_safe("".join(_runs(text, lit)))  # noqa: S308 -- every run is escaped below


def _runs(text: str, lit: Sequence[bool]) -> list[str]:
    made, start = [], 0
    for place in range(1, len(text) + 1):
        if place == len(text) or lit[place] != lit[start]:
            run = conditional_escape(text[start:place])
            made.append(f"<mark>{run}</mark>" if lit[start] else str(run))
            start = place
    return made
