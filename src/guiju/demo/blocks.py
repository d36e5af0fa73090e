"""What a scenario asks for beyond one matter of each kind: so many matters of a procedure, which say this and come to that."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from guiju.demo.errors import refuse
from guiju.demo.picks import shares
from guiju.lawbook.guard_terms import parse_money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.picks import Picks
    from guiju.lawbook.schema import FieldSpec
    from guiju.lawbook.yaml_text import Reader

FIRST_MONTH, LAST_MONTH = 2, 10
LEAST, MOST = 3, 9
TRUTH: Final[Mapping[str, bool]] = {"是": True, "否": False}


@dataclass(frozen=True, slots=True)
class Block:
    """So many matters of one procedure.

    Attributes:
        procedure: its id.
        count: how many.
        case: words of the name of the worked case they follow; empty: the first that this county's parameters allow.
        until: the last act performed; empty: the whole case.
        body: id of the body that owns them; empty: any that has the people.
        weights: which weights of the scenario spread them instead.
        first_month: the first month in which they begin.
        last_month: the last.
        says: field → what it says in each of them, as text.
        sums: field → what it comes to over all of them, as text.
    """

    procedure: str
    count: int
    case: str
    until: str
    body: str
    weights: str
    first_month: int
    last_month: int
    says: Mapping[str, str]
    sums: Mapping[str, str]


def read_block(reader: Reader) -> Block:
    """Read one entry of `matters`."""
    made = Block(
        str(reader.text("procedure")),
        reader.integer("count", 1),
        str(reader.optional("case") or ""),
        str(reader.optional("until") or ""),
        str(reader.optional("body") or ""),
        str(reader.optional("weights") or ""),
        reader.integer("from", FIRST_MONTH),
        reader.integer("to", LAST_MONTH),
        _texts(reader.mapping("says")),
        _texts(reader.mapping("sums")),
    )
    reader.done()
    return made


def _texts(reader: Reader) -> dict[str, str]:
    return {str(name): str(reader.text(name)) for name in reader.node}


def typed(spec: FieldSpec, text: str) -> Any:
    """What a text of a scenario means in a field: money in 分, decimals as text, 是 and 否 as truth values.

    Args:
        spec: the field.
        text: as written, `5000元`, `12`, `是`.

    Raises:
        DemoError: ``demo.value``.
    """
    try:
        if spec.type == "int":
            return int(text)
        if spec.type in ("decimal", "percent"):
            return str(Decimal(text))
        if spec.type == "yesno":
            return TRUTH[text]
    except (ValueError, KeyError, InvalidOperation):
        _refuse(spec, text)
    if spec.type == "money":
        fen = parse_money(text)
        return fen if fen is not None else _refuse(spec, text)
    return text


def _refuse(spec: FieldSpec, text: str) -> Any:
    refuse("demo.value", f"情景里“{spec.name}”写的是“{text}”，不是 {spec.type}。请改正。")


def divided(spec: FieldSpec, text: str, count: int, picks: Picks) -> list[Any]:
    """A total in so many parts of uneven size that add up to it exactly.

    Args:
        spec: the field, a number or money.
        text: the total.
        count: how many parts.
        picks: chooses the sizes.

    Raises:
        DemoError: ``demo.value``.
    """
    total = typed(spec, text)
    weights = {turn: picks.number(LEAST, MOST, spec.name, turn) for turn in range(count)}
    if isinstance(total, int):
        return list(shares(total, weights).values())
    exact = Decimal(str(total))
    places = max(-int(exact.as_tuple().exponent), 0)
    parts = shares(int(exact.scaleb(places)), weights).values()
    return [str(Decimal(part).scaleb(-places)) for part in parts]
