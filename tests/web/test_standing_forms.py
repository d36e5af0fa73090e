"""更正与附记: standing acts are entered like any act, with what stands shown, what changes read over, and nothing typed lost."""

from __future__ import annotations

import pytest

from guiju.matters.models import Matter, PrivateValue
from guiju.record.act import Kind
from tests.matters.asking import TALK
from tests.matters.standing_acts import (
    AGREEMENT,
    PERSON,
    accepted,
    agreed,
    assert_sound,
    correct,
    dispute,
    retract,
)
from tests.matters.test_corrections import upset
from tests.matters.test_migration_of_version import old_application, set_period
from tests.web.desk import Desk, act_address, hidden, last_form

pytestmark = pytest.mark.django_db
ONE = '<input type="hidden" name="once"'


@pytest.fixture
def head(desk: Desk) -> Desk:
    return desk.enter("head")


def note(matter: str, kind: str, aim: str = "") -> str:
    return f"/matters/{matter}/notes/{kind}{f'/{aim}' if aim else ''}"


def paper(name: str = "证明.pdf"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, b"%PDF-1.4 x", "application/pdf")


def typed_in(page: str) -> dict[str, list[str]]:
    """What a form shows as typed, as a browser would send it back."""
    import re
    from html import unescape

    main = page.partition('id="main"')[2]
    found = hidden(page)
    for name, value in re.findall(r'<input id="[^"]+" name="([^"]+)" value="([^"]*)"', main):
        found[name] = [unescape(value)]
    for name, text in re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>([^<]*)</textarea>', main):
        found[name] = [unescape(text)]
    for name, body in re.findall(
        r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', main, re.DOTALL
    ):
        found[name] = re.findall(r'value="([^"]*)" selected', body)
    for name, value in re.findall(
        r'type="(?:radio|checkbox)" name="([^"]+)" value="([^"]*)" checked', main
    ):
        found.setdefault(name, []).append(unescape(value))
    return found


def correcting(desk: Desk, matter: str, aim: str, **changed) -> tuple[str, str]:
    """The page after pressing on with the form of a correction, some of it changed."""
    address = note(matter, "correction", aim)
    whole = {
        **typed_in(desk.page(address)), "f-更正的理由": "录入有误", "files": paper(),
        "signers": [desk.office.people["head"].id], **changed,
    }  # fmt: skip
    return address, desk.check(address, **whole)


def test_a_matter_s_page_offers_what_the_roles_may_enter_and_no_more(mediator: Desk):
    matter = dispute(mediator.office)
    page = mediator.page(f"/matters/{matter}")
    for kind in ("correction", "retraction", "attachment", "handover", "reminder", "notice"):
        assert note(matter, kind) in page
    for kind in ("accomplished", "migration", "erasure", "opening"):
        assert note(matter, kind) not in page
        mediator.page(note(matter, kind), 404)


def test_heads_erase_and_the_legal_office_migrates_and_enters_what_was_unlawful(desk: Desk):
    matter = dispute(desk.office)
    head = desk.enter("head").page(f"/matters/{matter}")
    assert note(matter, "erasure") in head
    assert note(matter, "accomplished") not in head
    legal = desk.enter("supervisor").page(f"/matters/{matter}")
    assert note(matter, "accomplished") in legal
    assert note(matter, "migration") in legal
    assert note(matter, "erasure") not in legal


def test_nobody_of_another_body_is_shown_a_form(stranger: Desk, overseer: Desk):
    matter = dispute(stranger.office)
    stranger.page(note(matter, "correction", "1"), 404)
    overseer.page(note(matter, "reminder"), 404)
    assert "notes/" not in overseer.page(f"/matters/{matter}")


def test_a_correction_shows_what_stands_and_records_only_what_was_changed(mediator: Desk):
    office = mediator.office
    matter = dispute(office, 涉及人数=5)
    chooser = mediator.page(note(matter, "correction"))
    assert note(matter, "correction", "1") in chooser
    address, page = correcting(mediator, matter, "1", **{"f-涉及人数": "3"})
    assert "原为：5" in page
    assert "改为：3" in page
    assert "原为：邻里" not in page, "what stays is not told"
    assert "<dt>签名</dt><dd>head</dd>" in page
    assert "<dd>本机关人员</dd>" in page
    answer = mediator.confirm(page, address)
    assert answer.status_code == 302, answer.content.decode()
    form = last_form(matter)
    assert form.kind is Kind.CORRECTION
    assert form.data == {"目标": 1, "理由": "录入有误", "更正": {"涉及人数": 3}}
    assert form.authority["signers"] == [office.people["head"].id]
    assert [one["name"] for one in form.files] == ["证明.pdf"]
    assert_sound()


def test_private_parties_are_shown_to_be_set_right_and_stay_private(mediator: Desk):
    matter = dispute(mediator.office)
    form = mediator.page(note(matter, "correction", "1"))
    assert PERSON["name"] in form
    address, page = correcting(mediator, matter, "1", **{"f-申请人-name": "示例某丙"})
    mediator.confirm(page, address)
    form = last_form(matter)
    assert list(form.private) == ["申请人"]
    assert "示例某丙" not in form.to_bytes().decode()
    assert "示例某丙" in mediator.page(note(matter, "correction", "1")), (
        "the corrected value stands"
    )


def test_a_private_value_whose_correction_was_taken_back_is_shown_no_more(mediator: Desk):
    office, matter = mediator.office, dispute(mediator.office)
    accepted(correct(office, matter, 1, 更正={"申请人": {**PERSON, "name": "示例某丙"}}))
    accepted(retract(office, matter, 2))
    form = mediator.page(note(matter, "correction", "1"))
    assert PERSON["name"] in form
    assert "示例某丙" not in form


def test_line_ends_as_a_browser_sends_them_are_no_change(mediator: Desk):
    matter = dispute(mediator.office, 纠纷简况="院墙\r\n滴水 ")
    address, page = correcting(
        mediator, matter, "1", **{"f-纠纷简况": "院墙\r\n滴水", "f-涉及人数": "4"}
    )
    mediator.confirm(page, address)
    assert last_form(matter).data["更正"] == {"涉及人数": 4}
    assert not last_form(matter).private


def test_an_emptied_field_is_taken_back(mediator: Desk):
    matter = dispute(mediator.office, 涉及人数=5)
    address, page = correcting(mediator, matter, "1", **{"f-涉及人数": ""})
    mediator.confirm(page, address)
    assert last_form(matter).data["更正"] == {"涉及人数": None}


def test_a_correction_of_the_day_alone_is_no_correction_of_fields(mediator: Desk):
    matter = dispute(mediator.office)
    address, page = correcting(mediator, matter, "1", **{"f-更正后的办理日期": "2026年2月27日"})
    assert "2026年2月27日" in page
    mediator.confirm(page, address)
    assert last_form(matter).data["更正办理日"] == "2026-02-27"
    assert Matter.objects.get(id=matter).opened.isoformat() == "2026-02-27"


def test_a_correction_that_changes_nothing_is_refused_with_everything_typed(mediator: Desk):
    matter = dispute(mediator.office)
    _, page = correcting(mediator, matter, "1", **{"f-更正的理由": "抄错 㙓"})
    assert "没有写明更正什么" in page
    assert "抄错 㙓" in page
    assert "已带入：证明.pdf" in page


def test_proof_reason_and_second_person_are_asked_for_at_once(mediator: Desk):
    matter = dispute(mediator.office)
    address = note(matter, "correction", "1")
    whole = {**typed_in(mediator.page(address)), "f-纠纷类型": "合同"}
    page = mediator.check(address, **whole)
    for words in ("应当附证明材料", "须由您以外的第二人签署", "“更正的理由”是必填项"):
        assert words in page
    assert '<option value="合同" selected>' in page or 'value="合同" checked' in page
    assert ONE not in page


def test_on_paper_the_head_who_acts_is_the_second_person(mediator: Desk):
    office = mediator.office
    matter = dispute(office)
    address, page = correcting(
        mediator, matter, "1",
        **{"f-涉及人数": "2", "signers": [], "by": office.people["head"].id},
    )  # fmt: skip
    mediator.confirm(page, address)
    form = last_form(matter)
    assert (form.by, form.recorded_by) == (office.people["head"].id, office.people["clerk"].id)


def test_what_a_correction_upsets_is_told_before_it_is_confirmed(mediator: Desk):
    office = mediator.office
    matter = dispute(office)
    office.go_to("2026-03-04")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-05")
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    office.go_to("2026-03-06")
    address, page = correcting(mediator, matter, "3", **{"f-更正后的办理日期": "2026-03-03"})
    assert "这次登记与其他记录冲突" in page
    assert "更正以后，当时不能这样办理，须作纠错审查" in page
    before = Matter.objects.get(id=matter).seq
    assert before == 3, "told, not done"
    mediator.confirm(page, address)
    assert "纠错审查" in mediator.page(f"/matters/{matter}")


def test_what_others_did_meanwhile_is_shown_and_nothing_is_recorded(mediator: Desk):
    office = mediator.office
    matter = dispute(office)
    address, page = correcting(mediator, matter, "1", **{"f-涉及人数": "3"})
    office.do("", matter, "second", kind="reminder", data={"事项": "请尽快"})
    answer = mediator.confirm(page, address).content.decode()
    assert "打开这一页以后，本件又有新的办理" in answer
    assert "请尽快" in answer
    assert 'value="3"' in answer
    assert last_form(matter).kind is Kind.REMINDER


def test_pressing_confirm_twice_records_once(mediator: Desk):
    matter = dispute(mediator.office)
    address, page = correcting(mediator, matter, "1", **{"f-涉及人数": "3"})
    for _ in range(2):
        assert mediator.confirm(page, address)["Location"] == f"/matters/{matter}"
    assert Matter.objects.get(id=matter).seq == 2


def test_what_was_never_done_is_taken_back_and_what_opens_the_matter_is_not_offered(mediator: Desk):
    office = mediator.office
    matter = agreed(office)
    chooser = mediator.page(note(matter, "retraction"))
    assert note(matter, "retraction", "3") in chooser
    assert note(matter, "retraction", "1") not in chooser
    mediator.page(note(matter, "retraction", "1"), 404)
    address = note(matter, "retraction", "3")
    page = mediator.check(
        address, **hidden(mediator.page(address)), files=paper(),
        **{"f-撤销的理由": "串案误录", "signers": [office.people["head"].id]},
    )  # fmt: skip
    assert "应当办理" in page or "可以" in page
    mediator.confirm(page, address)
    assert last_form(matter).data == {"目标": 3, "理由": "串案误录"}
    assert note(matter, "retraction", "3") not in mediator.page(note(matter, "retraction"))


def test_a_paper_attached_answers_the_review(mediator: Desk):
    matter = upset(mediator.office)
    address = note(matter, "attachment", "4")
    assert (
        f'<a class="button small" href="{note(matter, "attachment")}" aria-label="办理纠错审查"'
        in (mediator.page(f"/matters/{matter}"))
    )
    page = mediator.check(address, **{"f-补充的是什么": "审查意见"}, files=paper())
    mediator.confirm(page, address)
    assert last_form(matter).kind is Kind.ATTACHMENT
    assert "办理纠错审查" not in mediator.page(f"/matters/{matter}")


def test_one_matter_is_handed_over_and_the_page_names_who_has_it(mediator: Desk):
    office = mediator.office
    matter = dispute(office)
    address = note(matter, "handover")
    page = mediator.check(
        address, **{"f-接收人": office.people["second"].id, "f-移交的理由": "调离"}
    )
    assert "second" in page
    mediator.confirm(page, address)
    assert last_form(matter).data["移交人"] == office.people["clerk"].id
    assert "<dt>承办</dt><dd>second</dd>" in mediator.page(f"/matters/{matter}")


def test_whoever_has_the_matter_is_not_offered_to_receive_it(mediator: Desk):
    people, matter = mediator.office.people, dispute(mediator.office)
    offered = mediator.page(note(matter, "handover")).partition('name="f-接收人"')[2]
    offered = offered.partition("</select>")[0]
    assert people["second"].id in offered
    assert people["clerk"].id not in offered


def test_a_reminder_names_what_is_owed(mediator: Desk):
    matter = dispute(mediator.office)
    address = note(matter, "reminder")
    assert '<option value="归档">' in mediator.page(address)
    page = mediator.check(address, **{"f-催办的事项": "归档"})
    assert "只留下这一号记录" in page
    mediator.confirm(page, address)
    assert last_form(matter).data == {"事项": "归档"}


def test_a_notice_from_elsewhere_makes_an_act_owed(mediator: Desk):
    matter = dispute(mediator.office)
    address = note(matter, "notice")
    page = mediator.check(
        address,
        **{"f-来源机关": "县法院", "f-来源的文号或者办件编号": "函1", "f-事由": "请调解", "f-要求办理的行为": "调解"},
    )  # fmt: skip
    mediator.confirm(page, address)
    assert last_form(matter).data["要求办理"] == "调解"


def test_what_was_unlawfully_done_is_entered_by_the_legal_office_and_stays_a_breach(desk: Desk):
    office = desk.office
    matter = office.penalty().matter
    legal = desk.enter("supervisor")
    address = note(matter, "accomplished", "拟处罚告知")
    page = legal.check(
        address, files=paper(),
        **{"done_on": "2026-03-02", "f-违反的条款": "行政处罚法第五十七条", "f-为什么会这样办": "调查终结之前已经告知"},
    )  # fmt: skip
    answer = legal.confirm(page, address)
    assert answer.status_code == 302, answer.content.decode()
    form = last_form(matter)
    assert (form.kind, form.act, form.verdict["allowed"]) == (
        Kind.ACCOMPLISHED,
        "拟处罚告知",
        False,
    )


def test_what_could_lawfully_be_done_is_refused_as_accomplished_fact(desk: Desk):
    matter = dispute(desk.office)
    legal = desk.enter("supervisor")
    page = legal.check(
        note(matter, "accomplished", "调解"), files=paper(),
        **{"done_on": "2026-03-02", "f-违反的条款": "x", "f-为什么会这样办": "y"},
    )  # fmt: skip
    assert "不是既成的违法事实" in page


def test_the_head_erases_a_private_value_and_it_is_no_longer_offered(head: Desk):
    office = head.office
    matter = dispute(office)
    address = note(matter, "erasure", "1")
    typed = {"f-删除哪一项": "申请人", "f-删除的依据": "个人信息保护法第四十七条"}
    page = head.check(address, **typed, **{"f-批准人": office.people["head"].id})
    head.confirm(page, address)
    assert not PrivateValue.objects.filter(matter=matter, field="申请人").exists()
    assert '<option value="申请人"' not in head.page(address)
    assert '<option value="被申请人"' in head.page(address)


def test_another_version_shows_which_time_limits_move_before_it_is_confirmed(desk: Desk):
    office = desk.office
    matter = dispute(office)
    set_period(office, "20d")
    legal = desk.enter("supervisor")
    address = note(matter, "migration")
    page = legal.check(address, **{"f-转换的理由": "参数调整"})
    assert "确认后" in page
    answer = legal.confirm(page, address)
    assert answer.status_code == 302, answer.content.decode()
    assert last_form(matter).kind is Kind.MIGRATION


def test_a_version_that_is_the_same_is_refused(desk: Desk):
    matter = dispute(desk.office)
    page = desk.enter("supervisor").check(note(matter, "migration"), **{"f-转换的理由": "x"})
    assert "已经适用这一版本和参数" in page


def test_an_act_s_confirmation_points_to_the_correction(mediator: Desk):
    matter = dispute(mediator.office)
    page = mediator.check(
        act_address(matter, "调解"), **{"f-调解记录": "到场", "f-可能引发案件": "no", "done_on": "2026-03-02"}
    )  # fmt: skip
    assert "更正与附记" in page


def test_a_natural_person_whose_name_stands_masked_is_no_change(officer: Desk):
    office = officer.office
    person = {"name": "示例某甲", "kind": "自然人", "code": "11010519491231002X"}
    matter = office.penalty(当事人=person, 当事人类型="公民").matter
    form = officer.page(note(matter, "correction", "3"))
    assert "11010519491231002X" in form
    address, page = correcting(officer, matter, "3", **{"f-案由": "未按规定公示收费标准"})
    answer = officer.confirm(page, address)
    assert answer.status_code == 302, answer.content.decode()
    assert last_form(matter).data["更正"] == {"案由": "未按规定公示收费标准"}
    assert not last_form(matter).private


def test_each_stated_act_of_an_opening_is_corrected_for_itself(mediator: Desk):
    office = mediator.office
    stated = [
        {"act": "登记受理", "done_on": "2026-01-05", "data": {"登记簿号": "旧1", "申请人": PERSON}},
        {"act": "调解", "done_on": "2026-01-06", "data": {"调解记录": "到场"}},
    ]
    matter = office.do(
        "", who="clerk", by="head", kind="opening", procedure="people-mediation",
        files=(office.keep(),), data={"说明": "在办", "行为": stated},
    ).matter  # fmt: skip
    assert PERSON["name"] in mediator.page(note(matter, "correction", "1"))
    address, page = correcting(mediator, matter, "1.1", **{"f-调解记录": "双方到场"})
    answer = mediator.confirm(page, address)
    assert answer.status_code == 302, answer.content.decode()
    form = last_form(matter)
    assert (form.data["目标"], form.data["部分"], form.data["更正"]) == (1, 1, {})
    assert list(form.private) == ["调解记录"], "what was private stays private"
    assert "双方到场" in mediator.page(note(matter, "correction", "1.1"))
    assert_sound()


def test_of_two_talks_stated_together_each_keeps_its_own_private_words(mediator: Desk):
    office = mediator.office
    talks = [
        {"act": "调解", "done_on": f"2026-01-0{day}", "data": {"调解记录": said}}
        for day, said in ((6, "第一次到场"), (7, "第二次到场"))
    ]
    matter = office.do(
        "", who="clerk", by="head", kind="opening", procedure="people-mediation",
        files=(office.keep(),),
        data={"说明": "在办", "行为": [{"act": "登记受理", "done_on": "2026-01-05", "data": {"登记簿号": "旧1"}}, *talks]},
    ).matter  # fmt: skip
    accepted(correct(office, matter, 1, 部分=1, 更正={"调解记录": "只一方到场"}))
    assert "只一方到场" in mediator.page(note(matter, "correction", "1.1"))
    second = mediator.page(note(matter, "correction", "1.2"))
    assert "第二次到场" in second
    assert "只一方到场" not in second


def test_a_file_that_stays_is_no_change_and_no_proof(officer: Desk):
    office = officer.office
    matter = office.penalty().matter
    office.evidence(matter)
    address = note(matter, "correction", "4")
    form = officer.page(address)
    assert "已带入：笔录.pdf" in form
    whole = {**typed_in(form), "f-更正的理由": "x", "signers": [office.people["head"].id]}
    page = officer.check(address, **whole)
    assert "应当附证明材料" in page
    page = officer.check(address, **whole, files=paper())
    assert "没有写明更正什么" in page


def test_rows_beyond_a_fresh_form_s_are_neither_lost_nor_cut(mediator: Desk):
    from django.utils.datastructures import MultiValueDict

    from guiju.lawbook.pinned import FieldRules
    from guiju.web.drafts import Reader
    from guiju.web.inputs import BLANK_ROWS, Offers, field_input
    from guiju.web.prefill import typed_values
    from tests.web.test_reading_forms import typed as query

    spec = FieldRules(
        "物品", "rows", rows=(FieldRules("名称", "text"), FieldRules("价值", "money"))
    )
    rows = [{"名称": f"件{turn}", "价值": 100 * turn} for turn in range(BLANK_ROWS + 7)]
    again = query(**typed_values([spec], {"物品": rows}, Offers(), {}))
    assert len(field_input(spec, "f-物品", again, {}, Offers()).rows) == BLANK_ROWS + 8
    reader = Reader(again, MultiValueDict(), Offers())
    reader._field(spec)
    assert reader.draft.data["物品"] == rows


def test_a_newer_law_s_acts_open_and_the_older_one_s_close_before_it_is_confirmed(desk: Desk):
    """复议法 2018 to 2024: what only the old one knows can no longer be done, what the new one adds can."""
    office = desk.office
    matter = old_application(office)
    legal = desk.enter("supervisor")
    address = note(matter, "migration")
    assert "2024年1月1日施行" in legal.page(address)
    page = legal.check(address, **{"f-转换的理由": "法律修改"})
    effects = page.partition("确认后")[2]
    assert "应当办理“听取意见”" in effects
    assert "“复议决定”由2024年2月18日（周日）改为2024年2月26日（周一）" in effects
    assert (
        "“确定案件情形”" in effects.partition("行政复议机构负责人可以办理")[2].partition("</li>")[0]
    )
    assert "“准许和解”" in effects.partition("不能再办")[2]
    legal.confirm(page, address)
    assert last_form(matter).kind is Kind.MIGRATION


def test_choosing_what_to_erase_reads_no_private_value_and_asks_once(head: Desk, django_assert_max_num_queries):  # fmt: skip
    office = head.office
    matter = dispute(office)
    address = note(matter, "erasure")
    head.page(address)
    with django_assert_max_num_queries(40) as asked:
        head.page(address)
    about = [one["sql"] for one in asked.captured_queries if "matters_privatevalue" in one["sql"]]
    assert len(about) == 1
    assert "sealed" not in about[0]
