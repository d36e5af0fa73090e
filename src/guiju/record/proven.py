"""Leaves that travel with a proof instead of the whole log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.record.act import is_hex, is_uuid
from guiju.record.digests import SHA256, SM3, Algorithm
from guiju.record.errors import RecordError
from guiju.record.log import Sealed
from guiju.record.merkle import LEAF_FORMAT, leaf_hash
from guiju.record.proofs import inclusion_root
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guiju.record.checkpoint import Checkpoint

_LEAF_KEYS = frozenset({"format", "matter", "position", "seq", "sha256", "sm3"})
_PROOF_KEYS = frozenset({"sha256", "size", "sm3"})


class Proof(NamedTuple):
    """That a leaf is in the log of a size, over both digests; hashes in hex, lowest first."""

    size: int
    sm3: list[str]
    sha256: list[str]


class Leaf(NamedTuple):
    """A leaf, and its proof where the whole log is not at hand."""

    row: Sealed
    proof: Proof | None


def read_leaf(value: Mapping[str, Any]) -> Leaf | None:
    """Read a line of ``leaves.jsonl``.

    Args:
        value: decoded line.

    Returns:
        The leaf; None when it is not of the form.
    """
    if value.keys() != {"leaf", "proof"} or not _is_leaf(value["leaf"]):
        return None
    proof = value["proof"]
    if proof is not None and not _is_proof(proof):
        return None
    leaf = {name: item for name, item in value["leaf"].items() if name != "format"}
    return Leaf(Sealed(**leaf), None if proof is None else Proof(**proof))


def _is_leaf(value: object) -> bool:
    if type(value) is not dict or value.keys() != _LEAF_KEYS or value["format"] != LEAF_FORMAT:
        return False
    numbers = (value["position"], value["seq"])
    texts = (value["matter"], value["sha256"], value["sm3"])
    return (
        all(type(number) is int and number > 0 for number in numbers)
        and all(type(text) is str for text in texts)
        and is_uuid(value["matter"])
        and is_hex(value["sha256"])
        and is_hex(value["sm3"])
    )


def _is_proof(value: object) -> bool:
    if type(value) is not dict or value.keys() != _PROOF_KEYS or type(value["size"]) is not int:
        return False
    return all(_is_hashes(value[name]) for name in ("sm3", "sha256"))


def _is_hashes(value: object) -> bool:
    return type(value) is list and all(type(item) is str and is_hex(item) for item in value)


def verify_proofs(
    leaves: Iterable[Leaf], checkpoints: Iterable[Checkpoint], report: Report
) -> None:
    """Verify leaves by their proofs.

    Args:
        leaves: leaves with proofs.
        checkpoints: checkpoints the proofs may lead to.
        report: report to add to.
    """
    roots: dict[int, set[tuple[str, str]]] = {}
    for kept in checkpoints:
        roots.setdefault(kept.size, set()).add((kept.sm3, kept.sha256))
    for size, found in sorted(roots.items()):
        if len(found) > 1:
            report.add_broken(
                Place(position=size, column="root"),
                "root.mismatch",
                f"条数同为 {size} 的检查点，根却不同：至少有一份不是这一日志的。",
            )
    for leaf in leaves:
        report.leaves += 1
        _verify_proof(leaf, roots, report)


def _verify_proof(leaf: Leaf, roots: Mapping[int, set[tuple[str, str]]], report: Report) -> None:
    row, proof = leaf
    place = Place(row.matter, row.seq, "proof", row.position)
    if proof is None:
        report.add_not_verifiable(place, "proof.absent", "这一位没有证明。")
    elif proof.size not in roots:
        report.add_not_verifiable(
            place, "checkpoint.absent", f"没有 {proof.size} 位的检查点可以对照这一证明。"
        )
    elif _proven(row, proof) not in roots[proof.size]:
        report.add_broken(
            place,
            "proof.mismatch",
            "证明所得的根与检查点不符：这一位不在留存的日志里，或者被改过。",
        )


def _proven(row: Sealed, proof: Proof) -> tuple[str, str] | None:
    try:
        leaf = row.leaf()
    except RecordError:
        return None
    first = _root(SM3, leaf, row, proof.size, proof.sm3)
    second = _root(SHA256, leaf, row, proof.size, proof.sha256)
    return None if first is None or second is None else (first, second)


def _root(
    algorithm: Algorithm, leaf: bytes, row: Sealed, size: int, hashes: list[str]
) -> str | None:
    digest = algorithm.digest
    beside = [bytes.fromhex(item) for item in hashes]
    found = inclusion_root(digest, leaf_hash(digest, leaf), row.position - 1, size, beside)
    return None if found is None else found.hex()
