"""A typed form becomes a request: every field, every person, every day, and each problem at its input."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from guiju.lawbook.pinned import ActRules, FieldRules
from guiju.matters.requests import FileRef
from guiju.record.act import Kind
from guiju.web.actform import listed
from guiju.web.carrying import (
    carried,
    carried_on,
    carried_with_files,
    file_of,
    file_token,
)
from guiju.web.drafts import Draft, Reader
from guiju.web.forms import read_money, read_seq, read_whole
from guiju.web.inputs import Offers, problem_of
from tests.web.desk import wide

FILE = FileRef("笔录.pdf", "0" * 64)


def typed(**values) -> QueryDict:
    made = QueryDict(mutable=True)
    for key, value in values.items():
        made.setlist(key, value if isinstance(value, list) else [value])
    return made


def read(act: ActRules, **values) -> Draft:
    return Reader(typed(**values), MultiValueDict(), Offers()).read(act)


def act(*fields: FieldRules, **more) -> ActRules:
    return ActRules("某行为", fields={one.name: one for one in fields}, **more)


@pytest.mark.parametrize(
    ("spec", "text", "value"),
    [
        (FieldRules("x", "text"), " 某 ", "某"),
        (FieldRules("x", "paragraph"), "一\r\n二 ", "一\n二"),
        (FieldRules("x", "money"), "1,000.5", 100_050),
        (FieldRules("x", "int", unit="人"), "12人", 12),
        (FieldRules("x", "decimal", unit="亩"), "1.50亩", "1.50"),
        (FieldRules("x", "percent"), "12.5%", "12.5"),
        (FieldRules("x", "date"), "2026年3月8日", "2026-03-08"),
        (FieldRules("x", "time"), "9点05", "09:05"),
        (FieldRules("x", "yesno"), "no", False),
        (FieldRules("x", "choice", choice=("甲", "乙")), "乙", "乙"),
        (FieldRules("x", "region"), wide("620000"), "620000"),
        (FieldRules("x", "unit"), "SLX", "SLX"),
    ],
)
def test_each_type_is_read_as_it_is_recorded(spec, text, value):
    draft = read(act(spec), **{"f-x": text})
    assert draft.problems == {}
    assert draft.data == {"x": value}


@pytest.mark.parametrize("blank", ["", " ", "\n", "\u3000"])
@pytest.mark.parametrize(
    "kind", ["text", "paragraph", "money", "int", "date", "yesno", "choice", "unit"]
)
def test_what_is_left_blank_is_not_in_the_request(kind, blank):
    assert read(act(FieldRules("x", kind, choice=("甲",))), **{"f-x": blank}).data == {}


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (FieldRules("x", "money"), "一百"),
        (FieldRules("x", "int"), "1.5"),
        (FieldRules("x", "date"), "2026-02-30"),
        (FieldRules("x", "time"), "25:00"),
        (FieldRules("x", "yesno"), "maybe"),
        (FieldRules("x", "choice", choice=("甲",)), "丙"),
        (FieldRules("x", "region"), "62"),
        (FieldRules("x", "int", max="10"), "11"),
        (FieldRules("x", "int", min="1"), "0"),
        (FieldRules("x", "text"), "长" * 201),
        (FieldRules("x", "paragraph"), "长" * 20_001),
        (FieldRules("x", "text"), "一\n二"),
        (FieldRules("x", "text"), "一\x07"),
    ],
)
def test_what_does_not_fit_is_a_problem_of_its_own_field_in_words(spec, text):
    draft = read(act(spec, FieldRules("y", "text")), **{"f-x": text, "f-y": "好"})
    assert set(draft.problems) == {"x"}
    assert draft.problems["x"].startswith("“x”")
    assert draft.data["y"] == "好"


@pytest.mark.parametrize("text", ["9" * 14, "-" + "9" * 14, "9" * 6000, ",".join(["9" * 3] * 5)])
def test_an_amount_beyond_any_is_refused_in_yuan_not_in_fen(text):
    from guiju.web.forms import UnreadableError

    with pytest.raises(UnreadableError, match="元以上最多13位"):
        read_money(text)


def test_the_largest_amount_and_number_are_taken_by_the_record_too():
    assert read_money("9" * 13) == (10**13 - 1) * 100
    assert read_whole("9" * 15) == 10**15 - 1
    for kind, text in (("money", "9" * 13), ("int", "-" + "9" * 15)):
        assert read(act(FieldRules("x", kind)), **{"f-x": text}).problems == {}


def test_a_number_too_long_to_be_one_is_refused_in_words():
    draft = read(act(FieldRules("x", "int")), **{"f-x": "9" * 16})
    assert "最多15位" in draft.problems["x"]


@pytest.mark.parametrize(
    ("text", "seq"),
    [
        ("0", 0),
        ("12", 12),
        ("9" * 9, 10**9 - 1),
        ("9" * 10, None),
        ("", None),
        ("\uff11", None),
        ("-1", None),
    ],
)
def test_the_last_act_seen_is_a_small_whole_number_or_nothing(text, seq):
    assert read_seq(text) == seq


def test_day_hour_actor_and_signers_are_read_from_their_own_inputs():
    draft = read(
        act(), done_on="2026年3月8日", done_at="9:30", by=" p1 ", signers=["p1", "p2", "p1", ""]
    )
    assert draft.done_on == dt.date(2026, 3, 8)
    assert draft.done_at == "09:30"
    assert draft.by == "p1"
    assert draft.signers == ("p1", "p2"), "twice ticked is once signed"


def test_a_blank_day_means_today_and_a_bad_one_is_told():
    assert read(act()).done_on is None
    draft = read(act(), done_on="昨天", done_at="早上")
    assert draft.problems["done_on"].startswith("办理日期应是日期")
    assert draft.problems["done_at"].startswith("办理时刻应是时刻")


def test_an_act_that_others_approve_becomes_a_proposal():
    draft = read(act())
    assert draft.request("p1", act(approval=("机关负责人",))).kind == Kind.PROPOSAL.value
    assert draft.request("p1", act()).kind == Kind.EVENT.value


def test_a_reason_goes_with_the_field_it_overrides_and_no_other():
    proposed = FieldRules("听证", "yesno", required=True, computed=["var", "y"])
    plain = FieldRules("y", "text")
    draft = read(
        act(proposed, plain), **{"f-听证": "no", "reason-听证": " 放弃 ", "reason-y": "无关"}
    )
    assert draft.data["改定理由"] == {"听证": "放弃"}
    assert "改定理由" not in read(act(proposed), **{"f-听证": "no", "reason-听证": " "}).data


def test_a_proposed_field_left_blank_is_no_problem():
    proposed = FieldRules("听证", "yesno", required=True, computed=["var", "y"])
    assert read(act(proposed)).problems == {}


def test_people_are_taken_as_ticked():
    draft = read(act(FieldRules("承办", "officers")), **{"f-承办": ["p1", "p2"]})
    assert draft.data["承办"] == ["p1", "p2"]
    assert read(act(FieldRules("承办", "officers")), **{"f-承办": [""]}).data == {}


def test_a_matter_nobody_may_see_is_a_problem_and_a_unit_is_left_to_the_record():
    spec = FieldRules("案件", "matter", of="ordinary-penalty")
    assert "没有找到所填的办件" in read(act(spec), **{"f-案件": "某案"}).problems["案件"]
    assert read(act(FieldRules("单位", "unit")), **{"f-单位": "某局"}).data == {"单位": "某局"}


def test_a_matter_is_looked_for_in_the_procedure_the_field_names():
    asked = []
    offers = Offers(find=lambda procedure, text: asked.append((procedure, text)) or "0190-id")
    spec = FieldRules("案件", "matter", of="ordinary-penalty")
    form = typed(**{"f-案件": " 一号 "})
    Reader(form, MultiValueDict(), offers).read(act(spec))
    assert asked == [("ordinary-penalty", "一号")]


def test_a_token_gives_back_its_file_and_nothing_else_does():
    assert file_of(file_token(FILE)) == FILE
    for forged in ("", "x", file_token(FILE)[:-1], file_token(FILE) + "x"):
        assert file_of(forged) is None


def test_what_was_typed_is_carried_without_the_doors_own_keys():
    form = typed(
        **{
            "f-x": "一",
            "signers": ["p1", "p2"],
            "csrfmiddlewaretoken": "t",
            "step": "check",
            "next": "/",
        }
    )
    assert [(one.name, one.value) for one in carried(form)] == [
        ("f-x", "一"), ("signers", "p1"), ("signers", "p2"),
    ]  # fmt: skip


def test_what_was_carried_comes_back_under_its_own_name_and_nothing_else_does():
    form = typed(**{"carried-f-x": ["一", "二"], "username": "u", "password": "secret"})
    assert [(one.name, one.value) for one in carried_on(form)] == [("f-x", "一"), ("f-x", "二")]


def test_files_are_carried_as_they_now_stand():
    form = typed(**{"f-x": "一", "kept-files": "old", "drop-files": "old"})
    found = carried_with_files(form, {"files": [FILE]})
    assert [one.name for one in found] == ["f-x", "kept-files"]
    assert file_of(found[1].value) == FILE


def test_a_problem_is_listed_once_in_the_form_s_order_and_leads_to_its_input():
    fields = ["缴款", "金额"]
    problems = {
        "signers": "签名",
        "金额": "要是数",
        "缴款[1].金额": "“金额”是必填项",
        "缴款[2].金额": "“金额”是必填项",
        "done_on": "日期",
    }
    assert listed(problems, fields) == [
        ("done_on", "日期"), ("f-缴款", "“金额”是必填项"), ("f-金额", "要是数"), ("signers", "签名"),
    ]  # fmt: skip


def test_a_field_tells_the_problems_of_its_rows_and_no_other_fields():
    problems = {"缴款": "甲", "缴款[2].金额": "乙", "缴款人": "丙"}
    assert problem_of("缴款", problems) == "甲；乙"
    assert problem_of("缴款人", problems) == "丙"
