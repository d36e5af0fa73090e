"""Runs the command as a user does: in a process of its own, on SQLite; most of them split off from one that is warm."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMAND = [sys.executable, "-m", "guiju.cli"]
ROOT = Path(__file__).parent.parent.parent
FOR_THE_PROGRAM = {"GUIJU_STORE", "GUIJU_DEBUG"}


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment without what the running tests have set for their own store."""
    own = {"GUIJU_STORE", "GUIJU_DATABASE", "DJANGO_SETTINGS_MODULE", "PYTHONDEVMODE"}
    return {name: value for name, value in os.environ.items() if name not in own} | {**(more or {})}


def guiju(
    *words: str | Path,
    given: bytes = b"",
    more: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; from the very beginning where what is given is for the interpreter itself."""
    if set(more or ()) - FOR_THE_PROGRAM:
        return cold(*words, more=more)
    request = {
        "words": [str(one) for one in words], "environment": environment(more), "folder": str(cwd or Path.cwd()),
    }  # fmt: skip
    with contextlib.ExitStack() as open_ones:
        streams = [open_ones.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
        streams[0].write(given)
        streams[0].seek(0)
        code = _split_off(json.dumps(request).encode(), [one.fileno() for one in streams])
        for one in streams[1:]:
            one.seek(0)
        out, err = (one.read().decode() for one in streams[1:])
    return subprocess.CompletedProcess([*COMMAND, *request["words"]], code, out, err)


def cold(
    *words: str | Path, more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end in a process begun for it alone."""
    return subprocess.run(
        [*COMMAND, *map(str, words)], capture_output=True, check=False, env=environment(more), timeout=300,
        encoding="utf-8",
    )  # fmt: skip


def _split_off(request: bytes, streams: list[int]) -> int:
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as asking:
        asking.settimeout(300)
        asking.connect(_warm()[1])
        socket.send_fds(asking, [request], streams)
        return int(asking.recv(16))


@cache
def _warm() -> tuple[subprocess.Popen[bytes], str]:
    """The warm process of these tests, and where it listens; it ends when its standard input does."""
    folder = tempfile.mkdtemp(prefix="warm")
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.warm", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=environment(), cwd=ROOT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process, f"{folder}/socket"


def end_warm() -> None:
    """End the warm process, if there is one."""
    if not _warm.cache_info().currsize:
        return
    process, place = _warm()
    _warm.cache_clear()
    process.communicate(timeout=20)
    shutil.rmtree(Path(place).parent)


def asked(*words: str | Path, code: int = 0) -> Any:
    """What a command answers to programs."""
    done = guiju(*words, "--format", "json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
