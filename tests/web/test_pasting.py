"""Pasting rows begins on the list's page and goes on where tables are read over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.exchange.test_pasting import HEADER, LEDGER, ROWS

if TYPE_CHECKING:
    from tests.web.desk import Desk

pytestmark = pytest.mark.django_db
PASTE = f"/lists/{LEDGER}/paste"


def test_pasted_rows_lead_to_the_reading_over_of_their_columns(mediator: Desk):
    assert f'href="{PASTE}"' in mediator.page(f"/lists/{LEDGER}")
    answer = mediator.send(PASTE, rows="\n".join([HEADER, *ROWS]))
    assert answer.status_code == 302
    page = mediator.page(answer["Location"])
    assert "宪法宣传" in page


def test_what_cannot_be_pasted_comes_back_as_typed(mediator: Desk):
    answer = mediator.send(PASTE, rows=HEADER)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "只有表头，没有内容" in page
    assert "活动编号或名称\t主题" in page


def test_cases_are_not_pasted(mediator: Desk):
    assert "/paste" not in mediator.page("/lists/people-mediation")
    mediator.page("/lists/people-mediation/paste", 404)
    mediator.page("/lists/no-such/paste", 404)
