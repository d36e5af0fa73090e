"""Fields of the procedure inside standing acts: typed like any other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from guiju.lawbook.form import check_data
from guiju.lawbook.pinned import ActRules
from guiju.matters.requests import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.matters.live import LiveMatter


def typed(matter: LiveMatter, data: Mapping[str, Any], what: str) -> dict[str, Any]:
    """Type fields of the procedure; none is required, because what was done may have lacked some.

    Raises:
        Refused: ``data.invalid`` with a sentence for each field; ``parameter.…``.
    """
    fields = {
        name: replace(spec, required=False) for name, spec in matter.pinned.effective.fields.items()
    }
    checked = check_data(ActRules(what, fields=fields), data)
    if checked.problems:
        problems = {problem.field: problem.sentence for problem in checked.problems}
        refuse(
            "data.invalid",
            f"“{what}”填写的内容有问题：{''.join(problems.values())}",
            problems=problems,
        )
    matter.pinned.check_entry({**matter.fields, **checked.data}, matter.body)
    return checked.data
