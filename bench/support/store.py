"""A store for a bench: a county office of its own in a temporary folder, on SQLite or PostgreSQL."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]
FOUNDED = dt.date(2015, 1, 1)


@contextlib.contextmanager
def opened(database: str = "", keep: str = "") -> Iterator[Path]:
    """Open a store in this process; yields its folder.

    Args:
        database: address of a PostgreSQL database; empty for SQLite.
        keep: folder of a store that stays for another run; empty: a fresh one, removed afterwards.
    """
    folder = Path(keep or tempfile.mkdtemp(prefix="guiju-bench-")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        GUIJU_STORE=str(folder),
        GUIJU_DATABASE=database,
        DJANGO_SETTINGS_MODULE="guiju.site.settings",
    )
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    call_command("migrate", verbosity=0)
    try:
        yield folder
    finally:
        connection.close()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def office() -> tuple[str, str]:
    """Enter a body and one clerk; gives the body's code and the clerk's id."""
    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, register_person

    body = establish_body("B", "示例县司法局", kind=BodyKind.ORGAN, since=FOUNDED, word="示司")
    clerk = register_person("某甲")
    appoint(clerk, body, ["人民调解员"], since=FOUNDED)
    return body.code, clerk.id


def accept(body: str, clerk: str, number: int) -> Any:
    """The request that accepts one dispute."""
    from tests.office import mediation_data

    from guiju.matters.requests import ActRequest

    return ActRequest(
        recorded_by=clerk, body=body, procedure="people-mediation", act="登记受理",
        data=mediation_data(f"调{number}"),
    )  # fmt: skip


def talk(clerk: str, matter: str) -> Any:
    """The request that records one talk in a dispute."""
    from guiju.matters.requests import ActRequest

    return ActRequest(
        recorded_by=clerk,
        matter=matter,
        act="调解",
        data={"调解记录": "双方到场", "可能引发案件": False},
    )


def calibration() -> float:
    """Seconds of a fixed loop: how fast this machine is right now."""
    started = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number & 7
    return time.perf_counter() - started


def seconds(work: Callable[[], object]) -> float:
    """How long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
