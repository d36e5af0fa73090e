"""The clinic of a procedure: acts tried one after the other with the clock in hand; the whole course stands in the address."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from guiju.lawbook.clinic import WAIT, Move, clinic
from guiju.lawbook.errors import CatalogError
from guiju.lawbook.guard_terms import GUARDABLE
from guiju.lawbook.pinned import FieldRules
from guiju.lawbook.schema import CLOCK
from guiju.lawbook.values import PARTY_KINDS
from guiju.lawbook.variables import SET_PREFIX
from guiju.matters.judging import refusal_of
from guiju.matters.rulebook import Pinned, catalog
from guiju.web.forms import UnreadableError, read_day, read_value
from guiju.web.inputs import Offers, field_inputs, key_of
from guiju.web.wording import clock_text, compact_cites, day_text, short_day, worded_days

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import QueryDict

    from guiju.lawbook.clinic import Clinic, Owed, Tried
    from guiju.lawbook.effective import EffectiveRules
    from guiju.lawbook.schema import Procedure
    from guiju.procedure import Verdict
    from guiju.web.inputs import FieldInput

STEP, ACT, DAY, SECTOR, TOLD, CASE, KEEP = (
    "s", "act", "day", "sector", "told", "case", "keep",
)  # fmt: skip
PASSING: Final = "-"
"""What is said instead of an act where only days pass."""
PART, SAYS, GIVEN = "~", "=", "有"
SOME: Final = ("已填", "没有填")
MOST: Final = 60


class ClinicStep(NamedTuple):
    """One move as read; `place` is how many moves come before it."""

    day: str
    act: str
    said: str
    refused: bool
    first: bool
    sentence: str
    cite: str
    came: list[tuple[str, str]]
    place: int


class Choice(NamedTuple):
    """An act that can be tried next, and why it may not be done where it may not."""

    name: str
    words: str
    why: str


def clinic_tab(procedure: Procedure, query: QueryDict, sector: str) -> dict[str, Any]:
    """What the clinic shows.

    Args:
        procedure: the version shown.
        query: the address: what was tried so far, and what is asked next.
        sector: the viewer's field of enforcement, unless the address names one.
    """
    chosen = query.get(SECTOR, sector)
    moves = list(_moves(procedure, query.getlist(STEP)[:MOST]))
    context: dict[str, Any] = {
        "sector": chosen,
        "sectors": _sectors(),
        "cases": [(number, case.name) for number, case in enumerate(procedure.cases, 1)],
    }
    try:
        made = clinic(procedure, catalog().shelf, chosen, moves)
    except CatalogError as error:
        return {**context, "clinic_problem": error.sentence}
    return {
        **context,
        "clinic_steps": list(_steps(made)),
        "hidden": [(STEP, _step_text(move)) for move in moves],
        "unlawful": made.first_unlawful is not None,
        "owed": [_owed_words(one) for one in made.owed()],
        **_next(procedure, made, query),
    }


def next_address(procedure: Procedure, query: QueryDict, sector: str) -> str | None:
    """The address that a form leads to: of a worked case, of the course cut short, or with one more move.

    None while something is still to be said.
    """
    chosen = query.get(SECTOR, sector)
    if number := query.get(CASE):
        return _case_address(procedure, number, chosen)
    moves = list(_moves(procedure, query.getlist(STEP)[:MOST]))
    if (count := query.get(KEEP, "")).isdecimal():
        return _address(procedure, chosen, moves[: int(count)])
    day, told = _day(query.get(DAY, "")), query.get(TOLD)
    if day is None or not told:
        return None
    return _address(procedure, chosen, [*moves, _typed_move(procedure, query, day, told)])


def _typed_move(procedure: Procedure, query: QueryDict, day: date, told: str) -> Move:
    typed = {one.name: (one, query.get(key_of(one.name), "")) for one in _asked_of(procedure, told)}
    data = {name: _value(spec, text) for name, (spec, text) in typed.items() if text}
    return Move(day, WAIT if told == PASSING else told, data)


def _address(procedure: Procedure, sector: str, moves: Iterable[Move]) -> str:
    steps = [(STEP, _step_text(move)) for move in moves]
    version = ("version", procedure.version.isoformat())
    return f"?{urlencode([('tab', 'clinic'), version, (SECTOR, sector), *steps])}"


def _step_text(move: Move) -> str:
    data = [f"{name}{SAYS}{_plain(value)}" for name, value in move.data.items()]
    return PART.join([move.day.isoformat(), move.act, *data])


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return str(value.get("kind", GIVEN))
    return str(value)


def _moves(procedure: Procedure, texts: Iterable[str]) -> Iterator[Move]:
    """Read the moves of an address; what cannot be read is left out."""
    for text in texts:
        day_part, _, rest = text.partition(PART)
        act, *said = rest.split(PART)
        day = _day(day_part)
        if day is None or (act != WAIT and act not in procedure.acts):
            continue
        yield Move(day, act, dict(_said(procedure, act, said)))


def _said(procedure: Procedure, act: str, parts: Iterable[str]) -> Iterator[tuple[str, Any]]:
    fields = procedure.acts[act].fields if act else {}
    for part in parts:
        name, _, text = part.partition(SAYS)
        spec = fields.get(name)
        if spec is None:
            continue
        if spec.type == "yesno":
            yield name, text == "是"
        elif spec.type in ("int", "money"):
            if text.lstrip("-").isdecimal():
                yield name, int(text)
        elif spec.type == "party":
            yield name, {"name": GIVEN, "kind": text}
        else:
            yield name, text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(read_day(text))
    except (UnreadableError, ValueError):
        return None


def _sectors() -> list[str]:
    values = (one for parameter in catalog().shelf.parameters.values() for one in parameter.values)
    return sorted({one.field for one in values if one.field})


def _case_address(procedure: Procedure, number: str, sector: str) -> str | None:
    """The address of a worked case, its parameters those of its own field."""
    place = int(number) - 1 if number.isdecimal() else -1
    if not 0 <= place < len(procedure.cases):
        return None
    case, moves = procedure.cases[place], []
    for step in case.steps:
        act = WAIT if step.act == CLOCK else str(step.act)
        moves.append(Move(step.day, act, {} if act == WAIT else dict(step.data)))
    return _address(procedure, case.field or sector, moves[:MOST])


def _asked_of(procedure: Procedure, act: str) -> list[FieldRules]:
    """The fields of an act that rules read, each as a question: others change nothing here."""
    spec = procedure.acts.get(act)
    if spec is None:
        return []
    read = _read_by_rules(procedure)
    return [_question(FieldRules.of_spec(one)) for name, one in spec.fields.items() if name in read]


def _read_by_rules(procedure: Procedure) -> set[str]:
    """Names of fields whose value, or whether they are filled in, decides anything, proposals included."""
    read = {name for _, guard in procedure.guards() for name in (*guard.reads, *guard.asks)}
    fields = procedure.fields()
    while True:
        proposals = [fields[one].computed for one in read if one in fields]
        known = [one for one in proposals if one is not None]
        more = {name for one in known for name in (*one.reads, *one.asks)}
        if more <= read:
            return {name.removeprefix(SET_PREFIX) for name in read}
        read |= more


def _question(spec: FieldRules) -> FieldRules:
    if spec.type in (*GUARDABLE, "date"):
        return FieldRules(spec.name, spec.type, spec.choice, unit=spec.unit, note=spec.note)
    if spec.type == "party":
        return FieldRules(spec.name, "choice", PARTY_KINDS, note=spec.note)
    return FieldRules(spec.name, "choice", SOME, note=spec.note)


def _value(question: FieldRules, text: str) -> Any:
    if question.choice == SOME:
        return GIVEN if text == SOME[0] else ""
    if question.choice == PARTY_KINDS:
        return {"name": GIVEN, "kind": text}
    try:
        return read_value(question, text)
    except UnreadableError:
        return text


def _steps(made: Clinic) -> Iterator[ClinicStep]:
    pinned = Pinned(made.rules, made.kernel)
    for place, one in enumerate(made.tried):
        refusal = refusal_of(one.verdict, pinned) if not one.verdict else None
        act = clock_text(one.move.act) if one.move.act else "（不办什么，只让日子过去）"
        cite = refusal.cite if refusal and refusal.cite not in refusal.sentence else ""
        yield ClinicStep(
            day_text(one.move.day), act, _data_words(one, made.rules), refusal is not None,
            place == made.first_unlawful, worded_days(refusal.sentence) if refusal else "",
            compact_cites(cite), _came(one), place,
        )  # fmt: skip


def _data_words(one: Tried, rules: EffectiveRules) -> str:
    fields = rules.acts[one.move.act].fields if one.move.act in rules.acts else {}
    words = []
    for name, value in one.data.items():
        spec = fields.get(name)
        if spec is not None and spec.type == "money" and isinstance(value, int):
            words.append(f"{name} {value / 100:,.2f} 元")
        else:
            words.append(f"{name} {_plain(value)}")
    return "，".join(words)


def _came(one: Tried) -> list[tuple[str, str]]:
    """What a move came to, each with what kind of thing it is."""
    change = one.change
    lines = [("发生", f"{short_day(day)} {clock_text(name)}") for name, day in change.fired]
    lines += [
        ("逾期", f"{clock_text(name)}，应在{short_day(day)}前") for name, day in change.missed
    ]
    lines += [("开始计时" if owed.due else "应办", _owed_words(owed)) for owed in change.started]
    lines += [("停止计时", _owed_words(owed)) for owed in change.stopped]
    lines += [("不再欠", "、".join(map(clock_text, change.ended)))] if change.ended else []
    lines += [("打开", "、".join(map(clock_text, change.opened)))] if change.opened else []
    lines += [("关上", "、".join(map(clock_text, change.closed)))] if change.closed else []
    return lines


def _owed_words(owed: Owed) -> str:
    name = clock_text(owed.act)
    if owed.left is not None:
        return f"{name}，还剩{owed.left}日，停着"
    return f"{name}，到{day_text(owed.due)}" if owed.due else f"{name}，没有期限"


def _next(procedure: Procedure, made: Clinic, query: QueryDict) -> dict[str, Any]:
    """The next move: a day, an act that may be done or may not, and what it is to say."""
    act = query.get(ACT, "")
    day = _day(query.get(DAY, "")) or made.day
    open_acts: list[Choice] = []
    shut_acts: list[Choice] = []
    for name, verdict in made.verdicts().items():
        choice = _choice(name, verdict, made)
        (shut_acts if choice.why else open_acts).append(choice)
    return {
        "next_day": day.isoformat(),
        "next_act": act if act in procedure.acts else "",
        "open_acts": open_acts,
        "shut_acts": shut_acts,
        "questions": _inputs(procedure, act, query),
        "full": len(made.tried) >= MOST,
    }


def _choice(name: str, verdict: Verdict, made: Clinic) -> Choice:
    why = ""
    if not verdict:
        refusal = refusal_of(verdict, Pinned(made.rules, made.kernel))
        why = worded_days(refusal.sentence)
    return Choice(name, clock_text(name), why)


def _inputs(procedure: Procedure, act: str, query: QueryDict) -> list[FieldInput]:
    made = field_inputs(_asked_of(procedure, act), query, {}, Offers())
    for one in made:
        one.required = False
    return made
