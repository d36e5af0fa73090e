"""A county that supervises a bureau and a town, both with work in hand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from guiju.people.services import appoint, register_person
from guiju.people.viewer import Viewer, viewer_of
from tests.matters.standing_acts import neighbour, town_mediation
from tests.office import FOUNDED

if TYPE_CHECKING:
    from guiju.people.models import Body
    from tests.office import Office

DAY = dt.date(2026, 3, 10)


def overseer(office: Office, *roles: str) -> None:
    """Somebody of the county who supervises; ``roles`` instead of that, where given."""
    office.people["overseer"] = register_person("overseer")
    appoint(office.people["overseer"], office.county, list(roles or ("监督人员",)), since=FOUNDED)


def viewer(office: Office, name: str, body: Body | None = None, day: dt.date = DAY) -> Viewer:
    """A person at a body as somebody who looks."""
    found = viewer_of(office.people[name], body or office.body, day)
    assert found is not None
    return found


def set_period(office: Office, body: Body, legal: str, head: str) -> None:
    """A body gives its mediations five days."""
    proposal = office.do(
        "设定", who=legal, kind="proposal", procedure="parameter-setting", body=body.code,
        data={
            "参数": "人民调解期限", "层级": "本单位", "值": "5d", "效力": "内部", "依据": "局务会记录",
            "适用起日": "2026-03-02", "复核": True,
        },
    )  # fmt: skip
    office.agree(proposal, head)


def working_county(office: Office) -> dict[str, Any]:
    """The bureau's penalty and dispute, the town's dispute, an overseer of the county; disputes are due on 9 March, a Monday."""
    overseer(office)
    town = neighbour(office)
    office.people["legal"] = register_person("legal")
    appoint(office.people["legal"], town, ["法制机构"], since=FOUNDED)
    set_period(office, office.body, "supervisor", "head")
    set_period(office, town, "legal", "outsider")
    return {
        "town": town,
        "penalty": office.penalty().matter,
        "dispute": office.mediation("调9").matter,
        "theirs": town_mediation(office, town),
    }
