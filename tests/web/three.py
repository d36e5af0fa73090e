"""The three administrators at their desks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.test import Client

from guiju.people.administrators import AUDIT, SECURITY, SYSTEM
from guiju.people.models import Grant
from guiju.people.services import appoint, open_account, register_person
from tests.web.desk import PASSWORD, Desk, open_accounts

if TYPE_CHECKING:
    from tests.office import Office


class Three:
    """The three administrators at their desks, beside the office."""

    def __init__(self, office: Office) -> None:
        open_accounts(office)
        self.office = office
        self.system, self.security, self.audit = (
            self._enter(name, role)
            for name, role in (("xitong", SYSTEM), ("anquan", SECURITY), ("shenji", AUDIT))
        )

    def _enter(self, name: str, role: str) -> Desk:
        person = register_person(name)
        appoint(person, self.office.county, [role], since=self.office.county.since)
        open_account(person, name, PASSWORD)
        return Desk(self.office, Client()).enter(name)

    def propose(self, **more: str) -> Any:
        """Have somebody new proposed through the page of rows."""
        row = {
            "姓名": "某甲", "单位": "示例县市场监督管理局", "职责": "承办人、登记员",
            "任职日期": "2026-03-02", "用户名": "moujia", "人员编号": "", **more,
        }  # fmt: skip
        typed = {f"r0-{place}": value for place, value in enumerate(row.values())}
        return self.system.send("/manage/people/new", step="write", **typed)

    def confirm(self, desk: Desk) -> Any:
        """Press confirm for everything that waits."""
        chosen = [str(one.id) for one in Grant.objects.filter(state="open")]
        return desk.send("/manage/grants", grant=chosen, step="confirm")
