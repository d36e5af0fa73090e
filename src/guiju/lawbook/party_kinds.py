"""A choice that follows from the kind of a party: `from: {当事人: {自然人: 公民, 法人: 单位, …}}`.

Its proposal is the tree `["kind", field, {kind: value}]`; where the party is not known there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.lawbook.errors import refuse
from guiju.lawbook.schema import Expression, PartyKinds
from guiju.lawbook.values import PARTY_KINDS
from guiju.lawbook.yaml_text import Reader, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.guard_terms import Named

EXAMPLE = "from: {当事人: {自然人: 公民, 法人: 单位, 非法人组织: 单位, 个体工商户: 单位}}"


def read_party_kinds(
    name: Text, kind: str, choice: tuple[str, ...], reader: Reader
) -> PartyKinds | None:
    """Read what a choice is for each kind of a party.

    Args:
        name: The field.
        kind: Its type.
        choice: Its values.
        reader: Its declaration.

    Returns:
        The party's field and a value for each kind, None where the declaration has no `from`.

    Raises:
        CatalogError: `field.from` for a field that cannot have it or not exactly one party, `field.from_kind`
            for a kind that does not exist or is missing, `field.from_value` for what is no value of the choice.
    """
    if not reader.has("from"):
        return None
    if kind != "choice":
        reader.refuse(
            "field.from",
            f"字段“{name}”的类型是 {kind}，只有选项(choice)才能有 from。请删去，或改成选项。",
            "from",
        )
    if reader.has("computed"):
        reader.refuse(
            "field.from", f"字段“{name}”不能既有 from 又有 computed。请删去一样。", "from"
        )
    parties = list(reader.mapping("from", f"字段“{name}”的 from").entries())
    if len(parties) != 1:
        reader.refuse(
            "field.from",
            f"字段“{name}”的 from 应写一个当事人字段，写了 {len(parties)} 个。请写成 {EXAMPLE} 这样。",
            "from",
        )
    party, kinds = parties[0]
    return PartyKinds(party, _values(name, choice, kinds))


def _values(name: Text, choice: tuple[str, ...], kinds: Reader) -> dict[str, str]:
    values = {}
    for kind in kinds.node:
        if kind not in PARTY_KINDS:
            refuse(
                "field.from_kind",
                f"当事人没有“{kind}”这一类别，只有 {'、'.join(PARTY_KINDS)}。{nearest(kind, PARTY_KINDS)}请改名。",
                kind.place,
            )
        value = kinds.text(kind)
        if value not in choice:
            refuse(
                "field.from_value",
                f"“{value}”不是字段“{name}”的选项，只有 {'、'.join(choice)}。{nearest(value, choice)}请改正。",
                value.place,
            )
        values[str(kind)] = str(value)
    missing = [kind for kind in PARTY_KINDS if kind not in values]
    if missing:
        refuse(
            "field.from_kind",
            f"字段“{name}”的 from 没有写当事人是{'、'.join(missing)}的各是哪个选项。请补上。",
            kinds.place,
        )
    return {kind: values[kind] for kind in PARTY_KINDS}


def kind_expression(name: Text, kinds: PartyKinds, fields: Mapping[str, Named]) -> Expression:
    """Return the proposal of a choice that follows from the kind of a party.

    Args:
        name: The field.
        kinds: The party's field and a value for each kind.
        fields: Every field of the procedure.

    Raises:
        CatalogError: `field.from_party`, when there is no such field or it is no party.
    """
    party = kinds.party
    spec = fields.get(party)
    if spec is None or spec.type != "party":
        parties = [other for other, one in fields.items() if one.type == "party"]
        what = "没有声明" if spec is None else f"的类型是 {spec.type}，不是当事人(party)"
        refuse(
            "field.from_party",
            f"字段“{name}”的 from 读“{party}”，它{what}。{nearest(party, parties)}请改成当事人字段。",
            party.place,
        )
    tree = ["kind", str(party), dict(kinds.values)]
    return Expression(party, tree, "choice", frozenset({str(party)}), frozenset(), frozenset())
