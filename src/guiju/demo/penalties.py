"""The year's penalties: so many cases, so many with leniency, so much money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guiju.demo.courses.penalty import PenaltyCase, lead, ordinary
from guiju.demo.courses.summary import summary
from guiju.demo.names import citizen, company, trader
from guiju.demo.picks import shares

if TYPE_CHECKING:
    from guiju.demo.course import Course
    from guiju.demo.setting import Setting

LENIENT = ("从轻", "减轻", "从轻")
SPARED = ("首违不罚", "不予处罚")
SPARED_EVERY = 4
HUNDRED_YUAN, FIFTY_YUAN = 100_00, 50_00
FINES = (3_000_00, 5_000_00, 8_000_00, 2_000_00)
SMALL_FINES = (100_00, 200_00, 0, 50_00)
LARGE = 120_000_00
FIRST_MONTH, LAST_MONTH = 2, 10


def planned_penalties(setting: Setting) -> list[Course]:
    """Ordinary cases with the leads they come from."""
    flexible = setting.goal("penalty-flexible")
    plain = setting.goal("penalty-filed") - flexible
    fines = _lenient_fines(setting, "penalty-flexible", HUNDRED_YUAN)
    bodies = [*setting.dealt("lenient", flexible), *setting.dealt("penalties", plain)]
    days = setting.over_year(len(bodies), LAST_MONTH, FIRST_MONTH)
    order = _mixed(flexible, plain)
    courses = []
    for turn, place in enumerate(order):
        special = _lenience(place, fines) if place < flexible else _particulars(place - flexible)
        party = citizen(100 + turn) if turn % 2 else trader(turn)
        case = PenaltyCase(f"罚{turn + 1}", bodies[place], days[turn], party, turn=turn, **special)
        courses += [lead(setting, case), ordinary(setting, case)]
    return courses


def planned_summaries(setting: Setting) -> list[Course]:
    """Cases decided on the spot."""
    flexible = setting.goal("summary-flexible")
    fines = _lenient_fines(setting, "summary-flexible", FIFTY_YUAN)
    spared = flexible - len(fines)
    plain = setting.goal("summary-penalties") - (flexible - spared)
    bodies = [*setting.dealt("lenient-summary", flexible), *setting.dealt("summaries", plain)]
    days = setting.over_year(len(bodies), 12, FIRST_MONTH)
    courses = []
    for turn, place in enumerate(_mixed(flexible, plain)):
        lenient = place < flexible
        special = (
            _lenience(place, fines) if lenient else {"fine": SMALL_FINES[place % len(SMALL_FINES)]}
        )
        party = company(turn) if lenient else citizen(300 + turn)
        case = PenaltyCase(f"当{turn + 1}", bodies[place], days[turn], party, turn=turn, **special)
        courses.append(summary(setting, case))
    return courses


def _mixed(first: int, second: int) -> list[int]:
    """Places of two groups, numbered one after the other, in an even order."""
    places = [((place + 0.5) / first, place) for place in range(first)]
    places += [((place + 0.5) / second, first + place) for place in range(second)]
    return [place for _, place in sorted(places)]


def _lenient_fines(setting: Setting, figure: str, step: int) -> list[int]:
    """What those pay who are let off lightly; the others, one in four, pay nothing."""
    cases = setting.goal(figure)
    paying = cases - cases // SPARED_EVERY
    weights = {turn: setting.picks.number(4, 7, figure, turn) for turn in range(paying)}
    total = setting.goal(f"{figure}-amount") * 100 // step
    return [part * step for part in shares(total, weights).values()]


def _lenience(place: int, fines: list[int]) -> dict[str, Any]:
    if place % SPARED_EVERY == SPARED_EVERY - 1:
        return {"fine": 0, "flexible": SPARED[place // SPARED_EVERY % len(SPARED)]}
    paying = place - place // SPARED_EVERY
    return {
        "fine": fines[paying],
        "flexible": LENIENT[paying % len(LENIENT)],
        "pleads": place % 3 == 0,
    }


PARTICULARS: dict[int, dict[str, Any]] = {
    2: {"fine": LARGE, "heard": True},
    6: {"fine": LARGE, "instalments": True},
    9: {"fine": 5_000_00, "enforced": True},
    12: {"fine": 8_000_00, "examined": True},
    15: {"fine": LARGE, "pleads": True},
}


def _particulars(place: int) -> dict[str, Any]:
    return PARTICULARS.get(place, {"fine": FINES[place % len(FINES)], "pleads": place % 5 == 1})
