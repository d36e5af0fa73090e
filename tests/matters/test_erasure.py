"""依法删除: a private value goes, and only it; the act that committed to it stays byte for byte."""

from __future__ import annotations

import pytest

from guiju.matters.models import Matter, PrivateValue
from guiju.matters.selectors import private_value
from guiju.people.viewer import Viewer
from tests.matters.asking import forms_of
from tests.matters.standing_acts import (
    OTHER,
    PERSON,
    accepted,
    act_rows,
    acts_and_what_follows,
    assert_sound,
    correct,
    dispute,
    held,
    refused,
)
from tests.office import filing_data

pytestmark = pytest.mark.django_db


def erase(office, matter: str, target: int = 1, field: str = "申请人", who: str = "head"):
    data = {"目标": target, "字段": field, "依据": "个人信息保护法", "批准人": "head"}
    return office.ask("", matter, who, kind="erasure", data=data)


def kept(matter: str) -> list[tuple[int, str]]:
    rows = PrivateValue.objects.filter(matter=matter).order_by("seq", "field")
    return list(rows.values_list("seq", "field"))


def test_only_the_named_value_of_the_named_act_goes(office):
    matter = dispute(office)
    accepted(correct(office, matter, 1, 更正={"申请人": OTHER}))
    assert kept(matter) == [(1, "申请人"), (1, "被申请人"), (2, "申请人")]
    accepted(erase(office, matter))
    assert kept(matter) == [(1, "被申请人"), (2, "申请人")]
    assert_sound()


def test_the_act_keeps_its_bytes_and_its_commitment(office):
    matter = dispute(office)
    before, commitment = act_rows(matter), forms_of(matter)[0].private["申请人"]
    accepted(erase(office, matter))
    assert act_rows(matter)[:-1] == before
    assert forms_of(matter)[0].private["申请人"] == commitment


def test_nothing_else_of_the_matter_changes(office):
    matter = dispute(office)
    before = held(matter)
    accepted(erase(office, matter))
    after = held(matter)
    before["private"] = [row for row in before["private"] if row["field"] != "申请人"]
    assert after == before


def test_who_could_read_it_reads_nothing_any_more(office):
    matter = dispute(office)
    body = office.body.code
    viewer = Viewer("", "", body, frozenset(), frozenset({body}))
    form = forms_of(matter)[0]
    assert private_value(viewer, form, "申请人")["name"] == PERSON["name"]
    accepted(erase(office, matter))
    assert private_value(viewer, form, "申请人") is None
    assert private_value(viewer, form, "被申请人")["name"] == OTHER["name"]


def test_it_says_why_and_who_allowed_it_and_not_what_it_was(office):
    matter = dispute(office)
    accepted(erase(office, matter))
    form = forms_of(matter)[-1]
    assert form.data == {"目标": 1, "字段": "申请人", "依据": "个人信息保护法", "批准人": "head"}
    assert PERSON["name"] not in form.to_bytes().decode()


def test_a_value_is_erased_even_twice_without_harm(office):
    matter = dispute(office)
    accepted(erase(office, matter))
    accepted(erase(office, matter))
    assert kept(matter) == [(1, "被申请人")]
    assert_sound()


@pytest.mark.parametrize(
    ("target", "field", "code"),
    [
        (2, "申请人", "standing.no_target"),
        (1, "纠纷类型", "erasure.not_private"),
        (1, "纠纷简况", "erasure.not_private"),
        (1, "没有", "erasure.not_private"),
    ],
)
def test_what_is_not_a_private_value_of_the_act_is_not_erased(office, target, field, code):
    matter = dispute(office)
    before = acts_and_what_follows()
    assert refused(erase(office, matter, target, field)) == code
    assert acts_and_what_follows() == before


def test_what_was_erased_is_not_agreed_to_unseen(office):
    """The act would be recorded with a value that nobody holds any more: the proposal is made again."""
    proposal = office.do(
        "立案", kind="proposal", procedure="ordinary-penalty", signers=("officer", "second"),
        data=filing_data(当事人=PERSON, 当事人类型="公民"),
    )  # fmt: skip
    accepted(erase(office, proposal.matter, field="当事人"))
    data = {"提请": proposal.seq, "意见": "同意"}
    outcome = office.ask("", proposal.matter, "head", kind="opinion", data=data)
    assert refused(outcome) == "private.erased"
    assert Matter.objects.get(id=proposal.matter).seq == 2
    assert_sound()


def test_what_was_erased_is_corrected_by_a_new_value_beside_it(office):
    matter = dispute(office)
    accepted(erase(office, matter))
    accepted(correct(office, matter, 1, 更正={"申请人": OTHER}))
    assert kept(matter) == [(1, "被申请人"), (3, "申请人")]
    assert_sound()
