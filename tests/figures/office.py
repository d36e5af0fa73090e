"""A county, a bureau and a town that repair lamps and keep a list of helpers."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guiju.figures.definitions import Period
from guiju.figures.selectors import ask
from guiju.lawbook.catalog import ROOT
from guiju.matters import clock
from guiju.matters.files import keep
from guiju.matters.requests import ActRequest
from guiju.matters.services import perform
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body, register_person
from guiju.people.viewer import machine_viewer

if TYPE_CHECKING:
    from guiju.figures.answers import Answer
    from guiju.matters.clock import SimulatedClock
    from guiju.matters.requests import Outcome
    from guiju.people.models import Person

COUNTY, BUREAU, TOWN = "county", "bureau", "town"
FOUNDED = date(2020, 1, 1)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SHARED = ("statutes", "parameters", "roles", "calendar")


def small_catalog(folder: Path) -> Path:
    """A catalog of the test's procedures beside the program's shared files."""
    shutil.copytree(Path(__file__).parent / "catalog", folder, dirs_exist_ok=True)
    for name in SHARED:
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    return folder


@dataclass
class Office:
    clock: SimulatedClock
    clerk: Person = field(init=False)
    second: Person = field(init=False)
    supervisor: Person = field(init=False)
    names: Any = field(default_factory=count)

    def __post_init__(self) -> None:
        county = establish_body(
            COUNTY, "某县人民政府", kind=BodyKind.GOVERNMENT, since=FOUNDED, word="政"
        )
        bureau = establish_body(
            BUREAU, "城管局", kind=BodyKind.ORGAN, since=FOUNDED, parent=county, word="城"
        )
        town = establish_body(
            TOWN, "某镇", kind=BodyKind.TOWN, since=FOUNDED, parent=county, word="镇"
        )
        self.clerk, self.second = register_person("甲"), register_person("乙")
        self.supervisor = register_person("丙")
        for body in (bureau, town):
            appoint(self.clerk, body, ["承办人"], since=FOUNDED)
            appoint(self.second, body, ["承办人", "机关负责人"], since=FOUNDED)
            appoint(self.supervisor, body, ["法制机构"], since=FOUNDED)

    def on(self, day: date) -> None:
        """Let it be nine o'clock of a later day."""
        self.clock.move_to(datetime.combine(day, time(9), clock.BEIJING))

    def report(self, body: str = BUREAU, kind: str = "灯泡", **more: Any) -> Outcome:
        data = {"地点": f"第{next(self.names)}号路口", "类别": kind, **more}
        return self.act("报修", data, procedure="lamp-repair", body=body)

    def enlist(self, grade: str, until: str | None = None) -> Outcome:
        data = {"姓名": f"第{next(self.names)}人", "等级": grade}
        data |= {"有效期至": until} if until else {}
        return self.act("列入", data, procedure="helper-list", body=BUREAU)

    def act(self, act: str, data: dict[str, Any] | None = None, **more: Any) -> Outcome:
        return self.done(ActRequest(self.clerk.id, act, data=data or {}, **more))

    def correct(self, target: Outcome, day: str = "", part: int = 0, **fields: Any) -> Outcome:
        data = {"目标": target.seq, "理由": "录入有误", "更正": fields}
        data |= {"更正办理日": day} if day else {}
        return self.standing("correction", target.matter, data | ({"部分": part} if part else {}))

    def retract(self, target: Outcome) -> Outcome:
        return self.standing(
            "retraction", target.matter, {"目标": target.seq, "理由": "没有发生过"}
        )

    def accomplish(self, matter: str, act: str, fields: dict[str, Any]) -> Outcome:
        data = {"内容": fields, "违反": "先修后办", "理由": "已经办结"}
        return self.done(
            ActRequest(
                self.supervisor.id,
                act,
                matter,
                data=data,
                kind="accomplished",
                files=(keep("原件.pdf", b"scan"),),
            )
        )

    def state_opening(self, stated: list[dict[str, Any]], body: str = BUREAU) -> Outcome:
        return self.done(
            ActRequest(
                self.second.id, data={"行为": stated, "说明": "启用前已办"}, kind="opening",
                procedure="lamp-repair", body=body, files=(keep("旧卷.pdf", b"old file"),),
            )
        )  # fmt: skip

    def standing(self, kind: str, matter: str, data: dict[str, Any]) -> Outcome:
        return self.done(
            ActRequest(
                self.clerk.id, matter=matter, data=data, kind=kind,
                signers=(self.second.id,), files=(keep("证明.pdf", b"proof"),),
            )
        )  # fmt: skip

    def done(self, request: ActRequest) -> Outcome:
        outcome = perform(request)
        assert outcome.accepted, outcome.refusal
        return outcome


def figure(
    identifier: str, period: Period = YEAR, as_of: int | None = None, body: str | None = None
) -> Answer:
    """A figure as the county sees it."""
    viewer = machine_viewer(COUNTY)
    assert viewer is not None
    return ask(viewer, identifier, period, body, as_of)


def value(
    identifier: str, period: Period = YEAR, as_of: int | None = None, body: str | None = None
) -> Any:
    return figure(identifier, period, as_of, body).value
