"""Whatever is asked of a matter in whatever order: what is derived follows from the acts, and no act ever changes."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from guiju.matters.models import AllottedNumber, Matter
from guiju.matters.sweep import sweep
from guiju.matters.verification import verify_store
from tests.matters.asking import TALK
from tests.matters.standing_acts import (
    AGREEMENT,
    PERSON,
    act_rows,
    acts_and_what_follows,
    correct,
    dispute,
    retract,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from guiju.matters.requests import Outcome
    from tests.office import Office

pytestmark = pytest.mark.django_db
STEPS = 20
EVENTS: dict[str, dict[str, Any]] = {
    "调解": TALK, "当事人拒绝调解": {}, "当事人重新同意调解": {}, "报告有关部门": {"报告对象": "派出所"}, "达成协议": AGREEMENT,
    "终止调解": {"终止原因": "调解不成"}, "告知其他途径": {"告知途径": "诉讼"}, "督促履行": {}, "登记履行情况": {"履行结果": "继续督促"},
    "申请司法确认": {}, "登记司法确认结果": {"确认结果": "确认有效"}, "归档": {},
}  # fmt: skip
CORRECTED: list[dict[str, Any]] = [
    {}, {"可能引发案件": True}, {"纠纷类型": "合同"}, {"协议金额": None}, {"申请人": PERSON}, {"履行结果": "已履行"},
]  # fmt: skip


@dataclass
class Course:
    """A dispute to which anything is done that anybody may ask for, drawn from a seed."""

    office: Office
    chance: random.Random
    matter: str
    today: dt.date = dt.date(2026, 3, 2)
    asked: list[str] = field(default_factory=list)

    def step(self) -> Outcome:
        if self.chance.random() < 0.4:
            self.today += dt.timedelta(days=self.chance.randint(1, 12))
            self.office.go_to(self.today.isoformat())
        kind, ask = self.chance.choice(self.ways())
        self.asked.append(kind)
        return ask()

    def ways(self) -> list[tuple[str, Callable[[], Outcome]]]:
        often = [("event", self.event)] * 5
        return [
            *often, ("correction", self.correction), ("correction", self.correction),
            ("retraction", lambda: retract(self.office, self.matter, self.target())),
            ("attachment", lambda: self.say("attachment", {"目标": self.target(), "说明": "照片"})),
            ("notice", lambda: self.say("notice", {
                "来源办件": "x", "来源机关": "y", "事由": "z", "要求办理": self.act(),
            })),
            ("accomplished", lambda: self.say(
                "accomplished", {"内容": {}, "违反": "x", "理由": "y"}, "supervisor", self.act(),
                done_on=self.day(),
            )),
            ("erasure", lambda: self.say("erasure", {
                "目标": self.target(), "字段": "申请人", "依据": "x", "批准人": "y",
            }, "head")),
        ]  # fmt: skip

    def event(self) -> Outcome:
        act, proof = self.act(), self.office.keep()
        late = {"done_on": self.day(), "files": (proof,), "proof": proof.sha256}
        return self.office.ask(act, self.matter, "clerk", data=EVENTS[act], **late)

    def correction(self) -> Outcome:
        data: dict[str, Any] = {"更正": self.chance.choice(CORRECTED)}
        if self.chance.random() < 0.4:
            data["更正办理日"] = self.day().isoformat()
        return correct(self.office, self.matter, self.target(), **data)

    def say(
        self, kind: str, data: dict[str, Any], who: str = "clerk", act: str = "", **more: Any
    ) -> Outcome:
        files = (self.office.keep(),)
        return self.office.ask(act, self.matter, who, kind=kind, data=data, files=files, **more)

    def act(self) -> str:
        return self.chance.choice(list(EVENTS))

    def target(self) -> int:
        return self.chance.randint(1, Matter.objects.get(id=self.matter).seq)

    def day(self) -> dt.date:
        """Today or a day between the matter's first and today."""
        opened = Matter.objects.get(id=self.matter).opened
        back = (self.today - opened).days
        return self.today - dt.timedelta(days=self.chance.choice([0, self.chance.randint(0, back)]))


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_asked_the_record_stays_sound(office, seed):
    course = Course(office, random.Random(seed), dispute(office))  # noqa: S311 -- a course, no secret
    for _ in range(STEPS):
        before, acts = acts_and_what_follows(), act_rows(course.matter)
        numbers = list(AllottedNumber.objects.order_by("id").values())
        outcome = course.step()
        if not outcome.accepted:
            assert acts_and_what_follows() == before, course.asked
            continue
        assert act_rows(course.matter)[: len(acts)] == acts, course.asked
        assert list(AllottedNumber.objects.order_by("id").values())[: len(numbers)] == numbers
        report = verify_store(deep=True)
        assert not report.broken, (course.asked, report.text())
        if sweep(course.today):
            assert not verify_store(deep=True).broken, course.asked
