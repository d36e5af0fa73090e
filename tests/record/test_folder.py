"""An exported folder verifies by itself, with Python's standard library and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import guiju
from guiju.record import attachments
from guiju.record.__main__ import main
from guiju.record.act import Kind
from guiju.record.canonical import encode
from guiju.record.checkpoint import Checkpoint
from guiju.record.digests import sha256, sha256_digest, sm3, sm3_digest
from guiju.record.folder import Key, verify_folder
from guiju.record.merkle import leaf_hash
from guiju.record.proofs import inclusion_proof
from tests.record.samples import (
    Store,
    chain,
    make_store,
    matter_id,
    place_of,
    sample_form,
    stored,
)
from tests.record.test_checkpoint import OTHER, PRIVATE, PUBLIC

SOURCE = Path(guiju.__file__).parent
NAMES = ("acts.jsonl", "digests.jsonl", "heads.jsonl", "leaves.jsonl")
STORE = make_store((5, 3, 6))


def write_lines(path: Path, values: list[object]) -> None:
    path.write_bytes(b"".join(encode(value) + b"\n" for value in values))


def leaf_lines(store: Store, proven: bool, matter: str = "") -> list[object]:
    leaves = [leaf.leaf() for leaf in store.log]
    hashes = {
        "sm3": [leaf_hash(sm3_digest, leaf) for leaf in leaves],
        "sha256": [leaf_hash(sha256_digest, leaf) for leaf in leaves],
    }
    digests = {"sm3": sm3_digest, "sha256": sha256_digest}
    lines: list[object] = []
    for index, row in enumerate(store.log):
        proof: dict[str, object] = {"size": len(leaves)}
        for name, digest in digests.items():
            parts = inclusion_proof(digest, hashes[name], index)
            proof[name] = [part.hex() for part in parts]
        if row.matter.startswith(matter):
            lines.append({"leaf": json.loads(leaves[index]), "proof": proof if proven else None})
    return lines


def export(folder: Path, store: Store, *, proven: bool = False, matter: str = "") -> Path:
    acts = [act for act in store.acts if place_of(act)[0].startswith(matter)]
    folder.mkdir()
    (folder / "acts.jsonl").write_bytes(b"".join(act.form + b"\n" for act in acts))
    rows = [dict(zip(("matter", "seq"), place_of(act), strict=True)) for act in acts]
    digests = [{"sm3": act.sm3, "sha256": act.sha256} for act in acts]
    write_lines(folder / "digests.jsonl", [a | b for a, b in zip(rows, digests, strict=True)])
    heads = [head._asdict() for head in store.heads if head.matter.startswith(matter)]
    write_lines(folder / "heads.jsonl", heads)
    write_lines(folder / "leaves.jsonl", leaf_lines(store, proven, matter))
    (folder / "checkpoints").mkdir()
    for number, kept in enumerate(store.checkpoints):
        (folder / f"checkpoints/{number}.txt").write_bytes(kept.format().encode())
    (folder / "files").mkdir()
    (folder / "files" / sha256(b"f")).write_bytes(b"f")
    return folder


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    return export(tmp_path / "whole", STORE)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return export(tmp_path / "case", STORE, proven=True, matter=matter_id(2))


def broken(folder: Path, **given: object) -> set[str]:
    return {finding.code for finding in verify_folder(folder, **given).broken}


def test_a_whole_store_and_a_case_file_are_intact(whole, case) -> None:
    for folder, acts in ((whole, 14), (case, 6)):
        report = verify_folder(folder)
        assert report.broken == []
        assert (report.state, report.acts, report.leaves) == ("intact", acts, acts)
        assert {finding.code for finding in report.not_verifiable} == {"signature.absent"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["whole", "case"])
def test_every_line_changed_deleted_doubled_or_moved_is_found(name, kind, request) -> None:
    path = request.getfixturevalue(kind) / name
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    for at, line in enumerate(lines):
        rest = lines[:at], lines[at + 1 :]
        assert found_with(path, [*rest[0], *rest[1]])
        assert broken_with(path, [*rest[0], line, line, *rest[1]])
        assert broken_with(path, [*rest[0], line[:-2] + b"\n", *rest[1]])
    for at in range(0, len(content), 11):
        assert found_with(path, [content[:at], bytes([content[at] ^ 1]), content[at + 1 :]]), at
    if name in {"acts.jsonl", "heads.jsonl"} and len(lines) > 1:
        assert broken_with(path, lines[::-1])


def found_with(path: Path, parts: list[bytes]) -> set[str]:
    """Say what is found at all; a proof that names another size leads to no kept checkpoint."""
    codes = broken_with(path, parts)
    report = verify_folder(path.parent)
    return codes | {found.code for found in report.not_verifiable} - {"signature.absent"}


def broken_with(path: Path, parts: list[bytes]) -> set[str]:
    path.write_bytes(b"".join(parts))
    return broken(path.parent)


def test_a_deleted_leaf_of_the_whole_log_is_found(whole) -> None:
    lines = (whole / "leaves.jsonl").read_bytes().splitlines(keepends=True)
    for at in range(len(lines)):
        assert broken_with(whole / "leaves.jsonl", [*lines[:at], *lines[at + 1 :]])


@pytest.mark.parametrize("name", NAMES)
def test_every_truncated_file_is_found(name, whole) -> None:
    path = whole / name
    content = path.read_bytes()
    for size in range(0, len(content), 37):
        path.write_bytes(content[:size])
        assert broken(whole), size
    path.write_bytes(content[:-1])
    assert "file.truncated" in broken(whole)
    path.unlink()
    if name in {"acts.jsonl", "digests.jsonl"}:
        assert "file.missing" in broken(whole)
    else:
        codes = {finding.code for finding in verify_folder(whole).not_verifiable}
        assert codes & {"head.absent", "leaf.absent"}


def test_a_line_that_cannot_be_read_is_placed_by_line_and_by_act(whole) -> None:
    path = whole / "acts.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"{\n", *lines[2:]]))
    found = {
        (finding.code, finding.place.file, finding.place.seq)
        for finding in verify_folder(whole).broken
    }
    assert ("act.unknown", "acts.jsonl:2", 0) in found
    assert ("act.missing", "acts.jsonl", 2) in found


def test_an_attachment_changed_missing_or_unnamed_is_found(whole) -> None:
    path = whole / "files" / sha256(b"f")
    (whole / "files" / "other").write_bytes(b"")
    report = verify_folder(whole)
    assert "file.unnamed" in {finding.code for finding in report.not_verifiable}
    path.write_bytes(b"g")
    assert broken(whole) == {"file.changed"}
    path.unlink()
    report = verify_folder(whole)
    assert {finding.code for finding in report.broken} == {"file.missing"}
    assert report.broken[0].place.seq == 5
    assert "笔录.pdf" in report.broken[0].sentence


def attached(tmp_path: Path, content: bytes, **given: object) -> Path:
    """Export one act with one attachment, of which the act says something else."""
    file = {"name": "笔录.pdf", "size": 1, "sha256": sha256(b"f"), "sm3": sm3(b"f"), **given}
    store = Store([stored(replace(sample_form(matter_id(0), 1), files=[file]))], [], [])
    folder = export(tmp_path / "attached", store)
    (folder / "heads.jsonl").unlink()
    (folder / "files" / sha256(b"f")).write_bytes(content)
    return folder


@pytest.mark.parametrize(
    ("content", "given"),
    [
        (b"f", {"size": 2}),
        (b"f", {"sm3": sm3(b"g")}),
        (b"g", {"sm3": sm3(b"g")}),
    ],
    ids=["size", "sm3", "sha256"],
)
def test_an_attachment_must_agree_with_size_and_both_digests(content, given, tmp_path) -> None:
    assert broken(attached(tmp_path, content, **given)) == {"file.changed"}


def test_without_a_hosts_sm3_a_large_attachment_is_checked_by_sha256(tmp_path, monkeypatch) -> None:
    plain = attachments.SM3._replace(source="plain")
    monkeypatch.setattr(attachments, "SM3", plain)
    folder = attached(tmp_path, b"f", sm3=sm3(b"g"))
    assert broken(folder) == {"file.changed"}
    monkeypatch.setattr(attachments, "PLAIN_LIMIT", 0)
    report = verify_folder(folder)
    assert report.broken == []
    assert "file.sm3" in {finding.code for finding in report.not_verifiable}


def test_an_attachment_erased_by_law_is_not_broken(tmp_path) -> None:
    matter = matter_id(0)
    acts = list(chain(matter, 5))
    erasure = replace(sample_form(matter, 6, acts[-1].sm3), kind=Kind.ERASURE, act="")
    acts.append(stored(erasure))
    store = Store(acts, [], [])
    folder = export(tmp_path / "erased", store)
    (folder / "heads.jsonl").unlink()
    (folder / "leaves.jsonl").unlink()
    (folder / "files" / sha256(b"f")).unlink()
    report = verify_folder(folder)
    assert report.broken == []
    assert "file.erased" in {finding.code for finding in report.not_verifiable}


def test_a_checkpoint_kept_elsewhere_finds_an_older_copy(whole) -> None:
    longer = make_store((5, 3, 7))
    kept = Checkpoint.parse(longer.checkpoints[-1].format())
    assert broken(whole, kept=[kept]) == {"log.truncated"}


def test_a_proof_against_another_root_is_found(case) -> None:
    forged = replace(STORE.checkpoints[-1], sha256="0" * 64)
    (case / "checkpoints/1.txt").write_bytes(forged.format().encode())
    assert broken(case) == {"proof.mismatch"}
    assert broken(case, kept=STORE.checkpoints) == {"root.mismatch"}


def test_a_proof_without_its_checkpoint_is_not_verifiable(case) -> None:
    (case / "checkpoints/1.txt").unlink()
    report = verify_folder(case)
    assert report.broken == []
    assert {finding.code for finding in report.not_verifiable} >= {"checkpoint.absent"}


def test_signatures_are_checked_with_the_keys_given(whole) -> None:
    path = whole / "checkpoints/1.txt"
    signed = STORE.checkpoints[-1].sign("杭州市局", PRIVATE)
    path.write_bytes(signed.format().encode())
    (whole / "checkpoints/0.txt").unlink()
    keys = [Key("杭州市局", PUBLIC)]
    assert verify_folder(whole, keys=keys).not_verifiable == []
    moved = replace(signed, signatures=signed.sign("杭州市局", OTHER).signatures[1:])
    path.write_bytes(moved.format().encode())
    report = verify_folder(whole, keys=keys)
    assert {finding.code for finding in report.not_verifiable} == {"signature.absent"}
    content = bytes([signed.signatures[0].content[0] ^ 1]) + signed.signatures[0].content[1:]
    spoilt = replace(signed, signatures=(replace(signed.signatures[0], content=content),))
    path.write_bytes(spoilt.format().encode())
    assert broken(whole, keys=keys) == {"signature.invalid"}


def run_alone(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, str]:
    """Run the exported verifier: this room in a folder of its own, no other package."""
    program = folder.parent / f"verifier-{folder.name}"
    if not program.exists():
        (program / "guiju").mkdir(parents=True)
        shutil.copy(SOURCE / "__init__.py", program / "guiju")
        skip = shutil.ignore_patterns("__pycache__")
        shutil.copytree(SOURCE / "record", program / "guiju/record", ignore=skip)
        (program / "__main__.py").write_text(
            "import sys\nfrom guiju.record.__main__ import main\nsys.exit(main())\n"
        )
    command = [sys.executable, "-I", "-S", "-B", str(program), *arguments]
    answer = subprocess.run(command, check=False, capture_output=True, input=given)
    assert answer.stderr == b""
    return answer.returncode, answer.stdout.decode("utf-8")


def test_the_verifier_travels_with_the_case_file(case) -> None:
    code, text = run_alone(case, "verify", str(case))
    assert code == 0
    assert text.startswith("核验结论：完好\n行为 6 件，办件 1 件\n")
    path = case / "acts.jsonl"
    path.write_bytes(path.read_bytes().replace(b"120003", b"120004"))
    code, text = run_alone(case, "verify", str(case), "--format", "json")
    answer = json.loads(text)
    assert (code, answer["state"]) == (1, "broken")
    assert {(found["code"], found["seq"]) for found in answer["broken"]} >= {("form.changed", 3)}


def test_without_the_library_signatures_are_said_to_be_unchecked(case) -> None:
    signed = STORE.checkpoints[-1].sign("node", PRIVATE)
    (case / "checkpoints/1.txt").write_bytes(signed.format().encode())
    code, text = run_alone(case, "verify", str(case), "--key", f"node:{PUBLIC.hex()}")
    assert code == 0
    assert "本机没有 Ed25519" in text


def test_both_hosts_say_the_same(case, whole, capsysbinary) -> None:
    for folder in (case, whole):
        for change in (b"", b"120002", b"\xe3\x99\x93"):
            path = folder / "acts.jsonl"
            content = path.read_bytes()
            path.write_bytes(content.replace(change, b"1") if change else content)
            code = main(["verify", str(folder), "--format", "json"])
            here = capsysbinary.readouterr().out.decode()
            assert run_alone(folder, "verify", str(folder), "--format", "json") == (code, here)
            path.write_bytes(content)


def test_an_empty_folder_is_never_intact(tmp_path, capsysbinary) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"")
    assert main(["verify", str(tmp_path)]) == 2
    assert "核验结论：无法核验" in capsysbinary.readouterr().out.decode()
    assert main(["verify", str(tmp_path / "none")]) == 2


def test_digest_gives_both_digests_of_a_canonical_act(case) -> None:
    act = STORE.acts[0]
    code, text = run_alone(case, "digest", given=act.form)
    assert (code, json.loads(text)) == (0, {"sha256": act.sha256, "sm3": sm3(act.form)})


def test_digest_refuses_a_second_encoding(monkeypatch, capsys) -> None:
    class Input:
        class buffer:  # noqa: N801  # stands for the stream's attribute
            @staticmethod
            def read() -> bytes:
                return b'{"b": 1}'

    monkeypatch.setattr(sys, "stdin", Input)
    assert main(["digest"]) == 2
    assert "record.second_encoding" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["node", "node:zz"])
def test_a_malformed_key_is_refused(key, whole, capsys) -> None:
    assert main(["verify", str(whole), "--key", key]) == 2
    assert "公钥" in capsys.readouterr().err


def test_a_checkpoint_on_the_command_line_is_read(whole, tmp_path, capsysbinary) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_bytes(make_store((5, 3, 7)).checkpoints[-1].format().encode())
    assert main(["verify", str(whole), "--checkpoint", str(kept)]) == 1
    assert "日志被截去" in capsysbinary.readouterr().out.decode()
    assert main(["verify", str(whole), "--checkpoint", str(tmp_path / "none")]) == 2
