"""A chain of approval: steps in order, several roles that agree together in any order, and no nonsense."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.lawbook.chain import awaited, chain_words, from_plain, plain, roles_of, turn_words
from guiju.lawbook.pinned import ActRules
from tests.lawbook.refusing import line_of, refusal
from tests.lawbook.small import acts, pinned, read

ROLES = "甲乙丙丁戊"
CHAINS = st.lists(st.sampled_from(ROLES), unique=True, min_size=1, max_size=5).flatmap(
    lambda roles: st.lists(st.booleans(), min_size=len(roles), max_size=len(roles)).map(
        lambda cuts: _cut(roles, cuts)
    )
)


def _cut(roles, cuts):
    groups = [[roles[0]]]
    for role, cut in zip(roles[1:], cuts[1:], strict=True):
        if cut:
            groups.append([role])
        else:
            groups[-1].append(role)
    return tuple(group[0] if len(group) == 1 else tuple(group) for group in groups)


def chain(text: str):
    return read(acts(乙=f"by: 承办人, approval: {text}, cite: 甲法#1")).acts["乙"].approval


def test_a_step_is_a_role_or_several_that_sign_together():
    assert chain("负责人") == ("负责人",)
    assert chain("[负责人, 承办人]") == ("负责人", "承办人")
    assert chain("[会签: [负责人, 承办人]]") == (("负责人", "承办人"),)
    assert chain("{会签: [负责人, 承办人]}") == (("负责人", "承办人"),)


NONSENSE = {
    "[[负责人, 承办人]]": ("act.approval_step", "会签: [甲, 乙]"),
    "[会商: [负责人, 承办人]]": ("act.approval_step", "会签: [甲, 乙]"),
    "[{会签: [负责人, 承办人], 后: 负责人}]": ("act.approval_step", "会签: [甲, 乙]"),
    "['']": ("act.approval_step", "请写一个职责"),
    "[会签: [负责人]]": ("act.joint_few", "至少要两个职责，现有1个"),
    "[会签: []]": ("act.joint_few", "现有0个"),
    "[会签: 负责人]": ("act.joint_few", "改成一个职责一步"),
    "[会签: [负责人, 负责人]]": ("act.approval_twice", "“负责人”在审批中写了两次"),
    "[负责人, 负责人]": ("act.approval_twice", "请删去一个"),
    "[会签: [负责人, 承办人], 负责人]": ("act.approval_twice", "一个职责只审批一次"),
    "[会签: [负责人, 首长]]": ("act.unknown_role", "没有“首长”这个职责"),
    "[当事人]": ("act.approval_outside", "“当事人”不是本机关人员的职责"),
}


@pytest.mark.parametrize("text", NONSENSE)
def test_a_chain_that_means_nothing_is_refused_where_it_stands(text):
    error = refusal(lambda: chain(text))
    assert (error.code, line_of(error)) == (NONSENSE[text][0], 8)
    assert NONSENSE[text][1] in error.sentence


def test_no_approval_is_no_chain():
    assert read(acts(乙="by: 承办人, cite: 甲法#1")).acts["乙"].approval == ()


def test_a_chain_reads_as_people_speak():
    assert chain_words(("甲", "乙")) == "甲、乙"
    assert chain_words((("甲", "乙"), "丙")) == "甲、乙会签，丙"
    assert turn_words("甲") == "甲"
    assert turn_words(("甲", "乙")) == "甲、乙会签"


def test_a_matter_is_pinned_to_the_chain_as_written():
    body = acts(乙="by: 承办人, approval: [会签: [负责人, 承办人]], cite: 甲法#1")
    assert pinned(read(body)).acts["乙"].approval == (("负责人", "承办人"),)


@given(CHAINS)
def test_a_chain_goes_through_json(found):
    act = ActRules("乙", approval=found)
    assert ActRules.from_json(json.loads(json.dumps(act.to_json()))) == act
    assert from_plain(plain(found)) == found


@given(CHAINS, st.randoms())
def test_each_step_waits_for_all_of_its_own_and_for_nobody_else(found, chance):
    agreed: list[str] = []
    for step in found:
        left = list(roles_of(step))
        while left:
            assert awaited(found, agreed) == tuple(role for role in roles_of(step) if role in left)
            role = chance.choice(left)
            left.remove(role)
            agreed.append(role)
    assert awaited(found, agreed) == ()
