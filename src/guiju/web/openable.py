"""The procedures one may begin, found by a few letters of anything: name, everyday words, acts, articles."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from guiju.matters.rulebook import catalog
from guiju.matters.selectors import begun_lately
from guiju.search.cutting import asked, plain
from guiju.web.articles import cited_acts, read_article
from guiju.web.stage import concerns, procedures_in_force, rules_in_force

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from guiju.lawbook.pinned import ActRules
    from guiju.lawbook.schema import Procedure
    from guiju.web.access import Staff

EXACT, NAME, CALLED, ACT, STATUTE = range(5)


class Openable(NamedTuple):
    """A procedure a matter of which may be begun.

    Attributes:
        chapter: id of its chapter.
        opens: its first act.
        roles: who does it.
        can: whether the viewer is among them.
        why: what of it was sought, where it is not the name.
    """

    procedure: str
    name: str
    chapter: str
    opens: str
    roles: str
    can: bool
    why: str = ""


class Said(NamedTuple):
    """Something a procedure is found by; the lower the level, the nearer the name."""

    level: int
    label: str
    text: str


def openables(staff: Staff) -> list[Openable]:
    """Every procedure in force with who may begin it, in the catalog's order."""
    found = []
    for procedure in procedures_in_force(staff.today):
        rules = rules_in_force(procedure.id, staff.body.field, staff.today)
        if rules is None:
            continue
        act = rules.acts[rules.opens]
        can = concerns(act, staff.viewer.roles)
        found.append(
            Openable(procedure.id, procedure.name, procedure.chapter, act.name, _who(act, staff.viewer.roles), can)
        )  # fmt: skip
    return found


def _who(act: ActRules, mine: Collection[str]) -> str:
    """Who does an act: of many, those that the reader is."""
    everybody = (*act.by, *act.recorded_by)
    return "、".join([one for one in everybody if one in mine] or everybody)


def sought(listed: Iterable[Openable], typed: str, day: date) -> list[Openable]:
    """Those in which every word typed is found, the nearest first; each says what was found.

    Args:
        listed: the procedures.
        typed: a few letters; an article as “处罚法 54” too.
        day: the civil day.
    """
    words = asked(typed).words
    cited = _citing(typed)
    found = []
    for one in listed:
        said = _found(_said(one.procedure, day), words) if words else None
        if said is not None:
            found.append(((said.level, not one.can, 0), one._replace(why=said.label)))
        elif one.procedure in cited:
            acts, why = cited[one.procedure]
            rests = _rests_on(one.procedure, why, day) and one.opens in acts
            # The fewer acts rest on an article, the more it is about just those.
            found.append(((STATUTE, not rests, len(acts)), one._replace(why=why)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def recent_first(listed: Sequence[Openable], staff: Staff) -> list[Openable]:
    """The procedures the viewer began lately first, else in the order they come."""
    lately = begun_lately(staff.viewer)
    return sorted(
        listed,
        key=lambda one: lately.index(one.procedure) if one.procedure in lately else len(lately),
    )


def _citing(typed: str) -> dict[str, tuple[Sequence[str], str]]:
    """Procedure → its acts that rest on the article typed, and the same in words."""
    article = read_article(typed)
    if article is None:
        return {}
    return {
        one.procedure: (one.acts, f"{one.article}：{'、'.join(one.acts)}")
        for one in reversed(cited_acts(article))
    }


def _found(said: Sequence[Said], words: Sequence[str]) -> Said | None:
    """What the word farthest from the name is found in; None when one is found nowhere."""
    farthest: Said | None = None
    for word in words:
        here = _called(said, word) or next((one for one in said if word in one.text), None)
        if here is None:
            return None
        if farthest is None or here.level > farthest.level:
            farthest = here
    return farthest


def _rests_on(identifier: str, cited: str, day: date) -> bool:
    """Whether the law cited is the one a procedure names first: its own law."""
    statutes = catalog().procedure(identifier, day).statutes
    return bool(statutes) and cited.startswith(str(statutes[0]).partition("@")[0])


def _called(said: Sequence[Said], word: str) -> Said | None:
    """What people call it by exactly this word: nearer than a name that only holds it."""
    named = (one for one in said if one.level <= CALLED and one.text == word)
    return next((one._replace(level=EXACT) for one in named), None)


@lru_cache(maxsize=512)
def _said(identifier: str, day: date) -> tuple[Said, ...]:
    return tuple(_everything_said(catalog().procedure(identifier, day)))


def _everything_said(one: Procedure) -> Iterable[Said]:
    yield Said(NAME, "", plain(one.name))
    for word in one.words:
        yield Said(CALLED, "", plain(word))
    for act in one.acts.values():
        if not act.clock:
            yield Said(ACT, f"行为“{act.name}”", plain(str(act.name)))
    for statute in one.statutes:
        name = str(statute).partition("@")[0]
        yield Said(STATUTE, f"依据{name}", plain(name))
