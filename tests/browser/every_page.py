"""Every page of the staff door: whose it is, and how one comes to one of its kind from a page whose address is known.

The same list serves a test's office and the demonstration, so each way leads through what the pages themselves offer.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOBODY, OFFICER, HEAD, MEDIATOR = "", "承办人", "机关负责人", "调解员"
COUNTY, SYSTEM, SECURITY = "县政府", "系统管理员", "安全管理员"
CASES, DISPUTES, REPORT = "/lists/ordinary-penalty", "/lists/people-mediation", "/reports"
MATTER = r"/matters/[0-9a-f-]{36}"
TRIED = 60
COURSE = urlencode([
    ("s", "2026-03-02~线索登记~实名举报=否"),
    ("s", "2026-03-04~核查"),
    ("s", "2026-03-05~决定不予立案~有违法事实证据=是~应受处罚=是~属于本机关管辖=是~在追责期限内=是~核查结论=不予立案"),
    ("s", "2026-03-27~委托鉴定"),
])  # fmt: skip


class Place(NamedTuple):
    """A page.

    Attributes:
        route: name of its address in ``web.urls``.
        who: user name in the demonstration; empty for nobody.
        start: an address.
        links: the link to follow from each page to the next, as a pattern of its address.
    """

    route: str
    who: str
    start: str
    links: tuple[str, ...] = ()


def place(route: str, who: str, start: str, *links: str) -> Place:
    return Place(route, who, start, links)


def below(kind: str) -> str:
    """The pattern of an address under a matter."""
    return rf"{MATTER}/{kind}/[^?#\"]+"


PLACES = (
    place("signin", NOBODY, "/signin"),
    place("today", OFFICER, "/"),
    place("today", HEAD, "/"),
    place("today", SYSTEM, "/"),
    place("new", OFFICER, "/new"),
    place("open", OFFICER, "/new/ordinary-penalty"),
    place("open", MEDIATOR, "/new/law-activity"),
    place("matters", OFFICER, "/matters"),
    place("matter", OFFICER, CASES, MATTER),
    place("act", OFFICER, CASES, MATTER, below("acts")),
    place("note", OFFICER, CASES, MATTER, rf"{MATTER}/notes/[^/?#\"]+"),
    place("note-at", OFFICER, CASES, MATTER, rf"{MATTER}/notes/correction", rf"{MATTER}/notes/correction/[^/?#\"]+"),
    place("sheet", OFFICER, CASES, MATTER, below("sheets")),
    place("document", OFFICER, f"{CASES}?sort=opened", MATTER, rf"{MATTER}/documents/\d+"),
    place("void-number", MEDIATOR, DISPUTES, MATTER, rf"{MATTER}/documents/\d+", rf"{MATTER}/numbers/\d+"),
    place("numbers", OFFICER, "/numbers"),
    place("scans", OFFICER, "/scans"),
    place("opinions", HEAD, "/opinions"),
    place("opinion", HEAD, "/opinions", rf"{MATTER}/opinions/\d+"),
    place("withdraw", OFFICER, CASES, MATTER, rf"{MATTER}/opinions/\d+/withdraw"),
    place("lists", OFFICER, "/lists"),
    place("list", OFFICER, CASES),
    place("list-paste", MEDIATOR, "/lists/law-activity/paste"),
    place("list-import", MEDIATOR, "/lists/law-activity/import"),
    place("list-export", OFFICER, f"{CASES}/export"),
    place("export-job", OFFICER, f"{CASES}/export", r"/exports/\d+"),
    place("imports", MEDIATOR, "/imports"),
    place("import-job", MEDIATOR, "/imports", r"/imports/\d+"),
    place("search", OFFICER, "/search?q=示例"),
    place("figures", COUNTY, "/figures"),
    place("figure", COUNTY, "/figures", r"/figures/[^/\"]+"),
    place("reports", COUNTY, REPORT),
    place("report", COUNTY, REPORT, r"/reports/[^/?\"]+/\d+"),
    place("report-paper", COUNTY, REPORT, r"/reports/[^/?\"]+/\d+", r"/reports/[^/?\"]+/\d+/paper"),
    place("report-step", COUNTY, REPORT, r"/reports/[^/?\"]+/\d+", r"/reports/[^/?\"]+/\d+/steps/[^?\"]+"),
    place("supervision", COUNTY, "/supervision"),
    place("supervision-people", HEAD, "/supervision/people"),
    place("supervision-lists", COUNTY, "/supervision/lists"),
    place("supervision-rows", COUNTY, "/supervision", r"/supervision/rows[^\"]+"),
    place("reminders", COUNTY, "/supervision/reminders?span=late"),
    place("reminder", COUNTY, "/supervision/reminders", r"/supervision/reminders/\d+"),
    place("reminder-paper", COUNTY, "/supervision/reminders", r"/supervision/reminders/\d+", r"/supervision/reminders/\d+/paper"),
    place("law", OFFICER, "/law"),
    place("law-page", OFFICER, "/law/ordinary-penalty?tab=graph"),
    place("law-page", OFFICER, "/law/ordinary-penalty?tab=articles"),
    place("law-page", OFFICER, "/law/people-mediation?tab=cases"),
    place("law-page", OFFICER, f"/law/lead-verification?tab=clinic&sector=市场监管&{COURSE}"),
    place("law-statute", OFFICER, "/law/ordinary-penalty?tab=articles", r"/law/statutes/[^?\"#]+"),
    place("manage", OFFICER, "/manage"),
    place("manage", SYSTEM, "/manage"),
    place("setup", SYSTEM, "/manage/setup"),
    place("health", SYSTEM, "/manage/health"),
    place("bodies", SYSTEM, "/manage/bodies"),
    place("body", SYSTEM, "/manage/bodies", r"/manage/bodies/[^/?#\"]+"),
    place("people", SYSTEM, "/manage/people"),
    place("people-new", SYSTEM, "/manage/people/new"),
    place("person", SYSTEM, "/manage/people", r"/manage/people/(?!new)[^/?#\"]+"),
    place("person", SECURITY, "/manage/people", r"/manage/people/(?!new)[^/?#\"]+"),
    place("grants", SYSTEM, "/manage/grants"),
    place("grants", SECURITY, "/manage/grants"),
    place("calendar", OFFICER, "/manage/calendar"),
    place("parameters", OFFICER, "/manage/parameters"),
    place("openings", OFFICER, "/openings"),
    place("opening", OFFICER, "/openings/ordinary-penalty"),
    place("handover", HEAD, "/manage/handover"),
    place("handed", HEAD, "/manage/handover", r"/manage/handover/\d+"),
    place("handed-paper", HEAD, "/manage/handover", r"/manage/handover/\d+", r"/manage/handover/\d+/paper"),
    place("leave", HEAD, "/manage/leave"),
    place("leave-end", HEAD, "/manage/leave", r"/manage/leave/\d+"),
    place("password", OFFICER, "/password"),
    place("post", OFFICER, "/post"),
)  # fmt: skip
"""Every page one comes to once there is an office, in the order of the menu."""

FIRST_START = ("start", "start-body", "start-units", "start-administrators")
"""Pages that are there only before there is an office."""

NO_PAGES = {
    "signout": "only sent",
    "reading": "only sent",
    "list-views": "only sent",
    "matters-views": "only sent",
    "person-appoint": "only sent",
    "person-relieve": "only sent",
    "person-account": "only sent",
    "supervision-columns": "only sent",
    "bring-scan": "only sent",
    "report-prose": "only sent",
    "lookup": "a part of a form",
    "file": "a file",
    "list-template": "a file",
    "import-rejected": "a file",
    "export-file": "a file",
    "document-file": "a file",
    "report-word": "a file",
    "supervision-export": "a file",
    "design": "only in development",
}


def address_of(one: Place, read: Callable[[str], str]) -> str:
    """The address of a page of this kind.

    Args:
        one: the page.
        read: gives the text of the page at an address.

    Raises:
        LookupError: no way leads there from what the pages offer.
    """
    found = _follow(one.start, one.links, read)
    if found is None:
        raise LookupError(one.route)
    return found


def _follow(address: str, links: Sequence[str], read: Callable[[str], str]) -> str | None:
    if not links:
        return address
    offered = re.findall(rf'href="({links[0]})"', read(address))
    for one in list(dict.fromkeys(map(unescape, offered)))[:TRIED]:
        found = _follow(one, links[1:], read)
        if found is not None:
            return found
    return None
