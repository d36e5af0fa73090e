"""Facts about those who act, read once per body and person in a transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guiju.matters import statements
from guiju.matters.requests import refuse
from guiju.people.administrators import administers
from guiju.procedure.authority import Principal, Signer

if TYPE_CHECKING:
    from collections.abc import Mapping

NOBODY: Mapping[str, tuple[Principal, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """What performing needs to know of a body.

    Attributes:
        field: its field of work.
        word: its 代字.
        openings_until: the last day on which it takes 期初登记; None while it has set none.
    """

    field: str
    word: str
    openings_until: date | None


def body_facts(code: str) -> BodyFacts:
    """Read a body.

    Raises:
        Refused: ``body.unknown``.
    """
    row = statements.body_row(code)
    if row is None:
        refuse("body.unknown", f"没有代码为“{code}”的机构。请先登记机构。")
    return BodyFacts(str(row[0]), str(row[1]), _day(row[2]) if row[2] else None)


@dataclass
class _Known:
    name: str
    posts: list[tuple[str, date, date | None]] = field(default_factory=list)
    certificates: list[tuple[date, date | None]] = field(default_factory=list)
    steads: list[tuple[str, Principal, date, date]] = field(default_factory=list)


@dataclass
class PeopleBook:
    """What is known of persons at bodies; filled by one statement for all persons of a request."""

    _known: dict[tuple[str, str], _Known] = field(default_factory=dict)
    _signers: dict[tuple[str, str, date], Signer] = field(default_factory=dict)

    def learn(self, body: str, persons: set[str]) -> None:
        """Read posts, certificates and substitutions of those persons not known yet.

        Raises:
            Refused: ``person.unknown``.
        """
        missing = sorted([one for one in persons if (body, one) not in self._known])
        if not missing:
            return
        for row in statements.authority_rows(body, missing):
            self._take(body, row)
        for person in missing:
            if (body, person) not in self._known:
                refuse("person.unknown", f"没有编号为“{person}”的人员。请先登记人员，再办理。")

    def signer(self, body: str, person: str, day: date) -> Signer:
        """A person as of a day at a body; certificates count only from certificate matters."""
        key = (body, person, day)
        found = self._signers.get(key)
        if found is None:
            found = self._signers[key] = self._signer(body, person, day)
        return found

    def _signer(self, body: str, person: str, day: date) -> Signer:
        known = self._known[body, person]
        roles = frozenset(
            role
            for role, since, until in known.posts
            if since <= day and (until is None or day <= until)
        )
        ends = [
            until or date.max
            for since, until in known.certificates
            if since <= day and (until is None or day <= until)
        ]
        if administers(roles):
            return Signer(person, known.name, frozenset(), administers=True)
        return Signer(person, known.name, roles, max(ends, default=None), _stead(known, day))

    def _take(self, body: str, row: statements.Row) -> None:
        kind, person, name, what, since, until, principal = row
        known = self._known.setdefault((body, person), _Known(""))
        if kind == "stead":
            stead = (what, Principal(principal, name), _day(since), _day(until))
            known.steads.append(stead)
            return
        known.name = known.name or name
        if since is None:
            return
        if kind == "post":
            known.posts.append((what, _day(since), _day(until) if until else None))
        else:
            known.certificates.append((_day(since), _day(until) if until else None))


def _stead(known: _Known, day: date) -> Mapping[str, tuple[Principal, ...]]:
    """Role → those on leave on a day for whom somebody exercises it, in a fixed order."""
    if not known.steads:
        return NOBODY
    found: dict[str, list[Principal]] = {}
    for role, principal, since, until in sorted(known.steads):
        if since <= day <= until:
            found.setdefault(role, []).append(principal)
    return {role: tuple(principals) for role, principals in found.items()}


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
