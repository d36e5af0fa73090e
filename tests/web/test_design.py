"""The page of all components, the keys, and large letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client

if TYPE_CHECKING:
    from tests.office import Office
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db


def test_developers_see_every_component_on_one_page_and_nobody_else_does(officer: Desk, settings):
    assert officer.client.get("/design").status_code == 404
    settings.DEBUG = True
    page = officer.page("/design")
    for part in ("class=\"chart", "class=\"list\"", "class=\"guide\"", "class=\"heat", "<progress", "class=\"tabs\"", "class=\"chips\"", "class=\"nothing\"", "class=\"pager\""):  # fmt: skip
        assert part in page
    for kind in ("text", "paragraph", "choice", "select", "people", "party", "rows", "file", "linked"):  # fmt: skip
        assert f"名称（{kind}）" in page


def test_every_key_the_frame_lists_belongs_to_one_element(officer: Desk):
    page = officer.page("/")
    keys = re.findall(r'data-key="(.)"', page)
    assert {"n", "t", "f"} <= set(keys)
    assert len(keys) == len(set(keys))
    listed = re.findall(r"<kbd>(.)</kbd>", page)
    assert set(keys) <= set(listed)


def test_large_letters_are_remembered_by_the_browser_and_taken_back(office: Office):
    client = Client()
    answer = client.post("/reading", {"next": "/signin"})
    assert answer["Location"] == "/signin"
    assert 'class="large"' in client.get("/signin").content.decode()
    client.post("/reading", {"next": "/signin"})
    assert 'class="large"' not in client.get("/signin").content.decode()


def test_switching_letters_leads_nowhere_else():
    assert Client().post("/reading", {"next": "//example.org"})["Location"] == "/"
    assert Client().get("/reading").status_code == 405


def test_what_a_page_says_of_itself_never_stands_in_the_search_box(officer: Desk):
    for address in (
        "/figures/mediation-accepted",
        "/figures",
        "/new?q=罚",
        "/law/people-mediation",
    ):
        box = re.search(r'<input id="find"[^>]*>', officer.page(address))
        assert box is not None
        assert "value" not in box[0], address
