"""The list of every page is complete: what it leaves out is said to be no page."""

from __future__ import annotations

from guiju.web.urls import urlpatterns
from tests.browser.every_page import FIRST_START, NO_PAGES, PLACES


def test_every_address_is_a_page_that_is_looked_at_or_is_said_to_be_none():
    listed = {one.route for one in PLACES} | set(FIRST_START)
    assert listed | NO_PAGES.keys() == {str(one.name) for one in urlpatterns}
    assert not listed & NO_PAGES.keys()
