"""Who a certificate is for: a person of the store, so that it counts when that person signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.matters import clock
from guiju.matters.requests import refuse
from guiju.people.selectors import person_of, staff_on

if TYPE_CHECKING:
    from collections.abc import Mapping

CERTIFICATES: Final = "officer-certificate"
HOLDER, UNIT = "持证人", "所在单位"
WHERE_TO_LOOK = "编号在“管理”的“人员与任职”里；还没有登记的，先由系统管理员登记人员。"


def check_holder(procedure: str, told: Mapping[str, Any]) -> None:
    """Refuse a certificate for nobody: it would be valid on paper and never found when its holder signs.

    Args:
        procedure: id of the procedure.
        told: what the act says.

    Raises:
        Refused: ``data.invalid`` with the numbers of those who bear the name that was given instead.
    """
    given = str(told.get(HOLDER) or "")
    if procedure != CERTIFICATES or not given or person_of(given) is not None:
        return
    here = staff_on(str(told.get(UNIT, "")), clock.today()).filter(person__name=given)
    numbers = "、".join(dict.fromkeys(here.values_list("person_id", flat=True)))
    way = f"该单位的“{given}”，人员编号是{numbers}，请照填。" if numbers else WHERE_TO_LOOK
    sentence = f"“{HOLDER}”要填人员编号，“{given}”不是。{way}"
    refuse("data.invalid", f"“{HOLDER}”填写的内容有问题：{sentence}", problems={HOLDER: sentence})
