"""The graph of a procedure: its main line from top to bottom, what leads off each step beside it, every act in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.lawbook.main_line import BEFORE, MAY, MUST, NOT, main_line
from guiju.web.law_tabs import act_lines, anchors
from guiju.web.wording import clock_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.lawbook.main_line import Branch
    from guiju.lawbook.schema import Procedure

SHUTTING_UP_TO: Final = 30
LINES: Final[Mapping[str, str]] = {
    BEFORE: "leads-before",
    MUST: "leads-must",
    MAY: "leads-may",
    "": "",
}
WORDS: Final = {MUST: "应当", BEFORE: "之后", MAY: "可以", NOT: "不再"}


class Shown(NamedTuple):
    """An act as the template takes it.

    Attributes:
        label: its name.
        anchor: where its requirements stand.
        mark: 到期自动发生 or 办了就终了; empty for neither.
        line: name of the line that leads to it.
        word: what the line means.
        joins: what it leads to that has its place elsewhere: a word, and names with anchors.
        branches: what leads off it.
    """

    label: str
    anchor: str
    mark: str
    line: str
    word: str
    joins: list[tuple[str, list[tuple[str, str]]]]
    branches: list[Shown]


def graph_tab(procedure: Procedure) -> dict[str, Any]:
    """The graph of a procedure, and its acts.

    Args:
        procedure: the version shown.
    """
    shutting = len(procedure.acts) <= SHUTTING_UP_TO
    line = main_line(procedure, shutting=shutting)
    drawn = _Drawing(procedure)
    return {
        "steps": drawn.shown(line.steps),
        "loose": drawn.shown(line.loose),
        "case": procedure.cases[0].name if procedure.cases else "",
        "shutting": shutting,
        "acts": act_lines(procedure),
    }


class _Drawing:
    """The words of a procedure's acts."""

    def __init__(self, procedure: Procedure) -> None:
        self._known = anchors(procedure)
        self._marks = {
            str(act): "办了就终了"
            for rule in procedure.rules
            if rule.kind == "closes"
            for act in rule.names["closes"]
        } | {str(act.name): "到期自动发生" for act in procedure.acts.values() if act.clock}

    def shown(self, branches: Iterable[Branch]) -> list[Shown]:
        return [
            Shown(
                clock_text(one.act), self._known[one.act], self._marks.get(one.act, ""),
                LINES[one.kind], WORDS.get(one.kind, ""), self._joins(one.joins), self.shown(one.branches),
            )
            for one in branches
        ]  # fmt: skip

    def _joins(self, joins: Iterable[tuple[str, str]]) -> list[tuple[str, list[tuple[str, str]]]]:
        by_word: dict[str, list[tuple[str, str]]] = {}
        for kind, act in joins:
            by_word.setdefault(WORDS[kind], []).append((clock_text(act), self._known[act]))
        return list(by_word.items())
