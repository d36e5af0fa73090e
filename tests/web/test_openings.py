"""期初登记 at the door: acts with their days and papers are taken as stated, signed by the head, and the law goes on from there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.matters.models import Act, Duty, Matter
from guiju.people.services import close_openings
from guiju.web.stage import rules_in_force
from guiju.web.stated import acts_of
from tests.office import filing_data
from tests.web.desk import hidden, last_form

pytestmark = pytest.mark.django_db
PENALTY, CERTIFICATE = "/openings/ordinary-penalty", "/openings/officer-certificate"
SCAN = b"%PDF-1.4 signed"


def place_of(procedure: str, act: str) -> int:
    rules = rules_in_force(procedure, "市场监管", dt.date(2026, 3, 2))
    return [one.name for one in acts_of(rules)].index(act)


def stated(desk, procedure: str, acts: dict[str, tuple[str, dict[str, str]]], **more: Any):
    """A form that states acts: name → day and fields."""
    typed: dict[str, Any] = {
        "number": "示市监罚〔2025〕9号", "saying": "启用以前立案，照案卷登记",
        "head": desk.office.people["head"].id, "step": "confirm", **more,
    }  # fmt: skip
    for name, (day, fields) in acts.items():
        prefix = f"a{place_of(procedure, name)}-"
        typed[f"{prefix}day"] = day
        typed |= {f"{prefix}f-{field}": value for field, value in fields.items()}
    return typed


def scan() -> SimpleUploadedFile:
    return SimpleUploadedFile("案卷.pdf", SCAN)


FILED = {
    "立案": (
        "2026年1月5日",
        {"当事人-name": "示例商贸有限公司", "当事人-kind": "法人", "当事人-code": "91620000MA00000007", "案由": "未公示价格"},
    )
}  # fmt: skip


def test_an_open_case_is_taken_as_stated_and_owes_what_the_law_asks_from_its_day(officer):
    answer = officer.send(PENALTY, **stated(officer, "ordinary-penalty", FILED, scan=scan()))
    assert answer.status_code == 302, answer.content.decode()
    matter = Matter.objects.get(procedure="ordinary-penalty")
    assert matter.number == "示市监罚〔2025〕9号"
    assert matter.opened == dt.date(2026, 1, 5)
    owed = dict(Duty.objects.filter(matter=matter).values_list("act", "due"))
    assert owed["处罚决定"] == dt.date(2026, 4, 7), "ninety days from 5 January, past 清明节"
    form = last_form(matter.id)
    assert (form.kind, form.by) == ("opening", officer.office.people["head"].id)
    assert form.recorded_by == officer.office.people["officer"].id


def test_what_follows_is_said_before_anything_is_confirmed(officer):
    answer = officer.send(
        PENALTY, **stated(officer, "ordinary-penalty", FILED, step="check", scan=scan())
    )
    page = answer.content.decode()
    assert "应当办理“处罚决定”" in page
    assert page.index('value="check"') < page.index('value="confirm"'), "Enter looks over again"
    assert not Matter.objects.filter(procedure="ordinary-penalty").exists()
    assert "案卷.pdf" in page
    kept = hidden(page)["kept-scan"]
    typed = stated(officer, "ordinary-penalty", FILED, **{"kept-scan": kept})
    assert officer.send(PENALTY, **typed).status_code == 302, "the paper need not be brought again"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"saying": ""}, "请填写说明"),
        ({"head": ""}, "请选择签字的机关负责人"),
        ({"scan": ""}, "请上传机关负责人签字"),
    ],
)
def test_head_paper_and_saying_are_asked_for(officer, more, says):
    typed = {**stated(officer, "ordinary-penalty", FILED, scan=scan()), **more}
    answer = officer.send(PENALTY, **typed)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "未公示价格" in answer.content.decode(), "what was typed stays"
    assert not Matter.objects.filter(procedure="ordinary-penalty").exists()


def test_the_first_act_has_to_have_a_day(officer):
    later = {"调查取证": ("2026-01-06", {})}
    page = officer.send(
        PENALTY, **stated(officer, "ordinary-penalty", later, scan=scan())
    ).content.decode()
    assert "本件从这一行为开始" in page


def test_an_act_before_the_first_one_is_refused_by_the_record(officer):
    acts = {**FILED, "调查取证": ("2025-12-31", {})}
    answer = officer.send(PENALTY, **stated(officer, "ordinary-penalty", acts, scan=scan()))
    assert "没有登记" in answer.content.decode()
    assert not Act.objects.filter(kind="opening").exists()


def test_a_field_that_cannot_be_read_names_its_act(officer):
    acts = {"立案": (FILED["立案"][0], {**FILED["立案"][1], "违法行为终了日": "去年"})}
    page = officer.send(
        PENALTY, **stated(officer, "ordinary-penalty", acts, scan=scan())
    ).content.decode()
    assert "立案：“违法行为终了日”应是日期" in page


def test_somebody_who_is_not_the_head_does_not_sign(officer):
    typed = stated(officer, "ordinary-penalty", FILED, scan=scan())
    typed["head"] = officer.office.people["second"].id
    page = officer.send(PENALTY, **typed).content.decode()
    assert "没有登记" in page
    assert "机关负责人" in page


def test_a_certificate_entered_as_it_stood_entitles_at_once(officer):
    office = officer.office
    fields = {
        "持证人": office.people["uncertified"].id, "姓名": "某戊", "证号": "示例-9", "证件种类": "行政执法证",
        "执法领域": "市场监管", "所在单位": office.body.code, "发证机关": "示例省", "在编在职": "yes",
        "考试合格": "yes", "法律职业资格": "no", "有效期起": "2025-01-01", "有效期至": "2030-12-31",
    }  # fmt: skip
    typed = stated(
        officer, "officer-certificate", {"列入": ("2025-01-01", fields)}, scan=scan(), number=""
    )
    assert officer.send(CERTIFICATE, **typed).status_code == 302
    office.approved(
        "立案", procedure="ordinary-penalty", signers=("officer", "uncertified"),
        data=filing_data(),
    )  # fmt: skip


def test_after_the_closing_day_nothing_is_taken_as_stated(officer):
    close_openings(officer.office.body, dt.date(2026, 3, 1))
    assert "已于2026年3月1日截止" in officer.page("/openings")
    page = officer.send(
        PENALTY, **stated(officer, "ordinary-penalty", FILED, scan=scan())
    ).content.decode()
    assert "已于2026-03-01截止" in page or "截止" in page
    assert not Matter.objects.filter(procedure="ordinary-penalty").exists()


@pytest.mark.parametrize(
    "procedure", ["ordinary-penalty", "reconsideration", "major-decision", "power-list"]
)
def test_the_form_asks_days_first_and_stays_small(officer, procedure):
    page = officer.page(f"/openings/{procedure}")
    assert "办过哪些" in page
    assert len(page.encode()) < 100_000
    assert "扫描件" not in page


def test_what_lapses_by_itself_is_asked_for_in_words(officer):
    page = officer.page("/openings/ordinary-penalty")
    assert ">陈述申辩的期限届满</label>" in page
    assert "届满.陈述申辩</label>" not in page


def test_a_procedure_that_is_not_there_has_no_form(officer):
    officer.page("/openings/nothing", 404)


def test_the_page_leads_to_tables_with_opening_chosen(officer):
    address = "/lists/officer-certificate/import?mode=opening"
    assert address in officer.page("/openings")
    assert 'value="opening" checked' in officer.page(address)
