"""What of a field's value may be public: private fields nothing, natural persons only a masked name.

The full value enters the record as a commitment; the masked one is what titles, lists and the public see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.pinned import FieldRules

NATURAL_PERSON = "自然人"
MASK = "某"
DOUBLE_SURNAMES = frozenset([
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "端木", "南宫",
    "独孤", "长孙", "宇文", "轩辕", "百里", "呼延", "拓跋", "东郭", "西门", "澹台", "公冶", "濮阳", "淳于", "单于",
    "申屠", "太史", "闻人", "赫连", "钟离", "仲孙", "鲜于", "闾丘", "司空", "第五", "左丘", "公羊", "万俟",
])  # fmt: skip


def public_part(spec: FieldRules, value: Any) -> Any:
    """What may stand in the act's public data; None when nothing may. What it leaves out must be committed to.

    Args:
        spec: the field.
        value: its checked value.
    """
    return None if spec.private else _masked(value)


def is_natural_person(value: Mapping[str, Any]) -> bool:
    """Whether a party is a natural person."""
    return value.get("kind") == NATURAL_PERSON


def masked_name(party: Mapping[str, Any]) -> str:
    """A natural person's name as everybody may see it: the surname and 某.

    Args:
        party: the party.
    """
    name = str(party.get("name", ""))
    return f"{name[: 2 if name[:2] in DOUBLE_SURNAMES and len(name) > 2 else 1]}{MASK}"


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if isinstance(value, dict) and is_natural_person(value):
        return {"kind": NATURAL_PERSON, "name": masked_name(value)}
    if isinstance(value, dict):
        return {key: _masked(one) for key, one in value.items()}
    return value
