"""Rows of a ledger or a list entered one after the other: what stays the same is kept from one form to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from guiju.web.actform import Known
from guiju.web.drafts import BY, DONE_ON, SIGNERS
from guiju.web.inputs import key_of
from guiju.web.names import matter_names
from guiju.web.stage import procedure_kind

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict

    from guiju.lawbook.pinned import FieldRules
    from guiju.web.access import Staff
    from guiju.web.inputs import FieldInput
    from guiju.web.stage import Stage

AGAIN: Final = "again"
IN_SESSION: Final = "succession"
ENTERED: Final = frozenset({"ledger", "list"})
KEPT_TYPES: Final = frozenset({"region", "unit", "officers"})
KEPT_NAMES: Final = re.compile(r"地点|场所|主办|承办|组织|主持|所在单位")
NAMED: Final = 5


class Registered(NamedTuple):
    """What was entered one after the other.

    Attributes:
        total: how many rows.
        last: (matter, name) of the last of them, newest first.
    """

    total: int
    last: list[tuple[str, str]]


def goes_on(stage: Stage) -> bool:
    """Whether another may be entered at once: a row of a ledger or an entry of a list that nobody has to approve."""
    if stage.view is not None or stage.act.approval:
        return False
    return procedure_kind(stage.rules.procedure) in ENTERED


def enters_directly(stage: Stage) -> bool:
    """Whether a row is entered from its form, without reading over: a ledger's act starts and closes nothing."""
    return goes_on(stage) and procedure_kind(stage.rules.procedure) == "ledger"


def next_address(stage: Stage) -> str:
    """The address of the next empty form."""
    return f"{reverse('open', args=[stage.rules.procedure])}?{urlencode({AGAIN: '1'})}"


def remember(request: HttpRequest, stage: Stage, matter: str) -> None:
    """Keep what stays the same, and which row was entered."""
    procedure = stage.rules.procedure
    before = _kept(request, procedure)
    request.session[IN_SESSION] = {
        "procedure": procedure,
        "typed": _stays(request.POST, stage),
        "count": before.get("count", 0) + 1,
        "last": [matter, *before.get("last", ())][:NAMED],
    }


def begin_anew(request: HttpRequest, stage: Stage) -> None:
    """Forget the rows entered before: the form was opened afresh."""
    if _kept(request, stage.rules.procedure):
        del request.session[IN_SESSION]


def taken_up(request: HttpRequest, stage: Stage, known: Known) -> Known:
    """What the next form is filled with: what every form begins with, and over it what stays the same."""
    typed = _kept(request, stage.rules.procedure).get("typed", {})
    return Known({**known.values, **typed})


def registered(request: HttpRequest, staff: Staff, stage: Stage) -> Registered | None:
    """The rows entered one after the other so far; None where there are none."""
    kept = _kept(request, stage.rules.procedure)
    if "count" not in kept:
        return None
    names = matter_names(staff.viewer, set(kept["last"]))
    return Registered(kept["count"], [(one, names[one]) for one in kept["last"]])


def focus_first_empty(inputs: list[FieldInput]) -> None:
    """Let the cursor stand in the first input nothing was typed into."""
    for one in inputs:
        if (
            one.kind != "file"
            and not one.value
            and not any(option.chosen for option in one.options)
        ):
            one.focus = True
            return


def _stays(typed: QueryDict, stage: Stage) -> dict[str, list[str]]:
    keys = [DONE_ON, BY, SIGNERS]
    keys += [key_of(name) for name, spec in stage.act.fields.items() if _is_usual(spec)]
    return {key: [str(one) for one in typed.getlist(key)] for key in keys if key in typed}


def _is_usual(spec: FieldRules) -> bool:
    return spec.type in KEPT_TYPES or (spec.type == "text" and bool(KEPT_NAMES.search(spec.name)))


def _kept(request: HttpRequest, procedure: str) -> dict[str, Any]:
    kept: dict[str, Any] = request.session.get(IN_SESSION, {})
    return kept if kept.get("procedure") == procedure else {}
