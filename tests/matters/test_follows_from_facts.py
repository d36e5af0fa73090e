"""What follows from facts already told is proposed: the kind of a party, the time a wrong was found, the day of the act."""

from __future__ import annotations

from guiju.people.services import appoint
from tests.matters.asking import refused
from tests.matters.test_late_entry import FINDINGS
from tests.office import FOUNDED, filing_data

PERSON = {"name": "张三丰", "kind": "自然人", "code": "11010519491231002X"}
ASK = {"procedure": "summary-penalty", "signers": ("officer", "second")}


def on_the_spot(**more):
    return {
        "当事人": PERSON,
        "案由": "占道",
        "违法日期": "2026-03-02",
        "违法时间": "09:30",
        "违法地点": "示例路",
        "事实确凿": True,
        "事实理由": "现场照片",
        **more,
    }


def test_a_natural_person_is_no_unit(office):
    appoint(office.people["officer"], office.body, ["执法人员"], since=FOUNDED)
    refusal = refused(
        office,
        "data.override_without_reason",
        "当场查处",
        data=on_the_spot(当事人类型="单位"),
        **ASK,
    )
    assert "“当事人类型”按已填事实应为“公民”" in refusal.sentence
    matter = office.do("当场查处", data=on_the_spot(), **ASK).matter
    told = {"处罚依据": "演示依据", "拟处罚款": 300000}
    office.do("当场告知", matter, data=told, signers=ASK["signers"])
    decision = {
        "处罚种类": "只处罚款",
        "罚款": 300000,
        "使用柔性执法": "未使用",
        "裁量理由": "无",
        "已告知先行复议": True,
        "社会影响": False,
        "社会影响理由": "无",
    }
    refused(office, "kernel.require", "当场处罚决定", matter, data=decision, signers=ASK["signers"])


def test_an_old_wrong_is_not_filed_by_a_tick(office):
    data = filing_data(违法行为终了日="2023-02-20")
    refusal = refused(
        office,
        "data.override_without_reason",
        "立案",
        procedure="ordinary-penalty",
        kind="proposal",
        signers=("officer", "second"),
        data=data,
    )
    assert "“在追责期限内”按已填事实应为“否”" in refusal.sentence
    five = {**data, "五年追责情形": True}
    office.do(
        "立案",
        procedure="ordinary-penalty",
        kind="proposal",
        signers=("officer", "second"),
        data=five,
    )


def test_the_day_of_the_act_is_the_day_it_was_done_not_the_day_it_was_recorded(office):
    matter = office.penalty().matter
    office.evidence(matter)
    signers = ("officer", "second")
    office.go_to("2026-03-05")
    office.do("调查终结", matter, data=FINDINGS, signers=signers)
    office.do("拟处罚告知", matter, data={}, signers=signers)
    office.do("告知书送达", matter, data={"送达方式": "直接送达"}, signers=signers)
    office.go_to("2026-03-20")
    file = office.keep("证明.pdf")
    ask = {
        "data": {"告知的意见期限": "2026-03-13"},
        "signers": signers,
        "files": (file,),
        "proof": file.sha256,
    }
    refused(office, "kernel.require", "核实陈述申辩情形", matter, done_on="2026-03-13", **ask)
    office.do("核实陈述申辩情形", matter, done_on="2026-03-16", **ask)
