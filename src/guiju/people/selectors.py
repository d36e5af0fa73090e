"""Reading bodies, persons and posts as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from guiju.people.models import Body, FormerName, Person, Post, Substitution

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


def posts_on(person: Person, day: date) -> QuerySet[Post]:
    """The posts a person holds on a day, with their bodies."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    return (
        Post.objects.filter(running, person=person, since__lte=day)
        .select_related("body")
        .order_by("id")
    )


def roles_at(person: Person, body: Body, day: date) -> frozenset[str]:
    """The roles a person holds at a body on a day."""
    return frozenset(posts_on(person, day).filter(body=body).values_list("role", flat=True))


def below(body: Body) -> list[Body]:
    """A body and every body under it, superiors first; read in one go."""
    under: dict[str | None, list[Body]] = {}
    for one in Body.objects.order_by("code"):
        under.setdefault(one.parent_id, []).append(one)
    found = [body]
    for member in found:
        found.extend(under.get(member.code, ()))
    return found


def body_tree() -> list[tuple[Body, int]]:
    """Every body with how deep it lies, each right under its superior, by code; read in one go."""
    under: dict[str | None, list[Body]] = {}
    for body in Body.objects.order_by("code"):
        under.setdefault(body.parent_id, []).append(body)
    found: list[tuple[Body, int]] = []
    waiting = [(body, 0) for body in reversed(under.get(None, []))]
    while waiting:
        body, depth = waiting.pop()
        found.append((body, depth))
        waiting += [(child, depth + 1) for child in reversed(under.get(body.code, []))]
    return found


def top_bodies() -> QuerySet[Body]:
    """The bodies without a superior."""
    return Body.objects.filter(parent__isnull=True).order_by("code")


def bodies_among(codes: Iterable[str]) -> QuerySet[Body]:
    """The bodies of some codes, superiors first, then by name."""
    return Body.objects.filter(code__in=set(codes)).order_by(
        F("parent").asc(nulls_first=True), "name", "code"
    )


def body_of(code: str) -> Body | None:
    """The body of a code, if it is known."""
    return Body.objects.filter(code=code).first()


def person_of(identifier: str) -> Person | None:
    """The person of an id, if known."""
    return Person.objects.filter(id=identifier).first()


def staff_on(body: str, day: date) -> QuerySet[Post]:
    """The posts held at a body on a day, with their persons, by name."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    return (
        Post.objects.filter(running, body_id=body, since__lte=day)
        .select_related("person")
        .order_by("person__name", "person_id", "id")
    )


def names_of_bodies(codes: Iterable[str]) -> dict[str, str]:
    """The names of bodies by code, in the order of their codes."""
    found = Body.objects.filter(code__in=set(codes)).order_by("code")
    return dict(found.values_list("code", "name"))


def names_of(persons: Iterable[str]) -> dict[str, str]:
    """The names of persons by id; unknown ids are left out."""
    return dict(Person.objects.filter(id__in=set(persons)).values_list("id", "name"))


def codes_of(text: str) -> list[str]:
    """The codes of the bodies that have a code or a name."""
    named = Body.objects.filter(Q(code=text) | Q(name=text)).order_by("code")
    return list(named.values_list("code", flat=True))


def names_of_all_bodies() -> dict[str, str]:
    """The names of all bodies by code."""
    return dict(Body.objects.values_list("code", "name"))


class Holder(NamedTuple):
    """Somebody who may act in a role on a day.

    Attributes:
        principal: id of the one on leave for whom the role is exercised; empty where it is the person's own.
    """

    person: str
    name: str
    role: str
    principal: str = ""
    principal_name: str = ""


def substitutions_on(day: date) -> QuerySet[Substitution]:
    """The substitutions that hold on a day, while the holder has the post and the substitute one of the same body."""
    running = Q(post__until__isnull=True) | Q(post__until__gte=day)
    own = Post.objects.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
    belongs = own.filter(person=OuterRef("substitute"), body=OuterRef("post__body"))
    return (
        Substitution.objects.filter(running, Exists(belongs), since__lte=day, last__gte=day)
        .select_related("post__person", "substitute")
        .order_by("post__role", "post__person_id", "since")
    )


def substitutions_of(body: Body) -> QuerySet[Substitution]:
    """Every substitution ever entered at a body, the latest first."""
    return (
        Substitution.objects.filter(post__body=body)
        .select_related("post__person", "substitute", "entered_by", "ended_by")
        .order_by("-since", "-id")
    )


def holders_on(body: str, day: date) -> list[Holder]:
    """Who may act in which role at a body on a day: those who hold it, then those who stand in for them."""
    own = [Holder(post.person_id, post.person.name, post.role) for post in staff_on(body, day)]
    return own + [
        Holder(
            one.substitute_id, one.substitute.name, one.post.role,
            one.post.person_id, one.post.person.name,
        )
        for one in substitutions_on(day).filter(post__body=body)
    ]  # fmt: skip


def bodies_named(codes: Iterable[str], words: Iterable[str], limit: int) -> list[Body]:
    """Those of some bodies in whose name or code every word stands, by code."""
    return list(_named(words).filter(code__in=list(codes)).order_by("code")[:limit])


def staff_named(codes: Iterable[str], words: Iterable[str], day: date, limit: int) -> list[Post]:
    """The posts held at some bodies on a day by persons in whose name every word stands, with both."""
    running = Q(until__isnull=True) | Q(until__gte=day)
    found = Post.objects.filter(running, body__in=list(codes), since__lte=day)
    for word in words:
        found = found.filter(person__name__icontains=word)
    return list(found.select_related("person", "body").order_by("person__name", "id")[: limit * 4])


def every_body_named(words: Iterable[str], limit: int) -> list[Body]:
    """The bodies in whose name or code every word stands, by code; names of bodies are public."""
    return list(_named(words).order_by("code")[:limit])


def body_called(text: str) -> Body | None:
    """The body of exactly this name or code; else the one that bore the name last."""
    found = Body.objects.filter(Q(name=text) | Q(code=text)).order_by("code").first()
    if found is not None:
        return found
    before = FormerName.objects.filter(name=text).select_related("body").order_by("-until").first()
    return before.body if before else None


def name_on(body: Body, day: date) -> str:
    """The name a body bore on a day."""
    before = body.former_names.filter(until__gte=day).order_by("until").first()
    return before.name if before else body.name


def _named(words: Iterable[str]) -> QuerySet[Body]:
    found = Body.objects.all()
    for word in words:
        found = found.filter(Q(name__icontains=word) | Q(code__iexact=word))
    return found
