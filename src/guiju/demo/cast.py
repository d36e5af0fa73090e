"""Who acts in a course: those who hold the role at the body, or somebody appointed to it for the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guiju.demo.staff import employ
from guiju.lawbook.chain import roles_of
from guiju.matters import rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guiju.demo.setting import Setting
    from guiju.lawbook.schema import ActSpec

OFFICER = "执法人员"


@dataclass
class Cast:
    """The people of one course.

    Attributes:
        setting: the ground.
        body: code of the owning body.
        turn: the place among the courses; those who hold a role take turns.
        signed: act → who performed or signed it so far.
    """

    setting: Setting
    body: str
    turn: int = 0
    signed: dict[str, set[str]] = field(default_factory=dict)

    def of(self, act: ActSpec) -> tuple[str, tuple[str, ...]]:
        """Who enters an act, and the officers who sign it.

        Args:
            act: the act.
        """
        apart = {person for name in act.not_by for person in self.signed.get(str(name), ())}
        person = self._one(self._roles(act), apart)
        signers = self._officers(person, act.officers, apart)
        self.signed.setdefault(str(act.name), set()).update({person, *signers})
        for role in (role for turn in act.approval for role in roles_of(turn)):
            self._one((str(role),), {person})
        return person, signers

    def _roles(self, act: ActSpec) -> tuple[str, ...]:
        """The roles of the body's own people who perform an act, or enter it for somebody outside."""
        own = rulebook.catalog().shelf.own_roles
        found = tuple(str(role) for role in (*act.by, *act.recorded_by) if str(role) in own)
        performers = tuple(role for role in found if role in act.by)
        return performers or found

    def _one(self, roles: tuple[str, ...], apart: set[str]) -> str:
        staff = self.setting.staff
        for role in roles:
            free = [one for one in staff.seats.get((self.body, role), ()) if one not in apart]
            if free:
                return free[self.turn % len(free)]
        return employ(staff, staff.bodies[self.body], (roles[0],), self.setting.scenario.begins)

    def _officers(self, person: str, count: int, apart: Iterable[str]) -> tuple[str, ...]:
        if not count:
            return ()
        officers = self.setting.staff.seats.get((self.body, OFFICER), [])
        others = [one for one in officers if one != person and one not in set(apart)]
        return (person, *others[: count - 1])
