"""``guiju serve``: the pages."""

from __future__ import annotations

import errno
import os
import signal
import socket
import threading
from typing import TYPE_CHECKING, Final

from guiju.cli import tending
from guiju.cli.causes import why
from guiju.cli.lifeline import keep_the_word
from guiju.cli.opening import connected, folder_of, prepare
from guiju.cli.parsing import add_store, command, whole
from guiju.cli.server_log import LOGGING
from guiju.cli.telling import DONE, note, refuse, working
from guiju.cli.tending import GRACE, tended

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path
    from types import FrameType

    from guiju.cli.parsing import Commands, Parser

APPLICATION: Final = "guiju.site.wsgi:application"
PORTS_TRIED: Final = 100
THREADS: Final = 2
PRIVILEGED: Final = "没有权限使用（1024 以下的端口要管理员权限）"
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def add(commands: Commands) -> None:
    """Add the commands of this group, the work done beside the pages among them."""
    serving = command(
        commands,
        "serve",
        "打开网页服务，同时在后台编位、登记到期事件\n\n数据库不是最新的先升级。按 Ctrl+C 停止。",
        _serve,
    )
    add_store(serving)
    add_address(serving)
    tending.add(commands)


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
    from granian.log import LogLevels

    _allow(options.host)
    server = Granian(
        APPLICATION, address=options.host, port=options.port, interface=Interfaces.WSGI,
        workers=options.workers, workers_kill_timeout=GRACE,
        blocking_threads=THREADS,
        websockets=False, respawn_failed_workers=True,
        log_level=LogLevels.warning, log_dictconfig=LOGGING,
    )  # fmt: skip
    stopping = threading.Event()
    server.on_startup(_to_hear_of(stopping))
    keep_the_word()
    _tell_code(options)
    note(
        f"规矩已在 http://{_shown(options.host)}:{options.port}/ 打开，数据在“{folder}”。按 Ctrl+C 停止。"
    )
    connections.close_all()
    with tended(folder, stopping):
        _run(server.serve, stopping)
    note("已停止。")


def _tell_code(options: argparse.Namespace) -> None:
    """Show the start code of an empty store: in this terminal, and nowhere else."""
    from guiju.people import first_start

    if first_start.is_open():
        code = first_start.draw_code()
        address = f"http://{_shown(options.host)}:{options.port}/start"
        note(f"这里还没有机构和人员。请打开 {address} 首次启动，启动码：{code}")


def _to_hear_of(stopping: threading.Event) -> Callable[[], None]:
    """What is done once the server listens to signals: a wish to stop reaches also those who would begin a process again."""
    hangup = signal.getsignal(signal.SIGHUP)

    def listen() -> None:
        stop_server = signal.getsignal(signal.SIGTERM)

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()
            if callable(stop_server):
                stop_server(number, frame)

        for one in (signal.SIGINT, signal.SIGTERM):
            signal.signal(one, stop)
        # A terminal that is closed ends the server, unless it was begun so as to outlive its terminal.
        signal.signal(signal.SIGHUP, signal.SIG_IGN if hangup is signal.SIG_IGN else stop)

    return listen


def _run(served: Callable[[], None], stopping: threading.Event) -> None:
    try:
        served()
    except SystemExit:
        if not stopping.is_set():
            refuse(
                "serve.workers", "网页进程一开始就中断，服务已停止。请按上面的出错信息排除后再试。"
            )


def check_port(host: str, port: int) -> None:
    """Make sure that an address is free before anything is begun.

    Raises:
        CliError: ``serve.port_taken`` with one that is free; ``serve.host``.
    """
    try:
        _bind(host, port)
    except OSError as error:
        free = next((one for one in range(port + 1, port + PORTS_TRIED) if _free(host, one)), None)
        if free is None:
            refuse("serve.host", f"不能在 {host} 上监听：{why(error)}。请核对 --host。")
        cause = PRIVILEGED if error.errno == errno.EACCES else why(error)
        refuse(
            "serve.port_taken",
            f"不能使用 {host} 的 {port} 端口：{cause}。现在空闲的有 {free}，可以加上 --port {free} 再试。",
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
