"""What a process keeps of the record, and how it is brought up to the moment of a question.

Kept are the sums of the figures as of a position; whatever was recorded since is in a few matters, and those are counted anew, matter by
matter. So an answer is what counting everything would give, at any moment: who asks, about which bodies and days, only chooses among the
sums. Kept sums know the act that stands at their last position: where another stands there, or none, the record is another one, and they
are thrown away. Where too much is new, or nothing is kept yet, there is no look, and the acts are counted as they lie.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from guiju.figures import news, source
from guiju.figures.definitions import TIMES
from guiju.figures.foundation import Foundation, lay
from guiju.figures.looks import Look, Moment
from guiju.figures.segments import manifest, root
from guiju.matters import clock
from guiju.matters.memory import paused_collection
from guiju.matters.rulebook import calendar_digest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from guiju.figures.definitions import Definition, Shelf
    from guiju.figures.looks import Changes
    from guiju.figures.news import Mark, New, News
    from guiju.figures.rows import Placed

LAID_AT_ONCE: Final = 20_000
"""Positions counted while a question waits; of more, somebody else makes the sums."""
NEW_AT_MOST: Final = 5_000
MATTERS_AT_MOST: Final = 300
TOUCHED_AT_MOST: Final = 3_000
AT_A_TIME: Final = 50

Counted = tuple[str, int]
"""A matter, and up to which of its acts it is counted."""


@dataclass
class Keeper:
    """What is kept of one store; its lock is held while it is brought forward."""

    folder: Path
    lock: threading.RLock = field(default_factory=threading.RLock)
    founded: Foundation | None = None
    seen: int = 0
    mark: Mark | None = None
    since: dict[str, dict[str, list[tuple[int, int]]]] = field(default_factory=lambda: defaultdict(dict))  # fmt: skip
    counted: dict[tuple[Counted, str], Changes] = field(default_factory=dict)
    merged: dict[str, tuple[frozenset[Counted], str, Changes]] = field(default_factory=dict)

    def look(self, shelf: Shelf, figures: Sequence[Definition], as_of: int | None) -> Look | None:
        """What :func:`look` says; the lock is held."""
        founded = self._founded_by(shelf)
        if founded is None or not all(_same(founded, one) for one in figures):
            return None
        clocked = any(one.clocks for one in figures)
        if clocked and (as_of is not None or not self._on_time(founded)):
            return None
        new = self._news()
        if new is None or (as_of is not None and not founded.position <= as_of <= new.last):
            return None
        return self._seen_at(founded, {one.procedure for one in figures}, new, as_of)

    def _founded_by(self, shelf: Shelf) -> Foundation | None:
        """The foundation; of a small record it is laid when it is first asked for."""
        if self.founded is None or self.founded.shelf is not shelf:
            self.forget()
            covered = manifest(self.folder).covered
            if covered <= LAID_AT_ONCE and not news.waiting(covered, NEW_AT_MOST):
                self.lay(shelf, covered)
        return self.founded

    def lay(self, shelf: Shelf, covered: int) -> None:
        """Lay a foundation; what was kept before serves until it is laid.

        Args:
            shelf: the definitions.
            covered: its position, held by the copy.
        """
        mark = news.mark_at(covered)
        if covered and mark is None:  # the database is older than the copy
            return
        with paused_collection():
            made = lay(shelf, covered)
        with self.lock:
            self.forget()
            self.founded, self.seen, self.mark = made, covered, mark

    def forget(self) -> None:
        """Throw away what is kept."""
        self.founded, self.seen, self.mark = None, 0, None
        self._forget_since()

    def _forget_since(self) -> None:
        for kept in (self.since, self.counted, self.merged):
            kept.clear()

    def _on_time(self, founded: Foundation) -> bool:
        """Whether clock events of the foundation are those of today's calendar; else it is to be laid anew."""
        if founded.calendar == calendar_digest() and founded.today <= clock.today():
            return True
        self.forget()
        return False

    def _news(self) -> News | None:
        """What is new, noted as seen; None where too much is, or where the record is another one."""
        if news.waiting(self.seen, NEW_AT_MOST):
            if self.seen <= LAID_AT_ONCE:
                self.forget()  # so that it is laid anew with the next question
            return None
        new = news.news(self.seen)
        if new.known != self.mark:
            self.forget()
            return None
        for one in new.acts:
            if one.position is not None:
                places = self.since[one.procedure].setdefault(one.matter, [])
                places.append((one.position, one.seq))
        self.seen, self.mark = new.last, new.mark
        return new

    def _seen_at(
        self, founded: Foundation, procedures: Collection[str], new: News, as_of: int | None
    ) -> Look | None:
        late = [one for one in new.acts if one.position is None] if as_of is None else []
        last = new.last if as_of is None else as_of
        changes, touched = {}, {}
        for name in procedures:
            known = self._until(founded, name, last, late)
            if len(known) > MATTERS_AT_MOST:
                return None
            touched[name] = frozenset(known)
            changes[name] = self._changes(founded, name, known)
        moment = Moment(last, frozenset((one.matter, one.seq) for one in late))
        unsealed = sum(one.procedure in procedures for one in late)
        return Look(moment, unsealed, founded, changes, touched)

    def _until(
        self, founded: Foundation, procedure: str, last: int, late: Sequence[New]
    ) -> dict[str, int]:
        """The matters to be counted anew, each up to its last act; 0 for those in which only time went on."""
        today = clock.today().isoformat()
        known = {one: 0 for one, day in founded.wakes.get(procedure, {}).items() if day < today}
        for matter, places in self.since.get(procedure, {}).items():
            seqs = [seq for position, seq in places if position <= last]
            if seqs:
                known[matter] = max(seqs)
        for one in late:
            if one.procedure == procedure:
                known[one.matter] = max(known.get(one.matter, 0), one.seq)
        return known

    def _changes(self, founded: Foundation, procedure: str, known: dict[str, int]) -> Changes:
        """What counting matters anew changes in the sums of the foundation."""
        today, all_of = clock.today().isoformat(), frozenset(known.items())
        kept = self.merged.get(procedure)
        if kept is not None and kept[:2] == (all_of, today):
            return kept[2]
        self._count(founded, procedure, all_of)
        found: Changes = defaultdict(list)
        for one in all_of:
            for figure, rows in self.counted[one, today].items():
                found[figure].extend(rows)
        self.merged[procedure] = (all_of, today, found)
        return found

    def _count(self, founded: Foundation, procedure: str, known: Collection[Counted]) -> None:
        today = clock.today().isoformat()
        missing = [one for one in known if (one, today) not in self.counted]
        acts = source.acts_of_matters(matter for matter, _ in missing)
        for one in missing:
            self.counted[one, today] = _changed(founded, procedure, one[1], acts.get(one[0], []))

    @property
    def position(self) -> int:
        """The last position of the foundation; 0 without one."""
        return self.founded.position if self.founded else 0

    def serves(self, shelf: Shelf) -> bool:
        """Whether there is a foundation by these definitions and of this record."""
        with self.lock:
            founded = self.founded
            if founded is None or founded.shelf is not shelf:
                return False
            return not founded.wakes or self._on_time(founded)

    def is_behind(self) -> bool:
        """Note what was recorded since; whether it is too much to be counted matter by matter."""
        with self.lock:
            too_much = news.waiting(self.seen, NEW_AT_MOST) or self._news() is None
            return too_much or self.touched() > TOUCHED_AT_MOST

    def touched(self) -> int:
        """In how many matters acts were recorded since the foundation."""
        return sum(map(len, self.since.values()))

    def fold(self) -> None:
        """Let what was recorded since become part of the foundation; questions are answered between a few matters and the next."""
        with self.lock:
            founded, names = self.founded, list(self.since)
        if founded is None:
            return
        for name in names:
            with self.lock:
                known = list(self._until(founded, name, self.seen, ()).items())
            for first in range(0, len(known), AT_A_TIME):
                with self.lock:
                    if self.founded is founded:
                        self._count(founded, name, known[first : first + AT_A_TIME])
        with self.lock:
            if self.founded is founded:
                self._folded(founded)

    def _folded(self, founded: Foundation) -> None:
        wakes = {name: source.wakes_of(name) for name in founded.wakes}
        today = clock.today()
        sums, deep, fired = dict(founded.sums), set(founded.deep), dict(founded.fired)
        for name in {*self.since, *founded.wakes}:
            known = self._until(founded, name, self.seen, ())
            changes = self._changes(founded, name, known)
            if name in fired:
                fired[name] = {**fired[name], **dict.fromkeys(known)}
            for figure, rows in changes.items():
                sums[figure] = sums[figure].with_more(rows)
            deep |= changes.keys()
        self.founded = replace(
            founded,
            position=self.seen,
            sums=sums,
            deep=frozenset(deep),
            today=today,
            wakes=wakes,
            fired=fired,
        )
        self._forget_since()


def _changed(
    founded: Foundation, procedure: str, until: int, acts: Sequence[tuple[int | None, Placed]]
) -> Changes:
    """What a matter adds now, and takes away of what it had added.

    Args:
        founded: the foundation.
        procedure: the matter's.
        until: its last act; 0 for those of the foundation.
        acts: its acts with their positions, later ones perhaps among them.
    """
    old = [act for position, act in acts if position and position <= founded.position]
    now = [act for _, act in acts if act.form["seq"] <= until] if until else old
    found = founded.added_by(procedure, now, clock.today())
    for figure, rows in founded.added_by(procedure, old, founded.today).items():
        taken = [row._replace(number=-row.number, value=-row.value) for row in rows]
        found[figure] = [*found.get(figure, []), *taken]
    return found


def _same(founded: Foundation, figure: Definition) -> bool:
    """Whether a figure's sums are kept: it is the one of the catalog, split by no other field."""
    known = founded.shelf.figures.get(figure.id)
    if known is None or figure.id not in founded.sums:
        return False
    fields = set(figure.fields_split()) <= set(known.fields_split())
    timed = figure.valid and not set(TIMES).isdisjoint(figure.by)
    return fields and not timed and replace(figure, by=known.by) == known


@cache
def keeper_of(folder: Path) -> Keeper:
    """What this process keeps of the store with a folder of segments."""
    return Keeper(folder)


def look(shelf: Shelf, figures: Sequence[Definition], as_of: int | None = None) -> Look | None:
    """The sums of some figures at this moment, or as of a position; None where they have to be counted from the acts.

    Args:
        shelf: the definitions.
        figures: those asked for, parts instead of shares.
        as_of: last position that counts; None means everything committed.
    """
    keeper = keeper_of(root())
    with keeper.lock:
        return keeper.look(shelf, figures, as_of)
