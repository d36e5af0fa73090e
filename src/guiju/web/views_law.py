"""The law book: every procedure as text, each rule with its article and strength."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.http import Http404
from django.views.decorators.http import require_safe

from guiju.lawbook.chain import chain_words
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.schema import CLOCK, INTERNAL
from guiju.lawbook.show import rule_text
from guiju.matters.rulebook import catalog
from guiju.web.access import page, staff_page
from guiju.web.stage import procedures_in_force
from guiju.web.wording import CHAPTERS, clock_text, compact_cites, short_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.schema import ActSpec, Grounds, Procedure
    from guiju.lawbook.yaml_text import Text
    from guiju.web.access import Staff

KINDS = {"case": "办件", "list": "名录、清单", "ledger": "台账"}


class Line(NamedTuple):
    """An act or a rule with its grounds."""

    text: str
    detail: str
    cites: str
    basis: str
    why: str


@staff_page
@require_safe
def law_list(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every procedure in force, by chapter."""
    groups: dict[str, list[tuple[str, str, str, str]]] = {}
    for one in procedures_in_force(staff.today):
        chapter = CHAPTERS.get(one.chapter, one.chapter)
        row = (one.id, one.name, KINDS[one.kind], short_day(one.version))
        groups.setdefault(chapter, []).append(row)
    return page(request, staff, "web/law_list.html", {"groups": groups})


@staff_page
@require_safe
def law_page(request: HttpRequest, staff: Staff, procedure: str) -> HttpResponse:
    """One procedure, in the version in force today or in the one asked for."""
    found = _version(procedure, request.GET.get("version", ""), staff.today)
    if found is None:
        raise Http404
    context = {
        "name": found.name,
        "id": found.id,
        "since": short_day(found.version),
        "until": short_day(found.until) if found.until else "",
        "statutes": [str(one).partition("@")[0] for one in found.statutes],
        "acts": [_act(one, found) for one in found.acts.values()],
        "rules": [_line(rule_text(rule), "", rule.grounds, found) for rule in found.rules],
        "unencoded": [(_words([one.article], found), one.why) for one in found.unencoded],
        "versions": [
            (one.version.isoformat(), short_day(one.version), one.version == found.version)
            for one in catalog().versions[procedure]
        ],
    }
    return page(request, staff, "web/law.html", context)


def _version(procedure: str, asked: str, today: date) -> Procedure | None:
    versions = catalog().versions.get(procedure, ())
    if asked:
        return next((one for one in versions if one.version.isoformat() == asked), None)
    try:
        return catalog().procedure(procedure, today)
    except CatalogError:
        return versions[-1] if versions else None


def _act(act: ActSpec, procedure: Procedure) -> Line:
    if CLOCK in act.by:
        return _line(clock_text(str(act.name)), "到期自动发生，不由人办理", act.grounds, procedure)
    parts = [f"由{'、'.join(act.by)}办理"]
    parts += [f"由{'、'.join(act.recorded_by)}登记"] if act.recorded_by else []
    parts += [f"不少于{act.officers}名执法人员"] if act.officers else []
    parts += [f"经{chain_words(act.approval)}批准"] if act.approval else []
    parts += [f"办理过{'、'.join(act.not_by)}的人不得办理"] if act.not_by else []
    parts += [f"文书：{act.document}"] if act.document else []
    return _line(str(act.name), "；".join(parts), act.grounds, procedure)


def _line(text: str, detail: str, grounds: Grounds, procedure: Procedure) -> Line:
    if grounds.basis == INTERNAL:
        return Line(text, detail, "", "内部规定，不是法律", str(grounds.why))
    words = compact_cites(_words(grounds.cite, procedure))
    return Line(text, detail, words, str(grounds.basis), str(grounds.why))


def _words(cites: Iterable[Text], procedure: Procedure) -> str:
    statutes = catalog().shelf.statutes
    return "、".join(one.text for cite in cites for one in statutes.check(cite, procedure.statutes))
