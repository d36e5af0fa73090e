"""The committed vectors: recomputed from the format alone, and by this room."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from guiju.record.act import ActForm
from guiju.record.canonical import FAST, PORTABLE, decode_with, encode_with
from guiju.record.checkpoint import Checkpoint, Validity
from guiju.record.commitment import commit
from guiju.record.digests import SHA256, SM3, plain_sm3, sha256, sm3
from guiju.record.log import Sealed
from guiju.record.merkle import Frontier, leaf_hash, root
from guiju.record.proofs import consistency_proof, inclusion_proof

HERE = Path(__file__).parent
VECTORS = {path.stem: json.loads(path.read_text("utf-8")) for path in HERE.glob("vectors/*.json")}
ALGORITHMS = (SM3, SHA256)


def named(rows: list[dict[str, object]]) -> list[object]:
    return [pytest.param(row, id=str(number)) for number, row in enumerate(rows)]


@pytest.fixture(scope="module")
def recomputed() -> dict[str, object]:
    command = [sys.executable, "-I", "-S", str(HERE / "recompute_vectors.py")]
    answer = subprocess.run(command, check=True, capture_output=True)
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    "name", ["values", "digests", "commitments", "acts", "merkle", "checkpoint"]
)
def test_a_program_of_its_own_recomputes_the_vectors(name, recomputed) -> None:
    committed = VECTORS[name]
    if name == "checkpoint":
        committed = {"body": committed["body"]}
    assert recomputed[name] == committed


def test_that_program_shares_no_code_with_this_one() -> None:
    assert "guiju." not in (HERE / "recompute_vectors.py").read_text("utf-8")


@pytest.mark.parametrize("row", named(VECTORS["values"]))
@pytest.mark.parametrize("codec", [FAST, PORTABLE], ids=lambda codec: codec.name)
def test_values_have_their_bytes(row, codec) -> None:
    assert encode_with(codec, row["value"]).hex() == row["bytes"]
    assert decode_with(codec, bytes.fromhex(row["bytes"])) == row["value"]


@pytest.mark.parametrize("row", named(VECTORS["digests"]))
def test_texts_have_their_digests(row) -> None:
    content = row["text"].encode()
    assert (sm3(content), sha256(content)) == (row["sm3"], row["sha256"])
    assert plain_sm3(content).hex() == row["sm3"]


@pytest.mark.parametrize("row", named(VECTORS["commitments"]))
def test_private_values_have_their_commitments(row) -> None:
    assert commit(row["value"], bytes.fromhex(row["salt"])) == row["commitment"]


@pytest.mark.parametrize("row", named(VECTORS["acts"]))
def test_acts_have_their_bytes_and_digests(row) -> None:
    content = bytes.fromhex(row["bytes"])
    form = ActForm.from_bytes(content)
    assert form.to_value() == row["form"]
    assert form.to_bytes() == content
    assert (sm3(content), sha256(content)) == (row["sm3"], row["sha256"])


def test_the_acts_are_one_chain() -> None:
    forms = [row["form"] for row in VECTORS["acts"]]
    digests = ["0" * 64, *(row["sm3"] for row in VECTORS["acts"])]
    assert [form["previous"] for form in forms] == digests[:-1]


def leaves() -> list[bytes]:
    rows = VECTORS["merkle"]["leaves"]
    made = []
    for row in rows:
        parts = {name: part for name, part in row["leaf"].items() if name != "format"}
        made.append(Sealed(**parts).leaf())
        assert made[-1].hex() == row["bytes"]
    return made


@pytest.mark.parametrize("algorithm", ALGORITHMS, ids=lambda algorithm: algorithm.name)
def test_trees_have_their_roots_and_proofs(algorithm) -> None:
    digest, name = algorithm.digest, algorithm.name
    hashes = [leaf_hash(digest, leaf) for leaf in leaves()]
    for row in VECTORS["merkle"]["roots"]:
        grown = Frontier(digest)
        grown.extend(hashes[: row["size"]])
        assert root(digest, hashes[: row["size"]]).hex() == grown.root().hex() == row[name]
    for row in VECTORS["merkle"]["inclusion"]:
        proof = inclusion_proof(digest, hashes[: row["size"]], row["index"])
        assert [part.hex() for part in proof] == row[name]
    for row in VECTORS["merkle"]["consistency"]:
        proof = consistency_proof(digest, hashes[: row["second"]], row["first"])
        assert [part.hex() for part in proof] == row[name]


def test_the_signed_checkpoint_is_that_of_the_fixed_key() -> None:
    vector = VECTORS["checkpoint"]
    private, public = (bytes.fromhex(vector[name]) for name in ("private_key", "public_key"))
    read = Checkpoint.parse(vector["text"])
    assert read.body() == vector["body"]
    assert read.verify(vector["name"], public) is Validity.VALID
    unsigned = Checkpoint.parse(f"{vector['body']}\n")
    assert unsigned.sign(vector["name"], private).format() == vector["text"]
    Ed25519PublicKey.from_public_bytes(public).verify(
        read.signatures[0].content, vector["body"].encode()
    )
