"""The lines of ``guiju perform``: one JSON object each, read strictly, so that nothing is quietly ignored."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn

from guiju.cli.telling import CliError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST_LINE: Final = 4 * 1024 * 1024
REFERRING: Final = ("matter", "source")
HOUR: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


class LineError(CliError):
    """A line that says nothing performable; code and sentence as in a refusal."""


def parse_line(content: bytes) -> dict[str, Any]:
    """Read one line.

    Args:
        content: the line's bytes; UTF-8, a byte order mark is passed over.

    Returns:
        The checked keys; ``matter`` and ``source`` still as written.

    Raises:
        LineError: ``input.encoding``, ``input.too_long``, ``input.json``, ``input.character``, ``input.duplicate_key``, ``input.unknown_key``,
            ``input.type`` or ``input.missing_key``.
    """
    if len(content) > LONGEST_LINE:
        _refuse(
            "input.too_long",
            f"这一行有{len(content) / 1024 / 1024:.1f}MB，超过一行4MB的上限。长材料请作为文件放在 files 里。",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LineError(
            code="input.encoding",
            sentence=f"第{error.start + 1}个字节不是 UTF-8 编码。请将文件另存为 UTF-8。",
        ) from error
    value = _decoded(text)
    _check_characters(value)
    if not isinstance(value, dict):
        _refuse("input.json", '一行应是一个 JSON 对象，例如 {"act": "立案", …}。请改写。')
    return _checked(value)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise LineError(
            code="input.json",
            sentence=f"不是合法的 JSON（第{error.colno}个字符处）。请改正后重新提交这一行。",
        ) from error
    except RecursionError as error:
        raise LineError(code="input.json", sentence="括号嵌套太深。请改写。") from error
    except ValueError as error:
        if isinstance(error, LineError):
            raise
        raise LineError(code="input.json", sentence="有一个数的位数太多。请改写为文本。") from error


def _check_characters(value: Any) -> None:
    """Refuse half characters: an escape may name one, and no store can keep it."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise LineError(
            code="input.character",
            sentence="有残缺的字符（单独的 \\ud800 至 \\udfff）。请用原文重写这个字。",
        ) from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            _refuse("input.duplicate_key", f"“{name}”写了两次，不知道以哪个为准。请留一个。")
        found[name] = value
    return found


def _no_constant(name: str) -> NoReturn:
    _refuse("input.json", f"{name} 不是数。请删去或改正。")


def _checked(value: Mapping[str, Any]) -> dict[str, Any]:
    unknown = [name for name in value if name not in READERS]
    if unknown:
        _refuse(
            "input.unknown_key",
            f"不认识“{'”“'.join(unknown)}”。可以写的有：{'、'.join(READERS)}。请改名或删去。",
        )
    if not value.get("recorded_by"):
        _refuse("input.missing_key", "没有写 recorded_by（由谁录入，人员编号）。请补上。")
    return {name: READERS[name](name, one) for name, one in value.items() if one is not None}


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        _wrong(name, value, "文本")
    return _without_null(name, value)


def _reference(name: str, value: Any) -> str | dict[str, int]:
    referring = isinstance(value, dict) and set(value) == {"line"} and type(value["line"]) is int
    if not referring and not isinstance(value, str):
        _wrong(name, value, '办件编号，或者 {"line": 行号}')
    return _without_null(name, value) if isinstance(value, str) else value


def _day(name: str, value: Any) -> dt.date:
    try:
        return dt.date.fromisoformat(_text(name, value))
    except ValueError as error:
        if isinstance(error, LineError):
            raise
        raise LineError(
            code="input.type", sentence=f"{name} 应是日期，例如 2026-03-02，不是“{value}”。请改正。"
        ) from error


def _hour(name: str, value: Any) -> str:
    if HOUR.fullmatch(_text(name, value)) is None:
        _wrong(name, value, "时刻，例如 09:30")
    return str(value)


def _object(name: str, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong(name, value, '对象，例如 {"案由": "未按规定公示价格"}')
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        _wrong(name, value, "文本的列表")
    return tuple(_without_null(name, one) for one in value)


def _count(name: str, value: Any) -> int:
    if type(value) is not int or value < 0:
        _wrong(name, value, "不小于 0 的整数")
    return int(value)


def _without_null(name: str, value: str) -> str:
    if "\0" in value:
        _refuse("input.character", f"{name} 里有空字符（\\u0000）。请删去。")
    return value


def _wrong(name: str, value: Any, wanted: str) -> NoReturn:
    shown = json.dumps(value, ensure_ascii=False)
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    _refuse("input.type", f"{name} 应是{wanted}，不是 {shown}。请改正。")


def _refuse(code: str, sentence: str) -> NoReturn:
    raise LineError(code, sentence)


READERS: Final[Mapping[str, Callable[[str, Any], Any]]] = {
    "procedure": _text,
    "body": _text,
    "act": _text,
    "number": _text,
    "matter": _reference,
    "by": _text,
    "recorded_by": _text,
    "role": _text,
    "done_on": _day,
    "done_at": _hour,
    "data": _object,
    "signers": _texts,
    "kind": _text,
    "files": _texts,
    "proof": _text,
    "expected_seq": _count,
    "source": _reference,
    "relation": _text,
}
