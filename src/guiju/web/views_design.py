"""The design system on one page: every component in every state, for those who build pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404
from django.views.decorators.http import require_safe

from guiju.ui.charts import Heat, bar_chart, column_chart, heat, line_chart
from guiju.ui.parts import Chip, Nothing, Pager, Progress, Step, Tab
from guiju.ui.tables import Cell, Column, Mark, Table
from guiju.web.access import page, staff_page
from guiju.web.inputs import FieldInput, Kept, Option

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString

    from guiju.web.access import Staff

HERE = "#"
KINDS = ("text", "paragraph", "choice", "select", "people", "party", "rows", "file", "linked")
NOTE, PROBLEM = "说明写在这里", "“名称”是必填项，请填写。"
MONTHS = (12, 9, 15, 31, 28, 22, 17, 19, 40, 36, 8, 0)
LAST_YEAR = (10, 11, 12, 20, 26, 30, 14, 15, 33, 30, 12, 6)


@staff_page
@require_safe
def design(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Every component in every state; only in development."""
    if not settings.DEBUG:
        raise Http404
    context = {
        "badges": [
            Mark("已逾期 3 天", "red"), Mark("还剩 2 天", "amber"), Mark("已公示", "green"),
            Mark("办结", "grey"), Mark("还剩 41 天"),
        ],
        "tabs": [Tab("程序图", HERE, on=True), Tab("条文", HERE), Tab("案例", HERE)],
        "chips": [Chip("本年", HERE, on=True), Chip("案由：未按规定公示价格", HERE, removes=True)],
        "steps": [
            Step("本机关", "done", HERE, "示例县市场监督管理局"),
            Step("人员", "now", HERE, "可以从 Excel 带入"),
            Step("参数", note="先登记人员"),
        ],
        "progress": [Progress(1200, 100_000, "正在登记"), Progress(0, 0, "正在清点")],
        "pager": Pager(HERE, HERE, "第 51 至 100 件，共 10,000 余件"),
        "nothing": Nothing("还没有办件。有了办件，依法该办的下一步和期限会列在这里。", "新办一件", HERE),
        "table": _table(),
        "empty_table": Table("没有行的表", [Column("编号")], [], empty="没有符合条件的办件。"),
        "charts": _charts(),
        "fields": _fields(),
    }  # fmt: skip
    return page(request, staff, "web/design.html", context)


def _table() -> Table:
    columns = [
        Column("编号", sort=HERE, order="descending"), Column("当事人", sort=HERE),
        Column("立案日", "day", HERE), Column("罚款（元）", "money", HERE), Column("状态"),
    ]  # fmt: skip
    rows = [
        [Cell("示市监罚立〔2026〕12号", HERE), Cell("㙓山𬭳饮食有限公司"), Cell("2026年3月2日"),
         Cell("17,630.00"), Cell("在办", badge=Mark("还剩 2 天", "amber"))],
        [Cell("示市监罚立〔2026〕11号", HERE), Cell("名称很长的有限责任公司" * 8, note="第二行小字"),
         Cell("2026年3月1日"), Cell("0.00"), Cell("在办", badge=Mark("已逾期 3 天", "red"))],
    ]  # fmt: skip
    foot = [Cell("合计 2 件"), Cell(""), Cell(""), Cell("17,630.00"), Cell("")]
    return Table("行政处罚", columns, rows, foot)


def _charts() -> list[SafeString]:
    months = [(f"{number}月", value) for number, value in enumerate(MONTHS, 1)]
    causes = [("未按规定公示价格", 41), ("无证经营", 17), ("名称很长的案由" * 4, 3), ("其他", 0)]
    units = [
        ("示例市场监督管理局", [Heat(3, HERE, "red"), Heat(0), Heat(12)]),
        ("甲乡", [Heat(0), Heat(2, HERE, "amber"), Heat(40, HERE)]),
    ]
    return [
        bar_chart("案由", "件", causes),
        column_chart("各月立案", "件", months, LAST_YEAR),
        line_chart("各月办结", "件", months),
        heat("单位", ("逾期", "三日内到期", "以后"), units),
    ]


def _fields() -> list[FieldInput]:
    """Each kind of input: as it is, then with what is wrong with it."""
    return [_field(kind, problem) for kind in KINDS for problem in ("", PROBLEM)]


def _field(kind: str, problem: str) -> FieldInput:
    key = f"{kind}-wrong" if problem else kind
    made = FieldInput(key, f"名称（{kind}）", kind, required=True, note=NOTE, problem=problem)
    options = [Option("a", "甲", chosen=True), Option("b", "乙", chosen=False)]
    made.options = options if kind in {"choice", "select", "people", "linked"} else []
    if kind == "party":
        made.parts = [FieldInput(f"{key}-name", "姓名或者名称")]
    if kind == "rows":
        made.rows = [[FieldInput(f"{key}-0", "数额", unit="元")]]
    if kind == "file":
        made.kept = [Kept("0", "现场照片.jpg")]
    return made
