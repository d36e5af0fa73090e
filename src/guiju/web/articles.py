"""Articles as people type them: 处罚法 54, 行政处罚法第五十四条; and the acts that rest on them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from guiju.matters.rulebook import catalog
from guiju.procedure.citation import chinese_number
from guiju.search.cutting import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.lawbook.schema import Procedure

HIGHEST = 400
TYPED = re.compile(
    r"(?P<law>\D*?[^\d零一二三四五六七八九十百第条]\D*?)第?(?P<article>\d{1,3}|[零一二三四五六七八九十百]+)条?.*"
)
SHORTEST_LAW = 2


class Article(NamedTuple):
    """An article as it was typed: part of a statute's name, and its number."""

    law: str
    number: int


class CitedActs(NamedTuple):
    """The acts of a procedure that rest on an article."""

    article: str
    procedure: str
    name: str
    acts: tuple[str, ...]


class Statute(NamedTuple):
    """A statute that procedures rest on."""

    statute: str
    name: str
    procedures: tuple[tuple[str, str], ...]


def read_article(typed: str) -> Article | None:
    """The article that is meant; None where none is."""
    found = TYPED.fullmatch(re.sub(r"[\s《》#]", "", folded(typed)))
    if found is None or len(found["law"]) < SHORTEST_LAW:
        return None
    text = found["article"]
    number = int(text) if text.isdecimal() else _numerals().get(text, 0)
    return Article(found["law"], number) if number else None


def cited_acts(article: Article) -> list[CitedActs]:
    """The acts that rest on an article, by statute and procedure."""
    known = _cited()
    return [
        CitedActs(f"{statute}第{chinese_number(article.number)}条", one.id, one.name, tuple(acts))
        for (statute, number), users in known.items()
        if number == str(article.number) and _means(article.law, statute)
        for one, acts in users
    ]


def statutes(law: str) -> list[Statute]:
    """The statutes whose short or whole name holds a text, with the procedures that rest on them.

    Args:
        law: part of a name.
    """
    text = re.sub(r"[\s《》]", "", folded(law))
    if len(text) < SHORTEST_LAW:
        return []
    users: dict[str, dict[str, str]] = {}
    for procedure in _latest():
        for one in procedure.statutes:
            users.setdefault(str(one).partition("@")[0], {})[procedure.id] = procedure.name
    return [
        Statute(statute, _whole_name(statute), tuple(known.items()))
        for statute, known in users.items()
        if _means(text, statute)
    ]


def _means(law: str, statute: str) -> bool:
    return law in folded(statute) or law in folded(_whole_name(statute))


def _whole_name(statute: str) -> str:
    versions = catalog().shelf.statutes.versions.values()
    return next((one.name for one in versions if one.statute == statute), statute)


def _latest() -> Iterator[Procedure]:
    return (versions[-1] for versions in catalog().versions.values())


@cache
def _numerals() -> dict[str, int]:
    return {chinese_number(number): number for number in range(1, HIGHEST + 1)}


@cache
def _cited() -> dict[tuple[str, str], list[tuple[Procedure, list[str]]]]:
    found: dict[tuple[str, str], list[tuple[Procedure, list[str]]]] = {}
    for procedure in _latest():
        for key, acts in _of(procedure).items():
            found.setdefault(key, []).append((procedure, acts))
    return found


def _of(procedure: Procedure) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for acts, cites in _grounds(procedure):
        for cite in cites:
            statute, _, articles = str(cite).partition("#")
            for article in articles.split(","):
                known = found.setdefault((statute, article.partition("(")[0]), [])
                known += [act for act in acts if act not in known]
    return found


def _grounds(procedure: Procedure) -> Iterator[tuple[Iterable[str], Iterable[str]]]:
    for act in procedure.acts.values():
        yield [str(act.name)], act.grounds.cite
    shown = {str(act.name) for act in procedure.acts.values() if not act.clock}
    for rule in procedure.rules:
        named = [str(one) for names in rule.names.values() for one in names]
        yield [one for one in named if one in shown], rule.grounds.cite
