"""What of a field's value may be public: private fields nothing, natural persons only a masked name.

The full value enters the record as a commitment; the masked one is what titles, lists and the public see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from guiju.lawbook.pinned import FieldRules

NATURAL_PERSON = "自然人"
MASK = "某"


def public_part(spec: FieldRules, value: Any) -> Any:
    """What may stand in the act's public data; None when nothing may. What it leaves out must be committed to.

    Args:
        spec: the field.
        value: its checked value.
    """
    return None if spec.private else _masked(value)


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if isinstance(value, dict) and value.get("kind") == NATURAL_PERSON:
        return {"kind": NATURAL_PERSON, "name": f"{str(value.get('name', ''))[:1]}{MASK}"}
    if isinstance(value, dict):
        return {key: _masked(one) for key, one in value.items()}
    return value
