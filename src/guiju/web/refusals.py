"""Refusals as pages show them: the sentence in the words of people, the article, the day, and where to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse

from guiju.lawbook.errors import CatalogError
from guiju.matters.requests import Refusal
from guiju.matters.selectors import matter_view, visible_matters
from guiju.matters.statements import key_holders
from guiju.matters.unique import key_text
from guiju.procedure import ProcedureError
from guiju.web.approvals import waiting_for
from guiju.web.barring import barred
from guiju.web.naming import to_begin
from guiju.web.timeline import timeline
from guiju.web.wording import day_text, worded_days

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.matters.models import Matter
    from guiju.web.access import Staff
    from guiju.web.stage import Stage
    from guiju.web.timeline import Entry

UNWORKABLE = (CatalogError, ProcedureError)
CHANGED, TAKEN, INVALID = "matter.changed", "key.taken", "data.invalid"
MOVED_ON = "打开这一页以后，本件又有新的办理（列在下面），所以没有登记您的操作。请看过再接着办。"


class Meanwhile(NamedTuple):
    """What others did in a matter while a form was open.

    Attributes:
        seq: the last act there is now; the form goes on from it.
    """

    id: str
    seq: int
    entries: list[Entry]


def refusal_of_error(error: CatalogError | ProcedureError) -> Refusal:
    """The refusal that stands for rules which cannot be applied to what was typed."""
    if isinstance(error, CatalogError):
        return Refusal(error.code, error.sentence)
    return Refusal(
        f"procedure.{error.code}",
        "按所填的办理日期推算不出期限：那一年的节假日安排或者当时的规定没有录入。请核对办理日期；日期无误的，请系统管理员补充后再办。",
    )


def refusal_context(
    refusal: Refusal, stage: Stage, staff: Staff, data: Mapping[str, Any]
) -> dict[str, Any]:
    """A refusal as the page shows it: the sentence, the article, the day, the acts that help.

    Args:
        refusal: the refusal.
        stage: the act it refuses.
        staff: whoever reads it.
        data: what was typed.
    """
    helps = [one for one in refusal.helps if one in stage.rules.acts]
    sentence = _OWN_SENTENCES.get(refusal.code, worded_days(refusal.sentence))
    return {
        "sentence": sentence,
        "cite": refusal.cite if refusal.cite not in refusal.sentence else "",
        "passes_on": day_text(refusal.passes_on) if refusal.passes_on else "",
        "helps": [
            (one, reverse("act", args=[stage.view.matter.id, one])) for one in helps if stage.view
        ],
        "existing": key_holder(stage, staff, data) if refusal.code == TAKEN else None,
    }


def barred_context(stage: Stage, staff: Staff) -> dict[str, Any] | None:
    """Why an act cannot be done today, told before anything is typed; None where it can, or depends on what is typed."""
    if stage.view is None or stage.standing:
        return None
    waiting = waiting_for(stage.view, stage.act.name)
    if waiting is not None:
        return {"waiting": waiting, "matter": stage.view.matter.id}
    refusal = barred(stage.view, stage.act, staff.today)
    begin = to_begin(stage.act, stage.view, staff) if refusal is None else None
    if begin is not None:
        before, name = begin
        return {"begin": before, "name": name}
    return None if refusal is None else refusal_context(refusal, stage, staff, {})


def meanwhile(staff: Staff, matter: str, seen: int | None) -> Meanwhile | None:
    """What was recorded in a matter after the act that a form was made on; None where the matter is not to be seen."""
    view = matter_view(staff.viewer, matter, staff.today)
    if view is None:
        return None
    told = timeline(view, staff.viewer, staff.today)
    entries = [one for one in told if not one.clock and one.seq > (seen or 0)]
    return Meanwhile(matter, view.matter.seq, sorted(entries, key=lambda one: one.seq))


def key_holder(stage: Stage, staff: Staff, data: Mapping[str, Any]) -> Matter | None:
    """The matter that holds the key which an opening act would claim, where there is one and the viewer may see it."""
    names = [str(name) for name in stage.rules.content["key"]]
    key = (staff.body.code, stage.rules.procedure, key_text(names, data))
    holder = key_holders([key]).get(key, "")
    return visible_matters(staff.viewer).filter(id=holder).first()


_OWN_SENTENCES = {CHANGED: MOVED_ON, INVALID: "填写的内容有问题，请改正下面列出的几处。"}
