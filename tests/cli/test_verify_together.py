"""A large store is verified by several processes, with the same answer as by one."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest

from tests.cli.running import environment

VERIFY = """
import json
import django
django.setup()
from guiju.matters import verification
verification.WORTH_A_PROCESS = 50
report = verification.verify_store(deep=True, workers={workers})
print(json.dumps(report.to_value()))
"""

DAMAGES = {
    "nothing": (),
    "a column of an act": ("UPDATE matters_act SET role = 'x' WHERE id % 500 = 7",),
    "acts removed": ("DELETE FROM matters_act WHERE id % 700 = 5",),
    "the last matter's head": (
        "UPDATE matters_matter SET head = 'x' WHERE id = (SELECT max(id) FROM matters_matter)",
    ),
    "a matter without acts": (
        "DELETE FROM matters_act WHERE matter_id = (SELECT min(id) FROM matters_matter)",
    ),
    "acts and duties without their matter": (
        "DELETE FROM matters_matter WHERE id IN (SELECT id FROM matters_matter ORDER BY id DESC LIMIT 2)",
    ),
    "keys, numbers and list columns": (
        "DELETE FROM matters_matterkey WHERE id % 50 = 7",
        "UPDATE matters_allottednumber SET voided = 'x' WHERE id % 90 = 7",
        "UPDATE matters_slots SET procedure = 'x' WHERE matter_id IN (SELECT matter_id FROM matters_slots LIMIT 9)",
    ),
    "two leaves exchanged": (
        "UPDATE matters_seal SET position = -position WHERE position IN (20, 900)",
        "UPDATE matters_seal SET position = 920 + position WHERE position < 0",
    ),
}


def verified(folder, workers: int) -> dict[str, object]:
    more = {"GUIJU_STORE": str(folder), "DJANGO_SETTINGS_MODULE": "guiju.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", VERIFY.format(workers=workers)], capture_output=True, text=True,
        check=False, env=environment(more), timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("damage", DAMAGES)
def test_several_processes_find_what_one_finds(copied, damage):
    with sqlite3.connect(copied / "guiju.sqlite3") as connection:
        for statement in DAMAGES[damage]:
            assert connection.execute(statement).rowcount
    connection.close()
    alone, together = verified(copied, 1), verified(copied, 2)
    assert alone == together
    assert alone["state"] == ("intact" if damage == "nothing" else "broken")
