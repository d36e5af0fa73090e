"""Matters as they stood on an earlier day: those that were acted in since are folded anew up to it, the others stand as they are.

Of a list those are few; of cases all that were open on the day. Where there are more than :data:`REFOLDED`, conditions and totals go by
what is said now, and only the rows of a page are folded anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD
from guiju.matters import statements
from guiju.matters.history import effective_history
from guiju.matters.list_paths import CAP, Term, key_of
from guiju.matters.list_query import TEXT_KEPT, Begins, Between, Condition, Is, ListQuery
from guiju.matters.list_rows import SELECTED, day_of, day_or_none, row_of
from guiju.matters.listed import listed
from guiju.matters.live import slot_value
from guiju.matters.rulebook import catalog
from guiju.record.act import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from guiju.matters.history import Happened
    from guiju.matters.list_rows import ListRow
    from guiju.matters.listed import Column, Listed

REFOLDED: Final = 1_000
FOLDED: Final = frozenset({"list", "case"})
AT_ONCE: Final = 500
Key = tuple[Any, ...]


@dataclass(frozen=True)
class AsWas:
    """What was acted in since a day, as it stood on it.

    Attributes:
        rows: those open or valid on the day that fit the conditions.
        others: what the store says of all others; None where there are none.
    """

    rows: list[ListRow]
    others: Term | None


def as_was(found: Listed, query: ListQuery, bodies: Sequence[str], day: date) -> AsWas | None:
    """What was acted in since a day; None where that is too much, or nothing can have changed.

    Args:
        found: the list.
        query: what is asked of it.
        bodies: codes of the bodies read.
        day: an earlier day.
    """
    reader = {"list": _adjusted_since, "case": _open_on}.get(found.kind)
    matters = reader(found.procedure, bodies, day) if reader else None
    if matters is None or len(matters) > REFOLDED:
        return None
    standing = _as_stood(_rows(matters), day)
    rows = [one for one in standing if all(fits(found, one, part) for part in query.conditions)]
    if found.kind == "case":
        return AsWas(rows, None)
    text = day.isoformat()
    return AsWas(rows, Term("(m.adjusted IS NULL OR m.adjusted <= %s)", (text,)))


def refolded(rows: Sequence[ListRow], day: date) -> list[ListRow]:
    """Rows with what they said on a day; one that did not stand then is left as it is.

    Args:
        rows: rows as they stand now.
        day: an earlier day.
    """
    histories = _histories([one.matter for one in rows])
    return [_on_day(one, histories[one.matter], day) or one for one in rows]


def fits(found: Listed, row: ListRow, one: Condition) -> bool:
    """Whether a row fits a condition, as the store would judge it."""
    value = value_in(found.columns[one.column], row)
    if isinstance(one, Is):
        return bool(value == one.value[:TEXT_KEPT])
    if isinstance(one, Begins):
        return value is not None and str(value).startswith(one.value)
    if isinstance(one, Between):
        above = one.low is None or (value is not None and value >= one.low)
        below = one.high is None or (value is not None and value <= one.high)
        return value is not None and above and below
    return value is None


def key_in(order: Column, row: ListRow) -> Key | None:
    """A row's key in the order of a column; None where it has nothing there."""
    value = value_in(order, row)
    if value is None:
        return None
    more = [row.opened.isoformat()] if len(key_of(order)) > 1 else []
    return (value.isoformat() if order.is_day else value, *more, row.matter)


def value_in(column: Column, row: ListRow) -> Any:
    """A row's value in a column."""
    if column.place.startswith("s."):
        return row.values.get(column.name)
    return getattr(row, column.name)


def _adjusted_since(procedure: str, bodies: Sequence[str], day: date) -> list[str]:
    """Entries in which something was done since, one more than can be folded at most."""
    text = day.isoformat()
    part = (
        "SELECT m.id FROM matters_matter m WHERE m.body_id = %s AND m.procedure = %s "
        "AND m.adjusted IS NOT NULL AND m.adjusted > %s"
    )
    values = [value for body in bodies for value in (body, procedure, text)]
    sql = _together(part, len(bodies), REFOLDED + 1)
    return [row[0] for row in statements.read(sql, values)]


def _open_on(procedure: str, bodies: Sequence[str], day: date) -> list[str] | None:
    """Cases open on a day; None where too many had begun by then to look through."""
    text = day.isoformat()
    part = (
        "SELECT m.id, m.opened FROM matters_matter m WHERE m.body_id = %s AND m.procedure = %s "
        "AND m.opened <= %s"
    )
    values = [value for body in bodies for value in (body, procedure, text)]
    begun = _together(part, len(bodies), CAP + 1)
    count = statements.read(f"SELECT count(*) FROM ({begun}) k", values)[0][0]  # noqa: S608 -- fixed parts
    if count > CAP:
        return None
    sql = (
        f"SELECT k.id FROM ({begun}) k CROSS JOIN matters_matter m "  # noqa: S608 -- fixed parts
        f"WHERE m.id = k.id AND (m.closed IS NULL OR m.closed > %s) LIMIT {REFOLDED + 1}"
    )
    return [row[0] for row in statements.read(sql, [*values, text])]


def _together(part: str, bodies: int, limit: int) -> str:
    everywhere = statements.united([f"{part} LIMIT {limit}"] * bodies)
    return f"SELECT * FROM ({everywhere}) u LIMIT {limit}"  # noqa: S608 -- fixed parts


def _rows(matters: Sequence[str]) -> list[ListRow]:
    found = []
    for part in _parts(matters):
        marks = ", ".join(["%s"] * len(part))
        sql = (
            f"SELECT {SELECTED} FROM matters_matter m LEFT JOIN matters_slots s ON s.matter_id = m.id "  # noqa: S608 -- placeholders only
            f"WHERE m.id IN ({marks})"
        )
        found += [row_of(row) for row in statements.read(sql, part)]
    return found


def _as_stood(rows: Sequence[ListRow], day: date) -> list[ListRow]:
    histories = _histories([one.matter for one in rows])
    stood = (_on_day(one, histories[one.matter], day) for one in rows)
    return [one for one in stood if one is not None]


def _histories(matters: Sequence[str]) -> dict[str, list[Happened]]:
    forms: dict[str, list[ActForm]] = {matter: [] for matter in matters}
    for part in _parts(matters):
        marks = ", ".join(["%s"] * len(part))
        sql = f"SELECT matter_id, form FROM matters_act WHERE matter_id IN ({marks}) ORDER BY matter_id, seq"  # noqa: S608 -- placeholders only
        for matter, form in statements.read(sql, part):
            forms[matter].append(ActForm.from_bytes(bytes(form)))
    return {matter: effective_history(told) for matter, told in forms.items()}


def _on_day(row: ListRow, happened: Sequence[Happened], day: date) -> ListRow | None:
    """A row as it stood on a day; None when it was not open or valid on it."""
    done = [one for one in happened if one.day <= day]
    fields: dict[str, Any] = {}
    for one in done:
        fields.update(one.data)
    found = listed(row.procedure)
    if not done or found is None:
        return None
    stood = replace(
        row,
        values=_told(found, fields),
        changed=len(done) < len(happened),
        closed=row.closed if row.closed and row.closed <= day else None,
    )
    return stood if found.kind != "list" else _valid(stood, fields, done, day)


def _valid(
    row: ListRow, fields: dict[str, Any], done: Sequence[Happened], day: date
) -> ListRow | None:
    """An entry with the days it was valid from and until as one knew them on a day; None when it was not."""
    closers = _closers(row.procedure)
    first = day_or_none(fields.get(FIRST_DAY_FIELD)) or row.opened
    ends = [one.day for one in done if one.act in closers]
    ends += [last] if (last := day_or_none(fields.get(LAST_DAY_FIELD))) else []
    if first > day or any(one < day for one in ends):
        return None
    return replace(row, valid_from=max(first, row.opened), valid_until=min(ends, default=None))


def _closers(procedure: str) -> frozenset[str]:
    """Acts that take an entry off a list, in any version."""
    return frozenset(
        str(name)
        for version in catalog().versions.get(procedure, ())
        for rule in version.rules
        for name in rule.names.get("closes", ())
    )


def _told(found: Listed, fields: dict[str, Any]) -> dict[str, Any]:
    """What fields say, as the list's columns keep it."""
    values = {}
    for one in found.slots:
        kept = slot_value(one.place.partition(".")[2], fields.get(one.name))
        if kept is not None:
            values[one.name] = day_of(kept) if one.is_day else kept
    return values


def _parts(matters: Sequence[str]) -> Iterable[list[str]]:
    for first in range(0, len(matters), AT_ONCE):
        yield list(matters[first : first + AT_ONCE])
