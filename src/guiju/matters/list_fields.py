"""What the matters of a list say besides its columns: every public field, now or as of an earlier day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import orjson

from guiju.matters import statements
from guiju.matters.history import effective_history
from guiju.record.act import ActForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from guiju.matters.list_rows import ListRow
    from guiju.matters.statements import Row

AT_ONCE: Final = 500
STATES: Final = "SELECT id, state FROM matters_matter WHERE id IN ({})"
ACTS: Final = "SELECT matter_id, form FROM matters_act WHERE matter_id IN ({}) ORDER BY matter_id, seq"  # fmt: skip


def public_fields(rows: Sequence[ListRow], day: date | None = None) -> dict[str, dict[str, Any]]:
    """Every public field of the matters of some rows, those of no column too.

    Args:
        rows: rows that whoever reads may see.
        day: as they stood on an earlier day; None: as they stand.

    Returns:
        Matter → field → value as the record keeps it.
    """
    matters = [one.matter for one in rows]
    if day is None:
        return {matter: orjson.loads(state)["fields"] for matter, state in _read(STATES, matters)}
    forms: dict[str, list[ActForm]] = {}
    for matter, form in _read(ACTS, matters):
        forms.setdefault(matter, []).append(ActForm.from_bytes(bytes(form)))
    return {matter: _told_by(told, day) for matter, told in forms.items()}


def _told_by(forms: list[ActForm], day: date) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in effective_history(forms):
        if one.day <= day:
            fields.update(one.data)
    return fields


def _read(statement: str, matters: list[str]) -> Iterator[Row]:
    for first in range(0, len(matters), AT_ONCE):
        part = matters[first : first + AT_ONCE]
        yield from statements.read(statement.format(", ".join(["%s"] * len(part))), part)
