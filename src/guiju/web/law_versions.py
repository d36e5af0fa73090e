"""Two versions of a procedure side by side: what came, what went, what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.lawbook.show import rule_text
from guiju.web.law_tabs import act_lines, cite_words
from guiju.web.wording import compact_cites, short_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.schema import Procedure


class Beside(NamedTuple):
    """Something of two versions: what it is, what each says, and whether it came, went or changed."""

    name: str
    older: str
    newer: str
    word: str


def versions_tab(older: Procedure, newer: Procedure) -> dict[str, Any]:
    """What a version changed of the one before it.

    Args:
        older: the earlier version.
        newer: the later one.
    """
    acts = _beside(_acts(older), _acts(newer))
    rules = _beside(_rules(older), _rules(newer))
    return {
        "older": short_day(older.version),
        "newer": short_day(newer.version),
        "acts": [one for one in acts if one.word],
        "rules": [one for one in rules if one.word],
        "same_acts": sum(1 for one in acts if not one.word),
        "same_rules": sum(1 for one in rules if not one.word),
    }


def _acts(procedure: Procedure) -> dict[str, str]:
    lines = act_lines(procedure)
    return {one.text: "；".join(filter(None, (one.detail, one.cites))) for one in lines}


def _rules(procedure: Procedure) -> dict[str, str]:
    return {
        rule_text(rule): compact_cites(cite_words(rule.grounds.cite, procedure))
        or "内部规定，不是法律"
        for rule in procedure.rules
    }


def _beside(older: Mapping[str, str], newer: Mapping[str, str]) -> list[Beside]:
    found = []
    for name in dict.fromkeys((*newer, *older)):
        before, after = older.get(name, ""), newer.get(name, "")
        word = "新增" if name not in older else "删去" if name not in newer else ""
        found.append(Beside(name, before, after, word or ("有改动" if before != after else "")))
    return found
