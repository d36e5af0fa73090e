"""What may be done when: procedures as timed graphs, judged by pure functions on frozen values."""

from __future__ import annotations

from guiju.procedure.blockers import Blocker
from guiju.procedure.calendar import Calendar, DayOff, add
from guiju.procedure.citation import chinese_number, citation_text
from guiju.procedure.clock import Settled, settle
from guiju.procedure.durations import Duration, parse_duration
from guiju.procedure.duties import (
    Duty,
    Proposal,
    accepting,
    duties,
    enabled,
    next_wake,
    outlook,
    proposals,
    ready_on,
)
from guiju.procedure.engine import Performed, advance, apply, judge, perform
from guiju.procedure.errors import (
    CalendarError,
    GraphError,
    ProcedureError,
    TimeOrderError,
    UnknownActError,
)
from guiju.procedure.graph import Graph
from guiju.procedure.history import Conflict, Done, Folded, Late, fold, judge_late, refold
from guiju.procedure.marking import Marking, Obligation, Step, initial_marking, to_json
from guiju.procedure.parts import Event, Relation
from guiju.procedure.rules import Origin, Rules, compile_rules
from guiju.procedure.sentences import sentence
from guiju.procedure.sheet import Sheet, explain
from guiju.procedure.storage import dump, load
from guiju.procedure.traces import run_trace
from guiju.procedure.verdict import ALLOWED, Verdict

__all__ = [
    "ALLOWED",
    "Blocker",
    "Calendar",
    "CalendarError",
    "Conflict",
    "DayOff",
    "Done",
    "Duration",
    "Duty",
    "Event",
    "Folded",
    "Graph",
    "GraphError",
    "Late",
    "Marking",
    "Obligation",
    "Origin",
    "Performed",
    "ProcedureError",
    "Proposal",
    "Relation",
    "Rules",
    "Settled",
    "Sheet",
    "Step",
    "TimeOrderError",
    "UnknownActError",
    "Verdict",
    "accepting",
    "add",
    "advance",
    "apply",
    "chinese_number",
    "citation_text",
    "compile_rules",
    "dump",
    "duties",
    "enabled",
    "explain",
    "fold",
    "initial_marking",
    "judge",
    "judge_late",
    "load",
    "next_wake",
    "outlook",
    "parse_duration",
    "perform",
    "proposals",
    "ready_on",
    "refold",
    "run_trace",
    "sentence",
    "settle",
    "to_json",
]
