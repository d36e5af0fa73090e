"""The columnar copy on disk: immutable Parquet segments per procedure, each a range of positions.

``segments/<procedure>/<first>-<last>.parquet`` holds the rows of a batch, ``segments/_standing/<first>-<last>.parquet`` its corrections and
retractions. The standing segment is written last and for every batch, so its name says that the batch is whole; what lies beyond the
last of them is left from a refresh that ended early and is not read.
"""

from __future__ import annotations

import fcntl
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings

from guiju.figures.columns import STANDING
from guiju.figures.engine import connect, literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection

STANDING_FOLDER: Final = "_standing"
SUFFIX: Final = ".parquet"
PASSING: Final = ".part"
SYNCS_AT_ONCE: Final = 8


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """One file of the copy.

    Attributes:
        first: first position of its range.
        last: last position of its range.
        path: where it lies.
    """

    first: int
    last: int
    path: Path = field(compare=False)

    def covers(self, other: Segment) -> bool:
        """Whether the other's range lies within this one's, and is not the same."""
        return self.first <= other.first and other.last <= self.last and (self != other)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the copy holds, read from the names of its files.

    Attributes:
        covered: last position of the last whole batch.
        segments: procedure → its segments in order, none within another.
    """

    covered: int
    segments: Mapping[str, tuple[Segment, ...]]

    def of(self, name: str, until: int | None = None) -> list[Segment]:
        """The segments of a procedure that begin no later than a position.

        Args:
            name: the procedure, or ``STANDING_FOLDER``.
            until: the position; None means all.
        """
        return [one for one in self.segments.get(name, ()) if until is None or one.first <= until]


def root() -> Path:
    """Where the segments of this store lie."""
    return Path(settings.GUIJU_STORE).absolute() / "segments"


def manifest(folder: Path) -> Manifest:
    """What a folder of segments holds.

    Args:
        folder: the folder; it need not exist.
    """
    standing = _unbroken(segments_in(folder / STANDING_FOLDER))
    covered = standing[-1].last if standing else 0
    found = {STANDING_FOLDER: tuple(standing)}
    for inner in sorted(folder.iterdir()) if standing else ():
        if inner.is_dir() and not inner.name.startswith((".", "_")):
            found[inner.name] = tuple(
                one for one in uppermost(segments_in(inner)) if one.last <= covered
            )
    return Manifest(covered, found)


def segments_in(folder: Path) -> list[Segment]:
    """Every finished segment of a folder, those replaced by larger ones too."""
    if not folder.is_dir():
        return []
    return sorted(_segment(path) for path in folder.glob(f"*-*{SUFFIX}"))


def uppermost(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that lie within no other."""
    kept: list[Segment] = []
    for segment in sorted(segments, key=lambda one: (one.first, -one.last)):
        if not kept or not kept[-1].covers(segment):
            kept.append(segment)
    return kept


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Hold the folder's lock; the system gives it back when the process ends, however it ends.

    Args:
        folder: the segments.

    Yields:
        Whether the lock was got; if not, another process is refreshing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def write_rows(
    folder: Path,
    span: tuple[int, int],
    batch: Iterable[tuple[str, Mapping[str, str], Sequence[Mapping[str, Any]]]],
) -> None:
    """Write rows as segments, each whole or not at all, and all on the disk when it returns.

    Args:
        folder: the segments.
        span: first and last position of the batch.
        batch: procedure or ``STANDING_FOLDER``, its columns with their SQL types, its rows in order of position.
    """
    with connect(folder) as connection:
        publish(
            [
                _stage_rows(connection, folder / name / _name(*span), types, rows)
                for name, types, rows in batch
            ]
        )


def write_standing(folder: Path, span: tuple[int, int], rows: Sequence[Mapping[str, Any]]) -> None:
    """Write the standing segment that makes a batch whole; always the last of its files."""
    write_rows(folder, span, [(STANDING_FOLDER, STANDING, rows)])


def stage(connection: DuckDBPyConnection, query: str, path: Path) -> Path:
    """Write the answer of a query as a segment under its passing name.

    Args:
        connection: of the engine.
        query: the rows, as SQL without values from outside.
        path: the name it will have.
    """
    connection.execute(f"COPY ({query}) TO {literal(str(_passing(path)))} (FORMAT parquet)")
    return path


def publish(paths: Sequence[Path]) -> None:
    """Sync staged segments and give them their names.

    Args:
        paths: the names they will have.
    """
    with ThreadPoolExecutor(SYNCS_AT_ONCE) as pool:
        list(pool.map(_sync, map(_passing, paths)))
        for path in paths:
            _passing(path).replace(path)
        list(pool.map(_sync, {path.parent for path in paths}))


def clear_leftovers(folder: Path, covered: int) -> None:
    """Remove what an interrupted refresh left behind.

    Args:
        folder: the segments, locked.
        covered: last position of the last whole batch.
    """
    for path in folder.glob(f"*/*{PASSING}"):
        path.unlink()
    for path in folder.glob(f"*/*-*{SUFFIX}"):
        if _segment(path).last > covered:
            path.unlink()


def merged_name(parts: Sequence[Segment]) -> Path:
    """The path of the segment that will hold several neighbours."""
    return parts[0].path.with_name(_name(parts[0].first, parts[-1].last))


def reading(paths: Sequence[Path]) -> str:
    """The rows of segments as SQL; a column that some lack is NULL there."""
    listed = ", ".join(literal(str(path)) for path in paths)
    return f"SELECT * FROM read_parquet([{listed}], union_by_name = true)"  # noqa: S608 -- paths made here, quoted


def _unbroken(segments: Sequence[Segment]) -> list[Segment]:
    kept: list[Segment] = []
    for segment in uppermost(segments):
        if segment.first != (kept[-1].last + 1 if kept else 1):
            break
        kept.append(segment)
    return kept


def _stage_rows(
    connection: DuckDBPyConnection,
    path: Path,
    types: Mapping[str, str],
    rows: Sequence[Mapping[str, Any]],
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = path.with_suffix(f".ndjson{PASSING}")
    lines.write_bytes(b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in rows))
    try:
        return stage(connection, _read_lines(lines, types), path)
    finally:
        lines.unlink()


def _passing(path: Path) -> Path:
    return path.with_suffix(SUFFIX + PASSING)


def _read_lines(lines: Path, types: Mapping[str, str]) -> str:
    columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
    return (
        f"SELECT * FROM read_json({literal(str(lines))}, format = 'newline_delimited', "  # noqa: S608 -- paths and types made here, quoted
        f"columns = {{{columns}}}, maximum_object_size = 67108864)"
    )


def _segment(path: Path) -> Segment:
    first, last = path.name.removesuffix(SUFFIX).split("-")
    return Segment(int(first), int(last), path)


def _name(first: int, last: int) -> str:
    return f"{first:012d}-{last:012d}{SUFFIX}"


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
