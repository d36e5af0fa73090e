"""Matters found by words: at once, by whoever may see them and by nobody else."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.matters.models import PrivateValue
from guiju.matters.sealing import seal
from guiju.people.services import appoint, register_person
from guiju.people.viewer import Viewer, viewer_of
from guiju.search import index, selectors
from guiju.search.models import Entry
from guiju.search.selectors import find, named_exactly
from guiju.search.services import refresh
from tests.matters.asking import town_beside
from tests.matters.standing_acts import accepted
from tests.matters.test_erasure import erase
from tests.office import FOUNDED, mediation_data
from tests.web.desk import wide

pytestmark = pytest.mark.django_db
PERSON = {"name": "王伟", "kind": "自然人", "code": "11010519491231002X"}


def viewer(office, name: str = "officer", body=None) -> Viewer:
    found = viewer_of(office.people[name], body or office.body, FOUNDED)
    assert found is not None
    return found


def bring_up():
    seal()
    refresh()


def file(office, **data) -> str:
    return office.penalty(**data).matter


def company(name: str, code: str = "91620000MA00000007") -> dict[str, str]:
    return {"name": name, "kind": "法人", "code": code}


def found(office, typed: str, name: str = "officer", **more) -> list[str]:
    return [one.id for one in find(viewer(office, name), typed, **more).matters]


@pytest.fixture(params=["in the index", "just recorded"])
def settled(request):
    """Bring the index up to date, or leave everything to the tail."""
    return bring_up if request.param == "in the index" else lambda: None


@pytest.mark.parametrize(
    "typed",
    [
        "王伟",
        "伟记",
        "王伟 价格",
        "91620000",
        "0007",
        wide("MA00000007"),
        "91620000ma00000007",
        "示市监罚〔2026〕",
        "王",
        "公示 王伟记",
    ],
)
def test_a_matter_is_found_by_any_two_characters_of_name_title_and_code(office, settled, typed):
    matter = file(office, 当事人=company("王伟记商行"))
    settled()
    assert matter in found(office, typed)


@pytest.mark.parametrize("typed", ["王伟李", "伟王", "价格 李四", "00008", "罚王"])
def test_a_matter_in_which_a_word_does_not_stand_is_not_found(office, settled, typed):
    file(office, 当事人=company("王伟记商行"))
    settled()
    assert not found(office, typed)


def test_words_whose_pairs_stand_apart_are_not_taken_for_the_word(office, settled):
    file(office, 当事人=company("甲乙丙商行与丙甲乙分店"))
    settled()
    assert not found(office, "乙丙甲乙丙")


def test_rare_characters_are_found(office, settled):
    matter = file(office, 当事人=company("㙓𬭳铸造厂"))
    file(office, 当事人=company("㙓与𬭳铸造厂"), 线索编号="线2")
    settled()
    assert found(office, "㙓𬭳") == [matter]


def test_newest_come_first_page_by_page_and_none_twice(office, settled):
    matters = [office.mediation(f"邻里{number}").matter for number in range(7)]
    settled()
    seen, after = [], 0
    for _ in range(9):
        answer = find(viewer(office, "clerk"), "邻里", after, limit=3)
        seen += [one.id for one in answer.matters]
        after = answer.after
        if not after:
            break
    assert seen == matters[::-1]


def test_counts_stop_where_counting_would_take_long(office, monkeypatch):
    monkeypatch.setattr(selectors, "COUNTED", 4)
    for number in range(6):
        office.mediation(f"邻里{number}")
    bring_up()
    assert find(viewer(office, "clerk"), "邻里", limit=2).count == 4


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        '王" OR "',
        "王*",
        "NEAR(王 伟)",
        "王 NOT 伟记",
        "-王",
        "(王",
        "^王伟",
        "grams:王伟",
        "王伟'; DROP TABLE search_entry;--",
        "%王%",
        "_王",
        "王\\",
        "{a b}: 王",
        "+王伟",
        "王 AND 伟",
    ],
)
def test_signs_of_a_query_language_are_inert(office, settled, typed):
    file(office, 当事人=company("王伟记商行"))
    other = file(office, 当事人=company("李四记商行"), 线索编号="线2")
    settled()
    assert other not in found(office, typed)
    assert found(office, "李四") == [other]


def test_another_body_finds_nothing_of_it(office, stranger_viewer, settled):
    file(office, 当事人=company("王伟记商行"))
    settled()
    answer = find(stranger_viewer, "王伟")
    assert (answer.matters, answer.named, answer.count) == ([], [], 0)


def test_the_superior_finds_it_for_supervision_only(office, settled):
    matter = file(office, 当事人=company("王伟记商行"))
    settled()
    person = register_person("县里的人")
    appoint(person, office.county, ["承办人"], since=FOUNDED)
    plain = viewer_of(person, office.county, FOUNDED)
    appoint(person, office.county, ["监督人员"], since=FOUNDED)
    overseeing = viewer_of(person, office.county, FOUNDED)
    assert [one.id for one in find(plain, "王伟").matters] == []
    assert [one.id for one in find(overseeing, "王伟").matters] == [matter]


@pytest.fixture
def stranger_viewer(office):
    from guiju.people.models import BodyKind
    from guiju.people.services import establish_body

    body = establish_body(
        "SLX-NY", "示例县农业农村局", kind=BodyKind.ORGAN, since=FOUNDED, parent=office.county,
        field="农业", word="示农",
    )  # fmt: skip
    person = register_person("外局人员")
    appoint(person, body, ["承办人", "人民调解员", "机关负责人"], since=FOUNDED)
    return viewer_of(person, body, FOUNDED)


def test_a_link_lets_each_side_find_the_other_although_it_was_indexed_before(office, settled):
    town = town_beside(office)
    appoint(office.people["clerk"], town, ["人民调解员"], since=FOUNDED)
    mayor = viewer(office, "mayor", town)
    source = office.mediation("邻里甲").matter
    apart = office.mediation("邻里丙").matter
    bring_up()
    assert not find(mayor, "邻里").matters
    target = office.do(
        "登记受理", who="clerk", procedure="people-mediation", source=source, body=town.code,
        data=mediation_data("邻里乙"),
    ).matter  # fmt: skip
    settled()
    assert target in found(office, "邻里乙")
    bring_up()
    assert {one.id for one in find(mayor, "邻里").matters} == {source, target}
    assert set(found(office, "邻里")) == {source, target, apart}


def test_a_natural_person_is_found_masked_by_all_and_by_whole_name_by_the_owner_alone(
    office, settled
):
    matter = file(office, 当事人=PERSON, 当事人类型="公民")
    settled()
    assert found(office, "王某") == [matter]
    assert found(office, "王伟") == []
    named = [one.id for one in find(viewer(office), "王伟").named]
    assert named == [matter]
    assert [one.id for one in named_exactly(viewer(office), PERSON["code"].lower())] == [matter]
    assert not named_exactly(viewer(office), "王")
    assert not named_exactly(viewer(office), "王伟强")


def test_a_superior_does_not_find_a_natural_person_by_whole_name(office, settled):
    matter = file(office, 当事人=PERSON, 当事人类型="公民")
    settled()
    person = register_person("县监督")
    appoint(person, office.county, ["监督人员"], since=FOUNDED)
    overseeing = viewer_of(person, office.county, FOUNDED)
    assert find(overseeing, "王伟").named == []
    assert [one.id for one in find(overseeing, "王某").matters] == [matter]


def test_no_whole_name_and_no_code_of_a_natural_person_stands_in_the_index(office):
    file(office, 当事人=PERSON, 当事人类型="公民")
    bring_up()
    row = Entry.objects.get(text__contains="王某")
    assert "王伟" not in row.text + row.marks
    assert PERSON["code"].lower() not in row.text + row.marks


def test_an_erased_name_is_found_no_longer(office, settled):
    matter = file(office, 当事人=PERSON, 当事人类型="公民")
    bring_up()
    for seq, field in PrivateValue.objects.filter(matter=matter).values_list("seq", "field"):
        accepted(erase(office, matter, seq, field))
    settled()
    assert find(viewer(office), "王伟").named == []


def test_only_matters_of_a_procedure_are_found_where_one_is_named(office, settled):
    penalty = file(office, 当事人=company("邻里商行"))
    dispute = office.mediation("邻里1").matter
    settled()
    assert found(office, "邻里", procedure="ordinary-penalty") == [penalty]
    assert found(office, "邻里", procedure="people-mediation") == [dispute]
    assert set(found(office, "邻里")) == {penalty, dispute}


def test_what_a_body_may_no_longer_see_is_not_shown_although_the_index_is_behind(
    office, stranger_viewer, monkeypatch
):
    matter = file(office, 当事人=company("王伟记商行"))
    bring_up()
    row = Entry.objects.get(matter=matter)
    monkeypatch.setattr(index, "find", lambda *_a, **_k: [index.Found(row.id, matter)])
    answer = find(stranger_viewer, "王伟")
    assert (answer.matters, answer.named) == ([], [])


def test_a_value_that_no_list_shows_is_not_found(office, settled):
    matter = file(office, 线索编号="线索编号甲乙丙丁")
    settled()
    assert found(office, "甲乙丙") == []
    assert found(office, "未按规定") == [matter]


def test_too_short_words_say_so(office):
    assert find(viewer(office), "7").too_short
    assert not find(viewer(office), "77").too_short


def test_a_page_says_when_too_much_was_recorded_lately(office, monkeypatch):
    monkeypatch.setattr(selectors, "TAIL", 2)
    for number in range(4):
        office.mediation(f"邻里{number}")
    assert find(viewer(office, "clerk"), "邻里").behind
    bring_up()
    assert not find(viewer(office, "clerk"), "邻里").behind


def test_a_private_value_that_does_not_open_keeps_nothing_else_from_being_found(office, settled):
    matter = file(office, 当事人=PERSON, 当事人类型="公民")
    PrivateValue.objects.filter(matter=matter).update(sealed=b"spoilt" * 20)
    settled()
    assert found(office, "王某") == [matter]
    assert find(viewer(office), "王伟").named == []


def test_an_act_whose_bytes_were_spoilt_keeps_nothing_else_from_being_found(office, settled):
    matter = file(office, 当事人=company("王伟记商行"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_act SET form = %s WHERE matter_id = %s", [b"{", matter])
    settled()
    assert found(office, "王伟") == [matter]
