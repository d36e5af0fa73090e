"""Runs the command as a user does: in a process of its own, on SQLite."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

COMMAND = [sys.executable, "-m", "guiju.cli"]


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
    """Run a command to its end."""
    done = subprocess.run(
        [*COMMAND, *map(str, words)], input=given, capture_output=True, check=False, cwd=cwd,
        env=environment(more), timeout=300,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def asked(*words: str | Path, code: int = 0) -> Any:
    """What a command answers to programs."""
    done = guiju(*words, "--format", "json")
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
