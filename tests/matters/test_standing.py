"""The standing acts: truth over order, corrections by two, nothing made to look lawful."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import Act, Duty, Link, Matter, PrivateValue
from guiju.matters.verification import verify_store
from guiju.record.act import ActForm
from tests.office import PARTY, filing_data

pytestmark = pytest.mark.django_db


def last_form(matter: str) -> ActForm:
    return ActForm.from_bytes(bytes(Act.objects.filter(matter=matter).order_by("-seq")[0].form))


def intact(report) -> bool:
    return not report.broken


def test_a_correction_needs_a_reason_evidence_and_a_second_person(office):
    matter = office.mediation().matter
    data = {"目标": 1, "更正": {"纠纷类型": "合同"}, "理由": "录入有误"}
    ask = {"who": "clerk", "kind": "correction"}
    assert office.ask("", matter, data={"目标": 1}, **ask).refusal.code == "standing.field_missing"
    assert office.ask("", matter, data=data, **ask).refusal.code == "standing.no_evidence"
    file = office.keep()
    assert (
        office.ask("", matter, data=data, files=(file,), **ask).refusal.code
        == "standing.second_person"
    )
    office.do("", matter, data=data, files=(file,), signers=("head",), **ask)
    assert Matter.objects.get(id=matter).slots.text2 == "合同"
    assert intact(verify_store(deep=True))


def test_a_correction_of_a_day_moves_the_duties_that_hang_on_it(office):
    matter = office.penalty().matter
    assert Duty.objects.get(matter=matter, act="处罚决定").due == dt.date(2026, 6, 1)
    office.go_to("2026-03-05")
    office.do(
        "", matter, kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 3, "更正办理日": "2026-03-04", "理由": "审批表日期为3月4日"},
    )  # fmt: skip
    assert Duty.objects.get(matter=matter, act="处罚决定").due == dt.date(2026, 6, 2)
    assert Matter.objects.get(id=matter).opened == dt.date(2026, 3, 4)
    assert intact(verify_store(deep=True))


def test_a_retraction_takes_back_what_never_happened(office):
    matter = office.mediation().matter
    office.do("调解", matter, "clerk", data={"调解记录": "误录", "可能引发案件": False})
    office.do(
        "", matter, "clerk", kind="retraction", files=(office.keep(),), signers=("head",),
        data={"目标": 2, "理由": "串案误录"},
    )  # fmt: skip
    assert "调解" not in Matter.objects.get(id=matter).state.split("executed")[1].split("}")[0]
    assert Act.objects.filter(matter=matter).count() == 3
    assert intact(verify_store(deep=True))


def test_a_retracted_correction_leaves_a_later_one_standing(office):
    matter = office.mediation().matter
    ask = {"who": "clerk", "files": (office.keep(),), "signers": ("head",)}
    for kind in ("合同", "消费"):
        office.do(
            "",
            matter,
            kind="correction",
            data={"目标": 1, "更正": {"纠纷类型": kind}, "理由": "有误"},
            **ask,
        )
    office.do("", matter, kind="retraction", data={"目标": 2, "理由": "更正本身误录"}, **ask)
    assert Matter.objects.get(id=matter).slots.text2 == "消费"
    office.do("", matter, kind="retraction", data={"目标": 3, "理由": "更正本身误录"}, **ask)
    assert Matter.objects.get(id=matter).slots.text2 == "邻里"
    assert intact(verify_store(deep=True))


def test_what_cannot_be_recorded_is_refused_and_not_an_error(office):
    matter = office.mediation().matter
    refusal = office.ask(
        "", matter, "clerk", kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 1, "更正": {"涉及人数": 1.5}, "理由": "有误"},
    ).refusal  # fmt: skip
    assert (refusal.code, list(refusal.problems)) == ("data.invalid", ["涉及人数"])


def test_a_correction_of_a_private_field_is_committed_to_like_any_other(office):
    matter = office.mediation().matter
    office.do(
        "", matter, "clerk", kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 1, "更正": {"申请人": {"name": "示例某甲", "kind": "自然人"}}, "理由": "有误"},
    )  # fmt: skip
    form = last_form(matter)
    assert "示例某甲" not in form.to_bytes().decode()
    assert list(form.private) == ["申请人"]
    assert intact(verify_store(deep=True))


def test_an_unlawful_act_that_happened_is_entered_truthfully_and_stays_unlawful(office):
    """A decision without notice took effect outside; it is recorded as such and never as lawful."""
    matter = office.penalty().matter
    office.go_to("2026-03-03")
    office.evidence(matter)
    office.go_to("2026-03-20")
    ask = {
        "act": "处罚决定", "matter": matter, "kind": "accomplished", "done_on": "2026-03-18",
        "data": {"内容": {"罚款": 100000}, "违反": "行政处罚法第四十四条", "理由": "未告知即下达"},
        "files": (office.keep("决定书.pdf"),),
    }  # fmt: skip
    assert office.ask(who="officer", **ask).refusal.code == "standing.role"
    office.do(who="supervisor", **ask)
    form = last_form(matter)
    assert form.verdict["allowed"] is False
    assert "行政处罚法" in form.verdict["cite"]
    assert Duty.objects.filter(matter=matter, act="监督处理").exists()
    refusal = office.ask(
        "", matter, "supervisor", kind="retraction", files=(office.keep(),), signers=("head",),
        data={"目标": form.seq, "理由": "抹去"},
    ).refusal  # fmt: skip
    assert refusal.code == "retraction.not_this"
    assert intact(verify_store(deep=True))


def test_a_lawful_act_is_not_an_accomplished_fact(office):
    matter = office.mediation().matter
    refusal = office.ask(
        "调解", matter, "supervisor", kind="accomplished", files=(office.keep(),),
        data={"内容": {}, "违反": "无", "理由": "图省事"},
    ).refusal  # fmt: skip
    assert refusal.code == "accomplished.lawful"


def opening_of(**more):
    return {
        "行为": [
            {"act": "立案", "done_on": "2026-01-12", "data": {**filing_data(), "当事人": PARTY}},
            {"act": "调查取证", "done_on": "2026-01-20"},
        ],
        "说明": "上线前在办",
        "编号": "示市监罚立〔2026〕旧3号",
        **more,
    }


def test_an_open_matter_enters_by_stating_what_was_done(office):
    file = office.keep("旧卷.pdf")
    ask = {"who": "head", "kind": "opening", "procedure": "ordinary-penalty", "files": (file,)}
    outcome = office.do("", data=opening_of(), **ask)
    matter = Matter.objects.get(id=outcome.matter)
    assert (matter.opened, matter.number) == (dt.date(2026, 1, 12), "示市监罚立〔2026〕旧3号")
    assert Duty.objects.get(matter=matter, act="处罚决定").due == dt.date(2026, 4, 13)
    refused = office.ask("处罚决定", matter.id, kind="proposal", data={}).refusal
    assert refused.code == "data.invalid", "from here on the kernel judges"
    assert intact(verify_store(deep=True))


def test_openings_are_signed_by_the_head_and_end_on_the_day_the_body_set(office):
    from guiju.people.services import PeopleError, close_openings

    file = office.keep("旧卷.pdf")
    ask = {
        "kind": "opening",
        "procedure": "ordinary-penalty",
        "files": (file,),
        "data": opening_of(),
    }
    assert office.ask("", who="officer", **ask).refusal.code == "standing.role"
    close_openings(office.body, dt.date(2026, 3, 6))
    office.go_to("2026-03-09")
    assert office.ask("", who="head", **ask).refusal.code == "opening.closed"
    with pytest.raises(PeopleError, match="只能设定一次"):
        close_openings(office.body, dt.date(2026, 12, 31))


def test_a_notice_makes_the_act_it_asks_for_owed(office):
    matter = office.penalty().matter
    office.do(
        "", matter, "clerk", kind="notice",
        data={"来源办件": "复议1", "来源机关": "SLX", "事由": "责令重作", "要求办理": "责令改正"},
    )  # fmt: skip
    assert Duty.objects.filter(matter=matter, act="责令改正").exists()
    assert intact(verify_store(deep=True))


def test_a_matter_that_comes_from_another_is_linked_to_it(office):
    first = office.mediation().matter
    second = office.do(
        "登记受理", who="clerk", procedure="people-mediation", source=first, relation="来源",
        data={**office_mediation("调2")},
    ).matter  # fmt: skip
    assert Link.objects.get().source_id == first
    assert Link.objects.get().target_id == second


def test_a_link_is_not_made_to_another_body_s_matter(office):
    """A link gives sight of the other matter, so only a member of its body makes it."""
    import datetime

    from guiju.people.models import BodyKind
    from guiju.people.services import appoint, establish_body, register_person

    first = office.mediation().matter
    town = establish_body(
        "SLX-Z",
        "示例县甲镇",
        kind=BodyKind.TOWN,
        since=datetime.date(2015, 1, 1),
        parent=office.county,
    )
    office.people["outsider"] = register_person("outsider")
    appoint(office.people["outsider"], town, ["人民调解员"], since=datetime.date(2015, 1, 1))
    ask = {
        "who": "outsider",
        "procedure": "people-mediation",
        "body": town.code,
        "data": office_mediation("调7"),
    }
    assert office.ask("登记受理", source=first, **ask).refusal.code == "link.not_yours"
    assert office.ask("登记受理", source="none", **ask).refusal.code == "link.unknown"
    assert office.ask("登记受理", **ask).accepted


def office_mediation(number):
    from tests.office import mediation_data

    return mediation_data(number)


def test_an_erased_private_value_is_gone_and_the_record_still_verifies(office):
    data = {**office_mediation("调1"), "申请人": {"name": "示例某甲", "kind": "自然人", "code": ""}}
    matter = office.do("登记受理", who="clerk", procedure="people-mediation", data=data).matter
    erase = {"目标": 1, "字段": "申请人", "依据": "个人信息保护法", "批准人": "head"}
    assert (
        office.ask("", matter, "clerk", kind="erasure", data=erase).refusal.code == "standing.role"
    )
    office.do("", matter, "head", kind="erasure", data=erase)
    assert not PrivateValue.objects.filter(matter=matter, field="申请人").exists()
    assert intact(verify_store(deep=True))


def test_a_public_field_is_corrected_never_erased(office):
    matter = office.mediation().matter
    refusal = office.ask(
        "", matter, "head", kind="erasure",
        data={"目标": 1, "字段": "纠纷类型", "依据": "x", "批准人": "head"},
    ).refusal  # fmt: skip
    assert refusal.code == "erasure.not_private"


def test_a_note_moves_nothing(office):
    matter = office.mediation().matter
    before = Matter.objects.get(id=matter).state
    office.do("", matter, "supervisor", kind="reminder", data={"事项": "调解", "说明": "请抓紧"})
    assert Matter.objects.get(id=matter).state == before


def test_a_standing_act_says_which_fields_it_knows(office):
    matter = office.mediation().matter
    refusal = office.ask("", matter, kind="reminder", data={"事项": "调解", "备注": "?"}).refusal
    assert refusal.code == "standing.field_unknown"
    assert "事项" in refusal.sentence


def test_a_matter_moves_to_another_version_only_by_its_own_act(office):
    matter = office.mediation().matter
    refusal = office.ask(
        "", matter, "supervisor", kind="migration", data={"理由": "法律修改"}
    ).refusal
    assert refusal.code == "migration.same"
