"""People as they are brought in by rows: each row an appointment, looked over before it is proposed."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from guiju.matters.rulebook import staff_roles
from guiju.people.administrators import ADMINISTRATORS
from guiju.people.grants import Wish, check_wish
from guiju.people.models import GrantKind, Person
from guiju.people.services import PeopleError
from guiju.web.forms import UnreadableError, read_day
from guiju.web.rows import Line, RowColumn, lacking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guiju.people.models import Body

PEOPLE_COLUMNS = (
    RowColumn("姓名", required=True, example="同名的注明区别"),
    RowColumn("单位", required=True, example="机构的全称"),
    RowColumn("职责", required=True, example="几项用顿号分开：承办人、登记员"),
    RowColumn("任职日期", required=True, example="2026-01-01"),
    RowColumn("用户名", example="不填的不开账号"),
    RowColumn("人员编号", example="已登记的人兼任时填"),
)
PEOPLE_EXAMPLE = ("某某", "示例县市场监督管理局", "承办人、登记员", "2026-01-01", "mou", "")
APART = re.compile(r"[、，,；;\s]+")
LONGEST_NAME = 50


def roles_there_are() -> list[str]:
    """Every role that can be given: those that act, and the administrators'."""
    return sorted(staff_roles()) + list(ADMINISTRATORS)


def people_lines(rows: Sequence[dict[str, str]], bodies: Sequence[Body]) -> list[Line]:
    """Rows as appointments, each with what is wrong with it.

    Args:
        rows: text by heading.
        bodies: where people may be appointed.
    """
    known = {body.name: body for body in bodies} | {body.code: body for body in bodies}
    persons = Person.objects.in_bulk([row["人员编号"] for row in rows if row["人员编号"]])
    taken: set[str] = set()
    lines = []
    for number, values in enumerate(rows, 1):
        line = Line(number, values)
        try:
            line.made = _wish(values, known, persons)
            line.problem = _repeated(line.made, taken)
        except (PeopleError, UnreadableError) as error:
            line.problem = str(error)
        lines.append(line)
    return lines


def _wish(values: dict[str, str], bodies: dict[str, Body], persons: dict[str, Person]) -> Wish:
    _refuse_if(lacking(values, PEOPLE_COLUMNS))
    body = bodies.get(values["单位"])
    if body is None:
        _refuse_if(f"没有名为“{values['单位']}”的机构。请照机构登记的全称填写，或者先登记机构。")
    person = persons.get(values["人员编号"])
    if values["人员编号"] and (person is None or person.name != values["姓名"]):
        _refuse_if(f"没有编号“{values['人员编号']}”、姓名“{values['姓名']}”的人员。请核对。")
    wish = Wish(
        GrantKind.APPOINT, person, values["姓名"], body, _roles(values["职责"]),
        _day(values["任职日期"]), values["用户名"],
    )  # fmt: skip
    if len(wish.name) > LONGEST_NAME:
        _refuse_if(f"“姓名”最多{LONGEST_NAME}字。")
    check_wish(wish)
    return wish


def _roles(text: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(filter(None, APART.split(text))))
    unknown = [role for role in wanted if role not in set(roles_there_are())]
    if unknown or not wanted:
        _refuse_if(f"没有“{'、'.join(unknown)}”这样的职责。可以填写的职责列在本页下方，请照写。")
    return wanted


def _day(text: str) -> date:
    try:
        return date.fromisoformat(read_day(text))
    except UnreadableError as error:
        message = f"“任职日期”{error.sentence}"
        raise UnreadableError(message) from error


def _repeated(wish: Wish, taken: set[str]) -> str:
    if wish.username in taken:
        return f"用户名“{wish.username}”在前面的行里已经用过。请换一个。"
    if wish.username:
        taken.add(wish.username)
    return ""


def _refuse_if(sentence: str) -> None:
    if sentence:
        raise UnreadableError(sentence)
