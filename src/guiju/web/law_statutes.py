"""A statute as the catalog has it: the articles that were read, what rests on each, what is left out and why."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.lawbook.statutes import Citation
from guiju.matters.rulebook import catalog
from guiju.web.wording import short_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.schema import Procedure
    from guiju.lawbook.statutes import StatuteVersion

CONFIDENCE: Final = {
    "read": "读过原文",
    "remembered": "凭记忆，待核对原文",
    "drafts": "读过征求意见稿",
}
COUNTED: Final = {
    "all": "期限里的“日”是工作日", "none": "期限里的“日”是自然日", "written": "写明工作日的按工作日，其余按自然日",
    "unsaid": "没有说“日”是不是工作日，由各条写明",
}  # fmt: skip


class Use(NamedTuple):
    """A procedure in which an article is encoded: in how many acts and rules."""

    id: str
    name: str
    version: str
    acts: int
    rules: int


class ArticleUse(NamedTuple):
    """An article: how well it is known, where it is encoded, or why not."""

    article: str
    confidence: str
    uses: list[Use]
    why: list[tuple[str, str]]


class VersionUse(NamedTuple):
    """A version of a statute."""

    edition: str
    since: str
    until: str
    counting: str
    doubt: str
    articles: list[ArticleUse]


@cache
def encoded_articles() -> Mapping[str, Mapping[str, list[Use]]]:
    """Statute → article → the procedures in which it is encoded."""
    found: dict[str, dict[str, list[Use]]] = {}
    for procedure in catalog():
        counts: dict[tuple[str, str], list[int]] = {}
        for place, one in _grounded(procedure):
            counts.setdefault((one.version.statute, one.article), [0, 0])[place] += 1
        for (statute, article), (acts, rules) in counts.items():
            use = Use(procedure.id, procedure.name, str(procedure.version), acts, rules)
            found.setdefault(statute, {}).setdefault(article, []).append(use)
    return found


def statute_context(name: str) -> dict[str, Any] | None:
    """What the page of a statute shows; None for one the catalog does not have.

    Args:
        name: its short name.
    """
    versions = [one for one in catalog().shelf.statutes.versions.values() if one.statute == name]
    if not versions:
        return None
    return {
        "name": versions[0].name,
        "rank": versions[0].rank,
        "versions": [_version(one) for one in versions],
    }


def _version(one: StatuteVersion) -> VersionUse:
    used, left_out = encoded_articles().get(one.statute, {}), _left_out(one.statute)
    articles = [
        ArticleUse(
            Citation(one, article, (), known).text.removeprefix(one.statute),
            CONFIDENCE[known],
            used.get(article, []),
            left_out.get(article, []),
        )
        for article, known in one.articles.items()
    ]
    counting = COUNTED.get(str(one.terms)) if isinstance(one.terms, str) else _some(one)
    return VersionUse(
        one.edition, short_day(one.in_force) if one.in_force else "施行日待查",
        short_day(one.until) if one.until else "", counting or "", one.doubt or "", articles,
    )  # fmt: skip


def _some(one: StatuteVersion) -> str:
    numbers = "、".join(str(number) for number in sorted(one.terms) if isinstance(number, int))
    return f"期限里的{numbers}日是工作日，其余是自然日"


def _left_out(statute: str) -> dict[str, list[tuple[str, str]]]:
    """Article → procedures that leave it out, each with the reason."""
    found: dict[str, list[tuple[str, str]]] = {}
    for procedure in catalog():
        for one in procedure.unencoded:
            for cited in catalog().shelf.statutes.check(one.article, procedure.statutes):
                if cited.version.statute == statute:
                    found.setdefault(cited.article, []).append((procedure.name, one.why))
    return found


def _grounded(procedure: Procedure) -> Iterator[tuple[int, Citation]]:
    """Every citation of a procedure: 0 for an act's, 1 for a rule's."""
    check = catalog().shelf.statutes.check
    for place, grounded in ((0, procedure.acts.values()), (1, procedure.rules)):
        for one in grounded:
            for cite in one.grounds.cite:
                yield from ((place, cited) for cited in check(cite, procedure.statutes))
