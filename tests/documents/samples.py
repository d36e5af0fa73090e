"""Contents to fill templates with: everything known, nothing known, and what nobody expects."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx

from guiju.documents.codes import code_of
from guiju.documents.content import Content, Done, Officer, Opinion
from guiju.documents.template import template_of
from guiju.lawbook.catalog import load_catalog
from guiju.lawbook.pinned import FieldRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.documents.layout import Paper
    from guiju.lawbook.schema import Procedure

MATTER = "01936d0e-6c58-7cc2-8000-0123456789ab"
PARTY = {"name": "示例商贸有限公司", "kind": "法人", "code": "91620000MA00000007"}
VALUES: dict[str, Any] = {
    "party": PARTY, "money": 1763000, "date": "2026-03-18", "int": 3, "decimal": "1.5", "percent": "12",
    "yesno": True, "text": "示例内容", "paragraph": "第一段说明。\n第二段说明。", "time": "09:30", "unit": "SLX",
    "officers": ["p1", "p2"], "article": "价格法第四十二条", "file": "f" * 64, "region": "620000", "matter": MATTER,
}  # fmt: skip
NAMES = {
    "p1": "示例甲",
    "p2": "示例乙",
    "SLX": "示例县人民政府",
    "f" * 64: "笔录.pdf",
    MATTER: "示例办件",
}


PARTICULARS = {
    "地址": "示例县演示路 2 号", "电话": "0000-1000002", "缴款账户": "示例银行营业部，账号 0000 0000 0000",
    "复议机关": "示例县人民政府", "法院": "示例县人民法院",
}  # fmt: skip


@cache
def catalog() -> Any:
    return load_catalog()


def documents() -> Iterator[tuple[Procedure, str]]:
    """Every document that an act of the catalog names, with its procedure."""
    for procedure in catalog():
        for name in dict.fromkeys(act.document for act in procedure.acts.values() if act.document):
            yield procedure, name


def fields_of(procedure: Procedure) -> dict[str, FieldRules]:
    return {str(name): FieldRules.of_spec(one) for name, one in procedure.fields().items()}


def known(procedure: Procedure, **more: Any) -> Content:
    """Everything known."""
    fields = fields_of(procedure)
    values = {
        name: spec.choice[-1] if spec.choice else VALUES.get(spec.type)
        for name, spec in fields.items()
    }
    given: dict[str, Any] = {
        "procedure": procedure.name, "matter_number": "示市监罚立〔2026〕1号", "title": "示例商贸有限公司 未按规定公示价格",
        "number": "示市监罚决〔2026〕12号", "numbered": True, "hour": "09:30", "actor": "示例甲", "recorder": "示例乙", "cites": "行政处罚法第五十七条",
        "officers": (Officer("示例甲", "示例-1"), Officer("示例乙", "示例-2")),
        "opinions": (Opinion("机关负责人", "示例丙", "同意", "请依法办理", "2026-03-19", paper=True),),
        "attachments": ("笔录.pdf",), "values": values, "fields": fields, "names": NAMES,
        "acts": {str(act): Done("2026-03-10", "示市监罚告〔2026〕3号") for act in procedure.acts},
        "particulars": PARTICULARS, "code": code_of(MATTER, 3),
    }  # fmt: skip
    return Content("示例县市场监督管理局", "2026-03-18", **{**given, **more})


def unknown(procedure: Procedure) -> Content:
    """Nothing known but the body and the day."""
    return Content("示例县市场监督管理局", "2026-03-18", fields=fields_of(procedure), numbered=True)


def template(procedure: Procedure, document: str) -> Any:
    found = template_of(procedure.id, procedure.version.isoformat(), document)
    assert found is not None
    return found


def texts(content: bytes) -> str:
    """Everything an office program would show of a file."""
    opened = docx.Document(BytesIO(content))
    parts = [one.text for one in opened.paragraphs]
    for table in opened.tables:
        parts += [one.text for row in table.rows for cell in row.cells for one in cell.paragraphs]
    for section in opened.sections:
        parts += [one.text for one in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join(parts)


def said(paper: Paper) -> str:
    """The words of a paper's paragraphs, blanks as underlines."""
    from guiju.documents.layout import Paragraph

    lines = [block.line for block in paper.blocks if isinstance(block, Paragraph)]
    return "\n".join(
        "".join(one if isinstance(one, str) else "_" for one in line) for line in lines
    )
