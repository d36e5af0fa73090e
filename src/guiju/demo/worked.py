"""Matters played from worked cases: what a scenario asks for, and of every procedure that nothing else asks for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from guiju.demo.blocks import divided, typed
from guiju.demo.courses.worked import CERTIFIED_FROM
from guiju.demo.errors import refuse
from guiju.demo.placing import Placing, Wish
from guiju.lawbook.schema import LINKS, LIST
from guiju.matters import rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from guiju.demo.blocks import Block
    from guiju.demo.course import Course
    from guiju.demo.setting import Setting
    from guiju.lawbook.catalog import Catalog
    from guiju.lawbook.schema import CaseSpec, Procedure

OF_YEAR: Final = 2
SETTINGS: Final = ("holiday-notice", "parameter-setting")
"""What changes how the store itself counts is never played."""
ROOM: Final = 164
"""Days before today by which the last of them begins, so that it is over."""


def planned_worked(setting: Setting, others: Iterable[Course]) -> list[Course]:
    """The matters that a scenario asks for by `matters`, and where it says `every`, some of every other procedure.

    Args:
        setting: the ground.
        others: the courses there are; what a field links to may be among them.

    Raises:
        DemoError: ``demo.unplayable``, ``demo.value``, where something asked for cannot be had.
    """
    placing = Placing(setting, rulebook.catalog())
    placing.note(others)
    for turn, block in enumerate(setting.scenario.matters):
        _add_block(placing, block, f"{turn + 1}")
    if setting.scenario.every:
        known = {*placing.begun, *SETTINGS}
        left = [one for one in placing.catalog.versions if one not in known]
        for identifier in _targets_first(placing.catalog, left):
            for procedure in placing.catalog.versions[identifier]:
                _add_some(placing, procedure)
    return placing.courses


def _add_block(placing: Placing, block: Block, key: str) -> None:
    setting = placing.setting
    says = _said(placing, block)
    days = setting.over_year(block.count, block.last_month, block.first_month)
    bodies = (
        setting.dealt(block.weights, block.count) if block.weights else [block.body] * block.count
    )
    for turn, (day, body) in enumerate(zip(days, bodies, strict=True)):
        procedure = placing.catalog.procedure(block.procedure, day)
        cases = [one for one in procedure.cases if block.case in one.name]
        name, wish = f"{procedure.name}{key}-{turn + 1}", Wish(body, block.until, says[turn])
        course = placing.first_playable(procedure, _closed_first(cases), day, name, wish)
        if course is None:
            refuse(
                "demo.unplayable",
                f"情景里的第{key}组（{block.procedure}）在{day}没有能照着办的事例“{block.case}”。请核对事例名称、机构和取值。",
            )


def _said(placing: Placing, block: Block) -> list[dict[str, Any]]:
    """What each matter of a block says; totals are divided among them."""
    fields = placing.catalog.procedure(block.procedure).fields()
    for name in (*block.says, *block.sums):
        if name not in fields:
            refuse("demo.value", f"程序 {block.procedure} 没有字段“{name}”。请核对情景。")
    common = {name: typed(fields[name], text) for name, text in block.says.items()}
    parts = {
        name: divided(fields[name], text, block.count, placing.setting.picks)
        for name, text in block.sums.items()
    }
    return [
        {**common, **{name: own[turn] for name, own in parts.items()}}
        for turn in range(block.count)
    ]


def _closed_first(cases: list[CaseSpec]) -> list[CaseSpec]:
    return sorted(cases, key=lambda one: not one.closed)


def _add_some(placing: Placing, procedure: Procedure) -> None:
    """Play the cases of a version, in turn, on days spread over the time it was in force."""
    cases = [one for one in procedure.cases if one.closed] or list(procedure.cases)
    for turn, begins in enumerate(_days(placing, procedure)):
        turned = [*cases[turn % len(cases) :], *cases[: turn % len(cases)]]
        key = f"{procedure.name}{procedure.version}-{turn + 1}"
        stays = procedure.kind == LIST and turn % 2 == 0
        wish = Wish(until=str(procedure.opens) if stays else "")
        placing.first_playable(procedure, turned, begins, key, wish)


def _days(placing: Placing, procedure: Procedure) -> Iterator[date]:
    """Days on which something begins: in the scenario's year, and lately; none before the county is there."""
    year, today, count = placing.setting.scenario.year, placing.setting.today, len(placing.courses)
    first, last = date(year, CERTIFIED_FROM, 1), date(year, 9, 1)
    until = procedure.until or today
    for turn in range(OF_YEAR):
        day = first + (last - first) * turn // OF_YEAR + timedelta(days=count % 60)
        if procedure.version <= day <= until:
            yield day
    late = min(until, today) - timedelta(days=ROOM + count % 30)
    lately = max(late, procedure.version + timedelta(days=7))
    if lately >= first:
        yield lately


def _targets_first(catalog: Catalog, identifiers: list[str]) -> list[str]:
    """Procedures in such an order that what a field points to comes before, as far as they do not point at each other."""
    ordered: dict[str, None] = {}

    def visit(identifier: str, above: frozenset[str]) -> None:
        if identifier in ordered or identifier in above or identifier not in identifiers:
            return
        for spec in catalog.versions[identifier][-1].fields().values():
            if spec.type in LINKS:
                visit(str(spec.of), above | {identifier})
        ordered[identifier] = None

    for identifier in identifiers:
        visit(identifier, frozenset())
    return list(ordered)
