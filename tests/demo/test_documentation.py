"""The page on the scenario says what the scenario file says, and sends what is missing to a row of the list of systems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from guiju.demo.scenario import load_scenario
from guiju.figures.selectors import known_figures
from guiju.matters.rulebook import catalog

PAGE = (Path(__file__).parents[2] / "docs/reference/scenario-county-2022.md").read_text(
    encoding="utf-8"
)
SCENARIO = load_scenario("county-2022")
ROW = re.compile(r"^\| (.+?) \| (`.+?`) \| (exact|about|at_least) ([\d.]+) \|$", re.MULTILINE)
WAITING = re.compile(r"^\| (.+?) \| ([A-Z]\d+) \|$", re.MULTILINE)


def rows(chapter):
    text = PAGE.split(f"\n## {chapter}\n")[1].split("\n## ")[0]
    return [
        (said, tuple(re.findall(r"`([a-z-]+)`", figures)), how, value)
        for said, figures, how, value in ROW.findall(text)
    ]


def reached():
    single = {(name,): (target.how, str(target.value)) for name, target in SCENARIO.targets.items()}
    return single | {
        total.figures: (total.target.how, str(total.target.value)) for total in SCENARIO.sums
    }


@pytest.mark.parametrize("chapter", ["Reached", "The scenario's own"])
def test_every_row_of_the_page_says_what_the_scenario_reaches(chapter):
    found = rows(chapter)
    assert len(found) > 10
    for said, figures, how, value in found:
        assert reached().get(figures) == (how, value), said


def test_every_figure_of_the_scenario_is_on_the_page_once():
    listed = [
        figures
        for chapter in ("Reached", "The scenario's own")
        for _, figures, _, _ in rows(chapter)
    ]
    assert sorted(listed) == sorted(reached())


def test_the_page_names_only_figures_of_the_catalog():
    known = {figure.id for figure in known_figures()}
    assert {
        name
        for chapter in ("Reached", "The scenario's own")
        for _, figures, _, _ in rows(chapter)
        for name in figures
    } <= known


def test_what_is_not_yet_asked_names_a_row_that_a_procedure_carries():
    text = PAGE.split("\n## Not yet asked of the year\n")[1].split("\n## ")[0]
    carried = {str(system) for procedure in catalog() for system in procedure.system}
    waiting = WAITING.findall(text)
    assert len(waiting) > 35
    assert {row for _, row in waiting} <= carried


def test_numbers_printed_agree_with_what_is_reached():
    for said, _, how, value in rows("Reached"):
        digits = (
            value
            if int(value) < 10_000
            else {"10000": "1万", "40000": "4万", "176300": "17.63万"}[value]
        )
        mark = {"exact": "", "about": "余", "at_least": "%以上"}[how]
        assert f"{digits}{mark}" in said
