"""Values as people read them: days, money, parties, answers. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.lawbook.schema import CLOCK_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from guiju.lawbook.pinned import FieldRules

WEEKDAYS = "一二三四五六日"
ISO_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])", re.ASCII)
CITATION = re.compile(r"(.+?)(第[一二三四五六七八九十百千零]+条.*)")
DIGEST_SHOWN = 12
CHAPTERS = {
    "leadership": "组织领导",
    "functions": "机构职能",
    "rulemaking": "规范性文件",
    "decisions": "重大行政决策",
    "enforcement": "行政执法",
    "emergency": "突发事件应对",
    "disputes": "矛盾纠纷化解",
    "oversight": "监督",
    "education": "普法宣传",
    "community": "基层治理",
    "digital": "数字化与参数",
}


def day_text(day: date) -> str:
    """A day as 2026年3月18日（周三）."""
    return f"{day.year}年{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def short_day(day: date) -> str:
    """A day as 2026年3月18日."""
    return f"{day.year}年{day.month}月{day.day}日"


def ordinal_day(day: int) -> str:
    """A day of the kernel as 2026年3月18日（周三）."""
    return day_text(date.fromordinal(day))


def iso_day(text: str) -> str:
    """A day of the record as 2026年3月18日（周三）."""
    return day_text(date.fromisoformat(text))


def sentences(*parts: str) -> str:
    """Notes as one text: a full stop between them where there is none yet."""
    said = [part.strip() for part in parts if part.strip()]
    closed = [part if part.endswith("。") else f"{part}。" for part in said[:-1]]
    return "".join([*closed, *said[-1:]])


def worded_days(sentence: str) -> str:
    """A sentence with its days written 2026年3月2日; the record keeps them as 2026-03-02."""
    return ISO_DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", sentence)


def left_text(due: date, today: date) -> str:
    """How far away a due day is: 还剩 3 天, 今天到期, 已逾期 2 天."""
    days = (due - today).days
    if days < 0:
        return f"已逾期 {-days} 天"
    return f"还剩 {days} 天" if days else "今天到期"


def money_text(fen: int) -> str:
    """Money in 分 as 17,630.00 元."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d} 元"


def size_text(size: int) -> str:
    """A size in KB, MB or GB."""
    if size >= 10 * 1024**3:
        return f"{size / 1024**3:,.0f} GB"
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def short_digest(digest: str) -> str:
    """The beginning of a digest, enough to compare by eye."""
    return digest[:DIGEST_SHOWN]


def clock_text(name: str) -> str:
    """What a clock event stands for: 陈述申辩的期限届满, or its own name."""
    if name.startswith(CLOCK_PREFIX):
        return f"{name.removeprefix(CLOCK_PREFIX)}的期限届满"
    return name


def compact_cites(text: str) -> str:
    """Citations without the law's name said again: 行政处罚法第四十条、第四十二条."""
    said, last = [], ""
    for one in text.split("、"):
        match = CITATION.fullmatch(one)
        law = match[1] if match else ""
        said.append(match[2] if match and law and law == last else one)
        last = law
    return "、".join(said)


def yes_or_no(value: bool) -> str:
    """是 or 否."""
    return "是" if value else "否"


def value_text(spec: FieldRules | None, value: Any, names: Mapping[str, str]) -> str:
    """A field's value in words.

    Args:
        spec: the field; None for one the rules no longer know.
        value: as recorded.
        names: person id → name; sha256 → file name; matter id → number.
    """
    if value is None or value in ("", []):
        return "（未填）"
    if isinstance(value, bool):
        return yes_or_no(value)
    write = _WRITERS.get(spec.type) if spec else None
    return write(spec, value, names) if write and spec else plain_text(value, names)


def plain_text(value: Any, names: Mapping[str, str]) -> str:
    """A value of unknown type in words."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, dict):
        return "；".join(f"{key}：{plain_text(one, names)}" for key, one in value.items())
    if isinstance(value, list):
        return "、".join(plain_text(one, names) for one in value)
    return names.get(str(value), str(value))


def _party(_spec: FieldRules, value: Any, _names: Mapping[str, str]) -> str:
    code = f"，{value.get('document') or '证件号码'} {value['code']}" if value.get("code") else ""
    return f"{value.get('name', '')}（{value.get('kind', '')}{code}）"


def _rows(spec: FieldRules, value: Any, names: Mapping[str, str]) -> str:
    columns = {column.name: column for column in spec.rows}
    lines = []
    for number, row in enumerate(value, 1):
        cells = (
            f"{name} {value_text(columns.get(name), cell, names)}" for name, cell in row.items()
        )
        lines.append(f"{number}. {'，'.join(cells)}")
    return "\n".join(lines)


def _with_unit(spec: FieldRules, value: Any, _names: Mapping[str, str]) -> str:
    number = f"{value:,}" if isinstance(value, int) else str(value)
    return f"{number} {spec.unit}".strip()


_WRITERS: dict[str, Callable[[FieldRules, Any, Mapping[str, str]], str]] = {
    "date": lambda _spec, value, _names: iso_day(value),
    "money": lambda _spec, value, _names: money_text(value),
    "percent": lambda _spec, value, _names: f"{value}%",
    "party": _party,
    "rows": _rows,
    "int": _with_unit,
    "decimal": _with_unit,
}


def stands_in(name: str, principal: str, role: str) -> str:
    """Somebody with the one on leave whose role is exercised."""
    return f"{name}（代理{principal}，{role}）"
