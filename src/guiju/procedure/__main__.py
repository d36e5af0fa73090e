"""``python -m guiju.procedure run < cases.jsonl > results.jsonl``."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from guiju.procedure.errors import ProcedureError
from guiju.procedure.traces import run_trace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

_USAGE = "用法：python -m guiju.procedure run < cases.jsonl > results.jsonl"
_BAD_INPUT = 2


def main(arguments: list[str], lines: Iterable[str], out: TextIO, err: TextIO) -> int:
    """Runs the cases, one a line; a line that cannot be run is named and passed over.

    Args:
        arguments: The command line after the program's name.
        lines: The cases, each ``{"graph", "trace"}``.
        out: Where results go, each ``{"results"}``.
        err: Where sentences go.

    Returns:
        0, or 2 if the command or any line was wrong.
    """
    if arguments != ["run"]:
        print(_USAGE, file=err)
        return _BAD_INPUT
    code = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            print(_answer(line), file=out)
        except (ValueError, OverflowError) as error:
            code = _BAD_INPUT
            print(f"第{number}行：{_sentence(error)}", file=err)
    return code


def _answer(line: str) -> str:
    case = json.loads(line)
    if not isinstance(case, dict) or not isinstance(case.get("graph"), dict):
        raise ProcedureError(code="case-shape", sentence="每行应是带 graph 和 trace 的 JSON 对象。")
    trace: Any = case.get("trace", [])
    if not isinstance(trace, list) or not all(isinstance(step, dict) for step in trace):
        raise ProcedureError(code="case-shape", sentence="trace 应是步骤的列表。", where="trace")
    return json.dumps({"results": run_trace(case["graph"], trace)}, ensure_ascii=False)


def _sentence(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"不是合法的 JSON（第{error.colno}个字符处），请修正后重跑。"
    return str(error)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin, sys.stdout, sys.stderr))
