"""Whatever is changed behind the record's back is found, and its place is named."""

from __future__ import annotations

import pytest
from django.db import connection

from guiju.matters.models import Act, Checkpoint, Matter, Seal
from guiju.matters.sealing import checkpoint, seal
from guiju.matters.verification import verify_store
from tests.office import mediation_data

pytestmark = pytest.mark.django_db
CHANGED_TEXT = "改"


@pytest.fixture
def filled(office):
    """Three mediations, one with several acts, a file and private values; sealed."""
    first = office.mediation("调1").matter
    office.do("调解", first, "clerk", data={"调解记录": "双方到场", "可能引发案件": False})
    office.do(
        "",
        first,
        "clerk",
        kind="attachment",
        data={"目标": 2, "说明": "现场照片"},
        files=(office.keep(),),
    )
    office.mediation("调2")
    office.mediation("调3")
    checkpoint()
    return office, first


def execute(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_an_untouched_store_is_intact(filled):
    report = verify_store(deep=True)
    assert report.intact, report.text()
    assert (report.acts, report.matters) == (Act.objects.count(), Matter.objects.count())


def test_an_empty_store_is_never_intact(db, store):
    report = verify_store(deep=True)
    assert not report.intact
    assert report.not_verifiable


@pytest.mark.parametrize(
    "column",
    [
        "kind",
        "act",
        "body",
        "by",
        "recorded_by",
        "role",
        "recorded_at",
        "rules",
        "previous",
        "sm3",
        "sha256",
        "done_at",
    ],
)
def test_a_changed_column_of_an_act_is_found_and_placed(filled, column):
    _, matter = filled
    execute(
        f"UPDATE matters_act SET {column} = %s WHERE matter_id = %s AND seq = 2",
        CHANGED_TEXT,
        matter,
    )
    report = verify_store()
    assert {(one.place.matter, one.place.seq) for one in report.broken} >= {(matter, 2)}


def test_a_changed_day_is_found(filled):
    _, matter = filled
    execute(
        "UPDATE matters_act SET done_on = %s WHERE matter_id = %s AND seq = 1", "2026-01-01", matter
    )
    assert [one.place.column for one in verify_store().broken] == ["done_on"]


def test_any_changed_byte_of_a_form_is_found(filled):
    _, matter = filled
    form = bytes(Act.objects.get(matter=matter, seq=2).form)
    for place in range(0, len(form), 7):
        changed = bytes([*form[:place], form[place] ^ 1, *form[place + 1 :]])
        execute(
            "UPDATE matters_act SET form = %s WHERE matter_id = %s AND seq = 2", changed, matter
        )
        assert not verify_store().intact, f"byte {place}"


def test_a_form_changed_with_its_digests_recomputed_is_found(filled):
    """Whoever can write the database can recompute digests; the chain, the head and the sealed leaf still tell."""
    from guiju.record.digests import sha256, sm3

    _, matter = filled
    form = bytes(Act.objects.get(matter=matter, seq=3).form).replace(
        "现场照片".encode(), "现场图片".encode()
    )
    execute(
        "UPDATE matters_act SET form = %s, sm3 = %s, sha256 = %s WHERE matter_id = %s AND seq = 3",
        form, sm3(form), sha256(form), matter,
    )  # fmt: skip
    execute("UPDATE matters_matter SET head = %s WHERE id = %s", sm3(form), matter)
    report = verify_store()
    assert (matter, 3) in {(one.place.matter, one.place.seq) for one in report.broken}


def test_a_deleted_act_is_found(filled):
    _, matter = filled
    execute("DELETE FROM matters_act WHERE matter_id = %s AND seq = 2", matter)
    assert not verify_store().intact


def test_a_truncated_matter_is_found_by_its_head(filled):
    _, matter = filled
    execute("DELETE FROM matters_act WHERE matter_id = %s AND seq = 3", matter)
    execute("DELETE FROM matters_seal WHERE matter = %s AND seq = 3", matter)
    assert matter in {one.place.matter for one in verify_store().broken}


def test_two_acts_exchanged_are_found(filled):
    _, matter = filled
    execute("UPDATE matters_act SET seq = 99 WHERE matter_id = %s AND seq = 2", matter)
    execute("UPDATE matters_act SET seq = 2 WHERE matter_id = %s AND seq = 3", matter)
    execute("UPDATE matters_act SET seq = 3 WHERE matter_id = %s AND seq = 99", matter)
    assert not verify_store().intact


def test_acts_exchanged_between_matters_are_found(filled):
    first, second = list(
        Matter.objects.filter(seq=1, procedure="people-mediation").values_list("id", flat=True)
    )
    a, b = (bytes(Act.objects.get(matter=one, seq=1).form) for one in (first, second))
    execute("UPDATE matters_act SET form = %s WHERE matter_id = %s AND seq = 1", b, first)
    execute("UPDATE matters_act SET form = %s WHERE matter_id = %s AND seq = 1", a, second)
    places = {one.place.matter for one in verify_store().broken}
    assert places >= {first, second}


def test_a_log_cut_back_to_an_older_copy_is_found_against_a_kept_checkpoint(filled):
    kept = checkpoint()
    last = Seal.objects.order_by("-position")[0]
    execute("DELETE FROM matters_seal WHERE position = %s", last.position)
    execute("DELETE FROM matters_act WHERE matter_id = %s AND seq = %s", last.matter, last.seq)
    Checkpoint.objects.all().delete()
    report = verify_store([kept])
    assert any(one.place.position or "检查点" in one.sentence for one in report.broken), (
        report.text()
    )


def test_an_act_lost_from_the_queue_before_sealing_is_found(filled):
    office, _ = filled
    office.mediation("调9")
    execute("DELETE FROM matters_unsealed")
    assert [one.code for one in verify_store().broken] == ["seal.lost"]


def test_a_changed_checkpoint_is_found(filled):
    execute("UPDATE matters_checkpoint SET text = replace(text, 'sm3:', 'sm3:0')")
    assert any(one.code == "checkpoint.text" for one in verify_store().broken)


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE matters_matter SET title = 'x' WHERE id = %s", "title"),
        ("UPDATE matters_matter SET number = 'x' WHERE id = %s", "number"),
        ("UPDATE matters_matter SET next_due = '2030-01-01' WHERE id = %s", "next_due"),
        ("UPDATE matters_matter SET closed = '2026-03-02' WHERE id = %s", "closed"),
        (
            "UPDATE matters_matter SET state = replace(state, '人民调解单独办理', '与行政调解联动') WHERE id = %s",
            "state",
        ),
        ("UPDATE matters_matter SET opened = '2026-03-01' WHERE id = %s", "opened"),
        ("DELETE FROM matters_duty WHERE matter_id = %s", "duties"),
        ("UPDATE matters_slots SET text2 = 'x' WHERE matter_id = %s", "slots"),
    ],
)
def test_a_projection_changed_by_itself_is_found_by_folding_anew(filled, statement, column):
    _, matter = filled
    execute(statement, matter)
    assert column in {one.place.column for one in verify_store(deep=True).broken}


def test_a_changed_or_missing_file_is_found(filled):
    from guiju.matters.files import path_of
    from guiju.matters.models import StoredFile

    path = path_of(StoredFile.objects.get().sha256)
    path.write_bytes(b"%PDF-1.4 prooG")
    assert "file.changed" in {one.code for one in verify_store(deep=True).broken}
    path.unlink()
    assert "file.missing" in {one.code for one in verify_store(deep=True).broken}


def test_a_private_value_changed_lost_or_moved_is_found(filled):
    office, _ = filled
    office.do("登记受理", who="clerk", procedure="people-mediation", data={
        **mediation_data("调8"), "申请人": {"name": "示例某甲", "kind": "自然人", "code": ""},
        "被申请人": {"name": "示例某乙", "kind": "自然人", "code": ""},
    })  # fmt: skip
    assert verify_store(deep=True).broken == []
    execute("UPDATE matters_privatevalue SET field = 'x' WHERE field = '申请人'")
    execute("UPDATE matters_privatevalue SET field = '申请人' WHERE field = '被申请人'")
    execute("UPDATE matters_privatevalue SET field = '被申请人' WHERE field = 'x'")
    assert {one.code for one in verify_store(deep=True).broken} == {"private.changed"}
    execute("DELETE FROM matters_privatevalue")
    assert {one.code for one in verify_store(deep=True).broken} == {"private.lost"}


def test_a_gap_in_a_series_of_numbers_is_found(filled):
    execute("DELETE FROM matters_allottednumber WHERE value = 2 AND series = %s", "调解登记号")
    execute("UPDATE matters_numberseries SET last = last + 1")
    assert "number.gap" in {one.code for one in verify_store(deep=True).broken}


def test_without_the_writer_of_digests_nothing_verifies(office, monkeypatch):
    from guiju.matters import staging

    monkeypatch.setattr(staging, "sm3", lambda _: "0" * 64)
    office.mediation("调1")
    assert not verify_store().intact


def test_positions_follow_without_gap(filled):
    office, _ = filled
    office.mediation("调9")
    size = seal()
    assert list(Seal.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, size + 1)
    )
