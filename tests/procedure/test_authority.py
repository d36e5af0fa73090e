"""Who may act: each thing missing is named, with who can mend it."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.procedure.authority import (
    Demand,
    Facts,
    Principal,
    Signer,
    acting_for,
    lack_of_authority,
)

UNTIL = dt.date(2030, 12, 31)
CITE = "行政处罚法第四十二条"


def signer(name: str, *roles: str, certified: bool = True) -> Signer:
    return Signer(name, name, frozenset(roles), UNTIL if certified else None)


def demand(**changes) -> Demand:
    return Demand(
        **{"act": "调查取证", "by": frozenset({"承办人"}), "staff": frozenset({"承办人"}), "officers": 2, "cite": CITE, **changes}
    )  # fmt: skip


def facts(**changes) -> Facts:
    officer = signer("甲", "承办人")
    return Facts(
        **{"role": "承办人", "actor": officer, "recorder": officer, "signers": (officer, signer("乙", "承办人")), **changes}
    )  # fmt: skip


def code(demand: Demand, facts: Facts) -> str | None:
    lack = lack_of_authority(demand, facts)
    return lack.code if lack else None


def test_entitled_people_lack_nothing():
    assert lack_of_authority(demand(), facts()) is None


@pytest.mark.parametrize(
    ("demand_changes", "facts_changes", "expected"),
    [
        ({}, {"role": "当事人"}, "authority.role_not_named"),
        ({}, {"actor": signer("丙", "登记员")}, "authority.role_not_held"),
        ({}, {"actor": None}, "authority.role_not_held"),
        ({}, {"recorder": signer("丁")}, "authority.recorder_outside"),
        (
            {"recorded_by": frozenset({"登记员"})},
            {"recorder": signer("丁", "承办人")},
            "authority.recorder",
        ),
        ({}, {"signers": (signer("甲", "承办人"),)}, "authority.officers"),
        ({}, {"signers": (signer("甲", "承办人"), signer("甲", "承办人"))}, "authority.officers"),
        (
            {},
            {"signers": (signer("甲", "承办人"), signer("乙", "登记员", certified=False))},
            "authority.certificate",
        ),
        ({}, {"signers": (signer("甲", "承办人"), signer("乙"))}, "authority.officer_outside"),
        ({"not_by": ("立案",)}, {"earlier": {"立案": frozenset({"甲"})}}, "authority.separation"),
    ],
)
def test_what_is_missing_is_named(demand_changes, facts_changes, expected):
    assert code(demand(**demand_changes), facts(**facts_changes)) == expected


def test_a_lack_carries_the_article_and_a_remedy():
    lack = lack_of_authority(demand(), facts(signers=()))
    assert lack is not None
    assert lack.cite == CITE
    assert "请补齐" in lack.sentence


def test_an_outside_party_acts_through_whoever_may_record_it():
    outside = demand(
        by=frozenset({"当事人"}), staff=frozenset(), officers=0, recorded_by=frozenset({"承办人"})
    )
    assert code(outside, facts(role="当事人", actor=None, signers=())) is None
    assert (
        code(outside, facts(role="当事人", actor=None, signers=(), recorder=signer("丁", "登记员")))
        == "authority.recorder"
    )


def test_separation_looks_only_at_the_acts_named():
    separate = demand(not_by=("调查取证",))
    assert code(separate, facts(earlier={"立案": frozenset({"甲"})})) is None


HEAD = Principal("p-head", "首长")
DEPUTY = Signer("乙", "乙", frozenset({"承办人"}), None, {"机关负责人": (HEAD,)})
DECISION = {
    "act": "处罚决定", "by": frozenset({"机关负责人"}), "staff": frozenset({"机关负责人"}), "officers": 0,
    "not_by": ("调查取证",),
}  # fmt: skip


def standing_in(**changes) -> Facts:
    return Facts(**{"role": "机关负责人", "actor": DEPUTY, "recorder": DEPUTY, **changes})


def test_whoever_stands_in_acts_in_the_role_for_the_one_on_leave():
    assert lack_of_authority(demand(**DECISION), standing_in()) is None
    assert acting_for(demand(**DECISION), standing_in()) == HEAD
    own = Signer("乙", "乙", frozenset({"机关负责人"}), None, {"机关负责人": (HEAD,)})
    assert acting_for(demand(**DECISION), standing_in(actor=own)) is None


@pytest.mark.parametrize(("who", "said"), [("乙", "乙办理过"), ("p-head", "首长办理过")])
def test_what_is_barred_to_either_is_not_done_in_the_other_s_stead(who, said):
    lack = lack_of_authority(demand(**DECISION), standing_in(earlier={"调查取证": [who]}))
    assert lack is not None
    assert (lack.code, lack.cite) == ("authority.separation", CITE)
    assert said in lack.sentence


def test_of_two_on_leave_the_one_who_is_not_barred_is_acted_for():
    two = Signer("乙", "乙", DEPUTY.roles, None, {"机关负责人": (HEAD, Principal("p-2", "副职"))})
    facts = standing_in(actor=two, recorder=two, earlier={"调查取证": ["p-head"]})
    assert lack_of_authority(demand(**DECISION), facts) is None
    assert acting_for(demand(**DECISION), facts).person == "p-2"


def test_a_certificate_and_a_place_at_the_body_are_not_lent():
    """Who stands in for a certified head signs no more as an officer than before, and who holds no post stands in for nobody."""
    stead = {"承办人": (HEAD,)}
    lent = Signer("丙", "丙", frozenset({"登记员"}), None, stead)
    officers = (signer("甲", "承办人"), lent)
    assert code(demand(), facts(signers=officers)) == "authority.certificate"
    outside = Signer("丁", "丁", frozenset(), UNTIL, stead)
    assert outside.exercised == frozenset()
    assert outside.principals("承办人") == ()
    assert not outside.stands_in_for("p-head", "承办人")
    assert code(demand(), facts(actor=outside)) == "authority.role_not_held"
    assert code(demand(), facts(signers=(signer("甲", "承办人"), outside))) == (
        "authority.officer_outside"
    )


def test_whoever_stands_in_for_a_recorder_records():
    asked = demand(recorded_by=frozenset({"登记员"}), officers=0)
    recorder = Signer("丙", "丙", frozenset({"档案员"}), None, {"登记员": (HEAD,)})
    assert code(asked, facts(recorder=recorder)) is None
