"""The rings of tests, each in a process of its own: pure rooms, SQLite, PostgreSQL, browser.

``python -m tests.rings`` runs them all; PostgreSQL comes from a throw-away server. Where Chromium is missing the browser ring is left
out and said so, except in CI (``GUIJU_CI``), where it fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
PURE = ["tests/procedure", "tests/record", "tests/lawbook", "tests/house"]
STORED = [
    name
    for name in (
        "tests/site",
        "tests/people",
        "tests/matters",
        "tests/figures",
        "tests/reports",
        "tests/demo",
        "tests/web",
        "tests/cli",
    )
    if (ROOT / name).is_dir()
]


def pytest(paths: list[str], **environment: str) -> int:
    """Run pytest over paths in its own process, two workers."""
    with tempfile.TemporaryDirectory() as store:
        settings = {**os.environ, "GUIJU_STORE": store, "PYTHONDEVMODE": "1", **environment}
        command = [sys.executable, "-m", "pytest", "-n", "2", *paths]
        return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """A PostgreSQL server of its own in a temporary folder; yields its address."""
    from tests.postgresql import running_server

    with running_server() as url:
        yield url


def pure() -> int:
    """Rooms without Django."""
    return pytest(PURE)


def sqlite() -> int:
    """Rooms with a store, on SQLite."""
    return pytest(STORED, GUIJU_DATABASE="")


def postgresql() -> int:
    """The same rooms on PostgreSQL."""
    with throwaway_postgresql() as url:
        return pytest(STORED, GUIJU_DATABASE=url)


def browser() -> int:
    """What a person does, in a real browser."""
    if not (ROOT / "tests/browser").is_dir():
        return 0
    if shutil.which("chromium") is None:
        print("browser ring left out: Chromium is not installed")
        return 1 if os.environ.get("GUIJU_CI") else 0
    return pytest(["tests/browser"])


def main() -> int:
    """Run every ring, print what each took, and fail if one failed."""
    failed = []
    for ring in (pure, sqlite, postgresql, browser):
        started = time.monotonic()
        print(f"== {ring.__name__}", flush=True)
        if ring() != 0:
            failed.append(ring.__name__)
        print(f"== {ring.__name__}: {time.monotonic() - started:.0f} s", flush=True)
    print("failed: " + ", ".join(failed) if failed else "all rings passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
