"""What waits, what is barred and what is one duty of several acts: the pages say it before anything is typed."""

from __future__ import annotations

import pytest

from guiju.people.services import appoint
from tests.office import FOUNDED, filing_data
from tests.web.desk import Desk, act_address, decision_form, opened, signing

pytestmark = pytest.mark.django_db
TRANSFER = {
    "有违法事实证据": True, "应受处罚": True, "属于本机关管辖": False, "在追责期限内": True,
    "判断理由": "不属管辖", "核查结论": "移送有管辖权机关",
}  # fmt: skip
PERSON = {"name": "王某某", "kind": "自然人"}


@pytest.fixture(autouse=True)
def enforcing(office) -> None:
    """The officers enforce on the street too."""
    for name in ("officer", "second"):
        appoint(office.people[name], office.body, ["执法人员"], since=FOUNDED)


def part(page: str, heading: str) -> str:
    """What stands under a heading of the page's right side."""
    return page.partition(f"<h3>{heading}</h3>")[2].partition("<h3>")[0]


def proposed_decision(officer: Desk) -> str:
    """A case whose decision waits for approval."""
    office = officer.office
    matter = office.penalty().matter
    office.evidence(matter)
    address = act_address(matter, "处罚决定")
    answer = officer.confirm(officer.check(address, **decision_form(office)), address)
    assert answer.status_code == 302, answer.content.decode()
    return matter


def proposed_filing(officer: Desk) -> str:
    return officer.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(),
    ).matter  # fmt: skip


def lead(officer: Desk, **data: object) -> str:
    """A lead just registered."""
    return officer.office.do(
        "线索登记", procedure="lead-verification",
        data={
            "线索摘要": "未公示价格", "线索来源": "投诉举报", "来源编号": "举1",
            "实名举报": True, "举报人": PERSON, **data,
        },
    ).matter  # fmt: skip


def on_the_spot(officer: Desk) -> str:
    """A case of summary procedure just begun."""
    return officer.office.do(
        "当场查处", procedure="summary-penalty", signers=("officer", "second"),
        data={
            "当事人": PERSON, "当事人类型": "公民", "案由": "乱停", "违法日期": "2026-03-02",
            "违法时间": "09:00", "违法地点": "甲路", "事实确凿": True, "事实理由": "现场所见",
        },
    ).matter  # fmt: skip


def test_an_act_that_waits_for_approval_says_by_whom_and_for_whom_it_waits(officer: Desk):
    page = officer.page(f"/matters/{proposed_decision(officer)}")
    waiting = part(page, "待审批")
    assert "officer于2026年3月2日（周一）提请（第5号记录），等机关负责人审批" in waiting
    assert "“处罚决定”officer于2026年3月2日（周一）提请" in part(page, "应当")


def test_an_act_that_waits_for_approval_is_not_offered_again(officer: Desk):
    matter = lead(officer)
    officer.office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
    address = act_address(matter, "决定不予立案")
    before = [officer.page(f"/matters/{matter}"), officer.page("/")]
    assert [address in page for page in before] == [True, True], "it may be done"
    officer.office.do("决定不予立案", matter, kind="proposal", data=TRANSFER)
    page = officer.page(f"/matters/{matter}")
    assert f'href="{address}"' not in page
    assert "等机关负责人审批" in part(page, "应当")
    today = officer.page("/")
    assert f'href="{address}"' not in today
    assert "已经提请，等待审批" in today
    form = officer.page(address)
    assert "正在等待审批，不能再提请一次" in form
    assert f'href="/matters/{matter}/opinions/3"' in form
    assert "下一步" not in form


def test_an_act_whose_proposal_was_returned_is_offered_again(officer: Desk):
    matter = proposed_decision(officer)
    officer.office.do(
        "", matter, "head", kind="opinion", data={"提请": 5, "意见": "退回", "说明": "补"}
    )
    assert "下一步" in officer.page(act_address(matter, "处罚决定"))
    assert "等待审批" not in officer.page("/")


def test_a_matter_in_which_nothing_has_taken_effect_is_said_to_wait_on_page_and_list_alike(
    officer: Desk,
):
    matter = proposed_filing(officer)
    page = officer.page(f"/matters/{matter}")
    assert "<dd>待审批：立案</dd>" in page
    assert "在办" not in page
    assert "· 待审批：立案 ·" in officer.page("/")


def test_a_matter_whose_only_proposal_was_refused_is_not_said_to_be_under_way(officer: Desk):
    matter = proposed_filing(officer)
    officer.office.do(
        "", matter, "head", kind="opinion", data={"提请": 1, "意见": "不同意", "说明": "证据不足"}
    )
    assert "没有成立，提请没有批准" in officer.page(f"/matters/{matter}")


def test_a_form_whose_act_is_barred_says_so_before_anything_is_typed(officer: Desk):
    matter = officer.office.penalty().matter
    officer.office.evidence(matter)
    form = officer.page(act_address(matter, "处罚决定"))
    notice = form.partition('class="two form"')[0]
    assert "今天还不能办" in notice
    assert "行政处罚法第四十四条" in notice
    assert f'<a href="{act_address(matter, "拟处罚告知")}">去办“拟处罚告知”</a>' in notice
    assert 'name="f-违法事实"' in form, "what was done on an earlier day can still be entered"


def test_a_form_whose_act_may_be_done_warns_of_nothing(mediator: Desk):
    assert "还不能办" not in mediator.page(act_address(opened(mediator), "调解"))


def test_acts_that_nothing_typed_could_free_are_refused_with_reason_and_remedy_and_not_offered(
    officer: Desk,
):
    matter = lead(officer)
    page = officer.page(f"/matters/{matter}")
    offered, refused = part(page, "可以"), page.partition("<h3>不能</h3>")[2]
    for act in ("移送线索", "转投诉处理", "告知举报人"):
        assert act_address(matter, act) not in offered
        assert f"<strong>{act}</strong>" in refused
    assert "要“核查结论”是移送有管辖权机关才能办" in refused
    assert "请先办理“决定不予立案”。" in refused
    assert act_address(matter, "核查") in offered
    form = officer.page(act_address(matter, "移送线索")).partition('class="two form"')[0]
    assert "要“核查结论”是移送有管辖权机关才能办" in form


def test_a_requirement_that_the_form_itself_can_meet_is_no_bar(officer: Desk):
    office = officer.office
    matter = on_the_spot(officer)
    office.do(
        "当场告知", matter, signers=("officer", "second"),
        data={"处罚依据": "道路交通安全法第九十条", "拟处罚款": 10_000},
    )  # fmt: skip
    page = officer.page(act_address(matter, "当场处罚决定"))
    assert "还不能办" not in page, "罚款 and the rest are typed into this very form"


def test_what_was_decided_before_frees_the_act_it_asks_for_and_no_other(officer: Desk):
    office = officer.office
    matter = lead(officer)
    office.do("核查", matter, signers=("officer", "second"), data={"核查情况": "属实"})
    office.approved("决定不予立案", matter, data=TRANSFER)
    page = officer.page(f"/matters/{matter}")
    assert act_address(matter, "移送线索") in part(page, "可以")
    refused = page.partition("<h3>不能</h3>")[2]
    assert "<strong>转入普通程序</strong>" in refused
    assert "请核对本件已填写的情形。" in refused, "deciding once more is no way out"


def test_acts_of_which_one_is_enough_are_one_duty(officer: Desk):
    matter = on_the_spot(officer)
    owed = part(officer.page(f"/matters/{matter}"), "应当")
    assert "<strong>其一：当场处罚决定、当场不予处罚、转普通程序</strong>" in owed
    assert owed.count('class="line duty"') == 2, "the alternatives, and 归档"
    assert act_address(matter, "转普通程序") in owed


def test_reading_over_calls_acts_of_which_one_is_enough_one_duty(officer: Desk):
    page = officer.check(
        "/new/summary-penalty",
        **{
            "signers": signing(officer.office), "by": officer.office.people["officer"].id,
            "f-当事人-name": "王某某", "f-当事人-kind": "自然人", "f-当事人类型": "公民", "f-案由": "乱停",
            "f-违法日期": "2026-03-02", "f-违法时间": "09:00", "f-违法地点": "甲路", "f-事实确凿": "yes",
            "f-事实理由": "现场所见",
        },
    )  # fmt: skip
    assert "应当办理其中一项：“当场处罚决定”、“当场不予处罚”、“转普通程序”，没有法定期限" in page
