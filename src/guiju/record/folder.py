"""Verification of an exported folder, with nothing but the folder and this room.

The folder is read into memory: a case file is small. The layout is in ``docs/reference/record.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from guiju.record.attachments import Attachments
from guiju.record.canonical import decode
from guiju.record.checkpoint import Checkpoint, Validity
from guiju.record.errors import RecordError
from guiju.record.log import verify_log
from guiju.record.proven import Leaf, read_leaf, verify_proofs
from guiju.record.report import Place, Report
from guiju.record.verifier import Head, StoredAct, verify_acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

ACTS = "acts.jsonl"
DIGESTS = "digests.jsonl"
HEADS = "heads.jsonl"
LEAVES = "leaves.jsonl"
CHECKPOINTS = "checkpoints"
FILES = "files"

_COLUMNS = ("matter", "seq", "sm3", "sha256")


class Line(NamedTuple):
    """A line of a file of the folder."""

    number: int
    content: bytes
    value: dict[str, Any] | None


class Key(NamedTuple):
    """A public key somebody vouches for."""

    name: str
    public: bytes


def verify_folder(
    folder: Path, *, kept: Sequence[Checkpoint] = (), keys: Sequence[Key] = ()
) -> Report:
    """Verify an exported folder.

    Args:
        folder: the folder.
        kept: checkpoints kept elsewhere, besides those in the folder.
        keys: public keys to check the checkpoints' signatures with.

    Returns:
        The report.
    """
    report = Report()
    attachments = Attachments(folder / FILES, report)
    acts = list(_stored_acts(folder, report))
    checkpoints = [*kept, *_checkpoints(folder / CHECKPOINTS, keys, report)]
    leaves = [*_leaves(folder, report)] if (folder / LEAVES).exists() else None
    heads = [*_heads(folder, report)] if (folder / HEADS).exists() else None
    rows = None if leaves is None else sorted(leaf.row for leaf in leaves)
    verify_acts(acts, heads, rows, report, attachments.note)
    report.note_if_empty()
    if leaves is not None and any(leaf.proof is not None for leaf in leaves):
        verify_proofs(leaves, checkpoints, report)
    elif leaves is not None:
        verify_log((leaf.row for leaf in leaves), checkpoints, report)
    attachments.verify()
    if report.unsealed:
        report.add_not_verifiable(
            Place(file=LEAVES), "leaf.absent", f"{report.unsealed} 件行为没有叶，未与日志对照。"
        )
    return report


def _lines(path: Path, report: Report) -> Iterator[Line]:
    """Read a file of one canonical value a line, reporting lines that are not."""
    if not path.is_file():
        report.add_broken(Place(file=path.name), "file.missing", "缺这个文件。")
        return
    lines = path.read_bytes().split(b"\n")
    if lines.pop():
        report.add_broken(
            Place(file=path.name), "file.truncated", "末行没有换行：文件被截断或者被编辑过。"
        )
    for number, content in enumerate(lines, 1):
        yield Line(number, content, _value(content))


def _value(content: bytes) -> dict[str, Any] | None:
    try:
        value = decode(content)
    except RecordError:
        return None
    return value if isinstance(value, dict) else None


def _rows(path: Path, names: tuple[str, ...], report: Report) -> Iterator[dict[str, Any]]:
    """Read rows that have exactly these columns, numbers as integers and texts as texts."""
    types = {name: int if name in {"seq", "position"} else str for name in names}
    for line in _lines(path, report):
        value = line.value
        if value is None or {name: type(item) for name, item in value.items()} != types:
            report.add_broken(
                Place(file=f"{path.name}:{line.number}"),
                "row.malformed",
                f"这一行应当是规定编码的对象，恰有 {'、'.join(sorted(names))} 各项。",
            )
        else:
            yield value


def _stored_acts(folder: Path, report: Report) -> Iterator[StoredAct]:
    digests: dict[tuple[str, int], dict[str, Any]] = {}
    for row in _rows(folder / DIGESTS, _COLUMNS, report):
        place = (row["matter"], row["seq"])
        if place in digests:
            report.add_broken(
                Place(*place, file=DIGESTS), "digest.repeated", "同一行为有两行摘要。"
            )
        digests[place] = row
    waiting = []
    for line in _lines(folder / ACTS, report):
        claimed = digests.pop(_place(line.value), None)
        if claimed is None:
            waiting.append(line)
        else:
            yield _stored(line.content, claimed)
    _report_unclaimed(waiting, digests, report)


def _report_unclaimed(
    lines: Sequence[Line], digests: Iterable[tuple[str, int]], report: Report
) -> None:
    """Report acts without digests, and digests without acts."""
    for line in lines:
        report.add_broken(
            Place(*_place(line.value), file=f"{ACTS}:{line.number}"),
            "act.unknown",
            "这一行没有对应的摘要行：被改过、被添加，或者摘要行被删。",
        )
    for place in digests:
        report.add_broken(
            Place(*place, file=ACTS),
            "act.missing",
            "有摘要而没有这件行为：被删，或者被改得不可辨认。",
        )


def _place(value: Mapping[str, Any] | None) -> tuple[str, int]:
    matter, seq = ("", 0) if value is None else (value.get("matter"), value.get("seq"))
    return (matter, seq) if isinstance(matter, str) and type(seq) is int else ("", 0)


def _stored(content: bytes, row: Mapping[str, Any]) -> StoredAct:
    columns = {"matter": row["matter"], "seq": row["seq"]}
    return StoredAct(content, row["sm3"], row["sha256"], columns)


def _heads(folder: Path, report: Report) -> Iterator[Head]:
    for row in _rows(folder / HEADS, ("matter", "seq", "sm3"), report):
        yield Head(row["matter"], row["seq"], row["sm3"])


def _leaves(folder: Path, report: Report) -> Iterator[Leaf]:
    for line in _lines(folder / LEAVES, report):
        leaf = None if line.value is None else read_leaf(line.value)
        if leaf is None:
            report.add_broken(
                Place(file=f"{LEAVES}:{line.number}"),
                "row.malformed",
                "这一行不是规定编码的叶和证明。",
            )
        else:
            yield leaf


def _checkpoints(folder: Path, keys: Sequence[Key], report: Report) -> Iterator[Checkpoint]:
    for path in sorted(folder.glob("*.txt")):
        name = f"{CHECKPOINTS}/{path.name}"
        try:
            checkpoint = Checkpoint.parse(path.read_bytes().decode("utf-8"))
        except RecordError as error:
            report.add_broken(Place(file=name), error.code, error.sentence)
        except UnicodeDecodeError:
            report.add_broken(Place(file=name), "record.utf8", "检查点不是 UTF-8 文本。")
        else:
            verify_signatures(checkpoint, name, keys, report)
            yield checkpoint


def verify_signatures(
    checkpoint: Checkpoint, file: str, keys: Sequence[Key], report: Report
) -> None:
    """Check the signatures of a checkpoint.

    Args:
        checkpoint: the checkpoint.
        file: where it stands.
        keys: keys somebody vouches for.
        report: report to add to.
    """
    place = Place(file=file)
    verdicts = [checkpoint.verify(key.name, key.public) for key in keys]
    if Validity.INVALID in verdicts:
        report.add_broken(place, "signature.invalid", "签名与内容不符：检查点或者签名被改过。")
    elif Validity.UNKNOWN in verdicts:
        report.add_not_verifiable(
            place, "signature.unknown", "本机没有 Ed25519，未核对签名；安装 cryptography 后再核对。"
        )
    elif Validity.VALID not in verdicts:
        report.add_not_verifiable(
            place, "signature.absent", "没有所给公钥的签名，不能说明是谁留存的检查点。"
        )
