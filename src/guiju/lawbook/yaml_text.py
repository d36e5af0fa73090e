"""A strict reading of YAML: every scalar stays text and remembers its line.

The events of PyYAML's C parser are built into three kinds of node, `Text`, `Items` and `Table`. What lets
two readers understand one file differently is refused: duplicate keys, anchors and aliases, tags, merge
keys, tabs, several documents, and full-width punctuation where YAML wants ASCII. Types are given later, by
whoever knows the schema, through `Reader`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

import yaml

from guiju.lawbook.errors import CatalogError, Place, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 24
FULL_WIDTH: Final = {"：": ":", "，": ",", "（": "(", "）": ")"}
IN_LISTS: Final = ("，", "：")
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INTEGER: Final = re.compile(r"-?\d{1,15}", re.ASCII)
YES_NO: Final = {"true": True, "false": False}


class Text(str):
    """A scalar as it was written, with its place."""

    __slots__ = ("place",)
    place: Place

    def __new__(cls, value: str, place: Place) -> Text:
        """Return `value` as text that knows its place."""
        text = super().__new__(cls, value)
        text.place = place
        return text


class Items(list["Node"]):
    """A sequence with its place."""

    def __init__(self, items: Iterable[Node], place: Place) -> None:
        """Keep the items and the place of the first character."""
        super().__init__(items)
        self.place = place


class Table(dict[Text, "Node"]):
    """A mapping in the file's order; its keys are `Text` and so have places of their own."""

    def __init__(self, place: Place) -> None:
        """Begin an empty mapping at `place`."""
        super().__init__()
        self.place = place

    def key_place(self, key: str) -> Place:
        """Return where `key` stands, or the mapping's own place if it is not there."""
        return next((known.place for known in self if known == key), self.place)


Node: TypeAlias = Text | Items | Table


def load_text(path: Path, name: str | None = None) -> Table:
    """Read one catalog file.

    Args:
        path: The file.
        name: How the file is called in messages; its path by default.

    Returns:
        The top mapping.

    Raises:
        CatalogError: When the file is unclear; the code begins with `yaml.`.
    """
    return parse_text(path.read_bytes(), name or path.as_posix())


def parse_text(source: bytes, name: str) -> Table:
    """Read YAML bytes as one mapping; see `load_text`."""
    text = _decoded(source, name)
    node = _Builder(text, name).document()
    if not isinstance(node, Table):
        refuse(
            "yaml.not_mapping",
            "文件最外层应是“键: 值”，这里不是。请从第一行起写成“键: 值”。",
            node.place,
        )
    return node


def as_node(value: Any, place: Place) -> Any:
    """Return plain values as the reader takes them: mappings, sequences and text, all at one place.

    Args:
        value: mappings with text keys, sequences, text; anything else as its text.
        place: what is named where something is wrong.
    """
    if isinstance(value, Mapping):
        table = Table(place)
        for key, part in value.items():
            table[Text(key, place)] = as_node(part, place)
        return table
    if isinstance(value, list | tuple):
        return Items([as_node(part, place) for part in value], place)
    return Text(str(value), place)


def _decoded(source: bytes, name: str) -> str:
    if len(source) > MAX_BYTES:
        refuse(
            "yaml.too_long",
            f"文件有 {len(source)} 字节，超过上限 {MAX_BYTES} 字节。请拆成几个文件。",
            Place(name),
        )
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        refuse("yaml.encoding", "文件不是 UTF-8 编码。请另存为 UTF-8。", Place(name, line))
    if "\t" in text:
        before = text[: text.index("\t")]
        line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
        refuse("yaml.tab", "这里有制表符。请改用空格。", Place(name, line, column))
    return text


class _Builder:
    """Builds nodes from the parser's events, refusing what is unclear on the way."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)

    def document(self) -> Node:
        """Return the only document of the stream."""
        self._next()
        if isinstance(self._next(), yaml.StreamEndEvent):
            refuse("yaml.empty", "文件是空的。请写入内容或删去文件。", Place(self._name))
        node = self._node(self._next(), 0)
        self._next()
        event = self._next()
        if not isinstance(event, yaml.StreamEndEvent):
            refuse(
                "yaml.documents",
                "一个文件只能有一份文档，这里用“---”又起了一份。请拆成两个文件。",
                self._place(event),
            )
        return node

    def _next(self) -> yaml.Event:
        try:
            return next(self._events)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error) from error
        except yaml.reader.ReaderError as error:
            line = self._text.encode()[: error.position].count(b"\n") + 1
            refuse("yaml.syntax", "这里有不可见的控制字符。请删去。", Place(self._name, line))

    def _syntax(self, error: yaml.MarkedYAMLError) -> CatalogError:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, None)
        first = error.context_mark.line + 1 if error.context_mark else line
        rows = self._text.split("\n")
        for number in sorted({first, line - 1, line}):
            if 0 < number <= len(rows) and re.search("[：，]", rows[number - 1]):
                return CatalogError(
                    "yaml.full_width",
                    "这一行读不通，其中有全角冒号或逗号。请改用半角“: ”和“, ”，正文请加引号。",
                    Place(self._name, number),
                )
        return CatalogError(
            "yaml.syntax",
            f"这里不合 YAML 写法({error.problem})。请检查缩进、冒号后的空格、引号和括号是否成对。",
            Place(self._name, line, column),
        )

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._name, mark.line + 1, mark.column + 1) if mark else Place(self._name)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            refuse(
                "yaml.anchor",
                "目录文件不用锚点和引用(&、*)。请把内容照写一遍。",
                self._place(event),
            )
        if getattr(event, "tag", None):
            refuse(
                "yaml.tag",
                "目录文件不用类型标签(!)。请删去标签，值一律按文本读。",
                self._place(event),
            )
        if depth > MAX_DEPTH:
            refuse("yaml.too_deep", f"嵌套超过 {MAX_DEPTH} 层。请减少层次。", self._place(event))
        if isinstance(event, yaml.ScalarEvent):
            return Text(event.value, self._place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth)
        return self._table(event, depth)

    def _items(self, event: yaml.SequenceStartEvent, depth: int) -> Items:
        items = Items((), self._place(event))
        while not isinstance(entry := self._next(), yaml.SequenceEndEvent):
            if event.flow_style:
                self._refuse_joined(entry)
            items.append(self._node(entry, depth + 1))
        return items

    def _refuse_joined(self, entry: yaml.Event) -> None:
        if not isinstance(entry, yaml.ScalarEvent) or entry.style:
            return
        if any(mark in entry.value for mark in IN_LISTS):
            refuse(
                "yaml.full_width",
                f"方括号里的“{entry.value}”含全角逗号或冒号。请用半角逗号分开各项；若是正文，请加引号。",
                self._place(entry),
            )

    def _table(self, event: yaml.Event, depth: int) -> Table:
        table = Table(self._place(event))
        lines: dict[str, int] = {}
        while not isinstance(entry := self._next(), yaml.MappingEndEvent):
            key = self._key(self._node(entry, depth + 1))
            if key in lines:
                refuse(
                    "yaml.duplicate_key",
                    f"键“{key}”在第 {lines[key]} 行已经写过。请删去一处或改名。",
                    key.place,
                )
            lines[key] = key.place.line
            table[key] = self._node(self._next(), depth + 1)
        return table

    def _key(self, key: Node) -> Text:
        if not isinstance(key, Text) or not key:
            refuse("yaml.key", "键应是一个名称，这里不是。请写成“名称: 值”。", key.place)
        if key == "<<":
            refuse("yaml.merge", "目录文件不用合并键“<<”。请把内容照写一遍。", key.place)
        for mark, ascii_mark in FULL_WIDTH.items():
            if mark in key:
                refuse(
                    "yaml.full_width",
                    f"键“{key}”含全角“{mark}”。请改用半角“{ascii_mark}”或换一个名称。",
                    key.place,
                )
        return key


class Reader:
    """Takes a mapping apart by its schema; `done()` refuses what nobody asked for.

    Attributes:
        node: The mapping that is read.
        place: Its place.
        what: What is being read, in Chinese, for the messages.
    """

    def __init__(self, node: Node, what: str) -> None:
        """Begin to read `node`.

        Raises:
            CatalogError: `schema.mapping`, when it is not a mapping.
        """
        if not isinstance(node, Table):
            refuse("schema.mapping", f"{what}应是一组“键: 值”。请照此改写。", node.place)
        self.node = node
        self.place = node.place
        self.what = what
        self._known: dict[str, None] = {}

    def at(self, key: str) -> Place:
        """Return where `key` stands, or the mapping's own place."""
        return self.node.key_place(key)

    def refuse(self, code: str, sentence: str, key: str = "") -> NoReturn:
        """Raise a `CatalogError` that points at `key`, or at the mapping."""
        refuse(code, sentence, self.at(key))

    def has(self, key: str) -> bool:
        """Tell whether `key` was written; it is known from now on."""
        self._known[key] = None
        return key in self.node

    def value(self, key: str) -> Node:
        """Return the node under `key`, whatever its kind.

        Raises:
            CatalogError: `schema.missing`.
        """
        if not self.has(key):
            self.refuse("schema.missing", f"{self.what}缺少“{key}”。请补上。")
        return self.node[Text(key, self.place)]

    def text(self, key: str) -> Text:
        """Return non-empty text.

        Raises:
            CatalogError: `schema.missing` or `schema.text`.
        """
        value = self.value(key)
        if not isinstance(value, Text) or not value:
            self.refuse("schema.text", f"{self.what}的“{key}”应是一段文本。请照此改写。", key)
        return value

    def optional(self, key: str) -> Text | None:
        """Return the text under `key`, or None where the key is not written."""
        return self.text(key) if self.has(key) else None

    def integer(self, key: str, default: int | None = None) -> int:
        """Return a whole number; `default`, where given, stands for a missing key.

        Raises:
            CatalogError: `schema.missing` or `schema.integer`.
        """
        if default is not None and not self.has(key):
            return default
        value = self.text(key)
        if not INTEGER.fullmatch(value):
            self.refuse(
                "schema.integer", f"“{key}”应是整数，写的是“{value}”。请改成半角数字。", key
            )
        return int(value)

    def day(self, key: str) -> dt.date:
        """Return a day written `2026-01-31`.

        Raises:
            CatalogError: `schema.missing` or `schema.day`.
        """
        return to_day(self.text(key))

    def optional_day(self, key: str) -> dt.date | None:
        """Return the day under `key`, or None where the key is not written."""
        return self.day(key) if self.has(key) else None

    def flag(self, key: str) -> bool:
        """Return true or false; a missing key is false.

        Raises:
            CatalogError: `schema.choice`.
        """
        return self.has(key) and YES_NO[self.choice(key, YES_NO)]

    def choice(self, key: str, options: Iterable[str]) -> Text:
        """Return one of `options`.

        Raises:
            CatalogError: `schema.missing` or `schema.choice`.
        """
        value, allowed = self.text(key), tuple(options)
        if value not in allowed:
            self.refuse(
                "schema.choice",
                f"“{key}”不能是“{value}”，只能是：{'、'.join(allowed)}。{nearest(value, allowed)}请改成其中一个。",
                key,
            )
        return value

    def list_of_text(self, key: str) -> tuple[Text, ...]:
        """Return the texts under `key`: a list, or one text alone; a missing key is no text.

        Raises:
            CatalogError: `schema.list`.
        """
        if not self.has(key):
            return ()
        value = self.value(key)
        items = (value,) if isinstance(value, Text) else value
        texts = tuple(item for item in items if isinstance(item, Text) and item)
        if isinstance(value, Table) or len(texts) != len(items):
            self.refuse("schema.list", f"“{key}”应是文本的列表，如 [甲, 乙]。请照此改写。", key)
        return texts

    def mapping(self, key: str, what: str = "") -> Reader:
        """Return a reader of the mapping under `key`; a missing key reads as an empty mapping."""
        node = self.value(key) if self.has(key) else Table(self.place)
        return Reader(node, what or f"“{key}”")

    def items(self, key: str) -> Items:
        """Return the list under `key`; a missing key is an empty list.

        Raises:
            CatalogError: `schema.list`.
        """
        node = self.value(key) if self.has(key) else Items((), self.place)
        if not isinstance(node, Items):
            self.refuse("schema.list", f"“{key}”应是列表，各项以“- ”起头。请照此改写。", key)
        return node

    def readers(self, key: str, what: str = "") -> Iterator[Reader]:
        """Yield a reader for each mapping of the list under `key`."""
        return (Reader(node, what or f"“{key}”的一项") for node in self.items(key))

    def entries(self, what: str = "") -> Iterator[tuple[Text, Reader]]:
        """Yield name and reader of every entry of this mapping, whose keys are free names."""
        for name, node in self.node.items():
            self._known[name] = None
            yield name, Reader(node, what or f"“{name}”")

    def done(self) -> None:
        """Refuse every key that was not asked for.

        Raises:
            CatalogError: `schema.unknown_key`, naming the known keys and the nearest spelling.
        """
        for key in self.node:
            if key not in self._known:
                refuse(
                    "schema.unknown_key",
                    f"{self.what}没有“{key}”这一键。{nearest(key, self._known)}可用的键：{'、'.join(self._known)}。",
                    key.place,
                )


def to_day(text: Text) -> dt.date:
    """Return the day that `text` writes as `2026-01-31`.

    Raises:
        CatalogError: `schema.day`.
    """
    if DAY.fullmatch(text):
        with contextlib.suppress(ValueError):
            return dt.date.fromisoformat(text)
    return refuse("schema.day", f"“{text}”不是日期。请写成 2026-01-31 这样的年-月-日。", text.place)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the sentence that proposes the known spelling nearest to `word`, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"是否要写“{close[0]}”？" if close else ""
