"""Inputs follow the field's rules, and what is read back is what was typed."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.matters.files import MAXIMUM_BYTES
from guiju.web.drafts import Reader
from guiju.web.inputs import BLANK_ROWS, Offers, field_input, key_of

OFFERS = Offers(
    people=[("p1", "甲"), ("p2", "乙")],
    linked={
        "ordinary-penalty": [("0190-id", "示市监罚立〔2026〕1号 某案")],
        "unit": [("SLX", "示例县")],
    },
)
PAYMENTS = FieldRules(
    "缴款", "rows",
    rows=(FieldRules("金额", "money", required=True), FieldRules("日期", "date"), FieldRules("现金", "yesno")),
)  # fmt: skip


def typed(**values: str | list[str]) -> QueryDict:
    made = QueryDict(mutable=True)
    for key, value in values.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def shown(spec: FieldRules, **values):
    return field_input(spec, key_of(spec.name), typed(**values), {}, OFFERS)


def read(spec: FieldRules, uploads=(), **values):
    act = ActRules("某行为", fields={spec.name: spec})
    files = MultiValueDict({key_of(spec.name): list(uploads)}) if uploads else MultiValueDict()
    return Reader(typed(**values), files, OFFERS).read(act)


@pytest.mark.parametrize(("count", "select"), [(5, False), (6, True)])
def test_a_choice_is_radio_buttons_up_to_five_and_a_list_beyond(count, select):
    made = shown(FieldRules("类型", "choice", choice=tuple("甲乙丙丁戊己"[:count])))
    assert made.as_select is select
    assert not [one for one in made.options if one.chosen]


def test_yes_and_no_have_no_default():
    made = shown(FieldRules("须公开", "yesno"))
    assert [one.label for one in made.options] == ["是", "否"]
    assert not [one for one in made.options if one.chosen]


def test_a_field_with_a_proposal_is_not_asked_for_but_may_be_explained():
    made = shown(FieldRules("听证范围", "yesno", required=True, computed=["var", "x"]))
    assert made.required is False
    assert "算得" in made.note
    assert made.reason is not None


def test_amounts_say_their_unit_and_officers_are_offered_by_name():
    assert shown(FieldRules("罚款", "money")).unit == "元"
    assert shown(FieldRules("比例", "percent")).unit == "%"
    officers = shown(FieldRules("承办", "officers"), **{"f-承办": ["p2"]})
    assert [(one.label, one.chosen) for one in officers.options] == [("甲", False), ("乙", True)]


def test_a_linked_matter_is_typed_by_what_people_call_it():
    spec = FieldRules("处罚案件", "matter", of="ordinary-penalty")
    assert read(spec, **{"f-处罚案件": "示市监罚立〔2026〕1号 某案"}).data == {
        "处罚案件": "0190-id"
    }
    assert read(FieldRules("单位", "unit"), **{"f-单位": "示例县"}).data == {"单位": "SLX"}


def test_rows_are_read_in_order_and_empty_ones_left_out():
    values = {
        "f-缴款-0-金额": "1,000.00",
        "f-缴款-0-现金": "no",
        "f-缴款-3-金额": "50",
        "f-缴款-3-日期": "2026年3月9日",
    }
    draft = read(PAYMENTS, **values)
    assert draft.problems == {}
    assert draft.data["缴款"] == [
        {"金额": 100_000, "现金": False},
        {"金额": 5_000, "日期": "2026-03-09"},
    ]
    assert len(shown(PAYMENTS).rows) == BLANK_ROWS


def test_a_bad_cell_is_told_with_its_row_and_the_row_is_shown_again():
    values = {"f-缴款-1-金额": "一百"}
    draft = read(PAYMENTS, **values)
    assert "第 2 行“金额”应是以元为单位的金额" in draft.problems["缴款"]
    assert shown(PAYMENTS, **values).rows[1][0].value == "一百"


def test_a_missing_cell_is_told_beside_the_table():
    draft = read(PAYMENTS, **{"f-缴款-0-日期": "2026-03-09"})
    made = field_input(PAYMENTS, key_of("缴款"), typed(), draft.problems, OFFERS)
    assert "“金额”是必填项" in made.problem


def test_a_party_is_read_from_its_parts_and_checked():
    spec = FieldRules("当事人", "party", required=True)
    good = {
        "f-当事人-name": "某公司",
        "f-当事人-kind": "法人",
        "f-当事人-code": "91620000MA00000007",
    }
    assert read(spec, **good).data["当事人"]["code"] == "91620000MA00000007"
    bad = read(spec, **{**good, "f-当事人-code": "91620000MA00000008"})
    assert "校验不符" in bad.problems["当事人"]
    assert "是必填项" in read(spec).problems["当事人"]


def test_a_file_over_the_limit_is_not_even_read():
    class Huge:
        name = "录像.mp4"
        size = MAXIMUM_BYTES + 1

        def read(self) -> bytes:
            message = "a file over the limit was read into memory"
            raise AssertionError(message)

    draft = read(FieldRules("证据", "file"), uploads=[Huge()])
    assert "超过单个文件20MB的上限" in draft.problems["证据"]


def test_each_reading_problem_hides_only_its_own_field():
    act = ActRules(
        "某行为",
        fields={
            "罚款": FieldRules("罚款", "money", required=True),
            "理由": FieldRules("理由", "paragraph", required=True),
        },
    )
    draft = Reader(typed(**{"f-罚款": "三万"}), MultiValueDict(), OFFERS).read(act)
    assert set(draft.problems) == {"罚款", "理由"}
    assert draft.data == {}
