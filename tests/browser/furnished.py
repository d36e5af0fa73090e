"""An office in which every page has something on it, and who of it opens which page."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.test import Client

from guiju.exchange.models import ExportJob, JobState
from guiju.people.services import appoint, open_account
from tests.browser.every_page import COUNTY, HEAD, MEDIATOR, OFFICER, SECURITY, SYSTEM
from tests.browser.test_administration import administrators
from tests.exchange.books import HEADER, activity, book
from tests.office import FOUNDED, filing_data
from tests.supervision.county import working_county
from tests.web.desk import PASSWORD, Desk
from tests.web.test_documents import agreed
from tests.web.test_handover_pages import handed
from tests.web.test_imports import bring
from tests.web.test_leave_page import enter as enter_leave
from tests.web.test_reminder_pages import remind

if TYPE_CHECKING:
    from tests.office import Office

NAMES = {
    OFFICER: "officer", HEAD: "head", MEDIATOR: "clerk", COUNTY: "overseer", SYSTEM: "xitong", SECURITY: "anquan",
}  # fmt: skip
"""User name in the demonstration → in the office."""


def furnish(office: Office) -> None:
    """Do what leaves something on every page."""
    made = working_county(office)
    appoint(office.people["overseer"], office.county, ["法制机构"], since=FOUNDED)
    open_account(office.people["overseer"], "overseer", PASSWORD)
    administrators(office)
    office.evidence(made["penalty"])
    agreed(office)
    office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(线索编号="线2"),
    )  # fmt: skip
    enter_leave(desk(office, "head"), until="2026-03-31")
    office.go_to("2026-03-10")
    bring(desk(office, "clerk"), book([HEADER, activity(1)]))
    remind(desk(office, "overseer"))
    head = desk(office, "head")
    handed(head, giver=office.people["clerk"].id, taker=office.people["second"].id)
    ExportJob.objects.create(
        body=office.body, person=office.people["officer"], procedure="ordinary-penalty", filters={},
        total=12_000, done=3_000, state=JobState.DONE, created=office.time.now() - dt.timedelta(minutes=1),
    )  # fmt: skip


def desk(office: Office, name: str) -> Desk:
    """Somebody signed in."""
    return Desk(office, Client()).enter(name)
