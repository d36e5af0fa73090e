"""Judging many openings before any is performed, and work that stands or falls with the acts."""

from __future__ import annotations

import pytest

from guiju.matters.models import Act, AllottedNumber, Matter, MatterKey
from guiju.matters.services import judge_many, perform_many
from tests.office import mediation_data

pytestmark = pytest.mark.django_db
TABLES = (Act, Matter, MatterKey, AllottedNumber)


def openings(office, *numbers: str):
    return [
        office.request("登记受理", who="clerk", procedure="people-mediation", data=mediation_data(number))
        for number in numbers
    ]  # fmt: skip


def counts() -> list[int]:
    return [model.objects.count() for model in TABLES]


def codes(outcomes) -> list[str]:
    return [one.refusal.code if one.refusal else "" for one in outcomes]


def test_judging_answers_as_performing_does_and_writes_nothing(office):
    office.mediation("调0")
    before = counts()
    asked = openings(office, "调1", "调0", "调1", "调2")
    judged = codes(judge_many(asked))
    assert counts() == before
    assert judged == ["", "key.taken", "key.taken", ""]
    assert codes(perform_many(asked)) == judged


@pytest.mark.parametrize("together", [1, 2, 3])
def test_a_key_taken_in_one_stretch_is_taken_in_the_next(office, together):
    asked = openings(office, "调1", "调2", "调1", "调2", "调3")
    outcomes = list(judge_many(asked, together))
    assert codes(outcomes) == ["", "", "key.taken", "key.taken", ""]
    assert outcomes[2].refusal.matter == outcomes[0].matter


def test_what_the_rules_cannot_be_applied_to_refuses_one_and_keeps_the_others(office, monkeypatch):
    from guiju.matters import services
    from guiju.matters.batch import Batch
    from guiju.procedure import ProcedureError

    real, code = Batch.add, "calendar.beyond"

    def add(self, request):
        if request.data["登记簿号"] == "调2":
            raise ProcedureError(code, "no calendar")
        return real(self, request)

    monkeypatch.setattr(services.Batch, "add", add)
    judged = codes(judge_many(openings(office, "调1", "调2", "调3")))
    assert [bool(one) for one in judged] == [False, True, False]
    assert judged[1].startswith("rules.")


def test_what_is_written_alongside_stands_with_the_acts(office):
    told: list[list[str]] = []
    asked = openings(office, "调1", "调2", "调3")
    outcomes = list(perform_many(asked, 2, lambda some: told.append([one.matter for one in some])))
    assert told == [[one.matter for one in outcomes[:2]], [outcomes[2].matter]]


def test_where_what_is_alongside_fails_the_acts_are_not_there_either(office):
    def fail(_outcomes) -> None:
        assert Matter.objects.filter(procedure="people-mediation").exists()
        raise ValueError

    before = counts()
    with pytest.raises(ValueError, match=r"^$"):
        list(perform_many(openings(office, "调1"), alongside=fail))
    assert counts() == before


def test_matters_opened_together_keep_their_order_by_id(office):
    outcomes = list(perform_many(openings(office, *(f"调{one}" for one in range(50)))))
    assert [one.matter for one in outcomes] == sorted(one.matter for one in outcomes)
