"""The law book: every procedure as graph, rules, articles, periods and worked cases; every statute with what is encoded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.lawbook.errors import CatalogError
from guiju.matters.rulebook import catalog
from guiju.ui.parts import Tab
from guiju.ui.tables import Cell, Column, Table
from guiju.web.access import page, staff_page
from guiju.web.law_cases import cases_tab
from guiju.web.law_clinic import clinic_tab, next_address
from guiju.web.law_graph import graph_tab
from guiju.web.law_statutes import encoded_articles, statute_context
from guiju.web.law_tabs import about_tab, articles_tab, periods_tab, rules_tab
from guiju.web.law_versions import versions_tab
from guiju.web.stage import procedures_in_force
from guiju.web.wording import CHAPTERS, short_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.schema import Procedure
    from guiju.web.access import Staff

KINDS: Final = {"case": "办件", "list": "名录、清单", "ledger": "台账"}
GRAPH, RULES, ARTICLES, PERIODS, CASES, CLINIC, VERSIONS, ABOUT = (
    "graph", "rules", "articles", "periods", "cases", "clinic", "versions", "about",
)  # fmt: skip
TABS: Final = {
    GRAPH: "程序图", RULES: "规则", ARTICLES: "条文", PERIODS: "期限和参数", CASES: "事例", CLINIC: "推演",
    VERSIONS: "版本对照", ABOUT: "文书、指标、职责",
}  # fmt: skip


class Version(NamedTuple):
    """A version that can be shown."""

    since: str
    words: str
    shown: bool


@staff_page
@require_safe
def law_list(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every procedure in force, by chapter; every statute."""
    groups: dict[str, list[list[Cell]]] = {}
    for one in procedures_in_force(staff.today):
        chapter = CHAPTERS.get(one.chapter, one.chapter)
        periods = sum(1 for rule in one.rules if rule.length is not None)
        row = [
            Cell(one.name, reverse("law-page", args=[one.id]), note=f"{KINDS[one.kind]} · {short_day(one.version)}起"),
            Cell("、".join(str(name).partition("@")[0] for name in one.statutes) or "没有引用法律"),
            *(Cell(str(number)) for number in (len(one.acts), len(one.rules), periods, len(one.cases))),
        ]  # fmt: skip
        groups.setdefault(chapter, []).append(row)
    columns = [
        Column("程序"), Column("依据"), Column("行为", "number"), Column("规则", "number"),
        Column("期限", "number"), Column("事例", "number"),
    ]  # fmt: skip
    order = list(CHAPTERS.values())
    tables = [
        (chapter, Table(chapter, columns, groups[chapter]))
        for chapter in sorted(groups, key=order.index)
    ]
    return page(request, staff, "web/law_list.html", {"tables": tables, "statutes": _statutes()})


@staff_page
@require_safe
def law_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """One procedure, in the version in force today or in the one asked for."""
    found = _version(procedure, request.GET.get("version", ""), staff.today)
    if found is None:
        raise Http404
    versions = catalog().versions[procedure]
    tab = request.GET.get("tab", GRAPH)
    shown = [one for one in TABS if one != VERSIONS or len(versions) > 1]
    if tab not in shown:
        tab = GRAPH
    moved = next_address(found, request.GET, staff.body.field) if tab == CLINIC else None
    if moved is not None:
        return redirect(f"{request.path}{moved}")
    version = "" if found == _version(procedure, "", staff.today) else str(found.version)
    keep = f"&version={version}" if version else ""
    context = {
        "name": found.name,
        "id": found.id,
        "since": short_day(found.version),
        "until": short_day(found.until) if found.until else "",
        "statutes": [str(one).partition("@")[0] for one in found.statutes],
        "tabs": [Tab(TABS[one], f"?tab={one}{keep}", one == tab) for one in shown],
        "part": f"web/law_{tab}.html",
        "tab": tab,
        "keep": keep,
        "version": str(found.version),
        "versions": [
            Version(one.version.isoformat(), short_day(one.version), one.version == found.version)
            for one in versions
        ],
        **_part(tab, found, request, versions, staff),
    }
    return page(request, staff, "web/law.html", context)


@staff_page
@require_safe
def statute_page(request: HttpRequest, staff: Staff, name: str) -> HttpResponse:
    """One statute: which of its articles were read, and where each one is encoded."""
    context = statute_context(name)
    if context is None:
        raise Http404
    return page(request, staff, "web/law_statute.html", context)


def _part(
    tab: str, found: Procedure, request: HttpRequest, versions: Sequence[Procedure], staff: Staff
) -> dict[str, Any]:
    if tab == GRAPH:
        return graph_tab(found)
    if tab == CASES:
        return cases_tab(found, request.GET.get("case", ""))
    if tab == CLINIC:
        return clinic_tab(found, request.GET, staff.body.field)
    if tab == VERSIONS:
        place = versions.index(found)
        return versions_tab(versions[max(place - 1, 0)], versions[max(place, 1)])
    made = {RULES: rules_tab, ARTICLES: articles_tab, PERIODS: periods_tab, ABOUT: about_tab}
    return made[tab](found)


def _statutes() -> Table:
    columns = [
        Column("法律、法规和文件"), Column("效力"), Column("读过的条文", "number"),
        Column("写入程序的条文", "number"),
    ]  # fmt: skip
    versions: dict[str, tuple[str, set[str]]] = {}
    for one in catalog().shelf.statutes.versions.values():
        versions.setdefault(one.statute, (one.rank, set()))[1].update(one.articles)
    used = encoded_articles()
    rows = [
        [
            Cell(name, reverse("law-statute", args=[name])), Cell(rank), Cell(str(len(articles))),
            Cell(str(len(used.get(name, {})))),
        ]
        for name, (rank, articles) in versions.items()
    ]  # fmt: skip
    return Table("依据的法律、法规和文件", columns, rows)


def _version(procedure: str, asked: str, today: date) -> Procedure | None:
    versions = catalog().versions.get(procedure, ())
    if asked:
        return next((one for one in versions if one.version.isoformat() == asked), None)
    try:
        return catalog().procedure(procedure, today)
    except CatalogError:
        return versions[-1] if versions else None
