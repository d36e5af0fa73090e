"""The facts of a penalty case: a worked course from 立案 to 归档, and where each fact comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.lawbook.catalog import load_catalog
from tests.office import filing_data

if TYPE_CHECKING:
    from guiju.lawbook.schema import FieldSpec
    from tests.office import Office

PROCEDURE = "ordinary-penalty"
ANEW = {
    "五年追责情形": "结案调查时按查明的事实再判断一次，立案时的答案在旁边",
    "追责期限理由": "同上，可以不填",
    "送达方式": "每次送达各有一次，上一次的在旁边",
}

EARLY = frozenset({"违法事实", "裁量理由"})  # told for the notice, and needed for the decision


class Step(NamedTuple):
    """An act of the course, with what is typed in it."""

    day: str
    act: str
    who: str = "officer"
    data: dict[str, Any] = {}  # noqa: RUF012 -- read only
    signers: tuple[str, ...] = ()
    approved: bool = False
    attach: str = ""


BOTH = ("officer", "second")
COURSE = (
    Step("2026-03-02", "立案", data=filing_data(), signers=BOTH, approved=True),
    Step("2026-03-03", "调查取证", signers=BOTH, attach="证据"),
    Step("2026-03-10", "调查终结", signers=BOTH, data={
        "拟处罚款": 100_000, "拟没收数额": 0, "拟处其他处罚": "无", "听证范围": False, "听证范围理由": "未达较大数额",
        "需法制审核": False, "法制审核理由": "不属于各项情形", "复杂重大": False, "复杂重大理由": "简单", "须责令改正": False,
        "五年追责情形": False, "在追责期限内": True, "追责期限理由": "未满二年",
        "违法事实": "未公示价格", "处罚依据": "价格法第四十二条", "裁量理由": "首次",
    }),
    Step("2026-03-11", "拟处罚告知"),
    Step("2026-03-11", "告知书送达", data={"送达方式": "直接送达"}),
    Step("2026-03-12", "放弃陈述申辩"),
    Step("2026-03-13", "处罚决定", approved=True, data={
        "违法事实": "未公示价格", "处罚依据": "价格法第四十二条", "裁量理由": "首次", "罚款": 100_000, "没收违法所得": 0,
        "罚没款": 100_000, "其他处罚": "无", "使用柔性执法": "未使用", "社会影响": False, "社会影响理由": "无",
        "有其他履行义务": False, "已告知救济": True, "有涉案财物": False,
    }),
    Step("2026-03-16", "决定书送达", data={"送达方式": "直接送达"}),
    Step("2026-03-17", "决定公开", data={"公开网址": "https://example.invalid/1"}),
    Step("2026-03-18", "信用信息公示", data={"公开网址": "https://example.invalid/1"}),
    Step("2026-03-20", "履行完毕"),
    Step("2026-03-20", "结案", approved=True),
    Step("2026-03-23", "归档"),
)  # fmt: skip


def go_to(office: Office, day: str) -> None:
    """Move the clock to a day, unless it is that day already."""
    if office.time.now().date().isoformat() != day:
        office.go_to(day)


def perform(office: Office, step: Step, matter: str) -> str:
    """Perform a step; gives the matter."""
    go_to(office, step.day)
    more: dict[str, Any] = {"data": dict(step.data), "signers": step.signers}
    if step.attach:
        file = office.keep("笔录.pdf", b"%PDF-1.4 record")
        more.update(data={step.attach: file.sha256}, files=(file,))
    if not matter:
        more["procedure"] = PROCEDURE
    act = office.approved if step.approved else office.do
    return str(act(step.act, matter, step.who, **more).matter or matter)


def facts() -> list[tuple[str, str, str, str]]:
    """Each fact of the course: where it is asked, of what type, how it is got, and how it is treated when asked again."""
    procedure = load_catalog().procedure(PROCEDURE)
    carried = next(iter(procedure.carries.values()), {})
    rows: dict[str, list[str]] = {}
    for step in COURSE:
        for name, spec in procedure.acts[step.act].fields.items():
            known = rows.setdefault(
                str(name), ["", spec.type, _got(spec, str(name) in carried), ""]
            )
            if known[0]:
                known[3] = _again(str(name), spec, step.act)
            else:
                known[0] = step.act
    return [(name, row[0], row[2], row[3] or "只问一次") for name, row in rows.items()]


def _got(spec: FieldSpec, carried: bool) -> str:
    if spec.proposes:
        return "按已填事实算得，可以改"
    return "从线索带入，或者填写" if carried else "填写"


def _again(name: str, spec: FieldSpec, act: str) -> str:
    if spec.proposes:
        return f"“{act}”再按事实算"
    filled = spec.type in {"text", "article"} or name in EARLY
    return f"“{act}”已填好" if filled else f"“{act}”：{ANEW[name]}"


def reference() -> str:
    """The table of the reference page."""
    rows = "".join(f"| {' | '.join(row)} |\n" for row in facts())
    return f"| 事实 | 在哪里问 | 怎么得来 | 再要用到时 |\n|---|---|---|---|\n{rows}"
