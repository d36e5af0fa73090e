"""Parties known from a body's own matters: organisations by name or code, natural persons by their whole code only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from guiju.matters.personal import is_natural_person
from guiju.matters.selectors import acts_of, private_values
from guiju.search.cutting import asked, plain
from guiju.search.entries import parties_in
from guiju.search.selectors import find, named_exactly

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guiju.matters.models import Matter
    from guiju.people.viewer import Viewer

LOOKED_THROUGH = 60
OFFERED = 8
SHORTEST_CODE = 6


class KnownParty(NamedTuple):
    """A party as it stands in a matter.

    Attributes:
        party: its parts: name, kind, code, document.
        seen_in: number or title of the newest matter it stands in.
    """

    party: dict[str, str]
    seen_in: str

    @property
    def token(self) -> str:
        """What tells it from others: the code, else the name."""
        return self.party.get("code") or self.party["name"]


def known_parties(viewer: Viewer, typed: str, limit: int = OFFERED) -> list[KnownParty]:
    """The parties of the viewer's own matters that go by what was typed, the latest first, each once.

    Args:
        viewer: whoever asks.
        typed: part of a name or code; of a natural person the whole code.
        limit: how many at most.
    """
    found: dict[str, KnownParty] = {}
    for one in (*_persons(viewer, typed), *_organisations(viewer, typed)):
        found.setdefault(one.token, one)
        if len(found) == limit:
            break
    return list(found.values())


def _organisations(viewer: Viewer, typed: str) -> Iterator[KnownParty]:
    words = asked(typed).words
    for matter in find(viewer, typed, limit=LOOKED_THROUGH).matters:
        if not viewer.owns(matter.body_id):
            continue
        for party in parties_in(orjson.loads(matter.state)["fields"]):
            text = plain(f"{party.get('name', '')} {party.get('code', '')}")
            if not is_natural_person(party) and all(word in text for word in words):
                yield KnownParty(party, matter.number or matter.title)


def _persons(viewer: Viewer, typed: str) -> Iterator[KnownParty]:
    code = _bare(typed)
    if len(code) < SHORTEST_CODE:
        return
    for matter in named_exactly(viewer, typed, limit=1):
        for party in _private_parties(viewer, matter):
            if is_natural_person(party) and _bare(party.get("code", "")) == code:
                yield KnownParty(party, matter.number or matter.title)


def _private_parties(viewer: Viewer, matter: Matter) -> Iterator[dict[str, Any]]:
    values = private_values(viewer, acts_of(viewer, matter))
    for place in sorted(values, reverse=True):
        yield from parties_in(values[place])


def _bare(text: str) -> str:
    return plain(text).replace(" ", "")


def by_token(viewer: Viewer, token: str) -> dict[str, str] | None:
    """The known party that a token of :class:`KnownParty` tells; None when it is known no longer."""
    known: Sequence[KnownParty] = known_parties(viewer, token)
    return next((one.party for one in known if one.token == token), None)
