"""Search over everything: matters, procedures, articles, figures, people and bodies, pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from guiju.figures.selectors import known_figures
from guiju.people.selectors import bodies_named, staff_named
from guiju.search.cutting import LONGEST_QUESTION, asked
from guiju.search.entries import indexed, parents_of_bodies
from guiju.search.selectors import COUNTED, find
from guiju.ui.parts import Nothing, Pager
from guiju.web.access import page, staff_page
from guiju.web.articles import cited_acts, read_article, statutes
from guiju.web.marking import marked
from guiju.web.menu import ENTRIES
from guiju.web.openable import openables, sought
from guiju.web.stage import procedure_name
from guiju.web.views_today import matter_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer
    from guiju.search.selectors import Found
    from guiju.web.access import Staff
    from guiju.web.views_today import MatterLine

SHOWN = 6
WHY_AT_MOST = 3
ADVICE = Nothing(
    "写编号、当事人、案由、文号、程序、条文、指标或者人名的两个字以上，就能查找。空格隔开的，须同时出现。"
)


class MatterHit(NamedTuple):
    """A matter that was found, its words marked.

    Attributes:
        why: where words stand that are in neither number nor title: field and marked text.
    """

    line: MatterLine
    number: SafeString
    title: SafeString
    why: Sequence[tuple[str, SafeString]]


class Hit(NamedTuple):
    """Anything else that was found; ``link`` is empty where it has no page."""

    label: SafeString
    link: str
    note: str = ""
    act: str = ""
    act_link: str = ""


class Group(NamedTuple):
    """What was found of one sort, and whether there is more."""

    name: str
    hits: Sequence[Hit]
    more: bool


@staff_page
@require_safe
def search_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """What was found, by sort; matters a page at a time."""
    typed = request.GET.get("q", "")[:LONGEST_QUESTION].strip()
    before = _place(request.GET.get("before", ""))
    context = {"words": typed, "search": "", "nothing": ADVICE, "asked": False}
    if typed:
        context.update(_answer(staff, typed, before))
    return page(request, staff, "web/search.html", context)


def _answer(staff: Staff, typed: str, before: int) -> dict[str, object]:
    words = asked(typed).words
    found = find(staff.viewer, typed, before)
    groups = [] if before else _groups(staff, typed, words)
    hits = _hits(found.matters, words)
    return {
        "asked": True,
        "named": [] if before else _hits(found.named, words),
        "matters": hits,
        "groups": groups,
        "behind": found.behind,
        "too_short": found.too_short,
        "said": _said(found, len(hits), before),
        "pager": Pager("", _older(typed, found), ""),
        "nothing": _advice(typed),
    }


def _said(found: Found, shown: int, before: int) -> str:
    if before or not shown:
        return f"更早的 {shown} 件" if shown else ""
    if found.count >= COUNTED:
        return f"{COUNTED} 件以上，最新的在前；再写几个字可以缩小范围"
    return f"共 {max(found.count, shown)} 件，最新的在前" if found.after else f"共 {shown} 件"


def _older(typed: str, found: Found) -> str:
    if not found.after:
        return ""
    return f"{reverse('search')}?{urlencode({'q': typed, 'before': str(found.after)})}"


def _advice(typed: str) -> Nothing:
    return Nothing(
        f"没有找到“{typed}”。可以少写几个字，或者核对编号；自然人的姓名在这里只显示姓氏，本机关的办件可以写全名查找。"
        "不属于本机关、也没有关联的办件，这里查不到。",
        "新办一件",
        f"{reverse('new')}?{urlencode({'q': typed})}",
    )


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _hits(matters: Sequence[Matter], words: Sequence[str]) -> list[MatterHit]:
    parts = {
        one.matter: one.parts for one in indexed([one.id for one in matters], parents_of_bodies())
    }
    made = []
    for matter in matters:
        line = matter_line(matter)
        number, title = marked(line.number, words), marked(line.title, words)
        shown = {line.number, line.title}
        why = [
            (part.label, marked(part.text, words))
            for part in parts.get(matter.id, ())
            if part.text not in shown and "<mark>" in marked(part.text, words)
            and part.text not in line.title
        ]  # fmt: skip
        made.append(MatterHit(line, number, title, why[:WHY_AT_MOST]))
    return made


def _groups(staff: Staff, typed: str, words: Sequence[str]) -> list[Group]:
    groups = (
        ("程序", _procedures(staff, typed, words)),
        ("法律、法规、规章", _articles(typed, words)),
        ("指标", _figures(words)),
        ("机构和人员", _people(staff.viewer, staff, words)),
        ("栏目", _places(words)),
    )
    return [Group(name, hits[:SHOWN], len(hits) > SHOWN) for name, hits in groups if hits]


def _procedures(staff: Staff, typed: str, words: Sequence[str]) -> list[Hit]:
    return [
        Hit(
            marked(one.name, words), reverse("law-page", args=[one.procedure]), one.why,
            "新办" if one.can else "", reverse("open", args=[one.procedure]) if one.can else "",
        )
        for one in sought(openables(staff), typed, staff.today)
    ]  # fmt: skip


def _articles(typed: str, words: Sequence[str]) -> list[Hit]:
    article = read_article(typed)
    if article is not None:
        return [
            Hit(
                marked(one.article, words), reverse("law-page", args=[one.procedure]),
                f"{one.name}：{'、'.join(one.acts)}" if one.acts else one.name,
            )
            for one in cited_acts(article)
        ]  # fmt: skip
    return [
        Hit(
            marked(one.name, words), reverse("law-page", args=[one.procedures[0][0]]),
            f"{'、'.join(name for _, name in one.procedures)}的依据",
        )
        for one in statutes(typed)
    ]  # fmt: skip


def _figures(words: Sequence[str]) -> list[Hit]:
    return [
        Hit(
            marked(one.name, words), _address("figure", one.id) or reverse("law-page", args=[one.procedure]),
            f"{procedure_name(one.procedure)}的指标，以{one.unit}计" if one.unit else f"{procedure_name(one.procedure)}的指标",
        )
        for one in known_figures()
        if _all_in(words, f"{one.name} {one.id}")
    ]  # fmt: skip


def _people(viewer: Viewer, staff: Staff, words: Sequence[str]) -> list[Hit]:
    if not words:
        return []
    bodies = bodies_named(viewer.bodies, words, SHOWN + 1)
    people = staff_named(viewer.bodies, words, staff.today, SHOWN + 1)
    held: dict[str, tuple[str, str, list[str]]] = {}
    for post in people:
        held.setdefault(post.person_id, (post.person.name, post.body.name, []))[2].append(post.role)
    return [
        Hit(marked(one.name, words), _address("body", one.code), f"机构代码 {one.code}") for one in bodies
    ] + [
        Hit(marked(name, words), _address("person", person), f"{body} · {'、'.join(dict.fromkeys(roles))}")
        for person, (name, body, roles) in held.items()
    ]  # fmt: skip


def _places(words: Sequence[str]) -> list[Hit]:
    return [
        Hit(marked(one.label, words), reverse(one.name))
        for one in ENTRIES
        if _all_in(words, one.label)
    ]


def _all_in(words: Iterable[str], text: str) -> bool:
    words = list(words)
    return bool(words) and all(word in asked(text).words or word in text.lower() for word in words)


def _address(name: str, key: str) -> str:
    """The address of a page, where this program has it."""
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
