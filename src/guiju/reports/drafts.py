"""Writing the text of a report, several people side by side: nobody's words are overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from guiju.matters import clock
from guiju.people.selectors import body_of, names_of
from guiju.reports.errors import refuse
from guiju.reports.models import Prose
from guiju.reports.outline import outline_for
from guiju.reports.selectors import HANDED_IN, Written, standing_of, written
from guiju.reports.years import check_year

if TYPE_CHECKING:
    from guiju.people.viewer import Viewer

WRITERS: Final = frozenset({"法制机构", "登记员", "机关负责人"})
LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving.

    Attributes:
        now: what stands there now: one's own text, or what somebody else has saved meanwhile.
        conflict: somebody else saved meanwhile; one's own text was not kept.
    """

    now: Written
    conflict: bool = False


def may_write(viewer: Viewer, body: str) -> bool:
    """Whether somebody writes the report of a body: those of the body whose task it is.

    Args:
        viewer: who writes.
        body: code of the body.
    """
    return viewer.owns(body) and bool(viewer.roles & WRITERS)


def save_prose(
    viewer: Viewer, body: str, year: int, chapter: str, text: str, expected: int
) -> Saved:
    """Save the text of a part, if nobody saved it since it was read.

    Args:
        viewer: who writes.
        body: code of the body.
        year: the year.
        chapter: heading of the part.
        text: the whole text of the part.
        expected: the version one has read; 0 where nothing was written.

    Raises:
        ReportError: ``prose.not_yours``, ``report.year_…``, ``prose.handed_in``, ``prose.no_such_part`` or ``prose.too_long``.
    """
    _check(viewer, body, year, chapter, text)
    text = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()
    values = {"text": text, "author": viewer.person, "saved_at": clock.now()}
    rows = Prose.objects.filter(body=body, year=year, chapter=chapter)
    same = rows.filter(version=expected)
    if expected and same.update(version=expected + 1, **values):
        return Saved(_now(rows.get()))
    if not expected and _begun(body, year, chapter, values):
        return Saved(_now(rows.get()))
    there = rows.first()
    if there is None or there.text == text:
        return Saved(_now(there) if there else Written())
    return Saved(_now(there), conflict=True)


def _begun(body: str, year: int, chapter: str, values: dict[str, object]) -> bool:
    head = body_of(body)
    level = outline_for(head.kind).level if head else ""
    try:
        with transaction.atomic():
            Prose.objects.create(
                body=body, year=year, chapter=chapter, level=level, version=1, **values
            )
    except IntegrityError:
        return False
    return True


def _now(row: Prose) -> Written:
    return written(row, names_of([row.author]))


def _check(viewer: Viewer, body: str, year: int, chapter: str, text: str) -> None:
    head = body_of(body)
    if head is None or not may_write(viewer, body):
        refuse(
            "prose.not_yours",
            f"年度报告由本机关的{'、'.join(sorted(WRITERS))}撰写，您可以阅读，不能改写。需要撰写的，请由系统管理员核对您的任职。",
        )
    check_year(head, year)
    standing = standing_of(viewer, body, year)
    if standing is not None and HANDED_IN in standing.days:
        refuse("prose.handed_in", "这份报告已经报送，文字不再改动。报送的文本在办件的附件里。")
    outline = outline_for(head.kind)
    if chapter not in outline.titles():
        refuse("prose.no_such_part", "报告里没有这一部分，没有保存。请刷新页面后再写。")
    if len(text) > LONGEST:
        refuse(
            "prose.too_long",
            f"这一部分有{len(text)}字，超过{LONGEST}字，没有保存。请删减或者分到别的部分。",
        )
