"""A document in a browser: it prints on A4, fits a phone, and leaves no complaint about the policy of content."""

from __future__ import annotations

import os

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("GUIJU_PICTURES", "")


def look(visit, name: str) -> None:
    if PICTURES:
        visit.page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def test_a_document_fits_a_desk_a_phone_and_a_sheet(visit, office):
    matter = office.penalty(案由="未" * 200).matter
    visit.sign_in("officer")
    for width in (1366, 390, 360):
        visit.page.set_viewport_size({"width": width, "height": 800})
        for name, path in (
            ("document", f"/matters/{matter}/documents/3"),
            ("scans", "/scans"),
            ("numbers", "/numbers"),
            ("today", "/"),
            ("matter", f"/matters/{matter}"),
        ):
            visit.go(path)
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (name, width, wide)
            look(visit, f"{name}-{width}")
    visit.go(f"/matters/{matter}/documents/3")
    visit.page.emulate_media(media="print")
    assert not visit.page.locator(".document-tools").is_visible()
    assert visit.page.locator(".document .qr").is_visible()
