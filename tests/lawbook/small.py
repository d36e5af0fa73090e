"""A small shelf and small procedures, so that each test shows the lines it is about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guiju.lawbook.cases import run_case
from guiju.lawbook.effective import EffectiveRules, effective
from guiju.lawbook.lowering import lower
from guiju.lawbook.parameters import resolve
from guiju.lawbook.reader import parse_procedure
from guiju.lawbook.shelf import Shelf, load_shelf

if TYPE_CHECKING:
    from guiju.lawbook.cases import CaseResult
    from guiju.lawbook.schema import Procedure

NAME = "enforcement/small/2020-01-01.yaml"
HEAD = """\
name: 小程序
system: [E1]
kind: case
statutes: [甲法@2020-01-01, 乙规定@2020-01-01]
opens: 立案
"""


@cache
def shelf() -> Shelf:
    return load_shelf(Path(__file__).parent / "small_catalog")


def read(body: str, head: str = HEAD) -> Procedure:
    """Read a procedure; its body begins in line 6."""
    return parse_procedure((head + body).encode(), NAME, shelf())


def acts(*names: str, **more: str) -> str:
    """Return an `acts` block: 立案, the named acts, and acts with further keys."""
    lines = ["acts:"]
    lines += [f"  {name}: {{by: 承办人, cite: 甲法#1}}" for name in ("立案", *names)]
    lines += [f"  {name}: {{{keys}}}" for name, keys in more.items()]
    return "\n".join(lines) + "\n"


CLOCK = "by: 时钟, cite: 甲法#1"


def rules(*lines: str) -> str:
    """Return a `rules` block, one rule a line; each cites 甲法#2."""
    written = [f"  - {{{line}, cite: 甲法#2, basis: 法, why: 因为。}}" for line in lines]
    return "\n".join(["rules:", *written]) + "\n"


def values(**given: Any) -> dict[str, Any]:
    """Return kernel values of every parameter, None where not given."""
    return {**dict.fromkeys(shelf().parameters), **given}


def relations(procedure: Procedure, **given: Any) -> list[dict[str, Any]]:
    """Return the relations of the rules, without what every relation of these tests shares."""
    shared = ("cite", "basis", "why", "rule", "kind")
    graph = lower(procedure, values(**given))
    return [
        {key: value for key, value in one.items() if key not in shared and value is not None}
        for one in graph["relations"]
        if one["kind"] != "opens" or one["rule"] is not None
    ]


def pinned(procedure: Procedure, field: str = "") -> EffectiveRules:
    resolved = resolve(shelf().parameters, field, {}, procedure.version)
    return effective(procedure, resolved, shelf().statutes)


def run(procedure: Procedure) -> CaseResult:
    """Run the procedure's first case."""
    return run_case(procedure, procedure.cases[0], shelf())


def problems(procedure: Procedure) -> list[str]:
    return [problem.sentence for problem in run(procedure).problems]
