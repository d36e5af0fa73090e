"""Work on the whole store is divided without a gap and read as of one moment."""

from __future__ import annotations

import pytest

from guiju.matters import statements
from guiju.matters.models import Matter
from guiju.matters.services import perform_many
from guiju.matters.spans import WHOLE, spans
from guiju.matters.verification import verify_store
from tests.matters.test_together import in_threads, requests

IDS = "SELECT id FROM matters_matter {within} ORDER BY id"


@pytest.mark.django_db
@pytest.mark.parametrize("parts", [1, 2, 3, 7, 50])
def test_spans_hold_every_matter_once_and_in_order(office, parts):
    list(perform_many(requests(office, 9)))
    found = [row[0] for span in spans(parts, 1) for row in statements.stream(*span.of(IDS, "id"))]
    assert found == sorted(Matter.objects.values_list("id", flat=True))


@pytest.mark.django_db
def test_a_small_store_is_one_span(office):
    assert spans(8, 1_000) == [WHOLE]


@pytest.mark.django_db
def test_a_matter_opened_meanwhile_falls_into_the_last_span(office):
    list(perform_many(requests(office, 4)))
    divided = spans(2, 1)
    list(perform_many(requests(office, 1, first=4)))
    newest = Matter.objects.order_by("-id")[0].id
    assert newest in {row[0] for row in statements.stream(*divided[-1].of(IDS, "id"))}


@pytest.mark.django_db(transaction=True)
def test_what_is_recorded_meanwhile_is_not_seen_in_a_snapshot(office):
    counted = "SELECT count(*) FROM matters_act"
    with statements.snapshot():
        before = statements.read(counted)
        in_threads(lambda: list(perform_many(requests(office, 3))))
        assert statements.read(counted) == before
    assert statements.read(counted) != before


@pytest.mark.django_db(transaction=True)
def test_recording_goes_on_while_a_store_is_verified(office, monkeypatch):
    """Each stream is opened only after another act was recorded: without one moment, heads and acts would disagree."""
    list(perform_many(requests(office, 3)))
    stream, turn = statements.stream, iter(range(100, 1000, 10))

    def disturbed(*words):
        rows = stream(*words)
        first = next(rows, None)
        assert all(
            one.accepted
            for half in in_threads(
                lambda: list(perform_many(requests(office, 1, first=next(turn))))
            )
            for one in half
        )
        yield from [first] if first else []
        yield from rows

    monkeypatch.setattr(statements, "stream", disturbed)
    report = verify_store(deep=True)
    assert not report.broken, report.text()
    assert Matter.objects.count() > report.matters
