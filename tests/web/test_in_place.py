"""Forms that open in place: the part asked for comes alone; what would lead away takes the whole page along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.web.desk import act_address

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
ASKED = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "act"}


def test_a_form_opens_in_its_place_on_the_matters_page(officer: Desk):
    matter = officer.office.penalty().matter
    address = act_address(matter, "调查取证")
    page = officer.page(f"/matters/{matter}")
    assert '<section id="act"></section>' in page
    assert f'hx-get="{address}"' in page
    assert f'href="{address}"' in page, "without script the same link leads to the form"
    answer = officer.client.get(address, **ASKED)
    assert '<section id="act"' in answer.content.decode()
    assert "HX-Retarget" not in answer


def test_after_a_time_out_the_whole_page_goes_to_sign_in(officer: Desk):
    address = act_address(officer.office.penalty().matter, "调查取证")
    answer = Client().get(address, **ASKED)
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/signin?next=")
    assert "Location" not in answer


def test_an_answer_without_the_part_asked_for_replaces_all_that_the_frame_holds(officer: Desk):
    answer = officer.client.get("/matters/nowhere/acts/x", **ASKED)
    assert answer.status_code == 404
    assert answer["HX-Retarget"] == answer["HX-Reselect"] == "#main"
    assert 'id="main"' in answer.content.decode()


def test_requests_of_other_kinds_are_answered_as_ever(officer: Desk):
    answer = officer.client.get("/matters/nowhere/acts/x")
    assert "HX-Retarget" not in answer
    assert Client().get("/").status_code == 302
