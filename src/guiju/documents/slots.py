"""The text of a template: words and slots. Pure.

| in the text | stands for |
|---|---|
| ``{案由}`` | a field of the procedure, or something every document knows (:data:`KNOWN`) |
| ``{当事人.证件}`` | a part of a party: 名称, 证件, 号码, 类型, 住所, 负责人 (法定代表人、负责人或者经营者), 称呼 (你、你单位) |
| ``{机关.地址}`` | what papers say of the body besides its name: 地址, 电话, 缴款账户, 复议机关, 法院 |
| ``{罚款.大写}`` ``{罚款.小写}`` | an amount only in capitals, only in figures |
| ``{处罚决定.文号}`` ``{处罚决定.日期}`` | number or day of another act of the matter |
| ``{期限.陈述申辩期限}`` | a period that the rules take from a parameter |
| ``{罚款.或无}`` | the amount, or 无 for none |
| ``{空}`` ``{空12}`` | a ruled blank |

What is not known is a ruled blank. With ``?`` at its end a slot that is not known leaves nothing, and a paragraph or a row of a form whose slots are all
of this kind and all unknown is left out: ``{调查终结.日期?}``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from guiju.lawbook.errors import refuse

if TYPE_CHECKING:
    from guiju.lawbook.yaml_text import Text

SLOT = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r"空\d{0,2}|[^\s.?{}]+(\.[^\s.?{}]+)?\??")
MAYBE = "?"
PERIOD = "期限"
BLANK = "空"
KNOWN = (
    "机关", "程序", "案号", "文号", "名称", "办理日", "办理时刻", "办理人", "执法人员", "证号", "条文", "登记人", "附件", "调解组织", "记录人",
)  # fmt: skip
BODY = "机关"
BODY_PARTS = ("地址", "电话", "缴款账户", "复议机关", "法院")
PARTY_PARTS = ("名称", "证件", "号码", "类型", "住所", "负责人", "称呼")
MONEY_PARTS = ("大写", "小写", "或无")
ACT_PARTS = ("文号", "日期")


class Slot(NamedTuple):
    """A slot.

    Attributes:
        name: field, act or known thing.
        part: what of it; empty for the whole.
        maybe: where it is not known, nothing stands there.
    """

    name: str
    part: str = ""
    maybe: bool = False


Words = tuple[str | Slot, ...]


def read_words(text: Text) -> Words:
    """Take a template's text apart.

    Raises:
        CatalogError: ``document.slot`` for a brace that is no slot.
    """
    found: list[str | Slot] = []
    end = 0
    for match in SLOT.finditer(text):
        found += _plain(text, text[end : match.start()])
        name = match[1]
        if not NAME.fullmatch(name):
            _refuse(text, match[0])
        head, _, part = name.removesuffix(MAYBE).partition(".")
        found.append(Slot(head, part, name.endswith(MAYBE)))
        end = match.end()
    found += _plain(text, text[end:])
    return tuple(found)


def slots_of(words: Words) -> list[Slot]:
    """The slots of a text."""
    return [one for one in words if isinstance(one, Slot)]


def _plain(text: Text, part: str) -> list[str]:
    if set("{}") & set(part):
        _refuse(text, part)
    return [part] if part else []


def _refuse(text: Text, shown: str) -> None:
    refuse(
        "document.slot",
        f"文书模板中的“{shown}”不是可填的位置。请写成 {{案由}}、{{当事人.证件}} 或者 {{空8}} 这样。",
        text.place,
    )
