"""Why an act cannot be done in a matter today, whatever is typed into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.matters.judging import refusal_of
from guiju.matters.requests import Refusal
from guiju.procedure import judge
from guiju.procedure.gates import EXCLUDED, ONCE, REQUIRE
from guiju.web.conditions import setters, unmet
from guiju.web.wording import compact_cites

if TYPE_CHECKING:
    from datetime import date

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.selectors import MatterView

OVER = frozenset({EXCLUDED, ONCE})
UNMET = "web.unmet"


def barred(view: MatterView, act: ActRules, today: date) -> Refusal | None:
    """What would refuse an act today before anything is typed; None where it depends on what is typed.

    Args:
        view: the matter.
        act: one of its acts.
        today: the civil day.
    """
    at = day_of(view, today)
    verdict = judge(view.pinned.rules, view.marking, act.name, at)
    if verdict.reason not in {None, REQUIRE}:
        return refusal_of(verdict, view.pinned)
    return unmeetable(view, act, at)


def day_of(view: MatterView, today: date) -> int:
    """The day to judge a matter on: today, or its last day where that is later."""
    return max(today.toordinal(), view.marking.now)


def unmeetable(view: MatterView, act: ActRules, at: int) -> Refusal | None:
    """The refusal of an act whose requirement the matter does not meet and its own fields cannot change."""
    parts = unmet(view, act)
    if not parts:
        return None
    read = [part for part, _ in parts]
    helps = tuple(name for name in setters(view, act, read) if _may_come(view, name, at))
    need = "，并且".join(words for _, words in parts)
    cite = compact_cites(view.pinned.cite_text(list(act.cite)))
    article = f"（{cite}）" if cite else ""
    first = f"请先办理{'或者'.join(f'“{name}”' for name in helps)}。" if helps else ""
    sentence = (
        f"现在不能办理“{act.name}”：要{need}才能办{article}。{first or '请核对本件已填写的情形。'}"
    )
    return Refusal(UNMET, sentence, cite, helps=helps)


def _may_come(view: MatterView, act: str, at: int) -> bool:
    """Whether an act can be done now or once other steps are taken."""
    return judge(view.pinned.rules, view.marking, act, at).reason not in OVER
