"""The people of a scenario: who works where, as what, since when."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guiju.demo.names import staff_name
from guiju.demo.picks import shares
from guiju.people.administrators import ADMINISTRATORS
from guiju.people.models import BodyKind
from guiju.people.particulars import Particulars, state_particulars
from guiju.people.services import appoint, establish_body, register_person

if TYPE_CHECKING:
    from datetime import date

    from guiju.demo.scenario import Scenario
    from guiju.people.models import Body, Person

OFFICER = "执法人员"
CERTIFIED = ("承办人", "执法人员", "行政复议人员")


@dataclass
class Staff:
    """Who holds which role at which body.

    Attributes:
        persons: id → person.
        seats: (body code, role) → ids in order of appointment.
        home: person → the body of the first post.
        bodies: code → body.
    """

    persons: dict[str, Person] = field(default_factory=dict)
    seats: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)

    def take(self, person: Person, body: str, roles: tuple[str, ...]) -> None:
        """Note the posts of a person."""
        self.persons[person.id] = person
        self.home.setdefault(person.id, body)
        for role in roles:
            self.seats.setdefault((body, role), []).append(person.id)

    def holders(self, body: str, role: str) -> list[str]:
        """Who holds a role at a body.

        Raises:
            LookupError: nobody does.
        """
        found = self.seats.get((body, role))
        if not found:
            message = f"nobody holds {role} at {body}"
            raise LookupError(message)
        return found

    def one(self, body: str, role: str, turn: int = 0) -> str:
        """One of those who hold a role, in turn."""
        found = self.holders(body, role)
        return found[turn % len(found)]

    def pair(self, body: str, role: str, turn: int = 0) -> tuple[str, str]:
        """Two who hold a role, in turn."""
        found = self.holders(body, role)
        return found[turn % len(found)], found[(turn + 1) % len(found)]

    def roles_of(self, person: str, body: str) -> tuple[str, ...]:
        """The roles a person holds at a body."""
        return tuple(
            role for (code, role), found in self.seats.items() if code == body and person in found
        )

    def certified(self) -> list[str]:
        """Those whose work asks for a certificate, in order of appointment."""
        wanted = {
            person
            for (_, role), found in self.seats.items()
            if role in CERTIFIED
            for person in found
        }
        return [person for person in self.persons if person in wanted]


def settle_people(scenario: Scenario, since: date, officers: int) -> Staff:
    """Establish the bodies of a scenario and appoint their people, the three administrators at the head.

    Args:
        scenario: what to establish.
        since: first day of every body and post.
        officers: how many people need a certificate in all; those the teams lack are added.

    Returns:
        The people by role.
    """
    staff = Staff()
    bodies: dict[str, Body] = {}
    for spec in scenario.bodies:
        bodies[spec.id] = establish_body(
            spec.code, spec.name, kind=BodyKind(spec.kind), since=since,
            parent=next(iter(bodies.values()), None), field=spec.field, word=spec.word,
        )  # fmt: skip
        staff.bodies[spec.code] = bodies[spec.id]
        state_particulars(
            bodies[spec.id], _particulars(spec.name, len(bodies)), since=since, today=since
        )
        for roles in scenario.teams[spec.team]:
            employ(staff, bodies[spec.id], roles, since)
    weights = {spec.id: spec.officers for spec in scenario.bodies if spec.officers}
    for identifier, count in shares(officers - len(staff.certified()), weights).items():
        for _ in range(count):
            employ(staff, bodies[identifier], (OFFICER,), since)
    for role in ADMINISTRATORS:
        employ(staff, next(iter(bodies.values())), (role,), since)
    return staff


def _particulars(name: str, number: int) -> Particulars:
    """What papers say of an invented body; court and bank stand at the head of the tree, for all."""
    address, telephone = f"示例县演示路 {number} 号", f"0000-{1000000 + number}"
    if number > 1:
        return Particulars(address, telephone)
    county = name.removesuffix("人民政府")
    return Particulars(address, telephone, f"{county}示例银行营业部，账号 0000 0000 0000", "示例市人民政府", f"{county}人民法院")  # fmt: skip


def employ(staff: Staff, body: Body, roles: tuple[str, ...], since: date) -> str:
    """Register somebody and appoint them at a body; returns the person's id.

    Args:
        staff: where they are noted.
        body: the body.
        roles: the roles of their post.
        since: its first day.
    """
    person = register_person(staff_name(len(staff.persons)))
    appoint(person, body, roles, since=since)
    staff.take(person, body.code, roles)
    return person.id
