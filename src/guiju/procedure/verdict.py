"""The answer to "may this be done": yes, or no with what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from guiju.procedure.blockers import blockers_of
from guiju.procedure.gates import EXCLUDED

if TYPE_CHECKING:
    from guiju.procedure.blockers import Blocker, Case
    from guiju.procedure.parts import Cite, Event


class Verdict(NamedTuple):
    """The answer.

    ``reason`` is the code of the refusal, ``None`` = allowed; ``act`` the act, where refused; ``case``
    what was judged, where refused: blockers are worked out of it only when asked for.
    """

    reason: str | None = None
    act: str = ""
    case: Case | None = None

    @property
    def allowed(self) -> bool:
        """Whether the act may be done."""
        return self.reason is None

    def __bool__(self) -> bool:
        return self.reason is None

    @property
    def event(self) -> Event | None:
        """The refused act's event, if the procedure has it."""
        place = self.case.rules.graph.place(self.act) if self.case else None
        return None if place is None or self.case is None else self.case.rules.graph.events[place]

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """Everything that fails in the failing test, in the order of the relations.

        For an excluded act: what closed it, the earliest first; if nothing did, what would open it.
        """
        if self.case is None or self.reason is None:
            return ()
        return blockers_of(self.case, self.act, self.reason)

    @property
    def cite(self) -> Cite:
        """The deciding article: the first blocker's."""
        blockers = self.blockers
        return blockers[0].cite if blockers else None

    @property
    def passes_on(self) -> int | None:
        """The day on which the failing test passes by itself; ``None`` if it never does."""
        days = [blocker.passes_on for blocker in self.blockers]
        known = [day for day in days if day is not None]
        if self.reason == EXCLUDED:
            return min(known, default=None)
        return max(known) if known and len(known) == len(days) else None


ALLOWED = Verdict()
