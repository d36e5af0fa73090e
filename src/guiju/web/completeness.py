"""What an act's form still lacks, so that everything is asked for at once and marked beforehand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.lawbook.computed import propose
from guiju.lawbook.variables import has_value
from guiju.web.drafts import BY, DONE_AT, FILES, PROOF, SIGNERS
from guiju.web.stage import is_inside
from guiju.web.standing_stage import StandingStage
from guiju.web.wording import value_text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from guiju.web.access import Staff
    from guiju.web.drafts import Draft
    from guiju.web.stage import Stage

DAY_OF_ACT = "day"


def lacking(stage: Stage, staff: Staff, draft: Draft) -> dict[str, str]:
    """What must be given besides the act's own fields, and the fields that nothing proposes: input or field → sentence.

    Args:
        stage: the act and its place.
        staff: whoever fills in the form.
        draft: the form as read.
    """
    if isinstance(stage, StandingStage):
        return _standing(stage, staff, draft)
    act, found = stage.act, {}
    if act.hour and not draft.done_at:
        found[DONE_AT] = "请填写办理时刻（时、分），期限按小时计算。"
    if is_inside(act) and not draft.by and not staff.viewer.roles & set(act.by):
        found[BY] = f"请选办理人，应是{'或者'.join(act.by)}。"
    if len(draft.signers) < act.officers:
        found[SIGNERS] = (
            f"须由不少于{act.officers}名执法人员签名，现在选了{len(draft.signers)}名。请选齐。"
        )
    if _needs_proof(stage, staff, draft):
        found[PROOF] = "补录关系当事人期限的行为，请附能证明当日办理的材料。"
    for name in _unproposed(stage, draft.data, follows(stage)):
        found[name] = f"“{name}”按已填事实算不出，请填写。"
    return found


def _standing(stage: StandingStage, staff: Staff, draft: Draft) -> dict[str, str]:
    """What a standing act lacks: the proof, the second person."""
    found = {}
    if stage.form.evidence and not draft.kept.get(FILES):
        found[FILES] = f"“{stage.act.name}”应当附证明材料，请选取扫描件或者照片。"
    if stage.form.second and not {draft.by, *draft.signers} - {"", staff.viewer.person}:
        found[SIGNERS] = f"“{stage.act.name}”须由您以外的第二人签署，请选。"
    return found


def follows(stage: Stage) -> set[str]:
    """The fields whose value will follow from the matter and from what the form asks for anyway."""
    known, constants = _known(stage), _constants(stage)
    found: set[str] = set()
    for name, spec in stage.act.fields.items():
        if spec.computed is None:
            continue
        asked = {
            one for one, own in stage.act.fields.items() if own.computed is None and own.required
        }
        if _settled(spec.computed, known, constants, asked | found):
            found.add(name)
    return found


def settled(stage: Stage, today: date) -> dict[str, str]:
    """The fields whose value follows from the matter alone, whatever is typed, each with it in words."""
    found: dict[str, str] = {}
    if stage.view is None or stage.standing:
        return found
    for name, spec in stage.act.fields.items():
        typed_here = {DAY_OF_ACT, *stage.act.fields} - {name}
        if spec.computed is None or _words_of(spec.computed) & typed_here:
            continue
        value = propose(spec.computed, _known(stage), _constants(stage), day=today)
        if value is not None:
            found[name] = value_text(spec, value, {})
    return found


def _words_of(tree: Any) -> set[str]:
    """Every word of an expression: what it reads is among them."""
    if isinstance(tree, list):
        return set[str]().union(*(_words_of(part) for part in tree))
    return {str(tree)}


def _needs_proof(stage: Stage, staff: Staff, draft: Draft) -> bool:
    late = draft.done_on is not None and draft.done_on < staff.today
    return late and stage.act.proof and not stage.act.approval and not draft.proof


def _unproposed(stage: Stage, data: Mapping[str, Any], sure: Collection[str]) -> list[str]:
    """Required fields left open for which nothing follows from the facts; ``sure`` ones wait only for what is asked anyway."""
    if stage.view is None:
        return []  # a new matter's parameters are the body's own: performing tells
    known, constants = {**_known(stage), **data}, _constants(stage)
    found = []
    for name, spec in stage.act.fields.items():
        if spec.computed is None or not spec.required or has_value(data.get(name)):
            continue
        known[name] = propose(spec.computed, known, constants)
        if known[name] is None and name not in sure:
            found.append(name)
    return found


def _known(stage: Stage) -> dict[str, Any]:
    return dict(stage.view.fields) if stage.view else {}


def _constants(stage: Stage) -> Mapping[str, Any]:
    return stage.view.pinned.effective.constants() if stage.view else stage.rules.constants()


def _settled(
    tree: Any, known: Mapping[str, Any], constants: Mapping[str, Any], asked: Collection[str]
) -> bool:
    """Whether a proposal has a value once everything asked for is filled in."""
    if not isinstance(tree, list) or propose(tree, known, constants) is not None:
        return True
    if tree[0] == "var":
        return tree[1] in asked
    if tree[0] == "param":
        return constants.get(tree[1]) is not None
    parts = [tree[1], *tree[2]] if tree[0] == "in" else tree[1:]
    return all(_settled(part, known, constants, asked) for part in parts)
