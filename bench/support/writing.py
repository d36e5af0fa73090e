"""What a bench writes while pages are asked for: an act, a table brought in, a paper of matters handed over."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from uuid import uuid4

if TYPE_CHECKING:
    from guiju.people.models import Body
    from guiju.people.viewer import Viewer

LEDGER = "law-activity"
_NUMBERS = itertools.count()
_RUN = uuid4().hex[:6]


def viewer_named(username: str) -> Viewer:
    """The viewer an account is at the first body it has a post at."""
    from guiju.matters import clock
    from guiju.people.models import Account
    from guiju.people.selectors import posts_on
    from guiju.people.viewer import viewer_of

    person = Account.objects.select_related("person").get(username=username).person
    body: Body = posts_on(person, clock.today())[0].body
    found = viewer_of(person, body, clock.today())
    assert found is not None
    return found


def recorded() -> None:
    """Record one act: an entry of a ledger, counted by the figures asked for next."""
    from guiju.matters.requests import ActRequest
    from guiju.matters.services import perform
    from guiju.people.models import Post

    post = Post.objects.filter(role="普法联络员").order_by("id").first()
    assert post is not None
    made = perform(
        ActRequest(
            recorded_by=post.person_id, body=post.body_id, procedure=LEDGER, act="登记",
            data={
                "活动编号或名称": f"活动{_RUN}{next(_NUMBERS)}", "主题": "宪法宣传", "活动类型": "讲座",
                "工作板块": "普法规划", "宣传节点": "日常", "场次": 1, "受众人次": 30,
            },
        )
    )  # fmt: skip
    assert made.accepted, made.refusal


def filled_table(username: str) -> int:
    """Bring in a table of the ledger; gives its number. It is judged by the server, beside the pages."""
    from guiju.exchange import columns, services
    from guiju.exchange.writing import OutColumn, OutSheet, workbook_bytes

    headings = ["活动编号或名称", "主题", "活动类型", "工作板块", "宣传节点", "场次", "受众人次"]
    rows = [[f"{_RUN}{n}", "宪法宣传", "讲座", "普法规划", "日常", "1", "30"] for n in range(300)]
    sheet = OutSheet("台账", [OutColumn(one) for one in headings], rows)
    content = workbook_bytes([sheet])
    upload = services.Upload(f"{uuid4().hex}.xlsx", content, LEDGER, columns.EVENT)
    job, _ = services.bring_in(viewer_named(username), upload)
    return int(job.pk)


def handover(username: str) -> int:
    """Number a paper that hands over all an account's person has in hand; gives its id."""
    from guiju.matters import clock
    from guiju.people.selectors import holders_on
    from guiju.supervision.services import make_handover

    viewer = viewer_named(username)
    taker = next(one.person for one in holders_on(viewer.body, clock.today()) if one.person != viewer.person)  # fmt: skip
    words = {"reason": "工作调整", "drafts": [], "papers": ["一本卷宗"]}
    sheet = make_handover(viewer, clock.today(), (viewer.person, taker), words, uuid4().hex)
    return int(sheet.pk)
