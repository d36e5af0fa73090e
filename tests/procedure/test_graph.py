"""What the loader of graphs refuses, and what it keeps."""

from __future__ import annotations

from typing import Any

import pytest

from guiju.procedure import Graph, GraphError, ProcedureError, compile_rules
from guiju.procedure.expressions import Variable, compile_guard
from tests.procedure.build import graph_json, relation

VARS = {"是": True, "数": 2, "文": "x"}
PLACES = {
    "是": Variable(0, "bool"),
    "数": Variable(1, "number"),
    "文": Variable(2, "text"),
}


def refused(obj: dict[str, Any]) -> ProcedureError:
    with pytest.raises(ProcedureError) as caught:
        Graph.from_json(obj)
    return caught.value


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"events": [{"id": "A"}, {"id": "A"}]}, "duplicate-event", "events[1]"),
        ({"events": [{"kind": "act"}]}, "event-id", "events[0]"),
        ({"events": [{"id": "A", "kind": "timer"}]}, "event-kind", "events[0]"),
        ({"events": [{"id": "A", "roles": "甲"}]}, "event-roles", "events[0]"),
        ({"events": [{"id": "A", "once": 1}]}, "event-once", "events[0]"),
        ({"events": "A"}, "graph-shape", "events"),
        ({"vars": {"x": None}}, "expression-constant", "vars.x"),
        ({"vars": {"x": [1]}}, "expression-constant", "vars.x"),
        ({"start": None}, "graph-start", "start"),
        ({"groups": {"G": ["A", "X"]}}, "unknown-event", "groups.G"),
        ({"groups": {"A": ["B"]}}, "duplicate-event", "groups.A"),
        ({"groups": {"G": ["H"], "H": ["G"]}}, "group-cycle", "groups.H"),
        ({"groups": {"G": "A"}}, "graph-shape", "groups.G"),
        ({"initial": {"pending": {"X": None}}}, "unknown-event", "initial.pending"),
        ({"initial": {"executed": {"A": None}}}, "initial-day", "initial.executed"),
        ({"initial": {"included": ["A", "X"]}}, "unknown-event", "initial.included"),
        ({"calendar": []}, "graph-shape", "calendar"),
    ],
)
def test_graph_with_a_fault_is_refused(change: dict[str, Any], code: str, where: str) -> None:
    error = refused({**graph_json(["A", "B"], []), **change})
    assert (error.code, error.where) == (code, where)
    assert error.sentence


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (relation("follow", "A", "B"), "relation-type"),
        ({"type": "condition", "source": "A"}, "relation-end"),
        (relation("condition", "A", "X"), "unknown-event"),
        (relation("condition", "A", "B", deadline={"n": 1, "unit": "d"}), "relation-length"),
        (relation("response", "A", "B", delay={"n": 1, "unit": "d"}), "relation-length"),
        (relation("extend", "A", "B"), "relation-length"),
        (relation("response", "A", "B", deadline=5), "relation-length"),
        (relation("response", "A", "B", deadline={"n": 5}), "duration-unit"),
        (relation("response", "A", "B", "5d clear"), "relation-clear"),
        (relation("response", "A", "B", rearm="again"), "relation-rearm"),
        (relation("include", "A", "B", rearm="keep"), "relation-rearm"),
        (relation("condition", "A", "T", "1d"), "auto-delay"),
        (relation("response", "T", "T"), "auto-loop"),
        (relation("response", "T", "T", "0d"), "auto-loop"),
        (relation("extend", "T", "A", "5d"), "auto-extend"),
        (relation("response", "A", "B", guard=["var", "无"]), "unknown-variable"),
    ],
)
def test_relation_with_a_fault_is_refused(fault: dict[str, Any], code: str) -> None:
    error = refused(graph_json(["A", "B", "T!"], [relation("include", "A", "B"), fault]))
    assert error.code == code
    assert error.where.startswith("relations[1]")


def test_restriction_reaches_into_groups() -> None:
    obj = graph_json(
        ["A", "T!"], [relation("response", "G", "G")], groups={"H": ["T"], "G": ["A", "H"]}
    )
    assert refused(obj).code == "auto-loop"


@pytest.mark.parametrize(
    ("tree", "code"),
    [
        (["eq", ["var", "是"], 1], "expression-type"),
        (["eq", ["var", "数"], True], "expression-type"),
        (["ne", ["var", "文"], 1], "expression-type"),
        (["lt", ["var", "是"], False], "expression-type"),
        (["in", ["var", "文"], ["x", 2]], "expression-type"),
        (["and", ["var", "是"], ["var", "数"]], "expression-type"),
        (["or", ["var", "文"]], "expression-type"),
        (["not", 0], "expression-type"),
        (["var", "数"], "expression-type"),
        ("x", "expression-type"),
        (["xor", True, True], "expression-operator"),
        ([], "expression-operator"),
        ([["var", "是"]], "expression-operator"),
        (["var", "无"], "unknown-variable"),
        (["var"], "unknown-variable"),
        (["not", True, True], "expression-arity"),
        (["eq", 1], "expression-arity"),
        (["in", ["var", "文"], "x"], "expression-arity"),
        (["eq", None, 1], "expression-constant"),
    ],
)
def test_guard_of_a_wrong_type_is_refused_at_load(tree: Any, code: str) -> None:
    with pytest.raises(GraphError) as caught:
        compile_guard(tree, PLACES, "relations[0].guard")
    assert caught.value.code == code
    assert caught.value.where == "relations[0].guard"


@pytest.mark.parametrize(
    ("tree", "value"),
    [
        (True, True),
        (["var", "是"], True),
        (["not", ["var", "是"]], False),
        (["and"], True),
        (["or"], False),
        (["and", ["var", "是"], ["eq", ["var", "数"], 2]], True),
        (["or", ["gt", ["var", "数"], 2], ["ge", ["var", "数"], 2]], True),
        (["lt", 1.5, ["var", "数"]], True),
        (["le", ["var", "文"], "w"], False),
        (["ne", ["var", "是"], False], True),
        (["in", ["var", "文"], ["y", "x"]], True),
        (["in", ["var", "数"], []], False),
    ],
)
def test_guard_says_what_it_means(tree: Any, value: bool) -> None:
    guard = compile_guard(tree, PLACES, "guard")
    assert guard.value((True, 2, "x")) is value


def test_guard_knows_what_it_reads() -> None:
    tree = ["and", ["var", "是"], ["not", ["in", ["var", "文"], [["var", "文"]]]]]
    assert compile_guard(tree, PLACES, "guard").reads == {"是", "文"}


def test_require_is_checked_like_a_guard() -> None:
    error = refused(graph_json([{"id": "A", "require": ["var", "n"]}], [], vars={"n": 1}))
    assert (error.code, error.where) == ("expression-type", "events[0].require")


def test_annotations_are_kept() -> None:
    graph = Graph.from_json(
        graph_json(
            [{"id": "A", "cite": "某法#1", "basis": "法", "title": "甲", "stage": 2}, "B"],
            [relation("condition", "A", "B", cite="某法#2", why="因", rule=4, note="x")],
        )
    )
    event, (first,) = graph.events[0], graph.relations
    assert (event.cite, event.basis, event.name, event.notes) == (
        "某法#1",
        "法",
        "甲",
        {"stage": 2},
    )
    assert (first.cite, first.why, first.rule, first.notes) == ("某法#2", "因", 4, {"note": "x"})


def test_event_twice_in_a_group_counts_once() -> None:
    obj = graph_json(
        ["A", "B"], [relation("include", "G", "B")], groups={"H": ["A"], "G": ["A", "H"]}
    )
    assert len(Graph.from_json(obj).links) == 1


def test_graph_is_compiled_once_for_all_calendars() -> None:
    graph = Graph.from_json(graph_json(["A"], []))
    assert compile_rules(graph).program is compile_rules(graph, graph.calendar).program
