"""The year's law activities: so many acts that sessions, leaflets and audiences come to what is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guiju.demo.courses.activity import Activity, activity
from guiju.demo.picks import shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.course import Course
    from guiju.demo.setting import Setting

LEADERS, PUBLIC, YOUTH = "领导干部和公职人员", "社会公众", "青少年"
CAMPAIGN, LEARNING, GOVERNMENT = "普法规划", "领导干部学法", "法治政府建设宣传"


@dataclass(frozen=True, slots=True)
class Series:
    """Activities of one kind.

    Attributes:
        figure: the figure their sessions come to; empty: they are counted by something else.
        kind: 活动类型.
        block: 工作板块.
        theme: what they are called.
        weights: which weights of the scenario spread them.
        counts: field → the figure it comes to.
        audiences: who they are for, in turn.
        acts: how many, where no figure says so.
        largest: the most sessions of one act.
    """

    figure: str
    kind: str
    block: str
    theme: str
    weights: str
    counts: Mapping[str, str] = field(default_factory=dict)
    audiences: tuple[str, ...] = (PUBLIC,)
    acts: int = 0
    largest: int = 1


SERIES = (
    Series(
        "publicity-events", "宣传活动", CAMPAIGN, "普法集中宣传", "activities",
        {"宣传品份数": "leaflets", "咨询人次": "publicity-consultations"},
        (PUBLIC, "农村居民", YOUTH, "企业"), largest=2,
    ),
    Series("law-lectures", "讲座", CAMPAIGN, "法治讲座", "activities", audiences=(LEADERS, YOUTH)),
    Series(
        "", "培训", CAMPAIGN, "普法骨干和法律明白人培训", "activities", {"培训人次": "publicity-trained"},
        ("普法骨干和法律明白人",), acts=12,
    ),
    Series(
        "publicity-events-government", "宣传活动", GOVERNMENT, "法治政府建设宣传", "government-activities",
        {"宣传品份数": "leaflets-government", "受众人次": "publicity-audience-government"}, largest=2,
    ),
    Series("leaders-law-lectures", "讲座", LEARNING, "领导干部法治讲座", "government-activities", audiences=(LEADERS,)),
    Series("leaders-tour-lectures", "巡回宣讲", LEARNING, "专题巡回宣讲", "lecturers", audiences=(LEADERS,)),
    Series("group-study", "中心组学法", LEARNING, "理论学习中心组学法", "learners", audiences=(LEADERS,)),
    Series("executive-meeting-study", "常务会议学法", LEARNING, "常务会议会前学法", "executive", audiences=(LEADERS,)),
)  # fmt: skip


def planned_activities(setting: Setting) -> list[Course]:
    """Every activity of the year."""
    return [
        course for place, series in enumerate(SERIES) for course in _planned(setting, series, place)
    ]


def _planned(setting: Setting, series: Series, place: int) -> list[Course]:
    sessions = (
        _sessions(setting.goal(series.figure), series.largest)
        if series.figure
        else [1] * series.acts
    )
    weights = {
        turn: setting.picks.number(3, 9, series.theme, turn) for turn in range(len(sessions))
    }
    counts = {name: shares(setting.goal(figure), weights) for name, figure in series.counts.items()}
    bodies = setting.dealt(series.weights, len(sessions))
    days = setting.over_year(len(sessions))
    return [
        activity(
            setting,
            Activity(
                f"活动{place + 1}-{turn + 1:03d}", bodies[turn], days[turn], f"{series.theme}（第{turn + 1}期）",
                series.kind, series.block, times, {name: split[turn] for name, split in counts.items()},
                series.audiences[turn % len(series.audiences)],
            ),
        )
        for turn, times in enumerate(sessions)
    ]  # fmt: skip


def _sessions(total: int, largest: int) -> list[int]:
    """A total as sessions of single acts, one and several in turn."""
    sessions: list[int] = []
    while total > 0:
        times = min(total, 1 + len(sessions) % largest)
        sessions.append(times)
        total -= times
    return sessions
