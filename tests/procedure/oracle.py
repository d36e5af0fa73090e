"""A slow and literal reading of the definition: dicts, sets and a loop over the days.

It shares nothing with the kernel, so that agreement between the two says something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.procedure.oracle_days import Days

if TYPE_CHECKING:
    from collections.abc import Callable

Json = dict[str, Any]
RUNNING = None


class Oracle(Days):
    """Runs one trace over one graph, one day after the other."""

    def __init__(self, graph: Json) -> None:
        """Reads the graph and takes the initial marking."""
        self.graph = graph
        self.events: list[Json] = graph["events"]
        self.ids = [event["id"] for event in self.events]
        self.kind = {event["id"]: event.get("kind", "act") for event in self.events}
        self.by_id = {event["id"]: event for event in self.events}
        groups = graph.get("groups", {})
        self.relations = []
        for relation in graph["relations"]:
            for source in self._flat(groups, relation["source"]):
                for target in self._flat(groups, relation["target"]):
                    self.relations.append({**relation, "source": source, "target": target})
        super().__init__(graph.get("calendar", {}))
        initial = graph.get("initial", {})
        self.now: int = graph["start"]
        self.executed = dict(initial.get("executed", {}))
        self.included = set(initial.get("included", self.ids))
        self.pending = {
            event: {"due": due, "raw": due, "unit": "d", "left": RUNNING}
            for event, due in initial.get("pending", {}).items()
        }
        self.store = dict(graph.get("vars", {}))
        self.breaches: list[list[Any]] = []

    def _flat(self, groups: Json, name: str) -> list[str]:
        if name not in groups:
            return [name]
        found: list[str] = []
        for member in groups[name]:
            for event in self._flat(groups, member):
                if event not in found:
                    found.append(event)
        return found

    # Guards ---------------------------------------------------------------------------------------

    def holds(self, expr: Any, store: Json) -> Any:
        if not isinstance(expr, list):
            return expr
        op, *rest = expr
        if op == "var":
            return store[rest[0]]
        if op == "in":
            return self.holds(rest[0], store) in [self.holds(item, store) for item in rest[1]]
        values = [self.holds(item, store) for item in rest]
        if op == "not":
            return not values[0]
        if op == "and":
            return all(values)
        if op == "or":
            return any(values)
        left, right = values
        return {
            "eq": lambda: left == right,
            "ne": lambda: left != right,
            "lt": lambda: left < right,
            "le": lambda: left <= right,
            "gt": lambda: left > right,
            "ge": lambda: left >= right,
        }[op]()

    def guard(self, relation: Json, store: Json) -> bool:
        guard = relation.get("guard")
        return True if guard is None else bool(self.holds(guard, store))

    def of(self, kind: str, side: str, event: str) -> list[Json]:
        return [
            r
            for r in self.relations
            if r["type"] == kind and r[side] == event and self.guard(r, self.store)
        ]

    # Tests ----------------------------------------------------------------------------------------

    def extendable(self, event: str, day: int) -> bool:
        owed = self.pending.get(event)
        return (
            owed is not None
            and event in self.included
            and owed["left"] is RUNNING
            and owed["due"] is not None
            and owed["due"] >= day
        )

    def refusal(self, event: str, day: int, data: Json, role: str | None) -> str | None:
        if event not in self.by_id:
            return "unknown-event"
        if self.kind[event] == "auto":
            return "auto"
        roles = self.by_id[event].get("roles", [])
        if role is not None and roles and role not in roles:
            return "role"
        return self.blocked(event, day, data)

    def blocked(self, event: str, day: int, data: Json) -> str | None:
        fails: dict[str, Callable[[], Any]] = {
            "excluded": lambda: event not in self.included,
            "condition": lambda: any(
                c["source"] not in self.executed for c in self.conditions(event)
            ),
            "delay": lambda: any(
                day < self.ready(self.executed[c["source"]], c["delay"])
                for c in self.conditions(event)
                if c.get("delay")
            ),
            "milestone": lambda: any(
                m["source"] in self.included and m["source"] in self.pending
                for m in self.of("milestone", "target", event)
            ),
            "once": lambda: (
                self.by_id[event].get("once", False)
                and event in self.executed
                and event not in self.pending
            ),
            "extend": lambda: any(
                not self.extendable(x["target"], day)
                or not 0 < data.get("extend_n", x["by"]["n"]) <= x["by"]["n"]
                for x in self.of("extend", "source", event)
            ),
            "data": lambda: any(not self.fits(name, value) for name, value in data.items()),
            "require": lambda: (
                self.by_id[event].get("require") is not None
                and not self.holds(self.by_id[event]["require"], {**self.store, **data})
            ),
        }
        return next((reason for reason, test in fails.items() if test()), None)

    def conditions(self, event: str) -> list[Json]:
        return [c for c in self.of("condition", "target", event) if c["source"] in self.included]

    def fits(self, name: str, value: Any) -> bool:
        if name == "extend_n":
            return True
        return name in self.store and type(value) is type(self.graph["vars"][name])

    # Effects --------------------------------------------------------------------------------------

    def execute(self, event: str, day: int, data: Json) -> None:
        self.store.update({k: v for k, v in data.items() if k != "extend_n"})
        self.pending.pop(event, None)
        self.executed[event] = day
        for r in self.of("cancel", "source", event):
            self.pending.pop(r["target"], None)
        for r in self.of("response", "source", event):
            self.respond(r, day)
        for r in self.of("exclude", "source", event):
            self.included.discard(r["target"])
        for r in self.of("include", "source", event):
            self.included.add(r["target"])
        for r in self.of("extend", "source", event):
            self.extend(r, day, data)
        for r in self.of("resume", "source", event):
            owed = self.pending.get(r["target"])
            if owed is not None and owed["left"] is not RUNNING:
                owed["raw"] = self.plus(day, owed["left"], owed["unit"])
                owed["due"] = self.rolled(owed["raw"])
                owed["left"] = RUNNING
        for r in self.of("suspend", "source", event):
            self.suspend(r["target"], day)
        self.now = day

    def respond(self, r: Json, day: int) -> None:
        target, deadline = r["target"], r.get("deadline")
        if r.get("rearm", "reset") == "keep" and target in self.pending:
            return
        if deadline is None:
            self.pending[target] = {"due": None, "raw": None, "unit": "d", "left": RUNNING}
            return
        raw = self.plus(day, deadline["n"], deadline["unit"])
        due = self.rolled(raw) if self.roll_wanted(deadline, True) else raw
        unit = "wd" if deadline["unit"] == "wd" else "d"
        self.pending[target] = {"due": due, "raw": raw, "unit": unit, "left": RUNNING}

    def extend(self, r: Json, day: int, data: Json) -> None:
        if not self.extendable(r["target"], day):
            return
        owed = self.pending[r["target"]]
        n = data.get("extend_n", r["by"]["n"])
        owed["raw"] = self.plus(owed["raw"], n, r["by"]["unit"])
        roll = self.roll_wanted(r["by"], True)
        owed["due"] = self.rolled(owed["raw"]) if roll else owed["raw"]

    def suspend(self, target: str, day: int) -> None:
        owed = self.pending.get(target)
        if owed is None or owed["due"] is None or owed["left"] is not RUNNING:
            return
        if owed["due"] < day:
            return
        span = range(day + 1, owed["raw"] + 1)
        if owed["unit"] == "wd":
            owed["left"] = sum(1 for d in span if self.is_working(d))
        else:
            owed["left"] = len(span)
        owed["due"] = owed["raw"] = None

    # Clock ----------------------------------------------------------------------------------------

    def running(self, event: str) -> bool:
        owed = self.pending.get(event)
        return (
            owed is not None
            and event in self.included
            and owed["left"] is RUNNING
            and owed["due"] is not None
        )

    def ripe(self, day: int) -> list[tuple[int, int, str]]:
        return [
            (self.pending[e]["due"], place, e)
            for place, e in enumerate(self.ids)
            if self.kind[e] == "auto"
            and self.running(e)
            and self.pending[e]["due"] <= day
            and self.blocked(e, day, {}) is None
        ]

    def advance(self, day: int) -> list[list[Any]]:
        fired = []
        for today in range(self.now, day):
            for e in self.ids:
                if self.kind[e] == "act" and self.running(e) and self.pending[e]["due"] == today:
                    self.breaches.append([e, today])
            while ripe := self.ripe(today):
                event = min(ripe)[2]
                self.execute(event, today, {})
                fired.append([event, today])
            self.now = today
        self.now = day
        return fired

    # Results --------------------------------------------------------------------------------------

    def step(self, step: Json) -> Json:
        day, fired, reason = step["t"], [], None
        if day < self.now:
            reason = "time"
        else:
            fired = self.advance(day)
            if step["op"] == "execute":
                data = step.get("data", {})
                reason = self.refusal(step["event"], day, data, step.get("role"))
                if reason is None:
                    self.execute(step["event"], day, data)
        return {"ok": reason is None, "reason": reason, "fired": fired, **self.view()}

    def view(self) -> Json:
        return {
            "enabled": sorted(
                e for e in self.ids if self.refusal(e, self.now, {}, None) in {None, "require"}
            ),
            "accepting": not any(e in self.included for e in self.pending),
            "obligations": self.obligations(),
            "next_wake": self.next_wake(),
            "marking": {
                "now": self.now,
                "executed": dict(self.executed),
                "included": sorted(self.included),
                "pending": {e: dict(owed) for e, owed in self.pending.items()},
                "store": dict(self.store),
                "breaches": [list(b) for b in self.breaches],
            },
        }

    def obligations(self) -> list[Json]:
        found = []
        for e in self.ids:
            if self.kind[e] == "act" and e in self.pending and e in self.included:
                due, stopped = self.pending[e]["due"], self.pending[e]["left"] is not RUNNING
                late = due is not None and not stopped and due < self.now
                found.append(
                    {
                        "event": e,
                        "roles": self.by_id[e].get("roles", []),
                        "due": due,
                        "suspended": stopped,
                        "overdue": late,
                    }
                )
        return found

    def next_wake(self) -> int | None:
        dues = [self.pending[e]["due"] for e in self.ids if self.running(e)]
        ahead = [due for due in dues if due >= self.now]
        if self.ripe(self.now - 1):
            ahead.append(self.now)
        return min(ahead, default=None)


def run(graph: Json, trace: list[Json]) -> list[Json]:
    """Results of every step, as the definition's JSON."""
    oracle = Oracle(graph)
    return [oracle.step(step) for step in trace]
