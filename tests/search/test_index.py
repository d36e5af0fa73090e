"""The index keeps up with the log, is made anew at will, and loses nothing when its making ends early."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.matters.models import Link, Matter, Seal
from guiju.matters.sealing import seal
from guiju.people.models import Body
from guiju.people.viewer import viewer_of
from guiju.search import index, marks, services
from guiju.search.cutting import asked
from guiju.search.models import Entry, Progress
from guiju.search.selectors import find
from guiju.search.services import rebuild, refresh
from tests.matters.asking import TALK
from tests.matters.standing_acts import accepted, correct
from tests.office import FOUNDED

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(office):
    return viewer_of(office.people["clerk"], office.body, FOUNDED)


def disputes(office, count: int) -> list[str]:
    return [office.mediation(f"邻里{number}").matter for number in range(count)]


def listed() -> list[tuple[str, str, str]]:
    return list(Entry.objects.order_by("id").values_list("matter", "text", "marks"))


def held_of(viewer, typed: str) -> tuple[str, ...]:
    return (marks.seen_by(viewer), *asked(typed).grams)


def test_a_refresh_takes_in_what_was_sealed_since_and_no_more(office, viewer):
    disputes(office, 3)
    assert refresh().covered == 0
    last = seal()
    done = refresh()
    assert (done.covered, done.added, done.anew) == (last, last, False)
    assert refresh().added == 0
    assert Progress.objects.get().covered == last


def test_many_turns_make_the_same_index_as_one(office, viewer, monkeypatch):
    matters = disputes(office, 4)
    for one in matters[:2]:
        office.do("调解", one, "clerk", data=TALK)
    seal()
    refresh()
    whole = listed()
    monkeypatch.setattr(services, "ACTS_A_TURN", 1)
    told = []
    done = rebuild(lambda *pair: told.append(pair))
    assert listed() == whole
    assert done.added == Seal.objects.count() == len(told)
    assert told[-1] == (done.covered, done.covered)


def test_a_matter_is_read_at_its_first_act_and_its_latest_only(office, viewer, monkeypatch):
    (matter,) = disputes(office, 1)
    for _ in range(5):
        office.do("调解", matter, "clerk", data=TALK)
    seal()
    monkeypatch.setattr(services, "ACTS_A_TURN", 1)
    read, plain = [], services.indexed
    monkeypatch.setattr(
        services, "indexed", lambda some, parents: read.extend(some) or plain(some, parents)
    )
    rebuild()
    assert read.count(matter) == 2


def test_a_changed_title_is_found_by_the_new_words_and_no_longer_by_the_old(office, viewer):
    (matter,) = disputes(office, 1)
    seal()
    refresh()
    accepted(correct(office, matter, 1, 更正={"登记簿号": "山林7"}))
    for bring_up in (lambda: None, lambda: (seal(), refresh())):
        bring_up()
        assert [one.id for one in find(viewer, "山林7").matters] == [matter]
        assert not find(viewer, "邻里0").matters
    assert not index.find(held_of(viewer, "里0"), (), 5)


def test_an_index_that_ends_early_goes_on_where_it_was(office, viewer, monkeypatch):
    matters = disputes(office, 5)
    seal()
    monkeypatch.setattr(services, "ACTS_A_TURN", 2)
    plain, turns = services._write, []

    def dying(rows):
        if len(turns) == 2:
            message = "killed"
            raise KeyboardInterrupt(message)
        turns.append(1)
        plain(rows)

    monkeypatch.setattr(services, "_write", dying)
    with pytest.raises(KeyboardInterrupt):
        refresh()
    covered = Progress.objects.get().covered
    assert 0 < covered < Seal.objects.count()
    assert [one.id for one in find(viewer, "邻里").matters] == matters[::-1]
    monkeypatch.setattr(services, "_write", plain)
    assert refresh().added == Seal.objects.count() - covered
    assert [one.id for one in find(viewer, "邻里").matters] == matters[::-1]


def test_of_two_at_work_one_writes(office, viewer, monkeypatch):
    disputes(office, 2)
    seal()
    plain = services.indexed

    def overtaken(some, parents):
        monkeypatch.setattr(services, "indexed", plain)
        refresh()
        return plain(some, parents)

    monkeypatch.setattr(services, "indexed", overtaken)
    refresh()
    assert Entry.objects.filter(text__contains="邻里").count() == 2


def test_a_database_put_back_to_an_earlier_state_is_indexed_anew(office, viewer):
    disputes(office, 2)
    last = seal()
    refresh()
    Progress.objects.update(covered=last + 5)
    assert refresh().anew
    assert Progress.objects.get().covered == last
    assert len(find(viewer, "邻里").matters) == 2


def test_texts_cut_otherwise_are_indexed_anew(office, viewer, monkeypatch):
    disputes(office, 1)
    seal()
    refresh()
    monkeypatch.setattr(services, "VERSION", 2)
    assert refresh().anew
    assert not refresh().anew


def test_a_body_moved_elsewhere_is_indexed_anew_and_a_new_body_changes_nothing(office, viewer):
    disputes(office, 1)
    seal()
    refresh()
    before = listed()
    Body.objects.create(code="NEW", name="新设局", kind="organ", since=FOUNDED)
    assert not refresh().anew
    Body.objects.filter(code=office.body.code).update(parent=None)
    assert refresh().anew
    assert listed() != before


def test_what_is_gone_from_the_store_is_gone_from_a_rebuilt_index(office, viewer):
    disputes(office, 2)
    seal()
    refresh()
    Entry.objects.update(text="别的")
    rebuild()
    assert Entry.objects.filter(text__contains="邻里").count() == 2
    assert len(index.find(held_of(viewer, "邻里"), ("邻里",), 9)) == 2


def test_candidates_are_looked_up_in_the_index_and_read_newest_first(office, viewer):
    disputes(office, 3)
    seal()
    refresh()
    index.write([(f"other {number}", f"山林 {number}", "s0") for number in range(5000)], ())
    statement, parameters = index.question(held_of(viewer, "邻里"), ("邻里",), 20)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_entry")
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {statement}", parameters)
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = "\n".join(str(row) for row in cursor.fetchall())
    if connection.vendor == "postgresql":
        assert "Bitmap Index Scan on search_grams" in plan
    else:
        assert "SCAN search_gram VIRTUAL TABLE INDEX" in plan
        assert "SEARCH e USING INTEGER PRIMARY KEY" in plan
        assert "TEMP B-TREE" not in plan


def test_spans_that_widen_backwards_find_the_same_as_one(office, viewer, monkeypatch):
    matters = disputes(office, 9)
    monkeypatch.setattr(index, "BLOCK", 2)
    monkeypatch.setattr(index, "BLOCKS", (1, 2))
    seal()
    refresh()
    ids = dict(Entry.objects.values_list("matter", "id"))
    held = held_of(viewer, "邻里")
    for limit in (1, 3, 5, 20):
        hits = index.find(held, ("邻里",), limit)
        assert [one.matter for one in hits] == matters[::-1][:limit]
        rest = index.find(held, ("邻里",), 20, ids[matters[4]])
        assert [one.matter for one in rest] == matters[3::-1]


def test_nothing_of_the_index_is_asked_while_an_act_is_recorded(office, viewer):
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        disputes(office, 1)
    assert not [one for one in seen.captured_queries if "search_" in one["sql"]]
    assert Matter.objects.exists()
    assert not Link.objects.exists()
