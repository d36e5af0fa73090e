"""Lists that grow old: counted from an entry's last act, against the unit's own rule."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.supervision.aging import days_allowed, old_lists
from tests.supervision.county import overseer, viewer

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 8, 29)


def old(office, day: dt.date, who: str = "certifier"):
    sees = viewer(office, who, office.county, day)
    return [(one.body, one.name, one.days) for one in old_lists(sees, day, sees.bodies)]


def test_a_list_is_old_the_day_after_half_a_year(office):
    assert days_allowed(office.county.code, DUE) == 180
    assert old(office, DUE) == []
    assert old(office, DUE + dt.timedelta(1)) == [("SLX", "行政执法证件", 181)]


def test_any_act_of_any_entry_makes_it_young_again(office):
    office.go_to("2026-08-01")
    office.certify("uncertified")
    assert old(office, DUE + dt.timedelta(1)) == []
    later = dt.date(2027, 3, 1)
    assert old(office, later) == [("SLX", "行政执法证件", 212)]


def test_the_county_s_supervision_sees_the_lists_of_bodies_below_and_a_bureau_its_own(office):
    overseer(office)
    office.do(
        "列入", who="clerk", procedure="power-list", body=office.body.code,
        data=power(office),
    )  # fmt: skip
    day = dt.date(2026, 10, 1)
    assert {body for body, _, _ in old(office, day, "overseer")} == {"SLX", "SLX-SJ"}
    sees = viewer(office, "clerk", office.body, day)
    assert {one.body for one in old_lists(sees, day, sees.bodies)} == {"SLX-SJ"}


def test_a_parameter_is_no_list_that_grows_old(office):
    from tests.supervision.county import set_period

    set_period(office, office.body, "supervisor", "head")
    day = dt.date(2027, 3, 1)
    sees = viewer(office, "supervisor", office.body, day)
    assert old_lists(sees, day, sees.bodies) == []


def power(office) -> dict[str, object]:
    """What an entry of the power list must say."""
    from guiju.matters.rulebook import catalog

    spec = catalog().versions["power-list"][-1]
    return _filled(spec, office)


def _filled(spec, office) -> dict[str, object]:
    made: dict[str, object] = {}
    opens = spec.acts[str(spec.opens)]
    for name in opens.fields:
        field = spec.data[str(name)]
        made[str(name)] = _sample(field, office)
    return {name: value for name, value in made.items() if value is not None}


def _sample(field, office) -> object:
    if field.choice:
        return field.choice[0]
    samples = {
        "date": "2026-03-02",
        "yesno": True,
        "unit": office.body.code,
        "int": 1,
        "money": 100,
    }
    if field.type in samples:
        return samples[field.type]
    return "x" if field.type in {"text", "paragraph", "article"} else None
