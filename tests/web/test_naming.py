"""A lead passes over to the case whose filing the head approved: its pages lead there and back, at every stage."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guiju.people.services import appoint
from tests.office import FOUNDED, PARTY
from tests.web.desk import Desk, act_address, filing_form, last_form

pytestmark = pytest.mark.django_db
NEW_PENALTY = "/new/ordinary-penalty"
PASSING, DECLINING = "转入普通程序", "决定不予立案"


@pytest.fixture(autouse=True)
def enforcing(office) -> None:
    """The officers enforce on the street too."""
    for name in ("officer", "second"):
        appoint(office.people[name], office.body, ["执法人员"], since=FOUNDED)


@pytest.fixture
def lead(officer: Desk) -> str:
    """A lead that was looked into."""
    told = {
        "被反映人": PARTY, "线索摘要": "未公示价格", "线索来源": "监督检查", "来源编号": "检1", "实名举报": False,
    }  # fmt: skip
    matter = officer.office.do("线索登记", procedure="lead-verification", data=told).matter
    both = ("officer", "second")
    officer.office.do("核查", matter, signers=both, data={"核查情况": "货架上有过期饼干"})
    return str(matter)


def asked_for(officer: Desk, lead: str) -> str:
    """A case begun from the lead, its filing proposed."""
    typed = {**filing_form(officer.office), "from": lead}
    made = officer.confirm(officer.check(NEW_PENALTY, **typed), NEW_PENALTY)
    return str(made["Location"].rpartition("/")[2])


def answered(officer: Desk, case: str, said: str = "同意") -> None:
    data = {"提请": 1, "意见": said, "说明": "" if said == "同意" else "证据不足"}
    officer.office.do("", case, "head", kind="opinion", data=data)


def part(page: str, heading: str) -> str:
    return page.partition(f"<h3>{heading}</h3>")[2].partition("<h3>")[0]


def filled(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""


def owed_today(officer: Desk, lead: str) -> str:
    """The rows of a lead on the first page."""
    rows = re.findall(r'<li class="line duty">(.*?)</li>', officer.page("/"), re.DOTALL)
    return "".join(one for one in rows if lead in one)


def test_a_lead_looked_into_is_filed_or_not_and_filing_is_the_first_button(officer, lead):
    page, address = officer.page(f"/matters/{lead}"), f"{NEW_PENALTY}?from={lead}"
    owed, can = part(page, "应当"), part(page, "可以")
    assert f"<strong>其一：{PASSING}、{DECLINING}</strong>" in owed
    assert f'“{PASSING}”以前，先办<a href="{address}">“立案”</a>' in owed
    assert can.count("button primary") == 1
    assert f'<a class="button primary" href="{address}">立案</a>' in can
    assert act_address(lead, DECLINING) in can
    assert act_address(lead, PASSING) not in can, "nothing is there yet to pass over to"


def test_the_first_page_leads_from_the_lead_to_the_filing_or_to_declining(officer, lead):
    row = owed_today(officer, lead)
    assert f'href="{NEW_PENALTY}?from={lead}"' in row
    assert act_address(lead, DECLINING) in row
    assert act_address(lead, PASSING) not in row
    assert "先办“立案”" in row


def test_the_form_that_names_a_case_says_that_there_is_none_yet(officer, lead):
    form = officer.page(act_address(lead, PASSING))
    assert "先办“立案”。" in form
    assert f'<a href="{NEW_PENALTY}?from={lead}">去办“立案”</a>' in form


def test_while_the_head_has_not_approved_the_lead_waits_and_says_for_what(officer, lead):
    case = asked_for(officer, lead)
    page = officer.page(f"/matters/{lead}")
    owed = part(page, "应当")
    assert f'“{PASSING}”要等：<a href="/matters/{case}">“立案”</a>已经提请，等待审批' in owed
    assert "button primary" not in part(page, "可以")
    assert act_address(lead, PASSING) not in part(page, "可以")
    assert act_address(lead, DECLINING) not in owed
    row = owed_today(officer, lead)
    assert "“立案”已经提请，等待审批" in row
    assert 'class="button' not in row, "while it waits nothing is offered in its stead"
    form = officer.page(act_address(lead, PASSING))
    assert "等“立案”批准以后再办" in form
    assert filled(form, "chosen-f-处罚案件") == ""


def test_a_filing_that_was_not_approved_is_where_the_lead_leads_back_to(officer, lead):
    case = asked_for(officer, lead)
    answered(officer, case, "退回")
    owed = part(officer.page(f"/matters/{lead}"), "应当")
    assert f'<a href="/matters/{case}">“立案”</a>没有批准，改好后重新提请' in owed
    assert act_address(lead, DECLINING) in owed
    row = owed_today(officer, lead)
    assert f'<a class="button small" href="/matters/{case}"' in row
    assert act_address(lead, DECLINING) in row


def test_once_approved_the_lead_passes_over_and_its_form_names_the_case(officer, lead):
    case = asked_for(officer, lead)
    answered(officer, case)
    page = officer.page(f"/matters/{lead}")
    assert "先办" not in part(page, "应当")
    can = part(page, "可以")
    assert f'class="button primary" href="{act_address(lead, PASSING)}"' in can
    assert can.count("button primary") == 1, (
        "what the head has filed is not to be declined by the way"
    )
    assert f"<strong>{PASSING}</strong>" in part(page, "应当")
    row = owed_today(officer, lead)
    assert act_address(lead, PASSING) in row
    assert act_address(lead, DECLINING) not in row
    address = act_address(lead, PASSING)
    form = officer.page(address)
    assert case in filled(form, "chosen-f-处罚案件")
    typed = {name: filled(form, name) for name in ("f-处罚案件", "chosen-f-处罚案件", "done_on")}
    assert officer.confirm(officer.check(address, **typed), address).status_code == 302
    assert last_form(lead).data["处罚案件"] == case
    assert last_form(lead).data["已立案"] is True
    assert PASSING not in part(officer.page(f"/matters/{lead}"), "应当")


def test_the_page_of_the_case_tells_that_its_lead_still_has_to_pass_over(officer, lead):
    case = asked_for(officer, lead)
    before = officer.page(f"/matters/{case}")
    assert f"还欠“{PASSING}”，期限：2026年3月23日（周一）" in before
    assert "本件批准以后，由承办人去办" in before
    assert act_address(lead, PASSING) not in before
    answered(officer, case)
    page = officer.page(f"/matters/{case}")
    assert f'href="{act_address(lead, PASSING)}">去办“{PASSING}”</a>' in page
    officer.office.do(PASSING, lead, data={"处罚案件": case})
    assert f"还欠“{PASSING}”" not in officer.page(f"/matters/{case}")


def test_the_head_sees_the_lead_beside_what_is_to_be_approved(officer, desk, lead):
    case = asked_for(officer, lead)
    page = desk.enter("head").page(f"/matters/{case}/opinions/1")
    assert f'关联办件：<a href="/matters/{lead}">示市监线索〔2026〕1号</a>' in page
    assert "<dt>属于本机关管辖</dt>" in page


def test_somebody_whose_task_it_is_not_is_told_and_offered_nothing(officer, desk, lead):
    case = asked_for(officer, lead)
    answered(officer, case)
    page = desk.enter("head").page(f"/matters/{case}")
    assert f"还欠“{PASSING}”" in page
    assert act_address(lead, PASSING) not in page


@pytest.mark.parametrize(
    ("today", "proposed"),
    [("2026-03-04", "2026-03-03"), ("2026-03-06", "2026-03-03"), ("2026-03-09", "2026-03-09")],
)
def test_the_day_of_passing_over_is_that_of_the_approval_as_long_as_that_is_no_late_entry(
    officer, lead, today, proposed
):
    case = asked_for(officer, lead)
    officer.office.go_to("2026-03-03")
    answered(officer, case)
    officer.office.go_to(today)
    assert filled(officer.enter("officer").page(act_address(lead, PASSING)), "done_on") == proposed


def test_of_two_cases_from_one_lead_none_is_named_by_itself(officer, lead):
    for number in ("甲", "乙"):
        typed = {**filing_form(officer.office, **{"f-线索编号": number}), "from": lead}
        made = officer.confirm(officer.check(NEW_PENALTY, **typed), NEW_PENALTY)
        answered(officer, made["Location"].rpartition("/")[2])
    assert filled(officer.page(act_address(lead, PASSING)), "chosen-f-处罚案件") == ""


def asked_of_the_store(officer: Desk) -> int:
    with CaptureQueriesContext(connection) as asked:
        officer.page("/")
    return len(asked)


def test_the_first_page_asks_the_store_once_for_all_leads(officer, lead):
    before = asked_of_the_store(officer)
    told = {"线索摘要": "未公示价格", "线索来源": "监督检查", "实名举报": False}
    for number in range(3):
        data, both = {**told, "来源编号": f"续{number}"}, ("officer", "second")
        more = officer.office.do("线索登记", procedure="lead-verification", data=data).matter
        officer.office.do("核查", more, signers=both, data={"核查情况": "属实"})
    assert asked_of_the_store(officer) == before
