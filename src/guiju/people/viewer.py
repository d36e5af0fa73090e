"""Who is looking: every selector takes a viewer first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guiju.people.administrators import administers
from guiju.people.selectors import below, body_of, posts_on, substitutions_on
from guiju.procedure.authority import Principal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.people.models import Body, Person

SUPERVISION_ROLES = frozenset({"监督人员", "法制机构"})


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person acting for a body, with the roles held there.

    Attributes:
        person: id of the person; empty for the machine's own reading (command line, jobs).
        name: the person's name.
        body: code of the body acted for; empty for administrators, who own no matters and see none.
        roles: roles held at the body, and those exercised for people on leave.
        bodies: codes of the bodies whose matters may be seen: the own one, and those below for supervision roles.
        stead: role → those on leave for whom it is exercised.
        lent: the roles that are exercised for people on leave only.
    """

    person: str
    name: str
    body: str
    roles: frozenset[str]
    bodies: frozenset[str]
    stead: Mapping[str, tuple[Principal, ...]] = field(default_factory=dict, hash=False)
    lent: frozenset[str] = frozenset()

    def owns(self, body: str) -> bool:
        """Whether matters of a body are the viewer's own, private fields included."""
        return body == self.body

    @property
    def administers(self) -> bool:
        """Whether the viewer keeps people and machine, and has no part in matters."""
        return administers(self.roles)


def viewer_of(person: Person, body: Body, day: date) -> Viewer | None:
    """The viewer a person is at a body on a day; None without a post there."""
    own = frozenset(post.role for post in posts_on(person, day) if post.body_id == body.code)
    if not own:
        return None
    if administers(own):
        return Viewer(person.id, person.name, "", own, frozenset())
    stead: dict[str, tuple[Principal, ...]] = {}
    for one in substitutions_on(day).filter(substitute=person, post__body=body):
        principal = Principal(one.post.person_id, one.post.person.name)
        stead[one.post.role] = (*stead.get(one.post.role, ()), principal)
    roles = own | stead.keys()
    seen = below(body) if roles & SUPERVISION_ROLES else [body]
    codes = frozenset(one.code for one in seen)
    lent = roles - own
    return Viewer(person.id, person.name, body.code, roles, codes, stead, lent)


def machine_viewer(code: str) -> Viewer | None:
    """The viewer for commands that run on the machine itself: a body and all below it."""
    body = body_of(code)
    if body is None:
        return None
    return Viewer("", "", body.code, frozenset(), frozenset(one.code for one in below(body)))
