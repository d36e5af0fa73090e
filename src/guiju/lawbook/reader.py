"""Reads one procedure file into its schema, refusing what is unclear."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from guiju.lawbook.acts import (
    read_act,
    read_groups,
    read_number,
    window_clocks,
    with_clocks,
)
from guiju.lawbook.case_reader import read_case
from guiju.lawbook.errors import Place, refuse
from guiju.lawbook.fields import all_fields, read_fields, with_computed
from guiju.lawbook.figure_reader import IDENTIFIER, read_figure, read_list
from guiju.lawbook.frame import Frame
from guiju.lawbook.list_places import check_room
from guiju.lawbook.list_span import check_span
from guiju.lawbook.rule_reader import check_performers, read_rule
from guiju.lawbook.schema import (
    KINDS,
    LIST,
    ActSpec,
    CaseSpec,
    FigureSpec,
    Procedure,
    Unencoded,
)
from guiju.lawbook.yaml_text import DAY, Reader, Text, load_text, nearest, parse_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guiju.lawbook.frame import Law
    from guiju.lawbook.schema import FieldSpec, NumberSpec
    from guiju.lawbook.yaml_text import Table

CHAPTERS: Final = (
    "leadership",
    "functions",
    "rulemaking",
    "decisions",
    "enforcement",
    "emergency",
    "disputes",
    "oversight",
    "education",
    "community",
    "digital",
)
SUFFIX: Final = ".yaml"
CASES_SUFFIX: Final = ".cases.yaml"
SYSTEM_ROW: Final = re.compile(r"[A-Z]\d{1,2}", re.ASCII)


def load_procedure(path: Path, root: Path, law: Law) -> Procedure:
    """Read the procedure file at `root/<chapter>/<id>/<date in force>.yaml`.

    Its worked cases may stand in files of their own beside it, `<date in force>.cases.yaml` and
    `<date in force>.<part>.cases.yaml`.

    Args:
        path: The file.
        root: The catalog's folder.
        law: The shared files of the catalog.

    Raises:
        CatalogError: When the file or its place is unclear.
    """
    name = path.relative_to(root).as_posix()
    beside = [one for one in sorted(path.parent.glob(f"*{CASES_SUFFIX}")) if owner_of(one) == path]
    tables = [load_text(one, one.relative_to(root).as_posix()) for one in beside]
    return read_procedure(load_text(path, name), name, law, tables)


def holds_cases(path: Path) -> bool:
    """Tell whether a file holds the worked cases of the procedure beside it."""
    return path.name.endswith(CASES_SUFFIX)


def owner_of(path: Path) -> Path:
    """Return the procedure file that a file of worked cases belongs to."""
    return path.with_name(path.name.partition(".")[0] + SUFFIX)


def parse_procedure(source: bytes, name: str, law: Law) -> Procedure:
    """Read a procedure from bytes.

    Args:
        source: The YAML.
        name: `<chapter>/<id>/<date in force>.yaml`.
        law: The shared files of the catalog.

    Raises:
        CatalogError: When it is unclear.
    """
    return read_procedure(parse_text(source, name), name, law)


def read_procedure(table: Table, name: str, law: Law, beside: Sequence[Table] = ()) -> Procedure:
    """Read a procedure from its mapping; see `parse_procedure`.

    Args:
        table: The procedure's file.
        name: `<chapter>/<id>/<date in force>.yaml`.
        law: The shared files of the catalog.
        beside: Its files of worked cases.

    Raises:
        CatalogError: When it is unclear; `file.two_cases`, when the procedure's own file holds cases too.
    """
    chapter, identifier, version = _place_of(name)
    reader = Reader(table, "程序文件")
    frame = Frame(law, _statutes(reader, law))
    data, acts = _acts(reader, frame)
    rules = tuple(
        read_rule(index, entry, frame)
        for index, entry in enumerate(reader.readers("rules", "规则"))
    )
    acts = with_clocks(acts, rules)
    check_performers(rules, acts)
    procedure = Procedure(
        identifier,
        version,
        chapter,
        Place(name),
        str(reader.text("name")),
        reader.list_of_text("system"),
        str(reader.choice("kind", KINDS)),
        frame.statutes,
        _until(reader, version),
        _number(reader),
        _opener(reader, acts),
        frame.names(reader, "owed") if reader.has("owed") else (),
        frame.field_list(reader, "key"),
        frame.field_list(reader, "title"),
        read_list(reader.mapping("list"), frame),
        data,
        acts,
        {group: tuple(map(str, members)) for group, members in frame.groups.items()},
        rules,
        _figures(reader, frame),
        _cases(_cases_of(reader, beside), acts, frame),
        _unencoded(reader, frame),
        reader.list_of_text("words"),
        _carries(reader),
    )
    reader.done()
    _check_systems(procedure.system)
    _check_carried(reader, procedure)
    check_room(procedure, reader.at("list"))
    if procedure.kind == LIST:
        check_span(frame.fields)
    return procedure


def _place_of(name: str) -> tuple[str, str, dt.date]:
    parts = name.split("/")
    try:
        chapter, identifier, file = parts[-3:]
        version = _day(file.removesuffix(SUFFIX))
    except ValueError:
        refuse(
            "file.name",
            "程序文件应放在 <章>/<程序标识>/<施行日>.yaml，如 enforcement/ordinary-penalty/2021-07-15.yaml。请改名。",
            Place(name),
        )
    if chapter not in CHAPTERS:
        refuse(
            "file.chapter",
            f"没有“{chapter}”这一章。{nearest(chapter, CHAPTERS)}可用：{'、'.join(CHAPTERS)}。",
            Place(name),
        )
    if not IDENTIFIER.fullmatch(identifier):
        refuse("file.id", f"“{identifier}”不是程序标识。请用小写英文和连字符。", Place(name))
    return chapter, identifier, version


def _carries(reader: Reader) -> dict[str, dict[str, str]]:
    """What fills the first act of a matter that is begun from another."""
    found: dict[str, dict[str, str]] = {}
    for source, entry in reader.mapping("carries").entries():
        found[str(source)] = {str(name): str(entry.text(str(name))) for name in entry.node}
        entry.done()
    return found


def _check_carried(reader: Reader, procedure: Procedure) -> None:
    fields = procedure.acts[str(procedure.opens)].fields
    for carried in procedure.carries.values():
        for name in carried:
            if name not in fields:
                reader.refuse(
                    "carries.field",
                    f"carries 写的“{name}”不是“{procedure.opens}”的字段。{nearest(name, fields)}请核对字段名。",
                    "carries",
                )


def _day(text: str) -> dt.date:
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _statutes(reader: Reader, law: Law) -> tuple[Text, ...]:
    statutes = reader.list_of_text("statutes")
    for statute in statutes:
        law.check_statute(statute)
    return statutes


def _acts(reader: Reader, frame: Frame) -> tuple[dict[str, FieldSpec], dict[str, ActSpec]]:
    raw = reader.mapping("acts", "acts")
    data = read_fields(reader.mapping("data", "data"))
    fields = with_computed(all_fields(data, raw), frame.law.parameter_kinds)
    clocks = window_clocks(reader.items("rules"))
    frame.fields = fields
    frame.acts = {**clocks, **{str(name): name for name in raw.node}}
    frame.groups = read_groups(reader.mapping("groups", "groups"), frame.acts)
    acts = {str(name): read_act(name, entry, frame) for name, entry in raw.entries()}
    if not acts:
        reader.refuse("act.none", "程序没有行为。请在 acts 中写上。", "acts")
    return {name: fields[name] for name in data}, acts


def _until(reader: Reader, version: dt.date) -> dt.date | None:
    if not reader.has("in_force"):
        return None
    until = reader.mapping("in_force", "in_force")
    day = until.day("until")
    until.done()
    if day < version:
        until.refuse("file.until", f"失效日 {day} 早于施行日 {version}。请改正。", "until")
    return day


def _number(reader: Reader) -> NumberSpec | None:
    return read_number(reader)


def _opener(reader: Reader, acts: Mapping[str, ActSpec]) -> Text:
    opener = reader.text("opens")
    if opener not in acts or acts[opener].clock:
        reader.refuse(
            "opens.unknown",
            f"“{opener}”不是由人办理的行为，不能开启办件。{nearest(opener, acts)}请改名。",
            "opens",
        )
    return opener


def _figures(reader: Reader, frame: Frame) -> tuple[FigureSpec, ...]:
    figures = tuple(read_figure(entry, frame) for entry in reader.readers("figures", "指标"))
    known: dict[str, FigureSpec] = {}
    for figure in figures:
        if figure.id in known:
            refuse("figure.duplicate", f"指标“{figure.id}”写了两次。请改名。", figure.id.place)
        known[figure.id] = figure
    for figure in figures:
        for part in figure.share:
            _check_part(part, known)
    return figures


def _check_part(part: Text, known: Mapping[str, FigureSpec]) -> None:
    if part not in known:
        refuse(
            "figure.unknown",
            f"没有指标“{part}”。{nearest(part, known)}请改名，或先写出该指标。",
            part.place,
        )
    if known[part].how == "share":
        refuse(
            "figure.nested",
            f"“{part}”本身是比率，不能再作比。请改用它的分子、分母。",
            part.place,
        )


def _cases_of(reader: Reader, beside: Sequence[Table]) -> list[Reader]:
    own = list(reader.readers("cases", "事例"))
    if own and beside:
        refuse(
            "file.two_cases",
            f"事例已另放在 {beside[0].place.file} 里，这里不能再写。请并到一处。",
            own[0].place,
        )
    return own + [case for table in beside for case in _case_file(table)]


def _case_file(table: Table) -> list[Reader]:
    reader = Reader(table, "事例文件")
    found = list(reader.readers("cases", "事例"))
    reader.done()
    if not found:
        reader.refuse("file.no_cases", "事例文件里没有事例。请在 cases 下写上，或删去这个文件。")
    return found


def _cases(
    readers: list[Reader], acts: Mapping[str, ActSpec], frame: Frame
) -> tuple[CaseSpec, ...]:
    cases = tuple(read_case(entry, acts, frame) for entry in readers)
    names: set[str] = set()
    for case in cases:
        if case.name in names:
            refuse("case.duplicate", f"事例“{case.name}”写了两次。请改名。", case.name.place)
        names.add(case.name)
    return cases


def _unencoded(reader: Reader, frame: Frame) -> tuple[Unencoded, ...]:
    found: list[Unencoded] = []
    for entry in reader.readers("unencoded", "unencoded 的一项"):
        article = entry.text("article")
        frame.law.check_citation(article, frame.statutes)
        found.append(Unencoded(article, str(entry.text("why"))))
        entry.done()
    return tuple(found)


def _check_systems(rows: tuple[Text, ...]) -> None:
    for row in rows:
        if not SYSTEM_ROW.fullmatch(row):
            refuse("system.row", f"“{row}”不是系统表的行号。请写成 E3 这样的编号。", row.place)
