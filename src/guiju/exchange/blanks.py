"""Empty tables to fill in: the headings of a procedure, choices to pick from, a page that says what each column takes."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from guiju.exchange.columns import DAY, targets_of
from guiju.lawbook.values import PARTY_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

    from guiju.exchange.columns import Target
    from guiju.lawbook.effective import EffectiveRules

SHEET, CHOICES, NOTES = "填报", "选项", "填表说明"
VALIDATED_ROWS: Final = 5000
HEAD_FILL: Final = PatternFill("solid", start_color="FFEEF1F4", end_color="FFEEF1F4")
TYPES: Final = {
    "text": "文字，一行", "paragraph": "文字", "date": "日期，例：2026-03-18", "time": "时刻，例：09:30",
    "int": "整数", "decimal": "数，小数最多九位", "money": "金额，元", "percent": "百分数，例：12.5%",
    "choice": "从选项中选一个", "yesno": "是 或者 否", "party": "文字", "unit": "单位全称或者机构代码",
    "officers": "姓名，几个人之间用顿号", "entry": "编号", "matter": "编号", "child": "编号",
    "article": "法律、法规、规章的名称和条款", "region": "行政区划代码，6、9 或者 12 位数字", "file": "不在表格里填，随表上传",
}  # fmt: skip
FORMATS: Final = {"date": "yyyy-mm-dd", "money": "#,##0.00", "percent": "0.00%", "int": "0"}


def blank_workbook(rules: EffectiveRules, mode: str, rows: Iterable[Sequence[Any]] = ()) -> bytes:
    """An empty table of a procedure.

    Args:
        rules: the rules in force.
        mode: ``event`` or ``opening``.
        rows: values by column to begin with.
    """
    targets = blank_targets(rules, mode)
    book = Workbook()
    book.properties.creator = ""
    book.properties.lastModifiedBy = ""
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(SHEET)
    choices = book.create_sheet(CHOICES)
    for place, target in enumerate(targets, 1):
        _column(sheet, choices, place, target)
    for row, values in enumerate(rows, 2):
        for place, (target, value) in enumerate(zip(targets, values, strict=True), 1):
            _put(sheet, row, place, value)
            # A percent must look like one: 0.125 alone would come back as an eighth of a point.
            if not isinstance(value, str | bool):
                sheet.cell(row, place).number_format = FORMATS.get(kind_of(target), "General")
    choices.sheet_state = "hidden"
    sheet.freeze_panes = "A2"
    _notes(book.create_sheet(NOTES), rules, targets)
    target_file = BytesIO()
    book.save(target_file)
    return target_file.getvalue()


def blank_targets(rules: EffectiveRules, mode: str) -> list[Target]:
    """The columns of an empty table: files are brought along, not typed."""
    return [one for one in targets_of(rules, mode) if one.spec is None or one.spec.type != "file"]


def heading(target: Target) -> str:
    """A column's heading: the name, and the unit in which it is typed."""
    spec = target.spec
    unit = "" if spec is None else "元" if spec.type == "money" else spec.unit
    return f"{target.label}（{unit}）" if unit else target.label


def choices_of(target: Target) -> tuple[str, ...]:
    """What a column can be chosen from; empty where it is typed."""
    if target.part == "kind":
        return PARTY_KINDS
    if target.spec is None or target.part:
        return ()
    return ("是", "否") if target.spec.type == "yesno" else target.spec.choice


def kind_of(target: Target) -> str:
    """The type of what is typed into a column."""
    if target.part or target.spec is None:
        return "date" if target.key == DAY or target.act else "text"
    return target.spec.type


def _column(sheet: Worksheet, choices: Worksheet, place: int, target: Target) -> None:
    letter = get_column_letter(place)
    _put(sheet, 1, place, heading(target))
    cell: Any = sheet.cell(1, place)
    cell.font = Font(bold=True, color="FF1F4E8C" if target.required else "FF1C2733")
    cell.fill = HEAD_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[letter].width = max(12, min(30, 2 * len(heading(target)) + 4))
    sheet.column_dimensions[letter].number_format = FORMATS.get(kind_of(target), "@")
    offered = choices_of(target)
    if offered:
        for row, choice in enumerate(offered, 1):
            _put(choices, row, place, choice)
        source = f"{CHOICES}!${letter}$1:${letter}${len(offered)}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.error = "请从下拉的选项中选一个"
        rule.add(f"{letter}2:{letter}{VALIDATED_ROWS}")
        sheet.add_data_validation(rule)


def _notes(sheet: Worksheet, rules: EffectiveRules, targets: Sequence[Target]) -> None:
    name = rules.content["name"]
    lines = [
        ("事项", f"{name}：一行登记一项，从“{SHEET}”的第二行填起", ""),
        ("", "表头不要改；用不到的列可以空着，次序可以变，可以在上面加标题", ""),
        ("", "重复上传同一份表格不会重复登记；没有登记的行会带着原因退回", ""),
        ("列", "怎样填", "要不要填"),
    ]
    for one in targets:
        shape = TYPES[kind_of(one)]
        offered = choices_of(one)
        words = "、".join(offered) if offered and one.spec and one.spec.type != "yesno" else shape
        told = "；".join(filter(None, (words, one.help)))
        lines.append((heading(one), told, "必填" if one.required else ""))
    for row, values in enumerate(lines, 1):
        for place, value in enumerate(values, 1):
            _put(sheet, row, place, value)
    for letter, width in (("A", 24), ("B", 90), ("C", 10)):
        sheet.column_dimensions[letter].width = width


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    cell: Any = sheet.cell(row, column)
    if isinstance(value, bool):
        value = "是" if value else "否"
    cell.value = value
    if isinstance(value, str):
        # Text stays text, whatever it begins with.
        cell.data_type = "s"
        cell.quotePrefix = True
