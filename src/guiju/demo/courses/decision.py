"""Courses of major administrative decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.demo.course import Course, Step

if TYPE_CHECKING:
    from datetime import date

    from guiju.demo.setting import Setting

COMMENT_DAYS = 25


@dataclass(frozen=True, slots=True)
class Decision:
    """What is particular to a decision.

    Attributes:
        key: names the course.
        begins: day of the proposal.
        name: what is decided.
        kind: 决策事项类别.
        drafter: id of the body that drafts it.
    """

    key: str
    begins: date
    name: str
    kind: str
    drafter: str


def decision(setting: Setting, made: Decision) -> Course:
    """A decision from 提出决策建议 to 办结, with public comment and risk assessment."""
    code = setting.scenario.bodies[0].code
    drafter = setting.staff.one(code, "决策承办单位")
    authority = setting.staff.one(code, "决策机关")
    steps = [
        *_started(setting, made, drafter, authority),
        *_consulted(setting, made, drafter),
        *_reviewed(setting, drafter),
        *_concluded(setting, drafter, authority, setting.staff.one(code, "行政首长")),
        *_executed(setting, made, drafter, authority),
    ]
    return Course(made.key, "major-decision", code, made.begins, tuple(steps))


def _started(setting: Setting, made: Decision, drafter: str, authority: str) -> list[Step]:
    return [
        Step(0, "提出决策建议", drafter, {
            "事项名称": made.name, "决策事项类别": made.kind, "适用排除": "不属于排除情形", "建议人": "县人大代表",
        }),
        Step(2, "研究论证", drafter, {"论证意见": "有必要，具备条件。"}),
        Step(5, "决定启动", authority, {
            "目录事项": made.name, "承办单位": setting.code(made.drafter), "参照适用": False, "依法不公开": False,
            "开听证会": False, "专业性强": False, "可能有不利影响": True, "启动判断理由": "逐项核对后确定。",
        }),
        Step(10, "拟订草案", drafter, {
            "涉及其他单位": False, "涉及市场主体": False, "涉及特定群体": False, "公开征求": True, "已有风险评估": False,
            "拟订判断理由": "逐项核对后确定。", "需多方案比较": False, "方案数": 1,
        }),
    ]  # fmt: skip


def _consulted(setting: Setting, made: Decision, drafter: str) -> list[Step]:
    until = setting.days.shifted(made.begins, 12 + COMMENT_DAYS)
    risk = {"风险可控": True, "风险评估报告": setting.paper("评估报告")}
    assessor = setting.staff.one(setting.scenario.bodies[0].code, "风险评估单位")
    return [
        Step(12, "公开征求意见", drafter, {"缩短期限": False, "征求意见截止日": until.isoformat()}),
        Step(
            12 + COMMENT_DAYS,
            "归纳采纳意见",
            drafter,
            {"收到意见数": 18, "采纳意见数": 7, "征求期限已届满": True},
        ),
        Step(14 + COMMENT_DAYS, "风险评估", assessor, risk),
    ]


def _reviewed(setting: Setting, drafter: str) -> list[Step]:
    reviewer = setting.staff.one(setting.scenario.bodies[0].code, "合法性审查部门")
    sent = 16 + COMMENT_DAYS
    return [
        Step(sent, "送合法性审查", drafter, {"审查工作日数": 8}),
        Step(sent + 6, "合法性审查意见", reviewer, {"审查结论": "合法", "法律顾问意见": True}),
    ]


def _concluded(setting: Setting, drafter: str, authority: str, chief: str) -> list[Step]:
    del setting
    start = 24 + COMMENT_DAYS
    return [
        Step(start, "提交讨论", drafter),
        Step(start + 2, "集体讨论", authority, {
            "会议形式": "常务会议", "讨论结果": "通过", "行政首长末位发言": True, "如实记录": True, "与多数意见不一致": False,
        }),
        Step(start + 3, "请示报告党委", authority),
        Step(start + 6, "作出决定", chief, {"决定文号": "示政发（演示）"}),
    ]  # fmt: skip


def _executed(setting: Setting, made: Decision, drafter: str, authority: str) -> list[Step]:
    start = 31 + COMMENT_DAYS
    executor = setting.staff.one(setting.scenario.bodies[0].code, "决策执行单位")
    return [
        Step(
            start, "公布决策", authority, {"普遍关心": True, "解读材料": setting.paper("解读材料")}
        ),
        Step(start, "明确执行单位", authority, {"执行单位": setting.code(made.drafter)}),
        Step(start + 1, "归档", drafter),
        Step(start + 30, "报告执行情况", executor, {"执行情况": "按计划推进。"}),
        Step(start + 31, "办结", authority),
    ]
