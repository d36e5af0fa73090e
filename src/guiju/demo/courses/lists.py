"""Courses of lists: the power list, delegated powers, certificates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.demo.course import Course, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.demo.setting import Setting

DOCUMENT = "示政发（演示）"
FOUR_YEARS = 990
PLACE = "县人民政府网站权责清单栏目"
GUIDE = "公示办事指南"
GUIDED: dict[str, Any] = {"指南位置": "县政务服务平台办事指南栏目", "办公场所公示": True}


def power_entry(setting: Setting, body: str, order: int, kind: str, begins: date) -> Course:
    """An entry of the power list, published within a week.

    Args:
        setting: the ground.
        body: id of the body that exercises the power.
        order: number among the body's entries.
        kind: 事项类型.
        begins: day of 列入.
    """
    code = setting.code(body)
    keeper = setting.staff.one(code, "清单管理员")
    asked = kind not in {"行政处罚", "行政检查", "行政强制"}
    promised = order % 7 if asked else 0
    data: dict[str, Any] = {
        "事项编码": f"示例{body}-{order:04d}", "事项名称": f"{kind}事项（第{order}项）", "事项类型": kind, "政务服务事项": asked,
        "实施主体": code, "依据": "演示依据：法律、法规、规章的名称和条款", "依据有效": True,
        "行使层级": "乡镇街道级" if setting.scenario.body(body).kind == "town" else "县级",
        "办件类型": ("即办件" if promised == 0 else "承诺件") if asked else "不适用",
        "法定时限": promised * 2, "承诺时限": promised, "文号": DOCUMENT,
    }  # fmt: skip
    steps = [Step(0, "列入", keeper, data), Step(4, "公布", keeper, {"公布位置": PLACE})]
    if asked:
        steps.append(Step(5, GUIDE, keeper, GUIDED))
    return Course(f"权责{body}{order}", "power-list", code, begins, tuple(steps))


def removed(course: Course, after: int) -> Course:
    """The same entry taken off the list again.

    Args:
        course: the entry.
        after: working days after it was entered.
    """
    keeper = course.steps[0].person
    data = {"移出事由": "依据废止或者修改", "文号": DOCUMENT}
    steps = (
        Step(after, "移出", keeper, data),
        Step(after + 3, "公布", keeper, {"公布位置": PLACE}),
    )
    return Course(course.key, course.procedure, course.body, course.begins, course.steps + steps)


def adjusted(course: Course, after: int) -> Course:
    """The same entry with a shorter promise.

    Args:
        course: the entry.
        after: working days after it was entered.
    """
    keeper = course.steps[0].person
    data = {"依据有效": True, "承诺时限": 0, "文号": DOCUMENT}
    steps: tuple[Step, ...] = (
        Step(after, "调整", keeper, data),
        Step(after + 3, "公布", keeper, {"公布位置": PLACE}),
    )
    if any(step.act == GUIDE for step in course.steps):
        steps += (Step(after + 3, GUIDE, keeper, GUIDED),)
    return Course(course.key, course.procedure, course.body, course.begins, course.steps + steps)


def empowerment(setting: Setting, order: int, begins: date) -> Course:
    """A power that the province lets every town exercise in its own name."""
    code = setting.code("justice")
    keeper = setting.staff.one(code, "清单管理员")
    kind = ("行政处罚", "行政检查", "公共服务", "其他行政权力")[order % 4]
    data = {
        "事项编号": f"赋权{order:03d}", "事项名称": f"{kind}赋权事项（第{order}项）", "事项类型": kind, "承接方式": "赋权",
        "委托机关": setting.scenario.bodies[0].code, "承接范围": "本辖区全部乡镇街道", "承接方性质": "行政机关",
        "法律依据": "演示依据：省级决定所列条款", "省级决定": "省政府决定（演示）", "再委托": False, "具备执法人员": True,
        "有效期起": begins.isoformat(),
    }  # fmt: skip
    steps = (Step(0, "列入", keeper, data), Step(3, "公布", keeper, {"公布位置": PLACE}))
    return Course(f"赋权{order}", "delegation", code, begins, steps)


def certificate(
    setting: Setting, person: str, order: int, begins: date, *, supervisor: bool
) -> Course:
    """A certificate issued to somebody for five years, and renewed in the fourth of each.

    Args:
        setting: the ground.
        person: id of the holder.
        order: number among those of its kind.
        begins: day of issue.
        supervisor: a supervisor's certificate, not an officer's.
    """
    code = setting.code("justice")
    home = setting.staff.home[person]
    field = next(body.field for body in setting.scenario.bodies if body.code == home)
    kind = "行政执法监督证" if supervisor else "行政执法证"
    data = {
        "持证人": person, "姓名": setting.staff.persons[person].name, "证号": f"示例{'监' if supervisor else '执'}{order:05d}",
        "证件种类": kind, "执法领域": field or "综合", "所在单位": home, "发证机关": "示例省人民政府（演示）", "在编在职": True,
        "考试合格": True, "法律职业资格": False, "有效期起": begins.isoformat(),
        "有效期至": _five_years_on(begins).isoformat(), "文号": DOCUMENT,
    }  # fmt: skip
    keeper = setting.staff.one(code, "证件管理员")
    steps = (Step(0, "列入", keeper, data), *_renewals(setting, keeper, begins))
    return Course(f"证{kind}{order}", "officer-certificate", code, begins, steps)


def _renewals(setting: Setting, keeper: str, begins: date) -> Iterator[Step]:
    after = FOUR_YEARS
    while (day := setting.days.shifted(begins, after)) < setting.today:
        until = _five_years_on(day).isoformat()
        yield Step(after, "调整", keeper, {"变动事由": "延续", "在编在职": True, "有效期至": until})
        after += FOUR_YEARS


def _five_years_on(day: date) -> date:
    return date.fromordinal(date(day.year + 5, day.month, 1).toordinal() + day.day - 2)
