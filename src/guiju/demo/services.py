"""Building the demonstration in an empty store."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import transaction

from guiju.demo.course import WorkDays
from guiju.demo.errors import DemoError, refuse
from guiju.demo.performer import Performer
from guiju.demo.picks import Picks
from guiju.demo.scenario import load_scenario, scenario_names
from guiju.demo.setting import Setting, keep_papers
from guiju.demo.staff import settle_people
from guiju.demo.today import open_matters
from guiju.demo.worked import planned_worked
from guiju.demo.year import courses_of_year
from guiju.figures.services import refresh
from guiju.matters import clock, rulebook
from guiju.matters.sealing import checkpoint
from guiju.matters.sweep import sweep
from guiju.matters.upkeep import refresh_statistics
from guiju.people.models import Person
from guiju.people.selectors import top_bodies
from guiju.people.services import open_account

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from guiju.demo.course import Course
    from guiju.demo.scenario import Scenario
    from guiju.demo.today import Opened

__all__ = ["Demo", "DemoAccount", "DemoError", "build_demo"]
DEFAULT_SCENARIO = "county-2022"
PASSWORD_BYTES = 9
OFFICERS = "certificates-issued"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account to try the program with.

    Attributes:
        username: name to sign in with.
        password: drawn for this store and kept nowhere; show it once.
        name: name of the person.
        body: name of the body.
        roles: the posts held there.
    """

    username: str
    password: str
    name: str
    body: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built.

    Attributes:
        county: code of the county's government, at the head of all bodies.
        year: the year whose figures were reached.
        accounts: who can sign in.
        matters: how many matters were opened.
        acts: how many entries persons made; what the clock let happen comes on top.
        open: id of each matter that lies open → how the work list shows it.
    """

    county: str
    year: int
    accounts: tuple[DemoAccount, ...]
    matters: int
    acts: int
    open: Mapping[str, str]


def build_demo(
    scenario: str = DEFAULT_SCENARIO,
    *,
    today: date | None = None,
    progress: Callable[[str], None] | None = None,
) -> Demo:
    """Fill an empty store (migrated, without any act, body or person) with a scenario.

    Args:
        scenario: name of a scenario of this room.
        today: the day the open matters lie around; None: today.
        progress: told, in a Chinese sentence, what is being done; once for each month that has acts.

    Returns:
        Accounts with their passwords and counts of what was performed.

    Raises:
        DemoError: ``demo.store_not_empty``; ``demo.refused`` with the refusal when an act of the scenario was not lawful; the store then
            holds what was done before and is of no further use.
    """
    known = load_scenario(_known(scenario))
    _check_empty()
    tell = progress or _silent
    day = today or clock.today()
    start = datetime.combine(known.begins, time(8), clock.BEIJING)
    with clock.simulated(clock.SimulatedClock(start)) as running:
        tell("登记机构和人员")
        setting = _setting(known, day)
        performer = Performer(running, setting)
        opened = open_matters(setting, day)
        performer.perform(_courses(setting, opened, day), tell)
        tell("核对期限，生成检查点")
        sweep(day)
        refresh_statistics()
        checkpoint()
        refresh()
    accounts = _accounts(setting)
    lying = {performer.matters[one.course.key]: one.spec.colour for one in opened}
    return Demo(
        known.bodies[0].code, known.year, accounts, len(performer.matters), performer.entries, lying
    )


def _known(scenario: str) -> str:
    names = scenario_names()
    if scenario not in names:
        refuse(
            "demo.unknown", f"没有名为“{scenario}”的演示情景。可以使用的有：{'、'.join(names)}。"
        )
    return scenario


def _check_empty() -> None:
    if top_bodies().exists() or Person.objects.exists():
        refuse(
            "demo.store_not_empty",
            "这个存储里已经有机构或人员，不能再装入演示数据：演示数据只能装入空的存储。"
            "请把 GUIJU_STORE 指向一个新文件夹（使用 PostgreSQL 的，指向一个空库）后再试。",
        )


def _silent(_sentence: str) -> None:
    """Nobody wants to be told."""


def _setting(scenario: Scenario, today: date) -> Setting:
    picks = Picks(scenario.seed)
    with transaction.atomic():
        issued = scenario.targets.get(OFFICERS)
        officers = 0 if issued is None else int(issued.value)
        staff = settle_people(scenario, scenario.begins, officers)
        return Setting(scenario, staff, WorkDays(rulebook.calendar()), picks, keep_papers(), today)


def _courses(setting: Setting, opened: list[Opened], today: date) -> list[Course]:
    courses = courses_of_year(setting)
    for one in opened:
        courses += [*one.before, one.course]
    courses += planned_worked(setting, courses)
    late = [one.key for one in courses if one.steps[-1].day(one.begins, setting.days) >= today]
    if late:
        refuse("demo.after_today", f"情景里的事项排到了今天或以后：{'、'.join(late)}。请调整情景。")
    return courses


def _accounts(setting: Setting) -> tuple[DemoAccount, ...]:
    made = []
    for account in setting.scenario.accounts:
        body = setting.scenario.body(account.body)
        person = setting.staff.one(body.code, account.role)
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        open_account(setting.staff.persons[person], account.username, password)
        roles = setting.staff.roles_of(person, body.code)
        name = setting.staff.persons[person].name
        made.append(DemoAccount(account.username, password, name, body.name, roles))
    return tuple(made)
