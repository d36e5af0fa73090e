"""Asking for what must be refused, and seeing that nothing was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps

from guiju.matters.models import Act
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body, register_person
from guiju.record.act import ActForm
from tests.office import FOUNDED

if TYPE_CHECKING:
    from guiju.matters.requests import Refusal
    from tests.office import Office

TALK = {"调解记录": "双方到场", "可能引发案件": False}
FILING = {"procedure": "ordinary-penalty", "signers": ("officer", "second")}
MEDIATION = {"who": "clerk", "procedure": "people-mediation"}


def whole_record() -> dict[str, list[str]]:
    """Every row of every table of the record."""
    return {
        model.__name__: sorted(repr([_plain(value) for value in row]) for row in rows)
        for model in apps.get_app_config("matters").get_models()
        for rows in [model.objects.values_list()]
    }


def refused(office: Office, code: str, act: str, matter: str = "", **more: Any) -> Refusal:
    """The refusal of what is asked, which must have this code and leave the record as it was."""
    request = office.request(act, matter, **more)
    return refused_request(code, request)


def refused_request(code: str, request: Any) -> Refusal:
    """As :func:`refused`, of a request already made."""
    from guiju.matters.services import perform

    before = whole_record()
    outcome = perform(request)
    assert outcome.refusal is not None, "it was accepted"
    assert (outcome.refusal.code, outcome.seq, outcome.number) == (code, 0, "")
    assert outcome.refusal.sentence.endswith(("。", "？"))
    assert whole_record() == before
    return outcome.refusal


def forms_of(matter: str) -> list[ActForm]:
    """A matter's acts as they are recorded."""
    rows = Act.objects.filter(matter=matter).order_by("seq").values_list("form", flat=True)
    return [ActForm.from_bytes(bytes(form)) for form in rows]


def town_beside(office: Office) -> Any:
    """Another body under the same county; its people are ``elsewhere``, a mediator, and ``mayor``, its head."""
    town = establish_body(
        "SLX-Z", "示例县甲镇", kind=BodyKind.TOWN, since=FOUNDED, parent=office.county, word="示甲"
    )
    for name, roles in {"elsewhere": ["人民调解员"], "mayor": ["机关负责人"]}.items():
        office.people[name] = register_person(name)
        appoint(office.people[name], town, roles, since=FOUNDED)
    return town


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
