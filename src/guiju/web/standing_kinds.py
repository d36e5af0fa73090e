"""The standing acts as forms: what each asks for, of whom, and at what it is aimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guiju.lawbook.pinned import FieldRules
from guiju.matters.rulebook import staff_roles
from guiju.matters.standing import STANDING_ACTS
from guiju.record.act import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORD, ACT = "record", "act"


@dataclass(frozen=True, slots=True)
class Inlet:
    """One input of a standing act's form.

    Attributes:
        key: name of the value in the act's data.
        spec: the input: its label, type, help.
    """

    key: str
    spec: FieldRules


@dataclass(frozen=True, slots=True)
class StandingForm:
    """How one kind of standing act is asked for.

    Attributes:
        purpose: when it is used, as one sentence.
        inlets: what is typed, in order.
        aim: ``record`` or ``act`` where one of the matter's records, or an act of the procedure, is chosen first.
        aimed: what choosing is about, as a heading.
        carries: key under which the fields of the act aimed at go; empty where none are shown.
        day: what the day it was done is called; empty where it is done as it is entered.
    """

    kind: Kind
    purpose: str
    inlets: tuple[Inlet, ...] = ()
    aim: str = ""
    aimed: str = ""
    carries: str = ""
    day: str = ""

    @property
    def evidence(self) -> bool:
        """Whether a file must be attached."""
        return STANDING_ACTS[self.kind].evidence

    @property
    def second(self) -> bool:
        """Whether a second person must sign."""
        return STANDING_ACTS[self.kind].second

    @property
    def roles(self) -> frozenset[str]:
        """The roles of which one performs it; every post of the body where the kind names none."""
        return STANDING_ACTS[self.kind].roles or staff_roles()


def _text(
    key: str, label: str, note: str = "", kind: str = "paragraph", *, required: bool = True
) -> Inlet:
    return Inlet(key, FieldRules(label, kind, required=required, note=note))


FORMS: Mapping[Kind, StandingForm] = {
    form.kind: form
    for form in (
        StandingForm(
            Kind.CORRECTION,
            "已登记的内容写错了的，在这里改正；原记录仍在，改了什么、为什么改、谁签署都看得到。",
            (
                _text("更正办理日", "更正后的办理日期", "日期没有写错的，不用改动", "date", required=False),
                _text("理由", "更正的理由", "写明错在哪里、依据什么材料更正"),
            ),
            RECORD, "更正哪一号记录", "更正",
        ),
        StandingForm(
            Kind.RETRACTION,
            "只用于从未发生、误录的行为；确实办过、只是写错的，请办理“更正”。",
            (_text("理由", "撤销的理由", "写明怎样误录的，为什么能确定没有发生"),),
            RECORD, "撤销哪一号记录",
        ),
        StandingForm(
            Kind.ATTACHMENT,
            "给已有的一号记录补上材料、扫描件或者说明；也用来回答纠错审查和监督处理。",
            (_text("说明", "补充的是什么"),),
            RECORD, "给哪一号记录补充",
        ),
        StandingForm(
            Kind.HANDOVER,
            "本件由一人移交给另一人承办；以前谁办的、谁签的，都不变。",
            (_text("接收人", "接收人", kind="text"), _text("理由", "移交的理由", "例：调离、轮岗、休假")),
            day="移交日期",
        ),
        StandingForm(
            Kind.REMINDER,
            "催促本件应办的事，留下记录；不改变任何期限。",
            (
                _text("事项", "催办的事项", kind="text"),
                _text("说明", "说明", "可以写明请在哪一天以前办好", required=False),
            ),
        ),
        StandingForm(
            Kind.NOTICE,
            "其他机关的决定、通知送到本机关，与本件有关的，登记在这里；要求办理的行为从此成为应办。",
            (
                _text("来源机关", "来源机关", kind="text"),
                _text("来源办件", "来源的文号或者办件编号", kind="text"),
                _text("事由", "事由"),
                _text("要求办理", "要求办理的行为", "没有要求的，不选", "text", required=False),
            ),
            day="收到的日期",
        ),
        StandingForm(
            Kind.ACCOMPLISHED,
            "没有依法定顺序、条件就已经办了的事，如实登记：它推动办件，但永远记为程序违法，并开启监督处理。",
            (
                _text("违反", "违反的条款", "写明法律、法规、规章的名称和条款", "text"),
                _text("理由", "为什么会这样办", "写明事情经过和如何发现"),
            ),
            ACT, "登记已经办了的哪一行为", "内容", "实际办理的日期",
        ),
        StandingForm(
            Kind.MIGRATION,
            "法律修改或者参数调整以后，本件改用另一版本的办理规则；确认前请看清期限怎样变化。",
            (
                _text("版本", "改用的版本", "不选的，用今天施行的版本和参数", "date", required=False),
                _text("理由", "转换的理由"),
            ),
        ),
        StandingForm(
            Kind.ERASURE,
            "依法应当删除的个人信息：删去内容，只留下不能还原的摘要，记录仍可核验。删除以后不能恢复。",
            (
                _text("字段", "删除哪一项", kind="text"),
                _text("依据", "删除的依据", "写明法律条款或者生效文书"),
                _text("批准人", "批准人", kind="text"),
            ),
            RECORD, "删除哪一号记录里的",
        ),
    )
}  # fmt: skip
