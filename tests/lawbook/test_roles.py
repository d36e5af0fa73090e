"""The roles of the catalog: who stands outside the body whose matter it is, and who records for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guiju.lawbook.catalog import ROOT, Catalog, procedure_files
from guiju.lawbook.roles import SIDES, load_roles
from tests.lawbook.real import real_catalog
from tests.lawbook.refusing import refused

if TYPE_CHECKING:
    from guiju.lawbook.schema import ActSpec, Procedure

OWN = {"机关", "监督", "调解组织"}
AUTHORITIES = {"被申请人", "规范性文件制定机关"}
VERSIONS = [(path.parent.name, path.stem) for path in procedure_files(ROOT)]


def catalog() -> Catalog:
    return real_catalog()


def version_of(identifier: str, version: str) -> Procedure:
    wanted = (identifier, version)
    (found,) = [one for one in catalog() if (one.id, one.version.isoformat()) == wanted]
    return found


def side(role: str) -> str:
    return catalog().shelf.roles[role].side


def by(procedure: Procedure, roles: set[str]) -> dict[str, ActSpec]:
    """The acts that nobody but these roles performs."""
    return {name: act for name, act in procedure.acts.items() if set(map(str, act.by)) <= roles}


def test_another_authority_stands_outside_like_a_party() -> None:
    roles = catalog().shelf.roles
    assert {name for name in roles if side(name) == "其他机关"} >= AUTHORITIES
    assert {side(name) for name in roles} == set(SIDES)


@pytest.mark.parametrize(("identifier", "version"), VERSIONS)
def test_what_an_outsider_does_is_recorded_by_people_of_the_body(
    identifier: str, version: str
) -> None:
    outside = {name for name in catalog().shelf.roles if side(name) not in OWN}
    for name, act in by(version_of(identifier, version), outside - {"时钟", "系统"}).items():
        assert act.recorded_by, name
        assert {side(str(role)) for role in act.recorded_by} <= OWN, name


REPLIES = {
    "2018-01-01": {"书面答复", "履行复议决定", "重新作出行政行为", "报送纠正情况"},
    "2024-01-01": {"原机关转送", "原机关自行处理", "书面答复", "制定机关答复", "履行复议决定", "报送纠正情况"},
}  # fmt: skip


@pytest.mark.parametrize("version", REPLIES)
def test_the_day_on_which_another_authority_met_a_period_is_proven_when_recorded_later(
    version: str,
) -> None:
    theirs = by(version_of("reconsideration", version), AUTHORITIES)
    assert {name for name, act in theirs.items() if act.proof} == REPLIES[version]
    assert {tuple(map(str, act.recorded_by)) for act in theirs.values()} == {("行政复议人员",)}


def test_a_third_party_that_evaluates_a_decision_is_named_and_not_appointed() -> None:
    """重大行政决策程序暂行条例第三十六条：委托第三方的，由决策机关登记，写明是哪一个。"""
    act = catalog().procedure("major-decision").acts["后评估"]
    assert {"评估单位", "决策机关"} == set(map(str, act.by))
    assert act.requires is not None
    assert "第三方评估机构" in act.requires.asks


def test_only_who_leads_or_approves_has_a_substitute() -> None:
    """Whoever handles, signs with a certificate, reviews or judges by a qualification of one's own has none."""
    roles = catalog().shelf.roles
    named = {name for name, role in roles.items() if role.substitute}
    assert {"机关负责人", "行政复议机关负责人", "行政复议机构负责人"} <= named
    own = {"承办人", "执法人员", "法制审核员", "听证主持人", "行政复议人员", "人民调解员"}
    assert not named & own
    assert all(role.own for role in roles.values() if role.substitute)


def test_a_role_of_others_has_no_substitute(tmp_path) -> None:
    path = tmp_path / "roles.yaml"
    path.write_text("当事人: {id: party, side: 当事人, substitute: true, note: 相对人}\n")
    assert refused(lambda: load_roles(path)) == ("role.substitute", 1)
