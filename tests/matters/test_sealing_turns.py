"""The sealer: each committed act one position, in short turns; a checkpoint says what anyone can compute again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from guiju.matters import sealing, statements
from guiju.matters.keys import node_name, signing_key
from guiju.matters.models import Act, Checkpoint, Seal, Sealer, Unsealed
from guiju.matters.sealing import checkpoint, seal
from guiju.matters.services import perform_many
from guiju.matters.verification import verify_store
from guiju.record import checkpoint as signed
from guiju.record.digests import sm3_digest
from tests.matters.test_together import requests

pytestmark = pytest.mark.django_db
Digest = Callable[[bytes], bytes]


def sha256_digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def tree(digest: Digest, hashes: list[bytes]) -> bytes:
    """The root as RFC 9162 section 2.1.1 defines it, by recursion."""
    if len(hashes) <= 1:
        return hashes[0] if hashes else digest(b"")
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    left, right = tree(digest, hashes[:half]), tree(digest, hashes[half:])
    return digest(b"\x01" + left + right)


def roots(size: int) -> tuple[str, str]:
    """Both roots of the first positions, from the rows alone."""
    rows = Seal.objects.order_by("position")[:size].values()
    leaves = [
        f'{{"format":"guiju-leaf/1","matter":"{row["matter"]}","position":{row["position"]},'
        f'"seq":{row["seq"]},"sha256":"{row["sha256"]}","sm3":"{row["sm3"]}"}}'.encode()
        for row in rows
    ]
    both = [tree(one, [one(b"\x00" + leaf) for leaf in leaves]) for one in (sm3_digest, sha256_digest)]  # fmt: skip
    return both[0].hex(), both[1].hex()


def turns(monkeypatch) -> list[int]:
    """How many acts each turn took, as they go."""
    taken: list[int] = []
    turn = sealing._turn

    def counted() -> tuple[int, int]:
        size, count = turn()
        taken.append(count)
        return size, count

    monkeypatch.setattr(sealing, "_turn", counted)
    return taken


def positions() -> list[tuple[int, str, int]]:
    rows = Seal.objects.order_by("position").values_list("position", "matter", "seq")
    return list(rows)


def recorded() -> list[tuple[str, int]]:
    """Acts in the order in which they were recorded."""
    return list(Act.objects.order_by("recorded_at").values_list("matter_id", "seq"))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 100])
def test_whatever_a_turn_takes_every_act_gets_the_next_position_once(office, monkeypatch, size):
    list(perform_many(requests(office, 5)))
    monkeypatch.setattr(sealing, "ACTS_A_TURN", size)
    total = Act.objects.count()
    taken = turns(monkeypatch)
    assert seal() == total == sum(taken)
    assert [one for one, _, _ in positions()] == list(range(1, total + 1))
    assert max(taken) <= size
    assert not Unsealed.objects.exists()
    assert not verify_store(deep=True).broken


def test_acts_get_their_positions_in_the_order_in_which_they_were_recorded(office, monkeypatch):
    monkeypatch.setattr(sealing, "ACTS_A_TURN", 2)
    list(perform_many(requests(office, 3)))
    seal()
    list(perform_many(requests(office, 3, first=3)))
    seal()
    assert [(matter, seq) for _, matter, seq in positions()] == recorded()


def test_what_is_sealed_is_never_sealed_anew(office):
    list(perform_many(requests(office, 2)))
    seal()
    before = positions()
    list(perform_many(requests(office, 2, first=2)))
    seal()
    assert positions()[: len(before)] == before
    assert len(positions()) == len(before) + 2


def test_the_digests_in_the_log_are_those_of_the_acts(office):
    list(perform_many(requests(office, 2)))
    seal()
    for row in Seal.objects.all():
        act = Act.objects.get(matter=row.matter, seq=row.seq)
        assert (row.sm3, row.sha256) == (act.sm3, act.sha256)
        assert row.sha256 == hashlib.sha256(bytes(act.form)).hexdigest()


def test_an_empty_queue_leaves_the_log_as_it_is(office, monkeypatch):
    size = seal()
    before = (positions(), list(Sealer.objects.values()))
    taken = turns(monkeypatch)
    assert seal() == size
    assert taken == [0]
    assert (positions(), list(Sealer.objects.values())) == before


def test_a_store_without_acts_has_a_log_of_nothing(db, store):
    assert seal() == 0
    made = checkpoint()
    assert (made.size, made.sm3, made.sha256) == (0, *roots(0))
    assert not verify_store().intact


@pytest.mark.parametrize("more", [1, 2, 3, 6])
def test_a_checkpoint_is_the_tree_recomputed_from_the_rows(office, monkeypatch, more):
    monkeypatch.setattr(sealing, "ACTS_A_TURN", 2)
    for turn in range(3):
        list(perform_many(requests(office, more, first=turn * more)))
        made = checkpoint()
        assert made.size == Act.objects.count()
        assert (made.sm3, made.sha256) == roots(made.size)


def test_a_checkpoint_seals_first_what_waits(office):
    list(perform_many(requests(office, 2)))
    assert Unsealed.objects.exists()
    assert checkpoint().size == Act.objects.count()
    assert not Unsealed.objects.exists()


def test_a_checkpoint_is_signed_by_the_node_and_kept_as_its_text(office):
    made = checkpoint()
    public = Ed25519PrivateKey.from_private_bytes(signing_key()).public_key().public_bytes_raw()
    assert made.verify(node_name(), public) is signed.Validity.VALID
    kept = Checkpoint.objects.get()
    assert (kept.size, kept.text) == (made.size, made.format())
    assert signed.Checkpoint.parse(kept.text) == made


def test_a_size_has_one_checkpoint_however_often_it_is_asked_for(office):
    first, second = checkpoint(), checkpoint()
    assert first == second
    list(perform_many(requests(office, 1)))
    checkpoint()
    assert Checkpoint.objects.count() == 2


def test_a_checkpoint_kept_under_another_size_is_found(office):
    list(perform_many(requests(office, 2)))
    made = checkpoint()
    Checkpoint.objects.update(size=made.size - 1)
    assert {one.code for one in verify_store().broken} == {"checkpoint.size"}


def test_an_older_checkpoint_holds_for_the_longer_log(office):
    old = checkpoint()
    list(perform_many(requests(office, 4)))
    seal()
    assert verify_store([old]).intact


def test_a_log_begun_anew_does_not_agree_with_what_was_kept(office):
    """Whoever empties the log and seals the same acts in another order is found by any kept checkpoint."""
    list(perform_many(requests(office, 2)))
    kept = checkpoint()
    seals = list(Seal.objects.order_by("-position").values_list("matter", "seq"))
    Seal.objects.all().delete()
    Sealer.objects.all().delete()
    Checkpoint.objects.all().delete()
    statements.write(statements.INSERT_UNSEALED, seals)
    assert seal() == kept.size
    assert not verify_store([kept]).intact


def test_only_what_was_taken_leaves_the_queue(office, monkeypatch):
    """Others may commit between those taken: what is not named stays, in parts as in one piece."""
    list(perform_many(requests(office, 5)))
    waiting = list(Unsealed.objects.order_by("id").values_list("id", flat=True))
    monkeypatch.setattr(statements, "ROWS_TOGETHER", 2)
    statements.take_from_queue(waiting[::2])
    assert list(Unsealed.objects.order_by("id").values_list("id", flat=True)) == waiting[1::2]
