"""Where the fields of a list stand in the store: each takes the next column of its kind, and no later version moves it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.lawbook.errors import Place
    from guiju.lawbook.schema import Procedure

KIND_OF_TYPE: Final = {
    "int": "number",
    "money": "number",
    "percent": "number",
    "date": "day",
}
ROOM: Final = {"text": 9, "number": 3, "day": 3}
"""How many columns of each kind the store has for the fields of a list."""


def list_places(types: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Column of the store → field.

    Args:
        types: Type of every field.
        names: The list's fields, each once, in order.
    """
    used: dict[str, int] = {}
    places = {}
    for name in names:
        kind = KIND_OF_TYPE.get(types[name], "text")
        used[kind] = used.get(kind, 0) + 1
        places[f"{kind}{used[kind]}"] = str(name)
    return places


def check_room(procedure: Procedure, place: Place) -> None:
    """Refuse a list with more fields of a kind than the store has columns for.

    Args:
        procedure: The procedure.
        place: Where its list stands.

    Raises:
        CatalogError: `list.too_many`.
    """
    for column, name in places_of(procedure).items():
        kind = column.rstrip("0123456789")
        if int(column.removeprefix(kind)) > ROOM[kind]:
            refuse(
                "list.too_many",
                f"列表放不下“{name}”：文字、选项等至多 {ROOM['text']} 个，数和金额至多 {ROOM['number']} 个，日期至多 {ROOM['day']} 个。请删减 list。",
                place,
            )


def places_of(procedure: Procedure) -> dict[str, str]:
    """Column of the store → field, in one version of a procedure."""
    types = {name: spec.type for name, spec in procedure.fields().items()}
    return list_places(types, procedure.list.slots)


def check_places(versions: tuple[Procedure, ...]) -> None:
    """Refuse a version that puts another field where an earlier one keeps one: matters of both are one list.

    Raises:
        CatalogError: `list.moved`, naming both fields.
    """
    for before, after in combinations(versions, 2):
        earlier = places_of(before)
        for place, name in places_of(after).items():
            if earlier.get(place, name) != name:
                refuse(
                    "list.moved",
                    f"列表里“{name}”占了 {before.version} 版“{earlier[place]}”的位置，两版的办件就不能列在一张表里。"
                    "请保持原有字段的先后，新字段放在 filters 的最后；不再用的字段仍留在原处。",
                    after.place,
                )
