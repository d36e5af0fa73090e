"""Lines of ``guiju perform`` for tests."""

from __future__ import annotations

from tests.office import mediation_data


def opening(office, number: str = "调1", **more: object) -> dict[str, object]:
    return {
        "procedure": "people-mediation", "body": office.body.code, "act": "登记受理",
        "recorded_by": office.people["clerk"].id, "data": mediation_data(number), **more,
    }  # fmt: skip


def meeting(office, matter: object = None) -> dict[str, object]:
    return {
        "matter": matter or {"line": 1}, "act": "调解", "recorded_by": office.people["clerk"].id,
        "data": {"调解记录": "到场调解。", "可能引发案件": False},
    }  # fmt: skip


def acts_stored() -> int:
    from guiju.matters.models import Act

    return Act.objects.exclude(matter__procedure="officer-certificate").count()
