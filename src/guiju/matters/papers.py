"""Which acts leave a paper whose signed and sealed original is to come back as a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guiju.lawbook.pinned import ActRules
    from guiju.record.act import ActForm

SIGNED_SCAN = "签章扫描件"
TARGET, REMARK, VOIDED_NUMBER = "目标", "说明", "作废编号"


def awaits_scan(act: ActRules | None, *, staff: bool, numbered: bool, files: int) -> bool:
    """Whether an act's document is to come back signed.

    What outsiders hand in is theirs. A document without number whose act already has files attached came back with the act.

    Args:
        act: the act's rules; None for one the rules no longer know.
        staff: a member of the body acted.
        numbered: its document was given a number.
        files: how many files are attached to the act itself.
    """
    return act is not None and bool(act.document) and staff and (numbered or not files)


def binds_scan(form: ActForm) -> int:
    """The act to which an act brings the signed scan; 0 for every other act."""
    if form.kind is Kind.ATTACHMENT and form.data.get(REMARK) == SIGNED_SCAN:
        return int(form.data[TARGET])
    return 0


def is_paperwork(form: ActForm) -> bool:
    """Whether an act only brings back a signed paper or voids a number, and says nothing of what happened."""
    return bool(binds_scan(form)) or VOIDED_NUMBER in form.data


def awaited(
    forms: Iterable[ActForm], rules: Iterable[ActRules | None]
) -> dict[int, tuple[str, str, str]]:
    """What a matter's acts, read in order, leave awaited: act → body, document, day.

    Args:
        forms: the acts.
        rules: for each the rules of the procedure's act it performs, if any.
    """
    found: dict[int, tuple[str, str, str]] = {}
    numbers: dict[int, str] = {}
    for form, act in zip(forms, rules, strict=True):
        found.pop(_settles(form, numbers), None)
        numbers[form.seq] = str(form.verdict.get("document_number", ""))
        staff, numbered = bool(form.authority.get("staff")), bool(numbers[form.seq])
        told = awaits_scan(act, staff=staff, numbered=numbered, files=len(form.files))
        if form.kind is Kind.EVENT and act is not None and told:
            found[form.seq] = (form.body, act.document, form.done_on)
    return found


def _settles(form: ActForm, numbers: dict[int, str]) -> int:
    """The act whose document need not come back any more, because of an act; 0 when there is none."""
    if form.kind is Kind.RETRACTION:
        return int(form.data[TARGET])
    voided = form.data.get(VOIDED_NUMBER)
    if voided and voided == numbers.get(form.data[TARGET]):
        return int(form.data[TARGET])
    return binds_scan(form)
