"""The last day of a list's entries has one name in every list, so that whoever asks what is valid finds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.schema import LAST_DAY_FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.schema import FieldSpec

SAYS_LAST: Final = re.compile(
    r"(?:至|止|期限|有效期|(?:截止|终止|届满|期满|到期|失效)(?:之?日期?)?)$"
)


def check_last_day(fields: Mapping[str, FieldSpec]) -> None:
    """Refuse a list whose entries end on a day that nobody would find.

    Args:
        fields: Every field of the list.

    Raises:
        CatalogError: `list.last_day`, when a date says by its name that it ends something and has another
            name than that of the last day; `list.last_day_type`, when the last day is not a public date.
    """
    for name, spec in fields.items():
        if name == LAST_DAY_FIELD:
            _check_readable(spec)
        elif spec.type == "date" and SAYS_LAST.search(name):
            refuse(
                "list.last_day",
                f"清单的日期字段“{name}”像是条目的最后一天，名称却不是“{LAST_DAY_FIELD}”，过了这一天条目仍会算作有效。"
                f"请改名为“{LAST_DAY_FIELD}”；另有所指的，请换一个不像末日的名称。",
                spec.place,
            )


def _check_readable(spec: FieldSpec) -> None:
    if spec.type != "date" or spec.private:
        refuse(
            "list.last_day_type",
            f"清单的“{LAST_DAY_FIELD}”是条目有效的最后一天，应是公开的日期。请写成 {{type: date}}，不加 private。",
            spec.place,
        )
