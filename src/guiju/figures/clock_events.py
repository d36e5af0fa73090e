"""Clock events as rows: what fired by itself is in no act, so it is folded anew from the acts.

Only a figure that counts a clock event asks for this, and only for its own procedure; it costs one fold a matter.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from guiju.matters.folding import as_done
from guiju.matters.history import effective_history
from guiju.matters.rulebook import pinned
from guiju.procedure import refold
from guiju.record.act import ActForm, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import date

    from guiju.figures.rows import Placed, Row

CLOCK: Final = "clock"
FIRST_PART: Final = 1_000_000
MOVING: Final = frozenset(
    {Kind.EVENT, Kind.ACCOMPLISHED, Kind.OPENING, Kind.CORRECTION, Kind.RETRACTION}
)


def clock_rows(acts: Iterable[Placed], wanted: Collection[str], today: date) -> Iterator[Row]:
    """The rows of clock events that fired in matters.

    Args:
        acts: the acts of the matters, each matter's together and in its order.
        wanted: names of the clock events.
        today: the day that has begun; what is due by the end of the day before has fired.

    Yields:
        A row for each, placed after the matter's last act.
    """
    for _, matter in groupby(acts, key=lambda act: act.form["matter"]):
        yield from _of_matter(list(matter), wanted, today)


def _of_matter(acts: Sequence[Placed], wanted: Collection[str], today: date) -> Iterator[Row]:
    last = acts[-1]
    rules = pinned(last.form["rules"])
    happened = effective_history([_form(act) for act in acts if act.form["kind"] in MOVING])
    if not happened:
        return
    history = [as_done(rules, place, one) for place, one in enumerate(happened)]
    folded = refold(rules.rules, history, until=max(today, happened[-1].day).toordinal())
    for part, (name, day) in enumerate(folded.fired, FIRST_PART):
        if name in wanted:
            on = type(today).fromordinal(day).isoformat()
            yield {
                "position": last.position, "part": part, "matter": last.form["matter"],
                "seq": last.form["seq"], "procedure": last.procedure, "act": name, "kind": CLOCK,
                "body": last.form["body"], "done_on": on, "recorded_on": on,
                "late": False, "unlawful": False, "stated": False,
            }  # fmt: skip


def _form(act: Placed) -> ActForm:
    form = {key: value for key, value in act.form.items() if key != "format"}
    return ActForm(**{**form, "kind": Kind(form["kind"])})
