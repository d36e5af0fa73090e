"""How fast figures count: synthetic acts through the same rows and segments as real ones.

``python -m bench.figures [ACTS]`` writes ACTS (by default 1,000,000) acts of 91 procedures as segments into a temporary store and prints, one
JSON line each: writing, 300 figures, the same number of bare scans of the same files as reference, a refresh of 1,000 acts. Small segments are
merged after each batch, as a refresh does; it leaves some to the next minute's, for which nothing waits here.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import uuid
from contextlib import contextmanager
from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROCEDURES = 91
FIGURES = 300
BODIES = 40
BATCH = 250_000
FIELDS = {"金额": "money", "数量": "int", "类别": "choice", "是否公开": "yesno", "名称": "text"}
CLASSES = ("甲", "乙", "丙", "丁")
START = date(2022, 1, 1)
ACTS = ("登记", "审核", "决定", "办结")
SPAN = 1400
DAYS = [(START + timedelta(days=number)).isoformat() for number in range(SPAN + 60)]


def main(acts: int) -> None:
    with tempfile.TemporaryDirectory() as store:
        os.environ["GUIJU_STORE"] = store
        os.environ["GUIJU_DATABASE"] = ""
        os.environ["DJANGO_SETTINGS_MODULE"] = "guiju.site.settings"
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        say("calibration loop", calibrate(), "s")
        run(acts)


def run(acts: int) -> None:
    from guiju.figures import compaction, source
    from guiju.figures.segments import root

    shelf = make_shelf()
    folder = root()
    with timed() as writing:
        for after in range(0, acts, BATCH):
            last = min(after + BATCH, acts)
            write(folder, shelf, (after + 1, last), acts)
            while compaction.compact(folder, last):
                pass
        compaction.sweep(folder, time.time() + 2 * compaction.GRACE_SECONDS)
    say("segments written and merged", acts / writing(), "acts/s")
    seal_up_to(acts)
    reference = median(bare_scans(folder) for _ in range(3))
    with timed() as counting:
        ask_all(shelf)
    say(f"{FIGURES} figures over {acts} acts", counting(), "s", reference)
    with timed() as again:
        ask_all(shelf)
    say(f"{FIGURES} figures over {acts} acts, again", again(), "s", reference)
    with timed() as adding:
        write(folder, shelf, (acts + 1, acts + 1000), acts)
        compaction.compact(folder, acts + 1000)
    say("1,000 acts added", adding(), "s")
    assert source.last_position() == acts


def make_shelf():
    from guiju.figures.columns import Column, Columns
    from guiju.figures.definitions import Shelf

    columns = {name: Column(name, kind) for name, kind in FIELDS.items()}
    names = [f"procedure-{number:02d}" for number in range(PROCEDURES)]
    figures = [definition(number, names[number % PROCEDURES]) for number in range(FIGURES)]
    return Shelf({one.id: one for one in figures}, {name: Columns(name, columns) for name in names})


def definition(number: int, procedure: str):
    from guiju.figures.definitions import Definition

    known = shapes()
    shape = known[number // PROCEDURES % len(known)]
    return Definition(f"figure-{number}", procedure, "指标", "件", **shape)


def expression(tree, *reads: str):
    from guiju.lawbook.errors import Place
    from guiju.lawbook.schema import Expression
    from guiju.lawbook.yaml_text import Text

    return Expression(
        Text("", Place("bench")), tree, "yesno", frozenset(reads), frozenset(), frozenset()
    )


def shapes() -> list[dict[str, object]]:
    dear = expression(["gt", ["var", "金额"], 500_000], "金额")
    open_to_all = expression(["eq", ["var", "是否公开"], True], "是否公开")
    return [
        {"how": "count", "acts": ("登记",), "by": ("单位", "月")},
        {
            "how": "sum",
            "acts": ("决定",),
            "field": "金额",
            "carried": frozenset({"金额", "类别"}),
            "when": dear,
            "by": ("类别",),
        },
        {"how": "count", "acts": ("办结",), "when": open_to_all, "by": ("月",)},
        {"how": "count", "acts": ("登记", "决定"), "on": "recorded"},
    ]


def write(folder: Path, shelf, span: tuple[int, int], acts: int) -> None:
    from guiju.figures.services import write_batch

    write_batch(
        folder, shelf, span, [placed(position, acts) for position in range(span[0], span[1] + 1)]
    )


def placed(position: int, acts: int):
    """An act that depends on its position only; four acts of a matter stand 1,000 positions apart."""
    from guiju.figures.rows import Placed

    step, place = position // 1000 % len(ACTS), position // 4000 * 1000 + position % 1000
    chance = position * 2_654_435_761 % 2**32
    day = DAYS[position * SPAN // (acts + 1001) + step * 7]
    kind = "correction" if chance % 2000 == 0 and step else "event"
    form = {
        "matter": f"00000000-0000-7000-8000-{place:012x}", "seq": step + 1, "kind": kind,
        "act": ACTS[step], "body": f"body-{place % BODIES}", "done_on": day, "authority": {},
        "recorded_at": day + "T10:00:00.000000+08:00", "verdict": {},
        "data": DATA[kind](chance, step),
    }  # fmt: skip
    return Placed(position, f"procedure-{place % PROCEDURES:02d}", form)


def event_data(chance: int, step: int) -> dict[str, object]:
    carried = {
        "金额": chance % 1_000_003, "数量": chance % 97, "类别": CLASSES[chance % 4],
        "名称": f"第{chance % 10_007}号事项",
    }  # fmt: skip
    return {**carried, "是否公开": chance % 3 == 0} if step == 2 else carried


def correction_data(chance: int, step: int) -> dict[str, object]:
    return {"目标": step, "理由": "录入有误", "更正": {"金额": chance % 1_000_003}}


DATA = {"event": event_data, "correction": correction_data}


def seal_up_to(position: int) -> None:
    """Let the log say that the positions written are sealed."""
    from guiju.matters.models import Seal

    Seal.objects.create(position=position, matter=str(uuid.UUID(int=0)), seq=1)


def ask_all(shelf) -> None:
    from guiju.figures.definitions import Period
    from guiju.figures.questions import Question
    from guiju.figures.reading import Reading

    period = Period(date(2022, 7, 1), date(2023, 6, 30))
    bodies = tuple(f"body-{number}" for number in range(BODIES))
    with Reading(shelf) as reading:
        question = Question(shelf, reading, period, bodies)
        total = sum(answer.count for answer in question.answers(list(shelf.figures.values())))
    assert total > 0


def bare_scans(folder: Path) -> float:
    """Seconds for as many bare sums over the same files."""
    from guiju.figures.engine import connect

    with connect(folder) as connection, timed() as scanning:
        for number in range(FIGURES):
            files = folder / f"procedure-{number % PROCEDURES:02d}" / "*.parquet"
            connection.execute(
                f"SELECT count(*), sum(\"f_金额\") FROM read_parquet('{files}') WHERE act = '登记'"  # noqa: S608 -- names made here
            ).fetchall()
    return scanning()


@contextmanager
def timed():
    """Yield a function that says how long the block took."""
    started = time.perf_counter()
    ended = []
    yield lambda: (ended[0] if ended else time.perf_counter()) - started
    ended.append(time.perf_counter())


def calibrate() -> float:
    started = time.perf_counter()
    sum(number * number for number in range(5_000_000))
    return time.perf_counter() - started


def say(name: str, value: float, unit: str, reference: float | None = None) -> None:
    ratio = round(value / reference, 3) if reference else None
    print(
        json.dumps(
            {
                "name": name,
                "value": round(value, 3),
                "unit": unit,
                "reference": reference,
                "ratio": ratio,
            },
            ensure_ascii=False,
        ),
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
