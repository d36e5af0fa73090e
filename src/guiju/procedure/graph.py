"""A procedure as a graph: events, relations, groups, variables; checked once, then frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guiju.procedure.calendar import Calendar
from guiju.procedure.errors import GraphError
from guiju.procedure.expressions import Variable, compile_guard, kind_of
from guiju.procedure.graph_checks import check_links
from guiju.procedure.groups import flatten
from guiju.procedure.parts import EVENT_KEYS, Event, Initial, Link, Relation, read_relation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guiju.procedure.expressions import Value

_KINDS = ("act", "auto")


@dataclass(frozen=True, eq=False)
class Graph:
    """A procedure's graph. Two graphs are the same only if they are the same object.

    Args:
        events: In order; the order breaks ties between clock events.
        relations: As written, in list order.
        links: The same, one for each pair of events, groups flattened.
        variables: Place and kind of each variable of the store.
        defaults: The store at the start.
        groups: Each group's events, flattened.
        initial: The marking at the start.
        start: The day the matter starts.
        calendar: The calendar written in the graph.
        places: Event id to place in ``events``.
        citations: Words of citations, for refusals and sheets; what is missing is worded by its form.
    """

    events: tuple[Event, ...]
    relations: tuple[Relation, ...]
    links: tuple[Link, ...]
    variables: Mapping[str, Variable]
    defaults: tuple[Value, ...]
    groups: Mapping[str, tuple[str, ...]]
    initial: Initial
    start: int
    calendar: Calendar
    places: Mapping[str, int]
    citations: Mapping[str, str]

    @classmethod
    def from_json(cls, obj: Mapping[str, Any]) -> Graph:
        """Reads and checks a graph.

        Args:
            obj: The JSON object of the definition. Events and relations may carry more keys
                (``cite``, ``basis``, ``why``, ``rule``, ``title`` …): kept, without meaning here.

        Raises:
            GraphError: A name that does not resolve, a duplicate, a cyclic group, a guard of a
                wrong type, a restriction of the definition broken.
            CalendarError: A duration or calendar that cannot be read.
        """
        defaults = _object(obj, "vars")
        variables = {
            name: Variable(place, kind_of(value, f"vars.{name}"))
            for place, (name, value) in enumerate(defaults.items())
        }
        events = _events(_list(obj, "events"), variables)
        places = {event.id: place for place, event in enumerate(events)}
        groups = flatten(_object(obj, "groups"), places)
        relations = tuple(
            read_relation(relation, place, variables)
            for place, relation in enumerate(_list(obj, "relations"))
        )
        links = tuple(_links(relations, groups, places))
        check_links(events, links)
        return cls(
            events,
            relations,
            links,
            variables,
            tuple(defaults.values()),
            groups,
            _initial(_object(obj, "initial"), places),
            _start(obj),
            Calendar.from_json(_object(obj, "calendar")),
            places,
            _object(obj, "citations"),
        )

    def place(self, event: str) -> int | None:
        """The event's place, or ``None``."""
        return self.places.get(event)


def _object(obj: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = obj.get(key)
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise GraphError(code="graph-shape", sentence=f"“{key}”应是对象。", where=key)
    return found


def _list(obj: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = obj.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise GraphError(code="graph-shape", sentence=f"“{key}”应是对象的列表。", where=key)
    return found


def _start(obj: Mapping[str, Any]) -> int:
    start = obj.get("start")
    if type(start) is not int or start < 1:
        raise GraphError(
            code="graph-start", sentence="缺少起始日 start，应是日序号（正整数）。", where="start"
        )
    return start


def _events(
    raw: Sequence[Mapping[str, Any]], variables: Mapping[str, Variable]
) -> tuple[Event, ...]:
    found: dict[str, Event] = {}
    for place, obj in enumerate(raw):
        event = _event(obj, f"events[{place}]", variables)
        if event.id in found:
            sentence = f"事件“{event.id}”写了两次，请改名或删去一处。"
            raise GraphError(code="duplicate-event", sentence=sentence, where=f"events[{place}]")
        found[event.id] = event
    return tuple(found.values())


def _event(obj: Mapping[str, Any], where: str, variables: Mapping[str, Variable]) -> Event:
    name = obj.get("id")
    if not isinstance(name, str) or not name:
        raise GraphError(code="event-id", sentence="事件缺少名称 id。", where=where)
    kind, roles, once = obj.get("kind", "act"), obj.get("roles") or [], obj.get("once", False)
    if kind not in _KINDS:
        raise GraphError(
            code="event-kind",
            sentence=f"事件的 kind 只能是 act 或 auto，现在是{kind!r}。",
            where=where,
        )
    if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
        raise GraphError(
            code="event-roles", sentence="事件的 roles 应是角色名的列表。", where=where
        )
    if not isinstance(once, bool):
        raise GraphError(
            code="event-once", sentence="事件的 once 只能是 true 或 false。", where=where
        )
    tree = obj.get("require")
    require = None if tree is None else compile_guard(tree, variables, f"{where}.require")
    return Event(
        id=name,
        kind=kind,
        roles=tuple(roles),
        once=once,
        require=require,
        cite=obj.get("cite"),
        basis=obj.get("basis"),
        title=obj.get("title"),
        lapse=obj.get("lapse"),
        why=str(obj.get("why") or ""),
        asks=tuple(
            (compile_guard(one["require"], variables, f"{where}.asks"), str(one["words"]))
            for one in obj.get("asks") or ()
        ),
        notes={k: v for k, v in obj.items() if k not in EVENT_KEYS},
    )


def _links(
    relations: Sequence[Relation], groups: Mapping[str, tuple[str, ...]], places: Mapping[str, int]
) -> list[Link]:
    def ends(name: str, where: str) -> tuple[str, ...]:
        if name in groups:
            return groups[name]
        if name in places:
            return (name,)
        sentence = f"没有名为“{name}”的事件或分组，请核对名称。"
        raise GraphError(code="unknown-event", sentence=sentence, where=where)

    found: list[Link] = []
    for relation in relations:
        where = f"relations[{relation.place}]"
        targets = ends(relation.target, f"{where}.target")
        found.extend(
            Link(relation, places[source], places[target])
            for source in ends(relation.source, f"{where}.source")
            for target in targets
        )
    return found


def _initial(obj: dict[str, Any], places: Mapping[str, int]) -> Initial:
    executed = _object(obj, "executed")
    pending = _object(obj, "pending")
    included = obj.get("included")
    names = list(places) if included is None else included
    for key, members in (("executed", executed), ("pending", pending), ("included", names)):
        for name in members:
            if name not in places:
                sentence = f"起始状态里的“{name}”不是事件，请核对名称。"
                raise GraphError(code="unknown-event", sentence=sentence, where=f"initial.{key}")
    for key, days in (("executed", executed.values()), ("pending", pending.values())):
        if any(type(day) is not int and (key, day) != ("pending", None) for day in days):
            raise GraphError(
                code="initial-day", sentence="起始状态里的日子应是日序号。", where=f"initial.{key}"
            )
    return Initial(executed, pending, frozenset(names))
