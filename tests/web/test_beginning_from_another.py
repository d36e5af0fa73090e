"""A matter begun from another: what is known there comes filled in, and the two are linked."""

from __future__ import annotations

import re
from html import unescape

import pytest

from guiju.matters.models import Link, Matter
from guiju.people.services import appoint
from tests.matters.standing_acts import accepted, correct, retract
from tests.office import PARTY, filing_data
from tests.web.desk import filing_form, hidden, last_form

pytestmark = pytest.mark.django_db
NEW_PENALTY = "/new/ordinary-penalty"
PERSON = {"name": "王伟", "kind": "自然人", "code": "11010519491231002X"}


def lead(desk, **data) -> str:
    told = {
        "被反映人": PARTY, "线索摘要": "未公示价格", "线索来源": "监督检查", "来源编号": "检1", "实名举报": False,
        **data,
    }  # fmt: skip
    return desk.office.do("线索登记", procedure="lead-verification", data=told).matter


def filled(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""


def chosen(page: str, name: str) -> str:
    select = page.partition(f'<select id="{name}"')[2].partition("</select>")[0]
    found = re.search(r'value="([^"]*)" selected', select)
    return unescape(found.group(1)) if found else ""


def test_the_page_of_a_lead_offers_to_begin_the_penalty_it_leads_to(officer):
    matter = lead(officer)
    page = officer.page(f"/matters/{matter}")
    offered = page.partition("由本件开始")[2]
    assert f'href="{NEW_PENALTY}?from={matter}"' in offered
    assert "已填好：当事人、案由、线索编号、违法行为发现日" in offered


def test_everything_known_of_the_lead_stands_in_the_form(officer):
    matter = lead(officer)
    appoint(
        officer.office.people["officer"],
        officer.office.body,
        ["执法人员"],
        since=officer.office.body.since,
    )
    officer.office.do(
        "核查", matter, signers=("officer", "second"), data={"核查情况": "货架上有过期饼干"}
    )
    page = officer.page(f"{NEW_PENALTY}?from={matter}")
    assert filled(page, "f-当事人-name") == PARTY["name"]
    assert "货架上有过期饼干</textarea>" in page, "what was found is the reason to file"
    assert filled(page, "f-违法行为发现日") == "2026-03-02", "the day the lead was registered"
    assert filled(page, "f-当事人-code") == PARTY["code"]
    assert chosen(page, "f-当事人-kind") == "法人"
    assert filled(page, "f-案由") == "未公示价格"
    assert filled(page, "f-线索编号") == Matter.objects.get(id=matter).number != ""
    assert "那里已有的内容都填好了" in page


def test_the_new_matter_is_linked_to_where_it_came_from(officer):
    matter = lead(officer)
    page = officer.page(f"{NEW_PENALTY}?from={matter}")
    typed = {**filing_form(officer.office), "from": filled(page, "from")}
    checked = officer.check(NEW_PENALTY, **typed)
    assert hidden(checked)["from"] == [matter]
    made = officer.confirm(checked, NEW_PENALTY)["Location"].rpartition("/")[2]
    assert list(Link.objects.values_list("source_id", "target_id")) == [(matter, made)]
    assert "关联办件" in officer.page(f"/matters/{made}")


def test_a_form_with_a_mistake_keeps_where_it_came_from(officer):
    matter = lead(officer)
    page = officer.check(
        NEW_PENALTY, **{**filing_form(officer.office), "from": matter, "f-案由": ""}
    )
    assert filled(page, "from") == matter


def test_a_natural_person_comes_whole_to_the_own_body(officer):
    page = officer.page(f"{NEW_PENALTY}?from={lead(officer, 被反映人=PERSON)}")
    assert filled(page, "f-当事人-name") == "王伟"
    assert filled(page, "f-当事人-code") == PERSON["code"]


def test_a_natural_person_comes_as_corrected_and_as_before_once_the_correction_is_taken_back(
    officer,
):
    office, matter = officer.office, lead(officer, 被反映人=PERSON)
    accepted(correct(office, matter, 1, "officer", 更正={"被反映人": {**PERSON, "name": "李强"}}))
    assert filled(officer.page(f"{NEW_PENALTY}?from={matter}"), "f-当事人-name") == "李强"
    accepted(retract(office, matter, 2, "officer"))
    assert filled(officer.page(f"{NEW_PENALTY}?from={matter}"), "f-当事人-name") == "王伟"


def test_a_natural_person_comes_whole_from_what_was_entered_as_its_papers_state_it(officer):
    office = officer.office
    data = {"被反映人": PERSON, "线索摘要": "未公示价格", "线索来源": "监督检查", "来源编号": "旧1"}
    matter = office.do(
        "", by="head", kind="opening", procedure="lead-verification", files=(office.keep(),),
        data={"说明": "在办", "行为": [{"act": "线索登记", "done_on": "2026-02-25", "data": data}]},
    ).matter  # fmt: skip
    assert filled(officer.page(f"{NEW_PENALTY}?from={matter}"), "f-当事人-name") == "王伟"


def test_a_natural_person_comes_whole_from_what_is_only_proposed(officer):
    matter = officer.office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(当事人=PERSON, 当事人类型="公民"),
    ).matter  # fmt: skip
    page = officer.page(f"/new/reconsideration?from={matter}")
    assert filled(page, "f-申请人-name") == "王伟"


def offered(page: str) -> dict[str, str]:
    """Procedure → what comes filled in, of those offered to be begun from a matter."""
    listed = page.partition("由本件开始")[2]
    found = re.findall(r'href="/new/([a-z-]+)\?from=.*?已填好：([^<]*)', listed, re.DOTALL)
    return dict(found)


def test_what_follows_from_facts_is_not_carried_and_words_alone_offer_nothing(officer):
    office, roles = (
        officer.office,
        ["执法人员", "行政复议人员", "清单管理员", "普法联络员", "决策承办单位"],
    )
    appoint(office.people["officer"], office.body, roles, since=office.body.since)
    found = offered(officer.page(f"/matters/{office.penalty().matter}"))
    bound = {"reconsideration", "summary-penalty", "criminal-transfer", "confiscated-property"}
    assert bound <= {*found}, "a party or the catalog binds them"
    assert not {"power-list", "law-activity", "major-decision"} & {*found}
    assert "当事人" in found["summary-penalty"].split("、")
    assert "当事人类型" not in found["summary-penalty"]


def test_an_entry_is_named_only_by_what_asks_for_one_of_its_list(mediator):
    office = mediator.office
    assert "/new/delegation?from=" not in mediator.page(f"/matters/{office.mediation().matter}")
    entry = {
        "事项编码": "码1", "事项名称": "检查", "事项类型": "行政检查", "政务服务事项": False, "实施主体": "SLX-SJ", "依据": "价格法",
        "依据有效": True, "行使层级": "县级", "办件类型": "不适用", "法定时限": 0, "承诺时限": 0, "文号": "示政发〔2026〕1号",
    }  # fmt: skip
    power = office.do("列入", who="clerk", procedure="power-list", data=entry).matter
    assert "/new/delegation?from=" in mediator.page(f"/matters/{power}")


def test_a_masked_name_is_never_filled_in(officer, overseer):
    matter = lead(officer, 被反映人=PERSON)
    page = overseer.page(f"{NEW_PENALTY}?from={matter}")
    assert filled(page, "f-当事人-name") == ""
    assert "王某" not in page.partition('name="f-当事人-name"')[2].partition(">")[0]


def test_a_supervisors_new_matter_takes_the_facts_and_no_link(officer, overseer):
    matter = lead(officer)
    page = overseer.page(f"{NEW_PENALTY}?from={matter}")
    assert filled(page, "f-案由") == "未公示价格"
    checked = overseer.check(NEW_PENALTY, **{"f-案由": "x", "from": matter})
    assert "来源办件" not in checked


def test_an_address_fills_in_words_and_numbers_and_answers_nothing(mediator):
    page = mediator.page("/new/people-mediation?f-登记簿号=调9&f-纠纷类型=邻里&f-可能引发案件=yes")
    assert filled(page, "f-登记簿号") == "调9"
    assert chosen(page, "f-纠纷类型") == ""
    assert "checked" not in page.partition('id="f-可能引发案件"')[2].partition("</fieldset>")[0]


def test_another_bodys_matter_fills_nothing(officer, stranger):
    page = stranger.page(f"{NEW_PENALTY}?from={lead(officer)}")
    assert filled(page, "f-案由") == ""
    assert 'name="from"' not in page


@pytest.mark.parametrize("source", ["", "x", "' OR 1=1", "00000000-0000-0000-0000-000000000000"])
def test_a_source_that_is_none_does_no_harm(officer, source):
    assert 'name="from"' not in officer.page(f"{NEW_PENALTY}?from={source}")


def test_reconsideration_takes_the_party_the_body_and_the_number(officer):
    matter = officer.office.penalty().matter
    page = officer.page(f"/new/reconsideration?from={matter}")
    assert filled(page, "f-申请人-name") == PARTY["name"]
    assert filled(page, "f-行政行为") == "示市监罚立〔2026〕1号"
    assert "示例县市场监督管理局" in page or "SLX-SJ" in page


def test_no_answer_and_no_amount_carries_over(officer):
    page = officer.page(f"{NEW_PENALTY}?from={lead(officer)}")
    answers = page.partition('id="f-五年追责情形"')[2].partition("</fieldset>")[0]
    assert "checked" not in answers


def test_within_a_matter_a_natural_person_is_filled_in_whole(officer):
    from guiju.web.beginning import whole_value
    from guiju.web.stage import stage_in_matter

    matter = officer.office.penalty(当事人=PERSON, 当事人类型="公民").matter
    assert last_form(matter)

    class Reader:
        """Somebody of the office."""

        from guiju.people.viewer import Viewer

        viewer = Viewer(
            officer.office.people["officer"].id, "officer", officer.office.body.code,
            frozenset(["承办人"]), frozenset([officer.office.body.code]),
        )  # fmt: skip
        today = officer.office.time.now().date()

    stage = stage_in_matter(Reader, matter, "调查取证")
    assert whole_value(stage.view, "当事人", Reader) == PERSON
