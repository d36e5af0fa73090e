"""One look at the acts: segments and the tail from the database, held together for any number of questions."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from functools import cached_property, partial
from typing import TYPE_CHECKING

from guiju.figures import source
from guiju.figures.clock_events import clock_rows
from guiju.figures.effective import EVERYTHING, EffectiveActs, Found, standing_until
from guiju.figures.engine import connect
from guiju.figures.errors import refuse
from guiju.figures.rows import act_rows, standing_row
from guiju.figures.segments import STANDING_FOLDER, Manifest, manifest, root
from guiju.matters import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from duckdb import DuckDBPyConnection

    from guiju.figures.definitions import Shelf
    from guiju.figures.effective import Acts
    from guiju.figures.looks import Look, Moment
    from guiju.figures.rows import Placed, Row


class Reading:
    """What stood in the record at one moment, or up to a position.

    Attributes:
        connection: the engine's, with the views of this reading.
        position: last position that counts.
        unsealed: how many acts count that have no position yet.
    """

    def __init__(
        self,
        shelf: Shelf,
        procedures: Sequence[str] | None = None,
        as_of: int | None = None,
        seen: Look | None = None,
    ) -> None:
        """Look at the record.

        Args:
            shelf: the definitions to count by.
            procedures: the only ones that will be asked about; None means all.
            as_of: last position that counts; None means everything committed.
            seen: the look whose moment it is; None means now.

        Raises:
            FigureError: ``figure.position``: that position has not been given out.
        """
        self._shelf = shelf
        self._views: dict[tuple[str, frozenset[str]], Acts] = {}
        self._found: dict[tuple[str, frozenset[str]], Found] = {}
        self._as_of = as_of
        self._folder = root()
        self._manifest = manifest(self._folder)
        self._seen = seen if as_of is None else None
        moment = self._seen.moment if self._seen else None
        tail = self._tail(procedures, as_of)
        if tail.last < self._manifest.covered and as_of is None and moment is None:
            # the database is older than the copy: only the database counts
            self._manifest = Manifest(0, {})
            tail = self._tail(procedures, as_of)
        self.position = tail.last
        self.unsealed = sum(act.position > tail.last for act in tail.acts)
        self._waiting = {_of(act): act.position for act in tail.acts}
        self._tail_rows = _rows_by_procedure(shelf, tail.acts)
        until = EVERYTHING if as_of is None and moment is None else self.position
        self.connection: DuckDBPyConnection = connect(self._folder)
        self._acts = EffectiveActs(self.connection, until)
        self._standing = self._standing_by_procedure(tail.acts, procedures, until)

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back; answers of this reading can no longer show their rows."""
        self.connection.close()

    def view(self, procedure: str, clocks: frozenset[str] = frozenset()) -> Acts:
        """The effective acts of a procedure.

        Args:
            procedure: its id.
            clocks: clock events that shall be among them.
        """
        key = (procedure, clocks)
        if key not in self._views:
            self._views[key] = self._acts.view(self.find(procedure, clocks))
        return self._views[key]

    @contextmanager
    def apart(self, procedure: str, clocks: frozenset[str]) -> Iterator[Acts]:
        """The effective acts of a procedure on a connection of their own, for another thread; arguments as for ``view``.

        Yields:
            The acts; they last as long as the context.
        """
        with connect(self._folder) as connection:
            yield EffectiveActs(connection, self._acts.until).view(self.find(procedure, clocks))

    def find(self, procedure: str, clocks: frozenset[str]) -> Found:
        """Where the acts of a procedure are; the database is asked at most once, by the thread that asks first.

        Args:
            procedure: its id.
            clocks: clock events that shall be among them.
        """
        key = (procedure, clocks)
        if key not in self._found:
            self._found[key] = Found(
                self._shelf.columns(procedure),
                self._manifest.of(procedure, self.position),
                [*self._tail_rows.get(procedure, []), *self._clock_rows(procedure, clocks)],
                self._standing.get(procedure, []),
            )
        return self._found[key]

    def _clock_rows(self, procedure: str, clocks: frozenset[str]) -> list[Row]:
        if not clocks:
            return []
        if self._seen is not None:
            rows = self._seen.clock_rows(procedure, clock.today(), self._acts_of)
            return [row for row in rows if row["act"] in clocks]
        today = clock.today() if self._as_of is None else source.recorded_on(self._as_of)
        acts = self._counting(source.acts_of_procedure(procedure))
        return [] if today is None else list(clock_rows(acts, clocks, today))

    def _acts_of(self, matters: Collection[str]) -> dict[str, list[Placed]]:
        """The acts of some matters that count, in order."""
        found = source.acts_of_matters(matters).items()
        return {matter: acts for matter, some in found if (acts := self._counting(some))}

    def _counting(self, acts: Iterable[tuple[int | None, Placed]]) -> list[Placed]:
        """Those of some acts that count, each with its position or the one it will have."""
        return [
            act if position is not None else act._replace(position=self._waiting[_of(act)])
            for position, act in acts
            if self._sees(position, act)
        ]

    def _sees(self, position: int | None, act: Placed) -> bool:
        within = position is not None and position <= self.position
        return within or _of(act) in self._waiting

    def _tail(self, procedures: Sequence[str] | None, as_of: int | None) -> source.Tail:
        covered = self._manifest.covered
        if self._seen is not None:
            moment = self._seen.moment
            return _as_seen(source.tail_now(min(covered, moment.last), procedures), moment)
        if as_of is None:
            return source.tail_now(covered, procedures)
        last = source.last_position()
        if last < covered:
            self._manifest = Manifest(0, {})
            covered = 0
        if not 0 <= as_of <= last:
            refuse(
                "figure.position",
                f"要求按第{as_of}位统计，记录现在排到第{last}位。请填写0至{last}之间的位次，或者不填，按现在统计。",
            )
        return source.tail_until(covered, as_of, procedures)

    def _standing_by_procedure(
        self, tail: Sequence[Placed], procedures: Sequence[str] | None, until: int
    ) -> Mapping[str, list[Row]]:
        paths = [one.path for one in self._manifest.of(STANDING_FOLDER, until)]
        rows = standing_until(self.connection, paths, procedures, until)
        near = [standing_row(act, self._shelf.columns(act.procedure)) for act in tail]
        rows += source.aimed([row for row in near if row is not None], tail)
        grouped: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            grouped[row["procedure"]].append(row)
        return grouped


class Later:
    """A reading of what a look saw, opened when single acts are asked for.

    Attributes:
        position: last position that counts.
        unsealed: how many acts count that have no position yet.
    """

    def __init__(
        self, shelf: Shelf, procedures: Sequence[str], as_of: int | None, seen: Look
    ) -> None:
        """Keep what the reading will need.

        Args:
            shelf: the definitions to count by.
            procedures: the only ones that will be asked about.
            as_of: last position that counts; None means everything committed when it was looked.
            seen: the look.
        """
        self.position, self.unsealed = seen.moment.last, seen.unsealed
        self._open = partial(Reading, shelf, procedures, as_of, seen)

    @cached_property
    def _reading(self) -> Reading:
        return self._open()

    def view(self, procedure: str, clocks: frozenset[str] = frozenset()) -> Acts:
        """As ``Reading.view``."""
        return self._reading.view(procedure, clocks)

    @contextmanager
    def apart(self, procedure: str, clocks: frozenset[str]) -> Iterator[Acts]:
        """As ``Reading.apart``."""
        with self._reading.apart(procedure, clocks) as acts:
            yield acts

    def find(self, procedure: str, clocks: frozenset[str]) -> Found:
        """As ``Reading.find``."""
        return self._reading.find(procedure, clocks)


def _of(act: Placed) -> tuple[str, int]:
    return act.form["matter"], act.form["seq"]


def _as_seen(tail: source.Tail, moment: Moment) -> source.Tail:
    """What of a tail had been committed at an earlier moment."""
    acts = [act for act in tail.acts if act.position <= moment.last or _of(act) in moment.waiting]
    return source.Tail(moment.last, acts)


def _rows_by_procedure(shelf: Shelf, acts: Sequence[Placed]) -> Mapping[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for act in acts:
        grouped[act.procedure].extend(act_rows(act, shelf.columns(act.procedure)))
    return grouped
