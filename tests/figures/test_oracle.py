"""Every figure against a plain loop over the acts that knows neither columns nor statements."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from guiju.figures.asked import Asked, depth_of
from guiju.figures.columns import Column, Columns
from guiju.figures.counting import Counting
from guiju.figures.definitions import Definition, Period, Shelf
from guiju.figures.questions import Question
from guiju.figures.reading import Reading
from guiju.figures.rows import Placed
from guiju.figures.segments import root
from guiju.figures.services import write_batch
from guiju.lawbook.errors import Place
from guiju.lawbook.schema import Expression
from guiju.lawbook.yaml_text import Text
from guiju.matters.models import Seal

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = {
    "金额": "money", "数量": "decimal", "人数": "int", "类别": "choice", "公开": "yesno", "到期": "date",
}  # fmt: skip
PROCEDURES = ("one", "two", "three")
ACTS = ("登记", "决定", "办结")
BODIES = ("甲局", "乙局", "丙镇")
PERIOD = Period(date(2025, 3, 1), date(2025, 9, 30))
POSITIONS = 900
WORDS = {True: "是", False: "否"}


def expression(tree: Any, *reads: str) -> Expression:
    none: frozenset[str] = frozenset()
    return Expression(Text("", Place("t")), tree, "yesno", frozenset(reads), none, none)


@dataclass(frozen=True)
class Condition:
    """A condition twice: as the catalog has it, and as a loop asks it."""

    when: Expression
    holds: Callable[[dict[str, Any]], bool]


DEAR = Condition(
    expression(["gt", ["var", "金额"], 500], "金额"), lambda data: (data["金额"] or 0) > 500
)
OPEN = Condition(
    expression(["eq", ["var", "公开"], True], "公开"), lambda data: data["公开"] is True
)
UNSET = Condition(expression(["not", ["set", "到期"]], "到期"), lambda data: data["到期"] is None)


def defined(
    number: int, how: str, acts: tuple[str, ...], test: Condition | None = None, **more: Any
) -> list[tuple[Definition, Condition | None]]:
    when = test.when if test else None
    return [
        (Definition(f"{one}-{number}", one, "指标", "件", how, acts, when=when, **more), test)
        for one in PROCEDURES
    ]


CARRIED = frozenset(FIELDS)
ASKED = [
    *defined(0, "count", ("登记",), by=("单位", "月")),
    *defined(1, "sum", ("决定",), DEAR, field="金额", carried=CARRIED, by=("类别",)),
    *defined(2, "sum", ("登记", "办结"), field="数量", carried=CARRIED, by=("公开", "季")),
    *defined(3, "count", ("办结",), OPEN, by=("月",)),
    *defined(4, "count", ("登记", "决定"), on="recorded"),
    *defined(5, "count", ("决定",), UNSET, by=("数量", "年")),
    *defined(6, "sum", ("办结",), field="人数", by=("到期", "人数")),
    *defined(7, "count", ("没有这种行为",), by=("类别",)),
    *defined(8, "count", ("登记",), OPEN, carried=CARRIED, by=("类别", "公开"), on="recorded"),
]


def acts(seed: int) -> list[Placed]:
    """A record of three procedures: acts, corrections of any field and day, retractions of any of them."""
    chance = random.Random(seed)  # noqa: S311 -- a record to be counted, the same each time
    seqs: dict[int, int] = {}
    placed = []
    for position in range(1, POSITIONS + 1):
        matter = chance.randrange(90)
        seq = seqs[matter] = seqs.get(matter, 0) + 1
        day = date(2025, 1, 1) + timedelta(days=chance.randrange(365))
        kind = "event" if seq == 1 else chance.choices(STANDING, (80, 15, 5))[0]
        form = {
            "matter": f"00000000-0000-7000-8000-{matter:012x}", "seq": seq, "kind": kind,
            "act": chance.choice(ACTS), "body": chance.choice(BODIES), "done_on": day.isoformat(),
            "recorded_at": f"{day + timedelta(days=chance.randrange(150))}T10:00:00+08:00",
            "authority": {}, "verdict": {}, "data": DATA[kind](chance, seq),
        }  # fmt: skip
        placed.append(Placed(position, PROCEDURES[matter % 3], form))
    return placed


def fields(chance: random.Random) -> dict[str, Any]:
    given = {
        "金额": chance.randrange(1000), "数量": f"{chance.randrange(4)}.5", "人数": chance.randrange(3),
        "类别": chance.choice(("甲", "乙")), "公开": chance.random() < 0.5,
        "到期": date(2026, chance.randrange(1, 4), 1).isoformat(),
    }  # fmt: skip
    return {name: given[name] for name in FIELDS if chance.random() < 0.6}


def event(chance: random.Random, _: int) -> dict[str, Any]:
    return fields(chance)


def correction(chance: random.Random, seq: int) -> dict[str, Any]:
    changes = {
        name: None if chance.random() < 0.2 else value for name, value in fields(chance).items()
    }
    data = {"目标": chance.randrange(1, seq), "更正": changes}
    return data | ({"更正办理日": "2025-05-05"} if chance.random() < 0.3 else {})


def retraction(chance: random.Random, seq: int) -> dict[str, Any]:
    return {"目标": chance.randrange(1, seq)}


STANDING = ("event", "correction", "retraction")
DATA = {"event": event, "correction": correction, "retraction": retraction}


def stands(record: list[Placed], until: int) -> list[dict[str, Any]]:
    """The events that stand, each as it was corrected."""
    seen = [one for one in record if one.position <= until]
    gone = {
        (one.form["matter"], one.form["data"]["目标"])
        for one in seen
        if one.form["kind"] == "retraction"
    }
    left = [one for one in seen if (one.form["matter"], one.form["seq"]) not in gone]
    events = {
        (one.form["matter"], one.form["seq"]): {
            **one.form, "procedure": one.procedure, "data": {**dict.fromkeys(FIELDS), **one.form["data"]},
        }
        for one in left
        if one.form["kind"] == "event"
    }  # fmt: skip
    for one in sorted(left, key=lambda one: one.form["seq"]):
        said = one.form["data"]
        target = events.get((one.form["matter"], said.get("目标")))
        if one.form["kind"] == "correction" and target is not None:
            target["data"] |= said["更正"]
            target["done_on"] = said.get("更正办理日", target["done_on"])
    return list(events.values())


def order(one: dict[str, Any]) -> tuple[str, int]:
    return one["done_on"], one["seq"]


def values(one: dict[str, Any], matter: list[dict[str, Any]], own: str | None) -> dict[str, Any]:
    """What an act counts by: its own values, else the latest of its matter until then."""
    found = {}
    for name in FIELDS:
        said = [
            other["data"][name]
            for other in sorted(matter, key=order)
            if order(other) <= order(one) and other["data"][name] is not None and name != own
        ]
        found[name] = said[-1] if said and one["data"][name] is None else one["data"][name]
    return found


def key(name: str, one: dict[str, Any], day: str, data: dict[str, Any]) -> str | None:
    quarter = f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"
    known = {"单位": one["body"], "月": day[:7], "季": quarter, "年": day[:4]}
    if name in known:
        return known[name]
    if data[name] is None:
        return None
    if FIELDS[name] == "decimal":
        return f"{Decimal(data[name]):.10f}"
    return WORDS[data[name]] if isinstance(data[name], bool) else str(data[name])


def looped(
    figure: Definition,
    test: Condition | None,
    events: list[dict[str, Any]],
    bodies: tuple[str, ...],
) -> dict[tuple[str | None, ...], tuple[int, Decimal]]:
    """Parts of a figure → how many acts and how much, by a plain loop."""
    read = {*figure.by, *(test.when.reads if test else ())}
    own = figure.field if figure.field in figure.carried - read else None
    matters: dict[str, list[dict[str, Any]]] = {}
    for one in events:
        matters.setdefault(one["matter"], []).append(one)
    found: dict[tuple[str | None, ...], tuple[int, Decimal]] = {}
    for one in events:
        day = one["done_on"] if figure.on == "done" else one["recorded_at"][:10]
        within = PERIOD.first.isoformat() <= day <= PERIOD.last.isoformat()
        mine = one["procedure"] == figure.procedure and one["act"] in figure.acts
        if not (mine and within and one["body"] in bodies):
            continue
        data = values(one, matters[one["matter"]], own)
        if (test and not test.holds(data)) or (figure.field and data[figure.field] is None):
            continue
        keys = tuple(key(name, one, day, data) for name in figure.by)
        number, total = found.get(keys, (0, Decimal(0)))
        found[keys] = (number + 1, total + Decimal(data[figure.field] if figure.field else 1))
    return found


@pytest.fixture
def written(db, store, request):
    """A record in segments of two batches, and the shelf to count it by."""
    record = acts(request.param)
    Seal.objects.bulk_create(
        [
            Seal(position=one.position, matter=one.form["matter"], seq=one.form["seq"])
            for one in record
        ]
    )
    columns = {name: Column(name, kind) for name, kind in FIELDS.items()}
    shelf = Shelf({}, {one: Columns(one, columns) for one in PROCEDURES})
    for span in ((1, POSITIONS // 3), (POSITIONS // 3 + 1, POSITIONS)):
        write_batch(root(), shelf, span, record[span[0] - 1 : span[1]])
    return record, shelf


@pytest.mark.parametrize("written", range(3), indirect=True)
@pytest.mark.parametrize("bodies", [BODIES, ("乙局", "没有登记的机构"), ("没有登记的机构",)])
@pytest.mark.parametrize("until", [None, POSITIONS // 2])
def test_figures_are_what_a_plain_loop_over_the_acts_counts(written, bodies, until):
    record, shelf = written
    events = stands(record, until or POSITIONS)
    with Reading(shelf, None, until) as reading:
        question = Question(shelf, reading, PERIOD, bodies)
        answers = question.answers([figure for figure, _ in ASKED])
        alone = [question.answer(figure) for figure, _ in ASKED]
    for (figure, test), answer, single in zip(ASKED, answers, alone, strict=True):
        expected = looped(figure, test, events, bodies)
        assert (answer.count, answer.value) == (
            sum(number for number, _ in expected.values()),
            sum(total for _, total in expected.values()),
        ), figure.id
        assert {split.keys: split.value for split in answer.splits} == {
            keys: total for keys, (_, total) in expected.items() if figure.by
        }, figure.id
        assert (single.value, single.count, single.splits) == (
            answer.value, answer.count, answer.splits,
        )  # fmt: skip
    assert bodies != BODIES or sum(answer.count for answer in answers) > 400


@pytest.mark.parametrize("written", [0], indirect=True)
def test_figures_that_go_by_different_days_can_share_a_statement(written):
    _, shelf = written
    figures = [figure for figure, _ in ASKED if figure.id in {"one-0", "one-4"}]
    asked = [Asked(figure, shelf.columns("one"), depth_of(figure)) for figure in figures]
    with Reading(shelf) as reading:
        apart = Question(shelf, reading, PERIOD, BODIES).answers(figures)
        statement = Counting(reading.view("one").query, PERIOD, BODIES).totals(asked)
        rows = reading.connection.execute(*statement).fetchall()
    assert [one.day for one in asked] == ["done_on", "recorded_on"]
    counts = [sum(row[-3] for row in rows if row[0] == at) for at in (0, 1)]
    assert counts == [answer.count for answer in apart]
    assert min(counts) > 0
