from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from guiju.demo import services
from guiju.demo.courses.mediation import Dispute, mediation
from guiju.demo.services import DemoError, build_demo
from guiju.matters import clock
from guiju.matters.models import Act
from guiju.people.models import BodyKind
from guiju.people.services import establish_body, register_person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


def refused(**asked):
    with pytest.raises(DemoError) as stopped:
        build_demo(today=TODAY, **asked)
    assert not clock.is_simulated()
    return stopped.value


def test_a_store_with_a_body_takes_no_demonstration(store):
    establish_body("甲", "某县", kind=BodyKind.GOVERNMENT, since=dt.date(2020, 1, 1))
    error = refused()
    assert error.code == "demo.store_not_empty"
    assert "空的存储" in str(error)
    assert not Act.objects.exists()


def test_a_store_with_a_person_takes_no_demonstration(store):
    register_person("甲")
    assert refused().code == "demo.store_not_empty"


def test_an_unknown_scenario_is_answered_with_those_there_are(store):
    error = refused(scenario="city")
    assert error.code == "demo.unknown"
    assert "county-2022" in str(error)


def test_an_unlawful_act_stops_the_building_and_names_the_refusal(store, monkeypatch):
    monkeypatch.setattr(services, "courses_of_year", agreed_before_mediation)
    monkeypatch.setattr(services, "open_matters", nothing)
    error = refused()
    assert error.code == "demo.refused"
    assert "2022-01-05办理“达成协议”未获准" in str(error)
    assert "人民调解法" in str(error)
    assert "kernel.condition" in str(error)


def nothing(*_asked):
    return []


def agreed_before_mediation(setting):
    dispute = Dispute("抢先", "town01", dt.date(2022, 1, 4), 1)
    steps = {step.act: step for step in mediation(setting, dispute).steps}
    early = replace(steps["达成协议"], after=1)
    return [replace(mediation(setting, dispute), steps=(steps["登记受理"], early))]


def test_a_scenario_that_would_act_today_or_later_is_refused(store):
    with pytest.raises(DemoError) as stopped:
        build_demo(today=dt.date(2022, 1, 5))
    assert stopped.value.code == "demo.after_today"
