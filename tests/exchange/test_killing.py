"""A table of many rows, the program killed in the midst of registering, and started again: no row twice, none lost."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.cli.running import COMMAND, environment, guiju
from tests.exchange.books import HEADER, activity, book

pytestmark = pytest.mark.killing
ROWS = 2600
OFFICE = """
import datetime as dt, django
django.setup()
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body, register_person
since = dt.date(2015, 1, 1)
body = establish_body("B", "示例县司法局", kind=BodyKind.ORGAN, since=since, word="示司")
clerk = register_person("某甲")
appoint(clerk, body, ["普法联络员"], since=since)
print(clerk.id)
"""


@pytest.fixture
def folder(tmp_path):
    store = tmp_path / "store"
    assert guiju("init", "--db", store).returncode == 0
    return store


def clerk_of(folder) -> str:
    more = {"GUIJU_STORE": str(folder), "DJANGO_SETTINGS_MODULE": "guiju.site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", OFFICE], capture_output=True, text=True, check=True, env=environment(more)
    )  # fmt: skip
    return done.stdout.strip()


def words(folder, path, clerk: str) -> list[str]:
    told = ["import", path, "--procedure", "law-activity", "--body", "B", "--person", clerk]
    return [str(one) for one in (*told, "--db", folder, "--format", "json")]


def killed_once(command: list[str], said: str) -> None:
    """Start a command and kill it as soon as it says something."""
    running = subprocess.Popen(
        [*COMMAND, *command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment()
    )  # fmt: skip
    assert running.stderr is not None
    with running.stderr as told:
        assert any(re.search(said, one) for one in told), "ended before it said so"
        running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL


def asked(folder, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "guiju.sqlite3")) as connection:
        return connection.execute(statement).fetchall()


def test_killed_while_judging_and_while_registering_no_row_is_lost_and_none_twice(folder, tmp_path):
    path = tmp_path / "台账.xlsx"
    rows = [activity(one, 活动日期=None) for one in range(ROWS)]
    rows[7] = activity(7, 活动类型="跳舞", 活动日期=None)
    path.write_bytes(book([HEADER, *rows]))
    command = words(folder, path, clerk_of(folder))
    killed_once(command, r"判断 1,000")
    assert asked(folder, "SELECT count(*) FROM matters_matter") == [(0,)]
    killed_once(command, r"登记 1,[05]")
    (before,) = asked(folder, "SELECT registered, after FROM exchange_importjob")
    assert 0 < before[0] < ROWS - 1
    done = guiju(*command)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["state"]) == (1, "done"), done.stderr
    assert (answer["registered"], answer["rejected"], answer["known"]) == (ROWS - 1, 1, 0)
    assert asked(folder, "SELECT count(*), count(DISTINCT title) FROM matters_matter") == [
        (ROWS - 1, 1)
    ]
    keys = asked(folder, "SELECT count(DISTINCT value) FROM matters_matterkey")
    matters = asked(folder, "SELECT count(DISTINCT matter) FROM exchange_importrow WHERE state = 'registered'")  # fmt: skip
    assert keys == matters == [(ROWS - 1,)]
    assert guiju("verify", "--db", folder).returncode == 0
