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
from pathlib import Path

from tests.postgresql import running_server

ROOT = Path(__file__).parent.parent
PURE = ["tests/procedure", "tests/record", "tests/lawbook", "tests/house"]
ON_SQLITE_ONLY = (
    "test_demo", "test_reports", "test_serving", "test_stopping", "test_failing", "test_law", "test_store",
    "test_verify_together",
)  # fmt: skip
BROWSER = ["tests/browser"]
# Whatever is in neither of them, so that no new room's tests are forgotten.
STORED = sorted(
    f"tests/{folder.name}"
    for folder in (ROOT / "tests").iterdir()
    if any(folder.glob("test_*.py")) and f"tests/{folder.name}" not in {*PURE, *BROWSER}
)
# Python's development mode shows what was left open; its checks of memory are for extensions and double the time.
WARNED = {"PYTHONDEVMODE": "1", "PYTHONMALLOC": "default"}


def pytest(paths: list[str], **environment: str) -> int:
    """Run pytest over paths in its own process, two workers."""
    with tempfile.TemporaryDirectory() as store:
        settings = {**os.environ, **WARNED, "GUIJU_STORE": store, **environment}
        command = [sys.executable, "-m", "pytest", "-n", "2", *paths]
        return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode


def pure() -> int:
    """Rooms without Django."""
    return pytest(PURE)


def sqlite() -> int:
    """Rooms with a store, on SQLite."""
    return pytest(STORED, GUIJU_DATABASE="")


def postgresql() -> int:
    """What asks the database in the same rooms on PostgreSQL, less what starts programs that use SQLite whatever is set."""
    with running_server() as url:
        left_out = [f"--ignore=tests/cli/{name}.py" for name in ON_SQLITE_ONLY]
        return pytest([*STORED, *left_out, "--asking-the-database"], GUIJU_DATABASE=url)


def browser() -> int:
    """What a person does, in a real browser."""
    if shutil.which("chromium") is None:
        print("browser ring left out: Chromium is not installed")
        return 1 if os.environ.get("GUIJU_CI") else 0
    return pytest(BROWSER)


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
