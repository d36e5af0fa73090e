"""The counting engine: one in-memory DuckDB per process and store, closed against everything but the segments.

An engine does not survive a fork: workers are to be spawned, or forked before the first question.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

from guiju.figures.columns import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection


def connect(folder: Path) -> DuckDBPyConnection:
    """A connection of its own to the engine of a segments folder; its temporary tables are its own.

    Args:
        folder: the only folder the engine may read and write.
    """
    return _engine(folder).cursor()


def literal(text: str) -> str:
    """A text the program made, such as the path of a segment, as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def fill(
    connection: DuckDBPyConnection,
    table: str,
    types: Mapping[str, str],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """Make a temporary table and fill it.

    Args:
        connection: the connection whose table it is.
        table: its name.
        types: column → SQL type.
        rows: column → value as JSON knows it.
    """
    connection.execute(
        f"CREATE TEMP TABLE {quoted(table)} AS SELECT row.* FROM "  # noqa: S608 -- the name is quoted, the rows are a parameter
        "(SELECT unnest(from_json(CAST(? AS JSON), ?)) AS row)",
        [orjson.dumps(list(rows)).decode(), orjson.dumps([dict(types)]).decode()],
    )


@lru_cache(maxsize=4)
def _engine(folder: Path) -> DuckDBPyConnection:
    import duckdb  # late: it takes a tenth of a second, and most processes never count

    folder.mkdir(parents=True, exist_ok=True)
    engine = duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": str(folder / ".spill"),
        },
    )
    engine.execute("SET GLOBAL parquet_metadata_cache = true")  # without GLOBAL no cursor has it
    engine.execute(f"SET allowed_directories = [{literal(str(folder))}]")
    engine.execute("SET enable_external_access = false")
    engine.execute("SET lock_configuration = true")
    return engine
