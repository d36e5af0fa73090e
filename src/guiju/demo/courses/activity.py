"""Courses of the ledger of law activities: one act each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.demo.course import Course, Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.demo.setting import Setting

LAW_OF_2025 = date(2025, 11, 1)


@dataclass(frozen=True, slots=True)
class Activity:
    """What is entered.

    Attributes:
        key: names the course.
        body: id of the body.
        day: the day it was held.
        theme: 主题.
        kind: 活动类型.
        block: 工作板块.
        times: 场次.
        counts: other counts by field.
        audience: 对象.
    """

    key: str
    body: str
    day: date
    theme: str
    kind: str
    block: str
    times: int
    counts: Mapping[str, int]
    audience: str


def activity(setting: Setting, held: Activity) -> Course:
    """An activity entered on its day."""
    code = setting.code(held.body)
    data: dict[str, Any] = {
        "活动编号或名称": held.key, "主题": held.theme, "活动类型": held.kind, "工作板块": held.block, "对象": held.audience,
        "场次": held.times, **held.counts,
    }  # fmt: skip
    if held.day >= LAW_OF_2025:
        data["宣传节点"] = "日常"
    step = Step(0, "登记", setting.staff.one(code, "普法联络员"), data)
    return Course(held.key, "law-activity", code, held.day, (step,))
