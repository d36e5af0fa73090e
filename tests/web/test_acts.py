"""Doing an act at the door: read over, confirm, or be refused with everything typed intact."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guiju.matters.models import Act, Matter
from tests.web.desk import (
    NEW_MEDIATION,
    Desk,
    act_address,
    closing_form,
    hidden,
    last_form,
    mediated,
    mediation_form,
    opened,
    wide,
)

pytestmark = pytest.mark.django_db
TYPED_AMOUNT = wide("17,630") + ".00 元"
AGREEMENT = {
    "done_on": "2026-03-02",
    "f-协议形式": "书面协议",
    "f-形式要件齐备": "yes",
    "f-协议内容": "修好屋顶",
    "f-协议金额": TYPED_AMOUNT,
}


def test_a_matter_is_opened_in_two_steps_and_lands_on_its_page(mediator: Desk):
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    assert Matter.objects.filter(procedure="people-mediation").count() == 0
    assert "应当办理“归档”" in page
    assert "示市监调〔2026〕1号" in page
    answer = mediator.confirm(page, NEW_MEDIATION)
    landed = mediator.page(answer["Location"])
    assert "已登记“登记受理”" in landed
    assert "示市监调〔2026〕1号" in landed


def test_the_first_step_writes_nothing_not_even_a_number(mediator: Desk):
    for _ in range(3):
        mediator.check(NEW_MEDIATION, **mediation_form())
    assert "〔2026〕1号" in mediator.page(f"/matters/{opened(mediator)}")


def test_values_are_recorded_as_meant(mediator: Desk):
    matter = mediated(mediator)
    address = act_address(matter, "达成协议")
    page = mediator.check(address, **AGREEMENT)
    assert "17,630.00 元" in page
    assert "当事人可以在2026年4月1日（周三）前办理“申请司法确认”" in page
    assert mediator.confirm(page, address).status_code == 302
    form = last_form(matter)
    assert form.data["协议金额"] == 1_763_000
    assert form.data["形式要件齐备"] is True
    assert form.data["协议形式"] == "书面协议"
    assert "协议内容" in form.private
    assert "协议内容" not in form.data


def test_the_page_says_what_the_act_closes(mediator: Desk):
    page = mediator.check(act_address(mediated(mediator), "达成协议"), **AGREEMENT)
    effects = page.partition('id="effects"')[2].partition("</section>")[0]
    assert "应当办理“登记履行情况”" in effects
    assert "“终止调解”不再是应办的事" in effects
    assert "“调解”" in effects.partition("不能再办")[2]


def test_nothing_typed_is_lost_on_a_bad_field_and_every_problem_is_told_at_once(mediator: Desk):
    typed = mediation_form(
        "调 9", **{"f-涉及人数": "很多", "f-纠纷类型": "", "f-纠纷简况": "漏水\n两年"}
    )
    page = mediator.check(NEW_MEDIATION, **typed)
    assert "有 2 处要改" in page
    assert "“涉及人数”应是以人为单位的整数" in page
    assert "“纠纷类型”是必填项" in page
    assert 'value="很多"' in page
    assert 'value="调 9"' in page
    assert ">漏水\n两年</textarea>" in page
    assert 'value="当事人申请" checked' in page
    assert 'value="no" checked' in page


def test_a_refusal_by_the_law_keeps_what_was_typed_and_names_article_and_remedy(mediator: Desk):
    matter = opened(mediator)
    page = mediator.check(act_address(matter, "达成协议"), **AGREEMENT)
    assert "没有登记。" in page
    assert "人民调解法第二十七条" in page
    assert "去办“调解”" in page
    assert ">修好屋顶</textarea>" in page
    assert f'value="{TYPED_AMOUNT}"' in page


def test_nothing_is_chosen_beforehand_where_the_law_asks_for_a_judgement(officer: Desk):
    page = officer.page("/new/ordinary-penalty")
    radios = [line for line in page.split("<label") if 'type="radio"' in line]
    assert radios
    assert not [line for line in radios if "checked" in line]


def test_a_proposal_value_is_filled_in_and_overriding_it_needs_a_reason(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    office.evidence(matter)
    address = act_address(matter, "调查终结")
    page = officer.check(address, **closing_form(office))
    assert "按已填事实算得" in page
    refused = officer.check(address, **closing_form(office, **{"f-听证范围": "no"}))
    assert "没有登记。" in refused
    assert "写明理由" in refused
    allowed = officer.check(
        address, **closing_form(office, **{"f-听证范围": "no", "reason-听证范围": "当事人书面放弃"})
    )
    assert officer.confirm(allowed, address).status_code == 302
    assert last_form(matter).data["改定理由"] == {"听证范围": "当事人书面放弃"}


def test_a_second_tab_is_told_that_the_matter_has_moved(mediator: Desk):
    matter = opened(mediator)
    address = act_address(matter, "调解")
    typed = {"f-调解记录": "上午", "f-可能引发案件": "no", "expected_seq": "1"}
    first = mediator.check(address, **typed)
    second = mediator.check(address, **{**typed, "f-调解记录": "下午"})
    assert mediator.confirm(first, address).status_code == 302
    refused = mediator.confirm(second, address).content.decode()
    assert "本件又有新的办理" in refused
    assert ">下午</textarea>" in refused
    assert Act.objects.filter(matter=matter).count() == 2


def test_pressing_the_button_twice_records_once(mediator: Desk):
    page = mediator.check(NEW_MEDIATION, **mediation_form())
    first = mediator.confirm(page, NEW_MEDIATION)
    second = mediator.confirm(page, NEW_MEDIATION)
    assert first["Location"] == second["Location"]
    assert Matter.objects.filter(procedure="people-mediation").count() == 1


def test_going_back_from_the_confirmation_keeps_everything(mediator: Desk):
    page = mediator.check(NEW_MEDIATION, **mediation_form("调5"))
    form = mediator.send(NEW_MEDIATION, **{**hidden(page), "step": "edit"}).content.decode()
    assert 'value="调5"' in form
    assert 'value="邻里" selected' in form


def test_coming_back_to_a_form_half_filled_is_no_reproach(mediator: Desk):
    typed = mediation_form("调5", **{"f-纠纷类型": "", "f-涉及人数": "很多"})
    form = mediator.send(NEW_MEDIATION, step="edit", **typed).content.decode()
    assert "处要改" not in form
    assert 'class="problem"' not in form
    assert 'value="很多"' in form
    assert "有 2 处要改" in mediator.check(NEW_MEDIATION, **typed)


def test_somebody_without_the_role_is_refused_in_words(officer: Desk):
    page = officer.check(NEW_MEDIATION, **mediation_form(by=officer.office.people["officer"].id))
    assert "不担任本机关的“人民调解员”" in page


def test_a_late_entry_with_proof_is_taken_and_marked(mediator: Desk):
    office = mediator.office
    matter = mediated(mediator)
    office.go_to("2026-03-20")
    address = act_address(matter, "达成协议")
    typed = {**AGREEMENT, "done_on": "2026年3月3日"}
    assert "须附能证明当日办理的外部材料" in mediator.check(address, **typed)
    proof = SimpleUploadedFile("协议书.pdf", b"%PDF-1.4 agreement")
    page = mediator.check(address, **typed, proof=proof)
    assert mediator.confirm(page, address).status_code == 302
    assert last_form(matter).authority["proof"] == last_form(matter).files[0]["sha256"]


def test_clock_events_cannot_be_done_by_hand(mediator: Desk):
    matter = mediated(mediator)
    mediator.page(act_address(matter, "届满.申请司法确认"), status=404)
    mediator.page(act_address(matter, "没有这一行为"), status=404)


def test_new_lists_only_what_ones_roles_can_open(officer: Desk):
    page = officer.page("/new")
    assert "行政处罚（普通程序）" in page
    assert "/new/people-mediation" not in page


def test_a_late_entry_that_upsets_later_acts_is_shown_before_confirming(mediator: Desk):
    office = mediator.office
    matter = mediated(mediator)
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data={"调解记录": "又到场", "可能引发案件": False})
    address = act_address(matter, "当事人拒绝调解")
    page = mediator.check(
        address, done_on="2026-03-03", proof=SimpleUploadedFile("拒绝.pdf", b"%PDF-1.4 no")
    )
    assert "这次补录与后面的记录冲突" in page
    assert "2026年3月4日（周三）的“调解”" in page
    mediator.confirm(page, address)
    shown = mediator.page(f"/matters/{matter}")
    assert 'badge red">有冲突' in shown
    assert "纠错审查" in shown


def test_the_form_is_filled_with_what_is_known_but_never_with_an_answer(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    page = officer.page(act_address(matter, "调查终结"))
    assert ">发现时未满二年</textarea>" not in page
    assert 'value="2026-03-02"' in page
    assert "checked" not in page


def test_what_the_party_does_is_recorded_by_those_the_law_names(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    page = officer.page(act_address(matter, "陈述申辩"))
    assert "当事人（外部人员，由您代为登记）" in page
    assert 'name="by"' not in page


def test_of_many_officers_oneself_and_whoever_signed_before_are_offered_first(officer: Desk):
    from guiju.people.services import appoint, register_person

    office = officer.office
    for number in range(8):
        office.people[f"n{number}"] = register_person(f"n{number}")
        appoint(office.people[f"n{number}"], office.body, ["承办人"], since=office.body.since)
        office.certify(f"n{number}")
    matter = office.penalty().matter
    page = officer.page(act_address(matter, "调查取证"))
    first, others = page.partition('id="signers"')[2].partition("</fieldset>")[0].split("<details>")
    assert "officer（证件" in first
    assert "second（证件" in first
    assert "n0（证件" not in first
    assert "其他可选的人员（8）" in others
    fresh = officer.page("/new/ordinary-penalty").partition('id="signers"')[2].split("<details>")[0]
    assert "officer（证件" in fresh
    assert "second（证件" not in fresh


def test_who_is_not_certified_is_not_offered_to_sign(officer: Desk):
    page = officer.page("/new/ordinary-penalty")
    signers = page.partition('id="signers"')[2].partition("</fieldset>")[0]
    assert "officer（证件有效至2030年12月31日）" in signers
    assert "uncertified" not in signers
