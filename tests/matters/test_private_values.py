"""Private values: committed to with a salt of their own, sealed beside the record, opened only to the body they belong to."""

from __future__ import annotations

import pytest

from guiju.matters.models import Matter, PrivateValue, Slots
from guiju.matters.private import UNFIT, UNOPENED, PrivateValueError, conceal, opened, reveal
from guiju.matters.selectors import matter_view, private_value
from guiju.people.services import appoint, register_person
from guiju.people.viewer import viewer_of
from guiju.record.canonical import encode
from tests.matters.asking import FILING, MEDIATION, TALK, forms_of, town_beside
from tests.office import FOUNDED, filing_data, mediation_data

pytestmark = pytest.mark.django_db
APPLICANT = {"name": "示例某甲", "kind": "自然人", "code": ""}
SAID = "两家因院墙争执"
PLACE = "matter#1#申请人"


@pytest.fixture
def matter(office) -> str:
    data = mediation_data(申请人=APPLICANT, 纠纷简况=SAID)
    return office.do("登记受理", data=data, **MEDIATION).matter


def viewer(office, name: str, body=None):
    found = viewer_of(office.people[name], body or office.body, FOUNDED)
    assert found is not None
    return found


def test_the_body_s_own_people_read_what_is_private(office, matter):
    form = forms_of(matter)[0]
    own = viewer(office, "officer")
    assert private_value(own, form, "申请人") == APPLICANT
    assert private_value(own, form, "纠纷简况") == SAID


def test_the_superior_s_supervision_sees_the_matter_and_nothing_private(office, matter):
    office.people["above"] = register_person("above")
    appoint(office.people["above"], office.county, ["监督人员"], since=FOUNDED)
    above = viewer(office, "above", office.county)
    view = matter_view(above, matter, office.time.now().date())
    assert view is not None
    assert private_value(above, view.forms[0], "申请人") is None


def test_a_body_of_a_linked_matter_sees_the_acts_and_nothing_private(office, matter):
    town = town_beside(office)
    appoint(office.people["clerk"], town, ["人民调解员"], since=FOUNDED)
    there, today = viewer(office, "elsewhere", town), office.time.now().date()
    assert matter_view(there, matter, today) is None
    office.do("登记受理", data=mediation_data(), body=town.code, source=matter, **MEDIATION)
    view = matter_view(there, matter, today)
    assert view is not None
    assert private_value(there, view.forms[0], "申请人") is None


def test_nothing_private_stands_in_any_public_place(office, matter):
    office.do("调解", matter, "clerk", data={**TALK, "调解记录": SAID})
    row = Matter.objects.get(id=matter)
    slots = Slots.objects.filter(matter=matter).values_list().get()
    places = [
        row.title,
        row.state,
        repr(slots),
        *(form.to_bytes().decode() for form in forms_of(matter)),
    ]
    for place in places:
        assert SAID not in place
        assert APPLICANT["name"] not in place


def test_the_same_value_is_never_committed_to_alike(office, matter):
    """Without a salt of its own, whoever guesses a value could prove the guess."""
    again = office.do("登记受理", data=mediation_data("调2", 申请人=APPLICANT), **MEDIATION).matter
    first, second = (forms_of(one)[0].private["申请人"] for one in (matter, again))
    assert first != second
    sealed = [bytes(row.sealed) for row in PrivateValue.objects.filter(field="申请人")]
    assert len(set(sealed)) == 2
    assert not any(APPLICANT["name"].encode() in one for one in sealed)


def test_a_field_left_out_is_not_committed_to(office):
    matter = office.mediation().matter
    assert forms_of(matter)[0].private == {}
    assert not PrivateValue.objects.filter(matter=matter).exists()


@pytest.mark.parametrize("byte", [0, 12, 28, 60, -1])
def test_a_sealed_value_changed_anywhere_does_not_open(store, byte):
    commitment, sealed = conceal(APPLICANT, PLACE)
    assert opened(PLACE, "private-1", sealed, commitment) == encode(APPLICANT)
    changed = bytearray(sealed)
    changed[byte] ^= 1
    with pytest.raises(PrivateValueError, match=UNOPENED):
        opened(PLACE, "private-1", bytes(changed), commitment)


@pytest.mark.parametrize("place", ["matter#2#申请人", "other#1#申请人", "matter#1#被申请人"])
def test_a_sealed_value_opens_only_in_its_place(store, place):
    commitment, sealed = conceal(APPLICANT, PLACE)
    with pytest.raises(PrivateValueError, match=UNOPENED):
        opened(place, "private-1", sealed, commitment)


def test_a_value_sealed_anew_does_not_fit_what_the_act_holds(store):
    """Whoever has the key still cannot put another value, nor the same with another salt, under an act."""
    commitment, _ = conceal(APPLICANT, PLACE)
    for value in ({**APPLICANT, "name": "示例某乙"}, APPLICANT):
        _, other = conceal(value, PLACE)
        with pytest.raises(PrivateValueError, match=UNFIT):
            opened(PLACE, "private-1", other, commitment)


def test_another_node_s_key_opens_nothing(office, matter, settings, tmp_path):
    row = PrivateValue.objects.get(matter=matter, field="申请人")
    commitment = forms_of(matter)[0].private["申请人"]
    assert reveal(row, commitment) == APPLICANT
    settings.GUIJU_STORE = tmp_path / "another"
    with pytest.raises(PrivateValueError, match=UNOPENED):
        reveal(row, commitment)


def test_what_was_proposed_in_private_is_recorded_in_private(office):
    """The act's commitment is its own: erasing the proposal's value leaves the act's, and the other way round."""
    person = {"name": "张三丰", "kind": "自然人"}
    data = filing_data(当事人=person, 当事人类型="公民")
    proposal = office.do("立案", kind="proposal", data=data, **FILING)
    office.agree(proposal)
    proposed, _, event = forms_of(proposal.matter)
    assert proposed.private["当事人"] != event.private["当事人"]
    own = viewer(office, "officer")
    assert [private_value(own, form, "当事人") for form in (proposed, event)] == [person] * 2
