"""The first and the last day of a list's entries have one name in every list, so that whoever asks what is valid finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from guiju.lawbook.errors import refuse
from guiju.lawbook.schema import FIRST_DAY_FIELD, LAST_DAY_FIELD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guiju.lawbook.schema import FieldSpec

SAYS_LAST: Final = re.compile(
    r"(?:至|止|期限|有效期|(?:截止|终止|届满|期满|到期|失效)(?:之?日期?)?)$"
)
SAYS_FIRST: Final = re.compile(r"(?:(?:有效期?|委托|赋权|期限)起|(?:生效|起始|开始)(?:之?日期?)?)$")


def check_span(fields: Mapping[str, FieldSpec]) -> None:
    """Refuse a list whose entries begin or end on a day that nobody would find.

    Args:
        fields: Every field of the list.

    Raises:
        CatalogError: `list.last_day`, when a date says by its name that it ends something and has another
            name than that of the last day; `list.first_day`, the same of a first day; `list.day_type`, when
            one of the two is not a public date.
    """
    for name, spec in fields.items():
        if name in {FIRST_DAY_FIELD, LAST_DAY_FIELD}:
            _check_readable(name, spec)
        elif spec.type == "date" and SAYS_LAST.search(name):
            refuse(
                "list.last_day",
                f"清单的日期字段“{name}”像是条目的最后一天，名称却不是“{LAST_DAY_FIELD}”，过了这一天条目仍会算作有效。"
                f"请改名为“{LAST_DAY_FIELD}”；另有所指的，请换一个不像末日的名称。",
                spec.place,
            )
        elif spec.type == "date" and SAYS_FIRST.search(name):
            refuse(
                "list.first_day",
                f"清单的日期字段“{name}”像是条目的第一天，名称却不是“{FIRST_DAY_FIELD}”，不到这一天条目也会算作有效。"
                f"请改名为“{FIRST_DAY_FIELD}”；另有所指的，请换一个不像首日的名称。",
                spec.place,
            )


def _check_readable(name: str, spec: FieldSpec) -> None:
    if spec.type != "date" or spec.private:
        refuse(
            "list.day_type",
            f"清单的“{name}”决定条目哪些日子有效，应是公开的日期。请写成 {{type: date}}，不加 private。",
            spec.place,
        )
