"""Reading lists and ledgers: pages by key, a capped count, true totals, every row for an export.

How much is read does not grow with the store. One condition, or an order alone, is read along its index. Several are read through the
one that fits fewest matters, as long as those are at most :data:`CAP`. Where every condition fits more, the list is read in its order,
at most :data:`CAP` entries are looked at for one page, and the page says that the list may go on.

    query = ListQuery("law-activity", (Is("活动类型", "讲座"), Between("受众人次", 100, None)))
    page = list_page(viewer, query, today)
    for row in every_row(viewer, query, today): ...
"""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.matters import statements
from guiju.matters.list_as_of import refolded, value_in
from guiju.matters.list_paths import CAP, fits_key
from guiju.matters.list_query import ListError
from guiju.matters.list_reading import (
    Behind,
    asked,
    counting_path,
    joined,
    read_stretch,
    rest_of,
    segments_of,
)
from guiju.matters.list_rows import day_of
from guiju.matters.listed import OPENED, all_lists

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from guiju.matters.list_query import ListQuery
    from guiju.matters.list_reading import Ask, Segment
    from guiju.matters.list_rows import ListRow
    from guiju.matters.listed import Column
    from guiju.people.viewer import Viewer

PAGE: Final = 50
EXPORTED_AT_ONCE: Final = 1000
LARGEST: Final = 2**63
UNASKABLE: Final = re.compile(r"[\0\ud800-\udfff]")


class Cursor(NamedTuple):
    """A place between two rows.

    Attributes:
        segment: which stretch of the list.
        key: the row's order values and its id, as texts and numbers.
        back: read towards the beginning.
    """

    segment: int
    key: tuple[Any, ...]
    back: bool = False

    def text(self) -> str:
        """The cursor as it stands in an address."""
        told = json.dumps([self.segment, list(self.key), int(self.back)], ensure_ascii=False)
        return urlsafe_b64encode(told.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> Cursor:
        """The cursor of an address.

        Raises:
            ListError: ``list.cursor`` for a text that is none.
        """
        try:
            told = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            segment, key, back = told
            key = tuple(key)
        except (ValueError, TypeError, RecursionError):
            segment = key = back = None
        if type(segment) is not int or segment not in {0, 1} or not all(map(_is_kept, key)):
            raise _unfit()
        return cls(segment, key, bool(back))


@dataclass(frozen=True)
class ListPage:
    """A page of a list.

    Attributes:
        rows: the matters.
        before: where the rows before these end; None at the beginning.
        behind: where the rows behind these begin; None at the end.
        unfinished: not everything was looked at: the list may go on although the page is not full.
        by_now: conditions, order and totals go by what is said now although an earlier day was asked for: too much was done since.
    """

    rows: list[ListRow]
    before: Cursor | None = None
    behind: Cursor | None = None
    unfinished: bool = False
    by_now: bool = False


@dataclass(frozen=True)
class Summary:
    """How many, and what they add up to.

    Attributes:
        count: matters found.
        complete: whether that is all; else there are at least so many.
        totals: field → sum; empty unless complete.
        groups: (value, how many) by month or by a column; empty unless complete.
    """

    count: int
    complete: bool
    totals: dict[str, int]
    groups: list[tuple[str, int]]


def list_page(
    viewer: Viewer, query: ListQuery, today: date, cursor: Cursor | None = None, limit: int = PAGE
) -> ListPage:
    """One page of a list.

    Args:
        viewer: whoever reads; only matters of the bodies in sight are listed.
        query: which, in what order.
        today: the civil day, for states.
        cursor: where to go on; None: from the beginning.
        limit: rows of a page.

    Raises:
        ListError: as :func:`guiju.matters.list_query.check`; ``list.cursor``.
    """
    return _page(asked(viewer, query, today), today, cursor, limit)


def page_and_summary(
    viewer: Viewer, query: ListQuery, today: date, cursor: Cursor | None = None, by: str = OPENED
) -> tuple[ListPage, Summary]:
    """One page of a list, and how many matters the whole of it has: what both need is looked up once.

    Raises:
        ListError: as :func:`list_page` and :func:`summary`.
    """
    ask = asked(viewer, query, today)
    return _page(ask, today, cursor, PAGE), _summary(ask, by)


def _page(ask: Ask, today: date, cursor: Cursor | None, limit: int) -> ListPage:
    rows, onward = _read(ask, segments_of(ask), cursor, limit)
    shown = [row for _, row in rows]
    day = ask.query.as_of
    if ask.was is None and day is not None and day < today:
        shown = refolded(shown, day)
    told = ListPage(shown, None, onward, onward is not None and len(rows) < limit, ask.by_now)
    if cursor is None:
        return told
    if not rows and not told.unfinished:  # nothing is left on that side
        return _page(ask, today, None, limit) if cursor.back else replace(told, behind=None)
    near = rows[0][0] if rows else cursor
    if cursor.back:
        return replace(told, rows=shown[::-1], before=onward, behind=near._replace(back=False))
    return replace(told, before=near._replace(back=True))


def every_row(viewer: Viewer, query: ListQuery, today: date) -> Iterator[ListRow]:
    """Every row of a list in its order, read a thousand at a time.

    Raises:
        ListError: as :func:`guiju.matters.list_query.check`, before the first row.
    """
    cursor: Cursor | None = None
    while True:
        found = list_page(viewer, query, today, cursor, EXPORTED_AT_ONCE)
        yield from found.rows
        if found.behind is None:
            return
        cursor = found.behind


def summary(viewer: Viewer, query: ListQuery, today: date, by: str = OPENED) -> Summary:
    """How many matters a query finds, their totals, and how they spread.

    Args:
        viewer: whoever reads.
        query: which.
        today: the civil day.
        by: a column: days are grouped by month, others by their value.

    Raises:
        ListError: as :func:`guiju.matters.list_query.check`; ``list.column`` for an unknown ``by``.
    """
    return _summary(asked(viewer, query, today), by)


def _summary(ask: Ask, by: str) -> Summary:
    column = ask.found.columns.get(by)
    if column is None:
        sentence = f"“{ask.found.name}”没有“{by}”这一栏，不能照它画图。请另选一栏。"
        raise ListError(code="list.column", sentence=sentence)
    if ask.all_anew:
        totals = {one.name: 0 for one in ask.found.numbers}
        return _with_stood(ask, column, Summary(0, True, totals, []))
    path, fitting = counting_path(ask)
    rest = rest_of(ask, path)
    if fitting > CAP:
        source, _ = joined(ask, path, rest, ())
        sql = f"SELECT count(*) FROM {source.sql}"  # noqa: S608 -- built of fixed parts
        least = int(statements.read(sql, source.values)[0][0]) if rest else CAP
        return Summary(least, False, {}, [])
    places = [column.place, *(one.place for one in ask.found.numbers)]
    source, (place, *added) = joined(ask, path, rest, places)
    place = f"substr(CAST({place} AS text), 1, 7)" if column.is_day else place
    sums = "".join(f", sum({one})" for one in added)
    sql = f"SELECT {place}, count(*){sums} FROM {source.sql} GROUP BY 1 ORDER BY 1"  # noqa: S608 -- built of fixed parts
    rows = statements.read(sql, source.values)
    totals = {
        one.name: sum(int(row[2 + turn] or 0) for row in rows)
        for turn, one in enumerate(ask.found.numbers)
    }
    groups = [("" if row[0] is None else str(row[0]), int(row[1])) for row in rows]
    return _with_stood(
        ask, column, Summary(sum(number for _, number in groups), True, totals, groups)
    )


def _with_stood(ask: Ask, column: Column, told: Summary) -> Summary:
    """A summary of the store with what was folded anew added."""
    if ask.was is None:
        return told
    totals, groups = dict(told.totals), dict(told.groups)
    for row in ask.was.rows:
        for name in totals:
            totals[name] += row.values.get(name, 0)
        value = value_in(column, row)
        label = "" if value is None else str(value)[:7] if column.is_day else str(value)
        groups[label] = groups.get(label, 0) + 1
    return Summary(told.count + len(ask.was.rows), True, totals, sorted(groups.items()))


def _read(
    ask: Ask, segments: list[Segment], cursor: Cursor | None, limit: int
) -> tuple[list[tuple[Cursor, ListRow]], Cursor | None]:
    """Rows in the direction of reading, and where to go on in it."""
    back = cursor is not None and cursor.back
    begin = cursor.segment if cursor else 0
    if begin >= len(segments):
        raise _unfit()
    rows: list[tuple[Cursor, ListRow]] = []
    for number in range(begin, -1, -1) if back else range(begin, len(segments)):
        segment = segments[number]
        key = cursor.key if cursor and number == begin else None
        if key is not None and not fits_key(segment.order, key):
            raise _unfit()
        found = read_stretch(
            ask, segment, Behind(key, segment.descending != back), limit + 1 - len(rows)
        )
        rows += [(Cursor(number, one, back), row) for one, row in found.rows]
        if len(rows) > limit:
            return rows[:limit], rows[limit - 1][0]
        if found.stopped is not None:
            return rows, Cursor(number, found.stopped, back)
    return rows, None


def _is_kept(value: Any) -> bool:
    """Whether the store could hold a value: whole characters, numbers of 64 bits."""
    if isinstance(value, int):
        return abs(value) < LARGEST
    return isinstance(value, str) and UNASKABLE.search(value) is None


def _unfit() -> ListError:
    return ListError("list.cursor", "翻页的位置已经不适用，多半是改了条件。请从第一页看起。")


def filling(viewer: Viewer, cap: int) -> dict[str, tuple[int, date]]:
    """How many matters each procedure has in the bodies in sight, and the first day of the newest.

    Args:
        viewer: whoever reads.
        cap: counts stop at one more than this.

    Returns:
        Procedure → count and day; those without matters are left out.
    """
    found: dict[str, tuple[int, date]] = {}
    for procedure, places in _places_filled(viewer).items():
        newest = max(day for _, day in places)
        found[procedure] = (_counted([body for body, _ in places], procedure, cap), newest)
    return found


def _places_filled(viewer: Viewer) -> dict[str, list[tuple[str, date]]]:
    """Procedure → the bodies in sight that have matters of it, with the first day of the newest; a lookup for each."""
    bodies, procedures = sorted(viewer.bodies), [one.procedure for one in all_lists()]
    told = ", ".join(["(%s)"] * len(bodies)), ", ".join(["(%s)"] * len(procedures))
    sql = (
        f"WITH b(code) AS (VALUES {told[0]}), p(name) AS (VALUES {told[1]}) "  # noqa: S608 -- placeholders only
        "SELECT * FROM (SELECT p.name, b.code, (SELECT max(m.opened) FROM matters_matter m "
        "WHERE m.body_id = b.code AND m.procedure = p.name) AS newest FROM b CROSS JOIN p) f WHERE newest IS NOT NULL"
    )
    found: dict[str, list[tuple[str, date]]] = {}
    for procedure, body, newest in statements.read(sql, [*bodies, *procedures]):
        found.setdefault(procedure, []).append((body, day_of(newest)))
    return found


def _counted(bodies: list[str], procedure: str, cap: int) -> int:
    part = (
        f"SELECT 1 FROM matters_matter m WHERE m.body_id = %s AND m.procedure = %s LIMIT {cap + 1}"  # noqa: S608 -- placeholders only
    )
    everywhere = statements.united([part] * len(bodies))
    sql = f"SELECT count(*) FROM (SELECT * FROM ({everywhere}) u LIMIT {cap + 1}) k"  # noqa: S608 -- placeholders only
    return int(statements.read(sql, [one for body in bodies for one in (body, procedure)])[0][0])
