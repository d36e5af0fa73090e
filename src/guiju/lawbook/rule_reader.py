"""Reads the rules: which kind each is, what it names, how long its periods are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.schema import Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.frame import Frame
    from guiju.lawbook.schema import ActSpec, Expression, Length
    from guiju.lawbook.yaml_text import Reader, Text


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of rule is written.

    Attributes:
        key: The key that tells the kind.
        names: Keys that must name acts.
        optional: Keys that may name acts.
        length: Key of a period; empty where there is none.
        must_length: Whether the period must be written.
        clear: Whether the period may be clear.
        passed: Whether `passed` is allowed.
    """

    key: str
    names: tuple[str, ...]
    optional: tuple[str, ...] = ()
    length: str = ""
    must_length: bool = False
    clear: bool = False
    passed: bool = False


FORMS: Final = (
    Form("window", ("window", "opens"), ("ended_by",), "within", must_length=True),
    Form("stops", ("stops", "clock", "until")),
    Form("extends", ("extends", "of"), (), "by", must_length=True),
    Form("on_miss", ("on_miss", "then")),
    Form("closes", ("closes",), ("survive",)),
    Form("needs", ("do", "needs"), (), "delay", clear=True, passed=True),
    Form("follows", ("do", "follows"), (), "delay", clear=True),
    Form("waits", ("do", "waits")),
    Form("must", ("after", "must"), (), "within"),
    Form("may", ("after", "may")),
    Form("not", ("after", "not")),
    Form("drops", ("after", "drops")),
    Form("opens", ("after", "opens")),
)
SINGLE: Final = ("on_miss", "then", "window")
CLOCK_ONLY: Final = {"on_miss": ("then",)}
PEOPLE_ONLY: Final = {"window": ("window",), "extends": ("extends",), "on_miss": ("on_miss",)}


def read_rule(index: int, reader: Reader, frame: Frame) -> Rule:
    """Read one rule.

    Args:
        index: Its place in the order of rules.
        reader: Its mapping.
        frame: What it may name.

    Raises:
        CatalogError: When it is unclear; the code begins with `rule.`, `cite.`, `basis.`, `length.`,
            `guard.` or `schema.`.
    """
    form = _form(reader)
    names = {key: _names(key, reader, frame) for key in form.names}
    names.update({key: frame.names(reader, key) for key in form.optional if reader.has(key)})
    length = _length(form, reader, frame)
    grounds = frame.grounds(reader, "规则")
    if not grounds.basis:
        reader.refuse("basis.missing", "规则没有写效力。请补 basis：法、规章、文件、解释或内部。")
    rule = Rule(
        index,
        form.key,
        reader.place,
        grounds,
        names,
        length,
        frame.expression(reader, "when"),
        _passed(form, reader, frame),
        _asked(form, reader, frame),
    )
    reader.done()
    _check_names(rule, reader)
    _check_window(rule, reader, frame)
    if length is not None and length.n is not None:
        frame.law.check_unit(length, grounds.cite, frame.statutes)
    return rule


def _form(reader: Reader) -> Form:
    form = next((form for form in FORMS if form.key in reader.node), None)
    if form is None:
        reader.refuse(
            "rule.unknown_kind",
            f"看不出这是哪种规则。请写上其中一键：{'、'.join(form.key for form in FORMS)}。",
        )
    return form


def _names(key: str, reader: Reader, frame: Frame) -> tuple[Text, ...]:
    reader.value(key)
    return frame.names(reader, key)


def _length(form: Form, reader: Reader, frame: Frame) -> Length | None:
    if not form.length:
        return None
    if form.must_length or reader.has(form.length):
        return frame.length(reader.text(form.length), clear=form.clear)
    return None


def _passed(form: Form, reader: Reader, frame: Frame) -> Expression | None:
    return frame.expression(reader, "passed") if form.passed else None


def _asked(form: Form, reader: Reader, frame: Frame) -> Text | None:
    if form.key != "extends" or not reader.has("asked"):
        return None
    name = reader.text("asked")
    frame.check_field(name)
    if frame.fields[name].type != "int":
        reader.refuse(
            "rule.asked", f"“{name}”不是整数字段，不能写明延长多久。请改为 int。", "asked"
        )
    return name


def _check_names(rule: Rule, reader: Reader) -> None:
    for key in SINGLE:
        if len(rule.names.get(key, ())) > 1:
            reader.refuse("rule.one_act", f"“{key}”只能写一个行为。请拆成几条规则。", key)
    for first, second in (("do", "needs"), ("do", "follows"), ("do", "waits")):
        _refuse_self(rule, first, second, reader)


def _check_window(rule: Rule, reader: Reader, frame: Frame) -> None:
    """Refuse a group: the clock of a window has its name from the act itself."""
    for name in reader.list_of_text("window") if rule.kind == "window" else ():
        if name not in frame.acts:
            reader.refuse(
                "rule.one_act", f"window 要直接写行为，“{name}”是组。请写行为名。", "window"
            )


def _refuse_self(rule: Rule, first: str, second: str, reader: Reader) -> None:
    left, right = rule.names.get(first, ()), rule.names.get(second, ())
    if len(left) == 1 and left == right:
        reader.refuse(
            "rule.self",
            f"“{left[0]}”以自己为前提，永远不能做。请核对 {first} 和 {second}。",
            second,
        )


def check_performers(rules: tuple[Rule, ...], acts: Mapping[str, ActSpec]) -> None:
    """Refuse rules that ask the clock for what only people do, or the reverse.

    Raises:
        CatalogError: `rule.needs_clock` or `rule.needs_person`.
    """
    for rule in rules:
        for key in CLOCK_ONLY.get(rule.kind, ()):
            _check_clock(rule, key, acts, clock=True)
        for key in PEOPLE_ONLY.get(rule.kind, ()):
            _check_clock(rule, key, acts, clock=False)


def _check_clock(rule: Rule, key: str, acts: Mapping[str, ActSpec], *, clock: bool) -> None:
    for name in rule.names[key]:
        if acts[name].clock is clock:
            continue
        code = "rule.needs_clock" if clock else "rule.needs_person"
        should = "由时钟发生，请在 acts 中写 by: 时钟" if clock else "由人办理，请改名"
        refuse(code, f"“{key}”里的“{name}”应{should}。", name.place)
