"""Reads the figures a procedure gives and the slots by which its matters are listed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.guard_terms import Scope
from guiju.lawbook.guard_text import parse
from guiju.lawbook.schema import FigureSpec, ListSpec

if TYPE_CHECKING:
    from guiju.lawbook.frame import Frame
    from guiju.lawbook.schema import Expression
    from guiju.lawbook.yaml_text import Reader, Text

MAX_SLOTS: Final = 12
SPLITS: Final = ("单位", "月", "季", "年")
DAYS: Final = ("done", "recorded")
SUMMED: Final = ("int", "decimal", "money")
IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)
WAYS: Final = ("count", "sum", "share")


def read_figure(reader: Reader, frame: Frame) -> FigureSpec:
    """Read one figure.

    Raises:
        CatalogError: When it is unclear; the code begins with `figure.`, `field.`, `rule.` or `schema.`.
    """
    name = reader.text("id")
    check_id(name, "figure.id")
    how = _way(reader)
    figure = FigureSpec(
        name,
        reader.place,
        str(reader.text("name")),
        str(reader.text("unit")),
        how,
        acts=_acts(how, reader, frame),
        field=_summed(reader, frame) if how == "sum" else None,
        share=_share(reader) if how == "share" else (),
        valid=reader.flag("valid"),
        when=_when(reader, frame),
        on=str(reader.choice("on", DAYS)) if reader.has("on") else "done",
        by=frame.field_list(reader, "by", SPLITS),
    )
    reader.done()
    return figure


def check_id(name: Text, code: str) -> None:
    """Refuse an id that is not lower-case ASCII words joined by hyphens."""
    if not IDENTIFIER.fullmatch(name):
        refuse(code, f"“{name}”不是标识。请用小写英文和连字符，如 mediation-done。", name.place)


def _way(reader: Reader) -> str:
    found = [way for way in WAYS if way in reader.node]
    if len(found) != 1:
        reader.refuse("figure.way", f"指标要写且只写一种算法：{'、'.join(WAYS)}。请改正。")
    return found[0]


def _acts(how: str, reader: Reader, frame: Frame) -> tuple[Text, ...]:
    keys = {"count": "count", "sum": "over"}
    if how not in keys:
        return ()
    reader.text(keys[how]) if not reader.has(keys[how]) else None
    return frame.names(reader, keys[how])


def _summed(reader: Reader, frame: Frame) -> Text:
    name = reader.text("sum")
    frame.check_field(name)
    if frame.fields[name].type not in SUMMED:
        reader.refuse(
            "figure.sum",
            f"字段“{name}”不能合计，只有 {'、'.join(SUMMED)} 可以。请换一个字段。",
            "sum",
        )
    return name


def _share(reader: Reader) -> tuple[Text, ...]:
    pair = reader.list_of_text("share")
    if len(pair) != 2:
        reader.refuse("figure.share", "share 应是两个指标：[分子, 分母]。请照此改写。", "share")
    return pair


def _when(reader: Reader, frame: Frame) -> Expression | None:
    text = reader.optional("when")
    if text is None:
        return None
    return parse(text, Scope(frame.fields, frame.law.parameter_kinds, exact=True))


def read_list(reader: Reader, frame: Frame) -> ListSpec:
    """Read the slots of the list of matters.

    Raises:
        CatalogError: `list.slots`, when more than twelve are asked for.
    """
    spec = ListSpec(
        frame.field_list(reader, "columns"),
        frame.field_list(reader, "filters"),
        frame.field_list(reader, "sort"),
    )
    reader.done()
    if len(spec.slots) > MAX_SLOTS:
        reader.refuse(
            "list.slots",
            f"列表用了 {len(spec.slots)} 个字段，最多 {MAX_SLOTS} 个。请删去不用来查找的。",
        )
    return spec
