"""The command that runs cases."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from guiju.procedure.__main__ import main

LINES = (
    (Path(__file__).parent / "data" / "kernel_examples.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
)


def run(lines: list[str]) -> tuple[int, list[str], str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(["run"], lines, out, err)
    return code, out.getvalue().splitlines(), err.getvalue()


def test_a_line_in_is_a_line_out() -> None:
    code, out, err = run(LINES[:3])
    assert (code, err) == (0, "")
    for line, case in zip(out, LINES, strict=False):
        assert json.loads(line) == {"results": json.loads(case)["expected"]}


def test_program_reads_and_prints() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "guiju.procedure", "run"],
        input=LINES[0],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert json.loads(done.stdout) == {"results": json.loads(LINES[0])["expected"]}


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ("{", "不是合法的 JSON"),
        ("[]", "graph"),
        ('{"graph": {"events": []}, "trace": []}', "start"),
        ('{"graph": {"events": [], "start": 9}, "trace": 3}', "trace"),
        ('{"graph": {"events": [], "start": 9}, "trace": [{"op": "wait", "t": 9}]}', "trace[0]"),
        ('{"graph": {"events": [], "start": 9}, "trace": [{"op": "advance"}]}', "trace[0]"),
        ('{"graph": {"events": [{"id": "A", "require": ["var", "x"]}], "start": 9}}', "“x”"),
    ],
)
def test_bad_line_is_named_and_the_good_ones_are_kept(bad: str, words: str) -> None:
    code, out, err = run([LINES[0], "", bad, LINES[1]])
    assert code == 2
    assert len(out) == 2
    assert err.startswith("第3行：")
    assert words in err
    assert err.count("\n") == 1


def test_other_commands_are_refused_with_the_usage() -> None:
    err = io.StringIO()
    assert main(["walk"], [], io.StringIO(), err) == 2
    assert "python -m guiju.procedure run" in err.getvalue()
