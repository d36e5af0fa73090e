"""``guiju figures`` and ``guiju report build``: counting and reporting."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from guiju.cli.opening import opened
from guiju.cli.parsing import add_format, add_store, add_year, command, named, subcommands
from guiju.cli.telling import DONE, as_json, note, refuse, working
from guiju.lawbook.catalog import load_catalog

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from guiju.cli.parsing import Commands
    from guiju.figures.answers import Answer, FigureRow
    from guiju.figures.definitions import Period
    from guiju.lawbook.schema import FigureSpec, Procedure
    from guiju.people.viewer import Viewer


def add(commands: Commands) -> None:
    """Add the commands of this group."""
    report = subcommands(command(commands, "report", "年度报告"))
    build = command(report, "build", "由记录生成一个机构的年度报告，每个数字都能查到行为", _build)
    build.add_argument("--out", type=named, metavar="FILE", help="另存为一个网页文件")
    add_year(build, required=True)
    figures = command(
        commands,
        "figures",
        "列出指标；写了 --year 的，给出数值\n\n写了 ID 和 --year 的，还列出构成数值的行为。金额以元为单位。",
        _figures,
    )
    figures.add_argument("id", nargs="?", metavar="ID", help="指标标识；不写时是全部")
    add_year(figures, required=False)
    for parser in (build, figures):
        add_store(parser)
        add_format(parser)


def _build(options: argparse.Namespace) -> int:
    if options.out is not None:
        _check_writable(options.out)
    with opened(options), working("生成报告"):
        from guiju.reports.services import build_report

        viewer = _viewer(options.body)
        report = build_report(viewer, viewer.body, options.year)
        value = report.to_value()
        if options.out is not None:
            options.out.write_text(report.html(), encoding="utf-8")
    if options.format == "json":
        as_json(value)
    else:
        print(report.title)
        for figure in report.figures:
            print(f"{figure.name}\t{figure.told()}\t{figure.id}")
    if options.out is not None:
        note(f"报告已存入“{options.out}”。")
    return DONE


def _check_writable(path: Path) -> None:
    """Open a file for writing and leave it as it was, so that a wrong name is told before the work is done.

    Raises:
        OSError: it cannot be written.
    """
    existed = path.exists()
    path.open("ab").close()
    if not existed:
        path.unlink()


def _figures(options: argparse.Namespace) -> int:
    if options.year is None:
        return _list(options)
    with opened(options), working("统计"):
        from guiju.figures.selectors import ask_many, known_figures

        viewer = _viewer(options.body)
        wanted = [options.id] if options.id else [one.id for one in known_figures()]
        answers = ask_many(viewer, wanted, _period(options.year), viewer.body)
        values = [_value(answer, rows=bool(options.id)) for answer in answers]
        lines = [line for pair in zip(answers, values, strict=True) for line in _lines(*pair)]
    if options.format == "json":
        as_json(values[0] if options.id else values)
    else:
        print("\n".join(lines))
    return DONE


def _list(options: argparse.Namespace) -> int:
    listed = [
        _definition(figure, procedure) for procedure, figure in _latest() if _asked(options, figure)
    ]
    if not listed:
        refuse("figure.unknown", f"没有指标“{options.id}”。请用 guiju figures 查看有哪些。")
    if options.format == "json":
        as_json(listed[0] if options.id else listed)
    else:
        for one in listed:
            print(f"{one['id']}\t{one['name']}\t{one['unit']}\t{one['procedure']}")
    return DONE


def _asked(options: argparse.Namespace, figure: FigureSpec) -> bool:
    return options.id is None or str(figure.id) == options.id


def _latest() -> Iterator[tuple[Procedure, FigureSpec]]:
    """Every figure of the catalog as its latest version defines it."""
    for versions in load_catalog().versions.values():
        latest = {str(figure.id): (one, figure) for one in versions for figure in one.figures}
        yield from latest.values()


def _definition(figure: FigureSpec, procedure: Procedure) -> dict[str, Any]:
    return {
        "id": str(figure.id),
        "name": str(figure.name),
        "unit": str(figure.unit),
        "procedure": procedure.id,
        "how": str(figure.how),
        "by": [str(name) for name in figure.by],
    }


def _viewer(code: str | None) -> Viewer:
    """The machine's own reading for a body, by default the one at the top.

    Raises:
        CliError: ``body.none``, ``body.several`` or ``body.unknown``.
    """
    from guiju.people.selectors import top_bodies
    from guiju.people.viewer import machine_viewer

    if code is None:
        tops = [body.code for body in top_bodies()]
        if not tops:
            refuse("body.none", "库里还没有机构。请先登记机构，或者核对 --db。")
        if len(tops) > 1:
            refuse(
                "body.several",
                f"有 {len(tops)} 个最上级机构：{'、'.join(tops)}。请用 --body 选一个。",
            )
        code = tops[0]
    viewer = machine_viewer(code)
    if viewer is None:
        refuse("body.unknown", f"没有代码为“{code}”的机构。请核对 --body。")
    return viewer


def _period(year: int) -> Period:
    """The days of a year; of one that still runs, those up to today.

    Raises:
        CliError: ``figure.year_not_begun``.
    """
    from guiju.figures.definitions import Period
    from guiju.matters.clock import today

    now = today()
    if year > now.year:
        refuse("figure.year_not_begun", f"{year} 年还没有开始，没有可以统计的数字。请核对 --year。")
    return Period(date(year, 1, 1), min(date(year, 12, 31), now))


def _value(answer: Answer, *, rows: bool) -> dict[str, Any]:
    unit = answer.unit
    value: dict[str, Any] = {
        "id": answer.definition.id,
        "name": answer.definition.name,
        "unit": unit,
        "value": _told(answer.value, unit),
        "count": answer.count,
        "position": answer.position,
        "splits": [
            {"keys": list(split.keys), "value": _told(split.value, unit)} for split in answer.splits
        ],
    }
    if rows:
        counted = answer.parts[0].unit if answer.parts else unit
        value["rows"] = [_row(one, counted) for one in answer.rows(size=max(answer.count, 1))]
    return value


def _told(value: int | Decimal | None, unit: str) -> int | str | None:
    from guiju.reports.printing import in_unit
    from guiju.reports.report import plain

    return None if value is None else plain(in_unit(value, unit), unit)


def _row(row: FigureRow, unit: str) -> dict[str, Any]:
    return {
        "matter": row.matter,
        "number": row.number,
        "title": row.title,
        "seq": row.seq,
        "act": row.act,
        "body": row.body,
        "day": row.day.isoformat(),
        "contribution": _told(row.contribution, unit),
        "position": row.position,
    }


def _lines(answer: Answer, value: dict[str, Any]) -> Iterator[str]:
    from guiju.reports.printing import PERCENT, in_unit, printed

    unit = answer.unit
    text = printed(None if answer.value is None else in_unit(answer.value, unit), unit)
    yield f"{value['name']}\t{text}{'' if unit == PERCENT else unit}\t{value['id']}"
    for row in value.get("rows", ()):
        number = row["number"] or row["matter"]
        yield f"  {row['day']}\t{row['body']}\t{number}\t{row['act']}\t{row['contribution']}"
