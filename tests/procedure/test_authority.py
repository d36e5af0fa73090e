"""Who may act: each thing missing is named, with who can mend it."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.procedure.authority import Demand, Facts, Signer, lack_of_authority

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
