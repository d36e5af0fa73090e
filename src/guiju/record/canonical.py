"""Canonical bytes: the one encoding a value has in the record.

Two codecs give the same bytes: one of the standard library, and a faster one where ``orjson`` is
installed. What the faster one does not take goes to the portable one, which says why it is refused.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from guiju.record.errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

INTEGER_LIMIT = 2**63 - 1
DEPTH_LIMIT = 64

_NONE = type(None)
_STRINGS = frozenset({str})
_SIMPLE = frozenset({str, bool, _NONE})
_CONTAINERS = frozenset({dict, list, tuple})


class Codec(NamedTuple):
    """A pair of JSON functions that agree byte for byte on every accepted value."""

    name: str
    dumps: Callable[[object], bytes]
    loads: Callable[[bytes], object]


def _refuse_float(text: str) -> NoReturn:
    raise RecordError(
        code="record.float", sentence=f"数 {text[:40]} 不是整数。金额以分计，小数写成文本。"
    )


def _integer(text: str) -> int:
    if len(text) > 20:
        raise _integer_range(place="")
    return int(text)


def _portable_dumps(value: object) -> bytes:
    text = json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode("utf-8")


def _portable_loads(content: bytes) -> object:
    return json.loads(
        content.decode("utf-8"),
        parse_float=_refuse_float,
        parse_constant=_refuse_float,
        parse_int=_integer,
    )


PORTABLE = Codec("stdlib", _portable_dumps, _portable_loads)


def _installed_codec() -> Codec | None:
    try:
        import orjson
    except ImportError:
        return None
    return Codec("orjson", partial(orjson.dumps, option=orjson.OPT_SORT_KEYS), orjson.loads)


FAST = _installed_codec() or PORTABLE


def is_plain(value: object) -> bool:
    """Say whether a value holds only what the format knows, strings not looked into.

    Args:
        value: any Python value.

    Returns:
        True for objects, arrays, strings, integers in range, booleans and None.
    """
    return are_plain([value])


def are_plain(items: Iterable[Any], levels: int = DEPTH_LIMIT) -> bool:
    """Say whether several values hold only what the format knows.

    Args:
        items: any Python values.
        levels: how many levels of objects and arrays they may have.

    Returns:
        As `is_plain`.
    """
    # Plain loops over exact types: this decides the speed of verification.
    for item in items:
        kind = type(item)
        if kind in _SIMPLE:
            continue
        if kind is int:
            if not -INTEGER_LIMIT <= item <= INTEGER_LIMIT:
                return False
        elif kind not in _CONTAINERS or levels <= 0:
            return False
        elif kind is not dict:
            if not are_plain(item, levels - 1):
                return False
        elif not (_STRINGS.issuperset(map(type, item)) and are_plain(item.values(), levels - 1)):
            return False
    return True


def encode(value: object) -> bytes:
    """Encode a value as canonical bytes.

    Args:
        value: dict with string keys, list or tuple, str, int, bool or None, nested at most 64
            levels; exactly these types, since a subclass may carry more than it shows.

    Returns:
        UTF-8 JSON with keys in code-point order and no spaces.

    Raises:
        RecordError: for floats, integers beyond 2^63-1, lone surrogates, keys that are not text,
            other types, too many levels.
    """
    return encode_with(FAST, value)


def encode_typed(value: object) -> bytes:
    """Encode a value whose parts were typed one by one, without looking through them again.

    Args:
        value: as for `encode`; the caller vouches for the types.

    Raises:
        RecordError: for lone surrogates and integers beyond 64 bits.
    """
    try:
        return FAST.dumps(value)
    except (ValueError, TypeError) as error:
        raise _first_fault(value) from error


def encode_with(codec: Codec, value: object) -> bytes:
    """Encode a value with a chosen codec.

    Args:
        codec: `FAST` or `PORTABLE`; the bytes are the same.
        value: as for `encode`.

    Returns:
        Canonical bytes.

    Raises:
        RecordError: as for `encode`.
    """
    if not is_plain(value):
        raise _first_fault(value)
    try:
        return codec.dumps(value)
    except (ValueError, TypeError) as error:
        raise _first_fault(value) from error


def decode(content: bytes) -> object:
    """Read canonical bytes.

    Args:
        content: bytes as `encode` gives them.

    Returns:
        The value, arrays as lists.

    Raises:
        RecordError: when the bytes are not JSON of the format, or are another encoding of the
            same content.
    """
    return decode_with(FAST, content)


def decode_with(codec: Codec, content: bytes) -> object:
    """Read canonical bytes with a chosen codec.

    Args:
        codec: `FAST` or `PORTABLE`; value and refusal are the same.
        content: bytes to read.

    Returns:
        The value.

    Raises:
        RecordError: as for `decode`.
    """
    if codec is not PORTABLE:
        value = _decode_quickly(codec, content)
        if value is not None:
            return value
    return _decode_portably(content)


def _decode_quickly(codec: Codec, content: bytes) -> object:
    """Give the value of canonical bytes, or None where only the portable codec can say why not."""
    try:
        value = codec.loads(content)
        same = is_plain(value) and codec.dumps(value) == content
    except (ValueError, TypeError):
        return None
    return value if same else None


def _decode_portably(content: bytes) -> object:
    try:
        value = _portable_loads(content)
    except RecordError:
        raise
    except RecursionError as error:
        raise _depth(place="") from error
    except UnicodeDecodeError as error:
        raise RecordError(
            code="record.utf8",
            sentence=f"第 {error.start + 1} 字节起不是 UTF-8，应当保存原始字节，不作转码。",
        ) from error
    except ValueError as error:
        raise RecordError(
            code="record.json", sentence="不是 JSON 文本，应当保存原始字节，不作编辑。"
        ) from error
    if encode_with(PORTABLE, value) != content:
        raise RecordError(
            code="record.second_encoding",
            sentence="内容可读，但不是规定的编码（键的次序、空格、转义或者重复的键），应当以原始字节为准。",
        )
    return value


def _first_fault(value: object) -> RecordError:
    fault = next(_faults(value, (), 0), None)
    return fault or RecordError(code="record.type", sentence="含有不能记录的内容。")


def _faults(value: object, path: tuple[str, ...], depth: int) -> Iterator[RecordError]:
    place = ".".join(path)
    if type(value) not in _CONTAINERS:
        yield from _scalar_faults(value, place)
    elif depth >= DEPTH_LIMIT:
        yield _depth(place)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _key_faults(key, place)
            yield from _faults(item, (*path, _shown(key)), depth + 1)
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _faults(item, (*path, str(number)), depth + 1)


def _shown(key: object) -> str:
    return str(key).encode("utf-8", "replace").decode("utf-8")


def _key_faults(key: object, place: str) -> Iterator[RecordError]:
    if type(key) is not str:
        yield RecordError(
            code="record.key",
            sentence=f"键的类型是 {type(key).__name__}，键只能是文本。",
            place=place,
        )
    else:
        yield from _text_faults(key, place)


def _scalar_faults(value: object, place: str) -> Iterator[RecordError]:
    kind = type(value)
    if kind is str:
        yield from _text_faults(str(value), place)
    elif kind is float:
        yield RecordError(
            code="record.float",
            sentence=f"数 {value} 不是整数。金额以分计，小数写成文本。",
            place=place,
        )
    elif kind is int:
        if not is_plain(value):
            yield _integer_range(place)
    elif kind not in _SIMPLE:
        yield RecordError(
            code="record.type",
            sentence=f"类型 {kind.__name__} 不能记录，先换成文本、整数、真假、空、列表或者对象。",
            place=place,
        )


def _text_faults(text: str, place: str) -> Iterator[RecordError]:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        yield RecordError(
            code="record.surrogate",
            sentence=f"第 {error.start + 1} 个字符是单独的代理码位，不是文字，请重新录入这个字。",
            place=place,
        )


def _integer_range(place: str) -> RecordError:
    return RecordError(
        code="record.integer", sentence="整数超出 正负 2^63-1，请改用文本。", place=place
    )


def _depth(place: str) -> RecordError:
    return RecordError(
        code="record.depth", sentence=f"嵌套超过 {DEPTH_LIMIT} 层，请把内容放平。", place=place
    )
