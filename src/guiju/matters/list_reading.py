"""Reading stretches of a list out of the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.matters import statements
from guiju.matters.list_as_of import FOLDED, as_was, key_in
from guiju.matters.list_paths import (
    CAP,
    Path,
    Term,
    Unset,
    bare,
    conditions_of,
    key_of,
    order_path,
    orders_alike,
    path_of,
    residual,
    there,
    window_for,
)
from guiju.matters.list_query import ListQuery, Missing, check
from guiju.matters.list_rows import SELECTED, SELECTED_COUNT, row_of
from guiju.matters.listed import OPENED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from guiju.matters.list_as_of import AsWas
    from guiju.matters.list_paths import Part
    from guiju.matters.list_rows import ListRow
    from guiju.matters.listed import Column, Listed
    from guiju.people.viewer import Viewer

Key = tuple[Any, ...]
GLANCE: Final = 400


@dataclass(frozen=True)
class Ask:
    """A query made ready.

    Attributes:
        found: the list.
        query: what was asked.
        bodies: codes of the bodies to read.
        conditions: everything that must hold.
        was: what was acted in since the day asked for, as it stood on it; None where nothing was, or too much.
        by_now: too much was: conditions, order and totals go by what is said now, whatever day was asked for.
        fitting: path → how many matters fit it, of those counted already: the page and its summary ask alike.
    """

    found: Listed
    query: ListQuery
    bodies: tuple[str, ...]
    conditions: tuple[Part, ...]
    was: AsWas | None = None
    by_now: bool = False
    fitting: dict[Path, int] = field(default_factory=dict, compare=False)

    @property
    def all_anew(self) -> bool:
        """Whether every row is folded anew, so that the store has none to tell."""
        return self.was is not None and self.was.others is None

    def stood(self, order: Column) -> list[tuple[Key, ListRow]]:
        """The rows folded anew that have something in a column, with their keys in its order."""
        rows = self.was.rows if self.was else ()
        return [(key, row) for row in rows if (key := key_in(order, row)) is not None]


class Segment(NamedTuple):
    """A stretch of a list with an order of its own."""

    conditions: tuple[Part, ...]
    order: Column
    descending: bool


class Behind(NamedTuple):
    """Where reading goes on, and in which direction.

    Attributes:
        key: rows behind this key only; None: from the beginning.
        descending: from the last to the first.
    """

    key: Key | None
    descending: bool

    def order(self, names: Sequence[str]) -> str:
        """An ORDER BY in the direction of reading."""
        return ", ".join(f"{name} {'DESC' if self.descending else 'ASC'}" for name in names)

    def terms(self, names: Sequence[str]) -> list[Term]:
        """Rows behind the key."""
        if self.key is None:
            return []
        marks = ", ".join(["%s"] * len(names))
        return [Term(f"({', '.join(names)}) {'<' if self.descending else '>'} ({marks})", self.key)]

    def holds(self, key: Key) -> bool:
        """Whether a key lies behind."""
        return self.key is None or (key < self.key if self.descending else key > self.key)


class Stretch(NamedTuple):
    """What was read of a segment.

    Attributes:
        rows: (key, row).
        stopped: the last key looked at, where not everything was looked at.
    """

    rows: list[tuple[Key, ListRow]]
    stopped: Key | None = None


def asked(viewer: Viewer, query: ListQuery, today: date) -> Ask:
    """A query made ready for a viewer: only bodies in sight.

    Raises:
        ListError: as :func:`guiju.matters.list_query.check`.
    """
    found = check(viewer, query)
    bodies = (query.unit,) if query.unit else tuple(sorted(viewer.bodies))
    day = query.as_of
    past = day is not None and day < today
    was = as_was(found, query, bodies, day) if day is not None and past else None
    by_now = past and was is None and found.kind in FOLDED
    return Ask(found, query, bodies, conditions_of(found, query, today), was, by_now)


def segments_of(ask: Ask) -> list[Segment]:
    """Those that have the column sorted by, in its order; then those that lack it, newest first."""
    order = ask.found.columns[ask.query.order]
    first = Segment(ask.conditions, order, ask.query.descending)
    if order.name == OPENED:
        return [first]
    lacking = Missing(order.name) if order.place.startswith("s.") else Unset(order.place)
    return [first, Segment((*ask.conditions, lacking), ask.found.columns[OPENED], True)]


def read_stretch(ask: Ask, segment: Segment, behind: Behind, need: int) -> Stretch:
    """The next rows of a segment: of the store, and among them those folded anew.

    Args:
        ask: the query made ready.
        segment: which stretch.
        behind: where to go on.
        need: at most so many.
    """
    found = Stretch([]) if ask.all_anew else _read_stored(ask, segment, behind, need)
    anew = [one for one in _anew(ask, segment) if behind.holds(one[0])]
    if found.stopped is not None:
        anew = [one for one in anew if not Behind(found.stopped, behind.descending).holds(one[0])]
    rows = sorted([*found.rows, *anew], key=lambda one: one[0], reverse=behind.descending)
    return Stretch(rows[:need], found.stopped if len(rows) < need else None)


def _anew(ask: Ask, segment: Segment) -> list[tuple[Key, ListRow]]:
    """The rows folded anew that belong to a segment."""
    lacking = [one for one in segment.conditions if one not in ask.conditions]
    if not lacking:
        return ask.stood(segment.order)
    sorted_by = ask.found.columns[ask.query.order]
    had = {row.matter for _, row in ask.stood(sorted_by)}
    return [one for one in ask.stood(segment.order) if one[1].matter not in had]


def _read_stored(ask: Ask, segment: Segment, behind: Behind, need: int) -> Stretch:
    """The next rows of a segment that the store tells.

    Args:
        ask: the query made ready.
        segment: which stretch.
        behind: where to go on.
        need: at most so many.
    """
    paths = _paths(ask, segment.conditions)
    alike = [path for path in paths if orders_alike(path, segment.order)]
    if not segment.conditions:
        alike = [order_path(segment.order)]
    exact = [path for path in alike if not _rest(ask, segment.conditions, path)]
    if exact:
        return Stretch(_walk(ask, exact[0], [], behind, need, need))
    along = alike[0] if alike else order_path(segment.order)
    rest = _rest(ask, segment.conditions, along)
    glance = max(need, GLANCE // len(ask.bodies))
    rows = _walk(ask, along, rest, behind, glance, need)
    if len(rows) == need:  # most of what lies there fits: no need to look for all that does
        return Stretch(rows)
    path, fitting = narrowest(ask, paths)
    if fitting <= CAP:
        return Stretch(_gather(ask, segment, path, behind, need))
    window = window_for(len(ask.bodies))
    rows = _walk(ask, along, rest, behind, window, need)
    stopped = None
    if len(rows) < need:
        stopped = _last_looked_at(ask, along, behind, window)
    return Stretch(rows, stopped)


def narrowest(ask: Ask, paths: Sequence[Path]) -> tuple[Path, int]:
    """The path that fits fewest matters, and how many, counted up to one more than :data:`CAP`."""
    if not paths:
        return order_path(ask.found.columns[OPENED]), CAP + 1
    return min(((path, _fitting(ask, path)) for path in paths), key=lambda one: one[1])


def counting_path(ask: Ask) -> tuple[Path, int]:
    """The path by which a query is counted, and how many matters fit it, up to one more than :data:`CAP`."""
    paths = _paths(ask, ask.conditions)
    if paths:
        return narrowest(ask, paths)
    path = order_path(ask.found.columns[OPENED])
    return path, _fitting(ask, path)


def rest_of(ask: Ask, path: Path) -> list[Term]:
    """What must still be asked of the rows of a path."""
    return _rest(ask, ask.conditions, path)


def joined(ask: Ask, path: Path, rest: list[Term], places: Sequence[str]) -> tuple[Term, list[str]]:
    """The FROM and WHERE over at most :data:`CAP` matters of a path, and how some columns are called in it.

    What the index itself says is not looked up again.

    Args:
        ask: the query made ready.
        path: the path.
        rest: what must still hold.
        places: columns of the store.
    """
    known = {bare(name): f"k.k{turn}" for turn, name in enumerate(path.key)}
    names = [known.get(bare(place), place) for place in places]
    used = " ".join([*names, *(term.sql for term in rest)])
    entries = _entries(ask, path, CAP)
    matters = " CROSS JOIN matters_matter m" if "m." in used else ""
    slots = " LEFT JOIN matters_slots s ON s.matter_id = k.id" if "s." in used else ""
    where = [*(["m.id = k.id"] if matters else []), *(term.sql for term in rest)]
    chosen = f" WHERE {' AND '.join(where)}" if where else ""
    values = (*entries.values, *(value for term in rest for value in term.values))
    return Term(f"({entries.sql}) k{matters}{slots}{chosen}", values), names


def _paths(ask: Ask, conditions: Sequence[Part]) -> list[Path]:
    found = (path_of(ask.found, one) for one in conditions)
    return [path for path in found if path is not None]


def _rest(ask: Ask, conditions: Sequence[Part], path: Path) -> list[Term]:
    asked_beside = [one for one in conditions if one is not path.asked or not path.exact]
    terms = [term for one in asked_beside for term in residual(ask.found, one)]
    others = [ask.was.others] if ask.was and ask.was.others else []
    return [*terms, *others, *path.beside(ask.query.procedure)]


def _fitting(ask: Ask, path: Path) -> int:
    if path not in ask.fitting:
        entries = _entries(ask, path, CAP + 1)
        sql = f"SELECT count(*) FROM ({entries.sql}) k"  # noqa: S608 -- built of fixed parts
        ask.fitting[path] = int(statements.read(sql, entries.values)[0][0])
    return ask.fitting[path]


def _walk(
    ask: Ask, path: Path, rest: list[Term], behind: Behind, window: int, need: int
) -> list[tuple[Key, ListRow]]:
    """Rows along a path, of which at most ``window`` entries are looked at."""
    names = [f"k.k{place}" for place in range(len(path.key))]
    source = _from(_entries(ask, path, window, behind), rest)
    return _rows(names, source, behind.order([*names, "k.id"]), need)


def _gather(
    ask: Ask, segment: Segment, path: Path, behind: Behind, need: int
) -> list[tuple[Key, ListRow]]:
    """Rows of a path that fits few, put in order."""
    names = list(key_of(segment.order))
    rest = [
        *_rest(ask, segment.conditions, path),
        *there(segment.order),
        *behind.terms([*names, "m.id"]),
    ]
    source = _from(_entries(ask, path, CAP + 1), rest)
    return _rows(names, source, behind.order([*names, "m.id"]), need)


def _rows(keys: list[str], source: Term, order: str, need: int) -> list[tuple[Key, ListRow]]:
    columns = ", ".join([SELECTED, *keys])
    sql = f"SELECT {columns} FROM {source.sql} ORDER BY {order} LIMIT {need}"  # noqa: S608 -- built of fixed parts
    stored = statements.read(sql, source.values)
    return [
        ((*(_plain(value) for value in row[SELECTED_COUNT:]), row[0]), row_of(row))
        for row in stored
    ]


def _last_looked_at(ask: Ask, path: Path, behind: Behind, window: int) -> Key | None:
    """The key of the last entry within the window; None where the path ends before."""
    entries = _entries(ask, path, window, behind)
    names = [*(f"k.k{place}" for place in range(len(path.key))), "k.id"]
    sql = (
        f"SELECT {', '.join(names)} FROM ({entries.sql}) k "  # noqa: S608 -- built of fixed parts
        f"ORDER BY {behind.order(names)} LIMIT 1 OFFSET {window - 1}"
    )
    rows = statements.read(sql, entries.values)
    return tuple(_plain(value) for value in rows[0]) if rows else None


def _entries(ask: Ask, path: Path, limit: int, behind: Behind | None = None) -> Term:
    """Entries of a path in all bodies, at most so many; in order, where a direction is given."""
    along = [*path.key, path.identifier]
    more = behind.terms(along) if behind else []
    turn = f" ORDER BY {behind.order(along)}" if behind else ""
    names = [*(f"k{place}" for place in range(len(path.key))), "id"]
    together = f" ORDER BY {behind.order(names)}" if behind else ""
    parts = [path.inner(body, ask.query.procedure, more) for body in ask.bodies]
    united = statements.united([f"{part.sql}{turn} LIMIT {limit}" for part in parts])
    sql = f"SELECT * FROM ({united}) u{together} LIMIT {limit}"  # noqa: S608 -- built of fixed parts
    return Term(sql, tuple(value for part in parts for value in part.values))


def _from(entries: Term, rest: list[Term]) -> Term:
    """Chosen entries first, then what stands in their matters: so told, no database begins elsewhere."""
    where = " AND ".join(["m.id = k.id", *(term.sql for term in rest)])
    sql = (
        f"({entries.sql}) k CROSS JOIN matters_matter m "
        f"LEFT JOIN matters_slots s ON s.matter_id = m.id WHERE {where}"
    )
    return Term(sql, (*entries.values, *(value for term in rest for value in term.values)))


def _plain(value: Any) -> str | int:
    return value if isinstance(value, str | int) else str(value.isoformat())
