"""``guiju perform``: acts from a file or the standard input, through the one way in."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from guiju.cli.causes import why
from guiju.cli.lines import LONGEST_LINE, REFERRING, LineError, parse_line
from guiju.cli.opening import opened
from guiju.cli.parsing import add_store, command
from guiju.cli.telling import DONE, FAILED, as_line, working

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from guiju.cli.parsing import Commands
    from guiju.matters.requests import ActRequest, FileRef, Outcome, Refusal

STANDARD_INPUT: Final = "-"
TOGETHER: Final = 500


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    text = (
        "办理行为：一行一个 JSON 对象，逐行给出结果；有被拒绝的退出码为 1\n\n"
        '键：procedure、body（立件时）、act、matter（办件编号，或者 {"line": 前面的行号}）、by、recorded_by、role、\n'
        "done_on、done_at、data、signers、kind、files（文件路径，相对于输入文件）、proof、expected_seq、source、relation。\n"
        "一行有误只影响这一行和引用它的行，其余照办。"
    )
    parser = command(commands, "perform", text, _perform)
    parser.add_argument(
        "--json", metavar="FILE", nargs="?", const=STANDARD_INPUT, required=True,
        help="输入文件；不写或写 - 时读标准输入",
    )  # fmt: skip
    add_store(parser)


def _perform(options: argparse.Namespace) -> int:
    refused = 0
    with _input(options.json) as (lines, folder), opened(options), working("办理"):
        for told in Performing(folder).outcomes(bounded(lines)):
            refused += not told["accepted"]
            as_line(told)
    return FAILED if refused else DONE


@contextmanager
def _input(name: str) -> Iterator[tuple[BinaryIO, Path]]:
    """The lines, and the folder that file names are relative to."""
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer, Path.cwd()
    else:
        path = Path(name)
        with path.open("rb") as file:
            yield file, path.parent


def bounded(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only so much as shows it."""
    while line := file.readline(LONGEST_LINE + 2):
        yield line
        while not line.endswith(b"\n") and len(line) > LONGEST_LINE:
            line = file.readline(LONGEST_LINE + 2)


@dataclass
class Performing:
    """Performs lines, as many together as do not refer to one another.

    Attributes:
        folder: what file names are relative to.
        matters: line → the matter of an accepted act.
    """

    folder: Path
    matters: dict[int, str] = field(default_factory=dict)
    _waiting: list[tuple[int, ActRequest]] = field(default_factory=list)

    def outcomes(self, lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
        """Perform lines in order; empty ones are passed over.

        Args:
            lines: the input.

        Yields:
            One plain value for each line, in their order.
        """
        for number, content in enumerate(lines, 1):
            if content.strip():
                yield from self._line(number, content)
        yield from self._flush()

    def _line(self, number: int, content: bytes) -> Iterator[dict[str, Any]]:
        from guiju.matters.requests import Refused

        try:
            value = parse_line(content)
            if self._refers_to_waiting(value) or len(self._waiting) >= TOGETHER:
                yield from self._flush()
            self._waiting.append((number, self._request(value, number)))
        except LineError as error:
            yield from self._flush()
            yield _not_read(number, error)
        except Refused as refused:
            yield from self._flush()
            yield _answer(number, accepted=False, refusal=refused.refusal)

    def _refers_to_waiting(self, value: dict[str, Any]) -> bool:
        named = {value[key]["line"] for key in REFERRING if isinstance(value.get(key), dict)}
        return any(number in named for number, _ in self._waiting)

    def _request(self, value: dict[str, Any], number: int) -> ActRequest:
        from guiju.matters.requests import ActRequest

        for key in REFERRING:
            if isinstance(value.get(key), dict):
                value[key] = self._matter_of(value[key]["line"], number)
        value["files"] = tuple(self._kept(name) for name in value.get("files", ()))
        return ActRequest(**value)

    def _matter_of(self, line: int, number: int) -> str:
        found = self.matters.get(line)
        if found is None:
            where = "在后面，或者是本行" if line >= number else "没有办成"
            raise LineError(
                code="input.reference",
                sentence=f"引用的第{line}行{where}。请先改正被引用的行，再提交这一行。",
            )
        return found

    def _kept(self, name: str) -> FileRef:
        from guiju.matters.files import keep

        path = self.folder / name
        try:
            _check_file(path, name)
            return keep(path.name, path.read_bytes())
        except OSError as error:
            raise LineError(
                code="input.file",
                sentence=f"读不到文件“{name}”：{why(error)}。请核对路径（相对于输入文件）。",
            ) from error

    def _flush(self) -> Iterator[dict[str, Any]]:
        waiting, self._waiting = self._waiting, []
        done = _performed([request for _, request in waiting])
        for (number, _), outcome in zip(waiting, done, strict=True):
            if outcome.accepted:
                self.matters[number] = outcome.matter
            yield _told(number, outcome)


def _check_file(path: Path, name: str) -> None:
    """Refuse, before it is read, what is no ordinary file or too large for one."""
    from guiju.matters.files import MAXIMUM_BYTES

    size = path.stat().st_size
    if not path.is_file():
        raise LineError(
            code="input.file", sentence=f"“{name}”不是文件。请核对路径（相对于输入文件）。"
        )
    if size > MAXIMUM_BYTES:
        limit = MAXIMUM_BYTES // 1024 // 1024
        raise LineError(
            code="file.too_large",
            sentence=f"文件“{name}”有{size / 1024 / 1024:.1f}MB，超过单个文件{limit}MB的上限。请降低扫描分辨率或者拆分。",
        )


def _performed(requests: Sequence[ActRequest]) -> list[Outcome]:
    """The outcome of each request; where rules cannot be applied to one, the others are performed all the same."""
    from guiju.lawbook.errors import CatalogError
    from guiju.matters.services import perform_many
    from guiju.procedure import ProcedureError

    try:
        return list(perform_many(requests))
    except (CatalogError, ProcedureError):
        return [_alone(request) for request in requests]


def _alone(request: ActRequest) -> Outcome:
    from guiju.lawbook.errors import CatalogError
    from guiju.matters.requests import Outcome, Refusal
    from guiju.matters.services import perform
    from guiju.procedure import ProcedureError

    try:
        return perform(request)
    except (CatalogError, ProcedureError) as error:
        sentence = f"按所填的日期推算不出期限：{error}请核对 done_on；日期无误的，请补充当时的日历或者参数。"
        return Outcome(request.matter, refusal=Refusal(f"rules.{error.code}", sentence))


def _told(number: int, outcome: Outcome) -> dict[str, Any]:
    return _answer(
        number, accepted=outcome.accepted, matter=outcome.matter, seq=outcome.seq,
        number_given=outcome.number, conflicts=outcome.conflicts, refusal=outcome.refusal,
    )  # fmt: skip


def _not_read(number: int, error: LineError) -> dict[str, Any]:
    from guiju.matters.requests import Refusal

    return _answer(
        number, accepted=False, refusal=Refusal(error.code, f"第{number}行：{error.sentence}")
    )


def _answer(  # noqa: PLR0913 -- the keys of one answer, all by name
    line: int,
    *,
    accepted: bool,
    matter: str = "",
    seq: int = 0,
    number_given: str = "",
    conflicts: Iterable[str] = (),
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    return {
        "line": line,
        "accepted": accepted,
        "matter": matter,
        "seq": seq,
        "number": number_given,
        "conflicts": list(conflicts),
        "refusal": _refusal_value(refusal) if refusal is not None else None,
    }


def _refusal_value(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "sentence": refusal.sentence,
        "cite": refusal.cite,
        "passes_on": refusal.passes_on.isoformat() if refusal.passes_on else None,
        "helps": list(refusal.helps),
        "problems": dict(refusal.problems),
    }
