"""Whatever is changed in the log, or behind its back, is found at its position."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.log import Sealed
from guiju.record.report import Report
from guiju.record.verifier import Head, verify_acts
from tests.record.samples import (
    chain,
    checkpoint_of,
    make_store,
    matter_id,
    patient,
    place_of,
    seal,
    verify,
)
from tests.record.tampering import codes, forged, found, places, relinked

STORE = make_store()
FEW = list(chain(matter_id(0), 5))
every_act = st.integers(0, len(STORE.acts) - 1)


@patient
@given(every_act)
def test_a_forged_act_with_its_own_digests_breaks_chain_head_and_log(number) -> None:
    store = STORE.copy()
    act = store.acts[number]
    store.acts[number] = forged(act)
    report = store.verify()
    matter, seq = place_of(act)
    assert found(report, "leaf.digest", act, "sm3")
    assert found(report, "leaf.digest", act, "sha256")
    last = Head(matter, seq, act.sm3) in store.heads
    code = "head.digest" if last else "chain.previous"
    assert (code, (matter, seq if last else seq + 1)) in {
        (finding.code, (finding.place.matter, finding.place.seq)) for finding in report.broken
    }


@patient
@given(st.integers(0, 4), st.data())
def test_a_rebuilt_matter_with_its_head_is_found_in_the_log(number, data) -> None:
    matter = matter_id(number)
    own = [act for act in STORE.acts if place_of(act)[0] == matter]
    at = data.draw(st.integers(0, len(own) - 1))
    rebuilt = relinked([forged(act) if at == index else act for index, act in enumerate(own)])
    store = STORE.copy()
    store.acts = [act for act in store.acts if place_of(act)[0] != matter] + rebuilt
    store.heads = [
        Head(matter, len(rebuilt), rebuilt[-1].sm3) if head.matter == matter else head
        for head in store.heads
    ]
    report = store.verify()
    assert codes(report) == {"leaf.digest"}
    assert places(report) == {(matter, seq) for seq in range(at + 1, len(own) + 1)}
    store.reseal()
    resealed = store.verify()
    assert codes(resealed) == {"root.mismatch"}
    assert resealed.broken[-1].place.position == len(STORE.log)


@patient
@given(st.integers(0, 39))
def test_a_shortened_log_is_found_by_a_kept_checkpoint(size) -> None:
    store = STORE.copy()
    store.log = store.log[:size]
    report = store.verify()
    assert ("log.truncated", size + 1) in {
        (finding.code, finding.place.position) for finding in report.broken
    }


def test_an_older_copy_is_found_by_a_kept_checkpoint_only() -> None:
    older = make_store((9, 8, 1, 12, 9))
    assert older.verify().intact
    older.checkpoints = STORE.checkpoints
    assert codes(older.verify()) == {"log.truncated"}
    older.checkpoints = []
    report = older.verify()
    assert report.intact
    assert {finding.code for finding in report.not_verifiable} == {"checkpoint.absent"}


@patient
@given(every_act, st.sampled_from(["matter", "seq", "position", "sm3", "sha256"]))
def test_every_changed_part_of_a_leaf_is_found(number, name) -> None:
    store = STORE.copy()
    leaf = store.log[number]
    wrong = {"matter": matter_id(9), "seq": 77, "position": 999, "sm3": "0" * 64}
    store.log[number] = leaf._replace(**{name: wrong.get(name, "0" * 64)})
    report = store.verify()
    assert report.state == "broken"
    positions = {finding.place.position for finding in report.broken}
    assert positions & {leaf.position, leaf.position + 1, 999}


@patient
@given(every_act)
def test_every_deleted_leaf_is_found(number) -> None:
    store = STORE.copy()
    gone = store.log.pop(number)
    report = store.verify()
    expected = "log.truncated" if gone.position == len(STORE.log) else "position.gap"
    assert (expected, gone.position) in {
        (finding.code, finding.place.position) for finding in report.broken
    }
    assert report.unsealed >= 1


@patient
@given(every_act, every_act)
def test_every_exchange_of_positions_is_found(one, two) -> None:
    if one == two:
        return
    store = STORE.copy()
    first, second = store.log[one], store.log[two]
    store.log[one] = first._replace(position=second.position)
    store.log[two] = second._replace(position=first.position)
    assert "root.mismatch" in codes(store.verify())


@patient
@given(every_act)
def test_an_act_sealed_twice_is_found(number) -> None:
    store = STORE.copy()
    store.log.append(store.log[number]._replace(position=41))
    report = store.verify()
    assert codes(report) == {"leaf.repeated"}
    assert report.broken[0].place.position == 41


def test_positions_within_a_matter_rise() -> None:
    acts = FEW[:3]
    log = seal(acts)
    turned = [log[0]._replace(position=2), log[1]._replace(position=1), log[2]]
    report = Report()
    verify_acts(acts, None, turned, report)
    assert codes(report) == {"leaf.order"}


def test_acts_not_sealed_yet_are_counted_and_not_broken() -> None:
    store = STORE.copy()
    store.acts = [*store.acts, *chain(matter_id(7), 3)]
    store.heads = [*store.heads, Head(matter_id(7), 3, store.acts[-1].sm3)]
    report = store.verify()
    assert report.intact
    assert (report.unsealed, report.acts) == (3, 43)


def test_an_unsealed_act_before_a_sealed_one_is_found() -> None:
    log = seal(FEW)
    report = Report()
    verify_acts(FEW, None, [log[0], *log[2:]], report)
    assert codes(report) == {"leaf.missing"}
    assert report.broken[0].place.seq == 3
    assert "第 2 号没有编位" in report.broken[0].sentence


def test_heads_and_leaves_out_of_order_are_found() -> None:
    acts = sorted(STORE.acts, key=place_of)
    heads = sorted(STORE.heads)
    turned = [heads[1], heads[0], *heads[2:]]
    assert "row.order" in codes(verify(acts, heads=turned))
    leaves = sorted(STORE.log)
    report = Report()
    verify_acts(acts, heads, [leaves[1], leaves[0], *leaves[2:]], report)
    assert "row.order" in codes(report)


@pytest.mark.parametrize("name", Sealed._fields)
@pytest.mark.parametrize("value", [None, "", 0, -1, 'x"'])
def test_leaves_of_other_types_are_findings_and_no_failure(name, value) -> None:
    log = [*STORE.log]
    log[7] = log[7]._replace(**{name: value})
    report = verify(STORE.acts, heads=STORE.heads, sealed=log, log=log)
    assert report.state == "broken"


def test_two_checkpoints_of_one_size_cannot_both_stand() -> None:
    store = STORE.copy()
    other = checkpoint_of(seal(FEW * 8), 40)
    store.checkpoints = [*store.checkpoints, other]
    assert codes(store.verify()) == {"root.mismatch"}
