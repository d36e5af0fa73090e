"""Signs of life: what the work beside the pages, and whoever verifies, last did; small files in the store, no part of the record."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from guiju.matters import clock

TENDED, VERIFIED = "tended.json", "verified.json"
ALIVE_WITHIN = timedelta(minutes=2)


class Room(NamedTuple):
    """How much room there is.

    Attributes:
        used: bytes in the store's folder.
        free: bytes left on its disk.
    """

    used: int
    free: int


def leave(name: str, **told: Any) -> None:
    """Leave a sign of life with the present moment; a disk that takes nothing is told elsewhere.

    Args:
        name: ``TENDED`` or ``VERIFIED``.
        told: what was done, as plain values.
    """
    folder = Path(settings.GUIJU_STORE)
    content = json.dumps({"at": clock.now().isoformat(), **told}, ensure_ascii=False)
    try:
        descriptor, drawn = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        Path(drawn).replace(folder / name)
    except OSError:
        return


def last(name: str) -> dict[str, Any]:
    """The last sign of life of a kind, its moment as ``at``; empty where there is none."""
    try:
        told = json.loads((Path(settings.GUIJU_STORE) / name).read_text(encoding="utf-8"))
        return {**told, "at": datetime.fromisoformat(told["at"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def tending() -> bool:
    """Whether the work beside the pages gave a sign of life just now."""
    told = last(TENDED)
    return bool(told) and datetime.now(clock.BEIJING) - told["at"] < ALIVE_WITHIN


def room() -> Room:
    """How much room the store takes, and how much is left."""
    folder = Path(settings.GUIJU_STORE)
    used = sum(path.stat().st_size for path in folder.glob("*") if path.is_file())
    return Room(used, shutil.disk_usage(folder).free)
