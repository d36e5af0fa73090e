"""A natural person stands in the record by surname only; organisations, which have no such claim, by their whole name."""

from __future__ import annotations

import pytest

from guiju.lawbook.pinned import FieldRules
from guiju.matters.models import Matter, Slots
from guiju.matters.personal import public_part
from guiju.matters.verification import verify_store
from tests.matters.asking import FILING, forms_of
from tests.office import PARTY, filing_data

pytestmark = pytest.mark.django_db
PERSON = {"name": "张三丰", "kind": "自然人", "code": "11010519491231002X"}
MASKED = {"kind": "自然人", "name": "张某"}
SHOP = {"name": "张三丰小吃店", "kind": "个体工商户", "code": ""}


def filed(office, party: dict[str, str]) -> str:
    kind = "公民" if party["kind"] == "自然人" else "单位"
    return office.penalty(当事人=party, 当事人类型=kind).matter


def everything_public(matter: str) -> str:
    row = Matter.objects.get(id=matter)
    slots = Slots.objects.filter(matter=matter).values_list().get()
    forms = "".join(form.to_bytes().decode() for form in forms_of(matter))
    return f"{row.title} {row.state} {slots} {forms}"


def test_neither_name_nor_number_of_a_person_is_public_anywhere(office):
    matter = filed(office, PERSON)
    public = everything_public(matter)
    assert PERSON["name"] not in public
    assert PERSON["code"] not in public
    assert [form.data["当事人"] for form in forms_of(matter) if form.act] == [MASKED, MASKED]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张某"),
        ("欧阳娜娜", "欧阳某"),
        ("欧阳", "欧某"),
        ("司马懿", "司马某"),
        ("", "某"),
    ],
)
def test_the_surname_stays_whole(name, masked):
    party = {"kind": "自然人", "name": name}
    assert public_part(FieldRules("当事人", "party"), party) == {"kind": "自然人", "name": masked}


def test_a_person_is_listed_under_the_masked_name(office):
    matter = filed(office, PERSON)
    assert Matter.objects.get(id=matter).title == "张某 未按规定公示价格"
    assert "张某" in Slots.objects.filter(matter=matter).values_list().get()


@pytest.mark.parametrize("party", [PARTY, SHOP, {**SHOP, "kind": "非法人组织"}])
def test_an_organisation_stands_whole_and_nothing_is_set_aside(office, party):
    matter = filed(office, party)
    event = forms_of(matter)[-1]
    assert event.data["当事人"] == party
    assert event.private == {}
    assert Matter.objects.get(id=matter).title.startswith(party["name"])


def test_a_private_field_has_not_even_a_masked_name(office):
    matter = office.mediation(申请人=PERSON).matter
    form = forms_of(matter)[0]
    assert "申请人" not in form.data
    assert "张" not in everything_public(matter)
    assert list(form.private) == ["申请人"]


def test_a_correction_masks_as_the_act_did(office):
    matter = filed(office, {**PERSON, "name": "张三峰"})
    office.do(
        "", matter, kind="correction", files=(office.keep(),), signers=("head",),
        data={"目标": 3, "更正": {"当事人": PERSON}, "理由": "姓名有误"},
    )  # fmt: skip
    assert forms_of(matter)[-1].data["更正"] == {"当事人": MASKED}
    assert PERSON["name"] not in everything_public(matter)
    assert not verify_store(deep=True).broken


def test_a_person_stated_at_an_opening_is_masked(office):
    data = filing_data(当事人=PERSON, 当事人类型="公民")
    stated = [{"act": "立案", "done_on": "2026-01-12", "data": data}]
    matter = office.do(
        "", who="head", kind="opening", procedure="ordinary-penalty", files=(office.keep(),),
        data={"行为": stated, "说明": "在办"},
    ).matter  # fmt: skip
    assert forms_of(matter)[0].data["行为"][0]["data"]["当事人"] == MASKED
    assert list(forms_of(matter)[0].private) == ["0.当事人"]
    assert PERSON["name"] not in everything_public(matter)


def test_the_law_s_warning_about_a_proposal_names_nobody(office):
    data = filing_data(当事人=PERSON, 当事人类型="公民")
    office.penalty(当事人=PERSON, 当事人类型="公民")
    proposal = office.do("立案", kind="proposal", data=data, **FILING)
    assert proposal.conflicts
    assert PERSON["name"] not in proposal.conflicts[0]


def test_persons_within_a_table_are_masked_where_they_stand():
    from guiju.lawbook.pinned import FieldRules

    rows = [{"当事人": PERSON, "份额": 1}, {"当事人": PARTY, "份额": 2}]
    public = public_part(FieldRules("各当事人", "rows"), rows)
    assert public == [{"当事人": MASKED, "份额": 1}, {"当事人": PARTY, "份额": 2}]
