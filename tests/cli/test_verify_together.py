"""A large store is verified by several processes, with the same answer as by one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.cli.running import environment

VERIFY = """
import json, pathlib, shutil, sqlite3, sys
import django
django.setup()
from django.conf import settings
from django.db import connection
from guiju.matters import rulebook, verification
verification.WORTH_A_PROCESS = 50
folder = pathlib.Path(settings.GUIJU_STORE)
shutil.copy(folder / "guiju.sqlite3", folder / "whole")
answers = {}
for damage, statements in json.load(sys.stdin).items():
    for name in ("guiju.sqlite3-wal", "guiju.sqlite3-shm"):
        (folder / name).unlink(missing_ok=True)
    shutil.copy(folder / "whole", folder / "guiju.sqlite3")
    damaging = sqlite3.connect(folder / "guiju.sqlite3")
    with damaging:
        assert all(damaging.execute(one).rowcount for one in statements)
    damaging.close()
    answers[damage] = [verification.verify_store(deep=True, workers=one).to_value() for one in (1, 2)]
    connection.close()
    rulebook.forget()
print(json.dumps(answers))
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


@pytest.fixture(scope="module")
def verified(demo, tmp_path_factory):
    """What one process and two find of each damage, one damage after another to the same store."""
    folder = tmp_path_factory.mktemp("damaged") / "store"
    shutil.copytree(demo[0], folder)
    more = {"GUIJU_STORE": str(folder), "DJANGO_SETTINGS_MODULE": "guiju.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", VERIFY], capture_output=True, text=True, input=json.dumps(DAMAGES),
        check=False, env=environment(more), timeout=2400,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("damage", DAMAGES)
def test_several_processes_find_what_one_finds(verified, damage):
    alone, together = verified[damage]
    assert alone == together
    assert alone["state"] == ("intact" if damage == "nothing" else "broken")
