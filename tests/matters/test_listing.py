"""A list is read within the bodies in sight, page by page, and says truly how many there are and what they add up to."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters import list_paths, list_reading
from guiju.matters.list_query import Begins, Between, Is, ListError, ListQuery, Missing
from guiju.matters.listing import Cursor, every_row, list_page, summary
from guiju.matters.models import Slots
from guiju.people.viewer import Viewer
from tests.office import PARTY, filing_data

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 20)
ACTIVITIES = "law-activity"


def activity(office, number: int, **data):
    return office.do(
        "登记", who="clerk", procedure=ACTIVITIES,
        data={
            "活动编号或名称": f"活动{number}", "主题": f"主题{number:03}", "活动类型": "讲座", "工作板块": "普法规划",
            "宣传节点": "日常", "场次": 1, **data,
        },
    ).matter  # fmt: skip


@pytest.fixture
def viewer(office):
    return Viewer("", "", office.body.code, frozenset(), frozenset({office.body.code}))


def titles(viewer, query, **more):
    return [row.values["主题"] for row in list_page(viewer, query, TODAY, **more).rows]


def test_pages_go_on_and_back_without_gap(office, viewer):
    for number in range(23):
        office.go_to(f"2026-03-{3 + number // 5:02}", 9 + number % 5)
        activity(office, number, 受众人次=number % 4 * 10 if number % 3 else None)
    for query in (
        ListQuery(ACTIVITIES),
        ListQuery(ACTIVITIES, order="受众人次"),
        ListQuery(ACTIVITIES, order="主题", descending=False),
        ListQuery(ACTIVITIES, (Is("活动类型", "讲座"),)),
        ListQuery(ACTIVITIES, (Is("活动类型", "讲座"), Between("场次", 1, 1)), order="受众人次"),
        ListQuery(ACTIVITIES, order="next_due"),
    ):
        whole = [row.matter for row in list_page(viewer, query, TODAY, limit=100).rows]
        assert len(set(whole)) == 23
        pages, cursor = [], None
        while True:
            page = list_page(viewer, query, TODAY, cursor, 5)
            pages.append([row.matter for row in page.rows])
            if page.behind is None:
                break
            cursor = Cursor.read(page.behind.text())
        assert [one for part in pages for one in part] == whole
        for expected in reversed(pages[:-1]):
            page = list_page(viewer, query, TODAY, Cursor.read(page.before.text()), 5)
            assert [row.matter for row in page.rows] == expected
        assert page.before is None
        assert [row.matter for row in every_row(viewer, query, TODAY)] == whole


def test_each_condition_finds_what_it_says(office, viewer):
    activity(office, 1, 受众人次=30)
    office.go_to("2026-03-05")
    activity(office, 2, 受众人次=80, 活动类型="培训")
    office.go_to("2026-03-06")
    activity(office, 3, 活动类型="培训", 对象="企业")
    day = dt.date(2026, 3, 5)
    for conditions, expected in (
        ((Is("活动类型", "培训"),), ["主题003", "主题002"]),
        ((Begins("主题", "主题00"),), ["主题003", "主题002", "主题001"]),
        ((Between("受众人次", 31, None),), ["主题002"]),
        ((Between("受众人次", None, 30),), ["主题001"]),
        ((Between("opened", day, TODAY),), ["主题003", "主题002"]),
        ((Missing("对象"),), ["主题002", "主题001"]),
        ((Is("活动类型", "培训"), Is("对象", "企业")), ["主题003"]),
    ):
        assert titles(viewer, ListQuery(ACTIVITIES, conditions)) == expected, conditions
        found = summary(viewer, ListQuery(ACTIVITIES, conditions), TODAY)
        assert (found.count, found.complete) == (len(expected), True)


def test_totals_and_months(office, viewer):
    activity(office, 1, 受众人次=30)
    activity(office, 2, 受众人次=12, 场次=2)
    office.go_to("2026-04-01")
    activity(office, 3)
    found = summary(viewer, ListQuery(ACTIVITIES), TODAY)
    assert found.totals == {"场次": 4, "受众人次": 42, "宣传品份数": 0}
    assert found.groups == [("2026-03", 2), ("2026-04", 1)]
    by_kind = summary(viewer, ListQuery(ACTIVITIES), TODAY, by="活动类型")
    assert by_kind.groups == [("讲座", 3)]


@pytest.mark.parametrize(("query", "code"), [
    (ListQuery("no-such"), "list.procedure"),
    (ListQuery(ACTIVITIES, (Is("无此栏", "x"),)), "list.column"),
    (ListQuery(ACTIVITIES, (Between("主题", 1, 2),)), "list.kind"),
    (ListQuery(ACTIVITIES, (Is("场次", "1"),)), "list.kind"),
    (ListQuery(ACTIVITIES, order="title"), "list.order"),
    (ListQuery(ACTIVITIES, state="closed"), "list.state"),
    (ListQuery(ACTIVITIES, state="open", as_of=TODAY), "list.state"),
    (ListQuery(ACTIVITIES, unit="SLX"), "list.unit"),
])  # fmt: skip
def test_what_a_list_cannot_answer_is_refused_in_words(office, viewer, query, code):
    for ask in (list_page, summary):
        with pytest.raises(ListError) as refused:
            ask(viewer, query, TODAY)
        assert refused.value.code == code
        assert refused.value.sentence.endswith("。")


@pytest.mark.parametrize(
    "text", ["", "x", "W10", "WzAsWyJhIiwiYiJdLDBd", "WzUsWyIyMDI2LTAxLTAxIiwiYiJdLDBd"]
)
def test_a_place_that_is_none_of_the_list_is_refused(office, viewer, text):
    with pytest.raises(ListError) as refused:
        list_page(viewer, ListQuery(ACTIVITIES), TODAY, Cursor.read(text))
    assert refused.value.code == "list.cursor"


@pytest.mark.parametrize(("text", "parts"), [
    ("12.5", 125_000), ("0", 0), ("-0.0001", -1), ("99.99994", 999_999), ("9" * 15, 2**63 - 1), ("-" + "9" * 15, 1 - 2**63),
])  # fmt: skip
def test_a_percentage_is_listed_in_ten_thousandths_of_a_percent_within_what_a_database_holds(
    text, parts
):
    from guiju.matters.live import slot_value

    assert slot_value("number1", text) == parts


def test_what_is_only_proposed_is_listed_as_waiting_for_approval(office, viewer):
    proposed = office.do(
        "立案",
        procedure="ordinary-penalty",
        kind="proposal",
        signers=("officer", "second"),
        data=filing_data(),
    )
    (row,) = list_page(viewer, ListQuery("ordinary-penalty"), TODAY).rows
    assert (row.matter, row.begun, row.waiting) == (proposed.matter, False, ("立案",))
    assert row.values["当事人"] == PARTY["name"]


def test_a_matter_moved_to_another_first_day_is_listed_by_it(office, viewer):
    matter = activity(office, 1)
    office.go_to("2026-03-05")
    office.do(
        "", matter, "clerk", kind="correction", done_on="2026-03-02", signers=("head",), files=(office.keep(),),
        data={"目标": 1, "理由": "误", "更正办理日": "2026-03-04"},
    )  # fmt: skip
    day = dt.date(2026, 3, 4)
    kind = Is("活动类型", "讲座")
    for conditions in ((kind,), (kind, Between("opened", day, day))):
        query = ListQuery(ACTIVITIES, conditions)
        assert [row.opened for row in list_page(viewer, query, TODAY).rows] == [day]
        assert Slots.objects.get(matter=matter).opened == day


def test_a_list_too_long_to_look_through_at_once_goes_on_to_its_last_row(
    office, viewer, monkeypatch
):
    for number in range(40):
        activity(office, number, 对象="企业" if number % 9 == 0 else "青少年")
    query = ListQuery(ACTIVITIES, (Is("活动类型", "讲座"), Is("对象", "企业")), order="主题")
    whole = titles(viewer, query)
    assert whole == ["主题036", "主题027", "主题018", "主题009", "主题000"]
    for room, name, value in (
        (list_reading, "GLANCE", 1), (list_reading, "CAP", 3), (list_paths, "CAP", 3), (list_paths, "LEAST_WINDOW", 5),
    ):  # fmt: skip
        monkeypatch.setattr(room, name, value)
    page = list_page(viewer, query, TODAY, limit=1)
    onward, unfinished, last = page.rows, page.unfinished, page
    while page.behind is not None:
        page = list_page(viewer, query, TODAY, page.behind, 1)
        onward, unfinished = [*onward, *page.rows], unfinished or page.unfinished
        last = page if page.rows else last
    assert [row.values["主题"] for row in onward] == whole
    assert unfinished, "a page may hold nothing and yet the list go on"
    back, page = [], last
    while page.before is not None:
        page = list_page(viewer, query, TODAY, page.before, 1)
        back = [*page.rows, *back]
    assert [row.values["主题"] for row in back] == whole[:-1]
