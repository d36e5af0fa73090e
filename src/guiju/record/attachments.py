"""Attachments of an exported folder: each file named by the acts is there and unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from guiju.record.act import Kind
from guiju.record.digests import SM3, sha256, sm3
from guiju.record.report import Place, Report

if TYPE_CHECKING:
    from pathlib import Path

# Plain SM3 takes about two seconds a megabyte; above this SHA-256 alone answers.
PLAIN_LIMIT: Final = 1_000_000


class Attachments:
    """Gathers the files the acts name, then looks at them.

    Args:
        folder: folder that holds them under their SHA-256.
        report: report to add to.
    """

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder = folder
        self._report = report
        self._named: list[tuple[Place, dict[str, Any]]] = []
        self._erased: set[str] = set()

    def note(self, form: dict[str, Any]) -> None:
        """Note the files an act names.

        Args:
            form: a form of the format.
        """
        if form["kind"] == Kind.ERASURE.value:
            self._erased.add(form["matter"])
        place = Place(form["matter"], form["seq"], "files")
        self._named.extend((place, file) for file in form["files"])

    def verify(self) -> None:
        """Look at every file named, and report those nobody names."""
        for place, file in self._named:
            self._look(place._replace(file=f"files/{file['sha256']}"), file)
        named = {file["sha256"] for _, file in self._named}
        for path in sorted(self._folder.glob("*")):
            if path.name not in named:
                self._report.add_not_verifiable(
                    Place(file=f"files/{path.name}"), "file.unnamed", "没有行为提到这个文件。"
                )

    def _look(self, place: Place, file: dict[str, Any]) -> None:
        path = self._folder / file["sha256"]
        if not path.is_file():
            self._missing(place, file["name"])
            return
        content = path.read_bytes()
        if sha256(content) != file["sha256"] or len(content) != file["size"]:
            self._report.add_broken(
                place, "file.changed", f"附件《{file['name']}》与行为所记的摘要不符：文件被改过。"
            )
        elif SM3.source == "plain" and len(content) > PLAIN_LIMIT:
            self._report.add_not_verifiable(
                place, "file.sm3", "本机没有 SM3，这个附件只核对了 SHA-256。"
            )
        elif sm3(content) != file["sm3"]:
            self._report.add_broken(
                place, "file.changed", f"附件《{file['name']}》与行为所记的 SM3 不符。"
            )

    def _missing(self, place: Place, name: str) -> None:
        if place.matter in self._erased:
            self._report.add_not_verifiable(
                place, "file.erased", f"附件《{name}》不在；这一办件有依法删除的记录。"
            )
        else:
            self._report.add_broken(place, "file.missing", f"缺附件《{name}》。")
