"""What stands in the slots of a text: words where something is known, else a ruled blank or nothing. Pure."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from guiju.documents.layout import Blank, Line, Piece
from guiju.documents.slots import BLANK, BODY, PERIOD, Slot, slots_of
from guiju.documents.words import cited, day_words, hour_words, printable
from guiju.documents.written import address_form, document_kind, file_title, written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guiju.documents.content import Content, Officer
    from guiju.documents.slots import Words

HIDDEN = "（依法不公开）"
SECRET = frozenset({"证件", "号码", "住所"})
SPOKEN_TO = "称呼"
ENDS, MARKS = "。；，", "。；，、）"
COMMITTEE, GOVERNMENT = "委员会", "人民政府"
USUAL, WIDE = 10, 20
WIDTHS = {BLANK: 8, "住所": 20, PERIOD: 4, "地址": 20, "电话": 8, "复议机关": 12}


def nothing_said(texts: Sequence[Words], content: Content) -> bool:
    """Whether texts were written only for what may be known, and none of it is."""
    slots = [slot for words in texts for slot in slots_of(words)]
    return (
        bool(slots)
        and all(slot.maybe for slot in slots)
        and not any(_said(slot, content) for slot in slots)
    )


def line_of(words: Words, content: Content) -> Line:
    """A template's text with what is known in its slots."""
    pieces = [piece for one in words for piece in _pieces(one, content)]
    return tuple(
        one.rstrip(ENDS) if isinstance(one, str) and _ends_twice(one, after) else one
        for one, after in zip_longest(pieces, pieces[1:])
    )


def _ends_twice(one: str, after: Piece | None) -> bool:
    """Whether a value brings its own full stop to a place where the template has a mark already."""
    return one[-1:] in ENDS and isinstance(after, str) and after != "" and after[0] in MARKS


def _pieces(one: str | Slot, content: Content) -> Line:
    if isinstance(one, str):
        return (one,)
    said = _said(one, content)
    if said:
        return (said,)
    if one.maybe:
        return ()
    if one.part == "证件":
        return (f"{document_kind(content.values.get(one.name))}：", Blank(WIDE))
    if one == Slot(BODY, "法院"):
        return (_blank(one), "人民法院")
    return (_blank(one),)


def _blank(slot: Slot) -> Blank:
    """The ruled place for what is not known."""
    if slot.name.startswith(BLANK) and slot.name[1:].isdecimal():
        return Blank(int(slot.name[1:]))
    return Blank(WIDTHS.get(slot.name) or WIDTHS.get(slot.part, USUAL))


def _said(slot: Slot, content: Content) -> str:
    """What is known of a slot, in words; empty for nothing."""
    if slot.name == BLANK or (slot.name.startswith(BLANK) and slot.name[1:].isdecimal()):
        return ""
    if slot.part == SPOKEN_TO:
        return address_form(content.values.get(slot.name))
    known = _KNOWN.get(slot.name)
    if known is not None and not slot.part:
        return known(content)
    if slot.name == BODY and slot.part:
        return printable(content.particulars.get(slot.part, ""))
    if slot.name == PERIOD and slot.part:
        return content.periods.get(slot.part, "")
    if slot.name in content.hidden or (slot.name in content.masked and slot.part in SECRET):
        return HIDDEN
    spec = content.fields.get(slot.name)
    if spec is not None:
        return written(spec, content.values.get(slot.name), content.names, slot.part) or ""
    return _other_act(slot, content)


def _other_act(slot: Slot, content: Content) -> str:
    done = content.acts.get(slot.name)
    if done is None:
        return ""
    return printable(done.number) if slot.part == "文号" else day_words(done.day)


def _mediators(body: str) -> str:
    """The people's mediation committee: the body itself where it is one, else the committee at the body."""
    if body.endswith(COMMITTEE):
        return body
    return f"{body.removesuffix(GOVERNMENT)}人民调解{COMMITTEE}"


def _officers(officers: tuple[Officer, ...], what: str) -> str:
    if what == "name":
        return printable("、".join(one.name for one in officers))
    return printable("、".join(one.certificate for one in officers if one.certificate))


_KNOWN: dict[str, Callable[[Content], str]] = {
    "机关": lambda one: printable(one.body),
    "程序": lambda one: one.procedure,
    "案号": lambda one: printable(one.matter_number),
    "文号": lambda one: printable(one.number),
    "名称": lambda one: printable(one.title),
    "办理日": lambda one: day_words(one.day),
    "办理时刻": lambda one: hour_words(one.hour) if one.hour else "",
    "办理人": lambda one: printable(one.actor),
    "执法人员": lambda one: _officers(one.officers, "name"),
    "证号": lambda one: _officers(one.officers, "certificate"),
    "条文": lambda one: cited(one.cites),
    "记录人": lambda one: "" if one.recorder == one.actor else printable(one.recorder),
    "登记人": lambda one: printable(one.recorder),
    "调解组织": lambda one: printable(_mediators(one.body)),
    "附件": lambda one: printable("、".join(map(file_title, one.attachments))),
}
