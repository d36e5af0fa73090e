"""What the tests of standing acts share: asking for one, and all that a matter holds, to compare."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from guiju.matters.models import (
    Act,
    AllottedNumber,
    Duty,
    Matter,
    MatterKey,
    PrivateValue,
    Slots,
)
from guiju.matters.verification import verify_store
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body, register_person
from tests.matters.asking import TALK, whole_record
from tests.office import FOUNDED, mediation_data

if TYPE_CHECKING:
    from guiju.matters.requests import Outcome
    from guiju.people.models import Body
    from tests.office import Office

REASON = "录入有误"
AGREEMENT = {"协议形式": "口头协议", "形式要件齐备": True, "协议内容": "互不追究"}
PERSON = {"name": "示例某甲", "kind": "自然人", "code": ""}
OTHER = {"name": "示例某乙", "kind": "自然人", "code": ""}


def correct(office: Office, matter: str, target: int, who: str = "clerk", **data: Any) -> Outcome:
    """Ask for a correction with evidence and the head's signature."""
    return _upsetting(office, "correction", matter, who, {"目标": target, **data})


def retract(office: Office, matter: str, target: int, who: str = "clerk") -> Outcome:
    """Ask for a retraction with evidence and the head's signature."""
    return _upsetting(office, "retraction", matter, who, {"目标": target})


def _upsetting(office: Office, kind: str, matter: str, who: str, data: dict[str, Any]) -> Outcome:
    return office.ask(
        "", matter, who, kind=kind, data={"理由": REASON, **data}, signers=("head",),
        files=(office.keep(),),
    )  # fmt: skip


def refused(outcome: Outcome) -> str:
    """The code of a refusal."""
    assert outcome.refusal is not None, "accepted"
    return outcome.refusal.code


def accepted(outcome: Outcome) -> Outcome:
    """An outcome that must be an acceptance."""
    assert outcome.accepted, outcome.refusal
    return outcome


def agreed(office: Office) -> str:
    """A dispute settled by agreement on 4 March."""
    matter = office.mediation(申请人=PERSON, 被申请人=OTHER).matter
    office.go_to("2026-03-03")
    office.do("调解", matter, "clerk", data=TALK)
    office.go_to("2026-03-04")
    office.do("达成协议", matter, "clerk", data=AGREEMENT)
    return matter


def dispute(office: Office, **more: Any) -> str:
    """A dispute just accepted, with two private parties."""
    return office.mediation(申请人=PERSON, 被申请人=OTHER, **more).matter


def neighbour(office: Office) -> Body:
    """A town of the county beside the bureau, with one person, ``outsider``, who belongs nowhere else."""
    town = establish_body(
        "SLX-Z", "示例县甲镇", kind=BodyKind.TOWN, since=FOUNDED, parent=office.county
    )
    office.people["outsider"] = register_person("outsider")
    appoint(office.people["outsider"], town, ["人民调解员", "机关负责人"], since=FOUNDED)
    return town


def town_mediation(office: Office, town: Body, number: str = "镇1", **more: Any) -> str:
    """A dispute accepted by the town."""
    return office.do(
        "登记受理", who="outsider", procedure="people-mediation", body=town.code,
        data=mediation_data(number), **more,
    ).matter  # fmt: skip


def act_rows(matter: str) -> list[dict[str, Any]]:
    """Every column of a matter's acts."""
    return list(Act.objects.filter(matter=matter).order_by("seq").values())


def state_of(matter: str) -> dict[str, Any]:
    """The stored state."""
    state: dict[str, Any] = json.loads(Matter.objects.get(id=matter).state)
    return state


def done_in(matter: str) -> set[str]:
    """The acts that stand as done."""
    return set(state_of(matter)["marking"].get("executed", ()))


def owed_in(matter: str) -> dict[str, Any]:
    """Act → due day of everything owed."""
    return dict(Duty.objects.filter(matter=matter).values_list("act", "due"))


def held(matter: str) -> dict[str, Any]:
    """Everything derived that a matter holds, besides its last act."""
    found = Matter.objects.filter(id=matter).values().get()
    for moving in ("seq", "head"):
        del found[moving]
    found["state"] = json.loads(found["state"])
    tables = {
        "duties": Duty.objects.order_by("act"),
        "slots": Slots.objects.all(),
        "keys": MatterKey.objects.all(),
        "numbers": AllottedNumber.objects.order_by("id"),
        "private": PrivateValue.objects.order_by("id"),
    }
    rows = {
        name: [{k: v for k, v in row.items() if k != "id"} for row in query.filter(matter=matter).values()]
        for name, query in tables.items()
    }  # fmt: skip
    return found | rows


def acts_and_what_follows() -> dict[str, list[str]]:
    """Everything a refusal must leave alone; a file brought for it is kept whatever comes of it."""
    return {name: rows for name, rows in whole_record().items() if name != "StoredFile"}


def assert_sound() -> None:
    """What is derived follows from the acts."""
    report = verify_store(deep=True)
    assert not report.broken, report.text()
