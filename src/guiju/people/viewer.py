"""Who is looking: every selector takes a viewer first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.people.administrators import administers
from guiju.people.selectors import below, body_of, posts_on

if TYPE_CHECKING:
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
        roles: roles held at the body.
        bodies: codes of the bodies whose matters may be seen: the own one, and those below for supervision roles.
    """

    person: str
    name: str
    body: str
    roles: frozenset[str]
    bodies: frozenset[str]

    def owns(self, body: str) -> bool:
        """Whether matters of a body are the viewer's own, private fields included."""
        return body == self.body

    @property
    def administers(self) -> bool:
        """Whether the viewer keeps people and machine, and has no part in matters."""
        return administers(self.roles)


def viewer_of(person: Person, body: Body, day: date) -> Viewer | None:
    """The viewer a person is at a body on a day; None without a post there."""
    roles = frozenset(post.role for post in posts_on(person, day) if post.body_id == body.code)
    if not roles:
        return None
    if administers(roles):
        return Viewer(person.id, person.name, "", roles, frozenset())
    seen = below(body) if roles & SUPERVISION_ROLES else [body]
    return Viewer(person.id, person.name, body.code, roles, frozenset(one.code for one in seen))


def machine_viewer(code: str) -> Viewer | None:
    """The viewer for commands that run on the machine itself: a body and all below it."""
    body = body_of(code)
    if body is None:
        return None
    return Viewer("", "", body.code, frozenset(), frozenset(one.code for one in below(body)))
