"""A process that has read what every command reads first, and splits off a process of its own for each command asked of it.

``python -m tests.cli.warm FOLDER`` listens on ``FOLDER/socket``. A command gets the words, environment, folder and streams it was asked with, its
settings are read anew, and nothing of a store was opened before; only the start is not paid again.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

STREAMS = 3
LONGEST_REQUEST = 1 << 20
READ_ANEW = ("guiju.site.settings", "guiju.site.environment")


def preload(folder: Path) -> None:
    """Import the rooms and read the catalog, as the first command on any store would."""
    os.environ.update(
        GUIJU_STORE=str(folder / "none"), DJANGO_SETTINGS_MODULE="guiju.site.settings"
    )
    import django

    django.setup()
    import django.db.migrations.executor
    from django.core.management import get_commands

    import guiju.cli.main
    import guiju.demo.services
    import guiju.exchange.services
    import guiju.figures.services
    import guiju.matters.services
    import guiju.matters.verification
    import guiju.reports.services
    import guiju.search.services  # noqa: F401 -- what commands import when they begin
    from guiju.matters.rulebook import catalog

    get_commands()
    catalog()
    _forget_settings()


def _forget_settings() -> None:
    """Leave nothing of the settings and of the connections made of them."""
    from django.conf import settings
    from django.db import connections
    from django.utils.functional import empty

    assert not hasattr(connections._connections, "default") or (
        connections["default"].connection is None
    )
    for name in READ_ANEW:
        sys.modules.pop(name, None)
    settings._wrapped = empty
    connections.__dict__.pop("settings", None)
    connections._settings = None
    if hasattr(connections._connections, "default"):
        del connections._connections.default


def serve(door: socket.socket) -> None:
    """Answer one request after another with the code a command ended with, until whoever began this process is gone."""
    while door in select.select([door, sys.stdin], [], [])[0]:
        asked, _ = door.accept()
        with asked:
            request, streams, _, _ = socket.recv_fds(asked, LONGEST_REQUEST, STREAMS)
            child = os.fork()
            if not child:
                door.close()
                _become(json.loads(request), streams)
            for one in streams:
                os.close(one)
            _, status = os.waitpid(child, 0)
            asked.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _become(request: dict[str, Any], streams: list[int]) -> NoReturn:
    """Be the command from here on."""
    for place, one in enumerate(streams):
        os.dup2(one, place)
    sys.stdin, sys.stdout, sys.stderr = (
        os.fdopen(place, mode, encoding="utf-8", closefd=False)
        for place, mode in enumerate(("r", "w", "w"))
    )
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.argv = ["guiju", *request["words"]]
    signal.signal(signal.SIGINT, signal.default_int_handler)
    from django.db import connections

    code = 1
    try:
        from guiju.cli.main import main

        code = main(request["words"])
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except Exception:  # noqa: BLE001 -- said as the interpreter says it, by whoever was split off
        traceback.print_exc()
    atexit._run_exitfuncs()
    connections.close_all()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


def main() -> None:
    """Read what every command reads, then listen."""
    folder = Path(sys.argv[1])
    preload(folder)
    gc.collect()
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(str(folder / "socket"))
        door.listen()
        print("ready", flush=True)
        serve(door)


if __name__ == "__main__":
    main()
