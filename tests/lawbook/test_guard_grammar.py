"""The expression language as a whole: what is written comes back as a tree, and means what logic says."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from guiju.lawbook.computed import propose
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.variables import lower_tree, project_data, variables
from guiju.lawbook.yaml_text import Text
from guiju.procedure import Graph
from tests.lawbook.refusing import refusal
from tests.lawbook.test_guard_text import FIELDS, HERE, PARAMETERS, TYPES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.schema import Expression

SIGNS = {"==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    name: getattr(operator, name) for name in SIGNS.values()
}
CONSTANTS = {"较大数额": 500_000, "从严": True}
ATOM, NEGATION, CONJUNCTION, DISJUNCTION = 4, 3, 2, 1


class Written(NamedTuple):
    """An expression: its text, its tree, how tightly it binds, what it reads and asks."""

    text: str
    tree: Any
    binds: int
    reads: frozenset[str] = frozenset()
    asks: frozenset[str] = frozenset()


def parsed(text: str, *, exact: bool = False) -> Expression:
    return parse(Text(text, HERE), Scope(FIELDS, PARAMETERS, exact))


def field(name: str) -> Written:
    return Written(name, ["var", name], ATOM, frozenset({name}))


def compared(name: str, sign: str, shown: str, value: Any, gap: str) -> Written:
    text = f"{name}{gap}{sign}{gap}{shown}"
    return Written(text, [SIGNS[sign], ["var", name], value], ATOM, frozenset({name}))


def chosen(options: list[str]) -> Written:
    text = f"结论 in [{', '.join(options)}]"
    return Written(text, ["in", ["var", "结论"], options], ATOM, frozenset({"结论"}))


def asked(name: str) -> Written:
    return Written(f"{name} set", ["set", name], ATOM, asks=frozenset({name}))


SIGN, GAP = st.sampled_from(sorted(SIGNS)), st.sampled_from(["", " ", "   "])
OPTIONS = st.lists(st.sampled_from(["通过", "不通过"]), min_size=1, max_size=2, unique=True)
LEAVES = st.one_of(
    st.sampled_from(["重大", "公开"]).map(field),
    st.just(Written("从严", ["param", "从严"], ATOM)),
    st.sampled_from([Written("是", tree=True, binds=ATOM), Written("否", tree=False, binds=ATOM)]),
    st.builds(
        lambda n, sign, gap: compared("人数", sign, str(n), n, gap), st.integers(-3, 9), SIGN, GAP
    ),
    st.builds(
        lambda n, sign, gap: compared("罚款", sign, f"{n}元", n * 100, gap),
        st.integers(0, 9_999),
        SIGN,
        GAP,
    ),
    st.builds(
        lambda sign, value: compared("结论", sign, value, value, " "),
        st.sampled_from(["==", "!="]),
        st.sampled_from(["通过", "不通过"]),
    ),
    OPTIONS.map(chosen),
    st.sampled_from(sorted(TYPES)).map(asked),
)


def bracketed(part: Written, least: int, brackets: int = 0) -> str:
    """Write a part inside another that binds as `least`; more brackets than needed change nothing."""
    needed = brackets + (part.binds < least)
    return "(" * needed + part.text + ")" * needed


def negated(part: Written, brackets: int) -> Written:
    text = f"not {bracketed(part, NEGATION, brackets)}"
    return Written(text, ["not", part.tree], NEGATION, part.reads, part.asks)


def joined(word: str, parts: list[Written]) -> Written:
    binds = CONJUNCTION if word == "and" else DISJUNCTION
    return Written(
        f" {word} ".join(bracketed(part, binds + 1) for part in parts),
        [word, *(part.tree for part in parts)],
        binds,
        frozenset().union(*(part.reads for part in parts)),
        frozenset().union(*(part.asks for part in parts)),
    )


EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(negated, inner, st.integers(0, 2)),
        st.builds(joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=8,
)
VALUES = {
    "yesno": st.booleans(),
    "int": st.integers(-3, 9),
    "money": st.integers(0, 1_000_000),
    "choice": st.sampled_from(["通过", "不通过"]),
    "text": st.just("甲"),
    "date": st.just("2026-03-02"),
    "decimal": st.just("1.50"),
}
ANSWERS = st.fixed_dictionaries({}, optional={name: VALUES[kind] for name, kind in TYPES.items()})
COMPLETE = st.fixed_dictionaries({name: VALUES[kind] for name, kind in TYPES.items()})


def value_of(tree: Any, data: Mapping[str, Any]) -> Any:
    """Return a value; truth is 0, 1 or, where nobody knows, a half."""
    if not isinstance(tree, list):
        return float(tree) if isinstance(tree, bool) else tree
    word, *rest = tree
    if word in {"var", "param"}:
        known = {**data, **CONSTANTS}.get(rest[0])
        return 0.5 if known is None else value_of(known, data)
    if word == "set":
        return float(rest[0] in data)
    if word == "not":
        return 1 - value_of(rest[0], data)
    if word in {"and", "or"}:
        return (min if word == "and" else max)(value_of(part, data) for part in rest)
    if rest[0][1] not in data:
        return 0.5
    left = data[rest[0][1]]
    return float(left in rest[1] if word == "in" else OPERATORS[word](left, rest[1]))


@given(EXPRESSIONS)
def test_what_is_written_comes_back_as_its_tree(written: Written) -> None:
    found = parsed(written.text)
    assert found.tree == written.tree
    assert (found.reads, found.asks) == (written.reads, written.asks)
    assert found.parameters == ({"从严"} if "从严" in written.text else set())


@given(EXPRESSIONS, ANSWERS)
def test_a_proposal_is_what_three_valued_logic_says(written: Written, data: dict[str, Any]) -> None:
    expected = {0.0: False, 0.5: None, 1.0: True}[value_of(written.tree, data)]
    assert propose(parsed(written.text, exact=True).tree, data, CONSTANTS) is expected


@settings(max_examples=60)
@given(EXPRESSIONS, COMPLETE)
def test_the_kernel_decides_an_answered_guard_as_the_proposal_does(
    written: Written, data: dict[str, Any]
) -> None:
    guard = parsed(written.text)
    known = variables([guard], FIELDS)
    lowered = lower_tree(guard.tree, TYPES, CONSTANTS)
    relation = {"type": "condition", "source": "甲", "target": "乙", "guard": lowered}
    events = [{"id": name, "kind": "act", "title": name} for name in ("甲", "乙")]
    graph = Graph.from_json(
        {
            "events": events, "vars": known, "relations": [relation], "groups": {}, "start": 739_000,
            "initial": {"executed": {}, "pending": {}, "included": ["甲", "乙"]},
        }
    )  # fmt: skip
    store = [*graph.defaults]
    for name, value in project_data(data, TYPES, known).items():
        store[graph.variables[name].place] = value
    compiled = graph.links[0].relation.guard
    assert compiled is not None
    assert compiled.value(tuple(store)) is propose(guard.tree, data, CONSTANTS)


TOKENS = ["重大", "人数", "罚款", "结论", "通过", "名称", "日期", "较大数额", "从严", "and", "or",
          "not", "in", "set", "(", ")", "[", "]", ",", "+", "==", "!=", "<", ">=", "=", "!", "3",
          "5元", "1.5", "7%", "2026-01-01", "2026-02-30", "是", "天", "，"]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=9).map(" ".join), st.booleans())
@example("not " * 2_000 + "重大", False)
@example("(" * 2_000 + "重大", False)
def test_any_words_are_understood_or_refused_at_their_place(text: str, exact: bool) -> None:
    try:
        found = parsed(text, exact=exact)
    except CatalogError:
        error = refusal(lambda: parsed(text, exact=exact))
        assert error.where == HERE
        assert error.code.startswith("guard.")
        assert error.sentence.startswith(f"表达式“{text}”：")
    else:
        assert found.kind == "yesno"
        assert propose(found.tree, {}, {}) in {True, False, None}
