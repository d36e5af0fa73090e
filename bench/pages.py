"""The staff door's pages at 1,000,000 matters, through the server: p95 of each kind by itself. Bar: 100 ms.

The matters are performed acts of a few hundred matters, copied by statement under new ids to many bodies and days; the pages read rows,
and do not verify them. ``python bench/pages.py [MATTERS]``. The reference is the sign-in page, which reads nothing.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import urllib.parse
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.support.browsing import Browser, measured, p95, serving
from bench.support.store import FOUNDED, accept, opened, talk

if TYPE_CHECKING:
    from guiju.matters.requests import ActRequest

PERFORMED = 500
BODIES = 50
ROUNDS = 200
LIST_ROUNDS = 60
LEDGER = "law-activity"
PASSWORD = "Bench-Pages-2026"  # noqa: S105 -- a store thrown away after the run
START = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
# Begun up to two years back, due from a month ago to two years ahead; the clock has nothing to do meanwhile.
SHIFTS = {
    "opened": "-(c.turn % 700)",
    "done_on": "-(c.turn % 700)",
    "ready": "-(c.turn % 700)",
    "since": "-(c.turn % 700)",
    "due": "(c.turn % 730 - 30)",
    "next_due": "(c.turn % 730 - 30)",
    "next_wake": "(c.turn % 700 + 10)",
}
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文斌浩宇轩子涵梓晨㙓"
PLACES = ["东河", "西关", "南坪", "北川", "青山", "白水", "龙泉", "石桥", "金沙", "柳林"]
TRADES = ["商贸有限公司", "食品有限公司", "建材经营部", "餐饮店", "物流有限公司", "养殖专业合作社"]
CAUSES = ["未按规定公示价格", "超范围经营", "无照经营", "销售不合格产品", "虚假宣传", "邻里纠纷"]
_COPIED = {
    "matters_matter": ("id", "body_id"),
    "matters_act": ("matter_id", "body"),
    "matters_duty": ("matter_id", "body"),
    "matters_slots": ("matter_id", "body"),
    "matters_awaited": ("matter_id", "body"),
}


def filled(matters: int) -> tuple[str, list[str]]:
    """Fill the store; gives the clerk's user name and the ids of matters the clerk may open."""
    from guiju.matters import clock
    from guiju.matters.recounting import recount
    from guiju.matters.sealing import seal
    from guiju.matters.services import perform_many
    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, open_account, register_person
    from guiju.search.services import refresh

    clerk = register_person("某甲")
    overseer = register_person("某乙")
    proposer = register_person("某丙")
    county = establish_body(
        "B", "示例县人民政府", kind=BodyKind.GOVERNMENT, since=FOUNDED, word="示"
    )
    for number in range(BODIES):
        body = establish_body(
            f"B{number}", f"示例{number}局", kind=BodyKind.ORGAN, since=FOUNDED, word="示", parent=county,
        )  # fmt: skip
        roles = ["人民调解员", "普法联络员"] if number == 0 else []
        appoint(clerk, body, [*roles, "行政复议人员", "行政复议机构负责人"], since=FOUNDED)
        appoint(proposer, body, ["行政复议人员"], since=FOUNDED)
    appoint(overseer, county, ["法制机构"], since=FOUNDED)
    open_account(clerk, "clerk", PASSWORD)
    open_account(overseer, "overseer", PASSWORD)
    with clock.simulated(clock.SimulatedClock(START)):
        disputes = list(perform_many(accept("B0", clerk.id, n) for n in range(PERFORMED // 2)))
        list(perform_many(talk(clerk.id, one.matter) for one in disputes))
        activities = list(perform_many(activity(clerk.id, n) for n in range(PERFORMED // 4)))
        reviews = list(perform_many(application(clerk.id, n) for n in range(PERFORMED // 4)))
        asked = [acceptance(proposer.id, one.matter) for one in reviews[: len(reviews) // 2]]
        proposals = list(perform_many(asked))
        recount(clock.today())  # else the server would begin with counting every copy once
    begun = [*disputes, *activities, *reviews]
    assert all(one.accepted for one in [*begun, *proposals])
    seal()
    refresh()
    copy(matters // PERFORMED - 1)
    name_them()
    return "clerk", [one.matter for one in begun]


def activity(clerk: str, number: int) -> ActRequest:
    """The request that enters one row of a ledger."""
    from guiju.matters.requests import ActRequest

    kind = ("讲座", "培训", "宣传活动")[number % 3]
    return ActRequest(
        recorded_by=clerk, body="B0", procedure=LEDGER, act="登记",
        data={
            "活动编号或名称": f"活动{number}", "主题": f"主题{number:03}", "活动类型": kind, "工作板块": "普法规划",
            "宣传节点": "日常", "场次": 1 + number % 4, "受众人次": number * 7 % 300,
        },
    )  # fmt: skip


def application(clerk: str, number: int) -> ActRequest:
    """The request that enters one application for review."""
    from tests.matters.test_clock_events import APPLICATION

    from guiju.matters.requests import ActRequest

    return ActRequest(
        recorded_by=clerk, body="B0", procedure="reconsideration", act="收到申请",
        data={**APPLICATION, "收件登记号": f"收{number}"},
    )  # fmt: skip


def acceptance(proposer: str, matter: str) -> ActRequest:
    """The request that proposes to accept an application."""
    from guiju.matters.requests import ActRequest

    return ActRequest(
        recorded_by=proposer, matter=matter, act="受理", kind="proposal",
        data={"申请期限内": True, "期限判断理由": "六十日内"},
    )  # fmt: skip


def copy(times: int) -> None:
    """Copy every matter so many times: under new ids, to the bodies in turn, on other days."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copies (turn INTEGER)")
        cursor.executemany(
            "INSERT INTO copies VALUES (%s)", [(turn,) for turn in range(1, times + 1)]
        )
        for table, (key, body) in _COPIED.items():
            cursor.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608 -- names fixed above
            names = [column[0] for column in cursor.description]
            values = {name: f't."{name}"' for name in names}
            values[key] = f"printf('%08x', c.turn) || substr(t.{key}, 9)"
            if body:
                values[body] = f"'B' || (c.turn % {BODIES})"
            for day in SHIFTS.keys() & set(names):
                values[day] = f"date(t.{day}, {SHIFTS[day]} || ' days')"
            if "id" in names and key != "id":
                values["id"] = "NULL"
            listed = ", ".join(f'"{name}"' for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({listed}) SELECT {', '.join(values[name] for name in names)} "  # noqa: S608 -- names fixed above
                f"FROM {table} t, copies c"
            )
        cursor.execute("DROP TABLE copies")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def name_them() -> None:
    """Index every copy under a party of its own, as the background work would; the rows keep their titles."""
    from django.db import connection, transaction

    from guiju.search import index, marks
    from guiju.search.cutting import plain

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.id, m.body_id, m.procedure FROM matters_matter m "
            "LEFT JOIN search_entry e ON e.matter = m.id WHERE e.id IS NULL ORDER BY m.opened, m.id"
        )
        rows = cursor.fetchall()
    drawn = random.Random(2026)  # the same names in every run
    entries = [
        (
            matter,
            plain(
                f"示{number}罚〔2026〕{number}号 {company(drawn)} {credit_code(drawn)} {drawn.choice(CAUSES)}"
            ),
            " ".join([*marks.of_places(body, (), {}), marks.of_procedure(procedure)]),
        )
        for number, (matter, body, procedure) in enumerate(rows)
    ]
    for first in range(0, len(entries), 20_000):
        with transaction.atomic():
            index.write(entries[first : first + 20_000], ())


def company(drawn: random.Random) -> str:
    """A made-up name of a trader: most end alike, few begin alike."""
    name = drawn.choice(SURNAMES) + "".join(drawn.choices(GIVEN, k=drawn.choice((1, 1, 2))))
    return f"{drawn.choice(PLACES)}{name}{drawn.choice(TRADES)}"


def credit_code(drawn: random.Random) -> str:
    """Eighteen signs like those of a 统一社会信用代码; the check sign is not computed."""
    return (
        "91620"
        + "".join(drawn.choices("0123456789", k=3))
        + "MA"
        + "".join(drawn.choices("0123456789ABCDEFGH", k=8))
    )


def kinds(matters: list[str]) -> dict[str, list[str]]:
    """Paths of each kind of page."""
    some = [matters[(number * 37) % len(matters)] for number in range(ROUNDS)]
    reviews = [matters[-1 - number % (PERFORMED // 4)] for number in range(ROUNDS)]
    quarter = PERFORMED // 4
    proposed = [matters[-quarter + number % (quarter // 2)] for number in range(ROUNDS)]
    return {
        "work list": ["/"] * ROUNDS,
        "matter": [f"/matters/{one}" for one in some],
        "form of an act": [f"/matters/{one}/acts/{urllib.parse.quote('受理')}" for one in reviews],
        "computation sheet": [
            f"/matters/{one}/sheets/{urllib.parse.quote('受理')}" for one in reviews
        ],
        "opinions asked for": ["/opinions"] * ROUNDS,
        "one opinion": [f"/matters/{one}/opinions/2" for one in proposed],
        "what can be begun": ["/new"] * ROUNDS,
        "what can be begun, by words": [
            f"/new?q={urllib.parse.quote(word)}"
            for word in words(["罚", "调解", "处罚法 54", "证件"])
        ],
        "search: a name of two characters": [
            f"/search?q={urllib.parse.quote(one)}" for one in two_characters()
        ],
        "search: a common word": [
            f"/search?q={urllib.parse.quote(word)}" for word in words(["商贸", "价格", "有限公司"])
        ],
        "search: one character": [
            f"/search?q={urllib.parse.quote(word)}" for word in words(["王", "罚", "号"])
        ],
        "party lookup: part of a name": [
            f"/lookup/party?key=f-x&f-x-name={urllib.parse.quote(one)}" for one in two_characters()
        ],
        "matter lookup: a common word": [
            f"/lookup/reconsideration?key=f-x&f-x={urllib.parse.quote(word)}"
            for word in words(["商贸", "价格", "纠纷"])
        ],
        "search: five digits of a code": [f"/search?q={number:05}" for number in range(ROUNDS)],
    }


def lists() -> dict[str, list[str]]:
    """Paths of each kind of question to a list, for whoever sees one body or all of them."""
    month = (START - dt.timedelta(days=60)).date().isoformat()
    asked = {
        "index of lists": "/lists",
        "ledger, newest": f"/lists/{LEDGER}",
        "ledger, a choice": f"/lists/{LEDGER}?is-活动类型=讲座",
        "ledger, a beginning": f"/lists/{LEDGER}?is-主题=主题01",
        "ledger, a range of numbers": f"/lists/{LEDGER}?from-受众人次=100&to-受众人次=120",
        "ledger, a range of days": f"/lists/{LEDGER}?from-opened={month}",
        "ledger, by a number": f"/lists/{LEDGER}?sort=受众人次",
        "ledger, by a text": f"/lists/{LEDGER}?sort=主题&way=up",
        "ledger, a choice and a range": f"/lists/{LEDGER}?is-活动类型=讲座&from-受众人次=100&to-受众人次=120",
        "ledger, as of a day": f"/lists/{LEDGER}?on={month}",
        "list of cases, open": "/lists/people-mediation?state=open",
        "list of cases, late": "/lists/reconsideration?state=late",
        "list of cases, as of a day": f"/lists/people-mediation?on={month}",
        "all matters, newest": "/matters",
        "all matters, open": "/matters?state=open",
        "all matters, late": "/matters?state=late",
        "all matters, of a procedure": "/matters?is-procedure=reconsideration",
    }
    return {
        name: [urllib.parse.quote(path, safe="/?&=-")] * LIST_ROUNDS for name, path in asked.items()
    }


def words(some: list[str]) -> list[str]:
    return [some[number % len(some)] for number in range(ROUNDS)]


def two_characters() -> list[str]:
    drawn = random.Random(7)
    return [drawn.choice(SURNAMES) + drawn.choice(GIVEN) for _ in range(ROUNDS)]


def main(matters: int) -> None:
    with opened() as folder:
        name, mine = filled(matters)
        with serving(folder) as port:
            browser = Browser(port)
            reference = p95(browser.times(["/signin"] * ROUNDS))
            browser.sign_in(name, PASSWORD, "B0")
            overseer = Browser(port)
            overseer.sign_in("overseer", PASSWORD, "B0")
            measured(browser, kinds(mine), reference, matters)
            measured(browser, lists(), reference, matters, " (one body)")
            measured(overseer, lists(), reference, matters, f" ({BODIES + 1} bodies)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
