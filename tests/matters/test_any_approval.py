"""Whatever is said of a proposal by whomever in whatever order: what is derived follows from the acts, and nobody acts beyond the role."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from guiju.lawbook.chain import awaited
from guiju.matters.awaiting import Awaited
from guiju.matters.models import Matter
from guiju.matters.rulebook import substitutable_roles
from guiju.matters.verification import verify_store
from guiju.people.leave import Leave, end_substitution, substitute
from guiju.people.models import Post, Substitution
from guiju.people.services import PeopleError, appoint
from tests.chains import JOINT, chain_of, joint
from tests.matters.asking import forms_of
from tests.matters.standing_acts import act_rows, acts_and_what_follows
from tests.office import FOUNDED, filing_data

__all__ = ["chain_of", "joint"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("joint")]
STEPS = 25
PEOPLE = ("officer", "second", "head", "supervisor", "host", "clerk", "reviewer")
SAID = ("同意", "同意", "同意", "转办", "转办", "撤回", "退回", "不同意")


class Course:
    """One case, proposed again and again, of which anybody says anything."""

    def __init__(self, office: Any, seed: int) -> None:
        self.office, self.chance = office, random.Random(seed)  # noqa: S311 -- a course, no secret
        self.today = dt.date(2026, 3, 2)
        for name, role in (("clerk", "法制机构"), ("reviewer", "机关负责人")):
            appoint(office.people[name], office.body, [role], since=FOUNDED)
        self.matter = self.propose().matter

    def propose(self):
        again = (
            {"matter": self.matter}
            if hasattr(self, "matter")
            else {"procedure": "ordinary-penalty"}
        )
        ask = {"kind": "proposal", "data": filing_data(), "signers": ("officer", "second"), **again}
        return self.office.ask("立案", **ask)

    def step(self) -> str:
        way = self.chance.choice(["say"] * 6 + ["propose", "leave", "end", "wait", "hand over"])
        return {
            "say": self.say, "propose": self.propose_again, "leave": self.leave, "end": self.end,
            "wait": self.wait, "hand over": self.hand_over,
        }[way]()  # fmt: skip

    def say(self) -> str:
        said, who, by = self.chance.choice(SAID), self.anybody(), self.anybody()
        data = {"提请": self.seq(), "意见": said, "说明": "理由"}
        if said == "转办":
            data["转给"] = self.office.people[self.anybody()].id
        paper: dict[str, Any] = {}
        if self.chance.random() < 0.3:
            paper = {"by": by, "files": (self.office.keep(),)}
        outcome = self.office.ask("", self.matter, who, kind="opinion", data=data, **paper)
        return outcome.refusal.code if outcome.refusal else said

    def propose_again(self) -> str:
        return str(self.propose().accepted)

    def leave(self) -> str:
        post = self.chance.choice(list(Post.objects.filter(body=self.office.body)))
        since = self.today + dt.timedelta(days=self.chance.randint(0, 3))
        asked = Leave(
            post, self.office.people[self.anybody()], since, since + dt.timedelta(days=3), "年休假"
        )
        try:
            substitute(asked, entered_by=post.person, today=self.today, roles=substitutable_roles())
        except PeopleError as error:
            return error.code
        return "leave"

    def end(self) -> str:
        found = Substitution.objects.order_by("?").first()
        try:
            end_substitution(found, last=self.today, ended_by=found.post.person, today=self.today)
        except (PeopleError, AttributeError):
            return "no end"
        return "end"

    def wait(self) -> str:
        self.today += dt.timedelta(days=1)
        self.office.go_to(self.today.isoformat())
        return "wait"

    def hand_over(self) -> str:
        people = self.office.people
        data = {"移交人": people["officer"].id, "接收人": people[self.anybody()].id, "理由": "调岗"}
        return str(self.office.ask("", self.matter, kind="handover", data=data).accepted)

    def anybody(self) -> str:
        return self.chance.choice(PEOPLE)

    def seq(self) -> int:
        proposals = [one.seq for one in forms_of(self.matter) if one.kind == "proposal"]
        return self.chance.choice([proposals[-1], proposals[-1], self.chance.choice(proposals)])


def check_chain(matter: str) -> None:
    """Every event rests on one agreement of each role of the chain, in the chain's order, by nobody who proposed."""
    forms = forms_of(matter)
    for event in forms:
        if event.kind != "event":
            continue
        said = [forms[seq - 1] for seq in event.authority["approvals"]]
        proposal = forms[said[0].data["提请"] - 1]
        agreed: list[str] = []
        for one in said:
            assert one.data["意见"] == "同意"
            assert one.role in awaited(JOINT, agreed)
            assert proposal.by not in {one.by, one.authority.get("for")}
            agreed.append(one.role)
        assert awaited(JOINT, agreed) == ()


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_said_the_record_stays_sound(office, seed):
    course, told = Course(office, seed), []
    for _ in range(STEPS):
        before, acts = acts_and_what_follows(), act_rows(course.matter)
        told.append(course.step())
        after = act_rows(course.matter)
        assert after[: len(acts)] == acts, told
        if len(after) == len(acts):
            assert acts_and_what_follows() == before, told
            continue
        report = verify_store(deep=True)
        assert report.intact, (told, report.text())
        check_chain(course.matter)
        matter = Matter.objects.get(id=course.matter)
        waiting = Awaited.objects.filter(matter=matter).exists()
        assert waiting or matter.closed or "event" in {one.kind for one in forms_of(matter.id)}
