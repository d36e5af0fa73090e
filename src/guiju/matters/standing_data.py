"""Fields of the procedure inside standing acts: typed like any other, private ones split off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guiju.lawbook.form import check_data
from guiju.lawbook.pinned import ActRules
from guiju.matters.requests import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.matters.entry import Entry
    from guiju.matters.live import LiveMatter


def typed(matter: LiveMatter, data: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Type fields of the procedure; none is required, because what was done may have lacked some.

    Raises:
        Refused: ``data.invalid`` with a sentence for each field.
    """
    fields = {
        name: replace(spec, required=False) for name, spec in matter.pinned.effective.fields.items()
    }
    checked = check_data(ActRules(what, fields=fields), data)
    if checked.problems:
        problems = {problem.field: problem.sentence for problem in checked.problems}
        refuse(
            "data.invalid",
            f"“{what}”填写的内容有问题：{'；'.join(problems.values())}",
            problems=problems,
        )
    return checked.data


def without_private(
    matter: LiveMatter, entry: Entry, data: Mapping[str, Any], prefix: str = ""
) -> dict[str, Any]:
    """Move private fields out of what will be public; they enter as commitments under ``prefix`` and their name."""
    fields = matter.pinned.effective.fields
    public = {}
    for name, value in data.items():
        if fields[name].private and value is not None:
            entry.private[f"{prefix}{name}"] = value
        else:
            public[name] = value
    return public
