"""Many at once: two people, two connections, a process killed in the middle."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time as wall
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from guiju.matters.models import Act, Matter, Seal, Unsealed
from guiju.matters.sealing import seal
from guiju.matters.selectors import private_value
from guiju.matters.services import perform_many
from guiju.matters.verification import verify_store
from guiju.people.viewer import Viewer
from guiju.record.act import ActForm
from tests.office import mediation_data

ROOT = Path(__file__).parents[2]


def requests(office, count: int, first: int = 0):
    return [
        office.request(
            "登记受理", who="clerk", procedure="people-mediation", data=mediation_data(f"调{n}")
        )
        for n in range(first, first + count)
    ]


@pytest.mark.django_db
def test_a_refused_row_does_not_hold_up_the_others(office):
    rows = requests(office, 5)
    rows[2] = office.request("登记受理", who="clerk", procedure="people-mediation", data={})
    outcomes = list(perform_many(rows, rows_a_transaction=3))
    assert [one.accepted for one in outcomes] == [True, True, False, True, True]


@pytest.mark.django_db
def test_performing_many_leaves_what_performing_one_by_one_leaves(office):
    list(perform_many(requests(office, 4)))
    matter = Matter.objects.filter(procedure="people-mediation").order_by("number")[0].id
    talks = [
        office.request(
            "调解", matter, "clerk", data={"调解记录": f"第{n}次", "可能引发案件": False}
        )
        for n in range(3)
    ]
    assert all(one.accepted for one in perform_many(talks))
    report = verify_store(deep=True)
    assert not report.broken, report.text()
    assert Matter.objects.get(id=matter).seq == 4


@pytest.mark.django_db
def test_any_text_survives_being_written_with_many(office):
    """Rows go in together by other statements than alone; no sign in a text may mean something to them."""
    odd = [
        "\\N",
        "tab\there",
        "line\nbreak",
        "back\\slash",
        "'quoted\"",
        "%s %(x)s",
        "{within}",
        "𬭳㙓",
    ]
    list(perform_many(requests(office, len(odd))))
    matters = Matter.objects.filter(procedure="people-mediation").values_list("id", flat=True)
    talks = [
        office.request("调解", matter, "clerk", data={"调解记录": text, "可能引发案件": False})
        for matter, text in zip(matters, odd, strict=True)
    ]
    assert all(one.accepted for one in perform_many(talks))
    report = verify_store(deep=True)
    assert not report.broken, report.text()
    body = office.body.code
    viewer = Viewer("", "", body, frozenset(), frozenset({body}))
    forms = [ActForm.from_bytes(bytes(act.form)) for act in Act.objects.filter(act="调解")]
    assert sorted(private_value(viewer, form, "调解记录") for form in forms) == sorted(odd)


@pytest.mark.django_db
def test_two_rows_of_a_batch_cannot_take_the_same_key(office):
    rows = [*requests(office, 1), *requests(office, 1)]
    outcomes = list(perform_many(rows))
    assert [one.refusal.code if one.refusal else None for one in outcomes] == [None, "key.taken"]


def in_threads(*works) -> list[object]:
    """Run each work in a thread with a connection of its own; gives their results."""
    results: list[object] = [None] * len(works)

    def run(place: int) -> None:
        try:
            results[place] = works[place]()
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(works))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_conflicting_acts_at_once_one_wins_and_the_other_reads_why(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data={"调解记录": "双方到场", "可能引发案件": False})
    agree = office.request(
        "达成协议", matter, "clerk", expected_seq=2,
        data={"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"},
    )  # fmt: skip
    end = office.request("终止调解", matter, "clerk", expected_seq=2, data={"终止原因": "调解不成"})
    from guiju.matters.services import perform

    outcomes = in_threads(lambda: perform(agree), lambda: perform(end))
    won = [one for one in outcomes if one.accepted]
    lost = [one for one in outcomes if not one.accepted]
    assert len(won) == len(lost) == 1
    assert lost[0].refusal.code == "matter.changed"
    assert "刷新" in lost[0].refusal.sentence


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_series_never_get_the_same_number(office):
    from guiju.matters.services import perform

    rows = requests(office, 16)
    halves = in_threads(
        lambda: [perform(row).number for row in rows[:8]],
        lambda: [perform(row).number for row in rows[8:]],
    )
    numbers = sorted(
        int(text.split("〕")[1].removesuffix("号")) for half in halves for text in half
    )
    assert numbers == list(range(1, 17))


@pytest.mark.django_db(transaction=True)
def test_an_act_that_commits_late_is_still_numbered_and_sealed(office):
    """Ids are not order: on PostgreSQL an earlier id may commit after a later one has been sealed."""
    if connection.vendor != "postgresql":
        assert not connection.features.has_select_for_update, (
            "SQLite has one writer: no id commits late"
        )
        return
    from guiju.matters.services import perform

    inserted, sealed = threading.Event(), threading.Event()
    slow, quick = (
        requests(office, 1)[0],
        office.request(
            "列入",
            who="certifier",
            procedure="officer-certificate",
            body=office.county.code,
            data=certificate_data(office),
        ),
    )

    def hold() -> object:
        with transaction.atomic():
            outcome = perform(slow)
            inserted.set()
            sealed.wait(30)
        return outcome

    def seal_meanwhile() -> int:
        inserted.wait(30)
        assert perform(quick).accepted
        size = seal()
        sealed.set()
        return size

    late, size = in_threads(hold, seal_meanwhile)
    assert late.accepted
    row = Act.objects.get(matter=late.matter)
    later_ids = Act.objects.filter(id__gt=row.id).count()
    assert later_ids == 1
    assert seal() == size + 1
    assert Seal.objects.filter(matter=late.matter).exists()
    assert not verify_store(deep=True).broken


def certificate_data(office):
    return {
        "持证人": office.people["uncertified"].id, "姓名": "u", "证号": "示例-u", "证件种类": "行政执法证",
        "执法领域": "市场监管", "所在单位": office.body.code, "发证机关": "示例省", "在编在职": True, "考试合格": True,
        "法律职业资格": False, "有效期起": "2026-01-01", "有效期至": "2030-12-31",
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_give_each_act_one_position(office):
    list(perform_many(requests(office, 40)))
    in_threads(seal, seal)
    assert not Unsealed.objects.exists()
    assert Seal.objects.count() == Act.objects.count()


WORKER = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "guiju.site.settings"
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
connection.settings_dict["CONN_MAX_AGE"] = None
from guiju.matters.services import perform
from guiju.matters.requests import ActRequest
from guiju.matters.rulebook import calendar, catalog
catalog()
calendar()
rows = json.load(sys.stdin)
print("ready", flush=True)
for row in rows:
    outcome = perform(ActRequest(**row))
    if not outcome.accepted:
        print(outcome.refusal, flush=True)
        sys.exit(3)
    print(outcome.matter, flush=True)
"""


@pytest.mark.killing
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_at_random_leaves_no_half_act(office, store):
    """500 performs, killed again and again at random moments: what was told as done is there, and everything verifies."""
    chance = random.Random(20260302)  # noqa: S311
    rows = [
        {
            "recorded_by": office.people["clerk"].id, "act": "登记受理", "procedure": "people-mediation",
            "body": office.body.code, "data": mediation_data(f"调{n}"),
        }
        for n in range(500)
    ]  # fmt: skip
    told: list[str] = []
    kills = 0
    while rows:
        process = start_worker(store, rows)
        moment = wall.monotonic() + chance.uniform(0.03, 0.15)
        done = read_until(process, moment)
        told += done
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        told += [line for line in process.stdout.read().split() if line]
        process.wait()
        process.stdout.close()
        until_nobody_else_is_connected()
        recorded = Act.objects.filter(act="登记受理").count()
        rows = rows[recorded - (500 - len(rows)) :]
    assert kills >= 3, "the process must really have been killed"
    assert set(told) <= set(Matter.objects.values_list("id", flat=True))
    assert Act.objects.filter(act="登记受理").count() == 500
    seal()
    report = verify_store(deep=True)
    assert not report.broken, report.text()


def until_nobody_else_is_connected() -> None:
    """The database server may still be committing for a process that was killed."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(others)
            if not cursor.fetchone()[0]:
                return
        wall.sleep(0.01)


def start_worker(store: Path, rows: list[dict[str, object]]) -> subprocess.Popen[str]:
    environment = {**os.environ, "GUIJU_STORE": str(store)}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT,
    )  # fmt: skip
    process.stdin.write(json.dumps(rows))
    process.stdin.close()
    assert process.stdout.readline().strip() == "ready"
    return process


def read_until(process: subprocess.Popen[str], moment: float) -> list[str]:
    """What the worker tells until a moment."""
    os.set_blocking(process.stdout.fileno(), False)
    lines: list[str] = []
    while wall.monotonic() < moment and process.poll() is None:
        line = process.stdout.readline()
        if line.strip():
            lines.append(line.strip())
        else:
            wall.sleep(0.002)
    os.set_blocking(process.stdout.fileno(), True)
    return lines
