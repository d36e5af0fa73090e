"""Yearly notices of days off that were recorded in the store: entries of a list, merged with those of the catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from guiju.lawbook.calendars import UNKNOWN, differing_days, merged, notice_told
from guiju.lawbook.errors import CatalogError
from guiju.matters import statements
from guiju.matters.requests import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.calendars import CalendarBook, Notice

NOTICE_LIST = "holiday-notice"
YEAR, NAME, NUMBER, ISSUED = "年度", "名称", "文号", "印发日"
OFF, WORKED, REST, FIRST, LAST, DAY = "放假", "调休上班", "节日", "起", "止", "日期"
NEEDED = (YEAR, NAME, ISSUED, OFF)
SHOWN_DAYS = 5
Key = tuple[tuple[str, int], ...]

# Asked for every page: the few top bodies first, then their matters along the index that begins with the body.
_OF_TOP_BODIES = (
    "FROM people_body b CROSS JOIN matters_matter m "
    "WHERE m.body_id = b.code AND m.procedure = %s AND b.parent_id IS NULL ORDER BY m.id"
)
_KEY = f"SELECT m.id, m.seq {_OF_TOP_BODIES}"
_ENTRIES = f"SELECT m.state, m.valid_from, m.valid_until {_OF_TOP_BODIES}"
_SUPERIOR = "SELECT parent_id FROM people_body WHERE code = %s"


def recorded_key() -> Key:
    """What changes whenever a notice is recorded, adjusted or taken off."""
    return tuple((str(matter), int(seq)) for matter, seq in statements.read(_KEY, [NOTICE_LIST]))


def recorded_notices() -> list[Notice]:
    """The notices that bodies without a superior have recorded and not taken off; one that cannot be read is left out."""
    found = []
    for state, first, last in statements.read(_ENTRIES, [NOTICE_LIST]):
        if first is None or last is not None:
            continue
        try:
            found.append(as_notice(orjson.loads(state)["fields"]))
        except CatalogError:
            continue
    return found


def as_notice(fields: Mapping[str, Any]) -> Notice:
    """The notice that an entry states, checked like a year file of the catalog.

    Args:
        fields: what the entry says.

    Raises:
        CatalogError: ``calendar.…`` as for a year file.
    """
    told = {
        "year": fields[YEAR], "notice": fields[NAME], "number": fields.get(NUMBER) or UNKNOWN,
        "date": fields[ISSUED],
        "holidays": [{"name": row[REST], "from": row[FIRST], "to": row[LAST]} for row in fields[OFF]],
        "workdays": [row[DAY] for row in fields.get(WORKED) or ()],
    }  # fmt: skip
    return notice_told(told, "放假安排登记")


def check_notice(catalog: CalendarBook, fields: Mapping[str, Any], body: str) -> None:
    """Refuse a notice that could not be counted by, or that another one contradicts.

    Args:
        catalog: the notices that came with the program.
        fields: what the entry says, with what it said before.
        body: code of the body that records it.

    Raises:
        Refused: ``calendar.…`` as for a year file; ``calendar.not_the_highest``, ``calendar.gap``, ``calendar.conflict``.
    """
    if not all(fields.get(needed) for needed in NEEDED):
        return
    superior = statements.read(_SUPERIOR, [body])
    if superior and superior[0][0] is not None:
        refuse(
            "calendar.not_the_highest",
            "放假安排全系统共用，由最上级机构登记一次，下级机构不另登记。请由最上级机构的法制机构或者清单管理员登记。",
        )
    try:
        notice = as_notice(fields)
    except CatalogError as error:
        refuse(error.code, error.sentence)
    _check_place(merged(catalog, recorded_notices()), notice.year)
    known = catalog.notices.get(notice.year)
    if known is not None:
        _check_agrees(known, notice)


def _check_place(known: CalendarBook, year: int) -> None:
    newest = max(known.notices)
    if year > newest + 1 or year < min(known.notices):
        refuse(
            "calendar.gap",
            f"现在已有{min(known.notices)}年至{newest}年的放假安排，不能隔年登记{year}年的。请先登记{newest + 1}年的。",
        )


def _check_agrees(known: Notice, notice: Notice) -> None:
    """Refuse a notice that contradicts the catalog's, unless it was issued later and so takes its place."""
    days = differing_days(known, notice)
    if not days or (
        known.issued is not None and notice.issued is not None and notice.issued > known.issued
    ):
        return
    listed = "、".join(f"{day.month}月{day.day}日" for day in days[:SHOWN_DAYS])
    more = f"等{len(days)}天" if len(days) > SHOWN_DAYS else ""
    refuse(
        "calendar.conflict",
        f"随程序发布的{notice.year}年安排（{known.number or known.title}）与所填的不同：{listed}{more}。"
        "请逐日核对；国务院办公厅后来另发通知的，照后发的通知填写印发日。",
    )
