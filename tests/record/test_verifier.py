"""Whatever is changed in a store is found, and found at its place."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.act import ActForm
from guiju.record.canonical import encode
from guiju.record.report import Report
from guiju.record.verifier import Head, StoredAct, verify_acts
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
    verify,
)
from tests.record.tampering import codes, found, places, with_form

STORE = make_store()
FEW = list(chain(matter_id(0), 5))
every_act = st.integers(0, len(STORE.acts) - 1)


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
@given(st.integers(0, 4), st.integers(1, 3))
def test_a_truncated_matter_is_found_by_its_head(number, count) -> None:
    matter = matter_id(number)
    own = [act for act in STORE.acts if place_of(act)[0] == matter]
    gone = own[-count:]
    kept = [act for act in STORE.acts if act not in gone]
    report = verify(kept, heads=sorted(STORE.heads))
    assert codes(report) <= {"head.seq", "matter.missing"}
    assert {finding.place.matter for finding in report.broken} == {matter}


@pytest.mark.parametrize("wrong", [Head("", 0, ""), Head(None, 1, ""), Head(matter_id(9), 1, "")])
def test_a_head_of_no_matter_is_found(wrong) -> None:
    store = STORE.copy()
    heads = [wrong, *sorted(store.heads)] if wrong.seq != 1 else [*sorted(store.heads), wrong]
    report = verify(sorted(store.acts, key=place_of), heads=heads)
    assert codes(report) & {"matter.missing", "row.malformed"}


def test_a_matter_without_head_and_a_repeated_head_are_found() -> None:
    store = STORE.copy()
    store.heads = store.heads[1:]
    report = store.verify()
    assert codes(report) == {"head.missing"}
    assert report.broken[0].place.matter == matter_id(0)
    store.heads = [STORE.heads[0], *STORE.heads]
    assert codes(store.verify()) == {"matter.missing"}


def test_what_was_not_handed_in_is_said() -> None:
    report = verify(FEW)
    assert report.intact
    assert {finding.code for finding in report.not_verifiable} == {
        "head.absent",
        "leaf.absent",
    }


def test_a_change_is_reported_once_and_not_along_the_chain() -> None:
    rows = [FEW[0]._replace(form=b"{}"), *FEW[1:]]
    assert places(verify(rows)) == {place_of(FEW[0])}


def test_findings_are_counted_beyond_the_kept_ones() -> None:
    rows = [act._replace(sm3="") for act in FEW]
    report = Report(limit=2)
    verify_acts(rows, None, None, report)
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
