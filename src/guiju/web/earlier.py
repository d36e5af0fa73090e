"""What another act of the matter told before this one has to tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from guiju.lawbook.pinned import FieldRules
    from guiju.matters.selectors import MatterView

PARAGRAPH: Final = "paragraph"


def told_early(view: MatterView, spec: FieldRules) -> bool:
    """Whether this act must have a paragraph that another act told without having to: what was written for the notice stands in the decision."""
    if spec.type != PARAGRAPH or not spec.required:
        return False
    form = next((one for one in reversed(view.forms) if spec.name in one.data), None)
    act = view.pinned.effective.acts.get(form.act) if form else None
    return act is not None and spec.name in act.fields and not act.fields[spec.name].required
