"""Small random procedures, and every run of one on the kernel within a single day."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from guiju.lawbook.lowering import lower
from guiju.lawbook.variables import project_data
from guiju.procedure import Graph, accepting, compile_rules, initial_marking, perform
from tests.lawbook.small import read, rules, shelf, values

if TYPE_CHECKING:
    from guiju.lawbook.schema import Procedure
    from guiju.procedure import Marking

START = 739_000
NAMES = ("立案", "甲", "乙", "丙")
DATA = (
    "data:\n  重大: {type: yesno, required: true}\n  轻微: {type: yesno}\n"
    "  结论: {choice: [通过, 不通过], required: true}\n  人数: {type: int}\n"
)
VALUES = {"yesno": (True, False), "choice": ("通过", "不通过"), "int": (0, 1, 2, 3)}
CARRIED = ("", "", ", fields: {重大: {}}", ", fields: {轻微: {}}", ", fields: {重大: {}, 轻微: {}}",
           ", fields: {结论: {}}", ", fields: {人数: {}}", ", fields: {人数: {}}, requires: 人数 > 1",
           ", requires: 结论 == 通过", ", requires: 重大")  # fmt: skip
GUARDS = ("", "", "", "", ", when: 重大", ", when: not 重大", ", when: 轻微 set", ", when: 人数 > 1",
          ", when: 结论 == 通过", ", when: 重大 or 轻微 set and 轻微")  # fmt: skip
OPENING = ("do: {1}, needs: {0}", "do: {1}, follows: {0}", "do: {1}, waits: {0}", "after: {0}, must: {1}",
           "after: {0}, may: {1}", "after: {0}, opens: {1}", "after: {0}, drops: {1}",
           "after: {0}, must: [{1}, {2}]", "do: {1}, needs: {0}, passed: 轻微 set")  # fmt: skip
PLAIN = ("do: {1}, follows: {0}", "after: {0}, must: {1}", "after: {0}, opens: {1}")
SHUTTING = ("after: {0}, not: {1}", "closes: {0}, survive: [{1}]", "after: {0}, not: {0}")


@st.composite
def texts(
    draw: st.DrawFn,
    forms: tuple[str, ...],
    guards: tuple[str, ...] = GUARDS,
    carried: tuple[str, ...] = CARRIED,
) -> str:
    """Return a procedure of four acts and up to seven rules of some forms."""
    lines = ["acts:"]
    for name in NAMES:
        more = draw(st.sampled_from(["", "", ", often: true"])) + draw(st.sampled_from(carried))
        lines.append(f"  {name}: {{by: 承办人, cite: 甲法#1{more}}}")
    rule = st.tuples(st.sampled_from(forms), st.permutations(NAMES[1:]), st.sampled_from(guards))
    written = [form.format(*acts) + guard for form, acts, guard in draw(st.lists(rule, max_size=7))]
    return DATA + "\n".join(lines) + "\n" + (rules(*written) if written else "")


class State(NamedTuple):
    """A marking without its days, and the fields answered so far."""

    ex: int
    inc: int
    re: int
    store: tuple[Any, ...]
    answered: frozenset[str]


class Runs:
    """Every run of a procedure: its states, the acts done in each, and what can be closed."""

    def __init__(self, text: str) -> None:
        """Walk all runs, nearest first."""
        self.procedure: Procedure = read(text)
        self.graph = lower(self.procedure, values())
        kernel = Graph.from_json({**self.graph, "start": START})
        self._rules = compile_rules(kernel, shelf().calendars.calendar())
        self.places = kernel.places
        self.steps: dict[State, list[tuple[str, State]]] = {}
        self.accepting: set[State] = set()
        self._types = {name: spec.type for name, spec in self.procedure.fields().items()}
        self._walk(initial_marking(self._rules))

    @property
    def happened(self) -> set[str]:
        """Return the acts that some run does."""
        return {act for steps in self.steps.values() for act, _ in steps}

    @property
    def closable(self) -> set[State]:
        """Return the states from which some run closes the matter."""
        found = set(self.accepting)
        grown = True
        while grown:
            new = {
                state
                for state, steps in self.steps.items()
                if state not in found and any(after in found for _, after in steps)
            }
            found |= new
            grown = bool(new)
        return found

    def done(self, state: State) -> set[str]:
        """Return the acts done so far."""
        return {name for name, place in self.places.items() if state.ex >> place & 1}

    def _walk(self, first: Marking) -> None:
        ahead = [(first, frozenset[str]())]
        while ahead:
            marking, answered = ahead.pop()
            state = State(marking.ex, marking.inc, marking.re, marking.store, answered)
            if state in self.steps:
                continue
            if accepting(marking):
                self.accepting.add(state)
            self.steps[state] = []
            for act in NAMES:
                for data in self._answers(act):
                    told = project_data(data, self._types, self.graph["vars"])
                    done = perform(self._rules, marking, act, START, told)
                    if done.verdict.allowed:
                        now = answered.union(data)
                        after = done.marking
                        self.steps[state].append(
                            (act, State(after.ex, after.inc, after.re, after.store, now))
                        )
                        ahead.append((after, now))

    def _answers(self, act: str) -> list[dict[str, Any]]:
        fields = self.procedure.acts[act].fields
        possible = [
            [*({name: value} for value in VALUES[spec.type]), *([] if spec.required else [{}])]
            for name, spec in fields.items()
        ]
        return [
            {name: value for part in parts for name, value in part.items()}
            for parts in product(*possible)
        ]
