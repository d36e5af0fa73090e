"""Pictures of the first sheets of the documents that are used most, for ``python -m tests.browser.pictures``."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, NamedTuple

from tests.browser.every_page import MEDIATOR, OFFICER

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


class Sheet(NamedTuple):
    """A picture of a document's first sheet.

    Attributes:
        name: of the file.
        who: user name in the demonstration.
        procedure: whose matters are looked through.
        document: its title.
    """

    name: str
    who: str
    procedure: str
    document: str


SHEETS = (
    Sheet("document-filing", OFFICER, "ordinary-penalty", "立案审批表"),
    Sheet("document-notice", OFFICER, "ordinary-penalty", "行政处罚告知书"),
    Sheet("document-decision", OFFICER, "ordinary-penalty", "行政处罚决定书"),
    Sheet("document-receipt", OFFICER, "ordinary-penalty", "送达回证"),
    Sheet("document-on-the-spot", OFFICER, "summary-penalty", "当场行政处罚决定书"),
    Sheet("document-agreement", MEDIATOR, "people-mediation", "人民调解协议书"),
)
A4, SCALE, QUALITY = (794, 1123), 0.75, 60
LOOKED_THROUGH = 30


def take_sheet(page: Page, one: Sheet, folder: Path) -> None:
    """Take the first A4 sheet of a document, of the first matter that has it.

    Raises:
        LookupError: no matter of the first ones has it.
    """
    page.set_viewport_size({"width": 1000, "height": 1300})
    page.goto(_address(page, one))
    place = page.locator("article.document").bounding_box()
    if place is None:
        raise LookupError(one.document)
    window = page.context.new_cdp_session(page)
    shot = window.send(
        "Page.captureScreenshot",
        {
            "format": "webp", "quality": QUALITY, "captureBeyondViewport": True,
            "clip": {"x": place["x"], "y": place["y"], "width": A4[0], "height": A4[1], "scale": SCALE},
        },
    )  # fmt: skip
    window.detach()
    (folder / f"{one.name}.webp").write_bytes(base64.b64decode(shot["data"]))


def _address(page: Page, one: Sheet) -> str:
    page.goto(f"/lists/{one.procedure}?sort=opened")
    rows = page.locator("tbody a[href^='/matters/']")
    matters = [rows.nth(place).get_attribute("href") for place in range(rows.count())]
    for matter in matters[:LOOKED_THROUGH]:
        page.goto(str(matter))
        link = page.locator("a[href*='/documents/']", has_text=one.document)
        if link.count():
            return str(link.first.get_attribute("href"))
    raise LookupError(one.document)


def index() -> str:
    """The part of the page that shows them all."""
    rows = "\n".join(f"| {one.document} | ![{one.document}]({one.name}.webp) |" for one in SHEETS)
    return f"## Documents, their first sheets\n\n| document | A4 |\n|---|---|\n{rows}\n"
