"""One table page for every list, ledger and all matters: what is typed is read in words, shown as chips, kept under a name."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from guiju.web.list_page import months_between
from tests.matters.test_listing import ACTIVITIES, activity

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
LEDGER = f"/lists/{ACTIVITIES}"
CHIP = re.compile(r'<a class="chip" href="([^"]*)" aria-current="true">([^<]*)<span class="away"')


def cells(page: str) -> list[list[str]]:
    """The rows of the table as texts."""
    body = (
        page.partition('<table class="list">')[2].partition("<tbody>")[2].partition("</tbody>")[0]
    )
    return [
        [
            re.sub(r"<[^>]+>", "", one).strip()
            for one in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in body.split("<tr>")[1:]
    ]


def subjects(page: str) -> list[str]:
    return [row[1] for row in cells(page)]


def foot(page: str) -> str:
    return re.sub(r"<[^>]+>", " ", page.partition("<tfoot>")[2].partition("</tfoot>")[0])


@pytest.fixture
def ledger(mediator: Desk) -> Desk:
    """A ledger with three rows."""
    activity(mediator.office, 1, 受众人次=30)
    mediator.office.go_to("2026-03-05")
    activity(mediator.office, 2, 受众人次=1280, 活动类型="培训")
    mediator.office.go_to("2026-04-07")
    activity(mediator.office, 3, 对象="企业")
    return mediator


def test_rows_lead_to_their_matters_newest_first_with_totals_in_the_foot(ledger: Desk):
    page = ledger.page(LEDGER)
    assert subjects(page) == ["主题003", "主题002", "主题001"]
    assert "合计 3 条" in foot(page)
    assert "1,310" in foot(page)
    assert re.search(r'<th scope="row" class="text"><a href="/matters/[0-9a-f-]{36}">', page)
    assert "宣传品份数" in page
    assert "宣传品份数（份）" in page
    assert "2026年4月7日" in page


def test_a_condition_becomes_a_chip_that_takes_it_away(ledger: Desk):
    page = ledger.page(f"{LEDGER}?is-活动类型=培训&from-受众人次=1,000")
    assert subjects(page) == ["主题002"]
    chips = [(unescape(link), label) for link, label in CHIP.findall(page)]
    assert [label for _, label in chips] == ["活动类型：培训", "受众人次：1,000人次以上"]
    assert subjects(ledger.page(chips[1][0])) == ["主题002"]
    assert subjects(ledger.page(chips[0][0])) == ["主题002"]
    assert CHIP.findall(ledger.page(chips[0][0]))[0][1] == "受众人次：1,000人次以上"


@pytest.mark.parametrize(
    ("months", "first", "shown"),
    [
        (["2022-03", "2026-08", "2026-11"], "2026-06", 6),
        (["2022-03", "2025-02", "2026-11"], "2025-02", 22),
        (["2026-10", "2026-11"], "2026-10", 2),
        (["2020-01", "2024-12", "2026-11"], "2024-12", 24),
    ],
)
def test_a_chart_begins_with_the_first_month_that_has_any(months, first, shown):
    told = months_between([(month, 1) for month in months])
    assert (told[0][0], len(told)) == (first, shown)
    assert sum(number for _, number in told) == sum(month >= first for month in months)


def test_headings_sort_and_turn_round(ledger: Desk):
    page = ledger.page(LEDGER)
    link = unescape(re.search(r'<a href="([^"]+)">受众人次', page)[1])
    assert subjects(ledger.page(link)) == ["主题002", "主题001", "主题003"]
    turned = unescape(re.search(r'<a href="([^"]+)">受众人次', ledger.page(link))[1])
    page = ledger.page(turned)
    assert subjects(page) == ["主题001", "主题002", "主题003"]
    assert 'aria-sort="ascending"' in page


def test_a_chart_by_month_shows_months_without_any_as_nothing(ledger: Desk):
    page = ledger.page(LEDGER)
    assert "2026年3月" in page
    assert "2026年4月" in page
    by_kind = ledger.page(f"{LEDGER}?by=活动类型")
    assert (
        f'href="{LEDGER}?by={quote("活动类型")}&amp;is-{quote("活动类型")}={quote("讲座")}"'
        in by_kind
    )


@pytest.mark.parametrize(("query", "said"), [
    ("is-无此栏=1", "没有“无此栏”这一栏"),
    ("from-opened=三月", "应是日期，年份写四位"),
    ("on=2026-02-30", "不是日历上的日子"),
    ("from-受众人次=许多", "应是以人次为单位的整数"),
    ("from-受众人次=9&to-受众人次=1", "起点在终点之后"),
    ("is-受众人次=9", "要填从多少到多少"),
    ("from-主题=9", "不能填从多少到多少"),
    ("year=26", "年度要写四位数字"),
    ("year=0000", "年度要写四位数字"),
    ("state=closed", "没有这一状态"),
    ("sort=无此栏", "不能按“无此栏”排序"),
    ("by=无此栏", "不能照它画图"),
    ("unit=SLX", "这个单位的办件您不能查看"),
    ("at=xyz", "翻页的位置已经不适用"),
])  # fmt: skip
def test_wrong_conditions_are_told_in_words_and_nothing_is_listed(ledger: Desk, query, said):
    page = ledger.page(f"{LEDGER}?{query}")
    assert said in page
    assert 'role="alert"' in page
    assert "主题001" not in page


def test_rows_of_other_bodies_are_never_shown(ledger: Desk, stranger: Desk, overseer: Desk):
    assert "主题001" not in stranger.page(LEDGER)
    assert "主题001" not in stranger.page("/matters")
    assert "还没有登记" in stranger.page("/lists").partition("普法活动")[2].partition("</li>")[0]
    assert subjects(overseer.page(LEDGER)) == ["主题003", "主题002", "主题001"]
    assert "示例县市场监督管理局" in overseer.page("/matters")


def test_a_natural_persons_name_is_masked_as_in_the_record(desk: Desk):
    party = {
        "name": "欧阳某人名",
        "kind": "自然人",
        "code": "11010519491231002X",
        "document": "居民身份证",
    }
    desk.office.penalty(当事人=party, 当事人类型="公民")
    page = desk.enter("officer").page("/lists/ordinary-penalty")
    assert "欧阳某" in page
    assert "某人名" not in page
    assert "11010519491231002X" not in page


def test_long_and_rare_names_stand_in_the_table(mediator: Desk):
    activity(mediator.office, 1, 主题="㙓山𬭳" + "长" * 197)
    page = mediator.page(LEDGER)
    assert "㙓山𬭳长长" in page
    assert "长" * 81 not in page
    assert subjects(mediator.page(f"{LEDGER}?is-主题=㙓山𬭳")) != []
    assert cells(mediator.page(f"{LEDGER}?is-主题=㙓山𬭴")) == []


def test_all_matters_are_one_table_by_procedure_and_state(ledger: Desk):
    ledger.office.mediation()
    page = ledger.page("/matters")
    assert len(cells(page)) == 4  # the certificates are the county's
    assert len(cells(ledger.page("/matters?is-procedure=people-mediation"))) == 1
    assert len(cells(ledger.page("/matters?state=open"))) == 1
    assert len(cells(ledger.page("/matters?year=2026"))) == 4
    assert cells(ledger.page("/matters?year=2025")) == []
    assert "没有这一程序" in ledger.page("/matters?is-procedure=none")


def test_a_view_is_saved_opened_renamed_used_first_and_deleted(ledger: Desk):
    views = f"{LEDGER}/views"
    query = f"is-{quote('活动类型')}={quote('培训')}&at=old"
    ledger.send(views, step="save", name="只看培训", query=query)
    page = ledger.page(f"{LEDGER}?plain=1")
    assert "已保存“只看培训”" in page
    link, number = re.search(r'href="([^"]+&amp;view=(\d+))">只看培训', page).groups()
    assert subjects(ledger.page(unescape(link))) == ["主题002"]
    ledger.send(views, step="rename", view=number, name="培训")
    ledger.send(views, step="choose", view=number)
    answer = ledger.client.get(LEDGER)
    assert answer.status_code == 302
    assert subjects(ledger.page(answer["Location"])) == ["主题002"]
    assert len(subjects(ledger.page(f"{LEDGER}?plain=1"))) == 3
    ledger.send(views, step="delete", view=number)
    assert ledger.client.get(LEDGER).status_code == 200


def test_a_view_needs_a_name_and_conditions(ledger: Desk):
    views = f"{LEDGER}/views"
    for name, query, said in (
        ("", "is-x=1", "要有名称"),
        ("长" * 31, "is-x=1", "不超过30个字"),
        ("空", "at=1&plain=1", "没有可保存的"),
        ("长", "is-x=" + "1" * 2001, "条件太长"),
    ):
        ledger.send(views, step="save", name=name, query=query)
        assert said in ledger.page(f"{LEDGER}?plain=1")


def test_a_view_is_its_owners_alone(ledger: Desk, overseer: Desk):
    from guiju.web.models import SavedView

    ledger.send(f"{LEDGER}/views", step="save", name="只看培训", query="is-a=1")
    number = SavedView.objects.get().id
    overseer.send(f"{LEDGER}/views", step="delete", view=number)
    overseer.send(f"{LEDGER}/views", step="rename", view=number, name="别人的")
    assert SavedView.objects.get().name == "只看培训"
    assert "只看培训" not in overseer.page(f"{LEDGER}?plain=1")


def test_every_list_and_ledger_is_in_the_index_with_its_rows_and_last_day(ledger: Desk):
    page = ledger.page("/lists")
    row = page.partition(f'href="{LEDGER}"')[2].partition("</li>")[0]
    assert "3 条" in row
    assert "2026年4月7日" in row
    assert ledger.page("/lists/no-such", 404)


def test_an_empty_list_says_what_belongs_here_and_how_to_begin(mediator: Desk):
    page = mediator.page(LEDGER)
    assert "“普法活动”还没有登记" in page
    assert f'href="/new/{ACTIVITIES}">登记一条' in page
    without = mediator.page("/lists/ordinary-penalty")
    assert "按您的职责不能登记" in without


def test_a_page_of_fifty_rows_stays_small(mediator: Desk):
    for number in range(52):
        activity(mediator.office, number, 主题=f"{number:03}" + "题" * 190)
    answer = mediator.client.get(LEDGER)
    assert len(answer.content) < 100_000
    page = answer.content.decode()
    assert len(cells(page)) == 50
    onward = unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    assert len(cells(mediator.page(onward))) == 2


def test_a_day_long_past_says_that_conditions_go_by_what_is_said_now_where_too_much_changed(
    mediator: Desk, monkeypatch
):
    from guiju.matters import list_as_of

    for number in ("调1", "调2"):
        mediator.office.mediation(number)
    mediator.office.go_to("2026-03-20")
    address = "/lists/people-mediation?on=2026-03-10"
    assert "列的是当日在办" in mediator.page(address)
    assert "按现在登记的内容" not in mediator.page(address)
    monkeypatch.setattr(list_as_of, "REFOLDED", 1)
    assert "按现在登记的内容" in mediator.page(address)
