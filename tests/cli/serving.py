"""Runs the server as a user does, and looks at the processes it began."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.cli.running import COMMAND, environment, free_port


@contextlib.contextmanager
def serving(folder, *words: str):
    port = free_port()
    child = subprocess.Popen(
        [*COMMAND, *(words or ("serve",)), "--db", str(folder), "--port", str(port), "--workers", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(),
    )  # fmt: skip
    try:
        until(lambda: answers(port), child)
        yield child, port
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(20)
        for stream in (child.stdout, child.stderr):
            stream.close()


def until(holds, child=None, seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        assert child is None or child.poll() is None, child.stderr.read().decode()
        time.sleep(0.1)


def answers(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def tending(folder) -> list[int]:
    """Processes that tend a folder."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            words = path.read_bytes().decode(errors="replace").split("\0")
            if "tend" in words and str(folder) in words:
                found.append(int(path.parent.name))
    return found


def running(process: int) -> bool:
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text(encoding="utf-8")


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task").glob("*/children")
    return [int(one) for path in listed for one in path.read_text(encoding="ascii").split()]
