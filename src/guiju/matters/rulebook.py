"""The rules a matter is pinned to: made at its first act, stored once by digest, compiled once a process."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from django.db import connection

from guiju.lawbook.calendars import merged
from guiju.lawbook.catalog import load_catalog
from guiju.lawbook.effective import EffectiveRules, effective
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.list_places import list_places
from guiju.lawbook.parameters import Value, resolve
from guiju.matters.holidays import NOTICE_LIST, check_notice, recorded_key, recorded_notices
from guiju.matters.parameters import PARAMETER_LIST, check_setting, values_set
from guiju.matters.requests import Refusal, Refused, refuse
from guiju.procedure import Graph, compile_rules
from guiju.procedure.authority import Demand
from guiju.record.canonical import decode, encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from guiju.lawbook.calendars import CalendarBook
    from guiju.lawbook.catalog import Catalog
    from guiju.lawbook.parameters import Resolution
    from guiju.lawbook.pinned import ActRules
    from guiju.matters import statements
    from guiju.matters.holidays import Key
    from guiju.procedure import Calendar, Rules

LocalValues: TypeAlias = tuple[tuple[str, Value], ...]
ANY_START = 1


@dataclass(frozen=True)
class Pinned:
    """Effective rules ready to judge with.

    Attributes:
        effective: the rules as stored.
        rules: the kernel's compiled form with the calendar.
    """

    effective: EffectiveRules
    rules: Rules

    @property
    def digest(self) -> str:
        """The digest every act of the matter names."""
        return self.effective.digest

    def row(self) -> statements.Row:
        """The row that keeps the rules in the store."""
        content = self.effective.content
        return (self.digest, content["procedure"], content["version"], encode(dict(content)))

    def check_entry(self, fields: Mapping[str, Any], body: str) -> None:
        """Refuse what an entry of the list of settings, or of holiday notices, may not say.

        Raises:
            Refused: as `guiju.matters.parameters.check_setting` and `guiju.matters.holidays.check_notice`.
        """
        if self.effective.content["procedure"] == PARAMETER_LIST:
            check_setting(catalog().shelf.parameters, fields, body)
        elif self.effective.content["procedure"] == NOTICE_LIST:
            check_notice(catalog().shelf.calendars, fields, body)

    @property
    def kind(self) -> str:
        """``case``, ``list`` or ``ledger``."""
        return str(self.effective.content["kind"])

    @property
    def name(self) -> str:
        """The procedure's name on the screen."""
        return str(self.effective.content["name"])

    @cached_property
    def titles(self) -> list[str]:
        """Fields that make a matter's title."""
        return list(self.effective.content["title"])

    @cached_property
    def keys(self) -> list[str]:
        """Fields that must be unique per body among open or valid matters."""
        return list(self.effective.content["key"])

    @cached_property
    def slots(self) -> dict[str, str]:
        """Slot column → field."""
        listed = self.effective.content["list"]
        names = dict.fromkeys([*listed["columns"], *listed["filters"], *listed["sort"]])
        return list_places(self.effective.types, names)

    @cached_property
    def slot_fields(self) -> frozenset[str]:
        """The fields that have a slot."""
        return frozenset(self.slots.values())

    @cached_property
    def closers(self) -> frozenset[str]:
        """Acts that close the matter."""
        return frozenset(
            relation["source"]
            for relation in self.effective.graph["relations"]
            if relation.get("kind") == "closes"
        )

    @cached_property
    def done_by_people(self) -> tuple[int, ...]:
        """The places of the acts that no clock performs by itself."""
        places = self.rules.graph.places
        return tuple(
            places[name]
            for name, act in self.effective.acts.items()
            if not act.clock or act.lapse == "citizen"
        )

    def act(self, name: str) -> ActRules:
        """An act of the procedure.

        Raises:
            Refused: ``act.unknown`` naming those there are.
        """
        found = self.effective.acts.get(name)
        if found is None:
            known = "、".join(act.name for act in self.effective.acts.values() if not act.clock)
            refuse("act.unknown", f"“{self.name}”没有“{name}”这一行为。可以办理的行为有：{known}。")
        return found

    def roles_of(self, act: str) -> tuple[str, ...]:
        """Who performs an act; empty for one that is unknown."""
        found = self.effective.acts.get(act)
        return found.by if found else ()

    def performers(self, act: ActRules) -> tuple[str, ...]:
        """The roles that perform an act.

        A lapse that the clock proposes is confirmed by whoever may record it, else by whoever opens matters of the procedure.
        """
        return act.by or act.recorded_by or self.act(self.effective.opens).by

    def demand(self, act: ActRules) -> Demand:
        """What an act asks of those who perform it."""
        found = self._demands.get(act.name)
        if found is None:
            performers = frozenset(self.performers(act))
            found = self._demands[act.name] = Demand(
                act.name, performers, performers & staff_roles(), frozenset(act.recorded_by),
                act.officers, act.not_by, self.cite_text(act.cite),
            )  # fmt: skip
        return found

    @cached_property
    def _demands(self) -> dict[str, Demand]:
        return {}

    def cite_text(self, cites: tuple[str, ...] | list[str] | str | None) -> str:
        """Citations in Chinese words."""
        listed = [cites] if isinstance(cites, str) else list(cites or ())
        return "、".join(self.effective.cite_text(str(one)) for one in listed)


@cache
def catalog() -> Catalog:
    """The catalog, read once a process."""
    return load_catalog()


class _Held(NamedTuple):
    """The notices this process counts by: those of the catalog, and those recorded in the store under a key."""

    key: Key
    book: CalendarBook
    calendar: Calendar


class _Desk:
    """Where the process keeps them."""

    held: _Held | None = None


def renew_calendar() -> None:
    """Take up the notices recorded since; asked for at the beginning of a transaction, a page, a command."""
    key = recorded_key()
    if _held().key != key:
        _Desk.held = _holding(key, merged(catalog().shelf.calendars, recorded_notices()))


def calendar() -> Calendar:
    """The calendar of all announced years, as last taken up."""
    return _held().calendar


def calendar_book() -> CalendarBook:
    """The notices of all announced years, as last taken up."""
    return _held().book


def calendar_digest() -> str:
    """What the days off and the days worked hash to: the same notices give the same, whoever recorded them."""
    told = json.dumps(calendar_book().data(), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()


def _held() -> _Held:
    if _Desk.held is None:
        _Desk.held = _holding((), catalog().shelf.calendars)
    return _Desk.held


def _holding(key: Key, book: CalendarBook) -> _Held:
    return _Held(key, book, book.calendar())


@cache
def staff_roles() -> frozenset[str]:
    """The roles that members of a body hold; the others belong to parties, courts and the public."""
    return catalog().shelf.own_roles


@cache
def substitutable_roles() -> frozenset[str]:
    """The roles that somebody else may exercise while their holder is on leave."""
    return frozenset(role.name for role in catalog().shelf.roles.values() if role.substitute)


def pinned(digest: str) -> Pinned:
    """The rules of a digest, from the store, with the calendar as last taken up.

    Raises:
        LookupError: the store does not hold them.
    """
    return _pinned(digest, _held().key)


@lru_cache(maxsize=4096)
def _pinned(digest: str, key: Key) -> Pinned:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM matters_effectiverules WHERE digest = %s", [digest])
        row = cursor.fetchone()
    if row is None:
        message = f"no effective rules {digest} in the store"
        raise LookupError(message)
    return _read(bytes(row[0]), digest, key)


@lru_cache(maxsize=512)
def _read(content: bytes, digest: str, _key: Key) -> Pinned:
    """The rules that some bytes say; whatever store they come from, they are compiled once."""
    return _compiled(EffectiveRules.from_json(decode(content), digest))  # type: ignore[arg-type]  # checked by from_json


def pin(procedure: str, field: str, day: date, local: LocalValues) -> Pinned:
    """The rules a new matter gets: the version in force and the parameters of its body on a day.

    Args:
        procedure: id.
        field: the owning body's field, for parameters that differ by field.
        day: day of the opening act.
        local: what :func:`local_values` gave for the body and the day.

    Raises:
        Refused: ``procedure.unknown`` or ``procedure.not_in_force``.
    """
    return _made(procedure, field, day, local, _held().key)


def local_values(body: str, day: date) -> LocalValues:
    """The parameters a body and its superiors have set, valid on a day."""
    return tuple(values_set(catalog().shelf.parameters, body, day))


def resolved(field: str, local: LocalValues, day: date) -> Mapping[str, Resolution]:
    """Every parameter as it holds on a day."""
    values: dict[str, list[Value]] = {}
    for name, value in local:
        values.setdefault(name, []).append(value)
    return resolve(catalog().shelf.parameters, field, values, day)


def forget() -> None:
    """Drop what is cached from the store; another store is opened."""
    _pinned.cache_clear()
    _made.cache_clear()
    _Desk.held = None


@lru_cache(maxsize=4096)
def _made(procedure: str, field: str, day: date, local: LocalValues, key: Key) -> Pinned:
    try:
        version = catalog().procedure(procedure, day).version
        return _effective(procedure, version, tuple(resolved(field, local, day).items()), key)
    except CatalogError as error:
        raise Refused(Refusal(error.code, error.sentence)) from error


@lru_cache(maxsize=4096)
def _effective(
    procedure: str, version: date, parameters: tuple[tuple[str, Resolution], ...], _key: Key
) -> Pinned:
    made = effective(
        catalog().procedure(procedure, version), dict(parameters), catalog().shelf.statutes
    )
    return _compiled(made)


def _compiled(rules: EffectiveRules) -> Pinned:
    graph = Graph.from_json(rules.graph_from(ANY_START))
    return Pinned(rules, compile_rules(graph, calendar()))
