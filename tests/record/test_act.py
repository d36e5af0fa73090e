"""The form of an act: every key, no other, each as the format asks."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guiju.record.act import (
    KEYS,
    LABELS,
    STANDING,
    ZERO,
    ActForm,
    Kind,
    faults,
    is_well_formed,
)
from guiju.record.canonical import decode, encode
from guiju.record.errors import RecordError
from tests.record.samples import matter_id, patient, sample_form

FORM = sample_form(matter_id(0), 5, "a" * 64)
WRONG = {
    "format": ["guiju-act/2", "", 1],
    "matter": ["", FORM.matter.upper(), FORM.matter[:-1], f"{FORM.matter}\n", None],
    "seq": [0, -1, True, "1", None, 2**63],
    "kind": ["", "Event", "更正", None],
    "act": [None, 1, ""],
    "body": [None, []],
    "by": [None],
    "recorded_by": [None],
    "role": [0],
    "authority": [None, [], ""],
    "done_on": [
        "2026-02-29",
        "2026-2-1",
        "20260201",
        "2026-01-01T",
        "\uff12\uff10\uff12\uff16-01-01",
        "0000-01-01",
    ],
    "done_at": ["24:00", "9:30", "09:60", "", "09:30:00", 930],
    "recorded_at": [
        "2026-03-01T10:00:00+08:00",
        "2026-03-01T10:00:00.000000Z",
        "2026-03-01T10:00:00.000000+00:00",
        "2026-03-01 10:00:00.000000+08:00",
        "2026-02-30T10:00:00.000000+08:00",
        "2026-03-01T24:00:00.000000+08:00",
        "2026-03-01T10:00:60.000000+08:00",
        "2026-03-01T10:00:00.000000+08:00\n",
    ],
    "rules": ["", "A" * 64, "a" * 63, "g" * 64, f"{'a' * 64}\n"],
    "data": [None, []],
    "private": [{"证件号码": "a"}, {"证件号码": None}, []],
    "files": [
        {},
        [{}],
        [{"name": "", "sha256": "a" * 64, "size": 1, "sm3": "a" * 64}],
        [{"name": "a", "sha256": "a" * 64, "size": -1, "sm3": "a" * 64}],
        [{"name": "a", "sha256": "a" * 64, "size": True, "sm3": "a" * 64}],
        [{"name": "a", "sha256": "a" * 64, "size": 1, "sm3": "../a"}],
        [{"name": "a", "sha256": "a" * 64, "size": 1, "sm3": "a" * 64, "more": 1}],
        ["a"],
    ],
    "verdict": [None, True],
    "previous": [ZERO, "", "A" * 64, None],
}


def altered(key: str, value: object) -> dict[str, object]:
    return dict(sorted({**FORM.to_value(), key: value}.items()))


def test_the_wrong_values_cover_every_key() -> None:
    assert tuple(sorted(WRONG)) == KEYS == tuple(sorted(FORM.to_value()))


def test_an_act_reads_back_as_it_was_written() -> None:
    again = ActForm.from_bytes(FORM.to_bytes())
    assert again == replace(FORM, files=list(FORM.files))
    assert again.to_bytes() == FORM.to_bytes()


@patient
@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-9, 9)),
    st.sampled_from(Kind),
    st.dates().map(str),
    st.none() | st.times().map(lambda time: f"{time:%H:%M}"),
)
def test_every_act_of_the_format_reads_back(data, kind, day, clock) -> None:
    form = replace(FORM, data=data, kind=kind, done_on=day, done_at=clock)
    assert ActForm.from_bytes(form.to_bytes()) == form
    assert is_well_formed(decode(form.to_bytes()))


@pytest.mark.parametrize(
    ("key", "value"),
    [(key, value) for key, wrong in WRONG.items() for value in wrong],
    ids=ascii,
)
def test_a_malformed_value_is_refused_by_its_key(key, value) -> None:
    form = altered(key, value)
    assert [found for found, _ in faults(form)] == [key]
    assert not is_well_formed(form)
    if value != 2**63:
        with pytest.raises(RecordError) as caught:
            ActForm.from_bytes(encode(form))
        assert (caught.value.code, caught.value.place) == ("record.form", key)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_must_be_present(key) -> None:
    form = FORM.to_value()
    del form[key]
    assert [found for found, _ in faults(form)] == [key]
    assert not is_well_formed(dict(sorted(form.items())))
    with pytest.raises(RecordError, match="缺这一项"):
        ActForm.from_bytes(encode(form))


def test_no_other_key_is_accepted() -> None:
    form = altered("note", "")
    assert not is_well_formed(form)
    with pytest.raises(RecordError, match="note：格式里没有这一项"):
        ActForm.from_bytes(encode(form))


def test_floats_inside_free_parts_are_refused() -> None:
    for key in ("authority", "data", "verdict"):
        assert not is_well_formed(altered(key, {"a": [{"b": 0.5}]}))
        with pytest.raises(RecordError) as caught:
            replace(FORM, **{key: {"a": [0.5]}}).to_bytes()
        assert (caught.value.code, caught.value.place) == ("record.float", f"{key}.a.0")


def test_the_first_act_alone_names_no_previous() -> None:
    replace(FORM, seq=1, previous=ZERO).to_bytes()
    with pytest.raises(RecordError, match="previous"):
        replace(FORM, seq=1).to_bytes()
    with pytest.raises(RecordError, match="previous"):
        replace(FORM, previous=ZERO).to_bytes()


def test_standing_acts_may_concern_no_act_of_the_procedure() -> None:
    for kind in STANDING:
        replace(FORM, kind=kind, act="").to_bytes()
    for kind in (Kind.EVENT, Kind.PROPOSAL):
        with pytest.raises(RecordError, match="act："):
            replace(FORM, kind=kind, act="").to_bytes()


def test_kinds_are_thirteen_with_chinese_names() -> None:
    assert len(Kind) == len(LABELS) == len({kind.label for kind in Kind}) == 13
    assert len(STANDING) == 10
    assert Kind.ERASURE.label == "依法删除"


@pytest.mark.parametrize("content", [b"[]", b"1", b"null", b'"a"'], ids=ascii)
def test_an_act_is_an_object(content) -> None:
    with pytest.raises(RecordError) as caught:
        ActForm.from_bytes(content)
    assert caught.value.code == "record.form"


def test_a_form_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        FORM.seq = 2  # type: ignore[misc]  # the point of the test
