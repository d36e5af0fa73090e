"""Starting with the whole catalog: reading, checking and lowering every procedure. Bar: 2 s cold. Reference: importing Django alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import calibration

ROUNDS = 5


def best(program: str) -> float:
    """Seconds of the quickest of several fresh processes."""
    found = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], check=True)
        found.append(time.perf_counter() - started)
    return min(found)


if __name__ == "__main__":
    django = best("import django.contrib.auth.hashers, django.db.models")
    catalog = best("from guiju.lawbook.catalog import load_catalog; load_catalog()")
    line("start.catalog", catalog, "s", django, bar=2.0, calibration=round(calibration(), 3))
