"""A long Excel table through ``guiju import``: read, judged, registered; killed half-way, and gone on with.

100,000 rows of the activity ledger. Whether none was lost and none registered twice is asserted, not measured. The reference is the same acts
through ``perform_many`` without any table, a twentieth of them.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.lines import line
from bench.support.store import FOUNDED, ROOT, calibration, opened, seconds

ROWS = 100_000
SHARE = 20
TOLD = re.compile(r"登记 ([\d,]+)/")


def office() -> tuple[str, str]:
    """Enter a body and its clerk; gives the body's code and the clerk's id."""
    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, register_person

    body = establish_body("B", "示例县司法局", kind=BodyKind.ORGAN, since=FOUNDED, word="示司")
    clerk = register_person("某甲")
    appoint(clerk, body, ["普法联络员"], since=FOUNDED)
    return body.code, clerk.id


def table(path: Path, rows: int) -> None:
    """A table of the activity ledger as a town would keep it."""
    from guiju.exchange.writing import OutColumn, OutSheet, write_workbook
    from guiju.matters.clock import today

    labels = ["序号", "活动编号或名称", "主题", "活动类型", "工作板块", "宣传节点", "办理日期", "场次（场次）", "受众人次"]  # fmt: skip
    kinds = {"序号": "number", "办理日期": "day", "场次（场次）": "number", "受众人次": "number"}
    columns = [OutColumn(one, kinds.get(one, "text")) for one in labels]
    day = today()
    told = (
        [one, f"活动{one}", "宪法进乡村", "讲座", "普法规划", "日常", day, 1, one % 400]
        for one in range(rows)
    )
    write_workbook(path, [OutSheet("台账", columns, told)])


def bringing(folder: Path, path: Path, body: str, clerk: str) -> subprocess.Popen[str]:
    """The command at work."""
    words = ["import", str(path), "--procedure", "law-activity", "--body", body, "--person", clerk]
    return subprocess.Popen(
        [sys.executable, "-m", "guiju.cli", *words, "--db", str(folder), "--format", "json"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
    )  # fmt: skip


def killed_half_way(running: subprocess.Popen[str], rows: int) -> int:
    """Kill the command once it says that half is registered; gives how many it had said."""
    assert running.stderr is not None
    for told in running.stderr:
        found = TOLD.search(told)
        if found and int(found[1].replace(",", "")) >= rows // 2:
            running.send_signal(signal.SIGKILL)
            running.wait()
            return int(found[1].replace(",", ""))
    message = "the command ended before it was half-way"
    raise AssertionError(message)


def finished(running: subprocess.Popen[str]) -> dict[str, Any]:
    """What the command answers at its end."""
    answer, said = running.communicate()
    assert running.returncode == 0, said
    told: dict[str, Any] = json.loads(answer)
    return told


def registered() -> tuple[int, int]:
    """How many matters there are, and how many different ones their rows name."""
    from guiju.exchange.models import ImportRow
    from guiju.matters.models import Matter

    rows = ImportRow.objects.filter(state="registered").values("matter").distinct().count()
    return Matter.objects.filter(procedure="law-activity").count(), rows


def reference(body: str, clerk: str, rows: int) -> float:
    """Acts in a second without any table."""
    from guiju.matters.requests import ActRequest
    from guiju.matters.services import perform_many

    def asked() -> Any:
        for one in range(rows):
            data = {"活动编号或名称": f"对照{one}", "主题": "宪法", "活动类型": "讲座", "工作板块": "普法规划", "宣传节点": "日常", "场次": 1}  # fmt: skip
            yield ActRequest(clerk, "登记", data=data, procedure="law-activity", body=body)

    outcomes: list[Any] = []
    taken = seconds(lambda: outcomes.extend(perform_many(asked(), 500)))
    assert all(one.accepted for one in outcomes)
    return rows / taken


def run(database: str, rows: int = ROWS) -> None:
    """Measure on one database."""
    from contextlib import nullcontext

    from tests.postgresql import running_server

    server = running_server() if database == "PostgreSQL" else nullcontext("")
    with server as url, opened(url) as folder:
        body, clerk = office()
        path = folder / "台账.xlsx"
        table(path, rows)
        halves: list[int] = []
        answers: list[dict[str, Any]] = []
        first = seconds(
            lambda: halves.append(killed_half_way(bringing(folder, path, body, clerk), rows))
        )
        then = seconds(lambda: answers.append(finished(bringing(folder, path, body, clerk))))
        assert (answers[0]["state"], answers[0]["registered"]) == ("done", rows), answers[0]
        assert registered() == (rows, rows)
        again = finished(bringing(folder, path, body, clerk))
        assert (again["job"], registered()) == (answers[0]["job"], (rows, rows))
        line(
            f"Excel of {rows:,} rows killed at {halves[0]:,} and gone on with, {database}", rows / (first + then),
            "rows/s", reference(body, clerk, rows // SHARE), floor=900, calibration=round(calibration(), 3),
        )  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:]:
        run(sys.argv[1], int(sys.argv[2]) if sys.argv[2:] else ROWS)
    else:
        for database in ("SQLite", "PostgreSQL"):
            subprocess.run([sys.executable, __file__, database], cwd=ROOT, check=True)
