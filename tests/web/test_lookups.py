"""Known parties, matters and bodies offered in a form: found by name or code, chosen with every part filled in."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest

from guiju.search.parties import known_parties
from guiju.web.inputs import found_id
from tests.office import PARTY
from tests.web.desk import act_address, filing_form, last_form

pytestmark = pytest.mark.django_db
NEW_PENALTY = "/new/ordinary-penalty"
PERSON = {"name": "王伟", "kind": "自然人", "code": "11010519491231002X"}


def offered(page: str) -> list[str]:
    return [unescape(one) for one in re.findall(r'name="pick" value="([^"]*)"', page)]


def look(desk, key: str, address: str = NEW_PENALTY, **typed) -> str:
    answer = desk.send(address, look=key, **typed)
    assert answer.status_code == 200
    return answer.content.decode()


def pick(desk, token: str, address: str = NEW_PENALTY, **typed) -> str:
    answer = desk.send(address, pick=token, **typed)
    assert answer.status_code == 200
    return answer.content.decode()


def value(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    return unescape(found.group(1)) if found else ""


def live(desk, kind: str, key: str, **typed) -> str:
    asked = "&".join(f"{quote(name)}={quote(text)}" for name, text in {"key": key, **typed}.items())
    return desk.page(f"/lookup/{kind}?{asked}")


@pytest.mark.parametrize("typed", ["示例商贸", "商贸", "0007", "91620000MA00000007", "91620000ma"])
def test_a_known_organisation_is_offered_by_part_of_name_or_code(officer, typed):
    officer.office.penalty()
    assert offered(look(officer, "f-当事人", **{"f-当事人-name": typed})) == [
        f"f-当事人|{PARTY['code']}"
    ]


def test_choosing_fills_every_part_and_keeps_what_was_typed(officer):
    officer.office.penalty()
    page = pick(
        officer,
        f"f-当事人|{PARTY['code']}",
        **{"f-当事人-name": "商贸", "f-案由": "未明码标价", "done_on": "昨天"},
    )
    assert value(page, "f-当事人-name") == PARTY["name"]
    assert value(page, "f-当事人-code") == PARTY["code"]
    assert '<option value="法人" selected>' in page
    assert value(page, "f-案由") == "未明码标价"
    assert 'value="昨天"' in page
    assert "处要改" not in page


def test_the_cursor_goes_to_what_was_found_and_from_there_to_what_was_filled(officer):
    officer.office.penalty()
    found = look(officer, "f-当事人", **{"f-当事人-name": "商贸"})
    assert re.findall(r'value="([^"]*)" autofocus', found) == [f"f-当事人|{PARTY['code']}"]
    filled = pick(officer, f"f-当事人|{PARTY['code']}")
    assert re.findall(r'name="([^"]*)" value="[^"]*" autofocus', filled) == ["f-当事人-name"]
    nothing = look(officer, "f-当事人", **{"f-当事人-name": "没有这一家"})
    assert re.findall(r'name="([^"]*)" value="[^"]*" autofocus', nothing) == ["f-当事人-name"]
    while_typing = live(officer, "party", "f-当事人", **{"f-当事人-name": "商贸"})
    assert "autofocus" not in while_typing, "nobody is torn away from what they type"


def test_a_file_brought_in_before_looking_up_is_kept(officer):
    from django.core.files.uploadedfile import SimpleUploadedFile

    scan = SimpleUploadedFile("笔录.pdf", b"%PDF-1.4 x")
    page = look(officer, "f-当事人", **{"f-当事人-name": "商贸", "files": scan})
    assert "已带入：笔录.pdf" in page


def test_nothing_is_recorded_by_looking_up(officer):
    matter = officer.office.penalty().matter
    before = last_form(matter)
    look(officer, "f-当事人", **filing_form(officer.office))
    pick(officer, f"f-当事人|{PARTY['code']}", **filing_form(officer.office))
    assert last_form(matter) == before


def test_each_party_is_offered_once_the_latest_first(officer):
    office = officer.office
    for number, name in enumerate(("甲商贸", "乙商贸", "甲商贸")):
        office.penalty(当事人={**PARTY, "name": name, "code": ""}, 线索编号=f"线{number}")
    assert offered(look(officer, "f-当事人", **{"f-当事人-name": "商贸"})) == [
        "f-当事人|甲商贸", "f-当事人|乙商贸",
    ]  # fmt: skip


def test_a_natural_person_is_offered_by_the_whole_code_only(officer):
    officer.office.penalty(当事人=PERSON, 当事人类型="公民")
    for typed in ("王伟", "王某", "王", PERSON["code"][:17], "1101051949"):
        assert offered(look(officer, "f-当事人", **{"f-当事人-name": typed})) == []
    page = look(officer, "f-当事人", **{"f-当事人-code": PERSON["code"].lower()})
    assert offered(page) == [f"f-当事人|{PERSON['code']}"]
    filled = pick(officer, f"f-当事人|{PERSON['code']}")
    assert value(filled, "f-当事人-name") == "王伟"


def test_a_natural_person_is_not_offered_by_the_whole_name_however_long(officer):
    name = "阿卜杜热合曼买买提"
    officer.office.penalty(当事人={**PERSON, "name": name}, 当事人类型="公民")
    assert offered(look(officer, "f-当事人", **{"f-当事人-name": name})) == []
    assert value(pick(officer, f"f-当事人|{name}"), "f-当事人-code") == ""


def test_a_natural_person_is_not_offered_by_a_code_short_enough_to_try_out(officer):
    short = {"name": "王伟", "kind": "自然人", "code": "A1234", "document": "居留证"}
    officer.office.penalty(当事人=short, 当事人类型="公民")
    assert offered(look(officer, "f-当事人", **{"f-当事人-code": "A1234"})) == []


def test_another_body_is_offered_nothing(officer, stranger, overseer):
    officer.office.penalty()
    officer.office.penalty(当事人=PERSON, 当事人类型="公民", 线索编号="线2")
    for other in (stranger, overseer):
        for typed in ("示例商贸", PERSON["code"]):
            assert offered(look(other, "f-当事人", **{"f-当事人-name": typed})) == []
            assert value(pick(other, f"f-当事人|{typed}"), "f-当事人-name") == ""


def test_what_is_not_found_says_how_to_look(officer):
    assert "自然人写全身份号码" in look(officer, "f-当事人", **{"f-当事人-name": "没有这家"})


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("91620000MA00000008", "统一社会信用代码校验不符"),
        ("11010519491231002Y", "统一社会信用代码校验不符"),
    ],
)
def test_a_wrong_code_is_told_with_what_to_do(officer, code, sentence):
    page = officer.check(NEW_PENALTY, **{**filing_form(officer.office), "f-当事人-code": code})
    assert sentence in page


def test_a_wrong_citizen_number_is_told(officer):
    typed = {
        "f-当事人-kind": "自然人",
        "f-当事人-name": "王伟",
        "f-当事人-code": "110105194912310021",
    }
    assert "公民身份号码校验不符" in officer.check(
        NEW_PENALTY, **{**filing_form(officer.office), **typed}
    )


def test_while_typing_the_part_below_the_input_is_answered(officer):
    officer.office.penalty()
    part = live(officer, "party", "f-当事人", **{"f-当事人-name": "商贸"})
    assert part.startswith(f'<div class="found" id="{found_id("f-当事人")}"')
    assert offered(part) == [f"f-当事人|{PARTY['code']}"]
    assert "<html" not in part
    assert offered(live(officer, "party", "f-当事人", **{"f-当事人-name": "商"})) == []
    officer.page("/lookup/party?key=<b>", status=404)


@pytest.fixture
def leading(officer) -> tuple[str, str]:
    """A lead's form that names a penalty case, and the case."""
    case = officer.office.penalty().matter
    data = {"线索摘要": "价格", "线索来源": "投诉举报", "来源编号": "举1", "实名举报": False}
    lead = officer.office.do("线索登记", procedure="lead-verification", data=data).matter
    return act_address(lead, "转入普通程序"), case


def test_a_matter_is_looked_up_by_words_and_chosen_by_id(officer, leading):
    address, case = leading
    page = look(officer, "f-处罚案件", address, **{"f-处罚案件": "商贸 价格"})
    assert offered(page) == [f"f-处罚案件|{case}"]
    page = pick(officer, f"f-处罚案件|{case}", address)
    shown = value(page, "f-处罚案件")
    assert shown.startswith("示市监罚立〔2026〕1号 示例商贸")
    assert value(page, "chosen-f-处罚案件") == case
    checked = officer.check(address, **{"f-处罚案件": shown, "chosen-f-处罚案件": case})
    assert "没有找到所填的办件" not in checked


def test_what_was_chosen_and_then_changed_is_read_as_typed(officer, leading):
    address, case = leading
    page = officer.check(address, **{"f-处罚案件": "别的", "chosen-f-处罚案件": case})
    assert "没有找到所填的办件" in page


def test_a_matter_of_another_procedure_is_neither_offered_nor_taken(officer, leading):
    address, _ = leading
    other = officer.office.mediation("商贸1").matter
    assert other not in str(
        offered(look(officer, "f-处罚案件", address, **{"f-处罚案件": "商贸1"}))
    )
    assert value(pick(officer, f"f-处罚案件|{other}", address), "f-处罚案件") == ""


def test_a_body_is_looked_up_by_name_and_its_code_recorded(officer, stranger):
    address = "/new/reconsideration"
    page = look(officer, "f-被申请人", address, **{"f-被申请人": "农业农村"})
    assert offered(page) == ["f-被申请人|SLX-NY"]
    page = pick(officer, "f-被申请人|SLX-NY", address)
    assert (value(page, "f-被申请人"), value(page, "chosen-f-被申请人")) == (
        "示例县农业农村局",
        "SLX-NY",
    )


def test_a_form_filled_with_an_id_shows_what_it_is_called(officer):
    matter = officer.office.penalty().matter
    page = officer.page(f"/new/reconsideration?from={matter}")
    assert value(page, "f-被申请人") == "示例县市场监督管理局"
    assert value(page, "chosen-f-被申请人") == officer.office.body.code


@pytest.mark.parametrize(
    "token", ["", "|", "f-当事人", "f-没有|x", "f-当事人|", "f-处罚案件|' OR 1=1"]
)
def test_a_choice_that_was_not_offered_fills_nothing(officer, token):
    page = pick(officer, token or "x", **{"f-案由": "原样"})
    assert value(page, "f-案由") == "原样"
    assert value(page, "f-当事人-name") == ""


def test_enter_in_an_input_goes_on_and_looks_nothing_up(officer):
    page = officer.page(NEW_PENALTY).partition('<form class="card"')[2]
    assert re.search(r"<button[^>]*>", page).group(0).count('name="step" value="check"') == 1


def test_parties_within_rows_and_lists_are_known_too(officer):
    from guiju.search.entries import parties_in

    nested = {"表": [{"单位": {"name": "甲", "kind": "法人"}}, {"单位": None}], "x": [1, "y"]}
    assert [one["name"] for one in parties_in(nested)] == ["甲"]


def test_few_questions_are_asked_however_many_matters_a_party_has(
    officer, django_assert_max_num_queries
):
    from guiju.matters.sealing import seal
    from guiju.people.viewer import viewer_of
    from guiju.search.services import refresh
    from tests.office import FOUNDED

    for number in range(12):
        officer.office.penalty(线索编号=f"线{number}")
    seal()
    refresh()
    viewer = viewer_of(officer.office.people["officer"], officer.office.body, FOUNDED)
    with django_assert_max_num_queries(14):
        assert len(known_parties(viewer, "示例商贸")) == 1
