"""The courses that reach a year's figures: one planner a procedure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from guiju.demo.activities import planned_activities
from guiju.demo.courses.decision import Decision, decision
from guiju.demo.courses.lists import adjusted, certificate, empowerment, power_entry, removed
from guiju.demo.courses.mediation import Dispute, mediation
from guiju.demo.courses.reconsideration import Review, reconsideration
from guiju.demo.names import citizen, company
from guiju.demo.penalties import planned_penalties, planned_summaries

if TYPE_CHECKING:
    from collections.abc import Callable

    from guiju.demo.course import Course
    from guiju.demo.setting import Setting

SERVICE_KINDS = (
    "公共服务",
    "行政确认",
    "公共服务",
    "其他行政权力",
    "公共服务",
    "行政给付",
    "行政奖励",
)
OTHER_KINDS = ("行政处罚", "行政检查", "行政强制")
LICENCE, EXCHANGED = "行政许可", 8
FIRST_WEEK = 5
DECISIONS = (
    ("示例县公共停车设施建设规划", "重要规划", "housing", 1),
    ("示例县城乡居民用水价格调整方案", "公共政策和措施", "water", 3),
    ("示例县老旧小区改造计划", "重大公共建设项目", "housing", 6),
)


def courses_of_year(setting: Setting) -> list[Course]:
    """Every course that begins in the year, and the lists that stood before it; what a scenario says nothing of is not planned."""
    known = setting.scenario.targets.keys()
    return [course for asked, plan in PLANNERS if known >= set(asked) for course in plan(setting)]


def planned_power_list(setting: Setting) -> list[Course]:
    """Entries valid on the last day of the year; some were taken off or changed on the way."""
    december = setting.days.of_month(setting.scenario.year - 1, 12)
    kinds = [
        *(("licences", LICENCE) for _ in range(setting.goal("licence-items"))),
        *_services(setting),
        *_other_powers(setting),
    ]
    counts: Counter[str] = Counter()
    courses = []
    for turn, (body, kind) in enumerate(_placed(setting, kinds)):
        counts[body] += 1
        day = december[turn * len(december) // len(kinds)]
        courses.append(power_entry(setting, body, counts[body], kind, day))
    return [*_changed(courses), *_exchanged(setting, counts)]


def _services(setting: Setting) -> list[tuple[str, str]]:
    count = setting.goal("service-items") - setting.goal("licence-items") - EXCHANGED
    return [("services", SERVICE_KINDS[turn % len(SERVICE_KINDS)]) for turn in range(count)]


def _other_powers(setting: Setting) -> list[tuple[str, str]]:
    count = setting.goal("power-list-entries") - setting.goal("service-items")
    return [("powers", OTHER_KINDS[turn % len(OTHER_KINDS)]) for turn in range(count)]


def _placed(setting: Setting, kinds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    totals = Counter(what for what, _ in kinds)
    bodies = {what: iter(setting.dealt(what, count)) for what, count in totals.items()}
    return [(next(bodies[what]), kind) for what, kind in kinds]


def _changed(courses: list[Course]) -> list[Course]:
    every = len(courses) // 24
    return [
        adjusted(course, 60 + turn % 90) if turn % every == 0 else course
        for turn, course in enumerate(courses)
    ]


def _exchanged(setting: Setting, counts: Counter[str]) -> list[Course]:
    """Entries whose law was repealed in the year, and as many new ones."""
    year, courses = setting.scenario.year, []
    before = setting.days.of_month(year - 1, 12)[0]
    body = setting.scenario.bodies[1].id
    for turn in range(EXCHANGED):
        counts[body] += 2
        since = setting.days.of_month(year, 3 + turn)[turn]
        old = power_entry(setting, body, counts[body] - 1, "公共服务", before)
        courses.append(removed(old, 80 + turn * 15))
        courses.append(power_entry(setting, body, counts[body], "公共服务", since))
    return courses


def planned_empowerment(setting: Setting) -> list[Course]:
    """The powers given to all towns, listed in January."""
    days = setting.days.of_month(setting.scenario.year, 1)
    count = setting.goal("empowered-items")
    return [empowerment(setting, turn, days[turn * len(days) // count]) for turn in range(count)]


def planned_certificates(setting: Setting) -> list[Course]:
    """Certificates of officers and supervisors; those who work on cases get theirs in the first week."""
    year = setting.scenario.year
    days = [day for month in (1, 2, 3) for day in setting.days.of_month(year, month)]
    holders, courses = setting.staff.certified(), []
    teams = sum(_certified_in_team(setting, body.team) for body in setting.scenario.bodies)
    for order, person in enumerate(holders):
        early = order * FIRST_WEEK // teams
        late = FIRST_WEEK + (order - teams) * (len(days) - FIRST_WEEK) // max(
            len(holders) - teams, 1
        )
        begins = days[early if order < teams else late]
        courses.append(certificate(setting, person, order + 1, begins, supervisor=False))
    for order, person in enumerate(_supervisors(setting)):
        courses.append(certificate(setting, person, order + 1, days[order], supervisor=True))
    return courses


def _certified_in_team(setting: Setting, team: str) -> int:
    wanted = {"承办人", "执法人员", "行政复议人员"}
    return sum(1 for roles in setting.scenario.teams[team] if wanted & set(roles))


def _supervisors(setting: Setting) -> list[str]:
    return [
        person
        for body in setting.scenario.bodies
        for person in setting.staff.seats.get((body.code, "监督人员"), ())
    ]


def planned_mediation(setting: Setting) -> list[Course]:
    """Disputes accepted in the year, so many of them settled as the rate asks."""
    total = setting.goal("mediation-accepted")
    rate = setting.goal("mediation-success-share")
    failed = total - (-(-total * rate // 100))
    bodies = setting.dealt("mediation", total)
    days = setting.over_year(total, last_month=11)
    spread = {(turn + 1) * total // (failed + 1) for turn in range(failed)}
    return [
        mediation(
            setting,
            Dispute(
                f"调{turn + 1:03d}",
                bodies[turn],
                days[turn],
                turn,
                turn not in spread,
                turn % 23 == 5,
            ),
        )
        for turn in range(total)
    ]


def planned_reviews(setting: Setting) -> list[Course]:
    """Applications accepted in the year: withdrawn, corrected, upheld."""
    withdrawn = setting.goal("reconsideration-withdrawn")
    corrected = setting.goal("reconsideration-corrected")
    total = setting.goal("reconsideration-accepted")
    ends = ["撤销"] * corrected + [""] * withdrawn
    ends += ["维持"] * (total - len(ends))
    others = iter(setting.dealt("reviews", total - corrected))
    days = setting.over_year(total, last_month=9)
    return [
        reconsideration(
            setting,
            Review(f"复{turn + 1}", "market" if end == "撤销" else next(others), days[turn], _applicant(turn), turn, end),
        )
        for turn, end in enumerate(ends)
    ]  # fmt: skip


def _applicant(turn: int) -> dict[str, str]:
    return company(40 + turn) if turn % 2 else citizen(700 + turn)


def planned_decisions(setting: Setting) -> list[Course]:
    """Major decisions made in the year."""
    year = setting.scenario.year
    return [
        decision(setting, Decision(f"决{turn + 1}", setting.days.at_or_after(date(year, month, 10)), name, kind, body))
        for turn, (name, kind, body, month) in enumerate(DECISIONS[: setting.goal("major-decision-made")])
    ]  # fmt: skip


PLANNERS: tuple[tuple[tuple[str, ...], Callable[[Setting], list[Course]]], ...] = (
    (("service-items", "licence-items", "power-list-entries"), planned_power_list),
    ((), planned_certificates),
    (("empowered-items",), planned_empowerment),
    (("mediation-accepted", "mediation-success-share"), planned_mediation),
    (("penalty-flexible", "penalty-filed"), planned_penalties),
    (("summary-flexible", "summary-penalties"), planned_summaries),
    (("reconsideration-accepted",), planned_reviews),
    (("major-decision-made",), planned_decisions),
    (("publicity-events", "law-lectures"), planned_activities),
)
