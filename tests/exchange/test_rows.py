"""People, parties, bodies, matters and approvals in a row; cases that had begun before."""

from __future__ import annotations

import pytest

from guiju.exchange.errors import ExchangeError
from guiju.exchange.models import ImportRow
from guiju.exchange.services import bring_in, proposal, start
from guiju.matters.models import Act, Matter, PrivateValue
from guiju.people.services import appoint, register_person
from guiju.record.act import ActForm
from tests.exchange.books import HEADER, activities, activity, book
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db
CITIZEN = "11010519491231002X"
DISPUTES = ["登记簿号", "启动方式", "联动方式", "纠纷类型", "申请人", "申请人身份证号", "申请人类别", "调解员", "可能引发案件", "协议金额（万元）", "登记受理日期", "达成协议日期", "原编号"]  # fmt: skip


def dispute(number: int, **other):
    told = {
        "登记簿号": f"旧{number}", "启动方式": "当事人申请", "联动方式": "人民调解单独办理", "纠纷类型": "邻里", "申请人": "王小明",
        "申请人身份证号": CITIZEN, "申请人类别": None, "调解员": "李调解", "可能引发案件": "否", "协议金额（万元）": 1.2, "登记受理日期": "2025.6.1",
        "达成协议日期": "2025年6月9日", "原编号": f"旧调{number}号", **other,
    }  # fmt: skip
    return [told[name] for name in DISPUTES]


def reasons(job) -> dict[int, str]:
    return dict(ImportRow.objects.filter(job=job, state="rejected").values_list("row", "reason"))


def opening(counter, *rows, **more):
    office = counter.office
    return counter.judged(
        book([DISPUTES, *rows]), procedure="people-mediation", mode="opening", proof=office.keep("清册.pdf"),
        by=office.people["head"].id, explanation="启用前的纸质登记簿", **more,
    )  # fmt: skip


def form_of(job) -> ActForm:
    matter = ImportRow.objects.filter(job=job, state="registered").first().matter
    return ActForm.from_bytes(bytes(Act.objects.filter(matter=matter).order_by("seq").first().form))


def test_a_case_begun_before_is_stated_with_its_acts_and_their_days(counter):
    job = counter.worked(start(opening(counter, dispute(1))))
    assert job.registered == 1, job.reasons
    form = form_of(job)
    stated = [(one["act"], one["done_on"]) for one in form.data["行为"]]
    assert stated == [("登记受理", "2025-06-01"), ("达成协议", "2025-06-09")]
    assert form.data["行为"][1]["data"]["协议金额"] == 1_200_000
    assert form.data["说明"] == "启用前的纸质登记簿"
    assert (form.by, form.files[0]["name"]) == (counter.office.people["head"].id, "清册.pdf")
    assert Matter.objects.get(id=form.matter).number == "旧调1号"


def test_a_party_is_put_together_and_a_citizen_known_by_the_number(counter):
    job = counter.worked(start(opening(counter, dispute(1))))
    assert CITIZEN not in str(form_of(job).data)
    assert PrivateValue.objects.filter(
        matter=form_of(job).matter, field__endswith="申请人"
    ).exists()


def test_what_a_code_does_not_tell_is_asked_for_never_guessed(counter):
    job = opening(
        counter, dispute(1, 申请人="示例公司", 申请人身份证号=None), dispute(2, 申请人=None)
    )
    assert "类别只能是" in reasons(job)[2]
    assert "没有姓名或者名称" in reasons(job)[3]


def test_a_field_of_an_act_without_its_day_is_said_with_the_act(counter):
    job = opening(counter, dispute(1, 达成协议日期=None), dispute(2, 登记受理日期=None))
    assert "“协议金额”属于“达成协议”，要同时填写它的日期" in reasons(job)[2]
    assert "期初登记从这一项开始" in reasons(job)[3]


def test_an_opening_needs_a_head_a_proof_and_a_word(counter):
    office = counter.office
    content = book([DISPUTES, dispute(1)])
    sound = {"procedure": "people-mediation", "mode": "opening", "proof": office.keep(), "by": office.people["head"].id, "explanation": "旧"}  # fmt: skip
    for wrong, words in (
        ({"proof": None}, "要附盖章的清册"),
        ({"explanation": " "}, "写明说明"),
        ({"by": office.people["clerk"].id}, "由机关负责人签署"),
    ):
        with pytest.raises(ExchangeError, match=words):
            counter.bring(content, **{**sound, **wrong})


def with_people(counter, count: int = 1):
    people = [register_person("张三") for _ in range(count)]
    for person in people:
        appoint(person, counter.office.body, ["普法联络员"], since=FOUNDED)
    return people


def test_who_acted_is_found_by_name_within_the_body(counter):
    (person,) = with_people(counter)
    job = counter.registered(book([[*HEADER, "经办人"], [*activity(1), "张 三"]]))
    assert form_of(job).by == person.id
    assert form_of(job).recorded_by == counter.viewer.person


def test_two_of_a_name_are_not_told_apart_by_chance(counter):
    one, other = with_people(counter, 2)
    rows = [[*HEADER, "经办人"], [*activity(1), "张三"], [*activity(2), "李四"], [*activity(3), other.id]]  # fmt: skip
    job = counter.judged(book(rows))
    told = reasons(job)
    assert "有2位同名的人" in told[2]
    assert one.id in told[2]
    assert "不是本机关在职的人员" in told[3]
    assert job.ready == 1


def test_an_act_that_needs_approval_is_proposed_row_by_row(counter):
    office = counter.office
    appoint(office.people["clerk"], office.body, ["法制机构"], since=FOUNDED)
    head = ["参数", "层级", "值", "效力", "依据", "适用起日", "复核", "办理日期"]
    row = [
        "逾期补录天数",
        "本单位",
        "5wd",
        "内部",
        "局务会2026年第1次",
        "2026-03-02",
        "√",
        "2026-03-02",
    ]
    job = counter.registered(book([head, row]), procedure="parameter-setting")
    assert job.registered == 1, job.reasons
    assert form_of(job).kind == "proposal"


def test_bodies_and_entries_are_found_by_name_and_number(counter):
    head = ["事项编码", "事项名称", "事项类型", "政务服务事项", "实施主体", "依据", "依据有效", "行使层级", "办件类型", "法定时限", "承诺时限", "文号"]  # fmt: skip
    row = ["A1", "食品经营许可", "行政许可", "是", "示例县市场监督管理局", "食品安全法第三十五条", "是", "县级", "承诺件", 20, 5, "示政发1号"]  # fmt: skip
    job = counter.registered(book([head, row]), procedure="power-list")
    assert job.registered == 1, job.reasons
    number = Matter.objects.get(procedure="power-list").number
    assert form_of(job).data["实施主体"] == counter.office.body.code
    head = ["事项编号", "事项名称", "权责清单事项", "事项类型", "承接方式", "委托机关", "承接范围", "承接方性质", "法律依据", "省级决定", "再委托", "具备执法人员", "有效期起"]  # fmt: skip
    row = ["D1", "食品", number, "行政检查", "赋权", "示例县市场监督管理局", "本辖区全部乡镇街道", "行政机关", "某法第一条", "省政发1号", "否", "是", "2026-01-01"]  # fmt: skip
    wrong = [*row[:2], "没有这个号", *row[3:5], "没有这个局", *row[6:]]
    job = counter.judged(book([head, row, ["D2", *wrong[1:]]]), procedure="delegation")
    assert job.ready == 1, job.reasons
    assert "没有编号是“没有这个号”的办件" in reasons(job)[3]
    assert "没有登记过单位“没有这个局”" in reasons(job)[3]


def test_a_file_brought_along_serves_every_row_that_asks_for_one(counter):
    job = counter.judged(activities(1), {"f:佐证材料": "@attachment"}, proof=counter.office.keep())
    assert job.ready == 1
    job = counter.judged(activities(2), {"f:佐证材料": "@attachment"})
    assert "是附件，表格里填不了" in reasons(job)[2]


def test_a_body_does_not_see_or_know_the_rows_of_another(counter):
    from dataclasses import replace

    from guiju.exchange.selectors import job_of, jobs_of
    from guiju.exchange.services import Upload

    job = counter.registered(activities(1))
    county = counter.office.county
    appoint(counter.office.people["clerk"], county, ["普法联络员"], since=FOUNDED)
    other = replace(counter.viewer, body=county.code, bodies=frozenset({county.code}))
    assert (job_of(other, job.pk), jobs_of(other)) == (None, [])
    made, new = bring_in(other, Upload("活动台账.xlsx", activities(1), "law-activity"))
    assert new
    assert proposal(made).matches["f:活动编号或名称"].how == "similar"
    assert counter.judge(made).ready == 1
