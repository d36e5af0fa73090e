"""``guiju tend``: the work that is done beside the pages, and the process that does it for the server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

from guiju.cli.causes import why_database
from guiju.cli.opening import opened
from guiju.cli.parsing import add_store, command, whole
from guiju.cli.telling import DONE, complain, note

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from guiju.cli.parsing import Commands
    from guiju.exchange.services import Worker

EVERY: Final = 5.0
GRACE: Final = 8  # seconds
PAUSE_AFTER_FAILURE: Final = 3.0
GLANCE: Final = 1.0
TABLES_FOR: Final = 3.0


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    tending = command(
        commands,
        "tend",
        "后台工作：每几秒编位并更新检索和统计副本，过了零点登记到期事件；serve 会自己启动它",
        _tend,
    )
    tending.add_argument(
        "--every", type=whole(1, 3600), default=EVERY, metavar="SECONDS", help="间隔的秒数，默认 5"
    )
    tending.add_argument(
        "--parent", type=whole(1, 2**31), metavar="PID", help="这个进程结束时随之结束"
    )
    tending.add_argument("--once", action="store_true", help="做一遍就结束")
    add_store(tending)


@contextmanager
def tended(folder: Path, stopping: threading.Event) -> Iterator[None]:
    """Have a process of its own tend the store; it is begun again if it ends, and ends with this one.

    Args:
        folder: the store.
        stopping: once it is set, the process is ended and not begun again.
    """
    # Begun before the server forks: a worker forked meanwhile would inherit the pipe on which Popen waits for the new program.
    first = _begin_tending(folder)
    keeper = threading.Thread(target=_keep_tending, args=(folder, first, stopping), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _begin_tending(folder: Path) -> subprocess.Popen[bytes]:
    words = ["tend", "--db", str(folder), "--parent", str(os.getpid())]
    # In a session of its own: what is typed at the terminal is for the server, which ends its processes in order.
    return subprocess.Popen(  # noqa: S603 -- this program itself
        [sys.executable, "-m", "guiju.cli", *words],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _keep_tending(folder: Path, child: subprocess.Popen[bytes], stopping: threading.Event) -> None:
    while True:
        while child.poll() is None and not stopping.wait(0.2):
            pass
        _end(child)
        if stopping.wait(PAUSE_AFTER_FAILURE):
            return
        note("后台工作中断，正在重新开始。")
        child = _begin_tending(folder)


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask a process to end, and end it where its present work takes long: the store takes no harm from either."""
    child.terminate()
    try:
        child.wait(GRACE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _tend(options: argparse.Namespace) -> int:
    with _until_told() as stopping, opened(options):
        swept: date | None = None
        while not stopping.is_set() and options.parent in {None, os.getppid()}:
            swept = tend_once(swept)
            bring_forward(stopping.is_set)
            if options.once:
                break
            _rest(options.every, stopping)
    return DONE


@contextmanager
def _until_told() -> Iterator[threading.Event]:
    """An event that is set when the process is asked to end; what is under way is finished first."""
    stopping = threading.Event()
    before = {
        one: signal.signal(one, lambda *_: stopping.set())
        for one in (signal.SIGTERM, signal.SIGINT)
    }
    try:
        yield stopping
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _rest(seconds: float, stopping: threading.Event) -> None:
    """Wait for the next round, or until a table waits to be read or written."""
    from django.db import DatabaseError

    from guiju.exchange.services import waiting

    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0 and not stopping.wait(min(left, GLANCE)):
        with suppress(DatabaseError):
            if waiting():
                return


def bring_forward(stopping: Callable[[], bool]) -> bool:
    """Work for some seconds on the tables that wait to be judged, registered or written.

    Args:
        stopping: asked between batches; true ends the work after the present one.

    Returns:
        Whether anything was done.
    """
    from django.db import DatabaseError, connections

    from guiju.exchange.services import Worker

    try:
        return _worker(Worker).work(TABLES_FOR, stopping)
    except DatabaseError as error:
        connections.close_all()
        _WORKERS.clear()
        complain(
            f"{time.strftime('%H:%M:%S')} 后台处理表格没有做成：{why_database(error)}。稍后再试。",
            "tend.database",
        )
    return False


def _worker(made: type[Worker]) -> Worker:
    """This process's worker: between rounds it keeps the table it has read."""
    if not _WORKERS:
        _WORKERS.append(made())
    return _WORKERS[0]


_WORKERS: list[Worker] = []


def tend_once(swept: date | None) -> date | None:
    """Seal, bring the search index and the columnar copy up to date; on a new day sweep and refresh the statistics.

    Args:
        swept: the day of the last sweep, None for none.

    Returns:
        The day of the last sweep now; a sweep that failed is tried again the next time.
    """
    from django.db import DatabaseError, connections

    from guiju.exchange.services import discard_old
    from guiju.figures.errors import SegmentError
    from guiju.figures.services import refresh
    from guiju.matters.clock import today
    from guiju.matters.pulse import TENDED, leave
    from guiju.matters.recounting import recount
    from guiju.matters.sealing import seal
    from guiju.matters.sweep import sweep
    from guiju.matters.upkeep import refresh_statistics
    from guiju.search import services as search

    day = today()
    try:
        recount(day)
        if swept != day:
            sweep(day)
            refresh_statistics()
            discard_old(day)
            swept = day
        leave(TENDED, sealed=seal(), swept=swept.isoformat())
        search.refresh()
        refresh()
    except SegmentError as error:
        complain(error.sentence, error.code)
    except DatabaseError as error:
        connections.close_all()
        complain(
            f"{time.strftime('%H:%M:%S')} 后台工作没有做成：{why_database(error)}。稍后再试。",
            "tend.database",
        )
    return swept
