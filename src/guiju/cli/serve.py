"""``guiju serve`` and ``guiju tend``: the pages, and the work that is done beside them."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from guiju.cli.opening import connected, folder_of, opened, prepare
from guiju.cli.parsing import add_store, command, whole
from guiju.cli.telling import DONE, complain, note, refuse, working

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from guiju.cli.parsing import Commands, Parser

APPLICATION: Final = "guiju.site.wsgi:application"
EVERY: Final = 5.0
GRACE: Final = 8  # seconds
PAUSE_AFTER_FAILURE: Final = 3.0
PORTS_TRIED: Final = 100
THREADS: Final = 2
WHY: Final = {
    errno.EADDRINUSE: "已被占用",
    errno.EACCES: "没有权限使用（1024 以下的端口要管理员权限）",
    errno.EADDRNOTAVAIL: "不是本机的地址",
}
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    serving = command(
        commands,
        "serve",
        "打开网页服务，同时在后台编位、登记到期事件\n\n数据库不是最新的先升级。按 Ctrl+C 停止。",
        _serve,
    )
    add_store(serving)
    add_address(serving)
    tending = command(
        commands,
        "tend",
        "后台工作：每几秒编位并更新统计副本，过了零点登记到期事件；serve 会自己启动它",
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


def add_address(parser: Parser) -> None:
    """Add the options that say where the pages are served."""
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="监听的地址，默认只限本机 127.0.0.1"
    )
    parser.add_argument(
        "--port", type=whole(1, 65535), default=8000, metavar="N", help="端口，默认 8000"
    )
    parser.add_argument(
        "--workers", type=whole(1, 256), default=_workers(), metavar="N",
        help="进程数，默认与处理器核数相同，至多 4",
    )  # fmt: skip


def _workers() -> int:
    return min(os.cpu_count() or 1, 4)


def _serve(options: argparse.Namespace) -> int:
    folder = folder_of(options)
    check_port(options.host, options.port)
    with connected(folder), working("准备数据库"):
        prepare(folder)
    serve(folder, options)
    return DONE


def serve(folder: Path, options: argparse.Namespace) -> None:
    """Serve the pages of a prepared store until interrupted.

    Args:
        folder: the store.
        options: ``host``, ``port`` and ``workers``.
    """
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces

    connections.close_all()
    _allow(options.host)
    note(
        f"规矩已在 http://{_shown(options.host)}:{options.port}/ 打开，数据在“{folder}”。按 Ctrl+C 停止。"
    )
    with tended(folder):
        Granian(
            APPLICATION, address=options.host, port=options.port, interface=Interfaces.WSGI,
            workers=options.workers,
            blocking_threads=THREADS,
            websockets=False, respawn_failed_workers=True,
        ).serve()  # fmt: skip


def check_port(host: str, port: int) -> None:
    """Make sure that an address is free before anything is begun.

    Raises:
        CliError: ``serve.port_taken`` with one that is free; ``serve.host``.
    """
    try:
        _bind(host, port)
    except OSError as error:
        free = next((one for one in range(port + 1, port + PORTS_TRIED) if _free(host, one)), None)
        why = WHY.get(error.errno or 0, str(error.strerror))
        if free is None:
            refuse("serve.host", f"不能在 {host} 上监听：{why}。请核对 --host。")
        refuse(
            "serve.port_taken",
            f"不能使用 {host} 的 {port} 端口：{why}。现在空闲的有 {free}，可以加上 --port {free} 再试。",
        )


def _bind(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _free(host: str, port: int) -> bool:
    try:
        _bind(host, port)
    except (OSError, OverflowError):
        return False
    return True


def _allow(host: str) -> None:
    """Let the pages be asked for under the address listened on."""
    if host in LOOPBACK:
        return
    if "GUIJU_HOSTS" not in os.environ:
        os.environ["GUIJU_HOSTS"] = f"localhost,127.0.0.1,[::1],{_shown(host)}"
        note(f"只接受以 {os.environ['GUIJU_HOSTS']} 访问；用别的名称访问的，请设置 GUIJU_HOSTS。")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


@contextmanager
def tended(folder: Path) -> Iterator[None]:
    """Have a process of its own tend the store; it is begun again if it ends, and ends with this one.

    Args:
        folder: the store.
    """
    stopping = threading.Event()
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
    return subprocess.Popen(  # noqa: S603 -- this program itself
        [sys.executable, "-m", "guiju.cli", *words], stdin=subprocess.DEVNULL
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
            if options.once:
                break
            stopping.wait(options.every)
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


def tend_once(swept: date | None) -> date | None:
    """Seal, bring the columnar copy up to date; on a new day sweep and refresh the statistics.

    Args:
        swept: the day of the last sweep, None for none.

    Returns:
        The day of the last sweep now; a sweep that failed is tried again the next time.
    """
    from django.db import DatabaseError, connections

    from guiju.figures.errors import SegmentError
    from guiju.figures.services import refresh
    from guiju.matters.clock import today
    from guiju.matters.sealing import seal
    from guiju.matters.sweep import sweep
    from guiju.matters.upkeep import refresh_statistics

    day = today()
    try:
        if swept != day:
            sweep(day)
            refresh_statistics()
            swept = day
        seal()
        refresh()
    except SegmentError as error:
        complain(error.sentence, error.code)
    except DatabaseError as error:
        connections.close_all()
        complain(
            f"{time.strftime('%H:%M:%S')} 后台工作没有做成：{error}。稍后再试。", "tend.database"
        )
    return swept
