"""The components of the design system: each input with its label, what was typed, and what is wrong with it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from guiju.web.carrying import Pair
from guiju.web.inputs import ALL_AT_MOST, RADIOS_AT_MOST, FieldInput, Kept, Option
from guiju.web.menu import places
from guiju.web.timeline import Badge

HOSTILE = '"><script>alert(1)</script>'
KINDS = ("text", "paragraph", "choice", "select", "people", "party", "rows", "file", "linked")
SHEETS = Path(str(finders.find("ui/tokens.css"))).parent
CSS = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sorted(SHEETS.glob("*.css")))


def shown(field: FieldInput) -> str:
    return render_to_string("ui/field.html", {"field": field})


def of_kind(kind: str, **more) -> FieldInput:
    """An input of a kind with something in each of its parts."""
    made = FieldInput("f-名", "名", kind, **more)
    if kind in {"choice", "select", "people", "linked"}:
        made.options = [Option("a", "甲", True), Option("b", "乙", False)]
    if kind == "party":
        made.parts = [FieldInput("f-名-name", "姓名", value=made.value)]
    if kind == "rows":
        made.rows = [[FieldInput("f-名-0-列", "列", value=made.value, unit="元")]]
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_every_input_has_its_label_and_nothing_typed_becomes_html(kind):
    field = of_kind(kind, value=HOSTILE, note=HOSTILE, hint=HOSTILE, problem=HOSTILE, unit=HOSTILE)
    field.label = HOSTILE
    field.options = [Option(HOSTILE, HOSTILE, False)]
    field.kept = [Kept(HOSTILE, HOSTILE)]
    page = shown(field)
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<label" in page or "<legend" in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_problem_stands_at_its_input_in_words(kind):
    page = shown(of_kind(kind, problem="“名”是必填项，请填写。"))
    assert '<p class="problem" id="f-名-problem">“名”是必填项，请填写。</p>' in page
    assert "wrong" in page
    assert 'aria-describedby="f-名-hint f-名-problem"' in page


@pytest.mark.parametrize("kind", KINDS)
def test_without_problem_nothing_is_marked_wrong(kind):
    page = shown(of_kind(kind))
    assert "wrong" not in page
    assert 'class="problem"' not in page


@pytest.mark.parametrize("kind", KINDS)
def test_what_must_be_filled_in_says_so_in_words(kind):
    assert '<span class="must">必填</span>' in shown(of_kind(kind, required=True))
    assert "必填" not in shown(of_kind(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_field_says_who_can_see_it(kind):
    assert "不公开：只有本机关能看到" in shown(of_kind(kind, private=True))
    assert "不公开" not in shown(of_kind(kind))


def test_notes_and_hints_stand_between_label_and_input():
    page = shown(FieldInput("f-罚款", "罚款", note="处罚决定书上的数额", hint="以元为单位"))
    assert "处罚决定书上的数额。以元为单位" in page
    assert page.index("</label>") < page.index("以元为单位") < page.index("<input")


def test_a_text_input_keeps_what_was_typed_and_shows_its_unit():
    page = shown(
        FieldInput("f-罚款", "罚款", value="17,630.00", unit="元", numeric=True, short=True)
    )
    assert 'value="17,630.00"' in page
    assert '<span class="unit">元</span>' in page
    assert 'inputmode="decimal"' in page
    assert 'class="short"' in page
    assert "autocomplete" not in page, "going back in the browser keeps only what may be completed"


def test_a_paragraph_keeps_its_lines():
    assert ">一\n二</textarea>" in shown(FieldInput("f-理由", "理由", "paragraph", value="一\n二"))


@pytest.mark.parametrize("count", [RADIOS_AT_MOST, RADIOS_AT_MOST + 1])
def test_a_choice_shows_all_its_answers_and_the_one_chosen(count):
    field = FieldInput("f-类型", "类型", "choice")
    field.options = [Option(f"v{n}", f"第{n}种", n == 1) for n in range(count)]
    page = shown(field)
    radios = count <= RADIOS_AT_MOST
    assert page.count('type="radio"') == (count if radios else 0)
    assert page.count("<option") == (0 if radios else count + 1)
    assert re.search(r'value="v1" (checked|selected)', page)
    assert page.count("checked") + page.count("selected") == 1


def test_a_select_begins_with_nothing_chosen():
    field = of_kind("select")
    field.options = [Option("a", "甲", False)]
    page = shown(field)
    assert '<option value="">请选择</option>' in page
    assert "selected" not in page


def test_people_are_ticked_and_where_there_are_none_the_form_says_so():
    page = shown(of_kind("people"))
    assert page.count('type="checkbox"') == 2
    assert page.count(" checked>") == 1
    none = FieldInput("signers", "签名", "people")
    assert "没有可选的人员。" in shown(none)


def many_people(count: int, near: tuple[str, ...] = (), chosen: tuple[str, ...] = ()) -> FieldInput:
    field = FieldInput("signers", "签名", "people", near=frozenset(near))
    field.options = [Option(f"p{n}", f"某{n}", f"p{n}" in chosen) for n in range(count)]
    return field


def test_few_people_are_all_shown_at_once():
    page = shown(many_people(ALL_AT_MOST))
    assert page.count('type="checkbox"') == ALL_AT_MOST
    assert "<details" not in page


def test_of_many_people_those_near_or_ticked_are_shown_and_the_others_on_demand():
    page = shown(many_people(ALL_AT_MOST + 1, near=("p7", "nobody"), chosen=("p2",)))
    first, others = page.split("<details>")
    assert re.findall(r'value="(p\d)"', first) == ["p2", "p7"]
    assert "其他可选的人员（7）" in others
    assert page.count('type="checkbox"') == ALL_AT_MOST + 1
    assert page.count(" checked>") == 1


def test_where_nobody_is_near_the_others_stand_alone():
    page = shown(many_people(20))
    assert "<summary>可选的人员（20）</summary>" in page


def test_a_party_has_an_input_for_each_part_with_its_own_label():
    field = FieldInput("f-当事人", "当事人", "party")
    field.parts = [
        FieldInput("f-当事人-name", "姓名或者名称", value="某公司"),
        FieldInput("f-当事人-kind", "类别", "choice", options=[Option("法人", "法人", True)]),
    ]
    page = shown(field)
    for key in ("f-当事人-name", "f-当事人-kind"):
        assert f'<label for="{key}">' in page
        assert f'id="{key}" name="{key}"' in page
    assert 'value="某公司"' in page
    assert 'value="法人" selected' in page
    assert "<fieldset" in page
    assert "<legend>当事人" in page


def test_a_table_of_rows_names_each_cell_for_those_who_hear_it():
    field = FieldInput("f-缴款", "缴款", "rows")
    field.rows = [
        [FieldInput(f"f-缴款-{n}-金额", "金额", unit="元", value=str(n)),
         FieldInput(f"f-缴款-{n}-现金", "现金", "choice", options=[Option("yes", "是", n == 1)])]
        for n in range(2)
    ]  # fmt: skip
    page = shown(field)
    assert "金额（元）" in page
    assert 'aria-label="第1行 金额"' in page
    assert 'aria-label="第2行 现金"' in page
    assert 'name="f-缴款-1-金额" value="1"' in page
    assert page.count("selected") == 1


def test_files_already_brought_in_are_named_and_can_be_taken_back():
    field = FieldInput("files", "附件", "file", multiple=True)
    field.kept = [Kept("token:1", "笔录.pdf"), Kept("token:2", "照片.jpg")]
    page = shown(field)
    assert "已带入：笔录.pdf" in page
    assert page.count('type="hidden" name="kept-files"') == 2
    assert '<input type="checkbox" name="drop-files" value="token:2"> 不要这一个' in page
    assert " multiple" in page
    assert " multiple" not in shown(FieldInput("proof", "证明材料", "file"))


def test_the_browsers_dialogue_offers_what_can_be_brought_in_and_only_for_files():
    assert 'accept=".pdf,' in shown(FieldInput("files", "附件", "file"))
    for kind in KINDS:
        if kind != "file":
            assert "accept=" not in shown(of_kind(kind))


def test_a_linked_field_offers_what_is_known_and_takes_what_is_typed():
    page = shown(of_kind("linked", value="某案"))
    assert 'list="f-名-list"' in page
    assert '<datalist id="f-名-list"><option value="甲">' in page
    assert 'value="某案"' in page
    assert "datalist" not in shown(FieldInput("f-名", "名", "linked"))


def test_a_proposal_that_may_be_overridden_asks_for_the_reason_beside_it():
    field = FieldInput("f-听证范围", "听证范围", "choice")
    field.reason = FieldInput("reason-听证范围", "改定的理由", note="须写明理由", value="书面放弃")
    page = shown(field)
    assert '<label for="reason-听证范围">改定的理由</label>' in page
    assert ">书面放弃</textarea>" in page


def test_a_badge_says_a_word_beside_its_colour():
    page = render_to_string("ui/badge.html", {"badge": Badge("还剩 3 天", "amber")})
    assert page.strip() == '<span class="badge amber">还剩 3 天</span>'
    plain = render_to_string("ui/badge.html", {"badge": Badge("在办", "")})
    assert plain.strip() == '<span class="badge">在办</span>'


def test_hidden_inputs_carry_every_value_under_its_prefix():
    pairs = [Pair("by", "p1"), Pair("signers", "p1"), Pair("signers", HOSTILE)]
    page = render_to_string("ui/hidden.html", {"pairs": pairs, "prefix": "carried-"})
    assert page.count("<input") == 3
    assert page.count('name="carried-signers"') == 2
    assert "<script" not in page


def test_every_page_is_chinese_has_a_title_and_lets_the_keyboard_skip_the_menu():
    page = render_to_string("ui/base.html", {"demonstration": True})
    assert '<html lang="zh-Hans">' in page
    assert re.search(r"<title>规矩.规矩</title>", page)
    assert '<a class="skip" href="#main">跳到正文</a>' in page
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in page
    assert "演示数据·模拟时钟" in page
    assert "演示数据" not in render_to_string("ui/base.html", {})


@pytest.mark.parametrize("place", ["/", "/law", "/law/x", "/new", "/nowhere"])
def test_the_menu_says_where_one_is(place):
    page = render_to_string(
        "ui/frame.html", {"place": place, "menu": places(place), "messages": ["已登记<b>"]}
    )
    assert page.count('aria-current="page"') == (0 if place in {"/new", "/nowhere"} else 1)
    assert '<main id="main"' in page
    assert "已登记&lt;b&gt;" in page
    assert "换机构" not in page
    assert "换机构" in render_to_string("ui/frame.html", {"place": place, "several_bodies": True})


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("ink", "paper"), ("ink", "ground"), ("soft", "paper"), ("soft", "ground"), ("accent", "paper"),
        ("accent", "ground"), ("red", "red-ground"), ("red", "paper"), ("amber", "amber-ground"),
        ("green", "green-ground"), ("grey", "grey-ground"), ("soft", "red-ground"), ("soft", "amber-ground"),
    ],
)  # fmt: skip
def test_text_can_be_read_on_its_ground(ink, ground):
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", CSS))
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_what_is_pressed_is_large_enough_for_a_finger_on_a_phone():
    assert re.search(r"button, \.button \{[^}]*min-height: 2\.75rem", CSS)
    assert re.search(
        r"@media \(max-width: 56rem\).*\.small\.button \{ min-height: 2\.75rem", CSS, re.DOTALL
    )
    assert "html { font-size: 16px" in CSS


def test_pages_print_on_a4_without_menu_and_buttons():
    printed = (SHEETS / "print.css").read_text(encoding="utf-8")
    assert "size: A4" in printed
    assert re.search(r"\.top, \.menu, [^{]*\.buttons[^{]*\{ display: none; \}", printed)
