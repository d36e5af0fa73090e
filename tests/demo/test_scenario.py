from __future__ import annotations

from decimal import Decimal

import pytest

from guiju.demo import scenario
from guiju.demo.picks import Picks
from guiju.demo.scenario import Target, load_scenario, scenario_names
from guiju.demo.setting import decided
from guiju.figures.selectors import known_figures
from guiju.lawbook.errors import CatalogError
from guiju.matters.rulebook import catalog, staff_roles

COUNTY = load_scenario("county-2022")


@pytest.mark.parametrize(
    ("printed", "last", "first_beyond"),
    [(20, 21, 22), (40, 43, 44), (80, 87, 88), (120, 129, 130), (600, 659, 660), (5000, 5499, 5500), (10_000, 10_999, 11_000), (40_000, 43_999, 44_000)],
)  # fmt: skip
def test_a_number_with_yu_is_more_than_it_says_and_never_the_next_one(printed, last, first_beyond):
    target = Target("about", Decimal(printed))
    assert not target.holds(printed)
    assert target.holds(printed + 1)
    assert target.holds(last)
    assert not target.holds(first_beyond)


def test_exact_is_exact_and_at_least_is_no_less():
    assert Target("exact", Decimal(329)).holds(329)
    assert not Target("exact", Decimal(329)).holds(330)
    assert Target("at_least", Decimal(98)).holds(Decimal("98.18"))
    assert not Target("at_least", Decimal(98)).holds(Decimal("97.99"))


@pytest.mark.parametrize("figure", COUNTY.targets)
def test_the_value_decided_on_reaches_its_target(figure):
    target = COUNTY.targets[figure]
    values = {decided(target, Picks(seed), figure) for seed in "甲乙丙丁"}
    assert all(target.holds(value) for value in values)


def test_every_figure_of_the_scenario_is_one_of_the_catalog():
    known = {figure.id for figure in known_figures()}
    assert set(COUNTY.targets) <= known
    assert {figure for total in COUNTY.sums for figure in total.figures} <= known


def test_money_of_several_figures_adds_up_to_what_they_reach_together():
    for total in COUNTY.sums:
        assert sum(COUNTY.targets[figure].value for figure in total.figures) == total.target.value


def test_the_county_has_nineteen_towns_and_says_in_every_code_that_it_is_an_example():
    assert sum(body.kind == "town" for body in COUNTY.bodies) == 19
    assert all(body.code.startswith("示例") and len(body.code) == 18 for body in COUNTY.bodies)
    assert len({body.code for body in COUNTY.bodies}) == len(COUNTY.bodies)
    assert len({body.word for body in COUNTY.bodies}) == len(COUNTY.bodies)


def test_every_post_is_a_role_that_members_of_a_body_hold():
    roles = {role for team in COUNTY.teams.values() for person in team for role in person}
    assert roles <= staff_roles()


def test_every_body_named_exists_and_every_open_course_ends_in_an_act_of_the_catalog():
    bodies = {body.id for body in COUNTY.bodies}
    named = {body for weights in COUNTY.weights.values() for body in weights}
    named |= {spec.body for spec in COUNTY.open} | {account.body for account in COUNTY.accounts}
    assert named <= bodies
    acts = {act for procedure in catalog() for act in procedure.acts}
    assert {spec.until for spec in COUNTY.open} <= acts


def test_an_unknown_body_is_not_found():
    with pytest.raises(LookupError, match="nowhere"):
        COUNTY.body("nowhere")


def test_the_scenarios_are_those_in_the_folder():
    assert scenario_names() == ("county-2022",)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("{exact: 329}", "{exactly: 329}", "scenario.target"),
        ("{exact: 329}", "{exact: 很多}", "scenario.number"),
        ("{exact: 329}", "{about: 0}", "scenario.number"),
        ("year: 2022", "year: 2022\nmood: good", "schema.unknown_key"),
        ("colour: amber", "colour: pink", "schema.choice"),
        ("begins: 2021-12-01", "begins: 去年", "schema.day"),
        ("mediation-accepted: {exact: 329}", "mediation-accepted: {exact: 329}\n  mediation-accepted: {exact: 1}", "yaml.duplicate_key"),
    ],
)  # fmt: skip
def test_an_unclear_scenario_is_refused_with_file_and_line(old, new, code, tmp_path, monkeypatch):
    text = (scenario.FOLDER / "county-2022.yaml").read_text(encoding="utf-8")
    (tmp_path / "other.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    monkeypatch.setattr(scenario, "FOLDER", tmp_path)
    with pytest.raises(CatalogError, match=r"other\.yaml:\d+") as refused:
        load_scenario("other")
    assert refused.value.code == code
