"""Reading: one's own body, those one supervises and those below; what is linked; and never a stranger's."""

from __future__ import annotations

import datetime as dt

import pytest

from guiju.matters.models import Matter
from guiju.matters.selectors import (
    acts_of,
    certified_until,
    dated_duties,
    is_demonstration,
    matter_view,
    newest,
    private_value,
    ready_duties,
    visible_matters,
)
from guiju.matters.sweep import sweep
from guiju.people.models import BodyKind
from guiju.people.services import appoint, establish_body
from guiju.people.viewer import machine_viewer, viewer_of
from tests.matters.asking import TALK, forms_of
from tests.matters.standing_acts import (
    AGREEMENT,
    PERSON,
    agreed,
    dispute,
    held,
    neighbour,
    state_of,
    town_mediation,
)
from tests.office import FOUNDED, mediation_data

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


def seen_by(viewer) -> set[str]:
    mediations = visible_matters(viewer).filter(procedure="people-mediation")
    return set(mediations.values_list("id", flat=True))


def viewer(office, name: str, body=None, day: dt.date = TODAY):
    found = viewer_of(office.people[name], body or office.body, day)
    assert found is not None
    return found


@pytest.fixture
def town(office):
    return neighbour(office)


@pytest.fixture
def county_supervisor(office):
    appoint(office.people["head"], office.county, ["监督人员"], since=FOUNDED)
    return viewer(office, "head", office.county)


def test_a_member_sees_the_matters_of_his_own_body_and_no_others(office, town):
    own, other = dispute(office), town_mediation(office, town)
    assert seen_by(viewer(office, "clerk")) == {own}
    assert seen_by(viewer(office, "outsider", town)) == {other}


def test_a_supervisor_sees_those_below_and_not_those_beside(office, town, county_supervisor):
    own, other = dispute(office), town_mediation(office, town)
    assert seen_by(county_supervisor) == {own, other}
    assert seen_by(viewer(office, "supervisor")) == {own}


def test_without_a_supervision_role_a_superior_sees_only_its_own(office, town):
    dispute(office)
    town_mediation(office, town)
    appoint(office.people["head"], office.county, ["机关负责人"], since=FOUNDED)
    assert seen_by(viewer(office, "head", office.county)) == set()


def test_what_is_two_levels_below_is_seen_too(office, town):
    village = establish_body(
        "SLX-Z-C", "甲村调委会", kind=BodyKind.ENTRUSTED, since=FOUNDED, parent=town
    )
    appoint(office.people["outsider"], village, ["人民调解员"], since=FOUNDED)
    deep = town_mediation(office, village)
    assert deep in seen_by(machine_viewer("SLX"))
    assert deep in seen_by(machine_viewer("SLX-Z"))
    assert deep not in seen_by(machine_viewer("SLX-SJ"))
    assert deep not in seen_by(viewer(office, "outsider", town))


@pytest.fixture
def linked(office, town) -> tuple[str, str]:
    """A matter of the bureau, and one of the town that comes from it, made by somebody of both."""
    first = dispute(office)
    appoint(office.people["clerk"], town, ["人民调解员"], since=FOUNDED)
    second = office.do(
        "登记受理", who="clerk", procedure="people-mediation", body=town.code, source=first,
        data={**mediation_data("镇1"), "申请人": PERSON},
    ).matter  # fmt: skip
    return first, second


def test_a_link_shows_each_side_the_other_matter_and_no_more(office, town, linked):
    first, second = linked
    third, fourth = office.mediation("调9").matter, town_mediation(office, town, "镇2")
    assert seen_by(viewer(office, "second")) == {first, second, third}
    assert seen_by(viewer(office, "outsider", town)) == {first, second, fourth}


def test_what_is_seen_through_a_link_or_from_above_shows_no_private_value(
    office, town, linked, county_supervisor
):
    form = forms_of(linked[1])[0]
    owner = viewer(office, "outsider", town)
    assert private_value(owner, form, "申请人")["name"] == PERSON["name"]
    for other in (viewer(office, "second"), county_supervisor, machine_viewer("SLX")):
        assert linked[1] in seen_by(other)
        assert private_value(other, form, "申请人") is None


def test_a_stranger_is_answered_as_if_there_were_nothing(office, town):
    matter = dispute(office)
    outsider = viewer(office, "outsider", town)
    assert matter_view(outsider, matter, TODAY) is None
    assert acts_of(outsider, Matter.objects.get(id=matter)) == []
    assert matter_view(outsider, "00000000-0000-7000-8000-000000000000", TODAY) is None
    assert newest(outsider, 10) == []
    assert list(dated_duties(outsider)) == list(ready_duties(outsider, TODAY)) == []


def test_a_matter_is_shown_with_its_acts_in_order_and_its_latest_fields(office):
    matter = agreed(office)
    shown = matter_view(viewer(office, "clerk"), matter, dt.date(2026, 3, 4))
    assert [form.seq for form in shown.forms] == [1, 2, 3]
    assert shown.fields["协议形式"] == AGREEMENT["协议形式"]
    assert [one.act for one in shown.happened()] == ["登记受理", "调解", "达成协议"]
    assert shown.pinned.digest == shown.matter.rules_id


def test_a_page_shows_what_time_did_before_any_sweep_and_writes_nothing(office):
    """行政处罚法第六十条：九十日 end on 1 June; on 2 June the page says so though no sweep ran."""
    matter = office.penalty().matter
    stored = held(matter)
    clerk = viewer(office, "clerk")
    place = matter_view(clerk, matter, TODAY).pinned.rules.graph.places["处罚决定"]
    last = dt.date(2026, 6, 1)
    assert matter_view(clerk, matter, last).marking.breaches == ()
    late = matter_view(clerk, matter, last + dt.timedelta(days=1)).marking
    assert late.breaches == ((place, last.toordinal()),)
    assert held(matter) == stored


def test_a_page_of_an_earlier_day_than_the_last_act_shows_the_matter_as_it_stands(office):
    matter = agreed(office)
    shown = matter_view(viewer(office, "clerk"), matter, TODAY)
    assert shown.marking.now == dt.date(2026, 3, 4).toordinal()


def test_duties_with_a_day_come_by_their_day_and_only_of_the_own_body(office, county_supervisor):
    office.go_to("2026-03-04")
    later = office.penalty().matter
    office.go_to("2026-03-05")
    latest = office.penalty(线索编号="线2").matter
    found = [(one.matter_id, one.act, one.due) for one in dated_duties(viewer(office, "officer"))]
    assert found == [
        (later, "处罚决定", dt.date(2026, 6, 2)),
        (latest, "处罚决定", dt.date(2026, 6, 3)),
    ]
    assert list(dated_duties(county_supervisor)) == []


def ready(office, day: dt.date) -> list[tuple[str, str]]:
    found = ready_duties(viewer(office, "clerk"), day)
    return [(one.matter_id, one.act) for one in found]


def test_a_duty_without_a_day_is_listed_once_it_can_be_done(office):
    """人民调解法第二十六条：a dispute may be ended at any time; 第二十七条：agreed on only after a talk."""
    matter = dispute(office)
    assert ready(office, TODAY) == [(matter, "终止调解")]
    assert ready(office, TODAY - dt.timedelta(days=1)) == []
    office.do("调解", matter, "clerk", data=TALK)
    assert set(ready(office, TODAY)) == {(matter, "终止调解"), (matter, "达成协议")}
    assert not dated_duties(viewer(office, "clerk")).exists()


def test_what_became_possible_last_stands_first(office):
    opened = ["2026-03-03", "2026-03-04", "2026-03-05"]
    matters = []
    for turn, on in enumerate(opened):
        office.go_to(on)
        matters.append(office.mediation(f"调{turn}").matter)
    expected = [(one, "终止调解") for one in reversed(matters)]
    assert ready(office, dt.date(2026, 3, 5)) == expected
    assert ready(office, dt.date(2026, 3, 4)) == expected[1:]


def test_the_newest_of_those_seen_are_as_many_as_asked_for(office, town, county_supervisor):
    matters = []
    for turn, opened in enumerate(("2026-03-03", "2026-03-04", "2026-03-05")):
        office.go_to(opened)
        matters.append(office.mediation(f"调{turn}").matter)
    town_mediation(office, town)
    assert [one.id for one in newest(viewer(office, "clerk"), 2)] == [matters[2], matters[1]]
    assert {one.body_id for one in newest(county_supervisor, 3)} == {"SLX-SJ", "SLX-Z"}


def test_who_may_sign_as_an_officer_is_told_with_the_last_day_of_the_certificate(office):
    people = {name: office.people[name].id for name in ("officer", "second", "uncertified")}
    clerk = viewer(office, "clerk")
    ends = dt.date(2030, 12, 31)
    assert certified_until(clerk, people.values(), TODAY) == {
        people["officer"]: ends,
        people["second"]: ends,
    }
    assert certified_until(clerk, people.values(), dt.date(2031, 1, 1)) == {}
    assert certified_until(clerk, [], TODAY) == {}


def test_a_store_begun_under_a_simulated_clock_says_so(office):
    assert is_demonstration()


def test_an_empty_store_is_no_demonstration(db, store):
    assert not is_demonstration()


def test_what_is_swept_reads_as_what_is_settled_in_memory(office):
    matter = office.penalty().matter
    clerk, later = viewer(office, "clerk"), dt.date(2026, 7, 1)
    before = matter_view(clerk, matter, later).marking
    sweep(later)
    assert matter_view(clerk, matter, later).marking == before
    assert "breaches" in state_of(matter)["marking"]
