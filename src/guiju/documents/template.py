"""Templates of documents, read from the catalog's folder ``documents``.

One file a procedure, ``<procedure>.yaml``; what is different in one version of it stands in ``<procedure>.<date in force>.yaml``. The keys are
the names of documents, as acts name them::

    行政处罚决定书:
      called: ...                           # its name, where that cannot be a key
      to: "{当事人}"                       # 主送; left out where nobody is addressed
      by: "{承办单位}"                     # who speaks, where it is not the matter's own body
      number: "{决定文号}"                 # its number, where the record gives it none of its own
      body:
        - 一段话，{案由}                    # a paragraph
        - {head: 一、违法事实}               # a heading
        - {when: 听证范围, text: ...}        # only if; the catalog's own expressions
        - {flush: 不缩进的一段话}
        - {point: 一项}                     # points one after the other are counted （一）（二）; one alone is not
        - {lines: 6}                        # lines to write on by hand
        - {form: [[案由, "{案由}"], ...]}    # a form: labels and what stands beside them
        - {rows: 物品清单}                   # a field of rows as a table
        - {opinions: true}                  # the opinions of those who approve, a row each
        - {hands: [当事人签名, 执法人员签名]}
      sign: seal                            # seal, name or none
      foot: [本文书一式二份。]
      scan: true                            # the paper carries what the record does not hold, and is expected back as a scan
      from: other                           # 他人的文书: it comes from somebody else, no body's name above it
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from guiju.documents.slots import Words, read_words
from guiju.lawbook.catalog import ROOT
from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.yaml_text import Items, Node, Reader, Table, Text, load_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FOLDER: Final = "documents"
SIGNS: Final = ("seal", "name", "none")
SEALED: Final = "seal"
KINDS: Final = (
    "text",
    "head",
    "flush",
    "note",
    "point",
    "lines",
    "form",
    "rows",
    "opinions",
    "hands",
)
TALL: Final = "|"


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form as the template writes it.

    Attributes:
        words: its text.
        label: whether it names the next cell.
        tall: the least number of lines.
    """

    words: Words
    label: bool
    tall: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in the body of a template.

    Attributes:
        kind: one of :data:`KINDS`.
        when: under what condition it stands there, in the catalog's expressions.
        words: the text of a paragraph, heading, note or point.
        count: how many lines to write on.
        form: the rows of a form.
        field: the field of rows.
        labels: what people sign as.
    """

    kind: str
    place: Place
    when: Text | None = None
    words: Words = ()
    count: int = 0
    form: tuple[tuple[FormCell, ...], ...] = ()
    field: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """How a document is written.

    Attributes:
        name: the document, as acts name it.
        to: the addressee.
        by: who speaks; empty for the matter's own body.
        number: its number where the record gives it none; empty for none.
        sign: seal, name or none.
        scan: whether the paper is expected back as a scan.
        foreign: it is somebody else's paper.
    """

    name: Text
    title: str
    to: Words
    body: tuple[Item, ...]
    sign: str
    foot: tuple[Words, ...]
    scan: bool
    foreign: bool
    by: Words = ()
    number: Words = ()

    @property
    def place(self) -> Place:
        """Where it is written."""
        return self.name.place


def template_of(
    procedure: str, version: str, document: str, root: Path | None = None
) -> Template | None:
    """The template of a document; None where the procedure has none of that name.

    Args:
        procedure: the procedure's id.
        version: day in force of its version, ``YYYY-MM-DD``.
        document: the document's name.
        root: the catalog's folder; by default the one that belongs to the program.
    """
    return templates_of(procedure, version, root or ROOT).get(document)


@lru_cache(maxsize=256)
def templates_of(procedure: str, version: str, root: Path) -> Mapping[str, Template]:
    """Every template of a version of a procedure, by the document's name.

    Raises:
        CatalogError: a file is unclear; the code begins with ``yaml.``, ``schema.`` or ``document.``.
    """
    folder = root / FOLDER
    found: dict[str, Template] = {}
    for path in (folder / f"{procedure}.yaml", folder / f"{procedure}.{version}.yaml"):
        if path.is_file():
            found.update(_read(path, root))
    return found


@lru_cache(maxsize=8)
def scanned_documents(root: Path = ROOT) -> frozenset[str]:
    """Names of the documents whose signed paper is expected back as a scan."""
    paths = sorted((root / FOLDER).glob("*.yaml"))
    return frozenset(name for path in paths for name, one in _read(path, root).items() if one.scan)


@lru_cache(maxsize=64)
def _read(path: Path, root: Path) -> Mapping[str, Template]:
    table = load_text(path, path.relative_to(root).as_posix())
    reader = Reader(table, "文书模板文件")
    made = [_template(name, entry) for name, entry in reader.entries()]
    return {str(one.name): one for one in made}


def _template(key: Text, reader: Reader) -> Template:
    name = reader.optional("called") or key
    foreign = reader.has("from") and bool(reader.choice("from", ("other",)))
    sign = str(reader.choice("sign", SIGNS)) if reader.has("sign") else SEALED
    made = Template(
        name,
        str(reader.optional("title") or name),
        read_words(reader.text("to")) if reader.has("to") else (),
        tuple(_items(reader)),
        sign,
        tuple(read_words(one) for one in reader.list_of_text("foot")),
        reader.flag("scan"),
        foreign,
        read_words(reader.text("by")) if reader.has("by") else (),
        read_words(reader.text("number")) if reader.has("number") else (),
    )
    reader.done()
    return made


def _items(reader: Reader) -> Iterator[Item]:
    nodes = reader.items("body")
    if not nodes:
        reader.refuse("document.empty", "文书模板没有正文。请在 body 下写上。")
    for node in nodes:
        if isinstance(node, Text):
            yield Item("text", node.place, words=read_words(node))
        else:
            yield _item(Reader(node, "正文的一项"))


def _item(reader: Reader) -> Item:
    kinds = [kind for kind in KINDS if reader.has(kind)]
    if len(kinds) != 1:
        reader.refuse(
            "document.item", f"正文的一项应当写明是哪一种，只写一种：{'、'.join(KINDS)}。"
        )
    kind = kinds[0]
    when = reader.optional("when")
    item = Item(
        kind,
        reader.place,
        when,
        words=read_words(reader.text(kind))
        if kind in {"text", "head", "flush", "note", "point"}
        else (),
        count=reader.integer(kind) if kind == "lines" else 0,
        form=_form(reader.items(kind)) if kind == "form" else (),
        field=str(reader.text(kind)) if kind == "rows" else "",
        labels=tuple(map(str, reader.list_of_text(kind))) if kind == "hands" else (),
    )
    if kind == "opinions":
        reader.flag(kind)
    reader.done()
    return item


def _form(rows: Items) -> tuple[tuple[FormCell, ...], ...]:
    return tuple(_form_row(row) for row in rows)


def _form_row(row: Node) -> tuple[FormCell, ...]:
    """Labels and contents in turn; ``[标签, "内容|6"]`` leaves room for six lines; one text alone is a row of its own."""
    if isinstance(row, Table) or not row:
        refuse("document.form", "表格的一行应是标签和内容的列表，如 [案由, “{案由}”]。", row.place)
    cells = [row] if isinstance(row, Text) else [one for one in row if isinstance(one, Text)]
    if isinstance(row, Items) and (len(cells) != len(row) or len(cells) % 2):
        refuse("document.form", "表格的一行应是标签、内容成对的文本。请补齐。", row.place)
    alone = isinstance(row, Text)
    return tuple(_cell(one, label=not alone and place % 2 == 0) for place, one in enumerate(cells))


def _cell(text: Text, *, label: bool) -> FormCell:
    words, _, tall = text.rpartition(TALL)
    if words and tall.isdecimal():
        return FormCell(read_words(Text(words, text.place)), label, int(tall))
    if tall.isdecimal() and text.startswith(TALL):
        return FormCell((), label, int(tall))
    return FormCell(read_words(text), label)
