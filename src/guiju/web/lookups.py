"""Known parties, matters and bodies offered while a form is filled in; choosing one fills every part of its field.

Without script the button “查找” brings the form back with what was found; nothing typed is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import Http404, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from guiju.people.selectors import body_of, every_body_named
from guiju.search.cutting import asked
from guiju.search.parties import OFFERED, by_token, known_parties
from guiju.search.selectors import find, matters_of
from guiju.web.access import page, staff_page
from guiju.web.beginning import as_typed
from guiju.web.inputs import Candidate, chosen_key, found_id, key_of
from guiju.web.names import LINKED_TYPES, UNIT, matter_label
from guiju.web.views_today import matter_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from guiju.lawbook.pinned import FieldRules
    from guiju.web.access import Staff
    from guiju.web.inputs import FieldInput, Typed

LOOK, PICK, BETWEEN = "look", "pick", "|"
PARTY: Final = "party"
SHORTEST: Final = 2


class Looked(NamedTuple):
    """What was asked of a form besides going on: the input to look for or the one that was filled, and the form as it comes back."""

    key: str
    filled: str
    typed: QueryDict


def looks(typed: QueryDict) -> bool:
    """Whether the form was sent to look something up, or to take what was found."""
    return bool(typed.get(LOOK) or typed.get(PICK))


def looked(typed: QueryDict, fields: Iterable[FieldRules], staff: Staff) -> Looked:
    """The form as it comes back: with what was chosen filled in.

    Args:
        typed: the form as sent.
        fields: its fields.
        staff: whoever fills it in.
    """
    after = typed.copy()
    key, _, token = str(after.pop(PICK, [""])[-1]).partition(BETWEEN)
    sought = str(after.pop(LOOK, [""])[-1])
    for spec in fields:
        if key == key_of(spec.name):
            for name, values in _filled(spec, token, staff).items():
                after.setlist(name, values)
    return Looked(sought, key, after)


def offer(
    inputs: Iterable[FieldInput],
    fields: Iterable[FieldRules],
    typed: Typed,
    staff: Staff,
    just: Looked | None,
) -> None:
    """Let inputs look things up; the one just sought shows what was found, and the cursor stands where one was."""
    for made, spec in zip(inputs, fields, strict=True):
        kind = _kind(spec)
        if not kind:
            continue
        made.look = reverse("lookup", args=[kind])
        if just is None:
            continue
        if made.key == just.key:
            made.found = candidates(staff, kind, _asked_for(kind, made.key, typed))
            made.looked = True
        made.focus = made.key == just.filled or (made.looked and not made.found)


@staff_page
@require_safe
def lookup(request: HttpRequest, staff: Staff, kind: str) -> HttpResponse:
    """What is found for an input while it is typed into: a part of the form's page."""
    key = request.GET.get("key", "")
    if not key.startswith("f-"):
        raise Http404
    text = _asked_for(kind, key, request.GET)
    found = candidates(staff, kind, text) if len(text.strip()) >= SHORTEST else []
    context = {"key": key, "found_id": found_id(key), "found": found, "looked": False}
    return page(request, staff, "ui/found.html", context)


def candidates(staff: Staff, kind: str, text: str) -> list[Candidate]:
    """What goes by a text: parties, bodies, or matters of a procedure."""
    if kind == PARTY:
        return [
            Candidate(one.token, one.party["name"], " · ".join(filter(None, (one.party["kind"], one.party.get("code", ""), one.seen_in))))
            for one in known_parties(staff.viewer, text)
        ]  # fmt: skip
    if kind == UNIT:
        words = asked(text).words
        return (
            [Candidate(one.code, one.name, one.code) for one in every_body_named(words, OFFERED)]
            if words
            else []
        )
    matters = find(staff.viewer, text, procedure=kind, limit=OFFERED).matters
    lines = [matter_line(one) for one in matters[:OFFERED]]
    return [
        Candidate(one.id, matter_label(one), f"{line.body} · {line.opened} · {line.state}")
        for one, line in zip(matters, lines, strict=False)
    ]


def _filled(spec: FieldRules, token: str, staff: Staff) -> dict[str, list[str]]:
    kind, key = _kind(spec), key_of(spec.name)
    if kind == PARTY:
        return as_typed(spec.name, by_token(staff.viewer, token))
    if kind == UNIT:
        body = body_of(token)
        return {key: [body.name], chosen_key(key): [token]} if body else {}
    found = [one for one in matters_of(staff.viewer, [token]) if one.procedure == kind]
    return {key: [matter_label(found[0])], chosen_key(key): [token]} if found else {}


def _kind(spec: FieldRules) -> str:
    """What an input looks up: parties, bodies, or matters of a procedure; empty for nothing."""
    if spec.type in {PARTY, UNIT}:
        return spec.type
    return (spec.of or "") if spec.type in LINKED_TYPES else ""


def _asked_for(kind: str, key: str, typed: Typed) -> str:
    if kind != PARTY:
        return str(typed.get(key, ""))
    return str(typed.get(f"{key}-code", "") or typed.get(f"{key}-name", ""))
