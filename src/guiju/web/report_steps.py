"""The steps of a yearly report from its page: what each would record, with the files made of the report as it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from guiju.matters.files import keep
from guiju.matters.requests import ActRequest
from guiju.matters.sealing import seal
from guiju.people.models import BodyKind
from guiju.reports.selectors import (
    HANDED_IN,
    OPENED,
    PROCEDURE,
    SENT_UP,
    STEPS,
    YEAR,
    prose_of,
)
from guiju.reports.services import read_report
from guiju.reports.snapshot import write_snapshot
from guiju.reports.word import as_word
from guiju.ui.parts import Step
from guiju.web.wording import iso_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.matters.requests import FileRef
    from guiju.people.models import Body
    from guiju.reports.selectors import Standing
    from guiju.web.access import Staff

LEVELS: Final = {
    BodyKind.GOVERNMENT: "县级以上人民政府",
    BodyKind.TOWN: "乡镇人民政府或街道办事处",
}
DEPARTMENT: Final = "政府部门"
TO_WHOM: Final = {
    "县级以上人民政府": "同级党委、人大常委会，上一级党委和政府；抄送上一级督察单位",
    DEPARTMENT: "本级党委和政府、上一级政府部门；抄送本级督察单位",
    "乡镇人民政府或街道办事处": "上一级党委和政府；抄送上一级督察单位",
}
PERFORMER: Final = "法制机构"
MADE_HERE: Final = frozenset({OPENED, SENT_UP, HANDED_IN})
"""The steps whose contents the program makes; the others are typed into their own forms."""
QUESTIONS: Final = {
    OPENED: (("依法不公开", "是否涉及党和国家秘密、依法不公开", "不公开依据"),),
    SENT_UP: (("五项内容齐备", "五项内容（举措和成效、不足和原因、第一责任人职责、下年安排、其他）是否齐备", ""),),
    HANDED_IN: (),
}  # fmt: skip


def guide(standing: Standing | None) -> list[Step]:
    """The steps of a report, each done, due now or later.

    Args:
        standing: of the report; None before it was begun.
    """
    if standing is None:
        return [Step(STEPS[0], "now"), *(Step(step) for step in STEPS[1:])]
    reached, made = STEPS.index(standing.reached), []
    for place, step in enumerate(STEPS):
        state: Literal["done", "now", "later"] = (
            "done" if place <= reached else "now" if place == reached + 1 else "later"
        )
        due = standing.owed.get(step, "")
        note = (
            iso_day(standing.days[step])
            if place <= reached
            else f"应在{iso_day(due)}前"
            if due
            else ""
        )
        made.append(Step(step, state, note=note))
    return made


def next_step(standing: Standing | None) -> str:
    """The step to be taken next; empty when all are taken.

    Args:
        standing: of the report; None before it was begun.
    """
    reached = -1 if standing is None else STEPS.index(standing.reached)
    return STEPS[reached + 1] if reached + 1 < len(STEPS) else ""


class Taking(NamedTuple):
    """A step being taken.

    Attributes:
        step: one of ``MADE_HERE``.
        staff: who acts.
        year: the year reported on.
        standing: of the report; None before it was begun.
        told: what was answered on the page.
        proof: the dated paper from outside that a late beginning needs.
    """

    step: str
    staff: Staff
    year: int
    standing: Standing | None
    told: Mapping[str, str]
    proof: FileRef | None = None


def request_for(taking: Taking, *, keeping: bool) -> ActRequest:
    """The act a step would record.

    Args:
        taking: the step.
        keeping: whether the acts are sealed up to now, so that the numbers are those of a position; a mere look does not.
    """
    step, staff, year, standing, told, proof = taking
    request = ActRequest(staff.viewer.person, step, role=PERFORMER)
    if standing is None:
        return request._replace(
            procedure=PROCEDURE, body=staff.body.code, done_on=date(year, 12, 31),
            data=_opening(staff.body, year, told), files=(proof,) if proof else (),
            proof=proof.sha256 if proof else "",
        )  # fmt: skip
    files, data = _made(staff, year, keeping=keeping)
    data |= _answers(step, told)
    if step == HANDED_IN:
        data["报送对象"] = told.get("报送对象", "").strip() or to_whom(staff.body)
    return request._replace(matter=standing.matter, data=data, files=files)


def to_whom(body: Body) -> str:
    """To whom a body hands its report in.

    Args:
        body: the body.
    """
    return TO_WHOM[LEVELS.get(BodyKind(body.kind), DEPARTMENT)]


def _opening(body: Body, year: int, told: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "报告名称": f"{year}年度法治政府建设工作报告",
        YEAR: str(year),
        "年度末日": date(year, 12, 31).isoformat(),
        "报告主体": LEVELS.get(BodyKind(body.kind), DEPARTMENT),
        **_answers(OPENED, told),
    }
    basis = told.get("不公开依据", "").strip()
    return data | ({"不公开依据": basis} if basis else {})


def _answers(step: str, told: Mapping[str, str]) -> dict[str, Any]:
    answers = {"yes": True, "no": False}
    return {
        name: answers[told[name]] for name, _, _ in QUESTIONS[step] if told.get(name) in answers
    }


def _made(staff: Staff, year: int, *, keeping: bool) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The report as Word file and its numbers, both of one position of the record, so that anyone can recount them."""
    position = seal() if keeping else None
    report = read_report(staff.viewer, staff.body.code, year, position)
    prose = prose_of(staff.viewer, staff.body.code, year)
    text = keep(f"{report.body_name}{report.title}.docx", as_word(report, prose))
    numbers = keep(f"{report.title}指标快照.json", write_snapshot(report, prose))
    data = {"报告文本": text.sha256, "指标快照": numbers.sha256, "统计截至记录": report.position}
    return (text, numbers), data
