"""期初登记: a matter that had begun before the system came, opened as its papers state it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.matters.folding import refolded, take_whole
from guiju.matters.history import effective_history
from guiju.matters.requests import refuse
from guiju.matters.standing_data import typed

if TYPE_CHECKING:
    from datetime import date

    from guiju.matters.batch import Batch
    from guiju.matters.entry import Entry
    from guiju.matters.live import LiveMatter

FIRST = "0."


def open_as_stated(batch: Batch, matter: LiveMatter, entry: Entry) -> None:
    """Open a matter as it stood when the system came: what is stated is taken, not judged.

    Raises:
        Refused: ``opening.…``, ``act.clock``, ``act.in_future``, ``act.before_matter``, ``key.taken``; ``data.invalid``.
    """
    if matter.seq:
        refuse(
            "opening.not_first",
            "期初登记只能开启一件，不能对已有办件登记。补登已办行为的，请按补录办理。",
        )
    closing = batch.closing_day(matter.body)
    if closing is not None and entry.moment.date() > closing:
        refuse(
            "opening.closed",
            f"本机关的期初登记已于{closing.isoformat()}截止。此后的行为请在系统中按程序办理。",
        )
    batch.check_source(entry.request)
    _state(matter, entry)
    matter.number = str(entry.data.get("编号", ""))
    take_whole(matter, refolded(matter.pinned, effective_history([entry.as_form(matter)])))
    matter.settle_life()
    if not matter.frees_key():
        batch.keys.claim(matter, _whole_first(entry))
    batch.link(matter, entry.request, matter.pinned.act(matter.pinned.effective.opens))


def _whole_first(entry: Entry) -> dict[str, Any]:
    """What the first stated act says, its private values too."""
    private = {
        name.removeprefix(FIRST): value
        for name, value in entry.private.items()
        if name.startswith(FIRST)
    }
    return {**entry.data["行为"][0]["data"], **private}


def _state(matter: LiveMatter, entry: Entry) -> None:
    """Check what an opening states, and keep what is private apart."""
    opens, first = matter.pinned.effective.opens, entry.data["行为"][0]
    if first["act"] != opens:
        refuse(
            "opening.begins_elsewhere", f"期初登记的第一项行为应是“{opens}”。请补上它的办理日期。"
        )
    for part, stated in enumerate(entry.data["行为"]):
        name = _stated_by_people(matter, stated["act"])
        _check_stated_day(name, stated["done_on"], first["done_on"], entry.day)
        data = typed(matter, stated.get("data", {}), name)
        stated["data"] = entry.split(matter.pinned.effective.fields, data, f"{part}.")


def _stated_by_people(matter: LiveMatter, name: str) -> str:
    act = matter.pinned.act(name)
    if act.clock and act.lapse != "citizen":
        refuse(
            "act.clock",
            f"“{name}”由时钟发生，不由人陈述。请只填写人办理的行为，期限由系统按这些行为的日期计算。",
        )
    return act.name


def _check_stated_day(name: str, done_on: str, first: str, entered: date) -> None:
    if done_on > entered.isoformat():
        refuse("act.in_future", f"“{name}”的日期晚于登记日，不能登记还没有发生的事。请核对日期。")
    if done_on < first:
        refuse(
            "act.before_matter",
            f"“{name}”的日期早于第一项行为的{first}，本件从第一项行为开始。请核对日期。",
        )
