"""Rows become acts: judged first, registered in batches, none twice, none lost."""

from __future__ import annotations

import pytest

from guiju.exchange.models import ImportRow
from guiju.matters.models import Act, Matter
from tests.exchange.books import HEADER, activities, activity, book

pytestmark = pytest.mark.django_db


def test_every_row_of_a_sound_table_becomes_an_act(counter):
    job = counter.registered(activities(5))
    assert (job.state, job.total, job.registered, job.rejected) == ("done", 5, 5, 0), job.reasons
    assert Matter.objects.filter(procedure="law-activity").count() == 5


def test_judging_writes_nothing_into_the_record(counter):
    before = Act.objects.count()
    job = counter.judged(activities(3))
    assert (job.state, job.ready) == ("judged", 3)
    assert Act.objects.count() == before


def test_a_row_that_cannot_be_registered_holds_up_no_other(counter):
    rows = [HEADER, activity(1), activity(2, **{"场次（场次）": "几场"}), activity(3, 活动类型="跳舞"), activity(4)]  # fmt: skip
    job = counter.registered(book(rows))
    assert (job.registered, job.rejected) == (2, 2)
    reasons = dict(ImportRow.objects.filter(job=job, state="rejected").values_list("row", "reason"))
    assert reasons[3].startswith("“场次”“几场”不是整数")
    assert reasons[4].startswith("“活动类型”“跳舞”不在可选的范围内")
