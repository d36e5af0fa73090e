"""Holds what one expects of the catalog against what it says: place, article, period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.expected import DAYS, STATUTE
from guiju.lawbook.findings import Finding
from guiju.lawbook.yaml_text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from guiju.lawbook.catalog import Catalog
    from guiju.lawbook.expected import Expected
    from guiju.lawbook.schema import Grounds, Length, Procedure
    from guiju.lawbook.yaml_text import Text

    Articles = frozenset[tuple[str, str]]


def expected_findings(catalog: Catalog, expected: Mapping[str, Expected]) -> Iterator[Finding]:
    """Yield where an expectation and the catalog part.

    Codes: `expected.cite` (an article nobody read), `expected.unknown` (no such procedure, act, statute or
    parameter), `expected.uncited` (the place does not cite the article), `expected.period` (no such period there).
    """
    for one in expected.values():
        articles = _articles(catalog, one.cite)
        if not articles and not _known_by_name(one):
            yield _found(
                one,
                "expected.cite",
                f"“{one.cite}”不是读过的条文。请核对，或先读原文并登记到 statutes。",
            )
            continue
        yield from _places(catalog, one, articles)
        yield from _owner(catalog, one)


def _known_by_name(one: Expected) -> bool:
    """Whether only the law's name is known: no place can cite it, so a parameter carries it or nothing does."""
    return "#" not in one.cite and not one.at and one.missing is None


def _places(catalog: Catalog, one: Expected, articles: Articles) -> Iterator[Finding]:
    periods = set[str]()
    for at in one.at:
        owner, _, act = at.partition("/")
        if owner == STATUTE:
            yield from _counting(catalog, one, act, articles)
            continue
        versions = [p for p in catalog.versions.get(owner, ()) if act in p.acts]
        if not versions:
            yield _found(
                one,
                "expected.unknown",
                f"没有“{at}”：程序或者行为不存在。{nearest(owner, catalog.versions)}请改正。",
            )
            continue
        if not any(
            _cited(catalog, p, grounds, articles) for p in versions for grounds, _ in _said(p, act)
        ):
            yield _found(
                one, "expected.uncited", f"“{at}”没有引用“{one.cite}”。请补引，或改正位置。"
            )
        for p in versions:
            periods |= set(_periods(catalog, p, act, articles))
    yield from _period(catalog, one, periods)


def _period(catalog: Catalog, one: Expected, periods: set[str]) -> Iterator[Finding]:
    if one.parameter is not None:
        if one.parameter not in catalog.shelf.parameters:
            yield _found(one, "expected.unknown", f"没有参数“{one.parameter}”。请改正。")
            return
        periods |= set(_values(catalog, one.parameter))
    acts = [at for at in one.at if not at.startswith(f"{STATUTE}/")]
    if one.days is not None and one.days not in periods and (acts or one.parameter is not None):
        told = "、".join(sorted(periods)) or "没有期限"
        yield _found(
            one, "expected.period", f"“{one.where}”没有期限 {one.days}，有的是：{told}。请核对。"
        )


def _counting(catalog: Catalog, one: Expected, name: str, articles: Articles) -> Iterator[Finding]:
    """Find a law whose own counting of days does not rest on the article."""
    versions = [v for v in catalog.shelf.statutes.versions.values() if v.statute == name]
    cites = [cite for v in versions for cite in (v.terms_cite, v.rolls) if cite is not None]
    if not articles & {pair for cite in cites for pair in _articles(catalog, cite)}:
        yield _found(
            one,
            "expected.uncited",
            f"“{name}”的 working_days 和 rolls 没有引用“{one.cite}”。请补引，或改正位置。",
        )


def _owner(catalog: Catalog, one: Expected) -> Iterator[Finding]:
    if one.missing is not None and one.missing not in catalog.versions:
        yield _found(
            one,
            "expected.unknown",
            f"没有程序“{one.missing}”。{nearest(one.missing, catalog.versions)}请改正。",
        )


def _said(procedure: Procedure, act: str) -> Iterator[tuple[Grounds, Length | None]]:
    """Yield grounds and period of an act, and of every rule that names it."""
    yield procedure.acts[act].grounds, None
    for rule in procedure.rules:
        if any(act in names for names in rule.names.values()):
            yield rule.grounds, rule.length


def _cited(catalog: Catalog, procedure: Procedure, grounds: Grounds, articles: Articles) -> bool:
    statutes = catalog.shelf.statutes
    checked = (one for cite in grounds.cite for one in statutes.check(cite, procedure.statutes))
    return any((one.version.statute, one.article) in articles for one in checked)


def _periods(catalog: Catalog, procedure: Procedure, act: str, articles: Articles) -> Iterator[str]:
    """Yield the periods that rules citing the article give an act, and those its fields add to a day."""
    for grounds, length in _said(procedure, act):
        if length is not None and _cited(catalog, procedure, grounds, articles):
            if length.parameter is not None:
                yield from _values(catalog, length.parameter)
            else:
                yield f"{length.n}{length.unit}"
    for spec in procedure.acts[act].fields.values():
        if spec.computed is not None:
            yield from DAYS.findall(spec.computed.text)


def _values(catalog: Catalog, parameter: str) -> Iterator[str]:
    for value in catalog.shelf.parameters[parameter].values:
        yield from DAYS.findall(str(value.value))


def _articles(catalog: Catalog, cite: Text) -> Articles:
    """Return the statute and articles of a citation, under whichever version of the law has them."""
    statute = cite.partition("#")[0]
    book = catalog.shelf.statutes
    for version in _newest_first(v.key for v in book.versions.values() if v.statute == statute):
        try:
            checked = book.check(cite, [version])
        except CatalogError:
            continue
        return frozenset((one.version.statute, one.article) for one in checked if not one.is_todo)
    return frozenset()


def _newest_first(keys: Iterable[str]) -> list[str]:
    return sorted(keys, reverse=True)


def _found(one: Expected, code: str, sentence: str) -> Finding:
    return Finding(code, f"{one.id}：{sentence}", one.place)
