"""What papers say of a body besides its name: stated once, from a day on, and read as of the day of the paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from guiju.people.models import LONGEST_PARTICULAR, BodyKind, BodyParticulars
from guiju.people.selectors import name_on
from guiju.people.services import UNUSABLE, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guiju.people.models import Body

REVIEWED_BY_GOVERNMENT: Final = date(2024, 1, 1)
"""Since then the government has jurisdiction over what its departments and the governments below it did (行政复议法第二十四条)."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said of a body; empty where nothing is known.

    Attributes:
        address: where it sits.
        telephone: how it is reached.
        payee: where fines are paid.
        review_body: to whom one applies for reconsideration.
        court: where one sues, by its whole name.
    """

    address: str = ""
    telephone: str = ""
    payee: str = ""
    review_body: str = ""
    court: str = ""


LABELS: Final = {
    "address": "办公地址",
    "telephone": "联系电话",
    "payee": "罚款缴款银行和账号",
    "review_body": "行政复议机关",
    "court": "行政诉讼管辖法院",
}


def state_particulars(body: Body, told: Particulars, *, since: date, today: date) -> None:
    """Enter what papers say of a body from a day on; what was entered for the same day is replaced.

    Args:
        body: which.
        told: everything that holds from that day; what is empty is not known.
        since: first day.
        today: the civil day.

    Raises:
        PeopleError: ``body.particulars_empty``; ``body.particulars_text``; ``body.particulars_day`` for a day on which the body did not exist
            yet, or one to come.
    """
    cleaned = {name: value.strip() for name, value in asdict(told).items()}
    if not any(cleaned.values()):
        refuse("body.particulars_empty", "一项也没有填写。请至少填写一项。")
    for name, value in cleaned.items():
        if len(value) > LONGEST_PARTICULAR or UNUSABLE.search(value):
            refuse(
                "body.particulars_text",
                f"“{LABELS[name]}”最多{LONGEST_PARTICULAR}字，写在一行里。请缩短或者去掉换行。",
            )
    if not body.since <= since <= today:
        refuse(
            "body.particulars_day",
            f"起用日期要在机构成立（{body.since}）以后、今天以前。请核对日期；以后才变更的，到那一天再登记。",
        )
    BodyParticulars.objects.update_or_create(body=body, since=since, defaults=cleaned)


def particulars_on(body: Body, day: date) -> Particulars:
    """What papers of a day say of a body.

    The court and the bank are those of the body above where the body states none of its own. The body for reconsideration is, where none
    is stated, the government above it, since the law says so.

    Args:
        body: which.
        day: of the paper.
    """
    own, *above = [stated_on(one, day) for one in _upwards(body)]
    return Particulars(
        own.address,
        own.telephone,
        own.payee or next((one.payee for one in above if one.payee), ""),
        own.review_body or _government_above(body, day),
        own.court or next((one.court for one in above if one.court), ""),
    )


def stated_on(body: Body, day: date) -> Particulars:
    """What was stated of a body itself and holds on a day."""
    found = body.particulars.filter(since__lte=day).order_by("-since").first()
    return Particulars(*(getattr(found, name) for name in LABELS)) if found else Particulars()


def _upwards(body: Body) -> Iterator[Body]:
    current: Body | None = body
    while current is not None:
        yield current
        current = current.parent


def _government_above(body: Body, day: date) -> str:
    if day < REVIEWED_BY_GOVERNMENT:
        return ""
    _, *above = _upwards(body)
    return next((name_on(one, day) for one in above if one.kind == BodyKind.GOVERNMENT), "")
