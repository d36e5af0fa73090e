"""Where an act is to be done: in a matter, or as the opening of a new one; the same to the pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Q
from django.urls import reverse

from guiju.lawbook.errors import CatalogError
from guiju.lawbook.show import national
from guiju.lawbook.values import MATTER
from guiju.matters.rulebook import catalog, staff_roles
from guiju.matters.selectors import MatterView, certified_until, matter_view, visible_matters
from guiju.people.selectors import body_called, body_of, holders_on, staff_on
from guiju.web.inputs import Offers
from guiju.web.names import LINKED_TYPES, UNIT, matter_label
from guiju.web.wording import short_day, stands_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.pinned import ActRules, FieldRules
    from guiju.lawbook.schema import Procedure
    from guiju.matters.models import Matter
    from guiju.matters.requests import ActRequest
    from guiju.web.access import Staff
    from guiju.web.drafts import Draft


LINKED_AT_MOST = 20  # those begun lately; others are looked up


@dataclass(frozen=True)
class Stage:
    """An act and the place it is done in.

    Attributes:
        rules: the effective rules by which the form is made.
        view: the matter; None for a new one.
        source: id of the matter a new one is begun from and linked to; empty for none.
    """

    act: ActRules
    rules: EffectiveRules
    view: MatterView | None = None
    source: str = field(default="", kw_only=True)

    standing: ClassVar[bool] = False

    @property
    def address(self) -> str:
        """The address of its form."""
        if self.view is None:
            return reverse("open", args=[self.rules.procedure])
        return reverse("act", args=[self.view.matter.id, self.act.name])

    def request(self, draft: Draft, person: str, body: str) -> ActRequest:
        """What is asked of the record.

        Args:
            draft: the form as read.
            person: id of whoever enters it.
            body: code of the body of a new matter.
        """
        place = self.place if self.view else {**self.place, "body": body}
        return draft.request(person, self.act, **place)

    def told(self, name: str, text: str, typed: Any, names: Mapping[str, str]) -> str | None:
        """A field in words for reading over; None for what is not told.

        Args:
            name: the field.
            text: its value in words.
            typed: its value as typed.
            names: names of what values point at.
        """
        del name, typed, names
        return text

    @property
    def place(self) -> dict[str, Any]:
        """Where the request goes, without the body of a new matter."""
        if self.view is None:
            return {"procedure": self.rules.procedure, "source": self.source}
        return {"matter": self.view.matter.id}


def stage_in_matter(staff: Staff, identifier: str, name: str) -> Stage | None:
    """An act in a matter of the own body; None when either is not there."""
    view = matter_view(staff.viewer, identifier, staff.today)
    if view is None or not staff.viewer.owns(view.matter.body_id):
        return None
    act = view.pinned.effective.acts.get(name)
    if act is None:
        return None
    performed = replace(act, by=view.pinned.performers(act))  # a lapse names nobody itself
    return Stage(performed, view.pinned.effective, view)


def stage_of_opening(staff: Staff, procedure: str, day: date) -> Stage | None:
    """The opening act of a procedure in force on a day; None when there is none."""
    rules = rules_in_force(procedure, staff.body.field, day)
    return None if rules is None else Stage(rules.acts[rules.opens], rules)


def rules_in_force(procedure: str, field: str, day: date) -> EffectiveRules | None:
    """The rules of the version in force, with the catalog's own parameters: enough to make a form of."""
    try:
        found = catalog().procedure(procedure, day)
    except CatalogError:
        return None
    return _national(found.id, found.version, field)


def procedures_in_force(day: date) -> list[Procedure]:
    """The version in force of every procedure, in the catalog's order."""
    found = []
    for identifier in catalog().versions:
        try:
            found.append(catalog().procedure(identifier, day))
        except CatalogError:
            continue
    return found


def procedure_name(identifier: str) -> str:
    """The name of a procedure on the screen."""
    versions = catalog().versions.get(identifier)
    return versions[-1].name if versions else identifier


def procedure_kind(identifier: str) -> str:
    """case, list or ledger."""
    versions = catalog().versions.get(identifier)
    return versions[-1].kind if versions else "case"


def concerns(act: ActRules, roles: Iterable[str]) -> bool:
    """Whether somebody with these roles performs an act, or records it for an outsider."""
    held = set(roles)
    if held & {*act.by, *act.recorded_by}:
        return True
    outside = bool(act.by) and not set(act.by) & staff_roles()
    return outside and not act.recorded_by


def can_open(staff: Staff, procedure: str) -> bool:
    """Whether somebody's roles can begin a matter of a procedure today."""
    rules = rules_in_force(procedure, staff.body.field, staff.today)
    return rules is not None and concerns(rules.acts[rules.opens], staff.viewer.roles)


def is_inside(act: ActRules) -> bool:
    """Whether an act is performed by a member of the body."""
    return bool(set(act.by) & staff_roles())


def actors(staff: Staff, act: ActRules) -> list[tuple[str, str]]:
    """Who could perform an act today: id and name, the roles beside it."""
    held: dict[str, tuple[str, list[str]]] = {}
    lent: dict[str, str] = {}
    for one in holders_on(staff.body.code, staff.today):
        if one.role in act.by and not one.principal:
            held.setdefault(one.person, (one.name, []))[1].append(one.role)
        elif one.role in act.by:
            lent.setdefault(one.person, stands_in(one.name, one.principal_name, one.role))
    own = {person: f"{name}（{'、'.join(roles)}）" for person, (name, roles) in held.items()}
    return list({**own, **{who: said for who, said in lent.items() if who not in own}}.items())


def certified(staff: Staff) -> list[tuple[str, str]]:
    """The members of the body who hold a certificate today: id and name, with its last day."""
    people = dict(members(staff))
    ends = certified_until(staff.viewer, people, staff.today)
    return [
        (person, f"{name}（证件{_until(ends[person])}）")
        for person, name in people.items()
        if person in ends
    ]


def _until(day: date) -> str:
    return "长期有效" if day == date.max else f"有效至{short_day(day)}"


def offers_for(staff: Staff, fields: Iterable[FieldRules], view: MatterView | None) -> Offers:
    """What the inputs of these fields offer to choose from, in a matter or for a new one."""
    fields = list(fields)
    linked = {
        spec.of: [_choice(one) for one in _of_procedure(staff, spec.of)[:LINKED_AT_MOST]]
        for spec in _with_columns(fields)
        if spec.type in LINKED_TYPES and spec.of
    }
    linked["unit"] = [(staff.body.code, staff.body.name)]
    return Offers(
        members(staff), linked, partial(_found, staff), partial(_called, staff), hands(staff, view)
    )


def hands(staff: Staff, view: MatterView | None) -> frozenset[str]:
    """The viewer, and everybody whose hand is in the matter."""
    forms = view.forms if view else []
    signers = {one for form in forms for one in form.authority.get("signers", ())}
    return frozenset({staff.viewer.person, *(form.by for form in forms), *signers})


def members(staff: Staff) -> list[tuple[str, str]]:
    """Everybody with a post at the body today: id and name."""
    found = {post.person_id: post.person.name for post in staff_on(staff.body.code, staff.today)}
    return list(found.items())


@lru_cache(maxsize=256)
def _national(procedure: str, version: date, field: str) -> EffectiveRules | None:
    try:
        return national(catalog().procedure(procedure, version), catalog().shelf, field)
    except CatalogError:
        return None  # a parameter the guards need has no value here: it cannot be opened


def _with_columns(fields: Iterable[FieldRules]) -> Iterable[FieldRules]:
    for spec in fields:
        yield spec
        yield from spec.rows


def _of_procedure(staff: Staff, procedure: str) -> Any:
    own = visible_matters(staff.viewer).filter(body=staff.body, procedure=procedure)
    return own.defer("state").order_by("-opened", "-id")


def _called(staff: Staff, procedure: str, value: str) -> str:
    """What a body or a matter the viewer may see is called."""
    if procedure == UNIT:
        body = body_of(value)
        return body.name if body else ""
    if not MATTER.fullmatch(value):
        return ""
    found = visible_matters(staff.viewer).filter(id=value, procedure=procedure).first()
    return matter_label(found) if found else ""


def _found(staff: Staff, procedure: str, typed: str) -> str:
    if procedure == UNIT:
        body = body_called(typed)
        return body.code if body else ""
    seen = visible_matters(staff.viewer).filter(procedure=procedure)
    named = seen.filter(Q(id=typed) | Q(number=typed)).order_by("-id")
    return next(iter(named.values_list("id", flat=True)[:1]), "")


def _choice(matter: Matter) -> tuple[str, str]:
    return matter.id, " ".join(filter(None, (matter.number, matter.title))) or matter.id
