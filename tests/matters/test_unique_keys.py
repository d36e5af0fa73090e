"""A key is held by one open or valid matter of a body, and is free again when that one has ended."""

from __future__ import annotations

import pytest

from guiju.matters.models import MatterKey
from guiju.matters.services import perform_many
from tests.matters.asking import FILING, MEDIATION, forms_of, refused, town_beside
from tests.office import PARTY, filing_data, mediation_data

pytestmark = pytest.mark.django_db


def holders(procedure: str = "people-mediation") -> dict[str, str]:
    """Key → the matter that holds it."""
    rows = MatterKey.objects.filter(procedure=procedure)
    return dict(rows.values_list("value", "matter_id"))


def archived(office, matter: str) -> None:
    office.do("终止调解", matter, "clerk", data={"终止原因": "申请人撤回"})
    office.do("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"})
    office.do("归档", matter, "clerk")


def test_what_is_asked_twice_is_sent_to_the_matter_there_is(office):
    matter = office.mediation("调1").matter
    refusal = refused(office, "key.taken", "登记受理", data=mediation_data("调1"), **MEDIATION)
    assert "登记簿号相同（调1）" in refusal.sentence
    assert "请打开原有的一件办理" in refusal.sentence
    assert holders() == {"调1": matter}


def test_another_body_may_use_the_same_key(office):
    town_beside(office)
    office.mediation("调1")
    ask = {**MEDIATION, "who": "elsewhere", "body": "SLX-Z"}
    assert office.ask("登记受理", data=mediation_data("调1"), **ask).accepted


def test_a_closed_case_frees_its_key_and_no_earlier(office):
    matter = office.mediation("调1").matter
    office.do("终止调解", matter, "clerk", data={"终止原因": "申请人撤回"})
    refused(office, "key.taken", "登记受理", data=mediation_data("调1"), **MEDIATION)
    office.do("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"})
    office.do("归档", matter, "clerk")
    assert not holders()
    assert office.mediation("调1").matter != matter


def test_a_case_frees_no_key_but_its_own(office):
    matter, other = (office.mediation(number).matter for number in ("调1", "调2"))
    archived(office, matter)
    assert holders() == {"调2": other}


def entry_data(code: str = "码1") -> dict[str, object]:
    return {
        "事项编码": code, "事项名称": "价格检查", "事项类型": "行政检查", "政务服务事项": False, "实施主体": "SLX-SJ", "依据": "价格法",
        "依据有效": True, "行使层级": "县级", "办件类型": "不适用", "法定时限": 0, "承诺时限": 5, "文号": "示文1号",
    }  # fmt: skip


def test_an_entry_of_a_list_frees_its_key_when_taken_off(office):
    ask = {"who": "clerk", "procedure": "power-list", "data": entry_data()}
    matter = office.do("列入", **ask).matter
    office.do("公布", matter, "clerk", data={"公布位置": "县政府网站"})
    refused(office, "key.taken", "列入", **ask)
    office.do("移出", matter, "clerk", data={"移出事由": "职责划转", "文号": "示文2号"})
    assert office.ask("列入", **ask).accepted


def test_a_key_of_several_fields_is_taken_only_when_all_are_the_same(office):
    ask = {"who": "clerk", "procedure": "power-list"}
    office.do("列入", data=entry_data(), **ask)
    assert office.ask("列入", data={**entry_data(), "实施主体": "SLX-Z"}, **ask).accepted
    refusal = refused(office, "key.taken", "列入", data=entry_data(), **ask)
    assert "事项编码、实施主体相同（码1 / SLX-SJ）" in refusal.sentence


def activity_data(name: str) -> dict[str, object]:
    return {
        "活动编号或名称": name, "主题": "宪法宣传", "活动类型": "宣传活动", "工作板块": "普法规划", "宣传节点": "日常", "场次": 1,
    }  # fmt: skip


def test_a_row_of_a_ledger_keeps_its_key_for_ever(office):
    """What was counted once is not counted again: 同一活动只登记一次."""
    ask = {"who": "clerk", "procedure": "law-activity"}
    office.do("登记", data=activity_data("送法下乡"), **ask)
    office.go_to("2027-03-02")
    refused(office, "key.taken", "登记", data=activity_data("送法下乡"), **ask)
    assert office.ask("登记", data=activity_data("送法下乡第二场"), **ask).accepted


def test_a_party_is_told_apart_by_its_code_before_its_name(office):
    office.penalty()
    renamed = filing_data(当事人={**PARTY, "name": "示例商贸公司"})
    proposal = office.do("立案", kind="proposal", data=renamed, **FILING)
    assert "不要重复登记" in proposal.conflicts[0]
    for name in (PARTY["name"], "示例食品有限公司"):
        assert office.penalty(当事人={"name": name, "kind": "法人"}).accepted


def test_a_proposal_holds_no_key_and_the_first_agreement_takes_it(office):
    first, second = (
        office.do("立案", kind="proposal", data=filing_data(), **FILING) for _ in range(2)
    )
    assert not holders("ordinary-penalty")
    office.agree(second)
    agree = {"who": "head", "kind": "opinion", "data": {"提请": 1, "意见": "同意"}}
    refused(office, "key.taken", "", first.matter, **agree)
    assert [form.kind for form in forms_of(first.matter)] == ["proposal"]
    assert list(holders("ordinary-penalty").values()) == [second.matter]


def test_a_refused_opening_holds_no_key(office):
    data = mediation_data("调1", 联动方式="与行政调解联动")
    refused(office, "kernel.require", "登记受理", data=data, **MEDIATION)
    assert not holders()
    assert office.mediation("调1").accepted


def test_a_key_refused_in_one_transaction_of_a_batch_is_refused_in_the_next(office):
    numbers = ["调1", "调2", "调1", "调2", "调3", "调3"]
    rows = [
        office.request("登记受理", data=mediation_data(number), **MEDIATION) for number in numbers
    ]
    outcomes = list(perform_many(rows, rows_a_transaction=2))
    codes = [one.refusal and one.refusal.code for one in outcomes]
    assert codes == [None, None, "key.taken", "key.taken", None, "key.taken"]
    assert sorted(holders()) == ["调1", "调2", "调3"]


def person(name: str, code: str = "") -> dict[str, str]:
    return {"name": name, "kind": "自然人", **({"code": code} if code else {})}


def file_against(office, party, who: str = "officer"):
    """Propose a penalty against a person, on one lead."""
    return office.ask(
        "立案", procedure="ordinary-penalty", kind="proposal", who=who, signers=("officer", "second"),
        data=filing_data(当事人=party, 当事人类型="公民"),
    )  # fmt: skip


def test_two_people_of_one_surname_are_two_parties(office):
    """行政处罚: 一个当事人为一案；同一线索的亲属各立一案。"""
    for name in ("王小明", "王大力"):
        office.agree(file_against(office, person(name)))
    held = holders("ordinary-penalty")
    assert len(held) == 2
    longest = MatterKey._meta.get_field("value").max_length
    assert longest is not None
    assert all(len(one) <= longest for one in held)
    assert file_against(office, person("王小明")).conflicts


def test_one_person_is_one_party_however_the_name_is_written(office):
    code = "11010519491231002X"
    office.agree(file_against(office, person("王小明", code)))
    assert file_against(office, person("王晓明", code)).conflicts


def test_no_key_shows_who_a_natural_person_is(office):
    code = "11010519491231002X"
    office.agree(file_against(office, person("王小明", code)))
    (value,) = holders("ordinary-penalty")
    assert "王某#" in value
    assert not {"小明", code} & {
        value[at : at + len(part)] for part in ("小明", code) for at in range(len(value))
    }
    (warning,) = file_against(office, person("王小明", code)).conflicts
    assert "王某）" in warning
    assert "#" not in warning


def test_the_refusal_names_the_matter_that_holds_the_key(office):
    matter = office.mediation("调1")
    refusal = refused(office, "key.taken", "登记受理", data=mediation_data("调1"), **MEDIATION)
    assert refusal.matter == matter.matter
    assert f"（{matter.number}）" in refusal.sentence


def test_a_key_passes_on_within_one_batch(office):
    """What is accepted one by one is accepted together."""
    matter = office.mediation("调1").matter
    requests = [
        office.request("终止调解", matter, "clerk", data={"终止原因": "申请人撤回"}),
        office.request("告知其他途径", matter, "clerk", data={"告知途径": "诉讼"}),
        office.request("归档", matter, "clerk"),
        office.request("登记受理", data=mediation_data("调1"), **MEDIATION),
    ]
    outcomes = list(perform_many(requests))
    assert [outcome.refusal for outcome in outcomes] == [None] * 4
    assert holders() == {"调1": outcomes[-1].matter}


def test_two_people_of_one_name_are_told_apart_by_their_documents(office):
    for document in ("护照", "港澳居民来往内地通行证"):
        office.agree(file_against(office, {**person("王小明"), "document": document}))
    assert len(holders("ordinary-penalty")) == 2


def test_a_key_longer_than_its_column_is_told_apart_to_its_end(office):
    """示例: 当事人名称、线索编号都很长。"""
    long = "示例" * 99
    for end in ("甲", "乙"):
        party = {**PARTY, "code": "", "name": f"{long}{end}"}
        office.agree(
            office.ask(
                "立案", procedure="ordinary-penalty", kind="proposal", signers=("officer", "second"),
                data=filing_data(当事人=party, 线索编号="线" * 200),
            )
        )  # fmt: skip
    held = holders("ordinary-penalty")
    assert len(held) == 2
    longest = MatterKey._meta.get_field("value").max_length
    assert longest is not None
    assert all(len(one) <= longest for one in held)
