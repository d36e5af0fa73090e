"""Which numbers an act takes: by rule, or as paper gave them before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.matters import statements
from guiju.matters.numbers import LONGEST_REASON, UNCLAIMED, fits, refuse_number, value_of
from guiju.matters.papers import VOIDED_NUMBER
from guiju.matters.requests import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guiju.lawbook.pinned import ActRules
    from guiju.matters.batch import Batch
    from guiju.matters.entry import Entry
    from guiju.matters.live import LiveMatter
    from guiju.record.act import ActForm

MATTER, DOCUMENT = "number", "document_number"
BY_HAND = "number_by_hand"


def allot(batch: Batch, matter: LiveMatter, act: ActRules, entry: Entry) -> None:
    """Give an act its numbers and stage them.

    Args:
        batch: the transaction.
        matter: where the act is recorded.
        act: its rules.
        entry: what will stand in its form; takes the numbers into its verdict.
    """
    if act.name == matter.pinned.effective.opens:
        matter.opened = min(matter.opened, entry.day) if matter.begun else entry.day
    typed = entry.request.number.strip()
    by_hand, value = hand_given(batch, matter, act, entry) if typed else ("", 0)
    for name, spec in specs_of(matter, act):
        place = (spec, matter.body, batch.word_of(matter.body), entry.day)
        hand = name == by_hand
        number = batch.numbers.take(*place, value) if hand else batch.numbers.allot(*place)
        batch.staging.number(number, matter.id, matter.seq + 1)
        entry.verdict[name] = number.text
        if hand:
            left_out = [value for value, _ in number.skipped]
            entry.verdict[BY_HAND] = [name, *left_out[:1], *left_out[-1:]]
            entry.skipped = tuple(text for _, text in number.skipped)
        if name == MATTER:
            matter.number = number.text


def specs_of(matter: LiveMatter, act: ActRules) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The numbers an act takes: the matter's, where it opens one, and its document's."""
    own = matter.pinned.effective.content["number"]
    if act.name == matter.pinned.effective.opens and own is not None:
        yield MATTER, own
    if act.number is not None:
        yield DOCUMENT, act.number


def hand_given(batch: Batch, matter: LiveMatter, act: ActRules, entry: Entry) -> tuple[str, int]:
    """Which of an act's numbers was given by hand, and its place in the series; the document's before the matter's.

    Raises:
        Refused: ``number.not_here``, ``number.not_staff``, ``number.form``.
    """
    typed = entry.request.number.strip()
    specs = list(specs_of(matter, act))
    if not specs:
        refuse_number(
            "number.not_here", f"“{act.name}”不取编号，不能填手工编号。请清空“手工编号”后再提交。"
        )
    if not batch.people.signer(matter.body, entry.request.recorded_by, entry.moment.date()).roles:
        refuse_number(
            "number.not_staff", "手工编号只能由本机关人员登记。请由本机关人员办理，或者由系统取号。"
        )
    word = batch.word_of(matter.body)
    for name, spec in reversed(specs):
        value = fits(spec, word, entry.day.year, typed)
        if value:
            return name, value
    example = specs[-1][1]["form"].format(word=word, year=entry.day.year, n=12)
    return refuse_number(
        "number.form",
        f"手工编号“{typed}”不合格式，没有登记。应像“{example}”：本机关代字，年份同办理日期，流水号从1起、前面不加零；也可以只填流水号。",
    )


def check_hand_given(batch: Batch, matter: LiveMatter, act: ActRules, entry: Entry) -> None:
    """Refuse a hand-given number that cannot be taken, before anything is written.

    Raises:
        Refused: as :func:`hand_given` and :meth:`guiju.matters.numbers.NumberDesk.check`.
    """
    if not entry.request.number.strip():
        return
    name, value = hand_given(batch, matter, act, entry)
    spec = dict(specs_of(matter, act))[name]
    batch.numbers.check(spec, matter.body, batch.word_of(matter.body), entry.day, value)


def void_number(batch: Batch, matter: LiveMatter, data: Mapping[str, Any], target: ActForm) -> None:
    """Void a number that an act gave or left out, with the reason; it is never given again.

    Args:
        batch: the transaction.
        matter: the matter of the act.
        data: what the correction says: the number and the reason.
        target: the act that gave it or left it out.

    Raises:
        Refused: ``number.unknown``, ``number.voided``.
    """
    text = str(data[VOIDED_NUMBER])
    found = _place_of(matter, target, text)
    row = statements.number_row(*found) if found else None
    if found is None or row is None or tuple(row[:3]) != (text, matter.id, target.seq):
        refuse(
            "number.unknown",
            f"第{target.seq}号记录没有给出编号“{text}”，不能作废。请核对编号和记录号。",
        )
    if row[3] not in {"", UNCLAIMED}:
        refuse("number.voided", f"编号“{text}”已经作废（{row[3]}），无需再次作废。")
    batch.staging.void(found, str(data["理由"])[:LONGEST_REASON])


def _place_of(matter: LiveMatter, target: ActForm, text: str) -> tuple[str, str, int, int] | None:
    """Body, series, year and place of a number as an act wrote it."""
    act = matter.pinned.effective.acts.get(target.act)
    if act is None:
        return None
    year = int(target.done_on[:4])
    for _, spec in specs_of(matter, act):
        value = value_of(spec["form"], year, text)
        if value:
            return target.body, spec["series"], year, value
    return None
