"""Ways to read a list along one index, and the statements made of them.

Every statement reads within one body at a time, where an index gives an order, and joins what the bodies give. Whatever is asked, a
statement reads no more than a fixed number of index entries: a page where an index answers alone, else at most :data:`CAP`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from guiju.matters.list_query import (
    LATE,
    OPEN,
    OVER,
    TEXT_KEPT,
    Begins,
    Between,
    Condition,
    Is,
    Missing,
)
from guiju.matters.listed import NEXT_DUE, NUMBER, OPENED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guiju.matters.list_query import ListQuery
    from guiju.matters.listed import Column, Listed

CAP: Final = 10_000
LEAST_WINDOW: Final = 200
LAST_TEXT: Final = "\U0010ffff"


class Term(NamedTuple):
    """A piece of a WHERE with its values."""

    sql: str
    values: tuple[Any, ...] = ()


class Standing(NamedTuple):
    """The state asked for, as a condition on a day."""

    state: str
    kind: str
    today: date


class AsOf(NamedTuple):
    """What was open or valid on a day."""

    kind: str
    day: date


class Unset(NamedTuple):
    """A column of the matter itself was left empty."""

    place: str


Part: TypeAlias = Condition | Standing | AsOf | Unset


@dataclass(frozen=True)
class Path:
    """A way to read the matters of one body along an index.

    Attributes:
        table: ``m`` the matters, ``s`` their list columns.
        terms: what the index answers besides body and procedure.
        key: columns the index orders by after that, without the id; empty where it gives no order.
        asked: the condition it answers; None for one that only orders.
        exact: whether it answers the whole of that condition.
        by_body: whether the index begins with the body.
        by_procedure: whether the procedure comes next in it.
    """

    table: str
    terms: tuple[Term, ...]
    key: tuple[str, ...]
    asked: Part | None = None
    exact: bool = True
    by_body: bool = True
    by_procedure: bool = True

    @property
    def identifier(self) -> str:
        """The column that holds the matter's id."""
        return "m.id" if self.table == "m" else "s.matter_id"

    def inner(self, body: str, procedure: str, more: Iterable[Term] = ()) -> Term:
        """The select of one body's entries, not ordered.

        Args:
            body: code.
            procedure: id; empty for all.
            more: further terms on the index.
        """
        terms = [*self._place(body, procedure), *self.terms, *more]
        columns = "".join(f", {column} AS k{place}" for place, column in enumerate(self.key))
        source = "matters_matter m" if self.table == "m" else "matters_slots s"
        where = " AND ".join(term.sql for term in terms)
        sql = f"SELECT {self.identifier} AS id{columns} FROM {source} WHERE {where}"  # noqa: S608 -- names of columns, values apart
        return Term(sql, tuple(value for term in terms for value in term.values))

    def _place(self, body: str, procedure: str) -> list[Term]:
        owner = "s.body" if self.table == "s" else "m.body_id"
        # Written so that no database takes the body's index where another was meant.
        found = [Term(f"{owner} = %s" if self.by_body else f"({owner} || '') = %s", (body,))]
        if procedure and self.by_procedure:
            found.append(Term(f"{self.table}.procedure = %s", (procedure,)))
        return found

    def beside(self, procedure: str) -> list[Term]:
        """What must be asked of the rows because the index does not say it."""
        if not procedure or self.by_procedure:
            return []
        return [Term("m.procedure = %s", (procedure,))]


def conditions_of(found: Listed, query: ListQuery, today: date) -> tuple[Part, ...]:
    """Everything that must hold, the state and the day included."""
    more: list[Part] = []
    if query.state:
        more.append(Standing(query.state, found.kind, today))
    if query.as_of:
        more.append(AsOf(found.kind, query.as_of))
    return (*query.conditions, *more)


def path_of(found: Listed, one: Part) -> Path | None:
    """The index that answers a condition; None where none does."""
    if isinstance(one, Standing):
        return _path_of_state(one)
    if isinstance(one, AsOf):
        begun = Term("m.opened <= %s", (one.day.isoformat(),))
        return Path("m", (begun,), ("m.opened",), one, exact=one.kind == "ledger")
    if isinstance(one, Is) and one.column == NUMBER:
        return Path(
            "m", (Term("m.number = %s", (one.value,)),), (), one, by_body=False, by_procedure=False
        )
    if isinstance(one, Between) and one.column == OPENED:
        return Path("m", tuple(_range("m.opened", one)), ("m.opened",), one)
    if isinstance(one, Missing | Unset):
        return None
    return _path_of_slot(found.columns[one.column], one)


def _path_of_slot(column: Column, one: Is | Begins | Between) -> Path | None:
    place = column.place
    if not place.startswith("s."):
        return None
    there = Term(f"{place} IS NOT NULL")
    if isinstance(one, Is):
        return Path(
            "s", (there, Term(f"{place} = %s", (one.value[:TEXT_KEPT],))), ("s.opened",), one
        )
    if isinstance(one, Begins):
        begun = Term(f"{place} >= %s AND {place} < %s", (one.value, one.value + LAST_TEXT))
        return Path("s", (there, begun), (place, "s.opened"), one)
    return Path("s", (there, *_range(place, one)), (place,), one)


def _path_of_state(one: Standing) -> Path | None:
    day = one.today.isoformat()
    if one.state == LATE:
        terms = (Term("m.next_due IS NOT NULL AND m.next_due < %s", (day,)),)
        return Path("m", terms, ("m.next_due",), one, by_procedure=False)
    if one.state == OPEN:
        return Path("m", (Term("m.closed IS NULL"),), ("m.opened",), one, exact=one.kind != "list")
    return None


def order_path(order: Column) -> Path:
    """The index that only gives an order."""
    if order.name == OPENED:
        return Path("m", (), ("m.opened",))
    if order.name == NEXT_DUE:
        terms = (Term("m.next_due IS NOT NULL"),)
        return Path("m", terms, ("m.next_due",), by_procedure=False)
    return Path("s", (Term(f"{order.place} IS NOT NULL"),), key_of(order))


def there(order: Column) -> list[Term]:
    """That a column has something to order by."""
    return [] if order.name == OPENED else [Term(f"{order.place} IS NOT NULL")]


def key_of(order: Column) -> tuple[str, ...]:
    """The columns of the store that make a column's order, without the id."""
    if order.place.startswith("s.") and order.is_text:
        return (order.place, "s.opened")
    return (order.place,)


def fits_key(order: Column, key: Sequence[Any]) -> bool:
    """Whether a key, come from an address, is one of a column's order: its values and a matter's id."""
    kinds = [str if order.is_text else int if order.is_number else "day", "day"]
    expected = [*kinds[: len(key_of(order))], str]
    return len(key) == len(expected) and all(map(_is_a, key, expected))


def _is_a(value: Any, kind: Any) -> bool:
    if kind != "day":
        return isinstance(value, kind) and not isinstance(value, bool)
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def orders_alike(path: Path, order: Column) -> bool:
    """Whether reading along a path gives a column's order."""
    return [bare(name) for name in path.key] == [bare(name) for name in key_of(order)]


def residual(found: Listed, one: Part) -> list[Term]:
    """A condition as asked of rows already chosen, whatever index chose them."""
    if isinstance(one, Standing):
        return _state_terms(one)
    if isinstance(one, AsOf):
        return _day_terms(one.kind, one.day)
    if isinstance(one, Unset):
        return [Term(f"{one.place} IS NULL")]
    place = found.columns[one.column].place
    if isinstance(one, Missing):
        return [Term(f"{place} IS NULL")]
    if isinstance(one, Is):
        return [Term(f"{place} = %s", (one.value[:TEXT_KEPT],))]
    if isinstance(one, Begins):
        return [Term(f"{place} >= %s AND {place} < %s", (one.value, one.value + LAST_TEXT))]
    return _range(place, one)


def _state_terms(one: Standing) -> list[Term]:
    day = one.today.isoformat()
    if one.state == LATE:
        return [Term("m.next_due < %s", (day,))]
    if one.kind == "list":
        ended = "(m.closed IS NOT NULL OR m.valid_until < %s)"
        return [Term(ended, (day,))] if one.state == OVER else _day_terms(one.kind, one.today)
    return [Term("m.closed IS NOT NULL" if one.state == OVER else "m.closed IS NULL")]


def _day_terms(kind: str, day: date) -> list[Term]:
    text = day.isoformat()
    if kind == "list":
        ended = "(m.valid_until IS NULL OR m.valid_until >= %s)"
        return [Term("m.valid_from <= %s", (text,)), Term(ended, (text,))]
    if kind == "ledger":
        return [Term("m.opened <= %s", (text,))]
    return [
        Term("m.opened <= %s", (text,)),
        Term("(m.closed IS NULL OR m.closed > %s)", (text,)),
    ]


def _range(place: str, one: Between) -> list[Term]:
    limits = ((">=", one.low), ("<=", one.high))
    return [
        Term(f"{place} {sign} %s", (_plain(value),)) for sign, value in limits if value is not None
    ]


def _plain(value: int | date) -> int | str:
    return value if isinstance(value, int) else value.isoformat()


def bare(name: str) -> str:
    """A column's name without its table; columns of both tables that are called alike hold the same."""
    return name.partition(".")[2]


def window_for(bodies: int) -> int:
    """How many index entries of each body a statement may read."""
    return max(LEAST_WINDOW, CAP // max(1, bodies))
