"""From an act's canonical form to flat rows.

An event is one row; an opening states several acts and is one row each; an accomplished fact is a row that counts as unlawful. A
correction or retraction is a standing row, applied when the rows are read. Everything else an act can be is not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from guiju.record.act import Kind
from guiju.record.canonical import encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from guiju.figures.columns import Columns

Row = dict[str, Any]

STATED_ACTS: Final = "行为"
FACT: Final = "内容"
TARGET: Final = "目标"
PART: Final = "部分"
CHANGES: Final = "更正"
CHANGED_DAY: Final = "更正办理日"


class Placed(NamedTuple):
    """An act at its place in the log.

    Attributes:
        position: in the log; for an act without one yet, a number after all positions.
        procedure: id of its matter's procedure.
        form: its canonical form, decoded.
    """

    position: int
    procedure: str
    form: Mapping[str, Any]


def act_rows(placed: Placed, columns: Columns) -> Iterator[Row]:
    """The rows an act is counted by.

    Args:
        placed: the act.
        columns: those of its procedure.

    Yields:
        Column → value as JSON knows it; columns left out are unset.
    """
    spread = _SPREADERS.get(placed.form["kind"])
    if spread is None:
        return
    for part, (act, day, data) in enumerate(spread(placed.form)):
        yield {
            **_fixed(placed, part),
            "act": act,
            "done_on": day,
            **columns.typed(data),
        }


def standing_row(placed: Placed, columns: Columns) -> Row | None:
    """The row of a correction or retraction; None for every other act.

    The position of its target is filled in by who knows the log.
    """
    form = placed.form
    if form["kind"] not in STANDING_KINDS:
        return None
    data = form["data"]
    changes = {
        name: value for name, value in data.get(CHANGES, {}).items() if name in columns.by_field
    }
    return {
        "position": placed.position,
        "procedure": placed.procedure,
        "matter": form["matter"],
        "seq": form["seq"],
        "kind": form["kind"],
        "target": data[TARGET],
        "part": data.get(PART, 0),
        "changes": encode(changes).decode("utf-8"),
        "day": data.get(CHANGED_DAY),
    }


def is_late(form: Mapping[str, Any]) -> bool:
    """Whether the act was judged a late entry."""
    return bool(form["verdict"].get("late") or form["authority"].get("late"))


def _fixed(placed: Placed, part: int) -> Row:
    form = placed.form
    return {
        "position": placed.position,
        "part": part,
        "matter": form["matter"],
        "seq": form["seq"],
        "procedure": placed.procedure,
        "kind": form["kind"],
        "body": form["body"],
        "recorded_on": form["recorded_at"][:10],
        "late": is_late(form),
        "unlawful": form["kind"] == Kind.ACCOMPLISHED,
        "stated": form["kind"] == Kind.OPENING,
    }


Stated = tuple[str, str, "Mapping[str, Any]"]


def _event(form: Mapping[str, Any]) -> Iterator[Stated]:
    yield form["act"], form["done_on"], form["data"]


def _accomplished(form: Mapping[str, Any]) -> Iterator[Stated]:
    yield form["act"], form["done_on"], form["data"].get(FACT, {})


def _opening(form: Mapping[str, Any]) -> Iterator[Stated]:
    for one in form["data"][STATED_ACTS]:
        yield one["act"], one["done_on"], one.get("data", {})


_SPREADERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Iterator[Stated]]]] = {
    Kind.EVENT: _event,
    Kind.ACCOMPLISHED: _accomplished,
    Kind.OPENING: _opening,
}
STANDING_KINDS: Final = frozenset({Kind.CORRECTION, Kind.RETRACTION})
COUNTED_KINDS: Final = frozenset(_SPREADERS) | STANDING_KINDS
