"""What an act says is typed by the catalog: every field by its type, none unknown, none left out, none shortened."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.matters.models import Matter
from guiju.people.services import appoint
from tests.matters.asking import MEDIATION, forms_of, refused
from tests.matters.test_late_entry import FINDINGS
from tests.office import FOUNDED, PARTY, mediation_data

pytestmark = pytest.mark.django_db
LONG = "长"

WRONG = {
    "text, a number": ("登记簿号", 12, "应是文字"),
    "text of two lines": ("登记簿号", "一\n二", "只能写一行"),
    "text with a control sign": ("移交单位", "甲\x07", "控制字符"),
    "text too long": ("移交单位", LONG * 201, "有 201 字，最多 200 字"),
    "paragraph too long": ("纠纷简况", LONG * 20_001, "最多 20000 字"),
    "choice of none": ("纠纷类型", "邻居", "只能是"),
    "yes or no, a word": ("可能引发案件", "否", "应答是或否"),
    "yes or no, a number": ("可能引发案件", 0, "应答是或否"),
    "whole number, a text": ("涉及人数", "3", "应是整数"),
    "whole number, a fraction": ("涉及人数", 2.5, "应是整数"),
    "whole number, a yes": ("涉及人数", True, "应是整数"),
    "whole number too small": ("涉及人数", 1, "不能小于 2人"),
    "region of five digits": ("发生地", "62062", "6、9 或 12 位"),
    "party, only a name": ("申请人", "示例某甲", "应写明姓名或名称、类别"),
    "party without a name": ("申请人", {"kind": "法人"}, "缺少姓名或名称"),
    "party of no kind": ("申请人", {"name": "甲", "kind": "公司"}, "的类别只能是"),
    "party with a wrong code": ("申请人", {**PARTY, "code": "91620000MA00000008"}, "校验不符"),
    "party with more": ("申请人", {**PARTY, "phone": "1"}, "没有“phone”这一项"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_value_its_field_does_not_take_is_refused_and_named(office, case):
    field, value, words = WRONG[case]
    data = mediation_data(**{field: value})
    refusal = refused(office, "data.invalid", "登记受理", data=data, **MEDIATION)
    assert list(refusal.problems) == [field]
    assert words in refusal.problems[field]
    assert refusal.sentence.startswith("“登记受理”填写的内容有问题：")


LISTED = {
    "day that is none": ("有效期起", "2026-02-30", "应是真实的日期"),
    "day written otherwise": ("有效期起", "2026-3-2", "应是真实的日期"),
    "unit with a blank": ("承接主体", "甲 镇", "请从单位中选取"),
    "article too long": ("法律依据", LONG * 201, "最多 200 字"),
    "entry that is no id": ("权责清单事项", "清单1", "请从中选取"),
    "file never brought in": ("委托书", "委托书.pdf", "请先上传"),
    "files named twice": ("委托书", ["0" * 64, "0" * 64], "列了两次"),
}


def delegation_data() -> dict[str, Any]:
    return {
        "事项编号": "委1", "事项名称": "市容检查", "事项类型": "行政检查", "承接方式": "委托", "委托机关": "SLX-SJ",
        "承接范围": "指定主体", "承接主体": "SLX-Z", "承接方性质": "行政机关", "法律依据": "演示依据", "委托书": "0" * 64,
        "再委托": False, "具备执法人员": True, "有效期起": "2026-03-02", "有效期至": "2026-06-30",
    }  # fmt: skip


@pytest.mark.parametrize("case", LISTED)
def test_days_units_articles_entries_and_files_are_typed_too(office, case):
    field, value, words = LISTED[case]
    refusal = refused(
        office, "data.invalid", "列入", who="clerk", procedure="delegation",
        data={**delegation_data(), field: value},
    )  # fmt: skip
    assert list(refusal.problems) == [field]
    assert words in refusal.problems[field]


@pytest.mark.parametrize("value", ["100", 100.5, "一百元", 10**15 + 1])
def test_money_is_a_whole_number_of_fen(office, value):
    matter = office.mediation().matter
    data = {"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "赔偿", "协议金额": value}
    refusal = refused(office, "data.invalid", "达成协议", matter, who="clerk", data=data)
    assert "以分为单位的整数" in refusal.problems["协议金额"]


def test_a_bound_on_money_is_told_in_yuan(office):
    appoint(office.people["officer"], office.body, ["执法人员"], since=FOUNDED)
    on_the_spot = {
        "当事人": PARTY, "当事人类型": "单位", "案由": "占道", "违法日期": "2026-03-02", "违法时间": "09:30",
        "违法地点": "示例路", "事实确凿": True, "事实理由": "现场照片",
    }  # fmt: skip
    ask = {"procedure": "summary-penalty", "signers": ("officer", "second")}
    late = {**on_the_spot, "违法时间": "24:00"}
    refusal = refused(office, "data.invalid", "当场查处", data=late, **ask)
    assert "09:30" in refusal.problems["违法时间"]
    matter = office.do("当场查处", data=on_the_spot, **ask).matter
    told = {"处罚依据": "演示依据", "拟处罚款": -1}
    refusal = refused(office, "data.invalid", "当场告知", matter, data=told, signers=ask["signers"])
    assert "不能小于 0元" in refusal.problems["拟处罚款"]


@pytest.mark.parametrize(("value", "words"), [("a", "人员的列表"), (["a", "a"], "列了两次")])
def test_officers_are_a_list_of_persons_each_once(office, value, words):
    matter = office.do("收到申请", who="reviewing", procedure="reconsideration", data={
        "收件登记号": "收1", "申请人": PARTY, "被申请人": "SLX-SJ", "被申请人类别": "本级政府工作部门", "行政行为": "处罚",
        "领域": "市场监管", "复议请求": "撤销", "提出途径": "直接提出",
    }).matter  # fmt: skip
    data = {"申请期限内": True, "期限判断理由": "未满六十日", "复议人员": value}
    refusal = refused(
        office, "data.invalid", "受理", matter, who="reviewing", kind="proposal", data=data
    )
    assert words in refusal.problems["复议人员"]


@pytest.mark.parametrize("empty", [None, "", "absent"])
def test_what_must_be_filled_in_is_missed_and_asked_for(office, empty):
    data = mediation_data(调解员=empty)
    if empty == "absent":
        del data["调解员"]
    refusal = refused(office, "data.invalid", "登记受理", data=data, **MEDIATION)
    note = "（主持调解的人，两人以上的用顿号分开）"
    assert refusal.problems == {"调解员": f"“调解员”是必填项{note}，请填写。"}


def test_a_field_the_act_does_not_have_is_refused_with_its_nearest(office):
    data = mediation_data(纠纷类别="邻里")
    refusal = refused(office, "data.invalid", "登记受理", data=data, **MEDIATION)
    assert "没有“纠纷类别”这一项" in refusal.problems["纠纷类别"]
    assert "纠纷类型" in refusal.problems["纠纷类别"]


def test_a_field_of_another_act_is_none_of_this_one(office):
    refusal = refused(
        office, "data.invalid", "登记受理", data=mediation_data(协议内容="互不追究"), **MEDIATION
    )
    assert list(refusal.problems) == ["协议内容"]


def test_everything_that_is_wrong_is_told_at_once(office):
    data = mediation_data(涉及人数="三", 发生地="甲", 调解员="")
    refusal = refused(office, "data.invalid", "登记受理", data=data, **MEDIATION)
    assert list(refusal.problems) == ["发生地", "涉及人数", "调解员"]
    assert all(sentence in refusal.sentence for sentence in refusal.problems.values())


def test_what_is_given_without_a_value_takes_back_what_stood(office):
    letter = office.keep("委托书.pdf")
    data = {**delegation_data(), "委托书": letter.sha256}
    matter = office.do(
        "列入", who="clerk", procedure="delegation", data=data, files=(letter,)
    ).matter
    office.do("公布", matter, "clerk", data={"公布位置": "县政府网站"})
    assert str(Matter.objects.get(id=matter).valid_until) == "2026-06-30"
    office.do("调整", matter, "clerk", data={"有效期至": None})
    assert Matter.objects.get(id=matter).valid_until is None


HEARING = "听证范围"


@pytest.fixture
def investigated(office) -> str:
    """A penalty case of 1,000 yuan against a company, with its evidence; no hearing is due for so little."""
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    return matter


def findings(**more: Any) -> dict[str, Any]:
    return {
        **{name: value for name, value in FINDINGS.items() if name not in {HEARING, "改定理由"}},
        **more,
    }


SIGNED = {"signers": ("officer", "second")}


def test_what_follows_from_the_facts_is_filled_in(office, investigated):
    """行政处罚法第六十三条：较大数额罚款才告知听证。"""
    office.do("调查终结", investigated, data=findings(), **SIGNED)
    assert forms_of(investigated)[-1].data[HEARING] is False


def test_what_departs_from_the_facts_needs_its_reason(office, investigated):
    data = findings(听证范围=True)
    refusal = refused(
        office, "data.override_without_reason", "调查终结", investigated, data=data, **SIGNED
    )
    assert "应为“否”，现填“是”" in refusal.sentence
    assert list(refusal.problems) == [HEARING]
    reasons = {HEARING: "当事人要求从宽适用"}
    office.do("调查终结", investigated, data={**data, "改定理由": reasons}, **SIGNED)
    assert forms_of(investigated)[-1].data["改定理由"] == reasons


def test_money_that_departs_is_said_in_yuan(office, investigated):
    office.do("调查终结", investigated, data=findings(), **SIGNED)
    notice = {"告知罚款": 40_000_00, "告知没收数额": 0, "告知其他处罚": "无"}
    refusal = refused(
        office, "data.override_without_reason", "拟处罚告知", investigated, data=notice
    )
    assert "应为“1,000.00元”，现填“40,000.00元”" in refusal.sentence


def test_an_empty_reason_is_no_reason(office, investigated):
    data = findings(听证范围=True, 改定理由={HEARING: ""})
    refusal = office.ask("调查终结", investigated, data=data, **SIGNED).refusal
    assert HEARING in refusal.sentence


def test_the_same_as_the_facts_needs_no_reason(office, investigated):
    assert office.ask("调查终结", investigated, data=findings(听证范围=False), **SIGNED).accepted
