"""Bodies as people type them: checked, with a code of their own where the state gave them none."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from guiju.lawbook.codes import is_credit_code
from guiju.people.first_start import NewBody
from guiju.people.models import BodyKind
from guiju.web.forms import UnreadableError, read_day, tidy
from guiju.web.rows import Line, RowColumn, lacking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS = {kind.label: kind.value for kind in BodyKind}
WITHOUT_CREDIT_CODE = frozenset({BodyKind.DISPATCHED, BodyKind.ENTRUSTED})
LONGEST = {"名称": 100, "执法领域": 32, "机关代字": 16}
CREDIT_CODE = "统一社会信用代码"
OWN_COLUMNS = (
    RowColumn("名称", required=True, example="示例县市场监督管理局"),
    RowColumn(CREDIT_CODE, required=True, example="91620000MA00000007"),
    RowColumn("性质", required=True, choices=tuple(KINDS)),
    RowColumn("执法领域", example="市场监管"),
    RowColumn("机关代字", example="示市监"),
    RowColumn("成立日期", required=True, example="2015-01-01"),
)
UNIT_COLUMNS = (
    *(RowColumn(CREDIT_CODE, example="十八位，没有的可以不填") if one.label == CREDIT_CODE else one for one in OWN_COLUMNS),
    RowColumn("上级机构", example="不填为本机关；填已列出的机构名称"),
)  # fmt: skip
UNIT_EXAMPLE = ("某某乡人民政府", "", "乡镇人民政府、街道办事处", "综合", "某政", "2015-01-01", "")


def own_body(values: Mapping[str, str]) -> tuple[NewBody | None, dict[str, str]]:
    """The body above all others, or what is wrong with it by heading."""
    problems = {column.label: _problem(column, values) for column in OWN_COLUMNS}
    problems = {label: problem for label, problem in problems.items() if problem}
    return (None, problems) if problems else (_made(values, ""), {})


def units(
    rows: Sequence[dict[str, str]], top: NewBody, others: Sequence[NewBody] = ()
) -> list[Line]:
    """The bodies below the first, each row with what is wrong with it; a superior stands before what is below it.

    Args:
        rows: text by heading.
        top: the superior where a row names none.
        others: bodies that are there already.
    """
    known = {name: one for one in (*others, top) for name in (one.name, one.code)}
    lines = []
    for number, values in enumerate(rows, 1):
        line = Line(number, values)
        line.problem = lacking(values, UNIT_COLUMNS) or _wrong(values, known)
        if not line.problem:
            parent = known[values["上级机构"] or top.name]
            made = _made(values, parent.code, _next_code(parent.code, known))
            line.problem = _clash(made, parent, known)
            line.made = made
            known.setdefault(made.name, made)
            known.setdefault(made.code, made)
        lines.append(line)
    return lines


def _next_code(parent: str, known: Mapping[str, NewBody]) -> str:
    """A code under the superior's that nobody has."""
    return next(code for n in count(1) if (code := f"{parent}-{n:02}") not in known)


def _wrong(values: Mapping[str, str], known: Mapping[str, NewBody]) -> str:
    found = next(filter(None, (_problem(column, values) for column in UNIT_COLUMNS)), "")
    if found:
        return found
    kind = KINDS[values["性质"]]
    if not values["统一社会信用代码"] and kind not in WITHOUT_CREDIT_CODE:
        return "没有填“统一社会信用代码”。只有派出机构、受委托组织可以不填。"
    parent = values["上级机构"]
    if parent and parent not in known:
        return f"上级机构“{parent}”不是本机关，也不在前面的行里。请把上级机构列在前面。"
    return ""


def _clash(made: NewBody, parent: NewBody, known: Mapping[str, NewBody]) -> str:
    if made.name in known or made.code in known:
        return f"“{made.name}”的名称或者代码与前面的机构重复。请核对。"
    if made.since < parent.since:
        return f"成立日期早于上级机构“{parent.name}”的成立日期{parent.since}。请核对。"
    return ""


def _problem(column: RowColumn, values: Mapping[str, str]) -> str:
    label, value = column.label, values.get(column.label, "")
    if column.required and not value:
        return f"请填写“{label}”。"
    if value and column.choices and value not in column.choices:
        return f"“{label}”不能是“{value}”，只能是{'、'.join(column.choices)}。"
    if len(value) > LONGEST.get(label, len(value)):
        return f"“{label}”最多{LONGEST[label]}字。"
    if label == "统一社会信用代码" and value and not is_credit_code(tidy(value).upper()):
        return f"统一社会信用代码“{value}”的位数或者校验位不对。请照登记证书核对。"
    if label == "成立日期":
        try:
            read_day(value)
        except UnreadableError as error:
            return f"“{label}”{error.sentence}"
    return ""


def _made(values: Mapping[str, str], parent: str, own_code: str = "") -> NewBody:
    return NewBody(
        tidy(values["统一社会信用代码"]).upper() or own_code, values["名称"], KINDS[values["性质"]],
        date.fromisoformat(read_day(values["成立日期"])), values["执法领域"], values["机关代字"], parent,
    )  # fmt: skip
