"""The open matters show in their colours on whatever day the demonstration is built."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.demo import services
from guiju.demo.services import build_demo
from guiju.demo.year import planned_certificates
from guiju.matters.models import Matter
from tests.demo.colours import colours_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "today",
    [
        "2026-02-24",  # the first working day after the Spring Festival
        "2026-05-01",  # a holiday
        "2026-07-15",
        "2026-10-11",  # the Sunday after the National Day
        "2027-03-03",  # beyond every announced calendar, certificates renewed once
        "2031-06-16",  # renewed twice
    ],
)
def test_colours_hold_on_other_days(store, monkeypatch, today):
    monkeypatch.setattr(services, "courses_of_year", planned_certificates)
    day = dt.date.fromisoformat(today)
    demo = build_demo(today=day)
    wrong = {
        Matter.objects.get(id=matter).number: (colour, sorted(colours_of(matter, day)))
        for matter, colour in demo.open.items()
        if colour not in colours_of(matter, day) | {"provisional"}
    }
    assert not wrong
