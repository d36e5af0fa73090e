"""Reads what a procedure says about its acts and groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guiju.lawbook.chain_reader import read_chain
from guiju.lawbook.errors import refuse
from guiju.lawbook.fields import act_fields
from guiju.lawbook.schema import CLOCK, CLOCK_PREFIX, ActSpec, Grounds, NumberSpec, Rule
from guiju.lawbook.yaml_text import Items, Node, Reader, Table, Text, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.frame import Frame

CITIZEN: Final = "citizen"
LAPSES: Final = (CITIZEN, "agency")
SYSTEM: Final = "系统"
PLACEHOLDER: Final = re.compile(r"\{(?:word|year|n)\}")
PERSON_KEYS: Final = (
    "officers",
    "not_by",
    "approval",
    "power",
    "fields",
    "requires",
    "proof",
    "hour",
    "number",
)


def read_act(name: Text, reader: Reader, frame: Frame) -> ActSpec:
    """Read one act.

    Raises:
        CatalogError: When the act is unclear; the code begins with `act.`, `cite.`, `field.` or `schema.`.
    """
    by = frame.role_list(reader, "by", (CLOCK, SYSTEM))
    _check_by(name, by, reader)
    spec = ActSpec(
        name,
        name.place,
        frame.grounds(reader, f"行为“{name}”"),
        by,
        recorded_by=frame.role_list(reader, "recorded_by"),
        officers=_officers(reader),
        not_by=_acts(reader, "not_by", frame),
        approval=read_chain(reader, frame.own_role),
        power=reader.flag("power"),
        often=reader.flag("often"),
        fields=act_fields(reader, frame.fields),
        requires=frame.expression(reader, "requires"),
        proof=reader.flag("proof"),
        hour=reader.flag("hour"),
        document=str(reader.optional("document") or ""),
        number=read_number(reader),
        lapse=str(reader.choice("lapse", LAPSES)) if reader.has("lapse") else "",
        was=reader.list_of_text("was"),
    )
    reader.done()
    return spec


def _check_by(name: Text, by: tuple[Text, ...], reader: Reader) -> None:
    if not by:
        reader.refuse(
            "act.nobody", f"行为“{name}”没有写由谁办理。请补 by；由时钟发生的写 by: {CLOCK}。"
        )
    if CLOCK not in by and reader.has("lapse"):
        reader.refuse(
            "act.lapse", f"“{name}”由人办理，不能有 lapse。请删去，或写 by: {CLOCK}。", "lapse"
        )
    if CLOCK in by and len(by) > 1:
        reader.refuse("act.clock", f"“{name}”由时钟发生，不能同时由人办理。请分成两个行为。", "by")
    confirmed = reader.node.get(Text("lapse", reader.place)) == CITIZEN
    for key in PERSON_KEYS if confirmed else (*PERSON_KEYS, "recorded_by"):
        if CLOCK in by and reader.has(key):
            reader.refuse(
                "act.clock", f"“{name}”由时钟发生，不能有“{key}”。请删去或改由人办理。", key
            )


def _officers(reader: Reader) -> int:
    officers = reader.integer("officers", 0)
    if officers < 0:
        reader.refuse(
            "act.officers", f"执法人员不能是 {officers} 名。请写 0 或更大的整数。", "officers"
        )
    return officers


def _acts(reader: Reader, key: str, frame: Frame) -> tuple[Text, ...]:
    return frame.names(reader, key) if reader.has(key) else ()


def read_number(reader: Reader) -> NumberSpec | None:
    """Read the series and the form of a number, if one is asked for.

    Raises:
        CatalogError: `number.form`, when the form leaves out the counter or asks for something unknown;
            `number.year`, when numbers would come again every year.
    """
    if not reader.has("number"):
        return None
    number = reader.mapping("number", "编号")
    series, form = number.text("series"), number.text("form")
    number.done()
    if "{n}" not in form:
        refuse("number.form", f"编号“{form}”没有流水号。请在其中写上 {{n}}。", form.place)
    if set("{}") & set(PLACEHOLDER.sub("", form)):
        refuse(
            "number.form",
            f"编号“{form}”的花括号里只能是 {{word}}、{{year}}、{{n}}。请改正。",
            form.place,
        )
    if "{year}" not in form:
        refuse(
            "number.year",
            f"编号“{form}”没有年份，流水号每年从1起，下一年会重号。请在其中写上 {{year}}。",
            form.place,
        )
    return NumberSpec(str(series), str(form), number.place)


def read_groups(reader: Reader, acts: Mapping[str, Text]) -> dict[str, tuple[Text, ...]]:
    """Read the groups and flatten them.

    Raises:
        CatalogError: `group.name`, `group.empty`, `group.unknown` or `group.cycle`.
    """
    raw = {name: reader.list_of_text(name) for name in reader.node}
    for name, members in raw.items():
        if name in acts:
            refuse("group.name", f"组“{name}”与行为同名。请给组改名。", name.place)
        if not members:
            refuse("group.empty", f"组“{name}”是空的。请写上行为或删去。", name.place)
    return {str(name): _flat(name, raw, acts, ()) for name in raw}


def _flat(
    name: Text,
    raw: Mapping[Text, tuple[Text, ...]],
    acts: Mapping[str, Text],
    above: tuple[str, ...],
) -> tuple[Text, ...]:
    if name in above:
        refuse("group.cycle", f"组“{name}”绕回了自己。请拆开。", name.place)
    found: dict[str, Text] = {}
    for member in raw[name]:
        if member in acts:
            found[member] = member
        elif member in raw:
            found.update((act, act) for act in _flat(member, raw, acts, (*above, name)))
        else:
            refuse(
                "group.unknown",
                f"组“{name}”里的“{member}”不是行为，也不是组。{nearest(member, (*acts, *raw))}请改名。",
                member.place,
            )
    return tuple(found.values())


def window_clocks(rules: Items) -> dict[str, Text]:
    """Return the names of the clocks that windows bring with them, each with the window's place."""
    clocks: dict[str, Text] = {}
    for rule in rules:
        for act in _windowed(rule):
            name = f"{CLOCK_PREFIX}{act}"
            clocks.setdefault(name, Text(name, act.place))
    return clocks


def _windowed(rule: Node) -> tuple[Text, ...]:
    if not isinstance(rule, Table) or "window" not in rule:
        return ()
    return Reader(rule, "规则").list_of_text("window")


def with_clocks(acts: Mapping[str, ActSpec], rules: tuple[Rule, ...]) -> dict[str, ActSpec]:
    """Return the acts and, after them, a clock event for each window that declares none itself."""
    known = dict(acts)
    for rule in rules:
        if rule.kind == "window":
            for act in rule.names["window"]:
                name = f"{CLOCK_PREFIX}{act}"
                known.setdefault(name, _clock(name, act, rule.grounds))
    return known


def _clock(name: str, act: Text, grounds: Grounds) -> ActSpec:
    title = Text(name, act.place)
    return ActSpec(title, act.place, grounds, (Text(CLOCK, act.place),), window=True)
