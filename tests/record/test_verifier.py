"""Whatever is changed in a store is found, and found at its place."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.act import ActForm
from guiju.record.canonical import encode
from guiju.record.digests import sha256, sm3
from guiju.record.log import Sealed
from guiju.record.report import Report
from guiju.record.verifier import Head, StoredAct, verify, verify_acts
from tests.record.samples import (
    COLUMNS,
    Store,
    chain,
    checkpoint_of,
    make_store,
    matter_id,
    patient,
    place_of,
    seal,
)

STORE = make_store()
FEW = list(chain(matter_id(0), 5))
every_act = st.integers(0, len(STORE.acts) - 1)


def codes(report: Report) -> set[str]:
    return {finding.code for finding in report.broken}


def places(report: Report) -> set[tuple[str, int]]:
    return {(finding.place.matter, finding.place.seq) for finding in report.broken}


def found(report: Report, code: str, act: StoredAct, column: str | None = None) -> bool:
    return any(
        finding.code == code
        and (finding.place.matter, finding.place.seq) == place_of(act)
        and column in {None, finding.place.column}
        for finding in report.broken
    )


def with_form(act: StoredAct, content: bytes) -> StoredAct:
    """Replace the bytes and recompute digests and columns, as an insider with tools would."""
    value = json.loads(content)
    columns = {name: value[name] for name in COLUMNS}
    return StoredAct(content, sm3(content), sha256(content), columns)


def forged(act: StoredAct) -> StoredAct:
    value = json.loads(act.form)
    value["data"]["金额"] = 1
    return with_form(act, encode(value))


def relinked(acts: list[StoredAct]) -> list[StoredAct]:
    """Rebuild a matter's chain after a change."""
    previous, rebuilt = "0" * 64, []
    for seq, act in enumerate(acts, 1):
        value = json.loads(act.form) | {"previous": previous, "seq": seq}
        again = with_form(act, encode(value))
        previous = again.sm3
        rebuilt.append(again)
    return rebuilt


def test_an_untouched_store_is_intact() -> None:
    report = STORE.verify()
    assert report.broken == []
    assert report.not_verifiable == []
    assert (report.state, report.acts, report.matters, report.leaves) == ("intact", 40, 5, 40)
    assert report.unsealed == 0


def test_an_empty_store_is_never_intact() -> None:
    for report in (
        verify([]),
        verify([], heads=[], sealed=[], log=[]),
        verify([], heads=[], sealed=[], log=[], checkpoints=[checkpoint_of([], 0)]),
    ):
        assert not report.intact
        assert report.state == "not_verifiable"
        assert "store.empty" in {finding.code for finding in report.not_verifiable}


def test_an_emptied_store_is_broken() -> None:
    store = STORE.copy()
    store.acts = []
    report = store.verify()
    assert report.state == "broken"
    assert codes(report) == {"matter.missing", "act.missing"}


def test_every_changed_byte_is_found_at_its_act() -> None:
    for number in (0, 2, 4):
        act = FEW[number]
        for at in range(len(act.form)):
            for byte in {act.form[at] ^ 1, act.form[at] ^ 0x80, ord(" "), ord('"')}:
                if byte == act.form[at]:
                    continue
                content = act.form[:at] + bytes([byte]) + act.form[at + 1 :]
                rows = [*FEW[:number], act._replace(form=content), *FEW[number + 1 :]]
                report = verify(rows)
                assert found(report, "form.changed", act, "form"), (at, byte)


@patient
@given(every_act, st.data())
def test_every_deleted_or_inserted_byte_is_found_at_its_act(number, data) -> None:
    act = STORE.acts[number]
    at = data.draw(st.integers(0, len(act.form) - 1))
    extra = data.draw(st.binary(min_size=1, max_size=3))
    for content in (act.form[:at] + act.form[at + 1 :], act.form[:at] + extra + act.form[at:]):
        store = STORE.copy()
        store.acts[number] = act._replace(form=content)
        assert found(store.verify(), "form.changed", act, "form")


@pytest.mark.parametrize("name", COLUMNS)
@pytest.mark.parametrize("value", ["", "x", 99, None, b"\x00"], ids=ascii)
def test_every_column_changed_by_itself_is_found(name, value) -> None:
    for act in FEW:
        if act.columns[name] == value:
            continue
        columns = {**act.columns, name: value}
        rows = [act._replace(columns=columns) if row is act else row for row in FEW]
        report = verify(rows)
        assert [
            finding
            for finding in report.broken
            if (finding.code, finding.place.column) == ("column.changed", name)
            and finding.place.matter == str(columns["matter"])
        ]


def test_every_changed_digit_of_a_digest_is_found_at_its_column() -> None:
    for act in FEW:
        for name in ("sm3", "sha256"):
            stored = getattr(act, name)
            for wrong in (stored[:-1], stored.upper(), "", None, "0" * 64):
                rows = [act._replace(**{name: wrong}) if row is act else row for row in FEW]
                report = verify(rows)
                assert found(report, "digest.changed", act, name)
                assert places(report) == {place_of(act)}


def test_a_column_the_form_does_not_have_is_found() -> None:
    rows = [FEW[0]._replace(columns={**FEW[0].columns, "extra": 1}), *FEW[1:]]
    assert found(verify(rows), "column.unknown", FEW[0], "extra")


@pytest.mark.parametrize("content", [None, "text", 7, memoryview(b"{}")])
def test_a_form_that_is_no_bytes_is_found(content) -> None:
    rows = [FEW[0]._replace(form=content), *FEW[1:]]
    assert found(verify(rows), "form.changed", FEW[0], "form")


def second_encodings(content: bytes) -> list[bytes]:
    value = json.loads(content)
    backwards = dict(sorted(value.items(), reverse=True))
    return [
        json.dumps(value, sort_keys=True, separators=(",", ":")).encode(),
        json.dumps(value, sort_keys=True, ensure_ascii=False).encode(),
        json.dumps(backwards, ensure_ascii=False, separators=(",", ":")).encode(),
        content.replace(b'{"act":', b'{"act":"x","act":', 1),
        content + b"\n",
    ]


def test_a_second_encoding_with_its_own_digests_is_refused() -> None:
    for number, act in enumerate(FEW):
        for content in second_encodings(act.form):
            other = with_form(act, content)
            report = verify([*FEW[:number], other, *FEW[number + 1 :]])
            assert found(report, "record.second_encoding", act, "form")


def test_a_form_against_the_format_is_refused_even_where_digests_agree() -> None:
    for key, wrong in (("done_on", "2026-02-30"), ("kind", "other"), ("seq", 1.5), ("data", [])):
        value = json.loads(FEW[0].form) | {key: wrong}
        content = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        other = with_form(FEW[0], content.encode())._replace(columns=FEW[0].columns)
        report = verify([other])
        assert "record.form" in codes(report) or "record.float" in codes(report)


@patient
@given(every_act)
def test_every_deleted_act_is_found_and_placed(number) -> None:
    store = STORE.copy()
    gone = store.acts.pop(number)
    report = store.verify()
    assert found(report, "act.missing", gone)
    assert places(report) & {(place_of(gone)[0], seq) for seq in range(20)}


@patient
@given(every_act)
def test_every_deleted_act_is_found_without_the_log(number) -> None:
    acts = [*STORE.acts]
    gone = acts.pop(number)
    report = verify(acts, heads=sorted(STORE.heads))
    assert codes(report) <= {"seq.gap", "head.seq", "matter.missing"}
    assert {finding.place.matter for finding in report.broken} == {place_of(gone)[0]}


@patient
@given(every_act, every_act)
def test_every_swap_of_contents_is_found_at_both_places(one, two) -> None:
    if one == two:
        return
    store = STORE.copy()
    first, second = store.acts[one], store.acts[two]
    store.acts[one] = second._replace(columns=first.columns)
    store.acts[two] = first._replace(columns=second.columns)
    assert {place_of(first), place_of(second)} <= places(store.verify())


@patient
@given(every_act, every_act)
def test_every_exchange_of_numbers_is_found(one, two) -> None:
    if one == two:
        return
    store = STORE.copy()
    first, second = store.acts[one], store.acts[two]
    store.acts[one] = with_place(first, second)
    store.acts[two] = with_place(second, first)
    assert {place_of(first), place_of(second)} <= places(store.verify())


def with_place(act: StoredAct, other: StoredAct) -> StoredAct:
    """Give an act another's place, consistently with its own bytes and digests."""
    value = json.loads(act.form)
    value |= {"matter": other.columns["matter"], "seq": other.columns["seq"]}
    return with_form(act, encode(value))


@patient
@given(every_act)
def test_every_repeated_act_is_found(number) -> None:
    store = STORE.copy()
    store.acts.insert(number, store.acts[number])
    assert found(store.verify(), "seq.repeated", store.acts[number], "seq")


def test_a_number_left_out_is_found_even_where_the_chain_agrees() -> None:
    value = json.loads(FEW[2].form) | {"seq": 7}
    jumped = with_form(FEW[2], encode(value))
    report = verify([*FEW[:2], jumped])
    assert codes(report) == {"seq.gap"}
    assert "缺第 3至6 号" in report.broken[0].sentence


def test_rows_out_of_order_are_found() -> None:
    for at, (first, second) in enumerate(pairwise(FEW)):
        rows = [*FEW[:at], second, first, *FEW[at + 2 :]]
        assert {"seq.gap", "seq.repeated"} <= codes(verify(rows))
    ordered = sorted(STORE.acts, key=place_of)
    report = verify([*ordered[20:], *ordered[:20]])
    assert "matter.order" in codes(report)


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
@given(st.integers(0, 4), st.integers(1, 3))
def test_a_truncated_matter_is_found_by_its_head(number, count) -> None:
    matter = matter_id(number)
    own = [act for act in STORE.acts if place_of(act)[0] == matter]
    gone = own[-count:]
    kept = [act for act in STORE.acts if act not in gone]
    report = verify(kept, heads=sorted(STORE.heads))
    assert codes(report) <= {"head.seq", "matter.missing"}
    assert {finding.place.matter for finding in report.broken} == {matter}


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


@pytest.mark.parametrize("wrong", [Head("", 0, ""), Head(None, 1, ""), Head(matter_id(9), 1, "")])
def test_a_head_of_no_matter_is_found(wrong) -> None:
    store = STORE.copy()
    heads = [wrong, *sorted(store.heads)] if wrong.seq != 1 else [*sorted(store.heads), wrong]
    report = verify(sorted(store.acts, key=place_of), heads=heads)
    assert codes(report) & {"matter.missing", "row.malformed"}


def test_heads_and_leaves_out_of_order_are_found() -> None:
    acts = sorted(STORE.acts, key=place_of)
    heads = sorted(STORE.heads)
    turned = [heads[1], heads[0], *heads[2:]]
    assert "row.order" in codes(verify(acts, heads=turned))
    leaves = sorted(STORE.log)
    report = Report()
    verify_acts(acts, heads, [leaves[1], leaves[0], *leaves[2:]], report)
    assert "row.order" in codes(report)


def test_a_matter_without_head_and_a_repeated_head_are_found() -> None:
    store = STORE.copy()
    store.heads = store.heads[1:]
    report = store.verify()
    assert codes(report) == {"head.missing"}
    assert report.broken[0].place.matter == matter_id(0)
    store.heads = [STORE.heads[0], *STORE.heads]
    assert codes(store.verify()) == {"matter.missing"}


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


def test_what_was_not_handed_in_is_said() -> None:
    report = verify(FEW)
    assert report.intact
    assert {finding.code for finding in report.not_verifiable} == {
        "head.absent",
        "leaf.absent",
        "log.absent",
    }


def test_a_change_is_reported_once_and_not_along_the_chain() -> None:
    rows = [FEW[0]._replace(form=b"{}"), *FEW[1:]]
    assert places(verify(rows)) == {place_of(FEW[0])}


def test_findings_are_counted_beyond_the_kept_ones() -> None:
    rows = [act._replace(sm3="") for act in FEW]
    report = verify(rows, report=Report(limit=2))
    assert (report.broken_count, len(report.broken)) == (5, 2)
    assert "另有 3 处未列出" in report.text()


def test_the_store_is_read_as_streams() -> None:
    """Acts are asked for one by one: the verifier never holds two."""
    alive = []

    def rows():
        for act in FEW:
            alive.append(act.columns["seq"])
            yield act

    report = Report()
    verify_acts(rows(), iter([Head(matter_id(0), 5, FEW[-1].sm3)]), iter(seal(FEW)), report)
    assert report.intact
    assert alive == [1, 2, 3, 4, 5]


def test_findings_say_matter_number_column_and_reason_in_chinese() -> None:
    rows = [FEW[0]._replace(columns={**FEW[0].columns, "by": "p-9"}), *FEW[1:]]
    line = verify(rows).broken[0].text()
    assert line.startswith(f"办件 {matter_id(0)}，第 1 号行为，项 by：")
    assert "此列被单独改过" in line


def test_the_sample_store_is_of_the_format() -> None:
    assert isinstance(STORE, Store)
    assert all(ActForm.from_bytes(act.form).to_bytes() == act.form for act in STORE.acts)
